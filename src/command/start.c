// intake start: the options, and which of its two ways is taken: an interview, or the page of
// answers in a file.
#include "command/start.h"

#include "command/bundle.h"
#include "command/command.h"
#include "command/from_paper.h"
#include "command/options.h"
#include "command/page.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

static const char usage[] =
    "example: intake start                  the interview, full screen\n"
    "         intake start --line           as plain lines, for Braille, speech and ssh\n"
    "\n"
    "usage: intake start [--line] [--ascii] [--color=never|auto] [--config=DIR] [--drafts=DIR]\n"
    "                    [--data=DIR] [--practice] [--reopen] [--from-paper [--keyed-by=NAME]]\n"
    "                    [--today=YYYY-MM-DD] [--flag-exit] [--no-input] [--form=FORM | FORM]\n"
    "       intake start --answers=FILE|- [--ascii] [--config=DIR] [--today=YYYY-MM-DD] [FORM]\n"
    "Where this installation was set up ('intake setup'), answers are sealed from the first one. Before\n"
    "that, and with --practice, they stay in memory unsealed: not for patients.\n"
    "  --line       plain lines; also when ACCESSIBLE is set\n"
    "  --answers    no questions: print the therapist's page of the answers in FILE\n"
    "  --data       the data folder, instead of $INTAKE_DATA, /var/lib/intake or the user's own\n"
    "  --practice   an interview that is not real\n"
    "  --reopen     go on with one whose four words are lost: asks for a reader's passphrase\n"
    "  --from-paper staff key what a patient wrote on paper; the record and its page say so, and by whom and\n"
    "               of which day: asked on a terminal, or --keyed-by and --today\n"
    "  --drafts     where practice interviews are kept, instead of $INTAKE_DRAFTS or the runtime directory\n"
    "  --no-input   never ask: fail, and say what is missing\n"
    "  --flag-exit  exit 6 if an urgent rule is present at the end\n"
    "Exit 0: finished. 2: wrong use, or no terminal. 3: left, what was said is kept. 4: thrown away.\n"
    "74: answers cannot be kept. 78: errors in form, rules or settings. 128+n: signal n, draft kept.\n";

static int read_colour(const char *text, struct wishes *wishes)
{
    if (strcmp(text, "never") != 0 && strcmp(text, "auto") != 0) {
        fprintf(stderr, "intake start: --color=%s; expected never or auto\n", text);
        return EXIT_WRONG_USE;
    }
    wishes->no_colour = strcmp(text, "never") == 0;
    return EXIT_FINE;
}

static int read_wishes(int argc, char **argv, struct wishes *wishes)
{
    const char *today = NULL, *colour = NULL;
    const struct option_wanted wanted[] = {
        {"form", 'f', &wishes->form, NULL, NULL, 0},
        {"config", 'c', &wishes->config, NULL, NULL, 0},
        {"line", 'l', NULL, &wishes->line, NULL, 0},
        {"ascii", 'A', NULL, &wishes->ascii, NULL, 0},
        {"color", 'C', &colour, NULL, NULL, 0},
        {"answers", 'a', &wishes->answers, NULL, NULL, 0},
        {"no-input", 'n', NULL, &wishes->no_input, NULL, 0},
        {"drafts", 'd', &wishes->drafts, NULL, NULL, 0},
        {"data", 'D', &wishes->data, NULL, NULL, 0},
        {"practice", 'p', NULL, &wishes->practice, NULL, 0},
        {"reopen", 'R', NULL, &wishes->reopen, NULL, 0},
        {"from-paper", 'P', NULL, &wishes->from_paper, NULL, 0},
        {"keyed-by", 'K', &wishes->keyed_by, NULL, NULL, 0},
        {"today", 't', &today, NULL, NULL, 0},
        {"flag-exit", 'F', NULL, &wishes->flag_exit, NULL, 0},
    };
    int code = options_read(argc, argv, usage, wanted, sizeof wanted / sizeof *wanted, 1);
    if (code == OPTIONS_READ) {
        code = options_day("start", today, &wishes->today, &wishes->today_given);
        code = code == EXIT_FINE && colour != NULL ? read_colour(colour, wishes) : code;
        code = code == EXIT_FINE ? OPTIONS_READ : code;
    }
    return code;
}

int command_start(int argc, char **argv)
{
    struct wishes wishes = {0};
    char keyed_by[KEYED_BY_MOST];
    int code = read_wishes(argc, argv, &wishes);
    if (code != OPTIONS_READ) {
        return code;
    }
    code = from_paper_settle(&wishes, keyed_by);
    if (code != EXIT_FINE) {
        return code;
    }
    if (argc - optind > (wishes.form == NULL ? 1 : 0)) {
        fputs(usage, stderr);
        return EXIT_WRONG_USE;
    }
    const char *form = optind < argc ? argv[optind] : wishes.form;
    char folder[4096], config[4096 + 16];
    bundle_folder(form, folder, sizeof folder);
    bundle_config(wishes.config, folder, config, sizeof config);
    struct bundle bundle;
    code = bundle_open(&bundle, folder, config);
    if (code != EXIT_FINE) {
        bundle_print(&bundle.issues, stderr);
    } else if (wishes.answers != NULL) {
        const struct page_source how = {
            .day = wishes.today_given ? &wishes.today : NULL,
        };
        const struct rendering rendering = {.format = FORMAT_TEXT, .ascii = wishes.ascii};
        code = page_of_file(&bundle, "start", wishes.answers, &how, &rendering);
    } else {
        code = hold_interview(&bundle, &wishes);
    }
    bundle_close(&bundle);
    return code;
}
