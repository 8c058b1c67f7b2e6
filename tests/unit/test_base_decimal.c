// Clinical numbers: every rounding edge, every overflow, and agreement with 128-bit arithmetic.

#include "base/decimal.h"

#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>

#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static const decimal untouched = -77;

static void test_parsing(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        decimal value;
    } cases[] = {
        {"0", 0},
        {"-0", 0},
        {"+0", 0},
        {"7", 7000000},
        {"+7", 7000000},
        {"-7", -7000000},
        {"007", 7000000},
        {"2.5", 2500000},
        {"2,5", 2500000},
        {"2.500000", 2500000},
        {"0.000001", 1},
        {"-0.000001", -1},
        {"-0.25", -250000},
        {"\u0667\u0662", 72000000},      // Arabic
        {"\u0661\u066B\u0665", 1500000}, // with its own point
        {"\u096D.\u0968", 7200000},      // Devanagari
        {"\uFF11\uFF12", 12000000},      // full width
        {"9223372036854.775807", INT64_MAX},
        {"-9223372036854.775807", -INT64_MAX},
        {"0000000000000000000000000000000001", 1000000},
        {"9223372036854", 9223372036854000000},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        decimal value = untouched;
        if (!decimal_parse(cases[i].text, strlen(cases[i].text), &value)) {
            fail_msg("refused: %s", cases[i].text);
        }
        assert_true(value == cases[i].value);
    }
    decimal value = untouched;
    assert_true(decimal_parse("123", 2, &value));
    assert_true(value == 12000000);
}

static void test_not_numbers(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "",
        "-",
        "+",
        ".",
        ",",
        ".5",
        "5.",
        "-.5",
        "--5",
        "+-5",
        "5-",
        " 5",
        "5 ",
        "1 000",
        "1.2.3",
        "1,000.5",
        "1,,5",
        "1e3",
        "0x10",
        "abc",
        "5kg",
        "1'000",
        "\u221E",
        "\u00BD",
        "\u22125",
        "1_000",
        "nan",
        "inf",
        "1.0000000",
        "0.0000001",
        "9223372036854.775808",
        "-9223372036854.775808",
        "9223372036855",
        "99999999999999999999999999999999",
        "18446744073709.551616",
        "18446744073709551616",
        "5\xFF",
        "\xFF",
        "\xD9",
        "\n5",
        "1.\u0661\u0661\u0661\u0661\u0661\u0661\u0661",
    };
    for (size_t i = 0; i < COUNT(wrong); i++) {
        decimal value = untouched;
        if (decimal_parse(wrong[i], strlen(wrong[i]), &value)) {
            fail_msg("accepted: %s", wrong[i]);
        }
        assert_true(value == untouched);
    }
    decimal value = untouched;
    assert_false(decimal_parse("5\0", 2, &value));
}

static void test_printing(void **state)
{
    (void)state;
    static const struct {
        decimal value;
        const char *shortest, *places[7];
    } cases[] = {
        {0, "0", {"0", "0.0", "0.00", "0.000", "0.0000", "0.00000", "0.000000"}},
        {7000000, "7", {"7", "7.0", "7.00", "7.000", "7.0000", "7.00000", "7.000000"}},
        {2500000, "2.5", {"3", "2.5", "2.50", "2.500", "2.5000", "2.50000", "2.500000"}},
        {-2500000, "-2.5", {"-3", "-2.5", "-2.50", "-2.500", "-2.5000", "-2.50000", "-2.500000"}},
        {-250000, "-0.25", {"0", "-0.3", "-0.25", "-0.250", "-0.2500", "-0.25000", "-0.250000"}},
        {1, "0.000001", {"0", "0.0", "0.00", "0.000", "0.0000", "0.00000", "0.000001"}},
        {-1, "-0.000001", {"0", "0.0", "0.00", "0.000", "0.0000", "0.00000", "-0.000001"}},
        {5, "0.000005", {"0", "0.0", "0.00", "0.000", "0.0000", "0.00001", "0.000005"}},
        {1050000, "1.05", {"1", "1.1", "1.05", "1.050", "1.0500", "1.05000", "1.050000"}},
        {999999, "0.999999", {"1", "1.0", "1.00", "1.000", "1.0000", "1.00000", "0.999999"}},
        {-999500, "-0.9995", {"-1", "-1.0", "-1.00", "-1.000", "-0.9995", "-0.99950", "-0.999500"}},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char text[DECIMAL_TEXT];
        assert_string_equal(decimal_print(cases[i].value, text), cases[i].shortest);
        for (int places = 0; places <= DECIMAL_PLACES; places++) {
            assert_string_equal(decimal_print_places(cases[i].value, places, text),
                                cases[i].places[places]);
        }
    }
    char text[DECIMAL_TEXT];
    assert_string_equal(decimal_print(DECIMAL_MAX, text), "9223372036854.775807");
    assert_string_equal(decimal_print(DECIMAL_MIN, text), "-9223372036854.775807");
}

