// The conversation. Every event is judged first, without changing anything, and then done, which
// cannot fail; so a refused event leaves no trace and an accepted one may be kept before it is
// done.

#include "interview/carried.h"
#include "interview/interview_part.h"

#include "base/ensure.h"
#include "base/text.h"
#include "interview/memory.h"

#include <stdlib.h>
#include <string.h>

struct interview *interview_new(const struct answers_setup *setup)
{
    struct interview *iv = memory_take(1, sizeof *iv);
    iv->form = setup->form;
    iv->answers = answers_new(setup);
    iv->last_answered.item = FORM_NO_ITEM;
    iv->at = way_first(iv->answers);
    iv->phase = stop_exists(iv->at) ? PHASE_ASKING : PHASE_REVIEW;
    return iv;
}

void interview_free(struct interview *iv)
{
    if (iv == NULL) {
        return;
    }
    for (size_t i = 0; i < iv->trail_count; i++) {
        event_clear(&iv->trail[i]);
    }
    beside_clear(&iv->beside);
    free(iv->carried);
    free(iv->trail);
    answers_free(iv->answers);
    free(iv);
}

static struct valid accepted(void)
{
    return (struct valid){.verdict = VALID_YES, .item = FORM_NO_ITEM};
}

static struct valid refused(enum valid_reason reason)
{
    return (struct valid){.verdict = VALID_STOP, .reason = reason, .item = FORM_NO_ITEM};
}

static struct valid asking(const struct interview *iv)
{
    return iv->phase == PHASE_ASKING ? accepted() : refused(VALID_NOT_NOW);
}

struct valid interview_judge(struct interview *iv, uint32_t item, uint32_t entry,
                             const struct answer *answer)
{
    struct answer plain = answer_plain(&iv->form->items[item], answer);
    struct valid valid = valid_answer(iv->answers, item, entry, &plain);
    answer_clear(&plain);
    return valid;
}

static struct valid may_answer(struct interview *iv, const struct event *event)
{
    if (iv->phase != PHASE_ASKING || event->item != iv->at.item || event->entry != iv->at.entry) {
        return refused(VALID_NOT_NOW);
    }
    const struct form_item *it = &iv->form->items[event->item];
    // A list is completed by reading on; only a silence about the whole of it is an answer.
    bool silent_list = it->type == ITEM_REPEAT && event->answer.kind == ANSWER_SILENCE &&
                       answers_entries(iv->answers, event->item) == 0;
    if (!form_is_question(it) && !silent_list) {
        return refused(VALID_NOT_NOW);
    }
    struct valid valid = interview_judge(iv, event->item, event->entry, &event->answer);
    if (valid.verdict == VALID_WARN && event->confirmed) {
        valid.verdict = VALID_YES;
    }
    return valid;
}

static struct valid may_read(struct interview *iv, const struct event *event)
{
    if (iv->phase != PHASE_ASKING || event->item != iv->at.item) {
        return refused(VALID_NOT_NOW);
    }
    const struct form_item *it = &iv->form->items[event->item];
    if (it->type == ITEM_NOTE) {
        return accepted();
    }
    if (it->type != ITEM_REPEAT) {
        return refused(VALID_NOT_NOW);
    }
    struct answer complete = answer_number(decimal_of(answers_entries(iv->answers, event->item)));
    struct valid valid = valid_answer(iv->answers, event->item, 0, &complete);
    if (valid.verdict == VALID_WARN && event->confirmed) {
        valid.verdict = VALID_YES;
    }
    return valid;
}

static struct valid may_back(const struct interview *iv)
{
    if (iv->phase == PHASE_REVIEW) {
        return stop_exists(carried_backward(iv, way_last(iv->answers))) ? accepted()
                                                                        : refused(VALID_NOT_NOW);
    }
    if (iv->phase != PHASE_ASKING) {
        return refused(VALID_NOT_NOW);
    }
    bool somewhere =
        iv->from_review || stop_exists(carried_backward(iv, way_previous(iv->answers, iv->at)));
    return somewhere ? accepted() : refused(VALID_NOT_NOW);
}

