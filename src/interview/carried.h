#ifndef INTERVIEW_CARRIED_H
#define INTERVIEW_CARRIED_H

#include "interview/interview.h"
#include "interview/way.h"

// For the conversation alone; what others ask is interview_carried.

// May the clinic give this answer now? Only first of all, only where the form lets it, and its word
// is judged like any; a warning refuses it, since nobody is there to confirm.
struct valid carried_may(struct interview *interview, const struct event *event);
// An answer is given: by the clinic, or by the patient in its place.
void carried_note(struct interview *interview, const struct event *event);
// The way from a stop on, or back, to what is not carried over.
struct stop carried_onward(const struct interview *interview, struct stop at);
struct stop carried_backward(const struct interview *interview, struct stop at);

#endif
