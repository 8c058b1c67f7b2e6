#ifndef PATIENT_REFUSAL_H
#define PATIENT_REFUSAL_H

#include "base/buffer.h"
#include "interview/valid.h"

// Why an answer was not taken, as one or two plain sentences with what to do: "Please choose an
// answer. If you are not sure, press D." Never blames.
void refusal_words(const struct form_item *item, const struct valid *why, struct buffer *out);

#endif
