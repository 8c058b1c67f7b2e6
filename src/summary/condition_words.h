#ifndef SUMMARY_CONDITION_WORDS_H
#define SUMMARY_CONDITION_WORDS_H

#include "summary/condition.h"

// What the files share that put a condition into words. Private to them.

enum { LIMIT_WORDS = 1 << 16 }; // bytes of one part of a condition; longer is cut

// What an expression is about while it is said: the pools belong to the expression, the nodes to
// the part.
struct speaker {
    const struct wording *wording;
    const struct expr *expr;
    struct buffer *out;
    bool doubt; // inside maybe()
};

static inline const struct condition_phrases *words_of(const struct speaker *speaker)
{
    return speaker->wording->words;
}

// The parts of a node, one after the other: NULL before the first and after the last.
static inline const struct expr_node *part_after(const struct expr_node *node,
                                                 const struct expr_node *part)
{
    const struct expr_node *next = part == NULL ? node + 1 : part + part->size;
    return next < node + node->size ? next : NULL;
}

// A calculated value is what it is calculated from. True if `node` is one; then *of is its
// expression.
bool say_is_calculated(const struct form *form, const struct expr_node *node,
                       const struct expr **of);

// `negated`: that it is not so. `inside`: several that are joined stand in brackets.
void say_truth(const struct speaker *speaker, const struct expr_node *node, bool negated,
               bool inside);
void say_value(const struct speaker *speaker, const struct expr_node *node);
void say_name(const struct speaker *speaker, uint32_t item);
// `value` if {condition}, else ...
void say_choice(const struct speaker *speaker, const struct expr_node *node);

// Fill a phrase: with a question for {a} and `b` as it is; with parts said as values (`b` may be
// NULL); with a condition for {a}; with a list for {a} and what holds of its entries for {b}.
void fill_name(const struct speaker *speaker, const char *phrase, uint32_t item, const char *b);
void fill_values(const struct speaker *speaker, const char *phrase, const struct expr_node *a,
                 const struct expr_node *b);
void fill_truth(const struct speaker *speaker, const char *phrase, const struct expr_node *node);
void fill_entries(const struct speaker *speaker, const char *phrase, const struct expr_node *node);

#endif
