#ifndef RECORD_JOURNAL_H
#define RECORD_JOURNAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// A file of frames, appended and synced one by one. A frame is a length, a checksum over its number
// and its bytes, and the bytes. An incomplete last frame, or one that was never acknowledged, is
// torn and dropped; any other that fails is damage.
struct journal {
    int fd;
    uint64_t end; // bytes of whole frames
    uint64_t frames;
    bool uncut; // a failed frame could not be cut off: that comes first
};

enum journal_state { JOURNAL_WHOLE, JOURNAL_TORN, JOURNAL_DAMAGED };

// Creates `name` in the directory `dir` (0600, must not exist, directory synced). Returns 0, or -1
// with errno.
int journal_create(struct journal *journal, int dir, const char *name);
// Opens an existing one for going on: calls `frame` for each whole frame in order (stop by
// returning -1), cuts off a torn end. Returns 0, or -1 with errno (EBADMSG: damaged, *frames tells
// after which).
int journal_open(struct journal *journal, int dir, const char *name,
                 int (*frame)(void *context, const uint8_t *bytes, size_t length), void *context);
// Appends and syncs one frame: one write, one fdatasync. Returns 0; or -1 with errno, and the
// journal is as before. A frame is not empty and does not end in a zero byte (EINVAL): a torn end
// is known by its zeros.
int journal_append(struct journal *journal, const uint8_t *bytes, size_t length);
// Reads one without going on: no lock, nothing is cut off.
int journal_read(int dir, const char *name,
                 int (*frame)(void *context, const uint8_t *bytes, size_t length), void *context,
                 enum journal_state *state);
void journal_close(struct journal *journal);

// Pure: walks the frames of `length` bytes in memory. Returns the state; *whole is the bytes of
// whole frames. For replay and fuzzing.
enum journal_state journal_scan(const uint8_t *bytes, size_t length,
                                int (*frame)(void *context, const uint8_t *bytes, size_t length),
                                void *context, uint64_t *whole);

#endif
