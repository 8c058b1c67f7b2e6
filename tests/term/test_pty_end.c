// How an interview on a pseudo-terminal may end before its end: signals, a terminal that is gone, a
// killed program, a full disk; and how it is gone on with. No acknowledged answer is lost.

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

static void kill_now(struct pty *pty)
{
    pty_signal(pty, SIGKILL);
    assert_int_equal(pty_end(pty), -SIGKILL);
    pty_stop(pty);
}

// Ends it with the signal: the right code, a blank screen, the draft kept.
static void end_by(struct pty *pty, int number, const char *folder)
{
    pty_signal(pty, number);
    assert_int_equal(pty_end(pty), 128 + number);
    if (vterm_screen_on_second_page(pty->screen) || pty_shows(pty, "Hillside")) {
        pty_fail(pty, "the screen is not given back");
    }
    assert_int_equal(pty_count(folder, ".draft"), 1);
    pty_stop(pty);
}

// Screens reached from a question by keys; the words tell that one is there.
struct place {
    const char *asked, *keys, *there, *after;
};

static const struct place places[] = {
    {"In the last day", "3", "> 3 [x]", "> 3 [x]"},
    {"In the last day", "1\r", "go on when staff say so", "go on when staff say so"},
    {"full name", "Zo\xC3\xAB M", "> Zo\xC3\xAB M", "> Zo\xC3\xAB M"},
    {"full name", "Ann\033[21~", "Stop for now", "> Ann"},
    {"date of birth", "17 May", "> 17 May", "> 17 May"},
    {"date of birth", "\033OP", "Enter back to the question", "What is your date of birth?"},
    {"Where does it hurt", "/knee", "knee", "Where does it hurt?"},
    {"Where does it hurt", "7 ", "How strong", "#"},
    {"on average", "7", "> 7", "> 7"},
    {"what it is", "", "it is", "Dry needling: what it is"},
    {"Finish", "\033OF", "Finish: hand", "Your answers. Enter changes"},
};

static void test_signal_keeps_draft(void **state)
{
    static const int signals[] = {SIGTERM, SIGHUP, SIGINT, SIGQUIT};
    for (size_t i = 0; i < sizeof(places) / sizeof(places[0]); i++) {
        const struct place *place = &places[i];
        struct pty pty;
        char folder[PTY_PATH];
        pty_folder(folder);
        pty_start(&pty, folder, usual);
        pty_walk_to(&pty, place->asked);
        pty_type(&pty, place->keys);
        pty_expect(&pty, place->there);
        end_by(&pty, signals[i % 4], folder);
        pty_start(&pty, folder, usual);
        pty_go_on(&pty);
        pty_expect(&pty, place->after);
        end_by(&pty, signals[(i + 1) % 4], folder);
        pty_folder_remove(folder);
    }
    (void)state;
}

// On a terminal without a second page nothing stays to be read either.
static void test_screen_is_blanked(void **state)
{
    const struct pty_wish linux_console = {.term = "linux"};
    struct pty pty;
    pty_start(&pty, *state, linux_console);
    pty_walk_to(&pty, "date of birth");
    assert_false(vterm_screen_on_second_page(pty.screen));
    pty_signal(&pty, SIGTERM);
    assert_int_equal(pty_end(&pty), 128 + SIGTERM);
    pty_expect_blank(&pty);
    pty_stop(&pty);
}

static void test_terminal_vanishes(void **state)
{
    struct pty pty;
    pty_start(&pty, *state, usual);
    pty_walk_to(&pty, "full name");
    pty_type(&pty, "Maria");
    pty_expect(&pty, "> Maria");
    pty_hang_up(&pty);
    int code = pty_end(&pty);
    assert_true(code == 128 + SIGHUP || code == 3); // whichever is seen first
    pty_stop(&pty);
    pty_start(&pty, *state, usual);
    pty_go_on(&pty);
    pty_expect(&pty, "> Maria");
    pty_stop(&pty);
}

// Ctrl-S holds what the program writes; whoever ends it does not first type Ctrl-Q.
static void test_held_output_ends_too(void **state)
{
    static const int signals[] = {SIGTERM, SIGHUP, SIGINT};
    for (size_t i = 0; i < sizeof(signals) / sizeof(signals[0]); i++) {
        const struct pty_wish lines = {.options = {"--line"}};
        struct pty pty;
        pty_start(&pty, *state, lines);
        pty_expect(&pty, "(Enter to go on)");
        pty_type(&pty, "\023\r\r\r");
        pty_expect_idle(&pty, 100);
        pty_signal(&pty, signals[i]);
        assert_int_equal(pty_end(&pty), 128 + signals[i]);
        pty_stop(&pty);
    }
}

