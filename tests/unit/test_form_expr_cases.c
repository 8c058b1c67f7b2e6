// The language by example: every line of tests/cases/expr/*.txt is an expression, what the answers
// are, and what must come of it. See the README there. Whatever compiles is also printed, compiled
// again, and must print the same and come out the same; and a rule of it is found present, absent
// or not to be excluded by screening as by itself.

#include "expr_print.h"
#include "form_bindings.h"
#include "screening/screen.h"

#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>

#include <cmocka.h>

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct line {
    const char *file;
    int number;
    char *source, *given, *result;
};

static int lines_run, lines_wrong;

static char *trim(char *text)
{
    text += strspn(text, " \t\n");
    size_t length = strlen(text);
    while (length > 0 && strchr(" \t\n", text[length - 1]) != NULL) {
        text[--length] = '\0';
    }
    return text;
}

// All wrong lines are told in one run.
static void complain(const struct line *line, const char *found)
{
    print_error("%s:%d: %s\n    given    %s\n    found    %s\n    expected %s\n", line->file,
                line->number, line->source, line->given, found, line->result);
    lines_wrong++;
}

// Whether one of the problems found has the level and holds the text.
static bool has_issue(const struct issues *issues, enum issue_level level, const char *text)
{
    for (size_t i = 0; i < issues->count; i++) {
        if (issues->list[i].level == level && strstr(issues->list[i].text, text) != NULL) {
            return true;
        }
    }
    return false;
}

static const char *all_issues(struct builder *builder, struct arena *arena)
{
    const char *text = "";
    for (size_t i = 0; i < builder->issues.count; i++) {
        text = arena_print(arena, "%s\n        %s", text,
                           issue_print(&builder->issues.list[i], arena));
    }
    return text;
}

struct told {
    const struct form *form;
    char text[512];
};

static void tell(void *context, uint32_t item, uint32_t entry)
{
    struct told *told = context;
    char one[80];
    const struct form_item *found = &told->form->items[item];
    bool inside = found->cells > 1;
    snprintf(one, sizeof(one), inside ? "%s[%u]" : "%s", found->id, (unsigned)entry);
    size_t length = strlen(told->text);
    snprintf(told->text + length, sizeof(told->text) - length, "%s%s", length > 0 ? " " : "", one);
}

static void check_round_trip(const struct line *line, struct builder *builder,
                             struct bindings *given, const struct expr *expr, uint32_t repeat,
                             const char *outcome)
{
    struct expr again;
    char *printed = expr_print(expr, builder->form, &given->arena);
    if (builder_compile(builder, printed, given->in_rule, repeat, VALUE_NONE, &given->arena,
                        &again) != 0) {
        complain(line, arena_print(&given->arena, "printed as %s, which does not compile%s",
                                   printed, all_issues(builder, &given->arena)));
        return;
    }
    char *twice = expr_print(&again, builder->form, &given->arena);
    if (strcmp(printed, twice) != 0) {
        complain(line, arena_print(&given->arena, "printed as %s, then as %s", printed, twice));
    }
    if (again.node_count != expr->node_count) {
        complain(line, arena_print(&given->arena, "printed as %s: another program", printed));
    }
    const char *second = bindings_print(given, &again, expr_value(&again, &given->env));
    if (strcmp(second, outcome) != 0) {
        complain(line,
                 arena_print(&given->arena, "%s, printed as %s: %s", outcome, printed, second));
    }
}

static void check_result(const struct line *line, struct builder *builder, struct bindings *given,
                         const struct expr *expr, const char *outcome)
{
    struct told told = {.form = builder->form};
    const char *found = outcome;
    const char *wanted = line->result;
    if (strncmp(wanted, "print: ", 7) == 0) {
        found = expr_print(expr, builder->form, &given->arena);
        wanted += 7;
    } else if (strncmp(wanted, "why:", 4) == 0) {
        expr_why(expr, &given->env, tell, &told);
        found = told.text;
        wanted += 4 + strspn(wanted + 4, " ");
    } else if (strncmp(wanted, "warning: ", 9) == 0) {
        if (!has_issue(&builder->issues, ISSUE_WARNING, wanted + 9)) {
            complain(line, all_issues(builder, &given->arena));
        }
        return;
    } else if (builder->issues.warnings > 0) {
        complain(line, all_issues(builder, &given->arena));
    }
    if (strcmp(found, wanted) != 0) {
        complain(line, found);
    }
}

