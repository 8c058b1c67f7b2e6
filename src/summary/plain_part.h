#ifndef SUMMARY_PLAIN_PART_H
#define SUMMARY_PLAIN_PART_H

#include "summary/plain.h"
#include "summary/spread.h"

// What the files of the plain rendering share.

// Rows of text being written.
struct rows {
    struct buffer bytes; // a newline after each row
    size_t count;
    size_t last;    // columns of the last one
    size_t columns; // that a row may take
    text_width_fn width;
};

void rows_init(struct rows *rows, size_t columns, text_width_fn width);
void rows_clear(struct rows *rows);
// Adds a paragraph: `lead`, then `text` from the column `indent` on, or, behind a lead that is
// wider than that, close to it; further rows start at `indent`. What a page cannot hold is shown
// harmless (shown.h).
void rows_paragraph(struct rows *rows, const char *lead, size_t indent, const char *text);
// Sets `lead` and `text` behind the last row if all of it fits there; else adds a paragraph, with
// the lead at the right of its column.
void rows_behind(struct rows *rows, const char *lead, size_t indent, const char *text);
// One row as it is, of which the caller knows the columns.
void rows_row(struct rows *rows, const char *bytes, size_t length, size_t columns);
// Sets `text` at the end of the last row, or of one more.
void rows_last(struct rows *rows, const char *text);
// Adds all rows of `others`.
void rows_add(struct rows *rows, const struct rows *others);
void rows_blank(struct rows *rows, size_t count);
// The row at `*at`, which moves on; false after the last.
bool rows_next(const struct rows *rows, size_t *at, const char **row, size_t *length);

// A paragraph, or some that stand side by side, ready for a sheet.
struct block {
    struct spread_block is;
    size_t headings; // rows of a heading that it took in
    struct rows rows;
};

struct plain {
    const struct summary *summary;
    const struct plain_paper *paper;
    bool tight;            // a finding, or a question, is one run of text
    bool beside;           // what was measured stands beside the chart
    size_t label;          // columns of the labels
    struct plain_map *map; // or NULL
    struct block *blocks;
    size_t count, capacity;
};

// Lays out all of the document but its foot, by `tight` and `beside`.
void plain_blocks(struct plain *plain);
void plain_blocks_clear(struct plain *plain);
// The foot, which stands on every sheet.
void plain_foot(const struct plain *plain, struct rows *rows);
// Writes the sheets.
void plain_sheets(struct plain *plain, struct buffer *out);

// The facts behind the line `first`, in one run; those that are the same plain no in one.
void plain_facts(const struct plain *plain, size_t first, size_t next, struct buffer *out);
// Appends one fact, with a point before it if something stands there already; without its label
// where that says the same as `paragraph` (or NULL).
void plain_fact(const struct plain *plain, const struct summary_line *fact, const char *paragraph,
                struct buffer *out);
// What else joins a finding: its condition part by part, what would have made it different, what
// was done about it.
void plain_joined(const struct plain *plain, size_t first, size_t next, struct rows *rows);
// What a therapist did, on rows of its own.
void plain_done(const struct summary_line *line, size_t indent, struct rows *rows);
// A measure over time, and what changed.
void plain_course(const struct plain *plain, size_t first, size_t next, struct rows *rows);
// A question as it was asked, or as it stands on paper.
void plain_asked(const struct plain *plain, size_t first, size_t next, struct rows *rows);
// What stands between two facts.
const char *plain_point(const struct plain_paper *paper);

// The figures with the marks of the chart line `first`; and if something is to stand beside them,
// its words and the measures that find room there. Returns the first line that found none.
size_t plain_chart(const struct plain *plain, size_t first, struct rows *rows);
// True if the paper is wide enough to have something beside the figures.
bool plain_chart_room(const struct plain *plain);

#endif
