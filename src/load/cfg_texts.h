#ifndef LOAD_CFG_TEXTS_H
#define LOAD_CFG_TEXTS_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>

// The texts of one file, one after the other in the arena they stay in, each with its NUL.
// libconfig looks at every byte of a text several times and copies it as often, each time into
// memory of its own; here a text is copied once.
struct cfg_texts {
    struct arena *arena; // borrowed; until cfg_texts_end nobody else takes anything of it
    char *next;          // where the next one goes
};

// For a file of `length` bytes.
void cfg_texts_init(struct cfg_texts *texts, size_t length, struct arena *arena);
// A text as it stands in the file, `length` bytes between its quotes, `escaped` if there is a
// backslash among them. `more`: it goes on with the text before it, as in C. Returns where it
// begins.
char *cfg_texts_add(struct cfg_texts *texts, const char *raw, size_t length, bool escaped,
                    bool more);
// A word of the file with a NUL after it; only until the next call of anything here.
const char *cfg_texts_word(struct cfg_texts *texts, const char *word, size_t length);
// There are no more: the rest of the room goes back to the arena.
void cfg_texts_end(struct cfg_texts *texts);

#endif
