// The line editor. A state is written as its text with | where the cursor stands.

#include "base/buffer.h"
#include "terminal/edit.h"
#include "terminal/key.h"

#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>

#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static void start(struct edit *edit, bool lines, const char *state)
{
    edit_init(edit, lines, 100, 400, text_width_unicode);
    const char *cursor = strchr(state, '|');
    assert_non_null(cursor);
    edit_set(edit, state, (size_t)(cursor - state));
    size_t at = edit->at;
    edit_insert(edit, cursor + 1, strlen(cursor + 1));
    edit->at = at;
}

static void expect(const struct edit *edit, const char *state)
{
    struct buffer text;
    buffer_init(&text, 1 << 16);
    buffer_add(&text, edit->bytes, edit->at);
    buffer_char(&text, '|');
    buffer_text(&text, edit->bytes + edit->at);
    assert_string_equal(text.bytes, state);
    assert_int_equal(edit->length, strlen(edit->bytes));
    buffer_clear(&text);
}

// Types bytes through the real decoder.
static enum edit_result type(struct edit *edit, const char *bytes)
{
    struct key_decoder decoder;
    struct key key;
    enum edit_result result = EDIT_IGNORED;
    key_decoder_init(&decoder);
    for (; *bytes != '\0'; bytes++) {
        if (key_feed(&decoder, (unsigned char)*bytes, &key)) {
            result = edit_key(edit, &key);
        }
    }
    return result;
}

#define UP "\033[A"
#define DOWN "\033[B"
#define RIGHT "\033[C"
#define LEFT "\033[D"
#define HOME "\033[H"
#define END "\033[F"
#define DELETE "\033[3~"

static void test_keys(void **state)
{
    (void)state;
    static const struct {
        bool lines;
        const char *before, *keys, *after;
        enum edit_result result;
    } cases[] = {
        {false, "|", "Maria", "Maria|", EDIT_CHANGED},
        {false, "Mara|", LEFT LEFT "i", "Mai|ra", EDIT_CHANGED},
        {false, "ab|c", LEFT LEFT, "|abc", EDIT_MOVED},
        {false, "|abc", LEFT, "|abc", EDIT_NOTHING},
        {false, "ab|c", RIGHT RIGHT, "abc|", EDIT_NOTHING},
        {false, "ab|c", "\b", "a|c", EDIT_CHANGED},
        {false, "|abc", "\x7F", "|abc", EDIT_NOTHING},
        {false, "a|bc", DELETE, "a|c", EDIT_CHANGED},
        {false, "abc|", DELETE, "abc|", EDIT_NOTHING},
        {false, "ab|c", HOME "x" END "y", "xabcy|", EDIT_CHANGED},
        {false, "ab|c", "\x01", "|abc", EDIT_MOVED},
        {false, "ab|c", "\x05", "abc|", EDIT_MOVED},
        {false, "ab|c", "\x15", "|c", EDIT_CHANGED},
        {false, "one two  |x", "\x17", "one |x", EDIT_CHANGED},
        {false, "one|", "\x17", "|", EDIT_CHANGED},
        {false, "|", "\x17", "|", EDIT_NOTHING},
        {false, "a|", "\r", "a|", EDIT_IGNORED},
        {false, "a|", UP, "a|", EDIT_IGNORED},
        {false, "a|", "\t", "a|", EDIT_IGNORED},
        {false, "a|", "\x04", "a|", EDIT_IGNORED},
        {false, "a|", "\033[5~", "a|", EDIT_IGNORED},
        // Graphemes, not bytes.
        {false, "Zoe\xCC\x88|", "\b", "Zo|", EDIT_CHANGED},
        {false, "x|👩‍👩‍👧y", RIGHT, "x👩‍👩‍👧|y", EDIT_MOVED},
        {false, "x👩‍👩‍👧|y", "\b", "x|y", EDIT_CHANGED},
        {false, "🇦🇺🇵🇹|", LEFT, "🇦🇺|🇵🇹", EDIT_MOVED},
        {false, "e|x", "\xCC\x81", "e\xCC\x81|x", EDIT_CHANGED},
        {false, "|🇵🇹", "🇦", "🇦🇵|🇹", EDIT_CHANGED}, // joins what follows: behind the pair
        // A paste: text only, a line end is a blank.
        {false, "|", "\033[200~a\nb\tc\033[201~", "a b c|", EDIT_IGNORED},
        {true, "|", "\033[200~a\nb\033[201~", "a\nb|", EDIT_IGNORED},
        {false, "|", "\xE2\x80\xAE\xEF\xBB\xBF", "|", EDIT_IGNORED},
        // Several lines.
        {true, "a|b", "\r", "a\n|b", EDIT_CHANGED},
        {true, "one\ntw|o", HOME, "one\n|two", EDIT_MOVED},
        {true, "o|ne\ntwo", END, "one|\ntwo", EDIT_MOVED},
        {true, "one\ntw|o", "\x15", "one\n|o", EDIT_CHANGED},
        {true, "one\n|two", "\b", "one|two", EDIT_CHANGED},
        {true, "one\n|two", "\x17", "|two", EDIT_CHANGED},
        {true, "one\ntwo|\nx", UP, "one|\ntwo\nx", EDIT_MOVED},
        {true, "one\ntwo|\nx", DOWN, "one\ntwo\nx|", EDIT_MOVED},
        {true, "long\nx\nlong|", UP UP, "long|\nx\nlong", EDIT_MOVED},
        {true, "long\nx\nlo|ng", UP UP DOWN DOWN, "long\nx\nlo|ng", EDIT_MOVED},
        {true, "one|", UP, "one|", EDIT_NOTHING},
        {true, "one|", DOWN, "one|", EDIT_NOTHING},
        {true, "|\n\n", DOWN DOWN, "\n\n|", EDIT_MOVED},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct edit edit;
        start(&edit, cases[i].lines, cases[i].before);
        enum edit_result result = type(&edit, cases[i].keys);
        expect(&edit, cases[i].after);
        assert_int_equal(result, cases[i].result);
        edit_clear(&edit);
    }
}

