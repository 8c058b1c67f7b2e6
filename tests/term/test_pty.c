// The installed program on a pseudo-terminal, as a patient meets it: from the first screen to the
// therapist's page, and what keys and the window do on the way.

#include "pty_walk.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

static const struct pty_wish usual;

static void test_first_screen(void **state)
{
    struct pty pty;
    pty_start(&pty, *state, usual);
    pty_expect(&pty, "Welcome to Hillside Physiotherapy.");
    pty_expect(&pty, "Enter go on Esc back H help P pause");
    assert_true(pty_shows(&pty, "Practice"));
    assert_true(pty_shows(&pty, "1 of 11"));
    assert_true(vterm_screen_on_second_page(pty.screen));
    pty_type(&pty, "\r");
    pty_expect_focus(&pty, "Who is filling this in today?");
    assert_true(pty_shows(&pty, "Enter choose and go on"));
    pty_stop(&pty);
}

// What the program is for: typed to the end, handed over, and the therapist's page is there.
static void test_whole_interview(void **state)
{
    struct pty pty;
    pty_start(&pty, *state, usual);
    assert_true(pty_walk(&pty) > 45);
    pty_type(&pty, pty_finish);
    pty_expect(&pty, "Enter see the page your therapist reads");
    assert_int_equal(pty_count(*state, ".done"), 1);
    assert_int_equal(pty_count(*state, ".draft"), 0);
    pty_type(&pty, "\r");
    pty_expect(&pty, "Practice: the page your therapist reads");
    pty_expect(&pty, "my shoulder is sore");
    assert_true(pty_shows(&pty, pty_patient));
    pty_type(&pty, "q");
    assert_int_equal(pty_end(&pty), 0);
    pty_expect_blank(&pty);
    pty_stop(&pty);
}

// One fixed text at once, no illness in it; saved before it is shown.
static void test_urgent(void **state)
{
    static const char *const names[] = {"chest", "Chest", "heart", "Heart", "pain", "breath"};
    struct pty pty;
    pty_start(&pty, *state, usual);
    pty_walk_to(&pty, "In the last day");
    pty_type(&pty, "1\r");
    pty_expect(&pty, "Please tell the person at the desk now.");
    pty_expect(&pty, "Enter go on when staff say so");
    assert_true(pty_shows(&pty, "call 000"));
    for (size_t i = 0; i < sizeof(names) / sizeof(names[0]); i++) {
        pty_refuse(&pty, names[i]);
    }
    pty_signal(&pty, SIGKILL);
    assert_int_equal(pty_end(&pty), -SIGKILL);
    pty_stop(&pty);
    pty_start(&pty, *state, usual);
    pty_go_on(&pty);
    pty_expect(&pty, "Enter go on when staff say so");
    assert_true(pty_shows(&pty, "Please tell the person at the desk now."));
    pty_type(&pty, "\r\r"); // nobody can have read it
    pty_expect(&pty, "Enter go on when staff say so");
    pty_read_on(&pty, "Enter go on when staff say so");
    pty_expect(&pty, "What is your full name?");
    pty_stop(&pty);
}

static void test_control_c_pauses(void **state)
{
    struct pty pty;
    pty_start(&pty, *state, usual);
    pty_walk_to(&pty, "full name");
    pty_type(&pty, "Mar\003");
    pty_expect_focus(&pty, "Stop for now, and keep my answers");
    assert_true(pty_shows(&pty, "> 1 Go on with the questions"));
    pty_type(&pty, "\r");
    pty_expect(&pty, "What is your full name?");
    pty_expect(&pty, "> Mar ");
    pty_type(&pty, "\0331");            // not a key of ours
    pty_type(&pty, "\032\023\021\034"); // stop, freeze, go on, quit: of no meaning here
    pty_type(&pty, "ia");
    pty_expect(&pty, "> Maria ");
    pty_type(&pty, "\033[21~"); // F10
    pty_expect_focus(&pty, "Stop for now, and keep my answers");
    pty_type(&pty, "2\r");
    assert_int_equal(pty_end(&pty), 3);
    pty_expect_blank(&pty);
    assert_int_equal(pty_count(*state, ".draft"), 1);
    pty_stop(&pty);
    pty_start(&pty, *state, usual);
    pty_go_on(&pty);
    pty_expect(&pty, "> Maria ");
    pty_stop(&pty);
}

