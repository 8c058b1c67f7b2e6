// Whatever call that saves fails, or kills, while a therapist decides, exports and prints: what was
// signed is there once, what was said to be written is there whole, the folder holds nothing else,
// and the next start finds nothing to repair. A whole visit on a pseudo-terminal for every such
// call and every way of failing, onto file systems with and without files that have no name. Usage:
// desk FAIL.SO [STRIDE: only each so many-th of them]

#include "../unit/desk_clinic.h"
#include "command/leave.h"
#include "term/pty_run.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

enum { NO_FAULT = -1, KILLED = 0, CANNOT_READ = 1, PATH = 512 };
enum way { ONCE, UNTIL_MENDED, THEN_KILLED, HALF_WRITTEN };

static const char folder_step[] = "Into which folder?";

// What is on the screen, and what is typed then.
static const struct {
    const char *shown, *keys;
} steps[] = {
    {"Type your passphrase", "a quiet river stone\r"},
    {"waiting 5", "\r"},
    {"Is this the person before you?", "\r"},
    {"All answers", "d"},
    {"Your decision", "3\r"},
    {"A note to it", "Sent to hospital.\r"},
    {"Signed: not today.", "e"},
    {"What is to be written?", "3\r"},
    {folder_step, NULL},
    {"Written:", "p"},
    {"What is to be printed?", "\r"},
    {"Given to the printer.", "l"},
    {"Type your passphrase", "\033"},
};

enum { STEPS = sizeof steps / sizeof *steps, SIGNED = 6, EXPORTED = 9, PRINTED = 11, LOCKED = 12 };

static const char *const troubles[] = {
    "It cannot be noted in the log",  "It could not be kept", "Nothing was written",
    "The passphrase cannot be tried", "cannot be read:",      "This record cannot be opened",
};

struct run {
    struct desk_clinic clinic; // as it is before each visit
    char root[64], data[PATH], config[PATH], out[PATH], runtime[PATH], calls[PATH], mended[PATH];
    const char *library, *program;
    int call, error;
    enum way way;
    bool stick;
    struct pty pty;
    size_t reached; // steps whose screen was seen
    int troubled;
};

static struct run run;

static _Noreturn void complain(const char *what)
{
    static const char *const ways[] = {"", ", until mended", ", then killed", ", half written"};
    char text[512];
    snprintf(text, sizeof text, "call %d, error %d%s%s, after \"%s\": %s", run.call, run.error,
             ways[run.way], run.stick ? ", on a stick" : "",
             run.reached > 0 ? steps[run.reached - 1].shown : "the start", what);
    pty_fail(&run.pty, text);
}

__attribute__((format(printf, 1, 2))) static int shell(const char *format, ...)
{
    char command[4 * PATH];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(command, sizeof command, format, arguments);
    va_end(arguments);
    return system(command);
}

static void set_number(const char *name, int number)
{
    char text[16];
    snprintf(text, sizeof text, "%d", number);
    setenv(name, text, 1);
}

static int review(void)
{
    char option[PATH + 16];
    snprintf(option, sizeof option, "--config=%s", run.config);
    setenv("INTAKE_DATA", run.data, 1);
    setenv("XDG_RUNTIME_DIR", run.runtime, 1);
    setenv("FAIL_CALLS", run.calls, 1);
    setenv("FAIL_MENDED", run.mended, 1);
    set_number("FAIL_AT", run.call);
    set_number("FAIL_WITH", run.error);
    set_number("FAIL_ON", (int)run.way);
    if (run.stick) {
        setenv("FAIL_STICK", "1", 1);
    }
    setenv("LD_PRELOAD", run.library, 1);
    return execl(run.program, "intake", "review", option, (char *)NULL);
}

static const char *trouble(const struct pty *pty)
{
    for (size_t i = 0; i < sizeof troubles / sizeof *troubles; i++) {
        if (strstr(pty->words.bytes, troubles[i]) != NULL) {
            return troubles[i];
        }
    }
    return NULL;
}

