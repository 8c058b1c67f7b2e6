// May this answer be accepted: every type at its limits; and the same answers in words.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "interview/words.h"
#include "interview_fixture.h"

#include <string.h>

static struct form *all_types(void)
{
    static const struct fixture_item items[] = {
        {.id = "#all"},
        {.id = "yesno", .type = ITEM_YESNO, .required = true},
        {.id = "one", .type = ITEM_ONE, .options = "a b+ c-", .silences = true},
        {.id = "many",
         .type = ITEM_MANY,
         .options = "none! a b c other+ unsure?",
         .limited = true,
         .min = 2,
         .max = 3},
        {.id = "ticks", .type = ITEM_MANY, .options = "a b", .limited = true, .max = 2},
        {.id = "text", .type = ITEM_TEXT, .limited = true, .min = 2, .max = 5},
        {.id = "long", .type = ITEM_LONGTEXT},
        {.id = "int", .type = ITEM_INTEGER, .limited = true, .min = 1, .max = 9},
        {.id = "dec", .type = ITEM_DECIMAL, .limited = true, .min = 35, .max = 42},
        {.id = "kilo",
         .type = ITEM_QUANTITY,
         .options = "kg=1 lb=0.5",
         .limited = true,
         .min = 20,
         .max = 300},
        {.id = "scale", .type = ITEM_SCALE, .limited = true, .max = 10},
        {.id = "date", .type = ITEM_DATE},
        {.id = "time", .type = ITEM_TIME},
        {.id = "body", .type = ITEM_BODY, .options = "all* knee hip neck"},
        {.id = "worst", .type = ITEM_BODY, .options = "x", .single = true, .among = "body"},
        {.id = "agree", .type = ITEM_AGREE, .required = true},
        {.id = "from", .type = ITEM_INTEGER},
        {.id = "to", .type = ITEM_INTEGER, .check = "to >= from"},
        {0},
    };
    return fixture_form(items);
}

static const struct {
    const char *id, *answer;
    enum valid_reason reason;
} limits[] = {
    {"yesno", "yes", VALID_FINE},
    {"yesno", "!skipped", VALID_REQUIRED},
    {"yesno", "!declined", VALID_SILENCE},
    {"one", "!declined", VALID_FINE},
    {"one", "!dont-know", VALID_FINE},
    {"one", "!skipped", VALID_FINE},
    {"one", "!not-reached", VALID_SILENCE},
    {"one", "zzz", VALID_TYPE},
    {"one", "b", VALID_OTHER_TEXT},
    {"many", "a", VALID_TOO_FEW},
    {"many", "a+b", VALID_FINE},
    {"many", "none", VALID_FINE},
    {"many", "unsure", VALID_FINE},
    {"many", "a+b+c", VALID_FINE},
    {"many", "a+b+c+unsure", VALID_TOO_MANY},
    {"many", "", VALID_TOO_FEW},
    {"ticks", "", VALID_FINE},
    {"text", "a", VALID_TOO_SHORT},
    {"text", "ab", VALID_FINE},
    {"text", "     ", VALID_TOO_SHORT},
    {"text",
     "e\xcc\x81"
     "e\xcc\x81"
     "abc",
     VALID_FINE},
    {"text", "abcdef", VALID_TOO_LONG},
    {"text", "ab\n", VALID_TYPE},
    {"text", "ab\xff", VALID_TYPE},
    {"long", "a\nb", VALID_FINE},
    {"int", "0", VALID_TOO_LOW},
    {"int", "1", VALID_FINE},
    {"int", "9", VALID_FINE},
    {"int", "10", VALID_TOO_HIGH},
    {"int", "1.5", VALID_PLACES},
    {"dec", "36.6", VALID_FINE},
    {"dec", "36.65", VALID_PLACES},
    {"kilo", "20", VALID_FINE},
    {"kilo", "20l", VALID_TOO_LOW},
    {"kilo", "600l", VALID_FINE},
    {"kilo", "601l", VALID_TOO_HIGH},
    {"scale", "10", VALID_FINE},
    {"scale", "11", VALID_TOO_HIGH},
    {"date", "1980", VALID_FINE},
    {"body", "knee", VALID_FINE},
    {"body", "", VALID_TOO_FEW},
    {"agree", "Ann", VALID_FINE},
    {"agree", "", VALID_TOO_SHORT},
};

