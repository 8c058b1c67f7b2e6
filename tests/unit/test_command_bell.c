// The clinic's bell: the program is run at every ring and gets nothing of whoever rings: no
// arguments, no input, no environment, no open file; and it keeps nobody waiting. This program is
// the one that is run, too, by a name of its own.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "command/bell.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <unistd.h>

extern char **environ; // POSIX has it without a header

enum { DEADLINE_MS = 10000, FILES = 2048, HIGH = 1500 };

static char folder[256], ring_path[300], stay_path[300], said_path[300];

// What is ignored stays so over an exec. A program may wait for what it starts, and be told that
// nobody reads.
static bool hears_signals(void)
{
    static const int numbers[] = {SIGCHLD, SIGPIPE, SIGXFSZ, SIGTSTP};
    bool hears = true;
    for (size_t i = 0; i < sizeof numbers / sizeof *numbers; i++) {
        hears = signal(numbers[i], SIG_DFL) == SIG_DFL && hears;
    }
    return hears;
}

// Beside it stands a pipe with a name: what is said there is one line.
static int be_rung(int argc, char **argv, bool stays)
{
    char path[400], line[512];
    const char *slash = strrchr(argv[0], '/');
    int files = 0, variables = 0;
    char byte;
    for (int fd = 3; fd < FILES; fd++) {
        files += fcntl(fd, F_GETFD) >= 0;
    }
    for (char **variable = environ; *variable != NULL; variable++) {
        variables += strncmp(*variable, "PATH=", 5) != 0;
    }
    snprintf(path, sizeof path, "%.*s/said", (int)(slash - argv[0]), argv[0]);
    int length = snprintf(line, sizeof line, "arguments %d, variables %d, files %d, input %d, %s, ",
                          argc - 1, variables, files, (int)read(0, &byte, 1),
                          hears_signals() ? "hears" : "is deaf");
    snprintf(line + length, sizeof line - (size_t)length, "%ld\n", (long)getpid());
    int out = open(path, O_WRONLY);
    bool written = out >= 0 && write(out, line, strlen(line)) == (ssize_t)strlen(line);
    if (out >= 0) {
        close(out);
    }
    while (stays) {
        pause();
    }
    return written ? 0 : 1;
}

static int set_up(void **state)
{
    (void)state;
    const char *root = getenv("TMPDIR");
    snprintf(folder, sizeof folder, "%s/bell-XXXXXX", root != NULL ? root : "/tmp");
    char self[1024];
    ssize_t length = readlink("/proc/self/exe", self, sizeof self - 1);
    if (mkdtemp(folder) == NULL || length < 0) {
        return -1;
    }
    self[length] = '\0';
    snprintf(ring_path, sizeof ring_path, "%s/ring", folder);
    snprintf(stay_path, sizeof stay_path, "%s/stay", folder);
    snprintf(said_path, sizeof said_path, "%s/said", folder);
    return symlink(self, ring_path) | symlink(self, stay_path) | mkfifo(said_path, 0600);
}

static int tear_down(void **state)
{
    (void)state;
    return unlink(ring_path) | unlink(stay_path) | unlink(said_path) | rmdir(folder);
}

// What the program says when it is run.
static void hear(int said, char line[512])
{
    struct pollfd ready = {.fd = said, .events = POLLIN};
    assert_int_equal(poll(&ready, 1, DEADLINE_MS), 1);
    ssize_t length = read(said, line, 511);
    assert_true(length > 0);
    line[length] = '\0';
}

static void the_program_gets_nothing(void **state)
{
    (void)state;
    char line[512];
    int ends[2];
    // Of whoever rings: a variable, and files that an exec would leave open.
    assert_int_equal(setenv("INTAKE_DATA", folder, 1), 0);
    assert_int_equal(pipe(ends), 0);
    // One stands high, where the limit that a login has by default does not reach.
    struct rlimit before, wide;
    assert_int_equal(getrlimit(RLIMIT_NOFILE, &before), 0);
    wide = before;
    wide.rlim_cur = before.rlim_cur > FILES ? before.rlim_cur : FILES;
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &wide), 0);
    int high = fcntl(ends[1], F_DUPFD, HIGH);
    assert_true(high >= HIGH);
    assert_int_equal(setrlimit(RLIMIT_NOFILE, &before), 0);
    static const int ignored[] = {SIGPIPE, SIGXFSZ, SIGTSTP}; // as whoever holds an interview does
    for (size_t i = 0; i < sizeof ignored / sizeof *ignored; i++) {
        (void)signal(ignored[i], SIG_IGN);
    }
    int said = open(said_path, O_RDWR);
    struct bell *bell = bell_start(ring_path);
    assert_non_null(bell);
    for (int i = 0; i < 3; i++) {
        assert_true(bell_ring(bell));
        hear(said, line);
        static const char nothing[] = "arguments 0, variables 0, files 0, input 0, hears, ";
        if (strncmp(line, nothing, sizeof nothing - 1) != 0) {
            fail_msg("it got %s", line);
        }
    }
    bell_stop(bell);
    close(said);
    close(ends[0]);
    close(ends[1]);
    close(high);
    assert_int_equal(unsetenv("INTAKE_DATA"), 0);
}

// A program that does not end: the next ring is not late, and whoever rang can go.
static void the_program_keeps_nobody(void **state)
{
    (void)state;
    char line[512];
    long programs[2];
    int said = open(said_path, O_RDWR);
    struct bell *bell = bell_start(stay_path);
    for (int i = 0; i < 2; i++) {
        assert_true(bell_ring(bell));
        hear(said, line);
        programs[i] = strtol(strrchr(line, ' '), NULL, 10);
    }
    alarm(DEADLINE_MS / 1000);
    bell_stop(bell);
    alarm(0);
    for (int i = 0; i < 2; i++) {
        assert_int_equal(kill((pid_t)programs[i], SIGKILL), 0);
    }
    close(said);
}

static void there_may_be_none(void **state)
{
    (void)state;
    assert_null(bell_start(NULL));
    assert_false(bell_ring(NULL));
    bell_stop(NULL);
    // One that cannot be run rings and nothing comes of it.
    struct bell *bell = bell_start("/no/such/program");
    assert_non_null(bell);
    assert_true(bell_ring(bell));
    bell_stop(bell);
}

int main(int argc, char **argv)
{
    const char *slash = strrchr(argv[0], '/');
    const char *name = slash != NULL ? slash + 1 : argv[0];
    if (strcmp(name, "ring") == 0 || strcmp(name, "stay") == 0) {
        return be_rung(argc, argv, strcmp(name, "stay") == 0);
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_program_gets_nothing),
        cmocka_unit_test(the_program_keeps_nobody),
        cmocka_unit_test(there_may_be_none),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
