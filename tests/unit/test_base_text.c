// UTF-8 text: every way of being invalid, graphemes of many scripts forwards and backwards,
// columns, what free text refuses, digits, folding.

#include "base/text.h"

#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>

#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

#define E_ACUTE "e\xCC\x81" // e and a combining accent
#define FAMILY "\U0001F468\u200D\U0001F469\u200D\U0001F467\u200D\U0001F466" // joined: 25 bytes
#define FLAG_DE "\U0001F1E9\U0001F1EA"
#define FLAG_FR "\U0001F1EB\U0001F1F7"
#define THUMB_BROWN "\U0001F44D\U0001F3FE" // with a skin tone
#define HEART_EMOJI "\u2764\uFE0F"
#define GAG_SYLLABLE "\uAC01"         // Hangul, composed
#define GAG_JAMO "\u1100\u1161\u11A8" // the same from its three letters
#define DEVANAGARI_NI "\u0928\u093F"  // a letter and a spacing vowel sign

static void test_every_code_point_round_trips(void **state)
{
    (void)state;
    char bytes[4];
    for (uint32_t code_point = 0; code_point <= 0x110100; code_point++) {
        bool possible = code_point <= 0x10FFFF && !(code_point >= 0xD800 && code_point <= 0xDFFF);
        size_t size = text_encode(code_point, bytes);
        if (!possible) {
            assert_int_equal(size, 0);
            continue;
        }
        uint32_t back = UINT32_MAX;
        assert_int_equal(text_decode(bytes, size, &back), size);
        assert_int_equal(back, code_point);
        assert_int_equal(text_valid(bytes, size), size);
        for (size_t less = 1; less < size; less++) {
            assert_int_equal(text_decode(bytes, less, &back), 0);
        }
    }
    assert_int_equal(text_encode(UINT32_MAX, bytes), 0);
}

static void test_invalid_forms(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        size_t valid; // bytes before the first wrong one
    } cases[] = {
        {"\x80", 0},                 // a continuation alone
        {"\xBF", 0},                 //
        {"\xC0\x80", 0},             // NUL, overlong
        {"\xC1\xBF", 0},             // DEL, overlong
        {"\xE0\x80\x80", 0},         // overlong in three
        {"\xE0\x9F\xBF", 0},         //
        {"\xF0\x80\x80\x80", 0},     // overlong in four
        {"\xF0\x8F\xBF\xBF", 0},     //
        {"\xED\xA0\x80", 0},         // first surrogate
        {"\xED\xBF\xBF", 0},         // last surrogate
        {"\xF4\x90\x80\x80", 0},     // past U+10FFFF
        {"\xF5\x80\x80\x80", 0},     //
        {"\xF8\x88\x80\x80\x80", 0}, // five bytes
        {"\xFC\x84\x80\x80\x80\x80", 0},
        {"\xFE", 0},
        {"\xFF", 0},
        {"\xC3", 0}, // cut
        {"\xE2\x82", 0},
        {"\xF0\x9F\x98", 0},
        {"\xC3(", 0}, // continuation missing
        {"\xE2\x82(", 0},
        {"\xE2(\xA1", 0},
        {"\xF0\x9F(\x80", 0},
        {"abc\xFF", 3},
        {"abcdefgh\xFFijklmnop", 8},
        {"abcdefghijk\xFF", 11},
        {"\xC3\xA9\xFF", 2},
        {"\xF4\x8F\xBF\xBF\x80", 4},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(text_valid(cases[i].bytes, strlen(cases[i].bytes)), cases[i].valid);
    }
    assert_int_equal(text_valid("", 0), 0);
    assert_int_equal(text_valid("a\0b", 3), 3);
}

