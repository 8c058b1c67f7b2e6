#include "print/pen.h"

static cairo_t *cairo_of(void *context)
{
    return ((struct pen *)context)->cairo;
}

static void move(void *context, double x, double y)
{
    cairo_move_to(cairo_of(context), x, y);
}

static void line(void *context, double x, double y)
{
    cairo_line_to(cairo_of(context), x, y);
}

static void curve(void *context, const double to[6])
{
    cairo_curve_to(cairo_of(context), to[0], to[1], to[2], to[3], to[4], to[5]);
}

static void close_path(void *context)
{
    cairo_close_path(cairo_of(context));
}

static void paint(void *context, const struct drawing_ink *ink)
{
    cairo_t *cairo = cairo_of(context);
    const double dash = 1;
    if (ink->fill >= 0) {
        cairo_set_source_rgb(cairo, ink->fill, ink->fill, ink->fill);
        cairo_fill_preserve(cairo);
    }
    if (ink->stroke >= 0) {
        cairo_set_source_rgb(cairo, ink->stroke, ink->stroke, ink->stroke);
        cairo_set_line_width(cairo, ink->width);
        cairo_set_line_join(cairo, CAIRO_LINE_JOIN_ROUND);
        cairo_set_line_cap(cairo, CAIRO_LINE_CAP_ROUND);
        cairo_set_dash(cairo, &dash, ink->dashed ? 1 : 0, 0);
        cairo_stroke_preserve(cairo);
    }
    cairo_new_path(cairo);
}

static void clip(void *context)
{
    cairo_save(cairo_of(context));
    cairo_clip(cairo_of(context));
}

static void unclip(void *context)
{
    cairo_restore(cairo_of(context));
}

static void word(void *context, const struct drawing_word *word, const char *text)
{
    struct pen *pen = context;
    struct typed words;
    typed_init(&words);
    typed_said(&words, word->bold ? LOOK_BOLD : LOOK_PLAIN, text);
    PangoLayout *layout = type_set(pen->type, FONT_TEXT, &words, -1);
    PangoFontDescription *font = pango_font_description_copy(pen->type->fonts[FONT_TEXT]);
    pango_font_description_set_absolute_size(font, word->size * PANGO_SCALE);
    pango_layout_set_font_description(layout, font);
    pango_layout_set_width(layout, -1);
    cairo_set_source_rgb(pen->cairo, word->grey, word->grey, word->grey);
    cairo_move_to(pen->cairo, word->x - word->across * type_width(layout), word->y);
    pango_cairo_show_layout_line(pen->cairo, pango_layout_get_line_readonly(layout, 0));
    cairo_new_path(pen->cairo);
    pango_font_description_free(font);
    g_object_unref(layout);
    typed_clear(&words);
}

struct drawing_pen pen_for(struct pen *pen)
{
    return (struct drawing_pen){.move = move,
                                .line = line,
                                .curve = curve,
                                .close = close_path,
                                .paint = paint,
                                .clip = clip,
                                .unclip = unclip,
                                .word = word,
                                .context = pen};
}
