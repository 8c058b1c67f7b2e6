#ifndef BASE_ISSUE_H
#define BASE_ISSUE_H

#include "base/arena.h"

#include <stdbool.h>
#include <stdint.h>

// A problem with a place. Everything that reads an author's or another program's file adds what it
// finds to the caller's list and goes on, so that one run shows them all, like a compiler.
enum issue_level { ISSUE_ERROR, ISSUE_WARNING, ISSUE_NOTE };

struct issue {
    enum issue_level level;
    const char *file;  // as the user named it; NULL if none
    uint32_t line;     // 1-based; 0 = the file as a whole
    uint32_t sequence; // order of adding, to keep sorting stable
    const char *text;  // "what was found; what was expected (did you mean 'x'?)"
};

struct issues {
    struct arena arena;
    struct issue *list;
    size_t count, capacity;
    size_t errors, warnings; // all that were added, even past LIMIT_ISSUES
};

void issues_init(struct issues *issues);
void issues_clear(struct issues *issues);
void issues_add(struct issues *issues, enum issue_level level, const char *file, uint32_t line,
                const char *format, ...) __attribute__((format(printf, 5, 6)));
// Are they still few? A near name is looked for among all names: past a hundred errors the file has
// another trouble, and looking would take the longer the more names there are, for each of them.
bool issues_few(const struct issues *issues);
// By file (in order of first mention), then line, then order of adding.
void issues_sort(struct issues *issues);
// "file:line: error: text" without a newline, into `arena`.
char *issue_print(const struct issue *issue, struct arena *arena);

#endif
