// A text of several lines. Enter goes on, as everywhere; Ctrl-N starts a new line.

#include "patient/wizard/view.h"

#include <stdlib.h>
#include <string.h>

enum { GRAPHEMES = 2000 };

struct longtext {
    struct edit edit;
    enum silence silence;
    struct buffer aside; // words a silence took the place of
};

static void *longtext_open(struct wizard *wizard)
{
    struct longtext *longtext = view_take(sizeof *longtext);
    const struct form_item *item = wizard_item(wizard);
    const struct answer *given = wizard_given(wizard);
    const char *typed =
        interview_typed(wizard->session->interview, wizard->at.item, wizard->at.entry);
    size_t graphemes = GRAPHEMES;
    if (item->has_max && item->max > 0) {
        graphemes = (size_t)(item->max / DECIMAL_ONE);
    }
    size_t bytes = graphemes * 16 < LIMIT_ANSWER ? graphemes * 16 : LIMIT_ANSWER;
    const char *text = item->start != NULL ? item->start : "";
    if (given->kind == ANSWER_SILENCE) {
        longtext->silence = (enum silence)given->silence;
        text = "";
    } else if (given->kind == ANSWER_VALUE && given->text != NULL) {
        text = given->text;
    }
    if (typed != NULL && typed[0] != '\0') {
        text = typed;
        longtext->silence = SILENCE_NOT;
    }
    buffer_init(&longtext->aside, LIMIT_ANSWER);
    edit_init(&longtext->edit, true, graphemes, bytes, wizard->canvas.width);
    edit_set(&longtext->edit, text, strlen(text));
    return longtext;
}

static void longtext_close(void *state)
{
    struct longtext *longtext = state;
    edit_clear(&longtext->edit);
    buffer_clear(&longtext->aside);
    free(longtext);
}

static const char *longtext_typed(void *state)
{
    struct longtext *longtext = state;
    return longtext->edit.bytes;
}

static bool longtext_typing(const void *state)
{
    (void)state;
    return true;
}

static void longtext_draw(struct wizard *wizard, void *state, const struct frame *frame)
{
    struct longtext *longtext = state;
    int quiet = quiet_rows(wizard, frame->body.columns, true);
    struct rect area = page_question(wizard, frame, 3 + quiet);
    struct rect below = area;
    below.rows = quiet < area.rows ? quiet : 0;
    area.rows -= below.rows;
    below.row = area.row + area.rows;
    if (below.rows > 0 && area.rows > 4) {
        area.rows--;
    }
    struct rect text = {area.row, area.column + 2, area.rows, frame->measure - 2};
    draw_text_area(&wizard->canvas, text, &longtext->edit);
    // The mark stands beside the line the cursor is in.
    canvas_text(&wizard->canvas, wizard->canvas.cursor_row, area.column, ROLE_NORMAL, ">");
    quiet_draw(wizard, below, longtext->silence, true);
    static const struct hint hints[] = {{"Enter", "go on"}, {"Ctrl-N", "new line"}};
    page_footer(wizard, frame, hints, 2);
}

static void give(struct wizard *wizard, struct longtext *longtext)
{
    struct answer answer = {.kind = ANSWER_NONE};
    bool blank = strspn(longtext->edit.bytes, " \n") == longtext->edit.length;
    if (blank && longtext->silence != SILENCE_NOT) {
        answer = answer_silence(longtext->silence);
    } else if (!blank) {
        answer = answer_text(longtext->edit.bytes, longtext->edit.length);
    }
    act_answer(wizard, &answer);
    answer_clear(&answer);
}

static bool longtext_key(struct wizard *wizard, void *state, const struct key *key)
{
    struct longtext *longtext = state;
    enum silence silence = quiet_key(wizard, key, true);
    if (silence != SILENCE_NOT) {
        quiet_instead(wizard, key, silence, &longtext->silence, &longtext->edit, &longtext->aside);
        return true;
    }
    if (key->press == PRESS_ENTER) {
        give(wizard, longtext);
        return true;
    }
    enum edit_result result = key_is_ctrl(key, 'n') ? edit_insert(&longtext->edit, "\n", 1)
                                                    : edit_key(&longtext->edit, key);
    if (result == EDIT_CHANGED) {
        longtext->silence = SILENCE_NOT;
        buffer_reset(&longtext->aside);
    } else if (result == EDIT_FULL) {
        wizard_say(wizard, "That is as much as fits here.");
    }
    return result != EDIT_IGNORED;
}

const struct view_kind view_longtext = {
    .open = longtext_open,
    .close = longtext_close,
    .draw = longtext_draw,
    .key = longtext_key,
    .typed = longtext_typed,
    .typing = longtext_typing,
};
