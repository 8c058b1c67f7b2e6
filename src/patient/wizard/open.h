#ifndef PATIENT_WIZARD_OPEN_H
#define PATIENT_WIZARD_OPEN_H

#include "terminal/loop.h"
#include "terminal/screen.h"

// The terminal for the wizard: signals caught first, then the screen, then a way back to a usable
// terminal whatever happens.

struct wizard_terminal {
    struct screen *screen;
    struct loop loop;
    struct loop_terminal source;
};

struct wizard_open_options {
    const char *term; // $TERM, or NULL
    bool colour;      // false for NO_COLOR and --color=never
    bool ascii;       // --ascii
};

// Looks whether the controlling terminal can show the wizard, without touching it: before anything
// is asked on it. 0 or -1, as wizard_open.
int wizard_check(const struct wizard_open_options *options, const char **why);
// Opens the controlling terminal. 0; or -1 with one sentence in *why (static, no newline): say it
// with the ways that need no such terminal, and exit 2. `terminal` must not move afterwards.
int wizard_open(struct wizard_terminal *terminal, const struct wizard_open_options *options,
                const char **why);
// Blanks the screen and gives the terminal back. Call it before printing anything.
void wizard_close(struct wizard_terminal *terminal);

#endif
