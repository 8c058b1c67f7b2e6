#include "record/newest.h"

enum { SLACK = 120 }; // seconds two programs of one machine may differ by

static int see_newest(void *context, const struct entry *entry)
{
    *(int64_t *)context = entry->at;
    return 1;
}

int newest_ahead(struct store *store, int64_t now, int64_t *newest)
{
    const struct store_walk newest_first = {.newest_first = true};
    int64_t at = 0;
    if (store_walk(store, &newest_first, see_newest, &at) < 0) {
        return -1;
    }
    if (newest != NULL) {
        *newest = at;
    }
    return now + SLACK < at;
}
