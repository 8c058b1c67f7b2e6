// What response_write did not write, or not so, is refused with its place, and nothing of it is
// taken.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "response_fixture.h"

#include <stdlib.h>
#include <string.h>

// Reads what may be anything: refused with a reason, or the very answers.
static bool read_anything(const struct response_loaded *loaded, const char *bytes, size_t length,
                          const struct answers *expected)
{
    struct issues issues;
    struct answers *answers = NULL;
    char *copy = malloc(length + 1); // exact, so that a sanitizer sees a read past the end
    assert_non_null(copy);
    memcpy(copy, bytes, length);
    issues_init(&issues);
    bool taken = response_read(copy, length, &loaded->setup, &issues, &answers) == 0;
    if (taken) {
        assert_int_equal(issues.errors, 0);
        response_assert_same(expected, answers);
        answers_free(answers);
    } else {
        assert_true(issues.errors > 0);
        assert_null(answers);
    }
    issues_clear(&issues);
    free(copy);
    return taken;
}

static struct answers *golden_answers(struct response_loaded *loaded)
{
    struct answers *answers = NULL;
    assert_int_equal(load_answers("tests/cases/fhir/every-type/answers.cfg", &loaded->setup,
                                  &loaded->files, &loaded->issues, &answers),
                     0);
    return answers;
}

// The same, but nobody's name is in a question's text, which is not read back.
static struct answers *small_answers(struct response_loaded *loaded)
{
    struct answers *answers = golden_answers(loaded);
    struct answer silence = answer_silence(SILENCE_DECLINED);
    answers_give(answers, form_find(loaded->form, "name"), 0, &silence);
    answers_end(answers, true);
    return answers;
}

static void a_cut_response_is_refused(void **state)
{
    (void)state;
    struct response_loaded loaded;
    response_load_every_type(&loaded);
    struct answers *answers = small_answers(&loaded);
    struct buffer whole = response_of(answers, loaded.clinic);
    for (size_t length = 0; length + 1 < whole.length; length++) {
        assert_false(read_anything(&loaded, whole.bytes, length, answers));
    }
    buffer_clear(&whole);
    answers_free(answers);
    response_unload(&loaded);
}

// Where two responses begin to differ, spaces between their parts apart; -1 if they do not.
static long differ_at(const char *a, const char *b)
{
    bool text = false;
    for (size_t at = 0, other = 0;; at++, other++) {
        while (!text && strchr(" \t\r\n", a[at]) != NULL && a[at] != '\0' && a[at] != b[other]) {
            at++;
        }
        if (a[at] != b[other]) {
            return at < 40 ? 0 : (long)at - 40;
        }
        if (a[at] == '\0') {
            return -1;
        }
        text = text != (a[at] == '"' && (at == 0 || a[at - 1] != '\\'));
    }
}

// Reads bytes of which one was changed: they are refused, or say just what they say, or what was
// changed is no answer (what was shown, or a fact of the head).
static bool read_changed(const struct response_loaded *loaded, const char *bytes, size_t length,
                         const char *original)
{
    struct issues issues;
    struct answers *answers = NULL;
    issues_init(&issues);
    bool taken = response_read(bytes, length, &loaded->setup, &issues, &answers) == 0;
    if (taken) {
        struct buffer again = response_of(answers, loaded->clinic);
        long at = differ_at(bytes, again.bytes);
        if (at >= 0 && strcmp(again.bytes, original) != 0) {
            fail_msg("...%.80s\nwas taken for\n...%.80s", bytes + at, again.bytes + at);
        }
        buffer_clear(&again);
    }
    assert_true(taken == (issues.errors == 0) && taken == (answers != NULL));
    answers_free(answers);
    issues_clear(&issues);
    return taken;
}

static void a_changed_byte_is_refused_or_harmless(void **state)
{
    (void)state;
    struct response_loaded loaded;
    response_load_every_type(&loaded);
    struct answers *answers = small_answers(&loaded);
    struct buffer whole = response_of(answers, loaded.clinic);
    struct buffer changed = response_of(answers, loaded.clinic);
    size_t refused = 0;
    for (size_t at = 0; at < whole.length; at++) {
        for (int bit = 0; bit < 9; bit += 3) {
            changed.bytes[at] = (char)(whole.bytes[at] ^ (1 << ((at + (size_t)bit) % 8)));
            refused += !read_changed(&loaded, changed.bytes, changed.length, whole.bytes);
        }
        changed.bytes[at] = whole.bytes[at];
    }
    assert_true(refused > 2 * whole.length);
    assert_true(read_anything(&loaded, whole.bytes, whole.length, answers));
    buffer_clear(&whole);
    buffer_clear(&changed);
    answers_free(answers);
    response_unload(&loaded);
}

// What is changed in the golden of every type, and what is said of it. `to` takes the place of the
// first `from`.
struct refusal {
    const char *from, *to, *error;
};

