// Every operator over every state of its operands, by what must hold whatever the operator is:
//   when the interview has ended, a condition has exactly one outcome;
//   what is said while answers are pending leaves room for everything they may still bring;
//   de Morgan, and `!=` as not `=`, and `surely` as not `maybe` not.
// The outcomes themselves are in tests/cases/expr.

#include "form_bindings.h"

#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>

// What each question may hold; "~" stands for all that come before it.
struct states {
    const char *id;
    const char *values[12];
};

static const struct states all_states[] = {
    {"n", {"-", "?", "?declined", "0", "5", "10", "~"}},
    {"m", {"-", "?", "0", "5", "6", "~"}},
    {"x", {"-", "?", "4.5", "5", "4..6", "5..7", "~"}},
    {"calc", {"-", "?", "5", "~"}},
    {"pain_score", {"-", "?", "5", "~"}},
    {"ok", {"-", "?", "?skipped", "yes", "no", "~"}},
    {"side", {"-", "?", "left", "right", "not_sure", "~"}},
    {"side2", {"-", "?", "left", "right", "not_sure", "~"}},
    {"worst", {"-", "?", "head", "back", "not_sure", "~"}},
    {"severity", {"-", "?", "none", "bad", "odd", "not_sure", "~"}},
    {"areas",
     {"-", "?", "{}", "{head}", "{head neck}", "{none}", "{not_sure}", "{head secret}", "~"}},
    {"areas2", {"-", "?", "{}", "{head}", "{back}", "{not_sure}", "~"}},
    {"where", {"-", "?", "{}", "{knee_l}", "{knee_l all_over}", "{all_over}", "~"}},
    {"moods", {"-", "?", "{}", "{nothing}", "{low tense}", "{low odd}", "{not_sure}", "~"}},
    {"d", {"-", "?", "1980-05-17", "1980", "2010-01", "2026-03-02", "~"}},
    {"e", {"-", "?", "1980-05-18", "1980", "~"}},
    {"t", {"-", "?", "''", "'abc'", "'5'", "~"}},
    {"u", {"-", "?", "'abc'", "~"}},
    {"flag", {"-", "?", "T", "F", "U", "~"}},
    {"flag2", {"-", "?", "T", "F", "U", "~"}},
};

static const char *const conditions[] = {
    "flag",
    "not flag",
    "flag and flag2",
    "flag or flag2",
    "flag = flag2",
    "flag != flag2",
    "maybe(flag)",
    "surely(flag)",
    "maybe(n > 5)",
    "surely(n > 5)",
    "maybe(not flag)",
    "n = 5",
    "n != 5",
    "n < 5",
    "n <= 5",
    "n > 5",
    "n >= 5",
    "x = 5",
    "x < 5",
    "x <= 5",
    "x > 5",
    "x >= 5",
    "n = m",
    "n != m",
    "n < x",
    "n <= x",
    "n > x",
    "n >= x",
    "x = calc",
    "n in (1, 5)",
    "n + 1 in (1, 6)",
    "t in ('a', 'abc')",
    "t = 'abc'",
    "t = u",
    "t != u",
    "side = 'left'",
    "side = 'not_sure'",
    "side != 'left'",
    "side in ('left', 'both')",
    "side in ('left', 'not_sure')",
    "side = side2",
    "side != side2",
    "areas has 'head'",
    "areas has 'not_sure'",
    "areas has_any ('head', 'back')",
    "areas has worst",
    "areas overlaps areas2",
    "where has 'knee_r'",
    "where has_any ('hip_l', 'hip_r')",
    "answered(n)",
    "answered(side)",
    "answered(areas)",
    "answered(flag)",
    "silent(n)",
    "silent(n, 'declined')",
    "silent(n, 'dont-know')",
    "silent(side)",
    "silent(side, 'dont-know')",
    "silent(areas, 'declined')",
    "silent(ok, 'skipped')",
    "silent(n, 'not-reached')",
    "n + m > 5",
    "n - m > 0",
    "n * m >= 25",
    "n / m > 1",
    "-n < 0",
    "-x <= -5",
    "x + calc > 10",
    "round(x) = 5",
    "sum(n, m) > 5",
    "mean(n, m) > 5",
    "min(n, m) < 5",
    "max(n, m) > 5",
    "sum(n, m, 1) > 5",
    "sum(n) > 5",
    "count(areas) > 1",
    "count(areas) = 0",
    "weight(severity) > 1",
    "weight(moods) >= 3",
    "length(t) > 2",
    "matches(t, '[a-z]+')",
    "age(d) >= 46",
    "age(d) < 18",
    "days_between(d, e) > 0",
    "d < e",
    "d = e",
    "d <= today()",
    "d >= date('1980-05-17')",
    "d in (date('1980-05-17'), date('2010'))",
    "if(flag, flag2, true)",
    "if(flag, flag2, flag2)",
    "if(flag, n, m) > 4",
    "if(flag, n, n) = 5",
    "if(flag, side, side2) = 'left'",
    "if(flag, side, 'both') = 'both'",
    "if(flag, t, u) = 'abc'",
    "if(flag, d, e) > date('1980-05-17')",
    "pain_score > 4 and calc > 4",
    "n = 5 and not (m = 5 or flag)",
    "maybe(n = 5) and not answered(n)",
    "not maybe(n = 5 and silent(m))",
};

