// Bytes to keys: each case is what a keyboard sends and how the keys read in words.

#include "base/buffer.h"
#include "terminal/key.h"

#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>

#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static void name_key(const struct key *key, struct buffer *out)
{
    static const char *const names[] = {
        [PRESS_IGNORED] = "-",      [PRESS_TEXT] = "text",  [PRESS_ENTER] = "Enter",
        [PRESS_ESCAPE] = "Esc",     [PRESS_TAB] = "Tab",    [PRESS_SHIFT_TAB] = "S-Tab",
        [PRESS_BACKSPACE] = "Bksp", [PRESS_DELETE] = "Del", [PRESS_UP] = "Up",
        [PRESS_DOWN] = "Down",      [PRESS_LEFT] = "Left",  [PRESS_RIGHT] = "Right",
        [PRESS_HOME] = "Home",      [PRESS_END] = "End",    [PRESS_PAGE_UP] = "PgUp",
        [PRESS_PAGE_DOWN] = "PgDn", [PRESS_FUNCTION] = "F", [PRESS_CTRL] = "C-",
    };
    if (out->length > 0) {
        buffer_char(out, ' ');
    }
    if (key->press == PRESS_TEXT) {
        buffer_char(out, key->pasted ? '"' : '\'');
        buffer_add(out, key->text, key->length);
        return;
    }
    buffer_text(out, names[key->press]);
    if (key->press == PRESS_FUNCTION) {
        buffer_print(out, "%d", key->number);
    } else if (key->press == PRESS_CTRL) {
        buffer_char(out, (char)key->code_point);
    }
}

// '~' + silence is written as byte 0xFF, which no keyboard sends.
static void read_keys(const char *bytes, size_t length, struct buffer *out)
{
    struct key_decoder decoder;
    struct key key;
    key_decoder_init(&decoder);
    for (size_t i = 0; i < length; i++) {
        if ((unsigned char)bytes[i] == 0xFF) {
            if (key_timeout(&decoder, &key)) {
                name_key(&key, out);
            }
        } else if (key_feed(&decoder, (unsigned char)bytes[i], &key)) {
            name_key(&key, out);
        }
    }
}

#define SILENCE "\xFF"

