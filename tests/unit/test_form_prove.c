// What can be proved about a condition: examples, and a comparison with trying everything.

#include "form/prove.h"

#include "form_bindings.h"

#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

static const struct prove_budget plenty = {.tries = 200000};

// A form with conditions: who is asked what depends on what came before.
static void conditional_form(struct builder *b)
{
    builder_init(b, 64);
    builder_setting(b, "ask_chaperone");
    b->form->items[builder_item(b, "birth", ITEM_DATE)].precisions = 1U << DATE_DAY;
    b->form->items[builder_item(b, "born", ITEM_DATE)].precisions = 0x0f;
    builder_choice(b, "sex", ITEM_ONE, "female male secret!");
    uint32_t pregnant = builder_choice(b, "pregnant", ITEM_ONE, "yes no not_sure?");
    builder_ask_if(b, pregnant, "sex = 'female'");
    uint32_t weeks = builder_number(b, "weeks", ITEM_INTEGER, 1, 42);
    builder_ask_if(b, weeks, "pregnant = 'yes'");
    builder_choice(b, "areas", ITEM_MANY, "none^ head neck back knee hip foot hand not_sure?");
    builder_choice(b, "where", ITEM_BODY, "knee_l knee_r hip_l hip_r all_over*");
    builder_number(b, "n", ITEM_SCALE, 0, 10);
    builder_number(b, "m", ITEM_SCALE, 0, 10);
    b->form->items[builder_number(b, "temp", ITEM_DECIMAL, 30, 45)].places = 1;
    builder_item(b, "t", ITEM_TEXT);
    builder_choice(b, "chaperone", ITEM_YESNO, "yes no");
    builder_ask_if(b, 11, "setting('ask_chaperone')");
    uint32_t group = builder_open(b, "grp", ITEM_GROUP);
    builder_ask_if(b, group, "n > 5");
    builder_choice(b, "inside", ITEM_YESNO, "yes no");
    builder_close(b);
    builder_open(b, "meds", ITEM_REPEAT);
    builder_item(b, "drug", ITEM_TEXT);
    builder_number(b, "dose", ITEM_INTEGER, 0, 100);
    builder_close(b);
    for (int i = 1; i <= 4; i++) {
        char id[16];
        snprintf(id, sizeof(id), "p%d", i);
        builder_choice(b, id, ITEM_ONE, "never=0 some=1 often=2 daily=3");
    }
    builder_choice(b, "ticks", ITEM_MANY, "a b c d e f g h i j k l");
    builder_value(b, "age", VALUE_NUMBER, "age(birth)");
    builder_value(b, "age2", VALUE_NUMBER, "age(born)");
    builder_value(b, "old", VALUE_TRUTH, "age >= 65");
    builder_value(b, "areas_count", VALUE_NUMBER, "count(areas)");
    builder_value(b, "total", VALUE_NUMBER, "n + m");
    builder_score(b, "phq", SCORE_SUM, "p1 p2 p3 p4", NULL);
    builder_score(b, "rmdq", SCORE_COUNT, "ticks", NULL);
    assert_int_equal(builder_finish(b), 0);
}

static const char *const proofs[] = {"can", "cannot", "not known"};

static enum proof prove(struct builder *b, const char *source, bool fail, uint64_t tries)
{
    struct arena arena;
    arena_init(&arena);
    struct expr expr;
    if (builder_compile(b, source, true, FORM_NO_ITEM, VALUE_TRUTH, &arena, &expr) != 0) {
        fail_msg("%s: %s", source, b->issues.list[0].text);
    }
    struct prove_budget budget = {.tries = tries};
    enum proof proof =
        fail ? prove_can_fail(b->form, &expr, budget) : prove_can_be_true(b->form, &expr, budget);
    arena_clear(&arena);
    return proof;
}

struct example {
    const char *source;
    enum proof proof;
};

