// The real screen against a terminal in memory: what curses sends is replayed and compared with the
// canvas, cell by cell; keys come from a pipe; the bytes of every kind of update are counted.

#include "base/buffer.h"
#include "terminal/draw.h"
#include "terminal/glyph.h"
#include "terminal/loop.h"
#include "terminal/screen.h"
#include "vterm_screen.h"

#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>

#include <stdint.h>

#include <cmocka.h>

#include <fcntl.h>
#include <pty.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#define COUNT(table) (sizeof(table) / sizeof((table)[0]))

static const char *const terms[] = {"xterm-256color", "xterm",  "linux", "vt100",          "vt220",
                                    "screen",         "ansi",   "rxvt",  "tmux-256color", "xterm-mono"};

struct rig {
    FILE *sent; // what the terminal was sent
    long seen;  // of it, by the terminal in memory
    int keys;   // where the keyboard writes
    int pipe_end;
    struct screen *screen;
    struct vterm_screen *terminal;
    struct canvas canvas;
    struct loop loop;
    struct loop_terminal source;
};

struct wish {
    const char *term;
    int rows, columns;
    int baud;
    bool no_colour, ascii;
};

static void rig_open(struct rig *rig, struct wish wish)
{
    int ends[2];
    *rig = (struct rig){.sent = tmpfile()};
    assert_non_null(rig->sent);
    assert_int_equal(pipe(ends), 0);
    rig->pipe_end = ends[0];
    rig->keys = ends[1];
    int rows = wish.rows > 0 ? wish.rows : 24;
    int columns = wish.columns > 0 ? wish.columns : 80;
    struct screen_options options = {
        .term = wish.term != NULL ? wish.term : "xterm-256color",
        .input = ends[0],
        .output = fileno(rig->sent),
        .any_file = true,
        .rows = rows,
        .columns = columns,
        .baud = wish.baud,
        .colour = !wish.no_colour,
        .ascii = wish.ascii,
    };
    enum screen_problem problem;
    rig->screen = screen_open(&options, &problem);
    assert_int_equal(problem, SCREEN_FINE);
    assert_non_null(rig->screen);
    rig->terminal = vterm_screen_new(rows, columns, true);
    canvas_init(&rig->canvas, screen_width);
    canvas_resize(&rig->canvas, rows, columns);
    loop_init_terminal(&rig->loop, &rig->source, rig->screen);
}

// Gives the terminal in memory what was sent since last time; returns how many bytes.
static long rig_replay(struct rig *rig)
{
    static char bytes[1 << 16];
    long before = rig->seen;
    ssize_t count;
    while ((count = pread(fileno(rig->sent), bytes, sizeof(bytes), rig->seen)) > 0) {
        vterm_screen_feed(rig->terminal, bytes, (size_t)count);
        rig->seen += count;
    }
    return rig->seen - before;
}

static void rig_close(struct rig *rig)
{
    screen_close(rig->screen);
    vterm_screen_free(rig->terminal);
    canvas_clear(&rig->canvas);
    fclose(rig->sent);
    close(rig->pipe_end);
    if (rig->keys >= 0) {
        close(rig->keys);
    }
}

static void type(const struct rig *rig, const char *bytes)
{
    size_t length = strlen(bytes);
    assert_int_equal(write(rig->keys, bytes, length), length);
}

// ---- what is on the screen

// The text a cell should show; a right half shows nothing of its own unless its character was replaced.
static void wanted_text(struct rig *rig, int row, int column, char text[64])
{
    const struct cell *cell = canvas_cell(&rig->canvas, row, column);
    struct glyph glyphs[2];
    int which = 0;
    int count = glyph_split(cell, screen_utf8(rig->screen), screen_width, glyphs);
    if (cell->columns == 0) {
        cell = canvas_cell(&rig->canvas, row, column - 1);
        count = glyph_split(cell, screen_utf8(rig->screen), screen_width, glyphs);
        which = 1;
    }
    size_t length = 0;
    for (int at = 0; which < count && at < glyphs[which].count; at++) {
        length += text_encode(glyphs[which].characters[at], text + length);
    }
    text[length] = '\0';
}

