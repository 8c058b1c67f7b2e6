#ifndef LOAD_LOAD_SETS_H
#define LOAD_LOAD_SETS_H

#include "base/issue.h"
#include "screening/column.h"

// Answer sets as lines of text, for `intake screen --batch`. The first line names the questions,
// separated by tabs; each further line is one set, a cell for each question: empty = not reached;
// `!dont-know`, `!declined`, `!skipped`; a code; codes separated by spaces; a number; a date; any
// text. Read in blocks, so that memory stays flat whatever the number of lines.
struct sets;

// `read` gives the next bytes (0: no more, -1: failed). `file` is for messages.
struct sets *sets_new(const struct form *form, const char *file,
                      long (*read)(void *context, char *bytes, size_t size), void *context);
void sets_free(struct sets *sets);
// Reads the first line. -1 with errors added if a name is unknown or there twice.
int sets_header(struct sets *sets, struct issues *issues);
// Reads the next block into the columns (cleared first). Returns the rows read, 0 at the end, -1
// with an error if reading failed. A line with a mistake adds an error and counts as a row; `bad`
// has its bit.
int sets_block(struct sets *sets, struct columns *columns, struct column_bits *bad,
               struct issues *issues);

#endif
