// The document as one HTML file.
#include "summary/html_part.h"
#include "summary/runs.h"
#include "summary/shown.h"

#include <string.h>

// What stands open while lines of one kind follow each other.
enum open { OPEN_NOTHING, OPEN_FINDINGS, OPEN_QUESTIONS, OPEN_TABLE };

struct page {
    struct html html;
    enum open open;
    const char *end; // of the section that is open, or NULL
    enum summary_part part;
    size_t title; // the line that is h1
};

static const char *const class_names[RULE_CLASSES] = {
    "urgent", "same-day", "absolute", "relative", "precaution", "yellow", "practical"};

void html_text(struct buffer *out, const char *text)
{
    struct buffer shown;
    buffer_init(&shown, SIZE_MAX / 2);
    shown_text(text, &shown);
    for (const char *at = shown.bytes; *at != '\0'; at++) {
        switch (*at) {
        case '&':
            buffer_text(out, "&amp;");
            break;
        case '<':
            buffer_text(out, "&lt;");
            break;
        case '>':
            buffer_text(out, "&gt;");
            break;
        case '"':
            buffer_text(out, "&quot;");
            break;
        case '\'':
            buffer_text(out, "&#39;");
            break;
        default:
            buffer_char(out, *at);
        }
    }
    buffer_clear(&shown);
}

// Between tags that keep its direction from its neighbours: what anybody typed.
static void said(struct buffer *out, const char *text)
{
    buffer_text(out, "<bdi>");
    html_text(out, text);
    buffer_text(out, "</bdi>");
}

static void put(struct page *page, const char *markup)
{
    buffer_text(page->html.out, markup);
}

static void say_piece(void *context, enum run_piece piece, const char *text)
{
    struct page *page = context;
    switch (piece) {
    case RUN_POINT:
        put(page, "\u00a0\u00b7 ");
        break;
    case RUN_LABEL:
        put(page, "<span class=\"q\">");
        said(page->html.out, text);
        put(page, ":</span> ");
        break;
    case RUN_TEXT:
        said(page->html.out, text);
        break;
    case RUN_AND:
        put(page, "; ");
        break;
    }
}

static void put_facts(struct page *page, size_t first, size_t next)
{
    runs_facts(page->html.summary, first, next, say_piece, page);
}

static void put_element(struct page *page, const char *start, const char *text, const char *end)
{
    put(page, start);
    said(page->html.out, text);
    put(page, end);
}

static void close_open(struct page *page)
{
    static const char *const ends[] = {"", "</ul>\n", "</ul>\n", "</tbody></table>\n"};
    put(page, ends[page->open]);
    page->open = OPEN_NOTHING;
}

static void open_table(struct page *page, const char *const *columns, size_t count)
{
    put(page, "<table><thead><tr>");
    for (size_t i = 0; i < count; i++) {
        put_element(page, "<th scope=\"col\">", columns[i], "</th>");
    }
    put(page, "</tr></thead><tbody>\n");
}

static void want(struct page *page, enum open open)
{
    if (page->open == open) {
        return;
    }
    close_open(page);
    if (open == OPEN_FINDINGS) {
        put(page, "<ul class=\"findings\">\n");
    } else if (open == OPEN_QUESTIONS) {
        put(page, "<ul class=\"questions\">\n");
    } else if (open == OPEN_TABLE) {
        open_table(page, page->html.summary->phrases->measure_columns, 3);
    }
    page->open = open;
}

static void close_section(struct page *page)
{
    close_open(page);
    put(page, page->end != NULL ? page->end : "");
    page->end = NULL;
}

static void open_section(struct page *page, enum summary_part part, const char *heading)
{
    close_section(page);
    bool clear = part != PART_PROBLEM && part != PART_MEASURES;
    put_element(page, clear ? "<section class=\"clear\">\n<h2>" : "<section>\n<h2>", heading,
                "</h2>\n");
    page->end = "</section>\n";
    page->part = part;
}

