#include "command/given.h"

#include "summary/html.h"
#include "summary/plain.h"

#include <stdio.h>

enum { GIVEN_MOST = 64 << 20, PAPER_COLUMNS = 80, PAPER_ROWS = 66 };

const char *given_ending(enum therapist_format format)
{
    static const char *const endings[] = {[GIVEN_PDF] = ".pdf",
                                          [GIVEN_HTML] = ".html",
                                          [GIVEN_TEXT] = ".txt",
                                          [GIVEN_FHIR] = ".json"};
    return endings[format];
}

bool given_render(const struct therapist_paper *paper, enum paper size, struct buffer *out,
                  char said[THERAPIST_SAID])
{
    const char *why = NULL;
    const struct plain_paper sheet = {
        .columns = PAPER_COLUMNS, .rows = PAPER_ROWS, .width = text_width_unicode};
    buffer_init(out, GIVEN_MOST);
    switch (paper->format) {
    case GIVEN_HTML:
        summary_html(paper->document, out);
        break;
    case GIVEN_PDF:
        if (print_pdf(paper->document, size, out, &why) != 0) {
            snprintf(said, THERAPIST_SAID, "It cannot be made: %s.", why);
            return false;
        }
        break;
    case GIVEN_TEXT:
        summary_plain(paper->document, &sheet, out);
        break;
    case GIVEN_FHIR:
        buffer_add(out, paper->bytes, paper->length);
        break;
    }
    return true;
}
