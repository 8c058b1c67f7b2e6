#include "print/type.h"

#include "base/text.h"
#include "summary/shown.h"

#include <string.h>

static const struct {
    double size;
    PangoWeight weight;
} faces[FONTS] = {
    [FONT_TEXT] = {8.4, PANGO_WEIGHT_NORMAL}, [FONT_SMALL] = {7.2, PANGO_WEIGHT_NORMAL},
    [FONT_LABEL] = {7.2, PANGO_WEIGHT_BOLD},  [FONT_TITLE] = {11, PANGO_WEIGHT_BOLD},
    [FONT_STRONG] = {8.4, PANGO_WEIGHT_BOLD}, [FONT_LARGE] = {10.5, PANGO_WEIGHT_NORMAL},
    [FONT_FOOT] = {6.4, PANGO_WEIGHT_NORMAL},
};

void type_init(struct type *type, cairo_t *cairo, double scale)
{
    type->context = pango_cairo_create_context(cairo);
    pango_cairo_context_set_resolution(type->context, 72);
    // As on paper, whatever a screen would round.
    cairo_font_options_t *options = cairo_font_options_create();
    cairo_font_options_set_hint_style(options, CAIRO_HINT_STYLE_NONE);
    cairo_font_options_set_hint_metrics(options, CAIRO_HINT_METRICS_OFF);
    pango_cairo_context_set_font_options(type->context, options);
    cairo_font_options_destroy(options);
    pango_context_set_round_glyph_positions(type->context, FALSE);
    pango_context_set_base_dir(type->context, PANGO_DIRECTION_LTR);
    pango_context_set_language(type->context, pango_language_from_string("en"));
    for (int i = 0; i < FONTS; i++) {
        type->fonts[i] = pango_font_description_new();
        pango_font_description_set_family_static(type->fonts[i], "Sans");
        pango_font_description_set_weight(type->fonts[i], faces[i].weight);
        pango_font_description_set_absolute_size(type->fonts[i],
                                                 faces[i].size * scale * PANGO_SCALE);
    }
}

void type_clear(struct type *type)
{
    for (int i = 0; i < FONTS; i++) {
        pango_font_description_free(type->fonts[i]);
    }
    g_object_unref(type->context);
}

void typed_init(struct typed *words)
{
    buffer_init(&words->bytes, SIZE_MAX / 2);
    words->looks = pango_attr_list_new();
    // A word that is broken gets no hyphen that nobody typed.
    pango_attr_list_insert(words->looks, pango_attr_insert_hyphens_new(FALSE));
}

void typed_clear(struct typed *words)
{
    buffer_clear(&words->bytes);
    pango_attr_list_unref(words->looks);
}

static void look_from(struct typed *words, size_t start, enum look look)
{
    const guint16 grey = 0x4FFF;
    if (look == LOOK_PLAIN || words->bytes.length == start) {
        return;
    }
    PangoAttribute *attribute = look == LOOK_GREY ? pango_attr_foreground_new(grey, grey, grey)
                                                  : pango_attr_weight_new(PANGO_WEIGHT_BOLD);
    attribute->start_index = (guint)start;
    attribute->end_index = (guint)words->bytes.length;
    pango_attr_list_insert(words->looks, attribute);
}

void typed_add(struct typed *words, enum look look, const char *text)
{
    size_t start = words->bytes.length;
    buffer_text(&words->bytes, text);
    look_from(words, start, look);
}

// First strong isolate, and its end.
static const char apart[] = {'\xe2', '\x81', '\xa8', '\0'};
static const char apart_end[] = {'\xe2', '\x81', '\xa9', '\0'};

static bool is_plain(const char *text)
{
    for (; *text != '\0'; text++) {
        if (*text & 0x80) {
            return false;
        }
    }
    return true;
}

void typed_said(struct typed *words, enum look look, const char *text)
{
    size_t start = words->bytes.length;
    bool plain = is_plain(text);
    buffer_text(&words->bytes, plain ? "" : apart);
    shown_text(text, &words->bytes);
    buffer_text(&words->bytes, plain ? "" : apart_end);
    look_from(words, start, look);
}

void typed_apart(struct typed *words, const char *text, const char *between)
{
    struct buffer shown;
    buffer_init(&shown, SIZE_MAX / 2);
    shown_text(text, &shown);
    for (const char *at = shown.bytes; *at != '\0';) {
        size_t length = strcspn(at, " ");
        buffer_add(&words->bytes, at, length);
        at += length + strspn(at + length, " ");
        buffer_text(&words->bytes, *at != '\0' ? between : "");
    }
    buffer_clear(&shown);
}

void typed_piece(void *context, enum run_piece piece, const char *text)
{
    struct typed *words = context;
    switch (piece) {
    case RUN_POINT:
        typed_add(words, LOOK_PLAIN, "\u00a0\u00b7 ");
        break;
    case RUN_LABEL:
        typed_said(words, LOOK_GREY, text);
        typed_add(words, LOOK_GREY, ": ");
        break;
    case RUN_TEXT:
        typed_said(words, LOOK_PLAIN, text);
        break;
    case RUN_AND:
        typed_add(words, LOOK_PLAIN, "; ");
        break;
    }
}

PangoLayout *type_set(const struct type *type, enum font font, const struct typed *words,
                      double width)
{
    PangoLayout *layout = pango_layout_new(type->context);
    pango_layout_set_auto_dir(layout, FALSE);
    pango_layout_set_font_description(layout, type->fonts[font]);
    pango_layout_set_wrap(layout, PANGO_WRAP_WORD_CHAR);
    pango_layout_set_width(layout, (int)(width * PANGO_SCALE));
    pango_layout_set_attributes(layout, words->looks);
    pango_layout_set_text(layout, words->bytes.bytes, (int)words->bytes.length);
    return layout;
}

double type_width(PangoLayout *layout)
{
    PangoRectangle logical;
    pango_layout_get_extents(layout, NULL, &logical);
    return (double)logical.width / PANGO_SCALE;
}