// What comes before a first heading, in a document whose headings are its own.
static void open_unnamed(struct page *page, enum summary_part part)
{
    close_section(page);
    put(page, "<div class=\"clear\">\n");
    page->end = "</div>\n";
    page->part = part;
}

static void put_label(struct page *page, const char *label)
{
    if (label != NULL && label[0] != '\0') {
        put_element(page, "<b class=\"label\">", label, " </b>"); // a blank for who hears it
    }
}

static void put_paragraph(struct page *page, size_t first, size_t next)
{
    const char *label = page->html.summary->lines[first].label;
    put(page, label != NULL && label[0] != '\0' ? "<p class=\"hangs\">" : "<p>");
    put_label(page, label);
    put_facts(page, first, next);
    put(page, "</p>\n");
}

// A part of a condition, how it is now, and the answers it came from.
static void put_condition(struct page *page, size_t at, size_t next)
{
    const struct summary_line *lines = page->html.summary->lines;
    const struct summary_line *line = &lines[at];
    int now = line->now == TRUTH_TRUE ? 0 : line->now == TRUTH_FALSE ? 1 : 2;
    said(page->html.out, line->text);
    put_element(page, " - <i class=\"now\">", page->html.summary->phrases->truths[now], "</i>");
    bool any = false;
    for (size_t i = at + 1; i < next && lines[i].kind == LINE_FACT; i++) {
        put(page, any ? "; " : " (");
        if (lines[i].label != NULL) {
            say_piece(page, RUN_LABEL, lines[i].label);
        }
        say_piece(page, RUN_TEXT, lines[i].text);
        any = true;
    }
    put(page, any ? ")" : "");
}

// Parts in parts, as lists in lists.
static void put_conditions(struct page *page, size_t first, size_t next)
{
    const struct summary_line *lines = page->html.summary->lines;
    int level = -1;
    for (size_t i = first; i < next; i++) {
        if (lines[i].kind != LINE_CONDITION) {
            continue;
        }
        if (lines[i].depth > level) {
            put(page, level < 0 ? "<ul class=\"tree small\">\n<li>" : "\n<ul>\n<li>");
            level++;
        } else {
            for (; level > lines[i].depth; level--) {
                put(page, "</li>\n</ul>\n");
            }
            put(page, "</li>\n<li>");
        }
        put_condition(page, i, next);
    }
    for (; level >= 0; level--) {
        put(page, "</li>\n</ul>\n");
    }
}

static void put_done(struct page *page, const struct summary_line *line)
{
    put_element(page, "<p class=\"small\"><span class=\"q\">", line->label, ":</span> ");
    said(page->html.out, line->text);
    put(page, "</p>\n");
}

static bool has(const struct summary *summary, size_t first, size_t next, enum summary_kind kind)
{
    for (size_t i = first; i < next; i++) {
        if (summary->lines[i].kind == kind) {
            return true;
        }
    }
    return false;
}

static void put_lead(struct page *page, const char *lead)
{
    put_element(page, "<p class=\"small\"><span class=\"lead\">", lead, "</span> ");
}

static void put_flag(struct page *page, size_t first, size_t next)
{
    const struct summary *summary = page->html.summary;
    const struct phrases *phrases = summary->phrases;
    const struct summary_line *line = &summary->lines[first];
    want(page, OPEN_FINDINGS);
    buffer_print(page->html.out, "<li class=\"one %s\"><p><b class=\"class\">",
                 class_names[line->class]);
    put(page, phrases->classes[line->class]);
    put_element(page, "</b> ", line->text, "</p>\n");
    if (has(summary, first, next, LINE_REASON)) {
        put_lead(page, phrases->because);
        runs_reasons(summary, first, next, say_piece, page);
        put(page, "</p>\n");
    }
    for (size_t i = first + 1; i < next && summary->lines[i].kind == LINE_FACT; i++) {
        put(page, "<p class=\"small\">"); // how the rule is as a whole
        put_label(page, summary->lines[i].label);
        said(page->html.out, summary->lines[i].text);
        put(page, "</p>\n");
    }
    put_conditions(page, first, next);
    for (size_t i = first; i < next; i++) {
        if (summary->lines[i].kind == LINE_OTHERWISE) {
            put_element(page, "<p class=\"small\">", summary->lines[i].text, "</p>\n");
        } else if (summary->lines[i].kind == LINE_DONE) {
            put_done(page, &summary->lines[i]);
        }
    }
    struct buffer sources;
    buffer_init(&sources, SIZE_MAX / 2);
    runs_sources(summary, first, next, &sources);
    if (sources.length > 0) {
        put_lead(page, phrases->source);
        said(page->html.out, sources.bytes);
        put(page, "</p>\n");
    }
    buffer_clear(&sources);
    put(page, "</li>\n");
}

