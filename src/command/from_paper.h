#ifndef COMMAND_FROM_PAPER_H
#define COMMAND_FROM_PAPER_H

#include "command/start.h"

// Who keys a paper form, and the day on it: from the options, or asked on a terminal. Where neither
// says, the record says that staff keyed it, and no more. `keyed_by` is what wishes->keyed_by
// points into then. EXIT_FINE, or an exit code after saying why.
int from_paper_settle(struct wishes *wishes, char keyed_by[KEYED_BY_MOST]);

#endif
