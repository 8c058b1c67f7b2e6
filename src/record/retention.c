#include "record/retention.h"

#include "base/ensure.h"
#include "record/facts.h"
#include "record/hex.h"
#include "record/newest.h"
#include "record/vouch.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum {
    DAY = 24 * 60 * 60,
    AHEAD_DAYS = 400,
};

static const unsigned sealed_kinds =
    1u << ENTRY_INTERVIEW | 1u << ENTRY_PARTIAL | 1u << ENTRY_REMARK;

// Entries that are to go, and those that go with them.
struct due {
    uint8_t id[ENTRY_ID];
    bool today;
};
struct collecting {
    const struct retention *retention; // or NULL: those that name one of the list
    struct due *list;
    size_t count, room;
};

static void collect(struct collecting *to, const uint8_t id[ENTRY_ID], bool today)
{
    if (to->count == to->room) {
        to->room = to->room == 0 ? 64 : 2 * to->room;
        to->list = realloc(to->list, to->room * sizeof *to->list);
        if (to->list == NULL) {
            die("out of memory");
        }
    }
    memcpy(to->list[to->count].id, id, ENTRY_ID);
    to->list[to->count++].today = today;
}

static bool is_today_only(const struct entry *entry)
{
    char keep[16];
    return facts_find(&entry->open, "keep", keep, sizeof keep) && strcmp(keep, "today") == 0;
}

static int see_due(void *context, const struct entry *entry)
{
    struct collecting *to = context;
    const struct retention *retention = to->retention;
    bool today = is_today_only(entry) && entry->at < retention->midnight;
    bool old = retention->keep_days >= 0 &&
               entry->at < retention->now - (int64_t)retention->keep_days * DAY;
    if (!entry->purged && (today || old)) {
        collect(to, entry->id, today);
    }
    return 0;
}

static int by_id(const void *a, const void *b)
{
    return memcmp(((const struct due *)a)->id, ((const struct due *)b)->id, ENTRY_ID);
}

// What names one of the first `named` of the list.
struct naming {
    struct collecting *to;
    size_t named;
};

static int see_naming(void *context, const struct entry *entry)
{
    struct naming *naming = context;
    struct due key = {.today = false};
    if (entry->purged || !entry_named(entry, key.id)) {
        return 0;
    }
    const struct due *found = bsearch(&key, naming->to->list, naming->named, sizeof key, by_id);
    if (found != NULL) {
        collect(naming->to, entry->id, found->today);
    }
    return 0;
}

// Remarks beside what goes, and partial records of it, go with it; and remarks beside those. What
// is found twice stands twice in the list.
static int collect_beside(struct installation *installation, struct collecting *to)
{
    const struct store_walk walk = {.kinds = 1u << ENTRY_PARTIAL | 1u << ENTRY_REMARK};
    int result = 0;
    for (int i = 0; i < 2 && result == 0 && to->count > 0; i++) {
        struct naming naming = {.to = to, .named = to->count};
        qsort(to->list, to->count, sizeof *to->list, by_id);
        result = store_walk(installation->store, &walk, see_naming, &naming);
    }
    return result;
}

static int purge(struct installation *installation, const uint8_t id[ENTRY_ID], const char *reason,
                 const struct reader *reader, const struct reader_secret *secret, int64_t now)
{
    struct entry tombstone;
    entry_init(&tombstone, ENTRY_TOMBSTONE, now);
    entry_name(&tombstone, id);
    facts_add(&tombstone.open, "reason", reason);
    int result =
        reader != NULL ? vouch_sign(&tombstone, installation->terminal, reader, secret) : 0;
    if (result == 0) {
        result = store_purge(installation->store, id, &tombstone, installation->terminal_seed);
    }
    int error = errno;
    entry_clear(&tombstone);
    errno = error;
    return result;
}

int retention_erase(struct installation *installation, const uint8_t id[ENTRY_ID],
                    const char *reason, const struct reader *reader,
                    const struct reader_secret *secret, int64_t now, uint64_t *count)
{
    struct collecting list = {.retention = NULL};
    *count = 0;
    collect(&list, id, false);
    int result = collect_beside(installation, &list);
    // What stands beside it first: after a failure the entry itself still leads to the rest.
    for (size_t i = 0; result == 0 && i < list.count; i++) {
        if (memcmp(list.list[i].id, id, ENTRY_ID) != 0) {
            result = purge(installation, list.list[i].id, reason, reader, secret, now);
            *count += result == 0;
            result = result != 0 && errno == ENOENT ? 0 : result;
        }
    }
    if (result == 0) {
        result = purge(installation, id, reason, reader, secret, now);
        *count += result == 0;
    }
    int error = errno;
    free(list.list);
    errno = error;
    return result;
}

static int purge_due(struct installation *installation, const struct retention *retention,
                     struct retained *out)
{
    const struct store_walk walk = {.kinds = sealed_kinds};
    struct collecting list = {.retention = retention};
    char reason[64];
    snprintf(reason, sizeof reason, "kept %d days", retention->keep_days);
    int result = store_walk(installation->store, &walk, see_due, &list);
    result = result == 0 ? collect_beside(installation, &list) : -1;
    for (size_t i = 0; result == 0 && i < list.count; i++) {
        const struct due *due = &list.list[i];
        result = purge(installation, due->id, due->today ? "of its day only" : reason, NULL, NULL,
                       retention->now);
        if (result == 0) {
            out->purged++;
            out->today += due->today;
        } else if (errno == ENOENT) {
            result = 0;
        }
    }
    int error = errno;
    free(list.list);
    errno = error;
    return result;
}

