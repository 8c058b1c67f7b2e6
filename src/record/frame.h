#ifndef RECORD_FRAME_H
#define RECORD_FRAME_H

#include <stddef.h>
#include <stdint.h>

// The bytes of one frame of a journal: length and checksum, both little-endian, then what it holds.
// The checksum is CRC-32C over the frame's number and its bytes, so that a frame is whole only in
// its place. It finds accidents, not forgery.
enum { FRAME_HEAD = 8 };

// Checksum of `length` bytes of frame `number`.
uint32_t frame_sum(uint64_t number, const uint8_t *bytes, size_t length);
// Writes the FRAME_HEAD bytes that go before them.
void frame_head(uint64_t number, const uint8_t *bytes, size_t length, uint8_t head[FRAME_HEAD]);
// Length and checksum that a head announces.
void frame_read_head(const uint8_t head[FRAME_HEAD], uint32_t *length, uint32_t *sum);
// Are some of the first of these bytes, at least one of `length`, a whole frame by this checksum?
// (Then it is the announced length that is wrong.)
int frame_has_whole(uint64_t number, const uint8_t *bytes, size_t length, uint32_t sum);

#endif
