#ifndef PRINT_SHEET_H
#define PRINT_SHEET_H

#include "summary/summary.h"

// The document on sheets of paper, as PDF. If one sheet is not enough, the first carries whatever
// is dangerous, then what cannot be excluded, the complaint, the chart, measures and goals; what is
// left over goes behind, and the first says what that is (as on the plain page). Each sheet says
// whose it is, and each has the foot.

struct sheet_size {
    double width, height; // points
};
extern const struct sheet_size sheet_a4, sheet_letter;

// Appends the PDF. 0; -1 if cairo failed: then what was appended is no document.
int sheet_print(const struct summary *summary, struct sheet_size size, struct buffer *out);

#endif
