// The welcome screen and the two pages behind it, on which words or a passphrase are typed. Those
// go by themselves, so that nothing half typed waits for whoever comes next.

#include "patient/kiosk/welcome.h"

#include "base/arena.h"
#include "base/buffer.h"
#include "base/wipe.h"
#include "terminal/draw.h"
#include "terminal/screen.h"

#include <string.h>

enum {
    SECOND = 1000,
    A_MINUTE = 60 * SECOND,
    TYPING = 2 * A_MINUTE, // a page for typing goes after that long without a key
    COUNT = 20 * SECOND,   // and says so that long before
    WORDS_MOST = 80,       // graphemes
    SAID_MOST = 1024,
};

enum page { PAGE_WELCOME, PAGE_WORDS, PAGE_STAFF };

struct desk {
    const struct welcome_setup *setup;
    struct welcome *out;
    struct canvas canvas;
    struct arena scratch; // of one frame
    int rows, columns;
    enum page page;
    size_t focus; // a language
    struct scroll scroll;
    struct edit words;
    struct buffer said; // one sentence, until the next key
    bool warning;
    int64_t touched; // when the last key came
    int64_t called;  // when help was called last; 0: never
    bool done;
};

static void say(struct desk *desk, bool warning, const char *text)
{
    buffer_reset(&desk->said);
    buffer_text(&desk->said, text);
    desk->warning = warning;
}

static void turn_to(struct desk *desk, enum page page)
{
    edit_set(&desk->words, "", 0);
    secret_reset(&desk->out->passphrase);
    desk->page = page;
}

static void end(struct desk *desk, enum welcome_end how)
{
    desk->out->end = how;
    desk->done = true;
}

// Seconds until a page for typing goes, once that is said; else -1.
static int seconds_left(const struct desk *desk)
{
    int64_t left = desk->touched + TYPING - loop_now(desk->setup->loop);
    return desk->page == PAGE_WELCOME || left > COUNT ? -1
           : left > 0                                 ? (int)((left + SECOND - 1) / SECOND)
                                                      : 0;
}

// The sentence in its place above the footer; returns the body without it.
static struct rect draw_said(struct desk *desk, const struct frame *frame)
{
    struct rect body = frame->body;
    struct rect place = frame->notice;
    int left = seconds_left(desk);
    const char *text =
        left < 0 ? desk->said.bytes
                 : arena_print(&desk->scratch,
                               "This page goes in %d seconds. Press any key to keep it.", left);
    int rows = text[0] != '\0' ? draw_paragraph_rows(&desk->canvas, place.columns, text) : 0;
    if (rows > 0) {
        place.row -= rows - 1;
        place.rows = rows;
        body.rows -= rows - 1;
        draw_paragraph(&desk->canvas, place, left < 0 && desk->warning ? ROLE_WARNING : ROLE_STRONG,
                       text);
    }
    return body;
}

static const char *line_of(struct desk *desk, size_t index)
{
    const struct welcome_setup *setup = desk->setup;
    const struct welcome_language *language = &setup->languages[index];
    if (setup->language_count == 1) {
        return language->begin;
    }
    return arena_print(&desk->scratch, "%zu  %s: %s", index + 1, language->name, language->begin);
}

// The ways to begin, one a line, as a block in the middle; the focus is the cursor.
static void draw_languages(struct desk *desk, struct rect area)
{
    int widest = 0;
    for (size_t i = 0; i < desk->setup->language_count; i++) {
        const char *line = line_of(desk, i);
        int columns = (int)text_columns(line, strlen(line), desk->canvas.width) + 2;
        widest = columns > widest ? columns : widest;
    }
    int column = area.column + (area.columns > widest ? (area.columns - widest) / 2 : 0);
    struct scroll *scroll = &desk->scroll;
    scroll_fit(scroll, NULL, desk->setup->language_count, desk->focus, area.rows);
    for (size_t i = 0; i < scroll->shown; i++) {
        size_t index = scroll->first + i;
        int row = area.row + scroll->row + (int)i;
        bool here = index == desk->focus;
        draw_cut(&desk->canvas, row, column + 2, area.column + area.columns - column - 2,
                 here ? ROLE_STRONG : ROLE_NORMAL, line_of(desk, index));
        if (here) {
            canvas_text_in(&desk->canvas, area, row, column, ROLE_STRONG, ">", 1);
            canvas_cursor(&desk->canvas, row, column);
        }
    }
    if (scroll->row_above >= 0) {
        canvas_print(&desk->canvas, area.row + scroll->row_above, column + 2, ROLE_QUIET,
                     "%zu more above", scroll->above);
    }
    if (scroll->row_below >= 0) {
        canvas_print(&desk->canvas, area.row + scroll->row_below, column + 2, ROLE_QUIET,
                     "%zu more below", scroll->below);
    }
}

