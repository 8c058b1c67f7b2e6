// Whole files, read once and kept.

#include "load/files.h"

#include "base/ensure.h"
#include "base/text.h"
#include "base/wipe.h"
#include "load/cfg.h"

#include <errno.h>
#include <fcntl.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { CHUNK = 64 << 10 };

void files_init(struct files *files)
{
    *files = (struct files){0};
    arena_init(&files->arena);
}

void files_drop_trees(struct files *files)
{
    cfg_drop(files->trees);
    files->trees = NULL;
}

void files_clear(struct files *files)
{
    files_drop_trees(files);
    arena_clear(&files->arena);
    free(files->list);
    files_init(files);
}

// The name before "/.." at `up`, if it is a folder itself; NULL: it must stay.
static char *folder_before(char *path, char *up)
{
    struct stat status;
    char *name = up;
    while (name > path && name[-1] != '/') {
        name--;
    }
    size_t length = (size_t)(up - name);
    if (length == 0 || (length <= 2 && strncmp(name, "..", length) == 0)) {
        return NULL;
    }
    *up = '\0';
    bool folder = lstat(path, &status) == 0 && S_ISDIR(status.st_mode);
    *up = '/';
    return folder ? name : NULL;
}

void files_shorten(char *path)
{
    static const char back[] = "/../";
    char *from = path;
    for (char *up; (up = strstr(from, back)) != NULL;) {
        char *name = folder_before(path, up);
        if (name == NULL) {
            from = up + 1;
            continue;
        }
        const char *rest = up + sizeof back - 1;
        memmove(name, rest, strlen(rest) + 1);
        from = path;
    }
}

static const struct file *keep(struct files *files, const char *name, const char *bytes,
                               size_t length, const struct stat *status)
{
    if (files->count == files->capacity) {
        size_t capacity = files->capacity == 0 ? 16 : files->capacity * 2;
        struct file *list = realloc(files->list, capacity * sizeof(*list));
        if (list == NULL) {
            die("out of memory");
        }
        files->list = list;
        files->capacity = capacity;
    }
    struct file *file = &files->list[files->count++];
    *file =
        (struct file){.name = arena_string(&files->arena, name), .bytes = bytes, .length = length};
    file->status = *status;
    return file;
}

// Reads until the end or until there is more than `limit`, into the arena, where it stays: memory
// that is touched for the first time costs more than the reading. Returns the bytes with a NUL
// after them, or NULL with errno set (EFBIG: too long).
static char *read_all(int fd, size_t expected, size_t limit, struct arena *arena, size_t *length)
{
    size_t capacity = expected + 2;
    char *bytes = arena_room(arena, capacity);
    *length = 0;
    for (;;) {
        if (capacity - *length < 2) {
            capacity = capacity * 2 + CHUNK;
            // What was read so far is left behind: only a pipe is longer than it said.
            bytes = memcpy(arena_room(arena, capacity), bytes, *length);
        }
        ssize_t got = read(fd, bytes + *length, capacity - *length - 1);
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got == 0) {
            bytes[*length] = '\0';
            arena_give_back(arena, bytes + *length + 1);
            return bytes;
        }
        *length += got > 0 ? (size_t)got : 0;
        if (got < 0 || *length > limit) {
            int why = got < 0 ? errno : EFBIG;
            wipe(bytes, *length);
            arena_give_back(arena, bytes);
            errno = why;
            return NULL;
        }
    }
}

// Opens for reading; -1 with the reason in *why. Never waits for the other end of a pipe.
static int open_file(const char *name, struct stat *status, const char **why)
{
    int fd = open(name, O_RDONLY | O_NONBLOCK | O_CLOEXEC | O_NOCTTY);
    if (fd < 0) {
        *why = errno == ENOENT ? "there is no such file" : strerror(errno);
        return -1;
    }
    if (fstat(fd, status) != 0 || !S_ISREG(status->st_mode)) {
        *why = "this is no regular file";
        (void)close(fd);
        return -1;
    }
    return fd;
}

static bool plain_word(const char *bytes)
{
    uint64_t word;
    memcpy(&word, bytes, sizeof(word));
    const uint64_t high = UINT64_C(0x8080808080808080);
    return ((word | (word - UINT64_C(0x0101010101010101))) & high) == 0;
}

