// The welcome screen of a kiosk on a pseudo-terminal: what no key may do, what ends it, and that
// nobody finds anything on it afterwards.

#include "patient/kiosk/welcome.h"
#include "patient/wizard/open.h"
#include "pty_run.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>

#include <cmocka.h>

enum { IDLE_MS = 300, END_AS = 20 }; // what ended the screen, as an exit code: END_AS + welcome_end

static bool no_words(const char *text, char out[RESUME_BYTES], int *wrong)
{
    (void)text;
    out[0] = '\0';
    *wrong = 1;
    return false;
}

// In the child: one welcome screen on the terminal.
static int welcome(void)
{
    static struct wizard_terminal terminal;
    static const struct welcome_language language = {"en", "English", "Press Enter to begin"};
    const struct wizard_open_options options = {.term = getenv("TERM"), .colour = true};
    const char *why = NULL;
    struct welcome result;
    if (wizard_check(&options, &why) != 0 || wizard_open(&terminal, &options, &why) != 0) {
        return 1;
    }
    const struct welcome_setup setup = {.loop = &terminal.loop,
                                        .screen = terminal.screen,
                                        .width = screen_width,
                                        .clinic = "Hillside Physiotherapy",
                                        .languages = &language,
                                        .language_count = 1,
                                        .read_words = no_words};
    welcome_run(&setup, &result);
    int code = END_AS + (int)result.end;
    if (result.end == WELCOME_STAFF && strcmp(result.passphrase.bytes, "open the door") != 0) {
        code = 2;
    }
    welcome_clear(&result);
    wizard_close(&terminal);
    return code;
}

static void begin(struct pty *pty, const char *term, int rows, int columns)
{
    pty_start(
        pty, "",
        (struct pty_wish){.term = term, .rows = rows, .columns = columns, .instead = welcome});
    pty_expect_focus(pty, "Press Enter to begin");
}

// Esc, Ctrl-C, Ctrl-Z, Ctrl-\, Ctrl-D, Ctrl-Y, Ctrl-S with Ctrl-Q, Backspace and a function key, on
// the welcome screen and where words are typed: the program is neither gone nor stopped, for the
// next key is answered.
static void test_no_way_out(void **state)
{
    static const char *const keys[] = {"\003", "\032",     "\034", "\004",
                                       "\031", "\023\021", "\177", "\033[19~"};
    static const char *const terms[] = {"linux", "xterm-256color", "vt100", "tmux-256color"};
    (void)state;
    for (size_t t = 0; t < sizeof(terms) / sizeof(terms[0]); t++) {
        struct pty pty;
        begin(&pty, terms[t], 24, 80);
        pty_type(&pty, "\033");
        for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
            pty_type(&pty, keys[i]);
            pty_type(&pty, "r");
            pty_expect(&pty, "Type your four words");
            pty_type(&pty, keys[i]);
            pty_expect(&pty, "Type your four words");
            pty_type(&pty, "\033");
            pty_expect_focus(&pty, "Press Enter to begin");
        }
        pty_type(&pty, "\r");
        assert_int_equal(pty_end(&pty), END_AS + WELCOME_BEGIN);
        pty_expect_blank(&pty);
        pty_stop(&pty);
    }
}

// A passphrase is on no screen, neither while it is typed nor after.
static void test_passphrase_unseen(void **state)
{
    (void)state;
    struct pty pty;
    begin(&pty, "linux", 12, 40);
    pty_type(&pty, "\033[24~");
    pty_expect(&pty, "Staff: to leave the kiosk");
    pty_expect_idle(&pty, IDLE_MS);
    long before = pty.received;
    pty_type(&pty, "open the door");
    pty_expect_idle(&pty, IDLE_MS);
    assert_int_equal(pty.received, before);
    pty_refuse(&pty, "open");
    pty_type(&pty, "\r");
    assert_int_equal(pty_end(&pty), END_AS + WELCOME_STAFF);
    pty_expect_blank(&pty);
    pty_stop(&pty);
}

static void test_untouched(void **state)
{
    (void)state;
    struct pty pty;
    begin(&pty, "linux", 24, 80);
    pty_expect_idle(&pty, IDLE_MS);
    pty_signal(&pty, SIGTERM);
    assert_int_equal(pty_end(&pty), END_AS + WELCOME_SIGNAL);
    pty_expect_blank(&pty);
    pty_stop(&pty);
}

static void test_terminal_lost(void **state)
{
    (void)state;
    struct pty pty;
    begin(&pty, "xterm-256color", 24, 80);
    pty_hang_up(&pty);
    int code = pty_end(&pty);
    assert_true(code == END_AS + WELCOME_LOST || code == END_AS + WELCOME_SIGNAL);
    pty_stop(&pty);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_no_way_out),
        cmocka_unit_test(test_passphrase_unseen),
        cmocka_unit_test(test_untouched),
        cmocka_unit_test(test_terminal_lost),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
