// The document as blocks of rows, one a paragraph.
#include "summary/plain.h"

#include "base/ensure.h"
#include "summary/plain_part.h"
#include "summary/runs.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    LABEL_ROOMY = 14,
    LABEL_TIGHT = 12,
    TIGHT_COLUMNS = 3,
    ROOM_ROWS = 3,
    FLOW_COLUMNS = 40,
    WAITS_COLUMNS = 6
};

// The point stays with what stands before it.
const char *plain_point(const struct plain_paper *paper)
{
    return paper->ascii ? "\u00a0| " : "\u00a0\u00b7 ";
}

static struct block *add_block(struct plain *plain, const struct summary_line *line)
{
    if (plain->count == plain->capacity) {
        size_t capacity = plain->capacity > 0 ? plain->capacity * 2 : 64;
        struct block *grown = realloc(plain->blocks, capacity * sizeof *grown);
        if (grown == NULL) {
            die("out of memory");
        }
        plain->blocks = grown;
        plain->capacity = capacity;
    }
    struct block *block = &plain->blocks[plain->count++];
    *block = (struct block){.is = spread_block(line, plain->count > 1 ? &block[-1].is : NULL)};
    rows_init(&block->rows, plain->paper->columns, plain->paper->width);
    return block;
}

// A run of text while it grows.
struct run {
    const struct plain *plain;
    struct buffer *out;
};

static void add_piece(void *context, enum run_piece piece, const char *text)
{
    struct run *run = context;
    switch (piece) {
    case RUN_POINT:
        buffer_text(run->out, plain_point(run->plain->paper));
        break;
    case RUN_LABEL:
        buffer_print(run->out, "%s: ", text);
        break;
    case RUN_TEXT:
        buffer_text(run->out, text);
        break;
    case RUN_AND:
        buffer_text(run->out, "; ");
        break;
    }
}

void plain_fact(const struct plain *plain, const struct summary_line *fact, const char *paragraph,
                struct buffer *out)
{
    struct run run = {plain, out};
    if (out->length > 0) {
        add_piece(&run, RUN_POINT, NULL);
    }
    runs_fact(fact, paragraph, add_piece, &run);
}

void plain_facts(const struct plain *plain, size_t first, size_t next, struct buffer *out)
{
    struct run run = {plain, out};
    runs_facts(plain->summary, first, next, add_piece, &run);
}

// " - because ..."
static void add_run(struct buffer *run, const char *lead, const char *text)
{
    if (text[0] != '\0') {
        buffer_print(run, " - %s %s", lead, text);
    }
}

static void lay_behind(const struct plain *plain, struct rows *rows, const char *lead,
                       const char *text)
{
    if (text[0] != '\0') {
        rows_behind(rows, lead, plain->label, text);
    }
}

static void lay_flag(const struct plain *plain, size_t first, size_t next, struct rows *rows)
{
    const struct phrases *phrases = plain->summary->phrases;
    const struct summary_line *lines = plain->summary->lines;
    struct buffer text;
    buffer_init(&text, SIZE_MAX / 2);
    buffer_print(&text, "%-2s %s", phrases->marks[lines[first].class],
                 phrases->classes[lines[first].class]);
    struct buffer reasons, sources;
    buffer_init(&reasons, SIZE_MAX / 2);
    buffer_init(&sources, SIZE_MAX / 2);
    runs_reasons(plain->summary, first, next, add_piece, &(struct run){plain, &reasons});
    runs_sources(plain->summary, first, next, &sources);
    if (plain->tight) {
        struct buffer run;
        buffer_init(&run, SIZE_MAX / 2);
        buffer_text(&run, lines[first].text);
        add_run(&run, phrases->because, reasons.bytes);
        add_run(&run, phrases->source, sources.bytes);
        rows_paragraph(rows, text.bytes, TIGHT_COLUMNS, run.bytes);
        buffer_clear(&run);
    } else {
        rows_paragraph(rows, text.bytes, plain->label, lines[first].text);
        lay_behind(plain, rows, phrases->because, reasons.bytes);
        lay_behind(plain, rows, phrases->source, sources.bytes);
    }
    plain_joined(plain, first, next, rows);
    buffer_clear(&text);
    buffer_clear(&reasons);
    buffer_clear(&sources);
}

static void lay_changed(const struct plain *plain, size_t first, struct rows *rows)
{
    const struct phrases *phrases = plain->summary->phrases;
    const struct summary_line *line = &plain->summary->lines[first];
    struct buffer lead, text;
    buffer_init(&lead, LIMIT_TEXT);
    buffer_init(&text, SIZE_MAX / 2);
    buffer_print(&lead, "%-2s %s", phrases->marks[RULE_URGENT], phrases->changed);
    buffer_print(&text, "%s %s: %s", phrases->changed_how, line->label, line->text);
    rows_paragraph(rows, lead.bytes, plain->label, text.bytes);
    buffer_clear(&lead);
    buffer_clear(&text);
}

