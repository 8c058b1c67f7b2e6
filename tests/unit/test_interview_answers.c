// What is known: states, silences, what is put aside, and that a change works out its dependents
// and nothing else.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "form/depend.h"
#include "interview_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct world {
    struct form *form;
    struct answers *answers;
};

static struct world world_of(struct form *form)
{
    struct answers_setup setup = fixture_setup(form);
    return (struct world){form, answers_new(&setup)};
}

static void world_end(struct world *world)
{
    answers_free(world->answers);
    form_free(world->form);
}

static uint32_t item(const struct world *world, const char *id)
{
    return fixture_item(world->form, id);
}

static enum answer_state state_of(const struct world *world, const char *id)
{
    return answers_state(world->answers, item(world, id), 0);
}

static const struct value *value_of(const struct world *world, const char *id)
{
    return answers_value(world->answers, item(world, id), 0);
}

static void test_the_states(void **state)
{
    (void)state;
    static const struct {
        const char *smoke, *packs;
        enum answer_state smoke_now, packs_now, smoke_ended, packs_ended;
    } rows[] = {
        {NULL, NULL, STATE_PENDING, STATE_PENDING, STATE_NOT_REACHED, STATE_NOT_REACHED},
        {"yes", NULL, STATE_ANSWERED, STATE_PENDING, STATE_ANSWERED, STATE_NOT_REACHED},
        {"yes", "3", STATE_ANSWERED, STATE_ANSWERED, STATE_ANSWERED, STATE_ANSWERED},
        {"no", NULL, STATE_ANSWERED, STATE_NOT_APPLICABLE, STATE_ANSWERED, STATE_NOT_APPLICABLE},
        {"no", "3", STATE_ANSWERED, STATE_NOT_APPLICABLE, STATE_ANSWERED, STATE_NOT_APPLICABLE},
        {"!dont-know", NULL, STATE_DONT_KNOW, STATE_PENDING, STATE_DONT_KNOW, STATE_NOT_REACHED},
        {"!dont-know", "3", STATE_DONT_KNOW, STATE_PENDING, STATE_DONT_KNOW, STATE_NOT_REACHED},
        {"!declined", NULL, STATE_DECLINED, STATE_PENDING, STATE_DECLINED, STATE_NOT_REACHED},
        {"yes", "!skipped", STATE_ANSWERED, STATE_SKIPPED, STATE_ANSWERED, STATE_SKIPPED},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct world world = world_of(fixture_clinic());
        if (rows[i].packs != NULL) {
            fixture_give(world.answers, "packs", 0, rows[i].packs);
        }
        if (rows[i].smoke != NULL) {
            fixture_give(world.answers, "smoke", 0, rows[i].smoke);
        }
        assert_int_equal(state_of(&world, "smoke"), rows[i].smoke_now);
        assert_int_equal(state_of(&world, "packs"), rows[i].packs_now);
        bool aside = rows[i].packs != NULL && rows[i].packs_now != STATE_ANSWERED &&
                     rows[i].packs_now != STATE_SKIPPED;
        assert_int_equal(answers_aside(world.answers, item(&world, "packs"), 0), aside);
        answers_end(world.answers, true);
        assert_int_equal(state_of(&world, "smoke"), rows[i].smoke_ended);
        assert_int_equal(state_of(&world, "packs"), rows[i].packs_ended);
        answers_end(world.answers, false);
        assert_int_equal(state_of(&world, "packs"), rows[i].packs_now);
        world_end(&world);
    }
}

