// What compiling keeps and what it refuses: limits, places, wanted types, the facts about a program
// that others read.

#include "form_builder.h"

#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct fixture {
    struct builder builder;
    struct arena arena;
    char *text;
    size_t length;
};

enum { TEXT = 64000 };

static int set_up(void **state)
{
    struct fixture *f = calloc(1, sizeof(*f));
    assert_non_null(f);
    builder_case_form(&f->builder);
    assert_int_equal(builder_finish(&f->builder), 0);
    arena_init(&f->arena);
    f->text = calloc(1, TEXT);
    assert_non_null(f->text);
    *state = f;
    return 0;
}

static int tear_down(void **state)
{
    struct fixture *f = *state;
    builder_clear(&f->builder);
    arena_clear(&f->arena);
    free(f->text);
    free(f);
    return 0;
}

static void put(struct fixture *f, const char *text, int times)
{
    for (int i = 0; i < times; i++) {
        size_t length = strlen(text);
        assert_true(f->length + length < TEXT);
        memcpy(f->text + f->length, text, length + 1);
        f->length += length;
    }
}

static struct expr compiled(struct fixture *f, const char *source, bool in_rule)
{
    struct expr expr;
    if (builder_compile(&f->builder, source, in_rule, FORM_NO_ITEM, VALUE_NONE, &f->arena, &expr)) {
        fail_msg("%.60s: %s", source, f->builder.issues.list[0].text);
    }
    return expr;
}

// Compiles what was put together; NULL is success, else the error must hold this text.
static void expect(struct fixture *f, const char *error)
{
    struct expr expr;
    issues_clear(&f->builder.issues);
    int status =
        builder_compile(&f->builder, f->text, false, FORM_NO_ITEM, VALUE_NONE, &f->arena, &expr);
    f->length = 0;
    if (error == NULL) {
        assert_int_equal(status, 0);
        return;
    }
    assert_int_equal(status, -1);
    assert_null(expr.nodes);
    assert_int_equal(f->builder.issues.errors, 1);
    if (strstr(f->builder.issues.list[0].text, error) == NULL) {
        fail_msg("%s", f->builder.issues.list[0].text);
    }
}

static void test_depth(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *open, *middle, *close;
        int depth; // the deepest allowed
    } cases[] = {
        {"(", "flag", ")", LIMIT_EXPRESSION_DEPTH},
        {"not ", "flag", "", LIMIT_EXPRESSION_DEPTH},
        {"maybe(", "flag", ")", LIMIT_EXPRESSION_DEPTH},
        {"round(", "n", ")", LIMIT_EXPRESSION_DEPTH},
        {"-", "n", "", LIMIT_EXPRESSION_DEPTH},
        {"n - (", "n", ")", LIMIT_EXPRESSION_DEPTH},
        {"", "n", " - 1", LIMIT_EXPRESSION_DEPTH},
        {"", "n", " / 2", LIMIT_EXPRESSION_DEPTH},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        for (int more = 0; more <= 1; more++) {
            put(f, cases[i].open, cases[i].depth + more);
            put(f, cases[i].middle, 1);
            put(f, cases[i].close, cases[i].depth + more);
            expect(f, more ? "nested more than 64 deep; at most that" : NULL);
        }
    }
    // A very deep one is refused without going there.
    put(f, "(", 7000);
    expect(f, "nested more than 64 deep; at most that");
    put(f, "not ", 2000);
    expect(f, "nested more than 64 deep; at most that");
}

// Chains of one operator are wide, not deep.
static void test_width(void **state)
{
    struct fixture *f = *state;
    static const char *const chains[] = {"flag", " and flag", "flag", " or flag",
                                         "n",    " + n",      "n",    " * n"};
    for (size_t i = 0; i < 8; i += 2) {
        put(f, chains[i], 1);
        put(f, chains[i + 1], 700);
        expect(f, NULL);
    }
    struct expr wide = compiled(f, "flag and flag2 and (flag and (flag2 and flag))", false);
    assert_int_equal(wide.node_count, 6);
}

static void test_nodes(void **state)
{
    struct fixture *f = *state;
    put(f, "sum(1", 1);
    put(f, ",1", LIMIT_EXPRESSION_NODES - 2);
    put(f, ")", 1);
    expect(f, "has 8194 bytes; at most 8192 are allowed");
    put(f, "1", 1);
    put(f, "+1", LIMIT_EXPRESSION_NODES - 2);
    expect(f, NULL);
    put(f, "1", 1);
    put(f, "+1", LIMIT_EXPRESSION_NODES - 1);
    expect(f, "has more than 4096 parts");
}

