#ifndef PATIENT_EXAMPLE_H
#define PATIENT_EXAMPLE_H

#include "base/buffer.h"
#include "form/form.h"

// How an answer that is typed may look, in one sentence, the same through every face. Adds nothing
// where any words will do, or where the face itself says what it takes.
void example_words(const struct form_item *item, struct buffer *out);

#endif
