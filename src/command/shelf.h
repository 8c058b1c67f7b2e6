#ifndef COMMAND_SHELF_H
#define COMMAND_SHELF_H

#include "record/store.h"
#include "therapist/therapist.h"

// Forms and rules of the days records are of, each opened once: the next record of the same form is
// there at once. A clinic has a handful of them in all its years.
struct shelf;

struct shelf *shelf_new(struct store *store);
void shelf_free(struct shelf *shelf);
// By their hashes. What is returned stays until the shelf is freed. NULL, with a sentence in *why
// (static) without a point at its end.
const struct therapist_form *shelf_get(struct shelf *shelf, const uint8_t form[SEAL_HASH],
                                       const uint8_t rules[SEAL_HASH], const char **why);

#endif
