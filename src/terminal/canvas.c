// The grid. All drawing goes through two functions: one takes a cell out of use (and with it the
// other half of a wide character), one puts a grapheme in, if it fits whole. Everything else is
// clipping.

#include "terminal/canvas.h"

#include "base/buffer.h"
#include "base/ensure.h"
#include "base/wipe.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { PRINT_MAX = 256 };

static const char REPLACEMENT[] = "\xEF\xBF\xBD"; // U+FFFD
static const char HORIZONTAL[] = "\xE2\x94\x80";  // U+2500

static int smaller(int a, int b)
{
    return a < b ? a : b;
}

static int larger(int a, int b)
{
    return a > b ? a : b;
}

static struct cell *cell_at(const struct canvas *canvas, int row, int column)
{
    return &canvas->cells[(size_t)row * (size_t)canvas->columns + (size_t)column];
}

static void set_blank(struct cell *cell, enum role role)
{
    cell->text[0] = ' ';
    cell->length = 1;
    cell->columns = 1;
    cell->role = (uint8_t)role;
}

// Before a cell is overwritten: the other half of a wide character becomes a blank.
static void detach(struct canvas *canvas, int row, int column)
{
    struct cell *cell = cell_at(canvas, row, column);
    if (cell->columns == 0) {
        struct cell *left = cell_at(canvas, row, column - 1);
        set_blank(left, (enum role)left->role);
    } else if (cell->columns == 2) {
        struct cell *right = cell_at(canvas, row, column + 1);
        set_blank(right, (enum role)right->role);
    }
}

static void put(struct canvas *canvas, int row, int column, enum role role, const char *text,
                size_t length, int columns)
{
    detach(canvas, row, column);
    if (columns == 2) {
        detach(canvas, row, column + 1);
        struct cell *right = cell_at(canvas, row, column + 1);
        right->length = 0;
        right->columns = 0;
        right->role = (uint8_t)role;
    }
    struct cell *cell = cell_at(canvas, row, column);
    memcpy(cell->text, text, length);
    cell->length = (uint8_t)length;
    cell->columns = (uint8_t)columns;
    cell->role = (uint8_t)role;
}

// The canvas part of a rectangle, without overflow whatever the caller's numbers are.
static struct rect inside(const struct canvas *canvas, struct rect area)
{
    long long bottom = (long long)area.row + larger(area.rows, 0);
    long long right = (long long)area.column + larger(area.columns, 0);
    int top = larger(area.row, 0);
    int left = larger(area.column, 0);
    int last_row = bottom < canvas->rows ? (int)bottom : canvas->rows;
    int last_column = right < canvas->columns ? (int)right : canvas->columns;
    return (struct rect){top, left, larger(last_row - top, 0), larger(last_column - left, 0)};
}

void canvas_init(struct canvas *canvas, text_width_fn width)
{
    ensure(width != NULL);
    *canvas = (struct canvas){.width = width};
}

void canvas_clear(struct canvas *canvas)
{
    canvas_resize(canvas, 0, 0);
}

void canvas_resize(struct canvas *canvas, int rows, int columns)
{
    rows = smaller(larger(rows, 0), CANVAS_ROWS_MAX);
    columns = smaller(larger(columns, 0), CANVAS_COLUMNS_MAX);
    if (rows != canvas->rows || columns != canvas->columns) {
        size_t old = (size_t)canvas->rows * (size_t)canvas->columns;
        wipe(canvas->cells, old * sizeof(*canvas->cells));
        free(canvas->cells);
        canvas->cells = NULL;
        canvas->rows = rows;
        canvas->columns = columns;
        size_t count = (size_t)rows * (size_t)columns;
        if (count > 0) {
            canvas->cells = malloc(count * sizeof(*canvas->cells));
            if (canvas->cells == NULL) {
                die("no memory for the screen");
            }
        }
    }
    canvas_blank(canvas);
}

void canvas_blank(struct canvas *canvas)
{
    size_t count = (size_t)canvas->rows * (size_t)canvas->columns;
    static const struct cell blank = {.text = " ", .length = 1, .columns = 1, .role = ROLE_NORMAL};
    for (size_t i = 0; i < count; i++) {
        canvas->cells[i] = blank;
    }
    canvas->cursor_row = 0;
    canvas->cursor_column = 0;
}

bool canvas_same_row(const struct canvas *one, const struct canvas *other, int row)
{
    if (row < 0 || row >= one->rows || row >= other->rows || one->columns != other->columns) {
        return false;
    }
    size_t columns = (size_t)one->columns;
    const struct cell *a = one->cells + (size_t)row * columns;
    const struct cell *b = other->cells + (size_t)row * columns;
    for (size_t left = columns; left > 0; left--, a++, b++) {
        if (a->length != b->length || a->columns != b->columns || a->role != b->role ||
            memcmp(a->text, b->text, a->length) != 0) {
            return false;
        }
    }
    return true;
}

void canvas_copy(struct canvas *to, const struct canvas *from)
{
    if (to->rows != from->rows || to->columns != from->columns) {
        canvas_resize(to, from->rows, from->columns);
    }
    size_t count = (size_t)from->rows * (size_t)from->columns;
    if (count > 0) {
        memcpy(to->cells, from->cells, count * sizeof(*to->cells));
    }
    to->cursor_row = from->cursor_row;
    to->cursor_column = from->cursor_column;
}

struct rect canvas_area(const struct canvas *canvas)
{
    return (struct rect){0, 0, canvas->rows, canvas->columns};
}

