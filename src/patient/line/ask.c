// One question: show it, read lines until an answer is accepted or a command leads elsewhere.
#include "base/ensure.h"
#include "base/text.h"
#include "interview/heard.h"
#include "interview/words.h"
#include "patient/line/face.h"

#include <stdlib.h>
#include <string.h>

// "Please say" for an option that asks for it. False: leaving, or nothing was said.
static bool ask_other(struct face *face, struct interview_at at, struct answer *answer)
{
    const struct form_item *item = face_item(face, at);
    if (!answer_has_other(item, answer) || answer->text != NULL) {
        return true;
    }
    face_text(face, "Please say in a few words what it is.", 0);
    if (!face_read(face, "> ", item->private_)) {
        return false;
    }
    if (face->line.length == 0 || command_is(face->line.bytes)) {
        face_text(face, "Please answer again.", 0);
        return false;
    }
    struct answer text = answer_text(face->line.bytes, face->line.length);
    answer->text = text.text;
    return true;
}

// Reads what was typed into *out. False after saying why not.
static bool take_choice(struct face *face, struct interview_at at, struct answer *out)
{
    uint32_t options[LIMIT_OPTIONS];
    size_t count = choose_read(face, at, options, 2);
    if (count > 1) {
        face_text(face, "Please choose one answer only.", 0);
        return false;
    }
    if (count == 1) {
        *out = answer_code(options[0]);
    }
    return count == 1;
}

static bool take_choices(struct face *face, struct interview_at at, struct answer *out)
{
    const struct form_options *list = face_item(face, at)->options;
    uint32_t options[LIMIT_OPTIONS];
    size_t count = choose_read(face, at, options, LIMIT_OPTIONS);
    if (count == 0) {
        return false;
    }
    *out = answer_empty_set();
    for (size_t i = 0; i < count; i++) {
        if (answer_choose(out, list, options[i], true) > 0) {
            // Never guessed which of them was meant.
            for (size_t j = 0; j <= i; j++) {
                if (list->list[options[j]].exclusive) {
                    face_say(face,
                             "\"%s\" cannot go with another answer. Please choose "
                             "again.",
                             list->list[options[j]].text);
                    break;
                }
            }
            answer_clear(out);
            return false;
        }
    }
    return true;
}

static bool take_typed(struct face *face, struct interview_at at, const char *text,
                       struct answer *out)
{
    const char *country = face->session->clinic != NULL ? face->session->clinic->country : NULL;
    bool month_first = country != NULL && strcmp(country, "US") == 0;
    struct heard_today today;
    today.known = interview_day(face->session->interview, &today.day);
    today.day = face->setup->today;
    enum heard result = heard_typed(face_item(face, at), text, UINT8_MAX, today, month_first, out);
    if (result != HEARD_OK) {
        face_text(face, heard_help(result), 0);
    }
    return result == HEARD_OK;
}

// Several lines until an empty one; they are kept as half typed if the input ends between.
static bool read_lines(struct face *face, struct interview_at at)
{
    struct buffer text;
    buffer_init(&text, LIMIT_ANSWER);
    bool going_on = true;
    while (face->line.length > 0) {
        if (text.length > 0) {
            buffer_char(&text, '\n');
        }
        buffer_add(&text, face->line.bytes, face->line.length);
        going_on = face_read(face, "> ", face_item(face, at)->private_);
        if (!going_on || face->line.length == 0) {
            break;
        }
    }
    if (!going_on) {
        struct buffer last;
        buffer_init(&last, LIMIT_ANSWER);
        buffer_add(&last, face->half.bytes, face->half.length);
        buffer_reset(&face->half);
        buffer_add(&face->half, text.bytes, text.length);
        buffer_text(&face->half, last.length > 0 ? "\n" : "");
        buffer_add(&face->half, last.bytes, last.length);
        buffer_clear(&last);
    } else {
        buffer_reset(&face->line);
        buffer_add(&face->line, text.bytes, text.length);
    }
    buffer_clear(&text);
    return going_on;
}

// Enter alone: keeps what was said, takes what was half typed or stands ready, else passes over.
static bool take_nothing(struct face *face, struct interview_at at, struct answer *out)
{
    const struct form_item *item = face_item(face, at);
    const struct answer *given = face_given(face, at);
    const char *typed = interview_typed(face->session->interview, at.item, at.entry);
    if (given->kind != ANSWER_NONE) {
        answer_copy(out, given);
        return true;
    }
    bool by_typing = item->options == NULL;
    if (by_typing && typed != NULL && typed[0] != '\0' && !item->private_) {
        return take_typed(face, at, typed, out);
    }
    if (by_typing && item->start != NULL && item->start[0] != '\0') {
        return take_typed(face, at, item->start, out);
    }
    *out = (struct answer){.kind = ANSWER_NONE};
    return true;
}

