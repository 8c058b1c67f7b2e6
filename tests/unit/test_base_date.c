// Days and dates known in part: every day of the calendar, every way to write one, ages at their
// edges.

#include "base/date.h"

#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>

#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static const char *const months[12] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

static day_number day_of(int year, int month, int day)
{
    day_number number = 0;
    assert_true(date_from_civil(year, month, day, &number));
    return number;
}

static bool is_leap(int year)
{
    return year % 4 == 0 && (year % 100 != 0 || year % 400 == 0);
}

// The calendar told the slow way, one day after the other.
static void test_every_day_round_trips(void **state)
{
    (void)state;
    static const int lengths[] = {31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31};
    day_number expected = day_of(DATE_YEAR_MIN, 1, 1);
    assert_int_equal(day_of(1970, 1, 1), 0);
    for (int year = DATE_YEAR_MIN; year <= DATE_YEAR_MAX; year++) {
        for (int month = 1; month <= 12; month++) {
            int length = lengths[month - 1] + (month == 2 && is_leap(year) ? 1 : 0);
            for (int day = 1; day <= length; day++) {
                assert_int_equal(day_of(year, month, day), expected);
                int y, m, d;
                date_to_civil(expected, &y, &m, &d);
                assert_true(y == year && m == month && d == day);
                expected++;
            }
            day_number none = 12345;
            assert_false(date_from_civil(year, month, length + 1, &none));
            assert_false(date_from_civil(year, month, 0, &none));
            assert_int_equal(none, 12345);
        }
    }
}

static void test_known_days(void **state)
{
    (void)state;
    static const struct {
        int year, month, day, number;
    } cases[] = {
        {1970, 1, 1, 0},     {1969, 12, 31, -1},   {2000, 2, 29, 11016}, {2000, 3, 1, 11017},
        {2026, 1, 1, 20454}, {1900, 3, 1, -25508}, {1800, 1, 1, -62091},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(day_of(cases[i].year, cases[i].month, cases[i].day), cases[i].number);
    }
}

static void test_no_such_day(void **state)
{
    (void)state;
    static const int cases[][3] = {
        {2026, 2, 29}, {2026, 2, 30},        {1900, 2, 29},        {2100, 2, 29},
        {2000, 2, 30}, {2024, 4, 31},        {2024, 0, 1},         {2024, 13, 1},
        {2024, -1, 1}, {2024, 1, 32},        {2024, 1, -1},        {1799, 12, 31},
        {3000, 1, 1},  {INT32_MIN, 1, 1},    {INT32_MAX, 1, 1},    {0, 1, 1},
        {-2024, 1, 1}, {2024, INT32_MAX, 1}, {2024, 1, INT32_MAX},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        day_number number = 5;
        assert_false(date_from_civil(cases[i][0], cases[i][1], cases[i][2], &number));
        assert_int_equal(number, 5);
    }
    struct date date;
    assert_false(date_of_month(2024, 13, &date));
    assert_false(date_of_month(2024, 0, &date));
    assert_false(date_of_month(1799, 1, &date));
    assert_false(date_of_year(1799, &date));
    assert_false(date_of_year(3000, &date));
}

static void test_any_number_is_some_day(void **state)
{
    (void)state;
    static const day_number numbers[] = {INT32_MIN, INT32_MIN + 1, -719469,  -719468, -1,
                                         0,         INT32_MAX - 1, INT32_MAX};
    for (size_t i = 0; i < COUNT(numbers); i++) {
        int year, month, day;
        date_to_civil(numbers[i], &year, &month, &day);
        assert_in_range(month, 1, 12);
        assert_in_range(day, 1, 31);
        char text[DATE_TEXT], words[8];
        assert_true(strlen(date_print(date_of_day(numbers[i]), text)) < DATE_TEXT);
        date_print_words(date_of_day(numbers[i]), months, words, sizeof(words));
    }
}

static void test_intervals(void **state)
{
    (void)state;
    struct date date;
    assert_true(date_of_month(2024, 2, &date));
    assert_int_equal(date.first, day_of(2024, 2, 1));
    assert_int_equal(date.last, day_of(2024, 2, 29));
    assert_int_equal(date.precision, DATE_MONTH);
    assert_true(date_of_month(2999, 12, &date));
    assert_int_equal(date.last, day_of(2999, 12, 31));
    assert_true(date_of_year(2023, &date));
    assert_int_equal(date.first, day_of(2023, 1, 1));
    assert_int_equal(date.last, day_of(2023, 12, 31));
    assert_int_equal(date.precision, DATE_YEAR);
    date = date_of_day(-5);
    assert_int_equal(date.first, -5);
    assert_int_equal(date.last, -5);
    assert_int_equal(date.precision, DATE_DAY);
}

