// What comes from the terminal: keys on every kind of it, pastes, signals, new sizes, and its end.

#include "screen_rig.h"

#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>

#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/wait.h>
#include <unistd.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static void expect_press(struct rig *rig, enum press press)
{
    struct input event = loop_wait(&rig->loop, loop_now(&rig->loop) + 5000);
    assert_int_equal(event.kind, INPUT_KEY);
    assert_int_equal(event.key.press, press);
}

static void test_keys_on_every_terminal(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        enum press press;
    } cases[] = {
        {"\033[A", PRESS_UP},
        {"\033OA", PRESS_UP},
        {"\033[B", PRESS_DOWN},
        {"\033OB", PRESS_DOWN},
        {"\033[C", PRESS_RIGHT},
        {"\033OD", PRESS_LEFT},
        {"\033[H", PRESS_HOME},
        {"\033OF", PRESS_END},
        {"\033[1~", PRESS_HOME},
        {"\033[4~", PRESS_END},
        {"\033[5~", PRESS_PAGE_UP},
        {"\033[6~", PRESS_PAGE_DOWN},
        {"\033[3~", PRESS_DELETE},
        {"\033[1;5A", PRESS_UP},
        {"\r", PRESS_ENTER},
        {"\n", PRESS_ENTER},
        {"\x7F", PRESS_BACKSPACE},
        {"\b", PRESS_BACKSPACE},
        {"\t", PRESS_TAB},
        {"\033OP", PRESS_FUNCTION},
        {"\033[21~", PRESS_FUNCTION},
        {"\033[99~", PRESS_IGNORED},
        {"\033[24;80R", PRESS_IGNORED},
        {"\033x", PRESS_IGNORED},
        {"\033]0;t\a", PRESS_IGNORED},
        {"\x03", PRESS_CTRL},
        {"a", PRESS_TEXT},
        {"\033Oq", PRESS_TEXT},
        {"\xC3\xA9", PRESS_TEXT},
        {"\xE6\xBC\xA2", PRESS_TEXT},
    };
    for (size_t i = 0; i < RIG_TERMS; i++) {
        struct rig rig;
        rig_open(&rig, (struct wish){.term = rig_terms[i]});
        canvas_text(&rig.canvas, 3, 3, ROLE_FOCUS, "an option");
        rig_show(&rig);
        for (size_t j = 0; j < COUNT(cases); j++) {
            rig_type(&rig, cases[j].bytes);
            expect_press(&rig, cases[j].press);
        }
        // Reading echoes and repaints nothing, and an ignored key costs nothing.
        assert_int_equal(rig_replay(&rig), 0);
        rig_type(&rig, "\033");
        expect_press(&rig, PRESS_ESCAPE);
        rig_type(&rig, "\033\033");
        expect_press(&rig, PRESS_ESCAPE);
        expect_press(&rig, PRESS_ESCAPE);
        rig_type(&rig, "\033\033[A"); // Alt with an arrow
        expect_press(&rig, PRESS_IGNORED);
        assert_int_equal(loop_wait(&rig.loop, 0).kind, INPUT_DEADLINE);
        rig_close(&rig);
    }
}

static void test_paste(void **state)
{
    (void)state;
    struct rig rig;
    rig_open(&rig, (struct wish){0});
    rig_type(&rig, "\033[200~1\r\033[A\033OP\033[201~2");
    expect_press(&rig, PRESS_IGNORED);
    for (int i = 0; i < 2; i++) {
        struct input event = loop_wait(&rig.loop, LOOP_NO_DEADLINE);
        assert_int_equal(event.key.press, PRESS_TEXT);
        assert_true(event.key.pasted);
        assert_int_equal(key_digit(&event.key), -1);
    }
    expect_press(&rig, PRESS_IGNORED);
    expect_press(&rig, PRESS_IGNORED);
    expect_press(&rig, PRESS_IGNORED);
    struct input event = loop_wait(&rig.loop, LOOP_NO_DEADLINE);
    assert_int_equal(key_digit(&event.key), 2);
    rig_close(&rig);
}

