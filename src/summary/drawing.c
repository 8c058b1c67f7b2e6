// What both drawings are made of.
#include "summary/drawing_part.h"

#include <stdio.h>

#define ROUND 0.5522847498 // of a quarter of an ellipse as one curve

void drawing_ellipse(const struct drawing_pen *pen, double x, double y, double rx, double ry)
{
    const double hx = rx * ROUND, hy = ry * ROUND;
    const double quarters[4][6] = {
        {x + rx, y + hy, x + hx, y + ry, x, y + ry},
        {x - hx, y + ry, x - rx, y + hy, x - rx, y},
        {x - rx, y - hy, x - hx, y - ry, x, y - ry},
        {x + hx, y - ry, x + rx, y - hy, x + rx, y},
    };
    pen->move(pen->context, x + rx, y);
    for (int i = 0; i < 4; i++) {
        pen->curve(pen->context, quarters[i]);
    }
    pen->close(pen->context);
}

void drawing_stroke(const struct drawing_pen *pen, double x1, double y1, double x2, double y2,
                    const struct drawing_ink *ink)
{
    pen->move(pen->context, x1, y1);
    pen->line(pen->context, x2, y2);
    pen->paint(pen->context, ink);
}

// Not by %g: a program that draws for a locale would write a comma.
const char *drawing_number(double value, char out[24])
{
    const double most = 1e9;
    double bounded = value > most ? most : value < -most ? -most : value;
    long long hundredths = (long long)(bounded * 100 + (bounded < 0 ? -0.5 : 0.5));
    long long whole = hundredths / 100, part = hundredths % 100;
    part = part < 0 ? -part : part;
    int length = snprintf(out, 24, "%s%lld", hundredths < 0 && whole == 0 ? "-" : "", whole);
    if (part > 0) {
        snprintf(out + length, 24 - (size_t)length, part % 10 == 0 ? ".%lld" : ".%02lld",
                 part % 10 == 0 ? part / 10 : part);
    }
    return out;
}
