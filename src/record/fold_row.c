#include "record/fold_row.h"

#include "base/text.h"

#include <stdio.h>
#include <string.h>

enum {
    MARK = 0x02f01dac, // format 2; its bytes stand in the order of the machine
    TEXTS = 5,         // name, form, slip, reason, search
    REASON = 3,
    SEARCHED = 3 * HANDED_TEXT, // of a name, folded
    SEARCH = 2 * SEARCHED + 128,
};

_Static_assert(sizeof(struct fold_row) == 104, "no gap, whose bytes would be anything");
_Static_assert(sizeof(struct fold_link) == ENTRY_ID + 16, "nor here");

static const uint8_t *after(const struct fold_row *row)
{
    return (const uint8_t *)row + sizeof *row;
}

const uint64_t *fold_row_remarks(const struct fold_row *row)
{
    return (const uint64_t *)(const void *)after(row);
}

const struct fold_link *fold_row_links(const struct fold_row *row)
{
    return (const struct fold_link *)(const void *)(after(row) + row->remarks * sizeof(uint64_t));
}

static const char *texts_of(const struct fold_row *row)
{
    return (const char *)(fold_row_links(row) + row->links);
}

bool fold_row_check(const struct fold_row *row, size_t length)
{
    if (length < sizeof *row || row->mark != MARK || row->length != length) {
        return false;
    }
    uint64_t arrays =
        (uint64_t)row->remarks * sizeof(uint64_t) + (uint64_t)row->links * sizeof(struct fold_link);
    if (arrays > row->length - sizeof *row || row->state > FOLDED_DECIDED ||
        row->decision >= DECISION_KINDS || row->gravest > RULE_CLASSES ||
        row->born_precision > DATE_ABOUT) {
        return false;
    }
    const char *text = texts_of(row), *end = (const char *)row + row->length;
    for (int i = 0; i < TEXTS; i++) {
        const char *stop = memchr(text, 0, (size_t)(end - text));
        if (stop == NULL) {
            return false;
        }
        text = stop + 1;
    }
    return text == end;
}

// Name, slip and birth date, each on a line of its own, so that nothing typed is found across two.
// A date stands as it is kept and as people write it, with and without zeros.
static void write_search(const struct headline *headline, char out[SEARCH])
{
    char name[SEARCHED], slip[SEARCHED], born[DATE_TEXT];
    int year, month, day;
    text_fold(headline->name, name, sizeof name);
    text_fold(headline->slip, slip, sizeof slip);
    int length = snprintf(out, SEARCH, "%s\n%s", name, slip);
    if (!headline->born_known || length < 0 || length >= SEARCH) {
        return;
    }
    char *rest = out + length;
    size_t room = SEARCH - (size_t)length;
    date_to_civil(headline->born.first, &year, &month, &day);
    date_print(headline->born, born);
    if (headline->born.precision != DATE_DAY) {
        snprintf(rest, room, "\n%s", born);
    } else if (day < 10 || month < 10) {
        snprintf(rest, room, "\n%s %d.%d.%d %02d.%02d.%d", born, day, month, year, day, month,
                 year);
    } else {
        snprintf(rest, room, "\n%s %d.%d.%d", born, day, month, year);
    }
}

// A row of these fields and texts, without remarks and links.
static struct fold_row *put_together(struct plain_memory *memory, const struct fold_row *fields,
                                     const char *texts, size_t texts_length)
{
    struct fold_row *row = plain_memory_take(memory, sizeof *row + texts_length);
    *row = *fields;
    row->length = (uint32_t)(sizeof *row + texts_length);
    memcpy((uint8_t *)row + sizeof *row, texts, texts_length);
    return row;
}

struct fold_row *fold_row_new(struct plain_memory *memory, const struct entry *entry,
                              const struct headline *headline, uint8_t flags)
{
    struct fold_row row = {.mark = MARK,
                           .number = entry->number,
                           .at = entry->at,
                           .flags = flags,
                           .gravest = RULE_CLASSES};
    char texts[sizeof *headline + SEARCH], search[SEARCH] = "";
    memcpy(row.id, entry->id, ENTRY_ID);
    if (entry->kind == ENTRY_PARTIAL) {
        row.flags |= FOLD_PARTIAL;
        (void)entry_named(entry, row.draft);
    }
    if (headline == NULL) {
        return put_together(memory, &row, "\0\0\0\0", TEXTS);
    }
    row.flags |= (uint8_t)((headline->born_known ? FOLD_BORN : 0) |
                           (headline->standing.urgent_not_excluded ? FOLD_URGENT_NOT_EXCLUDED : 0) |
                           (headline->today_only ? FOLD_TODAY_ONLY : 0));
    row.born_first = headline->born.first;
    row.born_last = headline->born.last;
    row.born_precision = (uint8_t)headline->born.precision;
    row.asked = headline->asked;
    row.settled = headline->settled;
    row.gravest = (uint8_t)headline->standing.gravest;
    write_search(headline, search);
    const char *const parts[TEXTS] = {headline->name, headline->form, headline->slip,
                                      headline->standing.reason, search};
    size_t length = 0;
    for (int i = 0; i < TEXTS; i++) {
        size_t part = strlen(parts[i]) + 1;
        memcpy(texts + length, parts[i], part);
        length += part;
    }
    struct fold_row *made = put_together(memory, &row, texts, length);
    seal_wipe(texts, length);
    seal_wipe(search, sizeof search);
    return made;
}

