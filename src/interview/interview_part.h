#ifndef INTERVIEW_INTERVIEW_PART_H
#define INTERVIEW_INTERVIEW_PART_H

#include "interview/beside.h"
#include "interview/interview.h"
#include "interview/way.h"

// What the conversation (interview.c) and following its trail again (retrace.c) share.

struct interview {
    struct answers *answers;
    const struct form *form;
    enum interview_phase phase;
    enum interview_phase interrupted; // the phase to go back to
    struct stop at;
    bool from_review;
    bool adding; // walking through an entry: its end is the repeat, wherever we came from
    struct stop last_answered;
    uint32_t *carried; // items the clinic answered and the patient left so
    size_t carried_count, carried_capacity;
    struct event *trail;
    size_t trail_count, trail_capacity;
    struct beside beside;
};

// The answer of an event, as it is kept: the patient's, or one the clinic carried over.
void interview_give(struct interview *interview, const struct event *event);
// Today is the day that this event names.
void interview_set_day(struct interview *interview, const struct event *event);
// The answers an urgent text rests on are on the table.
void interview_show(struct interview *interview, const struct event *event);
// The event goes into the trail.
void interview_keep(struct interview *interview, const struct event *event);

#endif