static void test_maxima(void **state)
{
    (void)state;
    struct edit edit;
    edit_init(&edit, false, 3, 8, text_width_unicode);
    assert_int_equal(type(&edit, "abc"), EDIT_CHANGED);
    assert_int_equal(type(&edit, "d"), EDIT_FULL);
    assert_int_equal(type(&edit, "\xCC\x81"), EDIT_CHANGED); // joins the c: no more graphemes
    assert_int_equal(type(&edit, LEFT "\xCC\x81\xCC\x81"), EDIT_FULL); // bytes
    expect(&edit, "ab\xCC\x81|c\xCC\x81");
    assert_int_equal(edit_insert(&edit, "a\nb", 3), EDIT_REFUSED);
    assert_int_equal(edit_insert(&edit, "\xFF", 1), EDIT_REFUSED);
    assert_int_equal(edit_insert(&edit, "\033", 1), EDIT_REFUSED);
    assert_int_equal(edit_insert(&edit, "", 0), EDIT_NOTHING);
    assert_false(edit_set(&edit, "漢字漢字", strlen("漢字漢字")));
    expect(&edit, "漢字|");
    assert_true(edit_set(&edit, "x\033\xFFy", 4));
    expect(&edit, "xy|");
    edit_clear(&edit);
    edit_clear(&edit);
    edit_init(&edit, true, 0, 0, text_width_unicode);
    assert_int_equal(type(&edit, "x\r"), EDIT_FULL);
    assert_false(edit_set(&edit, "x", 1));
    expect(&edit, "|");
    edit_clear(&edit);
}

static void test_growth(void **state)
{
    (void)state;
    struct edit edit;
    edit_init(&edit, false, 10000, 40000, text_width_unicode);
    for (int i = 0; i < 10000; i++) {
        assert_int_equal(edit_insert(&edit, "漢", 3), EDIT_CHANGED);
    }
    assert_int_equal(edit_insert(&edit, "x", 1), EDIT_FULL);
    assert_int_equal(edit.length, 30000);
    assert_int_equal(type(&edit, "\025"), EDIT_CHANGED);
    expect(&edit, "|");
    edit_clear(&edit);
}

// The visible slice as text: < and > for hidden ends, the cursor's column behind.
static void expect_view(struct edit *edit, int columns, const char *expected)
{
    struct edit_view view;
    struct buffer text;
    edit_view(edit, columns, &view);
    buffer_init(&text, 1 << 16);
    buffer_text(&text, view.before ? "<" : "");
    buffer_add(&text, edit->bytes + view.start, view.length);
    buffer_text(&text, view.after ? ">" : "");
    buffer_print(&text, " %d", view.cursor);
    assert_string_equal(text.bytes, expected);
    buffer_clear(&text);
}

static void test_view(void **state)
{
    (void)state;
    struct edit edit;
    start(&edit, false, "0123456|");
    expect_view(&edit, 9, "0123456 7");
    expect_view(&edit, 8, "0123456 7");
    type(&edit, "7");
    expect_view(&edit, 9, "01234567 8");
    type(&edit, "8"); // the cursor would fall off: the text moves by a third
    expect_view(&edit, 9, "<45678 5");
    type(&edit, "9");
    expect_view(&edit, 9, "<456789 6");
    type(&edit, HOME);
    expect_view(&edit, 9, "012345678> 0");
    type(&edit, RIGHT RIGHT RIGHT RIGHT RIGHT RIGHT);
    expect_view(&edit, 9, "012345678> 6");
    type(&edit, RIGHT);
    expect_view(&edit, 9, "<23456789 5");
    type(&edit, LEFT LEFT LEFT);
    expect_view(&edit, 9, "<23456789 2");
    type(&edit, LEFT);
    expect_view(&edit, 9, "012345678> 3");
    expect_view(&edit, 1, "3 0");
    expect_view(&edit, 0, " 0");
    expect_view(&edit, -5, " 0");
    edit_clear(&edit);
    start(&edit, false, "漢字漢字漢|");
    expect_view(&edit, 6, "<漢 2");
    edit_clear(&edit);
}

