// Answers handed over in a file: every type in both forms, silences, repeats, and what is refused.
#include "base/buffer.h"
#include "load/load.h"
#include "load_folder.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static struct load_folder folder;
static struct files files;
static struct issues issues;
static struct form *form;
static struct rules *rules;

static int load_base(void **state)
{
    (void)state;
    load_folder_make(&folder, NULL);
    files_init(&files);
    issues_init(&issues);
    return load_form(folder.form, &files, &issues, &form, NULL) != 0 ||
           load_rules(folder.config, form, &files, &issues, &rules) != 0;
}

static int free_base(void **state)
{
    (void)state;
    rules_free(rules);
    form_free(form);
    files_clear(&files);
    issues_clear(&issues);
    load_folder_remove(&folder);
    return 0;
}

// Loads `text` as an answers file; NULL if it is refused. What was said is in `issues`.
static struct answers *load(const char *text)
{
    char path[256];
    struct answers *answers = NULL;
    day_number today;
    assert_true(date_from_civil(2026, 3, 2, &today));
    snprintf(path, sizeof(path), "%s/answers.cfg", folder.root);
    load_folder_write(path, text, strlen(text));
    issues_clear(&issues);
    uint8_t settings[4] = {1, 1, 1, 1};
    const struct answers_setup setup = {
        .form = form, .settings = settings, .today_known = true, .today = today};
    int status = load_answers(path, &setup, &files, &issues, &answers);
    assert_int_equal(status == 0, answers != NULL);
    assert_int_equal(status == 0, issues.errors == 0);
    return answers;
}

static struct answers *fine(const char *text)
{
    struct answers *answers = load(text);
    if (answers == NULL) {
        fail_msg("%u: %s", (unsigned)issues.list[0].line, issues.list[0].text);
    }
    return answers;
}

static void refused(const char *text, uint32_t line, const char *words)
{
    struct answers *answers = load(text);
    if (answers != NULL) {
        fail_msg("accepted: %s", text);
    }
    if (issues.list[0].line != line || strstr(issues.list[0].text, words) == NULL) {
        fail_msg("%u: %s", (unsigned)issues.list[0].line, issues.list[0].text);
    }
}

static uint32_t item(const char *id)
{
    uint32_t found = form_find(form, id);
    assert_int_not_equal(found, FORM_NO_ITEM);
    return found;
}

static const struct answer *given(const struct answers *answers, const char *id, uint32_t entry)
{
    return answers_given(answers, item(id), entry);
}

static bool chose(const struct answers *answers, const char *id, const char *code)
{
    const struct answer *answer = given(answers, id, 0);
    uint32_t option = form_option(form->items[item(id)].options, code);
    assert_int_not_equal(option, UINT32_MAX);
    assert_int_equal(answer->kind, ANSWER_VALUE);
    return answer->is_set ? set_has(answer->as.set->chosen, option) : answer->as.code == option;
}

static void check_everything(const struct answers *answers)
{
    assert_string_equal(given(answers, "name", 0)->text, "Maria");
    assert_int_equal(given(answers, "born", 0)->as.date.precision, DATE_YEAR);
    assert_true(chose(answers, "smoke", "no"));
    assert_true(chose(answers, "signs", "fever") && chose(answers, "signs", "other"));
    assert_false(chose(answers, "signs", "none"));
    assert_true(given(answers, "children", 0)->as.number == 2 * DECIMAL_ONE);
    assert_true(given(answers, "weight", 0)->as.number == 70 * DECIMAL_ONE + DECIMAL_ONE / 2);
    assert_int_equal(given(answers, "weight", 0)->unit, 1);
    assert_true(chose(answers, "driver", "yes"));
    assert_true(chose(answers, "where", "head") && chose(answers, "where", "arm_l"));
    assert_true(chose(answers, "worst", "head"));
    assert_int_equal(answers_entries(answers, item("medicines")), 2);
    assert_string_equal(given(answers, "medicine", 0)->text, "One");
    assert_string_equal(given(answers, "medicine", 1)->text, "Two");
    assert_true(given(answers, "dose", 1)->as.number == DECIMAL_ONE / 4);
    assert_int_equal(given(answers, "dose", 0)->kind, ANSWER_NONE);
}

