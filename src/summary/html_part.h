#ifndef SUMMARY_HTML_PART_H
#define SUMMARY_HTML_PART_H

#include "summary/html.h"

// What the files of the HTML rendering share.

struct html {
    const struct summary *summary;
    struct buffer *out;
    uint32_t clips, pictures; // so that every id is one of its own
};

// A text as text, harmless (shown.h) and escaped, also inside an attribute.
void html_text(struct buffer *out, const char *text);

// Pictures, with words for who cannot see them.
void html_chart(struct html *html, size_t first, size_t next);
void html_course(struct html *html, const struct summary_line *line);

extern const char html_style[];

#endif
