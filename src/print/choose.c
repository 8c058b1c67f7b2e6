#include "print/choose.h"

#include "base/ensure.h"

#include <stdlib.h>
#include <string.h>

enum { LONG_STRIPS = 12, CUT_LEAST = 3 };
#define GOES_ON 12.0 // for the row that says that a block goes on

static size_t *by_block(const struct lay *lay)
{
    size_t *list = calloc(lay->count + 1, sizeof *list);
    if (list == NULL) {
        die("out of memory");
    }
    return list;
}

void choose_init(struct choice *choice, struct lay *lay, double room)
{
    *choice = (struct choice){
        .lay = lay, .room = room > 100 ? room : 100, .at = by_block(lay), .take = by_block(lay)};
}

void choose_clear(struct choice *choice)
{
    free(choice->at);
    free(choice->take);
}

static const struct block *block_at(const struct choice *choice, size_t index)
{
    return &choice->lay->blocks[index];
}

double choose_height(const struct choice *choice)
{
    double height = 0;
    for (size_t i = 0; i < choice->lay->count; i++) {
        const struct block *block = block_at(choice, i);
        bool rule = i > 0 && spread_group(block->is.part) != spread_group(block[-1].is.part);
        height += block_height(block, 0, block->strip_count) + (rule ? CHOOSE_RULE : 0);
    }
    return height;
}

bool choose_is_one(const struct choice *choice)
{
    return choose_height(choice) <= choice->room;
}

size_t choose_left(const struct choice *choice, size_t block)
{
    return block_at(choice, block)->strip_count - choice->at[block];
}

// How many of the strips that are left go into `room`.
static size_t fitting(const struct choice *choice, size_t index, double room)
{
    const struct block *block = block_at(choice, index);
    size_t count = 0, left = choose_left(choice, index);
    double height = 0;
    while (count < left && height + block->strips[choice->at[index] + count].height <= room) {
        height += block->strips[choice->at[index] + count++].height;
    }
    return count;
}

// Puts on this sheet what fits of a block into `room`; returns the height it took.
static double place(struct choice *choice, size_t index, double room)
{
    const struct block *block = block_at(choice, index);
    size_t left = choose_left(choice, index), count = fitting(choice, index, room);
    bool cut = count < left;
    if (cut) {
        count = left > LONG_STRIPS && !block->is.whole ? fitting(choice, index, room - GOES_ON) : 0;
        count = count > CUT_LEAST ? count : 0;
    }
    choice->take[index] = count;
    if (count == 0) {
        return 0;
    }
    choice->begun[spread_group(block->is.part)] = true;
    return block_height(block, choice->at[index], count) + (cut ? GOES_ON : 0);
}

static const struct spread_block *next_left(const void *context, size_t *at)
{
    const struct choice *choice = context;
    for (; *at < choice->lay->count; (*at)++) {
        if (choose_left(choice, *at) > 0 && choice->take[*at] == 0) {
            return &block_at(choice, (*at)++)->is;
        }
    }
    return NULL;
}

void choose_note(const struct choice *choice, enum summary_part part, struct block *note)
{
    struct buffer text;
    buffer_init(&text, SIZE_MAX / 2);
    spread_behind(choice->lay->summary->phrases, part, " \u00b7 ", next_left, choice, &text);
    lay_note(choice->lay, text.bytes, note);
    buffer_clear(&text);
}

static double notes_height(const struct choice *choice)
{
    static const enum summary_part parts[] = {PART_FLAGS, PART_UNSURE};
    double height = 0;
    for (int i = 0; i < 2; i++) {
        struct block note;
        choose_note(choice, parts[i], &note);
        height += block_height(&note, 0, note.strip_count);
        block_clear(&note);
    }
    return height;
}

// The line across that a block needs because nothing of its group is on the sheet yet.
static double rule_before(const struct choice *choice, size_t index)
{
    bool any = false;
    for (int group = 0; group < SPREAD_GROUPS; group++) {
        any = any || choice->begun[group];
    }
    return any && !choice->begun[spread_group(block_at(choice, index)->is.part)] ? CHOOSE_RULE : 0;
}

static double long_height(const struct block *block)
{
    return block_height(block, 0, LONG_STRIPS);
}

// The first of several sheets. Once a flag found no room, no lesser one takes it, and so with
// what cannot be excluded.
static void choose_first(struct choice *choice)
{
    double room = choice->room - choice->notes;
    bool closed[PART_COUNT + 1] = {false};
    for (int rank = 0; rank <= SPREAD_RANK_LAST; rank++) {
        for (size_t i = 0; i < choice->lay->count; i++) {
            const struct block *block = block_at(choice, i);
            enum summary_part list = spread_list(block->is.part);
            if (block->is.rank != rank || closed[list]) {
                continue;
            }
            double rule = rule_before(choice, i), most = room - rule;
            double all = block_height(block, 0, block->strip_count);
            if (all > choice->room / 2 && !block->is.whole && most > long_height(block)) {
                most = long_height(block);
            }
            double took = place(choice, i, most);
            room -= took > 0 ? took + rule : 0;
            closed[list] = list != PART_COUNT && choice->take[i] < choose_left(choice, i);
        }
    }
}

// A later one: what is left, in order, until something does not fit.
static void choose_later(struct choice *choice, double used)
{
    double room = choice->room - used;
    bool any = false;
    for (size_t i = 0; i < choice->lay->count; i++) {
        if (choose_left(choice, i) == 0) {
            continue;
        }
        double rule = rule_before(choice, i), took = place(choice, i, room - rule);
        if (took <= 0 && !any) { // higher than a sheet: whatever happens, it moves on
            size_t count = fitting(choice, i, room - GOES_ON);
            choice->take[i] = count > 0 ? count : 1;
            break;
        }
        any = true;
        room -= took > 0 ? took + rule : 0;
        if (choice->take[i] < choose_left(choice, i)) {
            break;
        }
    }
}

void choose_begin(struct choice *choice)
{
    memset(choice->at, 0, (choice->lay->count + 1) * sizeof *choice->at);
    choice->number = 0;
    choice->notes = 0;
}

static void clear(struct choice *choice)
{
    memset(choice->take, 0, (choice->lay->count + 1) * sizeof *choice->take);
    memset(choice->begun, 0, sizeof choice->begun);
}

void choose_next(struct choice *choice, double used)
{
    clear(choice);
    bool in_order = choice->lay->summary->in_order;
    if (++choice->number > 1 || (in_order && !choose_is_one(choice))) {
        choose_later(choice, used);
    } else if (choose_is_one(choice)) {
        for (size_t i = 0; i < choice->lay->count; i++) {
            choice->take[i] = choose_left(choice, i);
        }
    } else {
        // What it leaves takes room to say, which may make it leave more.
        choice->notes = 0;
        for (;;) {
            clear(choice);
            choose_first(choice);
            double notes = notes_height(choice);
            if (notes <= choice->notes || choice->notes > choice->room / 2) {
                break;
            }
            choice->notes = notes;
        }
    }
}

bool choose_is_last(const struct choice *choice)
{
    for (size_t i = 0; i < choice->lay->count; i++) {
        if (choose_left(choice, i) > choice->take[i]) {
            return false;
        }
    }
    return true;
}

void choose_taken(struct choice *choice)
{
    for (size_t i = 0; i < choice->lay->count; i++) {
        choice->at[i] += choice->take[i];
    }
}
