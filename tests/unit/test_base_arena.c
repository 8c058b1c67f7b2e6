// Memory that dies together: zeroed, aligned, apart, also after a reset and across blocks.

#include "base/arena.h"

#include "base/ensure.h"

#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>

#include <stdint.h>

#include <cmocka.h>

#include <stdalign.h>
#include <string.h>
#include <sys/resource.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static jmp_buf way_back;

static void jumping_hook(const char *what)
{
    (void)what;
    longjmp(way_back, 1);
}

static void test_allocations_are_zeroed_aligned_and_apart(void **state)
{
    (void)state;
    static const size_t sizes[] = {0, 1, 7, 8, 16, 17, 1000, 65535, 65536, 65537, 5 << 20, 3};
    struct arena arena;
    arena_init(&arena);
    unsigned char *memory[COUNT(sizes)];
    for (size_t i = 0; i < COUNT(sizes); i++) {
        memory[i] = arena_alloc(&arena, 1, sizes[i]);
        assert_non_null(memory[i]);
        assert_int_equal((uintptr_t)memory[i] % alignof(max_align_t), 0);
        for (size_t j = 0; j < sizes[i]; j++) {
            assert_int_equal(memory[i][j], 0);
        }
        memset(memory[i], (int)i + 1, sizes[i]);
    }
    for (size_t i = 0; i < COUNT(sizes); i++) {
        for (size_t j = 0; j < sizes[i]; j++) {
            assert_int_equal(memory[i][j], i + 1);
        }
    }
    assert_ptr_not_equal(memory[0], memory[1]);
    arena_clear(&arena);
}

static void test_odd_strings_do_not_disturb_alignment(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < 200; i++) {
        char *copy = arena_copy(&arena, "abcdefghij", i % 11);
        assert_int_equal(strlen(copy), i % 11);
        int64_t *number = arena_new(&arena, int64_t);
        assert_int_equal((uintptr_t)number % alignof(int64_t), 0);
        assert_int_equal(*number, 0);
        *number = -1;
    }
    arena_clear(&arena);
}

static void test_reset_keeps_a_block_and_zeroes_again(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    arena_reset(&arena);
    assert_null(arena.first);
    for (int round = 0; round < 3; round++) {
        unsigned char *bytes = arena_array(&arena, unsigned char, 200000);
        for (size_t i = 0; i < 200000; i++) {
            assert_int_equal(bytes[i], 0);
        }
        memset(bytes, 0xAA, 200000);
        struct arena_block *kept = arena.first;
        arena_reset(&arena);
        assert_ptr_equal(arena.first, kept);
        assert_int_equal(arena.used, 0);
        assert_int_equal(arena.total, 0);
    }
    arena_clear(&arena);
    assert_null(arena.first);
    assert_non_null(arena_string(&arena, "usable again"));
    arena_clear(&arena);
    arena_clear(&arena);
}

static void test_blocks_are_not_wasted_on_small_things(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    assert_non_null(arena_alloc(&arena, 1, 100));
    struct arena_block *first = arena.first;
    for (int i = 0; i < 500; i++) {
        assert_non_null(arena_alloc(&arena, 1, 100));
    }
    assert_ptr_equal(arena.first, first);
    assert_int_equal(arena.total, 501 * 100);
    arena_clear(&arena);
}

static void test_copies_end_with_nul(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    assert_string_equal(arena_copy(&arena, "abcdef", 3), "abc");
    assert_string_equal(arena_copy(&arena, NULL, 0), "");
    assert_memory_equal(arena_copy(&arena, "a\0b", 3), "a\0b", 4);
    assert_string_equal(arena_string(&arena, "Ærø"), "Ærø");
    arena_clear(&arena);
}

static void test_print_fits_any_length(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    assert_string_equal(arena_print(&arena, "%s %d", "seven", 7), "seven 7");
    assert_string_equal(arena_print(&arena, "%s", ""), "");
    // Lengths that end a block exactly, miss it by one, and need a block of their own.
    for (int width = 65000; width < 66200; width++) {
        char *text = arena_print(&arena, "%*d", width, 5);
        assert_int_equal(strlen(text), width);
        assert_int_equal(text[width - 1], '5');
    }
    arena_clear(&arena);
}

static void test_room_not_needed_is_taken_again(void **state)
{
    (void)state;
    struct arena arena;
    arena_init(&arena);
    assert_non_null(arena_string(&arena, "before"));
    for (int i = 0; i < 3; i++) {
        size_t total = arena.total;
        char *room = arena_room(&arena, 100000);
        memset(room, 'x', 100000);
        arena_give_back(&arena, room + 10);
        assert_int_equal(arena.total, total + 10);
        char *after = arena_string(&arena, "after");
        assert_ptr_equal(after, room + 10);
        assert_int_equal(room[9], 'x');
        // What was given back comes zeroed.
        const char *zeros = arena_alloc(&arena, 1, 1000);
        for (size_t k = 0; k < 1000; k++) {
            assert_int_equal(zeros[k], 0);
        }
    }
    // Room that nobody wrote to is not touched: of so much, few pages were ever there.
    struct rusage before, then;
    size_t much = (size_t)64 << 20; // 16,384 pages
    assert_int_equal(getrusage(RUSAGE_SELF, &before), 0);
    char *room = arena_room(&arena, much);
    arena_give_back(&arena, room);
    assert_int_equal(getrusage(RUSAGE_SELF, &then), 0);
    assert_true(then.ru_minflt - before.ru_minflt < 8000);
    room = arena_room(&arena, 5);
    arena_give_back(&arena, room + 5); // all of it was needed
    assert_ptr_equal(arena_string(&arena, ""), room + 5);
    arena_clear(&arena);
}

static void test_impossible_sizes_die(void **state)
{
    (void)state;
    static const struct {
        size_t count, size;
    } cases[] = {{SIZE_MAX, 2}, {2, SIZE_MAX}, {SIZE_MAX / 2 + 1, 2}, {1, SIZE_MAX}};
    static struct arena arena;
    for (volatile size_t i = 0; i < COUNT(cases); i++) {
        arena_init(&arena);
        fatal_set_hook(jumping_hook);
        if (setjmp(way_back) == 0) {
            arena_alloc(&arena, cases[i].count, cases[i].size);
            fail_msg("it was handed out");
        }
        arena_clear(&arena);
    }
    fatal_set_hook(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_allocations_are_zeroed_aligned_and_apart),
        cmocka_unit_test(test_odd_strings_do_not_disturb_alignment),
        cmocka_unit_test(test_reset_keeps_a_block_and_zeroes_again),
        cmocka_unit_test(test_blocks_are_not_wasted_on_small_things),
        cmocka_unit_test(test_copies_end_with_nul),
        cmocka_unit_test(test_print_fits_any_length),
        cmocka_unit_test(test_room_not_needed_is_taken_again),
        cmocka_unit_test(test_impossible_sizes_die),
    };
    return cmocka_run_group_tests_name("base/arena", tests, NULL, NULL);
}