static void lay_question(const struct plain *plain, size_t first, size_t next, struct rows *rows)
{
    const struct phrases *phrases = plain->summary->phrases;
    const struct summary_line *lines = plain->summary->lines;
    struct buffer text, waiting;
    buffer_init(&text, SIZE_MAX / 2);
    buffer_init(&waiting, SIZE_MAX / 2);
    if (lines[first].label != NULL) {
        buffer_print(&text, "%s: ", lines[first].label);
    }
    buffer_text(&text, lines[first].text);
    for (size_t i = first + 1; i < next; i++) {
        if (lines[i].kind == LINE_ASK) {
            buffer_print(&text, " - %s: %s", phrases->ask, lines[i].text);
        }
    }
    runs_waiting(plain->summary, first, next, plain->tight, add_piece,
                 &(struct run){plain, &waiting});
    if (plain->tight && waiting.length > 0) {
        buffer_print(&text, " - %s", waiting.bytes);
    }
    rows_paragraph(rows, phrases->waiting, TIGHT_COLUMNS, text.bytes);
    if (!plain->tight && waiting.length > 0) {
        rows_behind(rows, "", WAITS_COLUMNS, waiting.bytes);
    }
    buffer_clear(&text);
    buffer_clear(&waiting);
}

static void lay_paragraph(const struct plain *plain, size_t first, size_t next, struct rows *rows)
{
    const struct summary_line *line = &plain->summary->lines[first];
    struct buffer text;
    buffer_init(&text, SIZE_MAX / 2);
    plain_facts(plain, first, next, &text);
    rows_paragraph(rows, line->label, line->label != NULL ? plain->label : 0, text.bytes);
    buffer_clear(&text);
}

// "[H3] NHS England urgent MSK"; a notice as it is.
static void lay_sources(const struct plain *plain, size_t first, size_t next, struct rows *rows)
{
    const struct summary_line *lines = plain->summary->lines;
    struct buffer text;
    buffer_init(&text, SIZE_MAX / 2);
    for (size_t i = first + 1; i < next; i++) {
        buffer_text(&text, i > first + 1 ? plain_point(plain->paper) : "");
        if (lines[i].kind == LINE_SOURCE) {
            buffer_print(&text, "[%s] ", lines[i].label);
        }
        buffer_text(&text, lines[i].text);
    }
    rows_paragraph(rows, lines[first].label, 0, text.bytes);
    buffer_clear(&text);
}

// Rooms to write in, side by side.
static size_t lay_rooms(const struct plain *plain, size_t first, struct rows *rows)
{
    const struct summary_line *lines = plain->summary->lines;
    size_t next = first;
    while (next < plain->summary->count && lines[next].kind == LINE_ROOM &&
           lines[next].label != NULL) {
        next++;
    }
    size_t each = plain->paper->columns / (next - first);
    struct buffer text;
    buffer_init(&text, SIZE_MAX / 2);
    size_t used = 0;
    for (size_t i = first; i < next; i++) {
        for (; used < (i - first) * each; used++) {
            buffer_char(&text, ' ');
        }
        buffer_text(&text, lines[i].label);
        used += text_columns(lines[i].label, strlen(lines[i].label), plain->paper->width);
    }
    rows_row(rows, text.bytes, text.length, used);
    rows_blank(rows, plain->tight ? ROOM_ROWS - 1 : ROOM_ROWS);
    buffer_clear(&text);
    return next;
}

static void lay_evidence(const struct plain *plain, size_t first, size_t next, struct rows *rows)
{
    const struct summary *summary = plain->summary;
    struct buffer ids;
    buffer_init(&ids, SIZE_MAX / 2);
    for (uint32_t item = 0; item < summary->form->asked_end; item++) {
        bool rests = false;
        for (size_t i = first; i < next; i++) {
            for (uint32_t k = 0; k < summary->lines[i].item_count; k++) {
                rests = rests || summary->lines[i].items[k] == item;
            }
        }
        if (rests) {
            buffer_print(&ids, "%s%s", ids.length > 0 ? ", " : "", summary->form->items[item].id);
        }
    }
    if (ids.length > 0) {
        rows->last = rows->columns; // never behind what it is of
        rows_behind(rows, summary->phrases->rests_on, plain->label, ids.bytes);
    }
    buffer_clear(&ids);
}