// A rule of this condition, as screening finds it among others: the circuit is another evaluator.
static void check_screening(const struct line *line, struct builder *builder,
                            struct bindings *given, const struct expr *expr)
{
    struct expr_env env = given->env;
    struct rule list[] = {{.class = RULE_URGENT, .when = *expr},
                          {.class = RULE_PRACTICAL, .when = *expr}};
    struct rules rules = {.list = list, .count = 2};
    truth found[2];
    arena_init(&rules.arena);
    rules_settle(&rules, builder->form);
    env.ended = true;
    screen_all(&rules, &env, found);
    truth wanted = expr_truth(expr, &env);
    if (found[0] != wanted || found[1] != wanted) {
        complain(line, arena_print(&given->arena, "%s when it has ended, %s and %s by screening",
                                   bindings_truth(wanted), bindings_truth(found[0]),
                                   bindings_truth(found[1])));
    }
    arena_clear(&rules.arena);
}

static void run_given(const struct line *line, struct builder *builder, struct bindings *given)
{
    bool inside = strstr(line->given, "entry=") != NULL;
    uint32_t repeat = inside ? form_find(builder->form, "meds") : FORM_NO_ITEM;
    struct expr expr;
    int status = builder_compile(builder, line->source, given->in_rule, repeat, VALUE_NONE,
                                 &given->arena, &expr);
    if ((status != 0) != (builder->issues.errors > 0)) {
        complain(line, "the status and the errors do not agree");
    }
    bool wants_error = strncmp(line->result, "error: ", 7) == 0;
    if (wants_error || status != 0) {
        if (!wants_error || !has_issue(&builder->issues, ISSUE_ERROR, line->result + 7)) {
            complain(line, status != 0 ? all_issues(builder, &given->arena) : "no error");
        }
        return;
    }
    const char *outcome = bindings_print(given, &expr, expr_value(&expr, &given->env));
    check_result(line, builder, given, &expr, outcome);
    check_round_trip(line, builder, given, &expr, repeat, outcome);
    if (expr.type == VALUE_TRUTH && expr.fired == 0 && !inside) {
        check_screening(line, builder, given, &expr);
    }
}

static void run_line(const struct line *line)
{
    struct builder builder;
    builder_case_form(&builder);
    if (builder_finish(&builder) != 0) {
        fail_msg("the form of the cases is wrong");
    }
    struct bindings given;
    bindings_init(&given, builder.form);
    if (bindings_read(&given, line->given)) {
        run_given(line, &builder, &given);
    } else {
        complain(line, given.wrong);
    }
    bindings_clear(&given);
    builder_clear(&builder);
    lines_run++;
}

static void run_file(const char *path)
{
    FILE *file = fopen(path, "r");
    assert_non_null(file);
    char text[16384];
    struct line line = {.file = path};
    while (fgets(text, sizeof(text), file) != NULL) {
        line.number++;
        char *start = trim(text);
        if (*start == '\0' || *start == '#') {
            continue;
        }
        char *first = strstr(start, " | ");
        char *second = first != NULL ? strstr(first + 2, "| ") : NULL;
        if (second == NULL) {
            fail_msg("%s:%d: expected expression | answers | result", path, line.number);
            return;
        }
        *first = '\0';
        *second = '\0';
        line.source = trim(start);
        line.given = trim(first + 3);
        if (first + 3 > second) {
            line.given = second;
        }
        line.result = trim(second + 2);
        run_line(&line);
    }
    fclose(file);
}

static const char *folder(void)
{
    // From the top of the repository, or from where the tests are.
    static const char *const places[] = {"tests/cases/expr", "../cases/expr", "cases/expr"};
    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
        DIR *opened = opendir(places[i]);
        if (opened != NULL) {
            closedir(opened);
            return places[i];
        }
    }
    return NULL;
}

static void test_cases(void **state)
{
    (void)state;
    const char *where = folder();
    assert_non_null(where);
    DIR *opened = opendir(where);
    assert_non_null(opened);
    for (struct dirent *entry; (entry = readdir(opened)) != NULL;) {
        size_t length = strlen(entry->d_name);
        if (length < 4 || strcmp(entry->d_name + length - 4, ".txt") != 0) {
            continue;
        }
        char path[4096];
        snprintf(path, sizeof(path), "%s/%s", where, entry->d_name);
        run_file(path);
    }
    closedir(opened);
    // Files that were not found would pass without testing anything.
    assert_true(lines_run > 300);
    assert_int_equal(lines_wrong, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_cases)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