static bool is_next(struct pty *pty, const void *context)
{
    (void)context;
    return strstr(pty->words.bytes, steps[run.reached].shown) != NULL || trouble(pty) != NULL;
}

static bool is_gone(struct pty *pty, const void *words)
{
    return strstr(pty->words.bytes, words) == NULL;
}

// Waits for the next step's screen; where something could not be done there is room again, and it
// is done again. False: the program was killed.
static bool come_to_next(void)
{
    for (;;) {
        if (!pty_wait_or_end(&run.pty, is_next, NULL, steps[run.reached].shown)) {
            return false;
        }
        if (strstr(run.pty.words.bytes, steps[run.reached].shown) != NULL) {
            run.reached++;
            return true;
        }
        const char *said = trouble(&run.pty);
        if (++run.troubled > 4) {
            complain("trying again does not help");
        }
        close(open(run.mended, O_WRONLY | O_CREAT | O_CLOEXEC, 0600));
        pty_type(&run.pty, run.reached == 1 ? steps[0].keys : "\r");
        if (!pty_wait_or_end(&run.pty, is_gone, said, "another screen")) {
            return false;
        }
    }
}

static void reply(size_t step)
{
    if (steps[step].shown != folder_step) {
        pty_type(&run.pty, steps[step].keys);
        return;
    }
    if (pty_shows(&run.pty, "Another folder")) { // a stick is in this machine
        pty_type(&run.pty, "\033[F\r");
        pty_expect(&run.pty, "> /");
    }
    pty_type(&run.pty, run.out + 1);
    pty_type(&run.pty, "\r");
}

static void hold_visit(void)
{
    bool killed = false;
    run.reached = 0;
    run.troubled = 0;
    pty_start(&run.pty, "", (struct pty_wish){.instead = review});
    while (!killed && run.reached < STEPS && (killed = !come_to_next(), !killed)) {
        reply(run.reached - 1);
    }
    int code = pty_end(&run.pty);
    bool may = run.call != NO_FAULT && (run.error == KILLED || run.way == THEN_KILLED);
    bool not_begun = run.call != NO_FAULT && run.reached == 0 && code == CANNOT_READ;
    if (code != 0 && !(may && code == -SIGKILL) && !not_begun) {
        complain("it does not end as it should");
    }
}

static uint64_t count_remarks(void)
{
    struct sealed_place place = run.clinic.place;
    snprintf(place.folder, sizeof place.folder, "%.*s", (int)sizeof place.folder - 1, run.data);
    return sealed_place_count(&place, ENTRY_REMARK);
}

// How many names the folder has; *whole of them are the page, all of it. Drafts are counted apart.
static size_t look_into(size_t *whole, size_t *drafts)
{
    DIR *folder = opendir(run.out);
    size_t count = 0;
    *whole = *drafts = 0;
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        if (strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0) {
            count++;
            *whole += strncmp(entry->d_name, "intake-7-page", 13) == 0 &&
                      shell("tail -c 200 '%s/%s' | grep -q 'rules'", run.out, entry->d_name) == 0;
            *drafts += entry->d_name[0] == '.';
        }
    }
    closedir(folder);
    return count;
}

static void look_at_folder(void)
{
    char said[LEAVE_SAID];
    size_t whole, drafts, count = look_into(&whole, &drafts);
    bool was_killed = run.error == KILLED || run.way == THEN_KILLED;
    if (drafts > 0 && run.stick && was_killed) { // it goes with the next
        assert_true(leave_as_file(run.out, "other", ".txt", "x", 1, said));
        assert_int_equal(shell("rm '%s/other.txt'", run.out), 0);
        count = look_into(&whole, &drafts);
    }
    if (whole != count || count > 1 || (run.reached > EXPORTED && count != 1)) {
        complain("the folder does not hold the page, or more than it");
    }
}