// Graphemes as their sizes in bytes, from the start.
static const struct {
    const char *text;
    size_t sizes[8];
} graphemes[] = {
    {"", {0}},
    {"a", {1}},
    {"abc", {1, 1, 1}},
    {"a\r\nb", {1, 2, 1}},
    {"\r\r\n\n", {1, 2, 1}},
    {"\n\r", {1, 1}},
    {E_ACUTE, {3}},
    {"a" E_ACUTE "a", {1, 3, 1}},
    {"e\xCC\x81\xCC\xA7\xCC\x88x", {7, 1}},
    {"\u0301a", {2, 1}}, // an accent with nothing before it
    {"\n\u0301", {1, 2}},
    {FAMILY, {25}},
    {FAMILY FAMILY, {25, 25}},
    {"x" FAMILY "y", {1, 25, 1}},
    {"a\u200D\U0001F466", {4, 4}}, // joined to a letter: no family
    {"\U0001F468\u200D", {7}},
    {"\U0001F468\u200Da", {7, 1}},
    {FLAG_DE FLAG_FR, {8, 8}},
    {FLAG_DE "\U0001F1EB", {8, 4}},
    {"a" FLAG_DE FLAG_FR "\U0001F1EB", {1, 8, 8, 4}},
    {THUMB_BROWN THUMB_BROWN, {8, 8}},
    {HEART_EMOJI "1\uFE0F\u20E3", {6, 7}},
    {GAG_SYLLABLE GAG_SYLLABLE, {3, 3}},
    {GAG_JAMO GAG_JAMO, {9, 9}},
    {"\uAC00\u11A8", {6}}, // an open syllable closed by a letter
    {DEVANAGARI_NI "\u0915", {6, 3}},
    {"\u6F22\u5B57", {3, 3}},
    {"\u05E9\u05C1\u05DC", {4, 2}}, // Hebrew with a point
    {"\u0645\u0650\u0646", {4, 2}}, // Arabic with a vowel
    {"\u06001", {3}},               // Arabic number sign goes with what follows
    {"a\u200Cb", {4, 1}},
    {"\xFF\xFE", {1, 1}},
    {"\xFF\xCC\x81", {1, 2}},
    {"a\xFF", {1, 1}},
    {"\xE2\x82", {1, 1}},
    {"\xE2\x82\xAC\xE2\x82", {3, 1, 1}},
    {"e\xCC\x81\x81", {3, 1}},
    {"\x80\x80\x80\x80\x80", {1, 1, 1, 1, 1}},
};

static void test_graphemes_forwards_and_backwards(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(graphemes); i++) {
        const char *text = graphemes[i].text;
        size_t length = strlen(text);
        size_t at = 0, count = 0;
        for (; graphemes[i].sizes[count] > 0; count++) {
            size_t next = text_next(text, length, at);
            assert_int_equal(next - at, graphemes[i].sizes[count]);
            assert_int_equal(text_previous(text, length, next), at);
            at = next;
        }
        assert_int_equal(at, length);
        assert_int_equal(text_next(text, length, length), length);
        assert_int_equal(text_previous(text, length, 0), 0);
        assert_int_equal(text_count(text, length), count);
    }
}

static void test_positions_past_the_end(void **state)
{
    (void)state;
    assert_int_equal(text_next("ab", 2, 7), 2);
    assert_int_equal(text_previous("ab", 2, 7), 1);
    assert_int_equal(text_previous("", 0, 1), 0);
    assert_int_equal(text_previous("a\r\nb", 4, 3), 1);
}

static void test_backwards_agrees_with_forwards(void **state)
{
    (void)state;
    static const char *const parts[] = {
        "a",      "\r",     "\n",         "\u0301",     "\u200D", "\U0001F468", "\U0001F1E9",
        "\u1100", "\u1161", "\u11A8",     "\uAC00",     "\u0600", "\u093F",     "\u0915",
        "\xFF",   "\x80",   "\U0001F3FE", "\uFE0F",     "\u6F22", " ",          "\xE2\x82",
        "\u00A9", "\u200C", "\u0E33",     "\U000E0062",
    };
    uint32_t random = 7;
    for (int round = 0; round < 30000; round++) {
        char text[128];
        size_t length = 0;
        for (int part = 0; part < 12; part++) {
            random = random * 1664525 + 1013904223;
            const char *bytes = parts[(random >> 16) % COUNT(parts)];
            memcpy(text + length, bytes, strlen(bytes));
            length += strlen(bytes);
        }
        for (size_t at = 0; at < length;) {
            size_t next = text_next(text, length, at);
            assert_true(next > at && next <= length);
            assert_int_equal(text_previous(text, length, next), at);
            at = next;
        }
    }
}

