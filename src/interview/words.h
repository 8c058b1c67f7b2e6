#ifndef INTERVIEW_WORDS_H
#define INTERVIEW_WORDS_H

#include "base/buffer.h"
#include "form/clinic.h"
#include "interview/answers.h"

// An answer in words, as people read it: option labels, dates with month names, units, regions with
// intensity and kind. A silence is said plainly ("rather not say", "don't know", "not answered").
// Writes nothing for what does not apply.
void words_answer(const struct answers *answers, uint32_t item, uint32_t entry, struct buffer *out);
// What was said, whether it still counts or not.
void words_said(const struct form *form, uint32_t item, const struct answer *answer,
                struct buffer *out);
// One option as it was chosen: "left shoulder joint 6, sharp".
void words_option(const struct form_item *item, const struct answer *answer, uint32_t option,
                  struct buffer *out);
// An answer that counts, of a set, but only those of its options that are in `only`. Returns how
// many it left out.
uint32_t words_chosen(const struct answers *answers, uint32_t item, uint32_t entry,
                      const uint64_t only[VALUE_SET_WORDS], struct buffer *out);
// What an expression sees, in words (values and scores too).
void words_value(const struct form *form, uint32_t item, const struct value *value,
                 struct buffer *out);
// A text of the form with its names filled in; `clinic` may be NULL.
void words_text(const char *text, const struct answers *answers, uint32_t entry,
                const struct clinic *clinic, struct buffer *out);
// "3 Nov 2026".
void words_day(day_number day, struct buffer *out);
// "not answered", "don't know", "rather not say", "not reached".
const char *words_state(enum answer_state state);

#endif
