// The body chart: figures as smooth lines, or as their cells where they have none, and what was
// marked on them.
#include "summary/drawing_part.h"

#include <stdio.h>
#include <string.h>

// One unit is the width of a cell.
#define ROW 2.5   // the height of one
#define HEAD 3.2  // above the figures: their titles
#define GAP 3.0   // between them
#define LEAST 1.3 // of a mark across, so that a number fits
#define NUMBER 1.75
#define TITLE 1.5

// Marks that were given no number: bright enough for what is under them to be seen.
#define UNSAID 0.75
#define DARK 0.45 // greys below it carry a white number

static const struct drawing_ink skin = {.fill = 0.965, .stroke = DRAWING_NONE, .width = 0};
static const struct drawing_ink edge = {.fill = DRAWING_NONE, .stroke = 0.15, .width = 0.17};
static const struct drawing_ink detail = {.fill = DRAWING_NONE, .stroke = 0.62, .width = 0.13};

int8_t drawing_intensity(const struct answer_set *set, uint32_t region)
{
    for (uint32_t i = 0; i < set->mark_count; i++) {
        if (set->marks[i].option == region) {
            return set->marks[i].intensity;
        }
    }
    return -1;
}

struct drawing_size drawing_chart_size(const struct body *body)
{
    struct drawing_size size = {.height = 0};
    for (uint32_t f = 0; f < body->figure_count; f++) {
        double height = HEAD + body->figures[f].rows * ROW;
        size.width += body->figures[f].columns + (f > 0 ? GAP : 0);
        size.height = height > size.height ? height : size.height;
    }
    return size;
}

struct place {
    double x, y;
};

// Where a figure stands.
struct stand {
    const struct drawing_pen *pen;
    const struct body *body;
    uint32_t figure;
    double left;
};

static struct place place_of(const struct stand *stand, const struct body_point *point)
{
    return (struct place){stand->left + point->x / 100.0, HEAD + point->y * ROW / 100.0};
}

static bool is_same(const struct body_point *a, const struct body_point *b)
{
    return a->x == b->x && a->y == b->y;
}

// From `from` to `to` so that it meets what comes before and after without a corner: the handles
// lie along the chord between the neighbours. At a corner the neighbour is the point itself.
static void bend(const struct drawing_pen *pen, struct place before, struct place from,
                 struct place to, struct place after)
{
    const double handles[6] = {
        from.x + (to.x - before.x) / 6,
        from.y + (to.y - before.y) / 6,
        to.x - (after.x - from.x) / 6,
        to.y - (after.y - from.y) / 6,
        to.x,
        to.y,
    };
    pen->curve(pen->context, handles);
}

static void trace(const struct stand *stand, const struct body_curve *curve, bool closed)
{
    uint32_t count = curve->count, ends = closed ? count : count - 1;
    const struct body_point *points = curve->points;
    struct place start = place_of(stand, &points[0]);
    stand->pen->move(stand->pen->context, start.x, start.y);
    for (uint32_t i = 0; i < ends; i++) {
        const struct body_point *from = &points[i], *to = &points[(i + 1) % count];
        const struct body_point *before = i > 0 || closed ? &points[(i + count - 1) % count] : from;
        const struct body_point *after = i + 2 < count || closed ? &points[(i + 2) % count] : to;
        if (!is_same(from, to)) {
            bend(stand->pen, place_of(stand, before), place_of(stand, from), place_of(stand, to),
                 place_of(stand, after));
        }
    }
    if (closed) {
        stand->pen->close(stand->pen->context);
    }
}

static void trace_outline(const struct stand *stand)
{
    const struct body_figure *figure = &stand->body->figures[stand->figure];
    for (uint32_t i = 0; i < figure->outline_count; i++) {
        trace(stand, &figure->outline[i], true);
    }
}

// The cells of a region, or of all of them: the figure where it has no outline.
static void paint_cells(const struct stand *stand, uint32_t region, const struct drawing_ink *ink)
{
    const struct body_region *r = &stand->body->regions[region];
    for (uint32_t i = 0; i < r->cell_count; i++) {
        if (r->cells[i].figure == stand->figure) {
            drawing_ellipse(stand->pen, stand->left + r->cells[i].column + 0.5,
                            HEAD + (r->cells[i].row + 0.5) * ROW, 0.5, ROW / 2);
            stand->pen->paint(stand->pen->context, ink);
        }
    }
}

struct mark {
    double x, y, rx, ry, grey;
    int8_t intensity;
};

