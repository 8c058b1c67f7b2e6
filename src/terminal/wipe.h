#ifndef TERMINAL_WIPE_H
#define TERMINAL_WIPE_H

#include <stddef.h>

// Overwrites memory that held a patient's words, in a way the compiler may not leave out.
void wipe(void *memory, size_t size);

#endif