static void expect_cell(struct rig *rig, int row, int column)
{
    const struct cell *cell = canvas_cell(&rig->canvas, row, column);
    struct vterm_cell shown = vterm_screen_cell(rig->terminal, row, column);
    char text[64];
    wanted_text(rig, row, column, text);
    const struct theme *theme = screen_theme(rig->screen);
    const struct style *style = &theme->styles[cell->role];
    bool blank = strcmp(text, " ") == 0;
    bool look = theme_shows_blank(style);
    if (strcmp(shown.text, text) != 0 ||
        (cell->columns > 0 && shown.reverse != ((style->attributes & STYLE_REVERSE) != 0)) ||
        (cell->columns > 0 && !blank && shown.bold != ((style->attributes & STYLE_BOLD) != 0)) ||
        (cell->columns > 0 && (!blank || look) &&
         shown.coloured != (theme->colour && (style->foreground != STYLE_DEFAULT ||
                                              style->background != STYLE_DEFAULT)))) {
        fail_msg("row %d column %d: shown \"%s\"%s%s%s, wanted \"%s\" as role %c", row, column,
                 shown.text, shown.bold ? " bold" : "", shown.reverse ? " reverse" : "",
                 shown.coloured ? " coloured" : "", text, theme_letter((enum role)cell->role));
    }
}

static void expect_shown(struct rig *rig)
{
    for (int row = 0; row < rig->canvas.rows; row++) {
        for (int column = 0; column < rig->canvas.columns; column++) {
            expect_cell(rig, row, column);
        }
    }
    int row;
    int column;
    vterm_screen_cursor(rig->terminal, &row, &column);
    assert_int_equal(row, rig->canvas.cursor_row);
    assert_int_equal(column, rig->canvas.cursor_column);
    assert_true(vterm_screen_cursor_visible(rig->terminal));
}

// Draws, replays, compares; returns the bytes it took.
static long show(struct rig *rig)
{
    screen_draw(rig->screen, &rig->canvas);
    long bytes = rig_replay(rig);
    expect_shown(rig);
    return bytes;
}

static const struct hint hints[] = {
    {"Enter", "choose and go on"}, {"Esc", "back"}, {"?", "why we ask"},
    {"H", "help"},                 {"P", "pause"},
};

