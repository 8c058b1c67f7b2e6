#ifndef INTERVIEW_EVENT_H
#define INTERVIEW_EVENT_H

#include "base/buffer.h"
#include "interview/answer.h"

// The face of an interview that staff key from a paper form; behind ": " who keys it, where that
// was said: then the day it begins on is the paper's.
#define EVENT_FACE_PAPER "paper"

// What can happen in an interview. Events are the record: folding them gives the state exactly.
enum event_kind {
    EVENT_BEGIN,  // text: face; `day`: today; settings as ids in `text2` (comma separated); form
                  // hash in `hash`
    EVENT_ANSWER, // item, entry, answer (a value or a silence); `confirmed`: a warning was
                  // confirmed
    EVENT_READ,   // item: a note was read, or a repeated group left
    EVENT_BACK,
    EVENT_GO,        // to item/entry; item FORM_NO_ITEM: to the review page
    EVENT_ADD,       // item: repeat; a new entry
    EVENT_REMOVE,    // item: repeat, entry
    EVENT_INTERRUPT, // text: ids of the urgent rules, comma separated; text2: ids of the questions
                     // they rest on, "id" or "id.entry", comma separated (NULL: the last answered)
    EVENT_GO_ON,     // after an interrupt; `confirmed`: staff let the patient go on
    EVENT_TYPED,     // item, entry, text: half-typed, unconfirmed
    EVENT_PAUSE,
    EVENT_RESUME,
    EVENT_FINISH,
    EVENT_MARKED,   // item, entry, answer: marked or chosen, unconfirmed; ANSWER_NONE: nothing any
                    // more
    EVENT_WITHHELD, // item, entry: an answer that was put aside, without what it was. Only in the
                    // trail of a record (retrace.h): it cannot happen in an interview
    EVENT_CARRIED,  // item, entry, answer: from an earlier visit, given by the clinic before the
                    // patient says anything
    EVENT_DAY,      // `day`: today, of an interview that was made ready on another day
    EVENT_KINDS,
};

struct event {
    enum event_kind kind;
    uint64_t at; // milliseconds since the interview began, by a monotonic clock
    uint32_t item, entry;
    bool confirmed;
    struct answer answer;     // owned by the event when decoded: see event_clear
    const char *text, *text2; // borrowed; decoded ones point into the event's own memory
    bool day_known;
    day_number day;
    uint8_t hash[32];
    char *memory; // owned, decoded events only
};

// The settings a begin event names, as one byte for each of the form's, which it sets. -1: it names
// one that the form does not have.
int event_settings(const struct event *begin, const struct form *form, uint8_t *settings);
// Does it hold something that the patient said, confirmed or not?
bool event_says(enum event_kind kind);
void event_clear(struct event *event);
// A deep copy into *to (which is overwritten, not cleared).
void event_copy(struct event *to, const struct event *from);
// Writes the event as bytes (ids, not indices, so that they can be read beside the form).
// Versioned.
void event_encode(const struct event *event, const struct form *form, struct buffer *out);
// Reads one event from exactly `length` bytes. Returns -1 if they are no event of this form; all
// input is hostile.
int event_decode(const uint8_t *bytes, size_t length, const struct form *form, struct event *out);
// Kind and time of an encoded event without its form. EVENT_KINDS if it is no event.
enum event_kind event_peek(const uint8_t *bytes, size_t length, uint64_t *at);

#endif
