#ifndef RECORD_FOLD_ROW_H
#define RECORD_FOLD_ROW_H

#include "record/folded.h"
#include "record/plain_memory.h"

// One row of a folded list as bytes: what is closed and kept, and what the list in memory points
// into, so that opening a list is opening its bytes in place. In the byte order of this machine;
// rows of another kind of machine are no rows here, and are made anew.
enum {
    FOLD_PARTIAL = 1,
    FOLD_OVER = 2, // a partial one, and what came after it is there
    FOLD_DAMAGED = 4,
    FOLD_CLOSED = 8,
    FOLD_BORN = 16,
    FOLD_URGENT_NOT_EXCLUDED = 32,
    FOLD_TODAY_ONLY = 64,
    FOLD_ASKED_AGAIN = 128, // a therapist's answer stands beside it
};

struct fold_row {
    uint32_t mark;
    uint32_t length; // of all of it
    uint64_t number; // of the entry
    int64_t at;
    uint8_t id[ENTRY_ID];
    uint8_t draft[ENTRY_ID]; // FOLD_PARTIAL: of its interview
    uint8_t decider[READER_ID];
    uint64_t decided; // number of the decision, or 0
    int32_t born_first, born_last;
    uint32_t asked, settled;
    uint32_t remarks, links; // how many
    uint8_t flags, state, decision, gravest;
    uint8_t born_precision;
    uint8_t spoilt;  // 1, with FOLD_DAMAGED: its headline opens, and the rest does not
    uint8_t weighed; // 1, with FOLD_ASKED_AGAIN: gravest and reason are with all that was learned
    uint8_t zero;
    // Then the numbers of the remarks, rising; the links; and five texts with their NULs: name,
    // form, slip, reason, search.
};

// What therapists said of another record being of the same person, the newest word on each.
struct fold_link {
    uint8_t other[ENTRY_ID];
    uint64_t number; // of the remark
    uint64_t linked; // 1; 0: it is not
};

// Of an entry that is a record (open lines read), with its headline or NULL.
struct fold_row *fold_row_new(struct plain_memory *memory, const struct entry *entry,
                              const struct headline *headline, uint8_t flags);
// Of one that cannot be read at all.
struct fold_row *fold_row_damaged(struct plain_memory *memory, uint64_t number, bool partial);
// Are these bytes a row?
bool fold_row_check(const struct fold_row *row, size_t length);

const uint64_t *fold_row_remarks(const struct fold_row *row);
const struct fold_link *fold_row_links(const struct fold_row *row);
// What a list shows of it.
void fold_row_show(const struct fold_row *row, const struct installation *installation,
                   struct folded_row *out);

// With one remark more (or the same, if it has it), or without it; with a newer word on a link.
// What they return replaces the row.
struct fold_row *fold_row_remark(struct plain_memory *memory, struct fold_row *row,
                                 uint64_t number);
void fold_row_forget(struct fold_row *row, uint64_t number);
struct fold_row *fold_row_link(struct plain_memory *memory, struct fold_row *row,
                               const struct fold_link *link);
// Standing otherwise in the queue.
struct fold_row *fold_row_stand(struct plain_memory *memory, const struct fold_row *row,
                                const struct standing *standing);

#endif
