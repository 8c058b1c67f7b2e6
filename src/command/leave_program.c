// To a printer's program. POSIX_SPAWN_SETSID is of POSIX.1-2024.
#define _GNU_SOURCE

#include "command/child.h"
#include "command/clock.h"
#include "command/leave.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

// Hands the bytes over as fast as they are taken, until `until`. A program that ends before it has
// read them all has its own reasons: its exit code says whether it is content.
static void feed(int pipe, const char *bytes, size_t length, unsigned long long until)
{
    struct sigaction before, ignored = {.sa_handler = SIG_IGN};
    bool taken = true;
    (void)sigaction(SIGPIPE, &ignored, &before); // its end is no reason for ours
    while (length > 0 && taken) {
        struct pollfd ready = {.fd = pipe, .events = POLLOUT};
        unsigned long long now = clock_milliseconds();
        if (now >= until || poll(&ready, 1, (int)(until - now)) == 0) {
            break;
        }
        ssize_t written = write(pipe, bytes, length);
        taken = written >= 0 || errno == EINTR || errno == EAGAIN;
        bytes += written > 0 ? written : 0;
        length -= written > 0 ? (size_t)written : 0;
    }
    (void)sigaction(SIGPIPE, &before, NULL);
}

static int open_pipe(int ends[2])
{
    if (pipe(ends) != 0) {
        return -1;
    }
    (void)fcntl(ends[0], F_SETFD, FD_CLOEXEC);
    (void)fcntl(ends[1], F_SETFD, FD_CLOEXEC);
    (void)fcntl(ends[1], F_SETFL, O_NONBLOCK);
    return 0;
}

// What a printer's program is told of this one's surroundings: where programs are and who the user
// is, the language and the day, which printer and whose. Nothing of the desk's.
static bool is_for_printers(const char *variable)
{
    static const char *const names[] = {"PATH",     "HOME", "USER",   "LOGNAME", "LANG",
                                        "LANGUAGE", "TZ",   "TMPDIR", "PRINTER", "LPDEST"};
    static const char *const starts[] = {"LC_", "CUPS_"};
    size_t length = strcspn(variable, "=");
    for (size_t i = 0; i < sizeof starts / sizeof *starts; i++) {
        if (strncmp(variable, starts[i], strlen(starts[i])) == 0) {
            return true;
        }
    }
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        if (strlen(names[i]) == length && strncmp(variable, names[i], length) == 0) {
            return true;
        }
    }
    return false;
}

// The array is the caller's to free, its strings are not.
static char **surroundings(void)
{
    size_t count = 0, kept = 0;
    while (environ[count] != NULL) {
        count++;
    }
    char **out = calloc(count + 1, sizeof *out);
    for (size_t i = 0; out != NULL && i < count; i++) {
        if (is_for_printers(environ[i])) {
            out[kept++] = environ[i];
        }
    }
    return out;
}

// The screen is the therapist's: what the program says goes nowhere, and in a session of its own it
// has no terminal that it could open. The signals this program minds are as usual for it.
static int start(const char *const *program, int input, pid_t *child)
{
    posix_spawn_file_actions_t actions;
    posix_spawnattr_t attributes;
    sigset_t usual, none;
    sigemptyset(&none);
    sigemptyset(&usual);
    sigaddset(&usual, SIGPIPE);
    posix_spawnattr_init(&attributes);
    posix_spawnattr_setflags(&attributes,
                             POSIX_SPAWN_SETSID | POSIX_SPAWN_SETSIGDEF | POSIX_SPAWN_SETSIGMASK);
    posix_spawnattr_setsigdefault(&attributes, &usual);
    posix_spawnattr_setsigmask(&attributes, &none);
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, input, STDIN_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDOUT_FILENO, "/dev/null", O_WRONLY, 0);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    char *const *arguments = (char *const *)(size_t)program; // its signature takes no const
    char **told = surroundings();
    int error = told == NULL
                    ? ENOMEM
                    : posix_spawnp(child, program[0], &actions, &attributes, arguments, told);
    free(told);
    posix_spawn_file_actions_destroy(&actions);
    posix_spawnattr_destroy(&attributes);
    return error;
}

bool leave_to_program(const char *const *program, const void *bytes, size_t length, int patience,
                      char said[LEAVE_SAID])
{
    int input[2];
    pid_t child = 0;
    int status = 0;
    snprintf(said, LEAVE_SAID, "Nothing was printed: '%.200s' could not be started.", program[0]);
    if (open_pipe(input) != 0) {
        return false;
    }
    int error = start(program, input[0], &child);
    (void)close(input[0]);
    unsigned long long until = clock_milliseconds() + (unsigned)patience;
    bool ended = error != 0;
    if (error == 0) {
        feed(input[1], bytes, length, until);
    }
    (void)close(input[1]);
    if (error == 0) { // with what it started: its session is a group of this number
        ended = child_end(child, -child, until, &status);
    }
    // Where it cannot be told before (POSIX leaves that open), a program that is not there ends so.
    enum { NOT_FOUND = 127 };
    bool found = error == 0 && !(ended && WIFEXITED(status) && WEXITSTATUS(status) == NOT_FOUND);
    if (error == ENOENT || (error == 0 && !found)) {
        snprintf(said, LEAVE_SAID,
                 "Nothing was printed: there is no program '%.200s' here; "
                 "clinic.cfg says which one prints.",
                 program[0]);
    } else if (error == 0 && !ended) {
        snprintf(said, LEAVE_SAID, "'%.200s' did not take it within half a minute.", program[0]);
    } else if (error == 0 && (!WIFEXITED(status) || WEXITSTATUS(status) != 0)) {
        snprintf(said, LEAVE_SAID, "'%.200s' did not print it; is a printer set up?", program[0]);
    } else if (error == 0) {
        snprintf(said, LEAVE_SAID, "Given to the printer.");
        return true;
    }
    return false;
}
