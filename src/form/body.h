#ifndef FORM_BODY_H
#define FORM_BODY_H

#include "form/form.h"

// The body chart: figures drawn in characters, regions, and the arithmetic of moving between them.
// Pure geometry.
enum { BODY_FIGURES = 2, BODY_ROWS = 40, BODY_COLUMNS = 60, BODY_CURVES = 40, BODY_POINTS = 600 };

struct body_cell {
    uint8_t figure, row, column;
};

enum body_side { BODY_NONE, BODY_LEFT, BODY_RIGHT };

struct body_region {               // parallel to options->list
    const struct body_cell *cells; // may be empty (the region that stands for all)
    uint32_t cell_count;
    const char *const *words;
    uint32_t word_count;
    enum body_side side;
    char key;
};

// A smooth line through all its points, for where more than characters can be drawn. A point that
// stands twice is a corner.
struct body_point {
    int16_t x, y; // hundredths of a cell, from the picture's upper left corner
};
struct body_curve {
    const struct body_point *points;
    uint32_t count;
};

struct body_figure {
    const char *id, *title, *left, *right; // labels beside the picture's left and right
    const char *const *art;                // rows, all of `columns` bytes, ASCII
    uint32_t rows, columns;
    const struct body_curve *outline, *lines; // closed, open; none: only characters
    uint32_t outline_count, line_count;
};

struct body {
    const char *file;
    const char *another; // another form's: "FORM/FILE", as this one names it; NULL: its own
    struct body_figure figures[BODY_FIGURES];
    uint32_t figure_count;
    const struct body_region *regions;
    struct form_options *options; // the same list every body question offers
};

enum body_way { BODY_UP, BODY_DOWN, BODY_TO_LEFT, BODY_TO_RIGHT };

// The region one would point at going `way` (as seen on the screen) from `region` on `figure`;
// sideways off the edge of one figure leads to the other. Returns the region and sets *figure, or
// returns `region` where there is nothing that way.
uint32_t body_neighbour(const struct body *body, uint32_t region, uint32_t *figure,
                        enum body_way way);
// Centre of the region's cells on `figure`; false if it has none there.
bool body_centre(const struct body *body, uint32_t region, uint32_t figure, uint32_t *row,
                 uint32_t *column);
// True if the picture's left half is the patient's own left.
bool body_left_is_left(const struct body *body, uint32_t figure);
// Regions whose label or words fit what was typed, best first ("shoulder b" finds the blades).
// Fills at most `size`; returns how many.
uint32_t body_search(const struct body *body, const char *typed, uint32_t *regions, uint32_t size);

#endif
