// The pictures as SVG.
#include "summary/drawing.h"
#include "summary/html_part.h"

struct pen {
    struct html *html;
    struct buffer path;
};

// Hundredths, without the C library's idea of a decimal point.
static void put(struct buffer *out, double value)
{
    long hundredths = (long)(value * 100 + (value < 0 ? -0.5 : 0.5));
    long size = hundredths < 0 ? -hundredths : hundredths;
    buffer_print(out, "%s%ld", hundredths < 0 ? "-" : "", size / 100);
    if (size % 100 != 0) {
        buffer_print(out, ".%02ld", size % 100);
    }
}

static void put_point(struct buffer *out, char letter, double x, double y)
{
    if (letter != '\0') {
        buffer_char(out, letter);
    }
    put(out, x);
    buffer_char(out, ' ');
    put(out, y);
}

static void move(void *context, double x, double y)
{
    put_point(&((struct pen *)context)->path, 'M', x, y);
}

static void line(void *context, double x, double y)
{
    put_point(&((struct pen *)context)->path, 'L', x, y);
}

static void curve(void *context, const double to[6])
{
    struct pen *pen = context;
    put_point(&pen->path, 'C', to[0], to[1]);
    buffer_char(&pen->path, ' ');
    put_point(&pen->path, '\0', to[2], to[3]);
    buffer_char(&pen->path, ' ');
    put_point(&pen->path, '\0', to[4], to[5]);
}

static void close(void *context)
{
    buffer_char(&((struct pen *)context)->path, 'Z');
}

static void put_grey(struct buffer *out, const char *name, double grey)
{
    int level = (int)(grey * 255 + 0.5);
    level = level < 0 ? 0 : level > 255 ? 255 : level;
    buffer_print(out, grey < 0 ? " %s=\"none\"" : " %s=\"#%02x%02x%02x\"", name, (unsigned)level,
                 (unsigned)level, (unsigned)level);
}

static void paint(void *context, const struct drawing_ink *ink)
{
    struct pen *pen = context;
    struct buffer *out = pen->html->out;
    buffer_print(out, "<path d=\"%s\"", pen->path.bytes);
    put_grey(out, "fill", ink->fill);
    if (ink->stroke >= 0) {
        put_grey(out, "stroke", ink->stroke);
        buffer_text(out, " stroke-width=\"");
        put(out, ink->width);
        buffer_text(out, ink->dashed ? "\" stroke-dasharray=\"1 1\"" : "\"");
    }
    buffer_text(out, "/>\n");
    buffer_reset(&pen->path);
}

static void clip(void *context)
{
    struct pen *pen = context;
    unsigned number = (unsigned)++pen->html->clips;
    buffer_print(pen->html->out,
                 "<clipPath id=\"c%u\"><path d=\"%s\"/></clipPath>\n<g clip-path=\"url(#c%u)\">\n",
                 number, pen->path.bytes, number);
    buffer_reset(&pen->path);
}

static void unclip(void *context)
{
    buffer_text(((struct pen *)context)->html->out, "</g>\n");
}

static void word(void *context, const struct drawing_word *word, const char *text)
{
    struct buffer *out = ((struct pen *)context)->html->out;
    buffer_text(out, "<text x=\"");
    put(out, word->x);
    buffer_text(out, "\" y=\"");
    put(out, word->y);
    buffer_text(out, "\" font-size=\"");
    put(out, word->size);
    buffer_print(out, "\" text-anchor=\"%s\"%s",
                 word->across < 0.25   ? "start"
                 : word->across < 0.75 ? "middle"
                                       : "end",
                 word->bold ? " font-weight=\"bold\"" : "");
    put_grey(out, "fill", word->grey);
    buffer_char(out, '>');
    html_text(out, text);
    buffer_text(out, "</text>\n");
}

static void begin(struct html *html, const char *class, struct drawing_size size, const char *title)
{
    struct buffer *out = html->out;
    unsigned number = (unsigned)++html->pictures;
    buffer_print(out, "<svg class=\"%s\" role=\"img\" aria-labelledby=\"t%u d%u\" viewBox=\"0 0 ",
                 class, number, number);
    put_point(out, '\0', size.width, size.height);
    buffer_print(out, "\">\n<title id=\"t%u\">", number);
    html_text(out, title);
    buffer_print(out, "</title>\n<desc id=\"d%u\">", number);
}

static struct drawing_pen pen_of(struct pen *pen)
{
    return (struct drawing_pen){.move = move,
                                .line = line,
                                .curve = curve,
                                .close = close,
                                .paint = paint,
                                .clip = clip,
                                .unclip = unclip,
                                .word = word,
                                .context = pen};
}

void html_chart(struct html *html, size_t first, size_t next)
{
    const struct summary *summary = html->summary;
    const struct summary_line *lines = summary->lines;
    const struct summary_line *chart = &lines[first];
    begin(html, "body", drawing_chart_size(summary->form->body),
          chart->label != NULL ? chart->label : summary->phrases->where);
    for (size_t i = first + 1; i < next; i++) {
        buffer_text(html->out, i > first + 1 ? "; " : "");
        html_text(html->out, lines[i].text);
    }
    buffer_text(html->out, "</desc>\n");
    struct pen pen = {.html = html};
    buffer_init(&pen.path, SIZE_MAX / 2);
    const struct drawing_pen drawing = pen_of(&pen);
    drawing_chart(summary, chart->marks->as.set, &drawing);
    buffer_clear(&pen.path);
    buffer_text(html->out, "</svg>\n");
}

void html_course(struct html *html, const struct summary_line *course)
{
    begin(html, "course", drawing_course_size(), course->label);
    for (uint32_t i = 0; i < course->course->count; i++) {
        const struct summary_point *point = &course->course->points[i];
        buffer_text(html->out, i > 0 ? "; " : "");
        html_text(html->out, point->when);
        buffer_text(html->out, ": ");
        html_text(html->out, point->text);
    }
    buffer_text(html->out, "</desc>\n");
    struct pen pen = {.html = html};
    buffer_init(&pen.path, SIZE_MAX / 2);
    const struct drawing_pen drawing = pen_of(&pen);
    drawing_course(course->course, &drawing);
    buffer_clear(&pen.path);
    buffer_text(html->out, "</svg>\n");
}
