// Change between visits: the published vectors 8 to 12 of the clinical specification, and the ends
// of the scale.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "screening/measure.h"

#include <string.h>

static const struct form_change points2 = {.amount = 2000000};
static const struct form_change percent30 = {.percent = true, .amount = 30000000};

static decimal number(const char *text)
{
    decimal value = 0;
    assert_true(decimal_parse(text, strlen(text), &value));
    return value;
}

static void test_vectors(void **state)
{
    (void)state;
    static const struct {
        const char *says, *before, *after, *points, *percent;
        bool two_points, thirty_percent;
    } rows[] = {
        {"8: PEG 7.67 to 5.33", "7.666667", "5.333333", "-2.3", "-30.4", true, true},
        {"9: PSFS 4.0 to 6.0", "4", "6", "2.0", "50.0", true, true},
        {"10: 7 to 5 meets points, not percent", "7", "5", "-2.0", "-28.6", true, false},
        {"11: 3 to 2 meets percent, not points", "3", "2", "-1.0", "-33.3", false, true},
        {"12: 4 to 3 meets neither", "4", "3", "-1.0", "-25.0", false, false},
        {"13: RMDQ 12 to 2", "12", "2", "-10.0", "-83.3", true, true},
        {"exactly at both thresholds", "10", "7", "-3.0", "-30.0", true, true},
        {"just under 30 percent", "10", "7.01", "-3.0", "-29.9", true, false},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct measure_change change;
        char out[DECIMAL_TEXT];
        assert_true(measure_difference(number(rows[i].before), number(rows[i].after), &change));
        assert_string_equal(decimal_print_places(change.points, 1, out), rows[i].points);
        assert_string_equal(decimal_print_places(change.percent, 1, out), rows[i].percent);
        assert_int_equal(measure_reaches(&points2, &change), rows[i].two_points);
        assert_int_equal(measure_reaches(&percent30, &change), rows[i].thirty_percent);
    }
}

static void test_from_nothing_there_is_no_percent(void **state)
{
    (void)state;
    struct measure_change change;
    assert_true(measure_difference(0, number("5"), &change));
    assert_false(change.has_percent);
    assert_true(measure_reaches(&points2, &change));
    assert_false(measure_reaches(&percent30, &change));
}

static void test_what_does_not_fit_is_refused(void **state)
{
    (void)state;
    struct measure_change change;
    assert_false(measure_difference(DECIMAL_MIN, DECIMAL_MAX, &change));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_vectors),
        cmocka_unit_test(test_from_nothing_there_is_no_percent),
        cmocka_unit_test(test_what_does_not_fit_is_refused),
    };
    return cmocka_run_group_tests_name("screening measure", tests, NULL, NULL);
}
