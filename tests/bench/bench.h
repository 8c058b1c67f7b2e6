#ifndef BENCH_BENCH_H
#define BENCH_BENCH_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// What all benchmarks share: a clock of CPU time, medians, and the one line a figure becomes. Every
// figure stands beside a floor measured in the same run, because milliseconds of two machines, or
// of two minutes on a shared one, say nothing.

// Seconds of CPU time this process has used.
double bench_cpu(void);
// Seconds of a clock that only grows.
double bench_wall(void);
// Sorts `values`.
double bench_median(double *values, size_t count);
// Peak resident memory of this process, bytes.
double bench_resident(void);

// A goal on the ratio: at most `goal` times the floor, or at least.
enum bench_sense { BENCH_AT_MOST, BENCH_AT_LEAST };
// "figure, ours unit, floor unit, ratio, goal, ok or MISSED". `ratio` is what the goal is about;
// floor below 0: there is none.
void bench_line(const char *figure, const char *unit, double ours, double floor, double ratio,
                enum bench_sense sense, double goal);
// For results that are wrong: says so and ends with 1, because a figure of them means nothing.
_Noreturn void bench_wrong(const char *format, ...) __attribute__((format(printf, 1, 2)));
// 1 after any missed goal, for the exit code.
int bench_missed(void);

#endif
