#ifndef COMMAND_REMARKED_H
#define COMMAND_REMARKED_H

#include "form/form.h"
#include "record/remark.h"

// What a therapist added beside a record, in words: "NOTE by Ruth Halloran, 3 Nov 2026 10:05:" and
// what it says, in lines. `form` is the record's; `store` is asked for the number of a linked one.
// Appends to `out`, which wants wiping.
void remarked_words(struct store *store, const struct form *form, const struct remark *remark,
                    const char *when, struct buffer *out);

#endif
