#ifndef COMMAND_HOLD_SEALED_H
#define COMMAND_HOLD_SEALED_H

#include "command/start.h"

enum { HOLD_PRACTICE = -1 };

// `intake start` where this installation has been set up: a real interview, sealed from its first
// answer. The exit code; HOLD_PRACTICE if it has not been set up, or if practice was asked for.
int hold_sealed(struct bundle *bundle, const struct wishes *wishes);

#endif
