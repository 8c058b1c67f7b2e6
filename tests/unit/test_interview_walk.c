// The conversation: where one is after each event, what is refused, what is never lost; and that
// the events are the record.
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

static void test_a_repeat(void **state)
{
    (void)state;
    struct form *form = fixture_clinic();
    struct interview *interview = begin(form);
    to_medicines(interview);
    static const char *const steps[] = {
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
    walk(interview, steps);
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

// Random people. Small, seeded, the same everywhere.
static uint32_t random_below(uint64_t *seed, uint32_t below)
{
    *seed = *seed * UINT64_C(6364136223846793005) + UINT64_C(1442695040888963407);
    return (uint32_t)(*seed >> 33) % below;
}

static const char *random_answer(const struct form_item *it, uint64_t *seed)
{
    static const char *const silences[] = {"!dont-know", "!declined", "!skipped"};
    static const char *const signs[] = {"none", "chest", "faint+chest", "not_sure"};
    static const char *const areas[] = {"knee", "hip+neck", "all", "knee+hip+neck"};
    static const char *const dates[] = {"1980-05-17", "2015", "2010-03", "=1899", "2030", "~3w"};
    static const char *const texts[] = {"none", "Ann", "", "x y"};
    static const char *const numbers[] = {"0", "3", "7", "200", "=260", "-1", "2.5"};
    if (random_below(seed, 4) == 0) {
        return silences[random_below(seed, 3)];
    }
    switch (it->value_type) {
    case VALUE_CODE:
        return it->options->list[random_below(seed, it->options->count)].code;
    case VALUE_SET:
        return it->type == ITEM_BODY ? areas[random_below(seed, 4)] : signs[random_below(seed, 4)];
    case VALUE_DATE:
        return dates[random_below(seed, 6)];
    case VALUE_TEXT:
        return texts[random_below(seed, 4)];
    default:
        return numbers[random_below(seed, 7)];
    }
}

static void random_event(struct interview *interview, const struct form *form, uint64_t *seed)
{
    struct interview_at at = interview_at(interview);
    const struct form_item *it = &form->items[at.item < form->item_count ? at.item : 0];
    uint32_t any = random_below(seed, form->asked_end);
    switch (random_below(seed, 16)) {
    case 0:
        fixture_do(interview, EVENT_BACK, NULL, 0);
        break;
    case 1:
        fixture_do(interview, EVENT_GO, form->items[any].id, random_below(seed, 3));
        break;
    case 2:
        fixture_do(interview, EVENT_GO, NULL, 0);
        break;
    case 3:
        fixture_do(interview, EVENT_ADD, "meds", 0);
        break;
    case 4:
        fixture_do(interview, EVENT_REMOVE, "meds", random_below(seed, 4));
        break;
    case 5:
        fixture_do(interview, random_below(seed, 4) ? EVENT_TYPED : EVENT_INTERRUPT, it->id, 0);
        break;
    case 6:
        if (random_below(seed, 20) == 0) {
            fixture_do(interview, EVENT_FINISH, NULL, 0);
        }
        break;
    default:
        if (at.phase == PHASE_INTERRUPTED) {
            fixture_do(interview, EVENT_GO_ON, NULL, 0);
        } else if (at.phase == PHASE_ASKING && form_is_question(it)) {
            fixture_say(interview, random_answer(it, seed), NULL);
        } else {
            fixture_do(interview, EVENT_READ, it->id, 0);
        }
    }
}

// What must hold after every event.
static void check_invariants(const struct interview *interview, const struct form *form)
{
    struct interview_at at = interview_at(interview);
    const struct answers *answers = interview_answers(interview);
    if (at.phase == PHASE_ASKING) {
        assert_int_equal(answers_applies(answers, at.item, at.entry), TRUTH_TRUE);
        assert_true(at.section_number >= 1 && at.section_number <= at.section_count);
    }
    for (uint32_t i = 0; i < form->asked_end; i++) {
        enum answer_state now = answers_state(answers, i, 0);
        assert_int_equal(now == STATE_NOT_APPLICABLE,
                         answers_applies(answers, i, 0) == TRUTH_FALSE);
        assert_true(at.phase == PHASE_FINISHED || now != STATE_NOT_REACHED);
        assert_true(at.phase != PHASE_FINISHED || now != STATE_PENDING);
    }
}

// All that was given and did not stand in a removed entry is still there.
static void check_nothing_lost(const struct interview *interview, const struct form *form)
{
    size_t count = 0;
    const struct event *trail = interview_trail(interview, &count);
    for (uint32_t i = 0; i < form->asked_end; i++) {
        const struct event *last = NULL;
        for (size_t e = 0; e < count; e++) {
            if (trail[e].kind == EVENT_ANSWER && trail[e].item == i) {
                last = &trail[e];
            }
        }
        if (last == NULL || form->items[i].repeat != FORM_NO_ITEM) {
            continue;
        }
        const struct answer *given = answers_given(interview_answers(interview), i, 0);
        struct answer plain = last->answer;
        if (plain.kind == ANSWER_SILENCE) {
            plain = answer_for_silence(&form->items[i], (enum silence)plain.silence);
            assert_true(answer_equal(&form->items[i], given, &plain));
            answer_clear(&plain);
        } else {
            assert_true(answer_equal(&form->items[i], given, &plain));
        }
    }
}

// What was worked out step by step is what a computation from nothing gives.
static void check_from_nothing(const struct interview *interview, const struct form *form)
{
    const struct answers *answers = interview_answers(interview);
    struct answers_setup setup = fixture_setup(form);
    struct answers *fresh = answers_new(&setup);
    for (uint32_t i = 0; i < form->asked_end; i++) {
        for (uint32_t e = 0; form->items[i].type == ITEM_REPEAT && e < answers_entries(answers, i);
             e++) {
            answers_add_entry(fresh, i);
        }
        for (uint32_t entry = 0; entry < form->items[i].cells; entry++) {
            const struct answer *given = answers_given(answers, i, entry);
            if (given->kind != ANSWER_NONE) {
                answers_give(fresh, i, entry, given);
            }
        }
    }
    answers_end(fresh, interview_at(interview).phase == PHASE_FINISHED);
    for (uint32_t i = 0; i < form->item_count; i++) {
        for (uint32_t entry = 0; entry < form->items[i].cells; entry++) {
            const struct value *a = answers_value(answers, i, entry);
            const struct value *b = answers_value(fresh, i, entry);
            assert_int_equal(answers_applies(answers, i, entry), answers_applies(fresh, i, entry));
            assert_int_equal(a->state, b->state);
            assert_int_equal(a->silence, b->silence);
            if (a->state == VALUE_KNOWN && form->items[i].value_type == VALUE_NUMBER) {
                assert_int_equal(a->as.number.least, b->as.number.least);
                assert_int_equal(a->as.number.most, b->as.number.most);
            }
        }
    }
    assert_int_equal(answers_env(answers).unsure, answers_env(fresh).unsure);
    assert_int_equal(answers_env(answers).unsure_open, answers_env(fresh).unsure_open);
    answers_free(fresh);
}

// Bytes out, bytes in, the same bytes out again; and the same interview from them.
static struct interview *replay(const struct interview *interview, struct form *form)
{
    size_t count = 0;
    const struct event *trail = interview_trail(interview, &count);
    struct interview *again = begin(form);
    struct buffer first, second;
    buffer_init(&first, LIMIT_JOURNAL_FRAME);
    buffer_init(&second, LIMIT_JOURNAL_FRAME);
    for (size_t i = 0; i < count; i++) {
        struct event event;
        uint64_t at = 0;
        buffer_reset(&first);
        buffer_reset(&second);
        event_encode(&trail[i], form, &first);
        assert_int_equal(event_decode((const uint8_t *)first.bytes, first.length, form, &event), 0);
        event_encode(&event, form, &second);
        assert_int_equal(first.length, second.length);
        assert_memory_equal(first.bytes, second.bytes, first.length);
        assert_int_equal(event_peek((const uint8_t *)first.bytes, first.length, &at), event.kind);
        assert_int_equal(interview_do(again, &event, NULL), 0);
        event_clear(&event);
    }
    buffer_clear(&first);
    buffer_clear(&second);
    return again;
}

static void same_interviews(const struct interview *a, const struct interview *b,
                            const struct form *form)
{
    struct interview_at x = interview_at(a), y = interview_at(b);
    assert_int_equal(x.phase, y.phase);
    assert_int_equal(x.item, y.item);
    assert_int_equal(x.entry, y.entry);
    assert_int_equal(x.from_review, y.from_review);
    for (uint32_t i = 0; i < form->item_count; i++) {
        for (uint32_t entry = 0; entry < form->items[i].cells; entry++) {
            const struct answers *p = interview_answers(a), *q = interview_answers(b);
            assert_int_equal(answers_state(p, i, entry), answers_state(q, i, entry));
            assert_int_equal(answers_applies(p, i, entry), answers_applies(q, i, entry));
            assert_true(answer_equal(&form->items[i], answers_given(p, i, entry),
                                     answers_given(q, i, entry)));
            assert_int_equal(interview_shown_then_changed(a, i, entry),
                             interview_shown_then_changed(b, i, entry));
        }
    }
}

static void test_random_walks(void **state)
{
    (void)state;
    size_t finished = 0;
    for (uint64_t person = 1; person <= 300; person++) {
        struct form *form = fixture_clinic();
        struct interview *interview = begin(form);
        uint64_t seed = person;
        for (int i = 0; i < 150; i++) {
            random_event(interview, form, &seed);
            check_invariants(interview, form);
        }
        check_nothing_lost(interview, form);
        check_from_nothing(interview, form);
        struct interview *again = replay(interview, form);
        same_interviews(interview, again, form);
        finished += interview_at(interview).phase == PHASE_FINISHED;
        interview_free(again);
        end(interview, form);
    }
    assert_true(finished > 10); // else the walks reach too little
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
        cmocka_unit_test(test_progress_is_honest),
        cmocka_unit_test(test_the_rows_of_the_review),
        cmocka_unit_test(test_random_walks),
    };
    return cmocka_run_group_tests_name("interview walk", tests, NULL, NULL);
}
