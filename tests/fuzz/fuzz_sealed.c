// A sealed journal of events that the input names, and then what the input does to it: whoever has
// the key hears the first of those events, in order and to the byte, or none, and never anything
// else. Without the key, and of the bare bytes, nothing is heard at all.
#include "base/ensure.h"
#include "record/frame.h"
#include "record/journal.h"
#include "record/reader.h"

#include <stdlib.h>
#include <string.h>

enum { EVENTS = 8, HELD = 64, KIND = 1 };

struct made {
    struct draft_key *key;
    uint8_t *bytes; // JOURNAL_ROOM_SEALED
    size_t end;
    const uint8_t *said[EVENTS];
    size_t length[EVENTS], count, heard;
};

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

static void put_frame(struct made *made, uint64_t number, const uint8_t *holds, size_t length)
{
    size_t size = frame_size(made->end, length);
    ensure(made->end + size < JOURNAL_ROOM_SEALED);
    memcpy(made->bytes + made->end + FRAME_HEAD, holds, length);
    frame_close(made->end, number, length, made->bytes + made->end);
    made->end += size;
}

static void put_event(struct made *made, const uint8_t *bytes, size_t length)
{
    uint8_t holds[KIND + HELD * 8];
    size_t closed = draft_frame_bytes(length);
    ensure(closed <= sizeof holds - KIND);
    holds[0] = JOURNAL_EVENT;
    draft_close_frame(made->key, made->count + 1, bytes, length, holds + KIND);
    put_frame(made, made->count + 1, holds, KIND + closed);
    made->said[made->count] = bytes;
    made->length[made->count++] = length;
}

// A length byte before each, 0 ends them. Returns what is left of the input.
static size_t put_events(struct made *made, const uint8_t **data, size_t size)
{
    while (size > 0 && **data != 0 && made->count < EVENTS) {
        size_t length = **data % HELD;
        length = length >= size ? size - 1 : length;
        if (length == 0) {
            break;
        }
        put_event(made, *data + 1, length);
        *data += 1 + length;
        size -= 1 + length;
    }
    return size;
}

// Five bytes each: what, two places, a length.
static void meddle(struct made *made, const uint8_t *data, size_t size)
{
    for (; size >= 6; data += 6, size -= 6) {
        size_t from = (size_t)(data[1] << 8 | data[2]) % made->end;
        size_t to = (size_t)(data[3] << 8 | data[4]) % made->end;
        size_t length = data[5] < made->end - from ? data[5] : made->end - from;
        length = length < made->end - to ? length : made->end - to;
        switch (data[0] % 4) {
        case 0:
            made->bytes[from] ^= data[5];
            break;
        case 1:
            memset(made->bytes + from, 0, length);
            break;
        case 2:
            memmove(made->bytes + to, made->bytes + from, length);
            break;
        default: // as a forger would, who knows how a frame is closed, and not the key
            frame_close(from, data[5] % (EVENTS + 1), length, made->bytes + from);
            break;
        }
    }
}

static int hear(void *context, const uint8_t *bytes, size_t length)
{
    struct made *made = context;
    ensure(made->heard < made->count && length == made->length[made->heard] &&
           memcmp(bytes, made->said[made->heard], length) == 0);
    made->heard++;
    return 0;
}

static int hear_nothing(void *context, const uint8_t *bytes, size_t length)
{
    (void)context;
    (void)bytes;
    (void)length;
    die("an event is heard without the key");
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    struct reader reader;
    struct buffer opening;
    struct journal_seen seen;
    ensure(seal_start() == 0);
    struct reader_secret *secret = reader_new("Ruth", &reader);
    buffer_init(&opening, DRAFT_OPENING_MOST);
    struct made made = {.key = draft_key_new(&reader, 1, &opening),
                        .bytes = calloc(1, JOURNAL_ROOM_SEALED)};
    ensure(secret != NULL && made.key != NULL && made.bytes != NULL);

    journal_scan(data, size, made.key, hear_nothing, NULL, &seen);
    put_frame(&made, 0, (const uint8_t *)opening.bytes, opening.length);
    size_t left = put_events(&made, &data, size);
    journal_scan(made.bytes, JOURNAL_ROOM_SEALED, made.key, hear, &made, &seen);
    ensure(seen.state == JOURNAL_WHOLE && made.heard == made.count);

    meddle(&made, data, left);
    made.heard = 0;
    journal_scan(made.bytes, JOURNAL_ROOM_SEALED, made.key, hear, &made, &seen);
    ensure(seen.whole <= JOURNAL_ROOM_SEALED);
    if (seen.frames > 0 && seen.sealed) {
        journal_scan(made.bytes, JOURNAL_ROOM_SEALED, NULL, hear_nothing, NULL, &seen);
    }
    free(made.bytes);
    draft_key_free(made.key);
    reader_secret_free(secret);
    buffer_clear(&opening);
    return 0;
}