static void test_length(void **state)
{
    struct fixture *f = *state;
    put(f, "flag", 1);
    put(f, " ", LIMIT_EXPRESSION - 4);
    expect(f, NULL);
    put(f, "flag", 1);
    put(f, " ", LIMIT_EXPRESSION - 3);
    expect(f, "has 8193 bytes; at most 8192 are allowed");
}

static void test_bytes(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *source, *error;
    } cases[] = {
        {"", "is empty"},
        {" \n\t", "is empty"},
        {"t = 'a\xff'", "is not valid UTF-8 at byte 7"},
        {"\xc3\x28", "is not valid UTF-8 at byte 1"},
        {"n \x01 5", "found the character U+0001, which has no place here"},
        {"n \xe2\x80\xae 5", "found the character U+202E"},
        {"n \xc2\xa0> 5", "which has no meaning here"},
        {"n\n>\t5\r\n", NULL},
        {"t = 'Zo\xc3\xab'", NULL},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        f->text[0] = '\0';
        put(f, cases[i].source, 1);
        expect(f, cases[i].error);
    }
}

// A long name or text is shortened in a message, never in the middle of a character.
static void test_long_names(void **state)
{
    struct fixture *f = *state;
    put(f, "n = 'x", 1);
    put(f, "\xc3\xab", 2000);
    put(f, "'", 1);
    expect(f, "a number cannot be compared with a text");
    const char *told = f->builder.issues.list[0].text;
    assert_true(strlen(told) < 400);
    put(f, "abcdefghij", 700);
    expect(f, "is no question, value or score of this form");
    put(f, "n \xc3\xab", 1);
    put(f, "\xc3\xab", 1000);
    expect(f, "found '\xc3\xab'");
    put(f, "'\xc3\xab", 1);
    put(f, "\xc3\xab", 1000);
    expect(f, "has no closing quote");
}

static void test_place(void **state)
{
    struct fixture *f = *state;
    struct expr_place place = {.file = "a/b.cfg",
                               .line = 12,
                               .repeat = FORM_NO_ITEM,
                               .self = FORM_NO_ITEM,
                               .what = "ask_if of 'q'"};
    struct expr expr;
    assert_int_equal(
        expr_compile("nope", f->builder.form, &place, &f->arena, &f->builder.issues, &expr), -1);
    const struct issue *issue = &f->builder.issues.list[0];
    assert_string_equal(issue->file, "a/b.cfg");
    assert_int_equal(issue->line, 12);
    assert_string_equal(issue->text,
                        "ask_if of 'q': 'nope' is no question, value or score of this form");
    place.what = NULL;
    assert_int_equal(
        expr_compile("nope", f->builder.form, &place, &f->arena, &f->builder.issues, &expr), -1);
    assert_int_equal(strncmp(f->builder.issues.list[1].text, "expression: ", 12), 0);
}

static void test_wanted(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *source;
        enum value_type type;
        const char *error;
    } cases[] = {
        {"n > 5", VALUE_TRUTH, NULL},
        {"n", VALUE_NUMBER, NULL},
        {"today()", VALUE_DATE, NULL},
        {"'a'", VALUE_TEXT, NULL},
        {"t", VALUE_TEXT, NULL},
        {"side", VALUE_NONE, NULL},
        {"areas", VALUE_NONE, NULL},
        {"n", VALUE_TRUTH, "'n' is a number, where a condition is expected"},
        {"n > 5", VALUE_NUMBER, "'n > 5' is a condition, where a number is expected"},
        {"side", VALUE_TEXT, "'side' is one choice, where a text is expected"},
        {"ok", VALUE_TRUTH, "did you mean ok = 'yes'?"},
        {"nope", VALUE_TRUTH, "'nope' is no question"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct expr expr;
        issues_clear(&f->builder.issues);
        int status = builder_compile(&f->builder, cases[i].source, false, FORM_NO_ITEM,
                                     cases[i].type, &f->arena, &expr);
        assert_int_equal(status, cases[i].error != NULL ? -1 : 0);
        assert_int_equal(f->builder.issues.errors, cases[i].error != NULL ? 1 : 0);
        if (cases[i].error != NULL &&
            strstr(f->builder.issues.list[0].text, cases[i].error) == NULL) {
            fail_msg("%s", f->builder.issues.list[0].text);
        }
    }
}

