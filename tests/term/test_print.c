// The page as PDF, through the installed program: every finding's words can be found in it, what
// was typed is there and harmless, a usual patient is one sheet, and a program that is missing or
// fails is a sentence.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../unit/document_fixture.h"
#include "command/print.h"
#include "summary/shown.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PATHS = 256, PDF_LIMIT = 200 * 1000 };

static char root[64];

static int set_up(void **state)
{
    strcpy(root, "/tmp/intake-print-XXXXXX");
    if (mkdtemp(root) == NULL) {
        return -1;
    }
    const char *intake = getenv("INTAKE");
    char program[PATHS];
    snprintf(program, sizeof program, "%s-print", intake != NULL ? intake : "build/release/intake");
    setenv("INTAKE_PRINT", program, 1);
    return summary_load(state);
}

static int tear_down(void **state)
{
    char command[PATHS];
    snprintf(command, sizeof command, "rm -rf %s", root);
    return system(command) | summary_unload(state);
}

static void print(const struct summary *summary, enum paper paper, struct buffer *pdf)
{
    const char *why = NULL;
    buffer_init(pdf, SIZE_MAX / 2);
    if (print_pdf(summary, paper, pdf, &why) != 0) {
        fail_msg("%s", why);
    }
    assert_true(pdf->length < PDF_LIMIT);
}

// What a tool of poppler says of it.
static char *ask(const char *tool, const struct buffer *pdf)
{
    char path[PATHS], command[PATHS * 2];
    struct buffer said;
    snprintf(path, sizeof path, "%s/page.pdf", root);
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(pdf->bytes, 1, pdf->length, file), pdf->length);
    fclose(file);
    snprintf(command, sizeof command, "%s %s%s", tool, path,
             strncmp(tool, "pdftotext", 9) == 0 ? " -" : "");
    FILE *answer = popen(command, "r");
    assert_non_null(answer);
    buffer_init(&said, SIZE_MAX / 2);
    for (int byte; (byte = fgetc(answer)) != EOF;) {
        buffer_char(&said, (char)byte);
    }
    assert_int_equal(pclose(answer), 0);
    return said.bytes;
}

static int pages_of(const struct buffer *pdf)
{
    char *info = ask("pdfinfo", pdf), *at = strstr(info, "Pages:");
    assert_non_null(at);
    int pages = atoi(at + 6);
    free(info);
    return pages;
}

// Without blanks: where a row ends, words are broken.
static char *words_of(const char *text)
{
    char *words = calloc(1, strlen(text) + 1), *end = words;
    for (; *text != '\0'; text++) {
        *end = *text;
        end += *text != ' ' && *text != '\n' && *text != '\f';
    }
    *end = '\0';
    return words;
}

static char *text_of(const struct buffer *pdf)
{
    char *text = ask("pdftotext -raw", pdf);
    char *words = words_of(text);
    free(text);
    return words;
}

static void check_has(const char *page, const char *text)
{
    char *words = words_of(text);
    if (strstr(page, words) == NULL) {
        fail_msg("the page has lost: %s", text);
    }
    free(words);
}

static bool is_ascii(const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text & 0x80) {
            return false;
        }
    }
    return true;
}

// Texts of other scripts than those of the fonts of this machine are pictures of their numbers.
static void check_complete(const struct summary *summary, enum paper paper)
{
    struct buffer pdf;
    print(summary, paper, &pdf);
    char *page = text_of(&pdf);
    for (size_t i = 0; i < summary->count; i++) {
        const struct summary_line *line = &summary->lines[i];
        if (is_ascii(line->text) && (line->kind != LINE_WAITS || line->class < RULE_RELATIVE)) {
            struct buffer shown;
            buffer_init(&shown, SIZE_MAX / 2);
            shown_text(line->text, &shown);
            check_has(page, shown.bytes);
            buffer_clear(&shown);
        }
    }
    free(page);
    buffer_clear(&pdf);
}

