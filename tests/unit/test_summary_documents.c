// The documents beside the page, as text, against what was read and accepted (tests/cases/document;
// UPDATE=1 writes anew); and what must hold of them whatever the answers are.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "load/load.h"
#include "load_folder.h"
#include "screening/screen.h"
#include "summary/condition.h"
#include "summary/documents.h"
#include "summary/plain.h"

#include <ctype.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define CASES "tests/cases/document"
enum { SETTINGS = 64, PAST = 4 };

struct bench {
    struct files files;
    struct issues issues;
    struct form *form;
    struct rules *rules;
    struct clinic *clinic;
    uint8_t settings[SETTINGS];
    struct answers_setup setup;
};

static void bench_load(struct bench *bench, const char *form, const char *config)
{
    *bench = (struct bench){0};
    files_init(&bench->files);
    issues_init(&bench->issues);
    assert_int_equal(load_form(form, &bench->files, &bench->issues, &bench->form, NULL), 0);
    if (config != NULL) {
        assert_int_equal(
            load_rules(config, bench->form, &bench->files, &bench->issues, &bench->rules), 0);
        assert_int_equal(load_clinic(config, &bench->files, &bench->issues, &bench->clinic), 0);
    }
    bench->setup = (struct answers_setup){
        .form = bench->form, .settings = bench->settings, .today_known = true};
    assert_true(date_from_civil(2026, 3, 2, &bench->setup.today));
}

static void bench_clear(struct bench *bench)
{
    clinic_free(bench->clinic);
    if (bench->rules != NULL) {
        rules_free(bench->rules);
    }
    form_free(bench->form);
    issues_clear(&bench->issues);
    files_clear(&bench->files);
}

// All that a clinic may switch on to ask more.
static void switch_on(struct bench *bench)
{
    for (uint32_t i = 0; i < bench->form->setting_count; i++) {
        bench->settings[i] = strncmp(bench->form->settings[i].id, "ask_", 4) == 0;
    }
}

static struct answers *read_answers(struct bench *bench, const char *file)
{
    struct answers *answers = NULL;
    assert_int_equal(load_answers(file, &bench->setup, &bench->files, &bench->issues, &answers), 0);
    return answers;
}

static const struct summary_facts plain_facts = {
    .when = "2 Mar 2026 09:00",
    .program = "intake",
    .form_hash = "01234567",
    .rules_hash = "89abcdef",
};

static void print(struct summary *summary, struct buffer *out)
{
    struct plain_map map = {0};
    summary_plain_rows(summary, &(struct plain_paper){80, 0, false, text_width_unicode}, out, &map);
    size_t rows = 0;
    for (size_t i = 0; i < out->length; i++) {
        rows += out->bytes[i] == '\n';
    }
    assert_int_equal(rows, map.count);
    for (size_t i = 0; i < map.count; i++) {
        size_t line = map.rows[i].line;
        assert_true(line == SIZE_MAX || line < summary->count);
        assert_true(line == SIZE_MAX || !summary->lines[line].joins);
        if (line != SIZE_MAX && map.rows[i].role == PLAIN_FLAG) {
            assert_true(summary->lines[line].rule != SUMMARY_NONE ||
                        summary->lines[line].kind == LINE_CHANGED);
        }
    }
    plain_map_clear(&map);
    summary_free(summary);
}

// What was read and accepted.
static void check(const char *name, const struct buffer *found)
{
    char path[200];
    size_t length = 0;
    snprintf(path, sizeof path, CASES "/%s", name);
    if (getenv("UPDATE") != NULL) {
        load_folder_write(path, found->bytes, found->length);
    }
    char *expected = load_folder_read(path, &length);
    if (expected == NULL || strcmp(expected, found->bytes) != 0) {
        print_message("%s: found\n%s", name, found->bytes);
        free(expected);
        fail_msg("%s is not as it was accepted", name);
    }
    free(expected);
}

enum document { ANSWERS, FINDINGS, WHY, COPY, COPY_PRIVATE };

