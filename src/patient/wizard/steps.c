// A row of steps. Only the mark moves, so a move sends two characters.

#include "patient/wizard/steps.h"

#include <stdio.h>
#include <string.h>

enum { GATHER_MS = 2000, CELL = 4, CELL_SMALL = 3, END_BYTES = 256 };

static int count_of(const struct steps *steps)
{
    return steps->most - steps->least + 1;
}

// Columns of one step, with room for its mark; 0 if the row does not fit. The first step has one
// more before it, where the mark waits.
static int cell_of(const struct steps *steps, int columns)
{
    char widest[16];
    int digits = snprintf(widest, sizeof(widest), "%d", steps->most);
    int cell = CELL;
    if (digits > 2) {
        cell = digits + 2;
    }
    if (count_of(steps) * cell + 1 > columns) {
        cell = digits < 2 ? 2 : digits + 1;
    }
    return count_of(steps) * cell + 1 <= columns ? cell : 0;
}

bool steps_fit(const struct steps *steps, int columns)
{
    return steps->most >= steps->least && count_of(steps) <= 100 && cell_of(steps, columns) > 0;
}

static int text_width_of(const struct canvas *canvas, const char *text)
{
    return (int)text_columns(text, strlen(text), canvas->width);
}

// Do the texts of both ends stand side by side below the row?
static bool ends_fit(const struct canvas *canvas, const char *low, const char *high, int columns)
{
    enum { APART = 2 };
    return low != NULL && high != NULL &&
           text_width_of(canvas, low) + APART + text_width_of(canvas, high) <= columns;
}

// One end by itself, no longer under its step: it says which it is.
static const char *end_of(char out[END_BYTES], int step, const char *means)
{
    snprintf(out, END_BYTES, "%d = %s", step, means);
    return out;
}

int steps_rows(const struct steps *steps, const struct canvas *canvas, int columns, const char *low,
               const char *high)
{
    char end[END_BYTES];
    int cell = cell_of(steps, columns);
    if (cell == 0) {
        return 0;
    }
    if (ends_fit(canvas, low, high, cell * count_of(steps))) {
        return 2;
    }
    int rows = 1;
    if (low != NULL) {
        rows += draw_paragraph_rows(canvas, columns, end_of(end, steps->least, low));
    }
    if (high != NULL) {
        rows += draw_paragraph_rows(canvas, columns, end_of(end, steps->most, high));
    }
    return rows;
}

int steps_draw(const struct steps *steps, struct canvas *canvas, struct rect area, const char *low,
               const char *high)
{
    int cell = cell_of(steps, area.columns);
    int column = area.column + 1;
    if (cell == 0) {
        return 0;
    }
    for (int value = steps->least; value <= steps->most; value++) {
        char text[16];
        int length = snprintf(text, sizeof(text), "%d", value);
        bool here = steps->chosen && steps->value == value;
        int at = column + cell - length;
        canvas_text(canvas, area.row, at, here ? ROLE_FOCUS : ROLE_NORMAL, text);
        if (here) {
            int mark = at - (cell > CELL_SMALL ? 2 : 1);
            canvas_text(canvas, area.row, mark, ROLE_NORMAL, ">");
            canvas_cursor(canvas, area.row, mark);
        }
        column += cell;
    }
    if (!steps->chosen) {
        canvas_text(canvas, area.row, area.column, ROLE_NORMAL, ">");
        canvas_cursor(canvas, area.row, area.column);
    }
    if (area.rows > 1 && ends_fit(canvas, low, high, cell * count_of(steps))) {
        canvas_text(canvas, area.row + 1, area.column + 1, ROLE_QUIET, low);
        canvas_text(canvas, area.row + 1, column - text_width_of(canvas, high), ROLE_QUIET, high);
        return 2;
    }
    char end[END_BYTES];
    struct rect below = rect_below(area, 1);
    if (low != NULL) {
        end_of(end, steps->least, low);
        below = rect_below(below, draw_paragraph(canvas, below, ROLE_QUIET, end));
    }
    if (high != NULL) {
        end_of(end, steps->most, high);
        below = rect_below(below, draw_paragraph(canvas, below, ROLE_QUIET, end));
    }
    return area.rows - below.rows;
}

static void set(struct steps *steps, int value)
{
    steps->chosen = true;
    steps->value = value < steps->least ? steps->least : value > steps->most ? steps->most : value;
    steps->digit_at = INT64_MIN / 2;
}

static bool on_digit(struct steps *steps, int digit, int64_t now)
{
    int longer = steps->value * 10 + digit;
    bool gather = steps->chosen && now - steps->digit_at <= GATHER_MS && steps->value > 0 &&
                  longer <= steps->most;
    int value = gather ? longer : digit;
    if (value < steps->least || value > steps->most) {
        return true;
    }
    set(steps, value);
    steps->digit_at = now;
    return true;
}

bool steps_key(struct steps *steps, const struct key *key, int64_t now)
{
    int digit = key_digit(key);
    if (digit >= 0) {
        return on_digit(steps, digit, now);
    }
    switch (key->press) {
    case PRESS_RIGHT:
    case PRESS_UP:
        set(steps, steps->chosen ? steps->value + 1 : steps->least);
        return true;
    case PRESS_LEFT:
    case PRESS_DOWN:
        set(steps, steps->chosen ? steps->value - 1 : steps->most);
        return true;
    case PRESS_HOME:
        set(steps, steps->least);
        return true;
    case PRESS_END:
        set(steps, steps->most);
        return true;
    default:
        return false;
    }
}
