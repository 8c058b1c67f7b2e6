#ifndef COMMAND_OPTIONS_H
#define COMMAND_OPTIONS_H

#include "base/date.h"

#include <stdbool.h>
#include <stddef.h>

// What a command may be given before its operands: --name=VALUE, --name, and their letters. --help
// is always among it.
struct option_wanted {
    const char *name;
    char letter;       // 0: it has none
    const char **text; // where its value goes; NULL: it takes none
    bool *flag;        // then this becomes true
    size_t *count;     // it may be given often: text[0..most) are filled, *count says how far
    size_t most;
};

// Reads them; what is left of argv from optind on are operands, `operands` at most.
// OPTIONS_READ; or the exit code with which the command is over: --help was printed, or, on
// standard error, the usage after what was wrong.
enum { OPTIONS_READ = -1 };
int options_read(int argc, char **argv, const char *usage, const struct option_wanted *wanted,
                 size_t count, int operands);

// --today as it was given; NULL: *given is false. EXIT_FINE; EXIT_WRONG_USE after saying, in the
// name of `command`, that it is no day.
int options_day(const char *command, const char *text, day_number *day, bool *given);
// --format as it was given (NULL: text). The same.
int options_tabs(const char *command, const char *text, bool *tabs);

#endif
