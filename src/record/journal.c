// The file of a journal. What makes it safe: a frame is written by one call at the end that is
// known, over zeros, and synced before anyone is told. What makes it fast is the same: where zeros
// were, the file system has nothing of its own to write.

#include "record/journal.h"

#include "base/ensure.h"
#include "base/limits.h"
#include "record/frame.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

enum {
    SMALL_FRAME = 1024, // the usual answer is written from the stack
    ZEROS = 64 << 10,   // written at once
    FRAME_MORE = FRAME_HEAD + FRAME_TAIL_MOST,
    UNBORN_NAME = 256,
};

static const char unborn_ending[] = ".new";

static int fail(struct journal *journal, int error)
{
    if (journal->fd >= 0) {
        close(journal->fd);
    }
    *journal = (struct journal){.fd = -1};
    errno = error;
    return -1;
}

static int write_at(int fd, const uint8_t *bytes, size_t length, uint64_t at)
{
    ssize_t written = -1;
    do {
        written = pwrite(fd, bytes, length, (off_t)at);
    } while (written < 0 && errno == EINTR);
    if (written >= 0 && written < (ssize_t)length) {
        errno = ENOSPC; // a short write: there was no room for more
    }
    return written == (ssize_t)length ? 0 : -1;
}

static int write_zeros(int fd, uint64_t from, uint64_t to)
{
    static const uint8_t zeros[ZEROS];
    while (from < to) {
        size_t length = to - from < ZEROS ? (size_t)(to - from) : ZEROS;
        if (write_at(fd, zeros, length, from) != 0) {
            return -1;
        }
        from += length;
    }
    return 0;
}

static uint64_t room_of(const struct journal *journal)
{
    return journal->key != NULL ? JOURNAL_ROOM_SEALED : JOURNAL_ROOM;
}

// So many more zeros that `size` bytes and at least one zero have room. The file has its new length
// at once, so that one that was stopped here is whole; its flush is the frame's.
static int grow(struct journal *journal, size_t size)
{
    uint64_t room = room_of(journal);
    while (room <= size) {
        room += room_of(journal);
    }
    if (journal->size + room > LIMIT_JOURNAL_BYTES) {
        errno = EFBIG;
        return -1;
    }
    uint64_t grown = journal->size + room;
    if (ftruncate(journal->fd, (off_t)grown) != 0) {
        return -1;
    }
    if (write_zeros(journal->fd, journal->size, grown) != 0) {
        int error = errno;
        errno = ftruncate(journal->fd, (off_t)journal->size) == 0 ? error : errno;
        return -1;
    }
    journal->size = grown;
    return 0;
}

// What a failed frame left becomes zeros again.
static int clean(struct journal *journal)
{
    if (write_zeros(journal->fd, journal->end, journal->end + journal->unclean) != 0) {
        return -1;
    }
    journal->unclean = 0;
    (void)fdatasync(journal->fd); // what is not zeroed by a crash is a torn end
    return 0;
}

// Writes at the end that is known and syncs. Without `sync` the caller does.
static int write_frame(struct journal *journal, const uint8_t *frame, size_t size, bool sync)
{
    if (journal->unclean > 0 && clean(journal) != 0) {
        return -1;
    }
    if (journal->end + size >= journal->size && grow(journal, size) != 0) {
        return -1;
    }
    if (write_at(journal->fd, frame, size, journal->end) == 0 &&
        (!sync || fdatasync(journal->fd) == 0)) {
        journal->end += size;
        journal->frames++;
        return 0;
    }
    int error = errno;
    journal->unclean = size;
    (void)clean(journal);
    errno = error;
    return -1;
}

// What a frame of `kind` holds for `length` bytes.
static size_t held_for(unsigned kind, size_t length)
{
    return kind == 0 ? length : kind == JOURNAL_EVENT ? 1 + draft_frame_bytes(length) : 1 + length;
}

// A frame of `kind` (0: plain, without one) about these bytes.
static int append(struct journal *journal, unsigned kind, const uint8_t *bytes, size_t length,
                  bool sync)
{
    uint8_t small[SMALL_FRAME];
    size_t holds = held_for(kind, length);
    if (length == 0 || holds >= LIMIT_JOURNAL_FRAME) {
        errno = EINVAL;
        return -1;
    }
    size_t most = holds + FRAME_MORE;
    uint8_t *frame = most <= sizeof small ? small : malloc(most);
    if (frame == NULL) {
        die("out of memory");
    }
    uint8_t *held = frame + FRAME_HEAD;
    if (kind != 0) {
        *held++ = (uint8_t)kind;
    }
    if (kind == JOURNAL_EVENT) {
        draft_close_frame(journal->key, journal->frames, bytes, length, held);
    } else {
        memcpy(held, bytes, length);
    }
    frame_close(journal->end, journal->frames, holds, frame);
    int result = write_frame(journal, frame, frame_size(journal->end, holds), sync);
    int error = errno;
    if (frame != small) {
        free(frame);
    }
    errno = error;
    return result;
}

