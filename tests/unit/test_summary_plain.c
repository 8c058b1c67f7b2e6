// The page as plain text: whatever was typed is harmless, complete and inside the paper; a sheet is
// a sheet; nothing of the document is lost between sheets; what is dangerous is on the first.
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
#include <strings.h>

static struct answers *person(struct loaded *loaded, const char *name)
{
    char file[120];
    snprintf(file, sizeof file, "tests/cases/page/%s.answers", name);
    struct answers *answers = NULL;
    assert_int_equal(load_answers(file, &loaded->setup, &loaded->files, &loaded->issues, &answers),
                     0);
    return answers;
}

static struct summary *summarise(struct loaded *loaded, const struct answers *answers)
{
    static const struct summary_facts facts = {
        .when = "2 Mar 2026 09:00",
        .program = "intake",
        .form_hash = "01234567",
        .rules_hash = "89abcdef",
        .practice = true,
    };
    return summary_of(loaded, answers, &facts);
}

static void type(struct loaded *loaded, struct answers *answers, const char *id, const char *text)
{
    struct answer answer = answer_text(text, strlen(text));
    answers_give(answers, form_find(loaded->form, id), 0, &answer);
    answer_clear(&answer);
}

static char *repeat(const char *unit, size_t times)
{
    char *text = calloc(times, strlen(unit) + 1);
    for (size_t i = 0; i < times; i++) {
        strcat(text + i * strlen(unit), unit);
    }
    return text;
}