static void put_changed(struct page *page, const struct summary_line *line)
{
    const struct phrases *phrases = page->html.summary->phrases;
    want(page, OPEN_FINDINGS);
    put_element(page, "<li class=\"one urgent\"><p><b class=\"class\">", phrases->changed, "</b> ");
    put_element(page, "", phrases->changed_how, " ");
    say_piece(page, RUN_LABEL, line->label);
    say_piece(page, RUN_TEXT, line->text);
    put(page, "</p></li>\n");
}

// On paper: where to go on, boxes to tick, numbers to ring, room to write.
static void put_on_paper(struct page *page, size_t first, size_t next)
{
    const struct summary_line *lines = page->html.summary->lines;
    for (size_t i = first; i < next; i++) {
        const struct summary_line *line = &lines[i];
        switch (line->kind) {
        case LINE_TICK:
            put_element(page, "<p><span class=\"box\"></span>", line->text, "");
            put_element(page, line->label != NULL ? " <span class=\"q\">" : "",
                        line->label != NULL ? line->label : "",
                        line->label != NULL ? "</span></p>\n" : "</p>\n");
            break;
        case LINE_STEPS:
            put_element(page, "<p><b>", line->text, "</b></p>\n");
            if (line->label != NULL) {
                put_element(page, "<p class=\"small\">", line->label, "</p>\n");
            }
            break;
        case LINE_ROOM:
            put_element(page, "<p class=\"write\">", line->label != NULL ? line->label : "",
                        "</p>\n");
            break;
        case LINE_DONE:
            put_done(page, line);
            break;
        case LINE_ASK:
        case LINE_WAITS:
            break;
        default:
            put(page, "<p class=\"small\">");
            if (line->label != NULL) {
                say_piece(page, RUN_LABEL, line->label);
            }
            say_piece(page, RUN_TEXT, line->text);
            put(page, "</p>\n");
        }
    }
}

static void put_question(struct page *page, size_t first, size_t next)
{
    const struct summary *summary = page->html.summary;
    const struct summary_line *line = &summary->lines[first];
    want(page, OPEN_QUESTIONS);
    put(page, "<li class=\"one\"><p>");
    if (line->label != NULL) {
        put_element(page, "<b>", line->label, "</b>: ");
    }
    said(page->html.out, line->text);
    put(page, "</p>\n");
    for (size_t i = first + 1; i < next; i++) {
        if (summary->lines[i].kind == LINE_ASK) {
            put_lead(page, summary->phrases->ask);
            said(page->html.out, summary->lines[i].text);
            put(page, "</p>\n");
        }
    }
    if (has(summary, first, next, LINE_WAITS)) {
        put(page, "<p class=\"small\">");
        runs_waiting(summary, first, next, false, say_piece, page);
        put(page, "</p>\n");
    }
    put_on_paper(page, first + 1, next);
    put(page, "</li>\n");
}

