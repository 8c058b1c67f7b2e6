#include "record/frame.h"

#include "base/limits.h"

#include <string.h>

// CRC-32C (Castagnoli), reflected, four bits at a time.
static uint32_t sum_byte(uint32_t sum, uint8_t byte)
{
    static const uint32_t table[16] = {
        0x00000000, 0x105ec76f, 0x20bd8ede, 0x30e349b1, 0x417b1dbc, 0x5125dad3,
        0x61c69362, 0x7198540d, 0x82f63b78, 0x92a8fc17, 0xa24bb5a6, 0xb21572c9,
        0xc38d26c4, 0xd3d3e1ab, 0xe330a81a, 0xf36e6f75,
    };
    sum ^= byte;
    sum = table[sum & 15] ^ (sum >> 4);
    return table[sum & 15] ^ (sum >> 4);
}

static uint32_t sum_number(uint64_t number)
{
    uint32_t sum = UINT32_MAX;
    for (int i = 0; i < 8; i++) {
        sum = sum_byte(sum, (uint8_t)(number >> (8 * i)));
    }
    return sum;
}

uint32_t frame_sum(uint64_t number, const uint8_t *bytes, size_t length)
{
    uint32_t sum = sum_number(number);
    for (size_t i = 0; i < length; i++) {
        sum = sum_byte(sum, bytes[i]);
    }
    return ~sum;
}

static void put_word(uint8_t *to, uint32_t word)
{
    for (int i = 0; i < 4; i++) {
        to[i] = (uint8_t)(word >> (8 * i));
    }
}

static uint32_t take_word(const uint8_t *from)
{
    uint32_t word = 0;
    for (int i = 0; i < 4; i++) {
        word |= (uint32_t)from[i] << (8 * i);
    }
    return word;
}

size_t frame_size(uint64_t at, size_t length)
{
    uint64_t end = at + FRAME_HEAD + length + FRAME_TAIL_LEAST;
    end += end % 2;
    if (end % FRAME_SECTOR > FRAME_SECTOR - FRAME_CLEAR) {
        end += FRAME_SECTOR - end % FRAME_SECTOR;
    }
    return (size_t)(end - at);
}

void frame_close(uint64_t at, uint64_t number, size_t length, uint8_t *frame)
{
    size_t after = frame_size(at, length) - FRAME_HEAD;
    memset(frame + FRAME_HEAD + length, (int)(after - length), after - length);
    put_word(frame, (uint32_t)after);
    put_word(frame + 4, frame_sum(number, frame + FRAME_HEAD, after));
}

void frame_read_head(const uint8_t head[FRAME_HEAD], uint32_t *length, uint32_t *sum)
{
    *length = take_word(head);
    *sum = take_word(head + 4);
}

size_t frame_whole(uint64_t number, const uint8_t *bytes, size_t left, size_t *held)
{
    uint32_t after = 0, sum = 0;
    if (left < FRAME_HEAD) {
        return 0;
    }
    frame_read_head(bytes, &after, &sum);
    if (after <= FRAME_TAIL_LEAST || after > LIMIT_JOURNAL_FRAME + FRAME_TAIL_MOST ||
        after > left - FRAME_HEAD) {
        return 0;
    }
    const uint8_t *last = bytes + FRAME_HEAD + after - 1;
    size_t tail = *last;
    if (tail < FRAME_TAIL_LEAST || tail > FRAME_TAIL_MOST || tail >= after) {
        return 0;
    }
    for (size_t i = 0; i < tail; i++) {
        if (last[-(ptrdiff_t)i] != tail) {
            return 0;
        }
    }
    if (frame_sum(number, bytes + FRAME_HEAD, after) != sum) {
        return 0;
    }
    *held = after - tail;
    return FRAME_HEAD + after;
}

bool frame_has_whole(uint64_t number, const uint8_t *bytes, size_t length, uint32_t sum)
{
    uint32_t running = sum_number(number);
    for (size_t i = 0; i < length; i++) {
        running = sum_byte(running, bytes[i]);
        if (~running == sum) {
            return true;
        }
    }
    return false;
}
