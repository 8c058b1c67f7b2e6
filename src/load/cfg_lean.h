#ifndef LOAD_CFG_LEAN_H
#define LOAD_CFG_LEAN_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// What libconfig is given instead of the file: the same tokens on the same lines without blanks and
// comments, and for each text that is not short a stand-in of a few bytes. libconfig looks at every
// byte of a text several times and copies it as often, which was most of what loading cost; here a
// text is copied once, into the arena it stays in.
struct lean {
    char *bytes; // owned; NUL-terminated by lean_end
    size_t length;
    struct arena *arena; // where texts are copied to; borrowed
    const char **texts;  // owned; what the stand-ins stand for
    uint32_t text_count, text_capacity;
};

// For a file of `length` bytes: what is added may not be more than that.
void lean_init(struct lean *lean, size_t length, struct arena *arena);
void lean_clear(struct lean *lean);

// A bracket, a mark, or the end of a line.
void lean_mark(struct lean *lean, char mark);
// A key, a number, true or false.
void lean_word(struct lean *lean, const char *word, size_t length);
// A text as it stands in the file, `length` bytes between its quotes, escapes and all; it spans
// `lines` ends of lines.
void lean_text(struct lean *lean, const char *raw, size_t length, uint32_t lines);
void lean_end(struct lean *lean);
// The bytes are needed no more; the texts are.
void lean_parsed(struct lean *lean);

// What a text of the parsed tree is in the file. *kept: it is of the arena; otherwise it lives as
// long as the tree.
const char *lean_find(const struct lean *lean, const char *text, bool *kept);

#endif
