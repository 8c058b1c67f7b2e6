// A response says what was answered, all of it and nothing else: what is written reads back as the
// same answers, and is written the same again.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "interview_drawn.h"
#include "interview_fixture.h"
#include "response_fixture.h"
#include "response_text.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char cases[] = "tests/cases/fhir";

// Out, in, the same, and out again to the byte.
static void assert_round(const struct answers *answers, const struct answers_setup *setup,
                         const struct clinic *clinic)
{
    struct issues issues;
    struct answers *again = NULL;
    issues_init(&issues);
    struct buffer first = response_of(answers, clinic);
    if (response_read(first.bytes, first.length, setup, &issues, &again) != 0) {
        response_print_issues(&issues);
        fail_msg("%s", first.bytes);
    }
    assert_int_equal(issues.count, 0);
    response_assert_same(answers, again);
    struct buffer second = response_of(again, clinic);
    assert_string_equal(first.bytes, second.bytes);
    buffer_clear(&first);
    buffer_clear(&second);
    answers_free(again);
    issues_clear(&issues);
}

static void every_answers_file_comes_back(void **state)
{
    (void)state;
    static const char *const folders[] = {"tests/cases/answers", "tests/cases/page"};
    struct response_loaded loaded;
    size_t count = 0;
    response_load_clinical(&loaded);
    for (size_t f = 0; f < 2; f++) {
        DIR *folder = opendir(folders[f]);
        assert_non_null(folder);
        for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
            char path[300];
            struct answers *answers;
            if (strstr(entry->d_name, ".answers") == NULL) {
                continue;
            }
            snprintf(path, sizeof path, "%s/%.200s", folders[f], entry->d_name);
            assert_int_equal(
                load_answers(path, &loaded.setup, &loaded.files, &loaded.issues, &answers), 0);
            assert_round(answers, &loaded.setup, loaded.clinic);
            answers_free(answers);
            count++;
        }
        closedir(folder);
    }
    assert_true(count > 50);
    response_unload(&loaded);
}

static void five_hundred_interviews_come_back(void **state)
{
    (void)state;
    for (uint64_t person = 1; person <= 500; person++) {
        struct form *form = fixture_clinic();
        struct answers_setup setup = fixture_setup(form);
        struct interview *interview = interview_new(&setup);
        uint64_t seed = person;
        for (int i = 0; i < 150; i++) {
            drawn_event(interview, form, &seed);
        }
        assert_round(interview_end_answers(interview), &setup, NULL);
        interview_free(interview);
        form_free(form);
    }
}

static decimal drawn_number(const struct form_item *it, uint64_t *seed)
{
    if (it->type == ITEM_INTEGER || it->type == ITEM_SCALE) {
        return decimal_of((int64_t)drawn_below(seed, 30) - 5);
    }
    static const decimal numbers[] = {
        DECIMAL_MAX, DECIMAL_MIN, 1, -1, 0, INT64_C(70500000), INT64_C(123456789012345678)};
    return numbers[drawn_below(seed, sizeof numbers / sizeof *numbers)];
}

static struct date drawn_date(const struct answers_setup *setup, uint64_t *seed)
{
    static const char *const dates[] = {"1980-05-17", "2024-02-29", "2010-03", "1899",
                                        "~0w",        "~3w",        "~9w",     "~520w"};
    const char *text = dates[drawn_below(seed, sizeof dates / sizeof *dates)];
    struct date date;
    assert_true(date_parse(text, strlen(text), setup->today, &date));
    return date;
}

static void draw_set(const struct form_item *it, struct answer *answer, uint64_t *seed)
{
    *answer = answer_empty_set();
    for (uint32_t picks = drawn_below(seed, 4); picks > 0; picks--) {
        uint32_t option = drawn_below(seed, it->options->count);
        answer_choose(answer, it->options, option, true);
        if (it->intensity && drawn_below(seed, 2) == 0) {
            answer_mark(answer, option, true)->intensity = (int8_t)drawn_below(seed, 11);
        }
        if (it->kinds != NULL && drawn_below(seed, 2) == 0) {
            answer_mark(answer, option, true)->kind = (uint8_t)drawn_below(seed, it->kinds->count);
        }
    }
}

// Anything a question can hold, valid or not.
static struct answer draw(const struct form_item *it, const struct answers_setup *setup,
                          uint64_t *seed)
{
    static const char *const texts[] = {
        "Ann",        "",         " two\nlines \"quoted\\\" ", "\xc3\xa9\xf0\x9f\x99\x82",
        "\\u0000 \\", "</script>"};
    struct answer answer = {.kind = ANSWER_VALUE};
    const char *text = texts[drawn_below(seed, sizeof texts / sizeof *texts)];
    switch (it->value_type) {
    case VALUE_CODE:
        answer.as.code = drawn_below(seed, it->options->count);
        break;
    case VALUE_SET:
        draw_set(it, &answer, seed);
        break;
    case VALUE_DATE:
        answer.as.date = drawn_date(setup, seed);
        break;
    case VALUE_TEXT:
        return answer_text(text, strlen(text));
    default:
        if (it->type == ITEM_TIME) {
            return answer_time((int)drawn_below(seed, 24 * 60));
        }
        answer.as.number = drawn_number(it, seed);
        answer.unit = it->unit_count > 0 ? (uint8_t)drawn_below(seed, it->unit_count) : 0;
        return answer;
    }
    if (answer_has_other(it, &answer) && text[0] != '\0' && drawn_below(seed, 3) > 0) {
        struct answer said = answer_text(text, strlen(text));
        answer.text = said.text;
    }
    return answer;
}

