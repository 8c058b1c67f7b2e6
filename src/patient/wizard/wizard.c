// The loop: where the interview is, its view, one frame, one key. Keys that mean the same
// everywhere are here; what a key means on one kind of screen is in its view.

#include "patient/wizard/wizard.h"

#include "base/ensure.h"
#include "patient/wizard/view.h"
#include "terminal/screen.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { FRAME_EVERY = 100, NOTICE_MAX = 4096, CALL_EVERY = 60000 };

void *view_take(size_t size)
{
    void *memory = calloc(1, size > 0 ? size : 1);
    if (memory == NULL) {
        die("out of memory");
    }
    return memory;
}

static void close_view(struct view *view)
{
    if (view->kind != NULL && view->kind->close != NULL) {
        view->kind->close(view->state);
    }
    *view = (struct view){NULL, NULL};
}

static void open_view(struct wizard *wizard, struct view *view, const struct view_kind *kind)
{
    close_view(view);
    if (kind != NULL) {
        view->state = kind->open != NULL ? kind->open(wizard) : NULL;
        view->kind = kind;
    }
    wizard_fresh(wizard);
}

void wizard_fresh(struct wizard *wizard)
{
    wizard->unseen = true;
    wizard->steered = false;
}

bool wizard_hasty(const struct wizard *wizard, int64_t least)
{
    return wizard->touched - wizard->fresh < least || wizard->touched - wizard->rested < GLANCE_MS;
}

void wizard_over(struct wizard *wizard, const struct view_kind *kind)
{
    wizard->change_over = true;
    wizard->next_over = kind;
}

void wizard_say(struct wizard *wizard, const char *format, ...)
{
    char text[512];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    buffer_reset(&wizard->notice);
    buffer_text(&wizard->notice, text);
    wizard->warning = false;
}

void wizard_warn(struct wizard *wizard, const char *text)
{
    buffer_reset(&wizard->notice);
    buffer_text(&wizard->notice, text);
    wizard->warning = true;
}

const struct form_item *wizard_item(const struct wizard *wizard)
{
    bool asking = wizard->stage == STAGE_INTERVIEW && wizard->at.phase == PHASE_ASKING;
    return asking && wizard->at.item < wizard->session->form->item_count
               ? &wizard->session->form->items[wizard->at.item]
               : NULL;
}

const struct answers *wizard_answers(const struct wizard *wizard)
{
    return interview_answers(wizard->session->interview);
}

const struct answer *wizard_given(const struct wizard *wizard)
{
    return answers_given(wizard_answers(wizard), wizard->at.item, wizard->at.entry);
}

bool wizard_month_first(const struct wizard *wizard)
{
    const struct clinic *clinic = wizard->session->clinic;
    return clinic != NULL && clinic->country != NULL && strcmp(clinic->country, "US") == 0;
}

static const struct view_kind *view_of_type(const struct form_item *item)
{
    switch (item->type) {
    case ITEM_NOTE:
        return &view_note;
    case ITEM_YESNO:
    case ITEM_ONE:
    case ITEM_MANY:
        return &view_choice;
    case ITEM_BODY:
        return &view_body;
    case ITEM_SCALE:
        return &view_scale;
    case ITEM_LONGTEXT:
        return &view_longtext;
    case ITEM_REPEAT:
        return &view_repeat;
    default:
        return &view_field;
    }
}

static const struct view_kind *view_of_place(const struct wizard *wizard)
{
    switch (wizard->stage) {
    case STAGE_TOLD:
        return &view_told;
    case STAGE_THANKS:
        return &view_thanks;
    case STAGE_PAGE:
    case STAGE_OVER:
        return &view_page;
    case STAGE_KEPT:
        return &view_kept;
    case STAGE_HANDING:
        return &view_handing;
    case STAGE_INTERVIEW:
        break;
    }
    switch (wizard->at.phase) {
    case PHASE_INTERRUPTED:
        return &view_urgent;
    case PHASE_REVIEW:
        return &view_review;
    case PHASE_ASKING:
    case PHASE_FINISHED:
        break;
    }
    return view_of_type(&wizard->session->form->items[wizard->at.item]);
}

