// Questions as they were asked, or as they stand on paper; what a therapist did; room to write.
#include "print/lay_part.h"

#define BOX 7.0
#define TICK_OVER 1.6    // above a row of boxes
#define TICK_LEAST 120.0 // a column of boxes to tick is at least so wide
#define WRITE_HEIGHT 21.0
#define UNIT_WIDTH 120.0 // of a line to write on, where a unit stands behind it

void lay_done(const struct lay *lay, const struct summary_line *line, double x, struct block *block)
{
    struct typed words;
    typed_init(&words);
    typed_said(&words, LOOK_GREY, line->label != NULL ? line->label : "");
    typed_add(&words, LOOK_GREY, ": ");
    typed_said(&words, LOOK_PLAIN, line->text);
    lay_labelled(lay, block, "+", x, 9, lay->width, FONT_TEXT, &words);
}

static PangoLayout *set_tick(const struct lay *lay, const struct summary_line *line, double width)
{
    struct typed words;
    typed_init(&words);
    typed_said(&words, LOOK_PLAIN, line->text);
    if (line->label != NULL) {
        typed_add(&words, LOOK_GREY, "  ");
        typed_said(&words, LOOK_GREY, line->label);
    }
    PangoLayout *layout = type_set(lay->type, FONT_TEXT, &words, width);
    typed_clear(&words);
    return layout;
}

// Boxes to tick, as many side by side as the widest leaves room for. Returns the line after them.
static size_t lay_ticks(const struct lay *lay, size_t first, size_t next, double x,
                        struct block *block)
{
    const struct summary_line *lines = lay->summary->lines;
    double room = lay->width - x, widest = TICK_LEAST;
    size_t last = first;
    for (; last < next && lines[last].kind == LINE_TICK; last++) {
        PangoLayout *layout = set_tick(lay, &lines[last], room);
        double width = type_width(layout) + 2 * BOX + 8;
        widest = width > widest ? width : widest;
        g_object_unref(layout);
    }
    size_t across = widest < room ? (size_t)(room / widest) : 1;
    for (size_t i = first; i < last;) {
        size_t strip = block_strip(block, 0);
        for (size_t k = 0; k < across && i < last; k++, i++) {
            double left = x + (double)k * room / (double)across;
            struct piece *box = block_piece(block, PIECE_FRAME);
            box->x = left;
            box->y = TICK_OVER + 2;
            box->width = box->height = BOX;
            PangoLayout *layout = set_tick(lay, &lines[i], room / (double)across - BOX - 5);
            block_rows_in(block, strip, left + BOX + 4, TICK_OVER, layout);
        }
        block->strips[strip].height += 2;
    }
    return last;
}

static void lay_write(const struct lay *lay, const struct summary_line *line, double x,
                      struct block *block)
{
    bool unit = line->label != NULL && line->label[0] != '\0';
    size_t strip = block_strip(block, WRITE_HEIGHT);
    struct piece *rule = block_piece(block, PIECE_BAR);
    rule->x = x;
    rule->y = WRITE_HEIGHT - 2;
    rule->width = unit ? UNIT_WIDTH : lay->width - x;
    rule->height = 0.6;
    if (unit) {
        struct typed words;
        typed_init(&words);
        typed_said(&words, LOOK_PLAIN, line->label);
        PangoLayout *layout = type_set(lay->type, FONT_TEXT, &words, lay->width - x - UNIT_WIDTH);
        typed_clear(&words);
        block_rows_in(block, strip, x + UNIT_WIDTH + 5, WRITE_HEIGHT - 12, layout);
    }
}

static void lay_steps(const struct lay *lay, const struct summary_line *line, double x,
                      struct block *block)
{
    struct typed words;
    typed_init(&words);
    typed_apart(&words, line->text, "\u2003\u2002"); // so that a ring fits around each
    size_t strip = lay_words(lay, block, x, lay->width, FONT_LARGE, &words);
    block->strips[strip].height += 3;
    if (line->label != NULL) {
        typed_init(&words);
        typed_said(&words, LOOK_GREY, line->label);
        lay_words(lay, block, x, lay->width, FONT_SMALL, &words);
    }
}