// Lays out what starts at the line `first`; returns the line after it.
static size_t lay_block(struct plain *plain, size_t first)
{
    const struct summary *summary = plain->summary;
    const struct summary_line *line = &summary->lines[first];
    size_t next = summary_next(summary, first);
    if (line->kind == LINE_CHART && !plain->beside) { // its words are a paragraph like others
        struct block *words = add_block(plain, line);
        words->is.rank--; // before the figures
        lay_paragraph(plain, first, next, &words->rows);
        if (line->items != NULL) {
            lay_evidence(plain, first, next, &words->rows);
        }
    }
    struct block *block = add_block(plain, line);
    struct rows *rows = &block->rows;
    switch (line->kind) {
    case LINE_FLAG:
        lay_flag(plain, first, next, rows);
        break;
    case LINE_CHANGED:
        lay_changed(plain, first, rows);
        break;
    case LINE_QUESTION:
        lay_question(plain, first, next, rows);
        break;
    case LINE_CHART:
        block->is.whole = true;
        next = plain_chart(plain, first, rows);
        break;
    case LINE_ROOM:
        return lay_rooms(plain, first, rows);
    case LINE_DONE:
        plain_done(line, TIGHT_COLUMNS, rows);
        break;
    case LINE_COURSE:
        plain_course(plain, first, next, rows);
        break;
    default:
        if (line->kind == LINE_TEXT && line->item != SUMMARY_NONE) {
            plain_asked(plain, first, next, rows);
        } else if (line->part == PART_SOURCES) {
            lay_sources(plain, first, next, rows);
        } else {
            lay_paragraph(plain, first, next, rows);
            block->is.flows =
                line->part == PART_HEAD
                    ? line->kind == LINE_HEADING || line->kind == LINE_WHEN
                    : !summary->in_order && line->part != PART_FLAGS && line->part != PART_UNSURE;
            // The first paragraph is who, the heading what kind of a page it is.
            bool who = line->kind == LINE_TEXT && line->label == NULL;
            block->is.again = line->part == PART_HEAD && (who || line->kind == LINE_HEADING);
        }
        break;
    }
    if (line->items != NULL) {
        lay_evidence(plain, first, next, rows);
    }
    return next;
}

// A short paragraph stands beside another of its part; on a tight sheet, behind its last row too.
static bool flow_together(const struct plain *plain, struct block *left, const struct block *right)
{
    size_t columns = plain->paper->columns, width = right->rows.last;
    bool at_half = left->rows.last + 3 <= FLOW_COLUMNS && FLOW_COLUMNS + width <= columns;
    size_t start = at_half ? FLOW_COLUMNS : columns > width ? columns - width : 0;
    if (!left->is.flows || !right->is.flows || left->is.part != right->is.part ||
        right->rows.count != 1 || (left->rows.count != 1 && !plain->tight) ||
        left->rows.last + 3 > start) {
        return false;
    }
    struct buffer *bytes = &left->rows.bytes;
    bytes->bytes[--bytes->length] = '\0'; // the newline
    for (; left->rows.last < start; left->rows.last++) {
        buffer_char(bytes, ' ');
    }
    buffer_text(bytes, right->rows.bytes.bytes);
    left->is.flows = false;
    return true;
}

// A heading stands with what it names.
static void take_heading(struct plain *plain)
{
    struct block *heading = &plain->blocks[plain->count - 2], *block = heading + 1;
    rows_add(&heading->rows, &block->rows);
    rows_clear(&block->rows);
    struct rows rows = heading->rows;
    size_t headings = heading->rows.count - block->rows.count;
    *heading = *block;
    heading->rows = rows;
    heading->headings = headings;
    plain->count--;
}

void plain_blocks(struct plain *plain)
{
    const struct summary *summary = plain->summary;
    plain->label = plain->tight ? LABEL_TIGHT : LABEL_ROOMY;
    plain->beside = plain->beside && plain_chart_room(plain);
    for (size_t i = 0; i < summary->count && summary->lines[i].part != PART_FOOT;) {
        size_t next = lay_block(plain, i);
        bool traced = summary->lines[i].items != NULL;
        if (!traced && i > 0 && summary->lines[i - 1].kind == LINE_HEADING &&
            summary->lines[i].part != PART_HEAD) {
            take_heading(plain);
        } else if (!traced && plain->count > 1 &&
                   flow_together(plain, &plain->blocks[plain->count - 2],
                                 &plain->blocks[plain->count - 1])) {
            rows_clear(&plain->blocks[--plain->count].rows);
        }
        i = next;
    }
}

void plain_blocks_clear(struct plain *plain)
{
    for (size_t i = 0; i < plain->count; i++) {
        rows_clear(&plain->blocks[i].rows);
    }
    free(plain->blocks);
    plain->blocks = NULL;
    plain->count = plain->capacity = 0;
}

void plain_foot(const struct plain *plain, struct rows *rows)
{
    const struct summary *summary = plain->summary;
    for (size_t i = 0; i < summary->count; i = summary_next(summary, i)) {
        if (summary->lines[i].part == PART_FOOT) {
            lay_paragraph(plain, i, summary_next(summary, i), rows);
        }
    }
}

void plain_map_clear(struct plain_map *map)
{
    free(map->rows);
    *map = (struct plain_map){0};
}

void summary_plain(const struct summary *summary, const struct plain_paper *paper,
                   struct buffer *out)
{
    summary_plain_rows(summary, paper, out, NULL);
}

void summary_plain_rows(const struct summary *summary, const struct plain_paper *paper,
                        struct buffer *out, struct plain_map *map)
{
    struct plain_paper sound = *paper;
    if (map != NULL) {
        map->count = 0;
    }
    sound.columns = paper->columns < 40 ? 40 : paper->columns;
    sound.rows = paper->rows > 0 && paper->rows < 24 ? 24 : paper->rows;
    bool traced = summary->count > 0 && summary->lines[0].items != NULL;
    sound.rows = traced ? 0 : sound.rows;
    struct plain plain = {.summary = summary, .paper = &sound, .beside = !traced, .map = map};
    plain_sheets(&plain, out);
}
