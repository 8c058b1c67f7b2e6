#include "therapist/half.h"

#include "base/ensure.h"

#include <stdlib.h>
#include <string.h>

void half_clear(struct half *half)
{
    free(half->box);
    *half = (struct half){.number = 0};
}

void half_keep(struct half *half, uint64_t number, const struct reader *reader,
               const struct edit *words)
{
    half_clear(half);
    half->box = malloc(words->length + SEAL_BOX_MORE);
    if (half->box == NULL) {
        die("out of memory");
    }
    half->number = number;
    half->length = words->length + SEAL_BOX_MORE;
    memcpy(half->reader, reader->id, READER_ID);
    seal_box_close(reader->box, words->bytes, words->length, half->box);
}

bool half_take(struct half *half, uint64_t number, const struct reader *reader,
               const struct reader_secret *secret, struct edit *words)
{
    if (half->number != number || number == 0 || memcmp(half->reader, reader->id, READER_ID) != 0) {
        return false;
    }
    size_t length = half->length - SEAL_BOX_MORE;
    char *plain = malloc(length + 1);
    if (plain == NULL) {
        die("out of memory");
    }
    bool opened = reader_open(secret, half->box, half->length, plain) == 0;
    if (opened) {
        (void)edit_set(words, plain, length);
    }
    seal_wipe(plain, length);
    free(plain);
    half_clear(half);
    return opened;
}
