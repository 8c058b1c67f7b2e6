// Arithmetic of places. The frame is built from both ends: title from the top, footer, rule and
// notice from the bottom; the body is what is left.

#include "terminal/layout.h"

enum {
    TALL = 16,        // rows from which the title gets a blank line below it
    NARROW = 80,      // columns below which the footer needs two lines
    INDICATOR_MIN = 5 // rows from which a list keeps lines for "more above" and "more below"
};

static int smaller(int a, int b)
{
    return a < b ? a : b;
}

static int larger(int a, int b)
{
    return a > b ? a : b;
}

static int margin(int columns)
{
    if (columns < 60) {
        return 1;
    }
    return columns < 100 ? 2 : 4;
}

struct frame layout_frame(int rows, int columns)
{
    struct frame frame = {.whole = {0, 0, larger(rows, 0), larger(columns, 0)}};
    frame.fits = rows >= LAYOUT_ROWS_MIN && columns >= LAYOUT_COLUMNS_MIN;
    if (!frame.fits) {
        return frame;
    }
    int footer = columns < NARROW ? 2 : 1;
    int side = margin(columns);
    int inner = columns - 2 * side;
    int top = rows >= TALL ? 2 : 1;
    frame.title = (struct rect){0, 1, 1, columns - 2};
    frame.footer = (struct rect){rows - footer, 1, footer, columns - 2};
    frame.rule = (struct rect){rows - footer - 1, 0, 1, columns};
    frame.notice = (struct rect){rows - footer - 2, side, 1, inner};
    frame.body = (struct rect){top, side, rows - footer - 2 - top, inner};
    frame.measure = smaller(inner, LAYOUT_MEASURE);
    return frame;
}

struct rect rect_clip(struct rect rect, struct rect by)
{
    int top = larger(rect.row, by.row);
    int left = larger(rect.column, by.column);
    int bottom = smaller(rect.row + rect.rows, by.row + by.rows);
    int right = smaller(rect.column + rect.columns, by.column + by.columns);
    return (struct rect){top, left, larger(bottom - top, 0), larger(right - left, 0)};
}

struct rect rect_below(struct rect rect, int rows)
{
    int taken = larger(smaller(rows, rect.rows), 0);
    return (struct rect){rect.row + taken, rect.column, rect.rows - taken, rect.columns};
}

bool rect_empty(struct rect rect)
{
    return rect.rows <= 0 || rect.columns <= 0;
}

static size_t height_of(const int *heights, size_t item)
{
    return heights != NULL && heights[item] > 1 ? (size_t)heights[item] : 1;
}

// Moves `first` as little as possible so that `focus` is inside `rows`, and no row is left empty
// while there are items above.
static size_t first_for(const int *heights, size_t count, size_t focus, size_t first, size_t rows)
{
    if (first > focus) {
        first = focus;
    }
    size_t used = 0;
    for (size_t i = first; i <= focus; i++) {
        used += height_of(heights, i);
    }
    while (used > rows && first < focus) {
        used -= height_of(heights, first);
        first++;
    }
    for (size_t i = focus + 1; i < count && used <= rows; i++) {
        used += height_of(heights, i);
    }
    while (first > 0 && used + height_of(heights, first - 1) <= rows) {
        first--;
        used += height_of(heights, first);
    }
    return first;
}

int scroll_rows(int total, int rows)
{
    return rows >= 2 && rows < INDICATOR_MIN && total > rows ? rows - 1 : rows;
}

void scroll_fit(struct scroll *scroll, const int *heights, size_t count, size_t focus, int rows)
{
    size_t room = (size_t)larger(rows, 0);
    size_t first = scroll->first;
    *scroll = (struct scroll){.row_above = -1, .row_below = -1, .rows = (int)room};
    if (count == 0 || room == 0) {
        scroll->below = count;
        return;
    }
    if (focus >= count) {
        focus = count - 1;
    }
    size_t total = 0;
    for (size_t i = 0; i < count && total <= room; i++) {
        total += height_of(heights, i);
    }
    if (total <= room) {
        scroll->shown = count;
        return;
    }
    if (room >= INDICATOR_MIN) {
        scroll->row = 1;
        scroll->rows -= 2;
        room -= 2;
    }
    scroll->first = first_for(heights, count, focus, first, room);
    size_t used = 0;
    size_t end = scroll->first;
    while (end < count && used + height_of(heights, end) <= room) {
        used += height_of(heights, end);
        end++;
    }
    if (end == scroll->first) {
        end++; // one item taller than the list: cut
    }
    scroll->shown = end - scroll->first;
    scroll->above = scroll->first;
    scroll->below = count - end;
    if (scroll->row > 0) {
        scroll->row_above = scroll->above > 0 ? 0 : -1;
        scroll->row_below = scroll->below > 0 ? scroll->row + scroll->rows : -1;
    }
}

size_t scroll_page(const struct scroll *scroll, size_t count, size_t focus, bool forward)
{
    // One item stays in sight, so that the eye finds its place again.
    size_t step = scroll->shown > 1 ? scroll->shown - 1 : 1;
    if (count == 0) {
        return 0;
    }
    if (!forward) {
        return focus > step ? focus - step : 0;
    }
    return focus + step < count ? focus + step : count - 1;
}
