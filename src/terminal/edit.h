#ifndef TERMINAL_EDIT_H
#define TERMINAL_EDIT_H

#include "base/text.h"
#include "base/wrap.h"

#include <stdbool.h>
#include <stddef.h>

struct key;

// Typed text with a cursor: one line, or several. Pure. The cursor always stands between graphemes,
// the text is always valid UTF-8 without forbidden characters, and neither maximum is ever
// exceeded.
struct edit {
    char *bytes; // owned, NUL-terminated; wiped before it is freed
    size_t length;
    size_t capacity;
    size_t at; // the cursor, in bytes
    size_t maximum_graphemes;
    size_t maximum_bytes;
    bool lines;    // may hold '\n'
    size_t scroll; // one line: first visible byte; several: first visible line
    size_t goal;   // column that Up and Down try to keep
    bool goal_set;
    size_t columns; // width of the last view, for Up and Down
    text_width_fn width;
};

enum edit_result {
    EDIT_IGNORED, // not an editing key: the face decides
    EDIT_NOTHING, // an editing key with nothing to do (Backspace at the start)
    EDIT_MOVED,
    EDIT_CHANGED,
    EDIT_FULL,    // would exceed a maximum: say so
    EDIT_REFUSED, // a character that free text refuses
};

void edit_init(struct edit *edit, bool lines, size_t maximum_graphemes, size_t maximum_bytes,
               text_width_fn width);
void edit_clear(struct edit *edit); // wipes and frees
// Replaces the text, cleaned of what is refused, cursor at its end. False if not all of it fitted.
bool edit_set(struct edit *edit, const char *text, size_t length);

// Text, arrows, Home, End, Backspace, Delete, Ctrl-A, E, U, W (and D never). With `lines`: Enter,
// Up and Down as well; otherwise those are EDIT_IGNORED. A pasted line end is a blank in one line.
enum edit_result edit_key(struct edit *edit, const struct key *key);

enum edit_result edit_insert(struct edit *edit, const char *text, size_t length); // all or nothing

// One line: the slice to show in `columns`, scrolled so that the cursor is in it.
struct edit_view {
    size_t start, length; // bytes
    int cursor;           // column of the cursor in the slice, < columns (0 when columns < 1)
    bool before, after;   // text is hidden on that side
};
void edit_view(struct edit *edit, int columns, struct edit_view *view);

// Several lines: what to show in `rows` x `columns`, wrapped, scrolled so that the cursor is in it.
// The last column is kept for the cursor behind a full line.
struct edit_area {
    size_t lines;                  // after wrapping, at least 1
    size_t first;                  // first line shown
    int cursor_row, cursor_column; // inside the area
};
void edit_area(struct edit *edit, int rows, int columns, struct edit_area *area);

// The lines as edit_area counts them, for wrap_next; valid while the text does not change.
void edit_lines(const struct edit *edit, int columns, struct wrap *wrap);

#endif
