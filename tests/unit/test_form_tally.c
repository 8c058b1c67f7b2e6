// Scores over answers in every state.

#include "form/tally.h"

#include "form_bindings.h"

#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>

#include <cmocka.h>

#include <string.h>

static void test_tally(void **state)
{
    (void)state;
    static const struct {
        const char *score, *given, *value;
        uint32_t answered, applicable;
    } cases[] = {
        {"total", "n=3; m=4", "7", 2, 2},
        {"total", "n=3; m=-", "3", 1, 1},
        {"total", "n=-; m=-", "absent", 0, 0},
        {"total", "n=3; m=?", "unknown", 1, 2},
        {"total", "n=?; m=-", "unknown", 0, 1},
        {"total", "n=3; m=~", "pending", 1, 2},
        {"total", "n=?; m=~", "unknown", 0, 2},
        {"total", "n=3; m=~; ended", "unknown", 1, 2},
        {"mean_of", "n=3; m=4", "3.5", 2, 2},
        {"mean_of", "n=3; m=-", "3", 1, 1},
        {"half", "n=3; m=?", "3", 1, 1},
        {"half", "n=?; m=4", "unknown", 0, 1},
        {"half", "n=-; m=4", "4", 0, 0},
        {"weighed", "severity=bad; moods={low tense}", "5.5", 2, 2},
        {"weighed", "severity=not_sure; moods={low}", "unknown", 1, 2},
        {"weighed", "severity=mild; moods={not_sure}", "unknown", 1, 2},
        {"ticks", "areas={head neck}", "2", 1, 1},
        {"ticks", "areas={}", "0", 1, 1},
        {"ticks", "areas={none}", "0", 1, 1},
        {"ticks", "areas={head not_sure}", "unknown", 0, 1},
        {"ticks", "areas=?", "unknown", 0, 1},
    };
    struct builder b;
    builder_case_form(&b);
    builder_score(&b, "total", SCORE_SUM, "n m", NULL);
    builder_score(&b, "mean_of", SCORE_MEAN, "n m", NULL);
    builder_score(&b, "half", SCORE_MEAN, "n m", "n");
    builder_score(&b, "weighed", SCORE_SUM, "severity moods", NULL);
    builder_score(&b, "ticks", SCORE_COUNT, "areas", NULL);
    assert_int_equal(builder_finish(&b), 0);
    for (size_t i = 0; i < sizeof(cases) / sizeof(cases[0]); i++) {
        struct bindings given;
        bindings_init(&given, b.form);
        assert_true(bindings_read(&given, cases[i].given));
        uint32_t item = form_find(b.form, cases[i].score);
        struct tally tally = tally_score(&b.form->scores[b.form->items[item].score], &given.env);
        const struct expr number = {.type = VALUE_NUMBER};
        const char *value = bindings_print(&given, &number, tally.value);
        if (strcmp(value, cases[i].value) != 0 || tally.answered != cases[i].answered ||
            tally.applicable != cases[i].applicable) {
            fail_msg("%s given %s: %s, %u of %u", cases[i].score, cases[i].given, value,
                     (unsigned)tally.answered, (unsigned)tally.applicable);
        }
        bindings_clear(&given);
    }
    builder_clear(&b);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_tally)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
