// Where things stand, which part of a list is seen, and the drawings every screen shares.

#include "base/buffer.h"
#include "terminal/draw.h"
#include "terminal/key.h"
#include "terminal/layout.h"

#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>

#include <stdint.h>

#include <cmocka.h>

#include <string.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static void add_rect(struct buffer *out, const char *name, struct rect rect)
{
    buffer_print(out, "%s %d,%d %dx%d; ", name, rect.row, rect.column, rect.rows, rect.columns);
}

static void test_frames(void **state)
{
    (void)state;
    static const struct {
        int rows, columns;
        const char *expected;
    } cases[] = {
        {24, 80,
         "title 0,1 1x78; body 2,2 19x76; notice 21,2 1x76; rule 22,0 1x80; "
         "footer 23,1 1x78; measure 72"},
        {12, 40,
         "title 0,1 1x38; body 1,1 7x38; notice 8,1 1x38; rule 9,0 1x40; "
         "footer 10,1 2x38; measure 38"},
        {20, 60,
         "title 0,1 1x58; body 2,2 14x56; notice 16,2 1x56; rule 17,0 1x60; "
         "footer 18,1 2x58; measure 56"},
        {43, 132,
         "title 0,1 1x130; body 2,4 38x124; notice 40,4 1x124; rule 41,0 1x132; "
         "footer 42,1 1x130; measure 72"},
        {11, 80, "too small"},
        {24, 39, "too small"},
        {1, 1, "too small"},
        {0, 0, "too small"},
        {-1, -1, "too small"},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct frame frame = layout_frame(cases[i].rows, cases[i].columns);
        struct buffer text;
        buffer_init(&text, 1000);
        if (frame.fits) {
            add_rect(&text, "title", frame.title);
            add_rect(&text, "body", frame.body);
            add_rect(&text, "notice", frame.notice);
            add_rect(&text, "rule", frame.rule);
            add_rect(&text, "footer", frame.footer);
            buffer_print(&text, "measure %d", frame.measure);
        } else {
            buffer_text(&text, "too small");
        }
        assert_string_equal(text.bytes, cases[i].expected);
        buffer_clear(&text);
    }
}

// Nothing overlaps, nothing leaves the screen, at any size.
static void test_frames_fit(void **state)
{
    (void)state;
    for (int rows = LAYOUT_ROWS_MIN; rows <= 200; rows++) {
        for (int columns = LAYOUT_COLUMNS_MIN; columns <= 300; columns += 7) {
            struct frame frame = layout_frame(rows, columns);
            assert_true(frame.fits);
            assert_true(frame.title.row < frame.body.row);
            assert_true(frame.body.rows >= 7);
            assert_int_equal(frame.body.row + frame.body.rows, frame.notice.row);
            assert_int_equal(frame.notice.row + 1, frame.rule.row);
            assert_int_equal(frame.rule.row + 1, frame.footer.row);
            assert_int_equal(frame.footer.row + frame.footer.rows, rows);
            assert_true(frame.measure <= LAYOUT_MEASURE && frame.measure <= frame.body.columns);
            assert_true(frame.body.column + frame.body.columns <= columns);
        }
    }
}

static void test_rects(void **state)
{
    (void)state;
    struct rect rect = {2, 3, 4, 5};
    assert_int_equal(rect_below(rect, 1).row, 3);
    assert_int_equal(rect_below(rect, 1).rows, 3);
    assert_true(rect_empty(rect_below(rect, 9)));
    assert_int_equal(rect_below(rect, -1).rows, 4);
    struct rect both = rect_clip(rect, (struct rect){3, 0, 9, 5});
    assert_int_equal(both.row, 3);
    assert_int_equal(both.rows, 3);
    assert_int_equal(both.column, 3);
    assert_int_equal(both.columns, 2);
    assert_true(rect_empty(rect_clip(rect, (struct rect){9, 9, 1, 1})));
}