static void test_fit(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t most, fits;
    } rows[] = {
        {"", 0, 0},
        {"abc", 5, 3},
        {"abc", 3, 3},
        {"abc", 2, 2},
        {"a\xC3\xA9z", 1, 1}, // é takes two
        {"a\xC3\xA9z", 2, 1},
        {"a\xC3\xA9z", 3, 3},
        {"\xF0\x9F\xA6\x89", 3, 0}, // an owl takes four
        {"\xF0\x9F\xA6\x89", 4, 4},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        assert_int_equal(text_fit(rows[i].text, strlen(rows[i].text), rows[i].most), rows[i].fits);
    }
}

static void test_columns(void **state)
{
    (void)state;
    static const struct {
        const char *text;
        size_t columns;
    } cases[] = {
        {"", 0},
        {"hello", 5},
        {E_ACUTE, 1},
        {"caf\u00E9", 4},
        {"\u6F22\u5B57", 4},
        {GAG_SYLLABLE, 2},
        {GAG_JAMO, 2},
        {FAMILY, 2},
        {FLAG_DE, 2},
        {THUMB_BROWN, 2},
        {"\u00A9\u200D\U0001F468", 2}, // one column and two, joined
        {"\uFF21", 2},                 // full-width A
        {"\uFF71", 1},                 // half-width kana
        {"\u05E9\u05DC\u05D5\u05DD", 4},
        {"\u0645\u0650\u0646", 2},
        {"a\u200Cb", 2},
        {"\u0301", 0},
        {"a\nb", 2},
        {"\t", 0},
        {"a\xFF"
         "b",
         3},
        {"\xE2\x82", 2},
        {"\u00A0", 1},
        {"\u3000", 2},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        assert_int_equal(text_columns(cases[i].text, strlen(cases[i].text), text_width_unicode),
                         cases[i].columns);
    }
    assert_int_equal(text_grapheme_columns("", 0, text_width_unicode), 0);
    assert_int_equal(text_grapheme_columns("a", 1, text_width_unicode), 1);
    assert_int_equal(text_grapheme_columns(FAMILY, strlen(FAMILY), text_width_unicode), 2);
}

// As wcwidth answers for what it does not know.
static int width_of_nothing(uint32_t code_point)
{
    (void)code_point;
    return -1;
}

static void test_the_given_width_is_asked(void **state)
{
    (void)state;
    assert_int_equal(text_columns("\u6F22a\n", 5, width_of_nothing), 1);
    for (uint32_t code_point = 0; code_point < 0x110010; code_point++) {
        int width = text_width_unicode(code_point);
        assert_in_range(width, 0, 2);
    }
}

static void test_forbidden(void **state)
{
    (void)state;
    static const struct {
        uint32_t first, last;
        bool forbidden;
    } cases[] = {
        {0x0000, 0x001F, true},     {0x0020, 0x007E, false},    {0x007F, 0x009F, true},
        {0x00A0, 0x061B, false},    {0x061C, 0x061C, true},     {0x061D, 0x2027, false},
        {0x2028, 0x202E, true},     {0x202F, 0x2065, false},    {0x2066, 0x2069, true},
        {0x206A, 0xD7FF, false},    {0xD800, 0xDFFF, true},     {0xE000, 0xFDCF, false},
        {0xFDD0, 0xFDEF, true},     {0xFDF0, 0xFEFE, false},    {0xFEFF, 0xFEFF, true},
        {0xFF00, 0xFFFD, false},    {0xFFFE, 0xFFFF, true},     {0x10000, 0x1FFFD, false},
        {0x1FFFE, 0x1FFFF, true},   {0xDFFFE, 0xE007F, true},   {0xE0080, 0xEFFFD, false},
        {0x10FFFE, 0x10FFFF, true}, {0x110000, 0x110010, true}, {0xFFFFFFF0, 0xFFFFFFFE, true},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        for (uint32_t c = cases[i].first; c <= cases[i].last; c++) {
            assert_int_equal(text_forbidden(c), cases[i].forbidden);
        }
    }
    assert_true(text_forbidden(UINT32_MAX));
}

