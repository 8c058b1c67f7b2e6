#ifndef COMMAND_CLOCK_H
#define COMMAND_CLOCK_H

#include "therapist/therapist.h"

#include <stdbool.h>

// The local date by the machine's clock. Returns false if the clock cannot be believed: it shows a
// day before this program was made (a Raspberry Pi has no clock of its own). *day is set either
// way.
bool clock_today(day_number *day);
// Milliseconds of a clock that is never set.
unsigned long long clock_milliseconds(void);
// "23 Nov 2026 10:05", local time of `seconds` since 1970. Returns `out`.
char *clock_print(long long seconds, char *out, int size);
// The same of a day of which no time is known: "2 Mar 2026".
char *clock_print_day(day_number day, char *out, int size);
// The local day of `seconds` since 1970.
day_number clock_day(long long seconds);
// Seconds since 1970 at which the local day of `seconds` began.
long long clock_midnight(long long seconds);
// A moment as the therapist's desk asks for it; `context` is of no matter.
void clock_when(void *context, int64_t at, struct therapist_when *out);

#endif
