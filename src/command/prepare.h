#ifndef COMMAND_PREPARE_H
#define COMMAND_PREPARE_H

#include "command/bundle.h"
#include "command/desk.h"
#include "interview/interview.h"
#include "record/words.h"

// The next visit of a patient, made ready at the desk: an interview that is begun, sealed like any,
// and holds nothing but what the form lets the clinic carry over from an earlier record. The
// patient goes on with it by its four words, so that the terminal never reads an old record.

enum { PREPARED_MOST = 16 }; // questions of a form that are carried

struct prepared {
    char *words;                     // RESUME_BYTES in locked memory
    uint32_t carried[PREPARED_MOST]; // questions of the next form, in its order
    size_t carried_count;
};

// `earlier`: the interview of the record `entry`, opened at this desk. `next`: the form of the next
// visit; it must be approved. Refused where the patient did not allow the earlier answers to be
// kept. The reader's act is in the log before anything is made. EXIT_FINE; or another exit code,
// with a sentence for staff in *why (in desk->arena). prepared_clear in any case.
int prepare_visit(struct desk *desk, const struct interview *earlier, const uint8_t entry[ENTRY_ID],
                  struct bundle *next, struct prepared *out, const char **why);
// What was made, in words for who hands the slip over: what is carried over, until when, and the
// four words, which want wiping.
void prepared_say(const struct prepared *prepared, const struct interview *earlier,
                  const struct bundle *next, struct buffer *out);
void prepared_clear(struct prepared *prepared);

#endif
