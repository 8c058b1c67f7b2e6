#ifndef FORM_TALLY_H
#define FORM_TALLY_H

#include "form/form.h"

// A score's value from the answers it adds. Absent if none of its items applies; unknown ("not
// scored, k of n") if one that it needs is silent, or all are; otherwise the exact sum, mean or
// count.
struct tally {
    struct value value;
    uint32_t answered, applicable; // of the items it needs, or of all if of none in particular
};

struct tally tally_score(const struct form_score *score, const struct expr_env *env);

#endif
