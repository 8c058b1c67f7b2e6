#ifndef FORM_PROVE_SEARCH_H
#define FORM_PROVE_SEARCH_H

#include "form/prove.h"

// Private to proofs: the questions a condition hangs on, and the values of each that can make a
// difference.

enum { PROVE_VARIABLES = 96, PROVE_EXPRESSIONS = 512 };

struct variable {
    uint32_t item;
    bool complete; // its values stand for all it can have
    bool bounded;  // what decides whether it applies is part of the search
    const struct value *values;
    const uint32_t *entries; // of a repeat: entries that go with each value
    uint32_t count;
};

struct involved {
    const struct form *form;
    struct arena *arena;
    const struct expr *expressions[PROVE_EXPRESSIONS]; // all that are evaluated
    uint32_t expression_count;
    struct variable variables[PROVE_VARIABLES]; // questions and repeats, in order of asking
    uint32_t variable_count;
    uint32_t derived[PROVE_VARIABLES]; // calculated values and scores, in order of dependence
    uint32_t derived_count;
    bool too_many;
    day_number today;
};

// Fills variable->values by what the expressions ask of it.
void prove_values(const struct involved *involved, struct variable *variable);

#endif
