// The body chart redrawn: both figures side by side, `#` or the intensity on the marked regions.
#include "form/body.h"
#include "summary/build.h"

#include <stdio.h>
#include <string.h>

enum { CHART_GAP = 6, CHART_SIDE = 11 };

static int8_t intensity_of(const struct answer_set *set, uint32_t region)
{
    for (uint32_t i = 0; i < set->mark_count; i++) {
        if (set->marks[i].option == region) {
            return set->marks[i].intensity;
        }
    }
    return -1;
}

// Fills the region's cells with '#', or writes the intensity in the middle of them.
static void mark_region(const struct body *body, uint32_t region, int8_t intensity, uint32_t figure,
                        char art[BODY_ROWS][BODY_COLUMNS])
{
    const struct body_region *r = &body->regions[region];
    char digits[8];
    int length = intensity < 0 ? 0 : snprintf(digits, sizeof digits, "%d", intensity);
    uint32_t here = 0, at = 0;
    for (uint32_t i = 0; i < r->cell_count; i++) {
        here += r->cells[i].figure == figure;
    }
    uint32_t first = here > (uint32_t)length ? (here - (uint32_t)length) / 2 : 0;
    for (uint32_t i = 0; i < r->cell_count; i++) {
        if (r->cells[i].figure != figure) {
            continue;
        }
        char *cell = &art[r->cells[i].row][r->cells[i].column];
        if (length == 0) {
            *cell = '#';
        } else if (at >= first && at < first + (uint32_t)length) {
            *cell = digits[at - first];
        }
        at++;
    }
}

static void draw_figure(const struct body *body, uint32_t figure, const struct answer_set *set,
                        char art[BODY_ROWS][BODY_COLUMNS])
{
    const struct body_figure *f = &body->figures[figure];
    memset(art, ' ', (size_t)BODY_ROWS * BODY_COLUMNS);
    for (uint32_t row = 0; row < f->rows; row++) {
        memcpy(art[row], f->art[row], f->columns);
    }
    for (uint32_t region = 0; region < body->options->count; region++) {
        if (set_has(set->chosen, region)) {
            mark_region(body, region, intensity_of(set, region), figure, art);
        }
    }
}

static void add_padded(struct buffer *out, const char *text, size_t length, size_t columns)
{
    buffer_add(out, text, length);
    for (size_t i = length; i < columns; i++) {
        buffer_char(out, ' ');
    }
}

static void trim_row(struct buffer *out, size_t from)
{
    while (out->length > from && out->bytes[out->length - 1] == ' ') {
        out->bytes[--out->length] = '\0';
    }
}

void chart_text(const struct body *body, const struct answer *answer, struct buffer *out)
{
    static const struct answer_set empty = {0};
    const struct answer_set *set =
        answer->kind == ANSWER_VALUE && answer->as.set != NULL ? answer->as.set : &empty;
    char art[BODY_FIGURES][BODY_ROWS][BODY_COLUMNS];
    uint32_t rows = 0;
    size_t row_start = out->length;
    for (uint32_t f = 0; f < body->figure_count; f++) {
        const struct body_figure *figure = &body->figures[f];
        draw_figure(body, f, set, art[f]);
        rows = figure->rows > rows ? figure->rows : rows;
        char title[BODY_COLUMNS + 2 * CHART_SIDE];
        int length = snprintf(title, sizeof title, "%s: left is %s", figure->title, figure->left);
        add_padded(out, title, length > 0 ? (size_t)length : 0, figure->columns + CHART_GAP);
    }
    for (uint32_t row = 0; row < rows; row++) {
        trim_row(out, row_start);
        buffer_char(out, '\n');
        row_start = out->length;
        for (uint32_t f = 0; f < body->figure_count; f++) {
            const struct body_figure *figure = &body->figures[f];
            add_padded(out, art[f][row], figure->columns, figure->columns + CHART_GAP);
        }
    }
    trim_row(out, row_start);
}
