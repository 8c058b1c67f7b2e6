#ifndef SUMMARY_BLANK_H
#define SUMMARY_BLANK_H

#include "summary/build.h"
#include "summary/condition.h"

// What the parts of the form on paper share. Private to this room.

enum { BLANK_ENTRIES = 3 }; // of a list that there is room for

struct blank {
    struct build build;
    uint32_t *numbers; // by item; 0: it has none
    bool drawn;        // the body chart stands on the paper already
};

// "12", or of an entry of a list "12-2".
void blank_number(const struct blank *blank, uint32_t item, uint32_t entry, struct buffer *out);
// Lines that join a question: how it is answered with a pen.
void blank_answer(struct blank *blank, uint32_t item);
// The body chart, after the question it is marked for.
void blank_chart(struct blank *blank, uint32_t item);

#endif
