#ifndef RECORD_HANDOVER_H
#define RECORD_HANDOVER_H

#include "base/buffer.h"
#include "interview/interview.h"
#include "record/entry.h"
#include "record/standing.h"
#include "screening/rules.h"

// What an interview hands over to the readers: a headline for a queue, and a body. Both are plain
// here, and sealed by entry_seal before they touch a disk. From years-old bytes the same answers,
// findings and scores follow: the body holds the trail, and the hashes by which the form and the
// rules of that day are kept.
struct handover {
    const struct interview *interview;
    const struct answers *answers; // its own, or a copy of them; ended
    const struct rules *rules;
    const struct clinic *clinic;
    const uint8_t *rules_hash; // SEAL_HASH bytes: of all that was loaded beside the form
    uint8_t id[ENTRY_ID];      // the draft's
    int64_t began, ended;      // seconds since 1970
    int east;                  // minutes by which local time is ahead of UTC
    const char *program;       // "intake 0.2.0"
    const char *face, *slip;   // slip may be NULL
    bool finished;             // else as far as it had come when an urgent finding was shown
};

void handover_write(const struct handover *handover, struct buffer *headline, struct buffer *body);
// "No" to whether the clinic may keep the answers: seen until they are signed off or the day is
// over, then purged.
bool handover_today_only(const struct answers *answers);

// A body, read. Texts are the body's own facts.
enum { HANDED_TEXT = 128 };
struct handed {
    uint8_t form_hash[SEAL_HASH], rules_hash[SEAL_HASH];
    int64_t began, ended;
    char program[HANDED_TEXT], face[HANDED_TEXT], slip[HANDED_TEXT]; // slip may be ""
    bool finished, today_only;
    const uint8_t *trail, *findings, *response; // in the body
    size_t trail_length, findings_length, response_length;
};
// False: it is no body of an interview.
bool handed_read(const struct buffer *body, struct handed *out);
// The interview, for reading, on the form of that day (see retrace.h). NULL: the trail is not of
// this form.
struct interview *handed_interview(const struct handed *handed, const struct form *form);

// A headline, read: what a queue shows of one interview.
struct headline {
    char name[HANDED_TEXT], form[HANDED_TEXT], slip[HANDED_TEXT];
    bool born_known;
    struct date born;
    uint32_t asked, settled;
    struct standing standing; // as the patient answered
    bool finished, today_only;
};
bool headline_read(const struct buffer *bytes, struct headline *out);

#endif
