// What leaves the store is whole, or not there; what prints gets all of it, or it is said why not.

// O_TMPFILE and flock(2) are Linux's own.
#define _GNU_SOURCE

#include "base/text.h"
#include "command/folders.h"
#include "command/leave.h"
#include "load_folder.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <seccomp.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[64];
static char said[LEAVE_SAID];

static int set_up(void **state)
{
    (void)state;
    (void)signal(SIGXFSZ, SIG_IGN);
    snprintf(folder, sizeof folder, "/tmp/leave-XXXXXX");
    return mkdtemp(folder) != NULL ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    char command[128];
    snprintf(command, sizeof command, "rm -rf %s", folder);
    return system(command);
}

static void assert_holds(const char *name, const char *wanted)
{
    char path[256];
    size_t length = 0;
    struct stat status;
    snprintf(path, sizeof path, "%s/%s", folder, name);
    char *bytes = load_folder_read(path, &length);
    assert_non_null(bytes);
    assert_int_equal(length, strlen(wanted));
    assert_memory_equal(bytes, wanted, length);
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 07777, 0600);
    free(bytes);
}

static void a_file_is_whole_and_nobodys_else(void **state)
{
    (void)state;
    assert_true(leave_as_file(folder, "intake-7-page", ".txt", "one", 3, said));
    assert_non_null(strstr(said, "/intake-7-page.txt"));
    assert_holds("intake-7-page.txt", "one");
    // The first is not overwritten.
    assert_true(leave_as_file(folder, "intake-7-page", ".txt", "two", 3, said));
    assert_holds("intake-7-page.txt", "one");
    assert_holds("intake-7-page-2.txt", "two");
    assert_int_equal(load_folder_count(folder), 2);
}

static void a_full_disk_leaves_nothing(void **state)
{
    (void)state;
    static char bytes[8192];
    size_t before = load_folder_count(folder);
    struct rlimit was, little = {4096, 4096};
    memset(bytes, 'x', sizeof bytes);
    assert_int_equal(getrlimit(RLIMIT_FSIZE, &was), 0);
    little.rlim_max = was.rlim_max;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &little), 0);
    bool written = leave_as_file(folder, "intake-8-page", ".pdf", bytes, sizeof bytes, said);
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &was), 0);
    assert_false(written);
    assert_non_null(strstr(said, "Nothing was written"));
    assert_int_equal(load_folder_count(folder), before);
}

// As on a stick: FAT has neither files without a name nor a second name for one.
static void forget_nameless_files(void)
{
    scmp_filter_ctx filter = seccomp_init(SCMP_ACT_ALLOW);
    if (filter == NULL ||
        seccomp_rule_add(filter, SCMP_ACT_ERRNO(EOPNOTSUPP), SCMP_SYS(openat), 1,
                         SCMP_A2(SCMP_CMP_MASKED_EQ, O_TMPFILE, O_TMPFILE)) != 0 ||
        seccomp_rule_add(filter, SCMP_ACT_ERRNO(EPERM), SCMP_SYS(linkat), 0) != 0 ||
        seccomp_load(filter) != 0) {
        _exit(99);
    }
    seccomp_release(filter);
}

