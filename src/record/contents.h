#ifndef RECORD_CONTENTS_H
#define RECORD_CONTENTS_H

#include "base/buffer.h"

#include <stdint.h>

// What is inside a sealed body, and what a kept form is: named parts of bytes, one after the other.
// An interview's: `facts` ("key value" lines: form, rules and program versions and hashes, began,
// ended, face, slip, whether the clinic may keep it), `response` (a FHIR QuestionnaireResponse),
// `findings` (the lines of `intake screen`), `trail` (the events, from which the rest follows).
enum { CONTENTS_NAME = 255 }; // bytes of a name, at least 1

void contents_add(struct buffer *to, const char *name, const void *bytes, size_t length);

struct contents_part {
    char name[CONTENTS_NAME + 1];
    const uint8_t *bytes; // in what was given
    size_t length;
};
// The next part of *bytes, *left long; moves both past it. False at the end, and where what follows
// is no part: then *damaged, which is false otherwise.
bool contents_next(const uint8_t **bytes, size_t *left, struct contents_part *part, bool *damaged);
// The first part of that name. False: there is none, or damage comes before it.
bool contents_find(const void *bytes, size_t length, const char *name, struct contents_part *part);
// The hash of the parts, as digest_parts has it of the same names and bytes. -1: they are no parts.
int contents_digest(const void *bytes, size_t length, uint8_t out[32]);

#endif
