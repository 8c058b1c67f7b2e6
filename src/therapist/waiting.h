#ifndef THERAPIST_WAITING_H
#define THERAPIST_WAITING_H

#include "record/folded.h"

// Who comes first in the queue, and who is in it at all. Pure.

enum waiting_rank {
    WAITING_URGENT,
    WAITING_SAME_DAY,
    WAITING_URGENT_OPEN, // an urgent finding cannot be excluded
    WAITING_ABSOLUTE,
    WAITING_REST,
    WAITING_UNREADABLE, // damaged, or closed to this reader
    WAITING_DONE,       // decided
};

enum waiting_rank waiting_rank(const struct folded_row *row);
// True for those whom nobody has decided about and of whom something can be read.
bool waiting_waits(const struct folded_row *row);

// Which rows are wanted.
struct waiting_wish {
    // Every word of it stands in name, slip or birth date, or all of it is a birth date. "": all.
    // Who is searched for is found whatever else is wished.
    const char *typed;
    bool month_first; // of a typed date
    bool new_only;    // nobody has read it
    bool day_only;    // of the day that began at `midnight`
    bool decided;     // those decided on an earlier day too
    int64_t midnight;
};

// The rows wanted, as they stand in the queue: by rank, within a rank by time, the first first; of
// those decided the last first. Fills `list` (room for `count`); how many.
size_t waiting_list(const struct folded_row *rows, size_t count, const struct waiting_wish *wish,
                    const struct folded_row **list);

#endif
