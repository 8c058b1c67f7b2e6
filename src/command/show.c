// intake show: the therapist's page, of an interview of this machine or of answers in a file.
#include "command/bundle.h"
#include "command/command.h"
#include "command/listed.h"
#include "command/opened.h"
#include "command/options.h"
#include "command/page.h"
#include "command/practice.h"

#include <limits.h>
#include <unistd.h>

static const char usage[] =
    "example: intake show                         the newest practice interview\n"
    "         intake show --answers=answers.cfg forms/dry-needling\n"
    "         intake show 17                      a sealed record, with a reader's passphrase\n"
    "         intake show maple-otter-41          the newest record with this slip\n"
    "         intake show 17 --format=pdf >page.pdf\n"
    "         intake show --blank --format=pdf forms/dry-needling | lp\n"
    "\n"
    "usage: intake show [--list] [--form=FORM] [--config=DIR] [--format=...] [NAME]\n"
    "       intake show --answers=FILE|- [--config=DIR] [--today=YYYY-MM-DD] [--format=...] [FORM]\n"
    "       intake show ENTRY|SLIP [--data=DIR] [--document=...] [--format=...]\n"
    "       intake show --blank [--config=DIR] [--format=...] [FORM]\n"
    "Prints the therapist's page, or another document of the same answers.\n"
    "  --document page (default); answers: all, as they were asked; findings: all of them; measures: over\n"
    "             time; notes: what was decided and noted; copy: the patient's own, without findings and without\n"
    "             what is private\n"
    "  --blank    the form on paper, for a day without power\n"
    "  --format   text: 80 columns (default); html: one file; pdf: for a printer; fhir: a sealed record as FHIR JSON\n"
    "  --paper    a4 or letter, for pdf; else what the clinic's file says, else a4\n"
    "  --list     interviews under way, calls for help, and the sealed records (and practice interviews)\n"
    "  --headlines  with a passphrase: the slips, whose the records are, and the gravest finding\n"
    "  --ascii    text of plain characters only\n"
    "  --evidence under each paragraph, the questions whose answers it rests on (text)\n"
    "A record is shown on the form of its day, with what stands beside it; that it was read is in 'intake log',\n"
    "and that it was exported, if it left in another format than text.\n"
    "Exit 1: a damaged interview (what comes before the damage is printed), or errors in FILE.\n"
    "Exit 74: the page could not be made or written.\n";

struct wishes {
    const char *config, *form, *answers, *drafts, *data;
    bool list, headlines, evidence, blank, today_given, paper_given;
    enum summary_document document;
    day_number today;
    struct rendering rendering;
};

// What is more than a text or a flag. EXIT_FINE, or EXIT_WRONG_USE after saying why.
struct given {
    const char *today, *format, *paper, *document;
};

static int take_given(const struct given *given, struct wishes *wishes)
{
    wishes->paper_given = given->paper != NULL;
    if ((given->format != NULL &&
         !render_read_format("show", given->format, &wishes->rendering.format)) ||
        (given->paper != NULL &&
         !render_read_paper("show", given->paper, &wishes->rendering.paper))) {
        return EXIT_WRONG_USE;
    }
    if (given->document != NULL && !page_read_document(given->document, &wishes->document)) {
        fprintf(stderr,
                "intake show: there is no document '%s'; page, answers, findings, measures, "
                "notes or copy\n",
                given->document);
        return EXIT_WRONG_USE;
    }
    return options_day("show", given->today, &wishes->today, &wishes->today_given);
}

