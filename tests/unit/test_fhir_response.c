// A response says what was answered, all of it and nothing else: what is written reads back as the
// same answers, and is written the same again; what was changed on the way is refused.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fhir/response.h"
#include "interview_drawn.h"
#include "interview_fixture.h"
#include "load/load.h"
#include "response_text.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static const char cases[] = "tests/cases/fhir";

struct loaded {
    struct files files;
    struct issues issues;
    struct form *form;
    struct clinic *clinic;
    struct answers_setup setup;
};

static void load(struct loaded *loaded, const char *form, const char *config)
{
    files_init(&loaded->files);
    issues_init(&loaded->issues);
    if (load_form(form, &loaded->files, &loaded->issues, &loaded->form) != 0 ||
        load_clinic(config, &loaded->files, &loaded->issues, &loaded->clinic) != 0) {
        fail_msg("%s: %s", form, loaded->issues.list[0].text);
    }
    loaded->setup = (struct answers_setup){.form = loaded->form, .today_known = true};
    assert_true(date_from_civil(2026, 3, 2, &loaded->setup.today));
}

static void unload(struct loaded *loaded)
{
    clinic_free(loaded->clinic);
    form_free(loaded->form);
    issues_clear(&loaded->issues);
    files_clear(&loaded->files);
}

static void load_clinical(struct loaded *loaded)
{
    load(loaded, "forms/dry-needling", "config");
}

static void load_every_type(struct loaded *loaded)
{
    load(loaded, "tests/cases/patient/form", "tests/cases/patient/config");
}

static const struct response_facts facts = {
    .id = "5f0c6e3a-94b1-4c1e-8a55-0d6f3a1b2c4d",
    .language = "en",
    .authored = "2026-03-02T10:05:00+11:00",
    .source = "self",
    .program = "intake 0.1.0",
    .completed = true,
};

static const char *who_answers(const struct answers *answers)
{
    const struct form *form = answers_form(answers);
    uint32_t who = form_find(form, "who_answers");
    if (who == FORM_NO_ITEM || answers_state(answers, who, 0) != STATE_ANSWERED) {
        return NULL;
    }
    return form->items[who].options->list[answers_value(answers, who, 0)->as.code].code;
}

static bool anything_left(const struct answers *answers)
{
    const struct form *form = answers_form(answers);
    for (uint32_t i = 0; i < form->asked_end; i++) {
        if (form_is_question(&form->items[i]) &&
            answers_state(answers, i, 0) == STATE_NOT_REACHED) {
            return true;
        }
    }
    return false;
}

static struct buffer write_with(const struct answers *answers, const struct clinic *clinic)
{
    struct response_facts with = facts;
    struct buffer out;
    with.clinic = clinic;
    with.source = who_answers(answers);
    with.completed = !anything_left(answers);
    buffer_init(&out, LIMIT_JSON_BYTES);
    response_write(answers, &with, &out);
    assert_false(out.full);
    return out;
}

static bool same_value(const struct form_item *it, const struct value *a, const struct value *b)
{
    if (a->state != b->state || a->silence != b->silence || a->open != b->open ||
        a->truth != b->truth) {
        return false;
    }
    if (a->state != VALUE_KNOWN) {
        return true;
    }
    switch (it->type == ITEM_SCORE || it->type == ITEM_REPEAT ? VALUE_NUMBER : it->value_type) {
    case VALUE_NUMBER:
        return a->as.number.least == b->as.number.least && a->as.number.most == b->as.number.most;
    case VALUE_CODE:
        return a->as.code == b->as.code;
    case VALUE_SET:
        return memcmp(a->as.set, b->as.set, sizeof *a->as.set) == 0;
    case VALUE_TEXT:
        return strcmp(a->as.text, b->as.text) == 0;
    case VALUE_DATE:
        return a->as.date.first == b->as.date.first && a->as.date.last == b->as.date.last;
    case VALUE_NONE:
    case VALUE_TRUTH:
        break;
    }
    return true;
}

