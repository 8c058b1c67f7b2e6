#include "command/from_paper.h"

#include "base/text.h"
#include "command/ask.h"
#include "command/clock.h"
#include "command/command.h"
#include "command/secrets.h"

#include <stdio.h>
#include <string.h>
#include <unistd.h>

// A name as a line of a page can have it. EXIT_FINE, or after saying why.
static int settle_name(struct wishes *wishes, char keyed_by[KEYED_BY_MOST])
{
    size_t length = strlen(wishes->keyed_by);
    if (length >= KEYED_BY_MOST) {
        fprintf(stderr, "intake start: --keyed-by: a name has %d bytes at most\n",
                KEYED_BY_MOST - 1);
        return EXIT_WRONG_USE;
    }
    length = text_clean(wishes->keyed_by, length, false, keyed_by);
    keyed_by[length] = '\0';
    wishes->keyed_by = keyed_by;
    if (length == 0) {
        fprintf(stderr, "intake start: --keyed-by: whose name?\n");
        return EXIT_WRONG_USE;
    }
    return EXIT_FINE;
}

static bool is_past(day_number day)
{
    day_number today;
    return !clock_today(&today) || day <= today;
}

static int ask_day(struct wishes *wishes)
{
    char text[32];
    struct date date;
    for (;;) {
        if (!ask_line("The day on the paper, like 2026-05-17; Enter alone: today", text,
                      sizeof text)) {
            return ask_left();
        }
        if (text[0] == '\0') {
            wishes->today_given = clock_today(&wishes->today);
            return EXIT_FINE;
        }
        if (date_parse(text, strlen(text), 0, &date) && date.precision == DATE_DAY &&
            is_past(date.first)) {
            wishes->today = date.first;
            wishes->today_given = true;
            return EXIT_FINE;
        }
        ask_say("That is no day up to today.");
    }
}

static int ask(struct wishes *wishes, char keyed_by[KEYED_BY_MOST])
{
    int code = secrets_start("start");
    if (code != EXIT_FINE) {
        return code;
    }
    if (!ask_text("Who keys this form? A name", keyed_by, KEYED_BY_MOST)) {
        return ask_left();
    }
    wishes->keyed_by = keyed_by;
    return wishes->today_given ? EXIT_FINE : ask_day(wishes);
}

int from_paper_settle(struct wishes *wishes, char keyed_by[KEYED_BY_MOST])
{
    if (wishes->keyed_by != NULL && !wishes->from_paper) {
        fprintf(stderr, "intake start: --keyed-by is of --from-paper\n");
        return EXIT_WRONG_USE;
    }
    if (!wishes->from_paper || wishes->no_input || wishes->reopen || wishes->answers != NULL) {
        return EXIT_FINE;
    }
    if (wishes->today_given && !is_past(wishes->today)) {
        fprintf(stderr, "intake start: --today: that day is still to come\n");
        return EXIT_WRONG_USE;
    }
    int code = EXIT_FINE;
    if (wishes->keyed_by == NULL && isatty(STDIN_FILENO) != 0) {
        code = ask(wishes, keyed_by);
    } else if (wishes->keyed_by != NULL) {
        code = settle_name(wishes, keyed_by);
    }
    if (code == EXIT_FINE && wishes->keyed_by != NULL && !wishes->today_given) {
        wishes->today_given = clock_today(&wishes->today);
        wishes->keyed_by = wishes->today_given ? wishes->keyed_by : NULL; // no day, no paper's day
    }
    return code;
}
