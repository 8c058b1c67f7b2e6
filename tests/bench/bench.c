#include "bench/bench.h"

#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <sys/resource.h>
#include <time.h>

static int missed;

static double seconds(clockid_t clock)
{
    struct timespec now;
    clock_gettime(clock, &now);
    return (double)now.tv_sec + (double)now.tv_nsec * 1e-9;
}

double bench_cpu(void)
{
    return seconds(CLOCK_PROCESS_CPUTIME_ID);
}

double bench_wall(void)
{
    return seconds(CLOCK_MONOTONIC);
}

static int by_value(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

double bench_median(double *values, size_t count)
{
    qsort(values, count, sizeof *values, by_value);
    return count % 2 == 1 ? values[count / 2] : (values[count / 2 - 1] + values[count / 2]) / 2;
}

double bench_resident(void)
{
    struct rusage usage;
    getrusage(RUSAGE_SELF, &usage);
    return (double)usage.ru_maxrss * 1024;
}

void bench_line(const char *figure, const char *unit, double ours, double floor, double ratio,
                enum bench_sense sense, double goal)
{
    bool reached = sense == BENCH_AT_MOST ? ratio <= goal : ratio >= goal;
    char beside[32] = "-";
    if (floor >= 0) {
        snprintf(beside, sizeof beside, "%.4g", floor);
    }
    printf("%-52s %9.4g %-5s %9s %8.3g  %s %-6g %s\n", figure, ours, unit, beside, ratio,
           sense == BENCH_AT_MOST ? "<=" : ">=", goal, reached ? "ok" : "MISSED");
    fflush(stdout);
    missed |= !reached;
}

void bench_wrong(const char *format, ...)
{
    va_list list;
    va_start(list, format);
    fputs("WRONG: ", stderr);
    vfprintf(stderr, format, list);
    fputc('\n', stderr);
    va_end(list);
    exit(2);
}

int bench_missed(void)
{
    return missed;
}
