#ifndef INTERVIEW_ASKED_AGAIN_H
#define INTERVIEW_ASKED_AGAIN_H

#include "interview/answers.h"

// A question that the patient left open and that somebody asks again: what they learn counts beside
// what the patient said, never over it.

// Whether it was left open: nothing was answered, or what was chosen stands for a silence ("Not
// sure"), alone or among others.
bool asked_again_open(const struct answers *said, uint32_t item, uint32_t entry);
// What counts of both: `learned`, and all that the patient marked beside "Not sure". The caller
// clears it.
struct answer asked_again_both(const struct answers *said, uint32_t item, uint32_t entry,
                               const struct answer *learned);

#endif
