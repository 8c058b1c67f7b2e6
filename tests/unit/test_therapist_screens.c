// Scripted runs of the whole desk against stored screens: tests/cases/desk/NAME/keys and expect.
// UPDATE=1 rewrites what is expected; read it line by line then.

#include "desk_play.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char root[] = "tests/cases/desk";

static void show_difference(const char *wanted, const char *got)
{
    size_t line = 1;
    for (size_t i = 0; wanted[i] != '\0' && wanted[i] == got[i]; i++) {
        line += wanted[i] == '\n' ? 1 : 0;
    }
    fprintf(stderr, "first difference in line %zu; what came out:\n%s", line, got);
}

static int compare(const char *name, const char *got)
{
    char path[512];
    size_t length;
    snprintf(path, sizeof path, "%s/%s/expect", root, name);
    if (getenv("UPDATE") != NULL) {
        FILE *file = fopen(path, "wb");
        assert_non_null(file);
        fputs(got, file);
        fclose(file);
        return 0;
    }
    char *wanted = play_file(path, &length);
    int failed = wanted == NULL || strcmp(wanted, got) != 0 ? -1 : 0;
    if (failed != 0) {
        fprintf(stderr, "%s: not as expected; ", name);
        show_difference(wanted != NULL ? wanted : "", got);
    }
    free(wanted);
    return failed;
}

static int run_case(const char *name)
{
    char path[512];
    size_t length;
    struct desk_play *desk = malloc(sizeof *desk);
    struct buffer out;
    assert_non_null(desk);
    snprintf(path, sizeof path, "%s/%s/keys", root, name);
    char *script = play_file(path, &length);
    assert_non_null(script);
    buffer_init(&out, 1 << 22);
    (void)desk_play_run(desk, script, length, &out);
    int failed = compare(name, out.bytes);
    if (desk->play.problem[0] != '\0') {
        fprintf(stderr, "%s: %s\n", name, desk->play.problem);
        failed = -1;
    }
    desk_play_end(desk);
    buffer_clear(&out);
    free(script);
    free(desk);
    return failed;
}

static void test_screens(void **state)
{
    (void)state;
    const char *only = getenv("ONLY");
    struct dirent **names = NULL;
    int failed = 0, played = 0;
    int count = scandir(root, &names, NULL, alphasort);
    assert_true(count >= 0);
    for (int i = 0; i < count; i++) {
        if (names[i]->d_name[0] != '.' && (only == NULL || strcmp(only, names[i]->d_name) == 0)) {
            failed += run_case(names[i]->d_name) != 0;
            played++;
        }
        free(names[i]);
    }
    free(names);
    assert_true(played > 0);
    assert_int_equal(failed, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {cmocka_unit_test(test_screens)};
    return cmocka_run_group_tests(tests, NULL, NULL);
}
