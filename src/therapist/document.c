// The focus is the cursor, and a `>` in the margin where the screen has one. Nothing else of the
// document is drawn otherwise than it would be printed.
#include "therapist/document.h"

#include "base/ensure.h"
#include "base/wipe.h"

#include <stdlib.h>
#include <string.h>

enum { COLUMNS_MOST = 100, PAPER_LEAST = 40, MARGIN = 2 };

void document_init(struct document *document, bool ascii)
{
    *document = (struct document){.ascii = ascii};
    buffer_init(&document->text, SIZE_MAX / 2);
}

static void forget_rows(struct document *document)
{
    free(document->starts);
    free(document->stops);
    document->starts = NULL;
    document->stops = NULL;
    document->stop_count = 0;
    document->rows = document->columns = 0;
    document->map.count = 0;
    wipe(document->text.bytes, document->text.length);
    buffer_reset(&document->text);
}

void document_clear(struct document *document)
{
    forget_rows(document);
    buffer_clear(&document->text);
    plain_map_clear(&document->map);
    summary_free(document->summary);
    document->summary = NULL;
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

bool document_set(struct document *document, struct summary *summary)
{
    struct summary *before = document->summary;
    const struct summary_line *line = document_line(document);
    size_t wanted = SIZE_MAX;
    for (size_t i = 0; line != NULL && i < summary->count; i++) {
        // Which stop that is, is known when it has been laid out: until then it is a line.
        wanted = same_line(line, &summary->lines[i]) ? i : wanted;
    }
    forget_rows(document);
    document->focus = 0;
    document->summary = summary;
    document->wanted = wanted;
    summary_free(before);
    return wanted != SIZE_MAX;
}

// Where each row begins, and which paragraph it is of.
static void find_rows(struct document *document)
{
    const struct plain_map *map = &document->map;
    document->rows = (int)map->count;
    document->starts = take(map->count + 1, sizeof *document->starts);
    document->stops = take(map->count, sizeof *document->stops);
    size_t row = 0;
    for (size_t i = 0; i < document->text.length && row < map->count; i++) {
        if (document->text.bytes[i] == '\n') {
            document->starts[++row] = i + 1;
        }
    }
    struct document_stop *last = NULL;
    for (row = 0; row < map->count; row++) {
        size_t line = map->rows[row].line;
        if (last != NULL && last->line == line) {
            last->rows = (int)row + 1 - last->row;
        } else if (line != SIZE_MAX) {
            last = &document->stops[document->stop_count++];
            *last = (struct document_stop){.line = line, .row = (int)row, .rows = 1};
        }
    }
}

static void find_focus(struct document *document)
{
    for (size_t i = 0; document->wanted != SIZE_MAX && i < document->stop_count; i++) {
        if (document->stops[i].line <= document->wanted) {
            document->focus = i;
        }
    }
    document->wanted = SIZE_MAX;
    document->focus = document->focus < document->stop_count ? document->focus : 0;
}

static void lay_out(struct document *document, int columns, text_width_fn width)
{
    const struct plain_paper paper = {
        .columns = (size_t)columns, .rows = 0, .ascii = document->ascii, .width = width};
    const struct summary_line *line = document->wanted == SIZE_MAX ? document_line(document) : NULL;
    size_t at = line != NULL ? (size_t)(line - document->summary->lines) : document->wanted;
    forget_rows(document);
    document->wanted = at;
    document->columns = columns;
    document->turned = false;
    summary_plain_rows(document->summary, &paper, &document->text, &document->map);
    find_rows(document);
    find_focus(document);
}

// The paragraph in focus is on the screen, or, if it is longer than that, the screen is in it.
// Where a page was turned, the rows stay as they came: some of the paragraph is there.
static void bring(struct document *document)
{
    if (document->stop_count > 0) {
        const struct document_stop *stop = &document->stops[document->focus];
        bool seen =
            stop->row < document->top + document->height && stop->row + stop->rows > document->top;
        int end = stop->row + stop->rows - document->height;
        int least = stop->rows > document->height ? stop->row : end;
        int most = stop->rows > document->height ? end : stop->row;
        if (!document->turned || !seen) {
            document->top = document->top < least  ? least
                            : document->top > most ? most
                                                   : document->top;
        }
    }
    int last = document->rows > document->height ? document->rows - document->height : 0;
    document->top = document->top > last ? last : document->top < 0 ? 0 : document->top;
}

static enum role role_of(enum plain_role role)
{
    static const enum role roles[] = {[PLAIN_NORMAL] = ROLE_NORMAL,
                                      [PLAIN_HEADING] = ROLE_STRONG,
                                      [PLAIN_FLAG] = ROLE_STRONG,
                                      [PLAIN_QUIET] = ROLE_QUIET};
    return roles[role];
}

static void draw_rows(const struct document *document, struct canvas *canvas, struct rect area,
                      int column)
{
    for (int i = 0; i < area.rows && document->top + i < document->rows; i++) {
        size_t from = document->starts[document->top + i];
        size_t to = document->starts[document->top + i + 1];
        struct rect clip = {area.row + i, column, 1, document->columns};
        canvas_text_in(canvas, clip, area.row + i, column,
                       role_of(document->map.rows[document->top + i].role),
                       document->text.bytes + from, to > from ? to - from - 1 : 0);
    }
}

static int shown_row(const struct document *document)
{
    int row = document->stop_count > 0 ? document->stops[document->focus].row - document->top : 0;
    return row < 0 ? 0 : row;
}

void document_draw(struct document *document, struct canvas *canvas, struct rect area)
{
    if (document->summary == NULL || rect_empty(area)) {
        return;
    }
    // A narrow screen has no margin: the paper takes all of it, and the cursor alone is the focus.
    bool margin = area.columns - MARGIN >= PAPER_LEAST;
    int columns = margin ? area.columns - MARGIN : PAPER_LEAST;
    int column = margin ? area.column + MARGIN : 0;
    columns = columns > COLUMNS_MOST ? COLUMNS_MOST : columns;
    if (columns != document->columns) {
        lay_out(document, columns, canvas->width);
    }
    struct rect rows = area;
    rows.rows -= document->rows > area.rows && area.rows > 4 ? 1 : 0;
    document->height = rows.rows;
    bring(document);
    draw_rows(document, canvas, rows, column);
    int below = document->rows - document->top - rows.rows;
    if (rows.rows < area.rows) {
        canvas_print(canvas, area.row + rows.rows, column, ROLE_QUIET,
                     below > 0 ? "%d more %s" : "end of this page", below,
                     below == 1 ? "line" : "lines");
    }
    int focus = area.row + shown_row(document);
    if (margin) {
        canvas_text(canvas, focus, area.column, ROLE_NORMAL, ">");
    } else {
        canvas_paint(canvas, (struct rect){focus, column, 1, 1}, ROLE_FOCUS);
    }
    canvas_cursor(canvas, focus, margin ? area.column : column);
}

const struct summary_line *document_line(const struct document *document)
{
    return document->summary != NULL && document->focus < document->stop_count
               ? &document->summary->lines[document->stops[document->focus].line]
               : NULL;
}

bool document_seek(struct document *document, enum summary_kind kind)
{
    for (size_t i = 0; i < document->summary->count; i++) {
        if (document->summary->lines[i].kind == kind) {
            document->wanted = i;
            return true;
        }
    }
    return false;
}

static bool focus_whole(const struct document *document, bool forward)
{
    const struct document_stop *stop = &document->stops[document->focus];
    return forward ? stop->row + stop->rows <= document->top + document->height
                   : stop->row >= document->top;
}

// One paragraph on or back; through one that is longer than the screen, row by row.
static void step(struct document *document, bool forward)
{
    if (document->stop_count == 0) {
        document->top += forward ? 1 : -1;
    } else if (!focus_whole(document, forward)) {
        document->top += forward ? 1 : -1;
    } else if (forward && document->focus + 1 < document->stop_count) {
        document->focus++;
    } else if (!forward && document->focus > 0) {
        document->focus--;
    } else {
        document->top += forward ? 1 : -1; // what stands before the first, or after the last
    }
}

// The first paragraph that begins on the screen; else the one that fills it.
static size_t stop_shown(const struct document *document)
{
    size_t at = 0;
    for (size_t i = 0; i < document->stop_count; i++) {
        if (document->stops[i].row >= document->top + document->height) {
            break;
        }
        at = i;
        if (document->stops[i].row >= document->top) {
            break;
        }
    }
    return at;
}

static void page(struct document *document, bool forward)
{
    int by = document->height > 2 ? document->height - 1 : 1;
    int last = document->rows > document->height ? document->rows - document->height : 0;
    int top = document->top + (forward ? by : -by);
    document->top = top < 0 ? 0 : top > last ? last : top;
    document->turned = true;
    if (document->stop_count > 0) {
        document->focus = forward && top >= last ? document->stop_count - 1 : stop_shown(document);
    }
}

bool document_key(struct document *document, const struct key *key)
{
    document->turned = false;
    if (key->press == PRESS_UP || key_is_ctrl(key, 'p') || key_is(key, 'k')) {
        step(document, false);
    } else if (key->press == PRESS_DOWN || key_is_ctrl(key, 'n') || key_is(key, 'j')) {
        step(document, true);
    } else if (key->press == PRESS_PAGE_UP || key->press == PRESS_PAGE_DOWN) {
        page(document, key->press == PRESS_PAGE_DOWN);
    } else if (key->press == PRESS_HOME || key->press == PRESS_END) {
        bool end = key->press == PRESS_END;
        document->focus = end && document->stop_count > 0 ? document->stop_count - 1 : 0;
        document->top = end ? document->rows : 0;
    } else {
        return false;
    }
    return true;
}