static struct valid may_go(const struct interview *iv, const struct event *event)
{
    struct valid owed = accepted();
    bool review = event->item == FORM_NO_ITEM;
    struct stop target = {event->item, event->entry};
    if ((iv->phase != PHASE_ASKING && iv->phase != PHASE_REVIEW) ||
        (!review && !way_is_stop(iv->answers, target))) {
        return refused(VALID_NOT_NOW);
    }
    if (iv->phase == PHASE_REVIEW || iv->from_review) {
        return accepted();
    }
    uint32_t before = iv->form->asked_end;
    if (!review) {
        uint32_t repeat = way_repeat(iv->form, event->item);
        before = repeat == FORM_NO_ITEM ? event->item : repeat;
    }
    return stop_exists(way_owed(iv->answers, 0, before, &owed)) ? owed : accepted();
}

// Are we at this repeat, or in one of its entries?
static bool at_repeat(const struct interview *iv, uint32_t repeat)
{
    return iv->phase == PHASE_ASKING && repeat < iv->form->asked_end &&
           iv->form->items[repeat].type == ITEM_REPEAT &&
           iv->form->items[iv->at.item].repeat == repeat;
}

static struct valid may_add(const struct interview *iv, const struct event *event)
{
    if (!at_repeat(iv, event->item)) {
        return refused(VALID_NOT_NOW);
    }
    uint32_t most = answers_entries_most(iv->form, event->item);
    if (answers_entries(iv->answers, event->item) < most) {
        return accepted();
    }
    struct valid valid = refused(VALID_TOO_MANY);
    valid.has_limit = true;
    valid.limit = decimal_of(most);
    valid.item = event->item;
    return valid;
}

// Marks may be unfinished in every way, but a step that a scale does not have is no mark.
static struct valid may_mark(struct interview *iv, const struct event *event)
{
    if (!answers_asks(iv->answers, event->item, event->entry) || iv->phase != PHASE_ASKING) {
        return refused(VALID_NOT_NOW);
    }
    if (event->answer.kind == ANSWER_VALUE &&
        iv->form->items[event->item].value_type == VALUE_NUMBER) {
        struct valid valid = interview_judge(iv, event->item, event->entry, &event->answer);
        return valid.verdict == VALID_STOP ? valid : accepted();
    }
    return accepted();
}

static struct valid may_finish(const struct interview *iv)
{
    struct valid owed = accepted();
    if (iv->phase != PHASE_REVIEW) {
        return refused(VALID_NOT_NOW);
    }
    bool owes = stop_exists(way_owed(iv->answers, 0, iv->form->asked_end, &owed));
    return owes ? owed : accepted();
}

static bool is_text(const char *text)
{
    size_t length = text == NULL ? 0 : strlen(text);
    return length <= LIMIT_ANSWER && (length == 0 || text_valid(text, length) == length);
}

