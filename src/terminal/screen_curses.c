// The one file that knows curses. It shows canvases and reads bytes; what they mean is decided elsewhere.
//
// Output: the whole canvas is copied to stdscr and ncurses sends the difference, the cursor last. A
// blank that looks like any other is copied as a plain blank, so that ends of lines stay cheap.
// Input: bytes from a pad of one cell, since reading from a visible window would refresh it. ncurses
// recognises the keys its terminal description knows; everything else arrives as bytes.

#include "terminal/screen.h"

#include "base/ensure.h"
#include "terminal/canvas.h"
#include "terminal/theme.h"

// Its macros would hide ours.
#define NCURSES_NOMACROS
#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <locale.h>
#include <poll.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <term.h>
#include <unistd.h>
#include <wchar.h>

enum { ESCAPE_DELAY = 25, MARKS_MAX = CCHARW_MAX - 1 };

struct screen {
    SCREEN *curses;
    FILE *input, *output;
    WINDOW *keys; // the pad
    struct theme theme;
    bool utf8;
    bool repaint;
    bool pastes; // the terminal was asked to mark pastes
    bool lost;
    int colours;
    int baud;
    struct screen_rescue rescue;
};

// ---- opening and closing

bool screen_locale(void)
{
    if (setlocale(LC_CTYPE, "") == NULL || strcmp(nl_langinfo(CODESET), "UTF-8") != 0) {
        // An unset LANG is normal on a kiosk.
        if (setlocale(LC_CTYPE, "C.UTF-8") == NULL) {
            setlocale(LC_CTYPE, "");
        }
    }
    return strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
}

static FILE *open_stream(int descriptor, const char *mode)
{
    int own = descriptor < 0 ? open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC)
                             : fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
    if (own < 0) {
        return NULL;
    }
    FILE *stream = fdopen(own, mode);
    if (stream == NULL) {
        close(own);
    }
    return stream;
}

// Asks the terminal's description, before anything is sent.
static enum screen_problem look_at_terminal(const char *term, int output)
{
    int result = 0;
    if (term == NULL || term[0] == '\0') {
        return SCREEN_NO_NAME;
    }
    if (setupterm(term, output, &result) != OK) {
        return result == 1 ? SCREEN_CANNOT_MOVE : SCREEN_UNKNOWN_NAME;
    }
    bool moves = cursor_address != NULL && clear_screen != NULL;
    del_curterm(cur_term);
    return moves ? SCREEN_FINE : SCREEN_CANNOT_MOVE;
}

// Keys that terminals send whatever their description says. A code of 0 takes a sequence out of the
// description: the digits of the numeric keypad reach our own decoder, which knows all of them.
static void define_keys(void)
{
    static const struct {
        const char *bytes;
        int code;
    } keys[] = {
        {"\033[A", KEY_UP},    {"\033OA", KEY_UP},    {"\033[B", KEY_DOWN},  {"\033OB", KEY_DOWN},
        {"\033[C", KEY_RIGHT}, {"\033OC", KEY_RIGHT}, {"\033[D", KEY_LEFT},  {"\033OD", KEY_LEFT},
        {"\033[H", KEY_HOME},  {"\033OH", KEY_HOME},  {"\033[1~", KEY_HOME}, {"\033[7~", KEY_HOME},
        {"\033[F", KEY_END},   {"\033OF", KEY_END},   {"\033[4~", KEY_END},  {"\033[8~", KEY_END},
        {"\033Oj", 0},         {"\033Ok", 0},         {"\033Ol", 0},         {"\033Om", 0},
        {"\033On", 0},         {"\033Oo", 0},         {"\033Op", 0},         {"\033Oq", 0},
        {"\033Or", 0},         {"\033Os", 0},         {"\033Ot", 0},         {"\033Ou", 0},
        {"\033Ov", 0},         {"\033Ow", 0},         {"\033Ox", 0},         {"\033Oy", 0},
    };
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        define_key(keys[i].bytes, keys[i].code);
    }
}

static void start_colours(struct screen *screen, bool wanted)
{
    bool started = wanted && has_colors() && start_color() == OK;
    screen->colours = started && COLORS > 0 ? COLORS : 0;
    if (started) {
        // May fail; ncurses then paints every cell white on black.
        use_default_colors();
    }
}

static void start_pairs(const struct theme *theme)
{
    if (!theme->colour) {
        return;
    }
    for (short role = 0; role < ROLE_COUNT; role++) {
        const struct style *style = &theme->styles[role];
        init_pair((short)(role + 1), style->foreground, style->background);
    }
}

