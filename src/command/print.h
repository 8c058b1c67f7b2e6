#ifndef COMMAND_PRINT_H
#define COMMAND_PRINT_H

#include "summary/summary.h"

// The document as PDF: by intake-print, a program of its own, so that this one never links what
// draws. It is started without a shell and fed through a pipe; nothing is on a disk between them.

enum paper { PAPER_A4, PAPER_LETTER };
// "a4", "letter". False: it is neither.
bool paper_read(const char *name, enum paper *out);

// Appends the PDF to `out`, who wipes it. 0; -1 with *why a sentence for whoever asked for it: then
// nothing was appended. The program is $INTAKE_PRINT, else the one beside this program, else the
// installed one.
int print_pdf(const struct summary *summary, enum paper paper, struct buffer *out,
              const char **why);

#endif
