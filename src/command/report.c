// intake report: the clinic's numbers, of many interviews and of nobody. What may be said of few is
// for record/numbers.h to know; here is which records are counted, and the words.
#include "command/report.h"

#include "command/bundle.h"
#include "command/clock.h"
#include "command/command.h"
#include "command/kept.h"
#include "command/options.h"
#include "record/unseal.h"

#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char usage[] =
    "example: intake report\n"
    "         intake report --days=365 --format=tsv >numbers.tsv\n"
    "\n"
    "usage: intake report [--days=N] [--form=ID] [--format=text|tsv] [--data=DIR]\n"
    "Interviews per day, minutes to finish, questions most often left open or answered again, and how often each rule\n"
    "fired, in the last N days (30). Asks for a reader's passphrase; that a report was made is in 'intake log'.\n"
    "No name is in it, and a count from one to four is not said. Interviews kept for their day only are not counted.\n"
    "  --form    only interviews on this form (dry-needling, follow-up); else on all\n"
    "  --format  tsv: one fact a line, for a spreadsheet\n"
    "Exit 1: a record could not be read; the others are counted, and how many were not is said.\n";

enum { DAYS = 30, DAYS_MOST = 36500, REPORT_MOST = 4 << 20 };

struct counting {
    struct desk *desk;
    const struct report_wishes *wishes;
    long long from; // seconds since 1970
    struct numbers numbers;
    struct bundle bundle; // the last that was needed
    uint8_t form[SEAL_HASH], rules[SEAL_HASH];
    bool loaded;
    uint32_t unread;
};

static bool load(struct counting *counting, const struct handed *handed)
{
    if (counting->loaded && memcmp(counting->form, handed->form_hash, SEAL_HASH) == 0 &&
        memcmp(counting->rules, handed->rules_hash, SEAL_HASH) == 0) {
        return true;
    }
    if (counting->loaded) {
        bundle_close(&counting->bundle);
    }
    const char *why = NULL;
    memcpy(counting->form, handed->form_hash, SEAL_HASH);
    memcpy(counting->rules, handed->rules_hash, SEAL_HASH);
    counting->loaded = kept_open(counting->desk->installation.store, handed->form_hash,
                                 handed->rules_hash, &counting->bundle, &why) == EXIT_FINE;
    if (!counting->loaded) {
        bundle_close(&counting->bundle);
    }
    return counting->loaded;
}

static bool wanted(const struct counting *counting)
{
    const char *only = counting->wishes->form;
    return only == NULL || strcmp(counting->bundle.form->id, only) == 0;
}

// False: it is there and cannot be read.
static bool count_handed(struct counting *counting, const struct handed *handed)
{
    if (handed->today_only) {
        return true;
    }
    if (!load(counting, handed)) {
        return false;
    }
    if (!wanted(counting)) {
        return true;
    }
    struct interview *interview = handed_interview(handed, counting->bundle.form);
    if (interview == NULL) {
        return false;
    }
    numbers_take(&counting->numbers, handed, interview_answers(interview),
                 clock_day(handed->began));
    interview_free(interview);
    return true;
}

static int count(void *context, const struct entry *entry)
{
    struct counting *counting = context;
    struct desk *desk = counting->desk;
    if (entry->at < counting->from) {
        return 1; // newest first: all others are older
    }
    if (entry->purged) {
        return 0;
    }
    struct buffer body;
    struct handed handed;
    buffer_init(&body, ENTRY_BODY_MOST);
    if (unseal_handed(&desk->installation, entry, desk->reader, desk->secret, &body, &handed) !=
            0 ||
        !count_handed(counting, &handed)) {
        counting->unread++;
    }
    buffer_clear(&body);
    return 0;
}