static void test_sequences(void **state)
{
    (void)state;
    static const struct {
        const char *bytes, *keys;
    } cases[] = {
        {"aB7 ", "'a 'B '7 ' "},
        {"\r\n", "Enter Enter"},
        {"\b\x7F", "Bksp Bksp"},
        {"\t\033[Z", "Tab S-Tab"},
        {"\x01\x1A\x0C\x1C", "C-a C-z C-l -"},
        {"\033[A\033[B\033[C\033[D", "Up Down Right Left"},
        {"\033OA\033OB\033OC\033OD", "Up Down Right Left"},
        {"\033[H\033[F\033OH\033OF\033[1~\033[4~\033[7~\033[8~",
         "Home End Home End Home End Home End"},
        {"\033[3~\033[5~\033[6~\033[2~", "Del PgUp PgDn -"},
        {"\033OP\033OQ\033OR\033OS\033[15~\033[17~\033[21~\033[24~", "F1 F2 F3 F4 F5 F6 F10 F12"},
        {"\033[[A\033[[E\033[11~", "F1 F5 F1"},
        {"\033[1;5A\033[1;2H\033[3;5~\033[1;2P", "Up Home Del F1"},
        {"\033O5A", "Up"},
        {"\033Oq\033Oy\033Op\033On\033OM", "'1 '9 '0 '. Enter"},
        // Unknown: one ignored key each, and nothing of it acts.
        {"\033[99~x", "- 'x"},
        {"\033[24;80Rx", "- 'x"},
        {"\033[?1;2cx", "- 'x"},
        {"\033[>0;276;0cx", "- 'x"},
        {"\033[31mx", "- 'x"},
        {"\033[1 qx", "- 'x"},
        {"\033[<0;10;5Mx", "- 'x"},
        {"\033[M !!x", "- 'x"},
        {"\033[?1Ax\033[>Ax\033[1$Ax", "- 'x - 'x - 'x"},
        {"\033[I\033[Ox", "- - 'x"},
        {"\033(Bx", "- 'x"},
        {"\033ax\033\rx", "- 'x - 'x"},
        {"\033\xC3\xA9x", "- 'x"},
        {"\033]0;title\ax", "- 'x"},
        {"\033]0;title\033\\x", "- 'x"},
        {"\033P1$r0m\033\\x", "- 'x"},
        {"\033_app\033\\\033^pm\033\\\033Xsos\033\\x", "- - - 'x"},
        {"\033]0;cut off\033[Ax", "Up 'x"},
        {"\033[12\033[Ax", "- Up 'x"},
        {"\033[1\rx", "- 'x"},
        {"\033[99999999999999999999~x", "- 'x"},
        {"\033[1;2;3;4;5;6Ax", "Up 'x"},
        {"\xC2\x9B"
         "31mx",
         "- 'x"}, // the same, spelled with the second set of controls
        {"\xC2\x9B"
         "A",
         "Up"},
        // Esc alone is settled by silence.
        {"\033" SILENCE, "Esc"},
        {"\033" SILENCE "a", "Esc 'a"},
        {"\033\033" SILENCE SILENCE "a", "Esc Esc 'a"},
        {"\033\033[Ax\033\033[5~\033\033OPx\033\033[[Ax", "- 'x - - 'x - 'x"}, // Alt with a key
        {"\033\033a\033\033]0;t\ax", "- - 'x"},
        {"\033[" SILENCE "a", "- 'a"},
        {"\033]0;never ended" SILENCE "a", "- 'a"},
        {SILENCE "a" SILENCE, "'a"},
        // UTF-8: invalid bytes are dropped, never the rest.
        {"\xC3\xA9\xE6\xBC\xA2\xF0\x9F\x91\xA9", "'é '漢 '👩"},
        {"\xC3"
         "a\xA9"
         "b",
         "'a 'b"},
        {"\xC0\x80\xED\xA0\x80\xF4\x90\x80\x80x", "'x"},
        {"\xC3\033[A", "Up"},
        {"\xE2\x80\xAEx\xEF\xBB\xBFy", "- 'x - 'y"},
        {"\xE2\x80\x8D", "'\u200D"},
        // A paste is text and nothing else.
        {"\033[200~a\rb\tc\033[201~d", "- \"a \"\n \"b \"\t \"c - 'd"},
        {"\033[200~1\033[A2\033OP3\x01\x7F"
         "4\033Oq\033[201~\r",
         "- \"1 - \"2 - \"3 \"4 - - Enter"},
        {"\033[200~a\033" SILENCE "\r", "- \"a - Enter"}, // its end was lost
        {"\033[200~é\033[201~", "- \"é -"},
        {"\033[200~a\033\033[201~b", "- \"a - 'b"},
        {"\033[201~x", "- 'x"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct buffer keys;
        buffer_init(&keys, 1 << 16);
        read_keys(cases[i].bytes, strlen(cases[i].bytes), &keys);
        assert_string_equal(keys.bytes, cases[i].keys);
        buffer_clear(&keys);
    }
}

// However the bytes are split, with silence only at the end, the keys are the same; and after
// enough silence nothing is ever left waiting.
static void test_always_settles(void **state)
{
    (void)state;
    uint32_t random = 99;
    for (int round = 0; round < 20000; round++) {
        struct key_decoder decoder;
        struct key key;
        key_decoder_init(&decoder);
        for (int i = 0; i < 12; i++) {
            static const char likely[] = "\033\033[O]P;~MA1209\xC3\xA9\x9B\r ";
            random = random * 1664525 + 1013904223;
            unsigned char byte = (random >> 9) % 4 == 0
                                     ? (unsigned char)(random >> 16)
                                     : (unsigned char)likely[(random >> 16) % (sizeof(likely) - 1)];
            if (key_feed(&decoder, byte, &key) && key.press == PRESS_TEXT) {
                assert_in_range(key.length, 1, 4);
            }
        }
        for (int i = 0; i < 3 && key_wait(&decoder) >= 0; i++) {
            key_timeout(&decoder, &key);
        }
        assert_int_equal(key_wait(&decoder), -1);
        assert_true(key_feed(&decoder, 'x', &key));
        assert_true(key_is(&key, 'x'));
    }
}

static void test_presses(void **state)
{
    (void)state;
    struct key_decoder decoder;
    struct key key;
    key_decoder_init(&decoder);
    assert_true(key_feed_press(&decoder, PRESS_DOWN, 0, &key));
    assert_int_equal(key.press, PRESS_DOWN);
    assert_true(key_feed_press(&decoder, PRESS_FUNCTION, 10, &key));
    assert_true(key_is_function(&key, 10));
    assert_false(key_is_function(&key, 1));
    // Behind an ESC it is another key, of which we know nothing.
    assert_false(key_feed(&decoder, 0x1B, &key));
    assert_true(key_escape_waits(&decoder));
    assert_true(key_feed_press(&decoder, PRESS_DOWN, 0, &key));
    assert_int_equal(key.press, PRESS_IGNORED);
    assert_int_equal(key_wait(&decoder), -1);
}

static void test_meaning(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        int digit;
        bool is_h;
    } cases[] =
        {
            {"0", 0, false},  {"9", 9, false},  {"h", -1, true},
            {"H", -1, true},  {"٣", 3, false},  {"७", 7, false},
            {"９", 9, false}, {"²", -1, false}, {"\x08", -1, false}, // Ctrl-H is Backspace
        };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct key_decoder decoder;
        struct key key = {0};
        key_decoder_init(&decoder);
        for (const char *byte = cases[i].bytes; *byte != '\0'; byte++) {
            key_feed(&decoder, (unsigned char)*byte, &key);
        }
        assert_int_equal(key_digit(&key), cases[i].digit);
        assert_int_equal(key_is(&key, 'h'), cases[i].is_h);
    }
    struct key pasted = {.press = PRESS_TEXT, .pasted = true, .code_point = '1'};
    assert_int_equal(key_digit(&pasted), -1);
    assert_false(key_is(&pasted, '1'));
    struct key control = {.press = PRESS_CTRL, .code_point = 'u'};
    assert_true(key_is_ctrl(&control, 'u'));
    assert_true(key_is_ctrl(&control, 'U'));
    assert_false(key_is(&control, 'u'));
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_sequences),
        cmocka_unit_test(test_always_settles),
        cmocka_unit_test(test_presses),
        cmocka_unit_test(test_meaning),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
