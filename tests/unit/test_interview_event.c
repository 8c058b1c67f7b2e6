// Events as bytes: every kind comes back as it went, and what did not come from us is refused.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "interview_fixture.h"

#include <stdlib.h>
#include <string.h>

// Decodes a copy of exactly that size, so that a sanitizer sees a read past its end.
static int decode(const void *bytes, size_t length, const struct form *form, struct event *out)
{
    uint8_t *copy = malloc(length + 1);
    assert_non_null(copy);
    memcpy(copy, bytes, length);
    uint8_t *tight = realloc(copy, length == 0 ? 1 : length);
    assert_non_null(tight);
    int result = event_decode(tight, length, form, out);
    free(tight);
    return result;
}

static void round_trip(const struct event *event, const struct form *form)
{
    struct buffer first, second;
    struct event back;
    buffer_init(&first, LIMIT_JOURNAL_FRAME);
    buffer_init(&second, LIMIT_JOURNAL_FRAME);
    event_encode(event, form, &first);
    assert_int_not_equal(first.bytes[first.length - 1], 0);
    assert_int_equal(decode(first.bytes, first.length, form, &back), 0);
    assert_int_equal(back.kind, event->kind);
    assert_true(back.at == event->at);
    event_encode(&back, form, &second);
    assert_int_equal(first.length, second.length);
    assert_memory_equal(first.bytes, second.bytes, first.length);
    event_clear(&back);
    for (size_t length = 0; length < first.length; length++) {
        assert_int_equal(decode(first.bytes, length, form, &back), -1);
    }
    for (size_t i = 0; i < first.length; i++) {
        for (int flip = 1; flip < 256; flip += flip < 8 ? 1 : 31) {
            first.bytes[i] = (char)(first.bytes[i] ^ flip);
            if (decode(first.bytes, first.length, form, &back) == 0) {
                // Whatever it says now, it says it in the one way there is.
                buffer_reset(&second);
                event_encode(&back, form, &second);
                assert_int_equal(first.length, second.length);
                assert_memory_equal(first.bytes, second.bytes, first.length);
                event_clear(&back);
            }
            first.bytes[i] = (char)(first.bytes[i] ^ flip);
        }
    }
    buffer_clear(&first);
    buffer_clear(&second);
}

static void test_answers(void **state)
{
    (void)state;
    static const char *const rows[][2] = {
        {"who", "helper"},
        {"who", "!declined"},
        {"signs", "chest+not_sure"},
        {"signs", ""},
        {"name", "Ann \xc3\x89"},
        {"birth", "1980-05-17"},
        {"birth", "1980"},
        {"birth", "~3w"},
        {"areas", "knee+neck"},
        {"main", "hip"},
        {"pain", "7"},
        {"packs", "-3"},
        {"dose", "-0.25"},
        {"weight", "200l"},
        {"weight", "70.5"},
        {"smoke", "!dont-know"},
    };
    struct form *form = fixture_clinic();
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct event event = {.kind = EVENT_ANSWER, .at = UINT64_C(1) << (4 * i)};
        event.item = fixture_item(form, rows[i][0]);
        event.entry = i % 3 == 0 ? 0 : 49;
        event.confirmed = i % 2 == 0;
        event.answer = fixture_answer(form, event.item, rows[i][1]);
        if (strcmp(rows[i][0], "areas") == 0) {
            answer_mark(&event.answer, 1, true)->intensity = 10;
            answer_mark(&event.answer, 3, true)->kind = 1;
        }
        round_trip(&event, form);
        answer_clear(&event.answer);
    }
    form_free(form);
}

static void test_the_other_kinds(void **state)
{
    (void)state;
    struct form *form = fixture_clinic();
    struct event events[] = {
        {.kind = EVENT_BEGIN, .text = "wizard", .text2 = "a,b", .day_known = true, .day = 20514},
        {.kind = EVENT_BEGIN, .text = "line", .day_known = true, .day = -3},
        {.kind = EVENT_READ, .at = 7},
        {.kind = EVENT_BACK, .at = UINT64_MAX},
        {.kind = EVENT_GO, .item = 4},
        {.kind = EVENT_GO, .item = FORM_NO_ITEM},
        {.kind = EVENT_ADD, .item = 5},
        {.kind = EVENT_REMOVE, .item = 5, .entry = 3},
        {.kind = EVENT_INTERRUPT, .text = "ur_chest", .text2 = "signs"},
        {.kind = EVENT_INTERRUPT, .text = ""},
        {.kind = EVENT_GO_ON},
        {.kind = EVENT_TYPED, .item = 3, .text = "An"},
        {.kind = EVENT_TYPED, .item = 3},
        {.kind = EVENT_MARKED, .item = 3},
        {.kind = EVENT_CARRIED, .item = 3, .answer = {.kind = ANSWER_VALUE}},
        {.kind = EVENT_DAY, .day_known = true, .day = 20514},
        {.kind = EVENT_DAY},
        {.kind = EVENT_PAUSE},
        {.kind = EVENT_RESUME},
        {.kind = EVENT_FINISH},
    };
    memset(events[0].hash, 0xa5, sizeof events[0].hash);
    for (size_t i = 0; i < sizeof events / sizeof *events; i++) {
        round_trip(&events[i], form);
        struct event copy;
        event_copy(&copy, &events[i]);
        round_trip(&copy, form);
        event_clear(&copy);
    }
    form_free(form);
}

static void test_what_is_refused(void **state)
{
    (void)state;
    static const struct {
        const char *why, *bytes;
        size_t length;
    } rows[] = {
        {"nothing", "", 0},
        {"another version", "\x02\x03\x00\x00.", 5},
        {"no such kind", "\x01\x40\x00\x00.", 5},
        {"a long way to say zero", "\x01\x03\x80\x00\x00.", 6},
        {"a time that does not fit", "\x01\x03\xff\xff\xff\xff\xff\xff\xff\xff\xff\x7f\x00.", 14},
        {"a flag that means nothing here", "\x01\x03\x00\x40.", 5},
        {"no item where one must be", "\x01\x02\x00\x00.", 5},
        {"no such item", "\x01\x02\x00\x01\x03zzz\x00.", 10},
        {"an entry that cannot be", "\x01\x02\x00\x01\x03who\x32.", 10},
        {"a NUL in a text",
         "\x01\x09\x00\x05\x04name\x00\x03"
         "a\x00z.",
         15},
        {"a text that is not UTF-8", "\x01\x09\x00\x05\x04name\x00\x01\xff.", 13},
        {"a text longer than there is", "\x01\x09\x00\x05\x04name\x00\xff\xff\x02.", 14},
        {"options out of order",
         "\x01\x01\x00\x03\x05signs\x00\x00\x02\x05"
         "faint\x00\x05"
         "chest\x00\x00.",
         29},
        {"something behind the end", "\x01\x03\x00\x00..", 6},
    };
    struct form *form = fixture_clinic();
    struct event event;
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        if (decode(rows[i].bytes, rows[i].length, form, &event) == 0) {
            fail_msg("taken: %s", rows[i].why);
        }
    }
    assert_int_equal(decode("\x01\x03\x00\x00.", 5, form, &event), 0);
    event_clear(&event);
    form_free(form);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_answers),
        cmocka_unit_test(test_the_other_kinds),
        cmocka_unit_test(test_what_is_refused),
    };
    return cmocka_run_group_tests_name("interview event", tests, NULL, NULL);
}
