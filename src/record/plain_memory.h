#ifndef RECORD_PLAIN_MEMORY_H
#define RECORD_PLAIN_MEMORY_H

#include <stddef.h>

// Memory for what is plain of many patients at once, too much to be locked: taken in pieces that
// all die together, and wiped when they do. It never fails (it dies, see ensure.h).
struct plain_memory {
    struct plain_block *first; // the newest
    size_t used;               // of it
};

// Not zeroed, aligned for any object.
void *plain_memory_take(struct plain_memory *memory, size_t size);
void plain_memory_clear(struct plain_memory *memory); // wipes

#endif