// The cursor is inside its view, on no mark for hidden text, whatever is typed.
static void test_view_keeps_cursor(void **state)
{
    (void)state;
    static const char *const keys[] = {
        "a",  "漢", " ",         LEFT, RIGHT, "\b",           DELETE,
        HOME, END,  "e\xCC\x81", "b",  "c",   LEFT LEFT LEFT, "👩‍👩‍👧"};
    uint32_t random = 7;
    for (int columns = 1; columns < 30; columns++) {
        struct edit edit;
        edit_init(&edit, false, 60, 300, text_width_unicode);
        for (int step = 0; step < 400; step++) {
            random = random * 1664525 + 1013904223;
            type(&edit, keys[(random >> 16) % COUNT(keys)]);
            struct edit_view view;
            edit_view(&edit, columns, &view);
            assert_in_range(view.cursor, 0, columns - 1);
            assert_true(view.start <= edit.at && edit.at <= view.start + view.length);
            assert_true(text_columns(edit.bytes + view.start, view.length, text_width_unicode) <=
                        (size_t)columns);
            assert_false(view.before && view.cursor == 0);
            assert_false(view.after && view.cursor == columns - 1);
        }
        edit_clear(&edit);
    }
}

static void test_area(void **state)
{
    (void)state;
    struct edit edit;
    struct edit_area area;
    start(&edit, true, "one two three four|");
    edit_area(&edit, 2, 8, &area); // "one two", "three", "four"
    assert_int_equal(area.lines, 3);
    assert_int_equal(area.first, 1);
    assert_int_equal(area.cursor_row, 1);
    assert_int_equal(area.cursor_column, 4);
    type(&edit, UP UP);
    edit_area(&edit, 2, 8, &area);
    expect(&edit, "one |two three four");
    assert_int_equal(area.first, 0);
    assert_int_equal(area.cursor_row, 0);
    type(&edit, END "\r");
    edit_area(&edit, 2, 8, &area);
    assert_int_equal(area.lines, 4);
    assert_int_equal(area.first, 2);
    assert_int_equal(area.cursor_row, 1);
    assert_int_equal(area.cursor_column, 0);
    // Blanks hang over the edge; the cursor stays inside.
    edit_set(&edit, "1234567       ", 14);
    edit_area(&edit, 1, 8, &area);
    assert_int_equal(area.cursor_column, 7);
    // A word longer than the line: Down and Up pass through its parts.
    edit_set(&edit, "abcdefghijklmnop", 16);
    edit_area(&edit, 3, 8, &area);
    assert_int_equal(area.lines, 3);
    type(&edit, HOME END UP UP);
    expect(&edit, "ab|cdefghijklmnop");
    // The end of such a part is the start of the next: Up stays before it.
    edit_set(&edit, "abcdefghijklmn\nxxxxxxx", 22);
    edit_area(&edit, 3, 8, &area);
    type(&edit, UP UP);
    expect(&edit, "abcdef|ghijklmn\nxxxxxxx");
    edit_clear(&edit);
}

static void test_area_keeps_cursor(void **state)
{
    (void)state;
    static const char *const keys[] = {"a", "漢", " ",     LEFT, RIGHT, "\b", DELETE, HOME,
                                       END, "\r", "word ", UP,   DOWN,  UP,   DOWN,   "\x17"};
    uint32_t random = 77;
    for (int columns = 1; columns < 20; columns++) {
        struct edit edit;
        edit_init(&edit, true, 80, 300, text_width_unicode);
        for (int step = 0; step < 400; step++) {
            random = random * 1664525 + 1013904223;
            type(&edit, keys[(random >> 16) % COUNT(keys)]);
            struct edit_area area;
            int rows = 1 + (int)(random >> 8) % 4;
            edit_area(&edit, rows, columns, &area);
            assert_in_range(area.cursor_row, 0, rows - 1);
            assert_in_range(area.cursor_column, 0, columns - 1);
            assert_true(area.first < area.lines);
            assert_true(edit.at <= edit.length);
            struct wrap wrap;
            struct wrap_line line;
            size_t count = 0;
            edit_lines(&edit, columns, &wrap);
            while (wrap_next(&wrap, &line)) {
                count++;
            }
            assert_int_equal(count, area.lines);
        }
        edit_clear(&edit);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_keys),
        cmocka_unit_test(test_maxima),
        cmocka_unit_test(test_growth),
        cmocka_unit_test(test_view),
        cmocka_unit_test(test_view_keeps_cursor),
        cmocka_unit_test(test_area),
        cmocka_unit_test(test_area_keeps_cursor),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
