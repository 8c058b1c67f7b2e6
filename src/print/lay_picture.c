// The body chart with what was measured beside it, and measures over time.
#include "print/lay_part.h"
#include "summary/drawing.h"

#define CHART_PART 0.43 // of the width
#define TIGHT_PART 0.34
#define BESIDE 14.0 // between a picture and what stands beside it
#define COURSE_PART 0.42
#define BESIDE_PART 0.6 // of what is left beside the chart

// On a tight sheet the words have to do.
bool lay_has_plot(const struct lay *lay, const struct summary_line *line)
{
    return line->course != NULL && (line->kind == LINE_COURSE || !lay->tight);
}

// A paragraph for a narrow column: what it is called, then each fact on rows of its own. Returns
// the y under it.
static double lay_narrow(const struct lay *lay, size_t first, size_t next, size_t strip, double x,
                         double y, struct block *block)
{
    const struct summary_line *lines = lay->summary->lines;
    struct typed words;
    typed_init(&words);
    typed_said(&words, LOOK_BOLD, lines[first].label != NULL ? lines[first].label : "");
    typed_add(&words, LOOK_PLAIN, lines[first].text[0] != '\0' ? "  " : "");
    typed_said(&words, LOOK_PLAIN, lines[first].text);
    y = block_rows_in(block, strip, x, y, type_set(lay->type, FONT_TEXT, &words, lay->width - x));
    typed_clear(&words);
    for (size_t i = first + 1; i < next; i++) {
        typed_init(&words);
        if (lines[i].label != NULL) {
            typed_piece(&words, RUN_LABEL, lines[i].label);
        }
        typed_piece(&words, RUN_TEXT, lines[i].text);
        y = block_rows_in(block, strip, x + 8, y,
                          type_set(lay->type, FONT_TEXT, &words, lay->width - x - 8));
        typed_clear(&words);
    }
    return y;
}

// A plot with its words under one another.
static double lay_plot(const struct lay *lay, size_t first, size_t strip, double x, double y,
                       double width, struct block *block)
{
    const struct summary_line *line = &lay->summary->lines[first];
    struct drawing_size size = drawing_course_size();
    struct typed words;
    typed_init(&words);
    typed_said(&words, LOOK_BOLD, line->label);
    typed_add(&words, LOOK_PLAIN, "  ");
    typed_said(&words, LOOK_BOLD, line->text);
    y = block_rows_in(block, strip, x, y, type_set(lay->type, FONT_TEXT, &words, width));
    typed_clear(&words);
    struct piece *plot = block_piece(block, PIECE_COURSE);
    plot->strip = strip;
    plot->x = x;
    plot->y = y;
    plot->width = width;
    plot->height = width * size.height / size.width;
    plot->line = line;
    return y + plot->height;
}

static double lay_changes(const struct lay *lay, size_t first, size_t next, size_t strip, double x,
                          double y, struct block *block)
{
    const struct summary_line *lines = lay->summary->lines;
    for (size_t i = first + 1; i < next; i++) {
        struct typed words;
        typed_init(&words);
        if (lines[i].label != NULL) {
            typed_piece(&words, RUN_LABEL, lines[i].label);
        }
        typed_piece(&words, RUN_TEXT, lines[i].text);
        y = block_rows_in(block, strip, x, y,
                          type_set(lay->type, FONT_TEXT, &words, lay->width - x));
        typed_clear(&words);
    }
    return y;
}

static double lay_beside(const struct lay *lay, size_t first, size_t next, size_t strip, double x,
                         double y, struct block *block)
{
    if (lay_has_plot(lay, &lay->summary->lines[first])) {
        y = lay_plot(lay, first, strip, x, y, (lay->width - x) * BESIDE_PART, block);
        return lay_changes(lay, first, next, strip, x, y, block);
    }
    return lay_narrow(lay, first, next, strip, x, y, block);
}

// Takes back the pieces from `count` on.
static void give_back(struct block *block, size_t count)
{
    while (block->piece_count > count) {
        struct piece *piece = &block->pieces[--block->piece_count];
        if (piece->layout != NULL) {
            g_object_unref(piece->layout);
        }
    }
}

size_t lay_chart(const struct lay *lay, size_t first, struct block *block)
{
    const struct summary *summary = lay->summary;
    struct drawing_size size = drawing_chart_size(summary->form->body);
    double width = lay->width * (lay->tight ? TIGHT_PART : CHART_PART);
    double height = size.width > 0 ? width * size.height / size.width : 0;
    size_t strip = block_strip(block, height);
    struct piece *chart = block_piece(block, PIECE_CHART);
    chart->width = width;
    chart->height = height;
    chart->line = &summary->lines[first];
    double x = width + BESIDE, y = 2;
    size_t at = first, under_it = first;
    while (at < summary->count &&
           (summary->lines[at].kind == LINE_CHART || summary->lines[at].part == PART_MEASURES)) {
        size_t next = summary_next(summary, at), pieces = block->piece_count;
        double under = lay_beside(lay, at, next, strip, x, y, block);
        if (under > height) {
            give_back(block, pieces);
            block->strips[strip].height = height;
            under_it = at == first ? next : first;
            break;
        }
        y = under + 5;
        at = next;
    }
    if (under_it > first) { // too many places to stand beside it
        struct typed words;
        typed_init(&words);
        runs_facts(summary, first, under_it, typed_piece, &words);
        lay_labelled(lay, block, summary->lines[first].label, 0, LABEL_WIDTH, lay->width, FONT_TEXT,
                     &words);
        block->is.whole = false;
        return under_it;
    }
    return at;
}

void lay_course(const struct lay *lay, size_t first, size_t next, struct block *block)
{
    const struct summary_course *course = lay->summary->lines[first].course;
    double width = lay->width * COURSE_PART, x = width + BESIDE, y = 0;
    size_t strip = block_strip(block, 0);
    double plot = lay_plot(lay, first, strip, 0, 0, width, block);
    struct typed words;
    typed_init(&words);
    for (uint32_t i = 0; i < course->count; i++) {
        if (i > 0) {
            typed_piece(&words, RUN_POINT, NULL);
        }
        typed_piece(&words, RUN_LABEL, course->points[i].when);
        typed_piece(&words, RUN_TEXT, course->points[i].text);
    }
    y = block_rows_in(block, strip, x, y, type_set(lay->type, FONT_TEXT, &words, lay->width - x));
    typed_clear(&words);
    (void)lay_changes(lay, first, next, strip, x, y + 3, block);
    if (block->strips[strip].height < plot) {
        block->strips[strip].height = plot;
    }
}
