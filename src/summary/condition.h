#ifndef SUMMARY_CONDITION_H
#define SUMMARY_CONDITION_H

#include "form/form.h"
#include "summary/phrases.h"

// A condition in words: `react has breath` becomes "After your last visit" includes "Chest pain or
// trouble breathing". No id of an item, option or rule is ever in it: calculated truths are said as
// what they are calculated from.

struct wording {
    const struct form *form;
    const struct phrases *phrases;         // the classes of findings
    const struct condition_phrases *words; // for whom it is said
    // Said to who fills in the form by hand: calculated numbers too are said as what they are
    // calculated from, and in doubt a mark on all of the body counts for each place.
    bool by_hand;
    // What a question is called; NULL: by its short name.
    void (*name)(void *context, uint32_t item, struct buffer *out);
    void *context;
    // What is so whatever is answered: such a part is left out. NULL: nothing is.
    const struct expr_env *settled;
};

// A part of an expression, as an expression.
struct expr condition_part(const struct expr *expr, const struct expr_node *node);

// Appends the condition in one run.
void condition_say(const struct wording *wording, const struct expr *condition, struct buffer *out);

// Calls `visit` for the condition and, where it joins several, for each of them one deeper: what
// it says (or what joins those below it), and the part itself, to be evaluated. `leaf`: nothing
// stands below it.
void condition_walk(const struct wording *wording, const struct expr *condition,
                    void (*visit)(void *context, int depth, const struct expr *part,
                                  const char *text, bool leaf),
                    void *context);

#endif
