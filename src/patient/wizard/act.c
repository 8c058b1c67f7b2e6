// What the patient does, as events of the session. An event that cannot be saved, or that needs a
// "yes" first, is kept as `pending` and given again; nothing goes on before it is safe.

#include "patient/wizard/view.h"

#include "base/ensure.h"
#include "interview/words.h"
#include "patient/refusal.h"
#include "patient/wizard/understood.h"

#include <stdlib.h>
#include <string.h>

// None of these events has a text of its own: half-typed words are never pending.
static void keep_pending(struct wizard *wizard, const struct event *event, enum wizard_after after)
{
    struct event copy = *event;
    answer_copy(&copy.answer, &event->answer);
    answer_clear(&wizard->pending.answer);
    wizard->pending = copy;
    wizard->pending_after = after;
}

const struct answer *act_kept(const struct wizard *wizard)
{
    return interview_marked(wizard->session->interview, wizard->at.item, wizard->at.entry);
}

// What was answered is safe already; until it is a record the patient is not told that all is done.
void act_hand_over(struct wizard *wizard)
{
    const struct wizard_setup *setup = wizard->setup;
    if (setup->hand_over != NULL && !setup->hand_over(setup->context)) {
        wizard->stage = STAGE_HANDING;
        wizard->stale = true;
        return;
    }
    if (setup->finished != NULL) {
        setup->finished(setup->context);
    }
    wizard_next_stage(wizard);
}

// A pause ends the interview; in a kiosk the words that open it again are said first.
static void left(struct wizard *wizard)
{
    if (wizard->setup->kiosk) {
        wizard->stage = STAGE_KEPT;
        wizard->stale = true;
        return;
    }
    wizard->done = true;
    wizard->code = WIZARD_DRAFT;
}

static void accepted(struct wizard *wizard, const struct event *event, enum wizard_after after)
{
    if (event->kind == EVENT_FINISH) {
        act_hand_over(wizard);
    }
    if (event->kind == EVENT_GO_ON) {
        wizard->noted = false; // the next finding is another choice
    }
    if (after == AFTER_LEAVE) {
        left(wizard);
    }
    wizard->stale = wizard->stale || after == AFTER_ARRIVE;
}

// What is doubted stands above the doubt, unless it is a whole story.
static void say_doubt(struct wizard *wizard, uint32_t item, const struct answer *answer,
                      const char *warning)
{
    enum { SHORT = 80 };
    buffer_reset(&wizard->doubt);
    words_said(wizard->session->form, item, answer, &wizard->doubt);
    if (wizard->doubt.length <= SHORT) {
        buffer_text(&wizard->doubt, "\n\n");
    } else {
        buffer_reset(&wizard->doubt);
    }
    buffer_text(&wizard->doubt, warning != NULL ? page_words(wizard, warning) : "");
}

static void refused(struct wizard *wizard, const struct event *event, const struct valid *why,
                    enum wizard_after after)
{
    // A finish or a jump is refused for another question than the one on the screen.
    uint32_t about = why->item != FORM_NO_ITEM ? why->item : event->item;
    const struct form_item *item = about < wizard->session->form->item_count
                                       ? &wizard->session->form->items[about]
                                       : wizard_item(wizard);
    if (why->verdict == VALID_WARN && event->kind == EVENT_ANSWER && !event->confirmed) {
        keep_pending(wizard, event, after);
        say_doubt(wizard, about, &event->answer, why->text);
        wizard_over(wizard, &view_warn);
        return;
    }
    if (item == NULL || why->verdict != VALID_STOP || why->reason == VALID_NOT_NOW) {
        return;
    }
    if (event->kind == EVENT_FINISH || event->kind == EVENT_GO) {
        wizard->owed_item = about;
        wizard->owed_entry = why->entry;
        wizard_warn(wizard,
                    arena_print(&wizard->scratch, "This still needs an answer: %s", item->label));
        return;
    }
    struct buffer words;
    buffer_init(&words, LIMIT_TEXT);
    refusal_words(item, why, &words);
    wizard_warn(wizard, page_words(wizard, words.bytes));
    buffer_clear(&words);
}

// Who goes on after an urgent finding is noted before anything goes on; once, however often the
// event itself has to be given.
static bool note_going_on(struct wizard *wizard)
{
    const struct wizard_setup *setup = wizard->setup;
    if (!wizard->noted && setup->went_on != NULL) {
        wizard->noted = setup->went_on(setup->context, wizard->by_staff);
        return wizard->noted;
    }
    return true;
}

// 0 if it was accepted.
static int give(struct wizard *wizard, struct event *event, enum wizard_after after)
{
    struct valid why = {.verdict = VALID_YES, .item = FORM_NO_ITEM};
    if (event->kind == EVENT_GO_ON && !note_going_on(wizard)) {
        keep_pending(wizard, event, after);
        wizard_over(wizard, &view_disk);
        return -1;
    }
    if (session_do(wizard->session, event, &why) == 0) {
        accepted(wizard, event, after);
        return 0;
    }
    if (wizard->session->disk_trouble) {
        keep_pending(wizard, event, after);
        wizard_over(wizard, &view_disk);
        return -1;
    }
    refused(wizard, event, &why, after);
    return -1;
}

void act_again(struct wizard *wizard)
{
    if (wizard->pending.kind == EVENT_KINDS) {
        wizard_over(wizard, NULL);
        return;
    }
    struct event event = wizard->pending;
    wizard->pending = (struct event){.kind = EVENT_KINDS};
    if (wizard->over.kind == &view_warn) {
        event.confirmed = true;
    }
    wizard_over(wizard, NULL);
    give(wizard, &event, wizard->pending_after);
    answer_clear(&event.answer);
}

