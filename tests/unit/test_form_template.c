// Texts with names in braces.

#include "form/template.h"

#include "form_builder.h"

#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>

#include <cmocka.h>

#include <string.h>

static const char *const facts[] = {"name", "phone", "keep_days", NULL};

static void test_check(void **state)
{
    (void)state;
    static const struct {
        const char *text, *wrong; // NULL: nothing
    } cases[] = {
        {"", NULL},
        {"no names", NULL},
        {"{t}", NULL},
        {"Hello {t}, at {clinic.name}.", NULL},
        {"{side}{areas}{d}{calc}{pain_score}", NULL},
        {"a {{brace}", NULL},
        {"{{{t}", NULL},
        {"a } alone", NULL},
        {"{{", NULL},
        {"{tt}", "{tt} is no question, value or score of this form"},
        {"{sied}", "(did you mean 'side'?)"},
        {"{clinic.nmae}", "{clinic.nmae} is no fact of the clinic (did you mean 'name'?)"},
        {"{clinic.}", "is no question"},
        {"{clinic}", "is no question"},
        {"{}", "{} is no question"},
        {"{ t}", "is no question"},
        {"{grp}", "{grp} has no value to put into a text"},
        {"{welcome}", "has no value"},
        {"{meds}", "has no value"},
        {"{t", "'{t' is not closed; a brace itself is written '{{'"},
        {"{", "is not closed"},
        {"{t} {", "is not closed"},
        {"{tt} and {uu}", "{uu} is no question"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct builder b;
        builder_case_form(&b);
        int status =
            template_check(cases[i].text, b.form, facts, "a.cfg", 3, "text of 'x'", &b.issues);
        bool found = false;
        for (size_t k = 0; k < b.issues.count && cases[i].wrong != NULL; k++) {
            const struct issue *issue = &b.issues.list[k];
            assert_int_equal(issue->line, 3);
            assert_int_equal(strncmp(issue->text, "text of 'x': ", 13), 0);
            found = found || strstr(issue->text, cases[i].wrong) != NULL;
        }
        if (status != (cases[i].wrong != NULL ? -1 : 0) || found != (cases[i].wrong != NULL)) {
            fail_msg("%s: %s", cases[i].text,
                     b.issues.count > 0 ? b.issues.list[0].text : "no issue");
        }
        builder_clear(&b);
    }
}

static void say(void *context, const char *name, size_t length, struct buffer *out)
{
    assert_string_equal(context, "context");
    buffer_print(out, "<%.*s>", (int)length, name);
}

static void test_fill(void **state)
{
    (void)state;
    static const char *const cases[][2] = {
        {"", ""},
        {"plain", "plain"},
        {"{a}", "<a>"},
        {"Hello {full_name}, at {clinic.name}.", "Hello <full_name>, at <clinic.name>."},
        {"{a}{b}", "<a><b>"},
        {"{{a}", "{a}"},
        {"{{{a}", "{<a>"},
        {"{{{{", "{{"},
        {"a } b", "a } b"},
        {"{}", "<>"},
        {"{a", "{a"},
        {"{", "{"},
        {"a{{", "a{"},
        {"{a} {b", "<a> {b"},
        {"é{a}é", "é<a>é"},
    };
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct buffer out;
        char context[] = "context";
        buffer_init(&out, 1000);
        template_fill(cases[i][0], say, context, &out);
        assert_string_equal(out.bytes, cases[i][1]);
        buffer_clear(&out);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_check),
        cmocka_unit_test(test_fill),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
