// A question the patient left open, answered by the therapist who asked it: by number, by marks, or
// typed. It is kept beside the patient's answer, signed, and never over it.
#include "interview/asked_again.h"
#include "interview/heard.h"
#include "interview/offer.h"
#include "interview/valid.h"
#include "interview/words.h"
#include "terminal/list.h"
#include "therapist/view.h"
#include "therapist/visit.h"

#include <stdio.h>
#include <stdlib.h>

enum { TYPED_MOST = 400 };

struct learn {
    struct therapist *desk;
    const struct form_item *item;
    struct offer *offers;   // of a coded question
    struct answer marked;   // of one with many answers
    struct list list;       // of the options
    struct edit edit;       // of everything else
    struct buffer question; // with its names filled in
    char key[12];           // of the row asked for last
    bool coded, many;
    bool chose; // with many answers: the therapist has marked something, or taken a mark away
};

static struct list_row option_row(void *context, size_t index)
{
    struct learn *learn = context;
    const struct offer *offer = &learn->offers[index];
    const struct form_option *option = &learn->item->options->list[offer->option];
    snprintf(learn->key, sizeof learn->key, "%u", (unsigned)offer->number);
    return (struct list_row){
        .key = learn->key,
        .mark = !learn->many                                           ? NULL
                : set_has(learn->marked.as.set->chosen, offer->option) ? "[x]"
                                                                       : "[ ]",
        .text = option->text,
        .role = ROLE_NORMAL,
    };
}

static void *learn_open(struct therapist *desk)
{
    struct learn *learn = therapist_take(sizeof *learn);
    const struct visit *visit = desk->visit;
    const struct form *form = visit->of->form;
    learn->desk = desk;
    learn->item = &form->items[desk->item];
    learn->coded = learn->item->options != NULL;
    learn->many = learn->item->value_type == VALUE_SET;
    if (learn->many) {
        // What the patient marked beside "Not sure" stays: it is shown as it will count.
        struct answer none = answer_empty_set();
        learn->marked = asked_again_both(visit->answers, desk->item, desk->entry, &none);
        answer_clear(&none);
    }
    buffer_init(&learn->question, LIMIT_TEXT + LIMIT_ANSWER);
    words_text(learn->item->text, visit->answers, desk->entry, visit->of->clinic, &learn->question);
    list_init(&learn->list, option_row, learn, desk->canvas.width);
    edit_init(&learn->edit, learn->item->type == ITEM_LONGTEXT, TYPED_MOST, (size_t)TYPED_MOST * 4,
              desk->canvas.width);
    if (learn->coded) {
        learn->offers = therapist_take(learn->item->options->count * sizeof *learn->offers);
        learn->list.count =
            offer_list(visit->both, form, desk->item, desk->entry, NULL, learn->offers);
    }
    return learn;
}

static void learn_close(void *state)
{
    struct learn *learn = state;
    answer_clear(&learn->marked);
    buffer_clear(&learn->question);
    list_clear(&learn->list);
    edit_clear(&learn->edit);
    free(learn->offers);
    free(learn);
}

static bool learn_typing(const void *state)
{
    const struct learn *learn = state;
    return !learn->coded || learn->list.searching;
}

// "I don't know" and the like are what the patient said already.
static const char *refused(const struct valid *valid)
{
    if (valid->text != NULL) {
        return valid->text;
    }
    switch (valid->reason) {
    case VALID_TOO_LOW:
        return "That is less than this question takes.";
    case VALID_TOO_HIGH:
        return "That is more than this question takes.";
    case VALID_PLACES:
        return "That is more exact than this question takes.";
    case VALID_PRECISION:
        return "This question wants a more exact date.";
    case VALID_OTHER_TEXT:
    case VALID_REQUIRED:
    case VALID_TOO_FEW:
        return "Nothing is chosen yet.";
    default:
        return "This question does not take that answer.";
    }
}

static void keep(struct learn *learn, const struct answer *answer)
{
    struct therapist *desk = learn->desk;
    struct valid valid = valid_answer(desk->visit->both, desk->item, desk->entry, answer);
    if (valid.verdict == VALID_STOP) {
        therapist_warn(desk, "%s", refused(&valid));
        return;
    }
    struct remark remark;
    const struct event event = {.kind = EVENT_ANSWER,
                                .item = desk->item,
                                .entry = desk->entry,
                                .confirmed = valid.verdict == VALID_WARN,
                                .answer = *answer};
    remark_init(&remark, REMARK_ANSWER);
    visit_weigh(desk->visit, &event, &remark);
    event_encode(&event, desk->visit->of->form, &remark.event);
    if (opening_remark(desk, &remark)) {
        therapist_say(desk, "Kept as your answer, beside the patient's. The findings are worked "
                            "out again with both.");
        therapist_back(desk);
    }
    remark_clear(&remark);
}

