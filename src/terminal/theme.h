#ifndef TERMINAL_THEME_H
#define TERMINAL_THEME_H

#include <stdbool.h>

// What a piece of the screen is, and how each kind looks on terminals with 256, 8 or no colours.
// Meaning is never by colour or attribute alone: words, the `>` mark and the cursor carry it.

enum role {
    ROLE_NORMAL,
    ROLE_TITLE,   // the first line
    ROLE_STRONG,  // the question itself, a heading, a number that matters
    ROLE_QUIET,   // examples, rules, "2 more below"
    ROLE_FOCUS,   // beside the option in focus: a bar on fast lines, nothing on slow ones
    ROLE_MARK,    // (x), [x], # on the chart
    ROLE_WARNING, // "please look at this again"
    ROLE_URGENT,  // "tell the person at the desk now"
    ROLE_INPUT,   // typed text; always plain, so that a letter costs one byte
    ROLE_FOOTER,  // what the keys do
    ROLE_HINT,    // the names of the keys
    ROLE_COUNT,
};

enum {
    STYLE_BOLD = 1,
    STYLE_REVERSE = 2,
    STYLE_UNDERLINE = 4,
};

enum { STYLE_DEFAULT = -1 }; // the terminal's own colour

// Colours are numbers of the terminal's palette: 0-7 everywhere, 16-255 only where there are 256.
struct style {
    unsigned attributes;
    short foreground;
    short background;
};

struct theme {
    struct style styles[ROLE_COUNT];
    bool colour; // any role has a colour
    bool bar;    // ROLE_FOCUS is visible; otherwise only the mark and the cursor show the focus
};

// Lines at or below this speed (bits a second) get no bar: it costs 80 bytes a move, the mark 10.
enum { THEME_SLOW_LINE = 19200 };

// `colours`: what the terminal has (0 if none or unknown). `wanted` is false for NO_COLOR and
// --color=never. `baud`: speed of the line, 0 if unknown (then fast).
void theme_choose(struct theme *theme, int colours, bool wanted, int baud);

// One letter for each role, for dumps: '.' is normal.
char theme_letter(enum role role);

// True when a blank of this role looks different from a plain blank.
bool theme_shows_blank(const struct style *style);

#endif
