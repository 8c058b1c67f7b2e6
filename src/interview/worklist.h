#ifndef INTERVIEW_WORKLIST_H
#define INTERVIEW_WORKLIST_H

#include <stddef.h>
#include <stdint.h>

// A set of small numbers that gives back its least: what still has to be worked out, by rank. Three
// levels of bits, so adding and taking cost the same for ten numbers as for two hundred thousand.
enum { WORKLIST_LEVELS = 3 };

struct worklist {
    uint64_t *bits[WORKLIST_LEVELS]; // a bit of a level says that the word below is not empty
    uint32_t size;
    uint32_t only; // the one number when there is but one (a chain), else WORKLIST_NONE
};

// Not an enum: ISO C keeps those within int.
#define WORKLIST_NONE UINT32_MAX

// For numbers below `size`, at most 64^3.
void worklist_init(struct worklist *work, uint32_t size);
void worklist_clear(struct worklist *work);
void worklist_add(struct worklist *work, uint32_t number);
// Takes out the least; WORKLIST_NONE when it is empty.
uint32_t worklist_take(struct worklist *work);

#endif
