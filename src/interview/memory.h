#ifndef INTERVIEW_MEMORY_H
#define INTERVIEW_MEMORY_H

#include <stddef.h>

// Memory of this room: it never fails (it dies, see base/ensure.h).

// Zeroed memory for `count` objects of `size` bytes; at least one byte.
void *memory_take(size_t count, size_t size);
// A copy of `length` bytes with a NUL after them.
char *memory_copy(const void *bytes, size_t length);
// Makes `list` hold at least one object more than `count`; doubles *capacity when it is full.
void *memory_grow(void *list, size_t count, size_t *capacity, size_t size);

#endif
