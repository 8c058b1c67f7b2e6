// One set by its circuit, and many sets at once, give what each rule gives by itself: rows drawn by
// lot, every kind of condition, and block sizes around the words the rows are kept in.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "form_builder.h"
#include "interview/answers.h"
#include "screening/column.h"
#include "screening/screen.h"

#include <string.h>

// More parts than a word has bits.
#define EIGHT                                                                                      \
    "n = 0 or m = 1 or side = 'left' and m > 9 or n = 1 or m = 2 or n = 7 or m = 3 or n + m = 4 or "
#define MANY EIGHT EIGHT EIGHT EIGHT EIGHT EIGHT EIGHT EIGHT

static const struct {
    enum rule_class class;
    const char *when;
} conditions[] = {
    // Asks for a class whose own rule, further down, asks for another.
    {RULE_PRACTICAL, "fired('yellow') and m < 9"},
    {RULE_YELLOW, "n = 9 and fired('relative')"},
    {RULE_RELATIVE, "m = 9 and fired('same-day')"},
    {RULE_PRECAUTION, MANY "m = 8"},
    {RULE_PRECAUTION, "(" MANY "m = 8) and (only = 'left' or n > 3)"},
    {RULE_PRECAUTION, "not (n > 3 and (maybe(m > 2) or surely(not (areas has 'neck'))))"},
    {RULE_PRECAUTION, "flag and not flag or sum < 3"},
    {RULE_URGENT, "n = 3"}, // N_IS_3
    {RULE_URGENT, "n > 8 and side = 'left'"},
    {RULE_SAME_DAY, "n < 3"},
    {RULE_SAME_DAY, "n <= 3 or m >= 7"},
    {RULE_ABSOLUTE, "n != 3"},
    {RULE_ABSOLUTE, "not (side = 'left')"},
    {RULE_RELATIVE, "side in ('left', 'right')"},
    {RULE_RELATIVE, "areas has 'neck'"},
    {RULE_RELATIVE, "not (areas has 'back')"},
    {RULE_PRECAUTION, "maybe(side = 'right')"},
    {RULE_PRECAUTION, "surely(side = 'right') and n > 1"},
    {RULE_PRECAUTION, "answered(n) and not answered(m)"},
    {RULE_PRECAUTION, "silent(n, 'declined') or silent(side)"},
    {RULE_YELLOW, "n + m > 10"},
    {RULE_YELLOW, "sum > 10"},
    {RULE_YELLOW, "flag"},
    {RULE_YELLOW, "unsure() >= 2"},
    {RULE_YELLOW, "only = 'left' or only = 'right'"},
    {RULE_PRACTICAL, "fired('urgent')"},
    {RULE_PRACTICAL, "fired('same-day') and n < 2"},
    {RULE_PRACTICAL, "n > m"},
    {RULE_PRACTICAL, "count(areas) > 1"},
};
enum { RULES = sizeof conditions / sizeof *conditions, N_IS_3 = 7 };

struct world {
    struct builder b;
    struct arena arena;
    struct rule list[RULES];
    struct rules rules;
    uint32_t n, m, side, areas, only;
};

static void open_world(struct world *w)
{
    memset(w, 0, sizeof *w);
    arena_init(&w->arena);
    struct builder *b = &w->b;
    builder_init(b, 16);
    w->n = builder_number(b, "n", ITEM_INTEGER, 0, 10);
    w->m = builder_number(b, "m", ITEM_INTEGER, 0, 10);
    w->side = builder_choice(b, "side", ITEM_ONE, "left right unsure?");
    w->areas = builder_choice(b, "areas", ITEM_MANY, "neck back all* none^ unsure?");
    w->only = builder_choice(b, "only", ITEM_ONE, "left right");
    b->form->items[w->n].safety = b->form->items[w->side].safety = true;
    builder_ask_if(b, w->only, "n > 4 and side = 'right'");
    builder_value(b, "sum", VALUE_NUMBER, "n + m");
    builder_value(b, "flag", VALUE_TRUTH, "n > 5 or areas has 'neck'");
    assert_int_equal(builder_finish(b), 0);
    w->rules = (struct rules){.list = w->list, .count = RULES};
    arena_init(&w->rules.arena);
    for (uint32_t i = 0; i < RULES; i++) {
        w->list[i].class = conditions[i].class;
        if (builder_compile(b, conditions[i].when, true, FORM_NO_ITEM, VALUE_TRUTH, &w->arena,
                            &w->list[i].when) != 0) {
            fail_msg("%s: %s", conditions[i].when, b->issues.list[0].text);
        }
    }
    rules_settle(&w->rules, b->form);
}