static void every_type_in_the_short_form(void **state)
{
    (void)state;
    struct answers *answers = fine(
        "answers = { name = \"Maria\"; born = \"1980\"; smoke = \"no\";\n"
        "  signs = { value = ( \"fever\", \"other\" ); other = \"Itch\"; };\n"
        "  children = 2; weight = { value = \"70.5\"; unit = \"lb\"; }; driver = true;\n"
        "  where = ( \"head\", { code = \"arm_l\"; intensity = 7; kind = \"ache\"; } );\n"
        "  worst = \"head\"; pain = 5;\n"
        "  medicines = ( { medicine = \"One\"; }, { medicine = \"Two\"; dose = \"0.25\"; } ); };\n");
    check_everything(answers);
    assert_string_equal(given(answers, "signs", 0)->text, "Itch");
    struct answer copy;
    answer_copy(&copy, given(answers, "where", 0));
    uint32_t arm = form_option(form->items[item("where")].options, "arm_l");
    const struct answer_mark *mark = answer_mark(&copy, arm, false);
    assert_non_null(mark);
    assert_int_equal(mark->intensity, 7);
    assert_int_equal(mark->kind, 0);
    answer_clear(&copy);
    answers_free(answers);
}

static void every_type_in_the_long_form(void **state)
{
    (void)state;
    struct answers *answers = fine(
        "answers = (\n"
        "  { id = \"name\"; value = \"Maria\"; },\n"
        "  { id = \"born\"; value = \"1980-05-17\"; precision = \"year\"; },\n"
        "  { id = \"smoke\"; value = \"no\"; },\n"
        "  { id = \"signs\"; value = ( \"fever\", \"other\" ); other = \"Itch\"; },\n"
        "  { id = \"children\"; value = 2; },\n"
        "  { id = \"weight\"; value = \"70.5\"; unit = \"lb\"; },\n"
        "  { id = \"driver\"; value = \"yes\"; },\n"
        "  { id = \"where\"; value = ( \"head\", \"arm_l\" ); intensity = ( 3, 7 ); kind = \"ache\"; },\n"
        "  { id = \"worst\"; value = \"head\"; },\n"
        "  { id = \"medicines\"; entries = (\n"
        "      ( { id = \"medicine\"; value = \"One\"; } ),\n"
        "      ( { id = \"medicine\"; value = \"Two\"; }, { id = \"dose\"; value = \"0.25\"; } ) ); } );\n");
    check_everything(answers);
    answers_free(answers);
}

static void silences_are_states_or_options(void **state)
{
    (void)state;
    struct answers *answers =
        fine("answers = { name = { silent = \"declined\"; }; smoke = { silent = \"dont-know\"; };\n"
             "  children = { silent = \"skipped\"; }; pain = { silent = \"not-reached\"; }; };");
    assert_int_equal(answers_state(answers, item("name"), 0), STATE_DECLINED);
    assert_int_equal(answers_state(answers, item("children"), 0), STATE_SKIPPED);
    assert_int_equal(answers_state(answers, item("pain"), 0), STATE_NOT_REACHED);
    assert_int_equal(answers_state(answers, item("weight"), 0), STATE_NOT_REACHED);
    assert_true(chose(answers, "smoke", "unsure"));
    answers_free(answers);
}

static void what_does_not_apply_is_put_aside(void **state)
{
    (void)state;
    struct answers *answers = fine("answers = { born = \"2020-01-01\"; driver = \"yes\"; };");
    assert_int_equal(answers_state(answers, item("driver"), 0), STATE_NOT_APPLICABLE);
    assert_true(answers_aside(answers, item("driver"), 0));
    answers_free(answers);
}

static void a_warning_is_a_note(void **state)
{
    (void)state;
    struct answers *answers = fine("answers = {\n children = 15; };");
    assert_int_equal(issues.count, 1);
    assert_int_equal(issues.list[0].level, ISSUE_NOTE);
    assert_int_equal(issues.list[0].line, 2);
    assert_non_null(strstr(issues.list[0].text, "Really so many?"));
    answers_free(answers);
}