void lay_on_paper(const struct lay *lay, size_t first, size_t next, double x, struct block *block)
{
    const struct summary_line *lines = lay->summary->lines;
    for (size_t i = first; i < next;) {
        struct typed words;
        switch (lines[i].kind) {
        case LINE_TICK:
            i = lay_ticks(lay, i, next, x, block);
            continue;
        case LINE_STEPS:
            lay_steps(lay, &lines[i], x, block);
            break;
        case LINE_ROOM:
            lay_write(lay, &lines[i], x, block);
            break;
        case LINE_DONE:
            lay_done(lay, &lines[i], x, block);
            break;
        case LINE_ASK: // stand with the question
        case LINE_WAITS:
            break;
        default:
            typed_init(&words);
            if (lines[i].label != NULL) {
                typed_piece(&words, RUN_LABEL, lines[i].label);
            }
            typed_piece(&words, RUN_TEXT, lines[i].text);
            lay_words(lay, block, x, lay->width, FONT_SMALL, &words);
            break;
        }
        i++;
    }
}

// A question and what was said, side by side where each is one row. False: they are not.
static bool lay_beside(const struct lay *lay, PangoLayout *question, PangoLayout *said,
                       struct block *block)
{
    double half = lay->width / 2;
    if (type_width(question) > half - 8 || type_width(said) > half ||
        pango_layout_get_line_count(question) > 1 || pango_layout_get_line_count(said) > 1) {
        return false;
    }
    size_t strip = block_rows(block, 0, question);
    block_rows_in(block, strip, half, 0, said);
    return true;
}

// The question in full, what was said beside it or under it.
void lay_asked(const struct lay *lay, size_t first, size_t next, struct block *block)
{
    const struct summary_line *line = &lay->summary->lines[first];
    const double indent = BAR_WIDTH + 9;
    bool answered = line->text[0] != '\0';
    struct typed words;
    typed_init(&words);
    typed_said(&words, answered ? LOOK_GREY : LOOK_BOLD, line->label);
    PangoLayout *question = type_set(lay->type, FONT_TEXT, &words, lay->width);
    typed_clear(&words);
    typed_init(&words);
    typed_said(&words, LOOK_PLAIN, line->text);
    PangoLayout *said = type_set(lay->type, FONT_STRONG, &words, lay->width - indent);
    typed_clear(&words);
    if (!answered) {
        block_rows(block, 0, question);
        g_object_unref(said);
    } else if (!lay_beside(lay, question, said, block)) {
        block_rows(block, 0, question);
        block_rows(block, indent, said);
    }
    lay_on_paper(lay, first + 1, next, indent, block);
}

size_t lay_rooms(const struct lay *lay, size_t first, struct block *block)
{
    const struct summary_line *lines = lay->summary->lines;
    const double gap = 6;
    size_t next = first;
    while (next < lay->summary->count && lines[next].kind == LINE_ROOM &&
           lines[next].label != NULL) {
        next++;
    }
    double each = (lay->width + gap) / (double)(next - first), height = lay->tight ? 34 : 54;
    size_t strip = block_strip(block, height);
    for (size_t i = first; i < next; i++) {
        double x = (double)(i - first) * each;
        struct piece *frame = block_piece(block, PIECE_FRAME);
        frame->x = x;
        frame->width = each - gap;
        frame->height = height - 2;
        struct typed words;
        typed_init(&words);
        typed_said(&words, LOOK_PLAIN, lines[i].label != NULL ? lines[i].label : "");
        PangoLayout *layout = type_set(lay->type, FONT_LABEL, &words, each - gap - 8);
        typed_clear(&words);
        block_rows_in(block, strip, x + 4, 2, layout);
    }
    block->is.whole = true;
    return next;
}
