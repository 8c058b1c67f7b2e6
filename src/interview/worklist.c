#include "interview/worklist.h"

#include "interview/memory.h"

#include <stdbool.h>
#include <stdlib.h>

void worklist_init(struct worklist *work, uint32_t size)
{
    ensure(size <= 64 * 64 * 64);
    *work = (struct worklist){.size = size};
    size_t words = size;
    for (int level = 0; level < WORKLIST_LEVELS; level++) {
        words = words / 64 + 1;
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

// Adds bits to the word that begins at `base`.
static void mark(struct worklist *work, uint32_t base, uint64_t bits)
{
    uint32_t place = base / 64;
    for (int level = 0; level < WORKLIST_LEVELS; level++) {
        bool known_above = work->bits[level][place] != 0;
        work->bits[level][place] |= bits;
        if (known_above) {
            return;
        }
        bits = UINT64_C(1) << (place & 63);
        place /= 64;
    }
}

void worklist_add_far(struct worklist *work, uint32_t number)
{
    uint32_t base = number & ~UINT32_C(63);
    uint64_t bit = UINT64_C(1) << (number & 63);
    bool empty = work->near == 0 && work->bits[WORKLIST_LEVELS - 1][0] == 0;
    if (base > work->base && !empty) {
        mark(work, base, bit);
        return;
    }
    if (work->near != 0) {
        mark(work, work->base, work->near);
    }
    work->base = base;
    work->near = bit;
}

uint32_t worklist_take_far(struct worklist *work)
{
    if (work->bits[WORKLIST_LEVELS - 1][0] == 0) {
        return WORKLIST_NONE;
    }
    uint32_t place = 0;
    for (int level = WORKLIST_LEVELS - 1; level > 0; level--) {
        place = place * 64 + (uint32_t)__builtin_ctzll(work->bits[level][place]);
    }
    work->base = place * 64;
    work->near = work->bits[0][place];
    work->bits[0][place] = 0;
    for (int level = 1; level < WORKLIST_LEVELS; level++) {
        work->bits[level][place / 64] &= ~(UINT64_C(1) << (place & 63));
        if (work->bits[level][place / 64] != 0) {
            break;
        }
        place /= 64;
    }
    return worklist_take(work);
}
