// intake screen: answers from a file, findings out, one fact a line. For tests and for other
// programs.
#include "command/batch.h"
#include "command/bundle.h"
#include "command/clock.h"
#include "command/command.h"
#include "command/page.h"
#include "screening/measure.h"

#include <getopt.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
    "example: intake screen forms/dry-needling answers.cfg --today=2026-03-02\n"
    "\n"
    "usage: intake screen FORM ANSWERS|- [--config=DIR] [--today=YYYY-MM-DD] [--format=text|tsv]\n"
    "       intake screen FORM --batch=FILE|- [--config=DIR] [--today=YYYY-MM-DD]\n"
    "Screens a set of answers (forms/README.md says how they are written) and prints what follows.\n"
    "tsv: finding, score, asked, silent and aside lines, tab-separated.\n"
    "--batch: one answer set a line (config/README.md describes the columns), one line of findings each.\n"
    "Exit 0: screened. 1: errors in the answers. 78: errors in form, rules or settings.\n";

struct wishes {
    const char *config, *batch;
    bool today_given, tsv;
    day_number today;
};

static const char *finding_name(truth found)
{
    return found == TRUTH_TRUE ? "present" : "cannot-be-excluded";
}

static void print_findings(const struct bundle *bundle, const truth *found, bool tsv)
{
    for (uint32_t i = 0; i < bundle->rules->count; i++) {
        const struct rule *rule = &bundle->rules->list[i];
        if (rule->off || found[i] == TRUTH_FALSE) {
            continue;
        }
        if (tsv) {
            printf("finding\t%s\t%s\t%s\n", rule->id, rule_class_name(rule->class),
                   finding_name(found[i]));
        } else {
            printf("%-18s %-10s %-24s %s\n", finding_name(found[i]), rule_class_name(rule->class),
                   rule->id, rule->therapist);
        }
    }
}

static void print_scores(const struct bundle *bundle, const struct expr_env *env, bool tsv)
{
    for (uint32_t i = 0; i < bundle->form->score_count; i++) {
        const struct form_score *score = &bundle->form->scores[i];
        struct measure measure = measure_score(bundle->form, i, env);
        if (measure.state == MEASURE_NONE) {
            continue;
        }
        char value[DECIMAL_TEXT] = "not-scored";
        if (measure.state == MEASURE_SCORED) {
            measure_print(score, measure.value, value);
        }
        const char *id = bundle->form->items[score->item].id;
        if (tsv) {
            printf("score\t%s\t%s\t%s\n", id, value,
                   measure.band != NULL ? measure.band->code : "-");
        } else if (measure.state == MEASURE_SCORED) {
            printf("score %s %s%s%s\n", score->title, value, measure.band != NULL ? ", " : "",
                   measure.band != NULL ? measure.band->text : "");
        } else {
            printf("score %s not scored, %u of %u answered\n", score->title, measure.answered,
                   measure.applicable);
        }
    }
}

// Calls `one` for every question of the form, in order, entry by entry.
static void each_question(const struct answers *answers,
                          void (*one)(void *context, const struct answers *answers, uint32_t item,
                                      uint32_t entry),
                          void *context)
{
    const struct form *form = answers_form(answers);
    for (uint32_t item = 0; item < form->asked_end; item++) {
        const struct form_item *it = &form->items[item];
        if (!form_is_question(it)) {
            continue;
        }
        uint32_t entries = it->repeat == FORM_NO_ITEM ? 1 : answers_entries(answers, it->repeat);
        for (uint32_t entry = 0; entry < entries; entry++) {
            one(context, answers, item, entry);
        }
    }
}

static void count_asked(void *context, const struct answers *answers, uint32_t item, uint32_t entry)
{
    uint32_t *asked = context;
    *asked += answers_applies(answers, item, entry) == TRUTH_TRUE;
}

static void print_silent(void *context, const struct answers *answers, uint32_t item,
                         uint32_t entry)
{
    const bool *tsv = context;
    static const char *const names[] = {
        [STATE_DONT_KNOW] = "dont-know", [STATE_DECLINED] = "declined",
        [STATE_SKIPPED] = "skipped",     [STATE_NOT_REACHED] = "not-reached",
        [STATE_PENDING] = "not-reached",
    };
    enum answer_state state = answers_state(answers, item, entry);
    if (state != STATE_ANSWERED && state != STATE_NOT_APPLICABLE) {
        const char *id = answers_form(answers)->items[item].id;
        printf(*tsv ? "silent\t%s\t%s\n" : "silent %s: %s\n", id, names[state]);
    }
}

static void print_aside(void *context, const struct answers *answers, uint32_t item, uint32_t entry)
{
    const bool *tsv = context;
    if (answers_aside(answers, item, entry)) {
        const char *id = answers_form(answers)->items[item].id;
        printf(*tsv ? "aside\t%s\n" : "set aside, does not apply: %s\n", id);
    }
}

static void print_all(const struct bundle *bundle, const struct answers *answers, bool tsv)
{
    truth *found = page_findings(bundle, answers);
    print_findings(bundle, found, tsv);
    free(found);
    struct expr_env env = answers_env(answers);
    print_scores(bundle, &env, tsv);
    uint32_t asked = 0;
    each_question(answers, count_asked, &asked);
    printf(tsv ? "asked\t%u\n" : "asked %u\n", asked);
    each_question(answers, print_silent, &tsv);
    each_question(answers, print_aside, &tsv);
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
        print_all(bundle, answers, wishes->tsv);
    }
    answers_free(answers);
    return failed == 0 ? EXIT_FINE : EXIT_FOUND;
}

static int read_wishes(int argc, char **argv, struct wishes *wishes)
{
    static const struct option options[] = {
        {"config", required_argument, NULL, 'c'}, {"today", required_argument, NULL, 't'},
        {"format", required_argument, NULL, 'f'}, {"batch", required_argument, NULL, 'b'},
        {"help", no_argument, NULL, 'h'},         {NULL, 0, NULL, 0},
    };
    for (int option; (option = getopt_long(argc, argv, "c:t:f:b:h", options, NULL)) != -1;) {
        struct date date;
        switch (option) {
        case 'c':
            wishes->config = optarg;
            break;
        case 't':
            if (!date_parse(optarg, strlen(optarg), 0, &date) || date.precision != DATE_DAY) {
                fprintf(stderr, "intake screen: --today=%s is no day; expected YYYY-MM-DD\n",
                        optarg);
                return EXIT_WRONG_USE;
            }
            wishes->today = date.first;
            wishes->today_given = true;
            break;
        case 'f':
            if (strcmp(optarg, "tsv") != 0 && strcmp(optarg, "text") != 0) {
                fprintf(stderr, "intake screen: --format=%s; expected text or tsv\n", optarg);
                return EXIT_WRONG_USE;
            }
            wishes->tsv = strcmp(optarg, "tsv") == 0;
            break;
        case 'b':
            wishes->batch = optarg;
            break;
        case 'h':
            fputs(usage, stdout);
            exit(EXIT_FINE);
        default:
            fputs(usage, stderr);
            return EXIT_WRONG_USE;
        }
    }
    return EXIT_FINE;
}

int command_screen(int argc, char **argv)
{
    struct wishes wishes = {.tsv = false};
    int code = read_wishes(argc, argv, &wishes);
    if (code != EXIT_FINE) {
        return code;
    }
    if (argc - optind != (wishes.batch != NULL ? 1 : 2)) {
        fputs(usage, stderr);
        return EXIT_WRONG_USE;
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