// Killed at every single screen of the interview: each time it goes on exactly there, and the
// therapist reads the same as if nothing had happened.
static void test_killed_at_every_screen(void **state)
{
    struct pty pty;
    pty_start(&pty, *state, usual);
    const struct pty_reply *reply = pty_step(&pty, NULL);
    pty_type(&pty, reply->keys);
    for (reply = pty_step(&pty, reply); reply->keys != NULL;) {
        kill_now(&pty);
        pty_start(&pty, *state, usual);
        bool answered = strstr(reply->asked, "Who is") == NULL;
        if (answered) { // before the first answer there is nothing to go on with
            pty_go_on(&pty);
            pty_expect(&pty, reply->asked);
        } else {
            pty_walk_to(&pty, reply->asked);
        }
        pty_type(&pty, reply->keys);
        reply = pty_step(&pty, reply);
    }
    pty_type(&pty, pty_finish);
    pty_expect(&pty, "Enter see the page your therapist reads");
    assert_int_equal(pty_count(*state, ".done"), 1);
    pty_type(&pty, "\r");
    pty_expect(&pty, "my shoulder is sore");
    assert_true(pty_shows(&pty, pty_patient));
    pty_stop(&pty);
}

static void test_answers_survive(void **state)
{
    struct pty pty;
    pty_start(&pty, *state, usual);
    pty_walk_to(&pty, "sex were you given");
    kill_now(&pty);
    pty_start(&pty, *state, usual);
    pty_go_on(&pty);
    pty_expect(&pty, "What sex were you given at birth?");
    pty_type(&pty, "\033");
    pty_expect(&pty, "> 17 May 1974");
    pty_type(&pty, "\033");
    pty_expect(&pty, "> Alex Example");
    pty_type(&pty, "\033");
    pty_expect(&pty, "0 [x] None of these");
    pty_type(&pty, "\033");
    pty_expect(&pty, "1 (x) The patient");
    pty_stop(&pty);
}

// The question fits a narrow terminal: no word is broken.
static void test_asked_on_a_narrow_terminal(void **state)
{
    const struct pty_wish narrow = {.rows = 12, .columns = 40};
    struct pty pty;
    pty_start(&pty, *state, usual);
    pty_walk_to(&pty, "full name");
    kill_now(&pty);
    pty_start(&pty, *state, narrow);
    pty_expect(&pty, "There is a practice interview that was");
    pty_expect(&pty, "Is it yours, and do you want to go on");
    pty_expect(&pty, "Type y for yes, or n to begin a new one.");
    pty_stop(&pty);
}

// Never silently: it may be someone else's. "n" begins a new one and leaves the old one alone. An
// answer that was changed is still one question.
static void test_new_beside_old(void **state)
{
    struct pty pty;
    pty_start(&pty, *state, usual);
    pty_walk_to(&pty, "full name");
    pty_type(&pty, "\033");
    pty_expect(&pty, "0 [x] None of these");
    pty_type(&pty, "\033");
    pty_expect(&pty, "1 (x) The patient");
    pty_type(&pty, "2\r");
    pty_expect(&pty, "In the last day");
    kill_now(&pty);
    pty_start(&pty, *state, usual);
    pty_expect(&pty, "There is a practice interview that was not finished");
    pty_expect(&pty, "2 questions answered.");
    pty_type(&pty, "what?\n");
    pty_type(&pty, "n\n");
    pty_expect(&pty, "Welcome to Hillside Physiotherapy.");
    assert_int_equal(pty_count(*state, ".draft"), 2);
    pty_stop(&pty);
}

static void test_second_instance(void **state)
{
    struct pty first;
    struct pty second;
    pty_start(&first, *state, usual);
    pty_walk_to(&first, "full name");
    pty_start(&second, *state, usual);
    pty_expect(&second, "Welcome to Hillside Physiotherapy.");
    pty_refuse(&second, "not finished");
    assert_int_equal(pty_count(*state, ".draft"), 2);
    pty_walk_to(&second, "In the last day");
    pty_stop(&second);
    pty_walk_to(&first, "sex were you given");
    pty_stop(&first);
}