// A question as it was asked, what was said under it.
static void put_asked(struct page *page, size_t first, size_t next)
{
    const struct summary_line *line = &page->html.summary->lines[first];
    want(page, OPEN_QUESTIONS);
    put_element(page, "<li class=\"one\"><p>", line->label, "</p>\n");
    if (line->text[0] != '\0') {
        put_element(page, "<p><b>", line->text, "</b></p>\n");
    }
    put_on_paper(page, first + 1, next);
    put(page, "</li>\n");
}

static void put_chart(struct page *page, size_t first, size_t next)
{
    want(page, OPEN_NOTHING);
    put(page, "<figure class=\"chart\">\n");
    html_chart(&page->html, first, next);
    put(page, "<figcaption>");
    put_label(page, page->html.summary->lines[first].label);
    put_facts(page, first, next);
    put(page, "</figcaption></figure>\n");
}

static void put_measure(struct page *page, size_t first, size_t next)
{
    const struct summary_line *line = &page->html.summary->lines[first];
    want(page, OPEN_TABLE);
    put_element(page, "<tr><th scope=\"row\">", line->label, "</th>");
    put_element(page, "<td>", line->text, "</td><td>");
    if (line->course != NULL) {
        html_course(&page->html, line);
    }
    for (size_t i = first + 1; i < next; i++) {
        const struct summary_line *fact = &page->html.summary->lines[i];
        put(page, i > first + 1 ? "<br>" : "");
        if (fact->label != NULL) {
            say_piece(page, RUN_LABEL, fact->label);
        }
        say_piece(page, RUN_TEXT, fact->text);
    }
    put(page, "</td></tr>\n");
}

static void put_course(struct page *page, size_t first, size_t next)
{
    const struct summary *summary = page->html.summary;
    const struct summary_line *line = &summary->lines[first];
    want(page, OPEN_NOTHING);
    put(page, "<figure class=\"over\">\n<figcaption>");
    put_label(page, line->label);
    said(page->html.out, line->text);
    put(page, "</figcaption>\n");
    html_course(&page->html, line);
    open_table(page, summary->phrases->course_columns, 2);
    for (uint32_t i = 0; i < line->course->count; i++) {
        put_element(page, "<tr><th scope=\"row\">", line->course->points[i].when, "</th>");
        put_element(page, "<td>", line->course->points[i].text, "</td></tr>\n");
    }
    put(page, "</tbody></table>\n");
    put_on_paper(page, first + 1, next);
    put(page, "</figure>\n");
}

// "[H3] NHS England urgent MSK"; a notice as it is.
static void put_sources(struct page *page, size_t first, size_t next)
{
    const struct summary_line *lines = page->html.summary->lines;
    put(page, "<p class=\"small\">");
    for (size_t i = first, pieces = 0; i < next; i++) {
        if (lines[i].kind == LINE_TEXT && lines[i].text[0] == '\0') {
            continue; // the first has a heading only, which stands above
        }
        if (pieces++ > 0) {
            say_piece(page, RUN_POINT, NULL);
        }
        if (lines[i].kind == LINE_SOURCE) {
            put_element(page, "[", lines[i].label, "] ");
        }
        said(page->html.out, lines[i].text);
    }
    put(page, "</p>\n");
}

static void put_block(struct page *page, size_t first, size_t next)
{
    const struct summary_line *line = &page->html.summary->lines[first];
    switch (line->kind) {
    case LINE_FLAG:
        put_flag(page, first, next);
        return;
    case LINE_CHANGED:
        put_changed(page, line);
        return;
    case LINE_QUESTION:
        put_question(page, first, next);
        return;
    case LINE_CHART:
        put_chart(page, first, next);
        return;
    case LINE_COURSE:
        put_course(page, first, next);
        return;
    default:
        break;
    }
    if (line->kind == LINE_TEXT && line->item != SUMMARY_NONE && line->label != NULL) {
        put_asked(page, first, next);
    } else if (line->part == PART_MEASURES && line->kind == LINE_TEXT && line->label != NULL) {
        put_measure(page, first, next);
    } else {
        want(page, OPEN_NOTHING);
        if (line->kind == LINE_ROOM) {
            put_element(page, "<div class=\"room\"><b>", line->label != NULL ? line->label : "",
                        "</b></div>\n");
        } else if (line->kind == LINE_DONE) {
            put_done(page, line);
        } else if (line->part == PART_SOURCES) {
            put_sources(page, first, next);
        } else {
            put_paragraph(page, first, next);
        }
    }
}