// Everything that can be seen of answers, as text.
static char *picture(const struct answers *answers)
{
    struct buffer out;
    buffer_init(&out, 1 << 20);
    const struct form *form = answers_form(answers);
    for (uint32_t i = 0; i < form->item_count; i++) {
        for (uint32_t entry = 0; entry < form->items[i].cells; entry++) {
            const struct value *value = answers_value(answers, i, entry);
            buffer_print(&out, "%s.%u state %d applies %d aside %d value %d %d %d",
                         form->items[i].id, (unsigned)entry, answers_state(answers, i, entry),
                         answers_applies(answers, i, entry), answers_aside(answers, i, entry),
                         value->state, value->silence, value->open);
            if (value->state == VALUE_KNOWN && form->items[i].value_type == VALUE_NUMBER) {
                buffer_print(&out, " %lld", (long long)value->as.number.least);
            }
            if (value->state == VALUE_KNOWN && form->items[i].value_type == VALUE_SET) {
                buffer_print(&out, " %llx/%llx", (unsigned long long)value->as.set->chosen[0],
                             (unsigned long long)value->as.set->open[0]);
            }
            if (value->state == VALUE_KNOWN && form->items[i].value_type == VALUE_TEXT) {
                buffer_text(&out, value->as.text);
            }
            buffer_char(&out, '\n');
        }
    }
    struct expr_env env = answers_env(answers);
    buffer_print(&out, "unsure %u %d\n", env.unsure, env.unsure_open);
    return out.bytes;
}

static void same_picture(const struct answers *answers, char *before)
{
    char *now = picture(answers);
    assert_string_equal(now, before);
    free(now);
    free(before);
}

static void test_a_gate_toggled_twice_changes_nothing(void **state)
{
    (void)state;
    static const char *const gates[][3] = {
        {"smoke", "yes", "no"},       {"smoke", "yes", "!dont-know"},
        {"who", "self", "helper"},    {"birth", "2015", "1980"},
        {"birth", "2015", "2010"},    {"areas", "knee+hip", "knee"},
        {"areas", "knee+hip", "all"}, {"packs", "5", "1"},
    };
    for (size_t i = 0; i < sizeof gates / sizeof *gates; i++) {
        struct world world = world_of(fixture_clinic());
        fixture_give(world.answers, "guardian", 0, "no");
        fixture_give(world.answers, "main", 0, "hip");
        fixture_give(world.answers, "packs", 0, "4");
        fixture_give(world.answers, "quit", 0, "yes");
        fixture_give(world.answers, "smoke", 0, "yes");
        answers_add_entry(world.answers, item(&world, "meds"));
        fixture_give(world.answers, "med", 0, "aspirin");
        fixture_give(world.answers, gates[i][0], 0, gates[i][1]);
        char *before = picture(world.answers);
        fixture_give(world.answers, gates[i][0], 0, gates[i][2]);
        char *between = picture(world.answers);
        assert_string_not_equal(before, between);
        free(between);
        fixture_give(world.answers, gates[i][0], 0, gates[i][1]);
        same_picture(world.answers, before);
        world_end(&world);
    }
}

static void test_taking_back_is_as_if_never_asked(void **state)
{
    (void)state;
    struct world world = world_of(fixture_clinic());
    char *before = picture(world.answers);
    fixture_give(world.answers, "smoke", 0, "!declined");
    answers_take(world.answers, item(&world, "smoke"), 0);
    same_picture(world.answers, before);
    world_end(&world);
}

static void test_options_that_are_silences_leave_the_others_open(void **state)
{
    (void)state;
    struct world world = world_of(fixture_clinic());
    fixture_give(world.answers, "signs", 0, "chest+not_sure");
    const struct value *signs = value_of(&world, "signs");
    assert_int_equal(signs->state, VALUE_KNOWN);
    assert_int_equal(signs->silence, SILENCE_DONT_KNOW);
    assert_int_equal(signs->as.set->chosen[0], 1u << 1 | 1u << 4);
    assert_int_equal(signs->as.set->open[0], 1u << 0 | 1u << 2 | 1u << 3);
    assert_int_equal(answers_env(world.answers).unsure, 1);
    fixture_give(world.answers, "signs", 0, "chest");
    assert_true(set_empty(value_of(&world, "signs")->as.set->open));
    assert_int_equal(answers_env(world.answers).unsure, 0);
    world_end(&world);
}

static void test_the_whole_body_leaves_every_region_open(void **state)
{
    (void)state;
    struct world world = world_of(fixture_clinic());
    fixture_give(world.answers, "areas", 0, "all+knee");
    assert_int_equal(value_of(&world, "areas")->as.set->open[0], 1u << 2 | 1u << 3);
    world_end(&world);
}

