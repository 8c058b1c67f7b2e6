// Batch lines: what is read from them, and what is said of those that cannot be read, whatever the
// pieces they arrive in.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "base/buffer.h"
#include "form_builder.h"
#include "load/load_sets.h"

#include <stdlib.h>
#include <string.h>

enum { MANY_BYTES = 4 << 20 };

struct piecewise {
    const char *bytes;
    size_t length, at, piece;
    bool fails; // instead of ending
};

static long give_piece(void *context, char *bytes, size_t size)
{
    struct piecewise *from = context;
    size_t left = from->length - from->at;
    size_t given = left < from->piece ? left : from->piece;
    given = given < size ? given : size;
    if (given == 0 && from->fails) {
        return -1;
    }
    memcpy(bytes, from->bytes + from->at, given);
    from->at += given;
    return (long)given;
}

static void make_form(struct builder *b)
{
    builder_init(b, 16);
    builder_number(b, "n", ITEM_INTEGER, 0, 500);
    builder_choice(b, "side", ITEM_ONE, "left right l unsure?");
    builder_choice(b, "areas", ITEM_MANY, "neck back none^");
    builder_item(b, "t", ITEM_TEXT);
    builder_item(b, "d", ITEM_DATE);
    builder_item(b, "clock", ITEM_TIME);
    builder_number(b, "x", ITEM_DECIMAL, -10, 10);
    uint32_t free_number = builder_number(b, "free", ITEM_INTEGER, 0, 0);
    b->form->items[free_number].has_min = b->form->items[free_number].has_max = false;
    builder_choice(b, "long", ITEM_ONE, "a_little more_than_that l");
    assert_int_equal(builder_finish(b), 0);
}

// One row as "n=5 side=1": what is given, in the form's order; "!" first if it is a bad one.
static void tell_row(const struct form *form, struct columns *columns, uint32_t row, bool bad,
                     struct buffer *out)
{
    buffer_text(out, bad ? "! " : "");
    for (uint32_t i = 0; i < form->asked_end; i++) {
        const struct column *column = columns_of(columns, i);
        const char *silence = silence_name((enum silence)column->silence[row]);
        long long number = (long long)column->number[row];
        if ((column->given.words[row / 64] >> (row % 64) & 1) != 0) {
            long long whole = form->items[i].value_type == VALUE_NUMBER
                                  ? number / (long long)DECIMAL_ONE
                              : form->items[i].value_type == VALUE_CODE ? column->code[row]
                                                                        : number;
            bool text = form->items[i].value_type == VALUE_TEXT;
            buffer_print(out, "%s=%lld ", form->items[i].id, text ? 0 : whole);
        } else if (column->silence[row] != SILENCE_NOT_REACHED) {
            buffer_print(out, "%s=?%s ", form->items[i].id, silence);
        }
    }
    buffer_text(out, "| ");
}

// Everything that comes of `length` bytes, the errors behind it, into `out`.
static void tell(const char *bytes, size_t length, size_t piece, bool fails, struct buffer *out)
{
    struct builder b;
    make_form(&b);
    struct piecewise from = {.bytes = bytes, .length = length, .piece = piece, .fails = fails};
    struct sets *sets = sets_new(b.form, "sets", give_piece, &from);
    struct rules rules = {0};
    struct columns_setup setup = {.form = b.form, .rules = &rules};
    struct columns *columns = columns_new(&setup);
    struct issues issues;
    issues_init(&issues);
    struct column_bits bad;
    int rows = sets_header(sets, &issues);
    while (rows == 0 && (rows = sets_block(sets, columns, &bad, &issues)) > 0) {
        for (uint32_t row = 0; row < (uint32_t)rows; row++) {
            tell_row(b.form, columns, row, (bad.words[row / 64] >> (row % 64) & 1) != 0, out);
        }
        rows = 0;
    }
    for (size_t i = 0; i < issues.count; i++) {
        buffer_print(out, "\n%u: %s", (unsigned)issues.list[i].line, issues.list[i].text);
    }
    issues_clear(&issues);
    columns_free(columns);
    sets_free(sets);
    builder_clear(&b);
}

// In one piece, byte by byte, and in pieces that end anywhere.
static void expect(const char *bytes, size_t length, const char *wanted)
{
    static const size_t pieces[] = {MANY_BYTES, 1, 7};
    for (size_t i = 0; i < sizeof pieces / sizeof *pieces; i++) {
        struct buffer out;
        buffer_init(&out, MANY_BYTES);
        buffer_text(&out, "");
        tell(bytes, length, pieces[i], false, &out);
        assert_string_equal(out.bytes, wanted);
        buffer_clear(&out);
    }
}