static void test_rounding(void **state)
{
    (void)state;
    static const struct {
        decimal value;
        int places;
        decimal rounded;
    } cases[] = {
        {499999, 0, 0},
        {500000, 0, 1000000},
        {500001, 0, 1000000},
        {-499999, 0, 0},
        {-500000, 0, -1000000},
        {1499999, 0, 1000000},
        {1500000, 0, 2000000},
        {-1500000, 0, -2000000},
        {2500000, 0, 3000000},
        {49999, 1, 0},
        {50000, 1, 100000},
        {-50000, 1, -100000},
        {4, 5, 0},
        {5, 5, 10},
        {-5, 5, -10},
        {123456, 6, 123456},
        {-123456, 6, -123456},
        {123456, 3, 123000},
        {123500, 3, 124000},
        {9999995, 5, 10000000},
        // No room above: towards zero instead.
        {DECIMAL_MAX, 0, 9223372036854000000},
        {DECIMAL_MIN, 0, -9223372036854000000},
        {DECIMAL_MAX, 1, 9223372036854700000},
        {DECIMAL_MAX, 3, 9223372036854775000},
        {DECIMAL_MAX, 4, 9223372036854775800},
        {DECIMAL_MAX, 6, DECIMAL_MAX},
        {DECIMAL_MAX, 5, 9223372036854775800},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        if (decimal_round(cases[i].value, cases[i].places) != cases[i].rounded) {
            fail_msg("case %zu", i);
        }
    }
}

typedef bool (*operation)(decimal a, decimal b, decimal *out);

static void test_arithmetic(void **state)
{
    (void)state;
    static const struct {
        operation operation;
        decimal a, b, result;
        bool fits;
    } cases[] = {
        {decimal_add, 1, 2, 3, true},
        {decimal_add, DECIMAL_MAX, 0, DECIMAL_MAX, true},
        {decimal_add, DECIMAL_MAX, 1, 0, false},
        {decimal_add, DECIMAL_MIN, -1, 0, false},
        {decimal_add, DECIMAL_MIN, DECIMAL_MAX, 0, true},
        {decimal_subtract, 1, 2, -1, true},
        {decimal_subtract, DECIMAL_MIN, 1, 0, false},
        {decimal_subtract, 0, DECIMAL_MAX, DECIMAL_MIN, true},
        {decimal_subtract, DECIMAL_MAX, -1, 0, false},
        {decimal_multiply, 2000000, 3000000, 6000000, true},
        {decimal_multiply, -2500000, 2000000, -5000000, true},
        {decimal_multiply, -2500000, -2000000, 5000000, true},
        {decimal_multiply, 1, 499999, 0, true},
        {decimal_multiply, 1, 500000, 1, true}, // half of a millionth goes away from zero
        {decimal_multiply, -1, 500000, -1, true},
        {decimal_multiply, 1, -499999, 0, true},
        {decimal_multiply, 3, 500000, 2, true},
        {decimal_multiply, DECIMAL_MAX, DECIMAL_ONE, DECIMAL_MAX, true},
        {decimal_multiply, DECIMAL_MIN, DECIMAL_ONE, DECIMAL_MIN, true},
        {decimal_multiply, DECIMAL_MAX, DECIMAL_ONE + 1, 0, false},
        {decimal_multiply, DECIMAL_MAX, DECIMAL_MAX, 0, false},
        {decimal_multiply, DECIMAL_MAX, DECIMAL_MIN, 0, false},
        {decimal_multiply, DECIMAL_MAX, 0, 0, true},
        {decimal_multiply, 3037000500000000, 3037000500, 0, false},
        {decimal_multiply, 3037000499000000, 3037000499, 9223372030926249001, true},
        {decimal_divide, 1000000, 3000000, 333333, true},
        {decimal_divide, 2000000, 3000000, 666667, true},
        {decimal_divide, -2000000, 3000000, -666667, true},
        {decimal_divide, 1, 2000000, 1, true},
        {decimal_divide, -1, 2000000, -1, true},
        {decimal_divide, 1, 2000001, 0, true},
        {decimal_divide, 7000000, 2000000, 3500000, true},
        {decimal_divide, DECIMAL_MAX, DECIMAL_ONE, DECIMAL_MAX, true},
        {decimal_divide, DECIMAL_MAX, DECIMAL_MAX, DECIMAL_ONE, true},
        {decimal_divide, DECIMAL_MIN, DECIMAL_MAX, -DECIMAL_ONE, true},
        {decimal_divide, DECIMAL_MAX, DECIMAL_ONE - 1, 0, false},
        {decimal_divide, DECIMAL_MAX, 1, 0, false},
        {decimal_divide, 1, DECIMAL_MAX, 0, true},
        {decimal_divide, 0, 5, 0, true},
        {decimal_divide, 5, 0, 0, false},
        {decimal_divide, 0, 0, 0, false},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        decimal result = untouched;
        bool fits = cases[i].operation(cases[i].a, cases[i].b, &result);
        if (fits != cases[i].fits || result != (fits ? cases[i].result : untouched)) {
            fail_msg("case %zu", i);
        }
    }
}

