// intake verify: is everything kept there, in its order, as it was signed, and readable?
#include "command/verify.h"

#include "command/ask.h"
#include "command/command.h"
#include "command/desk.h"
#include "command/options.h"

#include <inttypes.h>
#include <stdio.h>

static const char usage[] =
    "example: intake verify\n"
    "         intake verify --reader=\"Ruth Halloran\" --heads=/media/usb/intake/heads\n"
    "\n"
    "usage: intake verify [--data=DIR] [--reader=NAME|ID] [--heads=FILE]...\n"
    "Looks through everything kept: the database, signatures, the chain, and that nothing a reader countersigned is gone.\n"
    "  --reader  asks for their passphrase, opens every record too, and countersigns if all is well\n"
    "  --heads   further files of countersigned heads, from backups: they prove what the store no longer has\n"
    "What was cut off after the newest countersigned head nobody can know.\n"
    "Exit 0: all is well. 1: not; the first bad entry is named. 77: not their passphrase.\n";

enum { HEADS_MOST = 64 };

struct wishes {
    const char *data, *reader;
    const char *heads[HEADS_MOST];
    size_t head_count;
};

void verify_say(void *context, const char *sentence)
{
    (void)context;
    printf("%s\n", sentence);
}

void verify_report(const struct audit *audit, bool opened)
{
    printf("%" PRIu64 " entr%s, %" PRIu64 " interview%s, %" PRIu64 " purged.", audit->entries,
           audit->entries == 1 ? "y" : "ies", audit->interviews, audit->interviews == 1 ? "" : "s",
           audit->purged);
    if (opened) {
        printf(" %" PRIu64 " opened, %" PRIu64 " closed to this reader.", audit->opened,
               audit->closed);
    }
    if (audit->head > 0) {
        printf(" Countersigned up to entry %" PRIu64 ".\n", audit->head);
    } else {
        puts(" Nothing is countersigned yet.");
    }
    if (audit->bad == 0) {
        puts("All is well.");
    } else if (audit->first_bad > 0) {
        printf("%" PRIu64 " thing%s wrong; the first bad entry is %" PRIu64 ".\n", audit->bad,
               audit->bad == 1 ? " is" : "s are", audit->first_bad);
    } else {
        printf("%" PRIu64 " thing%s wrong.\n", audit->bad, audit->bad == 1 ? " is" : "s are");
    }
}

static int verify(struct desk *desk, const struct wishes *wishes)
{
    struct audit audit;
    int code = wishes->reader != NULL ? desk_identify(desk, wishes->reader) : EXIT_FINE;
    if (code != EXIT_FINE) {
        return code;
    }
    if (audit_run(&desk->installation, desk->reader, desk->secret, wishes->heads,
                  wishes->head_count, verify_say, NULL, &audit) != 0) {
        return desk_failed(desk, "the store cannot be read");
    }
    verify_report(&audit, desk->secret != NULL);
    if (audit.bad == 0 && desk->secret != NULL) {
        desk_countersign(desk);
    }
    return audit.bad == 0 ? EXIT_FINE : EXIT_FOUND;
}

int command_verify(int argc, char **argv)
{
    struct wishes wishes = {0};
    const struct option_wanted wanted[] = {
        {"data", 'd', &wishes.data, NULL, NULL, 0},
        {"reader", 'r', &wishes.reader, NULL, NULL, 0},
        {"heads", 'H', wishes.heads, NULL, &wishes.head_count, HEADS_MOST},
    };
    int code = options_read(argc, argv, usage, wanted, sizeof wanted / sizeof *wanted, 0);
    if (code != OPTIONS_READ) {
        return code;
    }
    struct desk desk;
    code = desk_open_unsaid(&desk, "verify", wishes.data);
    if (code == EXIT_FINE) {
        code = verify(&desk, &wishes);
    }
    desk_close(&desk);
    return code;
}
