// Drawing the chart. Where two figures leave no room below themselves, the words stand beside them.

#include "patient/wizard/chart.h"

#include <stdio.h>
#include <string.h>

enum { GAP = 2, PANEL = 16 };

static const struct body *body_of(const struct chart *chart)
{
    return chart->form->body;
}

static int figure_rows(const struct body *body)
{
    uint32_t rows = 0;
    for (uint32_t i = 0; i < body->figure_count; i++) {
        rows = body->figures[i].rows > rows ? body->figures[i].rows : rows;
    }
    return (int)rows;
}

static bool blank(const struct body_figure *figure, uint32_t row, size_t from, size_t length)
{
    if (row >= figure->rows || from + length > figure->columns) {
        return false;
    }
    return strspn(figure->art[row] + from, " ") >= length;
}

static size_t length_of(const char *text)
{
    return text != NULL ? strlen(text) : 0;
}

// The names of the sides stand beside the head, if the picture is blank there; else above it.
static bool names_inside(const struct body *body)
{
    for (uint32_t i = 0; i < body->figure_count; i++) {
        const struct body_figure *figure = &body->figures[i];
        size_t left = length_of(figure->left);
        size_t right = length_of(figure->right);
        size_t title = length_of(figure->title);
        if (right > figure->columns || !blank(figure, 0, 0, left) ||
            !blank(figure, 0, figure->columns - right, right) || !blank(figure, 1, 0, title)) {
            return false;
        }
    }
    return true;
}

// Columns one figure takes: the names above it may be wider than the picture.
static int slot_columns(const struct body *body, uint32_t index)
{
    const struct body_figure *figure = &body->figures[index];
    size_t names =
        length_of(figure->left) + length_of(figure->title) + length_of(figure->right) + 4;
    bool wide = !names_inside(body) && names > figure->columns;
    return wide ? (int)names : (int)figure->columns;
}

static int figure_columns(const struct body *body)
{
    int columns = 0;
    for (uint32_t i = 0; i < body->figure_count; i++) {
        columns += slot_columns(body, i) + (i > 0 ? GAP : 0);
    }
    return columns;
}

static int rows_needed(const struct body *body)
{
    return figure_rows(body) + (names_inside(body) ? 0 : 1) + 1;
}

static int panel_columns(const struct body *body, struct rect area)
{
    return area.columns - figure_columns(body) - GAP;
}

int chart_rows(const struct chart *chart)
{
    const struct body *body = body_of(chart);
    return body != NULL ? rows_needed(body) + 4 : 0;
}

bool chart_fits(const struct chart *chart, struct rect area)
{
    const struct body *body = body_of(chart);
    if (body == NULL || body->figure_count == 0 || figure_columns(body) > area.columns) {
        return false;
    }
    int spare = area.rows - rows_needed(body);
    return spare >= 2 || (spare >= 0 && panel_columns(body, area) >= PANEL);
}

static int intensity_of(const struct chart *chart, uint32_t region)
{
    const struct answer *answer = &chart->choice->answer;
    if (answer->kind != ANSWER_VALUE || !chart->choice->many) {
        return -1;
    }
    for (uint32_t i = 0; i < answer->as.set->mark_count; i++) {
        if (answer->as.set->marks[i].option == region) {
            return answer->as.set->marks[i].intensity;
        }
    }
    return -1;
}

// The marked regions in words: "left knee (7), back of neck".
static void add_words(const struct chart *chart, struct buffer *out)
{
    const struct form_options *options = chart->choice->item->options;
    size_t start = out->length;
    for (uint32_t i = 0; i < options->count; i++) {
        if (!choice_has(chart->choice, i)) {
            continue;
        }
        buffer_text(out, out->length > start ? ", " : "");
        buffer_text(out, options->list[i].text);
        int intensity = intensity_of(chart, i);
        if (intensity >= 0) {
            buffer_print(out, " (%d)", intensity);
        }
    }
}

// A region's cells hold "#", or its intensity from the left.
static void draw_mark(const struct chart *chart, struct canvas *canvas, int row, int column,
                      uint32_t figure, uint32_t region)
{
    const struct body_region *of = &body_of(chart)->regions[region];
    char number[16] = "";
    int intensity = intensity_of(chart, region);
    if (intensity >= 0) {
        snprintf(number, sizeof(number), "%d", intensity);
    }
    size_t at = 0;
    for (uint32_t i = 0; i < of->cell_count; i++) {
        const struct body_cell *cell = &of->cells[i];
        if (cell->figure != figure) {
            continue;
        }
        char text[2] = {'#', '\0'};
        if (number[0] != '\0') {
            if (at >= strlen(number)) {
                continue;
            }
            text[0] = number[at++];
        }
        canvas_text(canvas, row + cell->row, column + cell->column, ROLE_MARK, text);
    }
}

static void draw_names(const struct body_figure *figure, struct canvas *canvas, struct rect slot,
                       bool inside)
{
    const char *title = figure->title != NULL ? figure->title : "";
    int middle = slot.column + (slot.columns - (int)strlen(title)) / 2;
    // Plain, as every name of a key is: each look of its own would be switched on and off four
    // times.
    canvas_text(canvas, slot.row, slot.column, ROLE_NORMAL,
                figure->left != NULL ? figure->left : "");
    canvas_text(canvas, slot.row, slot.column + slot.columns - (int)length_of(figure->right),
                ROLE_NORMAL, figure->right != NULL ? figure->right : "");
    canvas_text(canvas, inside ? slot.row + 1 : slot.row, inside ? slot.column : middle,
                ROLE_STRONG, title);
}

