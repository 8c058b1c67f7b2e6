#ifndef FHIR_RESPONSE_PART_H
#define FHIR_RESPONSE_PART_H

#include "fhir/emit.h"
#include "fhir/response.h"
#include "fhir/tree.h"

// What the files of `response` share.

struct writing {
    const struct answers *answers;
    const struct form *form;
    const struct clinic *clinic;
    struct emit emit;
    struct buffer text; // for one text or name at a time
};

// An item's `extension` and `answer`: of a silence, of what was said, of what was calculated.
void say_absent(struct writing *w, const char *reason);
void say_given(struct writing *w, uint32_t item, uint32_t entry, const struct answer *given);
void say_calculated(struct writing *w, uint32_t item, uint32_t entry);
// The data-absent-reason of a silence, NULL of none.
const char *say_reason(enum silence silence);

struct reading {
    const struct form *form;
    struct answers *answers;
    struct issues *issues;
    struct buffer path; // of the node at hand
};

// Adds an error at the path, which is told by what was found and what was expected.
void reading_error(struct reading *r, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
// Goes to a part of the node at hand; the length to come back to.
size_t reading_enter(struct reading *r, const char *name);
size_t reading_enter_at(struct reading *r, const char *name, size_t index);
void reading_leave(struct reading *r, size_t length);
// The value[x] of the extension called `url`, NULL if there is none.
tree_node *reading_extension(const tree_node *node, const char *url, const char *value);

// What an item of the response says to a question, to be cleared. False after adding an error.
bool hear_answer(struct reading *r, const struct form_item *it, const tree_node *node,
                 struct answer *out);
// The silence its data-absent-reason stands for (`not-asked`: SILENCE_NOT_REACHED). False after
// adding an error: there is none, or none that we write.
bool hear_silence(struct reading *r, const tree_node *node, enum silence *out);

// Adds an error for each place where what was read is not what would be written; a warning where it
// is only a calculated value.
void compare_response(struct reading *r, tree_node *read, tree_node *written);

#endif
