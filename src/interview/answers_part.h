#ifndef INTERVIEW_ANSWERS_PART_H
#define INTERVIEW_ANSWERS_PART_H

#include "interview/answers.h"
#include "interview/seat.h"
#include "interview/worklist.h"

// What answers.c, which changes them, and answers_read.c share.

struct slot {
    struct answer given;
    struct value_set *set; // what the cell of a set points at; NULL for other items
    truth applies;
    bool counted; // in env.unsure
    bool open;    // in open_safety
};

struct answers {
    const struct form *form;
    struct seat *seats; // by item
    struct slot *slots;
    uint32_t slot_count;
    struct value *cells;
    struct value_set *sets;
    uint32_t *entries; // by item: of a repeat
    uint8_t *settings;
    truth *sections;
    uint64_t *section_pass; // by section: when its condition was last worked out
    uint64_t pass;
    struct worklist work;
    struct change *changes;
    size_t change_count, change_capacity;
    uint64_t done;
    uint32_t open_safety; // safety questions still pending
    struct slot *tried;   // by answers_try
    struct answer before_try;
    uint32_t tried_item;
    struct expr_env env;
    struct value beside[]; // the cells: what every evaluation reads, next to where it begins
};

// Entries it has now.
static inline uint32_t entries_of(const struct answers *a, uint32_t item)
{
    return a->seats[item].inside ? a->entries[a->form->items[item].repeat] : 1;
}

static inline struct slot *slot_of(const struct answers *a, uint32_t item, uint32_t entry)
{
    return &a->slots[a->seats[item].first + entry];
}

static inline struct value *cell_of(const struct answers *a, uint32_t item, uint32_t entry)
{
    const struct seat *seat = &a->seats[item];
    return entry < seat->cells ? &a->cells[seat->cell + entry] : NULL;
}

#endif