static struct rect centred(struct desk *desk, struct rect area, enum role role, const char *text)
{
    struct rect place = area;
    int rows = draw_paragraph_rows(&desk->canvas, area.columns, text);
    place.rows = rows < area.rows ? rows : area.rows;
    draw_centre(&desk->canvas, place, role, text);
    return rect_below(area, rows);
}

static bool may_go_on(const struct desk *desk)
{
    return desk->setup->closed_because == NULL && desk->setup->read_words != NULL;
}

// Practice is said on every screen; the clinic's name only where it does not stand larger already.
static void title(struct desk *desk, const struct frame *frame, bool named)
{
    const char *clinic = desk->setup->clinic;
    const char *text = named ? clinic : "";
    if (desk->setup->practice) {
        text = named ? arena_print(&desk->scratch, "Practice  \xC2\xB7  %s", clinic) : "Practice";
    }
    draw_title(&desk->canvas, frame, text, "");
}

static void draw_welcome(struct desk *desk, const struct frame *frame)
{
    static const char back[] =
        "Were you here before, and stopped? Press R, and type your four words.";
    const struct welcome_setup *setup = desk->setup;
    struct rect area = draw_said(desk, frame);
    bool roomy = area.rows >= 12;
    title(desk, frame, false);
    if (roomy) {
        area = rect_below(area, area.rows / 4);
    }
    area = centred(desk, area, ROLE_STRONG, setup->clinic);
    area = rect_below(area, roomy ? 2 : 1);
    if (setup->closed_because != NULL) {
        canvas_cursor(&desk->canvas, area.row, area.column);
        centred(desk, area, ROLE_NORMAL, setup->closed_because);
        return;
    }
    // The ways to begin come first; R is named in the footer as well.
    struct rect lines = area;
    int wanted = (int)setup->language_count;
    lines.rows = wanted < area.rows ? wanted : area.rows;
    draw_languages(desk, lines);
    area = rect_below(area, lines.rows + (roomy ? 2 : 1));
    if (may_go_on(desk) && area.rows >= draw_paragraph_rows(&desk->canvas, area.columns, back)) {
        centred(desk, area, ROLE_NORMAL, back);
    }
}

static void draw_typing(struct desk *desk, const struct frame *frame, const char *asked)
{
    struct rect area = draw_said(desk, frame);
    title(desk, frame, true);
    area.columns = frame->measure;
    area = rect_below(area, draw_paragraph(&desk->canvas, area, ROLE_STRONG, asked));
    area = area.rows > 2 ? rect_below(area, 1) : area;
    struct rect line = {area.row, area.column + 2, 1, area.columns - 2};
    canvas_text_in(&desk->canvas, area, area.row, area.column, ROLE_NORMAL, ">", 1);
    if (desk->page == PAGE_STAFF) {
        canvas_cursor(&desk->canvas, line.row, line.column);
    } else {
        draw_field(&desk->canvas, line, &desk->words, NULL);
    }
    canvas_rule(&desk->canvas, line.row + 1, line.column, line.columns, ROLE_QUIET);
}

static void draw_keys(struct desk *desk, const struct frame *frame)
{
    struct hint hints[5];
    size_t count = 0;
    bool welcome = desk->page == PAGE_WELCOME;
    bool closed = desk->setup->closed_because != NULL;
    hints[count++] = (struct hint){"Enter", !welcome ? "go on" : closed ? "look again" : "begin"};
    if (!welcome) {
        hints[count++] = (struct hint){"Esc", "back"};
    }
    if (welcome && may_go_on(desk)) {
        hints[count++] = (struct hint){"R", "go on"};
    }
    if (desk->setup->help != NULL) {
        hints[count++] = (struct hint){welcome ? "G" : "F11", "get staff"};
    }
    draw_footer(&desk->canvas, frame, hints, count);
}

