#ifndef SUMMARY_DRAWING_PART_H
#define SUMMARY_DRAWING_PART_H

#include "summary/drawing.h"

// Shapes both drawings use. Private to this room.

// Paths, to be painted.
void drawing_ellipse(const struct drawing_pen *pen, double x, double y, double rx, double ry);
// Painted.
void drawing_stroke(const struct drawing_pen *pen, double x1, double y1, double x2, double y2,
                    const struct drawing_ink *ink);

// At most two places, as short as it can be, with a point whatever the locale. Returns `out`.
const char *drawing_number(double value, char out[24]);

#endif
