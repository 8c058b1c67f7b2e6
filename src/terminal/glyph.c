// A grapheme of several spacing characters (a flag, a joined family) is shown as far as its columns
// go: terminals disagree on how wide such clusters are, and a line must stand where we think it
// stands.

#include "terminal/glyph.h"

#include "base/ensure.h"
#include "terminal/canvas.h"

#include <string.h>

enum { REPLACEMENT = 0xFFFD, JOINER = 0x200D };

static uint32_t ascii_for(uint32_t code_point)
{
    static const struct {
        uint32_t code_point;
        char sign;
    } signs[] = {
        {0x00A0, ' '}, {0x00B7, '-'},  {0x00D7, 'x'},  {0x2010, '-'}, {0x2011, '-'}, {0x2013, '-'},
        {0x2014, '-'}, {0x2018, '\''}, {0x2019, '\''}, {0x201C, '"'}, {0x201D, '"'}, {0x2022, '*'},
        {0x2026, '.'}, {0x2190, '<'},  {0x2191, '^'},  {0x2192, '>'}, {0x2193, 'v'}, {0x2500, '-'},
        {0x2502, '|'}, {0x2713, 'x'},  {0x2714, 'x'},
    };
    for (size_t i = 0; i < sizeof(signs) / sizeof(signs[0]); i++) {
        if (signs[i].code_point == code_point) {
            return (unsigned char)signs[i].sign;
        }
    }
    char letter = text_plain_letter(code_point);
    return letter != '\0' ? (unsigned char)letter : '?';
}

// The first character of a cell always gives a glyph, of one column if nothing better is known.
static struct glyph first_glyph(uint32_t code_point, bool unicode, text_width_fn width, int room)
{
    if (!unicode && code_point >= 0x80) {
        return (struct glyph){{ascii_for(code_point)}, 1, 1};
    }
    int columns = width(code_point);
    if (columns < 1 || columns > room) {
        return (struct glyph){{unicode ? REPLACEMENT : '?'}, 1, 1};
    }
    return (struct glyph){{code_point}, 1, columns};
}

// A joiner at the end of what is sent has nothing to join here, and there are terminals that draw
// into the same place whatever comes next, be it the next cell's: all that follows in the line then
// stands too far left.
static void drop_joiner(struct glyph *glyph)
{
    while (glyph->count > 1 && glyph->characters[glyph->count - 1] == JOINER) {
        glyph->count--;
    }
}

int glyph_split(const struct cell *cell, bool unicode, text_width_fn width, struct glyph glyphs[2])
{
    int count = 0;
    int room = cell->columns;
    for (size_t at = 0; at < cell->length && room >= 0;) {
        uint32_t code_point = 0;
        size_t size = text_decode(cell->text + at, cell->length - at, &code_point);
        ensure(size > 0);
        at += size;
        if (count == 0) {
            glyphs[0] = first_glyph(code_point, unicode, width, room);
            room -= glyphs[0].columns;
            count = 1;
            continue;
        }
        int columns = unicode ? width(code_point) : -1;
        struct glyph *base = &glyphs[count - 1];
        if (columns == 0 && base->count < GLYPH_CHARACTERS) {
            base->characters[base->count++] = code_point;
        } else if (columns > 0 && columns <= room) {
            glyphs[count++] = (struct glyph){{code_point}, 1, columns};
            room -= columns;
        } else if (columns > 0) {
            break; // beyond the cell, and so are the marks that follow it
        }
    }
    for (int i = 0; i < count; i++) {
        drop_joiner(&glyphs[i]);
    }
    if (room > 0 && count > 0) {
        glyphs[count++] = (struct glyph){{' '}, 1, room};
    }
    return count;
}

static bool is_blank(const struct cell *cell)
{
    return cell->length == 1 && cell->text[0] == ' ';
}

static bool same_look(const struct theme *theme, uint8_t a, uint8_t b)
{
    const struct style *one = &theme->styles[a];
    const struct style *other = &theme->styles[b];
    return one->attributes == other->attributes && one->foreground == other->foreground &&
           one->background == other->background;
}

void glyph_roles(const struct canvas *canvas, int row, int columns, const struct theme *theme,
                 uint8_t *roles)
{
    // Over a wider gap it is cheaper to switch the look off and jump.
    enum { GAP_MAX = 8 };
    int end = 0; // behind the last cell that is not such a blank
    for (int column = 0; column < columns; column++) {
        const struct cell *cell = canvas_cell(canvas, row, column);
        roles[column] = ROLE_NORMAL;
        if (is_blank(cell) && !theme_shows_blank(&theme->styles[cell->role])) {
            continue;
        }
        roles[column] = cell->role;
        if (end > 0 && column - end <= GAP_MAX && same_look(theme, roles[end - 1], cell->role)) {
            for (int blank = end; blank < column; blank++) {
                roles[blank] = cell->role;
            }
        }
        end = column + 1;
    }
}

static bool same_cell(const struct cell *a, const struct cell *b)
{
    return a->length == b->length && a->columns == b->columns && a->role == b->role &&
           memcmp(a->text, b->text, a->length) == 0;
}

// Whether `after` from `at` + `inserted` on is `before` from `at` on.
static bool shifted(const struct canvas *before, const struct canvas *after, int at, int inserted)
{
    int row = before->cursor_row;
    for (int column = at; column + inserted < before->columns; column++) {
        if (!same_cell(canvas_cell(before, row, column),
                       canvas_cell(after, row, column + inserted))) {
            return false;
        }
    }
    return true;
}

int glyph_insertion(const struct canvas *before, const struct canvas *after)
{
    enum { INSERTED_MAX = 2, REST_MIN = 3 };
    int row = before->cursor_row;
    int at = before->cursor_column;
    if (before->rows != after->rows || before->columns != after->columns ||
        canvas_cell(before, row, at) == NULL) {
        return 0;
    }
    for (int column = 0; column < at; column++) {
        if (!same_cell(canvas_cell(before, row, column), canvas_cell(after, row, column))) {
            return 0;
        }
    }
    int end = before->columns;
    while (end > at && is_blank(canvas_cell(before, row, end - 1))) {
        end--;
    }
    for (int inserted = 1; inserted <= INSERTED_MAX; inserted++) {
        // What is pushed over the edge must be blank.
        bool room = end + inserted <= before->columns && end - at >= REST_MIN;
        if (room && !shifted(before, after, at, 0) && shifted(before, after, at, inserted)) {
            return inserted;
        }
    }
    return 0;
}
