// What the clinic carries over from an earlier visit: it is there before the patient says anything,
// the way passes over it, and the patient may still change it.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "interview/retrace.h"
#include "interview_fixture.h"

#include <stdlib.h>
#include <string.h>

static const struct fixture_item visit[] = {
    {.id = "#about"},
    {.id = "who", .type = ITEM_ONE, .options = "self helper", .required = true},
    {.id = "#daily"},
    {.id = "first", .type = ITEM_TEXT, .required = true, .check = "?first != 'odd'"},
    {.id = "rate", .type = ITEM_SCALE, .limited = true, .max = 10, .required = true},
    {.id = "second", .type = ITEM_TEXT},
    {.id = "third", .type = ITEM_TEXT, .ask_if = "answered(second)"},
    {.id = "#end"},
    {.id = "last", .type = ITEM_TEXT},
    {.id = "later", .type = ITEM_TEXT, .ask_if = "today() > date('2026-03-04')"},
    {0},
};

static struct form *visit_form(void)
{
    struct form *form = fixture_form(visit);
    form->items[fixture_item(form, "first")].carried = true;
    form->items[fixture_item(form, "second")].carried = true;
    form->items[fixture_item(form, "third")].carried = true;
    return form;
}

static struct interview *begun(const struct form *form)
{
    struct answers_setup setup = fixture_setup(form);
    struct interview *interview = interview_new(&setup);
    struct event begin = {.kind = EVENT_BEGIN, .item = FORM_NO_ITEM, .text = "test"};
    memcpy(begin.hash, form->hash, sizeof begin.hash);
    assert_int_equal(interview_do(interview, &begin, NULL), 0);
    return interview;
}

static int carry(struct interview *interview, const struct form *form, const char *id,
                 const char *text)
{
    uint32_t item = fixture_item(form, id);
    struct event event = {
        .kind = EVENT_CARRIED, .item = item, .answer = fixture_answer(form, item, text)};
    int status = interview_do(interview, &event, NULL);
    answer_clear(&event.answer);
    return status;
}

static bool is_carried(const struct interview *interview, const struct form *form, const char *id)
{
    return interview_carried(interview, fixture_item(form, id));
}

static void the_way_passes_over_it(void **state)
{
    (void)state;
    struct form *form = visit_form();
    struct interview *interview = begun(form);
    assert_int_equal(carry(interview, form, "first", "Digging"), 0);
    assert_int_equal(carry(interview, form, "second", "Driving"), 0);
    uint32_t asked, settled;
    interview_counts(interview, &asked, &settled);
    assert_int_equal(settled, 2);
    assert_string_equal(fixture_at(interview), "who");
    assert_int_equal(fixture_say(interview, "self", NULL), 0);
    assert_string_equal(fixture_at(interview), "rate");
    assert_int_equal(interview_section_start(interview, 1), fixture_item(form, "rate"));
    assert_int_equal(fixture_say(interview, "4", NULL), 0);
    assert_string_equal(fixture_at(interview), "third"); // of what was carried, but not carried
    assert_int_equal(fixture_do(interview, EVENT_BACK, NULL, 0), 0);
    assert_string_equal(fixture_at(interview), "rate");
    assert_int_equal(fixture_do(interview, EVENT_BACK, NULL, 0), 0);
    assert_string_equal(fixture_at(interview), "who");
    interview_free(interview);
    form_free(form);
}

