// What only words open: the lock behind the curtain (the patient's four words, or staff), and the
// passphrase by which staff let a patient go on after an urgent finding. A wrong one is told as
// wrong, never how near it was.

#include "patient/wizard/view.h"
#include "terminal/secret.h"

#include <stdlib.h>
#include <string.h>

enum { WORDS_MOST = 80 }; // graphemes: four words of seven letters, and blanks to spare

struct lock {
    bool by_staff;        // the passphrase is being typed, not the words
    struct edit words;    // shown: they are four, and easily mistyped
    struct secret secret; // never shown
};

static struct lock *lock_new(struct wizard *wizard, bool by_staff)
{
    struct lock *lock = view_take(sizeof *lock);
    lock->by_staff = by_staff;
    edit_init(&lock->words, false, WORDS_MOST, (size_t)WORDS_MOST * 4, wizard->canvas.width);
    secret_open(&lock->secret);
    return lock;
}

static void lock_close(void *state)
{
    struct lock *lock = state;
    edit_clear(&lock->words);
    secret_close(&lock->secret);
    free(lock);
}

static bool lock_typing(const void *state)
{
    (void)state;
    return true;
}

// What is asked for, the field under it, and what was just said or comes by itself.
static void draw_asking(struct wizard *wizard, struct lock *lock, const struct frame *frame,
                        const char *asked)
{
    struct rect area = page_notice(wizard, frame);
    page_title(wizard, frame);
    area.columns = frame->measure;
    area = rect_below(area, draw_paragraph(&wizard->canvas, area, ROLE_STRONG, asked));
    area = area.rows > 2 ? rect_below(area, 1) : area;
    struct rect line = {area.row, area.column + 2, 1, area.columns - 2};
    canvas_text_in(&wizard->canvas, area, area.row, area.column, ROLE_NORMAL, ">", 1);
    if (lock->by_staff) {
        canvas_cursor(&wizard->canvas, line.row, line.column);
    } else {
        draw_field(&wizard->canvas, line, &lock->words, NULL);
    }
    canvas_rule(&wizard->canvas, line.row + 1, line.column, line.columns, ROLE_QUIET);
}

// True while the passphrase is checked and right. It may take a second, so that is said first.
static bool is_right(struct wizard *wizard, struct lock *lock,
                     bool (*check)(void *context, const char *passphrase))
{
    wizard_say(wizard, "One moment.");
    wizard_frame(wizard);
    bool right = check(wizard->setup->context, lock->secret.bytes);
    secret_reset(&lock->secret);
    buffer_reset(&wizard->notice);
    if (!right) {
        wizard_warn(wizard, "That is not the passphrase of anyone who may open this.");
    } else {
        wizard->called = 0; // staff are here: the next call is a new one
    }
    return right;
}

static bool secret_typed(struct wizard *wizard, struct lock *lock, const struct key *key)
{
    enum secret_result result = secret_key(&lock->secret, key);
    if (result == SECRET_FULL) {
        wizard_warn(wizard, "That is longer than any passphrase.");
    }
    return result != SECRET_IGNORED;
}

static void *lock_open(struct wizard *wizard)
{
    return lock_new(wizard, wizard->setup->unlock == NULL);
}

static void lock_draw(struct wizard *wizard, void *state, const struct frame *frame)
{
    struct lock *lock = state;
    const struct wizard_setup *setup = wizard->setup;
    int left = idle_left(wizard);
    if (left >= 0) {
        wizard_say(wizard,
                   "In %d seconds your answers are put away. Press any key to keep them here.",
                   left);
    }
    draw_asking(wizard, lock, frame,
                lock->by_staff ? "Locked. Staff: type your passphrase and press Enter. It is not "
                                 "shown."
                : setup->unlock_staff != NULL
                    ? "Locked. Type your four words and press Enter. Staff can open it too."
                    : "Locked. Type your four words and press Enter.");
    struct hint hints[2] = {{"Enter", "open"}};
    size_t count = 1;
    if (lock->by_staff && setup->unlock != NULL) {
        hints[count++] = (struct hint){"Esc", "four words"};
    } else if (!lock->by_staff && setup->unlock_staff != NULL) {
        hints[count++] = (struct hint){"F12", "staff"};
    }
    page_footer_alone(wizard, frame, hints, count);
}

static void try_words(struct wizard *wizard, struct lock *lock)
{
    const struct wizard_setup *setup = wizard->setup;
    if (lock->words.length == 0) {
        return;
    }
    if (setup->unlock(setup->context, lock->words.bytes)) {
        wizard_over(wizard, NULL);
        return;
    }
    // The words stay, to be put right: whoever typed them sees them anyway.
    wizard_warn(wizard, "These are not the four words. Look at each, or ask at the desk.");
}

static void try_passphrase(struct wizard *wizard, struct lock *lock)
{
    if (lock->secret.length > 0 && is_right(wizard, lock, wizard->setup->unlock_staff)) {
        wizard_over(wizard, NULL);
    }
}

static bool lock_key(struct wizard *wizard, void *state, const struct key *key)
{
    struct lock *lock = state;
    const struct wizard_setup *setup = wizard->setup;
    if (key->press == PRESS_ENTER) {
        if (lock->by_staff) {
            try_passphrase(wizard, lock);
        } else {
            try_words(wizard, lock);
        }
    } else if (setup->unlock_staff != NULL && (key_is_function(key, 12) || key_is_ctrl(key, 't'))) {
        lock->by_staff = true;
        edit_set(&lock->words, "", 0);
    } else if (key->press == PRESS_ESCAPE) {
        lock->by_staff = setup->unlock == NULL;
        secret_reset(&lock->secret);
    } else if (lock->by_staff) {
        (void)secret_typed(wizard, lock, key);
    } else {
        (void)edit_key(&lock->words, key);
    }
    return true; // no key means anything else here
}

const struct view_kind view_lock = {.open = lock_open,
                                    .close = lock_close,
                                    .draw = lock_draw,
                                    .key = lock_key,
                                    .typing = lock_typing,
                                    .steady = true,
                                    .alone = true};

static void *staff_open(struct wizard *wizard)
{
    return lock_new(wizard, true);
}

static void staff_draw(struct wizard *wizard, void *state, const struct frame *frame)
{
    draw_asking(wizard, state, frame,
                "Staff: to let the patient go on, type your passphrase and press Enter. It is not "
                "shown.");
    static const struct hint hints[] = {{"Enter", "go on"}, {"Esc", "back"}};
    page_footer_alone(wizard, frame, hints, 2);
}

static bool staff_key(struct wizard *wizard, void *state, const struct key *key)
{
    struct lock *lock = state;
    if (key->press != PRESS_ENTER) {
        return secret_typed(wizard, lock, key);
    }
    if (lock->secret.length > 0 && is_right(wizard, lock, wizard->setup->staff)) {
        wizard_over(wizard, NULL);
        act_go_on(wizard, true);
    }
    return true;
}

const struct view_kind view_staff = {.open = staff_open,
                                     .close = lock_close,
                                     .draw = staff_draw,
                                     .key = staff_key,
                                     .typing = lock_typing,
                                     .steady = true,
                                     .alone = true};
