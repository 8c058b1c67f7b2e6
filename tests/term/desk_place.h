#ifndef TESTS_DESK_PLACE_H
#define TESTS_DESK_PLACE_H

#include "command/bundle.h"
#include "record/installation.h"
#include "record/words.h"

// A desk with records in a folder of its own, at which the installed program is run.
enum { DAY = 86400, PATHS = 256 };

struct desk_place {
    char root[64], data[PATHS];
    const char *program;
    struct installation here;
    struct reader reader;
    struct reader_secret *secret;
    struct bundle bundle;
    char *out, *err; // of the last run
    char slip[SLIP_BYTES];
};
extern struct desk_place desk;
extern const char desk_passphrase[];

// As cmocka wants them.
int desk_set_up(void **state);
int desk_tear_down(void **state);

// Runs `intake ARGUMENTS` with `said` typed into it. The exit code.
int desk_run(const char *said, const char *arguments);
void desk_assert_run(const char *said, const char *arguments, int wanted);
void desk_assert_says(const char *text, const char *wanted);

struct desk_wish {
    const char *name, *keep;
    int64_t at;
    enum entry_kind kind;
    const uint8_t *about; // a partial record's draft
    enum {
        WELL,
        OTHER_FINDINGS,
        NO_INTERVIEW
    } sealed; // with findings that do not follow; with no answers
};
// Adds one record. Its number.
unsigned desk_add(const struct desk_wish *wish);

#endif
