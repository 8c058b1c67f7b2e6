#ifndef TESTS_ROBUST_AFTER_H
#define TESTS_ROBUST_AFTER_H

#include "command/bundle.h"
#include "term/kiosk_run.h"
#include "term/sealed_place.h"

// Real interviews that go wrong, each in a data folder of its own, and the look at it afterwards:
// what a reader finds there once the next start has tidied up.

// How one interview goes wrong: the call that saves, its errno (0: the program is killed there).
struct fault {
    int call, error;
    enum { ONCE, UNTIL_MENDED, THEN_KILLED, HALF_WRITTEN } how;
};

struct after {
    struct bundle bundle;
    struct sealed_place clinic;   // as it is before each interview
    struct sealed_place place;    // a copy, with the same keys
    char drafts[300];             // the folder in it
    char calls[300], mended[300]; // files of the library that makes it go wrong, beside it
};

// How many are there.
struct found {
    uint64_t records, partials;
    size_t drafts;
    bool words; // they open the draft
};

void after_open(struct after *after);
void after_close(struct after *after);
// A fresh copy, and away with it.
void after_begin(struct after *after);
void after_end(struct after *after);

// Variables ("NAME=value") for the program: the library, the fault, the data folder. `out` has room
// for AFTER_VARIABLES; valid until the next call.
enum { AFTER_VARIABLES = 8 };
void after_variables(const struct after *after, const char *library, struct fault fault,
                     const char *out[AFTER_VARIABLES]);
// Calls that save so far, by the program and its children.
int after_calls(const struct after *after);
// Another reason than a full disk why nothing can be written there until it is mended: a quota, a
// file system that may only be read, a right that was taken away; another for each call.
int after_no_room(int call);
// The nth try of a run with a screen: the calls in their order, each in these ways.
enum { AFTER_WAYS = 6 };
struct fault after_fault(int nth);
// Whether `intake start` may end with this code: killed where that was meant; refused, in words,
// before anything was asked; or well, at the end. NULL, or what is wrong.
const char *after_judge(struct fault fault, int code, bool refused, bool at_end);
// There is room again, or the disk works.
void after_mend(const struct after *after);

// The next start tidies up; then, of these steps, the first `reached` of which were shown: each
// acknowledged answer is there once, the one given last may be, no other is; all of it in one draft
// that the reader opens or in one record; every signature, the chain and the seals hold. NULL, or
// what is wrong (valid until the next call).
const char *after_look(struct after *after, const struct step *steps, size_t count, size_t reached,
                       struct found *found);

#endif
