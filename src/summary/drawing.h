#ifndef SUMMARY_DRAWING_H
#define SUMMARY_DRAWING_H

#include "summary/summary.h"

// The pictures of a document (the body chart, a measure over time) for renderers that draw lines
// rather than characters: what is drawn is decided here, once; HTML and PDF each bring a pen.
// Everything is grey, so that nothing is lost on a black-and-white printer.

// Greys run from 0 (black) to 1 (white); DRAWING_NONE: not at all.
#define DRAWING_NONE (-1.0)

struct drawing_ink {
    double fill, stroke, width;
    bool dashed;
};

struct drawing_word {
    double x, y; // the base line, at its start, its middle (`across` 0.5) or its end (1)
    double size, across, grey;
    bool bold;
};

// What a renderer can do. A path is begun by `move`; `paint` draws it and `clip` keeps all that
// follows inside it, until `unclip`.
struct drawing_pen {
    void (*move)(void *context, double x, double y);
    void (*line)(void *context, double x, double y);
    void (*curve)(void *context, const double to[6]); // two handles and the end
    void (*close)(void *context);
    void (*paint)(void *context, const struct drawing_ink *ink);
    void (*clip)(void *context);
    void (*unclip)(void *context);
    void (*word)(void *context, const struct drawing_word *word, const char *text);
    void *context;
};

struct drawing_size {
    double width, height;
};

// The figures side by side, each with its title and the patient's own left and right; the regions
// of `set` (NULL: none) with their intensity as a grey and as a number.
struct drawing_size drawing_chart_size(const struct body *body);
void drawing_chart(const struct summary *summary, const struct answer_set *set,
                   const struct drawing_pen *pen);

// A measure over time between the ends of its range; what was not scored is a gap.
struct drawing_size drawing_course_size(void);
void drawing_course(const struct summary_course *course, const struct drawing_pen *pen);

// How strong a region of the chart was marked; -1: not said.
int8_t drawing_intensity(const struct answer_set *set, uint32_t region);

#endif
