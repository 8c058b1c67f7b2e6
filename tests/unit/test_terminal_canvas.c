// The grid: clipping at every size, wide characters never by half, dumps, and what is sent for a
// cell.

#include "base/buffer.h"
#include "terminal/canvas.h"
#include "terminal/glyph.h"

#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>

#include <stdint.h>

#include <cmocka.h>

#include <limits.h>
#include <stdlib.h>
#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static struct canvas *new_canvas(int rows, int columns)
{
    struct canvas *canvas = calloc(1, sizeof(*canvas));
    assert_non_null(canvas);
    canvas_init(canvas, text_width_unicode);
    canvas_resize(canvas, rows, columns);
    return canvas;
}

static void free_canvas(struct canvas *canvas)
{
    canvas_clear(canvas);
    free(canvas);
}

static void expect_text(const struct canvas *canvas, const char *expected)
{
    struct buffer dump;
    buffer_init(&dump, 1 << 20);
    canvas_dump(canvas, &dump);
    assert_string_equal(dump.bytes, expected);
    buffer_clear(&dump);
}

static void expect_roles(const struct canvas *canvas, const char *expected)
{
    struct buffer dump;
    buffer_init(&dump, 1 << 20);
    canvas_dump_roles(canvas, &dump);
    assert_string_equal(dump.bytes, expected);
    buffer_clear(&dump);
}

static void check_invariants(const struct canvas *canvas)
{
    for (int row = 0; row < canvas->rows; row++) {
        for (int column = 0; column < canvas->columns; column++) {
            const struct cell *cell = canvas_cell(canvas, row, column);
            assert_true(cell->columns <= 2 && cell->length <= CELL_BYTES);
            assert_true((unsigned)cell->role < ROLE_COUNT);
            assert_int_equal(text_valid(cell->text, cell->length), cell->length);
            if (cell->columns == 0) {
                assert_int_equal(cell->length, 0);
                assert_true(column > 0 && canvas_cell(canvas, row, column - 1)->columns == 2);
            } else {
                assert_true(cell->length > 0 && (unsigned char)cell->text[0] >= ' ');
            }
            if (cell->columns == 2) {
                assert_non_null(canvas_cell(canvas, row, column + 1));
                assert_int_equal(canvas_cell(canvas, row, column + 1)->columns, 0);
            }
        }
    }
    if (canvas->rows > 0 && canvas->columns > 0) {
        assert_non_null(canvas_cell(canvas, canvas->cursor_row, canvas->cursor_column));
    }
}

static void test_text_and_dump(void **state)
{
    (void)state;
    struct canvas *canvas = new_canvas(3, 12);
    assert_int_equal(canvas_text(canvas, 0, 1, ROLE_TITLE, "Hola, ñandú"), 11);
    assert_int_equal(canvas_print(canvas, 2, 0, ROLE_HINT, "%d of %d", 3, 11), 7);
    canvas_rule(canvas, 1, 2, 4, ROLE_QUIET);
    expect_text(canvas, " Hola, ñandú\n  ────\n3 of 11\n");
    expect_roles(canvas, ".TTTTTTTTTTT\n..qqqq\nkkkkkkk\n");
    canvas_paint(canvas, (struct rect){0, 7, 1, 50}, ROLE_FOCUS);
    expect_roles(canvas, ".TTTTTTFFFFF\n..qqqq\nkkkkkkk\n");
    canvas_fill(canvas, (struct rect){0, 0, 9, 3}, ROLE_NORMAL);
    expect_text(canvas, "   la, ñandú\n   ───\n   f 11\n");
    check_invariants(canvas);
    free_canvas(canvas);
}

