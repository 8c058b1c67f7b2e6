#ifndef TERMINAL_CANVAS_H
#define TERMINAL_CANVAS_H

#include "base/text.h"
#include "terminal/theme.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct buffer;

// A grid of cells: what the screen should look like. Pure: views draw the whole frame into it each
// time, tests read it as text, screen.h shows it. Every coordinate may be anything (negative,
// beyond the edge): what does not fit is clipped, a wide character is never shown by half.

enum {
    CANVAS_ROWS_MAX = 200,
    CANVAS_COLUMNS_MAX = 300,
    CELL_BYTES = 20, // a base character and what joins it; what is longer loses its last parts
};

struct rect {
    int row, column, rows, columns;
};

// Invariant: a cell of 2 columns is followed by one of 0 columns with no text; all others have 1
// column and at least one byte. No cell holds a control character or invalid UTF-8.
struct cell {
    char text[CELL_BYTES]; // UTF-8, `length` bytes, no NUL
    uint8_t length;
    uint8_t columns;
    uint8_t role; // enum role
};

struct canvas {
    struct cell *cells; // rows * columns, owned
    int rows, columns;
    int cursor_row, cursor_column; // inside the grid whenever it has cells
    text_width_fn width;
};

// An empty canvas of 0 x 0. `width` is screen_width() on a terminal, text_width_unicode in tests.
void canvas_init(struct canvas *canvas, text_width_fn width);
void canvas_clear(struct canvas *canvas); // wipes and frees; usable again after canvas_resize
// Changes the size (clamped to 0 and the maxima above) and blanks.
void canvas_resize(struct canvas *canvas, int rows, int columns);
// Every cell a normal blank, cursor at 0, 0: the start of every frame.
void canvas_blank(struct canvas *canvas);
struct rect canvas_area(const struct canvas *canvas);

// Makes `to` show what `from` shows, its size and cursor too.
void canvas_copy(struct canvas *to, const struct canvas *from);

// Whether both have this row, as wide and cell for cell the same.
bool canvas_same_row(const struct canvas *one, const struct canvas *other, int row);

// Draws one line of text; returns the columns the whole text takes, clipped or not. Line ends and
// tabs become blanks; other control characters and invalid bytes become U+FFFD.
int canvas_text(struct canvas *canvas, int row, int column, enum role role, const char *text);
// The same for `length` bytes, shown only inside `clip`.
int canvas_text_in(struct canvas *canvas, struct rect clip, int row, int column, enum role role,
                   const char *text, size_t length);
// printf, then canvas_text. For numbers and short words: at most 255 bytes.
int canvas_print(struct canvas *canvas, int row, int column, enum role role, const char *format,
                 ...) __attribute__((format(printf, 5, 6)));

// Blanks of a role over a rectangle.
void canvas_fill(struct canvas *canvas, struct rect area, enum role role);
// Gives what is already drawn another role.
void canvas_paint(struct canvas *canvas, struct rect area, enum role role);
// A horizontal line.
void canvas_rule(struct canvas *canvas, int row, int column, int columns, enum role role);

// Where the cursor rests after the frame: always on the focus (speech and Braille follow it).
void canvas_cursor(struct canvas *canvas, int row, int column);

// NULL outside the grid.
const struct cell *canvas_cell(const struct canvas *canvas, int row, int column);

// The screen as text, one line a row, no blanks at line ends; the second form has the role letters
// (theme_letter) with no '.' at line ends. Both end with a newline.
void canvas_dump(const struct canvas *canvas, struct buffer *out);
void canvas_dump_roles(const struct canvas *canvas, struct buffer *out);

#endif
