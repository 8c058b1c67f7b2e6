// The therapist's desk: from "yes, that is the person" to the page on the screen, with the entry
// in the log before it; a letter in a search; and what an untouched queue costs. The installation
// is where TMPDIR is. Usage: bench_review INTAKE
#include "bench/bench.h"
#include "command/clock.h"
#include "term/pty_run.h"
#include "therapist/waiting.h"
#include "unit/desk_clinic.h"

#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

enum { OPENINGS = 60, WATCHED = 10 /* seconds */, ROWS = 100000, SEARCHES = 15 };

static struct desk_clinic clinic;
static const char *program;

// One key after the other, each when the frame before it stands.
struct fingers {
    const char *at;    // the passphrase
    int openings, key; // of an opening: Enter, Enter, Escape
    double pressed;    // when the record was asked for; 0: it was not
    double took[OPENINGS];
    int count;
};

static struct raw take(void *context)
{
    static const enum press keys[] = {PRESS_ENTER, PRESS_ENTER, PRESS_ESCAPE};
    struct fingers *fingers = context;
    if (*fingers->at != '\0') {
        return (struct raw){.kind = RAW_BYTE, .byte = (unsigned char)*fingers->at++};
    }
    if (fingers->openings == OPENINGS) {
        return (struct raw){.kind = RAW_LOST};
    }
    enum press press = keys[fingers->key];
    fingers->pressed = fingers->key == 1 ? bench_wall() : 0;
    fingers->openings += fingers->key == 2;
    fingers->key = (fingers->key + 1) % 3;
    return (struct raw){.kind = RAW_PRESS, .press = press};
}

static int no_signal(void *context)
{
    (void)context;
    return 0;
}

static bool no_wait(void *context, int64_t milliseconds, bool settling)
{
    (void)context;
    (void)milliseconds;
    return !settling;
}

static int64_t wall(void *context)
{
    (void)context;
    return (int64_t)(bench_wall() * 1000);
}

static const struct loop_source source = {
    .take = take, .signal = no_signal, .wait = no_wait, .now = wall};

static void frame(void *context, const struct canvas *canvas)
{
    struct fingers *fingers = context;
    (void)canvas;
    if (fingers->pressed > 0 && fingers->count < OPENINGS) {
        fingers->took[fingers->count++] = (bench_wall() - fingers->pressed) * 1000;
    }
    fingers->pressed = 0;
}

static int64_t now(void *context)
{
    (void)context;
    return DESK_NOW;
}

static const struct therapist_form *form(void *context, const uint8_t form_hash[SEAL_HASH],
                                         const uint8_t rules_hash[SEAL_HASH], const char **why)
{
    (void)context;
    return shelf_get(clinic.shelf, form_hash, rules_hash, why);
}

static void time_openings(void)
{
    struct approval approval;
    const char *why = NULL;
    char keys[256];
    snprintf(keys, sizeof keys, "%s\r", sealed_passphrase);
    struct fingers fingers = {.at = keys};
    struct loop loop = {.source = &source, .context = &fingers};
    key_decoder_init(&loop.decoder);
    // As the command does before the screen stands.
    if (installation_approval(&clinic.installation, &approval) != 0 ||
        shelf_get(clinic.shelf, approval.form, approval.rules, &why) == NULL) {
        bench_wrong("the form is not kept: %s", why);
    }
    const struct therapist_setup setup = {
        .loop = &loop,
        .width = text_width_unicode,
        .rows = 24,
        .columns = 80,
        .installation = &clinic.installation,
        .frame = frame,
        .now = now,
        .when = clock_when,
        .form = form,
        .context = &fingers,
    };
    (void)therapist_run(&setup);
    if (fingers.count != OPENINGS) {
        bench_wrong("%d of %d records were opened", fingers.count, OPENINGS);
    }
    double first = fingers.took[0];
    double median = bench_median(fingers.took, OPENINGS);
    bench_line("a record to its page on the screen, the first", "ms", first, -1, first,
               BENCH_AT_MOST, 20);
    bench_line("a record to its page on the screen", "ms", median, -1, median, BENCH_AT_MOST, 20);
}