static void look(void)
{
    uint64_t remarks = count_remarks();
    if (remarks > 1 || (run.reached > SIGNED && remarks != 1)) {
        complain("what was signed is not there exactly once");
    }
    look_at_folder();
    if (run.reached > PRINTED && shell("tail -c 8 '%s/printed' | grep -q EOF", run.root) != 0) {
        complain("it was not printed");
    }
    if (shell("INTAKE_DATA='%s' %s verify >'%s/said' 2>&1", run.data, run.program, run.root) != 0) {
        complain("'intake verify' finds something");
    }
    if (shell("echo '%s' | INTAKE_DATA='%s' XDG_RUNTIME_DIR='%s' %s show 7 >'%s/said' 2>&1",
              sealed_passphrase, run.data, run.runtime, run.program, run.root) != 0) {
        complain("the record is not shown any more");
    }
    if (shell("ls '%s' | grep -q kept", run.runtime) == 0) {
        complain("a form of that day is left in memory");
    }
}

static void try_fault(int call, int error, enum way way, bool stick)
{
    run.call = call;
    run.error = error;
    run.way = way;
    run.stick = stick;
    assert_int_equal(shell("cd '%s' && rm -rf data out run printed calls mended && "
                           "mkdir out run && cp -a '%s' data",
                           run.root, run.clinic.place.folder),
                     0);
    hold_visit();
    look();
    pty_stop(&run.pty);
}

static void path(char out[PATH], const char *name)
{
    snprintf(out, PATH, "%s/%s", run.root, name);
}

static void prepare(const char *library)
{
    run.library = library;
    run.program = getenv("INTAKE");
    assert_non_null(run.program);
    desk_clinic_make(&run.clinic);
    desk_clinic_five(&run.clinic);
    snprintf(run.root, sizeof run.root, "/tmp/desk-faults-XXXXXX");
    assert_non_null(mkdtemp(run.root));
    path(run.data, "data");
    path(run.out, "out");
    path(run.runtime, "run");
    path(run.config, "config");
    path(run.calls, "calls");
    path(run.mended, "mended");
    assert_int_equal(shell("cp -R config '%s' && printf '#!/bin/sh\\ncat >%s/printed\\n' "
                           ">'%s/printer' && chmod 700 '%s/printer' && "
                           "printf 'print = ( \"%s/printer\" );\\n' >>'%s/clinic.cfg'",
                           run.config, run.root, run.root, run.root, run.root, run.config),
                     0);
}

static int calls_counted(void)
{
    int calls = 0;
    int file = open(run.calls, O_RDONLY | O_CLOEXEC);
    assert_true(file >= 0);
    assert_int_equal(read(file, &calls, sizeof calls), sizeof calls);
    close(file);
    return calls;
}

static void test_every_call(void **state)
{
    const char *const *arguments = *state;
    int stride = arguments[2] != NULL ? atoi(arguments[2]) : 1, most = 0, troubled = 0;
    prepare(arguments[1]);
    for (int stick = 0; stick < 2; stick++) {
        try_fault(NO_FAULT, EIO, ONCE, stick);
        assert_int_equal(run.reached, STEPS);
        most = calls_counted() > most ? calls_counted() : most;
    }
    static const struct {
        int error;
        enum way way;
    } faults[] = {{KILLED, ONCE},
                  {KILLED, HALF_WRITTEN},
                  {EIO, THEN_KILLED},
                  {EIO, ONCE},
                  {ENOSPC, UNTIL_MENDED}};
    enum { WAYS = sizeof faults / sizeof *faults };
    for (int nth = 0; nth < 2 * most * WAYS; nth += stride) {
        int way = nth / 2 % WAYS;
        try_fault(1 + nth / (2 * WAYS), faults[way].error, faults[way].way, nth % 2);
        troubled += run.troubled;
    }
    print_message("faults at the desk: %d calls that save, said %d times\n", most, troubled);
    assert_int_equal(shell("rm -rf '%s'", run.root), 0);
    desk_clinic_remove(&run.clinic);
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        return 2;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(test_every_call, argv),
    };
    return cmocka_run_group_tests_name("faults at the desk", tests, NULL, NULL);
}
