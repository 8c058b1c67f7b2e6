#ifndef COMMAND_START_H
#define COMMAND_START_H

#include "base/date.h"

#include <stdbool.h>

struct bundle;

// What was wished on the command line of `intake start`. NULL: not given.
enum { KEYED_BY_MOST = 80 }; // bytes of a name, with its NUL

struct wishes {
    const char *config, *form, *answers, *drafts, *data;
    const char *keyed_by; // from paper, by whom; `today` is then the day on it. NULL: not said
    bool practice, reopen, from_paper, line, ascii, no_colour, no_input, flag_exit, today_given;
    day_number today;
};

// hold.c: one interview, from the look at the terminal to what is kept of it. The exit code.
int hold_interview(struct bundle *bundle, const struct wishes *wishes);

#endif
