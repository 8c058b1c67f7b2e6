#include "base/ensure.h"
#include "print/lay_part.h"

#include <stdlib.h>
#include <string.h>

#define FLOW_GAP 14.0
#define NUMBER_WIDTH 62.0 // beside the foot: "page 1 of 12"
#define HEADING_GAP 3.0

size_t lay_words(const struct lay *lay, struct block *block, double x, double width, enum font font,
                 struct typed *words)
{
    PangoLayout *layout = type_set(lay->type, font, words, width - x);
    typed_clear(words);
    return block_rows(block, x, layout);
}

void lay_labelled(const struct lay *lay, struct block *block, const char *label, double x,
                  double column, double width, enum font font, struct typed *words)
{
    if (label == NULL || label[0] == '\0') {
        lay_words(lay, block, x, width, font, words);
        return;
    }
    struct typed name;
    typed_init(&name);
    typed_said(&name, LOOK_PLAIN, label);
    PangoLayout *layout = type_set(lay->type, FONT_LABEL, &name, width - x);
    typed_clear(&name);
    if (type_width(layout) >
        column - (column > LABEL_WIDTH / 2 ? 6 : 1)) { // it has rows of its own
        block_rows(block, x, layout);
        lay_words(lay, block, x + column, width, font, words);
        return;
    }
    PangoLayout *text = type_set(lay->type, font, words, width - x - column);
    typed_clear(words);
    double base =
        (double)(pango_layout_get_baseline(text) - pango_layout_get_baseline(layout)) / PANGO_SCALE;
    size_t pieces = block->piece_count, strip = block_rows(block, x + column, text);
    block_rows_in(block, strip, x, base, layout);
    block_first(block, pieces);
}

static struct block *add_block(struct lay *lay, const struct summary_line *line)
{
    if (lay->count == lay->capacity) {
        lay->capacity = lay->capacity > 0 ? lay->capacity * 2 : 64;
        struct block *grown = realloc(lay->blocks, lay->capacity * sizeof *grown);
        if (grown == NULL) {
            die("out of memory");
        }
        lay->blocks = grown;
    }
    struct block *block = &lay->blocks[lay->count++];
    block_init(block, line, lay->count > 1 ? &block[-1] : NULL);
    return block;
}

static void lay_paragraph(const struct lay *lay, size_t first, size_t next, enum font font,
                          struct block *block)
{
    struct typed words;
    typed_init(&words);
    runs_facts(lay->summary, first, next, typed_piece, &words);
    lay_labelled(lay, block, lay->summary->lines[first].label, 0, LABEL_WIDTH, lay->width, font,
                 &words);
}

// "[H3] NHS England urgent MSK"; a notice as it is.
static void lay_sources(const struct lay *lay, size_t first, size_t next, struct block *block)
{
    const struct summary_line *lines = lay->summary->lines;
    struct typed words;
    typed_init(&words);
    typed_said(&words, LOOK_BOLD, lines[first].label != NULL ? lines[first].label : "");
    typed_add(&words, LOOK_PLAIN, "  ");
    for (size_t i = first + 1; i < next; i++) {
        if (i > first + 1) {
            typed_piece(&words, RUN_POINT, NULL);
        }
        if (lines[i].kind == LINE_SOURCE) {
            typed_add(&words, LOOK_GREY, "[");
            typed_said(&words, LOOK_GREY, lines[i].label);
            typed_add(&words, LOOK_GREY, "] ");
        }
        typed_said(&words, LOOK_PLAIN, lines[i].text);
    }
    lay_words(lay, block, 0, lay->width, FONT_SMALL, &words);
}

static void lay_heading(const struct lay *lay, const struct summary_line *line, struct block *block)
{
    struct typed words;
    typed_init(&words);
    typed_said(&words, LOOK_PLAIN, line->text);
    lay_words(lay, block, 0, lay->width, line->part == PART_HEAD ? FONT_STRONG : FONT_LABEL,
              &words);
}

static void lay_text(const struct lay *lay, size_t first, size_t next, struct block *block)
{
    const struct summary_line *line = &lay->summary->lines[first];
    bool who = line->part == PART_HEAD && line->kind == LINE_TEXT && line->label == NULL;
    bool plot = lay_has_plot(lay, line);
    if (plot) {
        block->is.whole = true;
        lay_course(lay, first, next, block);
    } else if (line->kind == LINE_TEXT && line->item != SUMMARY_NONE && line->label != NULL) {
        lay_asked(lay, first, next, block);
    } else if (line->part == PART_SOURCES) {
        lay_sources(lay, first, next, block);
    } else if (line->kind == LINE_HEADING) {
        lay_heading(lay, line, block);
    } else {
        lay_paragraph(lay, first, next, who ? FONT_TITLE : FONT_TEXT, block);
    }
    block->is.flows = line->part == PART_HEAD
                          ? line->kind == LINE_HEADING || line->kind == LINE_WHEN
                          : !plot && line->kind == LINE_TEXT && line->item == SUMMARY_NONE &&
                                line->part != PART_FLAGS && line->part != PART_UNSURE;
    block->is.again = line->part == PART_HEAD && (who || line->kind == LINE_HEADING);
}

