// intake start: the options, and which of its two ways is taken: an interview, or the page of
// answers in a file.
#include "command/start.h"

#include "command/bundle.h"
#include "command/command.h"
#include "command/page.h"

#include <getopt.h>
#include <stdio.h>
#include <string.h>

static const char usage[] =
    "example: intake start                  the interview, full screen\n"
    "         intake start --line           as plain lines, for Braille, speech and ssh\n"
    "\n"
    "usage: intake start [--line] [--ascii] [--color=never|auto] [--config=DIR] [--drafts=DIR]\n"
    "                    [--data=DIR] [--practice] [--reopen] [--today=YYYY-MM-DD] [--flag-exit] [--no-input]\n"
    "                    [--form=FORM | FORM]\n"
    "       intake start --answers=FILE|- [--ascii] [--config=DIR] [--today=YYYY-MM-DD] [FORM]\n"
    "Where this installation was set up ('intake setup'), answers are sealed from the first one. Before\n"
    "that, and with --practice, they stay in memory unsealed: not for patients.\n"
    "  --line       plain lines; also when ACCESSIBLE is set\n"
    "  --answers    no questions: print the therapist's page of the answers in FILE\n"
    "  --data       the data folder, instead of $INTAKE_DATA, /var/lib/intake or the user's own\n"
    "  --practice   an interview that is not real\n"
    "  --reopen     go on with one whose four words are lost: asks for a reader's passphrase\n"
    "  --drafts     where practice interviews are kept, instead of $INTAKE_DRAFTS or the runtime directory\n"
    "  --no-input   never ask: fail, and say what is missing\n"
    "  --flag-exit  exit 6 if an urgent rule is present at the end\n"
    "Exit 0: finished. 2: wrong use, or no terminal. 3: left, what was said is kept. 4: thrown away.\n"
    "74: answers cannot be kept. 78: errors in form, rules or settings. 128+n: signal n, draft kept.\n";

static int read_today(const char *text, struct wishes *wishes)
{
    struct date date;
    if (!date_parse(text, strlen(text), 0, &date) || date.precision != DATE_DAY) {
        fprintf(stderr, "intake start: --today=%s is no day; expected YYYY-MM-DD\n", text);
        return EXIT_WRONG_USE;
    }
    wishes->today = date.first;
    wishes->today_given = true;
    return EXIT_FINE;
}

static int read_colour(const char *text, struct wishes *wishes)
{
    if (strcmp(text, "never") != 0 && strcmp(text, "auto") != 0) {
        fprintf(stderr, "intake start: --color=%s; expected never or auto\n", text);
        return EXIT_WRONG_USE;
    }
    wishes->no_colour = strcmp(text, "never") == 0;
    return EXIT_FINE;
}

static const struct option options[] = {
    {"form", required_argument, NULL, 'f'},
    {"config", required_argument, NULL, 'c'},
    {"line", no_argument, NULL, 'l'},
    {"ascii", no_argument, NULL, 'A'},
    {"color", required_argument, NULL, 'C'},
    {"answers", required_argument, NULL, 'a'},
    {"no-input", no_argument, NULL, 'n'},
    {"drafts", required_argument, NULL, 'd'},
    {"data", required_argument, NULL, 'D'},
    {"practice", no_argument, NULL, 'p'},
    {"reopen", no_argument, NULL, 'R'},
    {"today", required_argument, NULL, 't'},
    {"flag-exit", no_argument, NULL, 'F'},
    {"help", no_argument, NULL, 'h'},
    {NULL, 0, NULL, 0},
};

// One option. -1: --help was all that was wanted.
static int read_wish(int option, struct wishes *wishes)
{
    switch (option) {
    case 'f':
        wishes->form = optarg;
        return EXIT_FINE;
    case 'c':
        wishes->config = optarg;
        return EXIT_FINE;
    case 'a':
        wishes->answers = optarg;
        return EXIT_FINE;
    case 'd':
        wishes->drafts = optarg;
        return EXIT_FINE;
    case 'D':
        wishes->data = optarg;
        return EXIT_FINE;
    case 'p':
        wishes->practice = true;
        return EXIT_FINE;
    case 'R':
        wishes->reopen = true;
        return EXIT_FINE;
    case 'l':
        wishes->line = true;
        return EXIT_FINE;
    case 'A':
        wishes->ascii = true;
        return EXIT_FINE;
    case 'n':
        wishes->no_input = true;
        return EXIT_FINE;
    case 'F':
        wishes->flag_exit = true;
        return EXIT_FINE;
    case 't':
        return read_today(optarg, wishes);
    case 'C':
        return read_colour(optarg, wishes);
    case 'h':
        fputs(usage, stdout);
        return -1;
    default:
        fputs(usage, stderr);
        return EXIT_WRONG_USE;
    }
}

int command_start(int argc, char **argv)
{
    struct wishes wishes = {0};
    int code = EXIT_FINE;
    for (int option; code == EXIT_FINE && (option = getopt_long(argc, argv, "f:c:lAC:a:nd:D:pRt:Fh",
                                                                options, NULL)) != -1;) {
        code = read_wish(option, &wishes);
    }
    if (code != EXIT_FINE) {
        return code < 0 ? EXIT_FINE : code;
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
            .ascii = wishes.ascii,
        };
        code = page_of_file(&bundle, "start", wishes.answers, &how);
    } else {
        code = hold_interview(&bundle, &wishes);
    }
    bundle_close(&bundle);
    return code;
}