static void choose(struct learn *learn)
{
    if (learn->list.count == 0) {
        return;
    }
    uint32_t option = learn->offers[learn->list.focus].option;
    if (learn->many) {
        bool on = !set_has(learn->marked.as.set->chosen, option);
        (void)answer_choose(&learn->marked, learn->item->options, option, on);
        learn->chose = true;
    } else {
        struct answer answer = answer_code(option);
        keep(learn, &answer);
        answer_clear(&answer);
    }
}

static void hear(struct learn *learn)
{
    struct therapist *desk = learn->desk;
    struct therapist_when when;
    struct form_item as = *learn->item;
    struct answer answer = {.kind = ANSWER_NONE};
    // "3 weeks ago" is said on the day it is asked; a scale is typed as the number it is.
    desk->setup->when(desk->setup->context, therapist_now(desk), &when);
    as.type = as.type == ITEM_SCALE ? ITEM_INTEGER : as.type;
    const struct heard_today today = {.day = when.day, .known = true};
    enum heard result =
        heard_typed(&as, learn->edit.bytes, UINT8_MAX, today, desk->setup->month_first, &answer);
    if (result == HEARD_EMPTY) {
        therapist_say(desk, "Type what you were told, then press Enter.");
    } else if (result != HEARD_OK) {
        therapist_warn(desk, "%s", heard_help(result));
    } else {
        keep(learn, &answer);
    }
    answer_clear(&answer);
}

static void learn_draw(struct therapist *desk, void *state, const struct frame *frame)
{
    struct learn *learn = state;
    struct rect area = frame_record(desk, frame, "your answer");
    struct rect head = area;
    head.columns = frame->measure;
    head.rows = area.rows > 5 ? area.rows - 4 : area.rows / 2;
    int rows = draw_paragraph(&desk->canvas, head, ROLE_STRONG, learn->question.bytes);
    area = rect_below(area, rows < head.rows ? rows : head.rows);
    area = area.rows > 4 ? rect_below(area, 1) : area;
    area.columns = frame->measure;
    if (learn->coded) {
        list_draw(&learn->list, &desk->canvas, area, &desk->scratch);
        if (learn->list.searching) {
            list_search_draw(&learn->list, &desk->canvas, frame->notice,
                             list_search_misses(&learn->list));
            list_search_footer(&desk->canvas, frame);
            return;
        }
        static const struct hint hints[2][2] = {{{"Enter", "choose"}, {"/", "find"}},
                                                {{"Space", "mark"}, {"Enter", "keep"}}};
        frame_footer(desk, frame, hints[learn->many], 2);
        return;
    }
    canvas_text(&desk->canvas, area.row, area.column, ROLE_NORMAL, ">");
    struct rect field = {area.row, area.column + 2, area.rows, area.columns - 2};
    if (learn->item->type == ITEM_LONGTEXT) {
        draw_text_area(&desk->canvas, field, &learn->edit);
    } else {
        draw_field(&desk->canvas, field, &learn->edit, NULL);
    }
    static const struct hint hints[] = {{"Enter", "keep"}};
    frame_footer(desk, frame, hints, 1);
}

static bool options_key(struct learn *learn, const struct key *key)
{
    if (list_search_key(&learn->list, key) || list_key(&learn->list, key)) {
        return true;
    }
    if (list_digit(&learn->list, key, loop_now(learn->desk->setup->loop)) != SIZE_MAX ||
        key_is(key, ' ')) {
        // A digit alone keeps nothing: what is signed is chosen by Enter.
        if (learn->many) {
            choose(learn);
        }
        return true;
    }
    if (key->press != PRESS_ENTER) {
        return false;
    }
    if (!learn->many) {
        choose(learn);
    } else if (learn->chose) {
        keep(learn, &learn->marked);
    } else {
        // Enter alone must not say that what the patient marked is all there is.
        therapist_say(learn->desk, "Nothing is chosen yet.");
    }
    return true;
}

static bool learn_key(struct therapist *desk, void *state, const struct key *key)
{
    struct learn *learn = state;
    (void)desk;
    if (learn->coded) {
        return options_key(learn, key);
    }
    if (key->press == PRESS_ENTER) {
        hear(learn);
        return true;
    }
    return edit_key(&learn->edit, key) != EDIT_IGNORED;
}

// The record may have been answered by another therapist meanwhile.
static void learn_news(struct therapist *desk, void *state)
{
    struct learn *learn = state;
    if (learn->coded && desk->visit != NULL) {
        size_t count = offer_list(desk->visit->both, desk->visit->of->form, desk->item, desk->entry,
                                  NULL, learn->offers);
        learn->list.count = count;
        learn->list.focus = learn->list.focus < count ? learn->list.focus : 0;
    }
}

const struct view_kind at_learn = {.open = learn_open,
                                   .close = learn_close,
                                   .draw = learn_draw,
                                   .key = learn_key,
                                   .typing = learn_typing,
                                   .news = learn_news};