static const struct refusal refusals[] = {
    {"QuestionnaireResponse", "Questionnaire", "response: no QuestionnaireResponse; one"},
    {"form:form|1", "form:form|2", "response: answers to 'urn:intake:form:form|2'"},
    {"\"completed\"", "\"amended\"", "response: the status 'amended'"},
    {"\"completed\"", "null", "response: the status ''"},
    {"{\"linkId\":\"well\",", "{", "item[0].item[0]: no 'linkId'"},
    {"\"linkId\":\"well\"", "\"linkId\":\"wel\"", "item[0].item[0]: the linkId 'wel'"},
    {"\"linkId\":\"well\"", "\"linkId\":\"hello\"", "item[0].item[0]: the linkId 'hello'"},
    {"\"linkId\":\"well\"", "\"linkId\":\"tired\"", "item[0].item[0]: 'tired', which stands else"},
    {"\"linkId\":\"secret\"", "\"linkId\":\"name\"", "item[1].item[9]: 'name' again"},
    {"\"valueBoolean\":false", "\"valueBoolean\":\"false\"", "answer[0]: no valueBoolean"},
    {"\"valueBoolean\":false", "\"valueBoolean\":null", "answer[0]: no valueBoolean"},
    {"\"valueBoolean\":false", "\"valueBoolean\":false,\"valueString\":\"x\"",
     "'valueString', which"},
    {"[{\"valueBoolean\":false}]", "[]", "item[0].item[0]: an 'answer' without answers"},
    {"[{\"valueBoolean\":false}]", "{}", "item[0].item[0]: an 'answer' without answers"},
    {"[{\"valueBoolean\":false}]", "[{\"valueBoolean\":false},{\"valueBoolean\":true}]",
     "2 answers; one"},
    {"[{\"valueBoolean\":false}]", "[{\"valueBoolean\":false}],\"item\":[{\"linkId\":\"hours\"}]",
     "item[0].item[0]: 'item', which does not belong"},
    {"\"code\":\"pain\"", "\"code\":\"gain\"", "answer[0].valueCoding: the code 'gain'"},
    {"\"code\":\"pain\"", "\"code\":5", "answer[0].valueCoding.code: no text"},
    {"\"code\":\"pain\"", "\"code\":\"pain\",\"code\":\"pain\"", "duplicate object key"},
    {"options/signs\",\"code\":\"pain\"", "options/start\",\"code\":\"pain\"",
     "answer[0].valueCoding.system: 'urn:intake:form:form/options/start'; "
     "'urn:intake:form:form/options/signs'"},
    {"\"valueCode\":\"asked-unknown\"", "\"valueCode\":\"asked-declined\"",
     "'asked-declined'; 'asked-unknown'"},
    {"\"valueCode\":\"asked-declined\"", "\"valueCode\":\"masked\"", "data-absent-reason 'masked'"},
    {"\"valueDate\":\"1948-05\"", "\"valueDate\":\"1948-5\"", "no valueDate that can be read"},
    {"\"valueDate\":\"1948-05\"", "\"valueDate\":\"~3w\"", "no valueDate that can be read"},
    {"\"valueDate\":\"2026-02\"", "\"valueDate\":\"2026-01\"", "valueDate: '2026-01'; '2026-02'"},
    {"\"valueInteger\":3},", "\"valueInteger\":4},", "no valueDate that can be read"},
    {"\"start\":\"2026-02-02\"", "\"start\":\"2026-02-30\"", "no valueDate that can be read"},
    {"\"valueInteger\":0", "\"valueInteger\":00", "a number that is none"},
    {"\"valueInteger\":0", "\"valueInteger\":\"0\"", "valueInteger: no number"},
    {"\"valueInteger\":0", "\"valueInteger\":0.5", "'valueInteger', which does not belong"},
    {"\"valueInteger\":0", "\"valueDecimal\":0", "'valueDecimal', which does not belong"},
    {"\"valueDecimal\":36.8", "\"valueDecimal\":36.80", "valueDecimal: '36.80'; '36.8'"},
    {"\"valueDecimal\":36.8", "\"valueDecimal\":3.68e1", "without exponent"},
    {"\"valueDecimal\":36.8", "\"valueDecimal\":36.8000001", "at most six places"},
    {"\"valueDecimal\":36.8", "\"valueDecimal\":99999999999999999999",
     "no number that can be kept"},
    {"\"code\":\"lb\"", "\"code\":\"st\"", "valueQuantity: the unit 'st'"},
    {"06:30:00", "24:30:00", "no valueTime"},
    {"06:30:00", "06:30", "no valueTime"},
    {"06:30:00", "06:30:01", "valueTime: '06:30:01'; '06:30:00'"},
    {"\"valueInteger\":6}", "\"valueInteger\":11}", "an intensity that is none"},
    {"where/kind", "where/size", "the linkId 'where/size'"},
    {"\"code\":\"knee_l\"", "\"code\":\"shoulder_r\"", "the code 'shoulder_r' again"},
    {"\"valueCode\":\"open\"", "\"valueCode\":\"shut\"", "'shut'; 'open'"},
    {"\"text\":\"Are you well?\"", "\"text\":\"\"", "a 'text' that is no text"},
    {"\"text\":\"Are you well?\",", "", "item[0].item[0]: no 'text'; one"},
    {"It began", "\\u0000t began", "a text with a NUL in it"},
    {"It began", "\\u0007t began", "without control characters"},
    {"It began", "\xff", "unable to decode byte 0xff"},
};

