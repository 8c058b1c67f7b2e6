#ifndef COMMAND_CHILD_H
#define COMMAND_CHILD_H

#include <stdbool.h>
#include <sys/types.h>

// The end of a program that was started: it comes by itself, or is brought about. Nothing is left
// of it either way, whoever holds open what it wrote to.

// Waits for the end of `child` until `until`, by clock_milliseconds; from then on kills `all` (the
// child, or its number negative: the group of that number) and waits for that. False: it had to be
// killed. *status: as waitpid has it.
bool child_end(pid_t child, pid_t all, unsigned long long until, int *status);

#endif
