#ifndef TERMINAL_DRAW_H
#define TERMINAL_DRAW_H

#include "terminal/canvas.h"
#include "terminal/edit.h"
#include "terminal/layout.h"

#include <stddef.h>

// The few drawings every screen shares. All text comes from the caller, already translated.

// `left` at the left, `right` at the right end of the title line; `left` is cut with an ellipsis
// when both do not fit, never `right`.
void draw_title(struct canvas *canvas, const struct frame *frame, const char *left,
                const char *right);

// The rule above the footer and the keys below it: "Enter  go on    Esc  back".
struct hint {
    const char *key;   // "Enter"
    const char *label; // "choose and go on"
};
// In order of importance: what does not fit on the footer's lines is left out, whole.
void draw_footer(struct canvas *canvas, const struct frame *frame, const struct hint *hints,
                 size_t count);

// "2 more above" and "2 more below" on the rows that a list in `area` keeps free for them; or both
// on its last, where that is `spare` (scroll_rows).
void draw_scroll(struct canvas *canvas, struct rect area, const struct scroll *scroll, bool spare);

// A paragraph wrapped into `area`; returns the rows it takes in full, even those that were clipped.
int draw_paragraph(struct canvas *canvas, struct rect area, enum role role, const char *text);
// The rows it would take.
int draw_paragraph_rows(const struct canvas *canvas, int columns, const char *text);
// A paragraph in the middle of `area`, each line centred (curtain, "too small").
void draw_centre(struct canvas *canvas, struct rect area, enum role role, const char *text);
// One line of text cut with an ellipsis if it has more than `columns`; returns the columns used.
int draw_cut(struct canvas *canvas, int row, int column, int columns, enum role role,
             const char *text);

// A field of one line on the first row of `area`, and the cursor in it. `quiet` is shown while
// nothing is typed (an example, a unit), or NULL. Cut ends show as an ellipsis.
void draw_field(struct canvas *canvas, struct rect area, struct edit *edit, const char *quiet);
// A text of several lines in `area`, scrolled to the cursor, and the cursor in it.
void draw_text_area(struct canvas *canvas, struct rect area, struct edit *edit);

#endif