static void it_may_be_the_first_or_the_last(void **state)
{
    (void)state;
    static const struct fixture_item edges[] = {
        {.id = "#all"},
        {.id = "first", .type = ITEM_TEXT, .required = true},
        {.id = "middle", .type = ITEM_TEXT},
        {.id = "last", .type = ITEM_TEXT},
        {0},
    };
    struct form *form = fixture_form(edges);
    form->items[fixture_item(form, "first")].carried = true;
    form->items[fixture_item(form, "last")].carried = true;
    struct interview *interview = begun(form);
    assert_int_equal(carry(interview, form, "first", "a"), 0);
    assert_int_equal(carry(interview, form, "last", "z"), 0);
    assert_string_equal(fixture_at(interview), "middle");
    assert_int_equal(fixture_do(interview, EVENT_BACK, NULL, 0), -1);
    assert_int_equal(fixture_say(interview, "m", NULL), 0);
    assert_string_equal(fixture_at(interview), "review");
    assert_int_equal(fixture_do(interview, EVENT_BACK, NULL, 0), 0);
    assert_string_equal(fixture_at(interview), "middle");
    interview_free(interview);

    // All of it carried: nothing is left to ask, or to go back to.
    form->items[fixture_item(form, "middle")].carried = true;
    interview = begun(form);
    assert_int_equal(carry(interview, form, "first", "a"), 0);
    assert_int_equal(carry(interview, form, "middle", "m"), 0);
    assert_int_equal(carry(interview, form, "last", "z"), 0);
    assert_string_equal(fixture_at(interview), "review");
    assert_int_equal(fixture_do(interview, EVENT_BACK, NULL, 0), -1);
    assert_int_equal(fixture_do(interview, EVENT_FINISH, NULL, 0), 0);
    interview_free(interview);
    form_free(form);
}

static void only_the_clinic_and_only_at_first(void **state)
{
    (void)state;
    struct form *form = visit_form();
    struct answers_setup setup = fixture_setup(form);
    struct interview *interview = interview_new(&setup);
    assert_int_equal(carry(interview, form, "first", "Digging"), -1); // before it began
    interview_free(interview);
    interview = begun(form);
    assert_int_equal(carry(interview, form, "last", "x"), -1);           // the form lets no one
    assert_int_equal(carry(interview, form, "first", "!dont-know"), -1); // nothing was said
    assert_int_equal(carry(interview, form, "third", "Sleeping"), -1);   // it is not asked
    assert_int_equal(carry(interview, form, "first", "odd"), -1); // warned of: nobody is there
    assert_int_equal(carry(interview, form, "first", "Digging"), 0);
    assert_int_equal(fixture_say(interview, "self", NULL), 0);
    assert_int_equal(carry(interview, form, "second", "Driving"), -1); // the patient has begun
    interview_free(interview);
    form_free(form);
}

static void the_patient_may_change_it(void **state)
{
    (void)state;
    struct form *form = visit_form();
    struct interview *interview = begun(form);
    assert_int_equal(carry(interview, form, "first", "Digging"), 0);
    assert_int_equal(fixture_say(interview, "self", NULL), 0);
    assert_int_equal(fixture_say(interview, "4", NULL), 0);
    assert_int_equal(fixture_say(interview, "!skipped", NULL), 0);
    assert_int_equal(fixture_say(interview, "!skipped", NULL), 0);
    assert_string_equal(fixture_at(interview), "review");
    assert_true(is_carried(interview, form, "first"));
    assert_int_equal(fixture_do(interview, EVENT_GO, "first", 0), 0);
    assert_string_equal(fixture_at(interview), "first");
    assert_int_equal(fixture_say(interview, "Planting", NULL), 0);
    assert_string_equal(fixture_at(interview), "review");
    assert_false(is_carried(interview, form, "first"));
    interview_free(interview);
    form_free(form);
}

// The trail of a record says which answers were carried, and leads to the same ones.
static void the_trail_tells_it(void **state)
{
    (void)state;
    struct form *form = visit_form();
    struct interview *interview = begun(form);
    assert_int_equal(carry(interview, form, "first", "Digging"), 0);
    assert_int_equal(carry(interview, form, "second", "Driving"), 0);
    assert_int_equal(fixture_say(interview, "self", NULL), 0);
    (void)interview_end_answers(interview);
    struct buffer trail;
    buffer_init(&trail, 1 << 20);
    retrace_write(interview, &trail);
    struct interview *read = retrace_interview((uint8_t *)trail.bytes, trail.length, form);
    assert_non_null(read);
    assert_true(is_carried(read, form, "first"));
    assert_true(is_carried(read, form, "second"));
    assert_false(is_carried(read, form, "who"));
    const struct answer *given =
        answers_given(interview_answers(read), fixture_item(form, "second"), 0);
    assert_string_equal(given->text, "Driving");
    interview_free(read);

    // A form that does not let it be carried has no such trail.
    form->items[fixture_item(form, "second")].carried = false;
    assert_null(retrace_interview((uint8_t *)trail.bytes, trail.length, form));
    buffer_clear(&trail);
    interview_free(interview);
    form_free(form);
}

