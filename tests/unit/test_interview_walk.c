// The conversation: where one is after each event, what is refused, what is never lost.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "interview/review.h"
#include "interview_fixture.h"

#include <stdlib.h>
#include <string.h>

static struct interview *begin(struct form *form)
{
    struct answers_setup setup = fixture_setup(form);
    return interview_new(&setup);
}

static void end(struct interview *interview, struct form *form)
{
    interview_free(interview);
    form_free(form);
}

// Steps in words: "read", "back", "add", "review", "finish", "go:id", or an answer.
static int step(struct interview *interview, const char *what)
{
    const char *here = fixture_at(interview);
    if (strcmp(what, "read") == 0) {
        return fixture_do(interview, EVENT_READ, here, 0);
    }
    if (strcmp(what, "back") == 0) {
        return fixture_do(interview, EVENT_BACK, NULL, 0);
    }
    if (strcmp(what, "add") == 0) {
        return fixture_do(interview, EVENT_ADD, here, 0);
    }
    if (strcmp(what, "review") == 0) {
        return fixture_do(interview, EVENT_GO, NULL, 0);
    }
    if (strcmp(what, "finish") == 0) {
        return fixture_do(interview, EVENT_FINISH, NULL, 0);
    }
    if (strncmp(what, "go:", 3) == 0) {
        return fixture_do(interview, EVENT_GO, what + 3, 0);
    }
    return fixture_say(interview, what, NULL);
}

// Each pair: a step, and where it leads; "-" before a step that is refused.
static void walk(struct interview *interview, const char *const *steps)
{
    for (; steps[0] != NULL; steps += 2) {
        bool refused = steps[0][0] == '-';
        assert_int_equal(step(interview, steps[0] + refused), refused ? -1 : 0);
        assert_string_equal(fixture_at(interview), steps[1]);
    }
}

static const char *const healthy[] = {
    "read",  "who",    "self", "signs", "none",  "name",     "Ann",   "birth", "1980-05-17",
    "areas", "knee",   "pain", "4",     "sleep", "!skipped", "smoke", "no",    "meds",
    "read",  "weight", "70",   "keep",  "yes",   "review",   NULL,
};

static void test_forward_only_what_applies(void **state)
{
    (void)state;
    struct form *form = fixture_clinic();
    struct interview *interview = begin(form);
    assert_string_equal(fixture_at(interview), "welcome");
    walk(interview, healthy);
    walk(interview, (const char *const[]){"finish", "finished", "-back", "finished", "-review",
                                          "finished", NULL});
    end(interview, form);
}

static void test_back_loses_nothing(void **state)
{
    (void)state;
    struct form *form = fixture_clinic();
    struct interview *interview = begin(form);
    static const char *const steps[] = {
        "-back", "welcome", "read", "who",   "self", "signs", "none", "name",    "Ann",   "birth",
        "back",  "name",    "back", "signs", "back", "who",   "back", "welcome", "-back", "welcome",
        "read",  "who",     "self", "signs", "none", "name",  "Bob",  "birth",   NULL,
    };
    walk(interview, steps);
    const struct answers *answers = interview_answers(interview);
    uint32_t name = fixture_item(form, "name");
    assert_string_equal(answers_given(answers, name, 0)->text, "Bob");
    end(interview, form);
}

static void test_refusals_change_nothing(void **state)
{
    (void)state;
    struct form *form = fixture_clinic();
    struct interview *interview = begin(form);
    size_t before = 0, after = 0;
    walk(interview, (const char *const[]){"read", "who", NULL});
    interview_trail(interview, &before);
    static const char *const steps[] = {
        "-!declined", "who", "-!skipped", "who", "-read",    "who", "-add", "who", "-finish", "who",
        "-review",    "who", "-go:pain",  "who", "-go:main", "who", NULL,
    };
    walk(interview, steps);
    interview_trail(interview, &after);
    assert_int_equal(before, after);
    end(interview, form);
}

static void test_warnings_are_confirmed(void **state)
{
    (void)state;
    struct form *form = fixture_clinic();
    struct interview *interview = begin(form);
    struct valid why;
    walk(interview, (const char *const[]){"read", "who", "self", "signs", "none", "name", "Ann",
                                          "birth", NULL});
    assert_int_equal(fixture_say(interview, "1900", &why), -1);
    assert_int_equal(why.verdict, VALID_WARN);
    assert_string_equal(why.text, "check");
    assert_int_equal(fixture_say(interview, "=1900", &why), 0);
    assert_string_equal(fixture_at(interview), "areas");
    end(interview, form);
}

