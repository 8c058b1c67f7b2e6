// intake screen: answers from a file, findings out, one fact a line. For tests and for other
// programs.
#include "command/batch.h"
#include "command/bundle.h"
#include "command/clock.h"
#include "command/command.h"
#include "command/opened.h"
#include "command/options.h"
#include "command/page.h"
#include "screening/lines.h"

#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const char usage[] =
    "example: intake screen forms/dry-needling answers.cfg --today=2026-03-02\n"
    "\n"
    "usage: intake screen FORM ANSWERS|- [--config=DIR] [--today=YYYY-MM-DD] [--format=text|tsv]\n"
    "       intake screen FORM --batch=FILE|- [--config=DIR] [--today=YYYY-MM-DD]\n"
    "       intake screen --record=ENTRY [--data=DIR] [--format=text|tsv]\n"
    "Screens a set of answers (forms/README.md says how they are written) and prints what follows.\n"
    "tsv: finding, score, asked, silent and aside lines, tab-separated.\n"
    "--batch: one answer set a line (config/README.md describes the columns), one line of findings each.\n"
    "--record: a sealed record, with a reader's passphrase, by the form and rules of its day; the findings are those\n"
    "it was sealed with, for ever (exit 1 if they are not).\n"
    "Exit 0: screened. 1: errors in the answers. 78: errors in form, rules or settings.\n";

struct wishes {
    const char *config, *batch, *record, *data;
    bool today_given, tsv;
    day_number today;
};

static void print_lines(const struct bundle *bundle, const struct answers *answers, bool tabs)
{
    struct buffer lines;
    buffer_init(&lines, LIMIT_CFG_BYTES);
    truth *found = page_findings(bundle, answers);
    lines_write(bundle->rules, found, answers, bundle->clinic, tabs, &lines);
    fwrite(lines.bytes, 1, lines.length, stdout);
    free(found);
    buffer_clear(&lines);
}

static int screen_one(struct bundle *bundle, const char *name, const struct wishes *wishes)
{
    struct answers_setup setup = {
        .form = bundle->form,
        .settings = bundle->settings,
        .today_known = true,
        .today = wishes->today,
    };
    if (!wishes->today_given) {
        setup.today_known = clock_today(&setup.today);
    }
    struct answers *answers = NULL;
    int failed = load_answers(name, &setup, &bundle->files, &bundle->issues, &answers);
    bundle_print(&bundle->issues, stderr);
    if (failed == 0) {
        print_lines(bundle, answers, wishes->tsv);
    }
    answers_free(answers);
    return failed == 0 ? EXIT_FINE : EXIT_FOUND;
}

static int read_wishes(int argc, char **argv, struct wishes *wishes)
{
    const char *today = NULL, *format = NULL;
    const struct option_wanted wanted[] = {
        {"config", 'c', &wishes->config, NULL, NULL, 0},
        {"today", 't', &today, NULL, NULL, 0},
        {"format", 'f', &format, NULL, NULL, 0},
        {"batch", 'b', &wishes->batch, NULL, NULL, 0},
        {"record", 'r', &wishes->record, NULL, NULL, 0},
        {"data", 'd', &wishes->data, NULL, NULL, 0},
    };
    int code = options_read(argc, argv, usage, wanted, sizeof wanted / sizeof *wanted, 2);
    if (code == OPTIONS_READ) {
        code = options_day("screen", today, &wishes->today, &wishes->today_given);
        code = code == EXIT_FINE ? options_tabs("screen", format, &wishes->tsv) : code;
        code = code == EXIT_FINE ? OPTIONS_READ : code;
    }
    return code;
}

static int screen_record(const struct wishes *wishes)
{
    struct opened opened;
    int code = opened_open(&opened, "screen", wishes->data, wishes->record);
    if (code == EXIT_FINE) {
        code = opened_screen(&opened, wishes->tsv);
    }
    opened_close(&opened);
    return code;
}

int command_screen(int argc, char **argv)
{
    struct wishes wishes = {.tsv = false};
    int code = read_wishes(argc, argv, &wishes);
    if (code != OPTIONS_READ) {
        return code;
    }
    int files = wishes.record != NULL ? 0 : wishes.batch != NULL ? 1 : 2;
    if (argc - optind != files) {
        fputs(usage, stderr);
        return EXIT_WRONG_USE;
    }
    if (wishes.record != NULL) {
        return screen_record(&wishes);
    }
    char folder[4096], config[4096 + 16];
    bundle_folder(argv[optind], folder, sizeof folder);
    bundle_config(wishes.config, folder, config, sizeof config);
    struct bundle bundle;
    code = bundle_open(&bundle, folder, config);
    if (code != EXIT_FINE) {
        bundle_print(&bundle.issues, stderr);
    } else if (wishes.batch != NULL) {
        bool known = wishes.today_given || clock_today(&wishes.today);
        code = batch_screen(&bundle, wishes.batch, known, wishes.today);
    } else {
        code = screen_one(&bundle, argv[optind + 1], &wishes);
    }
    bundle_close(&bundle);
    if (code == EXIT_FINE && fflush(stdout) != 0) {
        perror("intake screen");
        code = EXIT_IO;
    }
    return code;
}