static void replace(const struct buffer *whole, const struct refusal *refusal, struct buffer *out)
{
    const char *at = strstr(whole->bytes, refusal->from);
    assert_non_null(at);
    buffer_reset(out);
    buffer_add(out, whole->bytes, (size_t)(at - whole->bytes));
    buffer_text(out, refusal->to);
    buffer_text(out, at + strlen(refusal->from));
}

static bool mentions(const struct issues *issues, const char *words)
{
    for (size_t i = 0; i < issues->count; i++) {
        if (strstr(issues->list[i].text, words) != NULL) {
            return true;
        }
    }
    return false;
}

static void what_was_not_written_is_refused(void **state)
{
    (void)state;
    struct response_loaded loaded;
    struct buffer changed;
    response_load_every_type(&loaded);
    struct answers *answers = golden_answers(&loaded);
    struct buffer whole = response_of(answers, loaded.clinic);
    buffer_init(&changed, LIMIT_JSON_BYTES);
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        struct issues issues;
        struct answers *read = NULL;
        issues_init(&issues);
        replace(&whole, &refusals[i], &changed);
        int got = response_read(changed.bytes, changed.length, &loaded.setup, &issues, &read);
        if (got == 0 || read != NULL || !mentions(&issues, refusals[i].error)) {
            response_print_issues(&issues);
            fail_msg("%s", refusals[i].error);
        }
        issues_clear(&issues);
    }
    buffer_clear(&changed);
    buffer_clear(&whole);
    answers_free(answers);
    response_unload(&loaded);
}

// Scores follow from the answers; a record whose program counted otherwise must open all the same.
static void a_value_worked_out_otherwise_is_a_warning(void **state)
{
    (void)state;
    static const struct refusal changes[] = {
        {"\"Alarm\",\"answer\":[{\"valueBoolean\":true}]",
         "\"Alarm\",\"answer\":[{\"valueBoolean\":false}]", ""},
        {",{\"linkId\":\"alarm\",\"text\":\"Alarm\",\"answer\":[{\"valueBoolean\":true}]}", "", ""},
    };
    struct response_loaded loaded;
    struct buffer changed;
    response_load_every_type(&loaded);
    struct answers *answers = golden_answers(&loaded);
    struct buffer whole = response_of(answers, loaded.clinic);
    buffer_init(&changed, LIMIT_JSON_BYTES);
    for (size_t i = 0; i < 2; i++) {
        struct answers *read = NULL;
        replace(&whole, &changes[i], &changed);
        assert_int_equal(
            response_read(changed.bytes, changed.length, &loaded.setup, &loaded.issues, &read), 0);
        response_assert_same(answers, read);
        answers_free(read);
    }
    assert_int_equal(loaded.issues.warnings, 2);
    assert_non_null(strstr(loaded.issues.list[loaded.issues.count - 1].text, "'alarm'"));
    buffer_clear(&changed);
    buffer_clear(&whole);
    answers_free(answers);
    response_unload(&loaded);
}

static void hostile_texts_are_refused(void **state)
{
    (void)state;
    struct response_loaded loaded;
    response_load_every_type(&loaded);
    static const char *const texts[] = {"", "null", "[]", "{}", "5", "{\"item\":{}}", "\"\\"};
    for (size_t i = 0; i < sizeof texts / sizeof *texts; i++) {
        assert_false(read_anything(&loaded, texts[i], strlen(texts[i]), NULL));
    }
    struct buffer deep;
    buffer_init(&deep, LIMIT_JSON_BYTES + 1);
    for (int i = 0; i < 1000000; i++) {
        buffer_char(&deep, i % 2 ? '[' : '{');
    }
    assert_false(read_anything(&loaded, deep.bytes, deep.length, NULL));
    while (!deep.full) {
        buffer_text(&deep, "                                                                ");
    }
    assert_false(read_anything(&loaded, deep.bytes, deep.length, NULL));
    buffer_clear(&deep);
    response_unload(&loaded);
}

// A response of one form is none of another.
static void another_forms_response_is_refused(void **state)
{
    (void)state;
    struct response_loaded loaded, other;
    response_load_every_type(&loaded);
    response_load_clinical(&other);
    struct answers *answers = small_answers(&loaded);
    struct buffer whole = response_of(answers, NULL);
    assert_false(read_anything(&other, whole.bytes, whole.length, answers));
    buffer_clear(&whole);
    answers_free(answers);
    response_unload(&loaded);
    response_unload(&other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_cut_response_is_refused),
        cmocka_unit_test(a_changed_byte_is_refused_or_harmless),
        cmocka_unit_test(what_was_not_written_is_refused),
        cmocka_unit_test(a_value_worked_out_otherwise_is_a_warning),
        cmocka_unit_test(hostile_texts_are_refused),
        cmocka_unit_test(another_forms_response_is_refused),
    };
    return cmocka_run_group_tests_name("fhir strict", tests, NULL, NULL);
}
