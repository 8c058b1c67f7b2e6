#ifndef FORM_DEPEND_H
#define FORM_DEPEND_H

#include "base/issue.h"
#include "form/form.h"

// Who reads whom. For every item: its place in an order in which each comes after all it reads, and
// the items to look at again when it changes. An item reads what its ask_if (or its section's, or
// its group's), its value or its score names.
struct depend {
    uint32_t *rank;    // by item: place in the order, unique
    uint32_t *by_rank; // the reverse
    uint32_t
        *start; // by item: its dependents are list[start[i] .. start[i + 1]), ascending by rank
    uint32_t *list;
    // By item: the place just past the latest question it stands for, 0 if there is none: a
    // question stands for itself, a calculated value or score for what its value reads. NULL with a
    // cycle.
    uint32_t *latest;
    uint32_t *unsure_readers; // items whose expression calls unsure()
    uint32_t unsure_count;
};

// Builds form->depend (in the form's arena). Adds an error for every cycle ("a -> b -> a"), and for
// every ask_if and check that reads, directly or through calculated values, a question asked later.
// Returns -1 if there is any. Linear in items and references.
int depend_build(struct form *form, struct issues *issues);

#endif
