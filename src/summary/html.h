#ifndef SUMMARY_HTML_H
#define SUMMARY_HTML_H

#include "summary/summary.h"

// A document as one HTML file that needs nothing else: no script, no font, no picture from
// elsewhere; the body chart and the courses of measures as SVG with words for who cannot see them;
// headings, lists and tables that a screen reader can walk; on paper (A4 or Letter) as on the
// screen. Whatever the texts hold, it is text. Appends; what did not fit leaves `out` full.
void summary_html(const struct summary *summary, struct buffer *out);

#endif
