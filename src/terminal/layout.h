#ifndef TERMINAL_LAYOUT_H
#define TERMINAL_LAYOUT_H

#include "terminal/canvas.h"

#include <stdbool.h>
#include <stddef.h>

// Where things stand on the screen: arithmetic only.

enum {
    LAYOUT_ROWS_MIN = 12,
    LAYOUT_COLUMNS_MIN = 40,
    LAYOUT_MEASURE = 72, // columns of running text: longer lines are hard to read
};

// The frame of every screen, top to bottom:
//
//     title                     row 0
//     (blank on tall screens)
//     body                      everything between, with margins left and right
//     notice                    one line: "Cleared 1 mark. U brings it back."
//     rule                      one line across
//     footer                    the last line, or the last two below 80 columns
//
// Title, notice and footer stand at the same place on every screen of one size.
struct frame {
    bool fits;   // false: draw only the "too small" page, in `whole`
    int measure; // columns for running text inside the body
    struct rect whole, title, body, notice, rule, footer;
};

struct frame layout_frame(int rows, int columns);

struct rect rect_clip(struct rect rect, struct rect by); // empty results have 0 rows or columns
// The rectangle without its first `rows` rows (empty when there are no more).
struct rect rect_below(struct rect rect, int rows);
bool rect_empty(struct rect rect);

// Which items of a list are visible. Keep one per list: `first` survives from frame to frame, so
// that the list moves only when the focus would leave it. An item may take several rows.
//
// When not everything fits (and there are at least 5 rows) the first and the last row are kept free
// for "2 more above" and "2 more below", whether or not there are any, so that nothing jumps.
struct scroll {
    size_t first;  // first visible item
    size_t shown;  // how many are visible; whole ones, unless one alone is taller than the list
    size_t above;  // items before `first`
    size_t below;  // items after the last visible one
    int row, rows; // rows for the items, relative to the list's rectangle
    int row_above; // row for "more above", -1 if it is not needed now
    int row_below; // row for "more below", -1 if it is not needed now
};

// `heights` are the rows of each item (taken as 1 if less), or NULL when all take one row. The item
// `focus` is visible afterwards, unless there are no rows or no items.
void scroll_fit(struct scroll *scroll, const int *heights, size_t count, size_t focus, int rows);

// How many of a list's `rows` are for items that take `total`: where not everything fits and there
// are fewer than 5, one is kept free at the end, and says both. That there is more must never go
// unseen; draw_scroll (draw.h) says it.
int scroll_rows(int total, int rows);

// The item a Page Down (`forward`) or Page Up goes to from `focus`.
size_t scroll_page(const struct scroll *scroll, size_t count, size_t focus, bool forward);

#endif
