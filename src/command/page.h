#ifndef COMMAND_PAGE_H
#define COMMAND_PAGE_H

#include "command/bundle.h"
#include "summary/summary.h"

// Findings and the therapist's page over ended answers.

// Screens everything. Free with free().
truth *page_findings(const struct bundle *bundle, const struct answers *answers);
// The page as text into `out`. `began`: seconds since 1970. `partial`: why the interview is not
// complete, or NULL.
void page_text(const struct bundle *bundle, const struct answers *answers, long long began,
               const char *partial, bool ascii, struct buffer *out);
// Prints the page of the answers in a file ("-": standard input) on standard output, and what is
// wrong with them on standard error in the name of `command`. `today` NULL: the clock's day. The
// exit code.
int page_of_file(struct bundle *bundle, const char *command, const char *file,
                 const day_number *today, bool ascii);
// Prints the page of answers that stand in memory. The exit code.
int page_print(const struct bundle *bundle, const char *command, const struct answers *answers,
               long long began, const char *partial, bool ascii);

#endif
