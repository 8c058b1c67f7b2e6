// The name someone probably meant.

#include "base/nearest.h"

#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>

#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static void test_pairs(void **state)
{
    (void)state;
    static const struct {
        const char *wanted, *name;
        int distance; // -1: not near
    } cases[] = {
        {"age", "age", 0},
        {"age", "ag", 1},
        {"age", "agee", 1},
        {"age", "aeg", 1},
        {"age", "egg", -1},
        {"a", "b", 1},
        {"a", "", 1},
        {"", "a", 1},
        {"", "ab", -1},
        {"", "", 0},
        {"ab", "ba", 1},
        {"pain_now", "pain_nwo", 1},
        {"pain_now", "pian_nwo", 2},
        {"pain_now", "pian_nwoo", -1},
        {"bleeding", "bleding", 1},
        {"anticoagulant", "anticoagluants", 2},
        {"anticoagulant", "antikoaglants", 3},
        {"anticoagulant", "coagulant", 4},
        {"anticoagulant", "agulant", -1},
        // Optimal string alignment: a transposed pair is not edited again.
        {"cabbage", "acbbage", 1},
        {"ca_______", "abc_______", 3},
        {"größe", "grösse", -1},
        {"größe", "große", 1},
        {"größe", "grüße", 1},
        {"\xFF\xFE", "\xFE\xFF", 1},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct nearest nearest;
        nearest_init(&nearest, cases[i].wanted, strlen(cases[i].wanted));
        nearest_try(&nearest, cases[i].name);
        if (cases[i].distance < 0) {
            assert_null(nearest.best);
        } else {
            assert_ptr_equal(nearest.best, cases[i].name);
            assert_int_equal(nearest.distance, cases[i].distance);
        }
    }
}

static void test_the_nearest_wins_and_the_first_among_equals(void **state)
{
    (void)state;
    static const char *const names[] = {"pain_worst", "pian_nwo", "pain_nox", "pain_no",
                                        "pain_nwo"};
    struct nearest nearest;
    nearest_init(&nearest, "pain_now+1", 8);
    for (size_t i = 0; i < COUNT(names); i++) {
        nearest_try(&nearest, names[i]);
    }
    assert_string_equal(nearest.best, "pain_nox");
    nearest_try(&nearest, "pain_now");
    assert_int_equal(nearest.distance, 0);
    nearest_try(&nearest, "pain_now");
    assert_string_equal(nearest.best, "pain_now");
}

static void test_names_as_long_as_ids_may_be(void **state)
{
    (void)state;
    char wanted[65], name[400];
    memset(wanted, 'a', 64);
    wanted[64] = '\0';
    memset(name, 'a', sizeof(name));
    struct nearest nearest;
    nearest_init(&nearest, wanted, 64);

    name[65] = '\0';
    nearest_try(&nearest, name);
    assert_null(nearest.best);
    name[64] = '\0';
    memset(name, 'b', 21);
    nearest_try(&nearest, name);
    assert_ptr_equal(nearest.best, name);
    assert_int_equal(nearest.distance, 21);
    char one_more[65];
    memcpy(one_more, wanted, sizeof(one_more));
    memset(one_more, 'b', 22);
    nearest_init(&nearest, wanted, 64);
    nearest_try(&nearest, one_more);
    assert_null(nearest.best);
}

static void test_longer_than_any_id_has_none(void **state)
{
    (void)state;
    char wanted[100];
    memset(wanted, 'a', sizeof(wanted));
    struct nearest nearest;
    nearest_init(&nearest, wanted, sizeof(wanted));
    nearest_try(&nearest, "a");
    char same[101] = {0};
    memset(same, 'a', 100);
    nearest_try(&nearest, same);
    assert_null(nearest.best);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pairs),
        cmocka_unit_test(test_the_nearest_wins_and_the_first_among_equals),
        cmocka_unit_test(test_names_as_long_as_ids_may_be),
        cmocka_unit_test(test_longer_than_any_id_has_none),
    };
    return cmocka_run_group_tests_name("base/nearest", tests, NULL, NULL);
}
