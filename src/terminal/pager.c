// A long text, part by part. One line of the part before stays in sight.

#include "terminal/pager.h"

#include "base/wrap.h"

#include <limits.h>
#include <string.h>

static void clamp(struct pager *pager)
{
    int last = pager->lines - pager->rows;
    if (pager->top > last) {
        pager->top = last;
    }
    if (pager->top < 0) {
        pager->top = 0;
    }
}

// A line of a page that is made for 80 columns is not wrapped.
static void start(struct wrap *wrap, const char *text, int columns, bool plain, text_width_fn width)
{
    wrap_init(wrap, text, plain ? SIZE_MAX : (size_t)(columns > 1 ? columns : 1), width);
}

// Enter goes on by all lines but one: the part that is shown, how many there are, what is left.
static void draw_rest(const struct pager *pager, struct canvas *canvas, struct rect area, int below)
{
    int step = pager->rows > 1 ? pager->rows - 1 : 1;
    int parts = 1 + (pager->lines - area.rows + step - 1) / step;
    int part = 1 + (pager->top + step - 1) / step;
    canvas_print(canvas, area.row + area.rows - 1, area.column, ROLE_QUIET,
                 "Part %d of %d, %d more %s", part < parts ? part : parts - 1, parts, below,
                 below == 1 ? "line" : "lines");
}

void pager_draw(struct pager *pager, struct canvas *canvas, struct rect area, const char *text,
                bool plain)
{
    struct wrap wrap;
    struct wrap_line line;
    pager->lines = 0;
    for (start(&wrap, text, area.columns, plain, canvas->width); wrap_next(&wrap, &line);) {
        pager->lines++;
    }
    bool all = pager->lines <= area.rows;
    pager->rows = all || area.rows < 3 ? area.rows : area.rows - 1;
    if (pager->top + area.rows >= pager->lines) { // "1 more line" would stand where that line fits
        pager->rows = area.rows;
    }
    clamp(pager);
    int at = 0;
    for (start(&wrap, text, area.columns, plain, canvas->width); wrap_next(&wrap, &line); at++) {
        if (at >= pager->top && at < pager->top + pager->rows) {
            canvas_text_in(canvas, area, area.row + at - pager->top, area.column, ROLE_NORMAL,
                           line.start, line.length);
        }
    }
    int below = pager->lines - pager->top - pager->rows;
    if (below > 0 && area.rows >= 3) {
        draw_rest(pager, canvas, area, below);
    }
    pager->end = pager->end || below <= 0;
    canvas_cursor(canvas, area.row, area.column);
}

static void move(struct pager *pager, int by)
{
    pager->top += by;
    clamp(pager);
}

bool pager_key(struct pager *pager, const struct key *key)
{
    int page = pager->rows > 1 ? pager->rows - 1 : 1;
    switch (key->press) {
    case PRESS_UP:
        move(pager, -1);
        return true;
    case PRESS_DOWN:
        move(pager, 1);
        return true;
    case PRESS_PAGE_UP:
        move(pager, -page);
        return true;
    case PRESS_PAGE_DOWN:
        move(pager, page);
        return true;
    case PRESS_HOME:
        pager->top = 0;
        return true;
    case PRESS_END:
        pager->top = pager->lines;
        clamp(pager);
        return true;
    default:
        break;
    }
    if (key_is(key, ' ')) {
        move(pager, page);
        return true;
    }
    return false;
}

bool pager_enter(struct pager *pager)
{
    if (pager->top + pager->rows >= pager->lines) {
        return true;
    }
    move(pager, pager->rows > 1 ? pager->rows - 1 : 1);
    return false;
}