static void test_clipping(void **state)
{
    (void)state;
    static const struct {
        int row, column;
        const char *text, *expected;
        int columns;
    } cases[] = {
        {0, 0, "abcdef", "abcd\n\n", 6}, {0, 3, "abc", "   a\n\n", 3},
        {0, 4, "abc", "\n\n", 3},        {0, -2, "abcdefgh", "cdef\n\n", 8},
        {1, -9, "abc", "\n\n", 3},       {2, 0, "abc", "\n\n", 3},
        {-1, 0, "abc", "\n\n", 3},       {0, INT_MAX, "abc", "\n\n", 3},
        {0, INT_MIN, "abc", "\n\n", 3},  {INT_MAX, 0, "abc", "\n\n", 3},
        {INT_MIN, 0, "abc", "\n\n", 3},  {0, 0, "漢字", "漢字\n\n", 4},
        {0, 3, "漢", "\n\n", 2}, // its right half is outside: a blank
        {0, 2, "x漢", "  x\n\n", 3},     {0, -1, "漢x", " x\n\n", 3}, // its left half is outside
        {0, -2, "漢x", "x\n\n", 3},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct canvas *canvas = new_canvas(2, 4);
        int columns = canvas_text(canvas, cases[i].row, cases[i].column, ROLE_INPUT, cases[i].text);
        assert_int_equal(columns, cases[i].columns);
        expect_text(canvas, cases[i].expected);
        check_invariants(canvas);
        free_canvas(canvas);
    }
}

static void test_clip_rectangle(void **state)
{
    (void)state;
    struct canvas *canvas = new_canvas(2, 10);
    struct rect clip = {0, 2, 1, 4};
    assert_int_equal(canvas_text_in(canvas, clip, 0, 0, ROLE_NORMAL, "abcdefgh", 8), 8);
    assert_int_equal(canvas_text_in(canvas, clip, 1, 0, ROLE_NORMAL, "abcdefgh", 8), 8);
    expect_text(canvas, "  cdef\n\n");
    canvas_text_in(canvas, (struct rect){-5, -5, INT_MAX, INT_MAX}, 1, 8, ROLE_NORMAL, "xyz", 3);
    expect_text(canvas, "  cdef\n        xy\n");
    canvas_text_in(canvas, (struct rect){0, 0, -3, -3}, 0, 0, ROLE_NORMAL, "xyz", 3);
    canvas_fill(canvas, (struct rect){INT_MAX, INT_MAX, INT_MAX, INT_MAX}, ROLE_NORMAL);
    canvas_fill(canvas, (struct rect){INT_MIN, INT_MIN, 5, 5}, ROLE_NORMAL);
    canvas_rule(canvas, 0, INT_MAX, INT_MAX, ROLE_NORMAL);
    expect_text(canvas, "  cdef\n        xy\n");
    free_canvas(canvas);
}

static void test_halves_are_never_left(void **state)
{
    (void)state;
    struct canvas *canvas = new_canvas(1, 6);
    canvas_text(canvas, 0, 0, ROLE_NORMAL, "漢字典");
    canvas_text(canvas, 0, 1, ROLE_NORMAL, "x");
    expect_text(canvas, " x字典\n");
    canvas_text(canvas, 0, 2, ROLE_NORMAL, "y");
    expect_text(canvas, " xy 典\n");
    canvas_text(canvas, 0, 3, ROLE_NORMAL, "語");
    expect_text(canvas, " xy語\n");
    canvas_text(canvas, 0, 4, ROLE_NORMAL, "語");
    expect_text(canvas, " xy 語\n");
    canvas_paint(canvas, (struct rect){0, 5, 1, 1}, ROLE_MARK);
    expect_roles(canvas, "....mm\n");
    check_invariants(canvas);
    free_canvas(canvas);
}

static void test_what_cannot_be_shown(void **state)
{
    (void)state;
    struct canvas *canvas = new_canvas(1, 20);
    canvas_text(canvas, 0, 0, ROLE_NORMAL,
                "a\033[2Jb\x9B\tc\nd\x7F"
                "e\xC2\x9B"
                "f\xE2\x80\xAEg");
    expect_text(canvas, "a\uFFFD[2Jb\uFFFD c d\uFFFD"
                        "e\uFFFD"
                        "f\uFFFDg\n");
    canvas_blank(canvas);
    // A mark with nothing to stand on takes no cell; too many marks lose the last ones.
    canvas_text(canvas, 0, 0, ROLE_NORMAL, "\xCC\x81");
    expect_text(canvas, "\n");
    canvas_text(canvas, 0, 0, ROLE_NORMAL,
                "e\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81"
                "\xCC\x81\xCC\x81\xCC\x81\xCC\x81\xCC\x81x");
    assert_int_equal(canvas_cell(canvas, 0, 0)->length, 19);
    assert_memory_equal(canvas_cell(canvas, 0, 1)->text, "x", 1);
    check_invariants(canvas);
    free_canvas(canvas);
}

