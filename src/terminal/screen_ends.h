#ifndef TERMINAL_SCREEN_ENDS_H
#define TERMINAL_SCREEN_ENDS_H

#include <stdbool.h>
#include <stdio.h>

// The two ends of a terminal: the screen's own business.

// A stream of our own on `descriptor` (duplicated), or on the controlling terminal if it is
// negative. NULL with errno. The caller closes it.
FILE *screen_end_open(int descriptor, const char *mode);

// Reading `input` gave nothing, with `error` (0 if there was none): is there never going to be
// anything? `promised` is false before the first attempt and is set when a byte has arrived by now,
// so that the next attempt reads it.
bool screen_end_lost(int input, int error, bool *promised);

#endif