struct fold_row *fold_row_damaged(struct plain_memory *memory, uint64_t number, bool partial)
{
    const struct fold_row row = {
        .mark = MARK,
        .number = number,
        .gravest = RULE_CLASSES,
        .flags = (uint8_t)(FOLD_DAMAGED | (partial ? FOLD_PARTIAL : 0)),
    };
    return put_together(memory, &row, "\0\0\0\0", TEXTS);
}

void fold_row_show(const struct fold_row *row, const struct installation *installation,
                   struct folded_row *out)
{
    const char *text = texts_of(row);
    const char **const texts[TEXTS] = {&out->name, &out->form, &out->slip, &out->reason,
                                       &out->search};
    *out = (struct folded_row){
        .number = row->number,
        .at = row->at,
        .partial = (row->flags & FOLD_PARTIAL) != 0,
        .damaged = (row->flags & FOLD_DAMAGED) != 0,
        .closed = (row->flags & FOLD_CLOSED) != 0,
        .born_known = (row->flags & FOLD_BORN) != 0,
        .born = {.first = row->born_first,
                 .last = row->born_last,
                 .precision = (enum date_precision)row->born_precision},
        .asked = row->asked,
        .settled = row->settled,
        .gravest = (enum rule_class)row->gravest,
        .urgent_not_excluded = (row->flags & FOLD_URGENT_NOT_EXCLUDED) != 0,
        .today_only = (row->flags & FOLD_TODAY_ONLY) != 0,
        .asked_again = (row->flags & FOLD_ASKED_AGAIN) != 0,
        .weighed = row->weighed == 1,
        .state = (enum folded_state)row->state,
        .decision = (enum remark_decision)row->decision,
        .remarks = fold_row_remarks(row),
        .remark_count = row->remarks,
    };
    memcpy(out->id, row->id, ENTRY_ID);
    if (row->decided != 0) {
        out->decider = installation_reader(installation, row->decider);
    }
    for (int i = 0; i < TEXTS; i++) {
        *texts[i] = text;
        text += strlen(text) + 1;
    }
}

// The row with `length` bytes in place of `gone` of its own.
static struct fold_row *splice(struct plain_memory *memory, const struct fold_row *row, size_t at,
                               size_t gone, const void *bytes, size_t length)
{
    struct fold_row *other = plain_memory_take(memory, row->length - gone + length);
    uint8_t *to = (uint8_t *)other;
    memcpy(to, row, at);
    memcpy(to + at, bytes, length);
    memcpy(to + at + length, (const uint8_t *)row + at + gone, row->length - at - gone);
    other->length = (uint32_t)(row->length - gone + length);
    return other;
}

struct fold_row *fold_row_remark(struct plain_memory *memory, struct fold_row *row, uint64_t number)
{
    const uint64_t *there = fold_row_remarks(row);
    size_t before = row->remarks;
    while (before > 0 && there[before - 1] > number) {
        before--;
    }
    if (before > 0 && there[before - 1] == number) {
        return row;
    }
    struct fold_row *more =
        splice(memory, row, sizeof *row + before * sizeof number, 0, &number, sizeof number);
    more->remarks++;
    return more;
}

void fold_row_forget(struct fold_row *row, uint64_t number)
{
    uint8_t *at = (uint8_t *)row + sizeof *row;
    const uint64_t *there = fold_row_remarks(row);
    for (size_t i = 0; i < row->remarks; i++) {
        if (there[i] == number) {
            size_t rest = row->length - sizeof *row - (i + 1) * sizeof number;
            memmove(at + i * sizeof number, at + (i + 1) * sizeof number, rest);
            row->remarks--;
            row->length -= (uint32_t)sizeof number;
            return;
        }
    }
}

struct fold_row *fold_row_link(struct plain_memory *memory, struct fold_row *row,
                               const struct fold_link *link)
{
    struct fold_link *there = (struct fold_link *)(void *)((uint8_t *)row + sizeof *row +
                                                           row->remarks * sizeof(uint64_t));
    for (size_t i = 0; i < row->links; i++) {
        if (memcmp(there[i].other, link->other, ENTRY_ID) == 0) {
            if (there[i].number < link->number) {
                there[i] = *link;
            }
            return row;
        }
    }
    size_t end = sizeof *row + row->remarks * sizeof(uint64_t) + row->links * sizeof *link;
    struct fold_row *more = splice(memory, row, end, 0, link, sizeof *link);
    more->links++;
    return more;
}

struct fold_row *fold_row_stand(struct plain_memory *memory, const struct fold_row *row,
                                const struct standing *standing)
{
    const char *reason = texts_of(row);
    for (int i = 0; i < REASON; i++) {
        reason += strlen(reason) + 1;
    }
    size_t at = (size_t)(reason - (const char *)row);
    struct fold_row *other =
        splice(memory, row, at, strlen(reason) + 1, standing->reason, strlen(standing->reason) + 1);
    other->gravest = (uint8_t)standing->gravest;
    other->flags &= (uint8_t)~FOLD_URGENT_NOT_EXCLUDED;
    other->flags |= standing->urgent_not_excluded ? FOLD_URGENT_NOT_EXCLUDED : 0;
    return other;
}
