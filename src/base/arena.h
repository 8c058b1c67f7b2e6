#ifndef BASE_ARENA_H
#define BASE_ARENA_H

#include <stddef.h>

// Memory that dies together. Allocation never fails (it dies, see ensure.h); nothing is freed
// singly. A loaded form is one arena; a frame on the screen is another, reset before each draw.
struct arena {
    struct arena_block *first; // newest block
    size_t used;               // bytes used in it
    size_t total;              // bytes handed out in all, for measurements
};

void arena_init(struct arena *arena);
// Frees everything; the arena is empty and usable again.
void arena_clear(struct arena *arena);
// Forgets everything but keeps the newest block for the next round.
void arena_reset(struct arena *arena);

// Zeroed memory for `count` objects of `size` bytes, aligned for any object. Never NULL.
void *arena_alloc(struct arena *arena, size_t count, size_t size);
// A copy of `length` bytes with a NUL after them.
char *arena_copy(struct arena *arena, const char *bytes, size_t length);
char *arena_string(struct arena *arena, const char *text);
// printf into the arena.
char *arena_print(struct arena *arena, const char *format, ...)
    __attribute__((format(printf, 2, 3)));

// Room for `size` bytes, not zeroed, aligned for bytes, for what is as long as only its end tells.
char *arena_room(struct arena *arena, size_t size);
// Gives back all from `from` on, which lies in the room taken last, or just past it; nothing may
// have been taken since. Who wrote there a patient's words wipes them first: to overwrite room that
// was never touched would cost its pages.
void arena_give_back(struct arena *arena, const char *from);

#define arena_new(arena, type) ((type *)arena_alloc((arena), 1, sizeof(type)))
#define arena_array(arena, type, count) ((type *)arena_alloc((arena), (count), sizeof(type)))

#endif