// Every row is inside the paper and holds nothing a terminal would obey; returns how many there
// are.
static size_t check_rows(const char *page, size_t columns)
{
    size_t rows = 0;
    for (const char *row = page; *row != '\0'; rows++) {
        size_t length = strcspn(row, "\n");
        assert_int_equal(row[length], '\n');
        assert_int_equal(text_valid(row, length), length);
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
    return rows;
}

static size_t count(const char *page, const char *what)
{
    size_t found = 0;
    for (const char *at = page; (at = strstr(at, what)) != NULL; at += strlen(what)) {
        found++;
    }
    return found;
}

static size_t sheets_of(const char *page)
{
    char number[40];
    size_t sheets = 0;
    do {
        snprintf(number, sizeof number, "page %zu of ", ++sheets);
    } while (strstr(page, number) != NULL);
    return sheets - 1;
}

static const struct plain_paper papers[] = {
    {80, 66, false, text_width_unicode}, {80, 66, true, text_width_unicode},
    {80, 0, false, text_width_unicode},  {40, 24, false, text_width_unicode},
    {132, 40, true, text_width_unicode}, {1, 1, false, text_width_unicode},
};

static void each_paper(const struct summary *summary,
                       void (*check)(const struct summary *, const struct plain_paper *,
                                     const char *page))
{
    for (size_t i = 0; i < sizeof papers / sizeof *papers; i++) {
        struct buffer page;
        buffer_init(&page, SIZE_MAX / 2);
        summary_plain(summary, &papers[i], &page);
        check(summary, &papers[i], page.bytes);
        buffer_clear(&page);
    }
}

static void check_hostile(const struct summary *summary, const struct plain_paper *paper,
                          const char *page)
{
    (void)summary;
    check_rows(page, paper->columns < 40 ? 40 : paper->columns);
    assert_int_equal(count(page, "\u75db"), 10000);
    assert_null(strstr(page, "\n!! URGENT"));
    assert_non_null(strstr(page, "forged"));
    assert_true(count(page, "Q") >= 10000);
    assert_true(count(page, "e\u0301\u0323") >= 1500);
}

static void test_hostile(void **state)
{
    struct loaded *loaded = *state;
    struct answers *answers = person(loaded, "shoulder");
    char *wide = repeat("\u75db", 10000), *word = repeat("Q", 10000);
    char *marks = repeat("e\u0301\u0323 \x1b[31m\u202e\u2066\x07\r\t\x9b\xff", 1500);
    type(loaded, answers, "full_name", word);
    type(loaded, answers, "main_problem", wide);
    type(loaded, answers, "goal_main", marks);
    type(loaded, answers, "psfs1_activity", "aspirin\n!! URGENT  forged\n\nfish oil");
    struct summary *summary = summarise(loaded, answers);
    each_paper(summary, check_hostile);
    summary_free(summary);
    answers_free(answers);
    free(wide);
    free(word);
    free(marks);
}

static char *without_spaces(const char *text)
{
    char *out = calloc(1, strlen(text) + 1), *end = out;
    for (; *text != '\0'; text++) {
        if (*text != ' ' && *text != '\n') {
            *end++ = *text;
        }
    }
    return out;
}

static void check_has(const char *page, const char *text, const char *what)
{
    char *words = without_spaces(text);
    if (strstr(page, words) == NULL) {
        fail_msg("the page has lost this %s: %s", what, text);
    }
    free(words);
}

// Beside the chart a paragraph has the figures between its rows.
static void check_words(const char *page, const char *text)
{
    char *words = calloc(1, strlen(text) + 1);
    strcpy(words, text);
    for (char *word = strtok(words, " "); word != NULL; word = strtok(NULL, " ")) {
        if (text_columns(word, strlen(word), text_width_unicode) < 20) {
            check_has(page, word, "word");
        }
    }
    free(words);
}

static void check_complete(const struct summary *summary, const struct plain_paper *paper,
                           const char *page)
{
    size_t rows = check_rows(page, paper->columns < 40 ? 40 : paper->columns);
    if (paper->rows > 0 && paper->columns >= 80) {
        size_t sheets = sheets_of(page);
        assert_true(rows <= sheets * paper->rows && rows > (sheets - 1) * paper->rows);
    }
    if (paper->columns < 80 || (paper->rows > 0 && paper->rows < 66)) {
        return; // so small that a paragraph may go on on the next sheet
    }
    char *words = without_spaces(page);
    const char *label = NULL;
    for (size_t i = 0; i < summary->count; i++) {
        const struct summary_line *line = &summary->lines[i];
        if (line->kind == LINE_WAITS && line->class == RULE_RELATIVE) {
            continue; // may be counted
        }
        if (line->part == PART_MEASURES || line->part == PART_PROBLEM) {
            check_words(words, line->text);
        } else {
            check_has(words, line->text, "text");
        }
        // What was asked is left out only where it repeats the label of the paragraph.
        bool repeats = line->kind == LINE_FACT && strcasecmp(line->label == NULL ? "" : line->label,
                                                             label == NULL ? "" : label) == 0;
        label = line->joins ? label : line->label;
        if (line->label != NULL && !repeats && line->part != PART_MEASURES) {
            check_has(words, line->label, "label");
        }
    }
    free(words);
}

static const char *const persons[] = {"cauda",    "many",   "medicines", "names",     "pregnant",
                                      "shoulder", "silent", "thinner",   "unfinished"};

static void test_complete(void **state)
{
    struct loaded *loaded = *state;
    for (size_t i = 0; i < sizeof persons / sizeof *persons; i++) {
        struct answers *answers = person(loaded, persons[i]);
        struct summary *summary = summarise(loaded, answers);
        each_paper(summary, check_complete);
        summary_free(summary);
        answers_free(answers);
    }
}

// The first sheet has every urgent, same-day and absolute finding, or names it.
static void test_dangerous_first(void **state)
{
    struct loaded *loaded = *state;
    size_t checked = 0;
    for (size_t i = 0; i < sizeof persons / sizeof *persons; i++) {
        struct answers *answers = person(loaded, persons[i]);
        struct summary *summary = summarise(loaded, answers);
        struct buffer page;
        buffer_init(&page, SIZE_MAX / 2);
        summary_plain(summary, &papers[0], &page);
        char *end = strstr(page.bytes, "page 1 of ");
        assert_non_null(end);
        *end = '\0';
        char *words = without_spaces(page.bytes);
        for (size_t line = 0; line < summary->count; line++) {
            const struct summary_line *flag = &summary->lines[line];
            bool dangerous = flag->kind == LINE_FLAG && flag->class <= RULE_ABSOLUTE;
            if (dangerous || flag->kind == LINE_QUESTION) {
                char point[1000];
                snprintf(point, sizeof point, "%.*s", (int)summary_point(flag->text), flag->text);
                check_has(words, dangerous ? point : flag->label, "finding on its first sheet");
                checked++;
            }
        }
        free(words);
        buffer_clear(&page);
        summary_free(summary);
        answers_free(answers);
    }
    assert_true(checked > 40);
}

// Somebody with some flags is one sheet.
static void test_one_sheet(void **state)
{
    struct loaded *loaded = *state;
    static const char *const usual[] = {"shoulder", "pregnant", "thinner"};
    for (size_t i = 0; i < sizeof usual / sizeof *usual; i++) {
        struct answers *answers = person(loaded, usual[i]);
        struct summary *summary = summarise(loaded, answers);
        struct buffer page;
        buffer_init(&page, SIZE_MAX / 2);
        summary_plain(summary, &papers[0], &page);
        assert_non_null(strstr(page.bytes, "page 1 of 1"));
        assert_true(check_rows(page.bytes, 80) <= 66);
        buffer_clear(&page);
        summary_free(summary);
        answers_free(answers);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_hostile),
        cmocka_unit_test(test_complete),
        cmocka_unit_test(test_dangerous_first),
        cmocka_unit_test(test_one_sheet),
    };
    return cmocka_run_group_tests_name("summary plain", tests, summary_load, summary_unload);
}