void wizard_next_stage(struct wizard *wizard)
{
    const char *first = NULL;
    wizard->stale = true;
    switch (wizard->stage) {
    case STAGE_INTERVIEW:
    case STAGE_HANDING:
        wizard->stage = session_tells(wizard->session, &first, 1) > 0 ? STAGE_TOLD : STAGE_THANKS;
        return;
    case STAGE_TOLD:
        wizard->stage = STAGE_THANKS;
        return;
    case STAGE_THANKS:
        wizard->stage = wizard->setup->page != NULL ? STAGE_PAGE : STAGE_OVER;
        break;
    case STAGE_KEPT:
        wizard->done = true;
        wizard->code = WIZARD_DRAFT;
        return;
    case STAGE_PAGE:
    case STAGE_OVER:
        wizard->stage = STAGE_OVER;
        break;
    }
    wizard->done = wizard->stage == STAGE_OVER;
    wizard->code = WIZARD_FINISHED;
}

// A draft that was finished already; in a waiting room it may not be a record yet.
static void arrive_finished(struct wizard *wizard)
{
    if (wizard->setup->hand_over != NULL) {
        act_hand_over(wizard);
    } else {
        wizard_next_stage(wizard);
    }
}

// Once, on the way from the first screen to what follows it. Where the words are not there yet,
// the next step on the way shows them.
static bool words_are_due(const struct wizard *wizard)
{
    return wizard->words_due && wizard->stage == STAGE_INTERVIEW &&
           wizard->at.phase == PHASE_ASKING && wizard->at.item != wizard->first_item &&
           page_resume_words(wizard) != NULL;
}

// What the last key has changed: the place, or the view over it.
static void settle(struct wizard *wizard)
{
    if (wizard->done) {
        return;
    }
    if (wizard->stale) {
        wizard->stale = false;
        wizard->at = interview_at(wizard->session->interview);
        if (wizard->stage == STAGE_INTERVIEW && wizard->at.phase == PHASE_FINISHED) {
            arrive_finished(wizard);
            wizard->stale = false;
        }
        open_view(wizard, &wizard->view, view_of_place(wizard));
        if (!wizard->change_over && wizard->over.kind != NULL) {
            wizard_over(wizard, NULL);
        }
        if (words_are_due(wizard)) {
            wizard_over(wizard, &view_words);
        }
    }
    if (wizard->change_over) {
        wizard->change_over = false;
        open_view(wizard, &wizard->over, wizard->next_over);
    }
}

static struct view *front(struct wizard *wizard)
{
    return wizard->over.kind != NULL ? &wizard->over : &wizard->view;
}

static void show(struct wizard *wizard)
{
    if (wizard->setup->frame != NULL) {
        wizard->setup->frame(wizard->setup->context, &wizard->canvas);
    }
    if (wizard->setup->screen != NULL) {
        screen_draw(wizard->setup->screen, &wizard->canvas);
    }
}

static void draw(struct wizard *wizard)
{
    if (wizard->setup->screen != NULL) {
        screen_size(wizard->setup->screen, &wizard->rows, &wizard->columns);
    }
    canvas_resize(&wizard->canvas, wizard->rows, wizard->columns);
    arena_reset(&wizard->scratch);
    struct frame frame = layout_frame(wizard->canvas.rows, wizard->canvas.columns);
    if (!frame.fits) {
        draw_centre(&wizard->canvas, frame.whole, ROLE_NORMAL,
                    "Please make the window larger. Nothing is lost.");
    } else {
        struct view *view = front(wizard);
        view->kind->draw(wizard, view->state, &frame);
    }
    show(wizard);
    wizard->shown = loop_now(wizard->setup->loop);
    wizard->fresh = wizard->unseen ? wizard->shown : wizard->fresh;
    wizard->unseen = false;
}

