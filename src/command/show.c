// intake show: the therapist's page, of an interview of this machine or of answers in a file.
#include "base/ensure.h"
#include "command/bundle.h"
#include "command/clock.h"
#include "command/command.h"
#include "command/opened.h"
#include "command/options.h"
#include "command/page.h"
#include "record/drafts.h"

#include <errno.h>
#include <inttypes.h>
#include <limits.h>
#include <string.h>
#include <unistd.h>

static const char usage[] =
    "example: intake show                         the newest practice interview\n"
    "         intake show --answers=answers.cfg forms/dry-needling\n"
    "         intake show 17                      a sealed record, with a reader's passphrase\n"
    "         intake show maple-otter-41          the newest record with this slip\n"
    "\n"
    "usage: intake show [--list] [--form=FORM] [--config=DIR] [--ascii] [NAME]\n"
    "       intake show --answers=FILE|- [--config=DIR] [--today=YYYY-MM-DD] [FORM]\n"
    "       intake show ENTRY|SLIP [--data=DIR] [--ascii]\n"
    "Prints the therapist's page as 80 columns of text.\n"
    "  --list     interviews under way, calls for help, and the sealed records (and practice interviews)\n"
    "  --headlines  with a passphrase: the slips, whose the records are, and the gravest finding\n"
    "  --ascii    plain characters only\n"
    "  --evidence under each paragraph, the questions whose answers it rests on\n"
    "A record is shown on the form of its day, with the notes beside it; that it was read is in 'intake log'.\n"
    "Exit 1: a damaged interview (what comes before the damage is printed), or errors in FILE.\n";

struct wishes {
    const char *config, *form, *answers, *drafts, *data;
    bool list, headlines, ascii, evidence, today_given;
    day_number today;
};

enum { LISTED = 200 };

static void print_list(const struct draft *list, size_t count)
{
    for (size_t i = 0; i < count && i < LISTED; i++) {
        char when[64];
        printf("%s  %s  %zu answers, %s%s\n", list[i].name,
               clock_print(list[i].began, when, sizeof when), list[i].answers,
               list[i].done ? "finished" : "not finished", list[i].damaged ? ", damaged" : "");
    }
}

static int none_kept(const struct wishes *wishes, const char *name)
{
    bool set_up = opened_is_set_up(wishes->data);
    if (name != NULL) {
        fprintf(stderr, "intake show: there is no interview '%s'; %s\n", name,
                set_up ? "--headlines names the records and their slips" : "--list names them");
        return EXIT_FOUND;
    }
    if (!set_up) {
        puts("There are no practice interviews on this machine.");
    } else if (!wishes->list) {
        puts("There are no practice interviews on this machine; --list names the sealed records.");
    }
    return EXIT_FINE;
}

static int cannot_read(const struct draft *draft)
{
    fprintf(stderr,
            errno == ESTALE ? "intake show: '%s' was answered on another form or version\n"
                            : "intake show: '%s' is damaged, and nothing of it can be read\n",
            draft->name);
    return EXIT_FOUND;
}

static int show_draft(struct bundle *bundle, struct drafts *drafts, const struct draft *draft,
                      const struct wishes *wishes)
{
    struct interview *interview = NULL;
    uint64_t damaged = 0;
    if (drafts_read(drafts, draft->name, draft->done, bundle->form, NULL, &interview, &damaged) !=
        0) {
        return cannot_read(draft);
    }
    const char *partial = NULL;
    if (damaged > 0) {
        partial = "DAMAGED: answers after these were kept but cannot be read.";
        fprintf(stderr,
                "intake show: '%s' is damaged from its frame %" PRIu64
                " on; this is what comes before\n",
                draft->name, damaged);
    } else if (!draft->done) {
        partial = "NOT FINISHED: the interview is under way or was left.";
    }
    // The page is of the answers as they would stand if the interview ended now.
    struct page_source source = {
        .answers = interview_end_answers(interview),
        .interview = interview,
        .began = draft->began,
        .partial = partial,
        .ascii = wishes->ascii,
        .evidence = wishes->evidence,
    };
    int code = page_print(bundle, "show", &source);
    interview_free(interview);
    return damaged > 0 && code == EXIT_FINE ? EXIT_FOUND : code;
}

