// The real screen against a terminal in memory: what curses sends is replayed and compared with the
// canvas, cell by cell, and the bytes of every kind of update are counted.

#include "base/buffer.h"
#include "screen_rig.h"
#include "terminal/draw.h"

#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>

#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <string.h>
#include <unistd.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static const struct hint hints[] = {
    {"Enter", "choose and go on"},
    {"Esc", "back"},
    {"?", "why we ask"},
    {"H", "help"},
    {"P", "pause"},
};

static const char *const beginnings[] = {"A fall, crash or blow", "All at once, no clear cause",
                                         "Little by little",      "After work or sport",
                                         "After an operation",    "I am not sure",
                                         "I would rather not say"};
static const char *const durations[] = {
    "Less than a week",  "1 to 6 weeks",  "6 weeks to 3 months",   "More than 3 months",
    "It comes and goes", "I am not sure", "I would rather not say"};

static struct frame draw_frame(struct rig *rig)
{
    struct frame frame = layout_frame(rig->canvas.rows, rig->canvas.columns);
    canvas_blank(&rig->canvas);
    draw_title(&rig->canvas, &frame, "Hillside Physiotherapy", "Your problem  ·  3 of 11");
    draw_footer(&rig->canvas, &frame, hints, COUNT(hints));
    return frame;
}

static void draw_question(struct rig *rig, const char *question, const char *const options[7],
                          int focus)
{
    struct frame frame = draw_frame(rig);
    struct rect body = frame.body;
    canvas_text_in(&rig->canvas, body, body.row, body.column, ROLE_STRONG, question,
                   strlen(question));
    for (int i = 0; i < 7; i++) {
        int row = body.row + 2 + i;
        canvas_print(&rig->canvas, row, body.column + 2, ROLE_NORMAL, "%d", i + 1);
        canvas_text_in(&rig->canvas, body, row, body.column + 5,
                       i == focus ? ROLE_FOCUS : ROLE_NORMAL, options[i], strlen(options[i]));
        if (i == focus) {
            canvas_text(&rig->canvas, row, body.column, ROLE_NORMAL, ">");
            canvas_cursor(&rig->canvas, row, body.column);
        }
    }
}

static void draw_name(struct rig *rig, struct edit *edit)
{
    struct frame frame = draw_frame(rig);
    struct rect field = {frame.body.row + 2, frame.body.column + 2, 1, 40};
    canvas_text(&rig->canvas, frame.body.row, frame.body.column, ROLE_STRONG, "What is your name?");
    canvas_text(&rig->canvas, field.row, frame.body.column, ROLE_NORMAL, ">");
    canvas_rule(&rig->canvas, field.row + 1, field.column, field.columns, ROLE_QUIET);
    draw_field(&rig->canvas, rect_clip(field, canvas_area(&rig->canvas)), edit, NULL);
}

static void draw_everything(struct rig *rig)
{
    struct frame frame = draw_frame(rig);
    for (int role = 0; role < ROLE_COUNT; role++) {
        canvas_print(&rig->canvas, frame.body.row + role, frame.body.column, (enum role)role,
                     "role %d  ñandú 漢字  e\xCC\x81 · … ─", role);
    }
    canvas_cursor(&rig->canvas, 0, 79);
}

static void test_every_terminal(void **state)
{
    (void)state;
    for (size_t i = 0; i < RIG_TERMS; i++) {
        for (int plain = 0; plain <= 1; plain++) {
            struct rig rig;
            rig_open(&rig, (struct wish){.term = rig_terms[i], .no_colour = plain != 0});
            assert_false(plain != 0 && screen_theme(rig.screen)->colour);
            draw_question(&rig, "How did it start?", beginnings, 0);
            rig_show(&rig);
            for (int focus = 1; focus < 7; focus++) {
                draw_question(&rig, "How did it start?", beginnings, focus);
                rig_show(&rig);
            }
            draw_question(&rig, "How long have you had it?", durations, 0);
            rig_show(&rig);
            draw_everything(&rig);
            rig_show(&rig);
            screen_repaint(rig.screen);
            assert_true(rig_show(&rig) > 300);
            assert_int_equal(rig_show(&rig), 0);
            rig_close(&rig);
        }
    }
}

