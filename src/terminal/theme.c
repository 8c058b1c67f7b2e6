// One table: what each role looks like with 256, 8 and no colours. With no colours only bold,
// reverse and underline are left, which every terminal we know combines freely.
//
// The background is not ours to know, so a colour that stands on the terminal's own background must
// be readable on black and on white: of the 256, number 243 has a contrast of 4.5 with both, 130
// nearly so. With 8 colours only red comes close; the rest stays plain. Urgent brings its own
// background.
//
// What stands on every line (numbers, hints, names of keys) is plain: a look costs 15 bytes each
// time it is put on.

#include "terminal/theme.h"

#include <stddef.h>

enum { RED = 1, WHITE = 7, GREY_256 = 243, BROWN_256 = 130, RED_256 = 160, WHITE_256 = 231 };

enum { PLAIN = 0 };

struct look {
    char letter;
    struct style none, eight, many;
};

#define SAME(attributes)                                                                           \
    {                                                                                              \
        (attributes), STYLE_DEFAULT, STYLE_DEFAULT                                                 \
    }

static const struct look looks[ROLE_COUNT] = {
    [ROLE_NORMAL] = {'.', SAME(PLAIN), SAME(PLAIN), SAME(PLAIN)},
    [ROLE_TITLE] = {'T', SAME(PLAIN), SAME(PLAIN), {PLAIN, GREY_256, STYLE_DEFAULT}},
    [ROLE_STRONG] = {'S', SAME(STYLE_BOLD), SAME(STYLE_BOLD), SAME(STYLE_BOLD)},
    [ROLE_QUIET] = {'q', SAME(PLAIN), SAME(PLAIN), {PLAIN, GREY_256, STYLE_DEFAULT}},
    [ROLE_FOCUS] = {'F', SAME(STYLE_REVERSE), SAME(STYLE_REVERSE), SAME(STYLE_REVERSE)},
    [ROLE_MARK] = {'m', SAME(STYLE_BOLD), SAME(STYLE_BOLD), SAME(STYLE_BOLD)},
    [ROLE_WARNING] = {'w',
                      SAME(STYLE_BOLD),
                      {STYLE_BOLD, RED, STYLE_DEFAULT},
                      {STYLE_BOLD, BROWN_256, STYLE_DEFAULT}},
    [ROLE_URGENT] = {'U',
                     SAME(STYLE_BOLD | STYLE_REVERSE),
                     {STYLE_BOLD, WHITE, RED},
                     {STYLE_BOLD, WHITE_256, RED_256}},
    [ROLE_INPUT] = {'i', SAME(PLAIN), SAME(PLAIN), SAME(PLAIN)},
    [ROLE_FOOTER] = {'f', SAME(PLAIN), SAME(PLAIN), SAME(PLAIN)},
    [ROLE_HINT] = {'k', SAME(PLAIN), SAME(PLAIN), SAME(PLAIN)},
};

void theme_choose(struct theme *theme, int colours, bool wanted, int baud)
{
    theme->colour = wanted && colours >= 8;
    theme->bar = baud <= 0 || baud > THEME_SLOW_LINE;
    for (size_t role = 0; role < ROLE_COUNT; role++) {
        const struct look *look = &looks[role];
        theme->styles[role] = !theme->colour   ? look->none
                              : colours >= 256 ? look->many
                                               : look->eight;
    }
    if (!theme->bar) {
        theme->styles[ROLE_FOCUS] = looks[ROLE_NORMAL].none;
    }
}

char theme_letter(enum role role)
{
    return (unsigned)role < ROLE_COUNT ? looks[role].letter : '?';
}

bool theme_shows_blank(const struct style *style)
{
    return style->background != STYLE_DEFAULT ||
           (style->attributes & (STYLE_REVERSE | STYLE_UNDERLINE)) != 0;
}
