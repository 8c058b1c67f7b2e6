#ifndef INTERVIEW_VALID_H
#define INTERVIEW_VALID_H

#include "interview/answers.h"

// May this answer be accepted? One validator for every face, for review, for finish and for batch.
enum valid_verdict { VALID_YES, VALID_WARN, VALID_STOP };

enum valid_reason {
    VALID_FINE,
    VALID_REQUIRED, // nothing said, and it may not be passed over
    VALID_SILENCE,  // this silence is not offered here
    VALID_TOO_LOW,  // numbers, lengths, picks, dates
    VALID_TOO_HIGH,
    VALID_TOO_FEW,
    VALID_TOO_MANY,
    VALID_TOO_SHORT,
    VALID_TOO_LONG,
    VALID_PLACES,     // more decimals than asked for
    VALID_PRECISION,  // a date less exact than asked for
    VALID_NOT_AMONG,  // not one of the places marked before
    VALID_OTHER_TEXT, // "please say" is empty
    VALID_TYPE,       // not this kind of answer at all
    VALID_CHECK,      // a check of the form: `text` is its own
    VALID_NOT_NOW,    // no such event here and now (never seen by a patient)
};

struct valid {
    enum valid_verdict verdict;
    enum valid_reason reason;
    const char *
        text; // the check's text, borrowed from the form; NULL for the others (the face words them)
    uint32_t line; // of the check
    bool has_limit;
    decimal limit;        // what was passed
    uint32_t item, entry; // which question: another than the one at hand when a finish or a jump is
                          // refused; FORM_NO_ITEM if none
};

// Judges `answer` (kind NONE: passing over) as if it were given to the item. The answers are left
// as they were.
struct valid valid_answer(struct answers *answers, uint32_t item, uint32_t entry,
                          const struct answer *answer);
// Judges what was given and counts, as things stand now (a place marked before may be gone, an
// answer it was checked against may have changed).
struct valid valid_given(const struct answers *answers, uint32_t item, uint32_t entry);

#endif