// Nothing can be written any more, from somewhere in the interview on: staff are called, and what
// was safe stays so.
static void test_full_disk(void **state)
{
    struct pty pty;
    pty_start(&pty, *state, usual);
    const struct pty_reply *reply = pty_step(&pty, NULL);
    pty_fill_disk(&pty, 900);
    for (int i = 0; i < 200 && !pty_shows(&pty, "Please call staff."); i++) {
        if (reply->keys == NULL) {
            pty_fail(&pty, "it ran to its end");
        }
        pty_type(&pty, reply->keys);
        const struct pty_reply *now = pty_step_or(&pty, reply, "Please call staff.");
        reply = now != NULL ? now : reply;
    }
    pty_expect(&pty, "Enter try again Esc back");
    pty_type(&pty, "\r");
    pty_expect(&pty, "Please call staff.");
    pty_type(&pty, "\033");
    pty_expect(&pty, reply->asked);
    pty_signal(&pty, SIGTERM);
    assert_int_equal(pty_end(&pty), 128 + SIGTERM);
    pty_stop(&pty);
    pty_start(&pty, *state, usual);
    pty_go_on(&pty);
    pty_expect(&pty, reply->asked);
    pty_stop(&pty);
}

// No terminal it can use: one sentence that names the other ways.
static void test_refusals(void **state)
{
    static const struct pty_wish wishes[] = {
        {.term = "no-such-terminal"},
        {.term = ""},
        {.no_input = true},
    };
    for (size_t i = 0; i < sizeof(wishes) / sizeof(wishes[0]); i++) {
        struct pty pty;
        pty_start(&pty, *state, wishes[i]);
        assert_int_equal(pty_end(&pty), 2);
        if (!pty_shows(&pty, "intake start: ") || !pty_shows(&pty, "--line") ||
            !pty_shows(&pty, "--answers")) {
            pty_fail(&pty, "the sentence is wrong");
        }
        pty_refuse(&pty, "Practice");
        assert_int_equal(pty_count(*state, ".draft"), 0);
        pty_stop(&pty);
    }
}

// A draft is asked about only where the interview can then be held.
static void test_refused_before_asked(void **state)
{
    const struct pty_wish unknown = {.term = "no-such-terminal"};
    struct pty pty;
    pty_start(&pty, *state, usual);
    pty_walk_to(&pty, "full name");
    kill_now(&pty);
    pty_start(&pty, *state, unknown);
    assert_int_equal(pty_end(&pty), 2);
    pty_refuse(&pty, "not finished");
    assert_int_equal(pty_count(*state, ".draft"), 1);
    pty_stop(&pty);
}

// Left before the first answer there is nothing to keep; what a crash leaves goes at the next
// start.
static void test_nothing_said(void **state)
{
    struct pty pty;
    pty_start(&pty, *state, usual);
    pty_expect(&pty, "Welcome to Hillside Physiotherapy.");
    pty_signal(&pty, SIGTERM);
    assert_int_equal(pty_end(&pty), 128 + SIGTERM);
    pty_stop(&pty);
    assert_int_equal(pty_count(*state, ".draft"), 0);
    pty_start(&pty, *state, usual);
    pty_expect(&pty, "Welcome to Hillside Physiotherapy.");
    kill_now(&pty);
    assert_int_equal(pty_count(*state, ".draft"), 1);
    pty_start(&pty, *state, usual);
    pty_expect(&pty, "Welcome to Hillside Physiotherapy.");
    assert_int_equal(pty_count(*state, ".draft"), 1);
    pty_stop(&pty);
}

// What cannot be kept is said on a screen that is still the terminal's own.
static void test_no_room_at_all(void **state)
{
    const struct pty_wish none = {.room = 1};
    struct pty pty;
    pty_start(&pty, *state, none);
    assert_int_equal(pty_end(&pty), 73);
    if (!pty_shows(&pty, "answers cannot be kept")) {
        pty_fail(&pty, "the reason is not said");
    }
    assert_int_equal(pty.received < 200, 1);
    pty_stop(&pty);
}

// A terminal that can only print is refused with the way on: nobody is put before a face that they
// did not ask for.
static void test_dumb_terminal(void **state)
{
    const struct pty_wish dumb = {.term = "dumb"};
    struct pty pty;
    pty_start(&pty, *state, dumb);
    pty_expect(&pty, "use --line");
    pty_expect(&pty, "--answers=FILE");
    assert_false(vterm_screen_on_second_page(pty.screen));
    assert_int_equal(pty_end(&pty), 2);
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
        cmocka_unit_test(test_signal_keeps_draft),
        TEST(test_held_output_ends_too),
        TEST(test_screen_is_blanked),
        TEST(test_terminal_vanishes),
        TEST(test_killed_at_every_screen),
        TEST(test_answers_survive),
        TEST(test_asked_on_a_narrow_terminal),
        TEST(test_new_beside_old),
        TEST(test_second_instance),
        TEST(test_full_disk),
        TEST(test_refusals),
        TEST(test_refused_before_asked),
        TEST(test_nothing_said),
        TEST(test_no_room_at_all),
        TEST(test_dumb_terminal),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
