// Days are numbers; a date known in part is the interval of the days it may be. Conversions count
// years from March, so that the leap day is the last day of its year (the proleptic Gregorian
// calendar repeats every 400 years). Every way in refuses a day outside
// DATE_YEAR_MIN..DATE_YEAR_MAX, so that arithmetic on day numbers never comes near 32 bits.

#include "base/date.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

enum {
    DAYS_PER_ERA = 146097, // 400 years
    DAYS_TO_1970 = 719468, // from 0000-03-01
    WEEKS_LARGEST = 520,
    MINUTES_PER_HOUR = 60,
};

static bool is_leap_year(int year)
{
    return (year % 4 == 0 && year % 100 != 0) || year % 400 == 0;
}

static int days_in_month(int year, int month)
{
    static const int8_t days[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    return month == 2 && is_leap_year(year) ? 29 : days[month - 1];
}

static bool is_year(int year)
{
    return year >= DATE_YEAR_MIN && year <= DATE_YEAR_MAX;
}

bool date_from_civil(int year, int month, int day, day_number *out)
{
    if (!is_year(year) || month < 1 || month > 12 || day < 1 || day > days_in_month(year, month)) {
        return false;
    }
    int march_year = month > 2 ? year : year - 1;
    int era = march_year / 400;
    int year_of_era = march_year % 400;
    int month_from_march = (month + 9) % 12;
    // Months from March have 31 30 31 30 31 days, over and over: 153 days every five.
    int day_of_year = (153 * month_from_march + 2) / 5 + day - 1;
    int day_of_era = year_of_era * 365 + year_of_era / 4 - year_of_era / 100 + day_of_year;
    *out = era * DAYS_PER_ERA + day_of_era - DAYS_TO_1970;
    return true;
}

void date_to_civil(day_number day, int *year, int *month, int *day_of_month)
{
    int64_t days = (int64_t)day + DAYS_TO_1970;
    int64_t era = (days >= 0 ? days : days - (DAYS_PER_ERA - 1)) / DAYS_PER_ERA;
    int day_of_era = (int)(days - era * DAYS_PER_ERA);
    int year_of_era =
        (day_of_era - day_of_era / 1460 + day_of_era / 36524 - day_of_era / (DAYS_PER_ERA - 1)) /
        365;
    int day_of_year = day_of_era - (365 * year_of_era + year_of_era / 4 - year_of_era / 100);
    int month_from_march = (5 * day_of_year + 2) / 153;
    *day_of_month = day_of_year - (153 * month_from_march + 2) / 5 + 1;
    *month = month_from_march < 10 ? month_from_march + 3 : month_from_march - 9;
    *year = (int)(year_of_era + era * 400) + (*month <= 2 ? 1 : 0);
}

struct date date_of_day(day_number day)
{
    return (struct date){.first = day, .last = day, .precision = DATE_DAY};
}

bool date_of_month(int year, int month, struct date *out)
{
    day_number first;
    if (!date_from_civil(year, month, 1, &first)) {
        return false;
    }
    *out = (struct date){
        .first = first,
        .last = first + days_in_month(year, month) - 1,
        .precision = DATE_MONTH,
    };
    return true;
}

bool date_of_year(int year, struct date *out)
{
    day_number first, last;
    if (!date_from_civil(year, 1, 1, &first) || !date_from_civil(year, 12, 31, &last)) {
        return false;
    }
    *out = (struct date){.first = first, .last = last, .precision = DATE_YEAR};
    return true;
}

static bool is_day_in_range(int64_t day)
{
    day_number first = 0, last = 0;
    date_from_civil(DATE_YEAR_MIN, 1, 1, &first);
    date_from_civil(DATE_YEAR_MAX, 12, 31, &last);
    return day >= first && day <= last;
}

bool date_about(int weeks, day_number today, struct date *out)
{
    if (weeks < 0 || weeks > WEEKS_LARGEST || !is_day_in_range(today) ||
        !is_day_in_range((int64_t)today - 7 * (weeks + 1))) {
        return false;
    }
    *out = (struct date){
        .first = today - 7 * (weeks + 1),
        // Less than a week ago may be today, never tomorrow.
        .last = weeks > 0 ? today - 7 * (weeks - 1) : today,
        .precision = DATE_ABOUT,
        .weeks = (int16_t)weeks,
    };
    return true;
}

static bool of_parts(int year, int month, int day, struct date *out)
{
    day_number number;
    if (!date_from_civil(year, month, day, &number)) {
        return false;
    }
    *out = date_of_day(number);
    return true;
}

// Exactly `count` ASCII digits; -1 if there is anything else among them.
static int read_digits(const char *text, size_t count)
{
    int value = 0;
    for (size_t i = 0; i < count; i++) {
        if (text[i] < '0' || text[i] > '9') {
            return -1;
        }
        value = value * 10 + (text[i] - '0');
    }
    return value;
}

static bool parse_about(const char *text, size_t length, day_number today, struct date *out)
{
    // "~0w" to "~520w"; one spelling for one value, so no leading zero.
    if (length < 3 || length > 5 || text[length - 1] != 'w' || (length > 3 && text[1] == '0')) {
        return false;
    }
    int weeks = read_digits(text + 1, length - 2);
    return weeks >= 0 && date_about(weeks, today, out);
}

bool date_parse(const char *text, size_t length, day_number today, struct date *out)
{
    if (length > 0 && text[0] == '~') {
        return parse_about(text, length, today, out);
    }
    if (length != 4 && length != 7 && length != 10) {
        return false;
    }
    int year = read_digits(text, 4);
    if (length == 4) {
        return date_of_year(year, out);
    }
    int month = text[4] == '-' ? read_digits(text + 5, 2) : -1;
    if (length == 7) {
        return date_of_month(year, month, out);
    }
    int day = text[7] == '-' ? read_digits(text + 8, 2) : -1;
    return of_parts(year, month, day, out);
}

// A number as typed: its value and how many digits it was given with (which tells a year).
struct typed {
    int value;
    int digits;
};

struct reader {
    const char *text;
    size_t length;
    size_t at;
};

static bool read_typed(struct reader *reader, struct typed *out)
{
    *out = (struct typed){0};
    while (reader->at < reader->length) {
        uint32_t code_point;
        size_t size =
            text_decode(reader->text + reader->at, reader->length - reader->at, &code_point);
        int digit = size > 0 ? text_digit(code_point) : -1;
        if (digit < 0) {
            break;
        }
        if (out->digits == 4) {
            return false;
        }
        out->value = out->value * 10 + digit;
        out->digits++;
        reader->at += size;
    }
    return out->digits > 0;
}

static void skip_spaces(struct reader *reader)
{
    while (reader->at < reader->length && reader->text[reader->at] == ' ') {
        reader->at++;
    }
}

// One of . / - with or without spaces around it, or spaces alone.
static bool read_separator(struct reader *reader)
{
    size_t start = reader->at;
    skip_spaces(reader);
    if (reader->at < reader->length && strchr("./-", reader->text[reader->at]) != NULL &&
        reader->text[reader->at] != '\0') {
        reader->at++;
        skip_spaces(reader);
    }
    return reader->at > start;
}

// Reads one to three numbers; returns how many, 0 if that is not all there is.
static int read_numbers(const char *text, size_t length, struct typed numbers[3])
{
    struct reader reader = {.text = text, .length = length};
    while (reader.length > 0 && text[reader.length - 1] == ' ') {
        reader.length--;
    }
    skip_spaces(&reader);
    for (int count = 0; count < 3; count++) {
        if ((count > 0 && !read_separator(&reader)) || !read_typed(&reader, &numbers[count])) {
            return 0;
        }
        if (reader.at == reader.length) {
            return count + 1;
        }
    }
    return 0;
}

bool date_parse_typed(const char *text, size_t length, bool month_first, struct date *out)
{
    struct typed n[3] = {{0}};
    int count = read_numbers(text, length, n);
    if (count == 0) {
        return false;
    }
    // The year is where four digits are, first or last; two digits would leave the century to us.
    bool year_first = n[0].digits == 4;
    int year = year_first ? 0 : count - 1;
    for (int i = 0; i < count; i++) {
        if (i == year ? n[i].digits != 4 : n[i].digits > 2) {
            return false;
        }
    }
    if (count == 1) {
        return date_of_year(n[0].value, out);
    }
    if (count == 2) {
        return date_of_month(n[year].value, n[1 - year].value, out);
    }
    if (year_first) {
        return of_parts(n[0].value, n[1].value, n[2].value, out);
    }
    int month = month_first ? 0 : 1;
    return of_parts(n[2].value, n[month].value, n[1 - month].value, out);
}

char *date_print(struct date date, char out[DATE_TEXT])
{
    int year, month, day;
    date_to_civil(date.first, &year, &month, &day);
    // A number of days that none of the ways in gives may have a longer year; it is cut, not spilt.
    unsigned y = (unsigned)year % 10000, m = (unsigned)month % 100, d = (unsigned)day % 100;
    switch (date.precision) {
    case DATE_DAY:
        snprintf(out, DATE_TEXT, "%04u-%02u-%02u", y, m, d);
        break;
    case DATE_MONTH:
        snprintf(out, DATE_TEXT, "%04u-%02u", y, m);
        break;
    case DATE_YEAR:
        snprintf(out, DATE_TEXT, "%04u", y);
        break;
    case DATE_ABOUT:
        snprintf(out, DATE_TEXT, "~%dw", date.weeks);
        break;
    }
    return out;
}

char *date_print_words(struct date date, const char *const months[12], char *out, size_t size)
{
    if (size == 0) {
        return out;
    }
    int year, month, day;
    date_to_civil(date.first, &year, &month, &day);
    switch (date.precision) {
    case DATE_DAY:
        snprintf(out, size, "%d %s %d", day, months[month - 1], year);
        break;
    case DATE_MONTH:
        snprintf(out, size, "%s %d", months[month - 1], year);
        break;
    case DATE_YEAR:
        snprintf(out, size, "%d", year);
        break;
    case DATE_ABOUT:
        if (date.weeks == 0) {
            snprintf(out, size, "in the last week");
        } else {
            snprintf(out, size, "about %d week%s ago", date.weeks, date.weeks == 1 ? "" : "s");
        }
        break;
    }
    // A month's name cut inside a character would leave half of it.
    out[text_valid(out, strlen(out))] = '\0';
    return out;
}

// Whole years between two days. Who was born on 29 February turns older on 1 March in other years.
static int years_between(day_number birth, day_number today)
{
    int birth_year, birth_month, birth_day, year, month, day;
    date_to_civil(birth, &birth_year, &birth_month, &birth_day);
    date_to_civil(today, &year, &month, &day);
    bool birthday_to_come = month < birth_month || (month == birth_month && day < birth_day);
    return year - birth_year - (birthday_to_come ? 1 : 0);
}

bool date_age(struct date birth, day_number today, int *least, int *most)
{
    if (birth.first > today) {
        return false;
    }
    *most = years_between(birth.first, today);
    *least = years_between(birth.last < today ? birth.last : today, today);
    return true;
}

int time_parse(const char *text, size_t length)
{
    struct reader reader = {.text = text, .length = length};
    struct typed hour, minute;
    if (!read_typed(&reader, &hour) || reader.at == length || text[reader.at] != ':') {
        return -1;
    }
    reader.at++;
    if (!read_typed(&reader, &minute) || reader.at != length) {
        return -1;
    }
    if (hour.digits > 2 || hour.value > 23 || minute.digits != 2 || minute.value > 59) {
        return -1;
    }
    return hour.value * MINUTES_PER_HOUR + minute.value;
}
