#ifndef TESTS_WIZARD_PATIENT_H
#define TESTS_WIZARD_PATIENT_H

#include "terminal/input.h"
#include "wizard_play.h"

// A patient for any form: looks at where the interview is and types what would answer it, chosen by
// chance, the same for the same seed. Where an answer is refused the next one is tried. A source of
// input for play_source: one key each time, so that every key is followed by its frame.

enum { PATIENT_KEYS = 160 };

struct patient {
    struct play *play;
    struct play_models *models;
    uint32_t random;
    struct interview_at at; // where the last key was typed
    bool begun;
    int64_t now;
    uint32_t attempt; // at this place
    struct raw keys[PATIENT_KEYS];
    size_t count, next;
    // Called before each key is given, when the frame before it has been shown: `moved` when that
    // frame is the first of another place. Either may be NULL.
    void (*seen)(void *context, const struct interview_at *at, bool moved);
    // Called last, after the choice of the key.
    void (*typing)(void *context);
    void *context;
    size_t places; // that were come to
    bool stuck;    // no answer was good enough
};

void patient_init(struct patient *patient, struct play *play, struct play_models *models,
                  uint32_t seed);
// Holds the whole interview, review and hand-over with it; returns the wizard's exit code.
int patient_run(struct patient *patient, int rows, int columns);

#endif
