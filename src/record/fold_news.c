// Whatever an entry holds, it hides no other: what cannot be opened is a row that says so. Only
// where there is no memory, or the disk fails, is the reading given up.

#include "record/fold_news.h"

#include "base/ensure.h"
#include "record/deed.h"
#include "record/facts.h"
#include "record/unseal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

struct reading {
    struct installation *installation;
    const struct reader *reader;
    const struct reader_secret *secret;
    uint64_t after, until;
    const struct fold_watch *watch;
    struct plain_memory *memory;
    struct fold_news_list *out;
    struct buffer headline;
};

static struct fold_news *add(struct reading *reading, enum fold_news_kind kind, uint64_t number)
{
    struct fold_news_list *out = reading->out;
    if (out->count == out->room) {
        out->room = out->room == 0 ? 64 : 2 * out->room;
        out->list = realloc(out->list, out->room * sizeof *out->list);
        if (out->list == NULL) {
            die("out of memory");
        }
    }
    struct fold_news *news = &out->list[out->count++];
    *news = (struct fold_news){.kind = kind, .number = number, .remark = REMARK_KINDS};
    return news;
}

// Is it the entry, and not the machine, that cannot be read?
static bool is_its_own_fault(int error)
{
    return error == EBADMSG || error == EACCES || error == ENODATA;
}

// Its flags; *opened if there is a headline. -1 with errno.
static int open_headline(struct reading *reading, const struct entry *entry,
                         struct headline *headline, bool *opened)
{
    struct installation *installation = reading->installation;
    *opened = false;
    buffer_reset(&reading->headline);
    if (unseal(installation, entry, reading->reader, reading->secret, &reading->headline, NULL) !=
        0) {
        if (errno == ENOENT) {
            return entry_genuine(entry, installation->terminal) ? FOLD_CLOSED : FOLD_DAMAGED;
        }
        // What is purged counts as damaged: its tombstone follows, or it lacks what it should have.
        return is_its_own_fault(errno) ? FOLD_DAMAGED : -1;
    }
    *opened = headline_read(&reading->headline, headline);
    seal_wipe(reading->headline.bytes, reading->headline.length);
    return *opened ? 0 : FOLD_DAMAGED;
}

static int see_record(struct reading *reading, const struct entry *entry)
{
    struct headline headline;
    bool opened = false;
    int flags = open_headline(reading, entry, &headline, &opened);
    if (flags < 0) {
        return -1;
    }
    struct fold_news *news = add(reading, NEWS_RECORD, entry->number);
    news->row = fold_row_new(reading->memory, entry, opened ? &headline : NULL, (uint8_t)flags);
    memcpy(news->id, entry->id, ENTRY_ID);
    if (opened) {
        seal_wipe(&headline, sizeof headline);
    }
    return 0;
}

// That it was read counts only in a reader's own name: a record must not be taken for one that
// somebody has seen.
static void see_deed(struct reading *reading, const struct entry *entry)
{
    char did[DEED_WORD];
    uint8_t id[ENTRY_ID];
    if (facts_find(&entry->open, "did", did, sizeof did) && strcmp(did, "read") == 0 &&
        entry_named(entry, id) && installation_signer(reading->installation, entry) != NULL) {
        memcpy(add(reading, NEWS_READ, entry->number)->id, id, ENTRY_ID);
    }
}

static int see_remark(struct reading *reading, const struct entry *entry)
{
    uint8_t id[ENTRY_ID];
    struct entry whole;
    struct remark remark;
    if (entry->purged || !entry_named(entry, id)) {
        return 0;
    }
    entry_init(&whole, ENTRY_REMARK, 0);
    remark_init(&remark, REMARK_NOTE);
    int result = store_get(reading->installation->store, entry->number, &whole);
    if (result == 0) {
        remark_clear(&remark);
        result =
            remark_open(reading->installation, &whole, reading->reader, reading->secret, &remark);
    }
    int error = errno;
    if (result == 0 || is_its_own_fault(error)) {
        struct fold_news *news = add(reading, NEWS_REMARK, entry->number);
        memcpy(news->id, id, ENTRY_ID);
        if (result == 0) {
            news->remark = remark.kind;
            news->decision = remark.decision;
            if (remark.stands) {
                struct standing *standing = plain_memory_take(reading->memory, sizeof *standing);
                *standing = remark.standing;
                news->standing = standing;
                news->known = remark.known;
            }
            memcpy(news->author, remark.author->id, READER_ID);
            memcpy(news->other, remark.other, ENTRY_ID);
        }
        result = 0;
    }
    remark_clear(&remark);
    entry_clear(&whole);
    errno = error;
    return result;
}

