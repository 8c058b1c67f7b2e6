// The loop: the screens on one another, one frame, one key. Keys that mean the same everywhere are
// here; so is what happens without a key: it locks, and once a second it asks the store whether
// anything was added.
#include "therapist/therapist.h"

#include "base/ensure.h"
#include "record/deed.h"
#include "terminal/screen.h"
#include "therapist/view.h"
#include "therapist/visit.h"

#include <errno.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { SAID_MOST = 4096, LOOK_EVERY = 1000 };

void *therapist_take(size_t size)
{
    void *memory = calloc(1, size > 0 ? size : 1);
    if (memory == NULL) {
        die("out of memory");
    }
    return memory;
}

// Nothing comes after a lock.
static void step(struct therapist *desk, enum view_step what, const struct view_kind *kind)
{
    if (desk->step == STEP_LOCK) {
        return;
    }
    desk->step = what;
    desk->next = kind;
}

void therapist_over(struct therapist *desk, const struct view_kind *kind)
{
    step(desk, STEP_OVER, kind);
}

void therapist_instead(struct therapist *desk, const struct view_kind *kind)
{
    step(desk, STEP_INSTEAD, kind);
}

void therapist_back(struct therapist *desk)
{
    step(desk, STEP_BACK, NULL);
}

void therapist_queue(struct therapist *desk)
{
    step(desk, STEP_QUEUE, NULL);
}

void therapist_leave(struct therapist *desk)
{
    step(desk, STEP_LEAVE, NULL);
}

__attribute__((format(printf, 3, 0))) static void set_said(struct therapist *desk, bool warning,
                                                           const char *format, va_list arguments)
{
    char text[1024];
    vsnprintf(text, sizeof text, format, arguments);
    buffer_reset(&desk->said);
    buffer_text(&desk->said, text);
    desk->warning = warning;
}

void therapist_say(struct therapist *desk, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    set_said(desk, false, format, arguments);
    va_end(arguments);
}

void therapist_warn(struct therapist *desk, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    set_said(desk, true, format, arguments);
    va_end(arguments);
}

void therapist_failed(struct therapist *desk, const char *what)
{
    const char *why = errno == EBUSY ? "another program is writing; please try again"
                      : errno == ENOSPC || errno == EDQUOT ? "the disk is full"
                      : errno == EROFS || errno == EACCES || errno == EPERM
                          ? "this user may not write there"
                      : errno == EBADMSG ? "what is there is damaged"
                      : errno == ENOMEM  ? "there is not the memory for it"
                                         : strerror(errno);
    therapist_warn(desk, "%s: %s.", what, why);
}

int64_t therapist_now(const struct therapist *desk)
{
    return desk->setup->now(desk->setup->context);
}

bool therapist_deed(struct therapist *desk, const char *did, const uint8_t *id, const char *reason)
{
    if (deed_add(desk->setup->installation, desk->reader, desk->secret, did, id, reason,
                 therapist_now(desk)) != 0) {
        therapist_failed(desk, "It cannot be noted in the log, so it is not done");
        return false;
    }
    return true;
}

static void close_view(struct view *view)
{
    if (view->kind->close != NULL) {
        view->kind->close(view->state);
    }
    *view = (struct view){NULL, NULL};
}

static void close_views(struct therapist *desk, size_t from)
{
    while (desk->view_count > from) {
        close_view(&desk->views[--desk->view_count]);
    }
}

static void open_view(struct therapist *desk, const struct view_kind *kind)
{
    ensure(desk->view_count < VIEWS_MOST);
    void *state = kind->open != NULL ? kind->open(desk) : NULL;
    desk->views[desk->view_count++] = (struct view){kind, state};
}

static struct view *front(struct therapist *desk)
{
    return &desk->views[desk->view_count - 1];
}

// Everything of a patient goes: what is shown, what is open, the list, the secret.
static void lock(struct therapist *desk)
{
    const struct view *view = desk->view_count > 0 ? front(desk) : NULL;
    const struct edit *words =
        view != NULL && view->kind->written != NULL ? view->kind->written(view->state) : NULL;
    if (words != NULL && words->length > 0 && desk->visit != NULL) {
        half_keep(&desk->half, desk->visit->number, desk->reader, words);
    }
    close_views(desk, 0);
    opening_close(desk);
    unlocking_end(desk);
    buffer_reset(&desk->said);
    open_view(desk, &at_gate);
}