static int show_kept(struct bundle *bundle, const struct wishes *wishes, const char *name)
{
    char folder[4096];
    int error = 0;
    struct drafts *drafts =
        drafts_open(bundle_drafts(wishes->drafts, folder, sizeof folder), &error);
    if (drafts == NULL) {
        fprintf(stderr, "intake show: %s: %s\n", folder, strerror(error));
        return EXIT_IO;
    }
    static struct draft list[LISTED];
    size_t count = drafts_list(drafts, list, LISTED);
    int code = EXIT_FINE;
    if (count == 0) {
        code = none_kept(wishes, wishes->list ? NULL : name);
    } else if (wishes->list) {
        print_list(list, count);
    } else {
        const struct draft *chosen = name == NULL ? &list[0] : NULL;
        for (size_t i = 0; name != NULL && i < count && i < LISTED; i++) {
            if (strcmp(list[i].name, name) == 0) {
                chosen = &list[i];
            }
        }
        if (chosen == NULL) {
            fprintf(stderr, "intake show: there is no interview '%s'; --list names them\n", name);
            code = EXIT_FOUND;
        } else {
            code = show_draft(bundle, drafts, chosen, wishes);
        }
    }
    drafts_close(drafts);
    return code;
}

static int read_wishes(int argc, char **argv, struct wishes *wishes)
{
    const char *today = NULL;
    const struct option_wanted wanted[] = {
        {"config", 'c', &wishes->config, NULL, NULL, 0},
        {"form", 'f', &wishes->form, NULL, NULL, 0},
        {"answers", 'a', &wishes->answers, NULL, NULL, 0},
        {"today", 't', &today, NULL, NULL, 0},
        {"drafts", 'd', &wishes->drafts, NULL, NULL, 0},
        {"list", 'l', NULL, &wishes->list, NULL, 0},
        {"ascii", 'A', NULL, &wishes->ascii, NULL, 0},
        {"evidence", 'e', NULL, &wishes->evidence, NULL, 0},
        {"data", 0, &wishes->data, NULL, NULL, 0},
        {"headlines", 0, NULL, &wishes->headlines, NULL, 0},
    };
    int code = options_read(argc, argv, usage, wanted, sizeof wanted / sizeof *wanted, INT_MAX);
    if (code == OPTIONS_READ) {
        code = options_day("show", today, &wishes->today, &wishes->today_given);
        code = code == EXIT_FINE ? OPTIONS_READ : code;
    }
    return code;
}

static int show_record(const struct wishes *wishes, const char *named)
{
    static struct opened opened; // large
    int code = opened_open(&opened, "show", wishes->data, named);
    if (code == EXIT_FINE) {
        code = opened_show(&opened, wishes->ascii, wishes->evidence);
    }
    opened_close(&opened);
    return code;
}

int command_show(int argc, char **argv)
{
    struct wishes wishes = {0};
    int code = read_wishes(argc, argv, &wishes);
    if (code != OPTIONS_READ) {
        return code;
    }
    const char *named = optind < argc ? argv[optind] : NULL;
    if (wishes.headlines) {
        return opened_list("show", wishes.data, true);
    }
    if (named != NULL && wishes.answers == NULL && opened_is_named(named)) {
        return show_record(&wishes, named);
    }
    const char *form = wishes.form != NULL ? wishes.form : wishes.answers != NULL ? named : NULL;
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
            .evidence = wishes.evidence,
        };
        code = page_of_file(&bundle, "show", wishes.answers, &how);
    } else {
        code = show_kept(&bundle, &wishes, named);
    }
    bundle_close(&bundle);
    return code == EXIT_FINE && wishes.list ? opened_list("show", wishes.data, false) : code;
}
