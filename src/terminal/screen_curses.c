// The one file that knows curses. It shows canvases and reads bytes; what they mean is decided
// elsewhere.
//
// Output: the whole canvas is copied to stdscr and ncurses sends the difference, the cursor last. A
// blank that looks like any other is copied as a plain blank, so that ends of lines stay cheap.
// Input: bytes from a pad of one cell, since reading from a visible window would refresh it.
// ncurses recognises the keys its terminal description knows; everything else arrives as bytes.

#include "terminal/screen.h"

#include "base/ensure.h"
#include "terminal/canvas.h"
#include "terminal/glyph.h"
#include "terminal/screen_ends.h"
#include "terminal/theme.h"

// Its macros would hide ours.
#define NCURSES_NOMACROS
#include <curses.h>
#include <errno.h>
#include <fcntl.h>
#include <langinfo.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <term.h>
#include <unistd.h>
#include <wchar.h>

// Macros of term.h that are everyday words.
#undef columns
#undef lines

enum { ESCAPE_DELAY = 25 };

struct screen {
    SCREEN *curses;
    FILE *input, *output;
    WINDOW *keys; // the pad
    struct theme theme;
    struct canvas shown; // what stdscr holds; nothing if it was clipped
    bool utf8;
    bool repaint;
    bool pastes; // the terminal can mark pastes
    bool keys_asked;
    int colours;
    int baud;
    struct screen_rescue rescue;
};

// Between updates nothing of ncurses' is waiting to be sent, so this keeps its place.
static void send(const struct screen *screen, const char *text)
{
    size_t length = strlen(text);
    while (length > 0) {
        ssize_t written = write(fileno(screen->output), text, length);
        if (written < 0 && errno == EINTR) {
            continue; // a signal that asks to leave: what puts the terminal back is sent all the
                      // more
        }
        if (written <= 0) {
            return; // reading will find out that the terminal is gone
        }
        text += written;
        length -= (size_t)written;
    }
}

// A string of the terminal's description, or NULL.
static const char *capability(const char *name)
{
    const char *text = tigetstr(name);
    return text == (const char *)-1 ? NULL : text;
}

// Asks the terminal's description; nothing is sent.
static enum screen_problem look_at_terminal(const char *term, int output)
{
    int result = 0;
    if (term == NULL || term[0] == '\0') {
        return SCREEN_NO_NAME;
    }
    if (setupterm(term, output, &result) != OK) {
        return result == 1 ? SCREEN_CANNOT_MOVE : SCREEN_UNKNOWN_NAME;
    }
    bool moves = capability("cup") != NULL && capability("clear") != NULL;
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
        {"\033[<", 0},         {"\033[M", 0}, // a mouse that someone left on
    };
    for (size_t i = 0; i < sizeof(keys) / sizeof(keys[0]); i++) {
        define_key(keys[i].bytes, keys[i].code);
    }
}

// The terminal's own colours may be out of reach; ncurses then paints white on black, and so do we.
static short palette(short colour, bool own, short otherwise)
{
    return colour != STYLE_DEFAULT ? colour : own ? (short)-1 : otherwise;
}

static void start_colours(struct screen *screen, bool wanted)
{
    bool started = wanted && has_colors() && start_color() == OK;
    bool own = started && use_default_colors() == OK;
    screen->colours = started && COLORS > 0 ? COLORS : 0;
    theme_choose(&screen->theme, screen->colours, wanted, screen->baud);
    for (short role = 0; screen->theme.colour && role < ROLE_COUNT; role++) {
        const struct style *style = &screen->theme.styles[role];
        init_pair((short)(role + 1), palette(style->foreground, own, COLOR_WHITE),
                  palette(style->background, own, COLOR_BLACK));
    }
}

static void prepare_rescue(struct screen *screen)
{
    struct screen_rescue *rescue = &screen->rescue;
    rescue->output = fileno(screen->output);
    static const char *const parts[] = {"sgr0", "clear", "rmkx", "rmm", "rmcup", "cnorm"};
    for (size_t i = 0; i < sizeof(parts) / sizeof(parts[0]); i++) {
        screen_rescue_add(rescue, capability(parts[i]));
    }
    if (screen->pastes) {
        screen_rescue_add(rescue, capability("BD"));
    }
}