static void test_review_comes_back_unless_something_is_owed(void **state)
{
    (void)state;
    struct form *form = fixture_clinic();
    struct interview *interview = begin(form);
    walk(interview, healthy);
    static const char *const steps[] = {
        "go:pain",
        "pain",
        "5",
        "review",
        "go:pain",
        "pain",
        "back",
        "review",
        "go:smoke",
        "smoke",
        "yes",
        "packs",
        "back",
        "review",
        "-finish",
        "review",
        "go:packs",
        "packs",
        "3",
        "review",
        // one place more: which of them comes first
        "go:areas",
        "areas",
        "knee+hip",
        "main",
        "hip",
        "review",
        // the worst place is no longer marked
        "go:areas",
        "areas",
        "knee+neck",
        "main",
        "neck",
        "review",
        "back",
        "keep",
        "yes",
        "review",
        "finish",
        "finished",
        NULL,
    };
    walk(interview, steps);
    end(interview, form);
}

static void test_a_finish_says_what_is_owed(void **state)
{
    (void)state;
    struct form *form = fixture_clinic();
    struct interview *interview = begin(form);
    struct valid why;
    walk(interview, healthy);
    walk(interview,
         (const char *const[]){"go:smoke", "smoke", "yes", "packs", "back", "review", NULL});
    struct event finish = {.kind = EVENT_FINISH};
    assert_int_equal(interview_do(interview, &finish, &why), -1);
    assert_int_equal(why.reason, VALID_REQUIRED);
    assert_int_equal(why.item, fixture_item(form, "packs"));
    assert_int_equal(interview_may(interview, &finish, &why), -1);
    end(interview, form);
}

static void test_finishing_ends_what_is_pending(void **state)
{
    (void)state;
    struct form *form = fixture_clinic();
    struct interview *interview = begin(form);
    walk(interview, healthy);
    walk(interview, (const char *const[]){"go:smoke", "smoke", "!dont-know", "review", NULL});
    const struct answers *answers = interview_answers(interview);
    uint32_t packs = fixture_item(form, "packs"), late = fixture_item(form, "late");
    assert_int_equal(answers_state(answers, packs, 0), STATE_PENDING);
    walk(interview, (const char *const[]){"finish", "finished", NULL});
    assert_int_equal(answers_state(answers, packs, 0), STATE_NOT_REACHED);
    assert_int_equal(answers_state(answers, late, 0), STATE_NOT_REACHED);
    end(interview, form);
}

static void to_medicines(struct interview *interview)
{
    walk(interview, (const char *const[]){"read", "who", "self", "signs", "none", "name", "Ann",
                                          "birth", "1980", "areas", "knee", "pain", "4", "sleep",
                                          "4", "smoke", "no", "meds", NULL});
}

static const char *const medicines[] = {
    "add",
    "med",
    "aspirin",
    "dose",
    "0.5",
    "thin",
    "yes",
    "meds",
    "add",
    "med",
    "none",
    "thin",
    "back",
    "med",
    "back",
    "meds",
    "add",
    "med",
    "-!skipped",
    "med",
    "back",
    "meds",
    // the third entry lacks its name
    "read",
    "med",
    "other",
    "dose",
    "!skipped",
    "thin",
    "no",
    "meds",
    "add",
    "med",
    "x",
    "dose",
    "1",
    "thin",
    "no",
    "meds",
    "-add",
    "meds",
    "read",
    "bleed",
    "back",
    "meds",
    "read",
    "bleed",
    "no",
    "weight",
    NULL,
};

static void test_a_repeat(void **state)
{
    (void)state;
    struct form *form = fixture_clinic();
    struct interview *interview = begin(form);
    to_medicines(interview);
    walk(interview, medicines);
    const struct answers *answers = interview_answers(interview);
    assert_int_equal(answers_entries(answers, fixture_item(form, "meds")), 4);
    assert_int_equal(fixture_do(interview, EVENT_REMOVE, "meds", 0), -1);
    walk(interview, (const char *const[]){"go:meds", "meds", NULL});
    assert_int_equal(fixture_do(interview, EVENT_REMOVE, "meds", 0), 0);
    assert_int_equal(fixture_do(interview, EVENT_REMOVE, "meds", 3), -1);
    assert_int_equal(answers_entries(answers, fixture_item(form, "meds")), 3);
    walk(interview, (const char *const[]){"read", "weight", NULL});
    end(interview, form);
}