// An Esc is one as soon as 25 ms have passed, and not twice that.
static void test_escape_is_quick(void **state)
{
    (void)state;
    struct rig rig;
    int64_t quickest = 1000;
    rig_open(&rig, (struct wish){0});
    for (int i = 0; i < 5; i++) {
        int64_t start = loop_now(&rig.loop);
        rig_type(&rig, "\033");
        expect_press(&rig, PRESS_ESCAPE);
        int64_t took = loop_now(&rig.loop) - start;
        assert_true(took >= 20);
        quickest = took < quickest ? took : quickest;
    }
    assert_true(quickest < 45);
    rig_close(&rig);
}

// A character whose bytes arrive in two reads is whole.
static void test_split_character(void **state)
{
    (void)state;
    struct rig rig;
    rig_open(&rig, (struct wish){0});
    rig_type(&rig, "\xE6\xBC");
    assert_int_equal(loop_wait(&rig.loop, loop_now(&rig.loop) + 1).kind, INPUT_DEADLINE);
    rig_type(&rig, "\xA2");
    struct input event = loop_wait(&rig.loop, LOOP_NO_DEADLINE);
    assert_int_equal(event.key.code_point, 0x6F22);
    rig_close(&rig);
}

static void test_deadline(void **state)
{
    (void)state;
    struct rig rig;
    rig_open(&rig, (struct wish){0});
    canvas_text(&rig.canvas, 3, 3, ROLE_FOCUS, "an option");
    rig_show(&rig);
    int64_t start = loop_now(&rig.loop);
    assert_int_equal(loop_wait(&rig.loop, start + 30).kind, INPUT_DEADLINE);
    assert_true(loop_now(&rig.loop) - start >= 29);
    assert_int_equal(rig_replay(&rig), 0);
    rig_type(&rig, "x");
    assert_int_equal(loop_wait(&rig.loop, start).kind, INPUT_KEY);
    assert_int_equal(loop_wait(&rig.loop, start).kind, INPUT_DEADLINE);
    rig_close(&rig);
}

// ---- signals, and a terminal that goes away

static void test_signals(void **state)
{
    (void)state;
    static const int signals[] = {SIGTERM, SIGHUP, SIGINT, SIGQUIT};
    struct rig rig;
    loop_catch_signals();
    rig_open(&rig, (struct wish){0});
    for (size_t i = 0; i < COUNT(signals); i++) {
        raise(signals[i]);
        struct input event = loop_wait(&rig.loop, LOOP_NO_DEADLINE);
        assert_int_equal(event.kind, INPUT_SIGNAL);
        assert_int_equal(event.signal, signals[i]);
        // And from outside, asleep or nearly so.
        pid_t child = fork();
        if (child == 0) {
            kill(getppid(), signals[i]);
            _exit(0);
        }
        event = loop_wait(&rig.loop, LOOP_NO_DEADLINE);
        assert_int_equal(event.kind, INPUT_SIGNAL);
        assert_int_equal(event.signal, signals[i]);
        waitpid(child, NULL, 0);
    }
    rig_close(&rig);
    for (size_t i = 0; i < COUNT(signals); i++) {
        signal(signals[i], SIG_DFL);
    }
}

static void test_closed_pipe(void **state)
{
    (void)state;
    struct rig rig;
    rig_open(&rig, (struct wish){0});
    rig_type(&rig, "x");
    close(rig.keys);
    rig.keys = -1;
    expect_press(&rig, PRESS_TEXT);
    assert_int_equal(loop_wait(&rig.loop, LOOP_NO_DEADLINE).kind, INPUT_LOST);
    assert_int_equal(loop_wait(&rig.loop, LOOP_NO_DEADLINE).kind, INPUT_LOST);
    rig_close(&rig);
}

static struct screen *open_on(int descriptor, enum screen_problem *problem)
{
    struct screen_options options = {.term = "xterm", .input = descriptor, .output = descriptor};
    return screen_open(&options, problem);
}