// In the middle of its cells, as large as they are together.
static bool find_mark(const struct stand *stand, const struct answer_set *set, uint32_t region,
                      struct mark *mark)
{
    const struct body_region *r = &stand->body->regions[region];
    uint32_t top = BODY_ROWS, bottom = 0, left = BODY_COLUMNS, right = 0;
    for (uint32_t i = 0; set_has(set->chosen, region) && i < r->cell_count; i++) {
        const struct body_cell *cell = &r->cells[i];
        if (cell->figure == stand->figure) {
            top = cell->row < top ? cell->row : top;
            bottom = cell->row + 1u > bottom ? cell->row + 1u : bottom;
            left = cell->column < left ? cell->column : left;
            right = cell->column + 1u > right ? cell->column + 1u : right;
        }
    }
    if (bottom == 0) {
        return false;
    }
    double rx = (right - left) / 2.0, ry = (bottom - top) * ROW / 2 * 0.94;
    int8_t intensity = drawing_intensity(set, region);
    *mark = (struct mark){
        .x = stand->left + (left + right) / 2.0,
        .y = HEAD + (top + bottom) * ROW / 2,
        .rx = rx > LEAST ? rx : LEAST,
        .ry = ry,
        .grey = intensity < 0 ? UNSAID : 0.92 - 0.062 * intensity,
        .intensity = intensity,
    };
    return true;
}

static void paint_marks(const struct stand *stand, const struct answer_set *set)
{
    const struct drawing_pen *pen = stand->pen;
    for (uint32_t region = 0; region < stand->body->options->count; region++) {
        struct mark mark;
        if (find_mark(stand, set, region, &mark)) {
            drawing_ellipse(pen, mark.x, mark.y, mark.rx, mark.ry);
            pen->paint(pen->context, &(struct drawing_ink){mark.grey, 0, 0.28, false});
        }
    }
}

static void write_numbers(const struct stand *stand, const struct answer_set *set)
{
    for (uint32_t region = 0; region < stand->body->options->count; region++) {
        struct mark mark;
        if (find_mark(stand, set, region, &mark) && mark.intensity >= 0) {
            char digits[8];
            snprintf(digits, sizeof digits, "%d", mark.intensity);
            const struct drawing_word word = {
                .x = mark.x,
                .y = mark.y + NUMBER * 0.36,
                .size = NUMBER,
                .across = 0.5,
                .grey = mark.grey < DARK ? 1 : 0,
                .bold = true,
            };
            stand->pen->word(stand->pen->context, &word, digits);
        }
    }
}

static void write_titles(const struct stand *stand, const struct phrases *phrases)
{
    const struct body_figure *figure = &stand->body->figures[stand->figure];
    bool same = body_left_is_left(stand->body, stand->figure);
    const char *texts[] = {same ? phrases->left : phrases->right, figure->title,
                           same ? phrases->right : phrases->left};
    for (int i = 0; i < 3; i++) {
        const struct drawing_word word = {
            .x = stand->left + figure->columns * (i / 2.0),
            .y = TITLE,
            .size = TITLE,
            .across = i / 2.0,
            .grey = 0,
            .bold = i == 1,
        };
        stand->pen->word(stand->pen->context, &word, texts[i]);
    }
}

static void draw_figure(const struct stand *stand, const struct answer_set *set)
{
    const struct drawing_pen *pen = stand->pen;
    const struct body_figure *figure = &stand->body->figures[stand->figure];
    if (figure->outline_count == 0) {
        for (uint32_t region = 0; region < stand->body->options->count; region++) {
            paint_cells(stand, region, &detail);
        }
        paint_marks(stand, set);
        write_numbers(stand, set);
        return;
    }
    trace_outline(stand);
    pen->paint(pen->context, &skin);
    for (uint32_t i = 0; i < figure->line_count; i++) {
        trace(stand, &figure->lines[i], false);
        pen->paint(pen->context, &detail);
    }
    trace_outline(stand);
    pen->clip(pen->context);
    paint_marks(stand, set);
    pen->unclip(pen->context);
    trace_outline(stand);
    pen->paint(pen->context, &edge);
    write_numbers(stand, set);
}

void drawing_chart(const struct summary *summary, const struct answer_set *set,
                   const struct drawing_pen *pen)
{
    static const struct answer_set none = {.marks = NULL};
    const struct body *body = summary->form->body;
    struct stand stand = {.pen = pen, .body = body};
    for (uint32_t f = 0; f < body->figure_count; f++) {
        stand.figure = f;
        write_titles(&stand, summary->phrases);
        draw_figure(&stand, set != NULL ? set : &none);
        stand.left += body->figures[f].columns + GAP;
    }
}
