// The tables of truth.h against their definition: every outcome of one mask with every outcome of
// the other.

#include "form/truth.h"

#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>

#include <stdint.h>

#include <cmocka.h>

enum { OUTCOMES = 3 };

// Strong Kleene by number: false 0, unknown 1, true 2.
static int kleene_and(int a, int b)
{
    return a < b ? a : b;
}

static int kleene_or(int a, int b)
{
    return a > b ? a : b;
}

static int kleene_same(int a, int b)
{
    return a == 1 || b == 1 ? 1 : a == b ? 2 : 0;
}

static int kleene_not(int a)
{
    return 2 - a;
}

static int kleene_maybe(int a)
{
    return a == 0 ? 0 : 2;
}

static int kleene_surely(int a)
{
    return a == 2 ? 2 : 0;
}

static truth lift_two(int (*of)(int, int), int a, int b)
{
    int result = 0;
    for (int i = 0; i < OUTCOMES; i++) {
        for (int j = 0; j < OUTCOMES; j++) {
            if ((a >> i & 1) && (b >> j & 1)) {
                result |= 1 << of(i, j);
            }
        }
    }
    return (truth)result;
}

static truth lift_one(int (*of)(int), int a)
{
    int result = 0;
    for (int i = 0; i < OUTCOMES; i++) {
        if (a >> i & 1) {
            result |= 1 << of(i);
        }
    }
    return (truth)result;
}

static void test_two(void **state)
{
    (void)state;
    for (int a = 0; a < TRUTH_MASKS; a++) {
        for (int b = 0; b < TRUTH_MASKS; b++) {
            assert_int_equal(truth_and((truth)a, (truth)b), lift_two(kleene_and, a, b));
            assert_int_equal(truth_or((truth)a, (truth)b), lift_two(kleene_or, a, b));
            assert_int_equal(truth_same((truth)a, (truth)b), lift_two(kleene_same, a, b));
        }
    }
}

static void test_one(void **state)
{
    (void)state;
    for (int a = 0; a < TRUTH_MASKS; a++) {
        assert_int_equal(truth_not((truth)a), lift_one(kleene_not, a));
        assert_int_equal(truth_maybe((truth)a), lift_one(kleene_maybe, a));
        assert_int_equal(truth_surely((truth)a), lift_one(kleene_surely, a));
    }
}

static void test_plain(void **state)
{
    (void)state;
    assert_int_equal(truth_of(1), TRUTH_TRUE);
    assert_int_equal(truth_of(7), TRUTH_TRUE);
    assert_int_equal(truth_of(0), TRUTH_FALSE);
    assert_int_equal(truth_and(TRUTH_FALSE, TRUTH_OPEN), TRUTH_FALSE);
    assert_int_equal(truth_or(TRUTH_TRUE, TRUTH_OPEN), TRUTH_TRUE);
    assert_int_equal(truth_and(TRUTH_UNKNOWN, TRUTH_OPEN), TRUTH_FALSE | TRUTH_UNKNOWN);
    assert_int_equal(truth_maybe(TRUTH_OPEN), TRUTH_EITHER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_two),
        cmocka_unit_test(test_one),
        cmocka_unit_test(test_plain),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
