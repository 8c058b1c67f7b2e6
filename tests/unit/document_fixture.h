#ifndef TESTS_DOCUMENT_FIXTURE_H
#define TESTS_DOCUMENT_FIXTURE_H

#include "load/load.h"
#include "summary/summary.h"

// Documents for the renderers' tests: of the people of tests/cases/page, and one of every kind of
// line.
struct fixture {
    struct files files;
    struct issues issues;
    struct form *form;
    struct rules *rules;
    struct clinic *clinic;
    struct answers_setup setup;
};

// For cmocka's group: *state is a struct fixture.
int fixture_load(void **state);
int fixture_unload(void **state);

extern const char *const fixture_persons[]; // NULL-ended
extern const char fixture_hostile[];        // a name

struct answers *fixture_person(struct fixture *fixture, const char *name);
void fixture_type(struct fixture *fixture, struct answers *answers, const char *id,
                  const char *text);
struct summary *fixture_summary(struct fixture *fixture, const struct answers *answers,
                                bool traced);
// The other documents of the same answers, and the form on paper; NULL behind the last.
struct summary *fixture_document(struct fixture *fixture, const struct answers *answers, int index);
// Every kind of line once at least, with texts that are hostile; over the fixture's body. Free with
// summary_free; `marks` must outlive it.
struct summary *fixture_every_kind(struct fixture *fixture, const struct answer *marks);

#endif