static void test_about(void **state)
{
    (void)state;
    day_number today = day_of(2026, 3, 10);
    for (int weeks = 0; weeks <= 520; weeks++) {
        struct date date;
        assert_true(date_about(weeks, today, &date));
        assert_int_equal(date.first, today - 7 * (weeks + 1));
        assert_int_equal(date.last, weeks == 0 ? today : today - 7 * (weeks - 1));
        assert_true(date.first <= date.last && date.last <= today);
        assert_int_equal(date.precision, DATE_ABOUT);
        assert_int_equal(date.weeks, weeks);
    }
    struct date date;
    assert_false(date_about(-1, today, &date));
    assert_false(date_about(521, today, &date));
    assert_false(date_about(INT32_MAX, today, &date));
    assert_false(date_about(INT32_MIN, today, &date));
    assert_false(date_about(1, INT32_MIN, &date));
    assert_false(date_about(1, INT32_MAX, &date));
    assert_false(date_about(0, day_of(1800, 1, 7), &date));
    assert_true(date_about(0, day_of(1800, 1, 8), &date));
}

static void test_parsing(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        enum date_precision precision;
    } cases[] = {
        {"1980-05-17", DATE_DAY}, {"2024-02-29", DATE_DAY}, {"1800-01-01", DATE_DAY},
        {"2999-12-31", DATE_DAY}, {"1980-05", DATE_MONTH},  {"1980", DATE_YEAR},
        {"~0w", DATE_ABOUT},      {"~3w", DATE_ABOUT},      {"~52w", DATE_ABOUT},
        {"~520w", DATE_ABOUT},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct date date;
        char text[DATE_TEXT];
        assert_true(date_parse(cases[i].text, strlen(cases[i].text), 20000, &date));
        assert_int_equal(date.precision, cases[i].precision);
        assert_string_equal(date_print(date, text), cases[i].text);
    }
}

static void test_not_dates(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "",           "1",          "198",         "19800",      "1980-",       "1980-5",
        "1980-5-17",  "1980-05-1",  "1980-05-017", "1980/05/17", "1980-05-17 ", " 1980-05-17",
        "2026-02-30", "2023-02-29", "1980-13",     "1980-00",    "1980-13-01",  "1980-00-01",
        "1980-01-00", "1980-04-31", "1799",        "1799-12",    "1799-12-31",  "3000",
        "3000-01-01", "0000-00-00", "-980-05-17",  "+980",       "1980-+5",     "1980--5",
        "198a-05-17", "1980-05-1x", "1980x05-17",  "1980-05x17", "19800517",    "17.05.1980",
        "~",          "~w",         "~3",          "~3d",        "3w",          "~03w",
        "~00w",       "~521w",      "~999w",       "~1000w",     "~-1w",        "~ 3w",
        "~3w ",       "~3.5w",      "\u0661980",   "1980\xFF",   "unknown",
    };
    for (size_t i = 0; i < COUNT(wrong); i++) {
        struct date date = {.first = 1};
        if (date_parse(wrong[i], strlen(wrong[i]), 20000, &date)) {
            fail_msg("accepted: %s", wrong[i]);
        }
        assert_int_equal(date.first, 1);
    }
    struct date date;
    assert_false(date_parse("1980\0", 5, 0, &date));
    assert_true(date_parse("1980-05-17", 4, 0, &date));
    assert_int_equal(date.precision, DATE_YEAR);
}