static struct summary *build(struct bench *bench, const struct answers *answers,
                             enum document document, const char *rule,
                             const struct summary_facts *facts)
{
    struct expr_env env = answers_env(answers);
    truth *found = screen_findings(bench->rules, &env);
    struct summary *summary = NULL;
    switch (document) {
    case ANSWERS:
        summary = summary_answers(answers, bench->clinic, facts);
        break;
    case FINDINGS:
        summary = summary_findings(answers, bench->rules, found, bench->clinic, facts);
        break;
    case WHY: {
        uint32_t index = intern_find(&bench->rules->by_id, rule);
        assert_true(index < bench->rules->count);
        summary = summary_why(answers, bench->rules, found, index, bench->clinic, facts);
        break;
    }
    case COPY:
    case COPY_PRIVATE:
        summary = summary_copy(answers, bench->clinic, facts, document == COPY_PRIVATE);
        break;
    }
    free(found);
    return summary;
}

static void test_goldens(void **state)
{
    (void)state;
    static const struct {
        const char *person;
        enum document document;
        const char *rule, *golden;
    } rows[] = {
        {"silent", ANSWERS, NULL, "silent.all-answers"},
        {"many", FINDINGS, NULL, "many.findings"},
        {"shoulder", FINDINGS, NULL, "shoulder.findings"},
        {"thinner", COPY, NULL, "thinner.copy"},
        {"many", COPY_PRIVATE, NULL, "many.private-copy"},
        {"many", WHY, "rf_cancer_spine", "many.why-cancer-spine"},
        {"many", WHY, "rf_ces_core", "many.why-bladder-core"},
        {"many", WHY, "rf_gca", "many.why-scalp-jaw"},
        {"many", WHY, "ci_any_urgent", "many.why-any-urgent"},
        {"many", WHY, "ci_minor_alone", "many.why-minor-alone"},
        {"many", WHY, "ci_phobia", "many.why-fear"},
        {"thinner", WHY, "rc_thinner", "thinner.why-thinner"},
        {"pregnant", WHY, "rc_preg_early", "pregnant.why-early"},
        {"shoulder", WHY, "rf_spine_infection_high", "shoulder.why-spine-infection"},
        {"silent", WHY, "rf_chest_pleuritic", "silent.why-chest"},
        {"silent", WHY, "pr_unsure", "silent.why-unsure"},
        {"many", WHY, "yf_mood", "many.why-mood"},
        {"many", WHY, "pr_high_impact", "many.why-impact"},
    };
    struct bench bench;
    bench_load(&bench, "forms/dry-needling", "config");
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        char file[200];
        struct buffer out;
        buffer_init(&out, 1 << 22);
        snprintf(file, sizeof file, "tests/cases/page/%s.answers", rows[i].person);
        struct answers *answers = read_answers(&bench, file);
        print(build(&bench, answers, rows[i].document, rows[i].rule, &plain_facts), &out);
        check(rows[i].golden, &out);
        answers_free(answers);
        buffer_clear(&out);
    }
    bench_clear(&bench);
}

