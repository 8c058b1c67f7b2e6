#ifndef RECORD_FOLD_NEWS_H
#define RECORD_FOLD_NEWS_H

#include "record/fold_row.h"

// What the chain tells a folded list, read before anything is done with it: so a list is changed
// whole, or what cannot be read leaves it as it was.
enum fold_news_kind {
    NEWS_RECORD, // `row`, of a record
    NEWS_READ,   // a reader read the record `id`
    NEWS_REMARK, // `number` stands beside the record `id`; the rest if it could be opened
    NEWS_GONE,   // the record `id`, entry `number`, was purged
    NEWS_FORGET, // the remark `number` beside the record `id` was
};

struct fold_news {
    enum fold_news_kind kind;
    uint64_t number;
    uint8_t id[ENTRY_ID];
    struct fold_row *row; // in plain memory
    // NEWS_REMARK
    enum remark_kind remark; // REMARK_KINDS: it could not be opened
    enum remark_decision decision;
    const struct standing *standing; // with this answer, in plain memory; or NULL
    uint64_t known;                  // and with the remarks up to this one
    uint8_t author[READER_ID], other[ENTRY_ID];
};

struct fold_news_list {
    struct fold_news *list; // owned
    size_t count, room;
};

// Told of every so manieth entry while they are read: how many of how many.
struct fold_watch {
    uint64_t every;
    void (*seen)(void *context, uint64_t done, uint64_t all);
    void *context;
};

// Of the entries after `after` up to `until`. Records are opened, which costs what it costs: only
// what is new is to be read. -1 with errno; free the list then too.
int fold_news_read(struct installation *installation, const struct reader *reader,
                   const struct reader_secret *secret, uint64_t after, uint64_t until,
                   const struct fold_watch *watch, struct plain_memory *memory,
                   struct fold_news_list *out);
void fold_news_free(struct fold_news_list *news);

#endif