static void test_cursor_and_size(void **state)
{
    (void)state;
    struct canvas *canvas = new_canvas(3, 4);
    canvas_cursor(canvas, 2, 3);
    assert_int_equal(canvas->cursor_row, 2);
    assert_int_equal(canvas->cursor_column, 3);
    canvas_cursor(canvas, 99, -5);
    assert_int_equal(canvas->cursor_row, 2);
    assert_int_equal(canvas->cursor_column, 0);
    canvas_resize(canvas, 9999, 9999);
    assert_int_equal(canvas->rows, CANVAS_ROWS_MAX);
    assert_int_equal(canvas->columns, CANVAS_COLUMNS_MAX);
    canvas_text(canvas, CANVAS_ROWS_MAX - 1, CANVAS_COLUMNS_MAX - 1, ROLE_NORMAL, "x");
    check_invariants(canvas);
    canvas_resize(canvas, -3, 5);
    assert_null(canvas_cell(canvas, 0, 0));
    canvas_text(canvas, 0, 0, ROLE_NORMAL, "abc");
    canvas_fill(canvas, canvas_area(canvas), ROLE_NORMAL);
    canvas_cursor(canvas, 5, 5);
    canvas_rule(canvas, 0, 0, 5, ROLE_NORMAL);
    expect_text(canvas, "");
    canvas_resize(canvas, 2, 2);
    expect_text(canvas, "\n\n");
    free_canvas(canvas);
}

// Any drawing at any size keeps the invariants. The sanitizers watch the borders.
static void test_random_drawing(void **state)
{
    (void)state;
    static const char *const texts[] = {"abc",
                                        "漢字",
                                        "e\xCC\x81",
                                        "\xCC\x81",
                                        "👩‍👩‍👧 family",
                                        "🇦🇺🇵🇹",
                                        "\xFF\xFE",
                                        "नमस्ते",
                                        "long long long long text"};
    static const int sizes[][2] = {{0, 0}, {1, 1}, {1, 2}, {2, 1}, {5, 20}, {12, 40}, {200, 300}};
    uint32_t random = 12345;
    for (size_t size = 0; size < COUNT(sizes); size++) {
        struct canvas *canvas = new_canvas(sizes[size][0], sizes[size][1]);
        for (int step = 0; step < 500; step++) {
            random = random * 1664525 + 1013904223;
            int row = (int)(random >> 8) % (sizes[size][0] + 4) - 2;
            int column = (int)(random >> 16) % (sizes[size][1] + 6) - 3;
            enum role role = (enum role)((random >> 4) % ROLE_COUNT);
            canvas_text(canvas, row, column, role, texts[(random >> 12) % COUNT(texts)]);
            canvas_fill(canvas, (struct rect){row, column + 1, 1, 1}, role);
            canvas_paint(canvas, (struct rect){row - 1, column, 3, 3}, role);
            canvas_cursor(canvas, row, column);
        }
        check_invariants(canvas);
        free_canvas(canvas);
    }
}

static void test_copy(void **state)
{
    (void)state;
    struct canvas *from = new_canvas(2, 6);
    struct canvas *to = new_canvas(7, 1);
    canvas_text(from, 1, 1, ROLE_MARK, "漢x");
    canvas_cursor(from, 1, 3);
    canvas_copy(to, from);
    expect_text(to, "\n 漢x\n");
    expect_roles(to, "\n.mmm\n");
    assert_int_equal(to->cursor_column, 3);
    free_canvas(from);
    free_canvas(to);
}

