// The therapist's desk, the installed program, on a pseudo-terminal: unlocked, a record opened,
// why, decided, exported, locked; a wrong passphrase; nothing of a patient once it is locked, and
// neither a byte nor processor time while nothing happens.

#include "../unit/desk_clinic.h"
#include "pty_run.h"

#include <dirent.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

enum { IDLE_MS = 300, QUIET_MS = 3200, WAKES_MOST = 6 };

static struct desk_clinic clinic;
static const char *program;
static char outside[64]; // a folder for exports

static int review(void)
{
    setenv("INTAKE_DATA", clinic.place.folder, 1);
    return execl(program, "intake", "review", "--config=config", (char *)NULL);
}

static int set_up(void **state)
{
    (void)state;
    program = getenv("INTAKE");
    assert_non_null(program);
    desk_clinic_make(&clinic);
    desk_clinic_five(&clinic);
    snprintf(outside, sizeof outside, "/tmp/review-XXXXXX");
    return mkdtemp(outside) != NULL ? 0 : -1;
}

static int tear_down(void **state)
{
    (void)state;
    desk_clinic_remove(&clinic);
    sealed_place_remove_folder(outside);
    return 0;
}

static void start(struct pty *pty, const char *term, int rows, int columns)
{
    pty_start(pty, "",
              (struct pty_wish){.term = term, .rows = rows, .columns = columns, .instead = review});
    pty_expect(pty, "Type your passphrase");
}

static void unlock(struct pty *pty)
{
    pty_type(pty, sealed_passphrase);
    pty_type(pty, "\r");
    pty_expect_focus(pty, "waiting");
}

static size_t count_files(const char *ending)
{
    DIR *folder = opendir(outside);
    size_t count = 0;
    for (struct dirent *entry; folder != NULL && (entry = readdir(folder)) != NULL;) {
        size_t length = strlen(entry->d_name), end = strlen(ending);
        count += length > end && strcmp(entry->d_name + length - end, ending) == 0;
    }
    closedir(folder);
    return count;
}

static int64_t cpu_ms(pid_t child)
{
    struct timespec used;
    clockid_t clock;
    assert_int_equal(clock_getcpuclockid(child, &clock), 0);
    assert_int_equal(clock_gettime(clock, &used), 0);
    return (int64_t)used.tv_sec * 1000 + used.tv_nsec / 1000000;
}

// How often it waited for something.
static long waits_of(pid_t child)
{
    char name[64], line[128];
    long count = -1;
    snprintf(name, sizeof name, "/proc/%ld/status", (long)child);
    FILE *status = fopen(name, "r");
    assert_non_null(status);
    while (fgets(line, sizeof line, status) != NULL) {
        (void)sscanf(line, "voluntary_ctxt_switches: %ld", &count);
    }
    fclose(status);
    assert_true(count >= 0);
    return count;
}

// Not a byte, and no more than one question to the database a second, and one that was under way.
// What a question costs is measured elsewhere; that it never waits at all is seen here.
static void expect_quiet(struct pty *pty)
{
    struct pollfd fd = {.fd = pty->master, .events = POLLIN};
    int64_t cpu = cpu_ms(pty->child);
    long waits = waits_of(pty->child);
    if (poll(&fd, 1, QUIET_MS) != 0) {
        pty_fail(pty, "it sends bytes while nothing happens");
    }
    assert_in_range(waits_of(pty->child) - waits, 0, WAKES_MOST);
    assert_true(cpu_ms(pty->child) - cpu < QUIET_MS / 4);
}

static void type_folder(struct pty *pty, const char *folder)
{
    pty_expect(pty, "leaves the sealed store");
    if (pty_shows(pty, "Another folder")) { // a stick is in this machine
        pty_type(pty, "\033[F\r");
        pty_expect(pty, "> /");
    }
    pty_type(pty, folder + 1);
    pty_type(pty, "\r");
}

// What draws it allocates in ways the sanitizers do not like.
static void export_pdf(struct pty *pty)
{
#ifndef __SANITIZE_ADDRESS__
    char path[128], start[5] = "";
    pty_type(pty, "e");
    pty_expect_focus(pty, "What is to be written?");
    pty_type(pty, "1\r");
    type_folder(pty, outside);
    pty_expect(pty, "intake-7-page.pdf");
    snprintf(path, sizeof path, "%s/intake-7-page.pdf", outside);
    FILE *file = fopen(path, "rb");
    assert_non_null(file);
    assert_int_equal(fread(start, 1, 4, file), 4);
    assert_string_equal(start, "%PDF");
    fclose(file);
#else
    (void)pty;
#endif
}

// What was done to the record is in the log, each once or more.
static void assert_logged(const char *what)
{
    char command[1024], line[1024];
    bool found = false;
    snprintf(command, sizeof command, "INTAKE_DATA=%s %s log", clinic.place.folder, program);
    FILE *log = popen(command, "r");
    assert_non_null(log);
    while (fgets(line, sizeof line, log) != NULL) {
        found = found || strstr(line, what) != NULL;
    }
    (void)pclose(log);
    if (!found) {
        fail_msg("'%s' is not in the log", what);
    }
}

