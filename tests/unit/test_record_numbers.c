// The clinic's numbers: what is counted, and that a count of few is known to be one.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "handover_fixture.h"
#include "record/numbers.h"

#include <string.h>

static void says_the_name_again(struct interview *interview, const struct form *form)
{
    struct event back = {.kind = EVENT_GO, .item = form_find(form, "full_name")};
    assert_int_equal(interview_do(interview, &back, NULL), 0);
    handover_say(interview, form, "full_name", "Zoe");
}

static void take(struct numbers *numbers, void (*also)(struct interview *, const struct form *),
                 day_number day, size_t times)
{
    struct handed_over over;
    struct handed handed;
    handover_make(&over, also);
    assert_true(handed_read(&over.body, &handed));
    for (size_t i = 0; i < times; i++) {
        handed.ended = handed.began + (int64_t)i * 60;
        numbers_take(numbers, &handed, interview_answers(over.interview), day);
    }
    handover_clear(&over);
}

static const struct numbers_question *question(const struct numbers *numbers, const char *id)
{
    uint32_t index = intern_find(&numbers->questions_by_id, id);
    if (index == INTERN_NONE) {
        fail_msg("'%s' was not counted", id);
    }
    return &numbers->questions[index];
}

static void each_is_counted_once(void **state)
{
    (void)state;
    struct numbers numbers;
    numbers_init(&numbers);
    take(&numbers, NULL, 20002, 3);
    take(&numbers, says_the_name_again, 20001, 6);
    numbers_settle(&numbers);
    assert_int_equal(numbers.interviews, 9);
    assert_int_equal(numbers.day_count, 2);
    assert_int_equal(numbers.days[0].day, 20001);
    assert_int_equal(numbers.days[0].interviews, 6);
    // Three on the other: with it goes this one, or the sum of all would tell.
    assert_true(numbers.days[0].hidden);
    assert_true(numbers.days[1].hidden);

    const struct numbers_question *name = question(&numbers, "full_name");
    assert_int_equal(name->asked, 9);
    assert_int_equal(name->silent, 0);
    assert_int_equal(name->changed, 6);
    assert_int_equal(question(&numbers, "birth_date")->changed, 0);
    assert_int_equal(question(&numbers, "agree_record")->silent, 9); // nobody came so far
    for (size_t i = 0; i < numbers.question_count; i++) {
        assert_true(numbers.questions[i].asked <= 9);
    }

    bool found = false;
    for (size_t i = 0; i < numbers.rule_count; i++) {
        const struct numbers_rule *rule = &numbers.rules[i];
        if (rule->class == RULE_URGENT && rule->present > 0) {
            assert_int_equal(rule->present, 9);
            found = true;
        }
        assert_true(i == 0 || numbers.rules[i - 1].class <= rule->class);
    }
    assert_true(found);
    numbers_clear(&numbers);
}

static void what_leads_comes_first(void **state)
{
    (void)state;
    struct numbers numbers;
    uint32_t order[4];
    numbers_init(&numbers);
    take(&numbers, says_the_name_again, 20001, 6);
    assert_int_equal(numbers_leading(&numbers, true, order, 4), 4);
    assert_string_equal(numbers.questions[order[0]].id, "full_name");
    assert_int_equal(numbers_leading(&numbers, false, order, 4), 4);
    assert_int_equal(numbers.questions[order[0]].silent, 6);
    assert_true(strcmp(numbers.questions[order[0]].id, numbers.questions[order[1]].id) < 0);
    numbers_settle(&numbers);
    assert_false(numbers.days[0].hidden);
    numbers_clear(&numbers);
}

static void days_of_few_are_not_told_by_the_sum(void **state)
{
    (void)state;
    static const struct {
        size_t times[4];
        bool hidden[4];
    } rows[] = {
        {{6, 7, 8, 9}, {false, false, false, false}}, {{2, 7, 8, 9}, {true, true, false, false}},
        {{2, 3, 8, 9}, {true, true, false, false}},   {{1, 2, 8, 9}, {true, true, true, false}},
        {{4, 4, 4, 4}, {true, true, true, true}},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct numbers numbers;
        numbers_init(&numbers);
        for (size_t day = 0; day < 4; day++) {
            take(&numbers, NULL, (day_number)(20000 + day), rows[i].times[day]);
        }
        numbers_settle(&numbers);
        for (size_t day = 0; day < 4; day++) {
            assert_int_equal(numbers.days[day].hidden, rows[i].hidden[day]);
        }
        numbers_clear(&numbers);
    }
}

static void the_middle_half(void **state)
{
    (void)state;
    struct numbers numbers;
    uint32_t middle, low, high;
    numbers_init(&numbers);
    take(&numbers, NULL, 20001, 4);
    numbers_settle(&numbers);
    assert_false(numbers_minutes(&numbers, &middle, &low, &high));
    take(&numbers, NULL, 20001, 5); // 0 1 2 3 and 0 1 2 3 4
    numbers_settle(&numbers);
    assert_true(numbers_minutes(&numbers, &middle, &low, &high));
    assert_int_equal(low, 1);
    assert_int_equal(middle, 2);
    assert_int_equal(high, 3);
    numbers_clear(&numbers);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(each_is_counted_once),
        cmocka_unit_test(what_leads_comes_first),
        cmocka_unit_test(days_of_few_are_not_told_by_the_sum),
        cmocka_unit_test(the_middle_half),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
