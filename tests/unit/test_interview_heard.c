// What people type: every shape that is understood, and what each shape that is not is called.

#include "interview/heard.h"

#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>

#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static struct heard_today today(void)
{
    struct heard_today today = {.known = true};
    assert_true(date_from_civil(2026, 3, 2, &today.day));
    return today;
}

static struct form_item item_of(enum item_type type)
{
    return (struct form_item){.type = type, .among = FORM_NO_ITEM};
}

struct date_case {
    const char *typed;
    enum heard result;
    const char *date; // as date_print writes it
};

static void check_dates(const struct date_case *cases, size_t count, struct heard_today from,
                        bool month_first)
{
    struct form_item item = item_of(ITEM_DATE);
    for (size_t i = 0; i < count; i++) {
        struct answer answer = {0};
        char text[DATE_TEXT] = "";
        enum heard result = heard_typed(&item, cases[i].typed, 0, from, month_first, &answer);
        if (result == HEARD_OK) {
            date_print(answer.as.date, text);
        }
        if (result != cases[i].result || strcmp(text, cases[i].date) != 0) {
            fail_msg("'%s': result %d, date '%s'", cases[i].typed, (int)result, text);
        }
        answer_clear(&answer);
    }
}

static void test_dates(void **state)
{
    (void)state;
    static const struct date_case cases[] = {
        {"17.5.1980", HEARD_OK, "1980-05-17"},
        {" 17/05/1980 ", HEARD_OK, "1980-05-17"},
        {"17-5-1980", HEARD_OK, "1980-05-17"},
        {"1980-05-17", HEARD_OK, "1980-05-17"},
        {"17 May 1980", HEARD_OK, "1980-05-17"},
        {"17th of May, 1980", HEARD_OK, "1980-05-17"},
        {"May 17, 1980", HEARD_OK, "1980-05-17"},
        {"17. MAY 1980", HEARD_OK, "1980-05-17"},
        {"1 sept 1999", HEARD_OK, "1999-09-01"},
        {"May 1980", HEARD_OK, "1980-05"},
        {"5 1980", HEARD_OK, "1980-05"},
        {"5/1980", HEARD_OK, "1980-05"},
        {"1980-05", HEARD_OK, "1980-05"},
        {"1980", HEARD_OK, "1980"},
        {"in 1980", HEARD_OK, "1980"},
        {"3 weeks ago", HEARD_OK, "~3w"},
        {"about 3 weeks", HEARD_OK, "~3w"},
        {"three weeks ago", HEARD_OK, "~3w"},
        {"a week ago", HEARD_OK, "~1w"},
        {"last week", HEARD_OK, "~1w"},
        {"today", HEARD_OK, "2026-03-02"},
        {"Yesterday", HEARD_OK, "2026-03-01"},
        {"\xD9\xA1\xD9\xA7.\xD9\xA5.\xD9\xA1\xD9\xA9\xD9\xA8\xD9\xA0", HEARD_OK, "1980-05-17"},
        {"31.2.1980", HEARD_NO_SUCH_DAY, ""},
        {"31 February 1980", HEARD_NO_SUCH_DAY, ""},
        {"29.2.1981", HEARD_NO_SUCH_DAY, ""},
        {"29.2.1980", HEARD_OK, "1980-02-29"},
        {"17.5.80", HEARD_NOT_A_DATE, ""},
        {"17 May", HEARD_NOT_A_DATE, ""},
        {"about 1980", HEARD_NOT_A_DATE, ""},
        {"a while ago", HEARD_NOT_A_DATE, ""},
        {"17.5.1980 or so", HEARD_NOT_A_DATE, ""},
        {"99999999999999999999", HEARD_NOT_A_DATE, ""},
        {"", HEARD_EMPTY, ""},
        {"   ", HEARD_EMPTY, ""},
    };
    check_dates(cases, COUNT(cases), today(), false);
}