static void test_scroll(void **state)
{
    (void)state;
    static const int tall[] = {1, 3, 1, 9, 1};
    static const struct {
        const int *heights;
        size_t first, count, focus;
        int rows;
        size_t then, shown, above, below;
        int row, row_above, row_below;
    } cases[] = {
        {NULL, 0, 5, 0, 5, 0, 5, 0, 0, 0, -1, -1}, // all fit
        {NULL, 3, 5, 4, 9, 0, 5, 0, 0, 0, -1, -1}, // and fit again after the window grew
        {NULL, 0, 9, 0, 7, 0, 5, 0, 4, 1, -1, 6},  // "4 more below"
        {NULL, 0, 9, 4, 7, 0, 5, 0, 4, 1, -1, 6},  // focus on the last visible one
        {NULL, 0, 9, 5, 7, 1, 5, 1, 3, 1, 0, 6},   // one line on
        {NULL, 0, 9, 8, 7, 4, 5, 4, 0, 1, 0, -1},  // the end
        {NULL, 4, 9, 3, 7, 3, 5, 3, 1, 1, 0, 6},   // back
        {NULL, 8, 9, 8, 7, 4, 5, 4, 0, 1, 0, -1},  // no empty rows at the end
        {NULL, 0, 9, 3, 4, 0, 4, 0, 5, 0, -1, -1}, // too low for the two lines
        {NULL, 0, 9, 8, 1, 8, 1, 8, 0, 0, -1, -1},
        {NULL, 0, 9, 99, 7, 4, 5, 4, 0, 1, 0, -1}, // focus past the end
        {NULL, 0, 9, 0, 0, 0, 0, 0, 9, 0, -1, -1},
        {NULL, 0, 9, 0, -4, 0, 0, 0, 9, 0, -1, -1},
        {NULL, 5, 0, 0, 7, 0, 0, 0, 0, 0, -1, -1},
        {tall, 0, 5, 0, 7, 0, 3, 0, 2, 1, -1, 6}, // 1 + 3 + 1 of 5 rows
        {tall, 0, 5, 3, 7, 3, 1, 3, 1, 1, 0, 6},  // taller than the list: cut
        {tall, 0, 5, 4, 7, 4, 1, 4, 0, 1, 0, -1}, // the tall one before it does not fit
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        struct scroll scroll = {.first = cases[i].first};
        scroll_fit(&scroll, cases[i].heights, cases[i].count, cases[i].focus, cases[i].rows);
        assert_int_equal(scroll.first, cases[i].then);
        assert_int_equal(scroll.shown, cases[i].shown);
        assert_int_equal(scroll.above, cases[i].above);
        assert_int_equal(scroll.below, cases[i].below);
        assert_int_equal(scroll.row, cases[i].row);
        assert_int_equal(scroll.row_above, cases[i].row_above);
        assert_int_equal(scroll.row_below, cases[i].row_below);
    }
}

static void test_scroll_keeps_focus(void **state)
{
    (void)state;
    int heights[40];
    uint32_t random = 5;
    struct scroll scroll = {0};
    for (int step = 0; step < 20000; step++) {
        random = random * 1664525 + 1013904223;
        size_t count = (random >> 8) % 40 + 1;
        size_t focus = (random >> 16) % count;
        int rows = (int)(random >> 12) % 20 + 1;
        for (size_t i = 0; i < count; i++) {
            heights[i] = (int)((random >> (i % 24)) % 4);
        }
        scroll_fit(&scroll, heights, count, focus, rows);
        assert_true(scroll.first <= focus && focus < scroll.first + scroll.shown);
        assert_int_equal(scroll.above + scroll.shown + scroll.below, count);
        assert_true(scroll.row + scroll.rows <= rows);
        assert_true(scroll.row_below < rows);
        size_t page = scroll_page(&scroll, count, focus, true);
        assert_true(page < count && page >= focus);
        assert_true(scroll_page(&scroll, count, focus, false) <= focus);
    }
}

static void expect_text(const struct canvas *canvas, const char *expected)
{
    struct buffer dump;
    buffer_init(&dump, 1 << 20);
    canvas_dump(canvas, &dump);
    assert_string_equal(dump.bytes, expected);
    buffer_clear(&dump);
}

static const struct hint hints[] = {
    {"Enter", "choose and go on"},
    {"Esc", "back"},
    {"?", "why we ask"},
    {"H", "help"},
    {"P", "pause"},
};

static void draw_frame(struct canvas *canvas, int rows, int columns)
{
    canvas_resize(canvas, rows, columns);
    struct frame frame = layout_frame(rows, columns);
    draw_title(canvas, &frame, "Hillside Physiotherapy", "Your problem  ·  3 of 11");
    draw_footer(canvas, &frame, hints, COUNT(hints));
}

static void test_title_and_footer(void **state)
{
    (void)state;
    struct canvas canvas;
    canvas_init(&canvas, text_width_unicode);
    draw_frame(&canvas, 16, 80);
    expect_text(&canvas, " Hillside Physiotherapy                                "
                         "Your problem  ·  3 of 11\n\n\n\n\n\n\n\n\n\n\n\n\n\n"
                         "──────────────────────────────────────────"
                         "──────────────────────────────────────\n"
                         " Enter  choose and go on    Esc  back    ?  why we ask    H  help    "
                         "P  pause\n");
    draw_frame(&canvas, 12, 40);
    expect_text(&canvas, " Hillside Ph…  Your problem  ·  3 of 11\n\n\n\n\n\n\n\n\n"
                         "────────────────────────────────────────\n"
                         " Enter  choose and go on    Esc  back\n"
                         " ?  why we ask    H  help    P  pause\n");
    struct frame frame = layout_frame(12, 40);
    static const struct hint long_hints[] = {
        {"Enter", "einverstanden und weiter"},
        {"Esc", "zurück"},
        {"?", "warum wir danach fragen"},
        {"F10", "a label wider than the whole of the screen"},
        {"P", "Pause"},
    };
    canvas_blank(&canvas);
    draw_footer(&canvas, &frame, long_hints, COUNT(long_hints));
    expect_text(&canvas, "\n\n\n\n\n\n\n\n\n────────────────────────────────────────\n"
                         " Enter einverstanden und weiter\n"
                         " Esc zurück  ? warum wir danach fragen\n");
    canvas_clear(&canvas);
}