// Nothing of the meaning is in the colour: urgent and focus differ from plain text without any.
static void test_no_colour(void **state)
{
    (void)state;
    struct rig rig;
    rig_open(&rig, (struct wish){.no_colour = true});
    canvas_text(&rig.canvas, 0, 0, ROLE_URGENT, "urgent");
    canvas_text(&rig.canvas, 1, 0, ROLE_FOCUS, "focus");
    canvas_text(&rig.canvas, 2, 0, ROLE_MARK, "(x)");
    rig_show(&rig);
    assert_true(vterm_screen_cell(rig.terminal, 0, 0).reverse);
    assert_true(vterm_screen_cell(rig.terminal, 0, 0).bold);
    assert_true(vterm_screen_cell(rig.terminal, 1, 0).reverse);
    assert_true(vterm_screen_cell(rig.terminal, 2, 0).bold);
    for (int column = 0; column < 6; column++) {
        assert_false(vterm_screen_cell(rig.terminal, 0, column).coloured);
    }
    assert_int_equal(screen_colours(rig.screen), 0);
    rig_close(&rig);
    rig_open(&rig, (struct wish){0});
    assert_int_equal(screen_colours(rig.screen), 256);
    rig_close(&rig);
}

static void test_ascii(void **state)
{
    (void)state;
    struct rig rig;
    rig_open(&rig, (struct wish){.ascii = true});
    assert_false(screen_utf8(rig.screen));
    canvas_text(&rig.canvas, 0, 0, ROLE_NORMAL, "3 · 4 … ──→ é 漢字x “q”");
    rig_show(&rig);
    struct buffer dump;
    buffer_init(&dump, 10000);
    vterm_screen_dump(rig.terminal, &dump);
    assert_memory_equal(dump.bytes, "3 - 4 . --> e ? ? x \"q\"\n", 24);
    char bytes[4096];
    ssize_t count = pread(fileno(rig.sent), bytes, sizeof(bytes), 0);
    for (ssize_t i = 0; i < count; i++) {
        assert_true((unsigned char)bytes[i] < 0x80);
    }
    buffer_clear(&dump);
    rig_close(&rig);
}

// Whatever an answer holds, no control character reaches the terminal.
static void test_hostile_text(void **state)
{
    (void)state;
    struct rig rig;
    rig_open(&rig, (struct wish){0});
    canvas_text(&rig.canvas, 0, 0, ROLE_NORMAL,
                "a\033[2J\033]0;x\ab\xC2\x9B"
                "1mc\xE2\x80\xAE"
                "d\xFF");
    canvas_text(&rig.canvas, 1, 0, ROLE_NORMAL,
                "👩‍👩‍👧x🇦🇺y\xE2\x9D\xA4\xEF\xB8\x8Fz");
    canvas_text(&rig.canvas, 2, 0, ROLE_NORMAL, "end");
    screen_draw(rig.screen, &rig.canvas);
    rig_replay(&rig);
    for (int column = 0; column < 3; column++) {
        rig_expect_cell(&rig, 2, column);
    }
    assert_string_equal(vterm_screen_cell(rig.terminal, 0, 0).text, "a");
    assert_string_equal(vterm_screen_cell(rig.terminal, 0, 1).text, "\uFFFD");
    assert_string_equal(vterm_screen_cell(rig.terminal, 0, 2).text, "[");
    rig_close(&rig);
}

// ---- how many bytes

static void test_budget_of_screens(void **state)
{
    (void)state;
    for (size_t i = 0; i < RIG_TERMS; i++) {
        struct rig rig;
        struct edit edit;
        rig_open(&rig, (struct wish){.term = rig_terms[i]});
        draw_question(&rig, "How did it start?", beginnings, 0);
        long first = rig_show(&rig); // with what opening the terminal takes
        draw_question(&rig, "How long have you had it?", durations, 0);
        long next = rig_show(&rig);
        edit_init(&edit, false, 100, 400, screen_width);
        draw_name(&rig, &edit);
        long field = rig_show(&rig);
        long idle = rig_show(&rig);
        print_message("%s: first screen %ld, next question %ld, field %ld, idle %ld\n",
                      rig_terms[i], first, next, field, idle);
        assert_in_range(first, 1, 1200);
        assert_in_range(next, 1, 700);
        assert_in_range(field, 1, 700);
        assert_int_equal(idle, 0);
        edit_clear(&edit);
        rig_close(&rig);
    }
}

