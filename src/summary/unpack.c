// Reading a packed document. Nothing in it is believed: every count is held against the bytes that
// are left before memory is taken for it, and every index against what it points into, so that no
// renderer has to ask again.
#include "base/ensure.h"
#include "summary/pack.h"
#include "summary/pack_part.h"

#include <stdlib.h>
#include <string.h>

enum { DEPTH_MOST = 64, LINES_MOST = 1 << 20 };

struct packed {
    const uint8_t *at;
    size_t left;
    bool bad; // once it is, everything reads as nothing
    struct arena *arena;
};

static void require(struct packed *packed, bool holds)
{
    if (!holds) {
        packed->bad = true;
        packed->left = 0;
    }
}

static uint64_t take(struct packed *packed, size_t bytes)
{
    uint64_t number = 0;
    require(packed, packed->left >= bytes);
    for (size_t i = 0; i < bytes && !packed->bad; i++) {
        number |= (uint64_t)packed->at[i] << (8 * i);
    }
    if (!packed->bad) {
        packed->at += bytes;
        packed->left -= bytes;
    }
    return number;
}

// A number that must not pass `most`; 0 if it does.
static uint32_t take_to(struct packed *packed, size_t bytes, uint32_t most)
{
    uint64_t number = take(packed, bytes);
    require(packed, number <= most);
    return packed->bad ? 0 : (uint32_t)number;
}

static bool take_bool(struct packed *packed)
{
    return take_to(packed, 1, 1) != 0;
}

// How many things follow, each of at least `each` bytes.
static uint32_t take_count(struct packed *packed, size_t each, uint32_t most)
{
    uint32_t count = take_to(packed, 4, most);
    require(packed, count <= packed->left / each);
    return packed->bad ? 0 : count;
}

// NULL only where `may_be_null`.
static const char *take_text(struct packed *packed, bool may_be_null)
{
    uint32_t length = (uint32_t)take(packed, 4);
    if (length == PACK_NONE && may_be_null) {
        return NULL;
    }
    require(packed, length <= packed->left && memchr(packed->at, 0, length) == NULL);
    if (packed->bad) {
        return "";
    }
    const char *text = arena_copy(packed->arena, (const char *)packed->at, length);
    packed->at += length;
    packed->left -= length;
    return text;
}

// What is drawn must have an end.
static double take_real(struct packed *packed)
{
    const double most = 1e12;
    uint64_t bits = take(packed, 8);
    double number;
    memcpy(&number, &bits, sizeof number);
    require(packed, number >= -most && number <= most);
    return packed->bad ? 0 : number;
}

static const struct body_curve *take_curves(struct packed *packed, uint32_t least, uint32_t *count)
{
    *count = take_count(packed, 4, BODY_CURVES);
    struct body_curve *curves = arena_array(packed->arena, struct body_curve, *count);
    for (uint32_t i = 0; i < *count; i++) {
        uint32_t points = take_count(packed, 4, BODY_POINTS);
        require(packed, points >= least);
        struct body_point *list = arena_array(packed->arena, struct body_point, points);
        for (uint32_t p = 0; p < points; p++) {
            list[p].x = (int16_t)take_to(packed, 2, INT16_MAX);
            list[p].y = (int16_t)take_to(packed, 2, INT16_MAX);
        }
        curves[i] = (struct body_curve){.points = list, .count = points};
    }
    return curves;
}

static void take_figure(struct packed *packed, struct body_figure *figure)
{
    figure->id = figure->left = figure->right = "";
    figure->title = take_text(packed, false);
    figure->rows = take_to(packed, 1, BODY_ROWS);
    figure->columns = take_to(packed, 1, BODY_COLUMNS);
    require(packed, (size_t)figure->rows * figure->columns <= packed->left);
    const char **art = arena_array(packed->arena, const char *, BODY_ROWS);
    for (uint32_t row = 0; row < figure->rows && !packed->bad; row++) {
        char *bytes = arena_copy(packed->arena, (const char *)packed->at, figure->columns);
        for (uint32_t i = 0; i < figure->columns; i++) {
            require(packed, bytes[i] >= ' ' && bytes[i] <= '~');
        }
        art[row] = bytes;
        if (!packed->bad) {
            packed->at += figure->columns;
            packed->left -= figure->columns;
        }
    }
    figure->art = art;
    figure->outline = take_curves(packed, 3, &figure->outline_count);
    figure->lines = take_curves(packed, 2, &figure->line_count);
}