static void test_paragraphs(void **state)
{
    (void)state;
    struct canvas canvas;
    canvas_init(&canvas, text_width_unicode);
    canvas_resize(&canvas, 3, 12);
    const char *text = "One two three four five six";
    assert_int_equal(draw_paragraph(&canvas, (struct rect){0, 1, 2, 9}, ROLE_NORMAL, text), 4);
    assert_int_equal(draw_paragraph_rows(&canvas, 9, text), 4);
    expect_text(&canvas, " One two\n three\n\n");
    canvas_blank(&canvas);
    draw_centre(&canvas, canvas_area(&canvas), ROLE_NORMAL, "Press Enter");
    expect_text(&canvas, "\nPress Enter\n\n");
    canvas_blank(&canvas);
    assert_int_equal(draw_cut(&canvas, 0, 0, 8, ROLE_NORMAL, "One two three"), 8);
    assert_int_equal(draw_cut(&canvas, 1, 0, 7, ROLE_NORMAL, "One two"), 7);
    assert_int_equal(draw_cut(&canvas, 2, 0, 0, ROLE_NORMAL, "One two"), 0);
    expect_text(&canvas, "One two…\nOne two\n\n");
    canvas_clear(&canvas);
}

static void test_fields(void **state)
{
    (void)state;
    struct canvas canvas;
    struct edit edit;
    canvas_init(&canvas, text_width_unicode);
    canvas_resize(&canvas, 3, 12);
    edit_init(&edit, false, 100, 400, text_width_unicode);
    draw_field(&canvas, (struct rect){1, 2, 1, 8}, &edit, "for example Maria");
    expect_text(&canvas, "\n  for exa…\n\n");
    assert_int_equal(canvas.cursor_row, 1);
    assert_int_equal(canvas.cursor_column, 2);
    edit_set(&edit, "Maria Gonzalez", 14);
    canvas_blank(&canvas);
    draw_field(&canvas, (struct rect){1, 2, 1, 8}, &edit, NULL);
    expect_text(&canvas, "\n  …alez\n\n");
    assert_int_equal(canvas.cursor_column, 7);
    edit_key(&edit, &(struct key){.press = PRESS_HOME});
    canvas_blank(&canvas);
    draw_field(&canvas, (struct rect){1, 2, 1, 8}, &edit, NULL);
    expect_text(&canvas, "\n  Maria G…\n\n");
    edit_clear(&edit);
    edit_init(&edit, true, 100, 400, text_width_unicode);
    edit_set(&edit, "one two three four", 18);
    canvas_blank(&canvas);
    draw_text_area(&canvas, (struct rect){1, 1, 2, 8}, &edit);
    expect_text(&canvas, "\n three\n four\n");
    assert_int_equal(canvas.cursor_row, 2);
    assert_int_equal(canvas.cursor_column, 5);
    edit_clear(&edit);
    canvas_clear(&canvas);
}

// Every drawing, at every size, inside its borders. The sanitizers watch.
static void test_any_size(void **state)
{
    (void)state;
    struct canvas canvas;
    struct edit edit;
    canvas_init(&canvas, text_width_unicode);
    edit_init(&edit, true, 100, 400, text_width_unicode);
    edit_set(&edit, "漢字 and a long word: Donaudampfschifffahrt\n\nend", 50);
    for (int rows = 0; rows < 30; rows++) {
        for (int columns = 0; columns < 90; columns += 3) {
            canvas_resize(&canvas, rows, columns);
            struct frame frame = layout_frame(rows, columns);
            struct rect areas[] = {frame.whole, frame.body, {-1, -1, 2, 2}, {rows, columns, 3, 3}};
            draw_title(&canvas, &frame, "Hillside Physiotherapy", "Your problem  ·  3 of 11");
            draw_footer(&canvas, &frame, hints, COUNT(hints));
            for (size_t i = 0; i < COUNT(areas); i++) {
                draw_centre(&canvas, areas[i], ROLE_NORMAL, "Please make the window larger.");
                draw_paragraph(&canvas, areas[i], ROLE_NORMAL, "漢字 and words");
                draw_text_area(&canvas, areas[i], &edit);
                draw_field(&canvas, areas[i], &edit, "quiet");
                edit.at = 0;
            }
        }
    }
    edit_clear(&edit);
    canvas_clear(&canvas);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_frames),
        cmocka_unit_test(test_frames_fit),
        cmocka_unit_test(test_rects),
        cmocka_unit_test(test_scroll),
        cmocka_unit_test(test_scroll_keeps_focus),
        cmocka_unit_test(test_title_and_footer),
        cmocka_unit_test(test_paragraphs),
        cmocka_unit_test(test_fields),
        cmocka_unit_test(test_any_size),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
