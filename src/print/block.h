#ifndef PRINT_BLOCK_H
#define PRINT_BLOCK_H

#include "print/type.h"
#include "summary/spread.h"

// A paragraph, a finding, a picture: strips of a sheet's full width, one under the other. Between
// two strips a sheet may end; what stands in one strip stays together.

struct strip {
    double height;
    double used; // to the right, for what may stand behind it
};

// What stands in a strip.
enum piece_kind { PIECE_ROW, PIECE_BAR, PIECE_FRAME, PIECE_CHART, PIECE_COURSE };
struct piece {
    enum piece_kind kind;
    size_t strip;
    double x, y, width, height; // in the strip; a row's y is its base line
    double grey;                // of a bar
    PangoLayout *layout;        // PIECE_ROW: owned with the others of its layout
    int row;
    const struct summary_line *line; // of a picture
};

struct block {
    struct spread_block is;
    struct strip *strips;
    size_t strip_count, strip_capacity;
    struct piece *pieces;
    size_t piece_count, piece_capacity;
};

// Empty, and to the sheets what spread_block says. `line` is borrowed.
void block_init(struct block *block, const struct summary_line *line, const struct block *before);
void block_clear(struct block *block);

// One more strip; returns which.
size_t block_strip(struct block *block, double height);
// A piece of the last strip. It is valid until the next.
struct piece *block_piece(struct block *block, enum piece_kind kind);
// Rows of a layout, each a strip, from `x` on; takes the layout. Returns the first strip.
size_t block_rows(struct block *block, double x, PangoLayout *layout);
// The rows of a layout inside one strip that is there, from `x`, `y` on; takes the layout. Returns
// the y under the last.
double block_rows_in(struct block *block, size_t strip, double x, double y, PangoLayout *layout);
// Puts the last piece before those from `pieces` on: who copies the text, or has it read out, gets
// it in the order of the pieces.
void block_first(struct block *block, size_t pieces);
// Of `count` strips from the one numbered `from`, or of as many as there are.
double block_height(const struct block *block, size_t from, size_t count);
// Everything of `other` under what is there; `other` is empty then.
void block_take(struct block *block, struct block *other);

#endif
