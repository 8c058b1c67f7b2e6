#include "interview/worklist.h"

#include "base/ensure.h"
#include "interview/memory.h"

#include <stdbool.h>
#include <stdlib.h>

void worklist_init(struct worklist *work, uint32_t size)
{
    ensure(size <= 64 * 64 * 64);
    *work = (struct worklist){.size = size, .only = WORKLIST_NONE};
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
    *work = (struct worklist){.only = WORKLIST_NONE};
}

static bool is_empty(const struct worklist *work)
{
    return work->size == 0 || work->bits[WORKLIST_LEVELS - 1][0] == 0;
}

static void mark(struct worklist *work, uint32_t number)
{
    for (int level = 0; level < WORKLIST_LEVELS; level++) {
        uint64_t *word = &work->bits[level][number >> 6];
        bool known_above = *word != 0;
        *word |= UINT64_C(1) << (number & 63);
        if (known_above) {
            return;
        }
        number >>= 6;
    }
}

void worklist_add(struct worklist *work, uint32_t number)
{
    ensure(number < work->size);
    if (work->only == WORKLIST_NONE && is_empty(work)) {
        work->only = number;
        return;
    }
    if (work->only != WORKLIST_NONE) {
        mark(work, work->only);
        work->only = WORKLIST_NONE;
    }
    mark(work, number);
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
    uint32_t number = work->only;
    if (number != WORKLIST_NONE || is_empty(work)) {
        work->only = WORKLIST_NONE;
        return number;
    }
    number = 0;
    for (int level = WORKLIST_LEVELS - 1; level >= 0; level--) {
        number = number * 64 + (uint32_t)__builtin_ctzll(work->bits[level][number]);
    }
    leave(work, number);
    return number;
}