// Vectors 8 to 14 of CLINICAL.md 4.3: two visits, each published threshold reached or not; and one
// point of a score that is said with a fraction.
static void test_change_vectors(void **state)
{
    (void)state;
    static const struct {
        const char *vector;
        bool nprs, before;
    } rows[] = {
        {"v08", false, true},  {"v09", false, true},       {"v10", true, true},
        {"v11", true, true},   {"v12", true, true},        {"v13", false, true},
        {"v14", false, false}, {"one-point", false, true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct bench bench;
        char file[200];
        bench_load(&bench, rows[i].nprs ? CASES "/nprs" : "forms/dry-needling", NULL);
        switch_on(&bench);
        snprintf(file, sizeof file, CASES "/%s.answers", rows[i].vector);
        struct answers *now = read_answers(&bench, file), *before = NULL;
        struct summary_past past = {.when = "3 Nov 2025"};
        struct summary_facts facts = plain_facts;
        if (rows[i].before) {
            snprintf(file, sizeof file, CASES "/%s.before.answers", rows[i].vector);
            before = read_answers(&bench, file);
            past.answers = before;
            facts.past = &past;
            facts.past_count = 1;
        }
        struct buffer out;
        buffer_init(&out, 1 << 20);
        print(summary_measures(now, NULL, &facts), &out);
        snprintf(file, sizeof file, "%s.measures", rows[i].vector);
        check(file, &out);
        buffer_clear(&out);
        answers_free(now);
        answers_free(before);
        bench_clear(&bench);
    }
}

// What a therapist learned stands beside what the patient said, what was done under the finding and
// where there was room to write; findings are of both.
static void test_page_of_the_second_visit(void **state)
{
    (void)state;
    struct bench bench;
    bench_load(&bench, "forms/dry-needling", "config");
    struct answers *answers = read_answers(&bench, "tests/cases/page/silent.answers");
    struct answers *before = read_answers(&bench, "tests/cases/page/shoulder.answers");
    uint32_t night = form_find(bench.form, "night_pain");
    const struct answer learned = answer_code(form_option(bench.form->items[night].options, "no"));
    const struct summary_learned learnt[] = {{night, 0, &learned, "Dr Ng", "10:20"}};
    struct summary_facts facts = plain_facts;
    facts.learned = learnt;
    facts.learned_count = 1;
    struct answers *both = summary_both(answers, &facts);
    struct expr_env env = answers_env(both);
    truth *found = screen_findings(bench.rules, &env);
    uint32_t first = 0;
    while (found[first] != TRUTH_TRUE) {
        first++;
    }
    const struct summary_done done[] = {
        {SUMMARY_NONE, "suitable", "Dr Ng", "10:24", NULL},
        {first, "discussed", "Dr Ng", "10:22", NULL},
        {SUMMARY_NONE, "not today", "R. Halloran", "10:31", "fever came up while talking"},
    };
    const struct summary_past past[] = {{before, 0, "3 Nov 2025"}};
    facts.done = done;
    facts.done_count = 3;
    facts.past = past;
    facts.past_count = 1;
    struct buffer out;
    buffer_init(&out, 1 << 20);
    print(summary_build(answers, bench.rules, found, bench.clinic, &facts), &out);
    check("silent.second-page", &out);
    buffer_reset(&out);
    print(summary_answers(answers, bench.clinic, &facts), &out);
    assert_non_null(strstr(out.bytes, "Dr Ng, 10:20: No\n"));
    buffer_clear(&out);
    free(found);
    answers_free(both);
    answers_free(before);
    answers_free(answers);
    bench_clear(&bench);
}

// Ids are words with an underscore, or the whole of a token that is no plain word.
static void no_ids(const struct bench *bench, const char *text, const char *where)
{
    for (const char *at = text; *at != '\0';) {
        size_t length = 0;
        bool under = false;
        while (isalnum((unsigned char)at[length]) || at[length] == '_') {
            under = under || at[length] == '_';
            length++;
        }
        char word[LIMIT_ID + 1];
        if (under && length < sizeof word) {
            memcpy(word, at, length);
            word[length] = '\0';
            bool rule =
                bench->rules != NULL && intern_find(&bench->rules->by_id, word) != INTERN_NONE;
            if (rule || form_find(bench->form, word) != FORM_NO_ITEM ||
                strspn(word, "_") < length) {
                fail_msg("%s names '%s': %s", where, word, text);
            }
        }
        at += length > 0 ? length : 1;
    }
}

static void check_words(struct bench *bench, const struct answers *answers, uint32_t rule)
{
    const struct rule *of = &bench->rules->list[rule];
    struct expr_env env = answers_env(answers);
    truth *found = screen_findings(bench->rules, &env);
    struct summary *summary =
        summary_why(answers, bench->rules, found, rule, bench->clinic, &plain_facts);
    size_t conditions = 0, otherwise = 0;
    for (size_t i = 0; i < summary->count; i++) {
        const struct summary_line *line = &summary->lines[i];
        if (line->kind == LINE_CONDITION) {
            conditions++;
            assert_true(line->text[0] != '\0');
            no_ids(bench, line->text, of->id);
        }
        if (line->kind == LINE_OTHERWISE) {
            otherwise++;
            no_ids(bench, line->text, of->id);
        }
        if (line->kind == LINE_CONDITION && line->depth == 0) {
            assert_int_equal(line->now, found[rule]);
        }
    }
    assert_true(conditions >= 1 && otherwise >= 1 && otherwise <= 6);
    summary_free(summary);
    free(found);
}

// Every rule of the form has words, and no id of anything is in them.
static void test_all_rules_have_words(void **state)
{
    (void)state;
    static const char *const people[] = {"many", "silent", "shoulder", "unfinished"};
    struct bench bench;
    bench_load(&bench, "forms/dry-needling", "config");
    assert_int_equal(bench.rules->count, 128);
    for (size_t person = 0; person < sizeof people / sizeof *people; person++) {
        char file[200];
        snprintf(file, sizeof file, "tests/cases/page/%s.answers", people[person]);
        struct answers *answers = read_answers(&bench, file);
        for (uint32_t rule = 0; rule < bench.rules->count; rule++) {
            check_words(&bench, answers, rule);
        }
        answers_free(answers);
    }
    bench_clear(&bench);
}

// All of them in one run, to be read.
static void test_conditions_to_read(void **state)
{
    (void)state;
    struct bench bench;
    bench_load(&bench, "forms/dry-needling", "config");
    const struct wording wording = {
        .form = bench.form, .phrases = &phrases_english, .words = &phrases_english.condition};
    struct buffer out;
    buffer_init(&out, 1 << 20);
    for (uint32_t i = 0; i < bench.rules->count; i++) {
        buffer_print(&out, "%s\n    %s\n    ", bench.rules->list[i].id,
                     bench.rules->list[i].when.source);
        condition_say(&wording, &bench.rules->list[i].when, &out);
        buffer_text(&out, "\n");
    }
    check("conditions", &out);
    buffer_clear(&out);
    bench_clear(&bench);
}

// What no rule of the form asks for has words as well.
static void test_other_words(void **state)
{
    (void)state;
    static const struct {
        const char *expression, *words;
    } rows[] = {
        {"any(daily = 'yes')", "for at least one entry of \"Medicines\", \"Daily\" is \"Yes\""},
        {"not all(daily = 'yes')",
         "it is not so that for every entry of \"Medicines\", \"Daily\" is \"Yes\""},
        {"count(drugs) >= 2", "the number of entries of \"Medicines\" is 2 or more"},
        {"count(daily = 'no') > 1",
         "the number of entries of \"Medicines\" for which \"Daily\" is \"No\" is more than 1"},
        {"if(well = 'yes', pain > 3, pain > 5)",
         "\"Pain\" is more than 3 if \"Well\" is \"Yes\", else \"Pain\" is more than 5"},
        {"not (well = 'yes' or pain >= 4)",
         "it is not so that (\"Well\" is \"Yes\"; or \"Pain\" is 4 or more)"},
        {"silent(secret)", "\"Private\" is not answered"},
        {"silent(secret, 'declined')", "\"Private\" was left at \"rather not say\""},
        {"not answered(story)", "\"Story\" is not answered"},
        {"since >= date('2026-01-05')", "\"Since\" is not before 2026-01-05"},
        {"days_between(since, today()) < 14",
         "the days from \"Since\" to the day of the interview is less than 14"},
        {"age(born) >= 18", "the age by \"Born\" is 18 or more"},
        {"pain + children * 2 = 8", "\"Pain\" plus \"Children\" times 2 is 8"},
        {"(pain + children) * 2 = 8", "(\"Pain\" plus \"Children\") times 2 is 8"},
        {"sum(pain, children) > 3", "the sum of \"Pain\", \"Children\" is more than 3"},
        {"where has worst", "\"Where\" includes what was chosen in \"Worst\""},
        {"not (signs has 'pain')", "\"Signs\" does not include \"Chest pain\""},
        {"not maybe(signs has 'pain')",
         "it can be excluded that \"Signs\" includes \"Chest pain\""},
        {"wake > 420", "\"Wakes\" is more than 07:00"},
        {"weight >= 90", "\"Weight\" is 90 kg or more"},
        {"name = 'Ann'", "\"Name\" is \"Ann\""},
        {"alarm", "\"Signs\" includes \"Chest pain\""},
        {"unsure() > 2",
         "the number of safety answers that are missing or not sure is more than 2"},
        {"fired('yellow')", "a finding of the class yellow flag is present"},
    };
    struct bench bench;
    bench_load(&bench, "tests/cases/patient/form", "tests/cases/patient/config");
    const struct wording wording = {
        .form = bench.form, .phrases = &phrases_english, .words = &phrases_english.condition};
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        const struct expr_place place = {.file = "test",
                                         .repeat = FORM_NO_ITEM,
                                         .self = FORM_NO_ITEM,
                                         .in_rule = true,
                                         .what = "test",
                                         .wanted = VALUE_TRUTH};
        struct expr expr;
        struct buffer out;
        buffer_init(&out, 1 << 16);
        if (expr_compile(rows[i].expression, bench.form, &place, &bench.form->arena, &bench.issues,
                         &expr) != 0) {
            fail_msg("%s: %s", rows[i].expression, bench.issues.list[0].text);
        }
        condition_say(&wording, &expr, &out);
        assert_string_equal(out.bytes, rows[i].words);
        buffer_clear(&out);
    }
    bench_clear(&bench);
}

