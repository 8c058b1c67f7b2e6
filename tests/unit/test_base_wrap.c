// Breaking a text into lines: expected lines are written as one text, each between bars.

#include "base/wrap.h"

#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>

#include <stdint.h>

#include <cmocka.h>

#include <stdlib.h>
#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

#define FAMILY "\U0001F468\u200D\U0001F469\u200D\U0001F467"

static void lines_of(const char *text, size_t columns, char *out, size_t size)
{
    struct wrap wrap;
    struct wrap_line line;
    size_t used = 0, count = 0;
    wrap_init(&wrap, text, columns, text_width_unicode);
    while (wrap_next(&wrap, &line)) {
        assert_true(line.start >= text && line.start + line.length <= text + strlen(text));
        assert_int_equal(line.columns, text_columns(line.start, line.length, text_width_unicode));
        assert_true(used + line.length + 2 < size);
        out[used++] = '|';
        memcpy(out + used, line.start, line.length);
        used += line.length;
        count++;
    }
    out[used++] = '|';
    out[used] = '\0';
    assert_false(wrap_next(&wrap, &line));
    assert_int_equal(wrap_count(text, columns, text_width_unicode), count);
}

static void test_lines(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t columns;
        const char *lines;
    } cases[] = {
        {"", 10, "||"},
        {"abc", 10, "|abc|"},
        {"abc", 3, "|abc|"},
        {"one two three", 7, "|one two|three|"},
        {"one two three", 8, "|one two|three|"},
        {"one two three", 6, "|one|two|three|"},
        {"one two three", 13, "|one two three|"},
        {"one two three", 12, "|one two|three|"},
        // Newlines separate: one at the end opens an empty line.
        {"a\nb", 10, "|a|b|"},
        {"a\n", 10, "|a||"},
        {"\n", 10, "|||"},
        {"\n\na", 10, "|||a|"},
        {"a\n\nb", 10, "|a||b|"},
        {"a\r\nb", 10, "|a|b|"},
        {"abc\ndef", 3, "|abc|def|"},
        // Spaces hang over the edge.
        {"abc ", 3, "|abc|"},
        {"abc    ", 3, "|abc|"},
        {"abc    def", 3, "|abc|def|"},
        {"abc   \ndef", 3, "|abc|def|"},
        {"abc   \n", 3, "|abc||"},
        {"a  b", 4, "|a  b|"},
        {"a  b", 3, "|a|b|"},
        {"    ", 2, "||"},
        {" ", 1, "||"},
        {"  \n  ", 9, "|||"},
        // Indentation stays, unless it is in the way.
        {"  ab cd", 5, "|  ab|cd|"},
        {"  ab\n  cd", 5, "|  ab|  cd|"},
        {"   words", 5, "|words|"},
        {"     abc", 3, "|abc|"},
        {"  abcdef", 4, "|abcd|ef|"},
        {"  abcdef gh", 4, "|abcd|ef|gh|"},
        // A word longer than the line.
        {"abcdefgh", 3, "|abc|def|gh|"},
        {"ab cdefgh", 5, "|ab|cdefg|h|"},
        {"abcdefgh ij", 3, "|abc|def|gh|ij|"},
        {"abcdefgh ij", 6, "|abcdef|gh ij|"},
        // One column, and none, which counts as one.
        {"ab c", 1, "|a|b|c|"},
        {"ab c", 0, "|a|b|c|"},
        {"a  b", 1, "|a|b|"},
        {"", 0, "||"},
        // Wide characters: never half of one, and one that cannot fit stands alone.
        {"\u6F22\u5B57\u4EEE\u540D", 4, "|\u6F22\u5B57|\u4EEE\u540D|"},
        {"\u6F22\u5B57\u4EEE\u540D", 5, "|\u6F22\u5B57|\u4EEE\u540D|"},
        {"\u6F22\u5B57", 1, "|\u6F22|\u5B57|"},
        {" \u6F22", 1, "|\u6F22|"},
        {"a\u6F22", 2, "|a|\u6F22|"},
        {"a\u6F22", 1, "|a|\u6F22|"},
        {"ab \u6F22\u5B57", 5, "|ab|\u6F22\u5B57|"},
        // Graphemes are not torn.
        {"e\u0301e\u0301e\u0301", 2, "|e\u0301e\u0301|e\u0301|"},
        {FAMILY FAMILY FAMILY, 4, "|" FAMILY FAMILY "|" FAMILY "|"},
        {"\u1100\u1161\u11A8\u1100\u1161", 3, "|\u1100\u1161\u11A8|\u1100\u1161|"},
        {"\u05E9\u05DC\u05D5\u05DD \u05E8\u05D1", 5, "|\u05E9\u05DC\u05D5\u05DD|\u05E8\u05D1|"},
        // A space that does not break, and a space with an accent, which is a grapheme to be seen.
        {"ab\u00A0cd ef", 5, "|ab\u00A0cd|ef|"},
        {"ab \u0301cd", 5, "|ab \u0301cd|"},
        {"ab \u0301cd", 4, "|ab \u0301c|d|"},
        // What has no width stays with its line.
        {"abc\u200B", 3, "|abc\u200B|"},
        {"abc\xFF"
         "d",
         4, "|abc\xFF|d|"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char lines[256];
        lines_of(cases[i].text, cases[i].columns, lines, sizeof(lines));
        assert_string_equal(lines, cases[i].lines);
    }
}