int journal_append(struct journal *journal, const uint8_t *bytes, size_t length)
{
    return append(journal, journal->key == NULL ? 0 : JOURNAL_EVENT, bytes, length, true);
}

int journal_append_words(struct journal *journal, const void *closed, size_t length)
{
    if (journal->key == NULL || draft_key_check_words(journal->key, closed, length) != 0) {
        errno = EINVAL;
        return -1;
    }
    return append(journal, JOURNAL_WORDS, closed, length, true);
}

bool journal_is_unborn(const char *name)
{
    size_t length = strlen(name), ending = sizeof unborn_ending - 1;
    return length > ending && strcmp(name + length - ending, unborn_ending) == 0;
}

// Is the open file still the one of that name?
static bool is_still(int dir, const char *name, int fd)
{
    struct stat named, open;
    return fstatat(dir, name, &named, AT_SYMLINK_NOFOLLOW) == 0 && fstat(fd, &open) == 0 &&
           named.st_ino == open.st_ino && named.st_dev == open.st_dev;
}

void journal_remove_unborn(int dir, const char *name)
{
    int fd = openat(dir, name, O_RDWR | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    if (fd >= 0) {
        // Whoever is creating it holds its lock.
        if (flock(fd, LOCK_EX | LOCK_NB) == 0 && is_still(dir, name, fd)) {
            (void)unlinkat(dir, name, 0);
        }
        close(fd);
    }
}

// An empty file of that name, locked by us; -1 with errno. Another program that tidies up may be
// quicker, once.
static int open_unborn(int dir, const char *name)
{
    enum { TRIES = 3 };
    journal_remove_unborn(dir, name);
    for (int i = 0; i < TRIES; i++) {
        int fd = openat(dir, name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
        if (fd < 0) {
            return -1;
        }
        if (flock(fd, LOCK_EX | LOCK_NB) == 0 && is_still(dir, name, fd)) {
            return fd;
        }
        close(fd);
    }
    errno = EAGAIN;
    return -1;
}

// Zeros, the opening, and only then the name.
static int fill_and_name(struct journal *journal, int dir, const char *unborn, const char *name,
                         const struct buffer *opening)
{
    struct stat status;
    if (grow(journal, 0) != 0 ||
        (opening != NULL &&
         append(journal, 0, (const uint8_t *)opening->bytes, opening->length, false) != 0) ||
        fsync(journal->fd) != 0) {
        return -1;
    }
    if (fstatat(dir, name, &status, AT_SYMLINK_NOFOLLOW) == 0) {
        errno = EEXIST;
        return -1;
    }
    if (renameat(dir, unborn, dir, name) != 0) {
        return -1;
    }
    if (fsync(dir) != 0) {
        int error = errno;
        (void)unlinkat(dir, name, 0);
        errno = error;
        return -1;
    }
    return 0;
}

int journal_create(struct journal *journal, int dir, const char *name, const struct draft_key *key,
                   const struct buffer *opening)
{
    char unborn[UNBORN_NAME];
    *journal = (struct journal){.fd = -1, .key = key};
    ensure((key == NULL) == (opening == NULL));
    if (snprintf(unborn, sizeof unborn, "%s%s", name, unborn_ending) >= (int)sizeof unborn) {
        errno = ENAMETOOLONG;
        return -1;
    }
    journal->fd = open_unborn(dir, unborn);
    if (journal->fd < 0) {
        return -1;
    }
    if (fill_and_name(journal, dir, unborn, name, opening) != 0) {
        int error = errno;
        (void)unlinkat(dir, unborn, 0);
        return fail(journal, error);
    }
    return 0;
}

// The whole file in memory; NULL with errno.
static uint8_t *read_all(int fd, size_t *length)
{
    struct stat status;
    if (fstat(fd, &status) != 0) {
        return NULL;
    }
    if (!S_ISREG(status.st_mode) || status.st_size > LIMIT_JOURNAL_BYTES) {
        errno = S_ISREG(status.st_mode) ? EFBIG : EINVAL;
        return NULL;
    }
    size_t size = (size_t)status.st_size;
    uint8_t *bytes = malloc(size + 1);
    if (bytes == NULL) {
        die("out of memory");
    }
    *length = 0;
    while (*length < size) {
        ssize_t got = pread(fd, bytes + *length, size - *length, (off_t)*length);
        if (got == 0) {
            break;
        }
        if (got < 0 && errno != EINTR) {
            int error = errno;
            free(bytes);
            errno = error;
            return NULL;
        }
        *length += got > 0 ? (size_t)got : 0;
    }
    return bytes;
}

static uint8_t *read_name(int dir, const char *name, size_t *length)
{
    int fd = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        return NULL;
    }
    uint8_t *bytes = read_all(fd, length);
    int error = errno;
    close(fd);
    errno = error;
    return bytes;
}

int journal_read(int dir, const char *name, const struct draft_key *key, journal_frame frame,
                 void *context, struct journal_seen *seen)
{
    size_t length = 0;
    uint8_t *bytes = read_name(dir, name, &length);
    if (bytes == NULL) {
        return -1;
    }
    journal_scan(bytes, length, key, frame, context, seen);
    free(bytes);
    return 0;
}

static bool all_zero(const uint8_t *bytes, size_t length)
{
    while (length > 0 && bytes[length - 1] == 0) {
        length--;
    }
    return length == 0;
}

int journal_keys(int dir, const char *name, struct buffer *opening, struct buffer *words)
{
    size_t length = 0, held = 0;
    uint8_t *bytes = read_name(dir, name, &length);
    if (bytes == NULL) {
        return -1;
    }
    int error = all_zero(bytes, length) ? ENODATA : EBADMSG;
    uint64_t number = 0;
    for (size_t at = 0, size = 0; (size = frame_whole(number, bytes + at, length - at, &held)) > 0;
         at += size, number++) {
        const uint8_t *holds = bytes + at + FRAME_HEAD;
        if (number > 0) {
            if (holds[0] == JOURNAL_WORDS) {
                buffer_reset(words);
                buffer_add(words, holds + 1, held - 1);
            }
        } else if (draft_is_opening(holds, held)) {
            buffer_add(opening, holds, held);
            error = 0;
        } else {
            error = ENODATA;
            break;
        }
    }
    free(bytes);
    errno = error;
    return error == 0 ? 0 : -1;
}

// What is behind the frames of a file that was found: zeros again where a torn frame was, and, if
// it was stopped while it grew, room on the disk for all of them.
static int ready_to_go_on(struct journal *journal, enum journal_state state)
{
    struct stat status;
    if (fstat(journal->fd, &status) != 0) {
        return -1;
    }
    bool holes = (uint64_t)status.st_blocks * 512 < journal->size;
    if (state == JOURNAL_WHOLE && !holes) {
        return 0;
    }
    return write_zeros(journal->fd, journal->end, journal->size) == 0 ? fdatasync(journal->fd) : -1;
}

int journal_open(struct journal *journal, int dir, const char *name, const struct draft_key *key,
                 journal_frame frame, void *context, struct journal_seen *seen)
{
    struct journal_seen here = {.state = JOURNAL_DAMAGED};
    size_t length = 0;
    seen = seen != NULL ? seen : &here;
    *seen = here;
    *journal = (struct journal){.fd = -1};
    journal->fd = openat(dir, name, O_RDWR | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    if (journal->fd < 0) {
        return -1;
    }
    if (flock(journal->fd, LOCK_EX | LOCK_NB) != 0) {
        return fail(journal, errno);
    }
    uint8_t *bytes = read_all(journal->fd, &length);
    if (bytes == NULL) {
        return fail(journal, errno);
    }
    journal_scan(bytes, length, key, frame, context, seen);
    free(bytes);
    if (seen->state == JOURNAL_DAMAGED || seen->locked) {
        return fail(journal, seen->state == JOURNAL_DAMAGED ? EBADMSG : EACCES);
    }
    journal->key = key;
    journal->end = seen->whole;
    journal->frames = seen->frames;
    journal->size = length;
    if (!is_still(dir, name, journal->fd)) {
        return fail(journal, ENOENT); // it was finished before we had it
    }
    return ready_to_go_on(journal, seen->state) == 0 ? 0 : fail(journal, errno);
}

void journal_close(struct journal *journal)
{
    if (journal->fd >= 0) {
        close(journal->fd);
    }
    *journal = (struct journal){.fd = -1};
}
