// One frame is one write: who reads the other end (a terminal, an ssh, a serial line) is woken once
// and never shows half a question. The output is a socket that keeps each write apart.

#include "base/buffer.h"
#include "screen_rig.h"
#include "terminal/draw.h"

#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>

#include <stdint.h>

#include <cmocka.h>

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <sys/socket.h>
#include <unistd.h>

struct wire {
    int ours, theirs; // theirs is the terminal's
    int keys[2];
    struct screen *screen;
    struct canvas canvas;
};

static void open_wire(struct wire *wire, const char *term)
{
    int ends[2];
    assert_int_equal(socketpair(AF_UNIX, SOCK_DGRAM, 0, ends), 0);
    assert_int_equal(pipe(wire->keys), 0);
    wire->ours = ends[0];
    wire->theirs = ends[1];
    const struct screen_options options = {
        .term = term,
        .input = wire->keys[0],
        .output = wire->ours,
        .any_file = true,
        .rows = 24,
        .columns = 80,
        .colour = true,
    };
    enum screen_problem problem;
    wire->screen = screen_open(&options, &problem);
    assert_non_null(wire->screen);
    canvas_init(&wire->canvas, screen_width);
    canvas_resize(&wire->canvas, 24, 80);
}

static void close_wire(struct wire *wire)
{
    screen_close(wire->screen);
    canvas_clear(&wire->canvas);
    close(wire->ours);
    close(wire->theirs);
    close(wire->keys[0]);
    close(wire->keys[1]);
}

// How many writes hold more than `size` bytes, of those since last asked; `all` counts each.
static int writes(const struct wire *wire, ssize_t size, int *all)
{
    char bytes[16384];
    int count = 0;
    *all = 0;
    for (;;) {
        ssize_t got = recv(wire->theirs, bytes, sizeof bytes, MSG_DONTWAIT);
        if (got < 0) {
            assert_int_equal(errno, EAGAIN);
            return count;
        }
        count += got > size ? 1 : 0;
        (*all)++;
    }
}

static void draw_page(struct wire *wire, const char *word)
{
    canvas_blank(&wire->canvas);
    for (int row = 0; row < 24; row += 2) {
        canvas_print(&wire->canvas, row, row % 5, row % 3 == 0 ? ROLE_STRONG : ROLE_QUIET,
                     "%s in row %d, and some more words", word, row);
    }
    canvas_cursor(&wire->canvas, 5, 5);
    screen_draw(wire->screen, &wire->canvas);
}

static void test_first_frame(void **state)
{
    (void)state;
    for (size_t i = 0; i < RIG_TERMS; i++) {
        struct wire wire;
        int all;
        open_wire(&wire, rig_terms[i]);
        assert_int_equal(writes(&wire, 0, &all), 0);
        draw_page(&wire, "First");
        // The frame, and behind it what the keyboard is asked for.
        assert_int_equal(writes(&wire, 16, &all), 1);
        assert_in_range(all, 1, 3);
        draw_page(&wire, "Second");
        assert_int_equal(writes(&wire, 16, &all), 1);
        assert_int_equal(all, 1);
        draw_page(&wire, "Second");
        assert_int_equal(writes(&wire, 0, &all), 0);
        close_wire(&wire);
    }
}

// A key that waits to be read does not cut a frame in two.
static void test_typed_ahead(void **state)
{
    (void)state;
    struct wire wire;
    int all;
    open_wire(&wire, "xterm-256color");
    draw_page(&wire, "First");
    writes(&wire, 0, &all);
    assert_int_equal(write(wire.keys[1], "abc", 3), 3);
    draw_page(&wire, "Second");
    assert_int_equal(writes(&wire, 0, &all), 1);
    draw_page(&wire, "Second");
    assert_int_equal(writes(&wire, 0, &all), 0);
    close_wire(&wire);
}

int main(void)
{
    if (!rig_prepare()) {
        return 1;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_first_frame),
        cmocka_unit_test(test_typed_ahead),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
