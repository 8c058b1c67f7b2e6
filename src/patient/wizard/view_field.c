// A question answered by typing one line: words, a number with its unit, a date, a time, a name
// that agrees. What was understood is read back below the field. Letters are text here, so the
// commands are on function keys.

#include "interview/heard.h"
#include "patient/example.h"
#include "patient/wizard/understood.h"
#include "patient/wizard/view.h"
#include "terminal/list.h"

#include <stdlib.h>
#include <string.h>

enum { NO_UNIT = 255, WORDS = 200, FIGURES = 40 }; // graphemes a field takes

struct field {
    const struct form_item *item;
    struct edit edit;
    struct list suggestions; // those that fit what is typed
    size_t *fits;            // owned: their indices
    bool in_list;            // the focus is on a suggestion
    uint8_t unit;
    enum silence silence;
    struct buffer aside; // words a silence took the place of
    struct buffer echo;
    struct buffer example; // how it may look
    struct heard_today today;
    bool month_first;
};

static struct list_row suggestion_row(void *context, size_t row)
{
    const struct field *field = context;
    return (struct list_row){
        .key = "", .text = field->item->suggests[field->fits[row]], .role = ROLE_NORMAL};
}

// Suggestions that hold what is typed, whatever its case and accents.
static void filter(struct field *field)
{
    char typed[256];
    char text[256];
    text_fold(field->edit.bytes, typed, sizeof(typed));
    field->suggestions.count = 0;
    for (uint32_t i = 0; i < field->item->suggest_count; i++) {
        text_fold(field->item->suggests[i], text, sizeof(text));
        if (strstr(text, typed) != NULL) {
            field->fits[field->suggestions.count++] = i;
        }
    }
    field->in_list = false;
    list_focus(&field->suggestions, 0);
}

static enum heard read_typed(const struct field *field, struct answer *answer)
{
    *answer = (struct answer){.kind = ANSWER_NONE};
    return heard_typed(field->item, field->edit.bytes, field->unit, field->today,
                       field->month_first, answer);
}

static void read_back(struct field *field)
{
    struct answer answer;
    buffer_reset(&field->echo);
    if (field->edit.length > 0 && read_typed(field, &answer) == HEARD_OK) {
        understood_words(field->item, &answer, field->edit.bytes, &field->echo);
        answer_clear(&answer);
    }
}

static void changed(struct field *field)
{
    filter(field);
    read_back(field);
}

// What is in the field at first: what was typed and not confirmed, else what was given.
static void fill(struct wizard *wizard, struct field *field)
{
    const struct form_item *item = field->item;
    const struct answer *given = wizard_given(wizard);
    const char *typed =
        interview_typed(wizard->session->interview, wizard->at.item, wizard->at.entry);
    const char *text = item->start != NULL ? item->start : "";
    struct buffer words;
    buffer_init(&words, LIMIT_ANSWER);
    if (given->kind != ANSWER_NONE) {
        understood_given(item, given, &words);
        text = words.bytes;
    }
    if (given->kind == ANSWER_SILENCE) {
        field->silence = (enum silence)given->silence;
    } else if (given->kind == ANSWER_VALUE && given->text == NULL) {
        field->unit = item->type == ITEM_QUANTITY ? given->unit : field->unit;
    }
    if (typed != NULL && typed[0] != '\0') {
        text = typed;
        field->silence = SILENCE_NOT;
    }
    edit_set(&field->edit, text, strlen(text));
    buffer_clear(&words);
}

static void *field_open(struct wizard *wizard)
{
    struct field *field = view_take(sizeof *field);
    const struct form_item *item = wizard_item(wizard);
    bool words = item->type == ITEM_TEXT || item->type == ITEM_AGREE;
    size_t graphemes = words ? WORDS : FIGURES;
    if (words && item->has_max && item->max > 0) {
        graphemes = (size_t)(item->max / DECIMAL_ONE);
    }
    size_t bytes = graphemes * 16 < LIMIT_ANSWER ? graphemes * 16 : LIMIT_ANSWER;
    field->item = item;
    field->unit = item->unit_count == 1 ? 0 : NO_UNIT;
    field->today.known = interview_day(wizard->session->interview, &field->today.day);
    field->today.day = wizard->setup->today;
    field->month_first = wizard_month_first(wizard);
    field->fits = view_take((item->suggest_count + 1u) * sizeof *field->fits);
    buffer_init(&field->echo, 256);
    buffer_init(&field->example, 256);
    example_words(field->item, &field->example);
    buffer_init(&field->aside, LIMIT_ANSWER);
    edit_init(&field->edit, false, graphemes, bytes, wizard->canvas.width);
    list_init(&field->suggestions, suggestion_row, field, wizard->canvas.width);
    fill(wizard, field);
    changed(field);
    return field;
}

