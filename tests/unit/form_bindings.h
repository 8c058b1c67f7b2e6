#ifndef TESTS_FORM_BINDINGS_H
#define TESTS_FORM_BINDINGS_H

#include "form_builder.h"

// What every cell of a form holds, written as text ("n=5; side=not_sure; meds=2"): the language of
// tests/cases/expr, see the README there.
struct bindings {
    const struct form *form;
    struct arena arena;
    struct value *cells;
    uint32_t *entries;
    uint8_t settings[64];
    truth fired[EXPR_CLASSES];
    struct expr_env env;
    bool in_rule;
    const char *wrong; // the part that could not be read, or NULL
};

void bindings_init(struct bindings *bindings, const struct form *form);
void bindings_clear(struct bindings *bindings);
// Reads them all; false if one is wrong.
bool bindings_read(struct bindings *bindings, const char *text);

// "true", "unknown", "FU", "7", "5..7", "absent" ...: what came of an expression. Into the arena.
const char *bindings_print(struct bindings *bindings, const struct expr *expr, struct value value);
// Letters of a truth: "T", "FU".
const char *bindings_truth(truth now);

#endif
