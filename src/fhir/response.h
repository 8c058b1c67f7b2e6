#ifndef FHIR_RESPONSE_H
#define FHIR_RESPONSE_H

#include "base/buffer.h"
#include "base/issue.h"
#include "form/clinic.h"
#include "interview/answers.h"

// The answers of an ended interview as a FHIR R4 QuestionnaireResponse in JSON, and back. Every
// question that was asked, or passed over, is there in the order of the form: linkId is the item's
// id, text is what was shown, a silence is a data-absent-reason (asked-unknown: don't know;
// asked-declined: rather not say; not-asked: not reached; unknown: skipped). What does not apply,
// or was put aside, is not there. README.md has each type; names.h the names.
struct response_facts {
    const char *id;              // the record's, as a UUID
    const char *language;        // BCP 47
    const char *authored;        // "2026-11-28T10:05:00+11:00"
    const char *source;          // who answered: a code of who_answers, or NULL
    const char *program;         // "intake 0.2.0", kept as an extension
    bool completed;              // else in-progress (an urgent finding's partial record)
    const struct clinic *clinic; // for texts that name it; may be NULL
};

// Adds one line of JSON to `out`, whose maximum the caller chooses; a response cut there is `full`
// and worthless. Answers that are not ended are written as if they were (pending: not-asked).
void response_write(const struct answers *answers, const struct response_facts *facts,
                    struct buffer *out);

// What response_write wrote, into ended answers of the same form (with the same settings and day);
// white space and the order of an object's members are free. 0 and *out, or -1 with at least one
// error that names its place ("item[3].answer[0].valueCoding.code: ..."). It is strict: nothing is
// taken that would not be written the same way again. Two things are let be: `text` and `display`,
// which are what was shown then; and a calculated value or score that is worked out otherwise now,
// which is a warning. Whether each answer is a valid one is not judged: an interview may be left
// with some that no longer are.
int response_read(const char *json, size_t length, const struct answers_setup *setup,
                  struct issues *issues, struct answers **out);

#endif
