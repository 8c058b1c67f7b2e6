// What happens by itself when no key comes. A question is covered after a notice; behind the
// curtain, in a waiting room, the screen locks, and in a kiosk the interview is put away at last.
// Before each step that costs the patient something it is said, and any key puts it off. Nothing
// wakes but for these steps and the seconds of their counts.

#include "patient/wizard/view.h"

enum { SECOND = 1000, A_MINUTE = 60 * SECOND, GRACE_LEAST = 20 };

static bool covered(const struct wizard *wizard)
{
    return wizard->over.kind == &view_curtain || wizard->over.kind == &view_lock;
}

static int64_t grace(const struct wizard *wizard)
{
    const struct clinic *clinic = wizard->session->clinic;
    int seconds = clinic != NULL ? clinic->grace_seconds : 0;
    return (int64_t)(seconds >= GRACE_LEAST ? seconds : GRACE_LEAST) * SECOND;
}

static bool watched(const struct wizard *wizard)
{
    const struct view_kind *kind =
        wizard->over.kind != NULL ? wizard->over.kind : wizard->view.kind;
    return wizard->session->clinic != NULL && !kind->steady;
}

static int64_t patience(const struct wizard *wizard)
{
    const struct clinic *clinic = wizard->session->clinic;
    const struct form_item *item = wizard_item(wizard);
    int seconds = clinic->notice_seconds;
    if (item != NULL && item->private_ && clinic->private_seconds > 0 &&
        (clinic->private_seconds < seconds || seconds <= 0)) {
        seconds = clinic->private_seconds;
    }
    return seconds > 0 ? (int64_t)seconds * SECOND : -1;
}

// A page that ends the visit: it goes by itself, with the patient's slip or words on it.
static bool on_last_page(const struct wizard *wizard)
{
    return wizard->setup->kiosk && wizard->over.kind == NULL &&
           (wizard->stage == STAGE_THANKS || wizard->stage == STAGE_KEPT);
}

static bool locks(const struct wizard *wizard)
{
    const struct wizard_setup *setup = wizard->setup;
    return (setup->unlock != NULL || setup->unlock_staff != NULL) &&
           wizard->session->clinic != NULL && wizard->session->clinic->lock_seconds > 0 &&
           wizard->stage == STAGE_INTERVIEW;
}

static bool closes(const struct wizard *wizard)
{
    return wizard->setup->kiosk && wizard->session->clinic != NULL &&
           wizard->session->clinic->close_seconds > 0;
}

// Asked beside the urgent text, which itself stays for ever: it comes back, and nothing typed
// waits.
static bool beside_urgent(const struct wizard *wizard)
{
    return wizard->over.kind == &view_staff || wizard->over.kind == &view_alone;
}

// When what is on the screen ends without a key: the count of the notice, the curtain before the
// lock, a page before it goes. LOOP_NO_DEADLINE: never.
static int64_t ends_at(const struct wizard *wizard)
{
    if (wizard->over.kind == &view_notice) {
        return wizard->deadline;
    }
    if (covered(wizard)) {
        int64_t lock = wizard->over.kind == &view_curtain ? wizard->lock_at : LOOP_NO_DEADLINE;
        int64_t close = wizard->close_at;
        return lock >= 0 && (close < 0 || lock < close) ? lock : close;
    }
    return on_last_page(wizard) || beside_urgent(wizard) ? wizard->touched + A_MINUTE
                                                         : LOOP_NO_DEADLINE;
}

int idle_left(const struct wizard *wizard)
{
    int64_t end = ends_at(wizard);
    int64_t left = end - loop_now(wizard->setup->loop);
    bool counts = wizard->over.kind == &view_notice || left <= grace(wizard);
    return end < 0 || !counts ? -1 : left > 0 ? (int)((left + SECOND - 1) / SECOND) : 0;
}

int64_t idle_deadline(const struct wizard *wizard)
{
    int64_t now = loop_now(wizard->setup->loop);
    int64_t end = ends_at(wizard);
    if (end >= 0 && idle_left(wizard) >= 0) {
        int64_t left = end - now;
        return left <= 0 ? now : now + ((left - 1) % SECOND) + 1;
    }
    if (end >= 0) {
        return end - grace(wizard);
    }
    if (!watched(wizard) || patience(wizard) < 0) {
        return LOOP_NO_DEADLINE;
    }
    return wizard->touched + patience(wizard);
}

void idle_covered(struct wizard *wizard)
{
    const struct clinic *clinic = wizard->session->clinic;
    int64_t now = loop_now(wizard->setup->loop);
    wizard->lock_at =
        locks(wizard) ? now + (int64_t)clinic->lock_seconds * SECOND : LOOP_NO_DEADLINE;
    wizard->close_at =
        closes(wizard) ? now + (int64_t)clinic->close_seconds * SECOND : LOOP_NO_DEADLINE;
}

// At the lock what is left until the interview is put away begins anew; a config that leaves
// nothing there still gives time for four words.
static void put_off_closing(struct wizard *wizard)
{
    const struct clinic *clinic = wizard->session->clinic;
    int64_t rest = ((int64_t)clinic->close_seconds - clinic->lock_seconds) * SECOND;
    int64_t least = 2 * grace(wizard);
    wizard->close_at = loop_now(wizard->setup->loop) + (rest > least ? rest : least);
}

void idle_touched(struct wizard *wizard)
{
    wizard->touched = loop_now(wizard->setup->loop);
    if (wizard->over.kind == &view_curtain) {
        idle_covered(wizard);
    } else if (wizard->over.kind == &view_lock && closes(wizard)) {
        put_off_closing(wizard);
    }
}

static void put_away(struct wizard *wizard)
{
    act_keep(wizard);
    wizard->done = true;
    wizard->code = wizard->stage == STAGE_INTERVIEW ? WIZARD_IDLE : WIZARD_FINISHED;
}

static void strike(struct wizard *wizard, int64_t now)
{
    buffer_reset(&wizard->notice); // what was said before is long past
    if (wizard->over.kind == &view_notice) {
        wizard_over(wizard, &view_curtain);
    } else if (beside_urgent(wizard)) {
        wizard_over(wizard, NULL);
    } else if (!covered(wizard)) {
        wizard_next_stage(wizard);
    } else if (wizard->close_at >= 0 && now >= wizard->close_at) {
        put_away(wizard);
    } else {
        wizard_over(wizard, &view_lock);
    }
}

void idle_strikes(struct wizard *wizard)
{
    int64_t now = loop_now(wizard->setup->loop);
    int64_t end = ends_at(wizard);
    if (end >= 0) {
        if (now >= end) {
            strike(wizard, now);
        }
        return;
    }
    if (watched(wizard) && patience(wizard) >= 0 && now >= wizard->touched + patience(wizard)) {
        act_keep(wizard);
        wizard->deadline = now + grace(wizard);
        wizard_over(wizard, &view_notice);
    }
}