static const char *const beginnings[] = {
    "A fall, crash or blow", "All at once, no clear cause", "Little by little",
    "After work or sport",   "After an operation",          "I am not sure",
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
    for (size_t i = 0; i < COUNT(terms); i++) {
        for (int plain = 0; plain <= 1; plain++) {
            struct rig rig;
            rig_open(&rig, (struct wish){.term = terms[i], .no_colour = plain != 0});
            assert_false(plain != 0 && screen_theme(rig.screen)->colour);
            draw_question(&rig, "How did it start?", beginnings, 0);
            show(&rig);
            for (int focus = 1; focus < 7; focus++) {
                draw_question(&rig, "How did it start?", beginnings, focus);
                show(&rig);
            }
            draw_question(&rig, "How long have you had it?", durations, 0);
            show(&rig);
            draw_everything(&rig);
            show(&rig);
            screen_repaint(rig.screen);
            assert_true(show(&rig) > 300);
            assert_int_equal(show(&rig), 0);
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
    show(&rig);
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
    show(&rig);
    struct buffer dump;
    buffer_init(&dump, 10000);
    vterm_screen_dump(rig.terminal, &dump);
    assert_memory_equal(dump.bytes, "3 - 4 . --> ? ? ? x \"q\"\n", 24);
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
    canvas_text(&rig.canvas, 0, 0, ROLE_NORMAL, "a\033[2J\033]0;x\ab\xC2\x9B" "1mc\xE2\x80\xAE" "d\xFF");
    canvas_text(&rig.canvas, 1, 0, ROLE_NORMAL, "👩‍👩‍👧x🇦🇺y\xE2\x9D\xA4\xEF\xB8\x8Fz");
    canvas_text(&rig.canvas, 2, 0, ROLE_NORMAL, "end");
    screen_draw(rig.screen, &rig.canvas);
    rig_replay(&rig);
    for (int column = 0; column < 3; column++) {
        expect_cell(&rig, 2, column);
    }
    assert_string_equal(vterm_screen_cell(rig.terminal, 0, 0).text, "a");
    assert_string_equal(vterm_screen_cell(rig.terminal, 0, 1).text, "\uFFFD");
    assert_string_equal(vterm_screen_cell(rig.terminal, 0, 2).text, "[");
    rig_close(&rig);
}

// ---- how many bytes

static void test_budget_of_first_screens(void **state)
{
    (void)state;
    struct rig rig;
    rig_open(&rig, (struct wish){0});
    draw_question(&rig, "How did it start?", beginnings, 0);
    long first = show(&rig); // with what opening the terminal takes
    draw_question(&rig, "How long have you had it?", durations, 0);
    long next = show(&rig);
    long idle = show(&rig);
    struct edit edit;
    edit_init(&edit, false, 100, 400, screen_width);
    draw_name(&rig, &edit);
    long field = show(&rig);
    print_message("first screen %ld, next question %ld, field %ld, idle %ld\n", first, next, field,
                  idle);
    assert_in_range(first, 1, 1200);
    assert_in_range(next, 1, 700);
    assert_in_range(field, 1, 700);
    assert_int_equal(idle, 0);
    edit_clear(&edit);
    rig_close(&rig);
}

static void test_budget_of_typing(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(terms); i++) {
        struct rig rig;
        struct edit edit;
        long end = 0;
        long middle = 0;
        rig_open(&rig, (struct wish){.term = terms[i]});
        edit_init(&edit, false, 100, 400, screen_width);
        draw_name(&rig, &edit);
        show(&rig);
        for (const char *letter = "Maria Gonzalez y Vega"; *letter != '\0'; letter++) {
            edit_insert(&edit, letter, 1);
            draw_name(&rig, &edit);
            long bytes = show(&rig);
            end = bytes > end ? bytes : end;
        }
        edit_home(&edit);
        edit_right(&edit);
        draw_name(&rig, &edit);
        show(&rig);
        for (const char *letter = "nna Ma"; *letter != '\0'; letter++) {
            edit_insert(&edit, letter, 1);
            draw_name(&rig, &edit);
            long bytes = show(&rig);
            middle = bytes > middle ? bytes : middle;
        }
        print_message("%s: letter at the end %ld, in the middle %ld\n", terms[i], end, middle);
        assert_in_range(end, 1, 4);
        bool inserts = strcmp(terms[i], "vt100") != 0 && strcmp(terms[i], "xterm-mono") != 0;
        assert_in_range(middle, 1, inserts ? 12 : 40);
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
    show(&rig);
    for (int focus = 1; focus < 7; focus++) {
        draw_question(&rig, "How did it start?", beginnings, focus);
        long bytes = show(&rig);
        most = bytes > most ? bytes : most;
    }
    rig_close(&rig);
    return most;
}

static void test_budget_of_moves(void **state)
{
    (void)state;
    for (size_t i = 0; i < COUNT(terms); i++) {
        long bar = dearest_move((struct wish){.term = terms[i], .baud = 38400});
        long mark = dearest_move((struct wish){.term = terms[i], .baud = 9600});
        print_message("%s: move with a bar %ld, with the mark %ld\n", terms[i], bar, mark);
        assert_in_range(bar, 1, 90);
        assert_in_range(mark, 1, 20);
    }
}

// Random editing looks right on every terminal: what we tell curses about insertions is true.
static void test_editing_looks_right(void **state)
{
    (void)state;
    static const char *const keys[] = {"a",      "b",      " ",  "漢",     "e\xCC\x81", "\033[D",
                                       "\033[D", "\033[C", "\b", "\033[3~", "\033[H",   "\033[F",
                                       "x",      "\xCC\x81"};
    uint32_t random = 4711;
    for (size_t i = 0; i < COUNT(terms); i++) {
        struct rig rig;
        struct edit edit;
        rig_open(&rig, (struct wish){.term = terms[i], .columns = i % 2 == 0 ? 80 : 41});
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
            show(&rig);
        }
        edit_clear(&edit);
        rig_close(&rig);
    }
}

// ---- sizes

static void test_resizing(void **state)
{
    (void)state;
    static const int sizes[][2] = {{1, 1},    {24, 80}, {5, 20},    {12, 40},  {100, 300},
                                   {1, 300}, {100, 1}, {1, 1},     {60, 200}, {24, 80}};
    struct rig rig;
    rig_open(&rig, (struct wish){0});
    draw_question(&rig, "How did it start?", beginnings, 2);
    show(&rig);
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
        show(&rig);
        assert_int_equal(show(&rig), 0);
    }
    rig_close(&rig);
}

// ---- keys

static void expect_press(struct rig *rig, enum press press)
{
    struct input event = loop_wait(&rig->loop, loop_now(&rig->loop) + 5000);
    assert_int_equal(event.kind, INPUT_KEY);
    assert_int_equal(event.key.press, press);
}

