// Scripted visits to the welcome screen against stored screens: tests/cases/welcome/NAME/keys and
// expect. UPDATE=1 rewrites what is expected; read it line by line then.
//
//     languages              the form has two translations (at the top)
//     closed                 no interview may begin (at the top)
//     practice               it is only practice (at the top)
//     notice                 something is said of the last visit (at the top)
//     and what wizard_play.h lists; after an end the screen is shown again

#include "patient/kiosk/welcome.h"
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

static const char root[] = "tests/cases/welcome";

static const struct form_language translations[] = {{"es", "Español", NULL, 0, 0},
                                                    {"to", "Lea faka-Tonga", NULL, 0, 0}};

// As resume_words_read answers: the words "maple", "otter", "cloud" and "river" are all there are.
static bool read_words(const char *text, char out[RESUME_BYTES], int *wrong)
{
    static const char *const words[RESUME_WORDS] = {"maple", "otter", "cloud", "river"};
    char folded[256];
    int count = 0;
    *wrong = 0;
    text_fold(text, folded, sizeof(folded));
    for (char *word = strtok(folded, " "); word != NULL; word = strtok(NULL, " "), count++) {
        bool known = false;
        for (size_t i = 0; i < RESUME_WORDS; i++) {
            known = known || strcmp(word, words[i]) == 0;
        }
        *wrong = !known && *wrong == 0 ? count + 1 : *wrong;
    }
    if (count != RESUME_WORDS) {
        *wrong = 0;
        return false;
    }
    snprintf(out, RESUME_BYTES, "maple otter cloud river");
    return *wrong == 0;
}

static bool help(void *context)
{
    struct play *play = context;
    buffer_text(play->out, play->bell_broken ? "== help: not called\n" : "== help: called\n");
    return !play->bell_broken;
}

static void tell(struct play *play, const struct welcome_setup *setup,
                 const struct welcome *welcome)
{
    switch (welcome->end) {
    case WELCOME_BEGIN:
        buffer_print(play->out, "== begin in %s\n", setup->languages[welcome->language].code);
        break;
    case WELCOME_GO_ON:
        buffer_print(play->out, "== go on with %s\n", welcome->words);
        break;
    case WELCOME_STAFF:
        buffer_print(play->out, "== passphrase \"%s\"\n", welcome->passphrase.bytes);
        break;
    case WELCOME_LOOK:
        buffer_text(play->out, "== look again\n");
        break;
    case WELCOME_SIGNAL:
        buffer_print(play->out, "== signal %d\n", welcome->signal);
        break;
    case WELCOME_LOST:
        buffer_print(play->out, "== lost, after %zu frames\n", play->frames);
        break;
    }
    for (const char *at = play->frame.bytes; *at != '\0'; at++) {
        assert_true(*at == '\n'); // the last frame is blank
    }
}

static void visit(const char *script, size_t length, struct buffer *out)
{
    struct play play;
    struct form form = {.language = "en", .languages = translations};
    struct welcome_language languages[WELCOME_LANGUAGES];
    struct welcome welcome = {.end = WELCOME_BEGIN};
    int rows = 24;
    int columns = 80;
    play_script(&play, script, length, out, &rows, &columns);
    buffer_init(&play.frame, 1 << 20);
    form.language_count = strstr(script, "\nlanguages\n") != NULL ? 2 : 0;
    struct welcome_setup setup = {
        .loop = &play.loop,
        .width = text_width_unicode,
        .rows = rows,
        .columns = columns,
        .clinic = "Hillside Physiotherapy",
        .practice = strstr(script, "\npractice\n") != NULL,
        .languages = languages,
        .language_count = welcome_languages(&form, languages),
        .closed_because = strstr(script, "\nclosed\n") != NULL
                              ? "New interviews cannot begin here just now. Please go to the desk."
                              : NULL,
        .notice = strstr(script, "\nnotice\n") != NULL
                      ? "These words open nothing here. Please ask at the desk."
                      : NULL,
        .read_words = read_words,
        .help = help,
        .frame = play_frame,
        .context = &play,
    };
    while (welcome.end != WELCOME_LOST) {
        welcome_run(&setup, &welcome);
        tell(&play, &setup, &welcome);
        welcome_clear(&welcome);
        setup.notice = NULL;
    }
    buffer_clear(&play.frame);
    assert_string_equal(play.problem, "");
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
    bool same = wanted != NULL && strcmp(wanted, got) == 0;
    if (!same) {
        fprintf(stderr, "%s: not as expected; what came out:\n%s", name, got);
    }
    free(wanted);
    return same ? 0 : -1;
}

static void test_visits(void **state)
{
    (void)state;
    struct dirent **names = NULL;
    int failed = 0;
    int played = 0;
    int count = scandir(root, &names, NULL, alphasort);
    assert_true(count >= 0);
    for (int i = 0; i < count; i++) {
        char path[512];
        size_t length = 0;
        struct buffer out;
        snprintf(path, sizeof(path), "%s/%s/keys", root, names[i]->d_name);
        char *script = names[i]->d_name[0] != '.' ? play_file(path, &length) : NULL;
        if (script != NULL) {
            buffer_init(&out, 1 << 22);
            visit(script, length, &out);
            failed += compare(names[i]->d_name, out.bytes) != 0;
            buffer_clear(&out);
            played++;
        }
        free(script);
        free(names[i]);
    }
    free(names);
    assert_true(played > 0);
    assert_int_equal(failed, 0);
}

// What was typed is in no memory that the result gives back.
static void test_secret(void **state)
{
    (void)state;
    static const char *const keys = "open the door";
    struct secret secret;
    secret_open(&secret);
    for (const char *at = keys; *at != '\0'; at++) {
        struct key key = {.press = PRESS_TEXT, .length = 1, .text = {*at}};
        assert_int_equal(secret_key(&secret, &key), SECRET_TAKEN);
    }
    assert_string_equal(secret.bytes, keys);
    struct key back = {.press = PRESS_BACKSPACE};
    assert_int_equal(secret_key(&secret, &back), SECRET_TAKEN);
    assert_string_equal(secret.bytes, "open the doo");
    assert_int_equal(secret.bytes[12], 0);
    struct key arrow = {.press = PRESS_LEFT};
    assert_int_equal(secret_key(&secret, &arrow), SECRET_IGNORED);
    secret_reset(&secret);
    for (size_t i = 0; i < strlen(keys); i++) {
        assert_int_equal(secret.bytes[i], 0);
    }
    struct key key = {.press = PRESS_TEXT, .length = 1, .text = {'x'}};
    for (size_t i = 0; i < SECRET_MOST; i++) {
        assert_int_equal(secret_key(&secret, &key), SECRET_TAKEN);
    }
    assert_int_equal(secret_key(&secret, &key), SECRET_FULL);
    secret_close(&secret);
    secret_close(&secret);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_visits),
        cmocka_unit_test(test_secret),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
