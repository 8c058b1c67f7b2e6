#ifndef PRINT_PEN_H
#define PRINT_PEN_H

#include "print/type.h"
#include "summary/drawing.h"

// The pictures of a document (summary/drawing.h) on paper.

struct pen {
    cairo_t *cairo;
    const struct type *type;
};

// `pen` must outlive what is returned.
struct drawing_pen pen_for(struct pen *pen);

#endif
