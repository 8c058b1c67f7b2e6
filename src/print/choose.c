#include "print/choose.h"

#include "base/ensure.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { LONG_STRIPS = 12, CUT_LEAST = 3, GROUP_FOOT = 4, GROUPS };
#define GOES_ON 12.0 // for the row that says that a block goes on

int choose_group(enum summary_part part)
{
    switch (part) {
    case PART_HEAD:
        return 0;
    case PART_FLAGS:
    case PART_UNSURE:
        return 1;
    case PART_NOTES:
        return 3;
    case PART_SOURCES:
        return GROUP_FOOT;
    default:
        return 2;
    }
}

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
        bool rule = i > 0 && choose_group(block->part) != choose_group(block[-1].part);
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
        count = left > LONG_STRIPS && !block->whole ? fitting(choice, index, room - GOES_ON) : 0;
        count = count > CUT_LEAST ? count : 0;
    }
    choice->take[index] = count;
    if (count == 0) {
        return 0;
    }
    choice->begun[choose_group(block->part)] = true;
    return block_height(block, choice->at[index], count) + (cut ? GOES_ON : 0);
}

static bool is_left(const struct choice *choice, size_t index, enum summary_part part)
{
    return block_at(choice, index)->part == part && choose_left(choice, index) > 0 &&
           choice->take[index] == 0;
}

// "same-day: what the first tells; what the second tells", of a dangerous class; of others how
// many.
static void say_flags(const struct choice *choice, enum rule_class class, struct buffer *out)
{
    const struct phrases *phrases = choice->lay->summary->phrases;
    uint32_t count = 0;
    for (size_t i = 0; i < choice->lay->count; i++) {
        const struct block *block = block_at(choice, i);
        if (block->class != class || !is_left(choice, i, PART_FLAGS)) {
            continue;
        }
        count++;
        if (class <= RULE_ABSOLUTE) {
            buffer_print(out, "%s%s%s",
                         count > 1         ? "; "
                         : out->length > 0 ? " \u00b7 "
                                           : "",
                         count > 1 ? "" : phrases->kinds[class], count > 1 ? "" : ": ");
            buffer_add(out, block->line->text, summary_point(block->line->text));
        }
    }
    if (count > 0 && class > RULE_ABSOLUTE) {
        char number[12];
        snprintf(number, sizeof number, "%u", (unsigned)count);
        buffer_text(out, out->length > 0 ? " \u00b7 " : "");
        phrase_fill(out, phrases->count, number, phrases->kinds[class]);
    }
}

void choose_note(const struct choice *choice, enum summary_part part, struct block *note)
{
    const struct phrases *phrases = choice->lay->summary->phrases;
    struct buffer list, text;
    buffer_init(&list, SIZE_MAX / 2);
    buffer_init(&text, SIZE_MAX / 2);
    for (int class = 0; part == PART_FLAGS && class < RULE_CLASSES; class ++) {
        say_flags(choice, (enum rule_class) class, &list);
    }
    for (size_t i = 0; part == PART_UNSURE && i < choice->lay->count; i++) {
        const struct summary_line *line = block_at(choice, i)->line;
        if (is_left(choice, i, part) && line->kind == LINE_QUESTION) {
            buffer_print(&list, "%s%s", list.length > 0 ? "; " : "",
                         line->label != NULL ? line->label : line->text);
        }
    }
    if (list.length > 0) {
        phrase_fill(&text, part == PART_FLAGS ? phrases->behind : phrases->behind_unsure,
                    list.bytes, NULL);
    }
    lay_note(choice->lay, text.bytes, note);
    buffer_clear(&list);
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
    for (int group = 0; group < GROUPS; group++) {
        any = any || choice->begun[group];
    }
    return any && !choice->begun[choose_group(block_at(choice, index)->part)] ? CHOOSE_RULE : 0;
}

// What is a list from its gravest to its least, of which nothing may be passed over: the flags,
// what cannot be excluded, the end of the page. PART_COUNT for the rest.
static enum summary_part list_of(enum summary_part part)
{
    switch (part) {
    case PART_FLAGS:
    case PART_UNSURE:
    case PART_NOTES:
        return part;
    case PART_SOURCES:
        return PART_NOTES;
    default:
        return PART_COUNT;
    }
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
    for (int rank = 0; rank <= RANK_LAST; rank++) {
        for (size_t i = 0; i < choice->lay->count; i++) {
            const struct block *block = block_at(choice, i);
            enum summary_part list = list_of(block->part);
            if (block->rank != rank || closed[list]) {
                continue;
            }
            double rule = rule_before(choice, i), most = room - rule;
            double all = block_height(block, 0, block->strip_count);
            if (all > choice->room / 2 && !block->whole && most > long_height(block)) {
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