static uint64_t next_random(uint64_t *random)
{
    *random ^= *random << 13;
    *random ^= *random >> 7;
    *random ^= *random << 17;
    return *random;
}

// Of any size, small ones as often as large ones.
static decimal random_decimal(uint64_t *random)
{
    uint64_t value = next_random(random) >> (1 + next_random(random) % 63);
    return next_random(random) % 2 == 0 ? (decimal)value : -(decimal)value;
}

#ifdef __SIZEOF_INT128__
__extension__ typedef __int128 wide;

static wide wide_divide(wide a, wide b)
{
    bool negative = (a < 0) != (b < 0);
    a = a < 0 ? -a : a;
    b = b < 0 ? -b : b;
    wide quotient = (2 * a + b) / (2 * b);
    return negative ? -quotient : quotient;
}

// By address: the operation, an argument too, may be called after the others are read.
static void check_wide(bool fits, const decimal *result, wide expected)
{
    assert_int_equal(fits, expected >= DECIMAL_MIN && expected <= DECIMAL_MAX);
    assert_true(!fits || *result == expected);
}

static void test_agrees_with_wider_arithmetic(void **state)
{
    (void)state;
    uint64_t random = 88172645463325252;
    for (int i = 0; i < 500000; i++) {
        decimal a = random_decimal(&random), b = random_decimal(&random), result = untouched;
        check_wide(decimal_add(a, b, &result), &result, (wide)a + b);
        check_wide(decimal_subtract(a, b, &result), &result, (wide)a - b);
        check_wide(decimal_multiply(a, b, &result), &result, wide_divide((wide)a * b, DECIMAL_ONE));
        if (b != 0) {
            check_wide(decimal_divide(a, b, &result), &result,
                       wide_divide((wide)a * DECIMAL_ONE, b));
        }
    }
}
#endif

static void test_print_then_parse_gives_it_back(void **state)
{
    (void)state;
    uint64_t random = 4101842887655102017;
    for (int i = 0; i < 200000; i++) {
        decimal value = random_decimal(&random), back = untouched;
        char text[DECIMAL_TEXT];
        decimal_print(value, text);
        assert_true(decimal_parse(text, strlen(text), &back));
        assert_true(back == value);
        for (int places = 0; places <= DECIMAL_PLACES; places++) {
            decimal_print_places(value, places, text);
            assert_true(decimal_parse(text, strlen(text), &back));
            assert_true(back == decimal_round(value, places));
        }
    }
}

static void test_whole_numbers(void **state)
{
    (void)state;
    assert_true(decimal_of(7) == 7000000);
    assert_true(decimal_of(-9000000000000) == -9000000000000 * DECIMAL_ONE);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_parsing),
        cmocka_unit_test(test_not_numbers),
        cmocka_unit_test(test_printing),
        cmocka_unit_test(test_rounding),
        cmocka_unit_test(test_arithmetic),
#ifdef __SIZEOF_INT128__
        cmocka_unit_test(test_agrees_with_wider_arithmetic),
#endif
        cmocka_unit_test(test_print_then_parse_gives_it_back),
        cmocka_unit_test(test_whole_numbers),
    };
    return cmocka_run_group_tests_name("base/decimal", tests, NULL, NULL);
}
