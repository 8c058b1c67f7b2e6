#ifndef RECORD_REMARK_H
#define RECORD_REMARK_H

#include "record/installation.h"
#include "record/standing.h"

// What a therapist adds beside a record: sealed to all readers, signed by its author, appended and
// never changed; a later one of its kind says what holds now. The open line names the record and
// nothing else.
enum remark_kind {
    REMARK_NOTE,     // a note or correction: `text`
    REMARK_DECISION, // `decision`, `text`; a later one says in `text` why
    REMARK_FINDING,  // `rule` was seen or `discussed` with the patient
    REMARK_ANSWER,   // to a question the patient had left open: `event`, an encoded EVENT_ANSWER on
                     // the record's form; `standing`, as it is with this answer
    REMARK_LINK,     // an earlier visit of the same person: `other`
    REMARK_UNLINK,   // no: `other` is somebody else's
    REMARK_KINDS,
};

enum remark_decision {
    DECISION_SUITABLE,
    DECISION_WITH_CARE,
    DECISION_NOT_TODAY,
    DECISION_REFER,
    DECISION_KINDS,
};

enum { REMARK_RULE = 128, REMARK_TEXT = 16 << 10, REMARK_EVENT = 64 << 10 }; // bytes, with NUL

struct remark {
    enum remark_kind kind;
    enum remark_decision decision;
    char rule[REMARK_RULE]; // its id
    bool discussed;
    uint8_t other[ENTRY_ID];
    bool stands;               // has `standing`: older ones do not
    struct standing standing;  // worked out with all that stood beside the record
    uint64_t known;            // up to this remark's number; 0: nothing stood there
    struct buffer text, event; // owned; they want wiping
    // Of a remark that was read.
    uint64_t number; // of its entry
    int64_t at;
    const struct reader *author; // in the installation
};

void remark_init(struct remark *remark, enum remark_kind kind);
void remark_clear(struct remark *remark); // wipes

// Appends it beside the record `id`. -1 with errno: EINVAL a part is missing or too long; others as
// installation_add.
int remark_add(struct installation *installation, const struct reader *reader,
               const struct reader_secret *secret, const uint8_t id[ENTRY_ID],
               const struct remark *remark, int64_t now);
// Opens an ENTRY_REMARK (whole, from the store). *out is initialised here, and to be cleared. -1
// with errno, as entry_open; EBADMSG too if its author did not sign it so, or it says nothing this
// program can read.
int remark_open(struct installation *installation, const struct entry *entry,
                const struct reader *reader, const struct reader_secret *secret,
                struct remark *out);

#endif