static void test_complete(void **state)
{
    for (size_t i = 0; fixture_persons[i] != NULL; i++) {
        struct answers *answers = fixture_person(*state, fixture_persons[i]);
        struct summary *summary = fixture_summary(*state, answers, false);
        check_complete(summary, i % 2 == 0 ? PAPER_A4 : PAPER_LETTER);
        summary_free(summary);
        answers_free(answers);
    }
}

// Of one person: what differs between people is in the page.
static void test_documents(void **state)
{
    struct answers *answers = fixture_person(*state, "many");
    struct summary *summary;
    for (int k = 0; (summary = fixture_document(*state, answers, k)) != NULL; k++) {
        check_complete(summary, k % 2 == 0 ? PAPER_A4 : PAPER_LETTER);
        summary_free(summary);
    }
    answers_free(answers);
}

static void test_every_kind(void **state)
{
    struct answer marks = answer_empty_set();
    struct summary *summary = fixture_every_kind(*state, &marks);
    check_complete(summary, PAPER_A4);
    summary_free(summary);
    answer_clear(&marks);
}

// On both papers; somebody with many findings is several, each with the name and its number.
static void test_sheets(void **state)
{
    for (size_t i = 0; fixture_persons[i] != NULL; i++) {
        struct answers *answers = fixture_person(*state, fixture_persons[i]);
        struct summary *summary = fixture_summary(*state, answers, false);
        bool many = strcmp(fixture_persons[i], "many") == 0;
        for (int paper = PAPER_A4; paper <= PAPER_LETTER; paper++) {
            struct buffer pdf;
            print(summary, (enum paper)paper, &pdf);
            int pages = pages_of(&pdf);
            if (strcmp(fixture_persons[i], "silent") == 0) { // to whom half of it must be put again
                assert_int_equal(pages, 2);
            } else if (!many) {
                assert_int_equal(pages, 1);
            } else {
                assert_true(pages > 1 && pages < 5);
                for (int page = 1; page <= pages; page++) {
                    char tool[64], number[32];
                    snprintf(tool, sizeof tool, "pdftotext -raw -f %d -l %d", page, page);
                    snprintf(number, sizeof number, "page %d of %d", page, pages);
                    char *text = ask(tool, &pdf);
                    assert_non_null(strstr(text, "Ingrid"));
                    assert_non_null(strstr(text, number));
                    free(text);
                }
            }
            buffer_clear(&pdf);
        }
        summary_free(summary);
        answers_free(answers);
    }
}

// The first sheet has every urgent, same-day and absolute finding, or names it.
static void test_dangerous_first(void **state)
{
    struct answers *answers = fixture_person(*state, "many");
    struct summary *summary = fixture_summary(*state, answers, false);
    struct buffer pdf;
    size_t checked = 0;
    print(summary, PAPER_LETTER, &pdf);
    char *text = ask("pdftotext -raw -l 1", &pdf), *page = words_of(text);
    for (size_t i = 0; i < summary->count; i++) {
        const struct summary_line *line = &summary->lines[i];
        if (line->kind == LINE_FLAG && line->class <= RULE_ABSOLUTE) {
            char point[1000];
            snprintf(point, sizeof point, "%.*s", (int)summary_point(line->text), line->text);
            check_has(page, point);
            checked++;
        }
    }
    assert_true(checked > 15);
    free(text);
    free(page);
    buffer_clear(&pdf);
    summary_free(summary);
    answers_free(answers);
}

// What finds no room on it, however much that is.
static void test_dangerous_named(void **state)
{
    enum { FINDINGS = 90, TEXT = 80 };
    static char texts[FINDINGS][TEXT];
    struct answer marks = answer_empty_set();
    struct summary *summary = fixture_every_kind(*state, &marks);
    const struct summary_line who[] = {summary->lines[3], summary->lines[4]};
    free(summary->lines);
    summary->lines = calloc(FINDINGS + 2, sizeof *summary->lines);
    memcpy(summary->lines, who, sizeof who);
    summary->count = summary->capacity = FINDINGS + 2;
    for (int i = 0; i < FINDINGS; i++) {
        snprintf(texts[i], TEXT, "This is danger %d. It is a long way to say so.", i);
        summary->lines[i + 2] = (struct summary_line){
            .part = PART_FLAGS, .kind = LINE_FLAG, .class = RULE_ABSOLUTE, .text = texts[i]};
    }
    struct buffer pdf;
    print(summary, PAPER_A4, &pdf);
    assert_true(pages_of(&pdf) > 1);
    char *text = ask("pdftotext -raw -l 1", &pdf), *page = words_of(text);
    for (int i = 0; i < FINDINGS; i++) {
        char point[TEXT];
        snprintf(point, TEXT, "This is danger %d", i);
        check_has(page, point);
    }
    free(text);
    free(page);
    buffer_clear(&pdf);
    summary_free(summary);
    answer_clear(&marks);
}

