// A list with one line in focus. The mark `>` is what moves, with the bar of fast terminals on the
// number and the box beside it: what the bar covers is sent twice a move, and words are long. Lines
// that do not fit their width continue below, under their text.

#include "terminal/list.h"

#include <stdio.h>
#include <string.h>

enum {
    GATHER_MS = 2000, // digits closer than this make one number
    SEARCH_MAX = 40,
};

static struct list_row row_at(const struct list *list, size_t row)
{
    return list->row(list->context, row);
}

void list_init(struct list *list, list_row_fn row, void *context, text_width_fn width)
{
    *list = (struct list){.row = row, .context = context};
    edit_init(&list->search, false, SEARCH_MAX, (size_t)SEARCH_MAX * 4, width);
}

void list_clear(struct list *list)
{
    edit_clear(&list->search);
}

void list_focus(struct list *list, size_t row)
{
    list->focus = row < list->count ? row : 0;
    for (size_t i = list->focus; i < list->count; i++) {
        if (!row_at(list, i).heading) {
            list->focus = i;
            return;
        }
    }
    for (size_t i = list->focus; i-- > 0;) {
        if (!row_at(list, i).heading) {
            list->focus = i;
            return;
        }
    }
}

// Columns of the keys, and of the marks, with the `gap` blanks behind them.
struct indents {
    int key, mark, gap;
};

static struct indents indents_of(const struct list *list)
{
    struct indents indents = {0, 0, 0};
    bool boxes = false;
    for (size_t i = 0; i < list->count; i++) {
        struct list_row row = row_at(list, i);
        int length = (int)strlen(row.key);
        indents.key = length > indents.key ? length : indents.key;
        boxes = boxes || (row.mark != NULL && row.mark[0] == '[');
        indents.mark = row.mark != NULL ? 3 : indents.mark;
    }
    // Boxes are always there and may stand apart; a lone (x) stays close to its number.
    int gap = boxes || indents.mark == 0 ? 2 : 1;
    indents.key += indents.key > 0 ? gap : 0;
    indents.mark += indents.mark > 0 ? gap : 0;
    indents.gap = gap;
    return indents;
}

static int text_column(const struct list_row *row, struct indents indents)
{
    return row->heading ? 0 : 2 + indents.key + indents.mark;
}

static int height_of(const struct canvas *canvas, const struct list_row *row,
                     struct indents indents, int columns, bool gaps)
{
    int rows = draw_paragraph_rows(canvas, columns - text_column(row, indents), row->text);
    return rows + (gaps && row->gap ? 1 : 0);
}

static int total_of(const struct list *list, const struct canvas *canvas, int columns, bool gaps)
{
    struct indents indents = indents_of(list);
    int total = 0;
    for (size_t i = 0; i < list->count; i++) {
        struct list_row row = row_at(list, i);
        total += height_of(canvas, &row, indents, columns, gaps);
    }
    return total;
}

int list_rows(struct list *list, const struct canvas *canvas, int columns)
{
    return total_of(list, canvas, columns, true);
}

// Where a line has no number, the mark itself wears the bar.
static void draw_bar(struct canvas *canvas, struct rect line, struct indents indents)
{
    int columns = indents.key + indents.mark;
    struct rect beside = {line.row, line.column + 1, 1, columns};
    if (columns == 0) {
        beside = (struct rect){line.row, line.column, 1, 1};
    }
    canvas_paint(canvas, beside, ROLE_FOCUS);
}

static void draw_row(const struct list *list, struct canvas *canvas, struct rect area,
                     const struct list_row *row, bool focus, struct indents indents)
{
    int column = area.column;
    if (row->heading) {
        draw_paragraph(canvas, area, row->role, row->text);
        return;
    }
    if (focus) {
        canvas_text(canvas, area.row, column, ROLE_NORMAL, ">");
        if (!list->searching) {
            canvas_cursor(canvas, area.row, column);
        }
    }
    column += 2;
    int blank = indents.key - indents.gap - (int)strlen(row->key);
    canvas_text(canvas, area.row, column + (blank > 0 ? blank : 0), row->role, row->key);
    column += indents.key;
    if (row->mark != NULL) {
        canvas_text(canvas, area.row, column,
                    strchr(row->mark, 'x') != NULL ? ROLE_MARK : ROLE_NORMAL, row->mark);
    }
    column += indents.mark;
    struct rect text = {area.row, column, area.rows, area.columns - (column - area.column)};
    draw_paragraph(canvas, text, row->role, row->text);
    if (focus) {
        draw_bar(canvas, area, indents);
    }
}

// Nothing but headings stands before the line in focus: they are shown with it.
static bool at_top(const struct list *list)
{
    size_t row = 0;
    while (row < list->focus && row_at(list, row).heading) {
        row++;
    }
    return row == list->focus;
}

int list_draw(struct list *list, struct canvas *canvas, struct rect area, struct arena *scratch)
{
    if (list->count == 0 || rect_empty(area)) {
        return 0;
    }
    struct indents indents = indents_of(list);
    bool gaps = total_of(list, canvas, area.columns, true) <= area.rows;
    int *heights = arena_array(scratch, int, list->count);
    for (size_t i = 0; i < list->count; i++) {
        struct list_row row = row_at(list, i);
        heights[i] = height_of(canvas, &row, indents, area.columns, gaps);
    }
    int rows = scroll_rows(total_of(list, canvas, area.columns, false), area.rows);
    if (at_top(list)) {
        list->scroll.first = 0;
    }
    scroll_fit(&list->scroll, heights, list->count, list->focus, rows);
    int at = list->scroll.row;
    int end = list->scroll.row + list->scroll.rows;
    for (size_t i = list->scroll.first; i < list->scroll.first + list->scroll.shown; i++) {
        struct list_row row = row_at(list, i);
        int skip = gaps && row.gap ? 1 : 0;
        struct rect place = {area.row + at + skip, area.column, end - at - skip, area.columns};
        if (place.rows > heights[i] - skip) {
            place.rows = heights[i] - skip;
        }
        draw_row(list, canvas, place, &row, i == list->focus, indents);
        at += heights[i];
    }
    draw_scroll(canvas, area, &list->scroll, rows < area.rows);
    return at;
}

