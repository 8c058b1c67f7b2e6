// What each entry of the chain does to a list. Every step done twice is as if it were done once:
// two programs of one reader keep rows of which some are ahead of the place the other one writes.

#include "record/folded_part.h"

#include "base/ensure.h"

#include <stdlib.h>
#include <string.h>

static bool is_partial(const struct held *held)
{
    return (held->row->flags & FOLD_PARTIAL) != 0;
}

static void mark(struct held *held)
{
    held->fresh = held->unkept = true;
}

static struct held *append(struct folded *folded, struct fold_row *row)
{
    if (folded->held_count == folded->held_room) {
        folded->held_room = folded->held_room == 0 ? 1024 : 2 * folded->held_room;
        folded->held = realloc(folded->held, folded->held_room * sizeof *folded->held);
        if (folded->held == NULL) {
            die("out of memory");
        }
    }
    struct held *held = &folded->held[folded->held_count++];
    *held =
        (struct held){.number = row->number, .row = row, .fresh = true, .linked = row->links > 0};
    return held;
}

static bool is_none(const uint8_t id[ENTRY_ID])
{
    static const uint8_t none[ENTRY_ID];
    return memcmp(id, none, ENTRY_ID) == 0;
}

// Its ids. What it takes the place of is returned: a partial record of the same interview, or NULL.
static struct held *enter(struct folded *folded, struct held *held)
{
    struct fold_row *row = held->row;
    uint32_t at = (uint32_t)(held - folded->held);
    const uint8_t *interview = is_partial(held) ? row->draft : row->id;
    if (is_none(row->id)) {
        return NULL; // it could not be read
    }
    struct held *other = folded_find(folded, interview);
    fold_ids_put(&folded->ids, row->id, at);
    // What is damaged says of itself whose it is, and must not hide another.
    if ((row->flags & FOLD_DAMAGED) != 0 || is_none(interview)) {
        return NULL;
    }
    if (other != NULL && !is_partial(other)) {
        row->flags |= FOLD_OVER;
        return NULL;
    }
    fold_ids_put(&folded->ids, interview, at);
    return other;
}

void folded_enter(struct folded *folded, struct fold_row *row)
{
    (void)enter(folded, append(folded, row));
}

static void take_record(struct folded *folded, struct fold_row *row)
{
    struct held *held = append(folded, row);
    held->unkept = true;
    struct held *over = enter(folded, held);
    if (over == NULL) {
        return;
    }
    over->row->flags |= FOLD_OVER;
    mark(over);
    for (size_t i = 0; i < over->row->remarks; i++) {
        held->row = fold_row_remark(&folded->memory, held->row, fold_row_remarks(over->row)[i]);
    }
    held->row->flags |= over->row->flags & FOLD_ASKED_AGAIN;
    for (size_t i = 0; i < over->row->links; i++) {
        held->row = fold_row_link(&folded->memory, held->row, &fold_row_links(over->row)[i]);
        held->linked = true;
    }
}

static void add_remark(struct folded *folded, struct held *held, const struct fold_news *news)
{
    held->row = fold_row_remark(&folded->memory, held->row, news->number);
    if (news->remark == REMARK_LINK || news->remark == REMARK_UNLINK) {
        struct fold_link link = {.number = news->number, .linked = news->remark == REMARK_LINK};
        memcpy(link.other, news->other, ENTRY_ID);
        held->row = fold_row_link(&folded->memory, held->row, &link);
        held->linked = true;
    }
    mark(held);
}

// What came of the interview that a partial record is of; NULL: nothing yet, or it is no partial.
static struct held *heir_of(const struct folded *folded, const struct held *held)
{
    struct held *heir = is_partial(held) ? folded_find(folded, held->row->draft) : NULL;
    return heir != held ? heir : NULL;
}

// A therapist's answer beside a record: how the record stands with it, if it says so of this one.
static void weigh(struct folded *folded, struct held *held, const struct standing *standing)
{
    if (standing != NULL) {
        held->row = fold_row_stand(&folded->memory, held->row, standing);
    }
    held->row->flags |= FOLD_ASKED_AGAIN;
    held->row->weighed = standing != NULL;
}

static uint64_t newest_remark(const struct fold_row *row)
{
    return row->remarks > 0 ? fold_row_remarks(row)[row->remarks - 1] : 0;
}

static void take_remark(struct folded *folded, const struct fold_news *news)
{
    struct held *held = folded_find(folded, news->id);
    if (held == NULL) {
        return;
    }
    // Two therapists may answer at once: who did not know of the other's answer does not say how
    // the record stands with both.
    const struct standing *standing =
        news->known >= newest_remark(held->row) ? news->standing : NULL;
    add_remark(folded, held, news);
    if (news->remark == REMARK_ANSWER) {
        weigh(folded, held, standing);
    }
    if (news->remark == REMARK_DECISION && news->number >= held->row->decided) {
        held->row->state = FOLDED_DECIDED;
        held->row->decision = (uint8_t)news->decision;
        held->row->decided = news->number;
        memcpy(held->row->decider, news->author, READER_ID);
    }
    // It stands beside what came of the interview too, which was not what was decided on.
    struct held *heir = heir_of(folded, held);
    if (heir != NULL) {
        add_remark(folded, heir, news);
        if (news->remark == REMARK_ANSWER) {
            weigh(folded, heir, NULL);
        }
    }
}

static void forget_remark(const struct folded *folded, const struct fold_news *news)
{
    struct held *held = folded_find(folded, news->id);
    struct held *heir = held != NULL ? heir_of(folded, held) : NULL;
    if (held != NULL) {
        fold_row_forget(held->row, news->number);
        mark(held);
    }
    if (heir != NULL) {
        fold_row_forget(heir->row, news->number);
        mark(heir);
    }
}

void folded_take(struct folded *folded, const struct fold_news *news)
{
    struct held *held;
    switch (news->kind) {
    case NEWS_RECORD:
        take_record(folded, news->row);
        break;
    case NEWS_READ:
        held = folded_find(folded, news->id);
        if (held != NULL && held->row->state == FOLDED_NEW) {
            held->row->state = FOLDED_READ;
            mark(held);
        }
        break;
    case NEWS_REMARK:
        take_remark(folded, news);
        break;
    case NEWS_GONE:
        held = folded_held(folded, news->number);
        if (held != NULL) {
            held->row = NULL;
            held->fresh = true;
        }
        break;
    case NEWS_FORGET:
        forget_remark(folded, news);
        break;
    }
}

void folded_spoil(struct folded *folded, struct held *held)
{
    held->row->flags |= FOLD_DAMAGED;
    held->row->spoilt = 1;
    mark(held);
    if (is_partial(held)) {
        return;
    }
    // What was sealed when something urgent was shown is what there is of this interview again.
    for (size_t i = 0; i < folded->held_count; i++) {
        struct held *other = &folded->held[i];
        if (other->row != NULL && is_partial(other) && (other->row->flags & FOLD_OVER) != 0 &&
            memcmp(other->row->draft, held->row->id, ENTRY_ID) == 0) {
            other->row->flags &= (uint8_t)~FOLD_OVER;
            mark(other);
        }
    }
}