// Puts curses to rest with its output going nowhere: what it had ready to send is thrown away. The
// next wrefresh sends all of it again, together with its frame.
//
// ncurses 6.4 takes a screen that never rested for one that is not yet in use, and writes after
// each move of the cursor: some twenty times for a full screen.
static void rest_unseen(struct screen *screen)
{
    int output = fileno(screen->output);
    int real = fcntl(output, F_DUPFD_CLOEXEC, 0);
    int nowhere = open("/dev/null", O_WRONLY | O_CLOEXEC);
    bool unseen = real >= 0 && nowhere >= 0 && dup2(nowhere, output) == output;
    keypad(screen->keys, TRUE); // would send at once: see ask_for_keys
    if (unseen) {
        endwin();
        ensure(dup2(real, output) == output && fcntl(output, F_SETFD, FD_CLOEXEC) == 0);
    }
    if (real >= 0) {
        close(real);
    }
    if (nowhere >= 0) {
        close(nowhere);
    }
}

static void prepare_input(struct screen *screen)
{
    raw();
    noecho();
    nonl();
    typeahead(-1); // a frame is sent whole: what is typed ahead is read between frames
    set_escdelay(ESCAPE_DELAY);
    screen->keys = newpad(1, 1);
    if (screen->keys == NULL) {
        die("no memory for the keyboard");
    }
    rest_unseen(screen);
    meta(screen->keys, TRUE);
    nodelay(screen->keys, TRUE);
    define_keys();
    // A paste that is marked can be told from typing: it must not choose answers.
    screen->pastes = capability("BE") != NULL && capability("BD") != NULL;
}

static enum screen_problem open_streams(struct screen *screen, const struct screen_options *options)
{
    screen->input = screen_end_open(options->input, "r");
    screen->output = screen_end_open(options->output, "w");
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
    return SCREEN_FINE;
}

static void free_screen(struct screen *screen)
{
    if (screen->input != NULL) {
        fclose(screen->input);
    }
    if (screen->output != NULL) {
        fclose(screen->output);
    }
    canvas_clear(&screen->shown);
    free(screen);
}

enum screen_problem screen_check(const struct screen_options *options)
{
    struct screen *screen = calloc(1, sizeof(*screen));
    if (screen == NULL) {
        return SCREEN_OUT_OF_MEANS;
    }
    enum screen_problem problem = open_streams(screen, options);
    if (problem == SCREEN_FINE) {
        problem = look_at_terminal(options->term, fileno(screen->output));
    }
    free_screen(screen);
    return problem;
}

