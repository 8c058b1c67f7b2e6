#ifndef TERMINAL_INPUT_H
#define TERMINAL_INPUT_H

#include "terminal/key.h"

#include <stdbool.h>
#include <stdint.h>

// One thing read from a keyboard, before it is a key; and the source a loop reads such things from.

enum raw_kind {
    RAW_NOTHING, // nothing there now
    RAW_BYTE,    // `byte`: for key_feed
    RAW_PRESS,   // `press`, `number`: for key_feed_press
    RAW_RESIZE,  // the screen has `rows` and `columns` now
    RAW_LOST,    // there will never be anything again
};

struct raw {
    enum raw_kind kind;
    unsigned char byte;
    enum press press;
    int number;
    int rows, columns;
};

// Two exist: the terminal (loop_terminal.c) and the script (loop_script.c).
struct loop_source {
    struct raw (*take)(void *context); // never waits
    int (*signal)(void *context);      // the signal that has arrived since last asked, or 0
    // Waits for input or a signal; -1: for ever. False when the time has passed with neither.
    // `settling`: the silence is to settle a half-read key.
    bool (*wait)(void *context, int64_t milliseconds, bool settling);
    int64_t (*now)(void *context);
    bool hurries;        // input may come faster than it can be shown: loop_peek looks ahead
    bool escape_settled; // when nothing follows an ESC, the source has waited for it already
};

#endif