static size_t count(const char *page, const char *what)
{
    size_t found = 0;
    for (const char *at = page; (at = strstr(at, what)) != NULL; at += strlen(what)) {
        found++;
    }
    return found;
}

// A name of 10,000 letters, and one that is everything a name should not be.
static void test_hostile(void **state)
{
    struct answers *answers = fixture_person(*state, "shoulder");
    char *name = calloc(1, 10001);
    memset(name, 'Q', 10000);
    fixture_type(*state, answers, "full_name", name);
    fixture_type(*state, answers, "main_problem", fixture_hostile);
    fixture_type(*state, answers, "goal_main", "aspirin\n!! URGENT  forged");
    struct summary *summary = fixture_summary(*state, answers, false);
    struct buffer pdf;
    print(summary, PAPER_A4, &pdf);
    char *page = text_of(&pdf);
    assert_true(count(page, "Q") >= 10000);
    check_has(page, "</p><script>alert(1)</script> &amp; \"' \ufffd[31m\ufffd"
                    "desrever\ufffd\ufffd <img src=http://example.org/x>");
    check_has(page, "aspirin / !! URGENT forged");
    assert_true(pages_of(&pdf) > 1);
    free(page);
    buffer_clear(&pdf);
    summary_free(summary);
    answers_free(answers);
    free(name);
}

// Whose it is stands on the page, not where a list of files would show it.
static void test_no_name_outside(void **state)
{
    struct answers *answers = fixture_person(*state, "pregnant");
    struct summary *summary = fixture_summary(*state, answers, false);
    struct buffer pdf;
    print(summary, PAPER_A4, &pdf);
    char *info = ask("pdfinfo", &pdf);
    assert_non_null(strstr(info, "Intake summary"));
    assert_null(strstr(info, "Amina"));
    free(info);
    buffer_clear(&pdf);
    summary_free(summary);
    answers_free(answers);
}

static void test_program_fails(void **state)
{
    static const struct {
        const char *program, *why;
    } cases[] = {{"/nowhere/intake-print", "is not there"},
                 {"/bin/false", "failed"},
                 {"/bin/true", "did not send one"},
                 {"/dev/null", "is not there"}};
    struct answers *answers = fixture_person(*state, "shoulder");
    struct summary *summary = fixture_summary(*state, answers, false);
    char *was = strdup(getenv("INTAKE_PRINT"));
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        struct buffer pdf;
        const char *why = NULL;
        buffer_init(&pdf, SIZE_MAX / 2);
        setenv("INTAKE_PRINT", cases[i].program, 1);
        assert_int_equal(print_pdf(summary, PAPER_A4, &pdf, &why), -1);
        assert_non_null(strstr(why, cases[i].why));
        assert_int_equal(pdf.length, 0);
        buffer_clear(&pdf);
    }
    setenv("INTAKE_PRINT", was, 1);
    free(was);
    summary_free(summary);
    answers_free(answers);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_complete),        cmocka_unit_test(test_documents),
        cmocka_unit_test(test_every_kind),      cmocka_unit_test(test_sheets),
        cmocka_unit_test(test_dangerous_first), cmocka_unit_test(test_dangerous_named),
        cmocka_unit_test(test_hostile),         cmocka_unit_test(test_no_name_outside),
        cmocka_unit_test(test_program_fails),
    };
    return cmocka_run_group_tests_name("print", tests, set_up, tear_down);
}