static const struct states *states_of(const char *id)
{
    for (size_t i = 0; i < sizeof(all_states) / sizeof(all_states[0]); i++) {
        if (strcmp(all_states[i].id, id) == 0) {
            return &all_states[i];
        }
    }
    fail_msg("no states for %s", id);
    return NULL;
}

static size_t state_count(const struct states *states)
{
    size_t count = 0;
    while (states->values[count] != NULL) {
        count++;
    }
    return count;
}

enum { NAMES = 3 };

struct subject {
    struct builder *builder;
    const char *source;
    struct expr expr;
    const struct states *states[NAMES];
    uint32_t count;
    truth (*result)[12][12]; // by the state of each name
};

static truth evaluate(struct subject *subject, const size_t *at, bool ended)
{
    struct bindings given;
    char text[200] = "";
    size_t length = 0;
    bindings_init(&given, subject->builder->form);
    for (uint32_t i = 0; i < subject->count; i++) {
        length += (size_t)snprintf(text + length, sizeof(text) - length, "%s=%s;",
                                   subject->states[i]->id, subject->states[i]->values[at[i]]);
    }
    assert_true(bindings_read(&given, text));
    given.env.ended = ended;
    truth result = expr_truth(&subject->expr, &given.env);
    assert_true(result > 0 && result <= TRUTH_OPEN);
    bool single = (result & (result - 1)) == 0;
    if (!single && (ended || strchr(text, '~') == NULL)) {
        fail_msg("%s given %s has several outcomes: %s", subject->source, text,
                 bindings_truth(result));
    }
    bindings_clear(&given);
    return result;
}

// All combinations in turn; false after the last.
static bool advance(const struct subject *subject, size_t *at)
{
    for (uint32_t i = 0; i < subject->count; i++) {
        if (++at[i] < state_count(subject->states[i])) {
            return true;
        }
        at[i] = 0;
    }
    return false;
}

// Whether the states of `settled` are what `pending` may still become.
static bool may_become(const struct subject *subject, const size_t *pending, const size_t *settled)
{
    for (uint32_t i = 0; i < subject->count; i++) {
        bool open = strcmp(subject->states[i]->values[pending[i]], "~") == 0;
        if (!open && pending[i] != settled[i]) {
            return false;
        }
    }
    return true;
}

static void check_pending(struct subject *subject)
{
    size_t at[NAMES] = {0};
    do {
        truth open = evaluate(subject, at, false);
        evaluate(subject, at, true);
        size_t later[NAMES] = {0};
        do {
            if (may_become(subject, at, later) && (evaluate(subject, later, false) & ~open) != 0) {
                fail_msg("%s: pending says %s, and then comes %s", subject->source,
                         bindings_truth(open), bindings_truth(evaluate(subject, later, false)));
            }
        } while (advance(subject, later));
    } while (advance(subject, at));
}

