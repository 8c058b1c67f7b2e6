// The line editor. Every change goes through replace(), which keeps the three promises of the
// struct: valid text, a cursor between graphemes, no maximum exceeded.

#include "terminal/edit.h"

#include "base/ensure.h"
#include "base/wipe.h"
#include "terminal/key.h"

#include <stdlib.h>
#include <string.h>

enum { CAPACITY_FIRST = 64 };

static void *allocate(size_t size)
{
    void *memory = malloc(size);
    if (memory == NULL) {
        die("no memory for what is being typed");
    }
    return memory;
}

void edit_init(struct edit *edit, bool lines, size_t maximum_graphemes, size_t maximum_bytes,
               text_width_fn width)
{
    ensure(width != NULL);
    *edit = (struct edit){
        .maximum_graphemes = maximum_graphemes,
        .maximum_bytes = maximum_bytes,
        .lines = lines,
        .width = width,
        .capacity = CAPACITY_FIRST,
        .bytes = allocate(CAPACITY_FIRST),
    };
    edit->bytes[0] = '\0';
}

void edit_clear(struct edit *edit)
{
    if (edit->bytes != NULL) {
        wipe(edit->bytes, edit->capacity);
        free(edit->bytes);
    }
    *edit = (struct edit){0};
}

// Not realloc: it would leave a copy of the text behind.
static void reserve(struct edit *edit, size_t length)
{
    if (length < edit->capacity) {
        return;
    }
    size_t capacity = edit->capacity * 2 > length ? edit->capacity * 2 : length + 1;
    char *bytes = allocate(capacity);
    memcpy(bytes, edit->bytes, edit->length + 1);
    wipe(edit->bytes, edit->capacity);
    free(edit->bytes);
    edit->bytes = bytes;
    edit->capacity = capacity;
}

// The nearest border between graphemes at or after `at`.
static size_t border(const struct edit *edit, size_t at)
{
    size_t start = text_previous(edit->bytes, edit->length, at);
    while (start < at) {
        start = text_next(edit->bytes, edit->length, start);
    }
    return start;
}

static bool too_many(const struct edit *edit)
{
    // A grapheme has at least one byte, so short texts need no counting.
    return edit->length > edit->maximum_graphemes &&
           text_count(edit->bytes, edit->length) > edit->maximum_graphemes;
}

// Replaces bytes `from` to `to`; the cursor goes behind what is new.
static void replace(struct edit *edit, size_t from, size_t to, const char *text, size_t length)
{
    size_t rest = edit->length - to;
    reserve(edit, from + length + rest);
    memmove(edit->bytes + from + length, edit->bytes + to, rest);
    if (length > 0) {
        memcpy(edit->bytes + from, text, length);
    }
    edit->length = from + length + rest;
    edit->bytes[edit->length] = '\0';
    edit->at = border(edit, from + length);
    edit->goal_set = false;
}

static bool acceptable(const struct edit *edit, const char *text, size_t length)
{
    for (size_t at = 0; at < length;) {
        uint32_t code_point = 0;
        size_t size = text_decode(text + at, length - at, &code_point);
        if (size == 0 || (text_forbidden(code_point) && !(edit->lines && code_point == '\n'))) {
            return false;
        }
        at += size;
    }
    return true;
}

enum edit_result edit_insert(struct edit *edit, const char *text, size_t length)
{
    if (length == 0) {
        return EDIT_NOTHING;
    }
    if (!acceptable(edit, text, length)) {
        return EDIT_REFUSED;
    }
    if (length > edit->maximum_bytes || edit->length > edit->maximum_bytes - length) {
        return EDIT_FULL;
    }
    size_t before = edit->at;
    bool goal_set = edit->goal_set;
    replace(edit, before, before, text, length);
    if (too_many(edit)) {
        replace(edit, before, before + length, NULL, 0);
        edit->at = before;
        edit->goal_set = goal_set;
        return EDIT_FULL;
    }
    return EDIT_CHANGED;
}

bool edit_set(struct edit *edit, const char *text, size_t length)
{
    char *clean = allocate(length + 1);
    size_t size = text_clean(text, length, edit->lines, clean);
    size_t kept = 0;
    size_t graphemes = 0;
    while (kept < size && graphemes < edit->maximum_graphemes) {
        size_t next = text_next(clean, size, kept);
        if (next > edit->maximum_bytes) {
            break;
        }
        kept = next;
        graphemes++;
    }
    replace(edit, 0, edit->length, clean, kept);
    edit->scroll = 0;
    wipe(clean, length + 1);
    free(clean);
    return kept == size;
}

static enum edit_result move_to(struct edit *edit, size_t at)
{
    edit->goal_set = false;
    if (at == edit->at) {
        return EDIT_NOTHING;
    }
    edit->at = at;
    return EDIT_MOVED;
}