// Who it is about; else the last heading of the head, which says what it is; SIZE_MAX if there is
// neither.
static size_t find_title(const struct summary *summary)
{
    size_t heading = SIZE_MAX;
    for (size_t i = 0; i < summary->count; i++) {
        const struct summary_line *line = &summary->lines[i];
        if (line->part == PART_HEAD && line->kind == LINE_TEXT && !line->joins &&
            line->label == NULL && summary_next(summary, i) > i + 1) {
            return i;
        }
        if (line->part == PART_HEAD && line->kind == LINE_HEADING) {
            heading = i;
        }
    }
    return heading;
}

static void put_head(struct page *page)
{
    const struct summary *summary = page->html.summary;
    put(page, "<header>\n");
    if (page->title == SIZE_MAX) {
        put_element(page, "<h1>", summary->phrases->document, "</h1>\n");
    }
    for (size_t i = 0, next; i < summary->count; i = next) {
        next = summary_next(summary, i);
        if (summary->lines[i].part != PART_HEAD) {
            continue;
        }
        if (i == page->title) {
            put(page, "<h1>");
            put_facts(page, i, next);
            put(page, "</h1>\n");
        } else if (summary->lines[i].kind == LINE_HEADING) {
            put_element(page, "<p class=\"banner\">", summary->lines[i].text, "</p>\n");
        } else {
            put_paragraph(page, i, next);
        }
    }
    put(page, "</header>\n");
}

static void put_main(struct page *page)
{
    const struct summary *summary = page->html.summary;
    put(page, "<main>\n");
    page->part = PART_COUNT;
    for (size_t i = 0, next; i < summary->count; i = next) {
        const struct summary_line *line = &summary->lines[i];
        next = summary_next(summary, i);
        if (line->part == PART_HEAD || line->part == PART_FOOT) {
            continue;
        }
        if (line->kind == LINE_HEADING) {
            open_section(page, line->part, line->text);
            continue;
        }
        bool own = summary->in_order && line->part != PART_SOURCES && line->part != PART_NOTES &&
                   line->part != PART_MEASURES;
        if (line->part != page->part && own) {
            open_unnamed(page, line->part);
        } else if (line->part != page->part) {
            bool named = line->part == PART_SOURCES && line->label != NULL;
            open_section(page, line->part,
                         named ? line->label : summary->phrases->parts[line->part]);
        }
        put_block(page, i, next);
    }
    close_section(page);
    put(page, "</main>\n");
}

static void put_foot(struct page *page)
{
    const struct summary *summary = page->html.summary;
    put(page, "<footer class=\"clear\">\n");
    for (size_t i = 0, next; i < summary->count; i = next) {
        next = summary_next(summary, i);
        if (summary->lines[i].part == PART_FOOT) {
            put_paragraph(page, i, next);
        }
    }
    put(page, "</footer>\n");
}

void summary_html(const struct summary *summary, struct buffer *out)
{
    struct page page = {.html = {.summary = summary, .out = out}, .title = find_title(summary)};
    put(&page, "<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
               "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
               "<meta name=\"referrer\" content=\"no-referrer\">\n"
               "<meta http-equiv=\"Content-Security-Policy\" "
               "content=\"default-src 'none'; style-src 'unsafe-inline'\">\n<title>");
    html_text(out, summary_called(summary)); // whose it is stands inside, not on a tab
    put(&page, "</title>\n<style>\n");
    put(&page, html_style);
    put(&page, "</style>\n</head>\n<body>\n");
    put_head(&page);
    put_main(&page);
    put_foot(&page);
    put(&page, "</body>\n</html>\n");
}
