#ifndef PATIENT_WIZARD_UNDERSTOOD_H
#define PATIENT_WIZARD_UNDERSTOOD_H

#include "base/buffer.h"
#include "interview/answer.h"

// What was understood of what was typed, where reading it back helps: "17 May 1980", "7.5 kg".
// Writes nothing where the typed words say the same.
void understood_words(const struct form_item *item, const struct answer *answer, const char *typed,
                      struct buffer *out);
// What stands in the field of an item answered before: its words, nothing for a silence.
void understood_given(const struct form_item *item, const struct answer *given, struct buffer *out);

#endif