static void what_cannot_be_is_refused(void **state)
{
    (void)state;
    refused("answers = {\n nam = \"x\"; };", 2, "'nam' is no question of this form");
    refused("answers = {\n nam = \"x\"; };", 2, "did you mean 'name'");
    refused("answers = {\n smoke = \"perhaps\"; };", 2, "'perhaps' is no choice of 'smoke'");
    refused("answers = {\n smoke = 1; };", 2, "a code in quotes");
    refused("answers = {\n children = \"many\"; };", 2, "a whole number without quotes");
    refused("answers = {\n children = 1.5; };", 2, "a whole number without quotes");
    refused("answers = {\n signs = \"fever\"; };", 2, "a list of codes");
    refused("answers = {\n signs = ( \"none\", \"fever\" ); };", 2, "excludes the others");
    refused("answers = {\n signs = ( \"fever\", \"none\" ); };", 2, "excludes the others");
    refused("answers = {\n signs = ( \"fever\", \"fever\" ); };", 2, "each choice once");
    refused("answers = {\n smoke = { value = \"no\"; other = \"x\"; }; };", 2, "no 'other'");
    refused("answers = {\n children = 21; };", 2, "at most 20");
    refused("answers = {\n children = \"1.5\"; };", 2, "decimals");
    refused("answers = {\n weight = 1.5; };", 2, "a decimal in quotes");
    refused("answers = {\n weight = { value = \"10\"; }; };", 2, "at least 20");
    refused("answers = {\n weight = { value = \"70\"; unit = \"stone\"; }; };", 2, "its units");
    refused("answers = {\n born = \"1980-05\"; };", 2, "less exact");
    refused("answers = {\n born = \"1980-02-30\"; };", 2, "a date such as");
    refused("answers = {\n born = \"2027-01-01\"; };", 2, "too late; at the latest 2026-03-02");
    refused("answers = {\n hello = \"x\"; };", 2, "only questions are answered");
    refused("answers = {\n age = 40; };", 2, "only questions are answered");
    refused("answers = {\n total = 4; };", 2, "only questions are answered");
    refused("answers = {\n where = ( \"arm\" ); };", 2, "no choice of 'where'");
    refused("answers = {\n where = ( { code = \"head\"; intensity = 11; } ); };", 2, "0 to 10");
    refused("answers = { where = {\n value = ( \"head\" ); intensity = ( 1, 2 ); }; };", 2,
            "2 entries of 'intensity' for 1 of 'value'");
    refused("answers = { where = {\n value = ( \"head\" ); kind = ( \"ache\", \"ache\" ); }; };", 2,
            "2 entries of 'kind' for 1 of 'value'");
    refused("answers = {\n where = ( \"head\" );\n worst = \"arm_l\"; };", 3, "not among");
    refused("answers = {\n dose = 1; };", 2, "stands in repeat 'medicines'");
    refused("answers = { medicines = ( {\n name = \"x\"; } ); };", 2, "stands in no repeat");
    refused("answers = {\n medicines = ( { }, { }, { }, { } ); };", 2, "at most 3");
    refused("answers = {\n name = { silent = \"no\"; }; };", 2, "'dont-know'");
    refused("answers = {\n name = { silent = \"declined\"; value = \"x\"; }; };", 2, "both");
    refused("answers = {\n name = { }; };", 2, "neither");
    refused("answers = { name = {\n id = \"born\"; value = \"x\"; }; };", 2, "'id' is 'born'");
    refused("answers = {\n name = { valu = \"x\"; }; };", 2, "unknown key 'valu'");
    refused("answers = ( { id = \"name\"; value = \"x\"; },\n{ id = \"name\"; value = \"y\"; } );",
            2, "answered already");
    refused("answers = (\n { value = \"x\"; } );", 2, "without 'id'");
    refused("answers = \"none\";", 1, "neither");
    refused("answer = { };", 1, "unknown key 'answer'");
    refused("answers = { name = \"x\" ", 1, "never closed");
}

static void every_mistake_is_said_at_once(void **state)
{
    (void)state;
    assert_null(load("answers = { nam = \"x\"; smoke = \"perhaps\"; children = 99; };"));
    assert_int_equal(issues.errors, 3);
    assert_null(load("answers = { name = { valu = \"x\"; }; };"));
    assert_int_equal(issues.errors, 1);
}

static void write_case(const char *name, const char *text)
{
    char path[256];
    snprintf(path, sizeof(path), "%s/cases/%s.cfg", folder.form, name);
    load_folder_write(path, text, strlen(text));
}

static void remove_case(const char *name)
{
    char path[256];
    snprintf(path, sizeof(path), "%s/cases/%s.cfg", folder.form, name);
    remove(path);
}

// A face insists on what "other" was, and offers only some silences; a file may leave it out.
static void what_is_only_missing_is_taken(void **state)
{
    (void)state;
    struct answers *answers = fine("answers = { signs = ( \"other\" ); };");
    assert_true(chose(answers, "signs", "other"));
    answers_free(answers);
    answers = fine("answers = { smoke = { silent = \"skipped\"; }; };");
    assert_int_equal(given(answers, "smoke", 0)->kind, ANSWER_SILENCE);
    answers_free(answers);
}

