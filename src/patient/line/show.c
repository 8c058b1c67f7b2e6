// A question as lines: where we are, the question, its numbered answers, and what else may be
// typed.
#include "interview/words.h"
#include "patient/example.h"
#include "patient/line/face.h"

#include <string.h>

void show_section(struct face *face, struct interview_at at)
{
    if (at.section >= face->session->form->section_count || at.section == face->section) {
        return;
    }
    face->section = at.section;
    struct buffer title = face_fill(face, face->session->form->sections[at.section].title, 0);
    face_print(face, "\n");
    face_say(face, "== %s, part %u of %u%s ==", title.bytes, (unsigned)at.section_number,
             (unsigned)at.section_count, face->setup->practice ? " (practice)" : "");
    buffer_clear(&title);
}

// The heading of a group, once; and which entry of a list this is about.
static void show_group(struct face *face, struct interview_at at)
{
    const struct form *form = face->session->form;
    uint32_t parent = face_item(face, at)->parent;
    if (parent == face->group && at.entry == face->group_entry) {
        return;
    }
    face->group = parent;
    face->group_entry = at.entry;
    if (parent == FORM_NO_ITEM) {
        return;
    }
    const struct form_item *group = &form->items[parent];
    if (group->type == ITEM_REPEAT) {
        face_print(face, "\n");
        face_say(face, "-- %s %u --", group->entry_name != NULL ? group->entry_name : "Entry",
                 (unsigned)at.entry + 1);
    } else if (group->text != NULL && group->text[0] != '\0') {
        face_print(face, "\n");
        face_filled(face, group->text, at.entry);
    }
}

void show_options(struct face *face, struct interview_at at)
{
    const struct form_options *options = face_item(face, at)->options;
    struct offer offers[LIMIT_OPTIONS];
    size_t count = choose_list(face, at, offers);
    for (size_t i = 0; i < count; i++) {
        struct buffer text = face_fill(face, options->list[offers[i].option].text, at.entry);
        face_numbered(face, offers[i].number, text.bytes);
        buffer_clear(&text);
    }
}

static void show_scale(struct face *face, const struct form_item *item)
{
    long least = (long)(item->min / DECIMAL_ONE), most = (long)(item->max / DECIMAL_ONE);
    if (item->label_count > 0) {
        for (uint32_t i = 0; i < item->label_count; i++) {
            face_print(face, "%3ld  ", least + (long)i);
            face_text(face, item->labels[i], 5);
        }
        return;
    }
    if (item->low != NULL) {
        face_print(face, "%3ld  ", least);
        face_text(face, item->low, 5);
    }
    if (item->high != NULL) {
        face_print(face, "%3ld  ", most);
        face_text(face, item->high, 5);
    }
    face_say(face, "Type a number from %ld to %ld.", least, most);
}

static void show_units(struct face *face, const struct form_item *item)
{
    struct buffer line;
    buffer_init(&line, LIMIT_TEXT);
    buffer_text(&line,
                item->unit_count > 1 ? "Type a number and one of these: " : "Type a number, in ");
    for (uint32_t i = 0; i < item->unit_count; i++) {
        buffer_print(&line, "%s%s", i > 0 ? ", " : "", item->units[i].text);
    }
    buffer_char(&line, '.');
    face_text(face, line.bytes, 0);
    buffer_clear(&line);
}

static void show_example(struct face *face, const struct form_item *item)
{
    struct buffer line;
    buffer_init(&line, LIMIT_TEXT);
    example_words(item, &line);
    if (line.length > 0) {
        face_text(face, line.bytes, 0);
    }
    buffer_clear(&line);
}

static void show_suggests(struct face *face, const struct form_item *item)
{
    struct buffer line;
    buffer_init(&line, LIMIT_TEXT);
    for (uint32_t i = 0; i < item->suggest_count; i++) {
        buffer_print(&line, "%s%s", i == 0 ? "For example: " : ", ", item->suggests[i]);
    }
    if (line.length > 0) {
        face_text(face, line.bytes, 0);
    }
    buffer_clear(&line);
}

static void show_how(struct face *face, struct interview_at at)
{
    const struct form_item *item = face_item(face, at);
    switch (item->type) {
    case ITEM_YESNO:
    case ITEM_ONE:
        show_options(face, at);
        break;
    case ITEM_MANY:
        show_options(face, at);
        face_say(face, "You may give more than one number, like 1 3.");
        break;
    case ITEM_BODY:
        chart_how(face, at);
        break;
    case ITEM_SCALE:
        show_scale(face, item);
        break;
    case ITEM_QUANTITY:
        show_units(face, item);
        break;
    case ITEM_LONGTEXT:
        face_say(face, "You may type several lines. An empty line ends your answer.");
        break;
    default:
        show_example(face, item);
        break;
    }
    show_suggests(face, item);
}

// What Enter alone takes: the answer given before, else what was half typed, else the form's start.
static void show_standing(struct face *face, struct interview_at at)
{
    const struct form_item *item = face_item(face, at);
    const char *typed = interview_typed(face->session->interview, at.item, at.entry);
    struct buffer words;
    buffer_init(&words, LIMIT_ANSWER * 2);
    const struct answer *given = face_given(face, at);
    if (given->kind != ANSWER_NONE &&
        !(given->kind == ANSWER_SILENCE && given->silence == SILENCE_SKIPPED)) {
        if (item->private_) {
            buffer_text(&words, "You have answered this (private). Enter keeps it.");
        } else {
            buffer_text(&words, "Your answer: ");
            words_answer(face_answers(face), at.item, at.entry, &words);
            buffer_text(&words, ". Enter keeps it.");
        }
    } else if (typed != NULL && typed[0] != '\0' && !item->private_) {
        buffer_print(&words, "You had begun: \"%s\". Enter takes it, or type it anew.", typed);
    } else if (item->start != NULL && item->start[0] != '\0') {
        buffer_print(&words, "Enter takes: %s", item->start);
    }
    if (words.length > 0) {
        face_text(face, words.bytes, 0);
    }
    buffer_clear(&words);
}

void show_ways(struct face *face, const struct form_item *item)
{
    struct buffer line;
    buffer_init(&line, LIMIT_TEXT);
    buffer_text(&line, item->offer_dont_know ? " :dontknow" : "");
    buffer_text(&line, item->offer_declined ? " :declined" : "");
    buffer_text(&line, item->required ? "" : " :skip");
    buffer_text(&line, item->why != NULL ? " :why" : "");
    buffer_text(&line, " :back :help");
    face_say(face, "(or%s)", line.bytes);
    buffer_clear(&line);
}

void show_question(struct face *face, struct interview_at at)
{
    const struct form_item *item = face_item(face, at);
    show_section(face, at);
    show_group(face, at);
    face_print(face, "\n");
    face_filled(face, item->text, at.entry);
    if (item->hint != NULL) {
        face_filled(face, item->hint, at.entry);
    }
    show_how(face, at);
    show_standing(face, at);
    show_ways(face, item);
}
