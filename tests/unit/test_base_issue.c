// Problems with their places: order, wording, and what a hostile file could put into them.

#include "base/issue.h"

#include "base/limits.h"

#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>

#include <stdint.h>

#include <cmocka.h>

#include <stdbool.h>
#include <stdio.h>
#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static void test_wording(void **state)
{
    (void)state;
    static const struct {
        struct issue issue;
        const char *expected;
    } cases[] = {
        {{ISSUE_ERROR, "form.cfg", 12, 0, "unknown name"}, "form.cfg:12: error: unknown name"},
        {{ISSUE_WARNING, "form.cfg", 0, 0, "no title"}, "form.cfg: warning: no title"},
        {{ISSUE_NOTE, NULL, 0, 0, "all is well"}, "note: all is well"},
        {{ISSUE_NOTE, NULL, 9, 0, "no file"}, "note: no file"},
        {{ISSUE_ERROR, "x\033[2J\n.cfg", UINT32_MAX, 0, ""}, "x[2J.cfg:4294967295: error: "},
    };
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_string_equal(issue_print(&cases[i].issue, &arena), cases[i].expected);
    }
    arena_clear(&arena);
}

static void test_sorting(void **state)
{
    (void)state;
    static const struct {
        const char *file;
        uint32_t line;
        const char *text;
    } added[] = {
        {"b.cfg", 9, "5"}, {"a.cfg", 3, "7"},   {"b.cfg", 2, "3"}, {NULL, 0, "9"},
        {"b.cfg", 2, "4"}, {"a.cfg", 1, "6"},   {"b.cfg", 0, "1"}, {"a.cfg", 3, "8"},
        {"b.cfg", 1, "2"}, {"c.cfg", 10, "10"},
    };
    struct issues issues;
    issues_init(&issues);
    issues_sort(&issues);
    for (size_t i = 0; i < COUNT(added); i++) {
        // A name of its own each time: files are told apart by their names, not their addresses.
        char file[16];
        snprintf(file, sizeof(file), "%s", added[i].file != NULL ? added[i].file : "");
        issues_add(&issues, ISSUE_ERROR, added[i].file != NULL ? file : NULL, added[i].line, "%s",
                   added[i].text);
    }
    // Twice: sorting what is sorted changes nothing.
    for (int round = 0; round < 2; round++) {
        issues_sort(&issues);
        assert_int_equal(issues.count, COUNT(added));
        for (size_t i = 0; i < issues.count; i++) {
            char expected[24];
            snprintf(expected, sizeof(expected), "%zu", i + 1);
            assert_string_equal(issues.list[i].text, expected);
        }
    }
    // What comes later is sorted in by the first mention of its file.
    issues_add(&issues, ISSUE_NOTE, "b.cfg", 100, "late");
    issues_sort(&issues);
    assert_string_equal(issues.list[5].text, "late");
    issues_clear(&issues);
}

static void test_levels_are_counted(void **state)
{
    (void)state;
    struct issues issues;
    issues_init(&issues);
    issues_add(&issues, ISSUE_ERROR, NULL, 0, "e");
    issues_add(&issues, ISSUE_WARNING, NULL, 0, "w");
    issues_add(&issues, ISSUE_WARNING, NULL, 0, "w");
    issues_add(&issues, ISSUE_NOTE, NULL, 0, "n");
    assert_int_equal(issues.count, 4);
    assert_int_equal(issues.errors, 1);
    assert_int_equal(issues.warnings, 2);
    issues_clear(&issues);
    assert_int_equal(issues.count, 0);
    assert_int_equal(issues.errors, 0);
    issues_clear(&issues);
}

static void test_the_rest_is_counted(void **state)
{
    (void)state;
    struct issues issues;
    issues_init(&issues);
    for (uint32_t i = 0; i < 3 * LIMIT_ISSUES; i++) {
        issues_add(&issues, i % 3 == 0 ? ISSUE_ERROR : ISSUE_WARNING, "f", i, "number %u",
                   (unsigned)i);
    }
    assert_int_equal(issues.count, LIMIT_ISSUES);
    assert_int_equal(issues.errors, LIMIT_ISSUES);
    assert_int_equal(issues.warnings, 2 * LIMIT_ISSUES);
    assert_string_equal(issues.list[LIMIT_ISSUES - 1].text, "number 999");
    issues_sort(&issues);
    assert_string_equal(issues.list[LIMIT_ISSUES - 1].text, "number 999");
    issues_clear(&issues);
}

static void test_hostile_texts(void **state)
{
    (void)state;
    struct issues issues;
    issues_init(&issues);
    issues_add(&issues, ISSUE_ERROR, NULL, 0, "found '%s'",
               "\033]0;x\a\xFF"
               "a\nb\xE2\x80\xAE");
    assert_string_equal(issues.list[0].text, "found ']0;xab'");

    // Cut in the middle of a character wherever that falls.
    static char longest[8000];
    for (size_t shift = 0; shift < 4; shift++) {
        memset(longest, 'x', shift);
        for (size_t i = shift; i + 4 < sizeof(longest); i += 4) {
            memcpy(longest + i, "\xF0\x9F\x98\x80", 5);
        }
        issues_add(&issues, ISSUE_ERROR, NULL, 0, "%s", longest);
        const char *text = issues.list[shift + 1].text;
        size_t length = strlen(text);
        assert_true(length < 1100);
        assert_string_equal(text + length - 3, "...");
        assert_int_equal((length - 3 - shift) % 4, 0);
    }
    issues_clear(&issues);
}

static void test_file_names_are_copied(void **state)
{
    (void)state;
    struct issues issues;
    char file[] = "one.cfg";
    issues_init(&issues);
    issues_add(&issues, ISSUE_ERROR, file, 1, "x");
    memcpy(file, "two", 3);
    issues_add(&issues, ISSUE_ERROR, file, 1, "y");
    memcpy(file, "???", 3);
    assert_string_equal(issues.list[0].file, "one.cfg");
    assert_string_equal(issues.list[1].file, "two.cfg");
    issues_clear(&issues);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_wording),
        cmocka_unit_test(test_sorting),
        cmocka_unit_test(test_levels_are_counted),
        cmocka_unit_test(test_the_rest_is_counted),
        cmocka_unit_test(test_hostile_texts),
        cmocka_unit_test(test_file_names_are_copied),
    };
    return cmocka_run_group_tests_name("base/issue", tests, NULL, NULL);
}
