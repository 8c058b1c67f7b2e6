#ifndef PATIENT_WIZARD_STEPS_H
#define PATIENT_WIZARD_STEPS_H

#include "terminal/draw.h"
#include "terminal/key.h"

// Whole numbers in one row, one of which may be chosen: `  0   1 > 2   3`. Nothing is chosen until
// the patient acts.

struct steps {
    int least, most;
    int value; // when `chosen`
    bool chosen;
    int64_t digit_at;
};

// True if the row fits `columns`.
bool steps_fit(const struct steps *steps, int columns);
// Rows that the row and its end texts take in so many columns; 0 if the row does not fit.
int steps_rows(const struct steps *steps, const struct canvas *canvas, int columns, const char *low,
               const char *high);
// Draws row and end texts, and puts the cursor on the mark. Returns the rows used.
int steps_draw(const struct steps *steps, struct canvas *canvas, struct rect area, const char *low,
               const char *high);
// Arrows, Home, End, digits ("1" then "0" is 10). True if it was one of them.
bool steps_key(struct steps *steps, const struct key *key, int64_t now);

#endif
