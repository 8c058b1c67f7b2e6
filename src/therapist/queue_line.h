#ifndef THERAPIST_QUEUE_LINE_H
#define THERAPIST_QUEUE_LINE_H

#include "therapist/view.h"

// A line of the queue. The wider the screen, the more stands in it; the class always does.

enum { QUEUE_NARROW = 64 }; // columns below which there is no heading

void queue_heading(struct therapist *desk, struct rect line);
// Two columns are left free before it, for the mark of the focus.
void queue_line(struct therapist *desk, const struct folded_row *row, struct rect line,
                day_number today);

#endif