// What is shown for the grapheme at text[0..length): at most CELL_BYTES, never a control character.
struct piece {
    const char *text;
    size_t length;
    int columns;
};

static struct piece piece_of(const struct canvas *canvas, const char *text, size_t length)
{
    uint32_t code_point = 0;
    size_t size = text_decode(text, length, &code_point);
    if (size == 0) {
        return (struct piece){REPLACEMENT, 3, 1};
    }
    if (code_point == '\n' || code_point == '\t' || code_point == '\r') {
        return (struct piece){" ", 1, 1};
    }
    if (text_forbidden(code_point)) {
        return (struct piece){REPLACEMENT, 3, 1};
    }
    int columns = text_grapheme_columns(text, length, canvas->width);
    // Whole code points only, and none that is forbidden, joined or not.
    size_t kept = size;
    while (kept < length) {
        size = text_decode(text + kept, length - kept, &code_point);
        if (size == 0 || kept + size > CELL_BYTES || text_forbidden(code_point)) {
            break;
        }
        kept += size;
    }
    return (struct piece){text, kept, columns};
}

int canvas_text_in(struct canvas *canvas, struct rect clip, int row, int column, enum role role,
                   const char *text, size_t length)
{
    struct rect area = inside(canvas, clip);
    bool row_visible = row >= area.row && row < area.row + area.rows && area.columns > 0;
    long long left = area.column;
    long long right = left + area.columns;
    long long at_column = column;
    for (size_t at = 0; at < length;) {
        size_t next = text_next(text, length, at);
        struct piece piece = piece_of(canvas, text + at, next - at);
        at = next;
        if (piece.columns == 0) {
            continue; // a mark with nothing to stand on
        }
        long long end = at_column + piece.columns;
        if (row_visible && at_column >= left && end <= right) {
            put(canvas, row, (int)at_column, role, piece.text, piece.length, piece.columns);
        } else if (row_visible && piece.columns == 2 && end > left && at_column < right) {
            // Half inside: a blank stands for it.
            put(canvas, row, (int)(at_column < left ? left : at_column), role, " ", 1, 1);
        }
        at_column = end;
    }
    long long used = at_column - column;
    return used > INT32_MAX ? INT32_MAX : (int)used;
}

int canvas_text(struct canvas *canvas, int row, int column, enum role role, const char *text)
{
    return canvas_text_in(canvas, canvas_area(canvas), row, column, role, text, strlen(text));
}

int canvas_print(struct canvas *canvas, int row, int column, enum role role, const char *format,
                 ...)
{
    char text[PRINT_MAX];
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    if (length < 0) {
        return 0;
    }
    return canvas_text(canvas, row, column, role, text);
}

void canvas_fill(struct canvas *canvas, struct rect area, enum role role)
{
    struct rect part = inside(canvas, area);
    for (int row = part.row; row < part.row + part.rows; row++) {
        for (int column = part.column; column < part.column + part.columns; column++) {
            put(canvas, row, column, role, " ", 1, 1);
        }
    }
}

void canvas_paint(struct canvas *canvas, struct rect area, enum role role)
{
    struct rect part = inside(canvas, area);
    for (int row = part.row; row < part.row + part.rows; row++) {
        for (int column = part.column; column < part.column + part.columns; column++) {
            struct cell *cell = cell_at(canvas, row, column);
            cell->role = (uint8_t)role;
            // Both halves of a wide character wear the same.
            if (cell->columns == 0) {
                cell_at(canvas, row, column - 1)->role = (uint8_t)role;
            } else if (cell->columns == 2) {
                cell_at(canvas, row, column + 1)->role = (uint8_t)role;
            }
        }
    }
}

void canvas_rule(struct canvas *canvas, int row, int column, int columns, enum role role)
{
    struct rect part = inside(canvas, (struct rect){row, column, 1, columns});
    for (int i = 0; i < part.columns && part.rows > 0; i++) {
        put(canvas, row, part.column + i, role, HORIZONTAL, sizeof(HORIZONTAL) - 1, 1);
    }
}

void canvas_cursor(struct canvas *canvas, int row, int column)
{
    canvas->cursor_row = larger(smaller(row, canvas->rows - 1), 0);
    canvas->cursor_column = larger(smaller(column, canvas->columns - 1), 0);
}

const struct cell *canvas_cell(const struct canvas *canvas, int row, int column)
{
    if (row < 0 || row >= canvas->rows || column < 0 || column >= canvas->columns) {
        return NULL;
    }
    return cell_at(canvas, row, column);
}

void canvas_dump(const struct canvas *canvas, struct buffer *out)
{
    for (int row = 0; row < canvas->rows; row++) {
        int end = canvas->columns;
        while (end > 0) {
            const struct cell *cell = cell_at(canvas, row, end - 1);
            if (cell->length != 1 || cell->text[0] != ' ') {
                break;
            }
            end--;
        }
        for (int column = 0; column < end; column++) {
            const struct cell *cell = cell_at(canvas, row, column);
            buffer_add(out, cell->text, cell->length);
        }
        buffer_char(out, '\n');
    }
}

void canvas_dump_roles(const struct canvas *canvas, struct buffer *out)
{
    for (int row = 0; row < canvas->rows; row++) {
        int end = canvas->columns;
        while (end > 0 && cell_at(canvas, row, end - 1)->role == ROLE_NORMAL) {
            end--;
        }
        for (int column = 0; column < end; column++) {
            buffer_char(out, theme_letter((enum role)cell_at(canvas, row, column)->role));
        }
        buffer_char(out, '\n');
    }
}
