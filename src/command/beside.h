#ifndef COMMAND_BESIDE_H
#define COMMAND_BESIDE_H

#include "command/sitting.h"

// The clinic's other forms: those whose folders stand beside that of the form a command was started
// with. Four words may open an interview on any of them that is approved.
enum { BESIDE_MOST = SITTING_FORMS - 1 };

struct beside {
    struct bundle bundles[BESIDE_MOST];
    struct sitting_place places[BESIDE_MOST];
    size_t count, left_out; // those with errors
};

// Loads them. One with errors is left out, which is said on standard error in the name of
// `command`: the form that was asked for is held all the same.
void beside_open(struct beside *beside, const struct bundle *bundle, const char *config,
                 const char *command);
void beside_close(struct beside *beside);
// Those that are approved now, and kept beside the records, become the others of this place.
void beside_join(struct beside *beside, struct sitting_place *place);

#endif
