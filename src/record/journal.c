// A file of frames. What makes it safe: a frame is written by one call at the end that is known,
// and synced before anyone is told; a frame that did not get that far can only be the last, and is
// missing its end or filled with zeros there, since no frame ends with a zero. Anything else that
// does not fit was whole once, and is damage.

#include "record/journal.h"

#include "base/ensure.h"
#include "base/limits.h"
#include "record/frame.h"

#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/file.h>
#include <sys/stat.h>
#include <unistd.h>

// The usual answer is written from the stack.
enum { SMALL_FRAME = 1024 };

// What the rest of a file is, of which no whole frame can be made. Torn: it ends before the frame
// does, or is zero from there on. Where the bytes there already fit the checksum, the frame was
// whole and it is its length that changed.
static enum journal_state rest_state(uint64_t number, const uint8_t *rest, size_t left)
{
    size_t written = left;
    while (written > 0 && rest[written - 1] == 0) {
        written--;
    }
    if (written == 0 || left < FRAME_HEAD) {
        return JOURNAL_TORN;
    }
    uint32_t length = 0, sum = 0;
    frame_read_head(rest, &length, &sum);
    if (length == 0 || length > LIMIT_JOURNAL_FRAME || written >= FRAME_HEAD + length) {
        return JOURNAL_DAMAGED;
    }
    if (written < left) {
        return JOURNAL_TORN;
    }
    return frame_has_whole(number, rest + FRAME_HEAD, left - FRAME_HEAD, sum) ? JOURNAL_DAMAGED
                                                                              : JOURNAL_TORN;
}

// As journal_scan; counts the frames.
static enum journal_state scan(const uint8_t *bytes, size_t length,
                               int (*frame)(void *context, const uint8_t *bytes, size_t length),
                               void *context, uint64_t *whole, uint64_t *frames)
{
    size_t at = 0;
    *whole = 0;
    *frames = 0;
    while (at < length) {
        size_t left = length - at;
        uint32_t size = 0, sum = 0;
        if (left >= FRAME_HEAD) {
            frame_read_head(bytes + at, &size, &sum);
        }
        const uint8_t *held = bytes + at + FRAME_HEAD;
        if (size == 0 || size > LIMIT_JOURNAL_FRAME || size > left - FRAME_HEAD ||
            held[size - 1] == 0 || frame_sum(*frames, held, size) != sum) {
            return rest_state(*frames, bytes + at, left);
        }
        if (frame != NULL && frame(context, held, size) != 0) {
            return JOURNAL_DAMAGED;
        }
        at += FRAME_HEAD + size;
        *whole = at;
        *frames += 1;
    }
    return JOURNAL_WHOLE;
}

enum journal_state journal_scan(const uint8_t *bytes, size_t length,
                                int (*frame)(void *context, const uint8_t *bytes, size_t length),
                                void *context, uint64_t *whole)
{
    uint64_t frames = 0;
    return scan(bytes, length, frame, context, whole, &frames);
}

static int fail(struct journal *journal, int error)
{
    if (journal->fd >= 0) {
        close(journal->fd);
    }
    *journal = (struct journal){.fd = -1};
    errno = error;
    return -1;
}

int journal_create(struct journal *journal, int dir, const char *name)
{
    *journal = (struct journal){.fd = -1};
    journal->fd = openat(dir, name, O_RDWR | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (journal->fd < 0) {
        return -1;
    }
    if (flock(journal->fd, LOCK_EX | LOCK_NB) != 0 || fsync(dir) != 0) {
        int error = errno;
        unlinkat(dir, name, 0);
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

int journal_read(int dir, const char *name,
                 int (*frame)(void *context, const uint8_t *bytes, size_t length), void *context,
                 enum journal_state *state)
{
    int fd = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        return -1;
    }
    size_t length = 0;
    uint8_t *bytes = read_all(fd, &length);
    int error = errno;
    close(fd);
    if (bytes == NULL) {
        errno = error;
        return -1;
    }
    uint64_t whole = 0;
    *state = journal_scan(bytes, length, frame, context, &whole);
    free(bytes);
    return 0;
}

int journal_open(struct journal *journal, int dir, const char *name,
                 int (*frame)(void *context, const uint8_t *bytes, size_t length), void *context)
{
    *journal = (struct journal){.fd = -1};
    journal->fd = openat(dir, name, O_RDWR | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    if (journal->fd < 0) {
        return -1;
    }
    size_t length = 0;
    if (flock(journal->fd, LOCK_EX | LOCK_NB) != 0) {
        return fail(journal, errno);
    }
    uint8_t *bytes = read_all(journal->fd, &length);
    if (bytes == NULL) {
        return fail(journal, errno);
    }
    enum journal_state state = scan(bytes, length, frame, context, &journal->end, &journal->frames);
    free(bytes);
    if (state == JOURNAL_DAMAGED) {
        uint64_t frames = journal->frames;
        fail(journal, EBADMSG);
        journal->frames = frames;
        return -1;
    }
    if (state == JOURNAL_TORN &&
        (ftruncate(journal->fd, (off_t)journal->end) != 0 || fdatasync(journal->fd) != 0)) {
        return fail(journal, errno);
    }
    return 0;
}

// The end of the last whole frame becomes the end of the file.
static int cut(struct journal *journal)
{
    journal->uncut = ftruncate(journal->fd, (off_t)journal->end) != 0;
    if (journal->uncut) {
        return -1;
    }
    (void)fdatasync(journal->fd); // what is not cut by a crash is a torn end
    return 0;
}

// Writes at the end that is known and syncs; what did not get there is cut off again.
static int write_frame(struct journal *journal, const uint8_t *bytes, size_t length)
{
    if (journal->uncut && cut(journal) != 0) {
        return -1;
    }
    ssize_t written = -1;
    do {
        written = pwrite(journal->fd, bytes, length, (off_t)journal->end);
    } while (written < 0 && errno == EINTR);
    int error = written < 0 ? errno : ENOSPC; // a short write: there was no room for more
    if (written == (ssize_t)length) {
        if (fdatasync(journal->fd) == 0) {
            journal->end += length;
            journal->frames++;
            return 0;
        }
        error = errno;
    }
    (void)cut(journal);
    errno = error;
    return -1;
}

int journal_append(struct journal *journal, const uint8_t *bytes, size_t length)
{
    uint8_t small[SMALL_FRAME];
    if (length == 0 || length > LIMIT_JOURNAL_FRAME || bytes[length - 1] == 0) {
        errno = EINVAL;
        return -1;
    }
    if (journal->end + FRAME_HEAD + length > LIMIT_JOURNAL_BYTES) {
        errno = EFBIG;
        return -1;
    }
    uint8_t *frame = length + FRAME_HEAD <= sizeof small ? small : malloc(length + FRAME_HEAD);
    if (frame == NULL) {
        die("out of memory");
    }
    frame_head(journal->frames, bytes, length, frame);
    memcpy(frame + FRAME_HEAD, bytes, length);
    int result = write_frame(journal, frame, FRAME_HEAD + length);
    int error = errno;
    if (frame != small) {
        free(frame);
    }
    errno = error;
    return result;
}

void journal_close(struct journal *journal)
{
    if (journal->fd >= 0) {
        close(journal->fd);
    }
    *journal = (struct journal){.fd = -1};
}
