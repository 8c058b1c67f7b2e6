// See screen_rig.h. Everything is pinned: the locale, the size, and what the environment could say.

#include "screen_rig.h"

#include "base/text.h"
#include "terminal/glyph.h"
#include "terminal/theme.h"

#include <stdarg.h>
#include <stddef.h>

#include <setjmp.h>

#include <stdint.h>

#include <cmocka.h>

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

bool rig_prepare(void)
{
    setenv("LC_ALL", "C.UTF-8", 1);
    static const char *const unset[] = {
        "TERM",  "TERMINFO", "TERMINFO_DIRS", "ESCDELAY",
        "LINES", "COLUMNS",  "NO_COLOR",      "NCURSES_NO_UTF8_ACS"};
    for (size_t i = 0; i < sizeof(unset) / sizeof(unset[0]); i++) {
        unsetenv(unset[i]);
    }
    return screen_locale();
}

const char *const rig_terms[RIG_TERMS] = {"xterm-256color", "xterm",      "linux", "vt100",
                                          "vt220",          "screen",     "ansi",  "rxvt",
                                          "tmux-256color",  "xterm-mono", "vt102"};

void rig_open(struct rig *rig, struct wish wish)
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

long rig_replay(struct rig *rig)
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

void rig_close(struct rig *rig)
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

void rig_type(const struct rig *rig, const char *bytes)
{
    size_t length = strlen(bytes);
    assert_int_equal(write(rig->keys, bytes, length), length);
}

// The text a cell should show; a right half shows nothing of its own unless its character was
// replaced.
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

void rig_expect_cell(struct rig *rig, int row, int column)
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

void rig_expect_shown(struct rig *rig)
{
    for (int row = 0; row < rig->canvas.rows; row++) {
        for (int column = 0; column < rig->canvas.columns; column++) {
            rig_expect_cell(rig, row, column);
        }
    }
    int row;
    int column;
    vterm_screen_cursor(rig->terminal, &row, &column);
    assert_int_equal(row, rig->canvas.cursor_row);
    assert_int_equal(column, rig->canvas.cursor_column);
    assert_true(vterm_screen_cursor_visible(rig->terminal));
}

long rig_show(struct rig *rig)
{
    screen_draw(rig->screen, &rig->canvas);
    long bytes = rig_replay(rig);
    rig_expect_shown(rig);
    return bytes;
}
