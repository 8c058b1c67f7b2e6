// A document goes through the pipe unchanged, and what comes out of a pipe is never believed.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "document_fixture.h"
#include "summary/pack.h"
#include "summary/plain.h"

#include <stdlib.h>
#include <string.h>

static void render(const struct summary *summary, struct buffer *page)
{
    static const struct plain_paper paper = {80, 66, false, text_width_unicode};
    buffer_init(page, SIZE_MAX / 2);
    summary_plain(summary, &paper, page);
}

static void pack(const struct summary *summary, struct buffer *packed)
{
    buffer_init(packed, SIZE_MAX / 2);
    summary_pack(summary, packed);
}

static struct summary *unpack(const struct buffer *packed)
{
    return summary_unpack((const uint8_t *)packed->bytes, packed->length);
}

static void check_same(const struct summary *summary)
{
    struct buffer packed, again, before, after;
    pack(summary, &packed);
    struct summary *unpacked = unpack(&packed);
    assert_non_null(unpacked);
    render(summary, &before);
    render(unpacked, &after);
    assert_string_equal(before.bytes, after.bytes);
    pack(unpacked, &again);
    assert_int_equal(packed.length, again.length);
    assert_memory_equal(packed.bytes, again.bytes, packed.length);
    summary_free(unpacked);
    buffer_clear(&packed);
    buffer_clear(&again);
    buffer_clear(&before);
    buffer_clear(&after);
}

static void test_round(void **state)
{
    for (size_t i = 0; fixture_persons[i] != NULL; i++) {
        struct answers *answers = fixture_person(*state, fixture_persons[i]);
        struct summary *summary = fixture_summary(*state, answers, false);
        check_same(summary);
        summary_free(summary);
        answers_free(answers);
    }
}

static void test_traced(void **state)
{
    struct answers *answers = fixture_person(*state, "shoulder");
    struct summary *summary = fixture_summary(*state, answers, true);
    check_same(summary);
    summary_free(summary);
    answers_free(answers);
}

static void test_documents(void **state)
{
    for (size_t i = 0; fixture_persons[i] != NULL; i++) {
        struct answers *answers = fixture_person(*state, fixture_persons[i]);
        struct summary *summary;
        for (int k = 0; (summary = fixture_document(*state, answers, k)) != NULL; k++) {
            check_same(summary);
            summary_free(summary);
        }
        answers_free(answers);
    }
}

static void test_every_kind(void **state)
{
    struct answer marks = answer_empty_set();
    struct summary *summary = fixture_every_kind(*state, &marks);
    check_same(summary);
    summary_free(summary);
    answer_clear(&marks);
}

// Of a document that ends anywhere, nothing; and nothing of one that goes on behind its end.
static void test_cut(void **state)
{
    struct answers *answers = fixture_person(*state, "shoulder");
    struct summary *summary = fixture_summary(*state, answers, false);
    struct buffer packed;
    pack(summary, &packed);
    for (size_t length = 0; length < packed.length; length++) {
        uint8_t *copy = malloc(length + 1);
        memcpy(copy, packed.bytes, length);
        assert_null(summary_unpack(copy, length));
        free(copy);
    }
    buffer_char(&packed, 'x');
    assert_null(unpack(&packed));
    buffer_clear(&packed);
    summary_free(summary);
    answers_free(answers);
}

// Another version is refused, not read.
static void test_version(void **state)
{
    struct answers *answers = fixture_person(*state, "shoulder");
    struct summary *summary = fixture_summary(*state, answers, false);
    struct buffer packed;
    pack(summary, &packed);
    char *digit = strchr(packed.bytes, '1');
    *digit = '2';
    assert_null(unpack(&packed));
    buffer_clear(&packed);
    summary_free(summary);
    answers_free(answers);
}

// Any byte may be any other: what is still a document can be shown.
static void test_changed(void **state)
{
    struct answer marks = answer_empty_set();
    struct summary *summary = fixture_every_kind(*state, &marks);
    struct buffer packed, page;
    pack(summary, &packed);
    size_t refused = 0;
    for (size_t at = 0; at < packed.length; at++) {
        static const uint8_t others[] = {0x00, 0x01, 0x7f, 0xff};
        char was = packed.bytes[at];
        for (size_t i = 0; i < sizeof others; i++) {
            packed.bytes[at] = (char)others[i];
            struct summary *other = unpack(&packed);
            refused += other == NULL;
            if (other != NULL && at % 7 == 0) {
                render(other, &page);
                buffer_clear(&page);
            }
            summary_free(other);
        }
        packed.bytes[at] = was;
    }
    assert_true(refused > 1000);
    buffer_clear(&packed);
    summary_free(summary);
    answer_clear(&marks);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_round),     cmocka_unit_test(test_traced),
        cmocka_unit_test(test_documents), cmocka_unit_test(test_every_kind),
        cmocka_unit_test(test_cut),       cmocka_unit_test(test_version),
        cmocka_unit_test(test_changed),
    };
    return cmocka_run_group_tests_name("summary pack", tests, summary_load, summary_unload);
}
