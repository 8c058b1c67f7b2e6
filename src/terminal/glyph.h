#ifndef TERMINAL_GLYPH_H
#define TERMINAL_GLYPH_H

#include "base/text.h"

#include <stdbool.h>
#include <stdint.h>

struct canvas;
struct cell;
struct theme;

// The last step before the terminal, still pure: what is sent for a canvas.

// What is sent to the terminal for one cell: one glyph for each spacing character that fits its
// columns, with the marks that join it.
enum { GLYPH_CHARACTERS = 5 }; // what curses keeps in one place

struct glyph {
    uint32_t characters[GLYPH_CHARACTERS];
    int count;
    int columns;
};

// `unicode` is false where only ASCII is certain to be seen: a letter stands without its accent,
// and what has no look-alike becomes '?'.
// `width` as the terminal counts, -1 for what it does not know (shown as U+FFFD). Returns 1 or 2,
// the glyphs for a cell that is not the right half of another; their columns sum up to the cell's.
// 0 for a right half.
int glyph_split(const struct cell *cell, bool unicode, text_width_fn width, struct glyph glyphs[2]);

// The role each of the first `columns` cells of a row is sent with. Blanks that look like any other
// blank are sent as their neighbours are: between two words of one look they keep it, at the end of
// a line they are plain. `roles` has room for them.
void glyph_roles(const struct canvas *canvas, int row, int columns, const struct theme *theme,
                 uint8_t *roles);

// How many columns were inserted into the cursor's line where the cursor was, if that is all that
// happened to that line and the terminal's own insertion saves bytes; else 0.
int glyph_insertion(const struct canvas *before, const struct canvas *after);

#endif
