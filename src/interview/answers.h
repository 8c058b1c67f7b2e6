#ifndef INTERVIEW_ANSWERS_H
#define INTERVIEW_ANSWERS_H

#include "form/clinic.h"
#include "form/form.h"
#include "interview/answer.h"

// All that was said, what applies, and what expressions see of it. An answer whose question stops
// applying is put aside, not lost: logic cannot see it, and it is back when the question applies
// again.

// The state of a question (DESIGN section 4).
enum answer_state {
    STATE_ANSWERED,
    STATE_DONT_KNOW,
    STATE_DECLINED,
    STATE_SKIPPED,
    STATE_NOT_REACHED,
    STATE_NOT_APPLICABLE,
    STATE_PENDING,
};

struct answers;

struct answers_setup {
    const struct form *form;
    const uint8_t *settings; // by index of form->settings; copied; NULL: all off
    bool today_known;
    day_number today;
};

struct answers *answers_new(const struct answers_setup *setup);
// The same answers, entries and settings, to be changed without changing these.
struct answers *answers_copy(const struct answers *from);
void answers_free(struct answers *answers);
// Another day is today, and everything that follows from it is worked out anew.
void answers_set_today(struct answers *answers, bool known, day_number today);
const struct form *answers_form(const struct answers *answers);

// One thing that is different after a change.
struct change {
    uint32_t item;
    uint32_t entry;
    bool applies; // whether it applies changed (else its value did)
};

// Gives (or replaces) an answer; deep copy. Works out again only what depends on it. Item and entry
// must exist. To a repeat: a number says that its list is complete (which number does not matter);
// a silence is a silence about the whole list.
void answers_give(struct answers *answers, uint32_t item, uint32_t entry,
                  const struct answer *answer);
// Takes it back: as if never asked.
void answers_take(struct answers *answers, uint32_t item, uint32_t entry);
// Entries of a repeat. Added at the end; removal shifts the later ones down.
uint32_t answers_entries(const struct answers *answers, uint32_t repeat);
// How often an item stands: once, but within a repeat as often as that has entries.
uint32_t answers_times(const struct answers *answers, uint32_t item);
// Is it a question, in an entry there is? Any numbers may be asked about.
bool answers_asks(const struct answers *answers, uint32_t item, uint32_t entry);
// The most entries a repeat may have.
uint32_t answers_entries_most(const struct form *form, uint32_t repeat);
void answers_add_entry(struct answers *answers, uint32_t repeat);
void answers_remove_entry(struct answers *answers, uint32_t repeat, uint32_t entry);
// The interview ended: pending becomes not-reached, everything is worked out once more. false: it
// goes on again.
void answers_end(struct answers *answers, bool ended);

// What the last call of the above changed, in order of dependence (the item itself first). Valid
// until the next.
const struct change *answers_changes(const struct answers *answers, size_t *count);

// The answer as if it were given, without owning it, until answers_untry puts back what was there.
// For judging an answer; at most one at a time, nothing else may change between.
void answers_try(struct answers *answers, uint32_t item, uint32_t entry,
                 const struct answer *answer);
void answers_untry(struct answers *answers);

enum answer_state answers_state(const struct answers *answers, uint32_t item, uint32_t entry);
// Whether the question applies: TRUTH_TRUE = it is asked.
truth answers_applies(const struct answers *answers, uint32_t item, uint32_t entry);
// Whether the patient stops there: a question, note or repeat that applies.
bool answers_stops(const struct answers *answers, uint32_t item, uint32_t entry);
// The first among [from, to) to be stopped at in this entry (0 outside repeats), or a group or
// repeat, which may hold one; `to` if there is none. On the way from one question to the next there
// may be a thousand that are not asked.
uint32_t answers_seek(const struct answers *answers, uint32_t from, uint32_t to, uint32_t entry);
// What was said, put aside or not; kind ANSWER_NONE if nothing. Never NULL.
const struct answer *answers_given(const struct answers *answers, uint32_t item, uint32_t entry);
// True if something was said that does not count, because the question does not apply or may not.
bool answers_aside(const struct answers *answers, uint32_t item, uint32_t entry);
// What expressions see.
const struct value *answers_value(const struct answers *answers, uint32_t item, uint32_t entry);
// For evaluating anything over these answers; borrows from them, valid until the next change.
struct expr_env answers_env(const struct answers *answers);
// How many dependents have been worked out since the beginning (for tests of "only dependents").
uint64_t answers_work(const struct answers *answers);

#endif
