// The body chart redrawn: both figures side by side, `#` or the intensity on the marked regions;
// and beside them where it hurts in words, and what was measured.
#include "summary/drawing.h"
#include "summary/plain_part.h"

#include <stdio.h>
#include <string.h>

enum { CHART_GAP = 2, BESIDE_LEAST = 20 };

// Fills the region's cells with '#', or writes the intensity in the middle of them.
static void mark_region(const struct body *body, uint32_t region, int8_t intensity, uint32_t figure,
                        char art[BODY_ROWS][BODY_COLUMNS])
{
    const struct body_region *r = &body->regions[region];
    char digits[8];
    int length = intensity < 0 ? 0 : snprintf(digits, sizeof digits, "%d", intensity);
    uint32_t here = 0, at = 0;
    for (uint32_t i = 0; i < r->cell_count; i++) {
        here += r->cells[i].figure == figure;
    }
    uint32_t first = here > (uint32_t)length ? (here - (uint32_t)length) / 2 : 0;
    for (uint32_t i = 0; i < r->cell_count; i++) {
        if (r->cells[i].figure != figure) {
            continue;
        }
        char *cell = &art[r->cells[i].row][r->cells[i].column];
        if (length == 0) {
            *cell = '#';
        } else if (at >= first && at < first + (uint32_t)length) {
            *cell = digits[at - first];
        }
        at++;
    }
}

static void draw_figure(const struct body *body, uint32_t figure, const struct answer_set *set,
                        char art[BODY_ROWS][BODY_COLUMNS])
{
    const struct body_figure *f = &body->figures[figure];
    memset(art, ' ', (size_t)BODY_ROWS * BODY_COLUMNS);
    for (uint32_t row = 0; row < f->rows; row++) {
        memcpy(art[row], f->art[row], f->columns);
    }
    for (uint32_t region = 0; region < body->options->count; region++) {
        if (set_has(set->chosen, region)) {
            mark_region(body, region, drawing_intensity(set, region), figure, art);
        }
    }
}

static void add_padded(struct buffer *out, const char *text, size_t length, size_t columns)
{
    buffer_add(out, text, length);
    for (size_t i = length; i < columns; i++) {
        buffer_char(out, ' ');
    }
}

// The patient's sides, whoever reads it, as they stand in the picture; and its title.
struct title {
    const char *left, *right, *text;
};

static struct title title_of(const struct plain *plain, uint32_t figure)
{
    const struct body *body = plain->summary->form->body;
    const struct phrases *phrases = plain->summary->phrases;
    bool same = body_left_is_left(body, figure);
    return (struct title){
        .left = same ? phrases->left : phrases->right,
        .right = same ? phrases->right : phrases->left,
        .text = body->figures[figure].title,
    };
}

// Sets a word on blank cells, at the right end of the row or at its left; false if they are not, or
// a letter is not a cell.
static bool set_word(char *row, uint32_t columns, const char *word, bool at_right)
{
    size_t length = strlen(word);
    if (length + 1 > columns) {
        return false;
    }
    size_t start = at_right ? columns - length : 0;
    for (size_t i = 0; i < length; i++) {
        if (row[start + i] != ' ' || (unsigned char)word[i] >= 0x80) {
            return false;
        }
    }
    if (row[at_right ? start - 1 : length] != ' ') {
        return false;
    }
    memcpy(row + start, word, length);
    return true;
}

// In the corners of the picture, where they cost no row.
static bool set_title(char art[BODY_ROWS][BODY_COLUMNS], const struct body_figure *figure,
                      struct title title)
{
    return figure->rows > 1 && set_word(art[0], figure->columns, title.left, false) &&
           set_word(art[0], figure->columns, title.right, true) &&
           set_word(art[1], figure->columns, title.text, false);
}

static void add_title(const struct plain *plain, uint32_t figure, struct buffer *out)
{
    struct title title = title_of(plain, figure);
    const char *parts[] = {title.left, title.text, title.right};
    size_t used = 0, columns = plain->summary->form->body->figures[figure].columns;
    for (size_t i = 0; i < 3; i++) {
        used += text_columns(parts[i], strlen(parts[i]), plain->paper->width);
    }
    size_t gap = columns > used + 2 ? (columns - used) / 2 : 1;
    buffer_text(out, title.left);
    add_padded(out, "", 0, gap);
    buffer_text(out, title.text);
    add_padded(out, "", 0, columns > used + gap ? columns - used - gap : 1);
    buffer_text(out, title.right);
}

// Figures `from` to `end`, side by side; each row is as wide as all of them.
static void draw_band(const struct plain *plain, const struct answer_set *set, uint32_t from,
                      uint32_t end, struct rows *rows)
{
    const struct body *body = plain->summary->form->body;
    char art[BODY_FIGURES][BODY_ROWS][BODY_COLUMNS];
    uint32_t height = 0;
    size_t columns = 0;
    bool titled = true;
    struct buffer row;
    buffer_init(&row, SIZE_MAX / 2);
    for (uint32_t f = from; f < end; f++) {
        draw_figure(body, f, set, art[f]);
        titled = set_title(art[f], &body->figures[f], title_of(plain, f)) && titled;
        height = body->figures[f].rows > height ? body->figures[f].rows : height;
        add_padded(&row, "", 0, f > from ? CHART_GAP : 0);
        add_title(plain, f, &row);
        columns += body->figures[f].columns + (f > from ? CHART_GAP : 0);
    }
    if (!titled) {
        rows_row(rows, row.bytes, row.length, columns);
    }
    for (uint32_t y = 0; y < height; y++) {
        buffer_reset(&row);
        for (uint32_t f = from; f < end; f++) {
            add_padded(&row, "", 0, f > from ? CHART_GAP : 0);
            add_padded(&row, art[f][y], body->figures[f].columns, body->figures[f].columns);
        }
        rows_row(rows, row.bytes, row.length, columns);
    }
    buffer_clear(&row);
}