static void cases_stand_on_each_other(void **state)
{
    (void)state;
    struct trials trials;
    issues_clear(&issues);
    write_case("a",
               "case = { says = \"feverish\"; today = \"2026-03-02\"; like = \"b\";\n"
               "  answers = { signs = ( \"fever\" ); }; without = ( \"name\", \"medicines\" );\n"
               "  present = ( \"fever\" ); silent = ( \"ill\" ); only = true; };\n");
    write_case(
        "b",
        "case = { says = \"well\"; today = \"2020-01-01\"; settings = ( \"extra\" );\n"
        "  answers = { name = \"Ann\"; born = \"1980\"; smoke = \"no\"; signs = ( \"none\" );\n"
        "              medicines = ( { medicine = \"One\"; } ); };\n"
        "  scores = ( { id = \"total\"; value = \"not-scored\"; } ); };\n");
    write_case("c",
               "cases = ( { name = \"one\"; like = \"a\"; answers = { name = \"Bo\"; }; },\n"
               "          { name = \"two\"; like = \"c/one\"; present = ( \"fever\" ); } );\n");
    assert_int_equal(load_cases(folder.form, form, rules, &files, &issues, &trials), 0);
    assert_int_equal(trials.count, 4);
    assert_string_equal(trials.list[0].name, "a");
    assert_string_equal(trials.list[3].name, "c/two");
    assert_int_equal(trials.list[0].rule_count, 2);
    assert_true(chose(trials.list[0].answers, "signs", "fever"));
    assert_int_equal(given(trials.list[0].answers, "name", 0)->kind, ANSWER_NONE);
    assert_int_equal(answers_entries(trials.list[0].answers, item("medicines")), 0);
    assert_int_equal(answers_entries(trials.list[1].answers, item("medicines")), 1);
    assert_string_equal(given(trials.list[3].answers, "name", 0)->text, "Bo");
    struct arena arena;
    arena_init(&arena);
    struct trial_reach reach = trial_reach_new(rules, &arena);
    for (size_t i = 0; i < trials.count; i++) {
        assert_int_equal(trial_run(&trials.list[i], rules, &reach, &issues), 0);
    }
    arena_clear(&arena);
    trials_clear(&trials);
    remove_case("a");
    remove_case("b");
    remove_case("c");
}

static void case_refused(const char *text, const char *words)
{
    struct trials trials;
    issues_clear(&issues);
    write_case("x", text);
    assert_int_equal(load_cases(folder.form, form, rules, &files, &issues, &trials), -1);
    if (strstr(issues.list[0].text, words) == NULL) {
        fail_msg("%s", issues.list[0].text);
    }
    remove_case("x");
}

static void cases_with_mistakes_are_refused(void **state)
{
    (void)state;
    case_refused("case = { says = \"x\"; };", "no 'today'");
    case_refused("case = { today = \"2026\"; };", "a day such as");
    case_refused("case = { today = \"2026-01-01\"; like = \"y\"; };", "no case 'y'");
    case_refused("case = { today = \"2026-01-01\"; like = \"x\"; };", "like itself");
    case_refused("case = { today = \"2026-01-01\"; present = ( \"fevr\" ); };", "no rule 'fevr'");
    case_refused("case = { today = \"2026-01-01\"; present = ( \"ill\" ); silent = ( \"ill\" ); };",
                 "named twice");
    case_refused(
        "case = { today = \"2026-01-01\"; scores = ( { id = \"age\"; value = \"1\"; } ); };",
        "no score");
    case_refused("case = { today = \"2026-01-01\"; settings = ( \"extr\" ); };", "setting 'extr'");
    case_refused("case = { today = \"2026-01-01\"; answers = { nam = 1; }; };", "no question");
    case_refused("case = { today = \"2026-01-01\"; answer = { }; };", "unknown key 'answer'");
    case_refused("cases = ( ); case = { };", "both");
    case_refused("", "neither");
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(every_type_in_the_short_form),
        cmocka_unit_test(every_type_in_the_long_form),
        cmocka_unit_test(silences_are_states_or_options),
        cmocka_unit_test(what_does_not_apply_is_put_aside),
        cmocka_unit_test(a_warning_is_a_note),
        cmocka_unit_test(what_cannot_be_is_refused),
        cmocka_unit_test(every_mistake_is_said_at_once),
        cmocka_unit_test(what_is_only_missing_is_taken),
        cmocka_unit_test(cases_stand_on_each_other),
        cmocka_unit_test(cases_with_mistakes_are_refused),
    };
    return cmocka_run_group_tests(tests, load_base, free_base);
}