static void field_close(void *state)
{
    struct field *field = state;
    edit_clear(&field->edit);
    list_clear(&field->suggestions);
    buffer_clear(&field->echo);
    buffer_clear(&field->example);
    buffer_clear(&field->aside);
    free(field->fits);
    free(field);
}

static const char *field_typed(void *state)
{
    struct field *field = state;
    return field->edit.bytes;
}

static bool field_typing(const void *state)
{
    (void)state;
    return true;
}

static int draw_units(struct wizard *wizard, const struct field *field, struct rect area)
{
    int column = area.column + 2;
    if (field->item->unit_count < 2 || area.rows < 1) {
        return 0;
    }
    for (uint32_t i = 0; i < field->item->unit_count; i++) {
        column += canvas_text_in(&wizard->canvas, area, area.row, column, ROLE_MARK,
                                 i == field->unit ? "(x) " : "( ) ", 4);
        const char *text = field->item->units[i].text;
        column += canvas_text_in(&wizard->canvas, area, area.row, column, ROLE_NORMAL, text,
                                 strlen(text)) +
                  3;
    }
    return 1;
}

// The line under a field, whose every column is three bytes. Above suggestions it is as wide as
// they are, whatever of them is left by what was typed.
static int rule_columns(const struct field *field, const struct canvas *canvas, int most)
{
    size_t wide = 0;
    for (uint32_t i = 0; i < field->item->suggest_count; i++) {
        const char *text = field->item->suggests[i];
        size_t columns = text_columns(text, strlen(text), canvas->width);
        wide = columns > wide ? columns : wide;
    }
    return wide == 0 || wide > (size_t)most ? most : (int)wide;
}

// The field with the line under it, the unit, and what was understood. Returns the rows used.
static int draw_line(struct wizard *wizard, struct field *field, struct rect area)
{
    struct canvas *canvas = &wizard->canvas;
    int unit = 0;
    if (field->item->type == ITEM_QUANTITY && field->item->unit_count == 1) {
        const char *text = field->item->units[0].text;
        unit = (int)text_columns(text, strlen(text), canvas->width) + 1;
        canvas_text_in(canvas, area, area.row, area.column + area.columns - unit + 1, ROLE_NORMAL,
                       text, strlen(text));
    }
    struct rect line = {area.row, area.column + 2, 1, area.columns - 2 - unit};
    if (!field->in_list) {
        canvas_text_in(canvas, area, area.row, area.column, ROLE_NORMAL, ">", 1);
        draw_field(canvas, line, &field->edit, NULL);
    } else {
        int row = canvas->cursor_row;
        int column = canvas->cursor_column;
        draw_field(canvas, line, &field->edit, NULL);
        canvas_cursor(canvas, row, column);
    }
    int used = 1;
    if (area.rows > 2) {
        canvas_rule(canvas, area.row + used, line.column, rule_columns(field, canvas, line.columns),
                    ROLE_QUIET);
        used++;
    }
    used += draw_units(wizard, field, rect_below(area, used));
    if (field->echo.length > 0 && used < area.rows) {
        struct rect echo = rect_below(area, used);
        canvas_text_in(canvas, echo, echo.row, line.column, ROLE_STRONG, field->echo.bytes,
                       field->echo.length);
    }
    return used + 1;
}

