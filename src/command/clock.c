// The only place that asks what day it is.
#include "command/clock.h"

#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>

// The day of this version's release: no clock that is right shows an earlier one.
enum { RELEASE_YEAR = 2026, RELEASE_MONTH = 11, RELEASE_DAY = 1 };

// False: it is no time.
static bool local_day(time_t when, day_number *day)
{
    struct tm local;
    *day = 0;
    return localtime_r(&when, &local) != NULL &&
           date_from_civil(local.tm_year + 1900, local.tm_mon + 1, local.tm_mday, day);
}

day_number clock_day(long long seconds)
{
    day_number day;
    (void)local_day((time_t)seconds, &day);
    return day;
}

bool clock_today(day_number *day)
{
    if (!local_day(time(NULL), day)) {
        return false;
    }
    day_number released;
    return date_from_civil(RELEASE_YEAR, RELEASE_MONTH, RELEASE_DAY, &released) && *day >= released;
}

unsigned long long clock_milliseconds(void)
{
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (unsigned long long)now.tv_sec * 1000 + (unsigned long long)now.tv_nsec / 1000000;
}

static const char *const months[12] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

char *clock_print_day(day_number day, char *out, int size)
{
    int year, month, of_month;
    date_to_civil(day, &year, &month, &of_month);
    snprintf(out, (size_t)size, "%d %s %d", of_month, months[month - 1], year);
    return out;
}

char *clock_print(long long seconds, char *out, int size)
{
    time_t when = (time_t)seconds;
    struct tm local;
    if (localtime_r(&when, &local) == NULL) {
        snprintf(out, (size_t)size, "?");
        return out;
    }
    snprintf(out, (size_t)size, "%d %s %d %02d:%02d", local.tm_mday, months[local.tm_mon],
             local.tm_year + 1900, local.tm_hour, local.tm_min);
    return out;
}

long long clock_midnight(long long seconds)
{
    time_t when = (time_t)seconds;
    struct tm local;
    if (localtime_r(&when, &local) == NULL) {
        return seconds - seconds % 86400;
    }
    local.tm_hour = local.tm_min = local.tm_sec = 0;
    local.tm_isdst = -1;
    return (long long)mktime(&local);
}

void clock_when(void *context, int64_t at, struct therapist_when *out)
{
    (void)context;
    out->midnight = clock_midnight(at);
    out->day = clock_day(at);
    clock_print_day(out->day, out->date, sizeof out->date);
    clock_print(at, out->text, sizeof out->text);
    const char *clock = strrchr(out->text, ' ');
    snprintf(out->clock, sizeof out->clock, "%s", clock != NULL ? clock + 1 : "");
}
