#ifndef BASE_DATE_H
#define BASE_DATE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// A calendar day is a day number (days since 1970-01-01, proleptic Gregorian). A date that is known
// only in part is the interval of the days it may be, with what was said kept beside it: no day is
// ever invented.
typedef int32_t day_number;

enum { DATE_YEAR_MIN = 1800, DATE_YEAR_MAX = 2999 };

enum date_precision {
    DATE_DAY,   // 1980-05-17
    DATE_MONTH, // 1980-05
    DATE_YEAR,  // 1980
    DATE_ABOUT, // "about N weeks ago" said on a reference day: N-1 to N+1 weeks
};

struct date {
    day_number first, last; // the days it may be, both included
    enum date_precision precision;
    int16_t weeks; // DATE_ABOUT: N
};

// False if there is no such day.
bool date_from_civil(int year, int month, int day, day_number *out);
void date_to_civil(day_number day, int *year, int *month, int *day_of_month);

struct date date_of_day(day_number day);
bool date_of_month(int year, int month, struct date *out);
bool date_of_year(int year, struct date *out);
// `weeks` 0 to 520 before `today`.
bool date_about(int weeks, day_number today, struct date *out);

// Reads "1980-05-17", "1980-05", "1980" or "~3w" (about 3 weeks before `today`). All bytes must be
// used.
bool date_parse(const char *text, size_t length, day_number today, struct date *out);
// Reads what a person types with their language's order: "17.5.1980", "17/05/1980", "17 5 1980",
// "1980-05-17", "5.1980", "1980", with digits of any script; "May 1980" is not attempted. A year
// has four digits. `month_first` for places that write 5/17/1980.
bool date_parse_typed(const char *text, size_t length, bool month_first, struct date *out);

enum { DATE_TEXT = 24 };
// The form date_parse reads. Returns `out`.
char *date_print(struct date date, char out[DATE_TEXT]);
// As people read it: "17 May 1980", "May 1980", "1980", "about 3 weeks ago". English month names
// are given by `months` (12 short names), so that a translation may pass its own.
char *date_print_words(struct date date, const char *const months[12], char *out, size_t size);

// Whole years from `birth` to `today`, least and most. False if birth lies after today.
bool date_age(struct date birth, day_number today, int *least, int *most);

// Minutes of a day from "14:30"; -1 if it is not a time.
int time_parse(const char *text, size_t length);

#endif
