// The focus is the cursor, and a `>` in the margin where the screen has one. Nothing else of the
// document is drawn otherwise than it would be printed.
#include "therapist/sheet.h"

#include "base/ensure.h"
#include "base/wipe.h"

#include <stdlib.h>
#include <string.h>

enum { SHEET_MOST = 100, PAPER_LEAST = 40, MARGIN = 2 };

void sheet_init(struct sheet *sheet, bool ascii)
{
    *sheet = (struct sheet){.ascii = ascii};
    buffer_init(&sheet->text, SIZE_MAX / 2);
}

static void forget_rows(struct sheet *sheet)
{
    free(sheet->starts);
    free(sheet->stops);
    sheet->starts = NULL;
    sheet->stops = NULL;
    sheet->stop_count = 0;
    sheet->rows = sheet->columns = 0;
    sheet->map.count = 0;
    wipe(sheet->text.bytes, sheet->text.length);
    buffer_reset(&sheet->text);
}

void sheet_clear(struct sheet *sheet)
{
    forget_rows(sheet);
    buffer_clear(&sheet->text);
    plain_map_clear(&sheet->map);
    summary_free(sheet->summary);
    sheet->summary = NULL;
}

static void *take(size_t count, size_t size)
{
    void *memory = calloc(count + 1, size);
    if (memory == NULL) {
        die("out of memory");
    }
    return memory;
}

// Is it the same thing, in a document that was built again?
static bool same_line(const struct summary_line *a, const struct summary_line *b)
{
    return a->kind == b->kind && a->part == b->part && a->rule == b->rule && a->item == b->item &&
           a->entry == b->entry &&
           (a->rule != SUMMARY_NONE || a->item != SUMMARY_NONE || strcmp(a->text, b->text) == 0);
}

bool sheet_set(struct sheet *sheet, struct summary *summary)
{
    struct summary *before = sheet->summary;
    const struct summary_line *line = sheet_line(sheet);
    size_t wanted = SIZE_MAX;
    for (size_t i = 0; line != NULL && i < summary->count; i++) {
        // Which stop that is, is known when it has been laid out: until then it is a line.
        wanted = same_line(line, &summary->lines[i]) ? i : wanted;
    }
    forget_rows(sheet);
    sheet->focus = 0;
    sheet->summary = summary;
    sheet->wanted = wanted;
    summary_free(before);
    return wanted != SIZE_MAX;
}

// Where each row begins, and which paragraph it is of.
static void find_rows(struct sheet *sheet)
{
    const struct plain_map *map = &sheet->map;
    sheet->rows = (int)map->count;
    sheet->starts = take(map->count + 1, sizeof *sheet->starts);
    sheet->stops = take(map->count, sizeof *sheet->stops);
    size_t row = 0;
    for (size_t i = 0; i < sheet->text.length && row < map->count; i++) {
        if (sheet->text.bytes[i] == '\n') {
            sheet->starts[++row] = i + 1;
        }
    }
    struct sheet_stop *last = NULL;
    for (row = 0; row < map->count; row++) {
        size_t line = map->rows[row].line;
        if (last != NULL && last->line == line) {
            last->rows = (int)row + 1 - last->row;
        } else if (line != SIZE_MAX) {
            last = &sheet->stops[sheet->stop_count++];
            *last = (struct sheet_stop){.line = line, .row = (int)row, .rows = 1};
        }
    }
}

static void find_focus(struct sheet *sheet)
{
    for (size_t i = 0; sheet->wanted != SIZE_MAX && i < sheet->stop_count; i++) {
        if (sheet->stops[i].line <= sheet->wanted) {
            sheet->focus = i;
        }
    }
    sheet->wanted = SIZE_MAX;
    sheet->focus = sheet->focus < sheet->stop_count ? sheet->focus : 0;
}

static void lay_out(struct sheet *sheet, int columns, text_width_fn width)
{
    const struct plain_paper paper = {
        .columns = (size_t)columns, .rows = 0, .ascii = sheet->ascii, .width = width};
    const struct summary_line *line = sheet->wanted == SIZE_MAX ? sheet_line(sheet) : NULL;
    size_t at = line != NULL ? (size_t)(line - sheet->summary->lines) : sheet->wanted;
    forget_rows(sheet);
    sheet->wanted = at;
    sheet->columns = columns;
    sheet->turned = false;
    summary_plain_rows(sheet->summary, &paper, &sheet->text, &sheet->map);
    find_rows(sheet);
    find_focus(sheet);
}

// The paragraph in focus is on the screen, or, if it is longer than that, the screen is in it.
// Where a page was turned, the rows stay as they came: some of the paragraph is there.
static void bring(struct sheet *sheet)
{
    if (sheet->stop_count > 0) {
        const struct sheet_stop *stop = &sheet->stops[sheet->focus];
        bool seen = stop->row < sheet->top + sheet->height && stop->row + stop->rows > sheet->top;
        int end = stop->row + stop->rows - sheet->height;
        int least = stop->rows > sheet->height ? stop->row : end;
        int most = stop->rows > sheet->height ? end : stop->row;
        if (!sheet->turned || !seen) {
            sheet->top = sheet->top < least ? least : sheet->top > most ? most : sheet->top;
        }
    }
    int last = sheet->rows > sheet->height ? sheet->rows - sheet->height : 0;
    sheet->top = sheet->top > last ? last : sheet->top < 0 ? 0 : sheet->top;
}

static enum role role_of(enum plain_role role)
{
    static const enum role roles[] = {[PLAIN_NORMAL] = ROLE_NORMAL,
                                      [PLAIN_HEADING] = ROLE_STRONG,
                                      [PLAIN_FLAG] = ROLE_STRONG,
                                      [PLAIN_QUIET] = ROLE_QUIET};
    return roles[role];
}