void wizard_frame(struct wizard *wizard)
{
    draw(wizard);
}

static bool is_typing(const struct wizard *wizard)
{
    const struct view *view = wizard->over.kind != NULL ? &wizard->over : &wizard->view;
    return view->kind->typing != NULL && view->kind->typing(view->state);
}

static void call_staff(struct wizard *wizard)
{
    const struct wizard_setup *setup = wizard->setup;
    int64_t now = loop_now(setup->loop);
    if (wizard->called == 0 || now - wizard->called >= CALL_EVERY) {
        if (!setup->help(setup->context)) {
            wizard->called = 0;
            wizard_warn(wizard, "The call did not get through. Please ask at the desk.");
            return;
        }
        wizard->called = now > 0 ? now : 1;
    }
    bool urgent = wizard->stage == STAGE_INTERVIEW && wizard->at.phase == PHASE_INTERRUPTED;
    wizard_say(wizard, urgent ? "Staff have been called. Please tell the desk too."
                              : "Staff have been called. If nobody comes, ask at the desk.");
}

// The one key that means the same on every screen. A notice is answered by it too.
static bool call_key(struct wizard *wizard, const struct key *key)
{
    if (wizard->setup->help == NULL || !(key_is_function(key, 11) || key_is_ctrl(key, 'g') ||
                                         (key_is(key, 'g') && !is_typing(wizard)))) {
        return false;
    }
    if (wizard->over.kind == &view_notice) {
        wizard_over(wizard, NULL);
    }
    call_staff(wizard);
    return true;
}

// Keys that open something over a place of the interview.
static bool over_key(struct wizard *wizard, const struct key *key, bool letters)
{
    if (key_is_function(key, 1) || (letters && key_is(key, 'h'))) {
        wizard_over(wizard, &view_help);
    } else if (key_is_function(key, 2) || (letters && key_is(key, '?'))) {
        wizard_over(wizard, &view_why);
    } else if (key_is_function(key, 3) || (letters && key_is(key, 'o'))) {
        act_keep(wizard);
        wizard_over(wizard, &view_outline);
    } else if (key_is_function(key, 6) || (letters && key_is(key, 'c'))) {
        act_keep(wizard);
        wizard_over(wizard, &view_curtain);
    } else {
        return false;
    }
    return true;
}

static void common_key(struct wizard *wizard, const struct key *key)
{
    bool over = wizard->over.kind != NULL;
    bool letters = !is_typing(wizard);
    if (key->press == PRESS_ESCAPE) {
        if (over) {
            wizard_over(wizard, NULL);
        } else if (wizard->stage == STAGE_INTERVIEW) {
            act_back(wizard);
        }
        return;
    }
    if (over || wizard->stage != STAGE_INTERVIEW) {
        return;
    }
    if (key_is_function(key, 10) || (letters && key_is(key, 'p'))) {
        wizard_over(wizard, &view_pause);
    } else if (!wizard->view.kind->alone) {
        over_key(wizard, key, letters);
    }
}

static void on_key(struct wizard *wizard, const struct key *key)
{
    struct frame frame = layout_frame(wizard->rows, wizard->columns);
    if (!frame.fits || key->press == PRESS_IGNORED) {
        return;
    }
    if (key_is_ctrl(key, 'l') && wizard->setup->screen != NULL) {
        screen_repaint(wizard->setup->screen);
        return;
    }
    buffer_reset(&wizard->notice);
    arena_reset(&wizard->scratch);
    if (call_key(wizard, key)) {
        return;
    }
    if (key_is_ctrl(key, 'c') && wizard->stage == STAGE_INTERVIEW) {
        if (wizard->over.kind == NULL || !wizard->over.kind->alone) {
            wizard_over(wizard, &view_pause);
        }
        return;
    }
    struct view *view = front(wizard);
    wizard->steered = wizard->steered || key->press != PRESS_ENTER;
    if (!view->kind->key(wizard, view->state, key)) {
        common_key(wizard, key);
    }
}

