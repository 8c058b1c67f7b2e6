#ifndef PRINT_TYPE_H
#define PRINT_TYPE_H

#include "base/buffer.h"
#include "summary/runs.h"

#include <pango/pangocairo.h>

// Words set in type. Sizes are points; whatever script a name has, the fonts of the machine are
// asked for it.

enum font {
    FONT_TEXT,
    FONT_SMALL,
    FONT_LABEL,
    FONT_TITLE,
    FONT_STRONG,
    FONT_LARGE,
    FONT_FOOT,
    FONTS
};

struct type {
    PangoContext *context;
    PangoFontDescription *fonts[FONTS];
};

// `scale`: how much larger than the least that is good to read.
void type_init(struct type *type, cairo_t *cairo, double scale);
void type_clear(struct type *type);

// A run of text while it grows; parts of it may be grey or bold.
enum look { LOOK_PLAIN, LOOK_GREY, LOOK_BOLD };
struct typed {
    struct buffer bytes;
    PangoAttrList *looks;
};
void typed_init(struct typed *words);
void typed_clear(struct typed *words);
// What the program says.
void typed_add(struct typed *words, enum look look, const char *text);
// What anybody typed: harmless (summary/shown.h), and its direction its own.
void typed_said(struct typed *words, enum look look, const char *text);
// The same, with `between` where it has blanks.
void typed_apart(struct typed *words, const char *text, const char *between);
// For summary/runs.h; the context is a struct typed.
void typed_piece(void *context, enum run_piece piece, const char *text);

// The run broken into rows of at most `width`; the caller unrefs it.
PangoLayout *type_set(const struct type *type, enum font font, const struct typed *words,
                      double width);
double type_width(PangoLayout *layout);

#endif
