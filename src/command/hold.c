// One interview, held: the terminal is looked at first, then the drafts are asked about on plain
// lines, then the journal is opened, and only then the screen. While the screen is open nothing is
// printed beside it.
#include "command/bundle.h"
#include "command/clock.h"
#include "command/command.h"
#include "command/face.h"
#include "command/go_on.h"
#include "command/hold_sealed.h"
#include "command/page.h"
#include "command/start.h"
#include "patient/line/line.h"
#include "patient/session.h"
#include "patient/wizard/open.h"
#include "patient/wizard/wizard.h"
#include "screening/screen.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

// One interview with where it is kept.
struct holding {
    struct bundle *bundle;
    const struct wishes *wishes;
    bool lines; // the line face, not the wizard
    struct session session;
    struct drafts *drafts;
    struct journal journal;
    char name[DRAFT_NAME];
    struct line_input input;
    bool today_known;
    day_number today;
    long long began;
    int finish_error; // errno: the finished interview keeps the name of a draft
};

static uint64_t now(void *context)
{
    (void)context;
    return clock_milliseconds();
}

// The patient reads; now there is time to tidy up after loading.
static void begun(void *context)
{
    struct holding *holding = context;
    files_drop_trees(&holding->bundle->files);
}

static void finished(void *context)
{
    struct holding *holding = context;
    holding->finish_error = drafts_finish(holding->drafts, holding->name) != 0 ? errno : 0;
}

static char *page_in(void *context, int columns)
{
    struct holding *holding = context;
    struct buffer page;
    buffer_init(&page, LIMIT_CFG_BYTES);
    const struct interview *interview = holding->session.interview;
    struct page_source source = {
        .answers = interview_answers(interview),
        .interview = interview,
        .began = holding->began,
    };
    page_text(holding->bundle, &source, holding->wishes->ascii, columns, &page);
    return page.bytes;
}

static char *whole_page(void *context)
{
    return page_in(context, 0);
}

static int run_lines(struct holding *holding)
{
    struct line_setup setup = {
        .input = &holding->input,
        .out = stdout,
        .echo = isatty(STDIN_FILENO) == 0,
        .practice = true,
        .today = holding->today,
        .finished = finished,
        .page = whole_page,
        .context = holding,
    };
    return line_run(&holding->session, &setup);
}

static int run_wizard(struct holding *holding)
{
    static struct wizard_terminal terminal; // must not move while it is open
    const char *why = "this terminal cannot show the wizard";
    const struct wizard_open_options options = face_options(holding->wishes);
    if (wizard_open(&terminal, &options, &why) != 0) {
        return face_refused(why);
    }
    struct wizard_setup setup = {
        .loop = &terminal.loop,
        .screen = terminal.screen,
        .width = screen_width,
        .practice = true,
        .today = holding->today,
        .begun = begun,
        .finished = finished,
        .page = page_in,
        .context = holding,
    };
    int code = wizard_run(&holding->session, &setup);
    wizard_close(&terminal);
    return code;
}

static int begin_new(struct holding *holding, const struct session_setup *setup)
{
    time_t seconds = time(NULL);
    struct tm local = {0};
    localtime_r(&seconds, &local);
    holding->began = (long long)seconds;
    snprintf(holding->name, sizeof holding->name, "%04u%02u%02u-%02u%02u%02u-%ld",
             (unsigned)(local.tm_year + 1900) % 10000, (unsigned)(local.tm_mon + 1) % 100,
             (unsigned)local.tm_mday % 100, (unsigned)local.tm_hour % 100,
             (unsigned)local.tm_min % 100, (unsigned)local.tm_sec % 100, (long)getpid());
    if (drafts_begin(holding->drafts, holding->name, NULL, NULL, &holding->journal) != 0) {
        fprintf(stderr, "intake start: answers cannot be kept: %s\n", strerror(errno));
        return EXIT_CANNOT_CREATE;
    }
    if (session_begin(&holding->session, setup) != 0) {
        fprintf(stderr, "intake start: answers cannot be kept: %s\n", strerror(errno));
        session_end(&holding->session);
        journal_close(&holding->journal);
        return EXIT_IO;
    }
    return EXIT_FINE;
}

// The day a draft began, which it keeps.
static void keep_day(struct holding *holding)
{
    holding->today_known = interview_day(holding->session.interview, &holding->today);
}

