#ifndef BASE_NEAREST_H
#define BASE_NEAREST_H

#include <stddef.h>

// The valid name someone probably meant: edit distance with transpositions, at most a third of the
// length.
struct nearest {
    const char *wanted; // borrowed; need not be NUL-terminated
    size_t length;
    const char *best; // borrowed from the caller's names; NULL if none is near
    size_t distance;
};

void nearest_init(struct nearest *nearest, const char *wanted, size_t length);
// The names to try are few and unlike each other: one change more is allowed in a word of five
// bytes and more ("tekst" is "text").
void nearest_few(struct nearest *nearest);
void nearest_try(struct nearest *nearest, const char *name);

#endif
