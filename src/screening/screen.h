#ifndef SCREENING_SCREEN_H
#define SCREENING_SCREEN_H

#include "screening/rules.h"

// Which rules are present (TRUTH_TRUE), absent (TRUTH_FALSE), cannot be excluded (TRUTH_UNKNOWN).
// Nothing is allocated but by screen_findings.

// Evaluates every rule in force into found[rules->count] (those that are off: TRUTH_FALSE). `env`
// is of ended answers; its `fired` is supplied here.
void screen_all(const struct rules *rules, const struct expr_env *env, truth *found);
// The same into an array of its own. Free with free().
truth *screen_findings(const struct rules *rules, const struct expr_env *env);
// While the interview runs: calls `urgent` for each urgent rule that is true whatever its pending
// questions may still bring.
void screen_urgent(const struct rules *rules, const struct expr_env *env,
                   void (*urgent)(void *context, uint32_t rule), void *context);
// The gravest class present, RULE_CLASSES if none.
enum rule_class screen_gravest(const struct rules *rules, const truth *found);

#endif
