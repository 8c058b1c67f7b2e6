#ifndef RECORD_FOLD_IDS_H
#define RECORD_FOLD_IDS_H

#include "record/entry.h"

// Where the record of an id stands in a list. Ids are drawn, so their own bytes spread them.
struct fold_ids {
    struct fold_id *slots; // owned
    size_t count, room;    // room: a power of two
};

// Sets the place of an id, known or not.
void fold_ids_put(struct fold_ids *ids, const uint8_t id[ENTRY_ID], uint32_t at);
bool fold_ids_find(const struct fold_ids *ids, const uint8_t id[ENTRY_ID], uint32_t *at);
void fold_ids_clear(struct fold_ids *ids);

#endif
