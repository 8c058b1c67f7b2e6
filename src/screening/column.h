#ifndef SCREENING_COLUMN_H
#define SCREENING_COLUMN_H

#include "screening/rules.h"

// The same rules over many answer sets at once: a block of rows, a column for each question, truths
// as bits, 64 rows to a word. What has no bit-wise form (ages, sums) is evaluated row by row. The
// result is the same as screen_all's for each row.

enum { COLUMN_ROWS = 1024, COLUMN_WORDS = COLUMN_ROWS / 64 };

struct column_bits {
    uint64_t words[COLUMN_WORDS];
};

// One question's answers in a block.
struct column {
    int64_t number[COLUMN_ROWS];  // numbers, sets (one bit an option), the first day of dates
    int64_t most[COLUMN_ROWS];    // last day of dates; most of a calculated number
    uint8_t code[COLUMN_ROWS];    // of one choice: the option's index, eight rows to a word
    uint8_t silence[COLUMN_ROWS]; // enum silence where nothing is given; by column_silence()
    struct column_bits given;     // something is
    bool silent;                  // `silence` says more than not reached
};

struct columns;

struct columns_setup {
    const struct form *form;
    const struct rules *rules;
    const uint8_t *settings;
    bool today_known;
    day_number today;
};

// Why a form cannot be screened by columns: it has repeated groups, or a set of more than 64
// options. NULL if it can.
const char *columns_refuse(const struct form *form);
struct columns *columns_new(const struct columns_setup *setup);
void columns_free(struct columns *columns);
// The column of a question, to be filled; made (empty: not reached in every row) at the first call.
struct column *columns_of(struct columns *columns, uint32_t item);
// Nothing is given in this row, and why.
void column_silence(struct column *column, uint32_t row, enum silence silence);
// Empties every column for the next block.
void columns_clear(struct columns *columns);
// Screens `rows` rows. Afterwards columns_found tells each rule's.
void columns_screen(struct columns *columns, uint32_t rows);
// Rows in which a rule is present / cannot be excluded.
const struct column_bits *columns_present(const struct columns *columns, uint32_t rule);
const struct column_bits *columns_unsure(const struct columns *columns, uint32_t rule);

#endif