static void show(struct desk *desk)
{
    if (desk->setup->frame != NULL) {
        desk->setup->frame(desk->setup->context, &desk->canvas);
    }
    if (desk->setup->screen != NULL) {
        screen_draw(desk->setup->screen, &desk->canvas);
    }
}

static void draw(struct desk *desk)
{
    if (desk->setup->screen != NULL) {
        screen_size(desk->setup->screen, &desk->rows, &desk->columns);
    }
    canvas_resize(&desk->canvas, desk->rows, desk->columns);
    arena_reset(&desk->scratch);
    struct frame frame = layout_frame(desk->canvas.rows, desk->canvas.columns);
    if (!frame.fits) {
        draw_centre(&desk->canvas, frame.whole, ROLE_NORMAL, "Please make the window larger.");
        show(desk);
        return;
    }
    switch (desk->page) {
    case PAGE_WELCOME:
        draw_welcome(desk, &frame);
        break;
    case PAGE_WORDS:
        draw_typing(desk, &frame, "Type your four words and press Enter.");
        break;
    case PAGE_STAFF:
        draw_typing(desk, &frame,
                    "Staff: to leave the kiosk, type your passphrase and press Enter. It is not "
                    "shown.");
        break;
    }
    draw_keys(desk, &frame);
    show(desk);
}

static void call(struct desk *desk)
{
    const struct welcome_setup *setup = desk->setup;
    int64_t now = loop_now(setup->loop);
    if (desk->called == 0 || now - desk->called >= A_MINUTE) {
        if (!setup->help(setup->context)) {
            desk->called = 0;
            say(desk, true, "The call did not get through. Please ask at the desk.");
            return;
        }
        desk->called = now > 0 ? now : 1;
    }
    say(desk, false, "Staff have been called. Please wait.");
}

// A wrong word is named by its place only: what it should have been is nobody's to learn here.
static void try_words(struct desk *desk)
{
    static const char *const places[] = {"", "first", "second", "third", "fourth"};
    int wrong = 0;
    if (desk->words.length == 0) {
        return;
    }
    if (desk->setup->read_words(desk->words.bytes, desk->out->words, &wrong)) {
        end(desk, WELCOME_GO_ON);
        return;
    }
    wipe(desk->out->words, sizeof desk->out->words);
    if (wrong < 1 || wrong > RESUME_WORDS) {
        say(desk, true, "These are not four words. Please type four, with a blank between them.");
        return;
    }
    say(desk, true,
        arena_print(&desk->scratch, "The %s word is not one of our words. Please look at it again.",
                    places[wrong]));
}

static void words_key(struct desk *desk, const struct key *key)
{
    if (key->press == PRESS_ENTER) {
        try_words(desk);
    } else if (edit_key(&desk->words, key) == EDIT_FULL) {
        say(desk, true, "That is longer than four words.");
    }
}

static void staff_key(struct desk *desk, const struct key *key)
{
    if (key->press == PRESS_ENTER) {
        if (desk->out->passphrase.length > 0) {
            end(desk, WELCOME_STAFF);
        }
    } else if (secret_key(&desk->out->passphrase, key) == SECRET_FULL) {
        say(desk, true, "That is longer than any passphrase.");
    }
}

static void language_key(struct desk *desk, const struct key *key)
{
    size_t count = desk->setup->language_count;
    int digit = key_digit(key);
    if (digit >= 1 && (size_t)digit <= count) {
        desk->focus = (size_t)digit - 1;
    } else if (key->press == PRESS_UP && desk->focus > 0) {
        desk->focus--;
    } else if (key->press == PRESS_DOWN && desk->focus + 1 < count) {
        desk->focus++;
    } else if (key->press == PRESS_HOME) {
        desk->focus = 0;
    } else if (key->press == PRESS_END) {
        desk->focus = count - 1;
    }
}

static void welcome_key(struct desk *desk, const struct key *key)
{
    bool closed = desk->setup->closed_because != NULL;
    if (key->press == PRESS_ENTER) {
        desk->out->language = desk->focus;
        end(desk, closed ? WELCOME_LOOK : WELCOME_BEGIN);
    } else if (key_is(key, 'r') && may_go_on(desk)) {
        turn_to(desk, PAGE_WORDS);
    } else if (!closed) {
        language_key(desk, key);
    }
}

