#ifndef INTERVIEW_BESIDE_H
#define INTERVIEW_BESIDE_H

#include "interview/answers.h"

// What is kept beside the answers: what was typed or marked and not confirmed, and the answers that
// were on the table when an urgent text was shown.
struct beside {
    struct beside_half *halves;
    size_t half_count, half_capacity;
    struct beside_shown *shown;
    size_t shown_count, shown_capacity;
};

void beside_clear(struct beside *beside);

// Keeps a text; NULL or "" forgets it.
void beside_type(struct beside *beside, uint32_t item, uint32_t entry, const char *text);
// Keeps a copy of what is marked; ANSWER_NONE forgets it.
void beside_mark(struct beside *beside, uint32_t item, uint32_t entry, const struct answer *answer);
// Forgets both: there is an answer now.
void beside_settle(struct beside *beside, uint32_t item, uint32_t entry);
// The text kept, or NULL.
const char *beside_typed(const struct beside *beside, uint32_t item, uint32_t entry);
// What is marked, or NULL.
const struct answer *beside_marked(const struct beside *beside, uint32_t item, uint32_t entry);

// Remembers what is given now, if anything is.
void beside_show(struct beside *beside, const struct answers *answers, uint32_t item,
                 uint32_t entry);
// The same for places in words: "id" or "id.entry", comma separated; what names nothing is passed
// over.
void beside_show_list(struct beside *beside, const struct answers *answers, const char *list);
// Notes which of the answers shown are no longer what they were. To be called after every change.
void beside_watch(struct beside *beside, const struct answers *answers);
// True once an answer that was shown has been different; it stays so.
bool beside_changed(const struct beside *beside, uint32_t item, uint32_t entry);
// The answers that were shown and have been different, each place once, in order: false past the
// last. What was said is borrowed; NULL: it was an entry of a list and the entry is gone.
bool beside_changed_at(const struct beside *beside, const struct form *form, size_t index,
                       uint32_t *item, uint32_t *entry, const struct answer **was);

// An entry of a repeat was removed: later ones move one down.
void beside_remove(struct beside *beside, const struct form *form, uint32_t repeat, uint32_t entry);

#endif
