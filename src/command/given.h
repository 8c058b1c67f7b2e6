#ifndef COMMAND_GIVEN_H
#define COMMAND_GIVEN_H

#include "base/buffer.h"
#include "command/print.h"
#include "therapist/therapist.h"

// A document as the bytes that leave the sealed store: PDF, HTML, text, or the response as it was
// sealed.

// A PDF is laid out for `size`. `out` is initialised here, and the caller's to clear either way.
// False, with a sentence in `said`.
bool given_render(const struct therapist_paper *paper, enum paper size, struct buffer *out,
                  char said[THERAPIST_SAID]);
const char *given_ending(enum therapist_format format); // ".pdf"

#endif