enum { WAY_BACK = 8 }; // bytes that place the cursor anywhere

static void test_budget_of_typing(void **state)
{
    (void)state;
    for (size_t i = 0; i < RIG_TERMS; i++) {
        struct rig rig;
        struct edit edit;
        long end = 0;
        long middle = 0;
        rig_open(&rig, (struct wish){.term = rig_terms[i]});
        edit_init(&edit, false, 100, 400, screen_width);
        draw_name(&rig, &edit);
        rig_show(&rig);
        for (const char *letter = "Maria Gonzalez y Vega"; *letter != '\0'; letter++) {
            edit_insert(&edit, letter, 1);
            draw_name(&rig, &edit);
            long bytes = rig_show(&rig);
            end = bytes > end ? bytes : end;
        }
        edit_key(&edit, &(struct key){.press = PRESS_HOME});
        edit_key(&edit, &(struct key){.press = PRESS_RIGHT});
        draw_name(&rig, &edit);
        rig_show(&rig);
        for (const char *letter = "nna Ma"; *letter != '\0'; letter++) {
            edit_insert(&edit, letter, 1);
            draw_name(&rig, &edit);
            long bytes = rig_show(&rig);
            middle = bytes > middle ? bytes : middle;
        }
        print_message("%s: letter at the end %ld, in the middle %ld\n", rig_terms[i], end, middle);
        assert_in_range(end, 1, 4);
        // A vt100 cannot insert: the letter, what stands behind it, and the way back.
        bool inserts = strcmp(rig_terms[i], "vt100") != 0;
        long behind = (long)strlen("aria Gonzalez y Vega");
        assert_in_range(middle, 1, inserts ? 12 : 1 + behind + WAY_BACK);
        edit_clear(&edit);
        rig_close(&rig);
    }
}

static long dearest_move(struct wish wish)
{
    struct rig rig;
    long most = 0;
    rig_open(&rig, wish);
    draw_question(&rig, "How did it start?", beginnings, 0);
    rig_show(&rig);
    for (int focus = 1; focus < 7; focus++) {
        draw_question(&rig, "How did it start?", beginnings, focus);
        long bytes = rig_show(&rig);
        most = bytes > most ? bytes : most;
    }
    rig_close(&rig);
    return most;
}

static void test_budget_of_moves(void **state)
{
    (void)state;
    for (size_t i = 0; i < RIG_TERMS; i++) {
        long bar = dearest_move((struct wish){.term = rig_terms[i], .baud = 38400});
        long mark = dearest_move((struct wish){.term = rig_terms[i], .baud = 9600});
        print_message("%s: move with a bar %ld, with the mark %ld\n", rig_terms[i], bar, mark);
        assert_in_range(bar, 1, 90);
        assert_in_range(mark, 1, 20);
    }
}

// Random editing looks right on every terminal: what we tell curses about insertions is true.
static void test_editing_looks_right(void **state)
{
    (void)state;
    static const char *const keys[] = {"a",      "b",      " ",      "漢",      "e\xCC\x81",
                                       "\033[D", "\033[D", "\033[C", "\b",      "\033[3~",
                                       "\033[H", "\033[F", "x",      "\xCC\x81"};
    uint32_t random = 4711;
    for (size_t i = 0; i < RIG_TERMS; i++) {
        struct rig rig;
        struct edit edit;
        rig_open(&rig, (struct wish){.term = rig_terms[i], .columns = i % 2 == 0 ? 80 : 41});
        edit_init(&edit, false, 60, 400, screen_width);
        for (int step = 0; step < 400; step++) {
            random = random * 1664525 + 1013904223;
            struct key_decoder decoder;
            struct key key;
            key_decoder_init(&decoder);
            for (const char *byte = keys[(random >> 16) % COUNT(keys)]; *byte != '\0'; byte++) {
                if (key_feed(&decoder, (unsigned char)*byte, &key)) {
                    edit_key(&edit, &key);
                }
            }
            draw_name(&rig, &edit);
            rig_show(&rig);
        }
        edit_clear(&edit);
        rig_close(&rig);
    }
}