static struct valid may_do(struct interview *iv, const struct event *event)
{
    if (iv->phase == PHASE_FINISHED) {
        return refused(VALID_NOT_NOW);
    }
    // What could not be read back must not be kept.
    if (!is_text(event->text) || !is_text(event->text2) || !is_text(event->answer.text)) {
        return refused(VALID_TYPE);
    }
    switch (event->kind) {
    case EVENT_BEGIN:
        return iv->trail_count == 0 ? accepted() : refused(VALID_NOT_NOW);
    case EVENT_ANSWER:
        return may_answer(iv, event);
    case EVENT_READ:
        return may_read(iv, event);
    case EVENT_BACK:
        return may_back(iv);
    case EVENT_GO:
        return may_go(iv, event);
    case EVENT_ADD:
        return may_add(iv, event);
    case EVENT_REMOVE:
        return at_repeat(iv, event->item) &&
                       event->entry < answers_entries(iv->answers, event->item)
                   ? accepted()
                   : refused(VALID_NOT_NOW);
    case EVENT_INTERRUPT:
        return iv->phase == PHASE_ASKING || iv->phase == PHASE_REVIEW ? accepted()
                                                                      : refused(VALID_NOT_NOW);
    case EVENT_GO_ON:
        return iv->phase == PHASE_INTERRUPTED ? accepted() : refused(VALID_NOT_NOW);
    case EVENT_MARKED:
        return may_mark(iv, event);
    case EVENT_TYPED:
        return answers_asks(iv->answers, event->item, event->entry) ? asking(iv)
                                                                    : refused(VALID_NOT_NOW);
    case EVENT_PAUSE:
    case EVENT_RESUME:
        return accepted();
    case EVENT_FINISH:
        return may_finish(iv);
    case EVENT_CARRIED:
        return carried_may(iv, event);
    case EVENT_DAY:
        return interview_unbegun(iv) ? accepted() : refused(VALID_NOT_NOW);
    case EVENT_WITHHELD:
    case EVENT_KINDS:
        break;
    }
    return refused(VALID_NOT_NOW);
}

int interview_may(struct interview *iv, const struct event *event, struct valid *why)
{
    struct valid valid = may_do(iv, event);
    if (why != NULL) {
        *why = valid;
    }
    return valid.verdict == VALID_YES ? 0 : -1;
}

static void stand_at(struct interview *iv, struct stop at)
{
    iv->phase = PHASE_ASKING;
    iv->at = at;
}

static void to_review(struct interview *iv)
{
    iv->phase = PHASE_REVIEW;
    iv->from_review = false;
    iv->adding = false;
}

// Where to go after what is here was said.
static void advance(struct interview *iv)
{
    struct stop next = carried_onward(iv, way_next(iv->answers, iv->at));
    bool inside = way_repeat(iv->form, iv->at.item) != FORM_NO_ITEM;
    if (inside ? iv->adding || !iv->from_review : !iv->from_review && stop_exists(next)) {
        stand_at(iv, next);
        iv->adding = iv->adding && way_repeat(iv->form, next.item) != FORM_NO_ITEM;
        return;
    }
    iv->adding = false;
    struct stop owed = way_owed(iv->answers, 0, iv->form->asked_end, NULL);
    if (stop_exists(owed)) {
        iv->from_review = true;
        stand_at(iv, owed);
    } else {
        to_review(iv);
    }
}

static void do_back(struct interview *iv)
{
    if (iv->phase == PHASE_REVIEW) {
        stand_at(iv, carried_backward(iv, way_last(iv->answers)));
        return;
    }
    if (iv->from_review && !iv->adding) {
        to_review(iv);
        return;
    }
    stand_at(iv, carried_backward(iv, way_previous(iv->answers, iv->at)));
    iv->adding = iv->adding && way_repeat(iv->form, iv->at.item) != FORM_NO_ITEM;
}

static void do_go(struct interview *iv, const struct event *event)
{
    if (event->item == FORM_NO_ITEM) {
        to_review(iv);
        return;
    }
    iv->from_review = iv->from_review || iv->phase == PHASE_REVIEW;
    iv->adding = false;
    stand_at(iv, (struct stop){event->item, event->entry});
}

static void do_read(struct interview *iv)
{
    uint32_t item = iv->at.item;
    if (iv->form->items[item].type == ITEM_REPEAT) {
        // An entry that lacks something is completed before the list is left.
        struct stop owed = way_owed(iv->answers, item, iv->form->items[item].next, NULL);
        if (stop_exists(owed) && owed.item != item) {
            iv->adding = true;
            stand_at(iv, owed);
            return;
        }
        struct answer complete = answer_number(decimal_of(answers_entries(iv->answers, item)));
        answers_give(iv->answers, item, 0, &complete);
    }
    advance(iv);
}

