// Who reads whom: order, dependents, cycles, conditions that read what is asked later; and that the
// work grows with the references and nothing else.

#include "form_builder.h"

#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Ranks are a permutation, everything comes after what it reads, lists are sorted and complete.
static void check_order(const struct form *form)
{
    const struct depend *depend = form->depend;
    for (uint32_t i = 0; i < form->item_count; i++) {
        assert_int_equal(depend->by_rank[depend->rank[i]], i);
        uint32_t before = 0;
        for (uint32_t d = depend->start[i]; d < depend->start[i + 1]; d++) {
            uint32_t reader = depend->list[d];
            assert_true(depend->rank[reader] > depend->rank[i]);
            assert_true(d == depend->start[i] || depend->rank[reader] > before);
            before = depend->rank[reader];
        }
    }
}

static bool depends(const struct form *form, const char *reader, const char *read)
{
    uint32_t from = form_find(form, read);
    uint32_t to = form_find(form, reader);
    for (uint32_t d = form->depend->start[from]; d < form->depend->start[from + 1]; d++) {
        if (form->depend->list[d] == to) {
            return true;
        }
    }
    return false;
}

static uint32_t rank(const struct form *form, const char *id)
{
    return form->depend->rank[form_find(form, id)];
}

static void test_who_reads_whom(void **state)
{
    (void)state;
    struct builder b;
    builder_init(&b, 32);
    builder_choice(&b, "ok", ITEM_YESNO, "yes no");
    builder_number(&b, "n", ITEM_SCALE, 0, 10);
    builder_ask_if(&b, 1, "ok = 'yes'");
    builder_ask_if(&b, builder_open(&b, "grp", ITEM_GROUP), "n > 5");
    builder_item(&b, "inside", ITEM_TEXT);
    uint32_t deep = builder_open(&b, "deep", ITEM_GROUP);
    builder_item(&b, "deepest", ITEM_TEXT);
    builder_close(&b);
    builder_close(&b);
    builder_section(&b, "second", "age2 > 3 or unsure() > 2");
    builder_item(&b, "late", ITEM_TEXT);
    uint32_t many = builder_choice(&b, "many", ITEM_MANY, "a b c");
    b.form->items[builder_same(&b, "one", ITEM_ONE, many)].among = many;
    builder_value(&b, "age2", VALUE_NUMBER, "n + n + n");
    builder_score(&b, "sum_score", SCORE_SUM, "n", "ok n");
    builder_value(&b, "high", VALUE_TRUTH, "sum_score > 5 and unsure() < 3");
    assert_int_equal(builder_finish(&b), 0);
    const struct form *form = b.form;
    check_order(form);
    assert_true(depends(form, "n", "ok"));
    assert_true(depends(form, "grp", "n"));
    assert_true(depends(form, "inside", "grp"));
    assert_true(depends(form, "deep", "grp"));
    assert_true(depends(form, "deepest", "deep"));
    assert_false(depends(form, "deepest", "grp"));
    assert_false(depends(form, "inside", "n"));
    assert_true(depends(form, "late", "age2"));
    assert_true(depends(form, "one", "many"));
    assert_true(depends(form, "one", "age2"));
    assert_true(depends(form, "age2", "n"));
    assert_true(depends(form, "sum_score", "n"));
    assert_true(depends(form, "sum_score", "ok"));
    assert_true(depends(form, "high", "sum_score"));
    assert_false(depends(form, "ok", "n"));
    // Each dependent once, however often it names the item.
    uint32_t n = form_find(form, "n");
    assert_int_equal(form->depend->start[n + 1] - form->depend->start[n], 3);
    // Form order where nothing forbids it: the value is moved up to just before its first reader.
    assert_true(rank(form, "ok") < rank(form, "n"));
    assert_true(rank(form, "deepest") < rank(form, "age2"));
    assert_true(rank(form, "age2") < rank(form, "late"));
    assert_int_equal(rank(form, "age2") + 1, rank(form, "late"));
    // late, many and one stand in the section that asks unsure(), high asks it itself.
    assert_int_equal(form->depend->unsure_count, 4);
    assert_int_equal(deep, form_find(form, "deep"));
    builder_clear(&b);
}

