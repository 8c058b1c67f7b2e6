#ifndef SUMMARY_PACK_H
#define SUMMARY_PACK_H

#include "summary/summary.h"

// A document as bytes, for a pipe to a program that has neither the form nor the answers, only
// renders (src/print). Versioned: both ends are of one installation, so another version is refused,
// not read. Appends; what did not fit leaves `out` full, and worthless.
void summary_pack(const struct summary *summary, struct buffer *out);

// The document again, with a form that holds no more than what a renderer asks of it (the body).
// It borrows nothing of the bytes; summary_free frees it. NULL: these bytes are no packed document.
// All input is hostile.
struct summary *summary_unpack(const uint8_t *bytes, size_t length);

#endif