static void do_add(struct interview *iv, uint32_t repeat)
{
    uint32_t entry = answers_entries(iv->answers, repeat);
    answers_add_entry(iv->answers, repeat);
    struct stop first = way_entry(iv->answers, repeat, entry);
    iv->adding = stop_exists(first);
    stand_at(iv, iv->adding ? first : (struct stop){repeat, 0});
}

static void do_remove(struct interview *iv, uint32_t repeat, uint32_t entry)
{
    answers_remove_entry(iv->answers, repeat, entry);
    beside_remove(&iv->beside, iv->form, repeat, entry);
    iv->adding = false;
    iv->last_answered.item = FORM_NO_ITEM;
    stand_at(iv, (struct stop){repeat, 0});
}

void interview_show(struct interview *iv, const struct event *event)
{
    if (event->text2 != NULL) {
        beside_show_list(&iv->beside, iv->answers, event->text2);
    } else {
        beside_show(&iv->beside, iv->answers, iv->last_answered.item, iv->last_answered.entry);
    }
}

static void do_interrupt(struct interview *iv, const struct event *event)
{
    iv->interrupted = iv->phase;
    iv->phase = PHASE_INTERRUPTED;
    interview_show(iv, event);
}

void interview_give(struct interview *iv, const struct event *event)
{
    carried_note(iv, event);
    struct answer plain = answer_plain(&iv->form->items[event->item], &event->answer);
    answers_give(iv->answers, event->item, event->entry, &plain);
    answer_clear(&plain);
    beside_settle(&iv->beside, event->item, event->entry);
    iv->last_answered = (struct stop){event->item, event->entry};
}

static void do_answer(struct interview *iv, const struct event *event)
{
    interview_give(iv, event);
    advance(iv);
}

// Before the patient has done anything: what is carried over is passed over.
static void stand_at_first(struct interview *iv)
{
    struct stop first = carried_onward(iv, way_first(iv->answers));
    if (stop_exists(first)) {
        stand_at(iv, first);
    } else {
        to_review(iv);
    }
}

static void do_carry(struct interview *iv, const struct event *event)
{
    interview_give(iv, event);
    stand_at_first(iv);
}

void interview_set_day(struct interview *iv, const struct event *event)
{
    answers_set_today(iv->answers, event->day_known, event->day);
}

static void do_event(struct interview *iv, const struct event *event)
{
    switch (event->kind) {
    case EVENT_ANSWER:
        do_answer(iv, event);
        break;
    case EVENT_CARRIED:
        do_carry(iv, event);
        break;
    case EVENT_DAY:
        interview_set_day(iv, event);
        stand_at_first(iv);
        break;
    case EVENT_READ:
        do_read(iv);
        break;
    case EVENT_BACK:
        do_back(iv);
        break;
    case EVENT_GO:
        do_go(iv, event);
        break;
    case EVENT_ADD:
        do_add(iv, event->item);
        break;
    case EVENT_REMOVE:
        do_remove(iv, event->item, event->entry);
        break;
    case EVENT_INTERRUPT:
        do_interrupt(iv, event);
        break;
    case EVENT_GO_ON:
        iv->phase = iv->interrupted;
        break;
    case EVENT_TYPED:
        beside_type(&iv->beside, event->item, event->entry, event->text);
        break;
    case EVENT_MARKED:
        beside_mark(&iv->beside, event->item, event->entry, &event->answer);
        break;
    case EVENT_FINISH:
        answers_end(iv->answers, true);
        iv->phase = PHASE_FINISHED;
        break;
    case EVENT_BEGIN:
    case EVENT_PAUSE:
    case EVENT_RESUME:
    case EVENT_WITHHELD:
    case EVENT_KINDS:
        break;
    }
    beside_watch(&iv->beside, iv->answers);
}

void interview_keep(struct interview *iv, const struct event *event)
{
    iv->trail = memory_grow(iv->trail, iv->trail_count, &iv->trail_capacity, sizeof *iv->trail);
    event_copy(&iv->trail[iv->trail_count++], event);
}