// The end of a file is not a terminal that waits.
static void test_end_of_file(void **state)
{
    (void)state;
    int nothing = open("/dev/null", O_RDWR);
    enum screen_problem problem;
    assert_null(open_on(nothing, &problem));
    assert_int_equal(problem, SCREEN_NO_TERMINAL);
    struct screen_options options = {
        .term = "xterm", .input = nothing, .output = nothing, .any_file = true};
    struct screen *screen = screen_open(&options, &problem);
    assert_non_null(screen);
    struct loop loop;
    struct loop_terminal source;
    loop_init_terminal(&loop, &source, screen);
    assert_int_equal(loop_wait(&loop, LOOP_NO_DEADLINE).kind, INPUT_LOST);
    screen_close(screen);
    close(nothing);
}

// A tty whose other end is gone; also its size and its modes, which a pipe has not.
static void test_tty(void **state)
{
    (void)state;
    int master;
    int slave;
    struct winsize size = {.ws_row = 30, .ws_col = 100};
    assert_int_equal(openpty(&master, &slave, NULL, NULL, &size), 0);
    struct termios before;
    struct termios inside;
    struct termios after;
    tcgetattr(slave, &before);
    enum screen_problem problem;
    setenv("LINES", "5", 1);
    setenv("COLUMNS", "5", 1);
    struct screen *screen = open_on(slave, &problem);
    unsetenv("LINES");
    unsetenv("COLUMNS");
    assert_non_null(screen);
    int rows;
    int columns;
    screen_size(screen, &rows, &columns);
    assert_int_equal(rows, 30);
    assert_int_equal(columns, 100);
    tcgetattr(slave, &inside);
    assert_false(inside.c_lflag & (ICANON | ECHO | ISIG));
    assert_false(inside.c_iflag & (IXON | ICRNL));
    struct loop loop;
    struct loop_terminal source;
    loop_init_terminal(&loop, &source, screen);
    assert_int_equal(write(master, "\x03\x13\x1A", 3), 3);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(loop_wait(&loop, LOOP_NO_DEADLINE).key.press, PRESS_CTRL);
    }
    // A crash handler's way out.
    struct screen_rescue rescue = *screen_rescue(screen);
    assert_true(rescue.has_modes);
    screen_rescue_now(&rescue);
    tcgetattr(slave, &after);
    assert_int_equal(after.c_lflag, before.c_lflag);
    assert_int_equal(after.c_iflag, before.c_iflag);
    signal(SIGHUP, SIG_IGN);
    close(master);
    assert_int_equal(loop_wait(&loop, LOOP_NO_DEADLINE).kind, INPUT_LOST);
    screen_close(screen);
    close(slave);
    signal(SIGHUP, SIG_DFL);
}

static void test_window_changes(void **state)
{
    (void)state;
    int master;
    int slave;
    struct winsize size = {.ws_row = 24, .ws_col = 80};
    assert_int_equal(openpty(&master, &slave, NULL, NULL, &size), 0);
    enum screen_problem problem;
    struct screen *screen = open_on(slave, &problem);
    assert_non_null(screen);
    struct loop loop;
    struct loop_terminal source;
    loop_init_terminal(&loop, &source, screen);
    // Whether the signal comes before or during the sleep, the loop wakes without a key.
    for (unsigned short rows = 25; rows < 45; rows++) {
        size.ws_row = rows;
        ioctl(master, TIOCSWINSZ, &size);
        pid_t child = fork();
        if (child == 0) {
            kill(getppid(), SIGWINCH);
            _exit(0);
        }
        struct input event = loop_wait(&loop, LOOP_NO_DEADLINE);
        assert_int_equal(event.kind, INPUT_RESIZE);
        assert_int_equal(event.rows, rows);
        waitpid(child, NULL, 0);
    }
    screen_close(screen);
    close(slave);
    close(master);
}

int main(void)
{
    if (!rig_prepare()) {
        return 1;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_keys_on_every_terminal),
        cmocka_unit_test(test_paste),
        cmocka_unit_test(test_escape_is_quick),
        cmocka_unit_test(test_split_character),
        cmocka_unit_test(test_deadline),
        cmocka_unit_test(test_signals),
        cmocka_unit_test(test_closed_pipe),
        cmocka_unit_test(test_end_of_file),
        cmocka_unit_test(test_tty),
        cmocka_unit_test(test_window_changes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