static void test_a_silence_becomes_the_option_that_stands_for_it(void **state)
{
    (void)state;
    struct world world = world_of(fixture_clinic());
    const struct form_item *signs = &world.form->items[item(&world, "signs")];
    struct answer answer = answer_for_silence(signs, SILENCE_DONT_KNOW);
    assert_int_equal(answer.kind, ANSWER_VALUE);
    assert_int_equal(answer.as.set->chosen[0], 1u << 4);
    answer_clear(&answer);
    answer = answer_for_silence(signs, SILENCE_DECLINED);
    assert_int_equal(answer.kind, ANSWER_SILENCE);
    assert_int_equal(answer.silence, SILENCE_DECLINED);
    world_end(&world);
}

static void test_unsure_counts_what_was_asked(void **state)
{
    (void)state;
    struct world world = world_of(fixture_clinic());
    uint32_t late = item(&world, "late");
    assert_true(answers_env(world.answers).unsure_open);
    fixture_give(world.answers, "smoke", 0, "!dont-know");
    assert_int_equal(answers_env(world.answers).unsure, 1);
    assert_int_equal(answers_applies(world.answers, late, 0), TRUTH_TRUE);
    fixture_give(world.answers, "guardian", 0, "!declined"); // may not be asked
    assert_int_equal(answers_env(world.answers).unsure, 1);
    fixture_give(world.answers, "birth", 0, "2015");
    assert_int_equal(answers_env(world.answers).unsure, 2);
    fixture_give(world.answers, "birth", 0, "1980");
    assert_int_equal(answers_env(world.answers).unsure, 1);
    fixture_give(world.answers, "smoke", 0, "!skipped");
    assert_int_equal(answers_env(world.answers).unsure, 0);
    answers_end(world.answers, true);
    assert_false(answers_env(world.answers).unsure_open);
    assert_int_equal(answers_applies(world.answers, late, 0), TRUTH_FALSE);
    world_end(&world);
}

static void test_values_and_scores_follow(void **state)
{
    (void)state;
    struct world world = world_of(fixture_clinic());
    fixture_give(world.answers, "birth", 0, "1980");
    const struct value *age = value_of(&world, "age");
    assert_int_equal(age->as.number.least, decimal_of(45));
    assert_int_equal(age->as.number.most, decimal_of(46));
    fixture_give(world.answers, "weight", 0, "200l");
    assert_int_equal(value_of(&world, "weight")->as.number.least, decimal_of(100));
    fixture_give(world.answers, "pain", 0, "4");
    assert_int_equal(value_of(&world, "two")->state, VALUE_PENDING);
    fixture_give(world.answers, "sleep", 0, "3");
    assert_int_equal(value_of(&world, "two")->as.number.least, decimal_of(7));
    fixture_give(world.answers, "sleep", 0, "!skipped");
    assert_int_equal(value_of(&world, "two")->state, VALUE_UNKNOWN);
    world_end(&world);
}

static void test_entries_of_a_repeat(void **state)
{
    (void)state;
    struct world world = world_of(fixture_clinic());
    uint32_t meds = item(&world, "meds"), med = item(&world, "med"), dose = item(&world, "dose");
    uint32_t bleed = item(&world, "bleed");
    fixture_give(world.answers, "who", 0, "self");
    assert_int_equal(answers_state(world.answers, meds, 0), STATE_PENDING);
    assert_int_equal(answers_state(world.answers, med, 0), STATE_NOT_APPLICABLE);
    for (int i = 0; i < 3; i++) {
        answers_add_entry(world.answers, meds);
    }
    fixture_give(world.answers, "med", 0, "a");
    fixture_give(world.answers, "med", 1, "none");
    fixture_give(world.answers, "med", 2, "c");
    fixture_give(world.answers, "dose", 2, "2.5");
    fixture_give(world.answers, "thin", 2, "!dont-know");
    assert_int_equal(answers_env(world.answers).unsure, 1);
    assert_int_equal(answers_state(world.answers, dose, 1), STATE_NOT_APPLICABLE);
    assert_int_equal(answers_state(world.answers, dose, 2), STATE_ANSWERED);
    answers_remove_entry(world.answers, meds, 1);
    assert_int_equal(answers_entries(world.answers, meds), 2);
    assert_string_equal(answers_given(world.answers, med, 1)->text, "c");
    assert_int_equal(answers_value(world.answers, dose, 1)->as.number.least, 2500000);
    assert_int_equal(answers_given(world.answers, med, 2)->kind, ANSWER_NONE);
    assert_int_equal(answers_env(world.answers).unsure, 1);
    fixture_give(world.answers, "thin", 0, "yes");
    assert_int_equal(answers_applies(world.answers, bleed, 0), TRUTH_TRUE);
    answers_remove_entry(world.answers, meds, 0);
    assert_int_not_equal(answers_applies(world.answers, bleed, 0), TRUTH_TRUE);
    answers_remove_entry(world.answers, meds, 0);
    assert_int_equal(answers_env(world.answers).unsure, 0);
    struct answer complete = answer_number(0);
    answers_give(world.answers, meds, 0, &complete);
    assert_int_equal(answers_state(world.answers, meds, 0), STATE_ANSWERED);
    assert_int_equal(answers_applies(world.answers, bleed, 0), TRUTH_FALSE);
    world_end(&world);
}