static void field_draw(struct wizard *wizard, void *state, const struct frame *frame)
{
    struct field *field = state;
    int quiet = quiet_rows(wizard, frame->body.columns, true);
    struct rect area = page_question(wizard, frame, 4 + quiet);
    if (field->example.length > 0 && area.rows > 3 + quiet) {
        area = rect_below(area,
                          draw_paragraph(&wizard->canvas, area, ROLE_QUIET, field->example.bytes));
    }
    struct rect below = area;
    if (quiet < area.rows) {
        below.row += area.rows - quiet;
        below.rows = quiet;
        area.rows -= quiet;
    } else {
        below.rows = 0;
    }
    struct rect line = area;
    line.columns = frame->measure;
    int used = draw_line(wizard, field, line);
    struct rect rest = rect_below(area, used);
    if (field->suggestions.count > 0 && rest.rows > 1) {
        int row = wizard->canvas.cursor_row;
        int column = wizard->canvas.cursor_column;
        rest.rows--;
        if (field->in_list) {
            list_draw(&field->suggestions, &wizard->canvas, rest, &wizard->scratch);
        } else {
            struct list quietly = field->suggestions; // no line of it is in focus
            quietly.focus = 0;
            list_draw(&quietly, &wizard->canvas, rest, &wizard->scratch);
            canvas_fill(&wizard->canvas, (struct rect){rest.row, rest.column, rest.rows, 2},
                        ROLE_NORMAL);
            canvas_paint(&wizard->canvas, rest, ROLE_NORMAL);
            canvas_cursor(&wizard->canvas, row, column);
        }
    } else if (used + 1 < area.rows) {
        below.row = area.row + used + 1;
    }
    quiet_draw(wizard, below, field->silence, true);
    struct hint hints[2] = {{"Enter", field->in_list ? "choose" : "go on"}};
    size_t count = 1;
    if (field->item->unit_count > 1) {
        hints[count++] = (struct hint){"Tab", "unit"};
    } else if (field->suggestions.count > 0) {
        hints[count++] = (struct hint){"Down", "list"};
    }
    page_footer(wizard, frame, hints, count);
}

static void give(struct wizard *wizard, struct field *field)
{
    if (field->silence != SILENCE_NOT && field->edit.length == 0) {
        act_silence(wizard, field->silence);
        return;
    }
    struct answer answer;
    enum heard result = read_typed(field, &answer);
    if (result == HEARD_OK) {
        act_answer(wizard, &answer);
        answer_clear(&answer);
    } else if (result == HEARD_EMPTY) {
        // Nothing typed: passed over, or refused, as the form says.
        struct answer nothing = {.kind = ANSWER_NONE};
        act_answer(wizard, &nothing);
    } else {
        wizard_warn(wizard, heard_help(result));
    }
}

static bool suggestions_key(struct field *field, const struct key *key)
{
    if (field->suggestions.count == 0) {
        return false;
    }
    if (!field->in_list) {
        field->in_list = key->press == PRESS_DOWN || key->press == PRESS_TAB;
        return field->in_list;
    }
    if (key->press == PRESS_ENTER) {
        const char *text = field->item->suggests[field->fits[field->suggestions.focus]];
        edit_set(&field->edit, text, strlen(text));
        field->silence = SILENCE_NOT;
        changed(field);
        return true;
    }
    bool top = field->suggestions.focus == 0;
    if (key->press == PRESS_ESCAPE ||
        (top && (key->press == PRESS_UP || key->press == PRESS_SHIFT_TAB))) {
        field->in_list = false;
        return true;
    }
    return list_key(&field->suggestions, key);
}

static bool field_key(struct wizard *wizard, void *state, const struct key *key)
{
    struct field *field = state;
    if (suggestions_key(field, key)) {
        return true;
    }
    enum silence silence = quiet_key(wizard, key, true);
    if (silence != SILENCE_NOT) {
        quiet_instead(wizard, key, silence, &field->silence, &field->edit, &field->aside);
        changed(field);
        return true;
    }
    if (key->press == PRESS_ENTER) {
        give(wizard, field);
        return true;
    }
    if (key->press == PRESS_TAB && field->item->unit_count > 1) {
        field->unit =
            (uint8_t)((field->unit == NO_UNIT ? 0 : field->unit + 1u) % field->item->unit_count);
        read_back(field);
        return true;
    }
    enum edit_result result = edit_key(&field->edit, key);
    if (result == EDIT_CHANGED) {
        field->silence = SILENCE_NOT;
        buffer_reset(&field->aside);
        changed(field);
    } else if (result == EDIT_FULL) {
        wizard_say(wizard, "That is as much as fits here.");
    }
    return result != EDIT_IGNORED;
}

const struct view_kind view_field = {
    .open = field_open,
    .close = field_close,
    .draw = field_draw,
    .key = field_key,
    .typed = field_typed,
    .typing = field_typing,
};