static void test_thrown_away(void **state)
{
    struct pty pty;
    pty_start(&pty, *state, usual);
    pty_walk_to(&pty, "full name");
    pty_type(&pty, "\003");
    pty_expect_focus(&pty, "Throw all my answers away");
    pty_type(&pty, "3\r");
    pty_expect_focus(&pty, "They cannot be brought back.");
    pty_type(&pty, "2\r");
    assert_int_equal(pty_end(&pty), 4);
    pty_expect_blank(&pty);
    assert_int_equal(pty_count(*state, ".draft"), 0);
    pty_stop(&pty);
}

// What a paste or a mouse wheel may send is swallowed, not typed.
static void test_sequences_type_nothing(void **state)
{
    static const char *const sent[] = {
        "\033[31;1m",   "\033[200~",        "\033[201~", "\033[?25l",      "\033[1;5P",
        "\033[<0;5;5M", "\033]0;title\007", "\033[6n",   "\033Pq#0\033\\", "\033[99;99;99~",
    };
    struct pty pty;
    pty_start(&pty, *state, usual);
    pty_walk_to(&pty, "full name");
    for (size_t i = 0; i < sizeof(sent) / sizeof(sent[0]); i++) {
        pty_type(&pty, sent[i]);
    }
    pty_type(&pty, "Maria");
    pty_expect(&pty, " > Maria \xE2\x94\x80"); // and the line under the field
    pty_stop(&pty);
}

static void test_live_resize(void **state)
{
    static const int sizes[][2] = {{12, 40}, {24, 80}, {50, 200}, {24, 80}, {3, 300},
                                   {24, 80}, {1, 1},   {24, 80},  {1, 80},  {24, 80}};
    struct pty pty;
    pty_start(&pty, *state, usual);
    pty_walk_to(&pty, "In the last day");
    pty_type(&pty, "3");
    pty_expect_focus(&pty, "> 3 [x]");
    char *before = strdup(pty.dump.bytes);
    assert_non_null(before);
    for (size_t i = 0; i < sizeof(sizes) / sizeof(sizes[0]); i++) {
        pty_resize(&pty, sizes[i][0], sizes[i][1]);
        if (sizes[i][0] == 24) {
            pty_expect_dump(&pty, before);
        } else if (sizes[i][0] >= 12) {
            pty_expect_focus(&pty, "> 3 [x]");
            pty_expect(&pty, "In the last day, have you had any of these?");
        } else {
            pty_expect(&pty, sizes[i][1] > 1 ? "Please make the window larger" : "P");
        }
    }
    for (int i = 1; i <= 40; i++) { // a window dragged about
        pty_resize(&pty, 1 + i % 30, 1 + i * 7 % 120);
    }
    pty_resize(&pty, 24, 80);
    pty_expect_dump(&pty, before);
    pty_type(&pty, "\r");
    pty_expect(&pty, "Please tell the person at the desk now.");
    free(before);
    pty_stop(&pty);
}

// Made small and large again before the program can run: the size it knows has not changed, but
// the terminal has cut what was on it.
static void test_resize_unseen(void **state)
{
    struct pty pty;
    pty_start(&pty, *state, usual);
    pty_walk_to(&pty, "In the last day");
    pty_type(&pty, "3");
    pty_expect_focus(&pty, "> 3 [x]");
    char *before = strdup(pty.dump.bytes);
    assert_non_null(before);
    pty_signal(&pty, SIGSTOP);
    pty_resize(&pty, 3, 8);
    pty_resize(&pty, 24, 80);
    pty_signal(&pty, SIGCONT);
    pty_expect_dump(&pty, before);
    free(before);
    pty_stop(&pty);
}

static void test_idle(void **state)
{
    struct pty pty;
    pty_start(&pty, *state, usual);
    pty_walk_to(&pty, "In the last day");
    pty_expect_focus(&pty, "None of these");
    pty_expect_idle(&pty, 300);
    pty_type(&pty, "\033"); // back; a half-read key must not keep it awake either
    pty_expect_focus(&pty, "Who is filling this in today?");
    pty_expect_idle(&pty, 300);
    pty_stop(&pty);
}

static int make_folder(void **state)
{
    static char folder[PTY_PATH];
    pty_folder(folder);
    *state = folder;
    return 0;
}

static int remove_folder(void **state)
{
    pty_folder_remove(*state);
    return 0;
}

#define TEST(function) cmocka_unit_test_setup_teardown(function, make_folder, remove_folder)

int main(void)
{
    const struct CMUnitTest tests[] = {
        TEST(test_first_screen),     TEST(test_whole_interview), TEST(test_urgent),
        TEST(test_control_c_pauses), TEST(test_thrown_away),     TEST(test_sequences_type_nothing),
        TEST(test_live_resize),      TEST(test_resize_unseen),   TEST(test_idle),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