// The next line that can be in focus, in one direction; the same if there is none.
static void step(struct list *list, bool forward)
{
    size_t row = list->focus;
    while (forward ? row + 1 < list->count : row > 0) {
        row = forward ? row + 1 : row - 1;
        if (!row_at(list, row).heading) {
            list->focus = row;
            return;
        }
    }
}

bool list_key(struct list *list, const struct key *key)
{
    if (list->count == 0) {
        return false;
    }
    if (key->press == PRESS_UP || key_is_ctrl(key, 'p') || key->press == PRESS_SHIFT_TAB) {
        step(list, false);
    } else if (key->press == PRESS_DOWN || key_is_ctrl(key, 'n') || key->press == PRESS_TAB) {
        step(list, true);
    } else if (key->press == PRESS_HOME) {
        list_focus(list, 0);
    } else if (key->press == PRESS_END) {
        list_focus(list, list->count - 1);
    } else if (key->press == PRESS_PAGE_UP || key->press == PRESS_PAGE_DOWN) {
        list_focus(list, scroll_page(&list->scroll, list->count, list->focus,
                                     key->press == PRESS_PAGE_DOWN));
    } else {
        return false;
    }
    list->digits[0] = '\0';
    return true;
}

static size_t find_key(const struct list *list, const char *typed)
{
    for (size_t i = 0; i < list->count; i++) {
        struct list_row row = row_at(list, i);
        if (!row.heading && strcmp(row.key, typed) == 0) {
            return i;
        }
    }
    return SIZE_MAX;
}

size_t list_digit(struct list *list, const struct key *key, int64_t now)
{
    int digit = key_digit(key);
    if (digit < 0) {
        return SIZE_MAX;
    }
    size_t length = strlen(list->digits);
    if (now - list->digits_at > GATHER_MS || length + 2 > sizeof(list->digits)) {
        length = 0;
    }
    list->digits_at = now;
    list->digits[length] = (char)('0' + digit);
    list->digits[length + 1] = '\0';
    size_t row = find_key(list, list->digits);
    if (row == SIZE_MAX && length > 0) {
        list->digits[0] = (char)('0' + digit);
        list->digits[1] = '\0';
        row = find_key(list, list->digits);
    }
    if (row == SIZE_MAX) {
        return SIZE_MAX;
    }
    list->focus = row;
    return row;
}

bool list_number_ends(struct list *list, int64_t now)
{
    bool typed = list->digits[0] != '\0' && now - list->digits_at <= GATHER_MS;
    list->digits[0] = '\0';
    return typed;
}

static bool matches(const struct list *list, size_t row)
{
    char wanted[SEARCH_MAX * 4 + 1];
    char text[512];
    struct list_row line = row_at(list, row);
    text_fold(list->search.bytes, wanted, sizeof(wanted));
    text_fold(line.text, text, sizeof(text));
    return !line.heading && strstr(text, wanted) != NULL;
}

static void find_from(struct list *list, size_t start, bool forward)
{
    for (size_t i = 0, row = start; i < list->count; i++) {
        if (matches(list, row)) {
            list->focus = row;
            return;
        }
        row = forward ? (row + 1) % list->count : (row + list->count - 1) % list->count;
    }
}

bool list_search_key(struct list *list, const struct key *key)
{
    if (!list->searching) {
        if (!key_is(key, '/') || list->count == 0) {
            return false;
        }
        list->searching = true;
        list->search_from = list->focus;
        edit_set(&list->search, "", 0);
        return true;
    }
    if (key->press == PRESS_ENTER || key->press == PRESS_ESCAPE) {
        list->focus = key->press == PRESS_ESCAPE ? list->search_from : list->focus;
        list->searching = false;
    } else if (key->press == PRESS_DOWN || key->press == PRESS_TAB) {
        find_from(list, (list->focus + 1) % list->count, true);
    } else if (key->press == PRESS_UP || key->press == PRESS_SHIFT_TAB) {
        find_from(list, (list->focus + list->count - 1) % list->count, false);
    } else if (edit_key(&list->search, key) == EDIT_CHANGED) {
        list->focus = list->search_from; // where nothing is found, nothing has moved
        if (list->search.length > 0) {
            find_from(list, 0, true);
        }
    }
    return true;
}

bool list_search_misses(const struct list *list)
{
    bool missed = list->search.length > 0;
    for (size_t i = 0; missed && i < list->count; i++) {
        missed = !matches(list, i);
    }
    return missed;
}

void list_search_draw(struct list *list, struct canvas *canvas, struct rect line, bool none)
{
    static const char said[] = "none found";
    canvas_fill(canvas, line, ROLE_NORMAL);
    int column = canvas_text(canvas, line.row, line.column, ROLE_HINT, "> Find: ");
    struct rect field = {line.row, line.column + column, 1, line.columns - column};
    if (none) {
        field.columns -= (int)sizeof(said) + 1;
        canvas_text(canvas, line.row, field.column + field.columns + 1, ROLE_QUIET, said);
    }
    draw_field(canvas, field, &list->search, NULL);
}

void list_search_footer(struct canvas *canvas, const struct frame *frame)
{
    static const struct hint hints[] = {{"Enter", "go there"}, {"Arrows", "next"}, {"Esc", "back"}};
    draw_footer(canvas, frame, hints, 3);
}
