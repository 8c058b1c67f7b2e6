#ifndef TESTS_DOCUMENT_FIXTURE_H
#define TESTS_DOCUMENT_FIXTURE_H

#include "summary_fixture.h"

// Documents for the renderers' tests: of the people of tests/cases/page, and one of every kind of
// line.
extern const char *const fixture_persons[]; // NULL-ended
extern const char fixture_hostile[];        // a name

struct answers *fixture_person(struct loaded *loaded, const char *name);
void fixture_type(struct loaded *loaded, struct answers *answers, const char *id, const char *text);
struct summary *fixture_summary(struct loaded *loaded, const struct answers *answers, bool traced);
// The other documents of the same answers, and the form on paper; NULL behind the last.
struct summary *fixture_document(struct loaded *loaded, const struct answers *answers, int index);
// Every kind of line once at least, with texts that are hostile; over the fixture's body. Free with
// summary_free; `marks` must outlive it.
struct summary *fixture_every_kind(struct loaded *loaded, const struct answer *marks);

#endif