static void test_limits(void **state)
{
    (void)state;
    struct form *form = all_types();
    struct answers_setup setup = fixture_setup(form);
    struct answers *answers = answers_new(&setup);
    for (size_t i = 0; i < sizeof limits / sizeof *limits; i++) {
        uint32_t item = fixture_item(form, limits[i].id);
        struct answer answer = fixture_answer(form, item, limits[i].answer);
        struct valid valid = valid_answer(answers, item, 0, &answer);
        if (valid.reason != limits[i].reason) {
            fail_msg("%s = '%s': %d, not %d", limits[i].id, limits[i].answer, valid.reason,
                     limits[i].reason);
        }
        assert_int_equal(valid.verdict, limits[i].reason == VALID_FINE ? VALID_YES : VALID_STOP);
        answer_clear(&answer);
    }
    answers_free(answers);
    form_free(form);
}

static enum valid_reason judge(struct answers *answers, const char *id, const char *text)
{
    uint32_t item = fixture_item(answers_form(answers), id);
    struct answer answer = fixture_answer(answers_form(answers), item, text);
    struct valid valid = valid_answer(answers, item, 0, &answer);
    answer_clear(&answer);
    return valid.reason;
}

static void test_dates(void **state)
{
    (void)state;
    struct form *form = all_types();
    struct answers_setup setup = fixture_setup(form);
    struct form_item *date = &form->items[fixture_item(form, "date")];
    date->max_day = (struct form_day){.set = true, .today = true};
    date->min_day = (struct form_day){.set = true, .day = setup.today - 365};
    date->precisions = 1u << DATE_DAY | 1u << DATE_MONTH | 1u << DATE_ABOUT;
    struct answers *answers = answers_new(&setup);
    assert_int_equal(judge(answers, "date", "2026-03-02"), VALID_FINE);
    assert_int_equal(judge(answers, "date", "2026-03-03"), VALID_TOO_HIGH);
    assert_int_equal(judge(answers, "date", "2026-03"), VALID_FINE); // some of its days will do
    assert_int_equal(judge(answers, "date", "2026-04"), VALID_TOO_HIGH);
    assert_int_equal(judge(answers, "date", "2025-02"), VALID_TOO_LOW);
    assert_int_equal(judge(answers, "date", "2025-03"), VALID_FINE);
    assert_int_equal(judge(answers, "date", "2026"), VALID_PRECISION);
    assert_int_equal(judge(answers, "date", "~3w"), VALID_FINE);
    answers_free(answers);
    setup.today_known = false;
    answers = answers_new(&setup);
    assert_int_equal(judge(answers, "date", "2031-01-01"), VALID_FINE); // nobody knows
    answers_free(answers);
    form_free(form);
}

static void test_what_stands_on_other_answers(void **state)
{
    (void)state;
    struct form *form = all_types();
    struct answers_setup setup = fixture_setup(form);
    struct answers *answers = answers_new(&setup);
    uint32_t worst = fixture_item(form, "worst"), to = fixture_item(form, "to");
    assert_int_equal(judge(answers, "worst", "hip"), VALID_FINE);
    fixture_give(answers, "body", 0, "knee");
    assert_int_equal(judge(answers, "worst", "hip"), VALID_NOT_AMONG);
    assert_int_equal(judge(answers, "worst", "knee"), VALID_FINE);
    fixture_give(answers, "worst", 0, "knee");
    fixture_give(answers, "body", 0, "hip");
    assert_int_equal(valid_given(answers, worst, 0).reason, VALID_NOT_AMONG);
    fixture_give(answers, "body", 0, "all");
    assert_int_equal(valid_given(answers, worst, 0).reason, VALID_FINE);

    assert_int_equal(judge(answers, "to", "1"), VALID_FINE); // against what is not known yet
    fixture_give(answers, "from", 0, "5");
    assert_int_equal(judge(answers, "to", "4"), VALID_CHECK);
    assert_int_equal(judge(answers, "to", "5"), VALID_FINE);
    fixture_give(answers, "to", 0, "5");
    fixture_give(answers, "from", 0, "6");
    assert_int_equal(valid_given(answers, to, 0).reason, VALID_CHECK);
    answers_free(answers);
    form_free(form);
}