static void test_cells(void **state)
{
    (void)state;
    static const struct {
        const char *sets, *wanted;
    } rows[] = {
        {"n\n5\n", "n=5 | "},
        {"n\n5", "n=5 | "}, // no newline at the end
        {"n\r\n5\r\n", "n=5 | "},
        {"n\r\n5\r", "n=5 | "},
        {"\xEF\xBB\xBFn\tside\n42\tright\n", "n=42 side=1 | "},
        {"n\n", ""},
        {"n\n\n\n", "| | "}, // a set of nothing is a set
        {"n\n0\n00\n7\n10\n99\n100\n0500\n", "n=0 | n=0 | n=7 | n=10 | n=99 | n=100 | n=500 | "},
        {"n\tside\n12\tl\n\tl\n12\t\n", "n=12 side=2 | side=2 | n=12 | "},
        {"side\tn\nright\t3\nl\t3\nunsure\t3\n", "n=3 side=1 | n=3 side=2 | n=3 side=3 | "},
        {"n\tx\n+5\t-0.5\n", "n=5 x=0 | "},
        {"free\n9999999\n-12\n123456789\n", "free=9999999 | free=-12 | free=123456789 | "},
        {"long\nmore_than_that\nl\na_little\n", "long=1 | long=2 | long=0 | "},
        {"areas\nneck back\nnone\nback\n", "areas=3 | areas=4 | areas=2 | "},
        {"t\tn\n\"a\"\t5\na,b\t5\n\xC3\xA9\t5\n", "n=5 t=0 | n=5 t=0 | n=5 t=0 | "},
        {"n\n!declined\n!skipped\n!dont-know\n", "n=?declined | n=?skipped | n=?dont-know | "},
        {"side\n!dont-know\n!declined\n", "side=3 | side=?declined | "},
        {"clock\n01:00\n", "clock=60 | "},
        // What was read into a row of one line stays out of the next.
        {"n\tside\n77\tright\n\t\n8\tleft\n", "n=77 side=1 | | n=8 side=0 | "},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        expect(rows[i].sets, strlen(rows[i].sets), rows[i].wanted);
    }
}