static void settle(struct therapist *desk)
{
    enum view_step what = desk->step;
    desk->step = STEP_NONE;
    switch (what) {
    case STEP_NONE:
        break;
    case STEP_OVER:
        open_view(desk, desk->next);
        break;
    case STEP_INSTEAD:
        close_views(desk, desk->view_count - 1);
        open_view(desk, desk->next);
        break;
    case STEP_BACK:
        close_views(desk, desk->view_count > 1 ? desk->view_count - 1 : 1);
        if (desk->view_count == 1) {
            opening_close(desk);
        }
        break;
    case STEP_QUEUE:
        close_views(desk, 1);
        opening_close(desk);
        break;
    case STEP_LOCK: {
        const char *why = desk->locked_why;
        desk->locked_why = NULL;
        lock(desk);
        if (why != NULL) {
            therapist_warn(desk, "%s", why);
        }
        break;
    }
    case STEP_LEAVE:
        desk->done = true;
        desk->code = THERAPIST_LEFT;
        break;
    }
}

static bool is_typing(const struct therapist *desk)
{
    const struct view *view = &desk->views[desk->view_count - 1];
    return view->kind->typing != NULL && view->kind->typing(view->state);
}

static void show(struct therapist *desk)
{
    if (desk->setup->frame != NULL) {
        desk->setup->frame(desk->setup->context, &desk->canvas);
    }
    if (desk->setup->screen != NULL) {
        screen_draw(desk->setup->screen, &desk->canvas);
    }
}

void therapist_frame(struct therapist *desk)
{
    if (desk->setup->screen != NULL) {
        screen_size(desk->setup->screen, &desk->rows, &desk->columns);
    }
    canvas_resize(&desk->canvas, desk->rows, desk->columns);
    arena_reset(&desk->scratch);
    struct frame frame = layout_frame(desk->canvas.rows, desk->canvas.columns);
    if (!frame.fits) {
        draw_centre(&desk->canvas, frame.whole, ROLE_NORMAL,
                    "Please make the window larger. Nothing is lost.");
    } else {
        struct view *view = front(desk);
        view->kind->draw(desk, view->state, &frame);
    }
    show(desk);
}

// By another reader, since this one unlocked: they see nothing more here.
static bool is_removed(const struct therapist *desk)
{
    const struct reader *reader = installation_reader(desk->setup->installation, desk->reader->id);
    return reader == NULL || reader->removed;
}

void therapist_look(struct therapist *desk)
{
    struct store *store = desk->setup->installation->store;
    bool changed = false;
    if (folded_refresh(desk->folded, &changed) != 0) {
        therapist_failed(desk, "What is new cannot be read");
        return;
    }
    if (is_removed(desk)) {
        desk->locked_why = "You are no reader here any more: another reader removed you.";
        step(desk, STEP_LOCK, NULL);
        return;
    }
    if (store_now_list(store, desk->under_way, NOW_MOST, &desk->under_way_count) != 0) {
        desk->under_way_count = 0;
    }
    const struct folded_row *row =
        desk->visit != NULL ? folded_row(desk->folded, desk->visit->number) : NULL;
    if (desk->visit != NULL && row == NULL) { // another therapist or the clinic's days ended it
        therapist_queue(desk);
        therapist_warn(desk, "That record is not kept any more.");
    } else if (desk->visit != NULL) {
        opening_renew(desk, row);
    }
    for (size_t i = 0; i < desk->view_count; i++) {
        if (desk->views[i].kind->news != NULL) {
            desk->views[i].kind->news(desk, desk->views[i].state);
        }
    }
}

// One question to the database; nothing more as long as nobody writes.
static void look_whether(struct therapist *desk)
{
    int64_t version = 0;
    desk->look_at = loop_now(desk->setup->loop) + LOOK_EVERY;
    if (store_version(desk->setup->installation->store, &version) == 0 &&
        version != desk->version) {
        desk->version = version;
        therapist_look(desk);
    }
}

