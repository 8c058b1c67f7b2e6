// The body as it is drawn: every region of the clinic's chart lies inside the outline, the drawing
// is as large as it says, a marked region has its number, and a chart without curves is drawn all
// the same.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "document_fixture.h"
#include "summary/drawing.h"

#include <stdlib.h>
#include <string.h>

// What a pen was asked to do.
struct drawn {
    struct drawing_size size;
    int paths, clips, words, numbers;
    bool outside;
};

static void look(struct drawn *drawn, double x, double y)
{
    const double edge = 0.01;
    drawn->outside = drawn->outside || x < -edge || y < -edge || x > drawn->size.width + edge ||
                     y > drawn->size.height + edge;
}

static void point(void *context, double x, double y)
{
    look(context, x, y);
}

static void curve(void *context, const double to[6])
{
    look(context, to[4], to[5]);
}

static void nothing(void *context)
{
    (void)context;
}

static void paint(void *context, const struct drawing_ink *ink)
{
    (void)ink;
    ((struct drawn *)context)->paths++;
}

static void clip(void *context)
{
    ((struct drawn *)context)->clips++;
}

static void unclip(void *context)
{
    ((struct drawn *)context)->clips--;
}

static void word(void *context, const struct drawing_word *word, const char *text)
{
    struct drawn *drawn = context;
    look(drawn, word->x, word->y);
    drawn->words++;
    drawn->numbers += strspn(text, "0123456789") == strlen(text);
}

static struct drawing_pen pen_of(struct drawn *drawn)
{
    return (struct drawing_pen){point, point, curve, nothing, paint, clip, unclip, word, drawn};
}

static struct drawn draw_chart(const struct form *form, const struct answer_set *set)
{
    const struct summary summary = {.form = form, .phrases = &phrases_english};
    struct drawn drawn = {.size = drawing_chart_size(form->body)};
    const struct drawing_pen pen = pen_of(&drawn);
    drawing_chart(&summary, set, &pen);
    assert_false(drawn.outside);
    assert_int_equal(drawn.clips, 0);
    return drawn;
}

// Even and odd crossings of the polygon through the curve's points.
static bool is_inside(const struct body_curve *curve, double x, double y)
{
    bool inside = false;
    for (uint32_t i = 0; i < curve->count; i++) {
        const struct body_point *a = &curve->points[i], *b = &curve->points[(i + 1) % curve->count];
        if ((a->y > y) != (b->y > y) &&
            x < (double)(b->x - a->x) * (y - a->y) / (b->y - a->y) + a->x) {
            inside = !inside;
        }
    }
    return inside;
}

// In the middle of its cells, where its number stands.
static void test_regions_inside(void **state)
{
    const struct body *body = ((struct loaded *)*state)->form->body;
    size_t checked = 0;
    for (uint32_t region = 0; region < body->options->count; region++) {
        for (uint32_t f = 0; f < body->figure_count; f++) {
            double x = 0, y = 0;
            int cells = 0;
            for (uint32_t i = 0; i < body->regions[region].cell_count; i++) {
                const struct body_cell *cell = &body->regions[region].cells[i];
                if (cell->figure == f) {
                    x += cell->column * 100 + 50;
                    y += cell->row * 100 + 50;
                    cells++;
                }
            }
            if (cells > 0 && !is_inside(&body->figures[f].outline[0], x / cells, y / cells)) {
                fail_msg("%s lies outside", body->options->list[region].code);
            }
            checked += cells > 0;
        }
    }
    assert_true(checked > 50);
}

static void test_mirror(void **state)
{
    const struct body *body = ((struct loaded *)*state)->form->body;
    for (uint32_t f = 0; f < body->figure_count; f++) {
        const struct body_curve *curve = &body->figures[f].outline[0];
        for (uint32_t i = 0; i < curve->count; i++) {
            bool found = false;
            for (uint32_t k = 0; k < curve->count && !found; k++) {
                found = curve->points[k].y == curve->points[i].y &&
                        curve->points[k].x == 2600 - curve->points[i].x;
            }
            assert_true(found);
        }
    }
}

static void test_marks(void **state)
{
    struct loaded *loaded = *state;
    const struct body *body = loaded->form->body;
    struct drawn bare = draw_chart(loaded->form, NULL);
    assert_int_equal(bare.numbers, 0);
    assert_int_equal(bare.words, 3 * (int)body->figure_count);
    for (uint32_t region = 0; region < body->options->count; region++) {
        struct answer marks = answer_empty_set();
        answer_choose(&marks, body->options, region, true);
        struct drawn unsaid = draw_chart(loaded->form, marks.as.set);
        answer_mark(&marks, region, true)->intensity = 10;
        struct drawn said = draw_chart(loaded->form, marks.as.set);
        int figures = 0;
        for (uint32_t f = 0; f < body->figure_count; f++) {
            uint32_t row, column;
            figures += body_centre(body, region, f, &row, &column);
        }
        assert_int_equal(unsaid.paths, bare.paths + figures);
        assert_int_equal(unsaid.numbers, 0);
        assert_int_equal(said.numbers, figures);
        answer_clear(&marks);
    }
}

static void test_without_curves(void **state)
{
    struct loaded *loaded = *state;
    struct body body = *loaded->form->body;
    struct form form = {.body = &body};
    for (uint32_t f = 0; f < body.figure_count; f++) {
        body.figures[f].outline_count = body.figures[f].line_count = 0;
    }
    struct answer marks = answer_empty_set();
    answer_choose(&marks, body.options, 0, true);
    answer_mark(&marks, 0, true)->intensity = 3;
    struct drawn drawn = draw_chart(&form, marks.as.set);
    assert_true(drawn.paths > 60);
    assert_true(drawn.numbers > 0);
    answer_clear(&marks);
}

static void test_courses(void **state)
{
    (void)state;
    struct summary_point points[12];
    for (uint32_t count = 0; count <= 12; count++) {
        for (uint32_t i = 0; i < count; i++) {
            points[i] = (struct summary_point){.day = (day_number)(i / 2 * 30),
                                               .scored = i % 5 != 1,
                                               .value = i * 1e6 - 3,
                                               .when = "1 Jan 2026",
                                               .text = "1"};
        }
        const struct summary_course course = {
            .points = points, .count = count, .least = 0, .most = count > 3 ? 10 : 0};
        struct drawn drawn = {.size = drawing_course_size()};
        const struct drawing_pen pen = pen_of(&drawn);
        drawing_course(&course, &pen);
        assert_false(drawn.outside);
        assert_true(drawn.paths >= 3 + (int)count);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_regions_inside), cmocka_unit_test(test_mirror),
        cmocka_unit_test(test_marks),          cmocka_unit_test(test_without_curves),
        cmocka_unit_test(test_courses),
    };
    return cmocka_run_group_tests_name("summary drawing", tests, summary_load, summary_unload);
}
