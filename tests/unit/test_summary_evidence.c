// Every line of the therapist's page is built from answer ids: take each answer out of the file in
// turn, and the lines whose evidence names it change, and no others.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "summary/plain.h"
#include "summary_fixture.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static const struct summary_facts page_facts = {
    .when = "2 Mar 2026 09:00",
    .program = "intake",
    .form_hash = "f",
    .rules_hash = "r",
};

static struct summary *summarise_of(struct loaded *loaded, const struct answers *answers,
                                    const struct interview *interview)
{
    struct summary_facts facts = page_facts;
    facts.interview = interview;
    return summary_of(loaded, answers, &facts);
}

static struct summary *summarise(struct loaded *loaded, const struct answers *answers)
{
    return summarise_of(loaded, answers, NULL);
}

static struct summary *trace_of(struct loaded *loaded, const struct answers *answers)
{
    struct summary *summary = summarise(loaded, answers);
    summary_trace(summary, answers, loaded->rules, loaded->clinic, &page_facts);
    return summary;
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

// An answers file in pieces: what stands before the first answer, each answer, and what follows.
struct pieces {
    char *text;
    char *answers[200];
    size_t count;
};

static void cut(const char *file, struct pieces *pieces)
{
    FILE *in = fopen(file, "r");
    assert_non_null(in);
    pieces->text = calloc(1, 1 << 16);
    pieces->count = 0;
    assert_true(fread(pieces->text, 1, (1 << 16) - 1, in) > 0);
    fclose(in);
    bool quoted = false;
    for (char *at = strchr(pieces->text, '('); *at != '\0'; at++) {
        quoted = quoted != (*at == '"');
        if (!quoted && *at == '{') {
            assert_true(pieces->count < 200);
            pieces->answers[pieces->count++] = at;
        } else if (!quoted && *at == '}') {
            at[1] = '\0';
            at++;
        }
    }
}

static void write_without(const struct pieces *pieces, size_t out, const char *file)
{
    FILE *to = fopen(file, "w");
    assert_non_null(to);
    fprintf(to, "answers = (\n");
    const char *comma = "";
    for (size_t i = 0; i < pieces->count; i++) {
        if (i != out) {
            fprintf(to, "%s%s", comma, pieces->answers[i]);
            comma = ",\n";
        }
    }
    fprintf(to, "\n);\n");
    assert_int_equal(fclose(to), 0);
}

static struct answers *read_answers(struct loaded *loaded, const char *file)
{
    struct answers *answers = NULL;
    struct issues issues;
    issues_init(&issues);
    assert_int_equal(load_answers(file, &loaded->setup, &loaded->files, &issues, &answers), 0);
    issues_clear(&issues);
    return answers;
}

// The page in words: a finding (or a question that would settle some) with all that stands under it
// is one entry, and every other line is one, with the label that it stands behind.
struct entry {
    const struct summary_line *line;
    struct buffer words;
};

static bool begins_entry(const struct summary_line *line)
{
    return line->kind == LINE_FLAG || line->kind == LINE_CHANGED || line->kind == LINE_QUESTION;
}

static size_t entries_of(const struct summary *summary, struct entry *entries)
{
    size_t count = 0, whole = SIZE_MAX;
    const struct summary_line *label = NULL;
    for (size_t i = 0; i < summary->count; i++) {
        const struct summary_line *line = &summary->lines[i];
        label = line->joins ? label : line;
        if (begins_entry(line)) {
            whole = count;
        } else if (!line->joins) {
            whole = SIZE_MAX;
        }
        if (whole == SIZE_MAX || whole == count) {
            entries[count].line = line;
            buffer_init(&entries[count].words, 1 << 20);
            buffer_print(&entries[count].words, "%d %s", (int)line->part,
                         label->label != NULL ? label->label : "");
            count++;
        }
        buffer_print(&entries[count - 1].words, "\n%s:%s", line->label != NULL ? line->label : "",
                     line->text);
    }
    return count;
}

static size_t times(const struct entry *entries, size_t count, const char *words)
{
    size_t found = 0;
    for (size_t i = 0; i < count; i++) {
        found += strcmp(entries[i].words.bytes, words) == 0;
    }
    return found;
}

enum { ENTRIES = 1000 };

// Of the entries of `a` those that are not in `b` name the question, and no others do.
static size_t compare(const struct loaded *loaded, const struct summary *a, const struct summary *b,
                      uint32_t item)
{
    static struct entry as[ENTRIES], bs[ENTRIES];
    assert_true(a->count < ENTRIES && b->count < ENTRIES);
    size_t a_count = entries_of(a, as), b_count = entries_of(b, bs), changed = 0;
    for (size_t i = 0; i < a_count; i++) {
        const char *words = as[i].words.bytes;
        bool differs = times(as, a_count, words) != times(bs, b_count, words);
        changed += differs;
        if (differs != names(as[i].line, item)) {
            fail_msg("without '%s' this %s, but it %s it: %s", loaded->form->items[item].id,
                     differs ? "changes" : "stays", differs ? "does not name" : "names", words);
        }
    }
    for (size_t i = 0; i < a_count; i++) {
        buffer_clear(&as[i].words);
    }
    for (size_t i = 0; i < b_count; i++) {
        buffer_clear(&bs[i].words);
    }
    return changed;
}

// What a finding gives as its reason is among what it rests on.
static size_t check_reasons(const struct loaded *loaded, const struct summary *summary)
{
    const struct summary_line *flag = NULL;
    size_t reasons = 0;
    for (size_t i = 0; i < summary->count; i++) {
        const struct summary_line *line = &summary->lines[i];
        flag = line->kind == LINE_FLAG ? line : flag;
        bool reason = line->kind == LINE_REASON && line->label != NULL;
        for (uint32_t item = 0; reason && item < loaded->form->asked_end; item++) {
            const struct form_item *it = &loaded->form->items[item];
            bool said = form_is_question(it) && strcmp(line->label, it->label) == 0;
            if (said && strcmp(line->text, "not reached") != 0) {
                assert_true(flag != NULL && names(flag, item) && names(line, item));
                reasons++;
            }
        }
    }
    return reasons;
}

static void take_each_away(struct loaded *loaded, const char *file, size_t least,
                           size_t least_reasons)
{
    char without_file[] = "/tmp/intake-evidence-XXXXXX";
    int fd = mkstemp(without_file);
    assert_true(fd >= 0);
    close(fd);
    struct pieces pieces;
    cut(file, &pieces);
    struct answers *answers = read_answers(loaded, file);
    struct summary *whole = trace_of(loaded, answers);
    size_t reasons = check_reasons(loaded, whole);
    if (reasons < least_reasons) {
        fail_msg("%s: %zu reasons", file, reasons);
    }
    for (size_t i = 0; i < pieces.count; i++) {
        char id[LIMIT_ID + 1];
        assert_int_equal(sscanf(pieces.answers[i], "{ id = \"%64[a-z0-9_]", id), 1);
        uint32_t item = form_find(loaded->form, id);
        write_without(&pieces, i, without_file);
        struct answers *others = read_answers(loaded, without_file);
        struct summary *without = summarise(loaded, others);
        // An answer whose absence nobody notices on the page was never on it.
        if (answers_aside(answers, item, 0)) {
            assert_int_equal(compare(loaded, whole, without, item), 0);
        } else {
            assert_true(compare(loaded, whole, without, item) > 0);
        }
        summary_free(without);
        answers_free(others);
    }
    assert_true(pieces.count >= least);
    summary_free(whole);
    answers_free(answers);
    free(pieces.text);
    unlink(without_file);
}

static void test_healthy(void **state)
{
    take_each_away(*state, "tests/cases/page/shoulder.answers", 40, 1);
}

static void test_many_illnesses(void **state)
{
    take_each_away(*state, "tests/cases/page/many.answers", 40, 20);
}

static void test_blood_thinner(void **state)
{
    take_each_away(*state, "tests/cases/page/thinner.answers", 40, 4);
}

static void test_pregnant(void **state)
{
    take_each_away(*state, "tests/cases/page/pregnant.answers", 40, 2);
}

static void test_urgent(void **state)
{
    take_each_away(*state, "tests/cases/page/cauda.answers", 40, 3);
}

static void test_many_medicines(void **state)
{
    take_each_away(*state, "tests/cases/page/medicines.answers", 40, 5);
}

static void test_silences(void **state)
{
    take_each_away(*state, "tests/cases/page/silent.answers", 40, 1);
}

static void test_unfinished(void **state)
{
    take_each_away(*state, "tests/cases/page/unfinished.answers", 10, 0);
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

static const struct summary_line *line_of(const struct summary *summary, enum summary_kind kind)
{
    for (size_t i = 0; i < summary->count; i++) {
        if (summary->lines[i].kind == kind) {
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
    assert_null(line_of(before, LINE_CHANGED));
    step(interview, EVENT_BACK, FORM_NO_ITEM);
    say(interview, urgent, "none");
    struct summary *after = summarise_of(loaded, interview_answers(interview), interview);
    struct summary_facts facts = page_facts;
    facts.interview = interview;
    summary_trace(after, interview_answers(interview), loaded->rules, loaded->clinic, &facts);
    const struct summary_line *line = line_of(after, LINE_CHANGED);
    assert_true(line != NULL && names(line, urgent) &&
                strstr(line->text, "was Chest pain or tightness; now None of these") != NULL);
    struct buffer page;
    buffer_init(&page, 1 << 20);
    summary_plain(after, &(struct plain_paper){80, 0, false, text_width_unicode}, &page);
    assert_non_null(strstr(page.bytes, "\n!! CHANGED    The urgent text was shown on this answer"));
    buffer_clear(&page);
    summary_free(before);
    summary_free(after);
    interview_free(interview);
}

// The page of an interview in which the urgent text was shown, and what came after it.
static void page_after(struct loaded *loaded, const bool *by_staff, size_t count,
                       struct buffer *page)
{
    struct interview *interview = interview_new(&loaded->setup);
    struct event interrupt = {
        .kind = EVENT_INTERRUPT, .text = "rf_chest_pain_now", .text2 = "today_urgent"};
    step(interview, EVENT_BEGIN, FORM_NO_ITEM);
    for (size_t i = 0; i < count; i++) {
        struct event go_on = {.kind = EVENT_GO_ON, .item = FORM_NO_ITEM, .confirmed = by_staff[i]};
        assert_int_equal(interview_do(interview, &interrupt, NULL), 0);
        assert_int_equal(interview_do(interview, &go_on, NULL), 0);
    }
    struct summary *summary = summarise_of(loaded, interview_answers(interview), interview);
    buffer_reset(page);
    summary_plain(summary, &(struct plain_paper){80, 0, false, text_width_unicode}, page);
    summary_free(summary);
    interview_free(interview);
}

// Whose choice it was to go on after the urgent text: the patient's own, once, outweighs staff's.
static void test_who_went_on(void **state)
{
    static const char alone[] = "The urgent text was shown; the patient went on by their own",
                      staff[] = "The urgent text was shown; staff let the patient go on.";
    static const struct {
        bool by_staff[2];
        size_t count;
        const char *says, *not ;
    } cases[] = {
        {{0}, 0, "", "The urgent text was shown;"},
        {{false}, 1, alone, staff},
        {{true}, 1, staff, alone},
        {{true, true}, 2, staff, alone},
        {{true, false}, 2, alone, staff},
        {{false, true}, 2, alone, staff},
    };
    struct buffer page;
    buffer_init(&page, 1 << 20);
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        page_after(*state, cases[i].by_staff, cases[i].count, &page);
        assert_non_null(strstr(page.bytes, cases[i].says));
        assert_null(strstr(page.bytes, cases[i].not ));
    }
    buffer_clear(&page);
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
        cmocka_unit_test(test_who_went_on),
    };
    return cmocka_run_group_tests_name("summary evidence", tests, summary_load, summary_unload);
}
