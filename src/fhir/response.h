#ifndef FHIR_RESPONSE_H
#define FHIR_RESPONSE_H

#include "base/buffer.h"
#include "base/issue.h"
#include "interview/answers.h"

// The answers of an ended interview as a FHIR R4 QuestionnaireResponse in JSON, and back. Every question
// that was asked, or passed over, is there in the order of the form: linkId is the item's id, text is
// what was shown, a silence is a data-absent-reason (asked-unknown: don't know; asked-declined: rather
// not say; not-asked: not reached; unknown: skipped). What does not apply is not there. Decimals keep
// their digits, partial dates their precision, options their codes and weights (ordinalValue).
struct response_facts {
    const char *id;       // the record's, as a UUID
    const char *language; // BCP 47
    const char *authored; // "2026-11-28T10:05:00+11:00"
    const char *source;   // who answered: a code of who_answers, or NULL
    const char *program;  // "intake 0.2.0", kept as an extension
    bool completed;       // else in-progress (an urgent finding's partial record)
};

void response_write(const struct answers *answers, const struct response_facts *facts,
                    struct buffer *out);
// What response_write wrote, into ended answers of the same form. Anything else is an error with a
// path ("item[3].answer[0]: ..."). -1 with at least one error.
int response_read(const char *json, size_t length, const struct answers_setup *setup,
                  struct issues *issues, struct answers **out);

#endif
