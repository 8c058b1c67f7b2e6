// The loop over a script: what comes first, when an Esc is an Esc, when a deadline is reached.

#include "terminal/loop.h"

#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>

#include <stdint.h>

#include <cmocka.h>

#include <signal.h>
#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))
#define BYTES(text)                                                                                \
    {                                                                                              \
        .kind = SCRIPT_BYTES, .bytes = (text), .length = sizeof(text) - 1                          \
    }
#define WAIT(time)                                                                                 \
    {                                                                                              \
        .kind = SCRIPT_WAIT, .milliseconds = (time)                                                \
    }

static void expect_key(struct loop *loop, int64_t deadline, enum press press)
{
    struct input event = loop_wait(loop, deadline);
    assert_int_equal(event.kind, INPUT_KEY);
    assert_int_equal(event.key.press, press);
}

static void test_events(void **state)
{
    (void)state;
    static const struct script_step steps[] = {
        BYTES("a\033[A"),
        BYTES("\033"),
        BYTES("\033"), // a second Esc, later: not the start of what follows it
        BYTES("[A"),
        {.kind = SCRIPT_RESIZE, .rows = 20, .columns = 60},
        {.kind = SCRIPT_SIGNAL, .signal = SIGTERM},
        BYTES("\xC3"), // a character whose bytes come apart
        BYTES("\xA9"),
    };
    struct loop loop;
    struct script script;
    loop_init_script(&loop, &script, steps, COUNT(steps));
    expect_key(&loop, LOOP_NO_DEADLINE, PRESS_TEXT);
    expect_key(&loop, LOOP_NO_DEADLINE, PRESS_UP);
    expect_key(&loop, LOOP_NO_DEADLINE, PRESS_ESCAPE);
    expect_key(&loop, LOOP_NO_DEADLINE, PRESS_ESCAPE);
    expect_key(&loop, LOOP_NO_DEADLINE, PRESS_TEXT);
    expect_key(&loop, LOOP_NO_DEADLINE, PRESS_TEXT);
    struct input event = loop_wait(&loop, LOOP_NO_DEADLINE);
    assert_int_equal(event.kind, INPUT_RESIZE);
    assert_int_equal(event.rows, 20);
    assert_int_equal(event.columns, 60);
    event = loop_wait(&loop, LOOP_NO_DEADLINE);
    assert_int_equal(event.kind, INPUT_SIGNAL);
    assert_int_equal(event.signal, SIGTERM);
    event = loop_wait(&loop, LOOP_NO_DEADLINE);
    assert_int_equal(event.key.code_point, 0xE9);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(loop_wait(&loop, 5).kind, INPUT_LOST);
    }
}

static void test_deadlines(void **state)
{
    (void)state;
    static const struct script_step steps[] = {BYTES("a"), WAIT(300), BYTES("b"), WAIT(50),
                                               BYTES("c")};
    struct loop loop;
    struct script script;
    loop_init_script(&loop, &script, steps, COUNT(steps));
    assert_int_equal(loop_now(&loop), 0);
    expect_key(&loop, 100, PRESS_TEXT);
    assert_int_equal(loop_wait(&loop, 100).kind, INPUT_DEADLINE);
    assert_int_equal(loop_now(&loop), 100);
    // Not moved on, it is reached at once; but input comes first.
    assert_int_equal(loop_wait(&loop, 100).kind, INPUT_DEADLINE);
    assert_int_equal(loop_wait(&loop, 250).kind, INPUT_DEADLINE);
    expect_key(&loop, 301, PRESS_TEXT);
    assert_int_equal(loop_now(&loop), 300);
    expect_key(&loop, LOOP_NO_DEADLINE, PRESS_TEXT);
    assert_int_equal(loop_now(&loop), 350);
    assert_int_equal(loop_wait(&loop, 9999).kind, INPUT_LOST);
}

static void test_lost_paste(void **state)
{
    (void)state;
    static const struct script_step steps[] = {BYTES("\033[200~1\r"), BYTES("\r")};
    struct loop loop;
    struct script script;
    loop_init_script(&loop, &script, steps, COUNT(steps));
    expect_key(&loop, LOOP_NO_DEADLINE, PRESS_IGNORED);
    expect_key(&loop, LOOP_NO_DEADLINE, PRESS_TEXT);
    expect_key(&loop, LOOP_NO_DEADLINE, PRESS_TEXT);
    expect_key(&loop, LOOP_NO_DEADLINE, PRESS_IGNORED);
    expect_key(&loop, LOOP_NO_DEADLINE, PRESS_ENTER);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_events),
        cmocka_unit_test(test_deadlines),
        cmocka_unit_test(test_lost_paste),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
