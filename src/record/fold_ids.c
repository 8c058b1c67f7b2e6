#include "record/fold_ids.h"

#include "base/ensure.h"

#include <stdlib.h>
#include <string.h>

struct fold_id {
    uint8_t id[ENTRY_ID];
    uint32_t after; // the place and 1; 0: free
};

// The slot of an id, or the free one where it would stand.
static struct fold_id *slot_of(const struct fold_ids *ids, const uint8_t id[ENTRY_ID])
{
    uint64_t hash;
    memcpy(&hash, id, sizeof hash);
    size_t at = hash & (ids->room - 1);
    while (ids->slots[at].after != 0 && memcmp(ids->slots[at].id, id, ENTRY_ID) != 0) {
        at = (at + 1) & (ids->room - 1);
    }
    return &ids->slots[at];
}

static void grow(struct fold_ids *ids)
{
    struct fold_ids more = {.count = ids->count, .room = ids->room == 0 ? 1024 : 2 * ids->room};
    more.slots = calloc(more.room, sizeof *more.slots);
    if (more.slots == NULL) {
        die("out of memory");
    }
    for (size_t i = 0; i < ids->room; i++) {
        if (ids->slots[i].after != 0) {
            *slot_of(&more, ids->slots[i].id) = ids->slots[i];
        }
    }
    free(ids->slots);
    *ids = more;
}

void fold_ids_put(struct fold_ids *ids, const uint8_t id[ENTRY_ID], uint32_t at)
{
    if (ids->count >= ids->room / 2) {
        grow(ids);
    }
    struct fold_id *slot = slot_of(ids, id);
    ids->count += slot->after == 0;
    memcpy(slot->id, id, ENTRY_ID);
    slot->after = at + 1;
}

bool fold_ids_find(const struct fold_ids *ids, const uint8_t id[ENTRY_ID], uint32_t *at)
{
    const struct fold_id *slot = ids->room == 0 ? NULL : slot_of(ids, id);
    if (slot == NULL || slot->after == 0) {
        return false;
    }
    *at = slot->after - 1;
    return true;
}

void fold_ids_clear(struct fold_ids *ids)
{
    free(ids->slots);
    *ids = (struct fold_ids){.count = 0};
}
