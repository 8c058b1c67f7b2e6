#include "base/wipe.h"

#include <stdlib.h>
#include <string.h>

void wipe(void *memory, size_t size)
{
    if (size > 0) {
        memset(memory, 0, size);
    }
    // Whoever reads the memory next may be anyone, for all the compiler knows: the zeros must be
    // there, even right before free().
    __asm__ __volatile__("" : : "r"(memory) : "memory");
}

void wipe_text(char *text)
{
    if (text != NULL) {
        wipe(text, strlen(text));
        free(text);
    }
}