static void expect_issue(const struct builder *b, uint32_t line, const char *text)
{
    for (size_t i = 0; i < b->issues.count; i++) {
        const struct issue *issue = &b->issues.list[i];
        if (issue->line == line && strstr(issue->text, text) != NULL) {
            assert_string_equal(issue->file, "test.cfg");
            return;
        }
    }
    for (size_t i = 0; i < b->issues.count; i++) {
        print_error("%u: %s\n", (unsigned)b->issues.list[i].line, b->issues.list[i].text);
    }
    fail_msg("no issue at line %u: %s", (unsigned)line, text);
}

static void test_cycles(void **state)
{
    (void)state;
    static const struct {
        const char *of_a, *of_b, *of_c; // calculated from
        const char *told;
        uint32_t line;
    } cases[] = {
        {"a + 1", "1", "1", "'a' depends on itself: a -> a", 1},
        {"b + 1", "a + 1", "1", "'a' depends on itself: a -> b -> a", 1},
        {"b + 1", "c + 1", "a + 1", "'a' depends on itself: a -> b -> c -> a", 1},
        {"1", "c", "a + b", "'b' depends on itself: b -> c -> b", 2},
        {"b + c", "1", "b + a", "'a' depends on itself: a -> c -> a", 1},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct builder b;
        builder_init(&b, 8);
        builder_value(&b, "a", VALUE_NUMBER, cases[i].of_a);
        builder_value(&b, "b", VALUE_NUMBER, cases[i].of_b);
        builder_value(&b, "c", VALUE_NUMBER, cases[i].of_c);
        assert_int_equal(builder_finish(&b), -1);
        assert_int_equal(b.issues.errors, 1);
        expect_issue(&b, cases[i].line, cases[i].told);
        builder_clear(&b);
    }
}

static void test_cycle_through_conditions(void **state)
{
    (void)state;
    struct builder b;
    builder_init(&b, 8);
    builder_number(&b, "n", ITEM_SCALE, 0, 10);
    builder_ask_if(&b, builder_open(&b, "grp", ITEM_GROUP), "total > 3");
    builder_number(&b, "inside", ITEM_SCALE, 0, 10);
    builder_close(&b);
    builder_value(&b, "total", VALUE_NUMBER, "n + inside");
    assert_int_equal(builder_finish(&b), -1);
    expect_issue(&b, 2, "'grp' depends on itself: grp -> total -> inside -> grp");
    // The order is there all the same, as far as it goes.
    assert_non_null(b.form->depend);
    builder_clear(&b);
}

static void test_two_cycles(void **state)
{
    (void)state;
    struct builder b;
    builder_init(&b, 8);
    builder_value(&b, "a", VALUE_NUMBER, "b");
    builder_value(&b, "b", VALUE_NUMBER, "a + b");
    builder_value(&b, "c", VALUE_NUMBER, "d");
    builder_value(&b, "d", VALUE_NUMBER, "c");
    assert_int_equal(builder_finish(&b), -1);
    assert_int_equal(b.issues.errors, 3);
    expect_issue(&b, 1, "a -> b -> a");
    expect_issue(&b, 2, "b -> b");
    expect_issue(&b, 3, "c -> d -> c");
    builder_clear(&b);
}

static void test_long_cycle_is_shortened(void **state)
{
    (void)state;
    enum { LONG = 1000 };
    struct builder b;
    builder_init(&b, LONG);
    static char sources[LONG][16];
    for (uint32_t i = 0; i < LONG; i++) {
        char id[16];
        snprintf(id, sizeof(id), "v%u", (unsigned)i);
        snprintf(sources[i], sizeof(sources[i]), "v%u", (unsigned)((i + 1) % LONG));
        builder_value(&b, id, VALUE_NUMBER, sources[i]);
    }
    assert_int_equal(builder_finish(&b), -1);
    expect_issue(&b, 1, "v0 -> v1 -> v2");
    assert_true(strlen(b.issues.list[0].text) < 200);
    builder_clear(&b);
}

