// Every line of the therapist's page is built from answer ids: take each answer away in turn, and
// the lines that change are lines whose evidence names it, and no others.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "load/load.h"
#include "screening/screen.h"
#include "summary/summary.h"

#include <stdlib.h>
#include <string.h>

struct loaded {
    struct files files;
    struct issues issues;
    struct form *form;
    struct rules *rules;
    struct clinic *clinic;
    struct answers_setup setup;
};

static int load_all(void **state)
{
    struct loaded *loaded = calloc(1, sizeof *loaded);
    files_init(&loaded->files);
    issues_init(&loaded->issues);
    *state = loaded;
    if (load_form("forms/dry-needling", &loaded->files, &loaded->issues, &loaded->form) != 0 ||
        load_rules("config", loaded->form, &loaded->files, &loaded->issues, &loaded->rules) != 0 ||
        load_clinic("config", &loaded->files, &loaded->issues, &loaded->clinic) != 0) {
        return -1;
    }
    loaded->setup = (struct answers_setup){.form = loaded->form, .today_known = true};
    return date_from_civil(2026, 3, 2, &loaded->setup.today) ? 0 : -1;
}

static int unload_all(void **state)
{
    struct loaded *loaded = *state;
    clinic_free(loaded->clinic);
    rules_free(loaded->rules);
    form_free(loaded->form);
    issues_clear(&loaded->issues);
    files_clear(&loaded->files);
    free(loaded);
    return 0;
}

static struct summary *summarise_of(struct loaded *loaded, const struct answers *answers,
                                    const struct interview *interview)
{
    truth *found = calloc(loaded->rules->count + 1, sizeof *found);
    struct expr_env env = answers_env(answers);
    screen_all(loaded->rules, &env, found);
    const struct summary_facts facts = {
        .when = "2 Mar 2026 09:00",
        .program = "intake",
        .form_hash = "f",
        .rules_hash = "r",
        .interview = interview,
    };
    struct summary *summary = summary_build(answers, loaded->rules, found, loaded->clinic, &facts);
    free(found);
    return summary;
}

static struct summary *summarise(struct loaded *loaded, struct answers *answers)
{
    return summarise_of(loaded, answers, NULL);
}

static bool same_line(const struct summary_line *a, const struct summary_line *b)
{
    return a->part == b->part && a->kind == b->kind && strcmp(a->text, b->text) == 0 &&
           (a->label == NULL) == (b->label == NULL) &&
           (a->label == NULL || strcmp(a->label, b->label) == 0);
}

static bool holds(const struct summary *summary, const struct summary_line *line)
{
    for (size_t i = 0; i < summary->count; i++) {
        if (same_line(&summary->lines[i], line)) {
            return true;
        }
    }
    return false;
}

static bool names(const struct summary_line *line, uint32_t item)
{
    for (uint32_t i = 0; i < line->item_count; i++) {
        if (line->items[i] == item) {
            return true;
        }
    }
    return false;
}

// A line of only a label stands before the answers that join it: it comes and goes with them.
static bool only_label(const struct summary_line *line)
{
    return line->item_count == 0 && (line->text[0] == '\0' || line->kind == LINE_HEADING);
}

static size_t compare(const struct loaded *loaded, const struct summary *a, const struct summary *b,
                      uint32_t item)
{
    size_t changed = 0;
    for (size_t i = 0; i < a->count; i++) {
        const struct summary_line *line = &a->lines[i];
        if (holds(b, line) || only_label(line)) {
            continue;
        }
        changed++;
        if (!names(line, item)) {
            fail_msg("without '%s' this line changes, though it does not name it: %s | %s",
                     loaded->form->items[item].id, line->label != NULL ? line->label : "",
                     line->text);
        }
    }
    return changed;
}

static void take_each_away(struct loaded *loaded, const char *file, size_t least)
{
    struct answers *answers = NULL;
    struct issues issues;
    issues_init(&issues);
    assert_int_equal(load_answers(file, &loaded->setup, &loaded->files, &issues, &answers), 0);
    struct summary *whole = summarise(loaded, answers);
    size_t taken = 0;
    for (uint32_t item = 0; item < loaded->form->asked_end; item++) {
        if (!form_is_question(&loaded->form->items[item]) ||
            answers_given(answers, item, 0)->kind == ANSWER_NONE ||
            answers_aside(answers, item, 0)) {
            continue;
        }
        struct answer kept;
        answer_copy(&kept, answers_given(answers, item, 0));
        answers_take(answers, item, 0);
        struct summary *without = summarise(loaded, answers);
        size_t changed = compare(loaded, whole, without, item);
        changed += compare(loaded, without, whole, item);
        // An answer whose absence nobody notices on the page was never on it.
        assert_true(changed > 0);
        summary_free(without);
        answers_give(answers, item, 0, &kept);
        answer_clear(&kept);
        taken++;
    }
    assert_true(taken >= least);
    summary_free(whole);
    answers_free(answers);
    issues_clear(&issues);
}