// Writes it in a process of its own, which dies at the first byte beyond `room`. Its exit code, or
// minus the signal.
static int write_elsewhere(bool on_a_stick, size_t length, rlim_t room)
{
    static char bytes[8192];
    int status = 0;
    pid_t child = fork();
    if (child == 0) {
        const struct rlimit little = {room, room};
        (void)signal(SIGXFSZ, SIG_DFL);
        (void)setrlimit(RLIMIT_CORE, &(struct rlimit){0, 0});
        if (on_a_stick) {
            forget_nameless_files();
        }
        if (room > 0 && setrlimit(RLIMIT_FSIZE, &little) != 0) {
            _exit(98);
        }
        memset(bytes, 'x', sizeof bytes);
        _exit(leave_as_file(folder, "intake-9-page", ".pdf", bytes, length, said) ? 0 : 1);
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

static void killed_in_the_middle_nothing_is_left(void **state)
{
    (void)state;
    size_t before = load_folder_count(folder);
    assert_int_equal(write_elsewhere(false, 8192, 4096), -SIGXFSZ);
    assert_int_equal(load_folder_count(folder), before);
}

// A stick cannot promise that. What was left there goes when the next file is written.
static void what_was_left_on_a_stick_goes(void **state)
{
    (void)state;
    char path[256];
    size_t before = load_folder_count(folder);
    assert_int_equal(write_elsewhere(true, 8192, 4096), -SIGXFSZ);
    assert_int_equal(load_folder_count(folder), before + 1);
    // One that is still being written is another program's.
    snprintf(path, sizeof path, "%s/.intake-1-page.pdf.1.part", folder);
    int held = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    assert_true(held >= 0);
    assert_int_equal(flock(held, LOCK_EX), 0);
    assert_int_equal(write_elsewhere(true, 100, 0), 0);
    assert_int_equal(access(path, F_OK), 0);
    assert_int_equal(load_folder_count(folder), before + 2);
    assert_int_equal(close(held), 0);
    assert_int_equal(write_elsewhere(false, 100, 0), 0);
    assert_int_equal(load_folder_count(folder), before + 2); // the first, and this
    // What is no draft of ours stays, whatever its name begins with.
    static const char *const others[] = {".intake-notes.txt", "intake-2-page.pdf.2.part",
                                         ".intake.part", ".other-2-page.pdf.2.part"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, others[i]);
        held = open(path, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
        assert_true(held >= 0);
        assert_int_equal(close(held), 0);
    }
    assert_int_equal(write_elsewhere(false, 100, 0), 0);
    assert_int_equal(load_folder_count(folder), before + 3 + 4);
}

// What comes before the next time something is made to reach the disk. The program's own fsync is
// this one.
static void (*meanwhile)(void);

int fsync(int fd)
{
    void (*act)(void) = meanwhile;
    meanwhile = NULL;
    if (act != NULL) {
        act();
    }
    return (int)syscall(SYS_fsync, fd);
}

static char pulled[80];

static void pull(void)
{
    (void)(rename(folder, pulled) + mkdir(folder, 0700));
}

// A stick that is pulled out while the file is being written: what is found by its name afterwards
// is a folder of this machine, and nothing is in it.
static void a_folder_taken_away_meanwhile_is_said(void **state)
{
    (void)state;
    char wanted[LEAVE_SAID];
    size_t before = load_folder_count(folder);
    snprintf(pulled, sizeof pulled, "%s.pulled", folder);
    meanwhile = pull;
    assert_false(leave_as_file(folder, "intake-9-page", ".pdf", "%PDF", 4, said));
    assert_null(meanwhile);
    snprintf(wanted, sizeof wanted, "Nothing was written to %s: it was taken away, or is broken.",
             folder);
    assert_string_equal(said, wanted);
    assert_int_equal(load_folder_count(folder), 0);
    assert_int_equal(load_folder_count(pulled), before);
    assert_int_equal(rmdir(folder), 0);
    assert_int_equal(rename(pulled, folder), 0);
}

// A name that stands there already is not followed, whatever it leads to.
static void a_link_by_that_name_is_not_followed(void **state)
{
    (void)state;
    char path[256], target[256];
    snprintf(path, sizeof path, "%s/intake-5-page.txt", folder);
    snprintf(target, sizeof target, "%s/elsewhere", folder);
    assert_int_equal(symlink(target, path), 0);
    assert_true(leave_as_file(folder, "intake-5-page", ".txt", "five", 4, said));
    assert_int_equal(access(target, F_OK), -1);
    assert_holds("intake-5-page-2.txt", "five");
}

// The name of the file is said whole, and no letter of the folder's in halves.
static void a_long_folder_is_said_by_its_end(void **state)
{
    (void)state;
    char path[1024];
    size_t length = (size_t)snprintf(path, sizeof path, "%s", folder);
    for (int i = 0; i < 3; i++) {
        path[length++] = '/';
        path[length++] = 'a';
        for (int letter = 0; letter < 100; letter++) {
            memcpy(path + length, "\xC3\xA9", 3);
            length += 2;
        }
        assert_int_equal(mkdir(path, 0700), 0);
    }
    assert_true(leave_as_file(path, "intake-6-page", ".txt", "six", 3, said));
    assert_non_null(strstr(said, "\xC3\xA9/intake-6-page.txt"));
    assert_int_equal(text_valid(said, strlen(said)), strlen(said));
    path[length - 1] = '\0'; // half a letter: a folder that is not there
    assert_false(leave_as_file(path, "intake-6-page", ".txt", "six", 3, said));
    assert_non_null(strstr(said, "there is no such folder"));
}

static void no_folder_is_one_sentence(void **state)
{
    (void)state;
    static const char *const folders[] = {"/nowhere/at/all", "/dev/null", "relative", "", "~"};
    for (size_t i = 0; i < sizeof folders / sizeof *folders; i++) {
        assert_false(leave_as_file(folders[i], "x", ".txt", "x", 1, said));
        assert_true(strlen(said) > 0);
    }
}

static const char *script(const char *text)
{
    static char path[128];
    snprintf(path, sizeof path, "%s/printer", folder);
    FILE *file = fopen(path, "w");
    assert_non_null(file);
    fprintf(file, "#!/bin/sh\n%s\n", text);
    fclose(file);
    assert_int_equal(chmod(path, 0700), 0);
    return path;
}

static void a_printer_gets_all_of_it(void **state)
{
    (void)state;
    char command[256];
    static char bytes[300001];
    memset(bytes, 'x', sizeof bytes - 1);
    snprintf(command, sizeof command, "cat >%s/printed; echo noise; echo noise >&2", folder);
    const char *const program[] = {script(command), "-d", "a b;c", NULL};
    if (!leave_to_program(program, bytes, sizeof bytes - 1, LEAVE_PATIENCE, said)) {
        fail_msg("%s", said);
    }
    char path[256];
    size_t length = 0;
    snprintf(path, sizeof path, "%s/printed", folder);
    free(load_folder_read(path, &length));
    assert_int_equal(length, sizeof bytes - 1);
}

static void what_does_not_print_is_said(void **state)
{
    (void)state;
    const char *const away[] = {"no-such-program-here", NULL};
    assert_false(leave_to_program(away, "x", 1, LEAVE_PATIENCE, said));
    assert_non_null(strstr(said, "there is no program 'no-such-program-here'"));
    const char *const fails[] = {script("cat >/dev/null; exit 1"), NULL};
    assert_false(leave_to_program(fails, "x", 1, LEAVE_PATIENCE, said));
    assert_non_null(strstr(said, "did not print it"));
    // It ends without reading a word, and is content.
    static char bytes[300000];
    const char *const deaf[] = {script("exit 0"), NULL};
    assert_true(leave_to_program(deaf, bytes, sizeof bytes, LEAVE_PATIENCE, said));
}

// What it leaves running behind it is not waited for, whatever that holds open.
static void a_printer_that_leaves_something_behind(void **state)
{
    (void)state;
    char command[400], path[128];
    snprintf(path, sizeof path, "%s/gate", folder);
    assert_int_equal(mkfifo(path, 0600), 0);
    snprintf(command, sizeof command, "cat >/dev/null; cat %s & exit 0", path);
    const char *const behind[] = {script(command), NULL};
    time_t began = time(NULL);
    assert_true(leave_to_program(behind, "x", 1, LEAVE_PATIENCE, said));
    assert_true(time(NULL) - began < 20);
    int gate = open(path, O_WRONLY | O_NONBLOCK); // and that ends
    (void)close(gate);
}

// It says nothing more and runs on: it is stopped, with what it started. It has the signals that
// programs have, and no terminal.
static void a_printer_that_never_ends(void **state)
{
    (void)state;
    const char *const silent[] = {script("exec >&- 2>&-; sleep 600; sleep 600"), NULL};
    time_t began = time(NULL);
    assert_false(leave_to_program(silent, "x", 1, 300, said));
    assert_non_null(strstr(said, "within half a minute"));
    assert_true(time(NULL) - began < 90);
    const char *const alone[] = {
        script("cat >/dev/null; (: </dev/tty) 2>/dev/null && exit 1; "
               "yes | head -n 1 >/dev/null; "
               "sed -n 's/^SigIgn:.*\\(....\\)$/\\1/p' /proc/self/status | "
               "grep -q '^0...$'"),
        NULL};
    if (!leave_to_program(alone, "x", 1, LEAVE_PATIENCE, said)) {
        fail_msg("%s", said);
    }
}

// Waits in the middle of its work on something it started: with it, that is stopped too.
static void what_a_printer_started_is_stopped(void **state)
{
    (void)state;
    enum { END_MS = 20000, PATIENCES = 3 };
    static const int patience[PATIENCES] = {300, 3000, 30000};
    char command[400], path[128], began = 0;
    snprintf(path, sizeof path, "%s/started", folder);
    assert_int_equal(mkfifo(path, 0600), 0);
    int life = open(path, O_RDONLY | O_NONBLOCK | O_CLOEXEC);
    assert_true(life >= 0);
    snprintf(command, sizeof command, "(echo x; exec sleep 60) >%s & wait", path);
    const char *const program[] = {script(command), NULL};
    for (int i = 0; i < PATIENCES && began != 'x'; i++) { // on a slow machine it may not have begun
        assert_false(leave_to_program(program, "x", 1, patience[i], said));
        (void)!read(life, &began, 1);
    }
    assert_int_equal(began, 'x');
    struct pollfd end = {.fd = life, .events = POLLIN};
    while (read(life, &began, 1) > 0) { // the rest of the line
    }
    assert_int_equal(poll(&end, 1, END_MS), 1); // nobody holds the other end
    assert_int_equal(close(life), 0);
}

// What a printer needs to be found and to speak the user's language, and nothing of the desk's.
static void a_printer_is_told_no_more_than_it_needs(void **state)
{
    (void)state;
    char command[256], path[256];
    size_t length = 0;
    setenv("INTAKE_DATA", "/somewhere", 1);
    setenv("DESK_SECRET", "told", 1);
    setenv("LD_LIBRARY_PATH", "/somewhere", 1);
    setenv("CUPS_SERVER", "printers.example", 1);
    setenv("LC_TIME", "C.UTF-8", 1);
    snprintf(command, sizeof command, "cat >/dev/null; env >%s/told", folder);
    const char *const program[] = {script(command), NULL};
    bool printed = leave_to_program(program, "x", 1, LEAVE_PATIENCE, said);
    unsetenv("INTAKE_DATA");
    unsetenv("DESK_SECRET");
    unsetenv("LD_LIBRARY_PATH");
    unsetenv("CUPS_SERVER");
    unsetenv("LC_TIME");
    assert_true(printed);
    snprintf(path, sizeof path, "%s/told", folder);
    char *told = load_folder_read(path, &length);
    assert_non_null(told);
    assert_non_null(strstr(told, "CUPS_SERVER=printers.example\n"));
    assert_non_null(strstr(told, "LC_TIME=C.UTF-8\n"));
    assert_non_null(strstr(told, "PATH="));
    static const char *const others[] = {"INTAKE_", "DESK_SECRET", "LD_LIBRARY_PATH"};
    for (size_t i = 0; i < sizeof others / sizeof *others; i++) {
        assert_null(strstr(told, others[i]));
    }
    free(told);
}

static void half_typed_folders(void **state)
{
    (void)state;
    char path[FOLDER_PATH], wanted[FOLDER_PATH];
    snprintf(path, sizeof path, "%s/reports", folder);
    assert_int_equal(mkdir(path, 0700), 0);
    snprintf(path, sizeof path, "%s/records of 2026", folder);
    assert_int_equal(mkdir(path, 0700), 0);
    snprintf(path, sizeof path, "%s/r", folder);
    assert_int_equal(folders_complete(path), 2);
    snprintf(wanted, sizeof wanted, "%s/re", folder);
    assert_string_equal(path, wanted);
    snprintf(path, sizeof path, "%s/rep", folder);
    assert_int_equal(folders_complete(path), 1);
    snprintf(wanted, sizeof wanted, "%s/reports/", folder);
    assert_string_equal(path, wanted);
    snprintf(path, sizeof path, "%s/x", folder);
    assert_int_equal(folders_complete(path), 0);
    // Files are no folders.
    snprintf(path, sizeof path, "%s/intake", folder);
    assert_int_equal(folders_complete(path), 0);
    snprintf(path, sizeof path, "nothing");
    assert_int_equal(folders_complete(path), 0);
}

static void the_users_own_folder(void **state)
{
    (void)state;
    static const char *const tables[][2] = {{"~", "/home/ruth"},
                                            {"~/out", "/home/ruth/out"},
                                            {"~ruth/out", "~ruth/out"},
                                            {"/a/~/b", "/a/~/b"},
                                            {"out", "out"}};
    char path[FOLDER_PATH];
    assert_int_equal(setenv("HOME", "/home/ruth", 1), 0);
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++) {
        snprintf(path, sizeof path, "%s", tables[i][0]);
        folders_home(path);
        assert_string_equal(path, tables[i][1]);
    }
    assert_int_equal(unsetenv("HOME"), 0);
    snprintf(path, sizeof path, "~/out");
    folders_home(path);
    assert_string_equal(path, "~/out");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_users_own_folder),
        cmocka_unit_test(a_file_is_whole_and_nobodys_else),
        cmocka_unit_test(a_full_disk_leaves_nothing),
        cmocka_unit_test(killed_in_the_middle_nothing_is_left),
        cmocka_unit_test(what_was_left_on_a_stick_goes),
        cmocka_unit_test(a_folder_taken_away_meanwhile_is_said),
        cmocka_unit_test(a_link_by_that_name_is_not_followed),
        cmocka_unit_test(a_long_folder_is_said_by_its_end),
        cmocka_unit_test(no_folder_is_one_sentence),
        cmocka_unit_test(a_printer_gets_all_of_it),
        cmocka_unit_test(what_does_not_print_is_said),
        cmocka_unit_test(a_printer_that_leaves_something_behind),
        cmocka_unit_test(a_printer_that_never_ends),
        cmocka_unit_test(what_a_printer_started_is_stopped),
        cmocka_unit_test(a_printer_is_told_no_more_than_it_needs),
        cmocka_unit_test(half_typed_folders),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
