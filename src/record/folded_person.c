#include "record/folded_part.h"
#include "record/same_name.h"

#include "base/ensure.h"

#include <stdlib.h>
#include <string.h>

// The newest word on a pair, whichever of the two it stands beside; NULL: none was said.
static const struct fold_link *word_on(const struct fold_row *a, const struct fold_row *b)
{
    const struct fold_link *newest = NULL;
    for (int turn = 0; turn < 2; turn++) {
        const struct fold_row *of = turn == 0 ? a : b, *other = turn == 0 ? b : a;
        const struct fold_link *links = fold_row_links(of);
        for (size_t i = 0; i < of->links; i++) {
            if (memcmp(links[i].other, other->id, ENTRY_ID) == 0 &&
                (newest == NULL || links[i].number > newest->number)) {
                newest = &links[i];
            }
        }
    }
    return newest;
}

// Records of one person, found one by one: whom the first is linked with, whom those are ...
struct kin {
    const struct folded *folded;
    const struct fold_row **list;
    size_t count, room;
};

static bool is_kin(const struct kin *kin, const struct fold_row *row)
{
    for (size_t i = 0; i < kin->count; i++) {
        if (kin->list[i] == row) {
            return true;
        }
    }
    return false;
}

static void add_kin(struct kin *kin, const struct fold_row *row)
{
    if (kin->count == kin->room) {
        kin->room = kin->room == 0 ? 16 : 2 * kin->room;
        kin->list = realloc(kin->list, kin->room * sizeof *kin->list);
        if (kin->list == NULL) {
            die("out of memory");
        }
    }
    kin->list[kin->count++] = row;
}

// The row that is shown for an id: of a partial record that is over, what came of it. Or NULL.
static const struct fold_row *row_of(const struct folded *folded, const uint8_t id[ENTRY_ID])
{
    const struct held *held = folded_find(folded, id);
    if (held != NULL && (held->row->flags & FOLD_OVER) != 0) {
        held = folded_find(folded, held->row->draft);
    }
    return held != NULL ? held->row : NULL;
}

static bool is_linked(const struct fold_row *a, const struct fold_row *b)
{
    const struct fold_link *word = word_on(a, b);
    return word != NULL && word->linked != 0;
}

// Whom these links of one record lead to, if they still hold.
static void follow(struct kin *kin, const struct fold_row *of)
{
    const struct fold_link *links = fold_row_links(of);
    for (size_t i = 0; i < of->links; i++) {
        const struct fold_row *other = row_of(kin->folded, links[i].other);
        if (other != NULL && !is_kin(kin, other) && links[i].linked != 0 &&
            (word_on(of, other) == NULL || is_linked(of, other))) {
            add_kin(kin, other);
        }
    }
}

static void find_kin(struct kin *kin, const struct fold_row *first)
{
    const struct folded *folded = kin->folded;
    add_kin(kin, first);
    for (size_t i = 0; i < kin->count; i++) {
        const struct fold_row *row = kin->list[i];
        follow(kin, row);
        // And who leads here.
        for (size_t k = 0; k < folded->held_count; k++) {
            const struct fold_row *other = folded->held[k].row;
            if (folded->held[k].linked && other != NULL && other != row &&
                (other->flags & FOLD_OVER) == 0 && is_linked(other, row) && !is_kin(kin, other)) {
                add_kin(kin, other);
            }
        }
    }
}

static bool same_birth(const struct folded_row *a, const struct folded_row *b)
{
    return a->born_known && b->born_known && a->born.first == b->born.first &&
           a->born.last == b->born.last;
}

static bool is_denied(const struct fold_row *a, const struct fold_row *b)
{
    const struct fold_link *word = word_on(a, b);
    return word != NULL && word->linked == 0;
}

static int newest_first(const void *a, const void *b)
{
    uint64_t x = *(const uint64_t *)a, y = *(const uint64_t *)b;
    return (x < y) - (x > y);
}

// The earlier of its kin, all of them, to be freed.
static uint64_t *earlier_of(const struct kin *kin, size_t *count)
{
    const struct fold_row *row = kin->list[0];
    uint64_t *numbers = calloc(kin->count, sizeof *numbers);
    if (numbers == NULL) {
        die("out of memory");
    }
    *count = 0;
    for (size_t i = 1; i < kin->count; i++) {
        const struct fold_row *other = kin->list[i];
        if (other->number < row->number && (other->flags & FOLD_OVER) == 0 &&
            !is_denied(row, other)) {
            numbers[(*count)++] = other->number;
        }
    }
    qsort(numbers, *count, sizeof *numbers, newest_first);
    return numbers;
}

size_t folded_of_person(const struct folded *folded, const struct folded_row *row,
                        uint64_t *numbers, size_t size, size_t *linked)
{
    const struct held *held = folded_held(folded, row->number);
    struct kin kin = {.folded = folded};
    *linked = 0;
    if (held == NULL) {
        return 0;
    }
    find_kin(&kin, held->row);
    uint64_t *earlier = earlier_of(&kin, linked);
    *linked = *linked < size ? *linked : size;
    size_t count = *linked;
    if (count > 0) {
        memcpy(numbers, earlier, count * sizeof *numbers);
    }
    for (size_t i = folded->row_count; i > 0 && count < size; i--) {
        const struct folded_row *other = &folded->rows[i - 1];
        if (other->number >= row->number || !same_birth(other, row) ||
            !same_name(other->name, row->name)) {
            continue;
        }
        const struct fold_row *its = folded_held(folded, other->number)->row;
        if (!is_kin(&kin, its) && !is_denied(held->row, its)) {
            numbers[count++] = other->number;
        }
    }
    free(earlier);
    free(kin.list);
    return count;
}
