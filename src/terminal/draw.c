// The shared drawings. Everything is clipped to the rectangle it is given; nothing here knows a
// language.

#include "terminal/draw.h"

#include "base/wrap.h"

#include <string.h>

static const char ELLIPSIS[] = "\xE2\x80\xA6";

static size_t positive(int number)
{
    return number > 0 ? (size_t)number : 0;
}

// Bytes of the longest beginning of the text that takes at most `columns`.
static size_t beginning(const struct canvas *canvas, const char *text, size_t length,
                        size_t columns)
{
    size_t used = 0;
    size_t at = 0;
    while (at < length) {
        size_t next = text_next(text, length, at);
        used += (size_t)text_grapheme_columns(text + at, next - at, canvas->width);
        if (used > columns) {
            break;
        }
        at = next;
    }
    return at;
}

int draw_cut(struct canvas *canvas, int row, int column, int columns, enum role role,
             const char *text)
{
    size_t length = strlen(text);
    struct rect clip = {row, column, 1, columns};
    if (columns <= 0) {
        return 0;
    }
    if (beginning(canvas, text, length, positive(columns)) == length) {
        return canvas_text_in(canvas, clip, row, column, role, text, length);
    }
    size_t kept = beginning(canvas, text, length, positive(columns - 1));
    while (kept > 0 && text[kept - 1] == ' ') {
        kept--;
    }
    int used = canvas_text_in(canvas, clip, row, column, role, text, kept);
    return used +
           canvas_text_in(canvas, clip, row, column + used, role, ELLIPSIS, sizeof(ELLIPSIS) - 1);
}

void draw_title(struct canvas *canvas, const struct frame *frame, const char *left,
                const char *right)
{
    struct rect line = frame->title;
    size_t wanted = text_columns(right, strlen(right), canvas->width);
    int right_columns = wanted < positive(line.columns) ? (int)wanted : line.columns;
    int gap = right_columns > 0 ? 2 : 0;
    draw_cut(canvas, line.row, line.column, line.columns - right_columns - gap, ROLE_TITLE, left);
    draw_cut(canvas, line.row, line.column + line.columns - right_columns, right_columns,
             ROLE_TITLE, right);
}

// The blanks between a key and its label, and between two hints.
struct spacing {
    int inside, between;
};

// Places the hints line by line; draws them when `canvas` is given a footer to draw in (`drawn`).
// True when all of them fit.
static bool place_hints(struct canvas *canvas, struct rect area, const struct hint *hints,
                        size_t count, struct spacing spacing, bool drawn)
{
    int row = 0;
    int column = 0;
    bool all = true;
    for (size_t i = 0; i < count; i++) {
        size_t key = text_columns(hints[i].key, strlen(hints[i].key), canvas->width);
        size_t label = text_columns(hints[i].label, strlen(hints[i].label), canvas->width);
        if (key + label + positive(spacing.inside) > positive(area.columns)) {
            all = false;
            continue;
        }
        int wide = (int)(key + label) + spacing.inside;
        int start = column > 0 ? column + spacing.between : 0;
        if (start + wide > area.columns && row + 1 < area.rows) {
            row++;
            start = 0;
        }
        if (start + wide > area.columns || row >= area.rows) {
            all = false;
            continue;
        }
        if (drawn) {
            int at = area.column + start;
            at += canvas_text(canvas, area.row + row, at, ROLE_HINT, hints[i].key);
            canvas_text(canvas, area.row + row, at + spacing.inside, ROLE_FOOTER, hints[i].label);
        }
        column = start + wide;
    }
    return all;
}

void draw_footer(struct canvas *canvas, const struct frame *frame, const struct hint *hints,
                 size_t count)
{
    static const struct spacing spacings[] = {{2, 4}, {2, 3}, {1, 3}, {1, 2}};
    enum { LAST = sizeof(spacings) / sizeof(spacings[0]) - 1 };
    canvas_rule(canvas, frame->rule.row, frame->rule.column, frame->rule.columns, ROLE_QUIET);
    size_t chosen = 0;
    while (chosen < LAST &&
           !place_hints(canvas, frame->footer, hints, count, spacings[chosen], false)) {
        chosen++;
    }
    place_hints(canvas, frame->footer, hints, count, spacings[chosen], true);
}