static const struct summary_line *joined(const struct summary *summary, size_t at,
                                         const char *start)
{
    for (size_t i = at + 1; i < summary->count && summary->lines[i].joins; i++) {
        if (strncmp(summary->lines[i].text, start, strlen(start)) == 0) {
            return &summary->lines[i];
        }
    }
    return NULL;
}

// Every question once, with a number that rises; every condition that hangs on an answer is said.
static void check_blank(struct bench *bench, const char *golden)
{
    struct summary *summary =
        summary_blank(bench->form, bench->clinic, bench->settings, &plain_facts);
    const struct form *form = bench->form;
    struct answers *nothing = answers_new(&bench->setup);
    struct expr_env env = answers_env(nothing);
    unsigned last = 0;
    for (uint32_t item = 0; item < form->asked_end; item++) {
        const struct form_item *it = &form->items[item];
        if (!form_is_question(it) && it->type != ITEM_REPEAT) {
            continue;
        }
        size_t times = 0;
        for (size_t i = 0; i < summary->count; i++) {
            const struct summary_line *line = &summary->lines[i];
            if (line->joins || line->kind != LINE_TEXT || line->item != item || line->entry != 0) {
                continue;
            }
            times++;
            unsigned number = (unsigned)strtoul(line->label, NULL, 10);
            assert_int_equal(number, last + 1);
            last = number;
            bool hangs = it->ask_if != NULL && expr_truth(it->ask_if, &env) != TRUTH_TRUE;
            if (hangs && joined(summary, i, "Only if ") == NULL) {
                fail_msg("'%s' does not say when it is asked", it->id);
            }
            assert_true(i + 1 < summary->count && summary->lines[i + 1].joins);
        }
        if (times != 1) {
            fail_msg("'%s' is %zu times on the paper", it->id, times);
        }
    }
    for (size_t i = 0; i < summary->count; i++) {
        no_ids(bench, summary->lines[i].text, "the paper");
    }
    answers_free(nothing);
    struct buffer out;
    buffer_init(&out, 1 << 22);
    print(summary, &out);
    check(golden, &out);
    buffer_clear(&out);
}

