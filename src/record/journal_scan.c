// Reading a journal, and telling what is torn from what is damaged.

#include "record/journal.h"

#include "base/ensure.h"
#include "base/limits.h"
#include "record/frame.h"

#include <stdlib.h>
#include <string.h>

struct scan {
    const uint8_t *bytes;
    size_t length;
    const struct draft_key *key;
    journal_frame frame;
    void *context;
    struct journal_seen *seen;
    uint8_t *opened; // LIMIT_JOURNAL_FRAME bytes for what was closed
};

static size_t last_written(const uint8_t *bytes, size_t length)
{
    while (length > 0 && bytes[length - 1] == 0) {
        length--;
    }
    return length;
}

// The end of the first sector that `at` lies in.
static size_t sector_end(size_t at)
{
    return at + FRAME_SECTOR - at % FRAME_SECTOR;
}

static bool all_zero(const uint8_t *bytes, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        if (bytes[i] != 0) {
            return false;
        }
    }
    return true;
}

// Is one whole sector of these bytes, the last apart, all zeros? Then it never reached the disk.
static bool lacks_a_sector(const uint8_t *bytes, size_t from, size_t to)
{
    while (sector_end(from) < to) {
        if (all_zero(bytes, from, sector_end(from))) {
            return true;
        }
        from = sector_end(from);
    }
    return false;
}

// Do these bytes of a file, from `at` on, end as a frame does, or with a sector?
static bool ends_well(const uint8_t *bytes, size_t at, size_t written)
{
    if (sector_end(at + written - 1) - (at + written) < FRAME_CLEAR) {
        return true;
    }
    size_t tail = bytes[written - 1];
    if (tail < FRAME_TAIL_LEAST || tail > FRAME_TAIL_MOST || tail > written) {
        return false;
    }
    for (size_t i = written - tail; i < written; i++) {
        if (bytes[i] != tail) {
            return false;
        }
    }
    return true;
}

// Does a whole frame stand anywhere behind a beginning that is missing? It was written after that
// beginning was acknowledged. So many frames have room in one sector.
static bool frame_follows(const struct scan *scan, size_t from, size_t written)
{
    enum { MOST = FRAME_SECTOR / (FRAME_HEAD + FRAME_TAIL_LEAST) + 1 };
    size_t held = 0;
    for (size_t at = from + from % 2; at < written; at += 2) {
        for (uint64_t later = 1; later <= MOST; later++) {
            if (frame_whole(scan->seen->frames + later, scan->bytes + at, scan->length - at,
                            &held) != 0) {
                return true;
            }
        }
    }
    return false;
}

// What the rest of a file is, of which no whole frame can be made. Where the bytes there already
// fit the checksum, the frame was whole and it is its length that changed.
static enum journal_state rest_state(const struct scan *scan)
{
    size_t at = (size_t)scan->seen->whole;
    const uint8_t *rest = scan->bytes + at;
    size_t left = scan->length - at, written = last_written(rest, left);
    if (written == 0) {
        return left == 0 ? JOURNAL_DAMAGED : JOURNAL_WHOLE;
    }
    if (written == left || left < FRAME_HEAD) {
        return JOURNAL_DAMAGED;
    }
    if (all_zero(scan->bytes, at, sector_end(at) < scan->length ? sector_end(at) : scan->length)) {
        return written <= LIMIT_JOURNAL_FRAME && ends_well(rest, at, written) &&
                       !frame_follows(scan, sector_end(at), at + written)
                   ? JOURNAL_TORN
                   : JOURNAL_DAMAGED;
    }
    uint32_t after = 0, sum = 0;
    frame_read_head(rest, &after, &sum);
    if (written < FRAME_HEAD) {
        return JOURNAL_TORN;
    }
    size_t size = FRAME_HEAD + (size_t)after;
    if (after <= FRAME_TAIL_LEAST || after > LIMIT_JOURNAL_FRAME + FRAME_TAIL_MOST ||
        size >= left || written > size ||
        frame_has_whole(scan->seen->frames, rest + FRAME_HEAD, written - FRAME_HEAD, sum)) {
        return JOURNAL_DAMAGED;
    }
    return size - written >= FRAME_TAIL_LEAST || lacks_a_sector(scan->bytes, at, at + size)
               ? JOURNAL_TORN
               : JOURNAL_DAMAGED;
}

// A frame of a sealed journal after its first. Without the key, it is taken by its checksum.
static int hear_sealed(struct scan *scan, const uint8_t *bytes, size_t length)
{
    struct journal_seen *seen = scan->seen;
    const struct draft_key *key = seen->locked ? NULL : scan->key;
    if (bytes[0] == JOURNAL_WORDS) {
        seen->words = true;
        return key == NULL ? 0 : draft_key_check_words(key, bytes + 1, length - 1);
    }
    if (bytes[0] != JOURNAL_EVENT || length <= 1 + SEAL_CIPHER_MORE) {
        return -1;
    }
    seen->events++;
    if (key == NULL) {
        return 0;
    }
    size_t held = 0;
    if (draft_open_frame(key, seen->frames, bytes + 1, length - 1, scan->opened, &held) != 0) {
        return -1;
    }
    int heard = scan->frame == NULL ? 0 : scan->frame(scan->context, scan->opened, held);
    seal_wipe(scan->opened, held);
    return heard;
}

static int hear(struct scan *scan, const uint8_t *bytes, size_t length)
{
    struct journal_seen *seen = scan->seen;
    if (seen->frames == 0 && draft_is_opening(bytes, length)) {
        seen->sealed = true;
        seen->locked = scan->key == NULL || !draft_key_fits(scan->key, bytes, length);
        return 0;
    }
    if (seen->sealed) {
        return hear_sealed(scan, bytes, length);
    }
    // Who comes with a key has no plain journal: someone else laid it there.
    if (scan->key != NULL) {
        return -1;
    }
    seen->events++;
    return scan->frame == NULL ? 0 : scan->frame(scan->context, bytes, length);
}

void journal_scan(const uint8_t *bytes, size_t length, const struct draft_key *key,
                  journal_frame frame, void *context, struct journal_seen *seen)
{
    struct scan scan = {bytes, length, key, frame, context, seen, NULL};
    *seen = (struct journal_seen){.state = JOURNAL_DAMAGED};
    if (key != NULL && (scan.opened = malloc(LIMIT_JOURNAL_FRAME)) == NULL) {
        die("out of memory");
    }
    size_t held = 0;
    bool fits = true;
    while (fits && seen->whole < length) {
        size_t size =
            frame_whole(seen->frames, bytes + seen->whole, length - (size_t)seen->whole, &held);
        if (size == 0) {
            break;
        }
        fits = hear(&scan, bytes + seen->whole + FRAME_HEAD, held) == 0;
        if (fits) {
            seen->whole += size;
            seen->frames++;
        }
    }
    free(scan.opened);
    if (fits && length > 0 && length % (seen->sealed ? JOURNAL_ROOM_SEALED : JOURNAL_ROOM) == 0) {
        seen->state = rest_state(&scan);
    }
}
