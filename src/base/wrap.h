#ifndef BASE_WRAP_H
#define BASE_WRAP_H

#include "base/text.h"

// Breaking a text into lines of at most `columns` columns: at spaces, else inside a word between
// graphemes; '\n' always breaks (one at the end opens an empty line). A single grapheme wider than
// `columns` stands alone; 0 columns count as 1. No allocation: an iterator over slices of the
// caller's text.
struct wrap {
    const char *text;
    size_t length;
    size_t at;
    size_t columns;
    text_width_fn width;
};

struct wrap_line {
    const char *start; // inside the text, not NUL-terminated
    size_t length;     // bytes, without trailing spaces
    size_t columns;
};

void wrap_init(struct wrap *wrap, const char *text, size_t columns, text_width_fn width);
// The next line; false after the last. An empty text gives one empty line.
bool wrap_next(struct wrap *wrap, struct wrap_line *line);
// How many lines the text takes.
size_t wrap_count(const char *text, size_t columns, text_width_fn width);

#endif