static void test_keys_on_every_terminal(void **state)
{
    (void)state;
    static const struct {
        const char *bytes;
        enum press press;
    } cases[] = {
        {"\033[A", PRESS_UP},        {"\033OA", PRESS_UP},         {"\033[B", PRESS_DOWN},
        {"\033OB", PRESS_DOWN},      {"\033[C", PRESS_RIGHT},      {"\033OD", PRESS_LEFT},
        {"\033[H", PRESS_HOME},      {"\033OF", PRESS_END},        {"\033[1~", PRESS_HOME},
        {"\033[4~", PRESS_END},      {"\033[5~", PRESS_PAGE_UP},   {"\033[6~", PRESS_PAGE_DOWN},
        {"\033[3~", PRESS_DELETE},   {"\033[1;5A", PRESS_UP},      {"\r", PRESS_ENTER},
        {"\n", PRESS_ENTER},         {"\x7F", PRESS_BACKSPACE},    {"\b", PRESS_BACKSPACE},
        {"\t", PRESS_TAB},           {"\033OP", PRESS_FUNCTION},   {"\033[21~", PRESS_FUNCTION},
        {"\033[99~", PRESS_IGNORED}, {"\033[24;80R", PRESS_IGNORED}, {"\033x", PRESS_IGNORED},
        {"\033]0;t\a", PRESS_IGNORED}, {"\x03", PRESS_CTRL},       {"a", PRESS_TEXT},
        {"\033Oq", PRESS_TEXT},      {"\xC3\xA9", PRESS_TEXT},     {"\xE6\xBC\xA2", PRESS_TEXT},
    };
    for (size_t i = 0; i < COUNT(terms); i++) {
        struct rig rig;
        rig_open(&rig, (struct wish){.term = terms[i]});
        draw_question(&rig, "How did it start?", beginnings, 2);
        show(&rig);
        for (size_t j = 0; j < COUNT(cases); j++) {
            type(&rig, cases[j].bytes);
            expect_press(&rig, cases[j].press);
        }
        // Reading echoes and repaints nothing, and an ignored key costs nothing.
        assert_int_equal(rig_replay(&rig), 0);
        type(&rig, "\033");
        expect_press(&rig, PRESS_ESCAPE);
        type(&rig, "\033\033");
        expect_press(&rig, PRESS_ESCAPE);
        expect_press(&rig, PRESS_ESCAPE);
        type(&rig, "\033\033[A"); // Alt with an arrow
        expect_press(&rig, PRESS_IGNORED);
        assert_int_equal(loop_wait(&rig.loop, 0).kind, INPUT_DEADLINE);
        rig_close(&rig);
    }
}

static void test_paste(void **state)
{
    (void)state;
    struct rig rig;
    rig_open(&rig, (struct wish){0});
    type(&rig, "\033[200~1\r\033[A\033OP\033[201~2");
    expect_press(&rig, PRESS_IGNORED);
    for (int i = 0; i < 2; i++) {
        struct input event = loop_wait(&rig.loop, LOOP_NO_DEADLINE);
        assert_int_equal(event.key.press, PRESS_TEXT);
        assert_true(event.key.pasted);
        assert_int_equal(key_digit(&event.key), -1);
    }
    expect_press(&rig, PRESS_IGNORED);
    expect_press(&rig, PRESS_IGNORED);
    expect_press(&rig, PRESS_IGNORED);
    struct input event = loop_wait(&rig.loop, LOOP_NO_DEADLINE);
    assert_int_equal(key_digit(&event.key), 2);
    rig_close(&rig);
}

// A character whose bytes arrive in two reads is whole.
static void test_split_character(void **state)
{
    (void)state;
    struct rig rig;
    rig_open(&rig, (struct wish){0});
    type(&rig, "\xE6\xBC");
    assert_int_equal(loop_wait(&rig.loop, loop_now(&rig.loop) + 1).kind, INPUT_DEADLINE);
    type(&rig, "\xA2");
    struct input event = loop_wait(&rig.loop, LOOP_NO_DEADLINE);
    assert_int_equal(event.key.code_point, 0x6F22);
    rig_close(&rig);
}

