#ifndef COMMAND_REPORT_H
#define COMMAND_REPORT_H

#include "command/desk.h"
#include "record/numbers.h"

// The clinic's numbers: of many interviews and of nobody (see record/numbers.h).
struct report_wishes {
    long days;        // the last so many, today among them
    const char *form; // only interviews on the form of this id; NULL: on any
    bool tabs;        // one fact a line, tab-separated; else for people
};

// Appends the report; the reader has unlocked, and that it was made is for the caller to note.
// *unread: records that could not be read, and are not counted. False, and nothing appended: there
// are fewer than NUMBERS_LEAST interviews. What fails is said in the name of desk->command, and
// *code is not EXIT_FINE.
bool report_write(struct desk *desk, const struct report_wishes *wishes, struct buffer *out,
                  uint32_t *unread, int *code);

// The words of it: report_words.c.
void report_tabs(const struct numbers *numbers, struct buffer *out);
void report_words(const struct numbers *numbers, long days, struct buffer *out);

#endif
