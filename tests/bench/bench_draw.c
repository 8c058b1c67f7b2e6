// From the key that answers to the next question drawn, at every point of whole interviews on the
// real form and its rules: CPU time of the key, the state machine, the urgent rules, the frame and
// curses, without saving. Patients are those of the tests; each walk is repeated, and a point's
// time is its least, since everything above that is the machine's.
#include "bench/bench.h"
#include "terminal/screen.h"
#include "unit/wizard_patient.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <time.h>
#include <unistd.h>

enum { PATIENTS = 12, RUNS = 7, POINTS_MAX = 200 };

struct watch {
    const struct form *form;
    double began;
    double least[POINTS_MAX];
    const char *question[POINTS_MAX]; // that was drawn
    size_t at, count;
};

static double thread_cpu(void)
{
    struct timespec now;
    clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
    return (double)now.tv_sec * 1e6 + (double)now.tv_nsec * 1e-3;
}

static void typing(void *context)
{
    struct watch *watch = context;
    watch->began = thread_cpu();
}

static const char *name_of(const struct watch *watch, const struct interview_at *at)
{
    switch (at->phase) {
    case PHASE_ASKING:
        return watch->form->items[at->item].id;
    case PHASE_INTERRUPTED:
        return "the urgent text";
    case PHASE_REVIEW:
    case PHASE_FINISHED:
        break;
    }
    return "the review";
}

static void seen(void *context, const struct interview_at *at, bool moved)
{
    struct watch *watch = context;
    double took = thread_cpu() - watch->began;
    bool answered = moved && watch->began > 0 && at->phase != PHASE_FINISHED;
    if (!answered || watch->at >= POINTS_MAX) {
        return;
    }
    if (watch->at == watch->count) {
        watch->least[watch->count++] = took;
    } else if (took < watch->least[watch->at]) {
        watch->least[watch->at] = took;
    }
    watch->question[watch->at] = name_of(watch, at);
    watch->at++;
}

static struct screen *open_screen(int *keys)
{
    int output = open("/dev/null", O_WRONLY | O_CLOEXEC);
    int ends[2];
    enum screen_problem problem;
    if (output < 0 || pipe(ends) != 0) {
        bench_wrong("no files");
    }
    struct screen_options options = {.term = "xterm-256color",
                                     .input = ends[0],
                                     .output = output,
                                     .any_file = true,
                                     .rows = 24,
                                     .columns = 80,
                                     .baud = 38400,
                                     .colour = true};
    struct screen *screen = screen_open(&options, &problem);
    if (screen == NULL) {
        bench_wrong("no screen");
    }
    close(output);
    close(ends[0]);
    *keys = ends[1];
    return screen;
}

static void walk(struct play_models *models, struct watch *watch, uint32_t seed)
{
    int keys = -1;
    struct play play = {.screen = open_screen(&keys), .unwatched = true};
    struct patient patient;
    patient_init(&patient, &play, models, seed);
    patient.seen = seen;
    patient.typing = typing;
    patient.context = watch;
    watch->at = 0;
    watch->began = 0;
    if (patient_run(&patient, 24, 80) != WIZARD_FINISHED) {
        bench_wrong("patient %u did not come to the end", seed);
    }
    session_end(&play.session);
    screen_close(play.screen);
    close(keys);
}

int main(void)
{
    static double points[PATIENTS * POINTS_MAX];
    size_t count = 0;
    double most = 0;
    const char *where = "";
    screen_locale();
    struct play_models *models = play_load("forms/dry-needling", "config");
    if (models == NULL) {
        bench_wrong("the form does not load");
    }
    for (uint32_t seed = 1; seed <= PATIENTS; seed++) {
        struct watch watch = {.form = play_form(models)};
        for (int run = 0; run < RUNS; run++) {
            walk(models, &watch, seed);
        }
        for (size_t i = 0; i < watch.count; i++) {
            points[count++] = watch.least[i];
            where = watch.least[i] > most ? watch.question[i] : where;
            most = watch.least[i] > most ? watch.least[i] : most;
        }
    }
    double middle = bench_median(points, count);
    char figure[64];
    snprintf(figure, sizeof figure, "answer to next question drawn, median of %zu", count);
    bench_line(figure, "us", middle, -1, middle, BENCH_AT_MOST, 1000);
    snprintf(figure, sizeof figure, "the same, most: %s", where);
    bench_line(figure, "us", most, -1, most, BENCH_AT_MOST, 1000);
    play_unload(models);
    return bench_missed();
}