static void says(const struct answers *answers, const char *id, const char *wanted)
{
    struct buffer out;
    buffer_init(&out, 1000);
    words_answer(answers, fixture_item(answers_form(answers), id), 0, &out);
    assert_string_equal(out.bytes, wanted);
    buffer_clear(&out);
}

static void test_words(void **state)
{
    (void)state;
    static const struct {
        const char *id, *answer, *words;
    } rows[] = {
        {"yesno", "no", "no"},
        {"one", "a", "a"},
        {"one", "!declined", "c"},
        {"one", "!dont-know", "don't know"},
        {"one", "!skipped", "not answered"},
        {"many", "a+c", "a; c"},
        {"ticks", "", "none marked"},
        {"text", "abc", "abc"},
        {"int", "7", "7"},
        {"dec", "36.6", "36.6"},
        {"kilo", "150l", "150 lb"},
        {"scale", "7", "7"},
        {"date", "1980-05-17", "17 May 1980"},
        {"date", "1980-05", "May 1980"},
        {"date", "1980", "1980"},
        {"date", "~3w", "about 3 weeks ago"},
        {"worst", "neck", "neck"},
        {"agree", "Ann Lee", "Ann Lee"},
    };
    struct form *form = all_types();
    struct answers_setup setup = fixture_setup(form);
    struct answers *answers = answers_new(&setup);
    says(answers, "int", "not answered");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        uint32_t item = fixture_item(form, rows[i].id);
        struct answer answer = fixture_answer(form, item, rows[i].answer);
        if (answer.kind == ANSWER_SILENCE) {
            answer = answer_for_silence(&form->items[item], (enum silence)answer.silence);
        }
        answers_give(answers, item, 0, &answer);
        answer_clear(&answer);
        says(answers, rows[i].id, rows[i].words);
    }
    uint32_t body = fixture_item(form, "body"), one = fixture_item(form, "one");
    struct answer marked = fixture_answer(form, body, "knee+neck");
    answer_mark(&marked, 1, true)->intensity = 6;
    answer_mark(&marked, 1, true)->kind = 1;
    answers_give(answers, body, 0, &marked);
    says(answers, "body", "knee 6, sharp; neck");
    answer_clear(&marked);
    struct answer other = fixture_answer(form, one, "b");
    struct answer text = answer_text("Braille", 7);
    other.text = text.text;
    answers_give(answers, one, 0, &other);
    says(answers, "one", "b: Braille");
    answer_clear(&other);
    struct answer time = answer_time(14 * 60 + 5);
    answers_give(answers, fixture_item(form, "time"), 0, &time);
    says(answers, "time", "14:05");
    answers_end(answers, true);
    says(answers, "from", "not reached");
    answers_free(answers);
    form_free(form);
}

static void test_texts_of_the_form(void **state)
{
    (void)state;
    struct form *form = all_types();
    struct answers_setup setup = fixture_setup(form);
    struct answers *answers = answers_new(&setup);
    static const struct clinic_therapist therapists[] = {
        {.name = "Ruth", .profession = "Physio", .registration = "P1", .years = 10},
        {.name = "Sam", .years = -1},
    };
    struct clinic clinic = {.name = "Hillside",
                            .emergency = "call 000",
                            .keep_days = 30,
                            .therapists = therapists,
                            .therapist_count = 2};
    fixture_give(answers, "text", 0, "Ann");
    static const struct {
        const char *text, *wanted;
    } rows[] = {
        {"Hello {text}, {int}.", "Hello Ann, ...."},
        {"{clinic.name}: {clinic.emergency}, {clinic.keep_days}, {clinic.phone}",
         "Hillside: call 000, 30 days, ..."},
        {"{clinic.therapists}", "Ruth, Physio, P1, 10 years of needling\nSam"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct buffer out;
        buffer_init(&out, 1000);
        words_text(rows[i].text, answers, 0, &clinic, &out);
        assert_string_equal(out.bytes, rows[i].wanted);
        buffer_reset(&out);
        words_text("{clinic.name}", answers, 0, NULL, &out);
        assert_string_equal(out.bytes, "...");
        buffer_clear(&out);
    }
    answers_free(answers);
    form_free(form);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_limits),
        cmocka_unit_test(test_dates),
        cmocka_unit_test(test_what_stands_on_other_answers),
        cmocka_unit_test(test_words),
        cmocka_unit_test(test_texts_of_the_form),
    };
    return cmocka_run_group_tests_name("interview valid", tests, NULL, NULL);
}
