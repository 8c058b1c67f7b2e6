// A record is the interview: the same answers, findings and response come of it, whoever reads it
// and when.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fhir/response.h"
#include "handover_fixture.h"
#include "screening/lines.h"
#include "screening/screen.h"

#include <stdlib.h>
#include <string.h>

static void the_headline_says_who_and_what(void **state)
{
    (void)state;
    struct handed_over over;
    struct headline headline;
    char born[DATE_TEXT];
    handover_make(&over, NULL);
    assert_true(headline_read(&over.headline, &headline));
    assert_string_equal(headline.name, "Zo\xc3\xab O'Neill");
    assert_true(headline.born_known);
    assert_string_equal(date_print(headline.born, born), "1980-05");
    assert_string_equal(headline.slip, "maple-otter-41");
    assert_string_equal(headline.form, "first");
    assert_int_equal(headline.standing.gravest, RULE_URGENT);
    assert_non_null(strstr(headline.standing.reason, "breathing"));
    assert_int_equal(headline.settled, 4);
    assert_true(headline.asked > 20);
    assert_false(headline.finished);
    assert_false(headline.today_only);
    handover_clear(&over);
}

static void the_body_leads_to_the_same_answers(void **state)
{
    (void)state;
    struct handed_over over;
    struct handed handed;
    handover_make(&over, NULL);
    const struct form *form = over.loaded.setup.form;
    assert_true(handed_read(&over.body, &handed));
    assert_memory_equal(handed.form_hash, form->hash, SEAL_HASH);
    assert_memory_equal(handed.rules_hash, handover_rules_hash, SEAL_HASH);
    assert_string_equal(handed.program, "intake 9.9");
    assert_true(handed.began == INT64_C(1795860000));
    struct interview *read = handed_interview(&handed, form);
    assert_non_null(read);
    const struct answers *again = interview_answers(read);
    response_assert_same(interview_answers(over.interview), again);

    struct expr_env env = answers_env(again);
    truth *found = screen_findings(over.rules, &env);
    struct buffer lines;
    buffer_init(&lines, 1 << 20);
    lines_write(over.rules, found, again, NULL, true, &lines);
    assert_int_equal(lines.length, handed.findings_length);
    assert_memory_equal(lines.bytes, handed.findings, lines.length);

    struct issues issues;
    struct answers *told = NULL;
    issues_init(&issues);
    assert_int_equal(response_read((const char *)handed.response, handed.response_length,
                                   &over.loaded.setup, &issues, &told),
                     0);
    response_assert_same(again, told);
    char *text = strndup((const char *)handed.response, handed.response_length);
    assert_non_null(strstr(text, "2026-11-28T21:05:00+11:00"));
    free(text);
    issues_clear(&issues);
    answers_free(told);
    interview_free(read);
    free(found);
    buffer_clear(&lines);
    handover_clear(&over);
}

static void another_form_or_half_a_body_is_none(void **state)
{
    (void)state;
    struct handed_over over;
    struct handed handed;
    handover_make(&over, NULL);
    struct form *form = over.loaded.form;
    assert_true(handed_read(&over.body, &handed));
    form->hash[0] ^= 1;
    assert_null(handed_interview(&handed, form));
    form->hash[0] ^= 1;
    for (size_t length = over.body.length; length-- > 0;) {
        struct buffer half = over.body;
        half.length = length;
        assert_false(handed_read(&half, &handed));
    }
    for (size_t length = over.headline.length; length-- > 0;) {
        struct buffer half = over.headline;
        struct headline headline;
        half.length = length;
        (void)headline_read(&half, &headline);
    }
    handover_clear(&over);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(the_headline_says_who_and_what),
        cmocka_unit_test(the_body_leads_to_the_same_answers),
        cmocka_unit_test(another_form_or_half_a_body_is_none),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
