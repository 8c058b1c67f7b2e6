// Options and silences as lines, and what choosing one of them does to the others. What a choice
// clears is kept, so that one key brings it back.

#include "patient/wizard/choice.h"

#include "base/wipe.h"
#include "interview/offer.h"
#include "interview/words.h"
#include "patient/wizard/view.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const struct form_option *option_of(const struct choice *choice, uint32_t option)
{
    return &choice->item->options->list[option];
}

bool choice_has(const struct choice *choice, uint32_t option)
{
    if (choice->answer.kind != ANSWER_VALUE) {
        return false;
    }
    return choice->many ? set_has(choice->answer.as.set->chosen, option)
                        : choice->answer.as.code == option;
}

bool choice_empty(const struct choice *choice)
{
    return choice->answer.kind == ANSWER_NONE ||
           (choice->answer.kind == ANSWER_VALUE && choice->many &&
            set_empty(choice->answer.as.set->chosen));
}

static bool row_chosen(const struct choice *choice, size_t row)
{
    const struct choice_row *line = &choice->rows[row];
    if (line->option != UINT32_MAX) {
        return choice_has(choice, line->option);
    }
    return choice->answer.kind == ANSWER_SILENCE && choice->answer.silence == line->silence;
}

bool choice_unread(const struct choice *choice)
{
    return choice->answer.kind == ANSWER_NONE && !choice->wizard->steered &&
           wizard_hasty(choice->wizard, GLANCE_MS);
}

bool choice_undecided(const struct choice *choice)
{
    const struct wizard *wizard = choice->wizard;
    return wizard->at.item == wizard->session->form->keep && choice->answer.kind == ANSWER_NONE &&
           !wizard->steered;
}

bool choice_settled(const struct choice *choice)
{
    return choice->list.count > 0 && row_chosen(choice, choice->list.focus);
}

static const char *silence_text(const struct choice *choice, enum silence silence)
{
    struct quiet offers[QUIET_MAX];
    size_t count = quiet_offers(choice->wizard, choice->item, offers);
    for (size_t i = 0; i < count; i++) {
        if (offers[i].silence == silence) {
            return offers[i].text;
        }
    }
    return "";
}

// A place that is marked, with its strength and kind.
static const char *place_text(struct choice *choice, uint32_t option)
{
    struct buffer words;
    buffer_init(&words, LIMIT_TEXT);
    words_option(choice->item, &choice->answer, option, &words);
    snprintf(choice->line, sizeof(choice->line), "%s", words.bytes);
    buffer_clear(&words);
    return choice->line;
}

static struct list_row row_of(void *context, size_t row)
{
    struct choice *choice = context;
    const struct choice_row *line = &choice->rows[row];
    bool chosen = row_chosen(choice, row);
    struct list_row out = {.key = line->key, .role = ROLE_NORMAL};
    if (line->option == UINT32_MAX) {
        out.text = silence_text(choice, line->silence);
        out.mark = chosen ? "(x)" : "";
        out.gap = row > 0 && choice->rows[row - 1].option != UINT32_MAX;
        return out;
    }
    out.text = choice->item->type == ITEM_BODY && choice->many && chosen
                   ? place_text(choice, line->option)
                   : option_of(choice, line->option)->text;
    if (choice->many) {
        out.mark = chosen ? "[x]" : "[ ]";
    } else {
        out.mark = chosen ? "(x)" : "";
    }
    return out;
}

static void add_row(struct choice *choice, uint32_t option, enum silence silence, const char *key)
{
    struct choice_row *row = &choice->rows[choice->list.count++];
    *row = (struct choice_row){.option = option, .silence = silence};
    snprintf(row->key, sizeof(row->key), "%s", key);
}

