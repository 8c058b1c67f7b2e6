#ifndef INTERVIEW_WAY_H
#define INTERVIEW_WAY_H

#include "interview/answers.h"
#include "interview/valid.h"

// The way through a form: where one stops, in which order, and what is still owed. Stops are notes,
// questions and repeats that apply. A repeat comes before its entries: there one reads the list,
// adds, or goes on; the end of an entry leads back to it.
struct stop {
    uint32_t item, entry; // item FORM_NO_ITEM: there is none
};

static inline bool stop_exists(struct stop stop)
{
    return stop.item != FORM_NO_ITEM;
}

// The repeat this item stands inside, FORM_NO_ITEM if none (a repeat is not inside itself).
uint32_t way_repeat(const struct form *form, uint32_t item);
bool way_is_stop(const struct answers *answers, struct stop at);
struct stop way_first(const struct answers *answers);
struct stop way_last(const struct answers *answers);
struct stop way_next(const struct answers *answers, struct stop at);
struct stop way_previous(const struct answers *answers, struct stop at);
// The first stop of one entry.
struct stop way_entry(const struct answers *answers, uint32_t repeat, uint32_t entry);
// The first thing among items [from, to) that must be settled and is not; *why (may be NULL) says
// what is wrong with it.
struct stop way_owed(const struct answers *answers, uint32_t from, uint32_t to, struct valid *why);

#endif
