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

#endif