static int open_session(struct holding *holding, const struct go_on *found)
{
    struct session_setup setup = {
        .form = holding->bundle->form,
        .rules = holding->bundle->rules,
        .clinic = holding->bundle->clinic,
        .settings = holding->bundle->settings,
        .today_known = holding->today_known,
        .today = holding->today,
        .journal = &holding->journal,
        .face = face_name(holding->wishes),
        .now = now,
    };
    if (found->interview == NULL) {
        return begin_new(holding, &setup);
    }
    memcpy(holding->name, found->draft.name, sizeof holding->name);
    holding->began = found->draft.began;
    holding->journal = found->journal;
    if (session_resume(&holding->session, &setup, found->interview) != 0) {
        fprintf(stderr, "intake start: answers cannot be kept: %s\n", strerror(errno));
        session_end(&holding->session);
        journal_close(&holding->journal);
        return EXIT_IO;
    }
    keep_day(holding);
    return EXIT_FINE;
}

static bool is_urgent(const struct holding *holding)
{
    truth *found = page_findings(holding->bundle, interview_answers(holding->session.interview));
    bool urgent = screen_gravest(holding->bundle->rules, found) == RULE_URGENT;
    free(found);
    return urgent;
}

// Was anything said at all?
static bool has_begun(const struct holding *holding)
{
    size_t count;
    const struct event *trail = interview_trail(holding->session.interview, &count);
    for (size_t i = 0; i < count; i++) {
        if (event_says(trail[i].kind)) {
            return true;
        }
    }
    return false;
}

static int discard(const struct holding *holding, int code)
{
    // Where nothing was said, another start may have tidied it up already.
    if (drafts_discard(holding->drafts, holding->name) != 0 && errno != ENOENT) {
        fprintf(stderr, "intake start: the draft could not be removed: %s\n", strerror(errno));
        return EXIT_IO;
    }
    return code;
}

// What becomes of the draft, and what there is to say of it now that the screen is closed.
static int put_away(struct holding *holding, int code)
{
    if (holding->finish_error != 0) {
        fprintf(stderr, "intake start: the finished interview is named so by the next start: %s\n",
                strerror(holding->finish_error));
    }
    if (code == EXIT_FINE && holding->finish_error != 0) {
        return EXIT_IO;
    }
    if (code == EXIT_FINE) {
        return holding->wishes->flag_exit && is_urgent(holding) ? EXIT_URGENT : EXIT_FINE;
    }
    return code == EXIT_DECLINED || !has_begun(holding) ? discard(holding, code) : code;
}

// From an open drafts folder to the end of the interview.
static int hold(struct holding *holding)
{
    struct go_on found;
    if (go_on_ask(holding->drafts, holding->bundle->form, &holding->input, &found) != 0) {
        return line_signal() != 0 ? EXIT_SIGNAL + line_signal() : EXIT_DRAFT;
    }
    int code = open_session(holding, &found);
    if (code != EXIT_FINE) {
        return code;
    }
    code = holding->lines ? run_lines(holding) : run_wizard(holding);
    code = put_away(holding, code);
    session_end(&holding->session);
    journal_close(&holding->journal);
    return code;
}

int hold_interview(struct bundle *bundle, const struct wishes *wishes)
{
    if (wishes->no_input) {
        fprintf(stderr, "intake start: --no-input: there are no answers; give --answers=FILE\n");
        return EXIT_WRONG_USE;
    }
    bool lines = face_is_line(wishes);
    int code = lines ? EXIT_FINE : face_check(wishes);
    if (code != EXIT_FINE) {
        return code;
    }
    int sealed = hold_sealed(bundle, wishes);
    if (sealed != HOLD_PRACTICE) {
        return sealed;
    }
    struct holding holding = {.bundle = bundle,
                              .wishes = wishes,
                              .lines = lines,
                              .today_known = true,
                              .today = wishes->today};
    if (!wishes->today_given) {
        holding.today_known = clock_today(&holding.today);
    }
    char folder[4096];
    int error = 0;
    holding.drafts = drafts_open(bundle_drafts(wishes->drafts, folder, sizeof folder), &error);
    if (holding.drafts == NULL) {
        fprintf(stderr, "intake start: answers cannot be kept in %s: %s\n", folder,
                strerror(error));
        return EXIT_CANNOT_CREATE;
    }
    line_catch_signals();
    line_input_init(&holding.input, stdin);
    code = hold(&holding);
    line_input_clear(&holding.input);
    drafts_close(holding.drafts);
    return code;
}
