// Why an answer was not taken: one sentence for each reason, and none that blames.

#include "patient/refusal.h"

#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>

#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static void check(const struct form_item *item, struct valid why, const char *expected)
{
    struct buffer out;
    buffer_init(&out, 1000);
    refusal_words(item, &why, &out);
    assert_string_equal(out.bytes, expected);
    buffer_clear(&out);
}

static void test_required(void **state)
{
    (void)state;
    struct form_item item = {.type = ITEM_ONE, .offer_dont_know = true};
    struct valid why = {.verdict = VALID_STOP, .reason = VALID_REQUIRED};
    check(&item, why,
          "Please choose an answer. If you are not sure, you may say that you do not know.");
    item.offer_declined = true;
    check(&item, why,
          "Please choose an answer. You may also say that you do not know, or would rather not "
          "say.");
    item = (struct form_item){.type = ITEM_MANY};
    check(&item, why, "Please mark at least one answer.");
    item.type = ITEM_AGREE;
    check(&item, why, "Please type your name to agree.");
}

static void test_limits(void **state)
{
    (void)state;
    static const struct form_unit units[] = {{.code = "kg", .text = "kg", .factor = DECIMAL_ONE}};
    struct form_item item = {.type = ITEM_QUANTITY, .units = units, .unit_count = 1};
    struct valid high = {.reason = VALID_TOO_HIGH, .has_limit = true, .limit = decimal_of(300)};
    check(&item, high, "Please give a number that is not higher than 300 kg.");
    item.has_min = item.has_max = true;
    item.min = 2500000;
    item.max = decimal_of(300);
    check(&item, high, "Please give a number from 2.5 kg to 300 kg.");
    item = (struct form_item){.type = ITEM_DATE, .max_day = {.set = true, .today = true}};
    check(&item, high, "That day has not come yet. Please check the date.");
    day_number day = 0;
    assert_true(date_from_civil(1900, 1, 1, &day));
    item.min_day = (struct form_day){.set = true, .day = day};
    check(&item, (struct valid){.reason = VALID_TOO_LOW},
          "Please give a date that is not before 1 January 1900.");
    item = (struct form_item){.type = ITEM_BODY};
    check(&item, (struct valid){.reason = VALID_TOO_MANY, .has_limit = true, .limit = DECIMAL_ONE},
          "Please mark at most 1 place.");
    item = (struct form_item){.type = ITEM_DECIMAL, .places = 1};
    check(&item, (struct valid){.reason = VALID_PLACES},
          "Please give at most one digit after the point, like 7.5.");
}

static void test_check(void **state)
{
    (void)state;
    struct form_item item = {.type = ITEM_TEXT};
    check(&item, (struct valid){.reason = VALID_CHECK, .text = "Use only digits."},
          "Use only digits.");
}

static void test_all_reasons(void **state)
{
    (void)state;
    for (int type = 0; type < ITEM_TYPES; type++) {
        for (int reason = VALID_REQUIRED; reason <= VALID_NOT_NOW; reason++) {
            struct form_item item = {.type = (enum item_type)type};
            struct valid why = {.reason = (enum valid_reason)reason};
            struct buffer out;
            buffer_init(&out, 1000);
            refusal_words(&item, &why, &out);
            assert_true(out.length > 10 && out.bytes[out.length - 1] == '.');
            assert_null(strstr(out.bytes, "rror"));
            assert_null(strstr(out.bytes, "nvalid"));
            assert_null(strstr(out.bytes, "wrong"));
            buffer_clear(&out);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_required),
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_check),
        cmocka_unit_test(test_all_reasons),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
