#ifndef INTERVIEW_OFFER_H
#define INTERVIEW_OFFER_H

#include "interview/answers.h"

// The options of a question in the order and under the numbers in which every face shows them, so
// that a number means the same wherever it is typed.

struct offer {
    uint32_t option; // index in the item's options
    uint32_t number; // what is typed for it
};

// Whether this option of `asked`, an item of the form, may be chosen now: all may, but where only
// what was marked before counts.
bool offer_has(const struct answers *answers, const struct form_item *asked, uint32_t entry,
               uint32_t option);
// Fills `offers` (room for all options of the item); returns how many. Numbers go up from 1; "none
// of these" stands last under 0 if there is only one such option. What is chosen in `chosen` (may
// be NULL) stays on the list.
size_t offer_list(const struct answers *answers, const struct form *form, uint32_t item,
                  uint32_t entry, const struct answer *chosen, struct offer *offers);

#endif
