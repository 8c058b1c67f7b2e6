#ifndef TESTS_RESPONSE_FIXTURE_H
#define TESTS_RESPONSE_FIXTURE_H

#include "fhir/response.h"
#include "load/load.h"

// A form with its clinic, on 2 March 2026, for tests of responses.
struct response_loaded {
    struct files files;
    struct issues issues;
    struct form *form;
    struct clinic *clinic;
    struct answers_setup setup;
};

void response_load(struct response_loaded *loaded, const char *form, const char *config);
void response_load_clinical(struct response_loaded *loaded);
void response_load_every_type(struct response_loaded *loaded);
void response_unload(struct response_loaded *loaded);

// The response that the answers are, to be cleared. Completed unless something was not reached.
struct buffer response_of(const struct answers *answers, const struct clinic *clinic);
// Fails unless both hold the same: all but what was put aside, which no record holds.
void response_assert_same(const struct answers *a, const struct answers *b);
void response_print_issues(const struct issues *issues);

#endif