static void test_lines_that_are_wrong(void **state)
{
    (void)state;
    static const struct {
        const char *sets, *wanted;
    } rows[] = {
        {"n\n501\n5\n",
         "! | n=5 | \n2: '501' is no answer to 'n' (integer); a value of its type, or "
         "nothing"},
        {"n\n5x\n", "! | \n2: '5x' is no answer to 'n' (integer); a value of its type, or nothing"},
        {"n\n:5\n", "! | \n2: ':5' is no answer to 'n' (integer); a value of its type, or nothing"},
        {"n\n5/\n", "! | \n2: '5/' is no answer to 'n' (integer); a value of its type, or nothing"},
        {"n\tside\n5/\tl\n",
         "! side=2 | \n2: '5/' is no answer to 'n' (integer); a value of its type, or nothing"},
        {"n\tside\n5\tup\n5\tleft\n",
         "! n=5 | n=5 side=0 | \n2: 'up' is no answer to 'side' (one); a value of its type, or "
         "nothing"},
        {"side\n\"left\"\n",
         "! | \n2: '\"left\"' is no answer to 'side' (one); a value of its type, or nothing"},
        {"n\n\"5\t6\"\n",
         "! | \n2: '\"5' is no answer to 'n' (integer); a value of its type, or nothing"
         "\n2: more cells than the first line has ids (1); one for each"},
        {"n\tside\n5\n6\tl\n",
         "! n=5 | n=6 side=2 | \n2: fewer cells than the first line has ids (2); one for each"},
        {"n\n1,000.5\n!why\n",
         "! | ! | \n2: '1,000.5' is no answer to 'n' (integer); a value of its type, or nothing"
         "\n3: '!why' is no answer to 'n' (integer); a value of its type, or nothing"},
        {"areas\nneck  back\n", "! | \n2: 'neck  back' is no answer to 'areas' (many); a value of "
                                "its type, or nothing"},
        {"t\n\x80\n", "! | \n2: '' is no answer to 't' (text); a value of its type, or nothing"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        expect(rows[i].sets, strlen(rows[i].sets), rows[i].wanted);
    }
}

// A byte of nothing is part of its cell, and no answer has one.
static void test_null_bytes(void **state)
{
    (void)state;
    static const struct {
        char sets[16];
        size_t length;
        const char *wanted;
    } rows[] = {
        {"n\n5\0\n", 5,
         "! | \n2: '5' is no answer to 'n' (integer); a value of its type, or nothing"},
        {"n\n\0\n", 4,
         "! | \n2: '' is no answer to 'n' (integer); a value of its type, or nothing"},
        {"side\n\0\n", 7,
         "! | \n2: '' is no answer to 'side' (one); a value of its type, or nothing"},
        {"side\nl\0\n", 8,
         "! | \n2: 'l' is no answer to 'side' (one); a value of its type, or nothing"},
        {"t\na\0b\n", 6,
         "! | \n2: 'a' is no answer to 't' (text); a value of its type, or nothing"},
        {"n\0\n5\n", 5,
         "\n1: 'n' is no question of 'test'; ids separated by tabs (did you mean 'n'?)"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        expect(rows[i].sets, rows[i].length, rows[i].wanted);
    }
}

static void test_first_line(void **state)
{
    (void)state;
    static const struct {
        const char *sets, *wanted;
    } rows[] = {
        {"", "\n1: no first line; the ids of the questions, separated by tabs"},
        {"n\tn\n", "\n1: 'n' is named twice; each id once"},
        {"sied\n",
         "\n1: 'sied' is no question of 'test'; ids separated by tabs (did you mean 'side'?)"},
        {"n,side\n",
         "\n1: 'n,side' is no question of 'test'; ids separated by tabs (did you mean 'side'?)"},
        {"\n", "\n1: '' is no question of 'test'; ids separated by tabs (did you mean 'n'?)"},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        expect(rows[i].sets, strlen(rows[i].sets), rows[i].wanted);
    }
}

// A line may be as long as the buffer, less the byte to stop at; one byte more is refused, and so
// is one that never ends.
static void test_long_lines(void **state)
{
    (void)state;
    static const char too_long[] = "\n2: the line is longer than 1048575 bytes; one set a line";
    enum { MOST = (1 << 20) - 2 };
    char *text = malloc(MOST + 16);
    assert_non_null(text);
    for (size_t length = MOST; length <= MOST + 1; length++) {
        struct buffer out;
        buffer_init(&out, MANY_BYTES);
        memcpy(text, "t\n", 2);
        memset(text + 2, 'a', length);
        text[2 + length] = '\n';
        tell(text, length + 3, 4096, false, &out);
        assert_string_equal(out.bytes, length == MOST ? "t=0 | " : too_long);
        buffer_clear(&out);
    }
    free(text);
}

static void test_what_cannot_be_read(void **state)
{
    (void)state;
    struct buffer out;
    buffer_init(&out, MANY_BYTES);
    tell("n\n5", 3, 1, true, &out);
    assert_string_equal(out.bytes, "\n2: the line cannot be read; a file of text, one set a line");
    buffer_clear(&out);
}

// More lines than a block holds: each line is a row, none is lost between two blocks, and a line's
// number is its own.
static void test_many_lines(void **state)
{
    (void)state;
    enum { LINES = COLUMN_ROWS * 2 + 3 };
    struct buffer sets, out, wanted;
    buffer_init(&sets, MANY_BYTES);
    buffer_init(&out, MANY_BYTES);
    buffer_init(&wanted, MANY_BYTES);
    buffer_text(&sets, "n\n");
    for (int i = 0; i < LINES; i++) {
        buffer_print(&sets, i == LINES - 1 ? "no\n" : i % 3 == 0 ? "\n" : "%d\n", i % 500);
        if (i == LINES - 1) {
            buffer_text(&wanted, "! | ");
        } else if (i % 3 == 0) {
            buffer_text(&wanted, "| ");
        } else {
            buffer_print(&wanted, "n=%d | ", i % 500);
        }
    }
    buffer_print(&wanted,
                 "\n%d: 'no' is no answer to 'n' (integer); a value of its type, or nothing",
                 LINES + 1);
    tell(sets.bytes, sets.length, 1000, false, &out);
    assert_string_equal(out.bytes, wanted.bytes);
    buffer_clear(&sets);
    buffer_clear(&out);
    buffer_clear(&wanted);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_cells),      cmocka_unit_test(test_lines_that_are_wrong),
        cmocka_unit_test(test_null_bytes), cmocka_unit_test(test_first_line),
        cmocka_unit_test(test_long_lines), cmocka_unit_test(test_what_cannot_be_read),
        cmocka_unit_test(test_many_lines),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