static void draw_figure(const struct chart *chart, struct canvas *canvas, struct rect slot,
                        uint32_t index)
{
    const struct body *body = body_of(chart);
    const struct body_figure *figure = &body->figures[index];
    bool inside = names_inside(body);
    int top = inside ? slot.row : slot.row + 1;
    int column = slot.column + (slot.columns - (int)figure->columns) / 2;
    for (uint32_t i = 0; i < figure->rows; i++) {
        canvas_text(canvas, top + (int)i, column, ROLE_NORMAL, figure->art[i]);
    }
    draw_names(figure, canvas, slot, inside);
    for (uint32_t i = 0; i < body->options->count; i++) {
        if (choice_has(chart->choice, i)) {
            draw_mark(chart, canvas, top, column, index, i);
        }
    }
    const struct body_region *focus = &body->regions[chart->region];
    if (index != chart->figure) {
        return;
    }
    for (uint32_t i = 0; i < focus->cell_count; i++) {
        if (focus->cells[i].figure == index) {
            canvas_paint(
                canvas,
                (struct rect){top + focus->cells[i].row, column + focus->cells[i].column, 1, 1},
                ROLE_FOCUS);
        }
    }
    uint32_t at_row;
    uint32_t at_column;
    if (body_centre(body, chart->region, index, &at_row, &at_column)) {
        canvas_cursor(canvas, top + (int)at_row, column + (int)at_column);
    }
}

static const char *all_line(const struct chart *chart, struct arena *scratch)
{
    const struct form_options *options = chart->choice->item->options;
    if (!options->has_all) {
        return "";
    }
    return arena_print(scratch, "A  %s  %s",
                       choice_has(chart->choice, options->all) ? "[x]" : "[ ]",
                       options->list[options->all].text);
}

// Marks, "all over" and the silences: below the figures where there is room, else beside them.
static void draw_words(const struct chart *chart, struct canvas *canvas, struct rect below,
                       struct rect panel, struct arena *scratch, const char *quiet)
{
    struct buffer words;
    buffer_init(&words, LIMIT_TEXT);
    add_words(chart, &words);
    const char *marked =
        words.length > 0 ? arena_print(scratch, "Marked: %s", words.bytes) : "Nothing marked yet.";
    struct rect area = below.rows >= 2 ? below : panel;
    bool side = below.rows < 2;
    if (side) {
        area = rect_below(area, 3);
    }
    const char *all = all_line(chart, scratch);
    if (all[0] != '\0') {
        area = rect_below(area, draw_paragraph(canvas, area, ROLE_NORMAL, all));
        area = side ? rect_below(area, 1) : area;
    }
    if (side && quiet[0] != '\0') {
        area = rect_below(area, draw_paragraph(canvas, area, ROLE_NORMAL, quiet));
        area = rect_below(area, 1);
    }
    enum role role = words.length > 0 ? ROLE_MARK : ROLE_NORMAL;
    area = rect_below(area, draw_paragraph(canvas, area, role, marked));
    if (!side && quiet[0] != '\0') {
        draw_paragraph(canvas, area, ROLE_NORMAL, quiet);
    }
    buffer_clear(&words);
}

// A place that both figures show is named with the figure the focus is on.
static const char *place_name(const struct chart *chart, struct arena *scratch)
{
    const struct body *body = body_of(chart);
    const char *name = chart->choice->item->options->list[chart->region].text;
    const char *title = body->figures[chart->figure].title;
    uint32_t shown = 0, row, column;
    for (uint32_t i = 0; i < body->figure_count; i++) {
        shown += body_centre(body, chart->region, i, &row, &column);
    }
    return shown > 1 && title != NULL ? arena_print(scratch, "%s (%s)", name, title) : name;
}

// The key that turns to the next figure, at the right end of the pictures, where it stays while the
// name beside it changes.
static void draw_turn(const struct chart *chart, struct canvas *canvas, struct rect line, int taken,
                      struct arena *scratch)
{
    const struct body *body = body_of(chart);
    if (body->figure_count < 2) {
        return;
    }
    const char *title = body->figures[(chart->figure + 1) % body->figure_count].title;
    const char *text =
        arena_print(scratch, "Tab  go to %s", title != NULL ? title : "the other side");
    int columns = (int)text_columns(text, strlen(text), canvas->width);
    if (taken + GAP + columns <= line.columns) {
        canvas_text(canvas, line.row, line.column + line.columns - columns, ROLE_NORMAL, text);
    }
}

void chart_draw(const struct chart *chart, struct canvas *canvas, struct rect area,
                struct arena *scratch, const char *quiet)
{
    const struct body *body = body_of(chart);
    int column = area.column;
    for (uint32_t i = 0; i < body->figure_count; i++) {
        struct rect slot = {area.row, column, area.rows, slot_columns(body, i)};
        draw_figure(chart, canvas, slot, i);
        column += slot.columns + GAP;
    }
    int name_row = area.row + rows_needed(body) - 1;
    const char *name = place_name(chart, scratch);
    canvas_text(canvas, name_row, area.column, ROLE_NORMAL, ">");
    int taken = 2 + canvas_text(canvas, name_row, area.column + 2, ROLE_FOCUS, name);
    draw_turn(chart, canvas, (struct rect){name_row, area.column, 1, figure_columns(body)}, taken,
              scratch);
    if (body->regions[chart->region].cell_count == 0) {
        canvas_cursor(canvas, name_row, area.column);
    }
    struct rect below = rect_below(area, rows_needed(body));
    struct rect panel = {area.row, column, area.rows, area.column + area.columns - column};
    draw_words(chart, canvas, below, panel, scratch, quiet);
}