struct screen *screen_open(const struct screen_options *options, enum screen_problem *problem)
{
    struct screen *screen = calloc(1, sizeof(*screen));
    if (screen == NULL) {
        *problem = SCREEN_OUT_OF_MEANS;
        return NULL;
    }
    canvas_init(&screen->shown, screen_width);
    *problem = open_streams(screen, options);
    if (*problem == SCREEN_FINE) {
        // The size comes from the terminal, never from these. Not use_env(FALSE): in ncurses 6.4 it
        // also stops the library from noticing that the window has changed.
        unsetenv("LINES");
        unsetenv("COLUMNS");
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
    if (screen->pastes && screen->keys_asked) {
        send(screen, capability("BD"));
    }
    screen->keys_asked = false;
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

const struct screen_rescue *screen_rescue(const struct screen *screen)
{
    return &screen->rescue;
}

void screen_size(const struct screen *screen, int *rows, int *columns)
{
    (void)screen;
    *rows = getmaxy(stdscr);
    *columns = getmaxx(stdscr);
}

const struct theme *screen_theme(const struct screen *screen)
{
    return &screen->theme;
}

bool screen_utf8(const struct screen *screen)
{
    return screen->utf8;
}

int screen_colours(const struct screen *screen)
{
    return screen->colours;
}

int screen_input(const struct screen *screen)
{
    return fileno(screen->input);
}

static attr_t attributes_of(const struct style *style)
{
    attr_t attributes = A_NORMAL;
    attributes |= (style->attributes & STYLE_BOLD) != 0 ? A_BOLD : 0;
    attributes |= (style->attributes & STYLE_REVERSE) != 0 ? A_REVERSE : 0;
    attributes |= (style->attributes & STYLE_UNDERLINE) != 0 ? A_UNDERLINE : 0;
    return attributes;
}

static int copy_cell(const struct screen *screen, const struct cell *cell, uint8_t role,
                     cchar_t *out)
{
    const struct style *style = &screen->theme.styles[role];
    attr_t attributes = attributes_of(style);
    bool coloured = style->foreground != STYLE_DEFAULT || style->background != STYLE_DEFAULT;
    short pair = screen->theme.colour && coloured ? (short)(role + 1) : 0;
    struct glyph glyphs[2];
    int count = glyph_split(cell, screen->utf8, screen_locale_width, glyphs);
    for (int i = 0; i < count; i++) {
        wchar_t text[GLYPH_CHARACTERS + 1] = {0};
        for (int at = 0; at < glyphs[i].count; at++) {
            text[at] = (wchar_t)glyphs[i].characters[at];
        }
        setcchar(&out[i], text, attributes, pair, NULL);
    }
    return count;
}

static bool looks_like(const struct cell *cell, const struct cell *other)
{
    return cell->columns == 1 && other->columns == 1 && cell->length == other->length &&
           memcmp(cell->text, other->text, cell->length) == 0;
}

static void copy_row(const struct screen *screen, const struct canvas *canvas, int row, int columns)
{
    cchar_t line[CANVAS_COLUMNS_MAX + 2];
    uint8_t roles[CANVAS_COLUMNS_MAX];
    int count = 0;
    glyph_roles(canvas, row, columns, &screen->theme, roles);
    for (int column = 0; column < columns;) {
        const struct cell *cell = canvas_cell(canvas, row, column);
        if (column + cell->columns > columns) {
            break; // half of a wide character at the edge of a smaller screen
        }
        // Most of a screen is runs: blanks, a rule.
        if (column > 0 && roles[column] == roles[column - 1] && looks_like(cell, cell - 1)) {
            line[count] = line[count - 1];
            count++;
        } else {
            count += copy_cell(screen, cell, roles[column], line + count);
        }
        column += cell->columns;
    }
    mvwadd_wchnstr(stdscr, row, 0, line, count);
}

// Lets the terminal make room at its cursor: in one command, or in insert mode and back again (a
// vt102). False if it cannot, or only with a delay.
static bool make_room(const struct screen *screen, int columns)
{
    static const char blanks[] = "  ", back[] = "\b\b";
    const char *insert = capability("ich"), *on = capability("smir"), *off = capability("rmir");
    if (insert != NULL && strstr(insert, "$<") == NULL) {
        send(screen, tparm(insert, columns));
        return true;
    }
    if (columns > 2 || on == NULL || off == NULL || strchr(on, '$') || strchr(off, '$')) {
        return false;
    }
    send(screen, on);
    send(screen, blanks + 2 - columns);
    send(screen, off);
    send(screen, back + 2 - columns);
    return true;
}

// A letter typed into the middle of a text. ncurses would send the rest of the line again; so we
// let the terminal push it aside and tell ncurses, through its picture of the screen, that this has
// been done. It then sends the letter alone. The cursor is there already, and the look is plain.
static void push_aside(struct screen *screen, const struct canvas *canvas)
{
    int columns = screen->repaint ? 0 : glyph_insertion(&screen->shown, canvas);
    if (columns == 0 || !make_room(screen, columns)) {
        return;
    }
    cchar_t blank;
    setcchar(&blank, L" ", A_NORMAL, 0, NULL);
    for (int i = 0; i < columns; i++) {
        mvwins_wch(curscr, screen->shown.cursor_row, screen->shown.cursor_column, &blank);
    }
}

// What the keyboard is to send: its function keys, and marks around a paste.
static void ask_for_keys(struct screen *screen)
{
    keypad(screen->keys, TRUE);
    if (screen->pastes) {
        send(screen, capability("BE"));
    }
    screen->keys_asked = true;
}

void screen_draw(struct screen *screen, const struct canvas *canvas)
{
    int rows = getmaxy(stdscr);
    int columns = getmaxx(stdscr);
    bool fits = canvas->rows == rows && canvas->columns == columns;
    if (fits) {
        push_aside(screen, canvas);
    } else {
        werase(stdscr);
        rows = canvas->rows < rows ? canvas->rows : rows;
        columns = canvas->columns < columns ? canvas->columns : columns;
        canvas_clear(&screen->shown);
    }
    for (int row = 0; row < rows; row++) {
        if (screen->repaint || !canvas_same_row(&screen->shown, canvas, row)) {
            copy_row(screen, canvas, row, columns);
        }
    }
    if (screen->repaint) {
        clearok(stdscr, TRUE);
        screen->repaint = false;
    }
    if (canvas->cursor_row < rows && canvas->cursor_column < columns) {
        wmove(stdscr, canvas->cursor_row, canvas->cursor_column);
    }
    wrefresh(stdscr);
    if (!screen->keys_asked) {
        ask_for_keys(screen); // behind the frame, which someone waits for
    }
    if (fits) {
        canvas_copy(&screen->shown, canvas);
    }
}

void screen_repaint(struct screen *screen)
{
    screen->repaint = true;
}

void screen_pretend_size(struct screen *screen, int rows, int columns)
{
    (void)screen;
    resizeterm(rows, columns);
}

static const struct {
    int code;
    enum press press;
} key_codes[] = {
    {KEY_ENTER, PRESS_ENTER},
    {KEY_BACKSPACE, PRESS_BACKSPACE},
    {KEY_DC, PRESS_DELETE},
    {KEY_BTAB, PRESS_SHIFT_TAB},
    {KEY_UP, PRESS_UP},
    {KEY_DOWN, PRESS_DOWN},
    {KEY_LEFT, PRESS_LEFT},
    {KEY_RIGHT, PRESS_RIGHT},
    {KEY_HOME, PRESS_HOME},
    {KEY_END, PRESS_END},
    {KEY_FIND, PRESS_HOME},
    {KEY_SELECT, PRESS_END},
    {KEY_PPAGE, PRESS_PAGE_UP},
    {KEY_NPAGE, PRESS_PAGE_DOWN},
    {KEY_SR, PRESS_UP},
    {KEY_SF, PRESS_DOWN},
    {KEY_SLEFT, PRESS_LEFT},
    {KEY_SRIGHT, PRESS_RIGHT},
    {KEY_SHOME, PRESS_HOME},
    {KEY_SEND, PRESS_END},
    {KEY_SPREVIOUS, PRESS_PAGE_UP},
    {KEY_SNEXT, PRESS_PAGE_DOWN},
    {KEY_SDC, PRESS_DELETE},
};

// Keys with Shift, Alt or Ctrl that only some descriptions have: "kUP5" is Ctrl-Up.
static const struct {
    const char *name;
    enum press press;
} key_names[] = {
    {"kUP", PRESS_UP},       {"kDN", PRESS_DOWN},       {"kLFT", PRESS_LEFT},
    {"kRIT", PRESS_RIGHT},   {"kHOM", PRESS_HOME},      {"kEND", PRESS_END},
    {"kPRV", PRESS_PAGE_UP}, {"kNXT", PRESS_PAGE_DOWN}, {"kDC", PRESS_DELETE},
};

static struct raw press_input(int code)
{
    struct raw input = {.kind = RAW_PRESS, .press = PRESS_IGNORED};
    if (code >= KEY_F(1) && code <= KEY_F(12)) {
        input.press = PRESS_FUNCTION;
        input.number = code - KEY_F(0);
        return input;
    }
    for (size_t i = 0; i < sizeof(key_codes) / sizeof(key_codes[0]); i++) {
        if (key_codes[i].code == code) {
            input.press = key_codes[i].press;
            return input;
        }
    }
    const char *name = code > KEY_MAX ? keyname(code) : NULL;
    for (size_t i = 0; name != NULL && i < sizeof(key_names) / sizeof(key_names[0]); i++) {
        if (strncmp(name, key_names[i].name, strlen(key_names[i].name)) == 0) {
            input.press = key_names[i].press;
            break;
        }
    }
    return input;
}

struct raw screen_take(struct screen *screen)
{
    bool promised = false; // a byte, by poll
    do {
        errno = 0;
        int code = wgetch(screen->keys);
        if (code == KEY_RESIZE) {
            canvas_clear(&screen->shown); // the terminal may have moved or cut everything
            screen->repaint = true;
            return (struct raw){
                .kind = RAW_RESIZE, .rows = getmaxy(stdscr), .columns = getmaxx(stdscr)};
        }
        if (code >= KEY_MIN) {
            return press_input(code);
        }
        if (code != ERR) {
            return (struct raw){.kind = RAW_BYTE, .byte = (unsigned char)code};
        }
        // A byte may have arrived after the attempt; then the next one reads it.
        if (screen_end_lost(fileno(screen->input), errno, &promised)) {
            return (struct raw){.kind = RAW_LOST};
        }
    } while (promised);
    return (struct raw){.kind = RAW_NOTHING};
}