static void test_the_changes_are_told(void **state)
{
    (void)state;
    struct world world = world_of(fixture_clinic());
    size_t count = 0;
    fixture_give(world.answers, "smoke", 0, "yes");
    const struct change *changes = answers_changes(world.answers, &count);
    assert_int_equal(count, 3);
    assert_int_equal(changes[0].item, item(&world, "smoke"));
    assert_false(changes[0].applies);
    assert_int_equal(changes[1].item, item(&world, "smoking"));
    assert_true(changes[1].applies);
    assert_int_equal(changes[2].item, item(&world, "packs"));
    fixture_give(world.answers, "smoke", 0, "yes");
    answers_changes(world.answers, &count);
    assert_int_equal(count, 0);
    world_end(&world);
}

// A chain of values and a fan of questions behind one answer, in a form of `size` questions.
static struct form *wide_form(int size, int chain, int fan)
{
    int count = 2 + size + chain + fan;
    struct fixture_item *items = calloc((size_t)count + 1, sizeof *items);
    char *texts = calloc((size_t)count, 80);
    int at = 0;
    items[at++] = (struct fixture_item){.id = "#all"};
    for (int i = 0; i < size + fan; i++, at++) {
        char *text = texts + (size_t)at * 80;
        snprintf(text, 40, "q%d", i);
        snprintf(text + 40, 40, "q0 > 50");
        items[at] = (struct fixture_item){
            .id = text, .type = ITEM_INTEGER, .ask_if = i >= size ? text + 40 : NULL};
    }
    for (int i = 0; i < chain; i++, at++) {
        char *text = texts + (size_t)at * 80;
        snprintf(text, 40, "c%d", i);
        snprintf(text + 40, 40, i == 0 ? "q0 + 1" : "c%d + 1", i - 1);
        items[at] = (struct fixture_item){
            .id = text, .type = ITEM_VALUE, .value = text + 40, .of = VALUE_NUMBER};
    }
    struct form *form = fixture_form(items);
    // The form borrows its ids: they die with its arena.
    for (uint32_t i = 0; i < form->item_count; i++) {
        form->items[i].id = arena_string(&form->arena, form->items[i].id);
    }
    free(items);
    free(texts);
    return form;
}

static void test_only_dependents_are_worked_out(void **state)
{
    (void)state;
    static const int sizes[] = {10, 1000};
    for (size_t i = 0; i < sizeof sizes / sizeof *sizes; i++) {
        struct world world = world_of(wide_form(sizes[i], 30, 20));
        for (int answer = 0; answer < 6; answer++) {
            struct answer number = answer_number(decimal_of(answer % 2 == 0 ? 90 : 10));
            uint64_t before = answers_work(world.answers);
            answers_give(world.answers, 0, 0, &number);
            assert_int_equal(answers_work(world.answers) - before, 50);
            answers_give(world.answers, 1, 0, &number); // nothing reads it
            assert_int_equal(answers_work(world.answers) - before, 50);
        }
        world_end(&world);
    }
}

