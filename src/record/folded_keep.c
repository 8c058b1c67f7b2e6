// Each row stands alone under the reader's own key, bound to reader and number; row 0 says how far
// the chain was folded and how many rows came of it, so that none is taken away unnoticed but by a
// tombstone.

#include "record/folded_part.h"

#include "base/ensure.h"

#include <stdlib.h>
#include <string.h>

struct fold_place {
    uint32_t mark, zero;
    uint64_t number, count;
    uint8_t hash[SEAL_HASH];
};
_Static_assert(sizeof(struct fold_place) == 24 + SEAL_HASH,
               "no gap, whose bytes would be anything");

enum {
    PLACE_MARK = 0x01f01d00,
    WITH = READER_ID + 8,
};

static void write_with(const struct folded *folded, uint64_t number, uint8_t with[WITH])
{
    memcpy(with, folded->reader->id, READER_ID);
    for (int i = 0; i < 8; i++) {
        with[READER_ID + i] = (uint8_t)(number >> (8 * i));
    }
}

// Its plain bytes, where they stay; NULL: it is not what this reader closed.
static void *open_row(struct folded *folded, uint64_t number, const uint8_t *bytes, size_t length)
{
    uint8_t with[WITH];
    if (length < SEAL_CIPHER_MORE + sizeof(struct fold_place)) {
        return NULL;
    }
    void *plain = plain_memory_take(&folded->memory, length - SEAL_CIPHER_MORE);
    write_with(folded, number, with);
    return seal_open(folded->key, with, sizeof with, bytes, length, plain) == 0 ? plain : NULL;
}

struct loading {
    struct folded *folded;
    uint64_t count;
    bool placed;
};

static bool take_place(struct loading *loading, const struct fold_place *place)
{
    if (place->mark != PLACE_MARK) {
        return false;
    }
    loading->placed = true;
    loading->count = place->count;
    loading->folded->place.number = place->number;
    memcpy(loading->folded->place.hash, place->hash, SEAL_HASH);
    return true;
}

// 1: it is not fine.
static int see_row(void *context, uint64_t number, const uint8_t *bytes, size_t length)
{
    struct loading *loading = context;
    struct folded *folded = loading->folded;
    if (number > folded->place.number) {
        return 0; // of a program that had come farther: it comes again
    }
    void *plain = open_row(folded, number, bytes, length);
    if (plain == NULL) {
        return 1;
    }
    if (number == 0) {
        return take_place(loading, plain) ? 0 : 1;
    }
    struct fold_row *row = plain;
    if (!fold_row_check(row, length - SEAL_CIPHER_MORE) || row->number != number) {
        return 1;
    }
    folded_enter(folded, row);
    return 0;
}

int folded_load(struct folded *folded, uint64_t *count, bool *fine)
{
    struct loading loading = {.folded = folded};
    int result = store_folded(folded->installation->store, folded->reader->id, see_row, &loading);
    *count = loading.count;
    *fine = result == 0 && loading.placed;
    folded->kept = folded->place.number;
    return result < 0 ? -1 : 0;
}

// Rows on their way to the store.
struct keeping {
    const struct folded *folded;
    struct store_fold *rows;
    size_t count;
    uint8_t *closed; // all of them
    size_t used;
};

static void close_row(struct keeping *keeping, uint64_t number, const void *plain, size_t length)
{
    uint8_t with[WITH], *to = keeping->closed + keeping->used;
    write_with(keeping->folded, number, with);
    seal_close(keeping->folded->key, with, sizeof with, plain, length, to);
    keeping->rows[keeping->count++] = (struct store_fold){number, to, length + SEAL_CIPHER_MORE};
    keeping->used += length + SEAL_CIPHER_MORE;
}

static void *room(size_t size)
{
    void *taken = malloc(size);
    if (taken == NULL) {
        die("out of memory");
    }
    return taken;
}

static bool is_due(const struct held *held, bool anew)
{
    return held->row != NULL && (held->unkept || anew);
}

void folded_keep(struct folded *folded, bool anew)
{
    struct fold_place place = {.mark = PLACE_MARK, .number = folded->place.number};
    size_t count = 1, bytes = sizeof place;
    memcpy(place.hash, folded->place.hash, SEAL_HASH);
    for (size_t i = 0; i < folded->held_count; i++) {
        const struct held *held = &folded->held[i];
        place.count += held->row != NULL;
        if (is_due(held, anew)) {
            count++;
            bytes += held->row->length;
        }
    }
    struct keeping keeping = {
        .folded = folded,
        .rows = room(count * sizeof *keeping.rows),
        .closed = room(bytes + count * SEAL_CIPHER_MORE),
    };
    close_row(&keeping, 0, &place, sizeof place);
    for (size_t i = 0; i < folded->held_count; i++) {
        const struct fold_row *row = folded->held[i].row;
        if (is_due(&folded->held[i], anew)) {
            close_row(&keeping, row->number, row, row->length);
        }
    }
    if (store_put_folded(folded->installation->store, folded->reader->id, keeping.rows,
                         keeping.count, anew) == 0) {
        folded->kept = folded->place.number;
        for (size_t i = 0; i < folded->held_count; i++) {
            folded->held[i].unkept = false;
        }
    }
    free(keeping.closed);
    free(keeping.rows);
}
