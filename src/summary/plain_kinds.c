// Blocks of the documents beside the page: conditions, what a therapist did, courses, questions as
// they were asked, and as they stand on paper.
#include "summary/plain_part.h"
#include "summary/shown.h"

#include <stdio.h>
#include <string.h>

enum {
    CONDITION_COLUMNS = 3, // before a condition, and for each that it stands in
    CONDITION_DEEPEST = 8, // indented so far, not further
    ANSWER_COLUMNS = 4,    // before an answer under its question
    TICK = 4,              // "[ ] "
    WRITE_COLUMNS = 24,
    SHORT_COLUMNS = 30 // a question that has its answer beside it
};

static size_t columns_of(const struct plain *plain, const char *text)
{
    return text_columns(text, strlen(text), plain->paper->width);
}

// "true" ... of a part of a condition.
static const char *say_now(const struct plain *plain, truth now)
{
    const struct phrases *phrases = plain->summary->phrases;
    return phrases->truths[now == TRUTH_TRUE ? 0 : now == TRUTH_FALSE ? 1 : 2];
}

// A part of the condition, how it is now, and behind it in brackets the answers it came from.
static void lay_condition(const struct plain *plain, size_t at, size_t next, struct rows *rows)
{
    const struct summary_line *lines = plain->summary->lines;
    struct buffer text, facts;
    buffer_init(&text, SIZE_MAX / 2);
    buffer_init(&facts, SIZE_MAX / 2);
    for (size_t i = at + 1; i < next && lines[i].kind == LINE_FACT; i++) {
        plain_fact(plain, &lines[i], NULL, &facts);
    }
    buffer_print(&text, "%s - %s", lines[at].text, say_now(plain, lines[at].now));
    if (facts.length > 0) {
        buffer_print(&text, " (%s)", facts.bytes);
    }
    size_t depth = lines[at].depth < CONDITION_DEEPEST ? lines[at].depth : CONDITION_DEEPEST;
    rows_paragraph(rows, NULL, CONDITION_COLUMNS * (depth + 1), text.bytes);
    buffer_clear(&text);
    buffer_clear(&facts);
}

void plain_joined(const struct plain *plain, size_t first, size_t next, struct rows *rows)
{
    const struct summary_line *lines = plain->summary->lines;
    for (size_t i = first + 1; i < next; i++) {
        switch (lines[i].kind) {
        case LINE_FACT: // of a condition, unless nothing stands before it
            if (lines[i - 1].kind == LINE_FLAG) {
                struct buffer text;
                buffer_init(&text, SIZE_MAX / 2);
                plain_fact(plain, &lines[i], NULL, &text);
                rows_paragraph(rows, NULL, CONDITION_COLUMNS, text.bytes);
                buffer_clear(&text);
            }
            break;
        case LINE_CONDITION:
            lay_condition(plain, i, next, rows);
            break;
        case LINE_OTHERWISE:
            rows_paragraph(rows, "-", CONDITION_COLUMNS, lines[i].text);
            break;
        case LINE_DONE:
            plain_done(&lines[i], CONDITION_COLUMNS, rows);
            break;
        default:
            break;
        }
    }
}

void plain_done(const struct summary_line *line, size_t indent, struct rows *rows)
{
    struct buffer text;
    buffer_init(&text, SIZE_MAX / 2);
    buffer_print(&text, "%s: %s", line->label, line->text);
    rows_paragraph(rows, "+", indent, text.bytes);
    buffer_clear(&text);
}

// "7.7 (3 Nov 2026) -> 5.3 (28 Nov 2026)"
void plain_course(const struct plain *plain, size_t first, size_t next, struct rows *rows)
{
    const struct summary_line *lines = plain->summary->lines;
    const struct summary_course *course = lines[first].course;
    struct buffer text;
    buffer_init(&text, SIZE_MAX / 2);
    bool scored = false;
    for (uint32_t i = 0; i < course->count; i++) {
        scored = scored || course->points[i].scored;
    }
    for (uint32_t i = 0; scored && course->count > 1 && i < course->count; i++) {
        const struct summary_point *point = &course->points[i];
        const char *arrow = plain->paper->ascii ? " -> " : " \u2192 ";
        buffer_print(&text, "%s%s (%s)", i > 0 ? arrow : "", point->text, point->when);
    }
    if (text.length > 0) {
        rows_paragraph(rows, lines[first].label, plain->label, text.bytes);
    }
    rows_paragraph(rows, text.length > 0 ? NULL : lines[first].label, plain->label,
                   lines[first].text);
    for (size_t i = first + 1; i < next; i++) {
        buffer_reset(&text);
        plain_fact(plain, &lines[i], NULL, &text);
        rows_paragraph(rows, NULL, plain->label, text.bytes);
    }
    buffer_clear(&text);
}