static const struct example can_be_true[] = {
    {"true", PROOF_CAN},
    {"false", PROOF_CANNOT},
    {"n = 5", PROOF_CAN},
    {"n = 11", PROOF_CANNOT},
    {"n > 10", PROOF_CANNOT},
    {"n >= 10", PROOF_CAN},
    {"n < 0", PROOF_CANNOT},
    {"n > 3 and n < 4", PROOF_CANNOT},
    {"n > 3 and n < 5", PROOF_CAN},
    {"n > 4.2 and n < 5.5", PROOF_CAN},
    {"n = 4.5", PROOF_CANNOT},
    {"temp > 37.5 and temp < 37.6", PROOF_CANNOT},
    {"temp > 37.5 and temp < 37.7", PROOF_CAN},
    {"n = 3 and n = 4", PROOF_CANNOT},
    {"n in (3, 4) and n > 3", PROOF_CAN},
    {"n in (3, 4) and n > 4", PROOF_CANNOT},
    {"n != n", PROOF_NOT_KNOWN},
    {"n = 3 and not answered(n)", PROOF_CANNOT},
    {"silent(n) and n != 3", PROOF_CANNOT},
    {"silent(n) and maybe(n = 3)", PROOF_CAN},
    {"silent(n) and answered(n)", PROOF_CANNOT},
    {"silent(n, 'declined') and silent(n, 'skipped')", PROOF_CANNOT},
    {"silent(n, 'declined')", PROOF_CAN},
    {"not silent(n) and not answered(n)", PROOF_CANNOT}, // n always applies
    {"not silent(weeks) and not answered(weeks)", PROOF_CAN},
    {"sex = 'female' and sex = 'male'", PROOF_CANNOT},
    {"sex in ('female', 'male') and sex != 'female'", PROOF_CAN},
    {"sex = 'secret' and sex = 'female'", PROOF_CANNOT},
    {"sex = 'secret' and not maybe(sex = 'female')", PROOF_CANNOT},
    {"sex = 'secret' and maybe(sex = 'female')", PROOF_CAN},
    // What does not apply is absent.
    {"pregnant = 'yes'", PROOF_CAN},
    {"sex = 'male' and pregnant = 'yes'", PROOF_CANNOT},
    {"sex = 'male' and maybe(pregnant = 'yes')", PROOF_CANNOT},
    {"sex = 'secret' and maybe(pregnant = 'yes')", PROOF_CAN},
    {"weeks > 40", PROOF_CAN},
    {"weeks > 40 and pregnant = 'no'", PROOF_CANNOT},
    {"weeks > 40 and sex = 'male'", PROOF_CANNOT},
    {"inside = 'yes' and n < 6", PROOF_CANNOT},
    {"inside = 'yes' and n > 5", PROOF_CAN},
    {"chaperone = 'yes' and not setting('ask_chaperone')", PROOF_CANNOT},
    {"chaperone = 'yes' and setting('ask_chaperone')", PROOF_CAN},
    {"setting('ask_chaperone') and not setting('ask_chaperone')", PROOF_CANNOT},
    // Sets
    {"areas has 'head' and areas has 'neck'", PROOF_CAN},
    {"areas has 'none' and areas has 'neck'", PROOF_CANNOT},
    {"areas has 'none'", PROOF_CAN},
    {"areas has 'not_sure' and maybe(areas has 'head') and not areas has 'neck'", PROOF_CANNOT},
    {"areas has 'not_sure' and maybe(areas has 'head')", PROOF_CAN},
    {"where has 'all_over' and not maybe(where has 'hip_l')", PROOF_CANNOT},
    {"where has 'all_over' and surely(where has 'hip_l')", PROOF_CAN},
    {"areas_count >= 3", PROOF_CAN},
    {"areas_count >= 9", PROOF_NOT_KNOWN},
    {"count(ticks) = 12", PROOF_CAN},
    // Ages
    {"age >= 65", PROOF_CAN},
    {"age < 18 and age >= 65", PROOF_CANNOT},
    {"old and age < 65", PROOF_CANNOT},
    {"old and age < 66", PROOF_CAN},
    {"age = 40", PROOF_CAN},
    {"age > 40", PROOF_CAN},
    {"age < 40", PROOF_CAN},
    {"today() > date('2030-01-01')", PROOF_NOT_KNOWN},
    {"age > 40 and age < 41", PROOF_CANNOT},
    {"age(birth) >= 18 and age(birth) < 19", PROOF_CAN},
    {"age2 >= 40 and maybe(age2 >= 41) and not surely(age2 >= 41)", PROOF_CAN},
    {"birth < date('1980-01-01') and birth > date('1979-12-30')", PROOF_CAN},
    {"birth < date('1980-01-01') and birth > date('1979-12-31')", PROOF_CANNOT},
    // Texts
    {"t = 'abc'", PROOF_CAN},
    {"t = 'abc' and t = 'abd'", PROOF_CANNOT},
    {"answered(t) and t != 'abc'", PROOF_CAN},
    {"length(t) > 1000", PROOF_NOT_KNOWN},
    // Arithmetic is only sampled.
    {"total > 15", PROOF_CAN},
    {"total > 15 and n < 0", PROOF_NOT_KNOWN},
    {"total > 25", PROOF_NOT_KNOWN},
    // Scores
    {"phq >= 12", PROOF_CAN},
    {"phq >= 13", PROOF_CANNOT},
    {"phq >= 6 and p1 = 'never' and p2 = 'never'", PROOF_CAN},
    {"phq >= 7 and p1 = 'never' and p2 = 'never'", PROOF_CANNOT},
    {"rmdq >= 4", PROOF_CAN},
    // Repeats
    {"any(dose > 50)", PROOF_CAN},
    {"any(dose > 100)", PROOF_NOT_KNOWN},
    {"count(meds) = 1", PROOF_CAN},
    {"any(dose > 50) and n > 10", PROOF_CANNOT},
    // What others decide
    {"fired('urgent')", PROOF_NOT_KNOWN},
    {"fired('urgent') and n > 10", PROOF_CANNOT},
    {"unsure() >= 0", PROOF_CAN},
    {"unsure() >= 3", PROOF_NOT_KNOWN},
    {"unsure() < 0", PROOF_CANNOT},
};

