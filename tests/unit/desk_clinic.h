#ifndef TESTS_DESK_CLINIC_H
#define TESTS_DESK_CLINIC_H

#include "../term/sealed_place.h"
#include "command/bundle.h"
#include "command/shelf.h"
#include "therapist/therapist.h"

// A clinic with sealed records, for tests of the therapist's desk: the answers of files of
// tests/cases/page as interviews of 23 November 2026, half past ten.

enum { DESK_NOW = 1795429800 };

struct desk_clinic {
    struct sealed_place place;
    struct installation installation;
    struct bundle bundle;
    struct shelf *shelf;
};

struct desk_person {
    const char *answers; // "cauda": tests/cases/page/cauda.answers
    const char *name;    // in the headline, instead of theirs; or NULL
    const char *slip;
    int64_t at;  // seconds before DESK_NOW at which it ended
    bool so_far; // sealed when something urgent was shown
    bool today_only;
};

void desk_clinic_make(struct desk_clinic *clinic);
void desk_clinic_remove(struct desk_clinic *clinic);
// Seals one more; the number of its entry.
uint64_t desk_clinic_add(struct desk_clinic *clinic, const struct desk_person *person);
// The five of most tests: urgent, same day, do not needle, an urgent finding not excluded, and one
// with nothing.
void desk_clinic_five(struct desk_clinic *clinic);
// One that opens, and is no record of an interview.
void desk_clinic_add_damaged(struct desk_clinic *clinic);

#endif