static void test_healthy(void **state)
{
    take_each_away(*state, "tests/cases/page/shoulder.answers", 40);
}

static void test_many_illnesses(void **state)
{
    take_each_away(*state, "tests/cases/page/many.answers", 40);
}

static void test_blood_thinner(void **state)
{
    take_each_away(*state, "tests/cases/page/thinner.answers", 40);
}

static void test_pregnant(void **state)
{
    take_each_away(*state, "tests/cases/page/pregnant.answers", 40);
}

static void test_urgent(void **state)
{
    take_each_away(*state, "tests/cases/page/cauda.answers", 40);
}

static void test_many_medicines(void **state)
{
    take_each_away(*state, "tests/cases/page/medicines.answers", 40);
}

static void test_silences(void **state)
{
    take_each_away(*state, "tests/cases/page/silent.answers", 40);
}

static void test_unfinished(void **state)
{
    take_each_away(*state, "tests/cases/page/unfinished.answers", 15);
}

static void say(struct interview *interview, uint32_t item, const char *code)
{
    const struct form_item *it = &answers_form(interview_answers(interview))->items[item];
    struct event event = {.kind = EVENT_ANSWER, .item = item};
    for (uint32_t option = 0; option < it->options->count; option++) {
        if (strcmp(it->options->list[option].code, code) != 0) {
            continue;
        }
        if (it->value_type == VALUE_SET) {
            event.answer = answer_empty_set();
            answer_choose(&event.answer, it->options, option, true);
        } else {
            event.answer = answer_code(option);
        }
    }
    assert_int_equal(interview_do(interview, &event, NULL), 0);
    answer_clear(&event.answer);
}

static void step(struct interview *interview, enum event_kind kind, uint32_t item)
{
    struct event event = {.kind = kind, .item = item};
    assert_int_equal(interview_do(interview, &event, NULL), 0);
}

static const struct summary_line *line_labelled(const struct summary *summary, const char *label)
{
    for (size_t i = 0; i < summary->count; i++) {
        if (summary->lines[i].label != NULL && strcmp(summary->lines[i].label, label) == 0) {
            return &summary->lines[i];
        }
    }
    return NULL;
}

// What was shown as urgent and then changed stays on the page, with what was said first.
static void test_shown_then_changed(void **state)
{
    struct loaded *loaded = *state;
    struct interview *interview = interview_new(&loaded->setup);
    step(interview, EVENT_BEGIN, FORM_NO_ITEM);
    step(interview, EVENT_READ, form_find(loaded->form, "welcome"));
    say(interview, form_find(loaded->form, "who_answers"), "self");
    uint32_t urgent = form_find(loaded->form, "today_urgent");
    say(interview, urgent, "chest_pain");
    struct event interrupt = {
        .kind = EVENT_INTERRUPT, .text = "rf_chest_pain_now", .text2 = "today_urgent"};
    assert_int_equal(interview_do(interview, &interrupt, NULL), 0);
    step(interview, EVENT_GO_ON, FORM_NO_ITEM);
    struct summary *before = summarise_of(loaded, interview_answers(interview), interview);
    assert_null(line_labelled(before, "!! CHANGED"));
    step(interview, EVENT_BACK, FORM_NO_ITEM);
    say(interview, urgent, "none");
    struct summary *after = summarise_of(loaded, interview_answers(interview), interview);
    const struct summary_line *line = line_labelled(after, "!! CHANGED");
    assert_true(line != NULL && names(line, urgent) &&
                strstr(line->text, "was Chest pain or tightness; now None of these") != NULL);
    summary_free(before);
    summary_free(after);
    interview_free(interview);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_healthy),
        cmocka_unit_test(test_many_illnesses),
        cmocka_unit_test(test_blood_thinner),
        cmocka_unit_test(test_pregnant),
        cmocka_unit_test(test_urgent),
        cmocka_unit_test(test_many_medicines),
        cmocka_unit_test(test_silences),
        cmocka_unit_test(test_unfinished),
        cmocka_unit_test(test_shown_then_changed),
    };
    return cmocka_run_group_tests_name("summary evidence", tests, load_all, unload_all);
}
