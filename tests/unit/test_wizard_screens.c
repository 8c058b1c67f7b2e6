// Scripted runs of the whole wizard against stored screens: tests/cases/screen/NAME/keys and
// expect. UPDATE=1 rewrites what is expected; read it line by line then.

#include "wizard_play.h"

#include <dirent.h>
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const char root[] = "tests/cases/screen";

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
    snprintf(path, sizeof(path), "%s/%s/expect", root, name);
    if (getenv("UPDATE") != NULL) {
        FILE *file = fopen(path, "wb");
        assert_non_null(file);
        fputs(got, file);
        fclose(file);
        return 0;
    }
    char *wanted = play_file(path, &length);
    if (wanted == NULL || strcmp(wanted, got) != 0) {
        fprintf(stderr, "%s: not as expected; ", name);
        show_difference(wanted != NULL ? wanted : "", got);
        free(wanted);
        return -1;
    }
    free(wanted);
    return 0;
}

static int run_case(const char *name)
{
    char path[512];
    char form[256];
    char config[256];
    size_t length;
    struct play play;
    struct buffer out;
    snprintf(path, sizeof(path), "%s/%s/keys", root, name);
    char *script = play_file(path, &length);
    assert_non_null(script);
    play_folders(script, form, config);
    struct play_models *models = play_load(form, config);
    assert_non_null(models);
    buffer_init(&out, 1 << 22);
    play_run(&play, models, script, length, &out);
    session_end(&play.session);
    int failed = compare(name, out.bytes);
    if (play.problem[0] != '\0') {
        fprintf(stderr, "%s: %s\n", name, play.problem);
        failed = -1;
    }
    buffer_clear(&out);
    play_unload(models);
    free(script);
    return failed;
}

static void test_screens(void **state)
{
    (void)state;
    struct dirent **names = NULL;
    int failed = 0;
    int played = 0;
    int count = scandir(root, &names, NULL, alphasort);
    assert_true(count >= 0);
    for (int i = 0; i < count; i++) {
        if (names[i]->d_name[0] != '.') {
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
