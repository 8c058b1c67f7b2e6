#ifndef COMMAND_LISTED_H
#define COMMAND_LISTED_H

#include <stdbool.h>

// What a clinic's installation has, as lines on standard output.

// Is there an installation, be it broken?
bool listed_is_set_up(const char *data);
// Interviews under way, and who called for help; then every record: number, time, finished or so
// far. With `headlines` a reader is asked for, and names and the gravest class stand beside. Silent
// where there is no installation, unless `headlines`. The exit code; errors in the name of
// `command`.
int listed_print(const char *command, const char *data, bool headlines);

#endif