// ---- sizes

static void test_resizing(void **state)
{
    (void)state;
    static const int sizes[][2] = {{1, 1},   {24, 80}, {5, 20}, {12, 40},  {100, 300},
                                   {1, 300}, {100, 1}, {1, 1},  {60, 200}, {24, 80}};
    struct rig rig;
    rig_open(&rig, (struct wish){0});
    draw_question(&rig, "How did it start?", beginnings, 2);
    rig_show(&rig);
    for (size_t i = 0; i < COUNT(sizes); i++) {
        vterm_screen_size(rig.terminal, sizes[i][0], sizes[i][1]);
        screen_pretend_size(rig.screen, sizes[i][0], sizes[i][1]);
        struct input event = loop_wait(&rig.loop, LOOP_NO_DEADLINE);
        assert_int_equal(event.kind, INPUT_RESIZE);
        assert_int_equal(event.rows, sizes[i][0]);
        assert_int_equal(event.columns, sizes[i][1]);
        int rows;
        int columns;
        screen_size(rig.screen, &rows, &columns);
        assert_int_equal(rows, sizes[i][0]);
        assert_int_equal(columns, sizes[i][1]);
        // First the canvas of the old size, as a face that is late would draw it.
        screen_draw(rig.screen, &rig.canvas);
        canvas_resize(&rig.canvas, rows, columns);
        draw_question(&rig, "How did it start?", beginnings, 2);
        rig_show(&rig);
        assert_int_equal(rig_show(&rig), 0);
    }
    rig_close(&rig);
}

// ---- coming and going

static void test_refusals(void **state)
{
    (void)state;
    static const struct {
        const char *term;
        enum screen_problem problem;
    } cases[] = {
        {"dumb", SCREEN_CANNOT_MOVE},
        {"no-such-terminal", SCREEN_UNKNOWN_NAME},
        {"", SCREEN_NO_NAME},
        {NULL, SCREEN_NO_NAME},
    };
    for (size_t i = 0; i < COUNT(cases); i++) {
        FILE *file = tmpfile();
        struct screen_options options = {
            .term = cases[i].term, .input = fileno(file), .output = fileno(file), .any_file = true};
        assert_int_equal(screen_check(&options), cases[i].problem);
        assert_int_equal(lseek(fileno(file), 0, SEEK_END), 0);
        fclose(file);
    }
    screen_close(NULL);
}

static void expect_blank(struct rig *rig)
{
    struct buffer dump;
    buffer_init(&dump, 100000);
    vterm_screen_dump(rig->terminal, &dump);
    assert_int_equal(strspn(dump.bytes, "\n"), dump.length);
    buffer_clear(&dump);
}

// Answers are gone from the terminal afterwards, with and without a second page.
static void test_leaving(void **state)
{
    (void)state;
    for (size_t i = 0; i < RIG_TERMS; i++) {
        struct rig rig;
        rig_open(&rig, (struct wish){.term = rig_terms[i]});
        draw_question(&rig, "How did it start?", beginnings, 2);
        rig_show(&rig);
        screen_close(rig.screen);
        rig.screen = NULL;
        rig_replay(&rig);
        expect_blank(&rig);
        assert_false(vterm_screen_on_second_page(rig.terminal));
        rig_close(&rig);

        rig_open(&rig, (struct wish){.term = rig_terms[i]});
        draw_question(&rig, "How did it start?", beginnings, 2);
        rig_show(&rig);
        const struct screen_rescue *rescue = screen_rescue(rig.screen);
        assert_null(memchr(rescue->bytes, '$', rescue->length));
        screen_rescue_now(rescue);
        rig_replay(&rig);
        expect_blank(&rig);
        rig_close(&rig);
    }
}

int main(void)
{
    if (!rig_prepare()) {
        return 1;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_terminal),
        cmocka_unit_test(test_no_colour),
        cmocka_unit_test(test_ascii),
        cmocka_unit_test(test_hostile_text),
        cmocka_unit_test(test_budget_of_screens),
        cmocka_unit_test(test_budget_of_typing),
        cmocka_unit_test(test_budget_of_moves),
        cmocka_unit_test(test_editing_looks_right),
        cmocka_unit_test(test_resizing),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_leaving),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
