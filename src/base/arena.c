// Memory that dies together: a list of blocks, newest first; only the newest has free space. Blocks
// double from 64 KiB to 4 MiB, so that a big form needs few of them and a small one little memory.
// Memory is zeroed when it is handed out, not when a block is made: a block kept by arena_reset is
// dirty. What was handed out is overwritten before it is given back: it may be a patient's.

#include "base/arena.h"

#include "base/ensure.h"
#include "base/wipe.h"

#include <stdalign.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { BLOCK_SMALLEST = 64 << 10, BLOCK_LARGEST = 4 << 20 };

struct arena_block {
    struct arena_block *older;
    size_t size;
    alignas(max_align_t) char bytes[];
};

void arena_init(struct arena *arena)
{
    *arena = (struct arena){0};
}

// Of the first `used` bytes were handed out; older ones are as good as full.
static void free_blocks(struct arena_block *block, size_t used)
{
    while (block != NULL) {
        struct arena_block *older = block->older;
        wipe(block->bytes, used);
        free(block);
        block = older;
        used = block != NULL ? block->size : 0;
    }
}

void arena_clear(struct arena *arena)
{
    free_blocks(arena->first, arena->used);
    arena_init(arena);
}

void arena_reset(struct arena *arena)
{
    struct arena_block *kept = arena->first;
    if (kept != NULL) {
        wipe(kept->bytes, arena->used);
        free_blocks(kept->older, kept->older != NULL ? kept->older->size : 0);
        kept->older = NULL;
    }
    arena_init(arena);
    arena->first = kept;
}

static void add_block(struct arena *arena, size_t needed)
{
    size_t size = BLOCK_SMALLEST;
    if (arena->first != NULL) {
        size = arena->first->size < BLOCK_LARGEST / 2 ? arena->first->size * 2 : BLOCK_LARGEST;
    }
    if (size < needed) {
        size = needed;
    }
    if (size > SIZE_MAX - sizeof(struct arena_block)) {
        die("out of memory");
    }
    struct arena_block *block = malloc(sizeof(*block) + size);
    if (block == NULL) {
        die("out of memory");
    }
    block->older = arena->first;
    block->size = size;
    arena->first = block;
    arena->used = 0;
}

// `size` bytes, not zeroed. `alignment` is a power of two.
static char *take(struct arena *arena, size_t size, size_t alignment)
{
    size_t start = (arena->used + alignment - 1) & ~(alignment - 1);
    if (arena->first == NULL || start > arena->first->size || size > arena->first->size - start) {
        add_block(arena, size);
        start = 0;
    }
    arena->used = start + size;
    arena->total += size;
    return arena->first->bytes + start;
}

void *arena_alloc(struct arena *arena, size_t count, size_t size)
{
    if (size != 0 && count > SIZE_MAX / size) {
        die("out of memory");
    }
    size_t bytes = count * size;
    // One byte at least, so that two objects never share an address.
    char *memory = take(arena, bytes > 0 ? bytes : 1, alignof(max_align_t));
    return memset(memory, 0, bytes);
}

char *arena_room(struct arena *arena, size_t size)
{
    return take(arena, size, 1);
}

void arena_give_back(struct arena *arena, const char *from)
{
    const char *bytes = arena->first->bytes;
    ensure(from >= bytes && from <= bytes + arena->used);
    size_t kept = (size_t)(from - bytes);
    arena->total -= arena->used - kept;
    arena->used = kept;
}

char *arena_copy(struct arena *arena, const char *bytes, size_t length)
{
    if (length == SIZE_MAX) {
        die("out of memory");
    }
    char *copy = take(arena, length + 1, 1);
    if (length > 0) {
        memcpy(copy, bytes, length);
    }
    copy[length] = '\0';
    return copy;
}

char *arena_string(struct arena *arena, const char *text)
{
    return arena_copy(arena, text, strlen(text));
}

char *arena_print(struct arena *arena, const char *format, ...)
{
    if (arena->first == NULL) {
        add_block(arena, 0);
    }
    // Printed where it will stay, if it fits; most texts are printed only once.
    size_t room = arena->first->size - arena->used;
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(arena->first->bytes + arena->used, room, format, arguments);
    va_end(arguments);
    ensure(length >= 0);

    size_t size = (size_t)length + 1;
    bool fits = size <= room;
    char *text = take(arena, size, 1);
    if (!fits) {
        va_start(arguments, format);
        vsnprintf(text, size, format, arguments);
        va_end(arguments);
    }
    return text;
}