static void draw_more(struct canvas *canvas, struct rect area, int row, size_t count,
                      const char *where)
{
    if (row >= 0) {
        canvas_print(canvas, area.row + row, area.column + 2, ROLE_QUIET, "%zu more %s", count,
                     where);
    }
}

void draw_scroll(struct canvas *canvas, struct rect area, const struct scroll *scroll, bool spare)
{
    int last = area.rows - 1;
    draw_more(canvas, area, scroll->row_above, scroll->above, "above");
    draw_more(canvas, area, scroll->row_below, scroll->below, "below");
    if (!spare) {
        return;
    }
    if (scroll->above > 0 && scroll->below > 0) {
        canvas_print(canvas, area.row + last, area.column + 2, ROLE_QUIET,
                     "%zu more above, %zu below", scroll->above, scroll->below);
    } else {
        draw_more(canvas, area, last, scroll->above > 0 ? scroll->above : scroll->below,
                  scroll->above > 0 ? "above" : "below");
    }
}

int draw_paragraph(struct canvas *canvas, struct rect area, enum role role, const char *text)
{
    struct wrap wrap;
    struct wrap_line line;
    int rows = 0;
    wrap_init(&wrap, text, positive(area.columns), canvas->width);
    while (wrap_next(&wrap, &line)) {
        if (rows < area.rows) {
            canvas_text_in(canvas, area, area.row + rows, area.column, role, line.start,
                           line.length);
        }
        rows++;
    }
    return rows;
}

int draw_paragraph_rows(const struct canvas *canvas, int columns, const char *text)
{
    return (int)wrap_count(text, positive(columns), canvas->width);
}

void draw_centre(struct canvas *canvas, struct rect area, enum role role, const char *text)
{
    struct wrap wrap;
    struct wrap_line line;
    int rows = draw_paragraph_rows(canvas, area.columns, text);
    int row = area.row + (rows < area.rows ? (area.rows - rows) / 2 : 0);
    wrap_init(&wrap, text, positive(area.columns), canvas->width);
    while (wrap_next(&wrap, &line)) {
        int columns = line.columns < positive(area.columns) ? (int)line.columns : area.columns;
        int column = area.column + (area.columns - columns) / 2;
        canvas_text_in(canvas, area, row, column, role, line.start, line.length);
        row++;
    }
}

void draw_field(struct canvas *canvas, struct rect area, struct edit *edit, const char *quiet)
{
    struct edit_view view;
    area.rows = area.rows < 1 ? area.rows : 1;
    edit_view(edit, area.columns, &view);
    if (edit->length == 0 && quiet != NULL) {
        draw_cut(canvas, area.row, area.column, area.columns, ROLE_QUIET, quiet);
    }
    canvas_text_in(canvas, area, area.row, area.column, ROLE_INPUT, edit->bytes + view.start,
                   view.length);
    if (view.before) {
        canvas_text_in(canvas, area, area.row, area.column, ROLE_QUIET, ELLIPSIS,
                       sizeof(ELLIPSIS) - 1);
    }
    if (view.after) {
        canvas_text_in(canvas, area, area.row, area.column + area.columns - 1, ROLE_QUIET, ELLIPSIS,
                       sizeof(ELLIPSIS) - 1);
    }
    canvas_cursor(canvas, area.row, area.column + view.cursor);
}

void draw_text_area(struct canvas *canvas, struct rect area, struct edit *edit)
{
    struct edit_area shown;
    struct wrap wrap;
    struct wrap_line line;
    edit_area(edit, area.rows, area.columns, &shown);
    edit_lines(edit, area.columns, &wrap);
    for (size_t i = 0; wrap_next(&wrap, &line); i++) {
        if (i >= shown.first && i - shown.first < positive(area.rows)) {
            canvas_text_in(canvas, area, area.row + (int)(i - shown.first), area.column, ROLE_INPUT,
                           line.start, line.length);
        }
    }
    canvas_cursor(canvas, area.row + shown.cursor_row, area.column + shown.cursor_column);
}
