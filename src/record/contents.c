// One part: a byte with the length of its name, the name, eight bytes with the length of what it
// holds (little-endian), and that.

#include "record/contents.h"

#include "base/ensure.h"
#include "record/digest.h"

#include <stdlib.h>
#include <string.h>

enum { LENGTH_BYTES = 8 };

void contents_add(struct buffer *to, const char *name, const void *bytes, size_t length)
{
    size_t named = strlen(name);
    ensure(named > 0 && named <= CONTENTS_NAME);
    uint8_t head[LENGTH_BYTES];
    for (size_t i = 0; i < sizeof head; i++) {
        head[i] = (uint8_t)((uint64_t)length >> (8 * i));
    }
    buffer_char(to, (char)(uint8_t)named);
    buffer_add(to, name, named);
    buffer_add(to, head, sizeof head);
    buffer_add(to, bytes, length);
}

bool contents_next(const uint8_t **bytes, size_t *left, struct contents_part *part, bool *damaged)
{
    *damaged = *left > 0;
    if (*left == 0) {
        return false;
    }
    const uint8_t *at = *bytes;
    size_t named = at[0];
    if (named == 0 || *left - 1 < named + LENGTH_BYTES || memchr(at + 1, 0, named) != NULL) {
        return false;
    }
    uint64_t length = 0;
    for (size_t i = 0; i < LENGTH_BYTES; i++) {
        length |= (uint64_t)at[1 + named + i] << (8 * i);
    }
    size_t head = 1 + named + LENGTH_BYTES;
    if (length > *left - head) {
        return false;
    }
    memcpy(part->name, at + 1, named);
    part->name[named] = '\0';
    part->bytes = at + head;
    part->length = (size_t)length;
    *bytes += head + part->length;
    *left -= head + part->length;
    *damaged = false;
    return true;
}

bool contents_find(const void *bytes, size_t length, const char *name, struct contents_part *part)
{
    const uint8_t *at = bytes;
    bool damaged = false;
    while (contents_next(&at, &length, part, &damaged)) {
        if (strcmp(part->name, name) == 0) {
            return true;
        }
    }
    return false;
}

int contents_digest(const void *bytes, size_t length, uint8_t out[32])
{
    const uint8_t *at = bytes;
    size_t left = length, count = 0;
    struct contents_part part;
    bool damaged = false;
    while (contents_next(&at, &left, &part, &damaged)) {
        count++;
    }
    if (damaged) {
        return -1;
    }
    struct contents_part *parts = calloc(count + 1, sizeof *parts);
    struct digest_part *digests = calloc(count + 1, sizeof *digests);
    if (parts == NULL || digests == NULL) {
        die("out of memory");
    }
    at = bytes;
    left = length;
    for (size_t i = 0; contents_next(&at, &left, &parts[i], &damaged); i++) {
        digests[i] = (struct digest_part){parts[i].name, parts[i].bytes, parts[i].length};
    }
    int result = digest_parts(digests, count, out);
    free(parts);
    free(digests);
    return result;
}
