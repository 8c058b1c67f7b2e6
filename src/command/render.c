#include "command/render.h"

#include "base/text.h"
#include "command/command.h"
#include "summary/html.h"
#include "summary/plain.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

enum { SHEET_COLUMNS = 80, SHEET_ROWS = 66 }; // A4, or Letter with narrower margins

static const char *const formats[] = {"text", "html", "pdf", "fhir"};

bool render_read_format(const char *command, const char *value, enum format *out)
{
    for (int i = 0; i < 4; i++) {
        if (strcmp(value, formats[i]) == 0) {
            *out = (enum format)i;
            return true;
        }
    }
    fprintf(stderr, "intake %s: there is no format '%s'; text, html, pdf or fhir\n", command,
            value);
    return false;
}

bool render_read_paper(const char *command, const char *value, enum paper *out)
{
    if (!paper_read(value, out)) {
        fprintf(stderr, "intake %s: there is no paper '%s'; a4 or letter\n", command, value);
        return false;
    }
    return true;
}

const char *render_name(enum format format)
{
    return formats[format];
}

int render_may(const char *command, const struct rendering *rendering)
{
    if (rendering->format == FORMAT_PDF && isatty(STDOUT_FILENO)) {
        fprintf(stderr,
                "intake %s: a PDF is nothing for a terminal; send it into a file (>page.pdf) or to "
                "a printer (| lp)\n",
                command);
        return EXIT_WRONG_USE;
    }
    return EXIT_FINE;
}

int render(const char *command, const struct summary *summary, const struct rendering *rendering,
           struct buffer *out)
{
    const bool narrow = rendering->columns > 0 && rendering->columns < SHEET_COLUMNS;
    const struct plain_paper paper = {
        .columns = narrow ? (size_t)rendering->columns : SHEET_COLUMNS,
        .rows = narrow ? 0 : SHEET_ROWS,
        .ascii = rendering->ascii,
        .width = text_width_unicode,
    };
    const char *why = NULL;
    switch (rendering->format) {
    case FORMAT_TEXT:
        summary_plain(summary, &paper, out);
        break;
    case FORMAT_HTML:
        summary_html(summary, out);
        break;
    case FORMAT_PDF:
        (void)print_pdf(summary, rendering->paper, out, &why);
        break;
    case FORMAT_FHIR:
        why = "only a sealed record is there as FHIR; name one by its number";
        break;
    }
    if (why == NULL && out->full) {
        why = "this document is too large";
    }
    if (why != NULL) {
        fprintf(stderr, "intake %s: %s\n", command, why);
    }
    return why == NULL ? EXIT_FINE : rendering->format == FORMAT_FHIR ? EXIT_WRONG_USE : EXIT_IO;
}

// Not by stdio, whose own buffer would keep the end of it.
int render_write(const char *command, const struct buffer *out)
{
    int error = fflush(stdout) != 0 ? errno : 0;
    for (size_t at = 0; error == 0 && at < out->length;) {
        ssize_t put = write(STDOUT_FILENO, out->bytes + at, out->length - at);
        error = put < 0 && errno != EINTR ? errno : 0;
        at += put > 0 ? (size_t)put : 0;
    }
    if (error != 0) {
        fprintf(stderr, "intake %s: the page cannot be written: %s\n", command, strerror(error));
    }
    return error == 0 ? EXIT_FINE : EXIT_IO;
}

int render_print(const char *command, const struct summary *summary,
                 const struct rendering *rendering)
{
    struct buffer page;
    buffer_init(&page, LIMIT_CFG_BYTES);
    int code = render(command, summary, rendering, &page);
    if (code == EXIT_FINE) {
        code = render_write(command, &page);
    }
    buffer_clear(&page);
    return code;
}
