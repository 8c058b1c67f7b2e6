#ifndef RECORD_DIGEST_H
#define RECORD_DIGEST_H

#include <stddef.h>
#include <stdint.h>

// BLAKE2b-256 of what was loaded.
struct digest_part {
    const char *name;
    const void *bytes;
    size_t length;
};

// Over names and contents, so that moving a byte from one file to the next changes it. Returns 0,
// -1 if the library refuses to start.
int digest_parts(const struct digest_part *parts, size_t count, uint8_t out[32]);

#endif