static const struct example can_fail[] = {
    {"true", PROOF_CANNOT},
    {"false", PROOF_CAN},
    {"n >= 0", PROOF_CAN}, // it may be unknown
    {"maybe(n >= 0)", PROOF_CANNOT},
    {"maybe(n > 0)", PROOF_CAN},
    {"answered(n) or silent(n)", PROOF_CANNOT},
    {"answered(weeks) or silent(weeks)", PROOF_CAN},
    {"maybe(n > 4) or maybe(n < 6)", PROOF_CANNOT},
    {"maybe(n > 6) or maybe(n < 6)", PROOF_CAN},
    {"not (sex = 'male' and answered(pregnant))", PROOF_CANNOT},
    {"setting('ask_chaperone') or not setting('ask_chaperone')", PROOF_CANNOT},
};

static void check(const struct example *examples, size_t count, bool fail)
{
    struct builder b;
    int wrong = 0;
    conditional_form(&b);
    for (size_t i = 0; i < count; i++) {
        enum proof proof = prove(&b, examples[i].source, fail, plenty.tries);
        if (proof != examples[i].proof) {
            print_error("%s: %s, expected %s\n", examples[i].source, proofs[proof],
                        proofs[examples[i].proof]);
            wrong++;
        }
    }
    builder_clear(&b);
    assert_int_equal(wrong, 0);
}

static void test_can_be_true(void **state)
{
    (void)state;
    check(can_be_true, sizeof(can_be_true) / sizeof(can_be_true[0]), false);
}

static void test_can_fail(void **state)
{
    (void)state;
    check(can_fail, sizeof(can_fail) / sizeof(can_fail[0]), true);
}

// With less to spend nothing else is claimed, only less.
static void test_budget(void **state)
{
    (void)state;
    static const uint64_t budgets[] = {0, 1, 2, 3, 5, 10, 50, 200};
    struct builder b;
    conditional_form(&b);
    for (size_t i = 0; i < sizeof(can_be_true) / sizeof(can_be_true[0]); i++) {
        for (size_t k = 0; k < sizeof(budgets) / sizeof(budgets[0]); k++) {
            enum proof proof = prove(&b, can_be_true[i].source, false, budgets[k]);
            if (proof != PROOF_NOT_KNOWN && proof != can_be_true[i].proof) {
                fail_msg("%s with %u tries: %s", can_be_true[i].source, (unsigned)budgets[k],
                         proofs[proof]);
            }
        }
    }
    builder_clear(&b);
}

static void test_no_condition(void **state)
{
    (void)state;
    struct builder b;
    conditional_form(&b);
    struct expr none = {0};
    assert_int_equal(prove_can_be_true(b.form, &none, plenty), PROOF_CAN);
    assert_int_equal(prove_can_fail(b.form, &none, plenty), PROOF_CANNOT);
    builder_clear(&b);
}

// Made-up conditions over questions that always apply, against trying every answer: what is said to
// be impossible never happens, and what is said to be possible does.
struct making {
    uint32_t seed;
    char text[1000];
    size_t length;
};

static uint32_t next(struct making *making, uint32_t below)
{
    making->seed = making->seed * 1664525U + 1013904223U;
    return (making->seed >> 16) % below;
}

static void put(struct making *making, const char *text)
{
    making->length += (size_t)snprintf(making->text + making->length,
                                       sizeof(making->text) - making->length, "%s", text);
}