static void test_a_repeat_from_review(void **state)
{
    (void)state;
    struct form *form = fixture_clinic();
    struct interview *interview = begin(form);
    walk(interview, healthy);
    static const char *const steps[] = {
        "go:meds", "meds",   "add",    "med",    "a",       "dose",   "1",   "thin",
        "no",      "meds",   "read",   "review", "go:thin", "thin",   "yes", "bleed",
        "no",      "review", "go:med", "med",    "b",       "review", NULL,
    };
    walk(interview, steps);
    end(interview, form);
}

static void test_an_interrupt_waits(void **state)
{
    (void)state;
    struct form *form = fixture_clinic();
    struct interview *interview = begin(form);
    walk(interview, (const char *const[]){"read", "who", "self", "signs", "chest", "name", NULL});
    struct event interrupt = {.kind = EVENT_INTERRUPT, .text = "ur_chest", .text2 = "signs"};
    assert_int_equal(interview_do(interview, &interrupt, NULL), 0);
    walk(interview, (const char *const[]){"-back", "interrupted", "-review", "interrupted", NULL});
    assert_int_equal(fixture_do(interview, EVENT_GO_ON, NULL, 0), 0);
    assert_string_equal(fixture_at(interview), "name");
    uint32_t signs = fixture_item(form, "signs");
    assert_false(interview_shown_then_changed(interview, signs, 0));
    walk(interview, (const char *const[]){"back", "signs", "none", "name", NULL});
    assert_true(interview_shown_then_changed(interview, signs, 0));
    walk(interview, (const char *const[]){"back", "signs", "chest", "name", NULL});
    assert_true(interview_shown_then_changed(interview, signs, 0));
    end(interview, form);
}

static void test_half_typed_text_is_kept(void **state)
{
    (void)state;
    struct form *form = fixture_clinic();
    struct interview *interview = begin(form);
    uint32_t name = fixture_item(form, "name");
    walk(interview, (const char *const[]){"read", "who", "self", "signs", "none", "name", NULL});
    struct event typed = {.kind = EVENT_TYPED, .item = name, .text = "An"};
    assert_int_equal(interview_do(interview, &typed, NULL), 0);
    walk(interview, (const char *const[]){"back", "signs", "none", "name", NULL});
    assert_string_equal(interview_typed(interview, name, 0), "An");
    typed.text = "\xff";
    assert_int_equal(interview_do(interview, &typed, NULL), -1);
    assert_int_equal(fixture_do(interview, EVENT_PAUSE, NULL, 0), 0);
    assert_int_equal(fixture_do(interview, EVENT_RESUME, NULL, 0), 0);
    walk(interview, (const char *const[]){"Ann", "birth", NULL});
    assert_null(interview_typed(interview, name, 0));
    end(interview, form);
}

// Marks nobody confirmed are no answer, and are not lost either: not by going back, not by a pause.
static void test_unconfirmed_marks_are_kept(void **state)
{
    (void)state;
    struct form *form = fixture_clinic();
    struct interview *interview = begin(form);
    uint32_t signs = fixture_item(form, "signs");
    const struct form_options *options = form->items[signs].options;
    walk(interview, (const char *const[]){"read", "who", "self", "signs", NULL});
    struct event marked = {.kind = EVENT_MARKED, .item = signs, .answer = answer_empty_set()};
    answer_choose(&marked.answer, options, 0, true);
    assert_int_equal(interview_do(interview, &marked, NULL), 0);
    answer_clear(&marked.answer);
    walk(interview, (const char *const[]){"back", "who", "self", "signs", NULL});
    assert_int_equal(answers_given(interview_answers(interview), signs, 0)->kind, ANSWER_NONE);
    const struct answer *kept = interview_marked(interview, signs, 0);
    assert_true(kept != NULL && set_has(kept->as.set->chosen, 0));
    walk(interview, (const char *const[]){"none", "name", NULL});
    assert_null(interview_marked(interview, signs, 0));
    struct event step = {.kind = EVENT_MARKED, .item = fixture_item(form, "pain")};
    step.answer = answer_number(decimal_of(11));
    assert_int_equal(interview_do(interview, &step, NULL), -1);
    step.answer = answer_number(decimal_of(7));
    assert_int_equal(interview_do(interview, &step, NULL), 0);
    assert_non_null(interview_marked(interview, step.item, 0));
    step.answer = (struct answer){.kind = ANSWER_NONE};
    assert_int_equal(interview_do(interview, &step, NULL), 0);
    assert_null(interview_marked(interview, step.item, 0));
    end(interview, form);
}

