// Entries of a repeated group: those given so far, then "add another", then "go on".

#include "interview/words.h"
#include "patient/wizard/view.h"
#include "terminal/list.h"

#include <stdio.h>
#include <stdlib.h>

struct repeat {
    struct wizard *wizard;
    const struct form_item *item;
    struct list list;
    uint32_t entries;
    bool silent; // a silence about the whole list was given
    struct quiet offers[QUIET_MAX];
    size_t offer_count;
    char keys[LIMIT_ENTRIES + 2][8];
    struct buffer line; // the row asked for last
};

static const char *entry_name(const struct repeat *repeat)
{
    return repeat->item->entry_name != NULL ? repeat->item->entry_name : "entry";
}

static void entry_words(const struct repeat *repeat, uint32_t entry, struct buffer *out)
{
    const struct answers *answers = wizard_answers(repeat->wizard);
    const struct form *form = repeat->wizard->session->form;
    uint32_t first = repeat->wizard->at.item + 1;
    size_t start = out->length;
    for (uint32_t i = first; i < repeat->item->next; i++) {
        if (!form_is_question(&form->items[i]) ||
            answers_state(answers, i, entry) != STATE_ANSWERED) {
            continue;
        }
        buffer_text(out, out->length > start ? ", " : "");
        words_answer(answers, i, entry, out);
    }
    if (out->length == start) {
        buffer_print(out, "%s %u", entry_name(repeat), entry + 1);
    }
}

static struct list_row repeat_row(void *context, size_t row)
{
    struct repeat *repeat = context;
    struct list_row out = {.key = repeat->keys[row], .role = ROLE_NORMAL};
    buffer_reset(&repeat->line);
    if (row < repeat->entries) {
        entry_words(repeat, (uint32_t)row, &repeat->line);
    } else if (row == repeat->entries) {
        buffer_print(&repeat->line, "%s %s", repeat->entries == 0 ? "Add a" : "Add another",
                     entry_name(repeat));
        out.gap = row > 0;
    } else {
        buffer_text(&repeat->line,
                    repeat->entries == 0 ? "None to add: go on" : "That is all: go on");
    }
    out.text = repeat->line.bytes;
    return out;
}

static void *repeat_open(struct wizard *wizard)
{
    struct repeat *repeat = view_take(sizeof *repeat);
    repeat->wizard = wizard;
    repeat->item = wizard_item(wizard);
    repeat->entries = answers_entries(wizard_answers(wizard), wizard->at.item);
    buffer_init(&repeat->line, LIMIT_ANSWER);
    list_init(&repeat->list, repeat_row, repeat, wizard->canvas.width);
    if (repeat->entries > LIMIT_ENTRIES) {
        repeat->entries = LIMIT_ENTRIES;
    }
    repeat->list.count = repeat->entries + 2;
    for (size_t i = 0; i < repeat->list.count; i++) {
        snprintf(repeat->keys[i], sizeof(repeat->keys[i]), "%zu", (i + 1) % 1000);
    }
    list_focus(&repeat->list, repeat->entries);
    return repeat;
}

static void repeat_close(void *state)
{
    struct repeat *repeat = state;
    list_clear(&repeat->list);
    buffer_clear(&repeat->line);
    free(repeat);
}

static void repeat_draw(struct wizard *wizard, void *state, const struct frame *frame)
{
    struct repeat *repeat = state;
    int wanted = list_rows(&repeat->list, &wizard->canvas, frame->body.columns);
    struct rect area = page_question(wizard, frame, wanted);
    list_draw(&repeat->list, &wizard->canvas, area, &wizard->scratch);
    struct hint hints[2] = {{"Enter", "choose"}, {"X", "take off the list"}};
    page_footer(wizard, frame, hints, repeat->list.focus < repeat->entries ? 2 : 1);
}

// The first question of an entry that applies.
static uint32_t first_question(const struct repeat *repeat, uint32_t entry)
{
    const struct wizard *wizard = repeat->wizard;
    for (uint32_t i = wizard->at.item + 1; i < repeat->item->next; i++) {
        if (form_is_question(&wizard->session->form->items[i]) &&
            answers_applies(wizard_answers(wizard), i, entry) == TRUTH_TRUE) {
            return i;
        }
    }
    return FORM_NO_ITEM;
}

static void choose(struct wizard *wizard, struct repeat *repeat)
{
    if (repeat->list.focus < repeat->entries) {
        uint32_t entry = (uint32_t)repeat->list.focus;
        uint32_t item = first_question(repeat, entry);
        if (item != FORM_NO_ITEM) {
            act_go(wizard, item, entry);
        }
    } else if (repeat->list.focus == repeat->entries) {
        act_add(wizard);
    } else {
        act_read(wizard);
    }
}

static bool repeat_key(struct wizard *wizard, void *state, const struct key *key)
{
    struct repeat *repeat = state;
    if (list_key(&repeat->list, key) ||
        list_digit(&repeat->list, key, loop_now(wizard->setup->loop)) != SIZE_MAX) {
        return true;
    }
    if (key->press == PRESS_ENTER) {
        choose(wizard, repeat);
        return true;
    }
    if ((key_is(key, 'x') || key->press == PRESS_DELETE) && repeat->list.focus < repeat->entries) {
        wizard->removing = (uint32_t)repeat->list.focus;
        wizard_over(wizard, &view_remove);
        return true;
    }
    return false;
}

const struct view_kind view_repeat = {
    .open = repeat_open, .close = repeat_close, .draw = repeat_draw, .key = repeat_key};
