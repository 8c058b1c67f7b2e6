#ifndef RECORD_FACTS_H
#define RECORD_FACTS_H

#include "base/buffer.h"

#include <stdint.h>

// "key value" lines in UTF-8, each key once: what stands open in an entry, and the facts of a
// sealed body. A key has no blank in it; of a value, what would break or hide a line becomes a
// blank.
void facts_add(struct buffer *to, const char *key, const char *value);
void facts_add_number(struct buffer *to, const char *key, uint64_t value);
void facts_add_hex(struct buffer *to, const char *key, const uint8_t *bytes, size_t length);

// The value of the first line with that key. False, and nothing given: there is none, it is longer
// than `size` with its NUL, or it is not a number, or not `length` bytes of hexadecimal.
bool facts_find(const struct buffer *from, const char *key, char *out, size_t size);
// The same, but a longer value is cut at a character's end; "" if there is none.
void facts_find_cut(const struct buffer *from, const char *key, char *out, size_t size);
bool facts_number(const struct buffer *from, const char *key, uint64_t *out);
bool facts_hex(const struct buffer *from, const char *key, uint8_t *out, size_t length);

#endif
