#ifndef BASE_WIPE_H
#define BASE_WIPE_H

#include <stddef.h>

// Overwrites memory that held a patient's words, in a way the compiler may not leave out.
void wipe(void *memory, size_t size);
// The same of a text on the heap, and frees it. NULL is fine.
void wipe_text(char *text);

#endif