static enum edit_result erase(struct edit *edit, size_t from, size_t to)
{
    if (from == to) {
        edit->goal_set = false;
        return EDIT_NOTHING;
    }
    replace(edit, from, to, NULL, 0);
    return EDIT_CHANGED;
}

static size_t line_start(const struct edit *edit)
{
    size_t at = edit->at;
    while (at > 0 && edit->bytes[at - 1] != '\n') {
        at--;
    }
    return at;
}

static size_t line_end(const struct edit *edit)
{
    const char *end = memchr(edit->bytes + edit->at, '\n', edit->length - edit->at);
    return end != NULL ? (size_t)(end - edit->bytes) : edit->length;
}

static enum edit_result erase_back(struct edit *edit)
{
    return erase(edit, text_previous(edit->bytes, edit->length, edit->at), edit->at);
}

static enum edit_result erase_here(struct edit *edit)
{
    return erase(edit, edit->at, text_next(edit->bytes, edit->length, edit->at));
}

static enum edit_result go_left(struct edit *edit)
{
    return move_to(edit, text_previous(edit->bytes, edit->length, edit->at));
}

static enum edit_result go_right(struct edit *edit)
{
    return move_to(edit, text_next(edit->bytes, edit->length, edit->at));
}

// Of the line between line ends.
static enum edit_result go_home(struct edit *edit)
{
    return move_to(edit, line_start(edit));
}

static enum edit_result go_end(struct edit *edit)
{
    return move_to(edit, line_end(edit));
}

static enum edit_result erase_before(struct edit *edit)
{
    return erase(edit, line_start(edit), edit->at);
}

static bool is_gap(char byte)
{
    return byte == ' ' || byte == '\n';
}

static enum edit_result erase_word(struct edit *edit)
{
    size_t start = edit->at;
    while (start > 0 && is_gap(edit->bytes[start - 1])) {
        start--;
    }
    while (start > 0 && !is_gap(edit->bytes[start - 1])) {
        start--;
    }
    // A mark that joins the blank before it belongs to that blank.
    return erase(edit, start < edit->at ? border(edit, start) : start, edit->at);
}

// ---- one line

// Byte offset of the first grapheme that starts at column `column` or later.
static size_t offset_of_column(const struct edit *edit, size_t column)
{
    size_t columns = 0;
    size_t at = 0;
    while (at < edit->length && columns < column) {
        size_t next = text_next(edit->bytes, edit->length, at);
        columns += (size_t)text_grapheme_columns(edit->bytes + at, next - at, edit->width);
        at = next;
    }
    return at;
}

static size_t columns_between(const struct edit *edit, size_t from, size_t to)
{
    return from < to ? text_columns(edit->bytes + from, to - from, edit->width) : 0;
}

// Where the visible slice starts. It jumps by a third of the width, so that typing at the edge does
// not send the whole field at every letter. One column at each end is kept for the mark of hidden
// text.
static size_t scrolled_start(const struct edit *edit, size_t columns)
{
    size_t before = columns_between(edit, 0, edit->at);
    if (before + columns_between(edit, edit->at, edit->length) < columns) {
        return 0;
    }
    if (columns < 4) {
        return edit->at;
    }
    size_t start = edit->scroll < edit->length ? edit->scroll : edit->length;
    start = start > 0 ? border(edit, start) : 0;
    size_t first = columns_between(edit, 0, start);
    size_t last = edit->at == edit->length ? columns - 1 : columns - 3;
    bool left_of_view = start > 0 && before < first + 2;
    bool right_of_view = before > first + last;
    if (left_of_view || right_of_view) {
        size_t kept = left_of_view ? columns / 3 + 1 : columns - columns / 3 - 1;
        start = before > kept ? offset_of_column(edit, before - kept) : 0;
    }
    return start;
}

void edit_view(struct edit *edit, int columns, struct edit_view *view)
{
    size_t room = columns > 0 ? (size_t)columns : 0;
    *view = (struct edit_view){0};
    if (room == 0) {
        return;
    }
    edit->scroll = scrolled_start(edit, room);
    size_t end = edit->scroll;
    size_t used = 0;
    while (end < edit->length) {
        size_t next = text_next(edit->bytes, edit->length, end);
        used += (size_t)text_grapheme_columns(edit->bytes + end, next - end, edit->width);
        if (used > room) {
            break;
        }
        end = next;
    }
    view->start = edit->scroll;
    view->length = end - edit->scroll;
    view->cursor = (int)columns_between(edit, edit->scroll, edit->at);
    bool marks = room >= 4;
    view->before = marks && edit->scroll > 0;
    view->after = marks && end < edit->length;
}

// ---- several lines

void edit_lines(const struct edit *edit, int columns, struct wrap *wrap)
{
    wrap_init(wrap, edit->bytes, columns > 2 ? (size_t)columns - 1 : 1, edit->width);
}