static void test_deadline(void **state)
{
    (void)state;
    struct rig rig;
    rig_open(&rig, (struct wish){0});
    draw_question(&rig, "How did it start?", beginnings, 2);
    show(&rig);
    int64_t start = loop_now(&rig.loop);
    assert_int_equal(loop_wait(&rig.loop, start + 30).kind, INPUT_DEADLINE);
    assert_true(loop_now(&rig.loop) - start >= 29);
    assert_int_equal(rig_replay(&rig), 0);
    type(&rig, "x");
    assert_int_equal(loop_wait(&rig.loop, start).kind, INPUT_KEY);
    assert_int_equal(loop_wait(&rig.loop, start).kind, INPUT_DEADLINE);
    rig_close(&rig);
}

// ---- signals, and a terminal that goes away

static void test_signals(void **state)
{
    (void)state;
    static const int signals[] = {SIGTERM, SIGHUP, SIGINT, SIGQUIT};
    struct rig rig;
    loop_catch_signals();
    rig_open(&rig, (struct wish){0});
    for (size_t i = 0; i < COUNT(signals); i++) {
        raise(signals[i]);
        struct input event = loop_wait(&rig.loop, LOOP_NO_DEADLINE);
        assert_int_equal(event.kind, INPUT_SIGNAL);
        assert_int_equal(event.signal, signals[i]);
        // And from outside, asleep or nearly so.
        pid_t child = fork();
        if (child == 0) {
            kill(getppid(), signals[i]);
            _exit(0);
        }
        event = loop_wait(&rig.loop, LOOP_NO_DEADLINE);
        assert_int_equal(event.kind, INPUT_SIGNAL);
        assert_int_equal(event.signal, signals[i]);
        waitpid(child, NULL, 0);
    }
    rig_close(&rig);
    for (size_t i = 0; i < COUNT(signals); i++) {
        signal(signals[i], SIG_DFL);
    }
}

static void test_closed_pipe(void **state)
{
    (void)state;
    struct rig rig;
    rig_open(&rig, (struct wish){0});
    type(&rig, "x");
    close(rig.keys);
    rig.keys = -1;
    expect_press(&rig, PRESS_TEXT);
    assert_int_equal(loop_wait(&rig.loop, LOOP_NO_DEADLINE).kind, INPUT_LOST);
    assert_int_equal(loop_wait(&rig.loop, LOOP_NO_DEADLINE).kind, INPUT_LOST);
    rig_close(&rig);
}

static struct screen *open_on(int descriptor, enum screen_problem *problem)
{
    struct screen_options options = {.term = "xterm", .input = descriptor, .output = descriptor};
    return screen_open(&options, problem);
}

// The end of a file is not a terminal that waits.
static void test_end_of_file(void **state)
{
    (void)state;
    int nothing = open("/dev/null", O_RDWR);
    enum screen_problem problem;
    assert_null(open_on(nothing, &problem));
    assert_int_equal(problem, SCREEN_NO_TERMINAL);
    struct screen_options options = {
        .term = "xterm", .input = nothing, .output = nothing, .any_file = true};
    struct screen *screen = screen_open(&options, &problem);
    assert_non_null(screen);
    struct loop loop;
    struct loop_terminal source;
    loop_init_terminal(&loop, &source, screen);
    assert_int_equal(loop_wait(&loop, LOOP_NO_DEADLINE).kind, INPUT_LOST);
    screen_close(screen);
    close(nothing);
}

// A tty whose other end is gone; also its size and its modes, which a pipe has not.
static void test_tty(void **state)
{
    (void)state;
    int master;
    int slave;
    struct winsize size = {.ws_row = 30, .ws_col = 100};
    assert_int_equal(openpty(&master, &slave, NULL, NULL, &size), 0);
    struct termios before;
    struct termios inside;
    struct termios after;
    tcgetattr(slave, &before);
    enum screen_problem problem;
    setenv("LINES", "5", 1);
    setenv("COLUMNS", "5", 1);
    struct screen *screen = open_on(slave, &problem);
    unsetenv("LINES");
    unsetenv("COLUMNS");
    assert_non_null(screen);
    int rows;
    int columns;
    screen_size(screen, &rows, &columns);
    assert_int_equal(rows, 30);
    assert_int_equal(columns, 100);
    tcgetattr(slave, &inside);
    assert_false(inside.c_lflag & (ICANON | ECHO | ISIG));
    assert_false(inside.c_iflag & (IXON | ICRNL));
    struct loop loop;
    struct loop_terminal source;
    loop_init_terminal(&loop, &source, screen);
    assert_int_equal(write(master, "\x03\x13\x1A", 3), 3);
    for (int i = 0; i < 3; i++) {
        assert_int_equal(loop_wait(&loop, LOOP_NO_DEADLINE).key.press, PRESS_CTRL);
    }
    // A crash handler's way out.
    struct screen_rescue rescue = *screen_rescue(screen);
    assert_true(rescue.has_modes);
    screen_rescue_now(&rescue);
    tcgetattr(slave, &after);
    assert_int_equal(after.c_lflag, before.c_lflag);
    assert_int_equal(after.c_iflag, before.c_iflag);
    signal(SIGHUP, SIG_IGN);
    close(master);
    assert_int_equal(loop_wait(&loop, LOOP_NO_DEADLINE).kind, INPUT_LOST);
    screen_close(screen);
    close(slave);
    signal(SIGHUP, SIG_DFL);
}