static void test_progress_is_honest(void **state)
{
    (void)state;
    struct form *form = fixture_clinic();
    struct interview *interview = begin(form);
    assert_int_equal(interview_at(interview).section_count, 4);
    assert_int_equal(interview_at(interview).section_number, 1);
    // The helper is not asked about medicines: that section goes.
    walk(interview, (const char *const[]){"read", "who", "helper", "signs", NULL});
    assert_int_equal(interview_at(interview).section_count, 3);
    assert_false(interview_may_jump(interview, 1));
    assert_int_equal(interview_section_start(interview, 1), fixture_item(form, "areas"));
    assert_int_equal(interview_section_start(interview, 2), FORM_NO_ITEM);
    walk(interview, (const char *const[]){"none", "name", "Ann", "birth", "1980", "areas", NULL});
    assert_true(interview_may_jump(interview, 1));
    assert_int_equal(interview_at(interview).section_number, 2);
    walk(interview, (const char *const[]){"go:name", "name", "go:areas", "areas", NULL});
    uint32_t asked = 0, settled = 0;
    interview_counts(interview, &asked, &settled);
    assert_int_equal(asked, 10);
    assert_int_equal(settled, 4);
    end(interview, form);
}

static void test_the_rows_of_the_review(void **state)
{
    (void)state;
    struct form *form = fixture_clinic();
    struct interview *interview = begin(form);
    struct review_row rows[40];
    walk(interview, healthy);
    walk(interview, (const char *const[]){"go:smoke", "smoke", "yes", "packs", "2", "review",
                                          "go:smoke", "smoke", "no", "review", NULL});
    size_t count = review_rows(interview_answers(interview), rows, 40);
    static const struct {
        enum review_kind kind;
        const char *id;
    } wanted[] = {
        {REVIEW_HEADING, NULL},       {REVIEW_ROW, "who"},     {REVIEW_ROW, "signs"},
        {REVIEW_ROW, "name"},         {REVIEW_ROW, "birth"},   {REVIEW_HEADING, NULL},
        {REVIEW_ROW, "areas"},        {REVIEW_ROW, "pain"},    {REVIEW_ROW, "sleep"},
        {REVIEW_ROW, "smoke"},        {REVIEW_HEADING, NULL},  {REVIEW_ROW, "meds"},
        {REVIEW_HEADING, NULL},       {REVIEW_ROW, "weight"},  {REVIEW_ROW, "keep"},
        {REVIEW_ASIDE_HEADING, NULL}, {REVIEW_ASIDE, "packs"}, {REVIEW_FINISH, NULL},
    };
    assert_int_equal(count, sizeof wanted / sizeof *wanted);
    for (size_t i = 0; i < count; i++) {
        assert_int_equal(rows[i].kind, wanted[i].kind);
        if (wanted[i].id != NULL) {
            assert_string_equal(form->items[rows[i].item].id, wanted[i].id);
        }
    }
    assert_int_equal(rows[8].state, STATE_SKIPPED);
    assert_int_equal(review_rows(interview_answers(interview), rows, 3), count);
    end(interview, form);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_forward_only_what_applies),
        cmocka_unit_test(test_back_loses_nothing),
        cmocka_unit_test(test_refusals_change_nothing),
        cmocka_unit_test(test_warnings_are_confirmed),
        cmocka_unit_test(test_review_comes_back_unless_something_is_owed),
        cmocka_unit_test(test_a_finish_says_what_is_owed),
        cmocka_unit_test(test_finishing_ends_what_is_pending),
        cmocka_unit_test(test_a_repeat),
        cmocka_unit_test(test_a_repeat_from_review),
        cmocka_unit_test(test_an_interrupt_waits),
        cmocka_unit_test(test_half_typed_text_is_kept),
        cmocka_unit_test(test_unconfirmed_marks_are_kept),
        cmocka_unit_test(test_progress_is_honest),
        cmocka_unit_test(test_the_rows_of_the_review),
    };
    return cmocka_run_group_tests_name("interview walk", tests, NULL, NULL);
}