// Lays out what starts at the line `first`; returns the line after it.
static size_t lay_block(struct lay *lay, size_t first)
{
    const struct summary_line *line = &lay->summary->lines[first];
    size_t next = summary_next(lay->summary, first);
    struct block *block = add_block(lay, line);
    switch (line->kind) {
    case LINE_FLAG:
        lay_flag(lay, first, next, block);
        break;
    case LINE_CHANGED:
        lay_changed(lay, first, block);
        break;
    case LINE_QUESTION:
        lay_question(lay, first, next, block);
        break;
    case LINE_CHART:
        block->is.whole = true;
        next = lay_chart(lay, first, block);
        break;
    case LINE_COURSE:
        block->is.whole = true;
        lay_course(lay, first, next, block);
        break;
    case LINE_ROOM:
        next = lay_rooms(lay, first, block);
        break;
    case LINE_DONE:
        lay_done(lay, line, 0, block);
        break;
    default:
        lay_text(lay, first, next, block);
        break;
    }
    if (block->strip_count > 0) {
        block->strips[block->strip_count - 1].height += GAP;
    }
    return next;
}

// A short paragraph stands beside another of its part, from the middle on.
static bool flow_together(const struct lay *lay, struct block *left, struct block *right)
{
    double start = lay->width / 2;
    if (!left->is.flows || !right->is.flows || left->is.part != right->is.part ||
        left->strip_count != 1 || right->strip_count != 1 ||
        left->strips[0].used + FLOW_GAP > start || start + right->strips[0].used > lay->width) {
        return false;
    }
    for (size_t i = 0; i < right->piece_count; i++) {
        struct piece *piece = block_piece(left, right->pieces[i].kind);
        *piece = right->pieces[i];
        piece->x += start;
        right->pieces[i].layout = NULL;
    }
    if (left->strips[0].height < right->strips[0].height) {
        left->strips[0].height = right->strips[0].height;
    }
    left->is.flows = false;
    return true;
}

// A heading stands with what it names.
static void take_heading(struct lay *lay)
{
    struct block *heading = &lay->blocks[lay->count - 2], *block = heading + 1;
    struct block both;
    block_init(&both, block->is.line, NULL);
    block_strip(&both, HEADING_GAP);
    both.is.rank = block->is.rank;
    both.is.whole = block->is.whole;
    block_take(&both, heading);
    block_take(&both, block);
    *heading = both;
    lay->count--;
}

void lay_blocks(struct lay *lay)
{
    const struct summary *summary = lay->summary;
    for (size_t i = 0; i < summary->count && summary->lines[i].part != PART_FOOT;) {
        size_t next = lay_block(lay, i);
        if (i > 0 && summary->lines[i - 1].kind == LINE_HEADING &&
            summary->lines[i].part != PART_HEAD && lay->count > 1) {
            take_heading(lay);
        } else if (lay->count > 1 &&
                   flow_together(lay, &lay->blocks[lay->count - 2], &lay->blocks[lay->count - 1])) {
            block_clear(&lay->blocks[--lay->count]);
        }
        i = next;
    }
}

void lay_clear(struct lay *lay)
{
    for (size_t i = 0; i < lay->count; i++) {
        block_clear(&lay->blocks[i]);
    }
    free(lay->blocks);
    lay->blocks = NULL;
    lay->count = lay->capacity = 0;
}

void lay_foot(const struct lay *lay, struct block *block)
{
    const struct summary *summary = lay->summary;
    block_init(block, NULL, NULL);
    for (size_t i = 0; i < summary->count; i = summary_next(summary, i)) {
        if (summary->lines[i].part == PART_FOOT) {
            struct typed words;
            typed_init(&words);
            runs_facts(summary, i, summary_next(summary, i), typed_piece, &words);
            lay_words(lay, block, 0, lay->width - NUMBER_WIDTH, FONT_FOOT, &words);
        }
    }
}

void lay_note(const struct lay *lay, const char *text, struct block *block)
{
    block_init(block, NULL, NULL);
    if (text[0] != '\0') {
        struct typed words;
        typed_init(&words);
        typed_said(&words, LOOK_PLAIN, text);
        lay_labelled(lay, block, "+", BAR_WIDTH, 9, lay->width, FONT_STRONG, &words);
        block->strips[block->strip_count - 1].height += GAP;
    }
}