static void test_dates_month_first(void **state)
{
    (void)state;
    static const struct date_case cases[] = {
        {"5/17/1980", HEARD_OK, "1980-05-17"},
        {"17/5/1980", HEARD_NO_SUCH_DAY, ""},
        {"5/1980", HEARD_OK, "1980-05"},
    };
    check_dates(cases, COUNT(cases), today(), true);
}

// A clock that is not believed: no day is invented, and what needs none is heard as ever.
static void test_dates_without_today(void **state)
{
    (void)state;
    static const struct date_case cases[] = {
        {"17.5.1980", HEARD_OK, "1980-05-17"}, {"May 1980", HEARD_OK, "1980-05"},
        {"3 weeks ago", HEARD_OK, "~3w"},      {"last week", HEARD_OK, "~1w"},
        {"today", HEARD_NO_TODAY, ""},         {"Yesterday", HEARD_NO_TODAY, ""},
        {"tomorrow", HEARD_NOT_A_DATE, ""},
    };
    struct heard_today unknown = today();
    unknown.known = false;
    check_dates(cases, COUNT(cases), unknown, false);
}

static void test_numbers(void **state)
{
    (void)state;
    static const struct {
        enum item_type type;
        const char *typed;
        enum heard result;
        decimal number;
    } cases[] = {
        {ITEM_INTEGER, "7", HEARD_OK, 7000000},
        {ITEM_INTEGER, " +7 ", HEARD_OK, 7000000},
        {ITEM_INTEGER, "-3", HEARD_OK, -3000000},
        {ITEM_INTEGER, "\xE2\x88\x92 3", HEARD_OK, -3000000},
        {ITEM_INTEGER, "\xD9\xA4\xD9\xA2", HEARD_OK, 42000000},
        {ITEM_INTEGER, "7.5", HEARD_NOT_WHOLE, 0},
        {ITEM_INTEGER, "7.0", HEARD_OK, 7000000},
        {ITEM_INTEGER, "1.500", HEARD_THOUSANDS, 0},
        {ITEM_INTEGER, "1,500", HEARD_THOUSANDS, 0},
        {ITEM_INTEGER, "1 500", HEARD_THOUSANDS, 0},
        {ITEM_INTEGER, "1'500", HEARD_THOUSANDS, 0},
        {ITEM_INTEGER, "seven", HEARD_NOT_A_NUMBER, 0},
        {ITEM_INTEGER, "1.2.3", HEARD_NOT_A_NUMBER, 0},
        {ITEM_INTEGER, "9999999999999999999999", HEARD_NOT_A_NUMBER, 0},
        {ITEM_DECIMAL, "36,6", HEARD_OK, 36600000},
        {ITEM_DECIMAL, "36.6", HEARD_OK, 36600000},
        {ITEM_DECIMAL, "1.234,5", HEARD_THOUSANDS, 0},
        {ITEM_DECIMAL, "1,234,567", HEARD_THOUSANDS, 0},
        {ITEM_DECIMAL, ".5", HEARD_NOT_A_NUMBER, 0},
        {ITEM_DECIMAL, "", HEARD_EMPTY, 0},
        {ITEM_SCALE, "10", HEARD_OK, 10000000},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct form_item item = item_of(cases[i].type);
        struct answer answer = {0};
        enum heard result = heard_typed(&item, cases[i].typed, 0, today(), false, &answer);
        if (result != cases[i].result ||
            (result == HEARD_OK && answer.as.number != cases[i].number)) {
            fail_msg("'%s': result %d", cases[i].typed, (int)result);
        }
        answer_clear(&answer);
    }
}