static int see_tombstone(struct reading *reading, const struct entry *entry)
{
    struct installation *installation = reading->installation;
    uint8_t id[ENTRY_ID];
    struct entry gone;
    // A forged one would hide a record.
    if (!entry_named(entry, id) || !entry_genuine(entry, installation->terminal)) {
        return 0;
    }
    entry_init(&gone, ENTRY_DONE, 0);
    int result = store_find(installation->store, id, &gone);
    int error = errno;
    if (result == 0 && gone.kind == ENTRY_REMARK) {
        (void)entry_named(&gone, add(reading, NEWS_FORGET, gone.number)->id);
    } else if (result == 0) {
        memcpy(add(reading, NEWS_GONE, gone.number)->id, id, ENTRY_ID);
    }
    entry_clear(&gone);
    errno = error;
    return result == 0 || error == ENOENT || is_its_own_fault(error) ? 0 : -1;
}

static int see(void *context, const struct entry *entry)
{
    struct reading *reading = context;
    if (entry->number > reading->until) {
        return 1;
    }
    uint64_t done = entry->number - reading->after;
    if (reading->watch != NULL && done % reading->watch->every == 0) {
        reading->watch->seen(reading->watch->context, done, reading->until - reading->after);
    }
    switch (entry->kind) {
    case ENTRY_INTERVIEW:
    case ENTRY_PARTIAL:
        return see_record(reading, entry);
    case ENTRY_DONE:
        see_deed(reading, entry);
        return 0;
    case ENTRY_REMARK:
        return see_remark(reading, entry);
    default:
        return see_tombstone(reading, entry);
    }
}

static int see_damaged(void *context, uint64_t number, int kind)
{
    struct reading *reading = context;
    if (number > reading->until) {
        return 1;
    }
    if (kind == ENTRY_INTERVIEW || kind == ENTRY_PARTIAL) {
        add(reading, NEWS_RECORD, number)->row =
            fold_row_damaged(reading->memory, number, kind == ENTRY_PARTIAL);
    }
    return 0;
}

int fold_news_read(struct installation *installation, const struct reader *reader,
                   const struct reader_secret *secret, uint64_t after, uint64_t until,
                   const struct fold_watch *watch, struct plain_memory *memory,
                   struct fold_news_list *out)
{
    struct reading reading = {.installation = installation,
                              .reader = reader,
                              .secret = secret,
                              .after = after,
                              .until = until,
                              .watch = watch,
                              .memory = memory,
                              .out = out};
    const struct store_walk walk = {
        .from = after + 1,
        .kinds = 1u << ENTRY_INTERVIEW | 1u << ENTRY_PARTIAL | 1u << ENTRY_TOMBSTONE |
                 1u << ENTRY_DONE | 1u << ENTRY_REMARK,
        .part = STORE_HEADLINE,
        .damaged = see_damaged,
    };
    *out = (struct fold_news_list){.count = 0};
    buffer_init(&reading.headline, ENTRY_HEADLINE_MOST);
    int result = store_walk(installation->store, &walk, see, &reading);
    int error = errno;
    buffer_clear(&reading.headline);
    errno = error;
    return result < 0 ? -1 : 0;
}

void fold_news_free(struct fold_news_list *news)
{
    if (news->list != NULL) {
        seal_wipe(news->list, news->count * sizeof *news->list);
    }
    free(news->list);
    *news = (struct fold_news_list){.count = 0};
}
