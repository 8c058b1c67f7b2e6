// The page as HTML: tags that close in order, nothing that runs or is fetched, and all that was
// said, as text.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/text.h"
#include "document_fixture.h"
#include "summary/html.h"
#include "summary/shown.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { DEEPEST = 64, NAME = 24 };

static const char *const tags[] = {
    "html",  "head",  "meta",     "title", "style", "body", "header",  "h1",         "p",
    "b",     "i",     "bdi",      "span",  "main",  "h2",   "section", "ul",         "li",
    "table", "thead", "tbody",    "tr",    "th",    "td",   "figure",  "figcaption", "svg",
    "desc",  "path",  "clipPath", "g",     "text",  "br",   "div",     "footer",     NULL};

static bool is_one_of(const char *const *names, const char *name)
{
    for (; *names != NULL; names++) {
        if (strcmp(*names, name) == 0) {
            return true;
        }
    }
    return false;
}

// Attributes are quoted, and none runs or fetches anything.
static void check_attributes(const char *tag, size_t length)
{
    static const char *const known[] = {"lang",
                                        "charset",
                                        "name",
                                        "content",
                                        "class",
                                        "scope",
                                        "id",
                                        "role",
                                        "aria-labelledby",
                                        "d",
                                        "viewBox",
                                        "fill",
                                        "stroke",
                                        "x",
                                        "y",
                                        "font-size",
                                        "text-anchor",
                                        "font-weight",
                                        "stroke-width",
                                        "stroke-dasharray",
                                        "clip-path",
                                        "http-equiv",
                                        NULL};
    const char *at = tag, *end = tag + length;
    while (at < end) {
        char name[NAME];
        at += strspn(at, " \n/");
        if (at >= end) {
            break;
        }
        size_t size = strcspn(at, "=");
        assert_true(size < NAME && at + size + 1 < end);
        memcpy(name, at, size);
        name[size] = '\0';
        if (!is_one_of(known, name)) {
            fail_msg("attribute %s", name);
        }
        assert_int_equal(at[size + 1], '"');
        const char *close = strchr(at + size + 2, '"');
        assert_true(close != NULL && close < end);
        at = close + 1;
    }
}

// "</p>" closes what was opened last.
static void check_tag(const char *tag, size_t length, char stack[DEEPEST][NAME], size_t *depth)
{
    static const char *const empty[] = {"meta", "br", "path", NULL};
    char name[NAME];
    bool closes = tag[0] == '/';
    size_t size = strcspn(tag + closes, " >/\n");
    assert_true(size < NAME);
    memcpy(name, tag + closes, size);
    name[size] = '\0';
    if (strcmp(name, "!DOCTYPE") == 0) {
        return;
    }
    if (!is_one_of(tags, name)) {
        fail_msg("tag <%s>", name);
    }
    if (closes) {
        assert_true(*depth > 0);
        assert_string_equal(stack[--*depth], name);
        return;
    }
    check_attributes(tag + size, length - size);
    if (!is_one_of(empty, name)) {
        assert_true(*depth < DEEPEST);
        strcpy(stack[(*depth)++], name);
    }
}

static void check_entity(const char *at)
{
    static const char *const entities[] = {"&amp;", "&lt;", "&gt;", "&quot;", "&#39;"};
    for (size_t i = 0; i < sizeof entities / sizeof *entities; i++) {
        if (strncmp(at, entities[i], strlen(entities[i])) == 0) {
            return;
        }
    }
    fail_msg("%.20s", at);
}

static void check_well_formed(const char *html)
{
    static char stack[DEEPEST][NAME];
    size_t depth = 0, length = strlen(html);
    assert_int_equal(text_valid(html, length), length);
    for (size_t at = 0; at < length;) {
        uint32_t code_point = 0;
        size_t size = text_decode(html + at, length - at, &code_point);
        assert_true(code_point == '\n' || !text_forbidden(code_point));
        if (code_point == '<') {
            const char *end = strchr(html + at, '>');
            assert_non_null(end);
            check_tag(html + at + 1, (size_t)(end - html) - at - 1, stack, &depth);
            at = (size_t)(end - html) + 1;
        } else {
            assert_int_not_equal(code_point == '>' && strcmp(stack[depth - 1], "style") != 0, 1);
            if (code_point == '&') {
                check_entity(html + at);
            }
            at += size;
        }
    }
    assert_int_equal(depth, 0);
    assert_null(strstr(html, "url(h"));
    assert_null(strstr(html, "@import"));
}

// The text of it, as a reader sees it, without blanks.
static char *read_text(const char *html)
{
    static const char *const entities[][2] = {
        {"&amp;", "&"}, {"&lt;", "<"}, {"&gt;", ">"}, {"&quot;", "\""}, {"&#39;", "'"}};
    char *text = calloc(1, strlen(html) + 1), *end = text;
    for (const char *at = strstr(html, "<body>"); *at != '\0';) {
        if (*at == '<') {
            at = strchr(at, '>') + 1;
            continue;
        }
        for (size_t i = 0; *at == '&' && i < 5; i++) {
            if (strncmp(at, entities[i][0], strlen(entities[i][0])) == 0) {
                *end++ = entities[i][1][0];
                at += strlen(entities[i][0]);
                i = 5;
            }
        }
        if (*at != '&' && *at != '<' && *at != '\0') {
            *end = *at++;
            end += *end != ' ' && *end != '\n';
        }
    }
    *end = '\0';
    return text;
}

