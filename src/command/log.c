// intake log: what was done, by whom, to which record. Nothing of any patient stands in it, so it
// needs no passphrase.
#include "command/clock.h"
#include "command/command.h"
#include "command/desk.h"
#include "command/options.h"
#include "command/shown.h"
#include "record/deed.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>

static const char usage[] =
    "example: intake log\n"
    "         intake log --entry=17\n"
    "\n"
    "usage: intake log [--data=DIR] [--entry=ENTRY]\n"
    "Who did what to which record, when and why, oldest first; also what the terminal did by itself.\n"
    "  --entry  only what was done to this record (its number)\n"
    "'intake verify' tells whether the log is whole.\n";

struct logging {
    struct desk *desk;
    uint64_t only; // 0: all
};

static int print(void *context, const struct entry *entry)
{
    struct logging *logging = context;
    struct deed deed;
    char when[64];
    if (entry->kind == ENTRY_INTERVIEW || entry->kind == ENTRY_PARTIAL) {
        return 0;
    }
    deed_read(&logging->desk->installation, entry, &deed);
    if (logging->only != 0 && deed.about != logging->only) {
        return 0;
    }
    printf("%6" PRIu64 "  %-18s  ", deed.number, clock_print(deed.at, when, sizeof when));
    shown_print(deed.who[0] != '\0' ? deed.who : "(terminal)");
    putchar(' ');
    shown_print(deed.did);
    if (deed.what[0] != '\0') {
        fputs(deed.kind == ENTRY_APPROVAL ? " for " : " ", stdout);
        shown_print(deed.what);
    }
    if (deed.about != 0) {
        printf(" entry %" PRIu64, deed.about);
    }
    if (deed.reason[0] != '\0') {
        fputs(": ", stdout);
        shown_print(deed.reason);
    }
    puts("");
    return 0;
}

int command_log(int argc, char **argv)
{
    const char *data = NULL, *entry = NULL;
    char *end = NULL;
    struct desk desk;
    struct logging logging = {.desk = &desk};
    const struct option_wanted wanted[] = {
        {"data", 'd', &data, NULL, NULL, 0},
        {"entry", 'e', &entry, NULL, NULL, 0},
    };
    int code = options_read(argc, argv, usage, wanted, sizeof wanted / sizeof *wanted, 0);
    if (code != OPTIONS_READ) {
        return code;
    }
    if (entry != NULL) {
        logging.only = strtoull(entry, &end, 10);
        if (*end != '\0' || logging.only == 0) {
            fputs(usage, stderr);
            return EXIT_WRONG_USE;
        }
    }
    code = desk_open(&desk, "log", data);
    if (code == EXIT_FINE) {
        const struct store_walk all = {.part = STORE_OPEN};
        if (store_walk(desk.installation.store, &all, print, &logging) != 0) {
            code = desk_failed(&desk, "the log cannot be read to its end");
        }
    }
    desk_close(&desk);
    return code;
}
