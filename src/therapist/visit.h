#ifndef THERAPIST_VISIT_H
#define THERAPIST_VISIT_H

#include "record/folded.h"
#include "record/handover.h"
#include "summary/documents.h"
#include "therapist/therapist.h"

// One record, opened: the patient's answers on the form of their day, what stands beside them, and
// the findings of both. Without a screen: for the desk, and for whoever prints one record.

// Who opens, and what opening asks of the world around it. All borrowed; the callbacks are those of
// struct therapist_setup.
struct visit_source {
    struct installation *installation;
    const struct reader *reader;
    const struct reader_secret *secret;
    const struct folded *folded; // this reader's list
    const struct therapist_form *(*form)(void *context, const uint8_t form[SEAL_HASH],
                                         const uint8_t rules[SEAL_HASH], const char **why);
    void (*when)(void *context, int64_t at, struct therapist_when *out);
    void *context;
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
    uint64_t known;       // the number of the newest of them, or 0
    struct arena arena;   // of what follows
    struct answers *both; // the patient's, and what a therapist learned in place of silences
    truth *found;         // of both
    struct summary_facts facts;
    bool decided;
    enum remark_decision decision; // the newest
    size_t unread;                 // remarks that cannot be read, and are left out
    struct interview **past;       // of facts.past
    struct buffer *bodies;
};

// Opens it; the opening is in the log before anything of it is shown. NULL, with what stands in the
// way in *why (static, to follow "it cannot be opened: "). visit_close closes it.
struct visit *visit_open(const struct visit_source *source, const struct folded_row *row,
                         const char **why);
void visit_close(struct visit *visit); // wipes; NULL is allowed
// Has something been added beside it since?
bool visit_is_behind(const struct visit *visit, const struct folded_row *row);
// Reads what stands beside it again.
void visit_renew(const struct visit_source *source, struct visit *visit,
                 const struct folded_row *row);

// Lays into a REMARK_ANSWER how the record stands with its answer, the event, too.
void visit_weigh(const struct visit *visit, const struct event *event, struct remark *remark);

// "suitable", as it stands on the page.
const char *visit_decision_words(enum remark_decision decision);

// What is read of it; summary_free frees it.
struct summary *visit_document(const struct visit *visit, enum summary_document which);

#endif
