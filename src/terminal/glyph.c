// A grapheme of several spacing characters (a flag, a joined family) is shown as far as its columns
// go: terminals disagree on how wide such clusters are, and a line must stand where we think it
// stands.

#include "terminal/glyph.h"

#include "base/ensure.h"
#include "terminal/canvas.h"

enum { REPLACEMENT = 0xFFFD };

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
    return '?';
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
    if (room > 0 && count > 0) {
        glyphs[count++] = (struct glyph){{' '}, 1, room};
    }
    return count;
}
