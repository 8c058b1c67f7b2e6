// intake upgrade: after another version of the program was installed. Everything is looked at and
// carried over here, before patients come, or refused with nothing changed.
#include "command/beside.h"
#include "command/bundle.h"
#include "command/command.h"
#include "command/desk.h"
#include "command/kept.h"
#include "command/options.h"
#include "command/place.h"
#include "command/verify.h"
#include "record/drafts.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static const char usage[] =
    "example: intake upgrade                     when 'intake backup DIR' is done\n"
    "\n"
    "usage: intake upgrade [--data=DIR] [--config=DIR] [--form=FORM]\n"
    "After another version of the program was installed: brings the store to it, looks through everything kept, and\n"
    "says whether interviews under way and the approval go on. Make a backup first.\n"
    "Exit 0: everything goes on. 1: refused, or something is wrong, and what to do.\n";

// Those that are damaged, and how many there are. -1: the folder cannot be read.
static int look_at_drafts(struct desk *desk, size_t *count)
{
    char folder[4096 + 16];
    int error = 0, damaged = 0;
    struct draft *list = NULL;
    struct drafts *drafts = drafts_open(place_drafts(desk->data, folder, sizeof folder), &error);
    if (drafts == NULL) {
        errno = error;
        return -1;
    }
    if (drafts_list(drafts, &list, count) != 0) {
        error = errno;
        drafts_close(drafts);
        errno = error;
        return -1;
    }
    for (size_t i = 0; i < *count; i++) {
        if (list[i].damaged) {
            printf("The interview %s is damaged and cannot be gone on with.\n", list[i].name);
            damaged++;
        }
    }
    free(list);
    drafts_close(drafts);
    return damaged;
}

static void say_outdated(struct desk *desk, const struct bundle *bundle, const char *config)
{
    static struct beside beside;
    const struct bundle *offered[BESIDE_MOST + 1] = {bundle};
    struct kept_outdated outdated;
    beside_open(&beside, bundle, config, "upgrade");
    for (size_t i = 0; i < beside.count; i++) {
        offered[i + 1] = &beside.bundles[i];
    }
    if (kept_outdated(offered, beside.count + 1, &desk->installation, &outdated) == 0) {
        if (outdated.surely > 0) {
            printf("%d of them %s begun on another form and cannot be gone on with until it is "
                   "put back and approved.\n",
                   outdated.surely, outdated.surely == 1 ? "was" : "were");
        }
        if (outdated.perhaps > 0) {
            printf("%d of them may be of a form that was changed since, and could not be gone on "
                   "with then.\n",
                   outdated.perhaps);
        }
    }
    beside_close(&beside);
}

static int upgrade(struct desk *desk, const char *form, const char *config_given)
{
    struct audit audit;
    struct bundle bundle;
    char folder[4096], config[4096 + 16];
    size_t drafts = 0;
    // Opening brought the store to this version, in one transaction.
    if (audit_run(&desk->installation, NULL, NULL, NULL, 0, verify_say, NULL, &audit) != 0) {
        return desk_failed(desk, "the store cannot be read");
    }
    printf("The store is of this version of the program. ");
    verify_report(&audit, false);
    int damaged = look_at_drafts(desk, &drafts);
    if (damaged < 0) {
        return desk_failed(desk, "the interviews under way cannot be read");
    }
    printf("%zu interview%s under way, %d damaged.\n", drafts, drafts == 1 ? "" : "s", damaged);
    bundle_folder(form, folder, sizeof folder);
    bundle_config(config_given, folder, config, sizeof config);
    int code = bundle_open(&bundle, folder, config);
    if (code != EXIT_FINE) {
        bundle_print(&bundle.issues, stderr);
    } else {
        const char *why = kept_unapproved(&bundle, &desk->installation);
        puts(why == NULL ? "The approval holds for this form and these rules." : why);
        if (why != NULL) {
            puts("Run 'intake approve' before patients come.");
        }
        say_outdated(desk, &bundle, config);
        code = why == NULL && audit.bad == 0 && damaged == 0 ? EXIT_FINE : EXIT_FOUND;
    }
    bundle_close(&bundle);
    return code;
}

int command_upgrade(int argc, char **argv)
{
    const char *data = NULL, *config = NULL, *form = NULL;
    const struct option_wanted wanted[] = {
        {"data", 'd', &data, NULL, NULL, 0},
        {"config", 'c', &config, NULL, NULL, 0},
        {"form", 'f', &form, NULL, NULL, 0},
    };
    int code = options_read(argc, argv, usage, wanted, sizeof wanted / sizeof *wanted, 0);
    if (code != OPTIONS_READ) {
        return code;
    }
    struct desk desk;
    code = desk_open(&desk, "upgrade", data);
    if (code == EXIT_FINE) {
        code = upgrade(&desk, form, config);
    }
    desk_close(&desk);
    return code;
}