static void test_typed(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        const char *day_first, *month_first; // as date_print gives them; NULL: refused
    } cases[] = {
        {"17.5.1980", "1980-05-17", NULL},
        {"17/05/1980", "1980-05-17", NULL},
        {"17 5 1980", "1980-05-17", NULL},
        {"17-5-1980", "1980-05-17", NULL},
        {"17. 5. 1980", "1980-05-17", NULL},
        {"  17  /  5 / 1980  ", "1980-05-17", NULL},
        {"5/17/1980", NULL, "1980-05-17"},
        {"05/06/1980", "1980-06-05", "1980-05-06"},
        {"1980-05-17", "1980-05-17", "1980-05-17"},
        {"1980/5/7", "1980-05-07", "1980-05-07"},
        {"1980.05.17", "1980-05-17", "1980-05-17"},
        {"5.1980", "1980-05", "1980-05"},
        {"05/1980", "1980-05", "1980-05"},
        {"1980-05", "1980-05", "1980-05"},
        {"1980 5", "1980-05", "1980-05"},
        {"1980", "1980", "1980"},
        {" 1980 ", "1980", "1980"},
        {"29.2.2024", "2024-02-29", NULL},
        {"\u0661\u0667/\u0665/\u0661\u0669\u0668\u0660", "1980-05-17", NULL},
        {"29.2.2023", NULL, NULL},
        {"31.4.2024", NULL, NULL},
        {"17.5.80", NULL, NULL}, // which century?
        {"17.5", NULL, NULL},
        {"17", NULL, NULL},
        {"80", NULL, NULL},
        {"0.5.1980", NULL, NULL},
        {"17.0.1980", NULL, NULL},
        {"017.5.1980", NULL, NULL},
        {"17.5.01980", NULL, NULL},
        {"17.5.198", NULL, NULL},
        {"1980-1980", NULL, NULL},
        {"1980-05-1980", NULL, NULL},
        {"17..5.1980", NULL, NULL},
        {"17.5.1980.", NULL, NULL},
        {".17.5.1980", NULL, NULL},
        {"17.5.1980.1", NULL, NULL},
        {"17.5.1980 x", NULL, NULL},
        {"17051980", NULL, NULL},
        {"17 May 1980", NULL, NULL},
        {"-1980", NULL, NULL},
        {"13.1980", NULL, NULL},
        {"1.1.1799", NULL, NULL},
        {"1.1.3000", NULL, NULL},
        {"99999999999999999999", NULL, NULL},
        {"", NULL, NULL},
        {"   ", NULL, NULL},
        {".", NULL, NULL},
        {"17.5.1980\xFF", NULL, NULL},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        for (int month_first = 0; month_first < 2; month_first++) {
            const char *expected = month_first != 0 ? cases[i].month_first : cases[i].day_first;
            struct date date;
            bool read =
                date_parse_typed(cases[i].text, strlen(cases[i].text), month_first != 0, &date);
            if (read != (expected != NULL)) {
                fail_msg("'%s', month first: %d", cases[i].text, month_first);
            }
            if (read) {
                char text[DATE_TEXT];
                assert_string_equal(date_print(date, text), expected);
            }
        }
    }
    struct date date;
    assert_false(date_parse_typed("1\0001\0001980", 8, false, &date));
}

