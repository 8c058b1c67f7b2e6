#ifndef THERAPIST_VISIT_H
#define THERAPIST_VISIT_H

#include "record/folded.h"
#include "record/handover.h"
#include "therapist/view.h"

// One record, opened: the patient's answers on the form of their day, what stands beside them, and
// the findings of both.

struct visit_note {
    const char *who, *when, *text;
};

struct visit {
    uint64_t number;
    uint8_t id[ENTRY_ID];
    int64_t at;
    bool today_only; // seen until it is signed off or the day is over; never leaves the store
    struct buffer body;
    struct handed handed;
    const struct therapist_form *of;
    struct interview *interview;
    const struct answers *answers; // the patient's

    // Made anew by visit_renew.
    unsigned turn;        // another number each time
    uint32_t beside;      // how many remarks it was made of
    struct arena arena;   // of what follows
    struct answers *both; // the patient's, and what a therapist learned in place of silences
    truth *found;         // of both
    struct summary_facts facts;
    bool decided;
    enum remark_decision decision; // the newest
    struct visit_note *notes;
    size_t note_count;
    struct interview **past; // of facts.past
    struct buffer *bodies;
};

// Opens it. Every opening is in the log before this is called. NULL, after saying why.
struct visit *visit_open(struct therapist *desk, const struct folded_row *row);
void visit_close(struct visit *visit); // wipes; NULL is allowed
// Has something been added beside it since?
bool visit_is_behind(const struct visit *visit, const struct folded_row *row);
// Reads what stands beside it again. What cannot be read is left out, and said.
void visit_renew(struct therapist *desk, struct visit *visit, const struct folded_row *row);
// The same, once something was added by this desk.
void visit_added(struct therapist *desk);
// Adds a remark beside the open record. False, after saying why.
bool visit_remark(struct therapist *desk, const struct remark *remark);

// "suitable", as it stands on the page.
const char *visit_decision_words(enum remark_decision decision);

// What the tabs of the reader show; the caller frees it. The notes have no document of their own
// in `summary`, since no answer stands in them.
struct summary *visit_page(const struct visit *visit);
struct summary *visit_notes(const struct visit *visit);

#endif
