// intake purge: the clinic's promise on the first screen, how long answers are kept, carried out.
#include "command/purge.h"

#include "command/bundle.h"
#include "command/clock.h"
#include "command/command.h"
#include "command/desk.h"
#include "command/options.h"
#include "command/place.h"

#include <errno.h>
#include <inttypes.h>
#include <stdio.h>
#include <string.h>

static const char usage[] =
    "example: intake purge\n"
    "\n"
    "usage: intake purge [--data=DIR] [--config=DIR] [--clock-is-right]\n"
    "Takes away, for good: records older than clinic.keep_days; records the clinic may keep for their day only, when\n"
    "it is over; interviews nobody came back to for clinic.draft_hours; visits that were\n"
    "prepared and not begun in clinic.prepared_days. Of each a signed line stays that says so.\n"
    "The kiosk does the same by itself. Backups are yours to delete.\n"
    "  --clock-is-right  although it stands more than a year after the newest entry\n"
    "Exit 0: done. 1: the clock cannot be believed, so nothing was done.\n";

int purge_due(struct installation *installation, struct drafts *drafts, const struct clinic *clinic,
              bool clock_right, struct retained *out)
{
    day_number today;
    const struct retention retention = {
        .keep_days = clinic->keep_days,
        .draft_hours = clinic->draft_hours,
        .prepared_days = clinic->prepared_days,
        .now = desk_now(),
        .midnight = clock_midnight(desk_now()),
        .clock_right = clock_right,
    };
    if (!clock_today(&today)) {
        *out = (struct retained){.held = "the clock shows a day before this program was made"};
        return 0;
    }
    return retention_run(installation, drafts, &retention, out);
}

static int purge(struct desk *desk, const struct clinic *clinic, bool clock_right)
{
    struct retained done;
    char folder[4096 + 16];
    int error = 0;
    struct drafts *drafts = drafts_open(place_drafts(desk->data, folder, sizeof folder), &error);
    if (drafts == NULL) {
        errno = error;
        return desk_failed(desk, folder);
    }
    int failed = purge_due(&desk->installation, drafts, clinic, clock_right, &done);
    error = errno;
    drafts_close(drafts);
    printf("%" PRIu64 " record%s purged, %" PRIu64 " of them of their day only; %" PRIu64
           " unfinished interview%s expired.\n",
           done.purged, done.purged == 1 ? "" : "s", done.today, done.expired,
           done.expired == 1 ? "" : "s");
    if (failed != 0) {
        errno = error;
        return desk_failed(desk, "the rest could not be purged");
    }
    if (done.held != NULL) {
        fprintf(stderr, "intake purge: nothing was purged: %s; set it, or see --help\n", done.held);
        return EXIT_FOUND;
    }
    return EXIT_FINE;
}

static int run(const char *data, const char *config_given, bool clock_right)
{
    struct desk desk;
    struct files files;
    struct issues issues;
    struct clinic *clinic = NULL;
    char folder[4096], config[4096 + 16];
    files_init(&files);
    issues_init(&issues);
    bundle_folder(NULL, folder, sizeof folder);
    bundle_config(config_given, folder, config, sizeof config);
    int code = desk_open(&desk, "purge", data);
    if (code == EXIT_FINE && load_clinic(config, &files, &issues, &clinic) != 0) {
        bundle_print(&issues, stderr);
        code = EXIT_CONFIG;
    }
    if (code == EXIT_FINE) {
        code = purge(&desk, clinic, clock_right);
    }
    clinic_free(clinic);
    issues_clear(&issues);
    files_clear(&files);
    desk_close(&desk);
    return code;
}

int command_purge(int argc, char **argv)
{
    const char *data = NULL, *config = NULL;
    bool clock_right = false;
    const struct option_wanted wanted[] = {
        {"data", 'd', &data, NULL, NULL, 0},
        {"config", 'c', &config, NULL, NULL, 0},
        {"clock-is-right", 0, NULL, &clock_right, NULL, 0},
    };
    int code = options_read(argc, argv, usage, wanted, sizeof wanted / sizeof *wanted, 0);
    if (code != OPTIONS_READ) {
        return code;
    }
    return run(data, config, clock_right);
}
