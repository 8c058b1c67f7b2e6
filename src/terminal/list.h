#ifndef TERMINAL_LIST_H
#define TERMINAL_LIST_H

#include "base/arena.h"
#include "terminal/draw.h"
#include "terminal/key.h"

// A list in which one line is in focus: `> 3  [x]  text`. It knows nothing of what the lines mean.

struct list_row {
    const char *key;  // what is typed to get there: "3", "D"; "" if nothing
    const char *mark; // "[x]", "(x)", "" ; NULL: this list has no marks
    const char *text;
    enum role role;
    bool heading; // never in focus
    bool gap;     // a blank line before it, where there is room
};

typedef struct list_row (*list_row_fn)(void *context, size_t row);

struct list {
    size_t count, focus;
    list_row_fn row; // borrowed context
    void *context;
    struct scroll scroll;
    char digits[8]; // gathered so far
    int64_t digits_at;
    bool searching;
    size_t search_from; // the line in focus before the search
    struct edit search;
};

void list_init(struct list *list, list_row_fn row, void *context, text_width_fn width);
void list_clear(struct list *list);
// The focus on `row`, or on the nearest line that can be in focus.
void list_focus(struct list *list, size_t row);
// Draws it and puts the cursor on the focus. Returns the rows used.
int list_draw(struct list *list, struct canvas *canvas, struct rect area, struct arena *scratch);
// Rows it would like, with its gaps.
int list_rows(struct list *list, const struct canvas *canvas, int columns);
// Arrows, Home, End, pages. True if it was one of them.
bool list_key(struct list *list, const struct key *key);
// The line a typed digit leads to (the focus is then there), or SIZE_MAX. Digits typed soon after
// one another make one number.
size_t list_digit(struct list *list, const struct key *key, int64_t now);
// A key that takes the number typed as it stands: the next digit begins another. True if there was
// one, and what it leads to is done already.
bool list_number_ends(struct list *list, int64_t now);

// Search by word, begun with `/`: takes every key until Enter or Esc. Where nothing is found, and
// after Esc, the focus is where it was.
bool list_search_key(struct list *list, const struct key *key);
// True if something is typed that no line has.
bool list_search_misses(const struct list *list);
// The line typed so far, where the notice stands; the cursor in it. `none`: nothing has what is
// typed, and that is said beside it.
void list_search_draw(struct list *list, struct canvas *canvas, struct rect line, bool none);
// The footer while it is typed: letters are not keys then.
void list_search_footer(struct canvas *canvas, const struct frame *frame);

#endif