// The list is built again for each letter of a search; nobody is left out, which is the most work.
static void time_search(void)
{
    static struct folded_row rows[ROWS];
    static const struct folded_row *list[ROWS];
    double took[SEARCHES];
    for (size_t i = 0; i < ROWS; i++) {
        rows[i] = (struct folded_row){
            .number = i + 1,
            .at = DESK_NOW - (int64_t)(i * 7919 % ROWS) * 60,
            .name = "Maria Silva",
            .search = "maria silva lantern-otter-41 1980-05-17",
            .gravest = i % (RULE_CLASSES + 1),
            .state = i % 3 == 0 ? FOLDED_DECIDED : FOLDED_READ,
        };
    }
    const struct waiting_wish wish = {.typed = "otter sil", .midnight = DESK_NOW};
    for (int i = 0; i < SEARCHES; i++) {
        double began = bench_cpu();
        if (waiting_list(rows, ROWS, &wish, list) != ROWS) {
            bench_wrong("somebody is not found");
        }
        took[i] = (bench_cpu() - began) * 1000;
    }
    double median = bench_median(took, SEARCHES);
    bench_line("a letter in a search that finds all of 100,000", "ms", median, -1, median,
               BENCH_AT_MOST, 50);
}

static int review(void)
{
    setenv("INTAKE_DATA", clinic.place.folder, 1);
    return execl(program, "intake", "review", "--config=config", (char *)NULL);
}

static double cpu_of(pid_t child)
{
    struct timespec used = {0, 0};
    clockid_t clock;
    if (clock_getcpuclockid(child, &clock) != 0 || clock_gettime(clock, &used) != 0) {
        bench_wrong("the program's clock cannot be read");
    }
    return (double)used.tv_sec * 1e3 + (double)used.tv_nsec / 1e6;
}

// How often it went to sleep, and so woke.
static long sleeps_of(pid_t child)
{
    char path[64], line[256];
    long count = -1;
    snprintf(path, sizeof path, "/proc/%ld/status", (long)child);
    FILE *status = fopen(path, "r");
    while (status != NULL && fgets(line, sizeof line, status) != NULL) {
        (void)sscanf(line, "voluntary_ctxt_switches: %ld", &count);
    }
    if (status != NULL) {
        fclose(status);
    }
    return count;
}

static void watch_queue(void)
{
    struct pty pty;
    pty_start(&pty, "", (struct pty_wish){.instead = review});
    pty_expect(&pty, "Type your passphrase");
    pty_type(&pty, sealed_passphrase);
    pty_type(&pty, "\r");
    pty_expect_focus(&pty, "waiting");
    struct pollfd fd = {.fd = pty.master, .events = POLLIN};
    (void)poll(&fd, 1, 1500); // what it still has to do after the first frame
    long received = pty.received, sleeps = sleeps_of(pty.child);
    double cpu = cpu_of(pty.child);
    int sent = poll(&fd, 1, WATCHED * 1000);
    double wakes = (double)(sleeps_of(pty.child) - sleeps) / WATCHED;
    double minute = (cpu_of(pty.child) - cpu) * 60 / WATCHED;
    bench_line("the queue untouched: sends anything", "", sent + (double)(pty.received - received),
               -1, sent, BENCH_AT_MOST, 0);
    bench_line("its wake-ups a second", "", wakes, -1, wakes, BENCH_AT_MOST, 1.2);
    bench_line("its processor time in a minute", "ms", minute, -1, minute, BENCH_AT_MOST, 60);
    pty_stop(&pty);
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        bench_wrong("usage: bench_review INTAKE");
    }
    program = argv[1];
    desk_clinic_make(&clinic);
    desk_clinic_five(&clinic);
    time_openings();
    time_search();
    watch_queue();
    desk_clinic_remove(&clinic);
    return bench_missed();
}
