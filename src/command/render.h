#ifndef COMMAND_RENDER_H
#define COMMAND_RENDER_H

#include "command/print.h"

// A document in the format somebody asked for.

enum format { FORMAT_TEXT, FORMAT_HTML, FORMAT_PDF, FORMAT_FHIR };

struct rendering {
    enum format format;
    enum paper paper;
    bool ascii;  // text
    int columns; // text; 0: 80. Of less than that it is no sheet, but one text without end
};

// Values of --format and --paper. False after saying on standard error, in the name of `command`,
// what there is.
bool render_read_format(const char *command, const char *value, enum format *out);
bool render_read_paper(const char *command, const char *value, enum paper *out);
const char *render_name(enum format format);

// A PDF is nothing for a terminal. EXIT_FINE, or EXIT_WRONG_USE after saying so.
int render_may(const char *command, const struct rendering *rendering);
// Appends the document (FORMAT_FHIR is of a record, not of a document). EXIT_FINE, or an exit code
// after saying why.
int render(const char *command, const struct summary *summary, const struct rendering *rendering,
           struct buffer *out);
// The same on standard output, and wiped.
int render_print(const char *command, const struct summary *summary,
                 const struct rendering *rendering);
// Writes all of it on standard output. EXIT_FINE; EXIT_IO after saying why.
int render_write(const char *command, const struct buffer *out);

#endif
