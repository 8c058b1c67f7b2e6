#ifndef RECORD_FOLDED_PART_H
#define RECORD_FOLDED_PART_H

#include "record/fold_ids.h"
#include "record/fold_news.h"

// The parts of a folded list, for its own files.

// A record of the list, shown or not.
struct held {
    uint64_t number;
    struct fold_row *row; // NULL: it was purged
    size_t before;        // how many rows are shown before it
    bool fresh;           // changed since it was shown
    bool unkept;          // and since it was kept
    bool linked;          // it says of another whether it is of the same person
};

struct folded {
    struct installation *installation;
    const struct reader *reader;
    const struct reader_secret *secret;
    const struct fold_watch *watch; // while it is opened; else NULL
    uint8_t *key;                   // in secret memory
    struct entry_place place;       // how far the chain was folded
    uint64_t kept;                  // how far as the store has it
    int64_t version;                // of the store, then
    struct plain_memory memory;     // the rows' bytes
    struct held *held;              // by number
    size_t held_count, held_room;
    struct fold_ids ids; // of held records: their own, and of an interview what came of it
    struct folded_row *rows;
    size_t row_count, row_room;
};

// The record of an id, or of a number; NULL: it is not held, or not any more.
struct held *folded_find(const struct folded *folded, const uint8_t id[ENTRY_ID]);
struct held *folded_held(const struct folded *folded, uint64_t number);

// folded_take.c: what the chain tells, one after the other. folded_enter: a row that was kept.
void folded_enter(struct folded *folded, struct fold_row *row);
void folded_take(struct folded *folded, const struct fold_news *news);
// It is damaged, and stands for nobody else any more. Its headline is taken for good no longer.
void folded_spoil(struct folded *folded, struct held *held);

// folded_keep.c: the rows in the store. What is not as this reader left it is not taken: then
// *fine is false and the list is to be emptied. *count: how many rows there were when it was kept.
// -1 with errno.
int folded_load(struct folded *folded, uint64_t *count, bool *fine);
// What changed, or all of it `anew`. What the disk does not take is not lost: it is in the chain,
// and folded again.
void folded_keep(struct folded *folded, bool anew);

#endif
