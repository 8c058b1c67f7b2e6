// intake review: the therapist's desk. Composition only: the installation, the terminal, and what
// the desk asks of the machine around it.
#include "command/ask.h"
#include "command/bundle.h"
#include "command/clock.h"
#include "command/command.h"
#include "command/desk.h"
#include "command/folders.h"
#include "command/given.h"
#include "command/leave.h"
#include "command/options.h"
#include "command/prepare.h"
#include "command/report.h"
#include "command/shelf.h"
#include "patient/wizard/open.h"
#include "therapist/therapist.h"

#include <inttypes.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char usage[] =
    "example: intake review\n"
    "\n"
    "usage: intake review [--data=DIR] [--config=DIR] [--ascii] [--color=never|auto]\n"
    "Who waits, what matters, why; the decision, signed. Asks for a reader's passphrase; locks itself.\n"
    "  --data    the data folder, instead of $INTAKE_DATA, /var/lib/intake or the user's own\n"
    "  --config  where clinic.cfg stands: what prints, and after how long without a key the desk locks\n"
    "Keys are on the screen; H explains them.\n"
    "Exit 0: left. 1: there is no installation. 2: wrong use, or no terminal. 78: errors in clinic.cfg.\n"
    "128+n: signal n.\n";

struct wishes {
    const char *data, *config;
    bool ascii, no_colour;
};

struct review {
    struct desk desk;
    struct shelf *shelf;
    struct files files;
    struct issues issues;
    struct clinic *clinic;
    char config[4096 + 16];
};

static int64_t now(void *context)
{
    (void)context;
    return desk_now();
}

static const struct therapist_form *form(void *context, const uint8_t form_hash[SEAL_HASH],
                                         const uint8_t rules_hash[SEAL_HASH], const char **why)
{
    struct review *review = context;
    return shelf_get(review->shelf, form_hash, rules_hash, why);
}

static enum paper paper_of(const struct review *review)
{
    return review->clinic->letter ? PAPER_LETTER : PAPER_A4;
}

static bool print(void *context, const struct therapist_paper *paper, char *said)
{
    struct review *review = context;
    struct buffer bytes;
    bool done =
        given_render(paper, paper_of(review), &bytes, said) &&
        leave_to_program(review->clinic->print, bytes.bytes, bytes.length, LEAVE_PATIENCE, said);
    buffer_clear(&bytes);
    return done;
}

static bool export(void *context, const struct therapist_paper *paper, const char *folder,
                   char *said)
{
    struct review *review = context;
    struct buffer bytes;
    bool done = given_render(paper, paper_of(review), &bytes, said) &&
                leave_as_file(folder, paper->name, given_ending(paper->format), bytes.bytes,
                              bytes.length, said);
    buffer_clear(&bytes);
    return done;
}

static size_t places(void *context, char list[THERAPIST_PLACES][THERAPIST_PATH])
{
    (void)context;
    return folders_mounted(list, THERAPIST_PLACES);
}

static size_t complete(void *context, char *path)
{
    (void)context;
    return folders_complete(path);
}

static void home(void *context, char *path)
{
    (void)context;
    folders_home(path);
}

// Of the follow-up form as it is now.
static bool next(void *context, const struct reader *reader, const struct reader_secret *secret,
                 const struct interview *interview, const uint8_t id[ENTRY_ID], struct buffer *out,
                 char *said)
{
    struct review *review = context;
    struct bundle bundle;
    struct prepared prepared = {.words = NULL};
    char folder[4096];
    const char *why = "the form of the next visit has errors; 'intake check' names them";
    bundle_folder("follow-up", folder, sizeof folder);
    int code = bundle_open(&bundle, folder, review->config);
    if (code == EXIT_FINE) {
        // Whoever unlocked the screen acts, for as long as that takes.
        review->desk.reader = reader;
        review->desk.secret = (struct reader_secret *)(size_t)secret; // it is only read
        code = prepare_visit(&review->desk, interview, id, &bundle, &prepared, &why);
        review->desk.reader = NULL;
        review->desk.secret = NULL;
    }
    snprintf(said, THERAPIST_SAID, "%s", why);
    if (code == EXIT_FINE) {
        buffer_print(out, "Ready: %s.\n", bundle.form->title);
        prepared_say(&prepared, interview, &bundle, out);
    }
    prepared_clear(&prepared);
    bundle_close(&bundle);
    return code == EXIT_FINE;
}

enum { REPORT_DAYS = 30 };

