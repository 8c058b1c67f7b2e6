// A volatile access is one the compiler must make, even right before free().

#include "terminal/wipe.h"

void wipe(void *memory, size_t size)
{
    volatile unsigned char *byte = memory;
    for (size_t i = 0; i < size; i++) {
        byte[i] = 0;
    }
}
