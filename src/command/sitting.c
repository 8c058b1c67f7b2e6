#include "command/sitting.h"

#include "command/clock.h"
#include "record/newest.h"
#include "record/unlock.h"
#include "terminal/screen.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

static uint64_t now(void *context)
{
    (void)context;
    return clock_milliseconds();
}

// Minutes by which local time is ahead of UTC.
static int minutes_east(time_t at)
{
    struct tm local, universal;
    if (localtime_r(&at, &local) == NULL || gmtime_r(&at, &universal) == NULL) {
        return 0;
    }
    int days = local.tm_yday - universal.tm_yday;
    days = days > 1 ? -1 : days < -1 ? 1 : days; // over the new year
    return (days * 24 + local.tm_hour - universal.tm_hour) * 60 + local.tm_min - universal.tm_min;
}

// A clock that stands before the newest record was set back: it cannot say what day it is.
static bool clock_is_behind(struct installation *installation)
{
    return newest_ahead(installation->store, (int64_t)time(NULL), NULL) > 0;
}

struct drafts *sitting_drafts(struct installation *installation)
{
    char folder[sizeof installation->folder + 8];
    int error = 0;
    snprintf(folder, sizeof folder, "%s/drafts", installation->folder);
    struct drafts *drafts = drafts_open(folder, &error);
    if (drafts == NULL) {
        errno = error;
        return NULL;
    }
    (void)custody_tidy(installation, drafts);
    return drafts;
}

// Something urgent is about to be shown, or was: the readers must have it.
static void seal_partial(struct sitting *sitting)
{
    if (custody_partial(sitting->custody, sitting->session.interview, sitting->began,
                        (int64_t)time(NULL)) == 0) {
        sitting->owes_partial = false;
        (void)bell_ring(sitting->place->bell);
    }
}

static void done(void *context, enum event_kind kind)
{
    struct sitting *sitting = context;
    if (kind == EVENT_ANSWER) {
        custody_settle(sitting->custody); // only who types the first one at once waits for it
    } else {
        custody_tick(sitting->custody);
    }
    sitting->owes_partial = sitting->owes_partial || kind == EVENT_INTERRUPT;
    if (sitting->owes_partial) {
        seal_partial(sitting);
    }
}

static struct custody_setup custody_setup(const struct sitting_place *place, const char *face,
                                          uint8_t rules_hash[SEAL_HASH])
{
    bundle_rules_hash(place->bundle, rules_hash);
    return (struct custody_setup){
        .installation = place->installation,
        .drafts = place->drafts,
        .form = place->bundle->form,
        .rules = place->bundle->rules,
        .clinic = place->bundle->clinic,
        .rules_hash = rules_hash,
        .program = "intake " INTAKE_VERSION,
        .face = face,
        .east = minutes_east(time(NULL)),
    };
}

static struct session_setup session_setup(struct sitting *sitting, const char *face)
{
    const struct bundle *bundle = sitting->place->bundle;
    return (struct session_setup){
        .form = bundle->form,
        .rules = bundle->rules,
        .clinic = bundle->clinic,
        .settings = bundle->settings,
        .today_known = sitting->today_known,
        .today = sitting->today,
        .journal = custody_journal(sitting->custody),
        .face = face,
        .now = now,
        .done = done,
        .done_context = sitting,
    };
}

static void prepare(struct sitting *sitting, const struct sitting_place *place)
{
    *sitting = (struct sitting){.place = place, .began = (int64_t)time(NULL)};
    sitting->today_known = clock_today(&sitting->today) && !clock_is_behind(place->installation);
    if (place->day != NULL) {
        sitting->today = *place->day;
        sitting->today_known = true;
    }
}

int sitting_begin(struct sitting *sitting, const struct sitting_place *place, const char *face)
{
    prepare(sitting, place);
    const struct custody_setup setup = custody_setup(place, face, sitting->rules_hash[0]);
    sitting->custody = custody_begin(&setup, sitting->began);
    if (sitting->custody == NULL) {
        return -1;
    }
    const struct session_setup session = session_setup(sitting, face);
    if (session_begin(&sitting->session, &session) != 0) {
        int error = errno;
        (void)custody_discard(sitting->custody); // nothing was said
        errno = error;
        return -1;
    }
    return 0;
}

// Of this place and its others, in order.
static void custody_setups(struct sitting *sitting, const char *face,
                           struct custody_setup setups[SITTING_FORMS])
{
    size_t count = 0;
    for (const struct sitting_place *place = sitting->place; place != NULL && count < SITTING_FORMS;
         place = place->other) {
        setups[count] = custody_setup(place, face, sitting->rules_hash[count]);
        if (count > 0) {
            setups[count - 1].other = &setups[count];
        }
        count++;
    }
}