static void make(struct making *making, int depth)
{
    static const char *const leaves[] = {
        "n > 3",
        "n < 4",
        "n = 3",
        "m > 3",
        "m <= 3",
        "n = m",
        "n + m > 18",
        "side = 'left'",
        "side != 'left'",
        "side = 'right'",
        "answered(n)",
        "silent(side)",
        "silent(n)",
        "side = 'not_sure'",
        "flag2",
        "count(areas) > 1",
        "areas has 'head'",
        "not areas has 'neck'",
        "areas has_any ('head', 'back')",
    };
    switch (depth == 0 ? 0 : next(making, 6)) {
    case 1:
        put(making, "(");
        make(making, depth - 1);
        put(making, " and ");
        make(making, depth - 1);
        put(making, ")");
        break;
    case 2:
        put(making, "(");
        make(making, depth - 1);
        put(making, " or ");
        make(making, depth - 1);
        put(making, ")");
        break;
    case 3:
        put(making, "not (");
        make(making, depth - 1);
        put(making, ")");
        break;
    case 4:
        put(making, "maybe(");
        make(making, depth - 1);
        put(making, ")");
        break;
    case 5:
        put(making, "surely(");
        make(making, depth - 1);
        put(making, ")");
        break;
    default:
        put(making, leaves[next(making, sizeof(leaves) / sizeof(leaves[0]))]);
        break;
    }
}

// All outcomes over all answers, as a mask.
static truth try_all(struct builder *b, const struct expr *expr)
{
    static const char *const numbers[] = {"?", "0", "2", "3", "4", "9", "10"};
    static const char *const sides[] = {"?", "left", "right", "both", "not_sure"};
    static const char *const areas[] = {"?",           "{}",         "{none}",
                                        "{head}",      "{neck}",     "{head neck}",
                                        "{back head}", "{not_sure}", "{head neck back not_sure}"};
    truth all = 0;
    for (size_t i = 0; i < 7 * 7 * 5 * 9; i++) {
        struct bindings given;
        char text[200];
        bindings_init(&given, b->form);
        const char *n = numbers[i % 7];
        snprintf(text, sizeof(text), "n=%s; m=%s; side=%s; areas=%s", n, numbers[i / 7 % 7],
                 sides[i / 49 % 5], areas[i / 245]);
        assert_true(bindings_read(&given, text));
        given.cells[b->form->items[form_find(b->form, "flag2")].cell] =
            expr_value(b->form->items[form_find(b->form, "flag2")].value, &given.env);
        given.env.ended = true;
        all |= expr_truth(expr, &given.env);
        bindings_clear(&given);
    }
    return all;
}

static void test_made_up(void **state)
{
    (void)state;
    struct builder b;
    builder_init(&b, 16);
    builder_number(&b, "n", ITEM_SCALE, 0, 10);
    builder_number(&b, "m", ITEM_SCALE, 0, 10);
    builder_choice(&b, "side", ITEM_ONE, "left right both not_sure?");
    builder_choice(&b, "areas", ITEM_MANY, "none^ head neck back not_sure?");
    builder_value(&b, "flag2", VALUE_TRUTH, "n >= 4 and m < 4");
    assert_int_equal(builder_finish(&b), 0);
    int settled = 0;
    enum { MADE = 120 };
    for (uint32_t seed = 1; seed <= MADE; seed++) {
        struct making making = {.seed = seed * 7919U};
        struct arena arena;
        struct expr expr;
        arena_init(&arena);
        make(&making, 3);
        assert_int_equal(
            builder_compile(&b, making.text, false, FORM_NO_ITEM, VALUE_TRUTH, &arena, &expr), 0);
        truth all = try_all(&b, &expr);
        enum proof be_true = prove_can_be_true(b.form, &expr, plenty);
        enum proof fail = prove_can_fail(b.form, &expr, plenty);
        bool wrong = (be_true == PROOF_CANNOT && (all & TRUTH_TRUE) != 0) ||
                     (be_true == PROOF_CAN && (all & TRUTH_TRUE) == 0) ||
                     (fail == PROOF_CANNOT && (all & (TRUTH_FALSE | TRUTH_UNKNOWN)) != 0) ||
                     (fail == PROOF_CAN && (all & (TRUTH_FALSE | TRUTH_UNKNOWN)) == 0);
        if (wrong) {
            fail_msg("%s: %s be true, %s fail; outcomes are %s", making.text, proofs[be_true],
                     proofs[fail], bindings_truth(all));
        }
        settled += be_true != PROOF_NOT_KNOWN;
        arena_clear(&arena);
    }
    assert_true(settled > MADE * 3 / 4);
    builder_clear(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_can_be_true), cmocka_unit_test(test_can_fail),
        cmocka_unit_test(test_budget),      cmocka_unit_test(test_no_condition),
        cmocka_unit_test(test_made_up),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