static void test_quantities(void **state)
{
    (void)state;
    static const struct form_unit units[] = {
        {.code = "kg", .text = "kilogram", .factor = DECIMAL_ONE},
        {.code = "lb", .text = "pound", .factor = 453592},
    };
    static const struct {
        const char *typed;
        uint8_t unit;
        enum heard result;
        decimal number;
        uint8_t found;
    } cases[] = {
        {"70 kg", UINT8_MAX, HEARD_OK, 70000000, 0},
        {"70kg.", UINT8_MAX, HEARD_OK, 70000000, 0},
        {"70,5 KG", UINT8_MAX, HEARD_OK, 70500000, 0},
        {"150 pounds", UINT8_MAX, HEARD_OK, 150000000, 1},
        {"150 lbs", 0, HEARD_OK, 150000000, 1},
        {"150", 1, HEARD_OK, 150000000, 1},
        {"150", UINT8_MAX, HEARD_NO_UNIT, 0, 0},
        {"150 stone", 0, HEARD_NO_UNIT, 0, 0},
        {"kg", 0, HEARD_NOT_A_NUMBER, 0, 0},
        {"1 500 kg", 0, HEARD_THOUSANDS, 0, 0},
    };
    struct form_item item = item_of(ITEM_QUANTITY);
    item.units = units;
    item.unit_count = COUNT(units);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct answer answer = {0};
        enum heard result =
            heard_typed(&item, cases[i].typed, cases[i].unit, today(), false, &answer);
        if (result != cases[i].result ||
            (result == HEARD_OK &&
             (answer.as.number != cases[i].number || answer.unit != cases[i].found))) {
            fail_msg("'%s': result %d", cases[i].typed, (int)result);
        }
        answer_clear(&answer);
    }
    item.unit_count = 1;
    struct answer answer = {0};
    assert_int_equal(heard_typed(&item, "70", UINT8_MAX, today(), false, &answer), HEARD_OK);
}

static void test_times(void **state)
{
    (void)state;
    static const struct {
        const char *typed;
        int minutes;
    } cases[] = {
        {"14:30", 870},    {"14.30", 870},   {"2:30 pm", 870}, {"2.30 p.m.", 870}, {"2 pm", 840},
        {"14h30", 870},    {"14h", 840},     {"12 am", 0},     {"12 pm", 720},     {"noon", 720},
        {"midnight", 0},   {"9", -1},        {"25:00", -1},    {"14:60", -1},      {"13 pm", -1},
        {"0 am", -1},      {"soon", -1},     {"14:3", -1},     {"1 2 3", -1},      {"pm", -1},
        {"9 o'clock", -1}, {"at 9:05", 545},
    };
    struct form_item item = item_of(ITEM_TIME);
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct answer answer = {0};
        enum heard result = heard_typed(&item, cases[i].typed, 0, today(), false, &answer);
        int minutes = result == HEARD_OK ? answer.as.minutes : -1;
        if (minutes != cases[i].minutes || (minutes < 0 && result != HEARD_NOT_A_TIME)) {
            fail_msg("'%s': %d", cases[i].typed, minutes);
        }
    }
}

static void test_texts(void **state)
{
    (void)state;
    struct form_item item = item_of(ITEM_TEXT);
    struct answer answer = {0};
    assert_int_equal(heard_typed(&item, "  Mar\x01ia  Silva ", 0, today(), false, &answer),
                     HEARD_OK);
    assert_string_equal(answer.text, "Maria  Silva");
    answer_clear(&answer);
    item = item_of(ITEM_LONGTEXT);
    assert_int_equal(heard_typed(&item, "one\ntwo\n\n", 0, today(), false, &answer), HEARD_OK);
    assert_string_equal(answer.text, "one\ntwo");
    answer_clear(&answer);
    assert_int_equal(heard_typed(&item, "\n \n", 0, today(), false, &answer), HEARD_EMPTY);
}

// Every result but success has something to say, and nothing a computer would say.
static void test_help(void **state)
{
    (void)state;
    for (int result = HEARD_EMPTY; result <= HEARD_NOT_A_TIME; result++) {
        const char *help = heard_help((enum heard)result);
        assert_true(strlen(help) > 10);
        assert_null(strstr(help, "rror"));
        assert_null(strstr(help, "nvalid"));
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_dates_month_first),
        cmocka_unit_test(test_dates_without_today),
        cmocka_unit_test(test_numbers),
        cmocka_unit_test(test_quantities),
        cmocka_unit_test(test_times),
        cmocka_unit_test(test_texts),
        cmocka_unit_test(test_help),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
