#ifndef PATIENT_SESSION_H
#define PATIENT_SESSION_H

#include "form/clinic.h"
#include "interview/interview.h"
#include "record/drafts.h"
#include "screening/rules.h"

// One interview being held. The only way for a face to change anything: session_do gives the event
// to the state machine, appends it to the journal and syncs it, and looks at the urgent rules, in
// this order, so that what is drawn next is already safe.
struct session {
    const struct form *form;
    const struct rules *rules;
    const struct clinic *clinic;
    struct interview *interview; // owned
    struct journal *journal;     // borrowed; NULL: nothing is kept (tests)
    uint8_t *shown;              // owned, by rule: 1 = this urgent finding has interrupted already
    const char *face;            // "wizard", "line"
    uint64_t (*now)(void *context); // milliseconds of a clock that only grows
    void *now_context;
    void (*done)(void *context, enum event_kind kind); // or NULL
    void *done_context;
    uint64_t began;    // by that clock
    bool disk_trouble; // the last event could not be saved: it was not accepted; try again
    size_t kept;       // events of the trail that are in the journal
};

struct session_setup {
    const struct form *form;
    const struct rules *rules;
    const struct clinic *clinic;
    const uint8_t *settings;
    bool today_known;
    day_number today;
    struct journal *journal;
    const char *face;
    uint64_t (*now)(void *context);
    void *now_context;
    // After each event that was done, and kept where it could be: EVENT_INTERRUPT is a finding
    // about to be shown. NULL: nobody needs to know.
    void (*done)(void *context, enum event_kind kind);
    void *done_context;
};

// A new interview: the begin event is journalled. 0, or -1 if it could not be.
int session_begin(struct session *session, const struct session_setup *setup);
// Goes on with a replayed one (takes the interview). A finished one is taken as it is: the machine
// stopped before it was handed over.
int session_resume(struct session *session, const struct session_setup *setup,
                   struct interview *take_interview);
void session_end(struct session *session);

// Does one event (its `at` is filled in). 0: accepted and safe. -1: refused, reason in *why; or,
// with disk_trouble set, it could not be saved.
int session_do(struct session *session, struct event *event, struct valid *why);

// Keeps half-typed text, and what is marked but not confirmed (on idle, hang-up and pause).
int session_typed(struct session *session, uint32_t item, uint32_t entry, const char *text);
int session_marked(struct session *session, uint32_t item, uint32_t entry,
                   const struct answer *answer);

// The distinct texts of present rules for the patient, gravest first, after finishing; names in
// them are not filled in yet (words_text does). Fills at most `size`; returns how many.
size_t session_tells(const struct session *session, const char **texts, size_t size);

#endif
