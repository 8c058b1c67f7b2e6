// A question that was left open, asked again: when it is, and what counts of both.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "interview/asked_again.h"
#include "interview_fixture.h"

static const struct {
    const char *id, *said; // NULL: not reached
    bool open;
    const char *learned, *both;
} cases[] = {
    {"one", NULL, true, "a", "a"},
    {"one", "!skipped", true, "a", "a"},
    {"one", "unsure", true, "b", "b"},
    {"one", "b", false, NULL, NULL},
    {"many", NULL, true, "a+b", "a+b"},
    {"many", "!declined", true, "none", "none"},
    {"many", "unsure", true, "none", "none"},
    {"many", "unsure", true, "b", "b"},
    // What was marked stays marked, whatever is learned.
    {"many", "a+unsure", true, "b", "a+b"},
    {"many", "a+unsure", true, "none", "a"},
    {"many", "a+b", false, NULL, NULL},
    {"many", "none", false, NULL, NULL},
    {"number", "!dont-know", true, "4", "4"},
    {"number", "3", false, NULL, NULL},
};

static void test_both(void **state)
{
    (void)state;
    static const struct fixture_item items[] = {
        {.id = "#all"},
        {.id = "one", .type = ITEM_ONE, .options = "a b unsure?", .silences = true},
        {.id = "many", .type = ITEM_MANY, .options = "none! a b unsure?", .silences = true},
        {.id = "number", .type = ITEM_INTEGER, .silences = true},
        {0},
    };
    struct form *form = fixture_form(items);
    const struct answers_setup setup = fixture_setup(form);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        uint32_t item = fixture_item(form, cases[i].id);
        struct answers *said = answers_new(&setup);
        if (cases[i].said != NULL) {
            fixture_give(said, cases[i].id, 0, cases[i].said);
        }
        answers_end(said, true);
        if (asked_again_open(said, item, 0) != cases[i].open) {
            fail_msg("case %zu: %s", i, cases[i].open ? "not open" : "open");
        }
        if (cases[i].learned != NULL) {
            struct answer learned = fixture_answer(form, item, cases[i].learned);
            struct answer wanted = fixture_answer(form, item, cases[i].both);
            struct answer both = asked_again_both(said, item, 0, &learned);
            if (!answer_equal(&form->items[item], &both, &wanted)) {
                fail_msg("case %zu: not %s", i, cases[i].both);
            }
            answer_clear(&learned);
            answer_clear(&wanted);
            answer_clear(&both);
        }
        answers_free(said);
    }
    form_free(form);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_both)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
