#ifndef LOAD_CFG_LEAN_H
#define LOAD_CFG_LEAN_H

#include "base/arena.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// What libconfig is given instead of the file: the same tokens on the same lines without blanks and
// comments, and for each text a hexadecimal number that says where the text lies. libconfig looks
// at every byte of a text several times and copies it as often, each time into memory of its own,
// which was most of what loading cost; here a text is copied once, into the arena it stays in.
// Numbers that the file itself writes so are handed on in decimal.
struct lean {
    struct arena *arena; // borrowed; until lean_parsed nobody else takes anything of it
    char *texts;         // one after the other, each with its NUL
    char *next_text;     // where the next one goes
    char *bytes;         // what libconfig reads, just behind the room for texts
    char *at;            // where the next token goes
};

// For a file of `length` bytes, at most LIMIT_CFG_BYTES, whose tokens are then added as they come.
void lean_init(struct lean *lean, size_t length, struct arena *arena);

// A bracket, a mark, or the end of a line.
static inline void lean_mark(struct lean *lean, char mark)
{
    *lean->at++ = mark;
}

// A key, a number, true or false.
void lean_word(struct lean *lean, const char *word, size_t length);
// 0x and at most seven digits.
void lean_hex(struct lean *lean, const char *word, size_t length);
// A text as it stands in the file, `length` bytes between its quotes, `escaped` if there is a
// backslash among them; it spans `lines` ends of lines. `more`: it goes on with the text before it,
// as in C.
void lean_text(struct lean *lean, const char *raw, size_t length, bool escaped, uint32_t lines,
               bool more);
void lean_end(struct lean *lean);
// The bytes are needed no more: their room goes back to the arena. The texts stay.
void lean_parsed(struct lean *lean);

// The text that a hexadecimal number of the parsed tree stands for; in the arena.
const char *lean_find(const struct lean *lean, uint32_t place);

#endif