static void give_anything(struct answers *answers, const struct answers_setup *setup,
                          uint64_t *seed)
{
    const struct form *form = answers_form(answers);
    for (uint32_t i = 0; i < form->asked_end; i++) {
        const struct form_item *it = &form->items[i];
        uint32_t entries = 1;
        if (it->type == ITEM_REPEAT) {
            for (uint32_t most = answers_entries_most(form, i); drawn_below(seed, most + 1) > 1;) {
                if (answers_entries(answers, i) < most) {
                    answers_add_entry(answers, i);
                }
            }
        } else if (it->repeat != FORM_NO_ITEM) {
            entries = answers_entries(answers, it->repeat);
        }
        if (!form_is_question(it) && it->type != ITEM_REPEAT) {
            continue;
        }
        for (uint32_t entry = 0; entry < entries; entry++) {
            uint32_t how = drawn_below(seed, 12);
            struct answer answer = {0};
            if (how == 0) {
                continue;
            }
            if (how < 4) {
                answer = answer_silence((enum silence)how);
            } else if (it->type == ITEM_REPEAT) {
                answer = answer_number(decimal_of(answers_entries(answers, i)));
            } else {
                answer = draw(it, setup, seed);
            }
            answers_give(answers, i, entry, &answer);
            answer_clear(&answer);
        }
    }
    answers_end(answers, true);
}

static void anything_of_every_type_comes_back(void **state)
{
    (void)state;
    struct response_loaded loaded;
    response_load_every_type(&loaded);
    for (uint64_t person = 1; person <= 1000; person++) {
        uint64_t seed = person;
        struct answers *answers = answers_new(&loaded.setup);
        give_anything(answers, &loaded.setup, &seed);
        assert_round(answers, &loaded.setup, loaded.clinic);
        answers_free(answers);
    }
    response_unload(&loaded);
}

// One golden: answers in, the response as people read it.
static void check_golden(const char *name)
{
    char path[300], form[200] = "forms/dry-needling", config[] = "tests/cases/patient/config";
    struct response_loaded loaded;
    snprintf(path, sizeof path, "%s/%s/form", cases, name);
    FILE *in = fopen(path, "r");
    if (in != NULL) {
        assert_non_null(fgets(form, sizeof form, in));
        form[strcspn(form, "\n")] = '\0';
        fclose(in);
    }
    response_load(&loaded, form, config);
    struct answers *answers, *again;
    snprintf(path, sizeof path, "%s/%s/answers.cfg", cases, name);
    if (load_answers(path, &loaded.setup, &loaded.files, &loaded.issues, &answers) != 0) {
        fail_msg("%s: %s", path, loaded.issues.list[0].text);
    }
    assert_round(answers, &loaded.setup, loaded.clinic);
    struct buffer line = response_of(answers, loaded.clinic), pretty;
    buffer_init(&pretty, LIMIT_JSON_BYTES);
    response_text_pretty(line.bytes, line.length, &pretty);
    snprintf(path, sizeof path, "%s/%s/expect.json", cases, name);
    if (getenv("UPDATE") != NULL) {
        FILE *out = fopen(path, "w");
        assert_non_null(out);
        fwrite(pretty.bytes, 1, pretty.length, out);
        fclose(out);
    }
    const struct file *expect = files_read(&loaded.files, path, LIMIT_JSON_BYTES, &loaded.issues);
    assert_non_null(expect);
    assert_string_equal(pretty.bytes, expect->bytes);
    // Spaces make no difference.
    assert_int_equal(
        response_read(pretty.bytes, pretty.length, &loaded.setup, &loaded.issues, &again), 0);
    response_assert_same(answers, again);
    answers_free(again);
    answers_free(answers);
    buffer_clear(&line);
    buffer_clear(&pretty);
    response_unload(&loaded);
}

static void goldens_are_what_is_written(void **state)
{
    (void)state;
    DIR *folder = opendir(cases);
    size_t count = 0;
    assert_non_null(folder);
    for (struct dirent *entry; (entry = readdir(folder)) != NULL;) {
        if (entry->d_name[0] != '.') {
            check_golden(entry->d_name);
            count++;
        }
    }
    closedir(folder);
    assert_true(count >= 4);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_answers_file_comes_back),
        cmocka_unit_test(five_hundred_interviews_come_back),
        cmocka_unit_test(anything_of_every_type_comes_back),
        cmocka_unit_test(goldens_are_what_is_written),
    };
    return cmocka_run_group_tests_name("fhir response", tests, NULL, NULL);
}