static void close_world(struct world *w)
{
    arena_clear(&w->rules.arena);
    arena_clear(&w->arena);
    builder_clear(&w->b);
}

static uint32_t roll(uint64_t *state, uint32_t sides)
{
    *state = *state * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*state >> 33) % sides;
}

// What one row says to one question, drawn by lot: nothing, a silence, a value.
static struct answer draw(const struct world *w, uint32_t item, uint64_t *state)
{
    uint32_t lot = roll(state, 8);
    if (lot == 0) {
        return (struct answer){0};
    }
    if (lot == 1) {
        return answer_silence(roll(state, 2) == 0 ? SILENCE_DECLINED : SILENCE_SKIPPED);
    }
    if (item == w->n || item == w->m) {
        return answer_number(decimal_of(roll(state, 11)));
    }
    if (item == w->areas) {
        struct answer answer = answer_empty_set();
        const struct form_options *options = w->b.form->items[item].options;
        for (uint32_t picks = 1 + roll(state, 2); picks > 0; picks--) {
            answer_choose(&answer, options, roll(state, options->count), true);
        }
        return answer;
    }
    return answer_code(roll(state, w->b.form->items[item].options->count));
}

static void put(struct columns *columns, uint32_t item, uint32_t row, const struct answer *answer,
                bool options)
{
    struct column *column = columns_of(columns, item);
    if (answer->kind == ANSWER_SILENCE) {
        column_silence(column, row, answer->silence);
    }
    if (answer->kind != ANSWER_VALUE) {
        return;
    }
    column->given.words[row / 64] |= UINT64_C(1) << (row % 64);
    if (answer->is_set) {
        memcpy(&column->number[row], &answer->as.set->chosen[0], sizeof column->number[row]);
    } else if (options) {
        column->code[row] = (uint8_t)answer->as.code;
    } else {
        column->number[row] = answer->as.number;
    }
}

static truth found_in(struct columns *columns, uint32_t rule, uint32_t row)
{
    bool present = columns_present(columns, rule)->words[row / 64] >> (row % 64) & 1;
    bool unsure = columns_unsure(columns, rule)->words[row / 64] >> (row % 64) & 1;
    assert_false(present && unsure);
    return present ? TRUTH_TRUE : unsure ? TRUTH_UNKNOWN : TRUTH_FALSE;
}

// What each rule says by itself, the graver classes settled.
static void rules_by_themselves(const struct world *w, struct expr_env env, truth found[RULES])
{
    truth fired[RULE_CLASSES];
    memset(fired, TRUTH_FALSE, sizeof fired);
    env.fired = fired;
    for (int class = 0; class < RULE_CLASSES; class ++) {
        truth any = TRUTH_FALSE;
        for (uint32_t i = 0; i < RULES; i++) {
            const struct rule *rule = &w->list[i];
            if ((int)rule->class == class) {
                found[i] = rule->off ? TRUTH_FALSE : expr_truth(&rule->when, &env);
                any = found[i] == TRUTH_TRUE ? TRUTH_TRUE : any;
            }
        }
        fired[class] = any;
    }
}

static void screen_row(const struct world *w, const struct answers *answers, truth wanted[RULES])
{
    truth found[RULES];
    struct expr_env env = answers_env(answers);
    rules_by_themselves(w, env, wanted);
    screen_all(&w->rules, &env, found);
    for (uint32_t i = 0; i < RULES; i++) {
        if (found[i] != wanted[i]) {
            fail_msg("%s: %d, by itself %d", conditions[i].when, found[i], wanted[i]);
        }
    }
}

