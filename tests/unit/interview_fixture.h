#ifndef TESTS_INTERVIEW_FIXTURE_H
#define TESTS_INTERVIEW_FIXTURE_H

#include "interview/interview.h"

// Forms small enough to read, built by hand: one line an item.
struct fixture_item {
    const char *id; // "#name" begins a section (with `ask_if`)
    enum item_type type;
    // Codes with a space between; behind a code `!` exclusive, `?` don't know, `-` declined, `+`
    // please say, `*` all. Quantity: "kg=1 lb=0.5". Score: items; `min` 1: the mean.
    const char *options;
    const char *ask_if;
    const char *check; // `text` of a check is "check"; a leading `?` makes it warn
    const char *value; // ITEM_VALUE
    enum value_type of;
    int depth; // 1: inside the group or repeat before it
    const char *among;
    bool required, safety, silences, limited, single;
    int min, max; // when limited
};

struct form *fixture_form(const struct fixture_item *items);
// As fixture_form for the list that most tests talk about.
struct form *fixture_clinic(void);
uint32_t fixture_item(const struct form *form, const char *id);

// Today is 2026-03-02; no setting is on.
struct answers_setup fixture_setup(const struct form *form);

// An answer in words: a number, a code, codes with `+` between, a text, a date, "!dont-know".
struct answer fixture_answer(const struct form *form, uint32_t item, const char *text);
void fixture_give(struct answers *answers, const char *id, uint32_t entry, const char *text);
// An event answering the question at hand. Returns what interview_do does.
int fixture_say(struct interview *interview, const char *text, struct valid *why);
// Any other event at an item (NULL: none).
int fixture_do(struct interview *interview, enum event_kind kind, const char *id, uint32_t entry);
// Where we are: an id, "review", "finished", "interrupted".
const char *fixture_at(const struct interview *interview);

#endif