static int on_day(struct interview *interview, day_number day)
{
    const struct event today = {
        .kind = EVENT_DAY, .item = FORM_NO_ITEM, .day_known = true, .day = day};
    return interview_do(interview, &today, NULL);
}

static truth later_applies(const struct interview *interview, const struct form *form)
{
    return answers_applies(interview_answers(interview), fixture_item(form, "later"), 0);
}

// Made ready three days before: what is worked out from today is worked out from the day it is
// begun, in its record too. Once the patient has begun it stays that day.
static void it_is_of_the_day_it_is_begun(void **state)
{
    (void)state;
    struct form *form = visit_form();
    const day_number made = fixture_setup(form).today;
    struct interview *interview = begun(form);
    day_number day = 0;
    assert_int_equal(carry(interview, form, "first", "Digging"), 0);
    assert_true(interview_unbegun(interview));
    assert_true(interview_day(interview, &day));
    assert_int_equal(day, made);
    assert_int_equal(later_applies(interview, form), TRUTH_FALSE);
    assert_int_equal(on_day(interview, made + 3), 0);
    assert_int_equal(fixture_do(interview, EVENT_RESUME, NULL, 0), 0);
    assert_int_equal(later_applies(interview, form), TRUTH_TRUE);
    assert_string_equal(fixture_at(interview), "who");
    // Words were typed on the wrong day, and nothing was said.
    assert_int_equal(on_day(interview, made + 1), 0);
    assert_int_equal(later_applies(interview, form), TRUTH_FALSE);
    assert_int_equal(on_day(interview, made + 3), 0);
    assert_true(interview_unbegun(interview));
    assert_int_equal(fixture_say(interview, "self", NULL), 0);
    assert_false(interview_unbegun(interview));
    assert_int_equal(on_day(interview, made + 9), -1);
    assert_true(interview_day(interview, &day));
    assert_int_equal(day, made + 3);
    (void)interview_end_answers(interview);
    struct buffer trail;
    buffer_init(&trail, 1 << 20);
    retrace_write(interview, &trail);
    struct interview *read = retrace_interview((uint8_t *)trail.bytes, trail.length, form);
    assert_non_null(read);
    assert_true(interview_day(read, &day));
    assert_int_equal(day, made + 3);
    assert_int_equal(later_applies(read, form), TRUTH_TRUE);
    interview_free(read);
    buffer_clear(&trail);
    interview_free(interview);
    form_free(form);
}

static bool holds(const struct buffer *trail, const char *word)
{
    for (size_t i = 0; i + strlen(word) <= trail->length; i++) {
        if (memcmp(trail->bytes + i, word, strlen(word)) == 0) {
            return true;
        }
    }
    return false;
}

// What was carried and then no longer asked is nobody's business either.
static void what_is_put_aside_is_not_told(void **state)
{
    (void)state;
    struct form *form = visit_form();
    struct interview *interview = begun(form);
    assert_int_equal(carry(interview, form, "first", "Digging"), 0);
    assert_int_equal(carry(interview, form, "second", "Driving"), 0);
    assert_int_equal(carry(interview, form, "third", "Sleeping"), 0);
    assert_int_equal(fixture_say(interview, "self", NULL), 0);
    assert_int_equal(fixture_say(interview, "4", NULL), 0);
    assert_int_equal(fixture_say(interview, "!skipped", NULL), 0); // the last
    assert_int_equal(fixture_do(interview, EVENT_GO, "second", 0), 0);
    assert_int_equal(fixture_say(interview, "!skipped", NULL), 0);
    (void)interview_end_answers(interview);
    struct buffer trail;
    buffer_init(&trail, 1 << 20);
    retrace_write(interview, &trail);
    assert_true(holds(&trail, "Digging"));
    assert_false(holds(&trail, "Sleeping"));
    buffer_clear(&trail);
    interview_free(interview);
    form_free(form);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_way_passes_over_it),
        cmocka_unit_test(it_may_be_the_first_or_the_last),
        cmocka_unit_test(only_the_clinic_and_only_at_first),
        cmocka_unit_test(the_patient_may_change_it),
        cmocka_unit_test(the_trail_tells_it),
        cmocka_unit_test(it_is_of_the_day_it_is_begun),
        cmocka_unit_test(what_is_put_aside_is_not_told),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