bool report_write(struct desk *desk, const struct report_wishes *wishes, struct buffer *out,
                  uint32_t *unread, int *code)
{
    static struct counting counting;
    counting = (struct counting){.desk = desk, .wishes = wishes};
    counting.from = clock_midnight(desk_now()) - (wishes->days - 1) * 86400LL;
    const struct store_walk interviews = {
        .kinds = 1u << ENTRY_INTERVIEW, .newest_first = true, .part = STORE_WHOLE};
    numbers_init(&counting.numbers);
    *code = EXIT_FINE;
    if (store_walk(desk->installation.store, &interviews, count, &counting) < 0) {
        *code = desk_failed(desk, "the records cannot be read to their end");
    }
    bool enough = *code == EXIT_FINE && counting.numbers.interviews >= NUMBERS_LEAST;
    numbers_settle(&counting.numbers);
    if (enough && wishes->tabs) {
        report_tabs(&counting.numbers, out);
    } else if (enough) {
        report_words(&counting.numbers, wishes->days, out);
    }
    if (counting.loaded) {
        bundle_close(&counting.bundle);
    }
    numbers_clear(&counting.numbers);
    *unread = counting.unread;
    return enough;
}

static int print(struct desk *desk, const struct report_wishes *wishes)
{
    struct buffer out;
    uint32_t unread = 0;
    int code = EXIT_FINE;
    buffer_init(&out, REPORT_MOST);
    if (report_write(desk, wishes, &out, &unread, &code)) {
        bool written =
            fwrite(out.bytes, 1, out.length, stdout) == out.length && fflush(stdout) == 0;
        code = written ? EXIT_FINE : desk_failed(desk, "the report cannot be written");
    } else if (code == EXIT_FINE) {
        fprintf(stderr,
                "intake report: fewer than %d interviews in these days; nothing can be said that "
                "is not about somebody\n",
                NUMBERS_LEAST);
    }
    buffer_clear(&out);
    if (code == EXIT_FINE && unread > 0) {
        fprintf(stderr,
                "intake report: %" PRIu32 " record%s could not be read and %s not counted; 'intake "
                "verify' says more\n",
                unread, unread == 1 ? "" : "s", unread == 1 ? "is" : "are");
        code = EXIT_FOUND;
    }
    return code;
}

static int run(const char *data, const struct report_wishes *wishes)
{
    static struct desk desk; // large
    int code = desk_open(&desk, "report", data);
    if (code == EXIT_FINE) {
        code = desk_unlock(&desk, NULL);
    }
    if (code == EXIT_FINE) {
        code = desk_act(&desk, "made a report", NULL, NULL);
    }
    if (code == EXIT_FINE) {
        code = print(&desk, wishes);
    }
    desk_close(&desk);
    return code;
}

static int read_wishes(int argc, char **argv, const char **data, struct report_wishes *wishes)
{
    const char *days = NULL, *format = NULL;
    char *end = NULL;
    const struct option_wanted wanted[] = {
        {"data", 'd', data, NULL, NULL, 0},
        {"days", 'n', &days, NULL, NULL, 0},
        {"form", 'f', &wishes->form, NULL, NULL, 0},
        {"format", 0, &format, NULL, NULL, 0},
    };
    int code = options_read(argc, argv, usage, wanted, sizeof wanted / sizeof *wanted, 0);
    if (code != OPTIONS_READ) {
        return code;
    }
    if (days != NULL) {
        wishes->days = strtol(days, &end, 10);
        if (*days == '\0' || *end != '\0' || wishes->days < 1 || wishes->days > DAYS_MOST) {
            fprintf(stderr, "intake report: --days=%s; expected 1 to %d\n", days, DAYS_MOST);
            return EXIT_WRONG_USE;
        }
    }
    code = options_tabs("report", format, &wishes->tabs);
    return code == EXIT_FINE ? OPTIONS_READ : code;
}

int command_report(int argc, char **argv)
{
    struct report_wishes wishes = {.days = DAYS};
    const char *data = NULL;
    int code = read_wishes(argc, argv, &data, &wishes);
    return code == OPTIONS_READ ? run(data, &wishes) : code;
}
