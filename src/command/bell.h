#ifndef COMMAND_BELL_H
#define COMMAND_BELL_H

#include <stdbool.h>

// The clinic's bell: a process of its own that runs one program, the one clinic.cfg names, each
// time it is told to, and can do nothing else for whoever holds the other end. So the kiosk may
// give up starting programs for itself. No patient data: the program gets no arguments, no input
// and an empty environment but for PATH.
struct bell;

// NULL if `program` is NULL: the clinic has no bell. NULL with errno if it cannot be started.
// Whether the program can be run is not found out here: `intake doctor` looks.
struct bell *bell_start(const char *program);
// Rings it: returns at once. False: there is no bell, or it is broken.
bool bell_ring(const struct bell *bell);
void bell_stop(struct bell *bell); // NULL is fine

#endif