int interview_do(struct interview *iv, const struct event *event, struct valid *why)
{
    if (interview_may(iv, event, why) != 0) {
        return -1;
    }
    do_event(iv, event);
    interview_keep(iv, event);
    return 0;
}

// Does the section have something to ask, or may it still?
static bool section_asks(const struct interview *iv, const struct form_section *section)
{
    for (uint32_t item = section->first; item < section->next; item++) {
        const struct form_item *it = &iv->form->items[item];
        bool stop = form_is_question(it) || it->type == ITEM_NOTE || it->type == ITEM_REPEAT;
        if (stop && answers_applies(iv->answers, item, 0) != TRUTH_FALSE) {
            return true;
        }
    }
    return false;
}

struct interview_at interview_at(const struct interview *iv)
{
    struct interview_at at = {
        .phase = iv->phase,
        .item = iv->at.item,
        .entry = iv->at.entry,
        .from_review = iv->from_review,
    };
    bool past = iv->phase == PHASE_REVIEW || iv->phase == PHASE_FINISHED || !stop_exists(iv->at);
    at.section = past ? iv->form->section_count : iv->form->items[iv->at.item].section;
    for (uint32_t i = 0; i < iv->form->section_count; i++) {
        if (section_asks(iv, &iv->form->sections[i])) {
            at.section_count++;
            at.section_number += i <= at.section;
        }
    }
    return at;
}

const struct answers *interview_answers(const struct interview *iv)
{
    return iv->answers;
}

const struct answers *interview_end_answers(struct interview *iv)
{
    answers_end(iv->answers, true);
    return iv->answers;
}

uint32_t interview_section_start(const struct interview *iv, uint32_t section)
{
    ensure(section < iv->form->section_count);
    const struct form_section *of = &iv->form->sections[section];
    for (uint32_t item = of->first; item < of->next; item++) {
        if (way_repeat(iv->form, item) == FORM_NO_ITEM && iv->form->items[item].type != ITEM_NOTE &&
            way_is_stop(iv->answers, (struct stop){item, 0}) && !interview_carried(iv, item)) {
            return item;
        }
    }
    return FORM_NO_ITEM;
}

bool interview_may_jump(const struct interview *iv, uint32_t section)
{
    ensure(section < iv->form->section_count);
    uint32_t first = iv->form->sections[section].first;
    return !stop_exists(way_owed(iv->answers, 0, first, NULL));
}

const char *interview_typed(const struct interview *iv, uint32_t item, uint32_t entry)
{
    return beside_typed(&iv->beside, item, entry);
}

const struct answer *interview_marked(const struct interview *iv, uint32_t item, uint32_t entry)
{
    return beside_marked(&iv->beside, item, entry);
}

void interview_counts(const struct interview *iv, uint32_t *asked, uint32_t *settled)
{
    *asked = 0;
    *settled = 0;
    for (uint32_t item = 0; item < iv->form->asked_end; item++) {
        uint32_t entries = answers_times(iv->answers, item);
        for (uint32_t entry = 0; entry < entries; entry++) {
            if (form_is_question(&iv->form->items[item]) &&
                answers_applies(iv->answers, item, entry) == TRUTH_TRUE) {
                *asked += 1;
                *settled += answers_given(iv->answers, item, entry)->kind != ANSWER_NONE;
            }
        }
    }
}

bool interview_shown_then_changed(const struct interview *iv, uint32_t item, uint32_t entry)
{
    return beside_changed(&iv->beside, item, entry);
}

bool interview_changed(const struct interview *iv, size_t index, uint32_t *item, uint32_t *entry,
                       const struct answer **was)
{
    return beside_changed_at(&iv->beside, iv->form, index, item, entry, was);
}

const struct event *interview_trail(const struct interview *iv, size_t *count)
{
    *count = iv->trail_count;
    return iv->trail;
}