static int64_t locks_at(const struct therapist *desk)
{
    return desk->setup->idle_seconds > 0
               ? desk->touched + (int64_t)desk->setup->idle_seconds * LOOK_EVERY
               : INT64_MAX;
}

static int64_t deadline(const struct therapist *desk)
{
    if (desk->secret == NULL) {
        return LOOP_NO_DEADLINE;
    }
    return desk->look_at < locks_at(desk) ? desk->look_at : locks_at(desk);
}

static void on_deadline(struct therapist *desk)
{
    int64_t now = loop_now(desk->setup->loop);
    if (now >= locks_at(desk)) {
        step(desk, STEP_LOCK, NULL);
    } else if (now >= desk->look_at) {
        look_whether(desk);
    }
}

static void common_key(struct therapist *desk, const struct key *key)
{
    if (key->press == PRESS_ESCAPE) {
        if (desk->view_count > 1) {
            therapist_back(desk);
        }
    } else if (key_is_function(key, 1) || (key_is(key, 'h') && !is_typing(desk))) {
        if (front(desk)->kind != &at_help && desk->view_count < VIEWS_MOST) {
            therapist_over(desk, &at_help);
        }
    }
}

static void on_key(struct therapist *desk, const struct key *key)
{
    struct frame frame = layout_frame(desk->rows, desk->columns);
    bool locked = desk->secret == NULL;
    if (!frame.fits || key->press == PRESS_IGNORED) {
        return;
    }
    if (key_is_ctrl(key, 'l') && desk->setup->screen != NULL) {
        screen_repaint(desk->setup->screen);
        return;
    }
    buffer_reset(&desk->said);
    arena_reset(&desk->scratch);
    if (!locked && (key_is_function(key, 6) || key_is_ctrl(key, 'c') ||
                    (key_is(key, 'l') && !is_typing(desk)))) {
        step(desk, STEP_LOCK, NULL);
        return;
    }
    struct view *view = front(desk);
    if (!view->kind->key(desk, view->state, key)) {
        common_key(desk, key);
    }
}

static void on_input(struct therapist *desk, const struct input *input)
{
    switch (input->kind) {
    case INPUT_KEY:
        desk->touched = loop_now(desk->setup->loop);
        on_key(desk, &input->key);
        break;
    case INPUT_RESIZE:
        desk->rows = input->rows;
        desk->columns = input->columns;
        break;
    case INPUT_DEADLINE:
        on_deadline(desk);
        break;
    case INPUT_SIGNAL:
        desk->done = true;
        desk->code = THERAPIST_SIGNAL + input->signal;
        break;
    case INPUT_LOST:
        desk->done = true;
        desk->code = THERAPIST_LOST;
        break;
    }
}

// A paste, or a finger on a key, is shown when there is no more of it to come.
static bool may_leave_out(struct therapist *desk, const struct input *last)
{
    const struct input *next;
    return last->kind == INPUT_KEY && last->key.press == PRESS_TEXT && is_typing(desk) &&
           (next = loop_peek(desk->setup->loop)) != NULL && next->kind == INPUT_KEY &&
           next->key.press == PRESS_TEXT;
}

int therapist_run(const struct therapist_setup *setup)
{
    struct therapist desk = {
        .setup = setup,
        .rows = setup->rows,
        .columns = setup->columns,
        .touched = loop_now(setup->loop),
    };
    canvas_init(&desk.canvas, setup->width);
    arena_init(&desk.scratch);
    buffer_init(&desk.said, SAID_MOST);
    open_view(&desk, &at_gate);
    struct input input = {.kind = INPUT_RESIZE};
    while (!desk.done) {
        if (!may_leave_out(&desk, &input)) {
            therapist_frame(&desk);
        }
        input = loop_wait(setup->loop, deadline(&desk));
        on_input(&desk, &input);
        settle(&desk);
    }
    lock(&desk);
    canvas_blank(&desk.canvas);
    show(&desk);
    close_views(&desk, 0);
    half_clear(&desk.half);
    buffer_clear(&desk.said);
    arena_clear(&desk.scratch);
    canvas_clear(&desk.canvas);
    return desk.code;
}
