#ifndef TERMINAL_SCREEN_H
#define TERMINAL_SCREEN_H

#include "terminal/input.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>
#include <termios.h>

struct canvas;
struct theme;

// The real terminal. Its source is the one file that includes curses.h; at most one screen is open.

struct screen;

enum screen_problem {
    SCREEN_FINE,
    SCREEN_NO_TERMINAL,  // there is no controlling terminal, or an end is not a tty
    SCREEN_NO_NAME,      // TERM is empty
    SCREEN_UNKNOWN_NAME, // no description of it: offer line mode
    SCREEN_CANNOT_MOVE,  // "dumb" and its like cannot place the cursor: offer line mode
    SCREEN_OUT_OF_MEANS, // no memory, no file descriptors
};

struct screen_options {
    const char *term;  // $TERM
    int input, output; // descriptors, borrowed (duplicated); -1: the controlling terminal
    bool any_file;     // tests: the ends need not be a tty
    int rows, columns; // tests: the size; 0: ask the terminal
    int baud;          // tests: the speed; 0: ask the line
    bool colour;       // false for NO_COLOR and --color=never
    bool ascii;        // --ascii
};

// Sets LC_CTYPE from the environment, or to C.UTF-8 if that is not UTF-8. Numbers keep the C
// locale. Call once at start, before screen_open. True when the codeset is UTF-8.
bool screen_locale(void);

// Whether the terminal can show a screen: it is only looked at, nothing is sent.
enum screen_problem screen_check(const struct screen_options *options);
// Only where screen_check has said SCREEN_FINE: its name and what it can do are not asked about
// again. Install the signal handlers (loop_catch_signals) first: ncurses replaces default ones, and
// its own would leave without saving. NULL with the reason in `problem`, the terminal untouched.
struct screen *screen_open(const struct screen_options *options, enum screen_problem *problem);
// Blanks the screen, gives the terminal back as it was, frees. NULL is fine.
void screen_close(struct screen *screen);

// Shows the canvas: sends what differs from the last one, the cursor last, in one write where
// ncurses has room for it (its buffer holds a full screen). Nothing differs, nothing is sent.
// Always the whole frame, whatever has been typed meanwhile. A canvas of another size is clipped.
void screen_draw(struct screen *screen, const struct canvas *canvas);
// The next screen_draw sends everything (Ctrl-L, after someone wrote over the screen).
void screen_repaint(struct screen *screen);

void screen_size(const struct screen *screen, int *rows, int *columns);
const struct theme *screen_theme(const struct screen *screen);
bool screen_utf8(const struct screen *screen);
int screen_colours(const struct screen *screen); // 0 when there are none, whatever was wanted
int screen_input(const struct screen *screen);   // the descriptor to wait on
// Columns of a code point as this terminal's locale has it (wcwidth); for canvas_init.
int screen_width(uint32_t code_point);
// The same, -1 for what the locale does not know: the screen's own business.
int screen_locale_width(uint32_t code_point);

// What has been read. Never waits, but for 25 ms behind a lone ESC.
struct raw screen_take(struct screen *screen);
// Tests: as if the window had been given this size.
void screen_pretend_size(struct screen *screen, int rows, int columns);

// What a crash handler needs. Plain data, prepared in normal context and valid until screen_close;
// screen_rescue only writes and sets modes (async-signal-safe): the screen is blank and usable
// after.
struct screen_rescue {
    int output;
    bool has_modes;
    struct termios modes;
    size_t length;
    char bytes[256];
};
const struct screen_rescue *screen_rescue(const struct screen *screen);
// Adds a string of the terminal's description, NULL allowed: the screen's own business.
void screen_rescue_add(struct screen_rescue *rescue, const char *text);
void screen_rescue_now(const struct screen_rescue *rescue);

#endif
