#ifndef LOAD_LINT_PART_H
#define LOAD_LINT_PART_H

#include "base/issue.h"
#include "form/form.h"
#include "screening/rules.h"

// The parts of lint. Each adds warnings; `rules` may be NULL.

// lint_fit.c: texts against a screen of 80 columns and 24 rows, and against the reading budget.
void lint_fit(const struct form *form, struct issues *issues);
// lint_reach.c: conditions that can never be true or never fail, and safety questions that doubt
// would hide.
void lint_reach(const struct form *form, const struct rules *rules, struct issues *issues);
// lint_use.c: what nothing reads.
void lint_use(const struct form *form, const struct rules *rules, struct issues *issues);

// lint_words.c: what a reader cannot tell apart, and what no reader is told.
void lint_words(const struct form *form, const struct rules *rules, struct issues *issues);

// lint_limits.c: limits that no answer keeps, and what is never known.
void lint_limits(const struct form *form, const struct rules *rules, struct issues *issues);

// Calls `visit` for every expression of form and rules.
void lint_expressions(const struct form *form, const struct rules *rules,
                      void (*visit)(void *context, const struct expr *expr), void *context);

#endif
