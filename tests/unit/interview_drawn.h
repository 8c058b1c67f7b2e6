#ifndef TESTS_INTERVIEW_DRAWN_H
#define TESTS_INTERVIEW_DRAWN_H

#include "interview/interview.h"

// People drawn by chance, who answer the form of fixture_clinic.

// A number below `below`: small, seeded, the same everywhere.
uint32_t drawn_below(uint64_t *seed, uint32_t below);
// Whatever such a person may do next.
void drawn_event(struct interview *interview, const struct form *form, uint64_t *seed);

#endif
