#ifndef RECORD_CONTENTS_H
#define RECORD_CONTENTS_H

#include "base/buffer.h"

#include <stdint.h>

// What is inside a sealed body, and what a kept form is: named parts of bytes, one after the other.
// An interview's: `facts` ("key value" lines: form, rules and program versions and hashes, began,
// ended, face, slip, whether the clinic may keep it), `response` (a FHIR QuestionnaireResponse),
// `findings` (the lines of `intake screen`), `trail` (the events, from which the rest follows).
enum { CONTENTS_NAME = 255, CONTENTS_PARTS = 4096 };

void contents_add(struct buffer *to, const char *name, const void *bytes, size_t length);
// The next part of *bytes, which it moves past; false at the end. -1 in *failed if it is none.
struct contents_part {
    char name[CONTENTS_NAME + 1];
    const uint8_t *bytes;
    size_t length;
};
bool contents_next(const uint8_t **bytes, size_t *left, struct contents_part *part, bool *damaged);
// One part by its name. False: there is none, or it is damaged before.
bool contents_find(const void *bytes, size_t length, const char *name, struct contents_part *part);

#endif
