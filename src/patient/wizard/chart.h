#ifndef PATIENT_WIZARD_CHART_H
#define PATIENT_WIZARD_CHART_H

#include "base/buffer.h"
#include "form/body.h"
#include "interview/answer.h"
#include "patient/wizard/choice.h"
#include "terminal/draw.h"

// The body chart as a picture: both figures side by side, marks on them, the region in focus named
// in words below, all marked ones in words beside or below.

struct chart {
    const struct form *form;
    const struct choice *choice; // what is marked
    uint32_t region, figure;     // in focus
};

// Rows that the picture and its words would like.
int chart_rows(const struct chart *chart);
// True if everything the chart needs fits the area.
bool chart_fits(const struct chart *chart, struct rect area);
// Draws it; the cursor stands on the region in focus. `quiet`: lines for the silences, or "".
void chart_draw(const struct chart *chart, struct canvas *canvas, struct rect area,
                struct arena *scratch, const char *quiet);

#endif
