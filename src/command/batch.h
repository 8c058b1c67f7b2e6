#ifndef COMMAND_BATCH_H
#define COMMAND_BATCH_H

#include "command/bundle.h"

// Screens one answer set a line of `name` ("-": standard input); prints, for each, the ids of the
// rules that are present, a tab, and the ids of those that cannot be excluded. A line with a
// mistake prints "!" and is named on stderr. Returns an exit code.
int batch_screen(struct bundle *bundle, const char *name, bool today_known, day_number today);

#endif