// The wrapped line `wanted`, or the one with byte `at` when `wanted` is SIZE_MAX.
struct place {
    size_t line;       // its number
    size_t start, end; // its bytes, without what breaks it
    size_t next;       // where the following one starts; past the text if there is none
    size_t count;      // lines in all
};

static struct place find_line(const struct edit *edit, size_t columns, size_t wanted, size_t at)
{
    struct wrap wrap;
    struct wrap_line line;
    struct place place = {.next = edit->length + 1};
    bool found = false;
    edit_lines(edit, (int)columns, &wrap);
    for (size_t i = 0; wrap_next(&wrap, &line); i++) {
        size_t start = (size_t)(line.start - edit->bytes);
        place.count = i + 1;
        if (found && i == place.line + 1) {
            place.next = start;
        }
        if (wanted == SIZE_MAX ? start <= at || i == 0 : i == wanted) {
            place.line = i;
            place.start = start;
            place.end = start + line.length;
            place.next = edit->length + 1;
            found = true;
        }
    }
    return place;
}

void edit_area(struct edit *edit, int rows, int columns, struct edit_area *area)
{
    *area = (struct edit_area){.lines = 1};
    edit->columns = columns > 0 ? (size_t)columns : 1;
    struct place place = find_line(edit, edit->columns, SIZE_MAX, edit->at);
    size_t room = rows > 0 ? (size_t)rows : 1;
    size_t first = edit->scroll;
    if (first > place.line) {
        first = place.line;
    }
    if (place.line - first >= room) {
        first = place.line - room + 1;
    }
    if (first > 0 && place.count - first < room) {
        first = place.count > room ? place.count - room : 0;
    }
    edit->scroll = first;
    area->lines = place.count;
    area->first = first;
    area->cursor_row = (int)(place.line - first);
    size_t column = columns_between(edit, place.start, edit->at);
    // Blanks may hang over the edge.
    area->cursor_column = (int)(column < edit->columns ? column : edit->columns - 1);
}

static enum edit_result move_vertically(struct edit *edit, bool down)
{
    size_t columns = edit->columns > 0 ? edit->columns : 80;
    struct place here = find_line(edit, columns, SIZE_MAX, edit->at);
    if (!edit->goal_set) {
        edit->goal = columns_between(edit, here.start, edit->at);
    }
    edit->goal_set = true;
    if (down ? here.line + 1 >= here.count : here.line == 0) {
        return EDIT_NOTHING;
    }
    struct place there = find_line(edit, columns, down ? here.line + 1 : here.line - 1, 0);
    size_t at = there.start;
    size_t used = 0;
    while (at < there.end) {
        size_t next = text_next(edit->bytes, edit->length, at);
        used += (size_t)text_grapheme_columns(edit->bytes + at, next - at, edit->width);
        // The end of a line broken inside a word is the start of the next.
        if (used > edit->goal || next >= there.next) {
            break;
        }
        at = next;
    }
    edit->at = at;
    return EDIT_MOVED;
}

// Up and down: lines as last shown by edit_area.
static enum edit_result go_up(struct edit *edit)
{
    return move_vertically(edit, false);
}

static enum edit_result go_down(struct edit *edit)
{
    return move_vertically(edit, true);
}

// ---- keys

static enum edit_result type(struct edit *edit, const struct key *key)
{
    bool line_break = key->code_point == '\n' && !edit->lines;
    if (line_break || key->code_point == '\t') {
        return edit_insert(edit, " ", 1);
    }
    return edit_insert(edit, key->text, key->length);
}

static enum edit_result control(struct edit *edit, const struct key *key)
{
    switch (key->code_point) {
    case 'a':
        return go_home(edit);
    case 'e':
        return go_end(edit);
    case 'u':
        return erase_before(edit);
    case 'w':
        return erase_word(edit);
    default:
        return EDIT_IGNORED;
    }
}

enum edit_result edit_key(struct edit *edit, const struct key *key)
{
    switch (key->press) {
    case PRESS_TEXT:
        return type(edit, key);
    case PRESS_CTRL:
        return control(edit, key);
    case PRESS_BACKSPACE:
        return erase_back(edit);
    case PRESS_DELETE:
        return erase_here(edit);
    case PRESS_LEFT:
        return go_left(edit);
    case PRESS_RIGHT:
        return go_right(edit);
    case PRESS_HOME:
        return go_home(edit);
    case PRESS_END:
        return go_end(edit);
    case PRESS_ENTER:
        return edit->lines ? edit_insert(edit, "\n", 1) : EDIT_IGNORED;
    case PRESS_UP:
        return edit->lines ? go_up(edit) : EDIT_IGNORED;
    case PRESS_DOWN:
        return edit->lines ? go_down(edit) : EDIT_IGNORED;
    default:
        return EDIT_IGNORED;
    }
}