static void test_on_paper(void **state)
{
    (void)state;
    struct bench bench;
    bench_load(&bench, "forms/dry-needling", "config");
    switch_on(&bench);
    check_blank(&bench, "dry-needling.blank");
    bench_clear(&bench);
    bench_load(&bench, "tests/cases/patient/form", "tests/cases/patient/config");
    check_blank(&bench, "every-type.blank");
    bench_clear(&bench);
}

// Nothing private, no finding, no score, no word of a therapist goes home.
static void test_copy_keeps_to_itself(void **state)
{
    (void)state;
    struct bench bench;
    bench_load(&bench, "forms/dry-needling", "config");
    struct answers *answers = read_answers(&bench, "tests/cases/page/many.answers");
    const struct summary_done done[] = {{SUMMARY_NONE, "refer", "Dr Ng", "10:24", "worried"}};
    struct summary_facts facts = plain_facts;
    facts.done = done;
    facts.done_count = 1;
    struct buffer out;
    buffer_init(&out, 1 << 20);
    print(build(&bench, answers, COPY, NULL, &facts), &out);
    static const char *const secrets[] = {
        "Cancer, now", "I have not eaten",  "Dr Ng", "worried", "URGENT", "PHQ",
        "PEG",         "CANNOT BE EXCLUDED"};
    for (size_t i = 0; i < sizeof secrets / sizeof *secrets; i++) {
        if (strstr(out.bytes, secrets[i]) != NULL) {
            fail_msg("'%s' is in the copy", secrets[i]);
        }
    }
    assert_non_null(strstr(out.bytes, "When to get help"));
    buffer_clear(&out);
    answers_free(answers);
    bench_clear(&bench);
}

