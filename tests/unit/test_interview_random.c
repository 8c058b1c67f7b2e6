// Random people: whatever they do, in whatever order, what must hold holds after each event; and
// the events are the record.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "interview_drawn.h"
#include "interview_fixture.h"

static struct interview *begin(struct form *form)
{
    struct answers_setup setup = fixture_setup(form);
    return interview_new(&setup);
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
            const struct answer *marked = interview_marked(a, i, entry);
            const struct answer *again = interview_marked(b, i, entry);
            assert_int_equal(marked == NULL, again == NULL);
            assert_true(marked == NULL || answer_equal(&form->items[i], marked, again));
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
            drawn_event(interview, form, &seed);
            check_invariants(interview, form);
        }
        check_nothing_lost(interview, form);
        check_from_nothing(interview, form);
        struct interview *again = replay(interview, form);
        same_interviews(interview, again, form);
        finished += interview_at(interview).phase == PHASE_FINISHED;
        interview_free(again);
        interview_free(interview);
        form_free(form);
    }
    assert_true(finished > 10); // else the walks reach too little
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_random_walks),
    };
    return cmocka_run_group_tests_name("interview random", tests, NULL, NULL);
}
