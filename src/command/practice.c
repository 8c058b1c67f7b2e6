#include "command/practice.h"

#include "command/clock.h"
#include "command/command.h"
#include "command/listed.h"
#include "record/drafts.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

// How many questions are answered can be told only of an interview on this form.
static void print_answered(struct drafts *drafts, const struct draft *draft,
                           const struct form *form)
{
    struct interview *interview = NULL;
    uint64_t damaged = 0;
    uint32_t asked, settled;
    if (drafts_read(drafts, draft->name, draft->done, form, NULL, &interview, &damaged) == 0) {
        interview_counts(interview, &asked, &settled);
        printf("%u question%s answered, ", (unsigned)settled, settled == 1 ? "" : "s");
        interview_free(interview);
    }
}

static void print_list(struct drafts *drafts, const struct form *form, const struct draft *list,
                       size_t count)
{
    for (size_t i = 0; i < count; i++) {
        char when[64];
        printf("%s  %s  ", list[i].name, clock_print(list[i].began, when, sizeof when));
        print_answered(drafts, &list[i], form);
        printf("%s%s\n", list[i].done ? "finished" : "not finished",
               list[i].damaged ? ", damaged" : "");
    }
}

static int none_kept(const struct practice_wish *wish, const char *name)
{
    bool set_up = listed_is_set_up(wish->data);
    if (name != NULL) {
        fprintf(stderr, "intake show: there is no interview '%s'; %s\n", name,
                set_up ? "--headlines names the records and their slips" : "--list names them");
        return EXIT_FOUND;
    }
    if (!set_up) {
        puts("There are no practice interviews on this machine.");
    } else if (!wish->list) {
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
                      const struct practice_wish *wish)
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
        .document = wish->document,
        .evidence = wish->evidence,
    };
    int code = page_print(bundle, "show", &source, &wish->rendering);
    interview_free(interview);
    return damaged > 0 && code == EXIT_FINE ? EXIT_FOUND : code;
}

int practice_show(struct bundle *bundle, const struct practice_wish *wish)
{
    const char *name = wish->name;
    char folder[4096];
    int error = 0;
    struct drafts *drafts = drafts_open(bundle_drafts(wish->drafts, folder, sizeof folder), &error);
    if (drafts == NULL) {
        fprintf(stderr, "intake show: %s: %s\n", folder, strerror(error));
        return EXIT_IO;
    }
    struct draft *list = NULL;
    size_t count = 0;
    int code = EXIT_FINE;
    if (drafts_list(drafts, &list, &count) != 0) {
        fprintf(stderr, "intake show: %s: %s\n", folder, strerror(errno));
        code = EXIT_IO;
    } else if (count == 0) {
        code = none_kept(wish, wish->list ? NULL : name);
    } else if (wish->list) {
        print_list(drafts, bundle->form, list, count);
    } else {
        const struct draft *chosen = name == NULL ? &list[0] : NULL;
        for (size_t i = 0; name != NULL && i < count; i++) {
            if (strcmp(list[i].name, name) == 0) {
                chosen = &list[i];
            }
        }
        if (chosen == NULL) {
            fprintf(stderr, "intake show: there is no interview '%s'; --list names them\n", name);
            code = EXIT_FOUND;
        } else {
            code = show_draft(bundle, drafts, chosen, wish);
        }
    }
    free(list);
    drafts_close(drafts);
    return code;
}
