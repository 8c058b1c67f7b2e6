// POSIX_SPAWN_SETSID is of POSIX.1-2024; renameat2(2), O_TMPFILE and flock(2) are beyond POSIX.
#define _GNU_SOURCE

#include "command/leave.h"

#include "command/child.h"
#include "command/clock.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <signal.h>
#include <spawn.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

extern char **environ;

enum { NAME = 256, NUMBERS_MOST = 1000, FOLDER_SAID = 200 };

static const char *why(int error)
{
    switch (error) {
    case ENOSPC:
    case EDQUOT:
        return "there is no room left there";
    case EROFS:
    case EACCES:
    case EPERM:
        return "this user may not write there";
    case ENOENT:
    case ENOTDIR:
        return "there is no such folder";
    case EIO:
    case ENODEV:
    case ENXIO:
    case ESTALE:
        return "it was taken away, or is broken";
    case ENAMETOOLONG:
        return "that name is too long";
    case ELOOP:
        return "its links lead in a circle";
    default:
        return strerror(error);
    }
}

static bool write_all(int fd, const char *bytes, size_t length)
{
    while (length > 0) {
        ssize_t written = write(fd, bytes, length);
        if (written < 0 && errno == EINTR) {
            continue;
        }
        if (written <= 0) {
            return false;
        }
        bytes += written;
        length -= (size_t)written;
    }
    return true;
}

static void numbered(const char *name, const char *ending, int number, char out[NAME])
{
    if (number == 1) {
        snprintf(out, NAME, "%s%s", name, ending);
    } else {
        snprintf(out, NAME, "%s-%d%s", name, number, ending);
    }
}

static bool write_and_sync(int fd, const char *bytes, size_t length)
{
    return write_all(fd, bytes, length) && fsync(fd) == 0;
}

// As errno, if nothing was said before.
static bool close_written(int fd, bool whole)
{
    int error = errno;
    if (close(fd) != 0 && whole) {
        return false;
    }
    errno = error;
    return whole;
}

enum outcome { WRITTEN, FAILED, CANNOT };

// The file has no name until it is whole: whatever ends this program, nothing is left. CANNOT: not
// on this file system (sticks have FAT).
static enum outcome write_nameless(int dir, const char *name, const char *ending, const void *bytes,
                                   size_t length, char final[NAME])
{
    char itself[64];
    int fd = openat(dir, ".", O_TMPFILE | O_WRONLY | O_CLOEXEC, 0600);
    if (fd < 0) {
        return errno == EOPNOTSUPP || errno == EISDIR || errno == EINVAL || errno == ENOENT
                   ? CANNOT
                   : FAILED;
    }
    snprintf(itself, sizeof itself, "/proc/self/fd/%d", fd);
    bool whole = write_and_sync(fd, bytes, length), named = false;
    for (int number = 1; whole && !named && number <= NUMBERS_MOST; number++) {
        numbered(name, ending, number, final);
        named = linkat(AT_FDCWD, itself, dir, final, AT_SYMLINK_FOLLOW) == 0;
        if (!named && errno != EEXIST) {
            break;
        }
    }
    bool full = whole && !named && errno == EEXIST;
    (void)close_written(fd, false);
    return named ? WRITTEN : whole && !full ? CANNOT : FAILED;
}

static const char draft_start[] = ".intake-", draft_end[] = ".part";

static bool is_draft(const char *name)
{
    size_t length = strlen(name), start = sizeof draft_start - 1, end = sizeof draft_end - 1;
    return length > start + end && strncmp(name, draft_start, start) == 0 &&
           strcmp(name + length - end, draft_end) == 0;
}

// Nobody holds it: who wrote it was stopped in the middle.
static bool is_left(int dir, const char *name)
{
    struct stat status;
    int fd = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_NONBLOCK | O_CLOEXEC);
    bool left = fd >= 0 && fstat(fd, &status) == 0 && S_ISREG(status.st_mode) &&
                flock(fd, LOCK_EX | LOCK_NB) == 0;
    if (fd >= 0) {
        (void)close(fd);
    }
    return left;
}