// All but what was put aside, which no record holds.
static void assert_same(const struct answers *a, const struct answers *b)
{
    const struct form *form = answers_form(a);
    for (uint32_t i = 0; i < form->item_count; i++) {
        const struct form_item *it = &form->items[i];
        bool inside = it->repeat != FORM_NO_ITEM && it->repeat != i;
        if (inside && answers_applies(a, it->repeat, 0) != TRUTH_TRUE) {
            continue;
        }
        uint32_t entries = inside ? answers_entries(a, it->repeat) : 1;
        if (it->type == ITEM_REPEAT && answers_applies(a, i, 0) == TRUTH_TRUE) {
            assert_int_equal(answers_entries(a, i), answers_entries(b, i));
        }
        for (uint32_t entry = 0; entry < entries; entry++) {
            if (answers_state(a, i, entry) != answers_state(b, i, entry) ||
                answers_applies(a, i, entry) != answers_applies(b, i, entry)) {
                fail_msg("the state of '%s' differs", it->id);
            }
            if (!same_value(it, answers_value(a, i, entry), answers_value(b, i, entry))) {
                fail_msg("the value of '%s' differs", it->id);
            }
            const struct answer *x = answers_given(a, i, entry), *y = answers_given(b, i, entry);
            bool counts = answers_applies(a, i, entry) == TRUTH_TRUE;
            bool list = it->type == ITEM_REPEAT && x->kind == ANSWER_VALUE;
            if (!counts) {
                assert_int_equal(y->kind, ANSWER_NONE);
            } else if (list ? y->kind != ANSWER_VALUE : !answer_equal(it, x, y)) {
                fail_msg("the answer to '%s' differs", it->id);
            }
        }
    }
}

static void print_issues(const struct issues *issues)
{
    for (size_t i = 0; i < issues->count; i++) {
        print_error("%u: %s\n", (unsigned)issues->list[i].line, issues->list[i].text);
    }
}

// Out, in, the same, and out again to the byte.
static void assert_round(const struct answers *answers, const struct answers_setup *setup,
                         const struct clinic *clinic)
{
    struct issues issues;
    struct answers *again = NULL;
    issues_init(&issues);
    struct buffer first = write_with(answers, clinic);
    if (response_read(first.bytes, first.length, setup, &issues, &again) != 0) {
        print_issues(&issues);
        fail_msg("%s", first.bytes);
    }
    assert_int_equal(issues.count, 0);
    assert_same(answers, again);
    struct buffer second = write_with(again, clinic);
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
    struct loaded loaded;
    size_t count = 0;
    load_clinical(&loaded);
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
    unload(&loaded);
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
    struct loaded loaded;
    load_every_type(&loaded);
    for (uint64_t person = 1; person <= 1000; person++) {
        uint64_t seed = person;
        struct answers *answers = answers_new(&loaded.setup);
        give_anything(answers, &loaded.setup, &seed);
        assert_round(answers, &loaded.setup, loaded.clinic);
        answers_free(answers);
    }
    unload(&loaded);
}

// One golden: answers in, the response as people read it.
static void check_golden(const char *name)
{
    char path[300], form[200] = "forms/dry-needling", config[] = "tests/cases/patient/config";
    struct loaded loaded;
    snprintf(path, sizeof path, "%s/%s/form", cases, name);
    FILE *in = fopen(path, "r");
    if (in != NULL) {
        assert_non_null(fgets(form, sizeof form, in));
        form[strcspn(form, "\n")] = '\0';
        fclose(in);
    }
    load(&loaded, form, config);
    struct answers *answers, *again;
    snprintf(path, sizeof path, "%s/%s/answers.cfg", cases, name);
    if (load_answers(path, &loaded.setup, &loaded.files, &loaded.issues, &answers) != 0) {
        fail_msg("%s: %s", path, loaded.issues.list[0].text);
    }
    assert_round(answers, &loaded.setup, loaded.clinic);
    struct buffer line = write_with(answers, loaded.clinic), pretty;
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
    assert_same(answers, again);
    answers_free(again);
    answers_free(answers);
    buffer_clear(&line);
    buffer_clear(&pretty);
    unload(&loaded);
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

// Reads what may be anything: refused with a reason, or the very answers.
static bool read_anything(const struct loaded *loaded, const char *bytes, size_t length,
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
        assert_same(expected, answers);
        answers_free(answers);
    } else {
        assert_true(issues.errors > 0);
        assert_null(answers);
    }
    issues_clear(&issues);
    free(copy);
    return taken;
}

static struct answers *golden_answers(struct loaded *loaded)
{
    struct answers *answers = NULL;
    assert_int_equal(load_answers("tests/cases/fhir/every-type/answers.cfg", &loaded->setup,
                                  &loaded->files, &loaded->issues, &answers),
                     0);
    return answers;
}

