#include "record/plain_memory.h"

#include "base/ensure.h"
#include "record/seal.h"

#include <stdalign.h>
#include <stdint.h>
#include <stdlib.h>

enum { BLOCK = 1 << 20 };

struct plain_block {
    struct plain_block *next;
    size_t size;
    alignas(max_align_t) uint8_t bytes[];
};

void *plain_memory_take(struct plain_memory *memory, size_t size)
{
    ensure(size < SIZE_MAX / 2);
    size = (size + alignof(max_align_t) - 1) / alignof(max_align_t) * alignof(max_align_t);
    if (memory->first == NULL || size > memory->first->size - memory->used) {
        size_t room = size > BLOCK ? size : BLOCK;
        struct plain_block *block = malloc(sizeof *block + room);
        if (block == NULL) {
            die("out of memory");
        }
        *block = (struct plain_block){.next = memory->first, .size = room};
        *memory = (struct plain_memory){.first = block};
    }
    void *taken = memory->first->bytes + memory->used;
    memory->used += size;
    return taken;
}

void plain_memory_clear(struct plain_memory *memory)
{
    for (struct plain_block *block = memory->first; block != NULL;) {
        struct plain_block *next = block->next;
        seal_wipe(block->bytes, block->size);
        free(block);
        block = next;
    }
    *memory = (struct plain_memory){.used = 0};
}