static void draw_rows(const struct sheet *sheet, struct canvas *canvas, struct rect area,
                      int column)
{
    for (int i = 0; i < area.rows && sheet->top + i < sheet->rows; i++) {
        size_t from = sheet->starts[sheet->top + i];
        size_t to = sheet->starts[sheet->top + i + 1];
        struct rect clip = {area.row + i, column, 1, sheet->columns};
        canvas_text_in(canvas, clip, area.row + i, column,
                       role_of(sheet->map.rows[sheet->top + i].role), sheet->text.bytes + from,
                       to > from ? to - from - 1 : 0);
    }
}

static int shown_row(const struct sheet *sheet)
{
    int row = sheet->stop_count > 0 ? sheet->stops[sheet->focus].row - sheet->top : 0;
    return row < 0 ? 0 : row;
}

void sheet_draw(struct sheet *sheet, struct canvas *canvas, struct rect area)
{
    if (sheet->summary == NULL || rect_empty(area)) {
        return;
    }
    // A narrow screen has no margin: the paper takes all of it, and the cursor alone is the focus.
    bool margin = area.columns - MARGIN >= PAPER_LEAST;
    int columns = margin ? area.columns - MARGIN : PAPER_LEAST;
    int column = margin ? area.column + MARGIN : 0;
    columns = columns > SHEET_MOST ? SHEET_MOST : columns;
    if (columns != sheet->columns) {
        lay_out(sheet, columns, canvas->width);
    }
    struct rect rows = area;
    rows.rows -= sheet->rows > area.rows && area.rows > 4 ? 1 : 0;
    sheet->height = rows.rows;
    bring(sheet);
    draw_rows(sheet, canvas, rows, column);
    int below = sheet->rows - sheet->top - rows.rows;
    if (rows.rows < area.rows) {
        canvas_print(canvas, area.row + rows.rows, column, ROLE_QUIET,
                     below > 0 ? "%d more %s" : "end of this page", below,
                     below == 1 ? "line" : "lines");
    }
    int focus = area.row + shown_row(sheet);
    if (margin) {
        canvas_text(canvas, focus, area.column, ROLE_NORMAL, ">");
    } else {
        canvas_paint(canvas, (struct rect){focus, column, 1, 1}, ROLE_FOCUS);
    }
    canvas_cursor(canvas, focus, margin ? area.column : column);
}

const struct summary_line *sheet_line(const struct sheet *sheet)
{
    return sheet->summary != NULL && sheet->focus < sheet->stop_count
               ? &sheet->summary->lines[sheet->stops[sheet->focus].line]
               : NULL;
}

bool sheet_seek(struct sheet *sheet, enum summary_kind kind)
{
    for (size_t i = 0; i < sheet->summary->count; i++) {
        if (sheet->summary->lines[i].kind == kind) {
            sheet->wanted = i;
            return true;
        }
    }
    return false;
}

static bool focus_whole(const struct sheet *sheet, bool forward)
{
    const struct sheet_stop *stop = &sheet->stops[sheet->focus];
    return forward ? stop->row + stop->rows <= sheet->top + sheet->height : stop->row >= sheet->top;
}

// One paragraph on or back; through one that is longer than the screen, row by row.
static void step(struct sheet *sheet, bool forward)
{
    if (sheet->stop_count == 0) {
        sheet->top += forward ? 1 : -1;
    } else if (!focus_whole(sheet, forward)) {
        sheet->top += forward ? 1 : -1;
    } else if (forward && sheet->focus + 1 < sheet->stop_count) {
        sheet->focus++;
    } else if (!forward && sheet->focus > 0) {
        sheet->focus--;
    } else {
        sheet->top += forward ? 1 : -1; // what stands before the first, or after the last
    }
}

// The first paragraph that begins on the screen; else the one that fills it.
static size_t stop_shown(const struct sheet *sheet)
{
    size_t at = 0;
    for (size_t i = 0; i < sheet->stop_count; i++) {
        if (sheet->stops[i].row >= sheet->top + sheet->height) {
            break;
        }
        at = i;
        if (sheet->stops[i].row >= sheet->top) {
            break;
        }
    }
    return at;
}

static void page(struct sheet *sheet, bool forward)
{
    int by = sheet->height > 2 ? sheet->height - 1 : 1;
    int last = sheet->rows > sheet->height ? sheet->rows - sheet->height : 0;
    int top = sheet->top + (forward ? by : -by);
    sheet->top = top < 0 ? 0 : top > last ? last : top;
    sheet->turned = true;
    if (sheet->stop_count > 0) {
        sheet->focus = forward && top >= last ? sheet->stop_count - 1 : stop_shown(sheet);
    }
}

bool sheet_key(struct sheet *sheet, const struct key *key)
{
    sheet->turned = false;
    if (key->press == PRESS_UP || key_is_ctrl(key, 'p') || key_is(key, 'k')) {
        step(sheet, false);
    } else if (key->press == PRESS_DOWN || key_is_ctrl(key, 'n') || key_is(key, 'j')) {
        step(sheet, true);
    } else if (key->press == PRESS_PAGE_UP || key->press == PRESS_PAGE_DOWN) {
        page(sheet, key->press == PRESS_PAGE_DOWN);
    } else if (key->press == PRESS_HOME || key->press == PRESS_END) {
        bool end = key->press == PRESS_END;
        sheet->focus = end && sheet->stop_count > 0 ? sheet->stop_count - 1 : 0;
        sheet->top = end ? sheet->rows : 0;
    } else {
        return false;
    }
    return true;
}