static void expect_reads(struct fixture *f, const char *source, const char *ids)
{
    struct expr expr = compiled(f, source, true);
    char found[300] = "";
    for (uint32_t i = 0; i < expr.read_count; i++) {
        const char *id = f->builder.form->items[expr.reads[i]].id;
        assert_true(i == 0 || expr.reads[i] > expr.reads[i - 1]);
        size_t length = strlen(found);
        snprintf(found + length, sizeof(found) - length, "%s%s", i > 0 ? " " : "", id);
    }
    assert_string_equal(found, ids);
}

static void test_reads(void **state)
{
    struct fixture *f = *state;
    expect_reads(f, "true", "");
    expect_reads(f, "n > 5", "n");
    expect_reads(f, "m > 5 and n > 5 or m < 3", "n m");
    expect_reads(f, "areas has worst", "areas worst");
    expect_reads(f, "any(dose > n)", "n meds dose");
    expect_reads(f, "count(meds) > 1", "meds");
    expect_reads(f, "if(flag, side, 'left') = 'right'", "side flag");
    expect_reads(f, "weight(severity) + count(areas) + age(d) > unsure()", "severity areas d");
    expect_reads(f, "silent(n) and answered(m)", "n m");
    expect_reads(f, "pain_score > 3 and calc > 2", "calc pain_score");
}

static void test_facts(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *source;
        uint8_t fired;
        bool unsure, today;
        enum value_type type;
    } cases[] = {
        {"n > 5", 0, false, false, VALUE_TRUTH},
        {"unsure() > 2", 0, true, false, VALUE_TRUTH},
        {"age(d)", 0, false, true, VALUE_NUMBER},
        {"today()", 0, false, true, VALUE_DATE},
        {"days_between(d, e) > 2", 0, false, false, VALUE_TRUTH},
        {"fired('urgent')", 1, false, false, VALUE_TRUTH},
        {"fired('practical') or fired('urgent')", 1U << 6 | 1, false, false, VALUE_TRUTH},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct expr expr = compiled(f, cases[i].source, true);
        assert_int_equal(expr.fired, cases[i].fired);
        assert_int_equal(expr.unsure, cases[i].unsure);
        assert_int_equal(expr.today, cases[i].today);
        assert_int_equal(expr.type, cases[i].type);
        assert_string_equal(expr.source, cases[i].source);
        assert_int_equal(expr.line, 7);
        assert_int_equal(expr.nodes[0].size, expr.node_count);
    }
}

// The shapes that evaluation by columns knows.
static void test_folding(void **state)
{
    struct fixture *f = *state;
    static const struct {
        const char *source;
        int op;
        uint32_t nodes;
    } cases[] = {
        {"n = 5", EXPR_NAME_EQ, 1},
        {"n < 5", EXPR_NAME_LT, 1},
        {"5 < n", EXPR_NAME_GT, 1},
        {"5 >= n", EXPR_NAME_LE, 1},
        {"n >= 5", EXPR_NAME_GE, 1},
        {"n != 5", EXPR_NOT, 2},
        {"side = 'left'", EXPR_CODE_IS, 1},
        {"side in ('left', 'right')", EXPR_CODE_IS, 1},
        {"areas has 'head'", EXPR_HAS, 1},
        {"areas has_any ('head', 'neck')", EXPR_HAS, 1},
        {"areas has worst", EXPR_HAS_NAME, 2},
        {"n = m", EXPR_EQ, 3},
        {"d < date('1980')", EXPR_LT, 3},
        {"-5 < n", EXPR_NAME_GT, 1},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct expr expr = compiled(f, cases[i].source, false);
        assert_int_equal(expr.nodes[0].op, cases[i].op);
        assert_int_equal(expr.node_count, cases[i].nodes);
    }
}

// With very many errors near names are no longer looked for, and each is still reported.
static void test_many_errors(void **state)
{
    struct fixture *f = *state;
    put(f, "sied = 'left'", 1);
    put(f, " and sied = 'left'", 200);
    struct expr expr;
    assert_int_equal(
        builder_compile(&f->builder, f->text, false, FORM_NO_ITEM, VALUE_TRUTH, &f->arena, &expr),
        -1);
    assert_int_equal(f->builder.issues.errors, 201);
    assert_non_null(strstr(f->builder.issues.list[0].text, "did you mean"));
    assert_null(strstr(f->builder.issues.list[200].text, "did you mean"));
}

int main(void)
{
#define TEST(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)
    const struct CMUnitTest tests[] = {
        TEST(test_depth), TEST(test_width),   TEST(test_nodes),      TEST(test_length),
        TEST(test_bytes), TEST(test_place),   TEST(test_wanted),     TEST(test_reads),
        TEST(test_facts), TEST(test_folding), TEST(test_long_names), TEST(test_many_errors),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
