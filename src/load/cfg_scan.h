#ifndef LOAD_CFG_SCAN_H
#define LOAD_CFG_SCAN_H

#include "base/limits.h"
#include "load/cfg.h"
#include "load/cfg_build.h"

// What the two halves of the way through a text share: cfg_scan.c finds the tokens, cfg_grammar.c
// says whether each may stand where it does.

enum { SCAN_SHOWN = 40 }; // bytes of a word in a message

enum token { TOKEN_WORD, TOKEN_TEXT, TOKEN_NUMBER, TOKEN_TRUTH, TOKEN_OPEN };

// What may come next inside a bracket.
enum next {
    NEXT_KEY,    // in a group: a key, or its end
    NEXT_ASSIGN, // after a key
    NEXT_VALUE,  // after '=', or after a comma in a list
    NEXT_FIRST,  // in a list just opened: a value, or its end
    NEXT_MARK,   // after a value: in a list a comma or its end, in a group also the next key
    NEXT_TEXT,   // the same after a text, which another one may continue
};

struct level {
    char bracket; // '\0': the file
    uint8_t next; // enum next
    char kind;    // of an array's values
    uint32_t line;
    bool items;       // the list of a key `items`
    uint32_t members; // of a group, so far
};

struct scan {
    const char *file;
    struct issues *issues;
    struct cfg_build *build; // takes every value on the way
    const char *at, *end;
    uint32_t line;
    uint32_t values;
    uint32_t items;   // groups in lists of a key `items`
    const char *word; // the last word or number
    size_t word_length;
    const char *key; // the last key
    size_t key_length;
    uint32_t key_line;
    uint32_t text_line, text_end; // where the last text began and ended
    int depth;
    bool stop; // nothing after this place would be understood
    size_t errors;
    struct level levels[LIMIT_CFG_DEPTH + 1]; // [0]: the file
};

void scan_problem(struct scan *scan, uint32_t line, const char *text);
static inline struct level *scan_level(struct scan *scan)
{
    return &scan->levels[scan->depth];
}
char scan_closing(char bracket);
// " (the text before it reaches ...)" if it spans lines, else "".
const char *scan_text_hint(const struct scan *scan);
// A value, or a key, comes next: may it? If not, that is said and the scan stops.
void scan_meet(struct scan *scan, enum token token);
void scan_unexpected(struct scan *scan, enum token token, const char *expected);

#endif
