#ifndef TESTS_SUMMARY_FIXTURE_H
#define TESTS_SUMMARY_FIXTURE_H

#include "load/load.h"
#include "summary/summary.h"

// The clinical form with its rules and the sample clinic, on 2 March 2026; and the page of answers.
struct loaded {
    struct files files;
    struct issues issues;
    struct form *form;
    struct rules *rules;
    struct clinic *clinic;
    struct answers_setup setup;
};

// Before and after a group of tests, with *state the loaded.
int summary_load(void **state);
int summary_unload(void **state);
struct summary *summary_of(const struct loaded *loaded, const struct answers *answers,
                           const struct summary_facts *facts);

#endif
