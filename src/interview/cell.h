#ifndef INTERVIEW_CELL_H
#define INTERVIEW_CELL_H

#include "interview/answer.h"

// From what was said to what expressions see.

// The value of an answer of kind ANSWER_VALUE. `set` is filled, and pointed at, for sets; texts are
// borrowed from the answer.
struct value cell_said(const struct form_item *item, const struct answer *given,
                       struct value_set *set);
// Are two values of this type the same? Sets count as equal: the caller, who has the old one,
// compares them. Texts never do: the old one may be gone already.
bool cell_same(enum value_type type, const struct value *a, const struct value *b);

#endif
