#ifndef PRINT_LAY_PART_H
#define PRINT_LAY_PART_H

#include "print/lay.h"

// What the files that lay out lines share.

#define LABEL_WIDTH 72.0 // the column of labels
#define CLASS_WIDTH 84.0 // the column of classes, behind the bar
#define BAR_WIDTH 7.0
#define GAP 2.2 // under a block

// A paragraph behind a label (or NULL) at `x`, in what is left of `width`; takes the words.
void lay_labelled(const struct lay *lay, struct block *block, const char *label, double x,
                  double column, double width, enum font font, struct typed *words);
// Rows at `x` in what is left of `width`; takes the words. Returns the first strip.
size_t lay_words(const struct lay *lay, struct block *block, double x, double width, enum font font,
                 struct typed *words);

// lay_finding.c
void lay_flag(const struct lay *lay, size_t first, size_t next, struct block *block);
void lay_changed(const struct lay *lay, size_t first, struct block *block);
void lay_question(const struct lay *lay, size_t first, size_t next, struct block *block);

// lay_picture.c: returns the first line that stands neither in the picture nor beside it.
size_t lay_chart(const struct lay *lay, size_t first, struct block *block);
bool lay_has_plot(const struct lay *lay, const struct summary_line *line);
void lay_course(const struct lay *lay, size_t first, size_t next, struct block *block);

// lay_paper.c
void lay_asked(const struct lay *lay, size_t first, size_t next, struct block *block);
// What joins a question on paper, or a therapist's work on it, from `x` on.
void lay_on_paper(const struct lay *lay, size_t first, size_t next, double x, struct block *block);
void lay_done(const struct lay *lay, const struct summary_line *line, double x,
              struct block *block);
// Rooms to write in, side by side; returns the line after them.
size_t lay_rooms(const struct lay *lay, size_t first, struct block *block);

#endif