static void type(struct bench *bench, struct answers *answers, const char *id, const char *text)
{
    struct answer answer = answer_text(text, strlen(text));
    answers_give(answers, form_find(bench->form, id), 0, &answer);
    answer_clear(&answer);
}

// Every row is inside the paper, and holds nothing a terminal would obey.
static void check_rows(struct summary *summary, size_t columns)
{
    struct buffer out;
    buffer_init(&out, 1 << 22);
    summary_plain(summary, &(struct plain_paper){columns, 66, true, text_width_unicode}, &out);
    for (const char *row = out.bytes; *row != '\0';) {
        size_t length = strcspn(row, "\n");
        if (text_columns(row, length, text_width_unicode) > columns) {
            fail_msg("more than %zu columns: %.*s", columns, (int)length, row);
        }
        for (size_t at = 0; at < length;) {
            uint32_t code_point;
            at += text_decode(row + at, length - at, &code_point);
            assert_false(text_forbidden(code_point));
        }
        row += length + 1;
    }
    assert_non_null(strstr(out.bytes, "page 1 of "));
    buffer_clear(&out);
    summary_free(summary);
}

static void test_hostile_words_in_every_document(void **state)
{
    (void)state;
    static const size_t widths[] = {40, 80, 200};
    struct bench bench;
    bench_load(&bench, "forms/dry-needling", "config");
    struct answers *answers = read_answers(&bench, "tests/cases/page/many.answers");
    char *endless = calloc(10001, 1);
    memset(endless, 'x', 10000);
    type(&bench, answers, "full_name",
         "\x1b[2J\xe2\x80\xae"
         "evil\n!! URGENT  <b>no</b>\x07");
    type(&bench, answers, "main_problem", endless);
    type(&bench, answers, "psfs1_activity", "\xf0\x9f\x8f\x8a swim\x9b\r");
    const struct summary_past past = {answers, 0, "3 Nov 2025"};
    const struct summary_done done = {SUMMARY_NONE, "refer", "Dr \x1b[31mNg", "10:24", endless};
    struct summary_facts facts = plain_facts;
    facts.past = &past;
    facts.past_count = 1;
    facts.done = &done;
    facts.done_count = 1;
    for (size_t i = 0; i < sizeof widths / sizeof *widths; i++) {
        check_rows(build(&bench, answers, ANSWERS, NULL, &facts), widths[i]);
        check_rows(build(&bench, answers, FINDINGS, NULL, &facts), widths[i]);
        check_rows(build(&bench, answers, COPY_PRIVATE, NULL, &facts), widths[i]);
        check_rows(build(&bench, answers, WHY, "rf_cord_cancer", &facts), widths[i]);
        check_rows(summary_measures(answers, bench.clinic, &facts), widths[i]);
        check_rows(summary_blank(bench.form, bench.clinic, bench.settings, &facts), widths[i]);
    }
    free(endless);
    answers_free(answers);
    bench_clear(&bench);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_goldens),
        cmocka_unit_test(test_change_vectors),
        cmocka_unit_test(test_page_of_the_second_visit),
        cmocka_unit_test(test_all_rules_have_words),
        cmocka_unit_test(test_conditions_to_read),
        cmocka_unit_test(test_other_words),
        cmocka_unit_test(test_on_paper),
        cmocka_unit_test(test_copy_keeps_to_itself),
        cmocka_unit_test(test_hostile_words_in_every_document),
    };
    return cmocka_run_group_tests_name("summary documents", tests, NULL, NULL);
}