struct urgent {
    const uint8_t *id;
    bool found;
};

static int see_partial(void *context, const struct entry *entry)
{
    struct urgent *urgent = context;
    uint8_t id[ENTRY_ID];
    urgent->found = entry_named(entry, id) && memcmp(id, urgent->id, ENTRY_ID) == 0;
    return urgent->found ? 1 : 0;
}

// Something urgent was shown in it: it stays until staff have seen to it.
static int is_urgent(struct installation *installation, const uint8_t id[ENTRY_ID], bool *urgent)
{
    const struct store_walk walk = {.kinds = 1u << ENTRY_PARTIAL, .newest_first = true};
    struct urgent looking = {.id = id};
    int result = store_walk(installation->store, &walk, see_partial, &looking);
    *urgent = looking.found;
    return result < 0 ? -1 : 0;
}

// The line, and then the draft goes. The line's own id follows from the draft's, so that a machine
// that stops between the two does not write it twice.
static int expire(struct installation *installation, struct drafts *drafts, const char *name,
                  const uint8_t id[ENTRY_ID], int64_t now)
{
    static const char is_expired[] = "intake expired 1";
    uint8_t hash[SEAL_HASH];
    struct entry entry;
    entry_init(&entry, ENTRY_EXPIRED, now);
    seal_hash((const struct seal_part[]){{is_expired, sizeof is_expired - 1}, {id, ENTRY_ID}}, 2,
              hash);
    memcpy(entry.id, hash, ENTRY_ID);
    entry_name(&entry, id);
    int result = installation_add(installation, &entry, NULL, 0);
    result = result != 0 && errno == EEXIST ? 0 : result;
    int error = errno;
    entry_clear(&entry);
    errno = error;
    if (result == 0) {
        (void)store_now_clear(installation->store, id);
        (void)store_waiting_clear(installation->store, id);
        result = drafts_discard(drafts, name);
    }
    return result;
}

static bool is_gone(struct store *store, const uint8_t id[ENTRY_ID])
{
    struct entry entry;
    entry_init(&entry, ENTRY_DONE, 0);
    bool found = store_find(store, id, &entry) == 0;
    bool gone = found ? entry.purged : errno == ENOENT;
    entry_clear(&entry);
    return gone;
}

// What was made ready for a visit waits for it, unless the record it is of is gone; what was left
// waits for hours. Without `retention` only the former is over.
static int is_over(struct installation *installation, const struct retention *retention,
                   const struct draft *draft, const uint8_t id[ENTRY_ID], bool *over)
{
    struct store_waiting waiting;
    int found = store_waiting_get(installation->store, id, &waiting);
    *over = found == 1 && is_gone(installation->store, waiting.of);
    if (retention != NULL && !*over) {
        *over = found == 1
                    ? waiting.since < retention->now - (int64_t)retention->prepared_days * DAY
                    : draft->began < retention->now - (int64_t)retention->draft_hours * 60 * 60;
    }
    return found < 0 ? -1 : 0;
}

static int expire_due(struct installation *installation, struct drafts *drafts,
                      const struct retention *retention, int64_t now, uint64_t *expired)
{
    struct draft *list = NULL;
    size_t count = 0;
    int result = drafts_list(drafts, &list, &count);
    for (size_t i = 0; result == 0 && i < count; i++) {
        uint8_t id[ENTRY_ID];
        bool urgent = false, over = false;
        if (list[i].done || !hex_read(list[i].name, strlen(list[i].name), id, sizeof id) ||
            drafts_held(drafts, list[i].name)) {
            continue;
        }
        result = is_over(installation, retention, &list[i], id, &over);
        if (result == 0 && over) {
            result = is_urgent(installation, id, &urgent);
        }
        if (result == 0 && over && !urgent) {
            result = expire(installation, drafts, list[i].name, id, now);
            *expired += result == 0;
        }
    }
    int error = errno;
    free(list);
    errno = error;
    return result;
}

int retention_orphans(struct installation *installation, struct drafts *drafts, int64_t now,
                      uint64_t *count)
{
    *count = 0;
    return expire_due(installation, drafts, NULL, now, count);
}

int retention_run(struct installation *installation, struct drafts *drafts,
                  const struct retention *retention, struct retained *out)
{
    int64_t newest = 0;
    *out = (struct retained){.purged = 0};
    int ahead = newest_ahead(installation->store, retention->now, &newest);
    if (ahead < 0) {
        return -1;
    }
    if (ahead > 0) {
        out->held = "the clock stands before the newest entry";
    } else if (!retention->clock_right && retention->now - newest > (int64_t)AHEAD_DAYS * DAY) {
        out->held = "the clock stands more than a year after the newest entry";
    }
    if (out->held != NULL) {
        return 0;
    }
    int result = purge_due(installation, retention, out);
    return result == 0 && drafts != NULL
               ? expire_due(installation, drafts, retention, retention->now, &out->expired)
               : result;
}