static void test_window_changes(void **state)
{
    (void)state;
    int master;
    int slave;
    struct winsize size = {.ws_row = 24, .ws_col = 80};
    assert_int_equal(openpty(&master, &slave, NULL, NULL, &size), 0);
    enum screen_problem problem;
    struct screen *screen = open_on(slave, &problem);
    assert_non_null(screen);
    struct loop loop;
    struct loop_terminal source;
    loop_init_terminal(&loop, &source, screen);
    // Whether the signal comes before or during the sleep, the loop wakes without a key.
    for (unsigned short rows = 25; rows < 45; rows++) {
        size.ws_row = rows;
        ioctl(master, TIOCSWINSZ, &size);
        pid_t child = fork();
        if (child == 0) {
            kill(getppid(), SIGWINCH);
            _exit(0);
        }
        struct input event = loop_wait(&loop, LOOP_NO_DEADLINE);
        assert_int_equal(event.kind, INPUT_RESIZE);
        assert_int_equal(event.rows, rows);
        waitpid(child, NULL, 0);
    }
    screen_close(screen);
    close(slave);
    close(master);
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
        struct screen_options options = {.term = cases[i].term,
                                         .input = fileno(file),
                                         .output = fileno(file),
                                         .any_file = true};
        enum screen_problem problem;
        assert_null(screen_open(&options, &problem));
        assert_int_equal(problem, cases[i].problem);
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
    for (size_t i = 0; i < COUNT(terms); i++) {
        struct rig rig;
        rig_open(&rig, (struct wish){.term = terms[i]});
        draw_question(&rig, "How did it start?", beginnings, 2);
        show(&rig);
        screen_suspend(rig.screen);
        rig_replay(&rig);
        expect_blank(&rig);
        assert_false(vterm_screen_on_second_page(rig.terminal));
        screen_resume(rig.screen);
        show(&rig);
        screen_suspend(rig.screen);
        screen_close(rig.screen);
        rig_replay(&rig);
        expect_blank(&rig);
        rig.screen = NULL;
        rig_close(&rig);

        rig_open(&rig, (struct wish){.term = terms[i]});
        draw_question(&rig, "How did it start?", beginnings, 2);
        show(&rig);
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
    setenv("LC_ALL", "C.UTF-8", 1);
    unsetenv("TERM");
    unsetenv("TERMINFO");
    unsetenv("ESCDELAY");
    unsetenv("LINES");
    unsetenv("COLUMNS");
    unsetenv("NCURSES_NO_UTF8_ACS");
    if (!screen_locale()) {
        return 1;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_every_terminal),
        cmocka_unit_test(test_no_colour),
        cmocka_unit_test(test_ascii),
        cmocka_unit_test(test_hostile_text),
        cmocka_unit_test(test_budget_of_first_screens),
        cmocka_unit_test(test_budget_of_typing),
        cmocka_unit_test(test_budget_of_moves),
        cmocka_unit_test(test_editing_looks_right),
        cmocka_unit_test(test_resizing),
        cmocka_unit_test(test_keys_on_every_terminal),
        cmocka_unit_test(test_paste),
        cmocka_unit_test(test_split_character),
        cmocka_unit_test(test_deadline),
        cmocka_unit_test(test_signals),
        cmocka_unit_test(test_closed_pipe),
        cmocka_unit_test(test_end_of_file),
        cmocka_unit_test(test_tty),
        cmocka_unit_test(test_window_changes),
        cmocka_unit_test(test_refusals),
        cmocka_unit_test(test_leaving),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