// What a machine that lost its power left half written is of a patient like the rest.
static void remove_what_was_left(int dir)
{
    int again = openat(dir, ".", O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    DIR *names = again >= 0 ? fdopendir(again) : NULL;
    if (names == NULL && again >= 0) {
        (void)close(again);
    }
    for (struct dirent *entry; names != NULL && (entry = readdir(names)) != NULL;) {
        if (is_draft(entry->d_name) && is_left(dir, entry->d_name)) {
            (void)unlinkat(dir, entry->d_name, 0);
        }
    }
    if (names != NULL) {
        (void)closedir(names);
    }
}

static bool write_draft(int dir, const char *draft, const void *bytes, size_t length)
{
    int fd = openat(dir, draft, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0) {
        return false;
    }
    (void)flock(fd, LOCK_EX | LOCK_NB); // as long as it is being written it is nobody's to remove
    return close_written(fd, write_and_sync(fd, bytes, length));
}

// A name nobody has yet. It is taken only when the file is whole: a stick that is pulled out
// meanwhile has nothing by that name.
static bool free_name(int dir, const char *name, const char *ending, char out[NAME])
{
    for (int number = 1; number <= NUMBERS_MOST; number++) {
        struct stat status;
        numbered(name, ending, number, out);
        if (fstatat(dir, out, &status, AT_SYMLINK_NOFOLLOW) != 0) {
            return errno == ENOENT;
        }
    }
    errno = EEXIST;
    return false;
}

// A name that somebody took meanwhile is theirs. What cannot promise that (FAT by an older kernel)
// has just been asked whether the name is free.
static bool take_name(int dir, const char *draft, const char *final)
{
    if (renameat2(dir, draft, dir, final, RENAME_NOREPLACE) == 0) {
        return true;
    }
    return (errno == EINVAL || errno == ENOSYS) && renameat(dir, draft, dir, final) == 0;
}

static bool write_under_another_name(int dir, const char *name, const char *ending,
                                     const void *bytes, size_t length, char final[NAME])
{
    char draft[NAME];
    snprintf(draft, sizeof draft, ".%s%s.%ld%s", name, ending, (long)getpid(), draft_end);
    if (!free_name(dir, name, ending, final)) {
        return false;
    }
    if (write_draft(dir, draft, bytes, length) && take_name(dir, draft, final)) {
        return true;
    }
    int error = errno;
    (void)unlinkat(dir, draft, 0);
    errno = error;
    return false;
}

static bool write_into(int dir, const char *name, const char *ending, const void *bytes,
                       size_t length, char final[NAME])
{
    remove_what_was_left(dir);
    enum outcome outcome = write_nameless(dir, name, ending, bytes, length, final);
    bool written =
        outcome == WRITTEN ||
        (outcome == CANNOT && write_under_another_name(dir, name, ending, bytes, length, final));
    // A file system that cannot do that has done what it can; a stick that is gone has nothing.
    if (written && fsync(dir) != 0 && errno != EINVAL && errno != EOPNOTSUPP) {
        int error = errno;
        (void)unlinkat(dir, final, 0);
        errno = error;
        return false;
    }
    return written;
}

// A long folder by its end, no letter of it cut in two.
static const char *end_of(const char *folder)
{
    size_t length = strlen(folder);
    const char *at = folder + (length > FOLDER_SAID ? length - FOLDER_SAID : 0);
    while (at != folder && ((unsigned char)*at & 0xC0) == 0x80) {
        at++;
    }
    return at;
}

static void say_outcome(const char *folder, const char *name, int error, char said[LEAVE_SAID])
{
    const char *end = end_of(folder), *cut = end != folder ? "..." : "";
    if (name != NULL) {
        const char *slash = folder[strlen(folder) - 1] == '/' ? "" : "/";
        snprintf(said, LEAVE_SAID, "Written: %s%s%s%s", cut, end, slash, name);
    } else {
        snprintf(said, LEAVE_SAID, "Nothing was written to %s%s: %s.", cut, end, why(error));
    }
}

bool leave_as_file(const char *folder, const char *name, const char *ending, const void *bytes,
                   size_t length, char said[LEAVE_SAID])
{
    char final[NAME];
    if (folder[0] != '/') {
        snprintf(said, LEAVE_SAID, "Please type the whole name of a folder, from / on.");
        return false;
    }
    int dir = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    bool written = dir >= 0 && write_into(dir, name, ending, bytes, length, final);
    int error = errno;
    if (dir >= 0) {
        (void)close(dir);
    }
    say_outcome(folder, written ? final : NULL, error, said);
    return written;
}

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