static int read_wishes(int argc, char **argv, struct wishes *wishes)
{
    struct given given = {NULL, NULL, NULL, NULL};
    const struct option_wanted wanted[] = {
        {"config", 'c', &wishes->config, NULL, NULL, 0},
        {"form", 'f', &wishes->form, NULL, NULL, 0},
        {"answers", 'a', &wishes->answers, NULL, NULL, 0},
        {"today", 't', &given.today, NULL, NULL, 0},
        {"drafts", 'd', &wishes->drafts, NULL, NULL, 0},
        {"list", 'l', NULL, &wishes->list, NULL, 0},
        {"ascii", 'A', NULL, &wishes->rendering.ascii, NULL, 0},
        {"evidence", 'e', NULL, &wishes->evidence, NULL, 0},
        {"data", 0, &wishes->data, NULL, NULL, 0},
        {"headlines", 0, NULL, &wishes->headlines, NULL, 0},
        {"format", 0, &given.format, NULL, NULL, 0},
        {"paper", 0, &given.paper, NULL, NULL, 0},
        {"document", 0, &given.document, NULL, NULL, 0},
        {"blank", 0, NULL, &wishes->blank, NULL, 0},
    };
    int code = options_read(argc, argv, usage, wanted, sizeof wanted / sizeof *wanted, INT_MAX);
    if (code == OPTIONS_READ) {
        code = take_given(&given, wishes);
        code = code == EXIT_FINE ? OPTIONS_READ : code;
    }
    return code;
}

static int show_record(const struct wishes *wishes, const char *named)
{
    struct opened opened;
    int code = opened_open(&opened, "show", wishes->data, named);
    if (code == EXIT_FINE) {
        struct rendering rendering = wishes->rendering;
        if (!wishes->paper_given && opened.visit->of->clinic->letter) {
            rendering.paper = PAPER_LETTER;
        }
        code = opened_show(&opened, &rendering, wishes->document, wishes->evidence);
    }
    opened_close(&opened);
    return code;
}

static int show_blank(const struct bundle *bundle, const struct rendering *rendering)
{
    struct summary *summary = page_blank(bundle);
    int code = render_print("show", summary, rendering);
    summary_free(summary);
    return code;
}

// The form itself, or of answers in a file, or of a practice interview.
static int show_loaded(struct bundle *bundle, const struct wishes *wishes, const char *named)
{
    struct rendering rendering = wishes->rendering;
    if (!wishes->paper_given && bundle->clinic->letter) {
        rendering.paper = PAPER_LETTER;
    }
    if (wishes->blank) {
        return show_blank(bundle, &rendering);
    }
    if (wishes->answers != NULL) {
        const struct page_source how = {
            .document = wishes->document,
            .day = wishes->today_given ? &wishes->today : NULL,
            .evidence = wishes->evidence,
        };
        return page_of_file(bundle, "show", wishes->answers, &how, &rendering);
    }
    const struct practice_wish wish = {
        .drafts = wishes->drafts,
        .data = wishes->data,
        .name = named,
        .list = wishes->list,
        .evidence = wishes->evidence,
        .document = wishes->document,
        .rendering = rendering,
    };
    return practice_show(bundle, &wish);
}

int command_show(int argc, char **argv)
{
    struct wishes wishes = {.rendering.format = FORMAT_TEXT};
    int code = read_wishes(argc, argv, &wishes);
    if (code != OPTIONS_READ) {
        return code;
    }
    const char *named = optind < argc ? argv[optind] : NULL;
    if (wishes.headlines) {
        return listed_print("show", wishes.data, true);
    }
    code = wishes.list ? EXIT_FINE : render_may("show", &wishes.rendering);
    if (code != EXIT_FINE) {
        return code;
    }
    bool of_a_form = wishes.blank || wishes.answers != NULL;
    if (named != NULL && !of_a_form && opened_is_named(named)) {
        return show_record(&wishes, named);
    }
    const char *form = wishes.form != NULL ? wishes.form : of_a_form ? named : NULL;
    char folder[4096], config[4096 + 16];
    bundle_folder(form, folder, sizeof folder);
    bundle_config(wishes.config, folder, config, sizeof config);
    struct bundle bundle;
    code = bundle_open(&bundle, folder, config);
    if (code != EXIT_FINE) {
        bundle_print(&bundle.issues, stderr);
    } else {
        code = show_loaded(&bundle, &wishes, named);
    }
    bundle_close(&bundle);
    return code == EXIT_FINE && wishes.list ? listed_print("show", wishes.data, false) : code;
}
