#ifndef TEST_SCREEN_RIG_H
#define TEST_SCREEN_RIG_H

#include "terminal/canvas.h"
#include "terminal/loop.h"
#include "terminal/screen.h"
#include "vterm_screen.h"

#include <stdbool.h>
#include <stdio.h>

// The real screen between a keyboard that is a pipe and a terminal in memory. Failures are
// cmocka's.

enum { RIG_TERMS = 11 };
extern const char *const rig_terms[RIG_TERMS]; // the descriptions worth trying

struct rig {
    FILE *sent; // what the terminal was sent
    long seen;  // of it, by the terminal in memory
    int keys;   // where the keyboard writes
    int pipe_end;
    struct screen *screen;
    struct vterm_screen *terminal;
    struct canvas canvas;
    struct loop loop;
    struct loop_terminal source;
};

// Everything zero: xterm-256color, 24 x 80, colours, UTF-8.
struct wish {
    const char *term;
    int rows, columns;
    int baud;
    bool no_colour, ascii;
};

// Pins locale and environment; once at the start of main. False if there is no UTF-8 locale.
bool rig_prepare(void);
void rig_open(struct rig *rig, struct wish wish);
void rig_close(struct rig *rig);
void rig_type(const struct rig *rig, const char *bytes);

// Gives the terminal in memory what was sent since last time; returns how many bytes.
long rig_replay(struct rig *rig);
// Fails unless the terminal shows what the canvas holds: text, attributes, cursor.
void rig_expect_shown(struct rig *rig);
void rig_expect_cell(struct rig *rig, int row, int column);
// Draws the canvas, replays, compares; returns the bytes it took.
long rig_show(struct rig *rig);

#endif