// Two boxes to tick side by side, where both are short. False if they are not.
static bool lay_pair(const struct plain *plain, const struct summary_line *left, size_t indent,
                     struct rows *rows)
{
    size_t half = (plain->paper->columns - indent) / 2;
    struct buffer row, first, second;
    buffer_init(&row, SIZE_MAX / 2);
    buffer_init(&first, SIZE_MAX / 2);
    buffer_init(&second, SIZE_MAX / 2);
    shown_text(left[0].text, &first);
    shown_text(left[1].text, &second);
    size_t columns = TICK + columns_of(plain, first.bytes);
    size_t behind = TICK + columns_of(plain, second.bytes);
    bool fits = columns < half && behind <= half;
    if (fits) {
        buffer_print(&row, "%*s[ ] %s%*s[ ] %s", (int)indent, "", first.bytes,
                     (int)(half - columns), "", second.bytes);
        rows_row(rows, row.bytes, row.length, indent + half + behind);
    }
    buffer_clear(&row);
    buffer_clear(&first);
    buffer_clear(&second);
    return fits;
}

// Returns the line after the boxes.
static size_t lay_ticks(const struct plain *plain, size_t first, size_t next, size_t indent,
                        struct rows *rows)
{
    const struct summary_line *lines = plain->summary->lines;
    struct buffer lead;
    buffer_init(&lead, SIZE_MAX / 2);
    buffer_print(&lead, "%*s[ ]", (int)indent, "");
    size_t i = first;
    while (i < next && lines[i].kind == LINE_TICK) {
        bool two = i + 1 < next && lines[i + 1].kind == LINE_TICK;
        if (two && lay_pair(plain, &lines[i], indent, rows)) {
            i += 2;
        } else {
            rows_paragraph(rows, lead.bytes, indent + TICK, lines[i++].text);
        }
    }
    buffer_clear(&lead);
    return i;
}

// A line to write on, short where a unit stands behind it.
static void lay_write(const struct plain *plain, const struct summary_line *line, size_t indent,
                      struct rows *rows)
{
    struct buffer row, unit;
    buffer_init(&row, SIZE_MAX / 2);
    buffer_init(&unit, SIZE_MAX / 2);
    shown_text(line->label != NULL ? line->label : "", &unit);
    size_t end = unit.length > 0 ? indent + WRITE_COLUMNS : plain->paper->columns;
    size_t behind = unit.length > 0 ? 1 + columns_of(plain, unit.bytes) : 0;
    for (size_t used = 0; used < end; used++) {
        buffer_char(&row, used < indent ? ' ' : '_');
    }
    if (behind > 0 && end + behind <= plain->paper->columns) {
        buffer_print(&row, " %s", unit.bytes);
        end += behind;
    }
    rows_row(rows, row.bytes, row.length, end);
    buffer_clear(&row);
    buffer_clear(&unit);
}

// What joins a question on paper: where to go on, boxes, numbers to ring, room to write.
static void lay_on_paper(const struct plain *plain, size_t first, size_t next, size_t indent,
                         struct rows *rows)
{
    const struct summary_line *lines = plain->summary->lines;
    for (size_t i = first; i < next;) {
        switch (lines[i].kind) {
        case LINE_TICK:
            i = lay_ticks(plain, i, next, indent, rows);
            continue;
        case LINE_STEPS:
            rows_paragraph(rows, NULL, indent, lines[i].text);
            if (lines[i].label != NULL) {
                rows_paragraph(rows, NULL, indent, lines[i].label);
            }
            break;
        case LINE_ROOM:
            lay_write(plain, &lines[i], indent, rows);
            break;
        case LINE_DONE:
            plain_done(&lines[i], indent + 2, rows);
            break;
        default: {
            struct buffer text;
            buffer_init(&text, SIZE_MAX / 2);
            plain_fact(plain, &lines[i], NULL, &text);
            rows_paragraph(rows, NULL, indent, text.bytes);
            buffer_clear(&text);
            break;
        }
        }
        i++;
    }
}

// The question in full, what was said under it; beside it if it is short.
void plain_asked(const struct plain *plain, size_t first, size_t next, struct rows *rows)
{
    const struct summary_line *line = &plain->summary->lines[first];
    if (line->text[0] == '\0') {
        rows_paragraph(rows, NULL, 0, line->label);
    } else if (columns_of(plain, line->label) <= SHORT_COLUMNS &&
               plain->paper->columns >= 2 * SHORT_COLUMNS) {
        rows_paragraph(rows, line->label, SHORT_COLUMNS + 2, line->text);
    } else {
        rows_paragraph(rows, NULL, 0, line->label);
        rows_paragraph(rows, NULL, ANSWER_COLUMNS, line->text);
    }
    lay_on_paper(plain, first + 1, next, ANSWER_COLUMNS, rows);
}
