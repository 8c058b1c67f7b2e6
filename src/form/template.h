#ifndef FORM_TEMPLATE_H
#define FORM_TEMPLATE_H

#include "base/buffer.h"
#include "base/issue.h"
#include "form/form.h"

// Texts that name answers and clinic facts: "Hello {full_name}". `{{` is a brace.

// Checks every name in `text` ("clinic.x" against `clinic_names`, NULL-ended; others against the
// form). Adds errors; returns -1 if any.
int template_check(const char *text, const struct form *form, const char *const *clinic_names,
                   const char *file, uint32_t line, const char *what, struct issues *issues);

// Warns of each name in the text of question `item` that can be known only after that question, by
// form->depend. The text must have passed template_check.
void template_check_order(const char *text, const struct form *form, uint32_t item,
                          const char *file, uint32_t line, const char *what, struct issues *issues);

// Writes `text` into `out` with each name replaced by what `say` writes for it (an answer's words,
// a clinic fact, or a plain "..." for what is not answered). The names are slices of the text.
void template_fill(const char *text,
                   void (*say)(void *context, const char *name, size_t length, struct buffer *out),
                   void *context, struct buffer *out);

#endif