static void on_key(struct desk *desk, const struct key *key)
{
    struct frame frame = layout_frame(desk->rows, desk->columns);
    if (!frame.fits || key->press == PRESS_IGNORED) {
        return;
    }
    arena_reset(&desk->scratch);
    buffer_reset(&desk->said);
    if (key_is_ctrl(key, 'l') && desk->setup->screen != NULL) {
        screen_repaint(desk->setup->screen);
    } else if (desk->setup->help != NULL && (key_is_function(key, 11) || key_is_ctrl(key, 'g') ||
                                             (key_is(key, 'g') && desk->page == PAGE_WELCOME))) {
        call(desk);
    } else if (key_is_function(key, 12) || key_is_ctrl(key, 't')) {
        turn_to(desk, PAGE_STAFF);
    } else if (key->press == PRESS_ESCAPE) {
        turn_to(desk, PAGE_WELCOME);
    } else if (desk->page == PAGE_WORDS) {
        words_key(desk, key);
    } else if (desk->page == PAGE_STAFF) {
        staff_key(desk, key);
    } else {
        welcome_key(desk, key);
    }
}

// On the welcome screen itself only a sentence that was said goes; then nothing wakes any more.
static int64_t next_deadline(const struct desk *desk)
{
    int64_t now = loop_now(desk->setup->loop);
    if (desk->page == PAGE_WELCOME) {
        return desk->said.length > 0 ? desk->touched + A_MINUTE : LOOP_NO_DEADLINE;
    }
    if (seconds_left(desk) < 0) {
        return desk->touched + TYPING - COUNT;
    }
    int64_t left = desk->touched + TYPING - now;
    return left <= 0 ? now : now + ((left - 1) % SECOND) + 1;
}

static void on_deadline(struct desk *desk)
{
    int64_t quiet = loop_now(desk->setup->loop) - desk->touched;
    if (desk->page == PAGE_WELCOME && quiet >= A_MINUTE) {
        buffer_reset(&desk->said);
    } else if (desk->page != PAGE_WELCOME && quiet >= TYPING) {
        buffer_reset(&desk->said);
        turn_to(desk, PAGE_WELCOME);
    }
}

static void on_input(struct desk *desk, const struct input *input)
{
    switch (input->kind) {
    case INPUT_KEY:
        desk->touched = loop_now(desk->setup->loop);
        on_key(desk, &input->key);
        break;
    case INPUT_RESIZE:
        desk->rows = input->rows;
        desk->columns = input->columns;
        break;
    case INPUT_DEADLINE:
        on_deadline(desk);
        break;
    case INPUT_SIGNAL:
        desk->out->signal = input->signal;
        end(desk, WELCOME_SIGNAL);
        break;
    case INPUT_LOST:
        end(desk, WELCOME_LOST);
        break;
    }
}

void welcome_run(const struct welcome_setup *setup, struct welcome *out)
{
    struct desk desk = {.setup = setup,
                        .out = out,
                        .rows = setup->rows,
                        .columns = setup->columns,
                        .touched = loop_now(setup->loop)};
    *out = (struct welcome){.end = WELCOME_LOST};
    secret_open(&out->passphrase);
    canvas_init(&desk.canvas, setup->width);
    arena_init(&desk.scratch);
    buffer_init(&desk.said, SAID_MOST);
    edit_init(&desk.words, false, WORDS_MOST, (size_t)WORDS_MOST * 4, setup->width);
    say(&desk, true, setup->notice != NULL ? setup->notice : "");
    while (!desk.done) {
        draw(&desk);
        struct input input = loop_wait(setup->loop, next_deadline(&desk));
        on_input(&desk, &input);
    }
    canvas_blank(&desk.canvas);
    show(&desk);
    edit_clear(&desk.words);
    buffer_clear(&desk.said);
    arena_clear(&desk.scratch);
    canvas_clear(&desk.canvas);
}

void welcome_clear(struct welcome *welcome)
{
    wipe(welcome->words, sizeof welcome->words);
    secret_close(&welcome->passphrase);
}