static void test_clean(void **state)
{
    (void)state;
    static const struct {
        const char *text, *one_line, *lines;
    } cases[] = {
        {"", "", ""},
        {"plain", "plain", "plain"},
        {"a\nb", "ab", "a\nb"},
        {"a\r\n\tb", "ab", "a\nb"},
        {"\033[31mred\033[0m", "[31mred[0m", "[31mred[0m"},
        {"a\xFFz", "az", "az"},
        {"\xE2\x82", "", ""},
        {"\u202Eabc\u202C", "abc", "abc"},
        {"\uFEFFname", "name", "name"},
        {FAMILY "\u200C", FAMILY "\u200C", FAMILY "\u200C"},
        {"Jos\u00E9 \u05D0\u200F", "Jos\u00E9 \u05D0\u200F", "Jos\u00E9 \u05D0\u200F"},
        {"\U0001F3F4\U000E0067\U000E007F", "\U0001F3F4", "\U0001F3F4"},
        {"\xC2\x85x\xC2\x9B", "x", "x"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char out[64];
        size_t length = strlen(cases[i].text);
        assert_int_equal(text_clean(cases[i].text, length, false, out), strlen(cases[i].one_line));
        assert_string_equal(out, cases[i].one_line);
        assert_int_equal(text_clean(cases[i].text, length, true, out), strlen(cases[i].lines));
        assert_string_equal(out, cases[i].lines);
        // In place.
        memcpy(out, cases[i].text, length + 1);
        text_clean(out, length, false, out);
        assert_string_equal(out, cases[i].one_line);
    }
    char out[4];
    assert_int_equal(text_clean("a\0b", 3, true, out), 2);
    assert_string_equal(out, "ab");
}

static void test_digits(void **state)
{
    (void)state;
    static const uint32_t zeros[] = {
        0x0030, 0x0660,  0x06F0,  0x07C0,  0x0966,  0x09E6,  0x0A66,  0x0AE6,  0x0B66,
        0x0BE6, 0x0C66,  0x0CE6,  0x0D66,  0x0DE6,  0x0E50,  0x0ED0,  0x0F20,  0x1040,
        0x1090, 0x17E0,  0x1810,  0x1946,  0x19D0,  0x1A80,  0x1A90,  0x1B50,  0x1BB0,
        0x1C40, 0x1C50,  0xA620,  0xA8D0,  0xA900,  0xA9D0,  0xA9F0,  0xAA50,  0xABF0,
        0xFF10, 0x104A0, 0x11066, 0x1D7CE, 0x1D7D8, 0x1D7E2, 0x1D7EC, 0x1D7F6, 0x1E950,
    };
    for (size_t i = 0; i < COUNT(zeros); i++) {
        for (int digit = 0; digit < 10; digit++) {
            assert_int_equal(text_digit(zeros[i] + (uint32_t)digit), digit);
        }
    }
    static const uint32_t others[] = {0,      0x2F,   0x3A,   'a',      0xB2,       0xBC,
                                      0x2460, 0x4E00, 0x19DA, 0x110000, UINT32_MAX, 0xD800};
    for (size_t i = 0; i < COUNT(others); i++) {
        assert_int_equal(text_digit(others[i]), -1);
    }
}

static void test_letters(void **state)
{
    (void)state;
    static const uint32_t letters[] = {'a',    'Z',    0xE9,   0xDF,   0x0301,
                                       0x05D0, 0x0628, 0x093F, 0x6F22, 0xAC00};
    static const uint32_t others[] = {'@',    '[',    '`',    '{',      '1',
                                      ' ',    0xD7,   0xF7,   0xA0,     0x0660,
                                      0x2013, 0x200D, 0xD800, 0x110000, UINT32_MAX};
    for (size_t i = 0; i < COUNT(letters); i++) {
        assert_true(text_letter(letters[i]));
    }
    for (size_t i = 0; i < COUNT(others); i++) {
        assert_false(text_letter(others[i]));
    }
}

static void test_fold(void **state)
{
    (void)state;
    static const struct {
        const char *text, *folded;
    } cases[] = {
        {"", ""},
        {"Hello World-9", "hello world-9"},
        {"\u00C1", "a"},
        {"A\u0301", "a"},
        {"\u00C5ngstr\u00F6m", "angstrom"},
        {"Stra\u00DFe", "strasse"},
        {"STRASSE", "strasse"},
        {"\u0141ukasz", "lukasz"},
        {"\u00D8re", "ore"},
        {"\u00C6r\u00F8", "aero"},
        {"\u0130stanbul", "istanbul"},
        {"\u0131", "i"},
        {"\u1EC7", "e"}, // Vietnamese: two marks
        {"\uFB01n", "fin"},
        {"\uFF21", "a"},
        {"\u03A3\u03AF\u03C3\u03C5\u03C6\u03BF\u03C2",
         "\u03C3\u03B9\u03C3\u03C5\u03C6\u03BF\u03C3"},
        {"\u0419", "\u0438"},
        {"\u05E9\u05C1", "\u05E9"},       // Hebrew points go
        {"\u0645\u0650", "\u0645"},       // Arabic vowels go
        {"\u0928\u093F", "\u0928\u093F"}, // an Indic vowel sign stays
        {"\u304C", "\u304B\u3099"},       // a Japanese voiced letter is another letter
        {"\uAC01", GAG_JAMO},
        {"a\u200Db\u00AD", "ab"},
        {"a\xFF"
         "B",
         "ab"},
        {"\U0001F468", "\U0001F468"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        char out[64];
        assert_int_equal(text_fold(cases[i].text, out, sizeof(out)), strlen(cases[i].folded));
        assert_string_equal(out, cases[i].folded);
    }
}

static void test_fold_never_writes_past_its_room(void **state)
{
    (void)state;
    static const char text[] = "\u00C1\u00DF\u03A3\u6F22\uAC01x";
    static const char whole[] = "ass\u03C3\u6F22" GAG_JAMO "x";
    char out[64];
    for (size_t size = 0; size < sizeof(out); size++) {
        memset(out, '#', sizeof(out));
        size_t length = text_fold(text, out, size);
        if (size == 0) {
            assert_int_equal(length, 0);
            assert_int_equal(out[0], '#');
            continue;
        }
        assert_true(length < size);
        assert_int_equal(out[length], '\0');
        assert_memory_equal(out, whole, length);
        assert_int_equal(text_valid(out, length), length);
        assert_int_equal(out[size], '#');
    }
    // Every code point by itself: no result is longer than its buffer, or invalid.
    for (uint32_t code_point = 1; code_point <= 0x10FFFF; code_point++) {
        char one[5] = {0}, folded[256];
        if (text_encode(code_point, one) == 0) {
            continue;
        }
        size_t length = text_fold(one, folded, sizeof(folded));
        assert_int_equal(strlen(folded), length);
        assert_int_equal(text_valid(folded, length), length);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_code_point_round_trips),
        cmocka_unit_test(test_invalid_forms),
        cmocka_unit_test(test_graphemes_forwards_and_backwards),
        cmocka_unit_test(test_positions_past_the_end),
        cmocka_unit_test(test_backwards_agrees_with_forwards),
        cmocka_unit_test(test_fit),
        cmocka_unit_test(test_columns),
        cmocka_unit_test(test_the_given_width_is_asked),
        cmocka_unit_test(test_forbidden),
        cmocka_unit_test(test_clean),
        cmocka_unit_test(test_digits),
        cmocka_unit_test(test_letters),
        cmocka_unit_test(test_fold),
        cmocka_unit_test(test_fold_never_writes_past_its_room),
    };
    return cmocka_run_group_tests_name("base/text", tests, NULL, NULL);
}