static void add_rows(struct choice *choice, struct wizard *wizard)
{
    struct offer offered[LIMIT_OPTIONS];
    size_t all = offer_list(wizard_answers(wizard), wizard->session->form, wizard->at.item,
                            wizard->at.entry, &choice->answer, offered);
    char key[8];
    for (size_t i = 0; i < all; i++) {
        snprintf(key, sizeof(key), "%u", offered[i].number % 10000);
        add_row(choice, offered[i].option, SILENCE_NOT, key);
    }
    struct quiet offers[QUIET_MAX];
    size_t count = quiet_offers(wizard, choice->item, offers);
    for (size_t i = 0; i < count; i++) {
        char letter[2] = {offers[i].letter, '\0'};
        add_row(choice, UINT32_MAX, offers[i].silence, letter);
    }
}

// One of the places marked before, that is not marked any more: it is no answer to show.
static void drop_stale(struct choice *choice)
{
    const struct wizard *wizard = choice->wizard;
    if (!choice->many && choice->answer.kind == ANSWER_VALUE &&
        !offer_has(wizard_answers(wizard), choice->item, wizard->at.entry,
                   choice->answer.as.code)) {
        answer_clear(&choice->answer);
        choice->answer = (struct answer){.kind = ANSWER_NONE};
    }
}

void choice_init(struct choice *choice, struct wizard *wizard)
{
    enum { OTHER_GRAPHEMES = 200, OTHER_BYTES = 1000 };
    const struct form_item *item = wizard_item(wizard);
    *choice = (struct choice){.item = item, .wizard = wizard};
    choice->many = item->type == ITEM_MANY || (item->type == ITEM_BODY && !item->single);
    const struct answer *kept = act_kept(wizard);
    const struct answer *given = wizard_given(wizard);
    choice->touched = kept != NULL;
    answer_copy(&choice->answer, kept != NULL ? kept : given);
    drop_stale(choice);
    choice->rows = view_take(CHOICE_ROWS * sizeof *choice->rows);
    list_init(&choice->list, row_of, choice, wizard->canvas.width);
    add_rows(choice, wizard);
    edit_init(&choice->other, false, OTHER_GRAPHEMES, OTHER_BYTES, wizard->canvas.width);
    list_focus(&choice->list, 0);
    for (size_t i = 0; i < choice->list.count; i++) {
        if (row_chosen(choice, i)) {
            choice->list.focus = i;
            break;
        }
    }
}

void choice_clear(struct choice *choice)
{
    list_clear(&choice->list);
    edit_clear(&choice->other);
    answer_clear(&choice->answer);
    answer_clear(&choice->before);
    answer_clear(&choice->snapshot);
    free(choice->rows);
}

static uint32_t marks_of(const struct answer *answer, bool many)
{
    if (answer->kind != ANSWER_VALUE) {
        return 0;
    }
    return many ? set_count(answer->as.set->chosen) : 1;
}

static void say_undo(struct wizard *wizard, uint32_t cleared)
{
    if (cleared == 1) {
        wizard_say(wizard, "Cleared 1 mark. U brings it back.");
    } else if (cleared > 1) {
        wizard_say(wizard, "Cleared %u marks. U brings them back.", cleared);
    }
}

static void say_cleared(struct wizard *wizard, struct choice *choice, struct answer *before,
                        uint32_t cleared)
{
    if (cleared == 0) {
        answer_clear(before);
        choice->can_undo = false;
        return;
    }
    answer_clear(&choice->before);
    choice->before = *before;
    choice->can_undo = true;
    say_undo(wizard, cleared);
}

static void set_option(struct wizard *wizard, struct choice *choice, uint32_t option, bool on)
{
    struct answer before;
    answer_copy(&before, &choice->answer);
    if (!choice->many) {
        char *text = choice->answer.text;
        choice->answer.text = NULL;
        answer_clear(&choice->answer);
        choice->answer = answer_code(option);
        choice->answer.text = text;
        answer_clear(&before);
        return;
    }
    if (choice->answer.kind != ANSWER_VALUE) {
        answer_clear(&choice->answer);
        choice->answer = answer_empty_set();
    }
    uint32_t cleared = answer_choose(&choice->answer, choice->item->options, option, on);
    say_cleared(wizard, choice, &before, cleared);
}