// Whatever the text: no line too wide (but for one grapheme alone), nothing but spaces and newlines
// lost, and lines in order.
static void check_properties(const char *text, size_t columns)
{
    struct wrap wrap;
    struct wrap_line line;
    const char *at = text;
    wrap_init(&wrap, text, columns, text_width_unicode);
    while (wrap_next(&wrap, &line)) {
        assert_true(line.columns <= columns ||
                    text_next(line.start, line.length, 0) == line.length);
        assert_true(line.start >= at);
        for (; at < line.start; at++) {
            assert_true(*at == ' ' || *at == '\n' || *at == '\r');
        }
        assert_true(line.length == 0 || line.start[line.length - 1] != ' ');
        at += line.length;
    }
    for (; *at != '\0'; at++) {
        assert_true(*at == ' ' || *at == '\n' || *at == '\r');
    }
}

static void test_properties(void **state)
{
    (void)state;
    static const char *const parts[] = {"a",    "bc",     " ",    "  ",           "\n",   "\u6F22",
                                        FAMILY, "\u0301", "\r\n", "hippopotamus", "\xFF", "\u00E9"};
    uint32_t random = 3;
    for (int round = 0; round < 20000; round++) {
        char text[256];
        size_t length = 0;
        for (int part = 0; part < 10; part++) {
            random = random * 1664525 + 1013904223;
            const char *bytes = parts[(random >> 16) % COUNT(parts)];
            memcpy(text + length, bytes, strlen(bytes));
            length += strlen(bytes);
        }
        text[length] = '\0';
        check_properties(text, 1 + (random >> 20) % 20);
    }
}

static void test_a_long_text_takes_linear_time(void **state)
{
    (void)state;
    enum { LENGTH = 1000000 };
    static const char *const parts[] = {"a", " ", "a ", "\n", "a\u0301"};
    char *text = malloc(LENGTH + 1);
    assert_non_null(text);
    for (size_t i = 0; i < COUNT(parts); i++) {
        size_t size = strlen(parts[i]), length = 0;
        while (length + size <= LENGTH) {
            memcpy(text + length, parts[i], size);
            length += size;
        }
        text[length] = '\0';
        assert_true(wrap_count(text, 80, text_width_unicode) >= 1);
    }
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_lines),
        cmocka_unit_test(test_properties),
        cmocka_unit_test(test_a_long_text_takes_linear_time),
    };
    return cmocka_run_group_tests_name("base/wrap", tests, NULL, NULL);
}
