// flock(2) is beyond POSIX.
#define _GNU_SOURCE

#include "command/unpacked.h"

#include "record/contents.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum { DEPTH = 4, TRIES = 8 };

static const char start[] = "intake-kept-";

static int open_folder(int parent, const char *name)
{
    return openat(parent, name, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
}

// With all that is in it.
static void remove_folder(int parent, const char *name, int depth)
{
    int fd = depth > 0 ? open_folder(parent, name) : -1;
    DIR *folder = fd >= 0 ? fdopendir(fd) : NULL;
    if (folder == NULL && fd >= 0) {
        (void)close(fd);
    }
    for (struct dirent *entry; folder != NULL && (entry = readdir(folder)) != NULL;) {
        bool itself = strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0;
        if (!itself && unlinkat(dirfd(folder), entry->d_name, 0) != 0) {
            remove_folder(dirfd(folder), entry->d_name, depth - 1);
        }
    }
    if (folder != NULL) {
        (void)closedir(folder);
    }
    (void)unlinkat(parent, name, AT_REMOVEDIR);
}

// Of this user, and no program has it locked any more. Returns it, locked, or -1.
static int take_left(int parent, const char *name)
{
    struct stat status;
    int fd = open_folder(parent, name);
    if (fd >= 0 && (fstat(fd, &status) != 0 || status.st_uid != geteuid() ||
                    flock(fd, LOCK_EX | LOCK_NB) != 0)) {
        (void)close(fd);
        fd = -1;
    }
    return fd;
}

static void remove_what_was_left(const char *under)
{
    DIR *folder = opendir(under);
    for (struct dirent *entry; folder != NULL && (entry = readdir(folder)) != NULL;) {
        int fd = strncmp(entry->d_name, start, sizeof start - 1) == 0
                     ? take_left(dirfd(folder), entry->d_name)
                     : -1;
        if (fd >= 0) {
            remove_folder(dirfd(folder), entry->d_name, DEPTH);
            (void)close(fd);
        }
    }
    if (folder != NULL) {
        (void)closedir(folder);
    }
}

// A new folder, locked. Another program may have taken it for one that was left, in the moment
// before it was.
static int make_root(struct unpacked *to, const char *under)
{
    for (int i = 0; i < TRIES; i++) {
        struct stat status;
        snprintf(to->root, sizeof to->root, "%.3000s/%sXXXXXX", under, start);
        if (mkdtemp(to->root) == NULL) {
            return -1;
        }
        to->held = open_folder(AT_FDCWD, to->root);
        if (to->held >= 0 && flock(to->held, LOCK_EX | LOCK_NB) == 0 &&
            stat(to->root, &status) == 0) {
            return 0;
        }
        unpacked_remove(to);
    }
    errno = EBUSY;
    return -1;
}

int unpacked_make(struct unpacked *to)
{
    const char *runtime = getenv("XDG_RUNTIME_DIR");
    const char *under = runtime != NULL && runtime[0] != '\0' ? runtime : "/dev/shm";
    *to = (struct unpacked){.held = -1};
    remove_what_was_left(under);
    if (make_root(to, under) != 0) {
        return -1;
    }
    snprintf(to->forms, sizeof to->forms, "%.4000s/forms", to->root);
    snprintf(to->form, sizeof to->form, "%.4000s/forms/kept", to->root);
    snprintf(to->instruments, sizeof to->instruments, "%.4000s/forms/instruments", to->root);
    snprintf(to->config, sizeof to->config, "%.4000s/config", to->root);
    return mkdir(to->forms, 0700) != 0 || mkdir(to->form, 0700) != 0 ||
                   mkdir(to->instruments, 0700) != 0 || mkdir(to->config, 0700) != 0
               ? -1
               : 0;
}

static int write_file(const char *folder, const struct contents_part *part)
{
    char path[UNPACKED_PATH];
    if (strchr(part->name, '/') != NULL || part->name[0] == '.' ||
        (size_t)snprintf(path, sizeof path, "%s/%s", folder, part->name) >= sizeof path) {
        errno = EBADMSG;
        return -1;
    }
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0) {
        return -1;
    }
    ssize_t written = write(fd, part->bytes, part->length);
    int error = written < 0 ? errno : ENOSPC; // of a part of it: the rest had no room
    if (close(fd) != 0) {
        return -1;
    }
    if (written != (ssize_t)part->length) {
        errno = error;
        return -1;
    }
    return 0;
}

// The folder of the other form that this part is of, made when it is the first. NULL: it is no name
// of one, or a second one's.
static const char *another_folder(struct unpacked *to, const char *name, size_t length)
{
    char path[UNPACKED_PATH];
    bool fine = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == length && length > 0 &&
                (size_t)snprintf(path, sizeof path, "%.3500s/%.*s", to->forms, (int)length, name) <
                    sizeof path;
    errno = EBADMSG;
    if (!fine || (to->another[0] != '\0' && strcmp(to->another, path) != 0)) {
        return NULL;
    }
    if (to->another[0] == '\0') {
        if (mkdir(path, 0700) != 0) {
            return NULL;
        }
        memcpy(to->another, path, sizeof path);
    }
    return to->another;
}

static int unpack_form_file(struct unpacked *to, struct contents_part *part)
{
    const char *slash = strchr(part->name, '/');
    if (slash == NULL) {
        return write_file(to->form, part) == 0 && write_file(to->instruments, part) == 0 ? 0 : -1;
    }
    const char *folder = another_folder(to, part->name, (size_t)(slash - part->name));
    memmove(part->name, slash + 1, strlen(slash + 1) + 1);
    return folder != NULL ? write_file(folder, part) : -1;
}

int unpacked_add(struct unpacked *to, const struct buffer *contents, bool form)
{
    const uint8_t *at = (const uint8_t *)contents->bytes;
    size_t left = contents->length;
    struct contents_part part;
    bool damaged = false;
    while (contents_next(&at, &left, &part, &damaged)) {
        if ((form ? unpack_form_file(to, &part) : write_file(to->config, &part)) != 0) {
            return -1;
        }
    }
    if (damaged) {
        errno = EBADMSG;
        return -1;
    }
    return 0;
}

void unpacked_remove(struct unpacked *unpacked)
{
    if (unpacked->held >= 0) {
        remove_folder(AT_FDCWD, unpacked->root, DEPTH);
        (void)close(unpacked->held);
    }
    unpacked->held = -1;
}
