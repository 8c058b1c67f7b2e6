#ifndef INTERVIEW_INTERVIEW_H
#define INTERVIEW_INTERVIEW_H

#include "interview/answers.h"
#include "interview/event.h"
#include "interview/valid.h"

// One conversation as a pure state machine. A face asks for the current question, shows it, and
// gives events; nothing about validity or order is in a face.
struct interview;

enum interview_phase {
    PHASE_ASKING,      // the current item is a note, a question or a repeat ("add another?")
    PHASE_INTERRUPTED, // the urgent text is on the screen
    PHASE_REVIEW,
    PHASE_FINISHED,
};

struct interview_at {
    enum interview_phase phase;
    uint32_t item, entry;    // PHASE_ASKING
    uint32_t section;        // index of its section
    uint32_t section_number; // 1-based among the sections that have something to ask now
    uint32_t section_count;
    bool from_review; // answering leads back to the review page
};

struct interview *interview_new(const struct answers_setup *setup);
void interview_free(struct interview *interview);

// Does one event. Returns 0 if it was accepted (it is then in the trail, and the face journals it
// before showing what comes next), -1 if it was refused, with the reason in *why (may be NULL); a
// refused event changes nothing.
int interview_do(struct interview *interview, const struct event *event, struct valid *why);
// Would interview_do accept it? Changes nothing. For keeping the event first: an event that may
// happen is never refused by an interview_do that follows at once.
int interview_may(struct interview *interview, const struct event *event, struct valid *why);

struct interview_at interview_at(const struct interview *interview);
const struct answers *interview_answers(const struct interview *interview);
// Ends the answers as they stand, for the page of an interview that was left; nothing may be done
// in it afterwards.
const struct answers *interview_end_answers(struct interview *interview);
// Evaluation over the answers needs no copy; checks do: valid_answer through the interview,
// changing nothing.
struct valid interview_judge(struct interview *interview, uint32_t item, uint32_t entry,
                             const struct answer *answer);
// The first applicable question of a section that is not carried over, FORM_NO_ITEM if it has none
// (for jumping).
uint32_t interview_section_start(const struct interview *interview, uint32_t section);
// True if everything required before this section is settled, so that one may jump there.
bool interview_may_jump(const struct interview *interview, uint32_t section);
// Has the patient done nothing in it yet? Then it may still be held on another day than it was
// made.
bool interview_unbegun(const struct interview *interview);
// The day it is held on. False: it is not known.
bool interview_day(const struct interview *interview, day_number *day);
// Was it begun by staff who key a paper form?
bool interview_from_paper(const struct interview *interview);
// Who keyed it, and the day on the paper; NULL: that was not said.
const char *interview_keyed_by(const struct interview *interview, day_number *day);
// Did the clinic carry this answer over from an earlier visit, and did the patient leave it so? It
// is settled: the way passes over it, and it can be changed from the review page.
bool interview_carried(const struct interview *interview, uint32_t item);
// Half-typed text kept for a question, or NULL.
const char *interview_typed(const struct interview *interview, uint32_t item, uint32_t entry);
// What was marked or chosen there and not confirmed, or NULL. It was never judged: it may be no
// valid answer. Valid until the next event.
const struct answer *interview_marked(const struct interview *interview, uint32_t item,
                                      uint32_t entry);
// Questions asked (whose condition is true) and, of them, answered or silent by choice.
void interview_counts(const struct interview *interview, uint32_t *asked, uint32_t *settled);
// An answer that an urgent finding was shown on and that was changed or put aside afterwards
// ("shown, then changed").
bool interview_shown_then_changed(const struct interview *interview, uint32_t item, uint32_t entry);
// All of these, each once: false past the last. `was` is what was said when the text was shown,
// valid until the next event; NULL: an entry of the list `item` that is gone.
bool interview_changed(const struct interview *interview, size_t index, uint32_t *item,
                       uint32_t *entry, const struct answer **was);
// The event trail so far: `count` events, valid until the next interview_do.
const struct event *interview_trail(const struct interview *interview, size_t *count);

#endif
