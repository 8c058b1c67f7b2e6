#ifndef BASE_PATTERN_H
#define BASE_PATTERN_H

#include <stdbool.h>
#include <stddef.h>

// A small shape of text: characters, `.`, `[a-z]`, `[^a-z]`, `\d`, `\w`, each with `*`, `+`, `?`,
// `{2}`, `{2,4}`. The whole text must fit. `\d` and `\w` know every script; a backslash takes a
// punctuation mark for itself. No alternatives, no groups; matching takes time linear in the text.
enum { PATTERN_STEPS = 63 };

// Returns NULL if `pattern` is well formed, else what is wrong with it (static text).
const char *pattern_check(const char *pattern);
// `pattern` must have passed pattern_check.
bool pattern_match(const char *pattern, const char *text, size_t length);

#endif
