// A kiosk that stands for months: after a thousand patients it holds what it held after ten. The
// four words, which each of them gets and nobody needs here, are stretched at the lowest cost.
// Usage: bench_kiosk FAIL.SO
#include "bench/bench.h"
#include "term/kiosk_run.h"
#include "term/sealed_place.h"

#include <stdio.h>

enum { PATIENTS = 1000, SETTLED = 10, URGENT = 50 }; // one in fifty has an urgent finding

static void line(const char *figure, const char *unit, double more, double most)
{
    bench_line(figure, unit, more, -1, more, BENCH_AT_MOST, most);
}

int main(int argc, char **argv)
{
    static struct sealed_place place;
    struct pty pty;
    struct kiosk_means settled = {0}, last = {0};
    char preload[4200];
    if (argc < 2) {
        bench_wrong("usage: bench_kiosk FAIL.SO");
    }
    snprintf(preload, sizeof preload, "LD_PRELOAD=%s", argv[1]);
    sealed_place_make_for(&place, KIOSK_FORM, KIOSK_CONFIG);
    const struct kiosk_wish wish = {.data = place.folder,
                                    .form = KIOSK_FORM,
                                    .config = KIOSK_CONFIG,
                                    .variables = {preload, "FAIL_CHEAP=1"}};
    kiosk_start(&pty, &wish);
    for (int i = 1; i <= PATIENTS; i++) {
        kiosk_interview(&pty, i % URGENT == 0);
        last = kiosk_means(&pty);
        settled = i == SETTLED ? last : settled;
    }
    if (sealed_place_count(&place, ENTRY_INTERVIEW) != PATIENTS) {
        bench_wrong("there is not one record for each patient");
    }
    pty_stop(&pty);
    line("1,000 patients, kiosk's memory since the tenth", "MB",
         (double)(last.resident - settled.resident) / 1e6, 1);
    line("its open files since then", "", last.files - settled.files, 0);
    line("open files of who has the terminal", "", last.turn_files - settled.turn_files, 0);
    sealed_place_remove(&place);
    return bench_missed();
}
