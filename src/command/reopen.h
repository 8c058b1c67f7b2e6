#ifndef COMMAND_REOPEN_H
#define COMMAND_REOPEN_H

#include "command/sitting.h"

// `intake start --reopen`: a patient has lost the four words, and a reader opens what was stopped.
// Asks for the passphrase and, if there is more than one, which. EXIT_FINE and an open sitting;
// else an exit code after saying why. sitting_end in any case.
int reopen(struct sitting *sitting, const struct sitting_place *place, const char *face);

#endif
