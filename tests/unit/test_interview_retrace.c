// The trail as a record keeps it leads to the same answers, and holds nothing of what was put
// aside.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "interview/retrace.h"
#include "interview_drawn.h"
#include "interview_fixture.h"
#include "response_fixture.h"

#include <stdlib.h>
#include <string.h>

static struct buffer trail_of(const struct interview *interview)
{
    struct buffer trail;
    buffer_init(&trail, 1 << 24);
    retrace_write(interview, &trail);
    assert_false(trail.full);
    return trail;
}

// What was put aside is not there, unless an urgent text was shown on it.
static void assert_no_more(const struct interview *interview, const struct answers *again)
{
    const struct form *form = answers_form(again);
    for (uint32_t item = 0; item < form->asked_end; item++) {
        uint32_t repeat = form->items[item].repeat;
        bool inside = repeat != FORM_NO_ITEM && repeat != item;
        uint32_t entries = inside ? answers_entries(again, repeat) : 1;
        for (uint32_t entry = 0; entry < entries; entry++) {
            if (answers_aside(again, item, entry) &&
                !interview_shown_then_changed(interview, item, entry)) {
                fail_msg("'%s' is told", form->items[item].id);
            }
        }
    }
}

// What was shown as urgent and then changed is known from the trail too.
static void assert_same_changes(const struct interview *a, const struct interview *b)
{
    for (size_t i = 0;; i++) {
        uint32_t item[2] = {0}, entry[2] = {0};
        const struct answer *was[2];
        bool there = interview_changed(a, i, &item[0], &entry[0], &was[0]);
        assert_int_equal(there, interview_changed(b, i, &item[1], &entry[1], &was[1]));
        if (!there) {
            return;
        }
        assert_int_equal(item[0], item[1]);
        assert_int_equal(entry[0], entry[1]);
        assert_int_equal(was[0] == NULL, was[1] == NULL);
    }
}

static void five_hundred_interviews_are_retraced(void **state)
{
    (void)state;
    for (uint64_t person = 1; person <= 500; person++) {
        struct form *form = fixture_clinic();
        struct answers_setup setup = fixture_setup(form);
        struct interview *interview = interview_new(&setup);
        struct event begin = {.kind = EVENT_BEGIN,
                              .item = FORM_NO_ITEM,
                              .text = "test",
                              .day_known = setup.today_known,
                              .day = setup.today};
        memcpy(begin.hash, form->hash, sizeof begin.hash);
        assert_int_equal(interview_do(interview, &begin, NULL), 0);
        uint64_t seed = person;
        for (int i = 0; i < 200; i++) {
            drawn_event(interview, form, &seed);
        }
        const struct answers *ended = interview_end_answers(interview);
        struct buffer trail = trail_of(interview);
        struct interview *read = retrace_interview((uint8_t *)trail.bytes, trail.length, form);
        if (read == NULL) {
            fail_msg("person %u: the trail leads nowhere", (unsigned)person);
        }
        struct buffer was = response_of(ended, NULL),
                      is = response_of(interview_answers(read), NULL);
        assert_string_equal(was.bytes, is.bytes);
        assert_no_more(interview, interview_answers(read));
        assert_same_changes(interview, read);
        buffer_clear(&was);
        buffer_clear(&is);
        interview_free(read);
        buffer_clear(&trail);
        interview_free(interview);
        form_free(form);
    }
}

static const struct fixture_item pets[] = {
    {.id = "#pets"},
    {.id = "pet", .type = ITEM_ONE, .options = "dog none"},
    {.id = "name", .type = ITEM_TEXT, .ask_if = "pet = 'dog'"},
    {.id = "other", .type = ITEM_TEXT},
    {0},
};

static struct interview *begun(const struct form *form)
{
    struct answers_setup setup = fixture_setup(form);
    struct interview *interview = interview_new(&setup);
    struct event begin = {.kind = EVENT_BEGIN, .item = FORM_NO_ITEM, .text = "test"};
    memcpy(begin.hash, form->hash, sizeof begin.hash);
    assert_int_equal(interview_do(interview, &begin, NULL), 0);
    return interview;
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

// "Rex" is said and then does not apply any more; "Tom" was only typed.
static void change_of_mind(struct interview *interview, const struct form *form)
{
    struct event typed = {
        .kind = EVENT_TYPED, .item = fixture_item(form, "other"), .text = "Tomkin"};
    assert_int_equal(fixture_say(interview, "dog", NULL), 0);
    assert_int_equal(fixture_say(interview, "Rexington", NULL), 0);
    assert_int_equal(interview_do(interview, &typed, NULL), 0);
}

static void what_was_put_aside_is_not_told(void **state)
{
    (void)state;
    struct form *form = fixture_form(pets);
    struct interview *interview = begun(form);
    change_of_mind(interview, form);
    struct buffer before = trail_of(interview);
    assert_true(holds(&before, "Rexington"));
    assert_false(holds(&before, "Tomkin"));
    assert_int_equal(fixture_do(interview, EVENT_GO, "pet", 0), 0);
    assert_int_equal(fixture_say(interview, "none", NULL), 0);
    struct buffer after = trail_of(interview);
    assert_false(holds(&after, "Rexington"));
    assert_true(holds(&after, "name")); // that it was answered
    struct interview *again = retrace_interview((uint8_t *)after.bytes, after.length, form);
    assert_non_null(again);
    interview_free(again);
    buffer_clear(&before);
    buffer_clear(&after);
    interview_free(interview);
    form_free(form);
}

static void an_urgent_text_was_shown_on_it(void **state)
{
    (void)state;
    struct form *form = fixture_form(pets);
    struct interview *interview = begun(form);
    struct event urgent = {
        .kind = EVENT_INTERRUPT, .item = FORM_NO_ITEM, .text = "rule", .text2 = "name"};
    change_of_mind(interview, form);
    assert_int_equal(interview_do(interview, &urgent, NULL), 0);
    assert_int_equal(fixture_do(interview, EVENT_GO_ON, NULL, 0), 0);
    assert_int_equal(fixture_do(interview, EVENT_GO, "pet", 0), 0);
    assert_int_equal(fixture_say(interview, "none", NULL), 0);
    struct buffer trail = trail_of(interview);
    assert_true(holds(&trail, "Rexington"));
    buffer_clear(&trail);
    interview_free(interview);
    form_free(form);
}

// Whatever stands where a trail is expected: refused, or answers; never a crash.
static void damaged_trails_are_refused(void **state)
{
    (void)state;
    struct form *form = fixture_form(pets);
    struct interview *interview = begun(form);
    change_of_mind(interview, form);
    struct buffer trail = trail_of(interview);
    assert_null(retrace_interview((uint8_t *)trail.bytes, 0, form));
    size_t refused = 0;
    for (size_t length = 1; length < trail.length; length++) {
        struct interview *read = retrace_interview((uint8_t *)trail.bytes, length, form);
        refused += read == NULL;
        interview_free(read);
    }
    assert_true(refused > trail.length - 6); // but at the ends of events
    for (size_t i = 0; i < trail.length; i++) {
        trail.bytes[i] = (char)(trail.bytes[i] ^ 0x55);
        interview_free(retrace_interview((uint8_t *)trail.bytes, trail.length, form));
        trail.bytes[i] = (char)(trail.bytes[i] ^ 0x55);
    }
    buffer_clear(&trail);
    interview_free(interview);
    form_free(form);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(five_hundred_interviews_are_retraced),
        cmocka_unit_test(what_was_put_aside_is_not_told),
        cmocka_unit_test(an_urgent_text_was_shown_on_it),
        cmocka_unit_test(damaged_trails_are_refused),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
