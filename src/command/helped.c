// intake helped: somebody went to those who called for help.
#include "command/command.h"
#include "command/desk.h"
#include "command/options.h"

#include <stdio.h>
#include <stdlib.h>

static const char usage[] =
    "example: intake helped\n"
    "\n"
    "usage: intake helped [--data=DIR]\n"
    "Takes the calls for help off the list of 'intake show --list', with a reader's passphrase; who did "
    "so is in 'intake log'.\n"
    "A passphrase typed at the terminal that called does the same for that one.\n"
    "Exit 0: no call is open any more. 77: not a reader's passphrase.\n";

enum { CALLS = 64 }; // at once; more terminals than a store has

static int answer(struct desk *desk, const struct store_now *call)
{
    int code = desk_act(desk, "answered a call for help", call->id, NULL);
    if (code == EXIT_FINE && store_now_answer(desk->installation.store, call->id) != 0) {
        code = desk_failed(desk, "the call cannot be taken off the list");
    }
    return code;
}

static int answer_all(struct desk *desk)
{
    static struct store_now list[CALLS];
    size_t count = 0, calls = 0;
    if (store_now_list(desk->installation.store, list, CALLS, &count) != 0) {
        return desk_failed(desk, "the calls cannot be read");
    }
    for (size_t i = 0; i < count && i < CALLS; i++) {
        calls += list[i].help;
    }
    int code = calls > 0 ? desk_unlock(desk, NULL) : EXIT_FINE;
    for (size_t i = 0; i < count && i < CALLS && code == EXIT_FINE; i++) {
        code = list[i].help ? answer(desk, &list[i]) : EXIT_FINE;
    }
    if (code == EXIT_FINE) {
        printf(calls == 0 ? "Nobody called for help.\n" : "%zu call%s answered.\n", calls,
               calls == 1 ? "" : "s");
    }
    return code;
}

int command_helped(int argc, char **argv)
{
    const char *data = NULL;
    const struct option_wanted wanted[] = {
        {"data", 'd', &data, NULL, NULL, 0},
    };
    int code = options_read(argc, argv, usage, wanted, sizeof wanted / sizeof *wanted, 0);
    if (code != OPTIONS_READ) {
        return code;
    }
    struct desk desk;
    code = desk_open(&desk, "helped", data);
    if (code == EXIT_FINE) {
        code = answer_all(&desk);
    }
    desk_close(&desk);
    return code;
}
