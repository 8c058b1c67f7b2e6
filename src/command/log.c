// intake log: what was done, by whom, to which record. Nothing of any patient stands in it, so it
// needs no passphrase.
#include "command/clock.h"
#include "command/command.h"
#include "command/desk.h"
#include "record/deed.h"

#include <getopt.h>
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
    printf("%6" PRIu64 "  %-18s  %s %s", deed.number, clock_print(deed.at, when, sizeof when),
           deed.who[0] != '\0' ? deed.who : "(terminal)", deed.did);
    if (deed.what[0] != '\0') {
        printf(deed.kind == ENTRY_APPROVAL ? " for %s" : " %s", deed.what);
    }
    if (deed.about != 0) {
        printf(" entry %" PRIu64, deed.about);
    }
    if (deed.reason[0] != '\0') {
        printf(": %s", deed.reason);
    }
    puts("");
    return 0;
}

int command_log(int argc, char **argv)
{
    static const struct option options[] = {
        {"data", required_argument, NULL, 'd'},
        {"entry", required_argument, NULL, 'e'},
        {"help", no_argument, NULL, 'h'},
        {NULL, 0, NULL, 0},
    };
    const char *data = NULL;
    struct desk desk;
    struct logging logging = {.desk = &desk};
    bool wrong = false;
    for (int option; (option = getopt_long(argc, argv, "d:e:h", options, NULL)) != -1;) {
        char *end = NULL;
        if (option == 'h') {
            fputs(usage, stdout);
            return EXIT_FINE;
        }
        if (option == 'd') {
            data = optarg;
        } else if (option == 'e') {
            logging.only = strtoull(optarg, &end, 10);
            wrong = wrong || *end != '\0' || logging.only == 0;
        } else {
            wrong = true;
        }
    }
    if (wrong || optind < argc) {
        fputs(usage, stderr);
        return EXIT_WRONG_USE;
    }
    int code = desk_open(&desk, "log", data);
    if (code == EXIT_FINE) {
        const struct store_walk all = {.part = STORE_OPEN};
        if (store_walk(desk.installation.store, &all, print, &logging) != 0) {
            code = desk_failed(&desk, "the log cannot be read to its end");
        }
    }
    desk_close(&desk);
    return code;
}
