// A PDF of one record, as a therapist waits for it: the whole command, from its start to the last
// byte, and how many bytes there are. Of somebody with some findings, and of somebody with many.
#include "bench/bench.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { RUNS = 9, COMMAND = 1024 };

struct made {
    double seconds, bytes;
};

static struct made make(const char *intake, const char *person)
{
    static char pdf[1 << 22];
    char command[COMMAND];
    snprintf(command, sizeof command,
             "%s show --config=config --today=2026-03-02 --answers=tests/cases/page/%s.answers "
             "--format=pdf forms/dry-needling",
             intake, person);
    double began = bench_wall();
    FILE *from = popen(command, "r");
    size_t length = from != NULL ? fread(pdf, 1, sizeof pdf, from) : 0;
    if (from == NULL || pclose(from) != 0 || length < 5 || memcmp(pdf, "%PDF-", 5) != 0) {
        bench_wrong("no PDF of %s", person);
    }
    return (struct made){bench_wall() - began, (double)length};
}

static void measure(const char *intake, const char *person, const char *what)
{
    double times[RUNS], bytes = 0;
    char figure[80];
    for (int i = 0; i < RUNS; i++) {
        struct made made = make(intake, person);
        times[i] = made.seconds;
        bytes = made.bytes;
    }
    double milliseconds = bench_median(times, RUNS) * 1000;
    snprintf(figure, sizeof figure, "PDF of %s", what);
    bench_line(figure, "ms", milliseconds, -1, milliseconds, BENCH_AT_MOST, 300);
    snprintf(figure, sizeof figure, "bytes of it");
    bench_line(figure, "kB", bytes / 1000, -1, bytes / 1000, BENCH_AT_MOST, 200);
}

int main(int argc, char **argv)
{
    if (argc != 2) {
        fprintf(stderr, "usage: bench_print INTAKE\n");
        return 2;
    }
    measure(argv[1], "shoulder", "one record, some findings");
    measure(argv[1], "many", "one record, 48 findings");
    return bench_missed();
}