static void test_same_row(void **state)
{
    (void)state;
    struct canvas one, other;
    canvas_init(&one, text_width_unicode);
    canvas_init(&other, text_width_unicode);
    assert_false(canvas_same_row(&one, &other, 0)); // neither has it
    canvas_resize(&one, 3, 20);
    canvas_resize(&other, 3, 20);
    canvas_text(&one, 1, 2, ROLE_NORMAL, "x \xE6\xBC\xA2 e\xCC\x81");
    canvas_text(&other, 1, 2, ROLE_NORMAL, "x \xE6\xBC\xA2 e\xCC\x81");
    for (int row = 0; row < 3; row++) {
        assert_true(canvas_same_row(&one, &other, row));
    }
    assert_false(canvas_same_row(&one, &other, 3));
    assert_false(canvas_same_row(&one, &other, -1));
    canvas_text(&other, 1, 7, ROLE_NORMAL, "e\xCC\x80"); // another accent
    assert_false(canvas_same_row(&one, &other, 1));
    canvas_text(&other, 1, 7, ROLE_NORMAL, "e\xCC\x81");
    assert_true(canvas_same_row(&one, &other, 1));
    canvas_text(&other, 1, 7, ROLE_STRONG, "e\xCC\x81"); // another look
    assert_false(canvas_same_row(&one, &other, 1));
    // What a longer character left behind in a cell is no difference.
    canvas_text(&other, 1, 7, ROLE_NORMAL, "e");
    canvas_text(&one, 1, 7, ROLE_NORMAL, "e");
    assert_true(canvas_same_row(&one, &other, 1));
    canvas_resize(&other, 3, 21);
    assert_false(canvas_same_row(&one, &other, 0));
    canvas_clear(&one);
    canvas_clear(&other);
}

// ---- what is sent

static int known_width(uint32_t code_point)
{
    return code_point == 0x10A000 ? -1 : text_width_unicode(code_point);
}

static void test_glyphs(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        bool unicode;
        const char *sent; // the glyphs with a bar between
    } cases[] = {
        {"a", true, "a"},
        {"─", true, "─"},
        {"─", false, "-"},
        {"·", false, "-"},
        {"…", false, "."},
        {"→", false, ">"},
        {"é", false, "e"},
        {"Ñ", false, "N"},
        {"Ø", false, "O"},
        {"ł", false, "l"},
        {"ế", false, "e"},
        {"ß", false, "?"}, // two letters, and one column
        {"ж", false, "?"},
        {"K", false, "K"}, // the sign of the kelvin
        {"漢", true, "漢"},
        {"漢", false, "?| "},
        {"e\xCC\x81", true, "e\xCC\x81"},
        {"e\xCC\x81", false, "e"},
        {"🇦🇺", true, "🇦|🇺"},
        {"👩‍👧", true, "👩"}, // only what has room
        {"a\u200D", true, "a"},     // it would draw the next cell into this one
        {"e\u200D\u0301", true, "e\u200D\u0301"},
        {"\xF4\x8A\x80\x80", true, "\uFFFD"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct canvas *canvas = new_canvas(1, 2);
        canvas->width = text_width_unicode;
        canvas_text(canvas, 0, 0, ROLE_NORMAL, cases[i].text);
        if (i == COUNT(cases) - 1) { // known to nobody: as screen_width() has it, one column
            struct cell *cell = &canvas->cells[0];
            *cell = (struct cell){.length = 4, .columns = 1};
            memcpy(cell->text, cases[i].text, 4);
        }
        struct glyph glyphs[2];
        int count = glyph_split(canvas_cell(canvas, 0, 0), cases[i].unicode, known_width, glyphs);
        struct buffer sent;
        buffer_init(&sent, 1000);
        int columns = 0;
        for (int glyph = 0; glyph < count; glyph++) {
            buffer_text(&sent, glyph > 0 ? "|" : "");
            for (int at = 0; at < glyphs[glyph].count; at++) {
                char bytes[4];
                buffer_add(&sent, bytes, text_encode(glyphs[glyph].characters[at], bytes));
            }
            columns += glyphs[glyph].columns;
        }
        assert_string_equal(sent.bytes, cases[i].sent);
        assert_int_equal(columns, canvas_cell(canvas, 0, 0)->columns);
        buffer_clear(&sent);
        free_canvas(canvas);
    }
}