static void test_words(void **state)
{
    (void)state;
    static const struct {
        const char *text, *words;
    } cases[] = {
        {"1980-05-17", "17 May 1980"}, {"1980-12-01", "1 Dec 1980"},
        {"1980-01", "Jan 1980"},       {"1980", "1980"},
        {"~3w", "about 3 weeks ago"},  {"~1w", "about 1 week ago"},
        {"~0w", "in the last week"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct date date;
        char words[40];
        assert_true(date_parse(cases[i].text, strlen(cases[i].text), 20000, &date));
        assert_string_equal(date_print_words(date, months, words, sizeof(words)), cases[i].words);
    }
}

static void test_words_are_cut_between_characters(void **state)
{
    (void)state;
    static const char *const japanese[12] = {"1\u6708", "2\u6708", "3\u6708", "4\u6708",
                                             "5\u6708", "6\u6708", "7\u6708", "8\u6708",
                                             "9\u6708", "A\u6708", "B\u6708", "C\u6708"};
    static const char *const expected[] = {"",     "1",    "17",         "17 ",        "17 5",
                                           "17 5", "17 5", "17 5\u6708", "17 5\u6708 "};
    struct date date = date_of_day(day_of(1980, 5, 17));
    for (size_t size = 1; size <= COUNT(expected); size++) {
        char words[40];
        memset(words, '#', sizeof(words));
        date_print_words(date, japanese, words, size);
        assert_string_equal(words, expected[size - 1]);
        assert_int_equal(words[size], '#');
    }
    char nothing = '#';
    date_print_words(date, japanese, &nothing, 0);
    assert_int_equal(nothing, '#');
}

static void test_ages(void **state)
{
    (void)state;
    static const struct {
        const char *birth, *today;
        int least, most; // -1: not born
    } cases[] = {
        {"1980-05-17", "2026-05-16", 45, 45},
        {"1980-05-17", "2026-05-17", 46, 46},
        {"1980-05-17", "2026-05-18", 46, 46},
        {"1980-05-17", "1980-05-17", 0, 0},
        {"1980-05-17", "1981-05-16", 0, 0},
        {"1980-05-17", "1980-05-16", -1, -1},
        {"1980-12-31", "2026-01-01", 45, 45},
        {"1980-01-01", "2025-12-31", 45, 45},
        // Born on 29 February.
        {"2000-02-29", "2018-02-28", 17, 17},
        {"2000-02-29", "2018-03-01", 18, 18},
        {"2000-02-29", "2020-02-28", 19, 19},
        {"2000-02-29", "2020-02-29", 20, 20},
        {"1800-02-28", "1900-02-28", 100, 100},
        // Known in part.
        {"1980", "2026-01-01", 45, 46},
        {"1980", "2026-06-15", 45, 46},
        {"1980", "2026-12-30", 45, 46},
        {"1980", "2026-12-31", 46, 46},
        {"1980-05", "2026-04-30", 45, 45},
        {"1980-05", "2026-05-01", 45, 46},
        {"1980-05", "2026-05-30", 45, 46},
        {"1980-05", "2026-05-31", 46, 46},
        {"2000-02", "2018-02-28", 17, 18},
        {"2026", "2026-03-01", 0, 0},
        {"2026-03", "2026-03-01", 0, 0},
        {"2025", "2026-03-01", 0, 1},
        {"2027", "2026-12-31", -1, -1},
        {"2026-04", "2026-03-31", -1, -1},
        {"~3w", "2026-03-31", 0, 0},
        {"~52w", "2026-03-31", 0, 1},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct date today, birth;
        int least = -7, most = -7;
        assert_true(date_parse(cases[i].today, 10, 0, &today));
        assert_true(date_parse(cases[i].birth, strlen(cases[i].birth), today.first, &birth));
        bool born = date_age(birth, today.first, &least, &most);
        assert_int_equal(born, cases[i].most >= 0);
        if (born && (least != cases[i].least || most != cases[i].most)) {
            fail_msg("%s on %s: %d to %d", cases[i].birth, cases[i].today, least, most);
        }
    }
}

static void test_an_interval_holds_every_age_in_it(void **state)
{
    (void)state;
    struct date year;
    assert_true(date_of_year(2000, &year));
    for (day_number today = day_of(2000, 1, 1); today < day_of(2005, 1, 1); today++) {
        int least = 0, most = 0, lowest = INT32_MAX, highest = -1;
        assert_true(date_age(year, today, &least, &most));
        for (day_number birth = year.first; birth <= year.last && birth <= today; birth++) {
            int age = 0, same = 0;
            assert_true(date_age(date_of_day(birth), today, &age, &same));
            assert_int_equal(age, same);
            lowest = age < lowest ? age : lowest;
            highest = age > highest ? age : highest;
        }
        assert_true(least == lowest && most == highest);
    }
}

static void test_times(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        int minutes;
    } cases[] = {
        {"00:00", 0},
        {"0:00", 0},
        {"14:30", 870},
        {"09:05", 545},
        {"9:05", 545},
        {"23:59", 1439},
        {"24:00", -1},
        {"12:60", -1},
        {"12:5", -1},
        {"12:005", -1},
        {"012:05", -1},
        {"12", -1},
        {"12:", -1},
        {":30", -1},
        {"", -1},
        {"12:30 ", -1},
        {" 12:30", -1},
        {"12.30", -1},
        {"-1:30", -1},
        {"12:30:00", -1},
        {"ab:cd", -1},
        {"12:3\xFF", -1},
        {"\u0661\u0664:\u0663\u0660", 870},
        {"99999999999:00", -1},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(time_parse(cases[i].text, strlen(cases[i].text)), cases[i].minutes);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_day_round_trips),
        cmocka_unit_test(test_known_days),
        cmocka_unit_test(test_no_such_day),
        cmocka_unit_test(test_any_number_is_some_day),
        cmocka_unit_test(test_intervals),
        cmocka_unit_test(test_about),
        cmocka_unit_test(test_parsing),
        cmocka_unit_test(test_not_dates),
        cmocka_unit_test(test_typed),
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_words_are_cut_between_characters),
        cmocka_unit_test(test_ages),
        cmocka_unit_test(test_an_interval_holds_every_age_in_it),
        cmocka_unit_test(test_times),
    };
    return cmocka_run_group_tests_name("base/date", tests, NULL, NULL);
}