static void compile(struct subject *subject, const char *source, struct arena *arena)
{
    subject->source = source;
    // In a rule, where answered() of what is pending is open.
    int status = builder_compile(subject->builder, source, true, FORM_NO_ITEM, VALUE_TRUTH, arena,
                                 &subject->expr);
    if (status != 0) {
        fail_msg("%s: %s", source, subject->builder->issues.list[0].text);
    }
    assert_true(subject->expr.read_count <= NAMES);
    subject->count = subject->expr.read_count;
    for (uint32_t i = 0; i < subject->count; i++) {
        subject->states[i] = states_of(subject->builder->form->items[subject->expr.reads[i]].id);
    }
}

static void test_pending_leaves_room(void **state)
{
    (void)state;
    struct builder builder;
    builder_case_form(&builder);
    for (size_t c = 0; c < sizeof(conditions) / sizeof(conditions[0]); c++) {
        struct arena arena;
        arena_init(&arena);
        struct subject subject = {.builder = &builder};
        compile(&subject, conditions[c], &arena);
        check_pending(&subject);
        arena_clear(&arena);
    }
    builder_clear(&builder);
}

// Two ways of writing the same must come out the same in every state.
static void check_same(struct builder *builder, const char *one, const char *other)
{
    struct arena arena;
    arena_init(&arena);
    struct subject a = {.builder = builder};
    struct subject b = {.builder = builder};
    compile(&a, one, &arena);
    compile(&b, other, &arena);
    size_t at[NAMES] = {0};
    do {
        for (int ended = 0; ended <= 1; ended++) {
            if (evaluate(&a, at, ended) != evaluate(&b, at, ended)) {
                fail_msg("%s and %s differ: %s, %s", one, other,
                         bindings_truth(evaluate(&a, at, ended)),
                         bindings_truth(evaluate(&b, at, ended)));
            }
        }
    } while (advance(&a, at));
    arena_clear(&arena);
}

static void test_laws(void **state)
{
    (void)state;
    static const char *const laws[][2] = {
        {"not (flag and flag2)", "not flag or not flag2"},
        {"not (flag or flag2)", "not flag and not flag2"},
        {"not not flag", "flag and true"},
        {"surely(flag)", "not maybe(not flag)"},
        {"maybe(flag)", "not surely(not flag)"},
        {"surely(n > 5)", "not maybe(not n > 5)"},
        {"n != 5", "not n = 5"},
        {"x != 5", "not x = 5"},
        {"n != m", "not n = m"},
        {"t != u", "not t = u"},
        {"side != 'left'", "not side = 'left'"},
        {"side != side2", "not side = side2"},
        {"flag != flag2", "not flag = flag2"},
        {"5 < n", "n > 5"},
        {"n < x", "x > n"},
        {"n <= x", "x >= n"},
        {"side in ('left')", "side = 'left'"},
        {"side in ('left', 'right')", "side = 'left' or side = 'right'"},
        {"side in ('left', 'not_sure')", "side = 'left' or side = 'not_sure'"},
        {"areas has_any ('head')", "areas has 'head'"},
        {"areas has_any ('head', 'back')", "areas has 'head' or areas has 'back'"},
        {"n in (5, 6)", "n = 5 or n = 6"},
        {"t in ('abc', 'x')", "t = 'abc' or t = 'x'"},
        {"n + m > 5", "sum(n, m) > 5 and n + m > 5"},
        {"n - m > 5", "n + -m > 5"},
        {"n + 0 = 5", "n = 5"},
        {"n * 1 <= 5", "n <= 5"},
        {"if(flag, true, false)", "flag"},
        {"d < e", "e > d"},
        {"days_between(d, e) > 0", "days_between(e, d) < 0"},
    };
    struct builder builder;
    builder_case_form(&builder);
    for (size_t i = 0; i < sizeof(laws) / sizeof(laws[0]); i++) {
        check_same(&builder, laws[i][0], laws[i][1]);
    }
    builder_clear(&builder);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_pending_leaves_room),
        cmocka_unit_test(test_laws),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
