#ifndef INTERVIEW_RETRACE_H
#define INTERVIEW_RETRACE_H

#include "interview/interview.h"

// The trail of an interview as a record keeps it, and the answers it leads to. It is the events,
// but for what is nobody's business any more: of an answer that was put aside it holds that it was
// said, not what (EVENT_WITHHELD), unless an urgent text was shown on it; and nothing of what was
// typed or marked and not confirmed. Each event is preceded by its length, four bytes,
// little-endian.

// Appends the trail of an interview whose answers are ended.
void retrace_write(const struct interview *interview, struct buffer *out);

// Calls `see` for each event of a trail; it borrows the event. -1 if the bytes are no trail of this
// form to their end, or as soon as `see` returns non-zero.
int retrace_read(const uint8_t *bytes, size_t length, const struct form *form,
                 int (*see)(void *context, const struct event *event), void *context);

// The interview a trail was written of, for reading: its answers are ended, and to the letter those
// it had, but that what was put aside is not there; what was shown as urgent and then changed is
// known. Where it stood is not. NULL: it is no trail of this form, or of another version.
struct interview *retrace_interview(const uint8_t *bytes, size_t length, const struct form *form);

#endif