static bool report(void *context, const struct reader *reader, const struct reader_secret *secret,
                   struct buffer *out, char *said)
{
    struct review *review = context;
    const struct report_wishes wishes = {.days = REPORT_DAYS};
    uint32_t unread = 0;
    int code = EXIT_FINE;
    review->desk.reader = reader;
    review->desk.secret = (struct reader_secret *)(size_t)secret; // it is only read
    bool made = report_write(&review->desk, &wishes, out, &unread, &code);
    review->desk.reader = NULL;
    review->desk.secret = NULL;
    if (made && unread > 0) {
        buffer_print(out, "\nNot counted, since they cannot be read: %" PRIu32 ".\n", unread);
    }
    if (code != EXIT_FINE) {
        snprintf(said, THERAPIST_SAID, "The records cannot be read to their end.");
    } else if (!made) {
        snprintf(said, THERAPIST_SAID,
                 "Fewer than %d interviews in %d days: nothing can be said that is not about "
                 "somebody.",
                 NUMBERS_LEAST, REPORT_DAYS);
    }
    return made && code == EXIT_FINE;
}

static bool is_set(const char *name)
{
    const char *value = getenv(name);
    return value != NULL && value[0] != '\0';
}

// The form that is used today is opened before anyone waits for it. Where that is not possible, the
// record that needs it says why.
static void open_todays_form(struct review *review)
{
    struct approval approval;
    const char *why = NULL;
    if (installation_approval(&review->desk.installation, &approval) == 0) {
        (void)shelf_get(review->shelf, approval.form, approval.rules, &why);
    }
}

static int sit_down(struct review *review, const struct wizard_open_options *options, bool ascii)
{
    static struct wizard_terminal terminal; // must not move while it is open
    const char *why = "this terminal cannot show it";
    const char *country = review->clinic->country;
    if (wizard_open(&terminal, options, &why) != 0) {
        fprintf(stderr, "intake review: %s\n", why);
        return EXIT_WRONG_USE;
    }
    const struct therapist_setup setup = {
        .loop = &terminal.loop,
        .screen = terminal.screen,
        .width = screen_width,
        .ascii = ascii || !screen_utf8(terminal.screen),
        .installation = &review->desk.installation,
        .idle_seconds = review->clinic->desk_seconds,
        .print_today_only = review->clinic->print_today_only,
        .next_days = review->clinic->prepared_days,
        .month_first = country != NULL && strcmp(country, "US") == 0,
        .now = now,
        .when = clock_when,
        .form = form,
        .print = print,
        .export = export,
        .places = places,
        .complete = complete,
        .home = home,
        .next = next,
        .report = report,
        .context = review,
    };
    int code = therapist_run(&setup);
    wizard_close(&terminal);
    return code;
}

static int open_clinic(struct review *review, const struct wishes *wishes)
{
    char folder[4096];
    bundle_folder(NULL, folder, sizeof folder);
    bundle_config(wishes->config, folder, review->config, sizeof review->config);
    if (load_clinic(review->config, &review->files, &review->issues, &review->clinic) == 0) {
        return EXIT_FINE;
    }
    bundle_print(&review->issues, stderr);
    return EXIT_CONFIG;
}

static int review(const struct wishes *wishes)
{
    struct review review = {.shelf = NULL};
    const char *why = "this is no terminal";
    const struct wizard_open_options options = {
        .term = getenv("TERM"),
        .colour = !wishes->no_colour && !is_set("NO_COLOR"),
        .ascii = wishes->ascii,
    };
    if (isatty(STDIN_FILENO) == 0 || isatty(STDOUT_FILENO) == 0 ||
        wizard_check(&options, &why) != 0) {
        fprintf(stderr, "intake review: %s; 'intake show' prints one record on any\n", why);
        return EXIT_WRONG_USE;
    }
    files_init(&review.files);
    issues_init(&review.issues);
    int code = desk_open(&review.desk, "review", wishes->data);
    if (code == EXIT_FINE) {
        code = open_clinic(&review, wishes);
    }
    if (code == EXIT_FINE) {
        (void)signal(SIGPIPE, SIG_IGN); // a printer's program may end before it has read all
        review.shelf = shelf_new(review.desk.installation.store);
        open_todays_form(&review);
        code = sit_down(&review, &options, wishes->ascii);
    }
    shelf_free(review.shelf);
    clinic_free(review.clinic);
    issues_clear(&review.issues);
    files_clear(&review.files);
    desk_close(&review.desk);
    return code;
}

int command_review(int argc, char **argv)
{
    struct wishes wishes = {0};
    const char *colour = NULL;
    const struct option_wanted wanted[] = {
        {"data", 'D', &wishes.data, NULL, NULL, 0},
        {"config", 'c', &wishes.config, NULL, NULL, 0},
        {"ascii", 'A', NULL, &wishes.ascii, NULL, 0},
        {"color", 'C', &colour, NULL, NULL, 0},
    };
    int code = options_read(argc, argv, usage, wanted, sizeof wanted / sizeof *wanted, 0);
    if (code != OPTIONS_READ) {
        return code;
    }
    if (colour != NULL && strcmp(colour, "never") != 0 && strcmp(colour, "auto") != 0) {
        fprintf(stderr, "intake review: --color=%s; expected never or auto\n", colour);
        return EXIT_WRONG_USE;
    }
    wishes.no_colour = colour != NULL && strcmp(colour, "never") == 0;
    return review(&wishes);
}
