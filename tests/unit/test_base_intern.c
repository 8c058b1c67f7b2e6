// Ids to numbers: many keys, slices, growth, and keys made to look alike.

#include "base/intern.h"

#include "base/arena.h"

#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>

#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static void test_empty_finds_nothing(void **state)
{
    (void)state;
    struct intern intern;
    intern_init(&intern);
    assert_int_equal(intern_find(&intern, "age"), INTERN_NONE);
    assert_int_equal(intern_find_slice(&intern, "", 0), INTERN_NONE);
    intern_clear(&intern);
    intern_clear(&intern);
}

static void test_first_number_stays(void **state)
{
    (void)state;
    struct intern intern;
    intern_init(&intern);
    assert_int_equal(intern_add(&intern, "age", 0), INTERN_NONE);
    assert_int_equal(intern_add(&intern, "age", 7), 0);
    assert_int_equal(intern_find(&intern, "age"), 0);
    assert_int_equal(intern.count, 1);
    assert_int_equal(intern_add(&intern, "", 3), INTERN_NONE);
    assert_int_equal(intern_find(&intern, ""), 3);
    intern_clear(&intern);
    assert_int_equal(intern_find(&intern, "age"), INTERN_NONE);
}

static void test_reserved_room_does_not_move(void **state)
{
    (void)state;
    static const uint32_t counts[] = {1, 48, 49, 97, 1000, 5000};
    char keys[5000][8];
    struct intern intern;
    intern_init(&intern);
    uint32_t there = 0;
    for (size_t i = 0; i < COUNT(counts); i++) {
        intern_reserve(&intern, counts[i]);
        const char **room = intern.keys;
        for (; there < counts[i]; there++) {
            snprintf(keys[there], sizeof keys[there], "k%u", (unsigned)there);
            assert_int_equal(intern_add(&intern, keys[there], there), INTERN_NONE);
        }
        assert_ptr_equal(intern.keys, room);
        intern_reserve(&intern, 1); // never less
        for (uint32_t k = 0; k < there; k++) {
            assert_int_equal(intern_find(&intern, keys[k]), k);
        }
    }
    intern_clear(&intern);
}

static void test_slices(void **state)
{
    (void)state;
    static const struct {
        const char *key;
        size_t length;
        uint32_t number;
    } cases[] = {
        {"pain_now and more", 8, 1},
        {"pain_now", 7, INTERN_NONE},
        {"pain_now_x", 9, INTERN_NONE},
        {"pain", 4, 2},
        {"pain\0x", 5, INTERN_NONE},
        {"pain\0", 5, INTERN_NONE},
        {"\0", 1, INTERN_NONE},
        {"", 0, INTERN_NONE},
        {"pain_now\0abcdefg", 16, INTERN_NONE},
    };
    struct intern intern;
    intern_init(&intern);
    intern_add(&intern, "pain_now", 1);
    intern_add(&intern, "pain", 2);
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(intern_find_slice(&intern, cases[i].key, cases[i].length),
                         cases[i].number);
    }
    intern_clear(&intern);
}

static void test_hundreds_of_thousands(void **state)
{
    (void)state;
    enum { MANY = 300000 };
    struct arena arena;
    struct intern intern;
    arena_init(&arena);
    intern_init(&intern);
    for (uint32_t i = 0; i < MANY; i++) {
        const char *key = arena_print(&arena, "question_%u", (unsigned)i);
        assert_int_equal(intern_add(&intern, key, i), INTERN_NONE);
        // A power of two, and never so full that a failed look-up gets long.
        assert_int_equal(intern.capacity & (intern.capacity - 1), 0);
        assert_true(intern.count <= intern.capacity / 4 * 3);
    }
    assert_int_equal(intern.count, MANY);
    for (uint32_t i = 0; i < MANY; i++) {
        char key[32];
        snprintf(key, sizeof(key), "question_%u", (unsigned)i);
        assert_int_equal(intern_find(&intern, key), i);
        snprintf(key, sizeof(key), "question-%u", (unsigned)i);
        assert_int_equal(intern_find(&intern, key), INTERN_NONE);
    }
    intern_clear(&intern);
    arena_clear(&arena);
}

static void test_keys_that_differ_in_one_place(void **state)
{
    (void)state;
    // Every length across several words of the hash, every single position changed.
    enum { LONGEST = 40 };
    struct arena arena;
    struct intern intern;
    arena_init(&arena);
    intern_init(&intern);
    char key[LONGEST + 1];
    uint32_t number = 0;
    for (int pass = 0; pass < 2; pass++) {
        number = 0;
        for (size_t length = 1; length <= LONGEST; length++) {
            memset(key, 'a', length);
            key[length] = '\0';
            for (size_t at = 0; at < length; at++) {
                key[at] = 'b';
                if (pass == 0) {
                    const char *kept = arena_string(&arena, key);
                    assert_int_equal(intern_add(&intern, kept, number), INTERN_NONE);
                } else {
                    assert_int_equal(intern_find(&intern, key), number);
                }
                key[at] = 'a';
                number++;
            }
        }
    }
    assert_int_equal(intern.count, number);
    intern_clear(&intern);
    arena_clear(&arena);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_empty_finds_nothing),
        cmocka_unit_test(test_first_number_stays),
        cmocka_unit_test(test_reserved_room_does_not_move),
        cmocka_unit_test(test_slices),
        cmocka_unit_test(test_hundreds_of_thousands),
        cmocka_unit_test(test_keys_that_differ_in_one_place),
    };
    return cmocka_run_group_tests_name("base/intern", tests, NULL, NULL);
}
