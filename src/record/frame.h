#ifndef RECORD_FRAME_H
#define RECORD_FRAME_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// The bytes of one frame of a journal: a head, what it holds, a tail. The head is the length of all
// that follows it and a checksum, both little-endian; the checksum is CRC-32C over the frame's
// number and what follows the head, so that a frame is whole only in its place. It finds accidents,
// not forgery. The tail is two to seventeen bytes, each of which says how many they are.
//
// The tail is what makes a torn frame known from a damaged one: disks tear between sectors, which
// begin at even places. A frame ends at an even place with two bytes that are not zero, so one
// whose end is missing lacks two at least, and one changed byte never looks like that; and none
// begins so near the end of a sector that a missing beginning would be only a byte or two.
enum {
    FRAME_HEAD = 8,
    FRAME_TAIL_LEAST = 2,
    FRAME_TAIL_MOST = 17,
    FRAME_SECTOR = 512,
    FRAME_CLEAR = 16, // no frame begins nearer than this to the end of a sector
};

// Bytes of a frame that begins at `at` of the file and holds `length`.
size_t frame_size(uint64_t at, size_t length);
// What it holds stands at frame + FRAME_HEAD already: writes head and tail about it.
void frame_close(uint64_t at, uint64_t number, size_t length, uint8_t *frame);
// Length and checksum that a head announces.
void frame_read_head(const uint8_t head[FRAME_HEAD], uint32_t *length, uint32_t *sum);
// Is there a whole frame of this number in the first of `left` bytes? Then its size, and how much
// it holds, from bytes + FRAME_HEAD on; else 0.
size_t frame_whole(uint64_t number, const uint8_t *bytes, size_t left, size_t *held);
// Are some of the first of these bytes, at least one of `length`, a whole frame by this checksum?
// (Then it is the announced length that is wrong.)
bool frame_has_whole(uint64_t number, const uint8_t *bytes, size_t length, uint32_t sum);
// Checksum of `length` bytes of frame `number`.
uint32_t frame_sum(uint64_t number, const uint8_t *bytes, size_t length);

#endif