static void take_cells(struct packed *packed, const struct body *body, struct body_region *region)
{
    region->side = (enum body_side)take_to(packed, 1, BODY_RIGHT);
    region->cell_count = take_count(packed, 3, BODY_FIGURES * BODY_ROWS * BODY_COLUMNS);
    struct body_cell *cells = arena_array(packed->arena, struct body_cell, region->cell_count);
    for (uint32_t i = 0; i < region->cell_count; i++) {
        cells[i].figure = (uint8_t)take(packed, 1);
        cells[i].row = (uint8_t)take(packed, 1);
        cells[i].column = (uint8_t)take(packed, 1);
        require(packed, cells[i].figure < body->figure_count &&
                            cells[i].row < body->figures[cells[i].figure].rows &&
                            cells[i].column < body->figures[cells[i].figure].columns);
        if (packed->bad) {
            cells[i] = (struct body_cell){.figure = 0};
        }
    }
    region->cells = cells;
}

static struct body *take_body(struct packed *packed)
{
    if (!take_bool(packed)) {
        return NULL;
    }
    struct body *body = arena_new(packed->arena, struct body);
    body->figure_count = take_to(packed, 1, BODY_FIGURES);
    for (uint32_t f = 0; f < body->figure_count; f++) {
        take_figure(packed, &body->figures[f]);
    }
    body->options = arena_new(packed->arena, struct form_options);
    body->options->count = take_count(packed, 5, LIMIT_OPTIONS);
    struct body_region *regions =
        arena_array(packed->arena, struct body_region, body->options->count);
    for (uint32_t i = 0; i < body->options->count; i++) {
        take_cells(packed, body, &regions[i]);
    }
    body->regions = regions;
    return body;
}

static const struct answer *take_marks(struct packed *packed, const struct body *body)
{
    if (!take_bool(packed)) {
        return NULL;
    }
    struct answer *marks = arena_new(packed->arena, struct answer);
    marks->kind = ANSWER_VALUE;
    if (!take_bool(packed)) {
        return marks;
    }
    struct answer_set *set = arena_new(packed->arena, struct answer_set);
    uint32_t options = body != NULL ? body->options->count : 0;
    for (int i = 0; i < VALUE_SET_WORDS; i++) {
        set->chosen[i] = take(packed, 8);
    }
    set->mark_count = take_count(packed, 3, LIMIT_OPTIONS);
    set->marks = arena_array(packed->arena, struct answer_mark, set->mark_count);
    for (uint32_t i = 0; i < set->mark_count; i++) {
        set->marks[i].option = (uint16_t)take(packed, 2);
        set->marks[i].intensity = (int8_t)take(packed, 1);
        set->marks[i].kind = UINT8_MAX;
        require(packed, set->marks[i].option < options && set->marks[i].intensity >= -1 &&
                            set->marks[i].intensity <= 10);
    }
    marks->is_set = true;
    marks->as.set = set;
    return marks;
}

static const struct summary_course *take_course(struct packed *packed)
{
    if (!take_bool(packed)) {
        return NULL;
    }
    struct summary_course *course = arena_new(packed->arena, struct summary_course);
    uint32_t flags = take_to(packed, 1, PACK_HAS_RANGE | PACK_HIGHER | PACK_HAS_BETTER);
    course->has_range = (flags & PACK_HAS_RANGE) != 0;
    course->higher_is_better = (flags & PACK_HIGHER) != 0;
    course->has_better = (flags & PACK_HAS_BETTER) != 0;
    course->least = take_real(packed);
    course->most = take_real(packed);
    course->count = take_count(packed, 21, LINES_MOST);
    struct summary_point *points = arena_array(packed->arena, struct summary_point, course->count);
    for (uint32_t i = 0; i < course->count; i++) {
        points[i].day = (day_number)(uint32_t)take(packed, 4);
        points[i].scored = take_bool(packed);
        points[i].value = take_real(packed);
        points[i].when = take_text(packed, false);
        points[i].text = take_text(packed, false);
    }
    course->points = points;
    return course;
}

