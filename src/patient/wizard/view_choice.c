// One answer, yes or no, or all that fit: a list of the options, then the silences. A typed digit
// goes to its line and chooses it; Enter goes on. Nothing is chosen until the patient acts.

#include "patient/wizard/choice.h"

#include "patient/wizard/view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static void *choice_open(struct wizard *wizard)
{
    struct choice *choice = view_take(sizeof *choice);
    choice_init(choice, wizard);
    return choice;
}

static void choice_close(void *state)
{
    choice_clear(state);
    free(state);
}

static const struct answer *choice_marked(void *state)
{
    const struct choice *choice = state;
    return choice->touched ? &choice->answer : NULL;
}

static bool choice_typing(const void *state)
{
    const struct choice *choice = state;
    return choice->saying || choice->list.searching;
}

static const char *choice_typed(void *state)
{
    struct choice *choice = state;
    return choice->saying ? choice->other.bytes : NULL;
}

static void draw_saying(struct wizard *wizard, struct choice *choice, const struct frame *frame)
{
    struct rect area = page_question_alone(wizard, frame, 4);
    const struct form_option *option = &choice->item->options->list[choice->said];
    area.columns = frame->measure;
    int rows = draw_paragraph(&wizard->canvas, area, ROLE_NORMAL, option->text);
    area = rect_below(area, rows + (area.rows > 4 ? 1 : 0));
    draw_paragraph(&wizard->canvas, area, ROLE_QUIET, "Please say what, in a few words:");
    area = rect_below(area, 1);
    canvas_text_in(&wizard->canvas, area, area.row, area.column, ROLE_NORMAL, ">", 1);
    struct rect field = {area.row, area.column + 2, 1, area.columns - 2};
    draw_field(&wizard->canvas, field, &choice->other, NULL);
    static const struct hint hints[] = {{"Enter", "go on"}};
    page_footer(wizard, frame, hints, 1);
}

static void choice_draw(struct wizard *wizard, void *state, const struct frame *frame)
{
    struct choice *choice = state;
    if (choice->saying) {
        draw_saying(wizard, choice, frame);
        return;
    }
    int wanted = list_rows(&choice->list, &wizard->canvas, frame->body.columns);
    struct rect area = page_question(wizard, frame, wanted);
    list_draw(&choice->list, &wizard->canvas, area, &wizard->scratch);
    if (choice->list.searching) {
        list_search_draw(&choice->list, &wizard->canvas, frame->notice,
                         list_search_misses(&choice->list));
        list_search_footer(&wizard->canvas, frame);
        return;
    }
    struct hint hints[3];
    size_t count = 0;
    if (choice->many) {
        hints[count++] = (struct hint){"Space", "mark"};
    }
    if (choice_undecided(choice)) {
        hints[count++] = (struct hint){"Space", "choose"};
    } else {
        hints[count++] = (struct hint){"Enter", choice->many || choice_settled(choice) ? "go on"
                                                : frame->whole.columns >= 60 ? "choose and go on"
                                                                             : "choose"};
    }
    if (choice->list.count > CHOICE_LONG) {
        hints[count++] = (struct hint){"/", "find"};
    }
    page_footer(wizard, frame, hints, count);
}

// The option chosen that asks "please say", or UINT32_MAX.
static uint32_t option_to_say(const struct choice *choice)
{
    const struct form_options *options = choice->item->options;
    for (uint32_t i = 0; i < options->count; i++) {
        if (options->list[i].other && choice_has(choice, i)) {
            return i;
        }
    }
    return UINT32_MAX;
}

static void give(struct wizard *wizard, struct choice *choice)
{
    act_answer(wizard, &choice->answer);
}

static void go_on(struct wizard *wizard, struct choice *choice)
{
    if (choice->list.count == 0) {
        return;
    }
    if (!choice->many && choice_unread(choice)) {
        return;
    }
    if (choice_undecided(choice)) {
        wizard_warn(wizard,
                    "Please choose first: press its number, or move to it with the arrows.");
        return;
    }
    if (!choice->many && !choice_settled(choice)) {
        choice_toggle(wizard, choice, choice->list.focus);
    }
    bool beside = choice->rows[choice->list.focus].option == UINT32_MAX;
    if (choice->many && choice_empty(choice) && beside) {
        choice_set(wizard, choice, choice->list.focus);
    }
    if (choice->many && choice_empty(choice)) {
        give(wizard, choice); // refused, or passed over, as the form says
        if (wizard->notice.length > 0) {
            wizard_warn(wizard, "Mark a line first: press its number, or Space.");
        }
        return;
    }
    uint32_t option = choice->answer.kind == ANSWER_VALUE ? option_to_say(choice) : UINT32_MAX;
    if (option != UINT32_MAX) {
        choice->saying = true;
        choice->said = option;
        const char *text = choice->answer.text != NULL ? choice->answer.text : "";
        edit_set(&choice->other, text, strlen(text));
        return;
    }
    give(wizard, choice);
}

static bool saying_key(struct wizard *wizard, struct choice *choice, const struct key *key)
{
    if (key->press == PRESS_ESCAPE) {
        choice_say(choice);
        choice->saying = false;
        return true;
    }
    if (key->press == PRESS_ENTER) {
        choice_say(choice);
        give(wizard, choice);
        return true;
    }
    enum edit_result result = edit_key(&choice->other, key);
    if (result == EDIT_FULL) {
        wizard_say(wizard, "That is as much as fits here.");
    }
    choice->touched = choice->touched || result == EDIT_CHANGED;
    return result != EDIT_IGNORED;
}

static bool letter_key(struct wizard *wizard, struct choice *choice, const struct key *key)
{
    size_t quiet = choice_row_of_key(choice, key);
    if (quiet != SIZE_MAX) {
        choice->list.focus = quiet;
        choice_set(wizard, choice, quiet);
        return true;
    }
    if (choice->item->type == ITEM_YESNO && (key_is(key, 'y') || key_is(key, 'n'))) {
        size_t row = choice_row_of_code(choice, key_is(key, 'y') ? "yes" : "no");
        if (row != SIZE_MAX) {
            choice->list.focus = row;
            choice_set(wizard, choice, row);
        }
        return true;
    }
    if (key_is(key, 'u') && choice->can_undo) {
        choice_undo(choice);
        wizard_say(wizard, "Your marks are back.");
        return true;
    }
    return false;
}

static bool choice_key(struct wizard *wizard, void *state, const struct key *key)
{
    struct choice *choice = state;
    if (choice->saying) {
        return saying_key(wizard, choice, key);
    }
    if ((choice->list.searching || choice->list.count > CHOICE_LONG) &&
        list_search_key(&choice->list, key)) {
        return true;
    }
    if (list_key(&choice->list, key)) {
        return true;
    }
    int64_t now = loop_now(wizard->setup->loop);
    size_t row = list_digit(&choice->list, key, now);
    if (row != SIZE_MAX) {
        choice_digit(wizard, choice, row);
        return true;
    }
    if (key_is(key, ' ') || (choice->many && key_is(key, 'x'))) {
        // Right after a number it is that number's: the digits have marked the line already.
        if (!list_number_ends(&choice->list, now)) {
            choice_toggle(wizard, choice, choice->list.focus);
        }
        return true;
    }
    if (key->press == PRESS_ENTER) {
        go_on(wizard, choice);
        return true;
    }
    return letter_key(wizard, choice, key);
}

const struct view_kind view_choice = {
    .open = choice_open,
    .close = choice_close,
    .draw = choice_draw,
    .key = choice_key,
    .typed = choice_typed,
    .marked = choice_marked,
    .typing = choice_typing,
};
