// A measure over time: each visit a point, by its day, between the ends of the range.
#include "summary/drawing_part.h"

#define WIDTH 46.0
#define HEIGHT 13.0
#define LEFT 6.0 // of the plot, behind the numbers of the range
#define RIGHT 43.0
#define TOP 2.6
#define BOTTOM 9.6
#define SIZE 1.7
enum { NAMED = 6 }; // points that each have their value beside them; of more, the ends

struct drawing_size drawing_course_size(void)
{
    return (struct drawing_size){WIDTH, HEIGHT};
}

static double across(const struct summary_course *course, uint32_t index)
{
    double first = course->points[0].day, days = course->points[course->count - 1].day - first;
    double part =
        days > 0 ? (course->points[index].day - first) / days : (index + 0.5) / course->count;
    part = part < 0 ? 0 : part > 1 ? 1 : part; // a visit that stands out of order
    return LEFT + 2 + part * (RIGHT - LEFT - 4);
}

static double up(const struct summary_course *course, double value)
{
    double range = course->most - course->least;
    double part = range > 0 ? (value - course->least) / range : 0.5;
    part = part < 0 ? 0 : part > 1 ? 1 : part;
    return BOTTOM - part * (BOTTOM - TOP);
}

static void write(const struct drawing_pen *pen, double x, double y, double align, const char *text,
                  bool bold)
{
    const struct drawing_word word = {
        .x = x, .y = y, .size = SIZE, .across = align, .grey = 0, .bold = bold};
    pen->word(pen->context, &word, text);
}

static void draw_range(const struct summary_course *course, const struct drawing_pen *pen)
{
    static const struct drawing_ink faint = {
        .fill = DRAWING_NONE, .stroke = 0.6, .width = 0.12, .dashed = true};
    static const struct drawing_ink axis = {.fill = DRAWING_NONE, .stroke = 0.35, .width = 0.15};
    char number[24];
    drawing_stroke(pen, LEFT, TOP, RIGHT, TOP, &faint);
    drawing_stroke(pen, LEFT, BOTTOM, RIGHT, BOTTOM, &axis);
    drawing_stroke(pen, LEFT, TOP, LEFT, BOTTOM, &axis);
    write(pen, LEFT - 0.8, TOP + SIZE * 0.36, 1, drawing_number(course->most, number), false);
    write(pen, LEFT - 0.8, BOTTOM + SIZE * 0.36, 1, drawing_number(course->least, number), false);
}

static void draw_line(const struct summary_course *course, const struct drawing_pen *pen)
{
    static const struct drawing_ink line = {.fill = DRAWING_NONE, .stroke = 0.2, .width = 0.25};
    for (uint32_t i = 1; i < course->count; i++) {
        const struct summary_point *from = &course->points[i - 1], *to = from + 1;
        if (from->scored && to->scored) {
            drawing_stroke(pen, across(course, i - 1), up(course, from->value), across(course, i),
                           up(course, to->value), &line);
        }
    }
}

static void draw_points(const struct summary_course *course, const struct drawing_pen *pen)
{
    static const struct drawing_ink dot = {.fill = 0, .stroke = 0, .width = 0.1};
    static const struct drawing_ink ring = {.fill = 1, .stroke = 0.35, .width = 0.18};
    for (uint32_t i = 0; i < course->count; i++) {
        const struct summary_point *point = &course->points[i];
        bool last = i + 1 == course->count;
        double x = across(course, i), y = point->scored ? up(course, point->value) : BOTTOM;
        drawing_ellipse(pen, x, y, last ? 0.62 : 0.5, last ? 0.62 : 0.5);
        pen->paint(pen->context, point->scored ? &dot : &ring);
        if (point->scored && (i == 0 || last || course->count <= NAMED)) {
            bool high = y < TOP + 1 + SIZE; // its value under it, clear of the line above
            write(pen, x, high ? y + 2.4 : y - 1, 0.5, point->text, last);
        }
    }
}

static void write_days(const struct summary_course *course, const struct drawing_pen *pen)
{
    uint32_t last = course->count - 1;
    if (last == 0) {
        write(pen, across(course, 0), BOTTOM + 2.4, 0.5, course->points[0].when, false);
        return;
    }
    write(pen, LEFT, BOTTOM + 2.4, 0, course->points[0].when, false);
    write(pen, RIGHT, BOTTOM + 2.4, 1, course->points[last].when, true);
}

void drawing_course(const struct summary_course *course, const struct drawing_pen *pen)
{
    draw_range(course, pen);
    if (course->count > 0) {
        draw_line(course, pen);
        draw_points(course, pen);
        write_days(course, pen);
    }
}
