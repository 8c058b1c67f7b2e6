#ifndef SCREENING_CIRCUIT_H
#define SCREENING_CIRCUIT_H

#include "screening/rules.h"

// The rules in force as one circuit: most of a rule is comparisons of an answer with a constant,
// joined by and, or, not. Which way a comparison comes out cannot be foretold, and a processor that
// guesses wrongly loses more than the comparison costs; so all are made, one kind after the other,
// and what they say is joined as bits. What fits no comparison (arithmetic, repeats, fired()) is a
// gate that evaluates its part of the expression.

struct circuit;

// Into the rules' arena, for answers to `form`; the rules' steps are in order.
const struct circuit *circuit_build(struct rules *rules, const struct form *form);
// Each step's finding into found[its rule]: one of true, false, unknown. `env` is of ended answers.
void circuit_run(const struct circuit *circuit, const struct expr_env *env, truth *found);

#endif