static bool take_line(struct face *face, struct interview_at at, struct answer *out)
{
    const struct form_item *item = face_item(face, at);
    if (face->line.length == 0) {
        return take_nothing(face, at, out);
    }
    switch (item->type) {
    case ITEM_YESNO:
    case ITEM_ONE:
        return take_choice(face, at, out);
    case ITEM_MANY:
        return take_choices(face, at, out);
    case ITEM_LONGTEXT:
        return read_lines(face, at) && take_typed(face, at, face->line.bytes, out);
    default:
        return take_typed(face, at, face->line.bytes, out);
    }
}

void ask_question(struct face *face, struct interview_at at)
{
    show_question(face, at);
    for (bool done = false; !done && face->leaving == FACE_STAY;) {
        if (!face_line(face, at)) {
            return;
        }
        struct answer answer = {.kind = ANSWER_NONE};
        if (take_line(face, at, &answer) && ask_other(face, at, &answer)) {
            done = face_answer(face, at, &answer);
        }
        answer_clear(&answer);
    }
}

static void show_entries(struct face *face, struct interview_at at)
{
    const struct form_item *item = face_item(face, at);
    uint32_t count = answers_entries(face_answers(face), at.item);
    for (uint32_t entry = 0; entry < count; entry++) {
        struct buffer words;
        buffer_init(&words, LIMIT_TEXT);
        for (uint32_t i = at.item + 1; i < item->next && words.length == 0; i++) {
            const struct form_item *first = &face->session->form->items[i];
            if (form_is_question(first) && first->private_) {
                buffer_text(&words, "answered (private)");
            } else if (form_is_question(first)) {
                words_answer(face_answers(face), i, entry, &words);
            }
        }
        face_numbered(face, entry + 1, words.length > 0 ? words.bytes : "(empty)");
        buffer_clear(&words);
    }
}

static void show_list(struct face *face, struct interview_at at)
{
    const struct form_item *item = face_item(face, at);
    const char *name = item->entry_name != NULL ? item->entry_name : "entry";
    uint32_t count = answers_entries(face_answers(face), at.item);
    show_section(face, at);
    face_print(face, "\n");
    face_filled(face, item->text, 0);
    if (item->hint != NULL) {
        face_filled(face, item->hint, 0);
    }
    show_entries(face, at);
    if (count == 0) {
        face_say(face, "Do you want to add one (%s)? Type y for yes, or n for no.", name);
        show_ways(face, item);
        return;
    }
    face_say(face, "Add another (%s)? Type y for yes, or n for no.", name);
    face_text(face,
              "To change one, type its number. To take one away, type a minus and its "
              "number, like -1.",
              0);
}

// Goes to the first question of an entry.
static bool go_entry(struct face *face, struct interview_at at, uint32_t entry)
{
    const struct form_item *item = face_item(face, at);
    for (uint32_t i = at.item + 1; i < item->next; i++) {
        struct event event = {.kind = EVENT_GO, .item = i, .entry = entry};
        if (face_do(face, &event, NULL) == 0) {
            return true;
        }
    }
    return false;
}

// One line at a list. True: the interview is somewhere else, or the list must be shown again.
static bool take_list_line(struct face *face, struct interview_at at)
{
    uint32_t count = answers_entries(face_answers(face), at.item);
    const char *typed = face->line.bytes;
    bool minus = typed[0] == '-';
    long number = choose_number(typed + (minus ? 1 : 0), strlen(typed + (minus ? 1 : 0)));
    char word[16];
    text_fold(typed, word, sizeof word);
    struct event event = {.item = at.item};
    if (number > 0 && (uint32_t)number <= count) {
        if (!minus) {
            return go_entry(face, at, (uint32_t)number - 1);
        }
        event.kind = EVENT_REMOVE;
        event.entry = (uint32_t)number - 1;
    } else if (strcmp(word, "y") == 0 || strcmp(word, "yes") == 0 || strcmp(word, "add") == 0) {
        event.kind = EVENT_ADD;
    } else if (strcmp(word, "n") == 0 || strcmp(word, "no") == 0 || word[0] == '\0') {
        event.kind = EVENT_READ;
    } else {
        face_text(face, "Please type y, n, or a number of the list.", 0);
        return false;
    }
    struct valid why;
    if (face_do(face, &event, &why) == 0) {
        return true;
    }
    if (face->leaving == FACE_STAY && why.verdict == VALID_WARN && why.text != NULL) {
        struct buffer words = face_fill(face, why.text, 0);
        event.confirmed = face_yes(face, words.bytes);
        buffer_clear(&words);
        return event.confirmed && face_do(face, &event, &why) == 0;
    }
    if (face->leaving == FACE_STAY) {
        face_refuse(face, face_item(face, at), &why);
    }
    return false;
}

void ask_list(struct face *face, struct interview_at at)
{
    show_list(face, at);
    while (face->leaving == FACE_STAY && face_line(face, at) && !take_list_line(face, at)) {
    }
}