static void test_later(void **state)
{
    (void)state;
    struct builder b;
    builder_init(&b, 16);
    builder_choice(&b, "first", ITEM_YESNO, "yes no");
    builder_ask_if(&b, builder_item(&b, "middle", ITEM_TEXT), "last = 'yes'");
    builder_ask_if(&b, builder_item(&b, "through", ITEM_TEXT), "deep > 3");
    builder_ask_if(&b, builder_item(&b, "good", ITEM_TEXT), "first = 'yes' and fixed > 0");
    builder_choice(&b, "last", ITEM_YESNO, "yes no");
    builder_number(&b, "n", ITEM_SCALE, 0, 10);
    builder_value(&b, "near", VALUE_NUMBER, "n + 1");
    builder_value(&b, "deep", VALUE_NUMBER, "near + points");
    builder_value(&b, "fixed", VALUE_NUMBER, "3");
    builder_score(&b, "points", SCORE_SUM, "n", NULL);
    assert_int_equal(builder_finish(&b), -1);
    assert_int_equal(b.issues.errors, 2);
    expect_issue(&b, 2, "ask_if of 'middle' reads 'last', which is asked later");
    expect_issue(&b, 3, "ask_if of 'through' reads 'n' (through 'deep'), which is asked later");
    builder_clear(&b);
}

static void test_later_section_and_first_item(void **state)
{
    (void)state;
    struct builder b;
    builder_init(&b, 16);
    // A condition without questions may stand before the first.
    builder_ask_if(&b, builder_choice(&b, "first", ITEM_YESNO, "yes no"), "fixed > 0");
    builder_section(&b, "second", "inner = 'yes'");
    builder_choice(&b, "inner", ITEM_YESNO, "yes no");
    builder_value(&b, "fixed", VALUE_NUMBER, "3");
    assert_int_equal(builder_finish(&b), -1);
    // Both are true: the section waits for a question in it, and so the question for itself.
    assert_int_equal(b.issues.errors, 1);
    expect_issue(&b, 2, "'inner' depends on itself: inner -> inner");
    builder_clear(&b);

    builder_init(&b, 16);
    builder_choice(&b, "first", ITEM_YESNO, "yes no");
    builder_section(&b, "second", "third = 'yes'");
    builder_item(&b, "inner", ITEM_TEXT);
    builder_section(&b, "third_section", NULL);
    builder_choice(&b, "third", ITEM_YESNO, "yes no");
    assert_int_equal(builder_finish(&b), -1);
    assert_int_equal(b.issues.errors, 1);
    expect_issue(&b, 2, "ask_if of section 'second' reads 'third', which is asked later");
    builder_clear(&b);
}

static void test_empty_form(void **state)
{
    (void)state;
    struct builder b;
    builder_init(&b, 1);
    assert_int_equal(builder_finish(&b), 0);
    assert_int_equal(b.form->depend->start[0], 0);
    builder_clear(&b);
}

// 100,000 questions, each of which reads the one before and the first: deep, and one item with very
// many dependents. Nothing recurses, so this ends; how much memory it takes tells how it grows.
static size_t memory_of(uint32_t count)
{
    struct builder b;
    builder_init(&b, count);
    char(*sources)[48] = calloc(count, sizeof(*sources));
    assert_non_null(sources);
    for (uint32_t i = 0; i < count; i++) {
        char id[16];
        snprintf(id, sizeof(id), "q%u", (unsigned)i);
        uint32_t item = builder_number(&b, id, ITEM_SCALE, 0, 10);
        if (i > 0) {
            snprintf(sources[i], sizeof(sources[i]), "q%u > 3 and q0 < 9", (unsigned)(i - 1));
            builder_ask_if(&b, item, sources[i]);
        }
    }
    int status = 0;
    size_t before = 0;
    status = builder_finish(&b);
    before = b.form->arena.total;
    assert_int_equal(status, 0);
    assert_int_equal(depend_build(b.form, &b.issues), 0);
    size_t taken = b.form->arena.total - before;
    check_order(b.form);
    assert_int_equal(b.form->depend->start[1], count - 1);
    free(sources);
    builder_clear(&b);
    return taken;
}

static void test_grows_with_the_references(void **state)
{
    (void)state;
    size_t small = memory_of(1000);
    size_t large = memory_of(100000);
    assert_true(large < small * 101);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_who_reads_whom),
        cmocka_unit_test(test_cycles),
        cmocka_unit_test(test_cycle_through_conditions),
        cmocka_unit_test(test_two_cycles),
        cmocka_unit_test(test_long_cycle_is_shortened),
        cmocka_unit_test(test_later),
        cmocka_unit_test(test_later_section_and_first_item),
        cmocka_unit_test(test_empty_form),
        cmocka_unit_test(test_grows_with_the_references),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
