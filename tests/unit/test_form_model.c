// Values, sets, and looking things up in a form.

#include "form_builder.h"

#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>

#include <cmocka.h>

#include <string.h>

static void test_silences(void **state)
{
    (void)state;
    assert_string_equal(silence_name(SILENCE_NOT), "");
    assert_string_equal(silence_name(SILENCE_DONT_KNOW), "dont-know");
    assert_string_equal(silence_name(SILENCE_NOT_REACHED), "not-reached");
}

static void test_sets(void **state)
{
    (void)state;
    uint64_t words[VALUE_SET_WORDS] = {0};
    assert_true(set_empty(words));
    const uint32_t options[] = {0, 63, 64, 127, 200, LIMIT_OPTIONS - 1};
    uint32_t count = 0;
    for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++) {
        assert_false(set_has(words, options[i]));
        set_add(words, options[i]);
        assert_true(set_has(words, options[i]));
        assert_int_equal(set_count(words), ++count);
        set_add(words, options[i]);
        assert_int_equal(set_count(words), count);
    }
    assert_false(set_has(words, 1));
    for (size_t i = 0; i < sizeof(options) / sizeof(options[0]); i++) {
        set_remove(words, options[i]);
        assert_int_equal(set_count(words), --count);
    }
    assert_true(set_empty(words));
}

static void test_values(void **state)
{
    (void)state;
    assert_int_equal(value_absent().state, VALUE_ABSENT);
    assert_int_equal(value_unknown(SILENCE_DECLINED).state, VALUE_UNKNOWN);
    assert_int_equal(value_unknown(SILENCE_DECLINED).silence, SILENCE_DECLINED);
    assert_int_equal(value_pending().state, VALUE_PENDING);
    assert_int_equal(value_pending().truth, TRUTH_OPEN);
    assert_int_equal(value_number(7).as.number.least, 7);
    assert_int_equal(value_number(7).as.number.most, 7);
    static const struct {
        truth mask;
        enum value_state state;
    } truths[] = {
        {TRUTH_TRUE, VALUE_KNOWN},
        {TRUTH_FALSE, VALUE_KNOWN},
        {TRUTH_UNKNOWN, VALUE_UNKNOWN},
        {TRUTH_EITHER, VALUE_PENDING},
        {TRUTH_OPEN, VALUE_PENDING},
        {TRUTH_FALSE | TRUTH_UNKNOWN, VALUE_PENDING},
        {TRUTH_TRUE | TRUTH_UNKNOWN, VALUE_PENDING},
    };
    for (size_t i = 0; i < sizeof(truths) / sizeof(truths[0]); i++) {
        struct value value = value_truth(truths[i].mask);
        assert_int_equal(value.state, truths[i].state);
        assert_int_equal(value.truth, truths[i].mask);
    }
}

static void test_item_types(void **state)
{
    (void)state;
    for (int type = 0; type < ITEM_TYPES; type++) {
        const char *name = item_type_name((enum item_type)type);
        assert_non_null(name);
        // Scores are not written as items.
        int back = type == ITEM_SCORE ? ITEM_TYPES : type;
        assert_int_equal(item_type_from_name(name), back);
    }
    assert_int_equal(item_type_from_name("slider"), ITEM_TYPES);
    assert_int_equal(item_type_from_name(""), ITEM_TYPES);
}

static void test_find(void **state)
{
    (void)state;
    struct builder b;
    builder_case_form(&b);
    const struct form *form = b.form;
    assert_string_equal(form->items[form_find(form, "side")].id, "side");
    assert_int_equal(form_find(form, "sid"), FORM_NO_ITEM);
    assert_int_equal(form_find(form, "sides"), FORM_NO_ITEM);
    assert_int_equal(form_find(form, ""), FORM_NO_ITEM);
    assert_int_equal(form_setting(form, "ask_pain_detail"), 1);
    assert_int_equal(form_setting(form, "ask"), UINT32_MAX);
    assert_null(form_fixed(form, "urgent"));
    static const struct form_fixed fixed[] = {{"welcome", "Hello"}, {"urgent", "Now"}};
    b.form->fixed = fixed;
    b.form->fixed_count = 2;
    assert_string_equal(form_fixed(form, "urgent"), "Now");
    builder_clear(&b);
}

// Long lists have a table, short ones are read through.
static void test_options(void **state)
{
    (void)state;
    struct builder b;
    builder_case_form(&b);
    static const struct {
        const char *item, *code;
        uint32_t option;
    } cases[] = {
        {"ok", "yes", 0},          {"ok", "no", 1},
        {"ok", "n", UINT32_MAX},   {"ok", "", UINT32_MAX},
        {"ok", "noo", UINT32_MAX}, {"areas", "none", 0},
        {"areas", "secret", 5},    {"areas", "secre", UINT32_MAX},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        const struct form_item *item = &b.form->items[form_find(b.form, cases[i].item)];
        assert_int_equal(form_option(item->options, cases[i].code), cases[i].option);
    }
    const struct form_item *ok = &b.form->items[form_find(b.form, "ok")];
    assert_int_equal(form_option_slice(ok->options, "yes or no", 3), 0);
    assert_int_equal(form_option_slice(ok->options, "yes", 2), UINT32_MAX);
    builder_clear(&b);
}

static void test_questions(void **state)
{
    (void)state;
    for (int type = 0; type <= ITEM_TYPES; type++) {
        struct form_item item = {.type = (enum item_type)type};
        bool asked = type != ITEM_NOTE && type != ITEM_GROUP && type != ITEM_REPEAT &&
                     type != ITEM_VALUE && type != ITEM_SCORE && type != ITEM_TYPES;
        assert_int_equal(form_is_question(&item), asked);
    }
}

static void test_free_nothing(void **state)
{
    (void)state;
    form_free(NULL);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_silences),  cmocka_unit_test(test_sets),
        cmocka_unit_test(test_values),    cmocka_unit_test(test_item_types),
        cmocka_unit_test(test_find),      cmocka_unit_test(test_options),
        cmocka_unit_test(test_questions), cmocka_unit_test(test_free_nothing),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