// Offset of the first byte that is no text: NUL, or not UTF-8. Eight plain characters at a time.
static size_t first_bad(const char *bytes, size_t length)
{
    size_t at = 0;
    while (at < length) {
        if (length - at >= sizeof(uint64_t) && plain_word(bytes + at)) {
            at += sizeof(uint64_t);
            continue;
        }
        uint32_t code_point;
        size_t step = text_decode(bytes + at, length - at, &code_point);
        if (step == 0 || bytes[at] == '\0') {
            return at;
        }
        at += step;
    }
    return length;
}

static bool check_text(const char *name, const char *bytes, size_t length, struct issues *issues)
{
    size_t bad = first_bad(bytes, length);
    if (bad == length) {
        return true;
    }
    uint32_t line = 1;
    for (size_t i = 0; i < bad; i++) {
        line += bytes[i] == '\n' ? 1 : 0;
    }
    if (bytes[bad] == '\0') {
        issues_add(issues, ISSUE_ERROR, name, line, "a NUL byte: this is no text; text in UTF-8");
    } else {
        issues_add(issues, ISSUE_ERROR, name, line,
                   "byte 0x%02x is not UTF-8; a file saved as UTF-8",
                   (unsigned)(unsigned char)bytes[bad]);
    }
    return false;
}

static const struct file *read_file(struct files *files, const char *name, size_t limit,
                                    const struct file_namer *by, struct issues *issues)
{
    bool standard_input = strcmp(name, "-") == 0;
    struct stat status = {0};
    const char *why = NULL;
    int fd = standard_input ? STDIN_FILENO : open_file(name, &status, &why);
    if (fd < 0 && by != NULL) {
        issues_add(issues, ISSUE_ERROR, by->file, by->line, "%s: %s; a file that can be read", name,
                   why);
        return NULL;
    }
    if (fd < 0) {
        issues_add(issues, ISSUE_ERROR, name, 0, "%s; a file that can be read", why);
        return NULL;
    }
    size_t size = standard_input ? CHUNK : status.st_size > 0 ? (size_t)status.st_size : 0;
    size_t length = 0;
    char *read_bytes = NULL;
    if (size <= limit || standard_input) {
        read_bytes = read_all(fd, size, limit, &files->arena, &length);
    } else {
        errno = EFBIG;
    }
    int failure = errno;
    if (!standard_input) {
        (void)close(fd);
    }
    if (read_bytes == NULL) {
        if (failure == EFBIG) {
            issues_add(issues, ISSUE_ERROR, name, 0, "longer than %zu bytes; a shorter file",
                       limit);
        } else {
            issues_add(issues, ISSUE_ERROR, name, 0, "%s; a file that can be read",
                       strerror(failure));
        }
        return NULL;
    }
    if (!check_text(name, read_bytes, length, issues)) {
        wipe(read_bytes, length);
        arena_give_back(&files->arena, read_bytes);
        return NULL;
    }
    return keep(files, name, read_bytes, length, &status);
}

const struct file *files_read(struct files *files, const char *name, size_t limit,
                              struct issues *issues)
{
    return read_file(files, name, limit, NULL, issues);
}

const struct file *files_read_named(struct files *files, const char *name, size_t limit,
                                    struct file_namer by, struct issues *issues)
{
    return read_file(files, name, limit, &by, issues);
}

bool files_present(struct files *files, const char *name)
{
    struct stat status;
    if (stat(name, &status) == 0 || errno != ENOENT) {
        return true;
    }
    files->absent = arena_string(&files->arena, name);
    return false;
}

static bool same_time(const struct timespec *one, const struct timespec *other)
{
    return one->tv_sec == other->tv_sec && one->tv_nsec == other->tv_nsec;
}

static bool file_changed(const struct file *file)
{
    struct stat now;
    const struct stat *then = &file->status;
    return S_ISREG(then->st_mode) &&
           (stat(file->name, &now) != 0 || now.st_dev != then->st_dev ||
            now.st_ino != then->st_ino || now.st_size != then->st_size ||
            !same_time(&now.st_mtim, &then->st_mtim) || !same_time(&now.st_ctim, &then->st_ctim));
}

bool files_changed(const struct files *files)
{
    struct stat status;
    if (files->absent != NULL && stat(files->absent, &status) == 0) {
        return true;
    }
    for (size_t i = 0; i < files->count; i++) {
        if (file_changed(&files->list[i])) {
            return true;
        }
    }
    return false;
}
