// Rows of text: paragraphs that hang behind a label.
#include "base/ensure.h"
#include "base/wrap.h"
#include "summary/plain_part.h"
#include "summary/shown.h"

#include <stdlib.h>
#include <string.h>

enum { GAP = 3 }; // between things on one row

void rows_init(struct rows *rows, size_t columns, text_width_fn width)
{
    *rows = (struct rows){.columns = columns, .width = width};
    buffer_init(&rows->bytes, SIZE_MAX / 2);
}

void rows_clear(struct rows *rows)
{
    buffer_clear(&rows->bytes);
}

static void write_blank(struct rows *rows, size_t columns)
{
    for (size_t i = 0; i < columns; i++) {
        buffer_char(&rows->bytes, ' ');
    }
}

// A space that does not break has done its work once the row is broken.
static void write_text(struct rows *rows, const char *bytes, size_t length)
{
    static const char tied[] = "\u00a0";
    for (size_t i = 0; i < length; i++) {
        if (i + 1 < length && memcmp(bytes + i, tied, 2) == 0) {
            buffer_char(&rows->bytes, ' ');
            i++;
        } else {
            buffer_char(&rows->bytes, bytes[i]);
        }
    }
}

// Wraps `text` (clean) behind the `used` columns of a row that is begun, and ends the row.
static void wrap_behind(struct rows *rows, size_t used, size_t indent, const char *text)
{
    struct wrap wrap;
    struct wrap_line line;
    wrap_init(&wrap, text, rows->columns - used, rows->width);
    for (bool first = true; wrap_next(&wrap, &line); first = false) {
        if (!first) {
            write_blank(rows, line.length > 0 ? indent : 0);
            used = indent;
        }
        wrap.columns = rows->columns - indent;
        write_text(rows, line.start, line.length);
        buffer_char(&rows->bytes, '\n');
        rows->count++;
        rows->last = used + line.columns;
    }
}

void rows_paragraph(struct rows *rows, const char *lead, size_t indent, const char *text)
{
    struct buffer label, words;
    buffer_init(&label, SIZE_MAX / 2);
    buffer_init(&words, SIZE_MAX / 2);
    shown_text(lead == NULL ? "" : lead, &label);
    shown_text(text, &words);
    size_t used = text_columns(label.bytes, label.length, rows->width);
    if (used + indent + 8 > rows->columns) { // an endless label: a paragraph of its own
        wrap_behind(rows, 0, 0, label.bytes);
        used = 0;
    } else {
        write_text(rows, label.bytes, label.length);
    }
    size_t start = used == 0 || used + 1 <= indent ? indent : used + 2;
    if (words.length > 0) {
        write_blank(rows, start - used);
    } else {
        start = used;
    }
    wrap_behind(rows, start, indent, words.bytes);
    buffer_clear(&label);
    buffer_clear(&words);
}

void rows_behind(struct rows *rows, const char *lead, size_t indent, const char *text)
{
    struct buffer words;
    buffer_init(&words, SIZE_MAX / 2);
    shown_text(text, &words);
    size_t lead_columns = text_columns(lead, strlen(lead), rows->width);
    size_t columns =
        lead_columns + (lead_columns > 0) + text_columns(words.bytes, words.length, rows->width);
    if (rows->count > 0 && rows->last + GAP + columns <= rows->columns) {
        rows->bytes.bytes[--rows->bytes.length] = '\0'; // the newline
        write_blank(rows, GAP);
        buffer_print(&rows->bytes, "%s%s", lead, lead_columns > 0 ? " " : "");
        write_text(rows, words.bytes, words.length);
        buffer_char(&rows->bytes, '\n');
        rows->last += GAP + columns;
    } else {
        size_t before = indent > lead_columns + 2 ? indent - lead_columns - 2 : 0;
        write_blank(rows, before);
        buffer_text(&rows->bytes, lead);
        write_blank(rows, 2);
        wrap_behind(rows, before + lead_columns + 2, indent, words.bytes);
    }
    buffer_clear(&words);
}

void rows_row(struct rows *rows, const char *bytes, size_t length, size_t columns)
{
    buffer_add(&rows->bytes, bytes, length);
    buffer_char(&rows->bytes, '\n');
    rows->count++;
    rows->last = columns;
}

void rows_last(struct rows *rows, const char *text)
{
    size_t columns = text_columns(text, strlen(text), rows->width);
    if (rows->count > 0 && rows->last + 1 + columns <= rows->columns) {
        rows->bytes.bytes[--rows->bytes.length] = '\0'; // the newline
    } else {
        rows->last = 0;
        rows->count++;
    }
    write_blank(rows, rows->columns - rows->last - columns);
    buffer_print(&rows->bytes, "%s\n", text);
    rows->last = rows->columns;
}

void rows_add(struct rows *rows, const struct rows *others)
{
    buffer_add(&rows->bytes, others->bytes.bytes, others->bytes.length);
    rows->count += others->count;
    rows->last = others->last;
}

void rows_blank(struct rows *rows, size_t count)
{
    for (size_t i = 0; i < count; i++) {
        rows_row(rows, "", 0, 0);
    }
}

bool rows_next(const struct rows *rows, size_t *at, const char **row, size_t *length)
{
    if (*at >= rows->bytes.length) {
        return false;
    }
    *row = rows->bytes.bytes + *at;
    *length = strcspn(*row, "\n");
    *at += *length + 1;
    return true;
}
