#ifndef SUMMARY_SHOWN_H
#define SUMMARY_SHOWN_H

#include "base/buffer.h"

// What every rendering shows of a text, whoever typed it. What a page cannot hold (control
// characters, overrides of the direction, bytes that are no text) is shown as U+FFFD, one for each,
// so that nothing hides and nothing is obeyed; a tab is a blank. A text of several lines is one run
// with " / " between: nothing that was typed starts a row, where it could pass for a finding.
void shown_text(const char *text, struct buffer *out);

#endif