// Goes on with what was opened, on its form and on the day it began: of what was only made ready
// that is today.
static int take_up(struct sitting *sitting, const char *face, struct interview *interview)
{
    if (sitting->custody == NULL) {
        return -1;
    }
    while (sitting->place->bundle->form != custody_form(sitting->custody)) {
        sitting->place = sitting->place->other;
    }
    (void)custody_take_up(sitting->custody, sitting->began); // the queue does without
    if (!interview_unbegun(interview)) {
        sitting->today_known = interview_day(interview, &sitting->today);
    }
    sitting->owes_partial = custody_owes_partial(sitting->custody, interview);
    const struct session_setup session = session_setup(sitting, face);
    return session_resume(&sitting->session, &session, interview);
}

int sitting_go_on(struct sitting *sitting, const struct sitting_place *place, const char *face,
                  const char *words)
{
    struct interview *interview = NULL;
    prepare(sitting, place);
    struct custody_setup setups[SITTING_FORMS];
    custody_setups(sitting, face, setups);
    sitting->custody = custody_resume(setups, words, &interview);
    return take_up(sitting, face, interview);
}

int sitting_reopen(struct sitting *sitting, const struct sitting_place *place, const char *face,
                   const char *draft, const struct reader *reader,
                   const struct reader_secret *secret)
{
    struct interview *interview = NULL;
    prepare(sitting, place);
    struct custody_setup setups[SITTING_FORMS];
    custody_setups(sitting, face, setups);
    sitting->custody = custody_reopen(setups, draft, reader, secret, &interview);
    return take_up(sitting, face, interview);
}

static void tidy(void *context)
{
    struct sitting *sitting = context;
    files_drop_trees(&sitting->place->bundle->files);
}

static const char *words(void *context)
{
    struct sitting *sitting = context;
    return custody_words(sitting->custody);
}

static bool help(void *context)
{
    struct sitting *sitting = context;
    bool shown = custody_call(sitting->custody) == 0;
    return bell_ring(sitting->place->bell) || shown;
}

static bool unlock(void *context, const char *typed)
{
    struct sitting *sitting = context;
    return custody_unlocks(sitting->custody, typed);
}

static bool is_staff(void *context, const char *passphrase)
{
    struct sitting *sitting = context;
    struct reader_secret *secret = unlock_any(sitting->place->installation, passphrase, NULL);
    bool right = secret != NULL;
    reader_secret_free(secret);
    if (right) {
        (void)custody_answer_call(sitting->custody); // who called has staff beside them
    }
    return right;
}

// Who went on stands in the event itself; what is urgent must be sealed before.
static bool went_on(void *context, bool by_staff)
{
    struct sitting *sitting = context;
    (void)by_staff;
    if (sitting->owes_partial) {
        seal_partial(sitting);
    }
    return !sitting->owes_partial;
}

static bool hand_over(void *context)
{
    struct sitting *sitting = context;
    return custody_finish(sitting->custody, sitting->session.interview, sitting->began,
                          (int64_t)time(NULL), sitting->slip) == 0;
}

static int put_away(struct sitting *sitting, int code)
{
    if (code == WIZARD_DISCARDED && custody_discard(sitting->custody) != 0) {
        return WIZARD_DRAFT; // it is closed, and expires
    }
    return code;
}

int sitting_wizard(struct sitting *sitting, struct loop *loop, struct screen *screen, bool kiosk)
{
    const struct wizard_setup setup = {
        .loop = loop,
        .screen = screen,
        .width = screen_width,
        .today = sitting->today,
        .slip = sitting->slip,
        .begun = tidy,
        .context = sitting,
        .kiosk = kiosk,
        .words = words,
        .help = help,
        .unlock = unlock,
        .unlock_staff = is_staff,
        .staff = is_staff,
        .went_on = went_on,
        .hand_over = hand_over,
    };
    return put_away(sitting, wizard_run(&sitting->session, &setup));
}

int sitting_lines(struct sitting *sitting, struct line_input *input, FILE *out)
{
    const struct line_setup setup = {
        .input = input,
        .out = out,
        .echo = isatty(STDIN_FILENO) == 0,
        .today = sitting->today,
        .slip = sitting->slip,
        .context = sitting,
        .words = words,
        .help = help,
        .went_on = went_on,
        .hand_over = hand_over,
    };
    return put_away(sitting, line_run(&sitting->session, &setup));
}

void sitting_end(struct sitting *sitting)
{
    int error = errno;
    session_end(&sitting->session);
    custody_close(sitting->custody);
    seal_wipe(sitting->slip, sizeof sitting->slip);
    sitting->custody = NULL;
    errno = error;
}
