#ifndef LOAD_CLINIC_TEXT_H
#define LOAD_CLINIC_TEXT_H

#include "base/buffer.h"
#include "form/clinic.h"

// clinic.cfg with another clinic in it: its name, its emergency number and its therapists are put
// in place of those that stand there, and every other key, and every remark of its author, stays as
// it is, to the byte. Of a therapist the years may be -1 and all but the name NULL.
//
// `old` is a text that load_clinic takes ("" : none). Appends the new text to `out`.
void clinic_text(const char *old, const struct clinic *clinic, struct buffer *out);

#endif
