#ifndef TERMINAL_PAGER_H
#define TERMINAL_PAGER_H

#include "terminal/draw.h"
#include "terminal/key.h"

// A text that may be longer than the screen, read part by part.

struct pager {
    int top, lines, rows; // first line shown, all lines, lines that fit
    bool end;             // the last line has been on the screen
};

// Draws the text in `area`, wrapped unless `plain` (then long lines are cut), and the cursor at the
// first line shown.
void pager_draw(struct pager *pager, struct canvas *canvas, struct rect area, const char *text,
                bool plain);
// Arrows, pages, Home, End, Space. True if it was one of them.
bool pager_key(struct pager *pager, const struct key *key);
// Enter: true if the text was read to its end; else the next part is shown.
bool pager_enter(struct pager *pager);

#endif
