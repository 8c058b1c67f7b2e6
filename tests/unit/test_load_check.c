// Every folder of tests/cases/check is a mistake; what is said about it is compared with its
// `expect`, line by line. UPDATE=1 writes the expectations anew.
#include "base/buffer.h"
#include "load/load.h"
#include "load_folder.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

#define CASES "tests/cases/check"
enum { CASES_MOST = 500 };

// The folder has another name each time: what is said of a file in it goes without.
static void print_inside(const char *said, const char *root, struct buffer *out)
{
    size_t length = strlen(root) + 1;
    for (const char *at = strstr(said, root); at != NULL; at = strstr(said, root)) {
        buffer_print(out, "%.*s", (int)(at - said), said);
        said = at + length;
    }
    buffer_text(out, said);
}

// Everything said about a folder, as `intake check` would say it, with paths from the folder on.
static char *check_folder(const struct load_folder *folder)
{
    struct files files;
    struct issues issues;
    struct form *form = NULL;
    struct rules *rules = NULL;
    struct clinic *clinic = NULL;
    char path[512];
    files_init(&files);
    issues_init(&issues);
    struct doubt *doubt = NULL;
    (void)load_form(folder->form, &files, &issues, &form, &doubt);
    if (form != NULL) {
        (void)load_rules(folder->config, form, &files, &issues, &rules);
    }
    (void)load_clinic(folder->config, &files, &issues, &clinic);
    if (doubt != NULL) {
        doubt_check(doubt, folder->config, clinic, &files, &issues);
        doubt_free(doubt);
    }
    if (form != NULL && clinic != NULL) {
        uint8_t *settings = calloc(form->setting_count + 1, 1);
        assert_non_null(settings);
        load_folder_path(folder, "clinic.cfg", path, sizeof(path));
        (void)load_settings(clinic, form, path, &issues, settings);
        free(settings);
    }
    if (issues.errors == 0) {
        lint_form(form, rules, &files, &issues);
    }
    issues_sort(&issues);
    struct arena arena;
    arena_init(&arena);
    struct buffer out;
    buffer_init(&out, 1 << 20);
    for (size_t i = 0; i < issues.count; i++) {
        print_inside(issue_print(&issues.list[i], &arena), folder->root, &out);
        buffer_char(&out, '\n');
    }
    char *said = strdup(out.bytes);
    buffer_clear(&out);
    arena_clear(&arena);
    rules_free(rules);
    clinic_free(clinic);
    form_free(form);
    files_clear(&files);
    issues_clear(&issues);
    return said;
}

static void check_case(void **state)
{
    const char *name = *state;
    struct load_folder folder;
    char path[512];
    size_t length;
    load_folder_make(&folder, name);
    char *said = check_folder(&folder);
    load_folder_remove(&folder);
    assert_non_null(said);
    snprintf(path, sizeof(path), CASES "/%s/expect", name);
    if (getenv("UPDATE") != NULL) {
        load_folder_write(path, said, strlen(said));
    }
    char *expected = load_folder_read(path, &length);
    if (expected == NULL || strcmp(expected, said) != 0) {
        fprintf(stderr, "%s: found\n%s%s: expected\n%s", name, said, name,
                expected != NULL ? expected : "(no file)\n");
    }
    bool same = expected != NULL && strcmp(expected, said) == 0;
    free(expected);
    free(said);
    assert_true(same);
}

static void base_has_no_mistake(void **state)
{
    (void)state;
    struct load_folder folder;
    load_folder_make(&folder, NULL);
    char *said = check_folder(&folder);
    load_folder_remove(&folder);
    bool fine = said != NULL && said[0] == '\0';
    if (!fine) {
        fprintf(stderr, "%s", said);
    }
    free(said);
    assert_true(fine);
}

static int by_name(const void *a, const void *b)
{
    const struct CMUnitTest *x = a, *y = b;
    return strcmp(x->name, y->name);
}

int main(void)
{
    static struct CMUnitTest tests[CASES_MOST + 1];
    size_t count = 0;
    DIR *directory = opendir(CASES);
    if (directory == NULL) {
        perror(CASES);
        return 1;
    }
    const struct dirent *entry;
    while ((entry = readdir(directory)) != NULL && count < CASES_MOST) {
        if (entry->d_name[0] == '.' || strchr(entry->d_name, '.') != NULL ||
            strcmp(entry->d_name, "base") == 0) {
            continue;
        }
        char *name = strdup(entry->d_name);
        tests[count++] = (struct CMUnitTest){name, check_case, NULL, NULL, name};
    }
    closedir(directory);
    qsort(tests, count, sizeof(tests[0]), by_name);
    tests[count++] =
        (struct CMUnitTest){"base has no mistake", base_has_no_mistake, NULL, NULL, NULL};
    int failed = _cmocka_run_group_tests("load check", tests, count, NULL, NULL);
    for (size_t i = 0; i < count; i++) {
        free(tests[i].initial_state);
    }
    return failed;
}
