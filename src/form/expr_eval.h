#ifndef FORM_EXPR_EVAL_H
#define FORM_EXPR_EVAL_H

#include "form/form.h"

// Private to evaluation: one part of an expression, as a truth or as a value.

truth eval_truth(const struct expr *expr, const struct expr_node *node, const struct expr_env *env);
// Pending comes out as unknown when the interview has ended.
struct value eval_value(const struct expr *expr, const struct expr_node *node,
                        const struct expr_env *env);

// The cell a name means.
static inline const struct value *eval_cell(const struct expr_node *node,
                                            const struct expr_env *env)
{
    return &env->cells[node->slot + (node->here ? env->entry : 0)];
}

// What comes of comparing with a value that is not known.
static inline truth eval_state(const struct value *value, const struct expr_env *env)
{
    static const truth states[] = {
        [VALUE_ABSENT] = TRUTH_FALSE,
        [VALUE_UNKNOWN] = TRUTH_UNKNOWN,
        [VALUE_PENDING] = TRUTH_OPEN,
    };
    return value->state == VALUE_PENDING && env->ended ? TRUTH_UNKNOWN : states[value->state];
}

// The parts of a node: `for (part = eval_first(node); part < eval_end(node); part += part->size)`.
static inline const struct expr_node *eval_first(const struct expr_node *node)
{
    return node + 1;
}

static inline const struct expr_node *eval_end(const struct expr_node *node)
{
    return node + node->size;
}

// How a repeat's list of entries stands: VALUE_KNOWN, VALUE_ABSENT (none), or VALUE_UNKNOWN,
// VALUE_PENDING (more may belong to it).
enum value_state eval_entries(const struct expr_node *node, const struct expr_env *env,
                              uint32_t *count);

// Whether two known values of the same type are the same.
truth eval_equal(enum value_type type, const struct value *a, const struct value *b);

// How many marks a set has, and what its options (or the one chosen) weigh. What is not known comes
// out as it is.
struct value eval_marks(const struct form_item *item, const struct value *value);
struct value eval_weight(const struct form_item *item, const struct value *value);

#endif
