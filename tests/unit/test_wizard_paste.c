// A paste that the terminal does not mark is thousands of keys at once. No key is dropped, no
// screen is skipped, and the frames between two characters are left out.

#include "wizard_play.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>

#include <cmocka.h>

enum { PARTS = 8, HUGE_PASTE = 50000 };

// A keyboard that sends each part at once and then waits until all of it is shown.
struct keyboard {
    struct play *play;
    const char *parts[PARTS];
    size_t part, at;
    int64_t now, step;    // `step` milliseconds pass with every key
    bool entered;         // the last key was Enter
    size_t before;        // frames then
    size_t frames[PARTS]; // after each part
    size_t unseen;        // keys that were asked for before the screen behind an Enter was shown
    char last[8192];      // the last frame
};

static struct raw take(void *context)
{
    struct keyboard *keyboard = context;
    const char *part = keyboard->part < PARTS ? keyboard->parts[keyboard->part] : NULL;
    if (part == NULL) {
        return (struct raw){.kind = RAW_LOST};
    }
    keyboard->unseen += keyboard->entered && keyboard->play->frames == keyboard->before;
    keyboard->entered = false;
    if (part[keyboard->at] == '\0') {
        return (struct raw){.kind = RAW_NOTHING};
    }
    keyboard->now += keyboard->step;
    keyboard->before = keyboard->play->frames;
    keyboard->entered = part[keyboard->at] == '\r';
    return (struct raw){.kind = RAW_BYTE, .byte = (unsigned char)part[keyboard->at++]};
}

static int no_signal(void *context)
{
    (void)context;
    return 0;
}

static bool next_part(void *context, int64_t milliseconds, bool settling)
{
    struct keyboard *keyboard = context;
    (void)milliseconds;
    if (!settling) {
        keyboard->frames[keyboard->part] = keyboard->play->frames;
        snprintf(keyboard->last, sizeof keyboard->last, "%s", keyboard->play->frame.bytes);
        keyboard->part++;
        keyboard->at = 0;
    }
    return !settling;
}

static int64_t now(void *context)
{
    const struct keyboard *keyboard = context;
    return keyboard->now;
}

static const struct loop_source source = {
    .take = take, .signal = no_signal, .wait = next_part, .now = now, .hurries = true};

// To the field for the name, which takes 12 letters.
static const char to_name[] = "\r\r1\r0\r2\r";

static void type(struct keyboard *keyboard, struct play *play)
{
    struct play_models *models =
        play_load("tests/cases/patient/form", "tests/cases/patient/config");
    assert_non_null(models);
    *play = (struct play){.out = NULL};
    keyboard->play = play;
    play_source(play, models, &source, keyboard, 24, 80);
    assert_null(play_check(play, models));
    assert_int_equal(keyboard->unseen, 0);
    session_end(&play->session);
    play_unload(models);
}

static void test_all_arrives(void **state)
{
    (void)state;
    struct play play;
    struct keyboard keyboard = {.parts = {to_name, "abcdef ghijk"}};
    type(&keyboard, &play);
    assert_non_null(strstr(keyboard.last, "What is your name?"));
    assert_non_null(strstr(keyboard.last, "abcdef ghijk"));
    assert_int_equal(keyboard.frames[1] - keyboard.frames[0], 1);
}

static void test_huge(void **state)
{
    (void)state;
    static char paste[HUGE_PASTE + 1];
    memset(paste, 'x', HUGE_PASTE);
    struct play play;
    struct keyboard keyboard = {.parts = {to_name, paste}};
    type(&keyboard, &play);
    assert_non_null(strstr(keyboard.last, "xxxxxxxxxxxx"));
    assert_int_equal(keyboard.frames[1] - keyboard.frames[0], 1);
}

// Who pastes sees it arrive: ten frames a second.
static void test_slow(void **state)
{
    (void)state;
    static char paste[2000 + 1];
    memset(paste, 'x', 2000);
    struct play play;
    struct keyboard keyboard = {.parts = {to_name, paste}, .step = 1};
    type(&keyboard, &play);
    assert_in_range(keyboard.frames[1] - keyboard.frames[0], 15, 25);
}

// Enter in a paste goes on, as it always did: each question is shown before a key means anything
// on it.
static void test_lines(void **state)
{
    (void)state;
    struct play play;
    struct keyboard keyboard = {.parts = {to_name, "Ann\rxx\ryy\rzz\r1\r2\r"}};
    type(&keyboard, &play);
    assert_null(strstr(keyboard.last, "What is your name?"));
    assert_true(keyboard.frames[1] - keyboard.frames[0] >= 6);
}

// A letter may open a screen too: it is shown, though more letters are there already.
static void test_letter_opens(void **state)
{
    (void)state;
    struct play play;
    struct keyboard keyboard = {.parts = {"\r\r", "hhh"}};
    type(&keyboard, &play);
    assert_int_equal(keyboard.frames[1] - keyboard.frames[0], 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_all_arrives),  cmocka_unit_test(test_huge),
        cmocka_unit_test(test_slow),         cmocka_unit_test(test_lines),
        cmocka_unit_test(test_letter_opens),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