// The figures side by side, or under one another where the paper is too narrow; one that is too
// wide for it is left out: its marks stand in words.
static void draw(const struct plain *plain, const struct answer_set *set, struct rows *rows)
{
    const struct body *body = plain->summary->form->body;
    for (uint32_t f = 0; f < body->figure_count;) {
        uint32_t end = f + 1;
        size_t columns = body->figures[f].columns;
        while (end < body->figure_count &&
               columns + CHART_GAP + body->figures[end].columns <= rows->columns) {
            columns += CHART_GAP + body->figures[end++].columns;
        }
        if (columns <= rows->columns) {
            draw_band(plain, set, f, end, rows);
        }
        f = end;
    }
}

// A paragraph for a narrow column: what it is called, then each fact on a row of its own.
static void lay_narrow(const struct plain *plain, size_t first, size_t next, struct rows *rows)
{
    const struct summary_line *lines = plain->summary->lines;
    rows_paragraph(rows, lines[first].label, 2, lines[first].text);
    struct buffer text;
    buffer_init(&text, SIZE_MAX / 2);
    for (size_t i = first + 1; i < next; i++) {
        buffer_reset(&text);
        if (lines[i].label != NULL) {
            buffer_print(&text, "%s: ", lines[i].label);
        }
        buffer_text(&text, lines[i].text);
        rows_paragraph(rows, plain->paper->ascii ? "-" : "\u00b7", 2, text.bytes);
    }
    buffer_clear(&text);
}

// Lays out as many paragraphs from `first` on as are no higher than `height` together.
static size_t lay_beside(const struct plain *plain, size_t first, size_t height, struct rows *rows)
{
    const struct summary *summary = plain->summary;
    while (first < summary->count && (summary->lines[first].kind == LINE_CHART ||
                                      summary->lines[first].part == PART_MEASURES)) {
        size_t next = summary_next(summary, first);
        size_t length = rows->bytes.length, count = rows->count;
        lay_narrow(plain, first, next, rows);
        if (rows->count > height) {
            rows->bytes.length = length;
            rows->bytes.bytes[length] = '\0';
            rows->count = count;
            break;
        }
        rows_blank(rows, rows->count < height ? 1 : 0);
        first = next;
    }
    return first;
}

static void trim(struct buffer *row)
{
    while (row->length > 0 && row->bytes[row->length - 1] == ' ') {
        row->bytes[--row->length] = '\0';
    }
}

static void join(const struct rows *left, size_t columns, const struct rows *right,
                 struct rows *rows)
{
    size_t left_at = 0, right_at = 0, length = 0;
    const char *bytes = NULL;
    struct buffer row;
    buffer_init(&row, SIZE_MAX / 2);
    while (rows_next(left, &left_at, &bytes, &length)) {
        buffer_reset(&row);
        buffer_add(&row, bytes, length);
        if (rows_next(right, &right_at, &bytes, &length)) {
            add_padded(&row, "", 0, CHART_GAP);
            buffer_add(&row, bytes, length);
        }
        trim(&row);
        rows_row(rows, row.bytes, row.length, columns);
    }
    buffer_clear(&row);
}

static size_t figure_columns(const struct plain *plain)
{
    const struct body *body = plain->summary->form->body;
    size_t columns = 0;
    for (uint32_t f = 0; body != NULL && f < body->figure_count; f++) {
        columns += body->figures[f].columns + (f > 0 ? CHART_GAP : 0);
    }
    return columns;
}

bool plain_chart_room(const struct plain *plain)
{
    return figure_columns(plain) + CHART_GAP + BESIDE_LEAST <= plain->paper->columns;
}

size_t plain_chart(const struct plain *plain, size_t first, struct rows *rows)
{
    static const struct answer_set empty = {0};
    const struct summary_line *line = &plain->summary->lines[first];
    const struct answer_set *set = line->marks->as.set != NULL ? line->marks->as.set : &empty;
    size_t columns = figure_columns(plain);
    size_t next = summary_next(plain->summary, first);
    struct rows figures, beside;
    rows_init(&figures, rows->columns, rows->width);
    rows_init(&beside, plain->beside ? rows->columns - columns - CHART_GAP : columns, rows->width);
    draw(plain, set, &figures);
    size_t placed = plain->beside ? lay_beside(plain, first, figures.count, &beside) : next;
    join(&figures, columns, &beside, rows);
    if (placed == first) { // too many places: under them
        struct buffer text;
        buffer_init(&text, SIZE_MAX / 2);
        plain_facts(plain, first, next, &text);
        rows_paragraph(rows, line->label, plain->label, text.bytes);
        buffer_clear(&text);
        placed = next;
    }
    rows_clear(&figures);
    rows_clear(&beside);
    return placed;
}