static void test_trying_leaves_no_trace(void **state)
{
    (void)state;
    struct world world = world_of(fixture_clinic());
    fixture_give(world.answers, "packs", 0, "4");
    fixture_give(world.answers, "name", 0, "Ann");
    char *before = picture(world.answers);
    static const char *const tries[][2] = {{"smoke", "yes"}, {"name", "Bob"}, {"birth", "2015"}};
    for (size_t i = 0; i < sizeof tries / sizeof *tries; i++) {
        struct answer answer = fixture_answer(world.form, item(&world, tries[i][0]), tries[i][1]);
        answers_try(world.answers, item(&world, tries[i][0]), 0, &answer);
        assert_int_equal(state_of(&world, tries[i][0]), STATE_ANSWERED);
        answers_untry(world.answers);
        answer_clear(&answer);
    }
    same_picture(world.answers, before);
    world_end(&world);
}

static void test_exclusive_and_undo(void **state)
{
    (void)state;
    struct world world = world_of(fixture_clinic());
    const struct form_item *signs = &world.form->items[item(&world, "signs")];
    struct answer answer = {0}, before;
    assert_int_equal(answer_choose(&answer, signs->options, 1, true), 0);
    assert_int_equal(answer_choose(&answer, signs->options, 2, true), 0);
    answer_copy(&before, &answer);
    assert_int_equal(answer_choose(&answer, signs->options, 0, true), 2);
    assert_int_equal(answer.as.set->chosen[0], 1);
    assert_int_equal(answer_choose(&answer, signs->options, 3, true), 1);
    assert_int_equal(answer.as.set->chosen[0], 8);
    answer_clear(&answer);
    answer = before; // the undo
    assert_int_equal(answer.as.set->chosen[0], 6);
    answer_clear(&answer);
    world_end(&world);
}

static void test_marks_stand_in_order_and_leave_with_their_region(void **state)
{
    (void)state;
    struct world world = world_of(fixture_clinic());
    const struct form_item *areas = &world.form->items[item(&world, "areas")];
    struct answer answer = fixture_answer(world.form, item(&world, "areas"), "knee+hip+neck");
    answer_mark(&answer, 3, true)->intensity = 3;
    answer_mark(&answer, 1, true)->intensity = 1;
    answer_mark(&answer, 2, true)->kind = 1;
    assert_int_equal(answer.as.set->mark_count, 3);
    assert_int_equal(answer.as.set->marks[0].option, 1);
    assert_int_equal(answer.as.set->marks[2].option, 3);
    answer_choose(&answer, areas->options, 2, false);
    assert_null(answer_mark(&answer, 2, false));
    assert_int_equal(answer.as.set->mark_count, 2);
    struct answer copy;
    answer_copy(&copy, &answer);
    assert_true(answer_equal(areas, &copy, &answer));
    answer_mark(&copy, 1, false)->intensity = 2;
    assert_false(answer_equal(areas, &copy, &answer));
    answer_clear(&copy);
    answer_clear(&answer);
    world_end(&world);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_the_states),
        cmocka_unit_test(test_a_gate_toggled_twice_changes_nothing),
        cmocka_unit_test(test_taking_back_is_as_if_never_asked),
        cmocka_unit_test(test_options_that_are_silences_leave_the_others_open),
        cmocka_unit_test(test_the_whole_body_leaves_every_region_open),
        cmocka_unit_test(test_a_silence_becomes_the_option_that_stands_for_it),
        cmocka_unit_test(test_unsure_counts_what_was_asked),
        cmocka_unit_test(test_values_and_scores_follow),
        cmocka_unit_test(test_entries_of_a_repeat),
        cmocka_unit_test(test_the_changes_are_told),
        cmocka_unit_test(test_only_dependents_are_worked_out),
        cmocka_unit_test(test_trying_leaves_no_trace),
        cmocka_unit_test(test_exclusive_and_undo),
        cmocka_unit_test(test_marks_stand_in_order_and_leave_with_their_region),
    };
    return cmocka_run_group_tests_name("interview answers", tests, NULL, NULL);
}