static void check_has(const char *page, const char *said)
{
    struct buffer shown;
    buffer_init(&shown, SIZE_MAX / 2);
    shown_text(said, &shown);
    char *words = calloc(1, shown.length + 1), *end = words;
    for (const char *at = shown.bytes; *at != '\0'; at++) {
        *end = *at;
        end += *at != ' ';
    }
    *end = '\0';
    if (strstr(page, words) == NULL) {
        fail_msg("the page has lost: %s", said);
    }
    free(words);
    buffer_clear(&shown);
}

static void check_complete(const struct summary *summary)
{
    struct buffer html;
    buffer_init(&html, SIZE_MAX / 2);
    summary_html(summary, &html);
    check_well_formed(html.bytes);
    assert_null(strstr(html.bytes, "<p class=\"small\"><bdi></bdi>")); // before a point: nothing
    char *text = read_text(html.bytes);
    for (size_t i = 0; i < summary->count; i++) {
        const struct summary_line *line = &summary->lines[i];
        check_has(text, line->text);
        if (line->label != NULL && line->kind != LINE_FACT) {
            check_has(text, line->label);
        }
    }
    free(text);
    buffer_clear(&html);
}

static void test_persons(void **state)
{
    for (size_t i = 0; fixture_persons[i] != NULL; i++) {
        struct answers *answers = fixture_person(*state, fixture_persons[i]);
        struct summary *summary = fixture_summary(*state, answers, false);
        check_complete(summary);
        summary_free(summary);
        answers_free(answers);
    }
}

static void test_documents(void **state)
{
    for (size_t i = 0; fixture_persons[i] != NULL; i++) {
        struct answers *answers = fixture_person(*state, fixture_persons[i]);
        struct summary *summary;
        for (int k = 0; (summary = fixture_document(*state, answers, k)) != NULL; k++) {
            check_complete(summary);
            summary_free(summary);
        }
        answers_free(answers);
    }
}

static void check_called(const struct summary *summary, const char *called)
{
    struct buffer html, title;
    buffer_init(&html, SIZE_MAX / 2);
    buffer_init(&title, SIZE_MAX / 2);
    buffer_print(&title, "<title>%s</title>", called);
    summary_html(summary, &html);
    assert_non_null(strstr(html.bytes, title.bytes));
    buffer_clear(&html);
    buffer_clear(&title);
}

// On a tab and in a list of files a document says what it is, and not whose.
static void test_called(void **state)
{
    // As fixture_document has them.
    static const char *const called[] = {"ALL ANSWERS", "FINDINGS", "MEASURES OVER TIME",
                                         "YOUR COPY",   NULL,       "WHY"};
    const struct loaded *loaded = *state;
    struct answers *answers = fixture_person(*state, "shoulder");
    struct summary *page = fixture_summary(*state, answers, false);
    check_called(page, "Intake summary");
    summary_free(page);
    for (int k = 0; k < (int)(sizeof called / sizeof *called); k++) {
        struct summary *summary = fixture_document(*state, answers, k);
        check_called(summary, called[k] != NULL ? called[k] : loaded->form->title);
        summary_free(summary);
    }
    answers_free(answers);
}

static void test_every_kind(void **state)
{
    struct answer marks = answer_empty_set();
    struct summary *summary = fixture_every_kind(*state, &marks);
    check_complete(summary);
    summary_free(summary);
    answer_clear(&marks);
}

static void test_hostile(void **state)
{
    struct answers *answers = fixture_person(*state, "shoulder");
    struct buffer name;
    buffer_init(&name, SIZE_MAX / 2);
    while (name.length < 39000) {
        buffer_text(&name, fixture_hostile);
    }
    fixture_type(*state, answers, "full_name", name.bytes);
    fixture_type(*state, answers, "main_problem", "aspirin\n!! URGENT  forged");
    struct summary *summary = fixture_summary(*state, answers, false);
    check_complete(summary);
    summary_free(summary);
    answers_free(answers);
    buffer_clear(&name);
}

// A document of nothing is a page all the same.
static void test_empty(void **state)
{
    (void)state;
    static const struct form form = {.id = "check"};
    const struct summary summary = {.form = &form, .phrases = &phrases_english};
    check_complete(&summary);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_persons),    cmocka_unit_test(test_documents),
        cmocka_unit_test(test_every_kind), cmocka_unit_test(test_hostile),
        cmocka_unit_test(test_empty),      cmocka_unit_test(test_called),
    };
    return cmocka_run_group_tests_name("summary html", tests, summary_load, summary_unload);
}