// What a renderer takes for granted of each kind.
static bool is_whole(const struct summary_line *line, const struct body *body)
{
    bool may_be_drawn = line->kind == LINE_COURSE || line->kind == LINE_TEXT;
    if (line->course != NULL && (line->label == NULL || !may_be_drawn)) {
        return false;
    }
    switch (line->kind) {
    case LINE_FLAG:
    case LINE_WAITS:
        return line->class < RULE_CLASSES;
    case LINE_CHART:
        return line->marks != NULL && body != NULL;
    case LINE_COURSE:
        return line->course != NULL;
    case LINE_TEXT: // a question as it was asked has one
        return line->item == SUMMARY_NONE || line->label != NULL;
    case LINE_HEADING:
    case LINE_WHEN:
    case LINE_FACT:
    case LINE_REASON:
    case LINE_STANDING:
    case LINE_QUESTION:
    case LINE_ASK:
    case LINE_NOTICE:
    case LINE_CHANGE:
    case LINE_CONDITION:
    case LINE_OTHERWISE:
    case LINE_TICK:
    case LINE_STEPS:
        return true;
    case LINE_CHANGED:
    case LINE_SOURCE:
    case LINE_DONE:
        return line->label != NULL;
    case LINE_ROOM:
        return line->label != NULL || line->joins;
    }
    return false;
}

static void take_line(struct packed *packed, const struct form *form, struct summary_line *line)
{
    line->part = (enum summary_part)take_to(packed, 1, PART_COUNT - 1);
    line->kind = (enum summary_kind)take_to(packed, 1, LINE_STEPS);
    line->class = (enum rule_class)take_to(packed, 1, RULE_CLASSES);
    uint32_t flags = take_to(packed, 1, PACK_JOINS | PACK_NO);
    line->joins = (flags & PACK_JOINS) != 0;
    line->no = (flags & PACK_NO) != 0;
    line->label = take_text(packed, true);
    line->text = take_text(packed, false);
    line->rule = (uint32_t)take(packed, 4);
    line->item = (uint32_t)take(packed, 4);
    line->entry = (uint32_t)take(packed, 4);
    line->depth = (uint8_t)take_to(packed, 1, DEPTH_MOST);
    line->now = (truth)take_to(packed, 1, TRUTH_OPEN);
    line->marks = take_marks(packed, form->body);
    line->course = take_course(packed);
    uint32_t count = (uint32_t)take(packed, 4);
    if (count != PACK_NONE) {
        require(packed, count <= packed->left / 4);
        line->item_count = packed->bad ? 0 : count;
        uint32_t *items = arena_array(packed->arena, uint32_t, line->item_count + 1);
        for (uint32_t i = 0; i < line->item_count; i++) {
            items[i] = (uint32_t)take(packed, 4);
            require(packed, items[i] < form->asked_end);
        }
        line->items = items;
    }
    require(packed, is_whole(line, form->body));
}

static const struct form *take_form(struct packed *packed)
{
    struct form *form = arena_new(packed->arena, struct form);
    form->asked_end = take_count(packed, 4, LIMIT_ITEMS);
    struct form_item *items = arena_array(packed->arena, struct form_item, form->asked_end);
    for (uint32_t i = 0; i < form->asked_end; i++) {
        items[i].id = take_text(packed, false);
    }
    form->items = items;
    form->body = take_body(packed);
    return form;
}

struct summary *summary_unpack(const uint8_t *bytes, size_t length)
{
    if (length < PACK_MAGIC_BYTES || memcmp(bytes, PACK_MAGIC, PACK_MAGIC_BYTES) != 0) {
        return NULL;
    }
    struct summary *summary = calloc(1, sizeof *summary);
    if (summary == NULL) {
        die("out of memory");
    }
    arena_init(&summary->arena);
    struct packed packed = {.at = bytes + PACK_MAGIC_BYTES,
                            .left = length - PACK_MAGIC_BYTES,
                            .arena = &summary->arena};
    summary->phrases = &phrases_english;
    summary->in_order = take_bool(&packed);
    summary->form = take_form(&packed);
    summary->count = summary->capacity = take_count(&packed, 35, LINES_MOST);
    summary->lines = calloc(summary->count + 1, sizeof *summary->lines);
    if (summary->lines == NULL) {
        die("out of memory");
    }
    for (size_t i = 0; i < summary->count && !packed.bad; i++) {
        take_line(&packed, summary->form, &summary->lines[i]);
        require(&packed, i > 0 || !summary->lines[i].joins);
    }
    if (packed.bad || packed.left > 0) {
        summary_free(summary);
        return NULL;
    }
    return summary;
}
