#ifndef RECORD_HEX_H
#define RECORD_HEX_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// Bytes as two small hexadecimal digits each: ids as names, hashes to be compared by eye.

// `out` holds 2 * length + 1; a NUL stands at its end.
void hex_write(const void *bytes, size_t length, char *out);
// Exactly `length` bytes from `count` digits. False, and nothing given: they are not so many, or a
// digit is none (a capital is none).
bool hex_read(const char *digits, size_t count, void *out, size_t length);

#endif
