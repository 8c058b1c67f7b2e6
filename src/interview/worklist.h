#ifndef INTERVIEW_WORKLIST_H
#define INTERVIEW_WORKLIST_H

#include "base/ensure.h"

#include <stddef.h>
#include <stdint.h>

// A set of small numbers that gives back its least: what still has to be worked out, by rank. Three
// levels of bits, so adding and taking cost the same for ten numbers as for two hundred thousand.
// What is worked out marks what comes soon after it as a rule: the lowest 64 numbers lie at hand.
enum { WORKLIST_LEVELS = 3 };

struct worklist {
    uint64_t *bits[WORKLIST_LEVELS]; // a bit of a level says that the word below is not empty
    uint64_t near;                   // the numbers base to base + 63; no number is below
    uint32_t base;                   // a multiple of 64
    uint32_t size;
};

// Not an enum: ISO C keeps those within int.
#define WORKLIST_NONE UINT32_MAX

// For numbers below `size`, at most 64^3.
void worklist_init(struct worklist *work, uint32_t size);
void worklist_clear(struct worklist *work);

// Private to the two below: with a number that is not near; when none is near.
void worklist_add_far(struct worklist *work, uint32_t number);
uint32_t worklist_take_far(struct worklist *work);

static inline void worklist_add(struct worklist *work, uint32_t number)
{
    ensure(number < work->size);
    if ((number & ~UINT32_C(63)) == work->base) {
        work->near |= UINT64_C(1) << (number & 63);
    } else {
        worklist_add_far(work, number);
    }
}

// Takes out the least; WORKLIST_NONE when it is empty.
static inline uint32_t worklist_take(struct worklist *work)
{
    if (work->near == 0) {
        return worklist_take_far(work);
    }
    uint32_t number = work->base + (uint32_t)__builtin_ctzll(work->near);
    work->near &= work->near - 1;
    return number;
}

#endif