static void screen_rows(struct world *w, struct columns *columns, uint32_t rows, uint64_t seed)
{
    static truth wanted[COLUMN_ROWS][RULES];
    columns_clear(columns);
    const uint32_t items[] = {w->n, w->m, w->side, w->areas, w->only};
    for (uint32_t row = 0; row < rows; row++) {
        struct answers_setup setup = {.form = w->b.form};
        struct answers *answers = answers_new(&setup);
        for (size_t i = 0; i < sizeof items / sizeof *items; i++) {
            struct answer answer = draw(w, items[i], &seed);
            if (answer.kind != ANSWER_NONE) {
                answers_give(answers, items[i], 0, &answer);
            }
            put(columns, items[i], row, &answer, w->b.form->items[items[i]].options != NULL);
            answer_clear(&answer);
        }
        answers_end(answers, true);
        screen_row(w, answers, wanted[row]);
        answers_free(answers);
    }
    columns_screen(columns, rows);
    for (uint32_t row = 0; row < rows; row++) {
        for (uint32_t rule = 0; rule < RULES; rule++) {
            truth found = found_in(columns, rule, row);
            if (found != wanted[row][rule]) {
                fail_msg("row %u of %u, %s: %d, by itself %d", row, rows, conditions[rule].when,
                         found, wanted[row][rule]);
            }
        }
    }
    // Nothing is found in rows that are not there.
    for (uint32_t row = rows; row < COLUMN_ROWS && row < (rows + 63) / 64 * 64; row++) {
        for (uint32_t rule = 0; rule < RULES; rule++) {
            assert_int_equal(found_in(columns, rule, row), TRUTH_FALSE);
        }
    }
}

static void test_each_row_as_by_itself(void **state)
{
    (void)state;
    static const uint32_t blocks[] = {COLUMN_ROWS, 1, 63, 64, 65, 127, COLUMN_ROWS - 1, 200};
    struct world w;
    open_world(&w);
    struct columns_setup setup = {.form = w.b.form, .rules = &w.rules};
    // One after the other in the same columns: nothing of a block stays for the next.
    struct columns *columns = columns_new(&setup);
    for (uint32_t i = 0; i < sizeof blocks / sizeof *blocks; i++) {
        screen_rows(&w, columns, blocks[i], i + 1);
    }
    columns_free(columns);
    close_world(&w);
}

// Taken for given beforehand (as batch reading does), bits of rows that are not there are no rows.
static void test_bits_beyond_the_rows(void **state)
{
    (void)state;
    struct world w;
    open_world(&w);
    struct columns_setup setup = {.form = w.b.form, .rules = &w.rules};
    struct columns *columns = columns_new(&setup);
    struct column *n = columns_of(columns, w.n);
    memset(&n->given, 0xff, sizeof n->given);
    for (uint32_t row = 0; row < COLUMN_ROWS; row++) {
        n->number[row] = decimal_of(3);
    }
    columns_screen(columns, 5);
    for (uint32_t row = 0; row < 64; row++) {
        assert_int_equal(found_in(columns, N_IS_3, row), row < 5 ? TRUTH_TRUE : TRUTH_FALSE);
    }
    columns_free(columns);
    close_world(&w);
}

// A rule that is off finds nothing, whatever it would say.
static void test_a_rule_that_is_off(void **state)
{
    (void)state;
    struct world w;
    open_world(&w);
    enum { OFF = 9 };
    w.list[OFF].off = true;
    rules_settle(&w.rules, w.b.form);
    struct columns_setup setup = {.form = w.b.form, .rules = &w.rules};
    struct columns *columns = columns_new(&setup);
    screen_rows(&w, columns, 300, 77);
    for (uint32_t row = 0; row < 300; row++) {
        assert_int_equal(found_in(columns, OFF, row), TRUTH_FALSE);
    }
    columns_free(columns);
    close_world(&w);
}

static void test_forms_that_do_not_fit(void **state)
{
    (void)state;
    struct builder b;
    builder_init(&b, 4);
    builder_number(&b, "n", ITEM_INTEGER, 0, 10);
    assert_int_equal(builder_finish(&b), 0);
    assert_null(columns_refuse(b.form));
    builder_clear(&b);
    builder_init(&b, 4);
    builder_open(&b, "meds", ITEM_REPEAT);
    builder_item(&b, "drug", ITEM_TEXT);
    builder_close(&b);
    assert_int_equal(builder_finish(&b), 0);
    assert_string_equal(columns_refuse(b.form), "it has repeated groups");
    builder_clear(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_each_row_as_by_itself),
        cmocka_unit_test(test_bits_beyond_the_rows),
        cmocka_unit_test(test_a_rule_that_is_off),
        cmocka_unit_test(test_forms_that_do_not_fit),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
