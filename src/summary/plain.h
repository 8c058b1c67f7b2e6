#ifndef SUMMARY_PLAIN_H
#define SUMMARY_PLAIN_H

#include "base/text.h"
#include "summary/summary.h"

// The document as plain text: paragraphs behind a column of labels, the body chart with what was
// measured beside it, on sheets. If one sheet is not enough, the first carries whatever is
// dangerous, then what cannot be excluded, the complaint, the chart, measures and goals; what is
// left over goes behind, and the first says what that is. On every sheet the order is the
// document's.

struct plain_paper {
    size_t columns; // at least 40
    size_t rows;    // of a sheet, at least 24; 0: one sheet without end. A4: 80 columns, 66 rows
    bool ascii;     // for the rules across and the points between
    text_width_fn width;
};

// Appends the document, a newline after each row; no row is wider than the paper, and whatever the
// texts hold, there is no control character or override in it. A document that was traced is one
// sheet without end, with the ids of the questions each paragraph rests on under it.
void summary_plain(const struct summary *summary, const struct plain_paper *paper,
                   struct buffer *out);

// For a screen: which line each row belongs to, and how much it matters.
enum plain_role { PLAIN_NORMAL, PLAIN_HEADING, PLAIN_FLAG, PLAIN_QUIET };

struct plain_row {
    size_t line; // the first of the paragraph, in summary->lines; SIZE_MAX: a rule across, a note
    enum plain_role role;
};

struct plain_map {
    struct plain_row *rows; // as many as rows were written
    size_t count, capacity;
};

// The same, and *map (zero before the first time, or from an earlier call) tells about each row.
void summary_plain_rows(const struct summary *summary, const struct plain_paper *paper,
                        struct buffer *out, struct plain_map *map);
void plain_map_clear(struct plain_map *map);

#endif
