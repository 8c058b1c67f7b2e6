#include "summary/pack.h"

#include "summary/pack_part.h"

#include <string.h>

static void put(struct buffer *out, uint64_t number, int bytes)
{
    for (int i = 0; i < bytes; i++) {
        buffer_char(out, (char)(number >> (8 * i) & 0xFF));
    }
}

static void put_text(struct buffer *out, const char *text)
{
    size_t length = text != NULL ? strlen(text) : 0;
    put(out, text != NULL ? length : PACK_NONE, 4);
    buffer_add(out, text, length);
}

static void put_real(struct buffer *out, double number)
{
    uint64_t bits;
    memcpy(&bits, &number, sizeof bits);
    put(out, bits, 8);
}

static void put_curves(struct buffer *out, const struct body_curve *curves, uint32_t count)
{
    put(out, count, 4);
    for (uint32_t i = 0; i < count; i++) {
        put(out, curves[i].count, 4);
        for (uint32_t p = 0; p < curves[i].count; p++) {
            put(out, (uint16_t)curves[i].points[p].x, 2);
            put(out, (uint16_t)curves[i].points[p].y, 2);
        }
    }
}

static void put_figure(struct buffer *out, const struct body_figure *figure)
{
    put_text(out, figure->title);
    put(out, figure->rows, 1);
    put(out, figure->columns, 1);
    for (uint32_t row = 0; row < figure->rows; row++) {
        buffer_add(out, figure->art[row], figure->columns);
    }
    put_curves(out, figure->outline, figure->outline_count);
    put_curves(out, figure->lines, figure->line_count);
}

// As much of the chart as is drawn: not what its regions are called.
static void put_body(struct buffer *out, const struct body *body)
{
    put(out, body != NULL, 1);
    if (body == NULL) {
        return;
    }
    put(out, body->figure_count, 1);
    for (uint32_t f = 0; f < body->figure_count; f++) {
        put_figure(out, &body->figures[f]);
    }
    put(out, body->options->count, 4);
    for (uint32_t i = 0; i < body->options->count; i++) {
        const struct body_region *region = &body->regions[i];
        put(out, region->side, 1);
        put(out, region->cell_count, 4);
        for (uint32_t c = 0; c < region->cell_count; c++) {
            put(out, region->cells[c].figure, 1);
            put(out, region->cells[c].row, 1);
            put(out, region->cells[c].column, 1);
        }
    }
}

static void put_marks(struct buffer *out, const struct answer *marks)
{
    const struct answer_set *set = marks != NULL ? marks->as.set : NULL;
    put(out, marks != NULL, 1);
    if (marks == NULL) {
        return;
    }
    put(out, set != NULL, 1);
    if (set == NULL) {
        return;
    }
    for (int i = 0; i < VALUE_SET_WORDS; i++) {
        put(out, set->chosen[i], 8);
    }
    put(out, set->mark_count, 4);
    for (uint32_t i = 0; i < set->mark_count; i++) {
        put(out, set->marks[i].option, 2);
        put(out, (uint8_t)set->marks[i].intensity, 1);
    }
}

static void put_course(struct buffer *out, const struct summary_course *course)
{
    put(out, course != NULL, 1);
    if (course == NULL) {
        return;
    }
    put(out,
        (course->has_range ? PACK_HAS_RANGE : 0) | (course->higher_is_better ? PACK_HIGHER : 0) |
            (course->has_better ? PACK_HAS_BETTER : 0),
        1);
    put_real(out, course->least);
    put_real(out, course->most);
    put(out, course->count, 4);
    for (uint32_t i = 0; i < course->count; i++) {
        const struct summary_point *point = &course->points[i];
        put(out, (uint32_t)point->day, 4);
        put(out, point->scored, 1);
        put_real(out, point->value);
        put_text(out, point->when);
        put_text(out, point->text);
    }
}

static void put_line(struct buffer *out, const struct summary_line *line)
{
    put(out, line->part, 1);
    put(out, line->kind, 1);
    put(out, line->class, 1);
    put(out, (line->joins ? PACK_JOINS : 0) | (line->no ? PACK_NO : 0), 1);
    put_text(out, line->label);
    put_text(out, line->text);
    put(out, line->rule, 4);
    put(out, line->item, 4);
    put(out, line->entry, 4);
    put(out, line->depth, 1);
    put(out, line->now, 1);
    put_marks(out, line->marks);
    put_course(out, line->course);
    put(out, line->items != NULL ? line->item_count : PACK_NONE, 4);
    for (uint32_t i = 0; line->items != NULL && i < line->item_count; i++) {
        put(out, line->items[i], 4);
    }
}

void summary_pack(const struct summary *summary, struct buffer *out)
{
    bool traced = false;
    for (size_t i = 0; i < summary->count; i++) {
        traced = traced || summary->lines[i].items != NULL;
    }
    uint32_t ids = traced ? summary->form->asked_end : 0;
    buffer_add(out, PACK_MAGIC, PACK_MAGIC_BYTES);
    put(out, summary->in_order, 1);
    put(out, ids, 4);
    for (uint32_t i = 0; i < ids; i++) {
        put_text(out, summary->form->items[i].id);
    }
    put_body(out, summary->form->body);
    put(out, summary->count, 4);
    for (size_t i = 0; i < summary->count; i++) {
        put_line(out, &summary->lines[i]);
    }
}
