// The worklist gives back the least of what was added, each once: against a plain array, numbers
// drawn by lot, near ones and far ones, added while others are taken.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "interview/worklist.h"

#include <stdbool.h>
#include <stdlib.h>

struct plain {
    bool *in;
    uint32_t size;
};

static uint32_t plain_take(struct plain *plain)
{
    for (uint32_t i = 0; i < plain->size; i++) {
        if (plain->in[i]) {
            plain->in[i] = false;
            return i;
        }
    }
    return WORKLIST_NONE;
}

static uint32_t roll(uint64_t *state, uint32_t sides)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*state >> 33) % sides;
}

static void play(uint32_t size, int turns, uint64_t seed)
{
    struct worklist work;
    struct plain plain = {calloc(size, sizeof(bool)), size};
    assert_non_null(plain.in);
    worklist_init(&work, size);
    uint32_t last = 0;
    for (int turn = 0; turn < turns; turn++) {
        uint32_t adds = roll(&seed, 4);
        for (uint32_t i = 0; i < adds; i++) {
            uint32_t near = last + roll(&seed, 100);
            uint32_t number = roll(&seed, 3) == 0 || near >= size ? roll(&seed, size) : near;
            worklist_add(&work, number);
            plain.in[number] = true;
        }
        for (uint32_t takes = roll(&seed, 5); takes > 0; takes--) {
            uint32_t least = plain_take(&plain);
            assert_int_equal(worklist_take(&work), least);
            last = least == WORKLIST_NONE ? 0 : least;
        }
    }
    for (uint32_t least = 0; least != WORKLIST_NONE;) {
        least = plain_take(&plain);
        assert_int_equal(worklist_take(&work), least);
    }
    worklist_clear(&work);
    free(plain.in);
}

static void test_the_least_each_once(void **state)
{
    (void)state;
    static const uint32_t sizes[] = {1, 2, 63, 64, 65, 128, 1000, 4096, 4097, 20000, 64 * 64 * 64};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        play(sizes[i], sizes[i] > 5000 ? 300 : 3000, i + 1);
    }
}

// A form without items has nothing to work out.
static void test_of_nothing(void **state)
{
    (void)state;
    struct worklist work;
    worklist_init(&work, 0);
    assert_int_equal(worklist_take(&work), WORKLIST_NONE);
    worklist_clear(&work);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_least_each_once),
        cmocka_unit_test(test_of_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
