#include "interview/worklist.h"

#include "base/ensure.h"
#include "interview/memory.h"

#include <stdlib.h>

void worklist_init(struct worklist *work, uint32_t size)
{
    ensure(size <= 64 * 64 * 64);
    *work = (struct worklist){.size = size};
    size_t words = size;
    for (int level = 0; level < WORKLIST_LEVELS; level++) {
        words = (words + 63) / 64;
        work->bits[level] = memory_take(words, sizeof *work->bits[level]);
    }
}

void worklist_clear(struct worklist *work)
{
    for (int level = 0; level < WORKLIST_LEVELS; level++) {
        free(work->bits[level]);
    }
    *work = (struct worklist){0};
}

void worklist_add(struct worklist *work, uint32_t number)
{
    ensure(number < work->size);
    for (int level = 0; level < WORKLIST_LEVELS; level++) {
        work->bits[level][number >> 6] |= UINT64_C(1) << (number & 63);
        number >>= 6;
    }
}

static void leave(struct worklist *work, uint32_t number)
{
    for (int level = 0; level < WORKLIST_LEVELS; level++) {
        work->bits[level][number >> 6] &= ~(UINT64_C(1) << (number & 63));
        if (work->bits[level][number >> 6] != 0) {
            return;
        }
        number >>= 6;
    }
}

uint32_t worklist_take(struct worklist *work)
{
    if (work->size == 0 || work->bits[WORKLIST_LEVELS - 1][0] == 0) {
        return WORKLIST_NONE;
    }
    uint32_t number = 0;
    for (int level = WORKLIST_LEVELS - 1; level >= 0; level--) {
        number = number * 64 + (uint32_t)__builtin_ctzll(work->bits[level][number]);
    }
    leave(work, number);
    return number;
}