// Bytes that leave the terminal blank and usable, for a crash handler. Delays are left out: a real
// terminal of that age will have caught up before anyone types.
static void rescue_add(struct screen_rescue *rescue, const char *text)
{
    while (text != NULL && *text != '\0' && rescue->length < sizeof(rescue->bytes)) {
        const char *end = text[0] == '$' && text[1] == '<' ? strchr(text, '>') : NULL;
        if (end != NULL) {
            text = end + 1;
            continue;
        }
        rescue->bytes[rescue->length++] = *text++;
    }
}

static void prepare_rescue(struct screen *screen)
{
    struct screen_rescue *rescue = &screen->rescue;
    rescue->output = fileno(screen->output);
    if (screen->pastes) {
        rescue_add(rescue, tigetstr("BD"));
    }
    rescue_add(rescue, exit_attribute_mode);
    rescue_add(rescue, clear_screen);
    rescue_add(rescue, keypad_local);
    rescue_add(rescue, meta_off);
    rescue_add(rescue, exit_ca_mode);
    rescue_add(rescue, cursor_normal);
}

static void prepare_input(struct screen *screen)
{
    raw();
    noecho();
    nonl();
    set_escdelay(ESCAPE_DELAY);
    screen->keys = newpad(1, 1);
    if (screen->keys == NULL) {
        die("no memory for the keyboard");
    }
    keypad(screen->keys, TRUE);
    meta(screen->keys, TRUE);
    nodelay(screen->keys, TRUE);
    define_keys();
    const char *mark_pastes = tigetstr("BE");
    if (mark_pastes != NULL && mark_pastes != (const char *)-1 && tigetstr("BD") != NULL) {
        screen->pastes = true;
        putp(mark_pastes);
    }
}

static enum screen_problem open_streams(struct screen *screen, const struct screen_options *options)
{
    screen->input = open_stream(options->input, "r");
    screen->output = open_stream(options->output, "w");
    if (screen->input == NULL || screen->output == NULL) {
        return errno == EMFILE || errno == ENFILE || errno == ENOMEM ? SCREEN_OUT_OF_MEANS
                                                                     : SCREEN_NO_TERMINAL;
    }
    bool ttys = isatty(fileno(screen->input)) && isatty(fileno(screen->output));
    if (!ttys && !options->any_file) {
        return SCREEN_NO_TERMINAL;
    }
    struct screen_rescue *rescue = &screen->rescue;
    rescue->has_modes = tcgetattr(fileno(screen->output), &rescue->modes) == 0;
    return look_at_terminal(options->term, fileno(screen->output));
}

static void free_screen(struct screen *screen)
{
    if (screen->input != NULL) {
        fclose(screen->input);
    }
    if (screen->output != NULL) {
        fclose(screen->output);
    }
    free(screen);
}

struct screen *screen_open(const struct screen_options *options, enum screen_problem *problem)
{
    struct screen *screen = calloc(1, sizeof(*screen));
    if (screen == NULL) {
        *problem = SCREEN_OUT_OF_MEANS;
        return NULL;
    }
    *problem = open_streams(screen, options);
    if (*problem == SCREEN_FINE) {
        // The size comes from the terminal, never from LINES and COLUMNS.
        use_env(FALSE);
        use_tioctl(TRUE);
        screen->curses = newterm(options->term, screen->output, screen->input);
        *problem = screen->curses != NULL ? SCREEN_FINE : SCREEN_OUT_OF_MEANS;
    }
    if (*problem != SCREEN_FINE) {
        free_screen(screen);
        return NULL;
    }
    if (options->rows > 0 && options->columns > 0) {
        resize_term(options->rows, options->columns);
    }
    screen->utf8 = !options->ascii && strcmp(nl_langinfo(CODESET), "UTF-8") == 0;
    screen->baud = options->baud > 0 ? options->baud : baudrate();
    start_colours(screen, options->colour);
    theme_choose(&screen->theme, screen->colours, options->colour, screen->baud);
    start_pairs(&screen->theme);
    prepare_input(screen);
    prepare_rescue(screen);
    return screen;
}

// Answers must not stay on a terminal that has no second page to leave.
static void leave(struct screen *screen)
{
    werase(stdscr);
    wmove(stdscr, 0, 0);
    wrefresh(stdscr);
    if (screen->pastes) {
        putp(tigetstr("BD"));
    }
    meta(screen->keys, FALSE);
    endwin();
}

void screen_close(struct screen *screen)
{
    if (screen == NULL) {
        return;
    }
    leave(screen);
    delwin(screen->keys);
    delscreen(screen->curses);
    free_screen(screen);
}

void screen_suspend(struct screen *screen)
{
    leave(screen);
}

void screen_resume(struct screen *screen)
{
    meta(screen->keys, TRUE);
    if (screen->pastes) {
        putp(tigetstr("BE"));
    }
    screen->repaint = true;
}
