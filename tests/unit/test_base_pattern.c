// Small shapes of text: what fits, what does not, what is no pattern, and that no text makes it
// slow.

#include "base/pattern.h"

#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>

#include <stdint.h>

#include <cmocka.h>

#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static void test_matching(void **state)
{
    (void)state;
    static const struct {
        const char *pattern, *text;
        bool fits;
    } cases[] = {
        {"abc", "abc", true},
        {"abc", "ab", false},
        {"abc", "abcd", false},
        {"abc", "", false},
        {"a*", "", true},
        {"a*", "aaaa", true},
        {"a*", "aab", false},
        {"a+", "", false},
        {"a+", "a", true},
        {"a+", "aaa", true},
        {"a?", "", true},
        {"a?", "a", true},
        {"a?", "aa", false},
        {"a?b?c?", "", true},
        {"a?b?c?", "ac", true},
        {"a?b?c?", "ca", false},
        {"a*b*c*", "aacc", true},
        {"a*a*a*b", "aaaab", true},
        {"a+a+", "a", false},
        {"a+a+", "aa", true},
        {"a{2}", "a", false},
        {"a{2}", "aa", true},
        {"a{2}", "aaa", false},
        {"a{2,4}", "a", false},
        {"a{2,4}", "aa", true},
        {"a{2,4}", "aaaa", true},
        {"a{2,4}", "aaaaa", false},
        {"a{0,1}b", "b", true},
        {"a{0,1}b", "ab", true},
        {"x{63}", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", true},
        {"x{63}", "xxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxxx", false},
        {"x{0,63}", "", true},
        {".", "a", true},
        {".", "\xC3\xA9", true},
        {".", "\xF0\x9F\x98\x80", true},
        {".", "", false},
        {".*", "\xFF", false},
        {".*", "ab\xC3", false},
        {".*", "any thing\n", true},
        {"[a-z]+", "hello", true},
        {"[a-z]+", "Hello", false},
        {"[^a-z]+", "HELLO 1", true},
        {"[^a-z]+", "HELLo", false},
        {"[^a]", "\xFF", false},
        {"[a^]+", "^a", true},
        {"[-a]+", "a-", true},
        {"[a-]+", "a-", true},
        {"[a-c-]+", "b-", true},
        {"[0-9 +]+", "+44 20 7946", true},
        {"[0-9 +]+", "+44-20", false},
        {"[\\]\\\\]+", "]\\", true},
        {"[\\d,]+", "1,5", true},
        {"[\\w.]+@[\\w.]+", "a.b@c.d", true},
        {"[^\\d]+", "ab", true},
        {"[^\\d]+", "a1", false},
        {"[(|)*+?.{}$]+", "(|)*+?.{}$", true},
        {"\\d{4}", "1980", true},
        {"\\d{4}", "\xD9\xA1\xD9\xA9\xD9\xA8\xD9\xA0", true}, // Arabic digits
        {"[0-9]{4}", "\xD9\xA1\xD9\xA9\xD9\xA8\xD9\xA0", false},
        {"\\d", "a", false},
        {"\\w+", "Jos\xC3\xA9_2", true},
        {"\\w+", "e\xCC\x81t\xC3\xA9", true},               // a combining accent
        {"\\w+", "\xD7\xA9\xD7\x9C\xD7\x95\xD7\x9D", true}, // Hebrew
        {"\\w+", "\xE0\xA4\xB9\xE0\xA4\xBF", true},         // Devanagari with a vowel sign
        {"\\w+", "a b", false},
        {"\\w+", "a-b", false},
        {"\\.\\*\\+\\?\\{\\}\\[\\]\\(\\)\\|\\^\\$\\\\\\-\\/", ".*+?{}[]()|^$\\-/", true},
        {"\xC3\xA9+", "\xC3\xA9\xC3\xA9", true},
        {"\xC3\xA9", "\xC3\xA8", false},
        {"[\xC3\xA0-\xC3\xBF]+", "\xC3\xA9\xC3\xB1", true},
        {"[\xC3\xA0-\xC3\xBF]+", "\xC3\x89", false},
        {"-/,:;", "-/,:;", true},
        {"[A-Z]{2}\\d{2}[A-Z0-9]{1,30}", "GB33BUKB20201555555555", true},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        const char *wrong = pattern_check(cases[i].pattern);
        if (wrong != NULL) {
            fail_msg("%s: %s", cases[i].pattern, wrong);
        }
        if (pattern_match(cases[i].pattern, cases[i].text, strlen(cases[i].text)) !=
            cases[i].fits) {
            fail_msg("%s on '%s'", cases[i].pattern, cases[i].text);
        }
    }
}

static void test_a_nul_is_a_character(void **state)
{
    (void)state;
    assert_true(pattern_match("a.b", "a\0b", 3));
    assert_false(pattern_match("a", "a\0", 2));
    assert_false(pattern_match("[^b]\\]", "a\0", 2));
}

static void test_not_patterns(void **state)
{
    (void)state;
    static const char *const wrong[] = {
        "",
        "*",
        "+",
        "?",
        "a**",
        "a+*",
        "a??",
        "{2}",
        "a{",
        "a{}",
        "a{,2}",
        "a{2,}",
        "a{2",
        "a{2,3",
        "a{x}",
        "a{4,2}",
        "a{0}",
        "a{0,0}",
        "a{64}",
        "a{1,64}",
        "a{2}{2}",
        "a{99999999999999999999}",
        "a{2,99999999999999999999}",
        "[",
        "[]",
        "[^]",
        "[^",
        "[a",
        "[a-",
        "[a-b",
        "[z-a]",
        "[\\d-z]",
        "[a-\\w]",
        "[\\",
        "[\\q]",
        "]",
        "}",
        "a]",
        "a}",
        "(a)",
        "a|b",
        "^a",
        "a$",
        "\\",
        "a\\",
        "\\q",
        "\\1",
        "\\n",
        "\\\xC3\xA9",
        "\xFF",
        "a\xC3",
        "[\xC3]",
        "x{32}x{32}",
        "x{63}y",
        "x{63}y*",
    };
    for (size_t i = 0; i < COUNT(wrong); i++) {
        if (pattern_check(wrong[i]) == NULL) {
            fail_msg("accepted: %s", wrong[i]);
        }
    }
}

static void test_limits_of_size(void **state)
{
    (void)state;
    char steps[PATTERN_STEPS + 2];
    memset(steps, 'x', sizeof(steps));
    steps[PATTERN_STEPS + 1] = '\0';
    assert_non_null(pattern_check(steps));
    steps[PATTERN_STEPS] = '\0';
    assert_null(pattern_check(steps));
    assert_true(pattern_match(steps, steps, PATTERN_STEPS));

    char class[80] = "[";
    memset(class + 1, 'x', 64);
    strcpy(class + 65, "]");
    assert_null(pattern_check(class));
    strcpy(class + 65, "x]");
    assert_non_null(pattern_check(class));
}

// A plain backtracking matcher over steps of one letter, for comparison.
static bool slow_match(const char *pattern, const char *text)
{
    if (*pattern == '\0') {
        return *text == '\0';
    }
    bool here = *text != '\0' && (*pattern == '.' || *pattern == *text);
    switch (pattern[1]) {
    case '*':
        return slow_match(pattern + 2, text) || (here && slow_match(pattern, text + 1));
    case '?':
        return slow_match(pattern + 2, text) || (here && slow_match(pattern + 2, text + 1));
    case '+':
        if (!here) {
            return false;
        }
        return slow_match(pattern + 2, text + 1) || slow_match(pattern, text + 1);
    default:
        return here && slow_match(pattern + 1, text + 1);
    }
}

static void test_agrees_with_backtracking(void **state)
{
    (void)state;
    uint32_t random = 1;
    for (int round = 0; round < 20000; round++) {
        char pattern[16], text[9];
        size_t length = 0;
        for (int atom = 0; atom < 5; atom++) {
            random = random * 1664525 + 1013904223;
            pattern[length++] = "ab."[(random >> 16) % 3];
            char sign = "*?+    "[(random >> 20) % 7];
            if (sign != ' ') {
                pattern[length++] = sign;
            }
        }
        pattern[length] = '\0';
        random = random * 1664525 + 1013904223;
        size_t letters = (random >> 16) % 9;
        for (size_t i = 0; i < letters; i++) {
            text[i] = (random >> (i + 3)) % 2 == 0 ? 'a' : 'b';
        }
        text[letters] = '\0';
        if (pattern_match(pattern, text, letters) != slow_match(pattern, text)) {
            fail_msg("%s on %s", pattern, text);
        }
    }
}

static void test_hostile_text_is_linear(void **state)
{
    (void)state;
    // A backtracking matcher would not come back from these in a lifetime.
    static const char *const patterns[] = {
        "a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*a*b",
        "a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a?a+a+a*b",
        "[a-z]*[a-y]*.*[^b]*\\w*[a-z]*[a-y]*.*[^b]*\\w*c",
        "a{0,30}a{0,30}a*b",
    };
    size_t length = 1000000;
    char *text = malloc(length);
    assert_non_null(text);
    memset(text, 'a', length);
    for (size_t i = 0; i < COUNT(patterns); i++) {
        assert_null(pattern_check(patterns[i]));
        assert_false(pattern_match(patterns[i], text, length));
    }
    assert_true(pattern_match("a*", text, length));
    free(text);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_matching),
        cmocka_unit_test(test_a_nul_is_a_character),
        cmocka_unit_test(test_not_patterns),
        cmocka_unit_test(test_limits_of_size),
        cmocka_unit_test(test_agrees_with_backtracking),
        cmocka_unit_test(test_hostile_text_is_linear),
    };
    return cmocka_run_group_tests_name("base/pattern", tests, NULL, NULL);
}
