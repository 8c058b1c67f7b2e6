// The document as lines of text: a label column, wrapped paragraphs, one paragraph out of lines
// that join.
#include "base/wrap.h"
#include "summary/summary.h"

#include <stdio.h>
#include <string.h>

enum { LABEL_COLUMNS = 12, FLAG_COLUMNS = 18 };

struct writer {
    struct buffer *out;
    size_t columns;
    bool ascii;
    text_width_fn width;
};

static void write_blank(struct writer *writer, size_t columns)
{
    for (size_t i = 0; i < columns; i++) {
        buffer_char(writer->out, ' ');
    }
}

static void write_rule(struct writer *writer)
{
    for (size_t i = 0; i < writer->columns; i++) {
        buffer_text(writer->out, writer->ascii ? "-" : "\u2500");
    }
    buffer_char(writer->out, '\n');
}

// Writes the label, then `text` wrapped in the columns behind it.
static void write_paragraph(struct writer *writer, const char *label, size_t indent,
                            const char *text)
{
    size_t label_columns = label != NULL ? text_columns(label, strlen(label), writer->width) : 0;
    if (label != NULL) {
        buffer_text(writer->out, label);
    }
    if (label_columns + 1 > indent && label_columns > 0) {
        buffer_char(writer->out, '\n');
        label_columns = 0;
    }
    struct wrap wrap;
    struct wrap_line line;
    wrap_init(&wrap, text, writer->columns - indent, writer->width);
    for (bool first = true; wrap_next(&wrap, &line); first = false) {
        write_blank(writer, first ? indent - label_columns : indent);
        buffer_add(writer->out, line.start, line.length);
        buffer_char(writer->out, '\n');
    }
}

// The small words stand at the right of their column, next to what they explain.
static void write_small(struct writer *writer, const char *small, const char *text)
{
    char label[FLAG_COLUMNS];
    snprintf(label, sizeof label, "%*s", FLAG_COLUMNS - 2, small);
    write_paragraph(writer, label, FLAG_COLUMNS, text);
}

static size_t indent_of(const struct summary_line *line)
{
    switch (line->kind) {
    case LINE_FLAG:
    case LINE_REASON:
    case LINE_SOURCE:
        return FLAG_COLUMNS;
    case LINE_HEADING:
        return 0;
    default:
        return line->label != NULL ? LABEL_COLUMNS : 0;
    }
}

static void write_joined(struct writer *writer, const struct summary *summary, size_t first,
                         size_t next)
{
    struct buffer text;
    buffer_init(&text, LIMIT_ANSWER * 4);
    for (size_t i = first; i < next; i++) {
        const char *part = summary->lines[i].text;
        if (part[0] != '\0') {
            const char *between = writer->ascii ? " | " : " \u00b7 ";
            buffer_print(&text, "%s%s", text.length > 0 ? between : "", part);
        }
    }
    const struct summary_line *line = &summary->lines[first];
    if (line->kind == LINE_REASON) {
        write_small(writer, line->label, text.bytes);
    } else {
        write_paragraph(writer, line->label, indent_of(line), text.bytes);
    }
    buffer_clear(&text);
}

static bool rests_on(const struct summary *summary, size_t first, size_t next, uint32_t item)
{
    for (size_t i = first; i < next; i++) {
        for (uint32_t k = 0; k < summary->lines[i].item_count; k++) {
            if (summary->lines[i].items[k] == item) {
                return true;
            }
        }
    }
    return false;
}

static void write_evidence(struct writer *writer, const struct summary *summary, size_t first,
                           size_t next)
{
    struct buffer ids;
    buffer_init(&ids, LIMIT_ANSWER * 4);
    for (uint32_t item = 0; item < summary->form->asked_end; item++) {
        if (rests_on(summary, first, next, item)) {
            buffer_print(&ids, "%s%s", ids.length > 0 ? ", " : "", summary->form->items[item].id);
        }
    }
    if (ids.length > 0) {
        write_small(writer, "rests on", ids.bytes);
    }
    buffer_clear(&ids);
}

static void write_line(struct writer *writer, const struct summary_line *line)
{
    switch (line->kind) {
    case LINE_RULE:
        write_rule(writer);
        break;
    case LINE_CHART:
        buffer_text(writer->out, line->text);
        buffer_char(writer->out, '\n');
        break;
    case LINE_ROOM:
        buffer_text(writer->out, line->label);
        write_blank(writer, writer->columns / 2 - strlen(line->label));
        buffer_print(writer->out, "%s\n\n\n\n", line->text);
        break;
    case LINE_REASON:
    case LINE_SOURCE:
        write_small(writer, line->label, line->text);
        break;
    default:
        write_paragraph(writer, line->label, indent_of(line), line->text);
        break;
    }
}

void summary_text(const struct summary *summary, size_t columns, bool ascii, text_width_fn width,
                  struct buffer *out)
{
    struct writer writer = {
        .out = out,
        .columns = columns < 40 ? 40 : columns,
        .ascii = ascii,
        .width = width,
    };
    for (size_t i = 0; i < summary->count;) {
        size_t next = i + 1;
        while (next < summary->count && summary->lines[next].joins) {
            next++;
        }
        if (next > i + 1) {
            write_joined(&writer, summary, i, next);
        } else {
            write_line(&writer, &summary->lines[i]);
        }
        write_evidence(&writer, summary, i, next);
        i = next;
    }
}
