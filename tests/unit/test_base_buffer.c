// A growing byte string: always NUL-terminated, never past its maximum, always a beginning of what
// was added.

#include "base/buffer.h"

#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>

#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static void test_starts_empty(void **state)
{
    (void)state;
    static const size_t maxima[] = {0, 1, 63, 64, 65, 1 << 20};
    for (size_t i = 0; i < COUNT(maxima); i++) {
        struct buffer buffer;
        buffer_init(&buffer, maxima[i]);
        assert_string_equal(buffer.bytes, "");
        assert_int_equal(buffer.length, 0);
        assert_false(buffer.full);
        buffer_add(&buffer, NULL, 0);
        assert_false(buffer.full);
        buffer_clear(&buffer);
        buffer_clear(&buffer);
    }
}

static void test_every_maximum_is_kept(void **state)
{
    (void)state;
    for (size_t maximum = 0; maximum < 200; maximum++) {
        struct buffer buffer;
        buffer_init(&buffer, maximum);
        for (size_t i = 0; i < 100; i++) {
            buffer_char(&buffer, 'a');
            buffer_text(&buffer, "b");
            buffer_print(&buffer, "%c", 'c');
            assert_true(buffer.length <= maximum);
            assert_int_equal(strlen(buffer.bytes), buffer.length);
        }
        assert_true(buffer.full);
        assert_int_equal(buffer.length, maximum);
        for (size_t i = 0; i < maximum; i++) {
            assert_int_equal(buffer.bytes[i], "abc"[i % 3]);
        }
        assert_true(buffer.capacity <= maximum + 1);
        buffer_clear(&buffer);
    }
}

static void test_exactly_the_maximum_is_not_full(void **state)
{
    (void)state;
    struct buffer buffer;
    buffer_init(&buffer, 5);
    buffer_print(&buffer, "%s", "hello");
    assert_string_equal(buffer.bytes, "hello");
    assert_false(buffer.full);
    buffer_print(&buffer, "%s", "");
    assert_false(buffer.full);
    buffer_char(&buffer, '!');
    assert_true(buffer.full);
    assert_string_equal(buffer.bytes, "hello");
    buffer_clear(&buffer);
}

static void test_no_hole_after_what_did_not_fit(void **state)
{
    (void)state;
    struct buffer buffer;
    buffer_init(&buffer, 8);
    buffer_text(&buffer, "12345");
    buffer_print(&buffer, "%s", "6789ABC");
    assert_string_equal(buffer.bytes, "12345678");
    buffer_text(&buffer, "x");
    buffer_print(&buffer, "y");
    assert_string_equal(buffer.bytes, "12345678");
    buffer_reset(&buffer);
    assert_false(buffer.full);
    assert_string_equal(buffer.bytes, "");
    buffer_text(&buffer, "again");
    assert_string_equal(buffer.bytes, "again");
    buffer_clear(&buffer);
}

static void test_print_grows(void **state)
{
    (void)state;
    struct buffer buffer;
    buffer_init(&buffer, 100000);
    size_t expected = 0;
    for (int width = 1; width < 400; width++) {
        buffer_print(&buffer, "%*d", width, 1);
        expected += (size_t)width;
        assert_int_equal(buffer.length, expected);
        assert_int_equal(buffer.bytes[expected - 1], '1');
        assert_int_equal(buffer.bytes[expected], '\0');
    }
    buffer_clear(&buffer);
}

static void test_bytes_may_be_anything(void **state)
{
    (void)state;
    struct buffer buffer;
    buffer_init(&buffer, 100);
    buffer_add(&buffer, "a\0\xFF", 3);
    assert_int_equal(buffer.length, 3);
    assert_memory_equal(buffer.bytes, "a\0\xFF", 4);
    buffer_clear(&buffer);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_starts_empty),
        cmocka_unit_test(test_every_maximum_is_kept),
        cmocka_unit_test(test_exactly_the_maximum_is_not_full),
        cmocka_unit_test(test_no_hole_after_what_did_not_fit),
        cmocka_unit_test(test_print_grows),
        cmocka_unit_test(test_bytes_may_be_anything),
    };
    return cmocka_run_group_tests_name("base/buffer", tests, NULL, NULL);
}