static bool is_character(const struct input *input)
{
    return input->kind == INPUT_KEY && input->key.press == PRESS_TEXT;
}

// A paste comes as thousands of keys, most of them there before the first is shown. Between two
// characters on the same screen the frame is left out, though never for long: who pastes sees it
// arrive. Any other key may depend on what the frame shows, and a new screen is always shown before
// a key can mean anything on it.
static bool may_leave_out(struct wizard *wizard, const struct input *last)
{
    const struct input *next;
    return !wizard->unseen && is_character(last) &&
           loop_now(wizard->setup->loop) - wizard->shown < FRAME_EVERY &&
           (next = loop_peek(wizard->setup->loop)) != NULL && is_character(next);
}

static bool is_handed_over(const struct wizard *wizard)
{
    return wizard->stage == STAGE_TOLD || wizard->stage == STAGE_THANKS ||
           wizard->stage == STAGE_PAGE || wizard->stage == STAGE_OVER;
}

static void on_input(struct wizard *wizard, const struct input *input)
{
    switch (input->kind) {
    case INPUT_KEY:
        wizard->rested = wizard->touched;
        idle_touched(wizard);
        on_key(wizard, &input->key);
        break;
    case INPUT_RESIZE:
        wizard->rows = input->rows;
        wizard->columns = input->columns;
        break;
    case INPUT_DEADLINE:
        idle_strikes(wizard);
        break;
    case INPUT_SIGNAL:
    case INPUT_LOST:
        act_keep(wizard);
        wizard->done = true;
        wizard->code = WIZARD_DRAFT;
        if (input->kind == INPUT_SIGNAL) {
            wizard->code = WIZARD_SIGNAL + input->signal;
        } else if (is_handed_over(wizard)) {
            wizard->code = WIZARD_FINISHED;
        }
        break;
    }
}

// Nothing of the patient stays on the screen while whoever comes next is got ready for.
static void leave_blank(struct wizard *wizard)
{
    if (wizard->setup->kiosk) {
        canvas_blank(&wizard->canvas);
        show(wizard);
    }
}

static bool is_new(const struct session *session)
{
    size_t count;
    (void)interview_trail(session->interview, &count);
    return count <= 1;
}

static void clear(struct wizard *wizard)
{
    close_view(&wizard->over);
    close_view(&wizard->view);
    answer_clear(&wizard->pending.answer);
    buffer_clear(&wizard->doubt);
    buffer_clear(&wizard->notice);
    arena_clear(&wizard->scratch);
    canvas_clear(&wizard->canvas);
}

int wizard_run(struct session *session, const struct wizard_setup *setup)
{
    struct wizard wizard = {
        .session = session,
        .setup = setup,
        .rows = setup->rows,
        .columns = setup->columns,
        .stale = true,
        .pending = {.kind = EVENT_KINDS},
        .owed_item = FORM_NO_ITEM,
        .touched = loop_now(setup->loop),
        .words_due = is_new(session),
        .first_item = interview_at(session->interview).item,
    };
    canvas_init(&wizard.canvas, setup->width);
    arena_init(&wizard.scratch);
    buffer_init(&wizard.notice, NOTICE_MAX);
    buffer_init(&wizard.doubt, NOTICE_MAX);
    struct input input = {.kind = INPUT_RESIZE};
    void (*begun)(void *context) = setup->begun;
    for (settle(&wizard); !wizard.done; settle(&wizard)) {
        if (!may_leave_out(&wizard, &input)) {
            draw(&wizard);
        }
        if (begun != NULL) {
            begun(setup->context);
            begun = NULL;
        }
        input = loop_wait(setup->loop, idle_deadline(&wizard));
        on_input(&wizard, &input);
    }
    leave_blank(&wizard);
    clear(&wizard);
    return wizard.code;
}