static void test_roles_of_blanks(void **state)
{
    (void)state;
    struct theme theme;
    theme_choose(&theme, 256, true, 0);
    struct canvas *canvas = new_canvas(1, 30);
    canvas_text(canvas, 0, 0, ROLE_TITLE, " two words          far ");
    canvas_text(canvas, 0, 24, ROLE_FOCUS, " bar ");
    uint8_t roles[30];
    glyph_roles(canvas, 0, 30, &theme, roles);
    char letters[31] = {0};
    for (int i = 0; i < 30; i++) {
        letters[i] = theme_letter((enum role)roles[i]);
    }
    assert_string_equal(letters, ".TTTTTTTTT..........TTT.FFFFF.");
    free_canvas(canvas);
}

static void test_insertion(void **state)
{
    (void)state;
    static const struct {
        const char *before, *after;
        int cursor, expected;
    } cases[] = {
        {"Maria Lopez", "MaXria Lopez", 2, 1},
        {"Maria Lopez", "Ma漢ria Lopez", 2, 2},
        {"Maria Lopez", "MaXria Lopez", 3, 0}, // not where the cursor was
        {"Maria Lopez", "Maria LopezX", 11, 0},
        {"Maria Lopez", "Maria LopeXz", 10, 0}, // so short a rest is cheaper sent again
        {"Maria Lopez", "Maria Lopez", 2, 0},
        {"Maria Lopez", "Mara Lopez", 2, 0},
        {"aaaaaaaa", "aaaaaaaaa", 2, 1},
        {"0123456789012345678", "01X23456789012345678", 2, 1},
        {"01234567890123456789", "01X2345678901234567", 2, 0}, // something is pushed out
        {"漢字漢字", "漢x字漢字", 2, 1},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct canvas *before = new_canvas(2, 20);
        struct canvas *after = new_canvas(2, 20);
        canvas_text(before, 1, 0, ROLE_INPUT, cases[i].before);
        canvas_cursor(before, 1, cases[i].cursor);
        canvas_text(after, 1, 0, ROLE_INPUT, cases[i].after);
        assert_int_equal(glyph_insertion(before, after), cases[i].expected);
        free_canvas(before);
        free_canvas(after);
    }
}

static void test_themes(void **state)
{
    (void)state;
    static const int colours[] = {0, 2, 8, 16, 88, 256, 32767};
    for (size_t i = 0; i < COUNT(colours); i++) {
        for (int wanted = 0; wanted <= 1; wanted++) {
            struct theme theme;
            theme_choose(&theme, colours[i], wanted != 0, 38400);
            assert_true(theme.bar);
            assert_int_equal(theme.colour, wanted != 0 && colours[i] >= 8);
            for (int role = 0; role < ROLE_COUNT; role++) {
                const struct style *style = &theme.styles[role];
                int limit = theme.colour ? colours[i] : 0;
                assert_true(style->foreground < limit && style->background < limit);
                assert_int_not_equal(theme_letter((enum role)role), '?');
            }
            // What is typed stays plain and free of visible blanks, or a letter would not be one
            // byte.
            assert_int_equal(theme.styles[ROLE_INPUT].attributes, 0);
            assert_int_equal(theme.styles[ROLE_INPUT].foreground, STYLE_DEFAULT);
            assert_true(theme.styles[ROLE_FOCUS].attributes & STYLE_REVERSE);
            assert_int_not_equal(theme.styles[ROLE_URGENT].attributes, 0);
        }
    }
    struct theme slow;
    theme_choose(&slow, 256, true, THEME_SLOW_LINE);
    assert_false(slow.bar);
    assert_int_equal(slow.styles[ROLE_FOCUS].attributes, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_text_and_dump),
        cmocka_unit_test(test_clipping),
        cmocka_unit_test(test_clip_rectangle),
        cmocka_unit_test(test_halves_are_never_left),
        cmocka_unit_test(test_what_cannot_be_shown),
        cmocka_unit_test(test_cursor_and_size),
        cmocka_unit_test(test_random_drawing),
        cmocka_unit_test(test_copy),
        cmocka_unit_test(test_glyphs),
        cmocka_unit_test(test_roles_of_blanks),
        cmocka_unit_test(test_same_row),
        cmocka_unit_test(test_insertion),
        cmocka_unit_test(test_themes),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