// The same, but nobody's name is in a question's text, which is not read back.
static struct answers *small_answers(struct loaded *loaded)
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
    struct loaded loaded;
    load_every_type(&loaded);
    struct answers *answers = small_answers(&loaded);
    struct buffer whole = write_with(answers, loaded.clinic);
    for (size_t length = 0; length + 1 < whole.length; length++) {
        assert_false(read_anything(&loaded, whole.bytes, length, answers));
    }
    buffer_clear(&whole);
    answers_free(answers);
    unload(&loaded);
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
static bool read_changed(const struct loaded *loaded, const char *bytes, size_t length,
                         const char *original)
{
    struct issues issues;
    struct answers *answers = NULL;
    issues_init(&issues);
    bool taken = response_read(bytes, length, &loaded->setup, &issues, &answers) == 0;
    if (taken) {
        struct buffer again = write_with(answers, loaded->clinic);
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
    struct loaded loaded;
    load_every_type(&loaded);
    struct answers *answers = small_answers(&loaded);
    struct buffer whole = write_with(answers, loaded.clinic);
    struct buffer changed = write_with(answers, loaded.clinic);
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
    unload(&loaded);
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
    struct loaded loaded;
    struct buffer changed;
    load_every_type(&loaded);
    struct answers *answers = golden_answers(&loaded);
    struct buffer whole = write_with(answers, loaded.clinic);
    buffer_init(&changed, LIMIT_JSON_BYTES);
    for (size_t i = 0; i < sizeof refusals / sizeof *refusals; i++) {
        struct issues issues;
        struct answers *read = NULL;
        issues_init(&issues);
        replace(&whole, &refusals[i], &changed);
        int got = response_read(changed.bytes, changed.length, &loaded.setup, &issues, &read);
        if (got == 0 || read != NULL || !mentions(&issues, refusals[i].error)) {
            print_issues(&issues);
            fail_msg("%s", refusals[i].error);
        }
        issues_clear(&issues);
    }
    buffer_clear(&changed);
    buffer_clear(&whole);
    answers_free(answers);
    unload(&loaded);
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
    struct loaded loaded;
    struct buffer changed;
    load_every_type(&loaded);
    struct answers *answers = golden_answers(&loaded);
    struct buffer whole = write_with(answers, loaded.clinic);
    buffer_init(&changed, LIMIT_JSON_BYTES);
    for (size_t i = 0; i < 2; i++) {
        struct answers *read = NULL;
        replace(&whole, &changes[i], &changed);
        assert_int_equal(
            response_read(changed.bytes, changed.length, &loaded.setup, &loaded.issues, &read), 0);
        assert_same(answers, read);
        answers_free(read);
    }
    assert_int_equal(loaded.issues.warnings, 2);
    assert_non_null(strstr(loaded.issues.list[loaded.issues.count - 1].text, "'alarm'"));
    buffer_clear(&changed);
    buffer_clear(&whole);
    answers_free(answers);
    unload(&loaded);
}

static void hostile_texts_are_refused(void **state)
{
    (void)state;
    struct loaded loaded;
    load_every_type(&loaded);
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
    unload(&loaded);
}

// A response of one form is none of another.
static void another_forms_response_is_refused(void **state)
{
    (void)state;
    struct loaded loaded, other;
    load_every_type(&loaded);
    load_clinical(&other);
    struct answers *answers = small_answers(&loaded);
    struct buffer whole = write_with(answers, NULL);
    assert_false(read_anything(&other, whole.bytes, whole.length, answers));
    buffer_clear(&whole);
    answers_free(answers);
    unload(&loaded);
    unload(&other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_answers_file_comes_back),
        cmocka_unit_test(five_hundred_interviews_come_back),
        cmocka_unit_test(anything_of_every_type_comes_back),
        cmocka_unit_test(goldens_are_what_is_written),
        cmocka_unit_test(a_cut_response_is_refused),
        cmocka_unit_test(a_changed_byte_is_refused_or_harmless),
        cmocka_unit_test(what_was_not_written_is_refused),
        cmocka_unit_test(a_value_worked_out_otherwise_is_a_warning),
        cmocka_unit_test(hostile_texts_are_refused),
        cmocka_unit_test(another_forms_response_is_refused),
    };
    return cmocka_run_group_tests_name("fhir response", tests, NULL, NULL);
}