static void test_a_day(void **state)
{
    (void)state;
    struct pty pty;
    struct stat status;
    char path[128];
    start(&pty, "xterm-256color", 24, 80);
    pty_type(&pty, "not the passphrase\r");
    pty_expect(&pty, "That is no reader's passphrase.");
    pty_refuse(&pty, "not the");
    unlock(&pty);
    // Who must not be needled today, and why.
    pty_type(&pty, "\r");
    pty_expect_focus(&pty, "Is this the person before you?");
    pty_expect_focus(&pty, "3 Oct 1980");
    pty_type(&pty, "\r");
    pty_expect_focus(&pty, "!! URGENT");
    pty_type(&pty, "?");
    pty_expect_focus(&pty, "now: present");
    pty_type(&pty, "\033");
    pty_expect_focus(&pty, "T talked about");
    pty_type(&pty, "d");
    pty_expect_focus(&pty, "Your decision");
    pty_type(&pty, "3\r");
    pty_expect(&pty, "Not today. A note");
    pty_type(&pty, "Sent to hospital.\r");
    pty_expect_focus(&pty, "Signed: not today.");
    pty_type(&pty, "e");
    pty_expect_focus(&pty, "What is to be written?");
    pty_type(&pty, "3\r");
    type_folder(&pty, "/no/such/folder");
    pty_expect(&pty, "Nothing was written");
    pty_type(&pty, "\033");
    pty_expect_focus(&pty, "What is to be written?");
    pty_type(&pty, "3\r");
    type_folder(&pty, outside);
    pty_expect(&pty, "Written:");
    snprintf(path, sizeof path, "%s/intake-7-page.txt", outside);
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 07777, 0600);
    assert_int_equal(count_files(".part"), 0);
    export_pdf(&pty);
    pty_type(&pty, "l");
    pty_expect(&pty, "Type your passphrase");
    pty_refuse(&pty, "Wen");
    pty_refuse(&pty, "URGENT");
    pty_type(&pty, "\033");
    assert_int_equal(pty_end(&pty), 0);
    pty_expect_blank(&pty);
    pty_stop(&pty);
    assert_logged("read entry 7");
    assert_logged("exported entry 7");
    assert_logged("failed to export entry 7: The page, as text, to /no/such/folder");
}

static void test_untouched(void **state)
{
    (void)state;
    struct pty pty;
    start(&pty, "linux", 24, 80);
    pty_expect_idle(&pty, IDLE_MS);
    unlock(&pty);
    expect_quiet(&pty);
    pty_type(&pty, "\r");
    pty_expect_focus(&pty, "Is this the person");
    pty_type(&pty, "\r");
    pty_expect_focus(&pty, "CANNOT BE EXCLUDED");
    expect_quiet(&pty);
    pty_signal(&pty, SIGTERM);
    assert_int_equal(pty_end(&pty), 128 + SIGTERM);
    pty_expect_blank(&pty);
    pty_stop(&pty);
}

// A record that is sealed meanwhile is there without a key; the focus stays where it was.
static void test_arrives(void **state)
{
    (void)state;
    static const struct desk_person late = {"cauda", "Anna Berg", "river-moth-55",
                                            30,      false,       false};
    struct pty pty;
    start(&pty, "xterm-256color", 24, 80);
    unlock(&pty);
    pty_refuse(&pty, "Anna Berg");
    (void)desk_clinic_add(&clinic, &late);
    pty_expect_focus(&pty, "Anna Berg");
    pty_type(&pty, "q");
    assert_int_equal(pty_end(&pty), 0);
    pty_stop(&pty);
}

static void test_any_terminal(void **state)
{
    static const char *const terms[] = {"vt100", "tmux-256color", "linux"};
    (void)state;
    for (size_t i = 0; i < sizeof terms / sizeof *terms; i++) {
        struct pty pty;
        start(&pty, terms[i], 12, 40);
        unlock(&pty);
        pty_type(&pty, "\r\r");
        pty_expect(&pty, "!! URGENT");
        pty_resize(&pty, 60, 200);
        pty_expect_focus(&pty, "All answers");
        pty_type(&pty, "\003"); // locks
        pty_expect(&pty, "Type your passphrase");
        pty_type(&pty, "\003");
        assert_int_equal(pty_end(&pty), 0);
        pty_expect_blank(&pty);
        pty_stop(&pty);
    }
}

static void test_no_terminal(void **state)
{
    (void)state;
    struct pty pty;
    pty_start(&pty, "", (struct pty_wish){.term = "dumb", .instead = review});
    assert_int_equal(pty_end(&pty), 2);
    pty_stop(&pty);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_a_day),       cmocka_unit_test(test_untouched),
        cmocka_unit_test(test_arrives),     cmocka_unit_test(test_any_terminal),
        cmocka_unit_test(test_no_terminal),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
