// As a file, into a folder. renameat2(2), O_TMPFILE and flock(2) are beyond POSIX.
#define _GNU_SOURCE

#include "command/leave.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

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

// Does the name still lead there? A stick pulled out meanwhile may have taken it all, and what is
// found by that name now is a folder of this machine.
static bool is_still(const char *folder, int dir)
{
    struct stat then, now;
    if (fstat(dir, &then) != 0 || stat(folder, &now) != 0 || then.st_dev != now.st_dev ||
        then.st_ino != now.st_ino) {
        errno = ENODEV;
        return false;
    }
    return true;
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
    if (written && !is_still(folder, dir)) {
        error = errno;
        (void)unlinkat(dir, final, 0);
        written = false;
    }
    if (dir >= 0) {
        (void)close(dir);
    }
    say_outcome(folder, written ? final : NULL, error, said);
    return written;
}
