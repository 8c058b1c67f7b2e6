// The smooth lines a figure of the body chart is drawn with where more than characters can be.

#include "form_part.h"

#include <string.h>

enum { POINT_SHOWN = 40 };

static bool read_number(const char *text, size_t length, uint32_t most, int16_t *out)
{
    decimal number;
    if (!decimal_parse(text, length, &number) || number < 0 || number > decimal_of((int64_t)most)) {
        return false;
    }
    *out = (int16_t)(decimal_round(number, 2) / (DECIMAL_ONE / 100));
    return true;
}

// "12.5 3": column and row, inside the picture.
static bool read_point(const char *text, size_t length, const struct body_figure *figure,
                       struct body_point *point)
{
    const char *end = text + length;
    text += strspn(text, " ");
    size_t x = strcspn(text, " ,");
    const char *row = text + x + strspn(text + x, " ");
    size_t y = row < end ? strcspn(row, " ,") : 0;
    const char *rest = row + y + strspn(row + y, " ");
    return x > 0 && y > 0 && rest == end && read_number(text, x, figure->columns, &point->x) &&
           read_number(row, y, figure->rows, &point->y);
}

static bool load_curve(struct cfg *cfg, const cfg_node *list, uint32_t index, const char *text,
                       const struct body_figure *figure, uint32_t least, struct body_curve *curve)
{
    struct body_point points[BODY_POINTS];
    uint32_t count = 0;
    const cfg_node *node = cfg_element(list, index);
    for (const char *at = text;; at++) {
        at += strspn(at, " ");
        size_t length = strcspn(at, ",");
        if (count == BODY_POINTS) {
            cfg_error(cfg, node, "curve %u of '%s' has more points than %d", (unsigned)index + 1,
                      cfg_name(list), BODY_POINTS);
            return false;
        }
        if (!read_point(at, length, figure, &points[count++])) {
            cfg_error(cfg, node,
                      "point %u of curve %u of '%s' is '%.*s'; a column and a row inside the "
                      "picture of %u and %u, such as \"12.5 3, 13 4.25\"",
                      (unsigned)count, (unsigned)index + 1, cfg_name(list),
                      (int)(length < POINT_SHOWN ? length : POINT_SHOWN), at,
                      (unsigned)figure->columns, (unsigned)figure->rows);
            return false;
        }
        at += length;
        if (*at == '\0') {
            break;
        }
    }
    if (count < least) {
        cfg_error(cfg, node, "curve %u of '%s' has only %u; at least %u points",
                  (unsigned)index + 1, cfg_name(list), (unsigned)count, (unsigned)least);
        return false;
    }
    struct body_point *kept = arena_array(cfg->arena, struct body_point, count);
    memcpy(kept, points, count * sizeof *kept);
    *curve = (struct body_curve){.points = kept, .count = count};
    return true;
}

const struct body_curve *load_curves(struct cfg *cfg, const cfg_node *list,
                                     const struct body_figure *figure, uint32_t least,
                                     uint32_t *count)
{
    uint32_t length = cfg_list(cfg, list);
    *count = 0;
    if (length > BODY_CURVES) {
        cfg_error(cfg, list, "%u curves in '%s'; at most %d", (unsigned)length, cfg_name(list),
                  BODY_CURVES);
        return NULL;
    }
    struct body_curve *curves = arena_array(cfg->arena, struct body_curve, length);
    for (uint32_t i = 0; i < length; i++) {
        const char *text;
        if (cfg_text(cfg, cfg_element(list, i), &text) &&
            load_curve(cfg, list, i, text, figure, least, &curves[*count])) {
            ++*count;
        }
    }
    return curves;
}