void act_answer(struct wizard *wizard, const struct answer *answer)
{
    struct event event = {.kind = EVENT_ANSWER,
                          .item = wizard->at.item,
                          .entry = wizard->at.entry,
                          .answer = *answer};
    give(wizard, &event, AFTER_ARRIVE);
}

void act_silence(struct wizard *wizard, enum silence silence)
{
    struct answer answer = answer_silence(silence);
    act_answer(wizard, &answer);
}

void act_read(struct wizard *wizard)
{
    struct event event = {.kind = EVENT_READ, .item = wizard->at.item, .entry = wizard->at.entry};
    give(wizard, &event, AFTER_ARRIVE);
}

// Both are unconfirmed: if they cannot be saved, nothing that counts is lost.
static void keep_marked(struct wizard *wizard, const struct answer *marked)
{
    const struct answer *before = act_kept(wizard);
    bool kept = before == NULL ? marked->kind == ANSWER_NONE
                               : answer_equal(wizard_item(wizard), before, marked);
    if (!kept) {
        (void)session_marked(wizard->session, wizard->at.item, wizard->at.entry, marked);
        wizard->session->disk_trouble = false;
    }
}

static void keep_typed(struct wizard *wizard, const char *typed)
{
    const char *before =
        interview_typed(wizard->session->interview, wizard->at.item, wizard->at.entry);
    if (before == NULL ? typed[0] != '\0' : strcmp(typed, before) != 0) {
        (void)session_typed(wizard->session, wizard->at.item, wizard->at.entry, typed);
        wizard->session->disk_trouble = false;
    }
}

void act_keep(struct wizard *wizard)
{
    const struct view *view = &wizard->view;
    if (wizard->stage != STAGE_INTERVIEW || view->kind == NULL ||
        wizard->at.phase != PHASE_ASKING) {
        return;
    }
    const struct answer *marked =
        view->kind->marked != NULL ? view->kind->marked(view->state) : NULL;
    const char *typed = view->kind->typed != NULL ? view->kind->typed(view->state) : NULL;
    if (marked != NULL) {
        keep_marked(wizard, marked);
    }
    if (typed != NULL) {
        keep_typed(wizard, typed);
    }
}

// What stands on the screen is not what was given: Enter would have made it the answer.
static bool left_open(const struct wizard *wizard)
{
    const struct form_item *item = wizard_item(wizard);
    if (item == NULL) {
        return false;
    }
    const struct answer *given = wizard_given(wizard);
    const struct answer *marked = act_kept(wizard);
    if (marked != NULL) {
        return !answer_equal(item, marked, given);
    }
    const char *typed =
        interview_typed(wizard->session->interview, wizard->at.item, wizard->at.entry);
    if (typed == NULL) {
        return false;
    }
    struct buffer words;
    buffer_init(&words, LIMIT_ANSWER);
    understood_given(item, given, &words);
    bool open = strcmp(typed, words.bytes) != 0;
    buffer_clear(&words);
    return open;
}

void act_back(struct wizard *wizard)
{
    act_keep(wizard);
    bool open = left_open(wizard);
    struct event event = {.kind = EVENT_BACK, .item = FORM_NO_ITEM};
    struct interview_at before = wizard->at;
    bool moved = give(wizard, &event, AFTER_ARRIVE) == 0;
    struct interview_at after = interview_at(wizard->session->interview);
    if (moved ? before.phase == after.phase && before.item == after.item &&
                    before.entry == after.entry
              : !wizard->session->disk_trouble) {
        wizard_over(wizard, &view_pause);
    }
    if (moved && open && after.phase == PHASE_REVIEW) {
        wizard_say(wizard, "Nothing was changed there. Enter keeps a change, Esc leaves it.");
    }
}

void act_go(struct wizard *wizard, uint32_t item, uint32_t entry)
{
    act_keep(wizard);
    struct event event = {.kind = EVENT_GO, .item = item, .entry = entry};
    if (give(wizard, &event, AFTER_ARRIVE) != 0 && !wizard->session->disk_trouble &&
        wizard->notice.length == 0) {
        wizard_warn(wizard, "Some questions before it still need an answer.");
    }
}

void act_add(struct wizard *wizard)
{
    struct event event = {.kind = EVENT_ADD, .item = wizard->at.item};
    if (give(wizard, &event, AFTER_ARRIVE) != 0 && !wizard->session->disk_trouble &&
        wizard->notice.length == 0) {
        wizard_warn(wizard, "There is no room for more. Please tell your therapist the rest.");
    }
}

void act_remove(struct wizard *wizard, uint32_t entry)
{
    struct event event = {.kind = EVENT_REMOVE, .item = wizard->at.item, .entry = entry};
    give(wizard, &event, AFTER_ARRIVE);
}

void act_go_on(struct wizard *wizard, bool by_staff)
{
    wizard->noted = wizard->noted && wizard->by_staff == by_staff;
    wizard->by_staff = by_staff;
    struct event event = {.kind = EVENT_GO_ON, .item = FORM_NO_ITEM, .confirmed = by_staff};
    give(wizard, &event, AFTER_ARRIVE);
}

void act_finish(struct wizard *wizard)
{
    struct event event = {.kind = EVENT_FINISH, .item = FORM_NO_ITEM};
    give(wizard, &event, AFTER_ARRIVE);
}

void act_leave(struct wizard *wizard)
{
    act_keep(wizard);
    struct event event = {.kind = EVENT_PAUSE, .item = FORM_NO_ITEM};
    if (give(wizard, &event, AFTER_LEAVE) != 0 && !wizard->session->disk_trouble) {
        wizard->done = true; // after the end there is nothing to pause
        wizard->code = wizard->stage == STAGE_INTERVIEW ? WIZARD_DRAFT : WIZARD_FINISHED;
    }
}