void choice_set(struct wizard *wizard, struct choice *choice, size_t row)
{
    const struct choice_row *line = &choice->rows[row];
    choice->touched = true;
    if (line->option != UINT32_MAX) {
        set_option(wizard, choice, line->option, true);
        return;
    }
    if (row_chosen(choice, row)) { // said twice: what it cleared can still be brought back
        say_undo(wizard, choice->can_undo ? marks_of(&choice->before, choice->many) : 0);
        return;
    }
    struct answer before = choice->answer;
    uint32_t cleared = choice->many ? marks_of(&before, true) : 0;
    choice->answer = answer_silence(line->silence);
    say_cleared(wizard, choice, &before, cleared);
}

void choice_toggle(struct wizard *wizard, struct choice *choice, size_t row)
{
    if (choice->list.count == 0) {
        return;
    }
    uint32_t option = choice->rows[row].option;
    if (choice->many && option != UINT32_MAX && choice_has(choice, option)) {
        choice->touched = true;
        set_option(wizard, choice, option, false);
        return;
    }
    choice_set(wizard, choice, row);
}

// Two lines may have been meant: that the first is not marked after all must not go unseen.
static void say_number(struct wizard *wizard, const struct choice *choice)
{
    const char *digits = choice->list.digits;
    if (choice->many && wizard->notice.length == 0) {
        wizard_say(wizard, "Line %s. For %c and also %s, wait a moment between.", digits, digits[0],
                   digits + 1);
    }
}

void choice_digit(struct wizard *wizard, struct choice *choice, size_t row)
{
    bool goes_on = strlen(choice->list.digits) > 1;
    if (goes_on) {
        answer_clear(&choice->answer);
        choice->answer = choice->snapshot;
        choice->snapshot = (struct answer){.kind = ANSWER_NONE};
        choice->can_undo = false;
        buffer_reset(&wizard->notice);
    }
    answer_clear(&choice->snapshot);
    answer_copy(&choice->snapshot, &choice->answer);
    choice_toggle(wizard, choice, row);
    if (goes_on) {
        say_number(wizard, choice);
    }
}

void choice_undo(struct choice *choice)
{
    answer_clear(&choice->answer);
    choice->answer = choice->before;
    choice->before = (struct answer){.kind = ANSWER_NONE};
    choice->can_undo = false;
}

void choice_say(struct choice *choice)
{
    if (choice->answer.kind != ANSWER_VALUE) {
        return;
    }
    wipe_text(choice->answer.text);
    choice->answer.text = NULL;
    if (choice->other.length > 0) {
        choice->answer.text = view_take(choice->other.length + 1);
        memcpy(choice->answer.text, choice->other.bytes, choice->other.length);
    }
    choice->touched = true;
}

size_t choice_row_of_key(const struct choice *choice, const struct key *key)
{
    enum silence offered = quiet_key(choice->wizard, key, false);
    enum silence meant = offered != SILENCE_NOT ? offered : quiet_meant(key);
    const struct form_options *options = choice->item->options;
    for (size_t i = 0; i < choice->list.count && meant != SILENCE_NOT; i++) {
        const struct choice_row *row = &choice->rows[i];
        if (row->option == UINT32_MAX ? row->silence == meant
                                      : options->list[row->option].silence == (uint8_t)meant) {
            return i;
        }
    }
    return SIZE_MAX;
}

size_t choice_row_of_option(const struct choice *choice, uint32_t option)
{
    for (size_t i = 0; i < choice->list.count; i++) {
        if (choice->rows[i].option == option) {
            return i;
        }
    }
    return SIZE_MAX;
}

size_t choice_row_of_code(const struct choice *choice, const char *code)
{
    uint32_t option = form_option(choice->item->options, code);
    return option == UINT32_MAX ? SIZE_MAX : choice_row_of_option(choice, option);
}
