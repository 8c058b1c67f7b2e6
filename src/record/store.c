// The store over its database: what an entry is as rows, one writer at a time from the reading of
// the head to the commit.

#include "record/store.h"

#include "base/ensure.h"
#include "record/contents.h"
#include "record/database.h"
#include "record/store_sql.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct store {
    struct database *database;
};

static int damaged(void)
{
    errno = EBADMSG;
    return -1;
}

// Of a question for one thing that is there or not: 0, or -1 (ENOENT).
static int one(int found)
{
    errno = found == 0 ? ENOENT : errno;
    return found == 1 ? 0 : -1;
}

struct store *store_open(const char *folder, bool make)
{
    char path[4096];
    int length = snprintf(path, sizeof path, "%s/store.db", folder);
    if (length < 0 || (size_t)length >= sizeof path) {
        errno = ENAMETOOLONG;
        return NULL;
    }
    struct database *database = database_open(path, &store_plan, make);
    if (database == NULL) {
        return NULL;
    }
    struct store *store = malloc(sizeof *store);
    if (store == NULL) {
        die("out of memory");
    }
    store->database = database;
    return store;
}

void store_close(struct store *store)
{
    if (store != NULL) {
        database_close(store->database);
        free(store);
    }
}

// The row a question is at, into an entry. The columns stand in the order of ENTRY_COLUMNS.
static bool read_row(struct database *db, int sql, enum store_part part, struct entry *entry)
{
    int64_t number = 0, kind = 0, purged = 0;
    bool fine = database_integer(db, sql, 0, &number) &&
                database_exact(db, sql, 1, entry->id, ENTRY_ID) &&
                database_integer(db, sql, 2, &kind) && database_integer(db, sql, 3, &entry->at) &&
                database_exact(db, sql, 4, entry->before, SEAL_HASH) &&
                database_exact(db, sql, 5, entry->terminal, SEAL_KEY) &&
                database_bytes(db, sql, 6, &entry->open) &&
                database_exact(db, sql, 7, entry->headline_hash, SEAL_HASH) &&
                database_exact(db, sql, 8, entry->body_hash, SEAL_HASH) &&
                database_exact(db, sql, 9, entry->signature, SEAL_SIGNATURE) &&
                database_integer(db, sql, 10, &purged);
    buffer_reset(&entry->headline);
    buffer_reset(&entry->body);
    fine = fine && (part < STORE_HEADLINE || database_bytes(db, sql, 11, &entry->headline)) &&
           (part < STORE_WHOLE || database_bytes(db, sql, 12, &entry->body));
    entry->number = (uint64_t)number;
    entry->kind = kind > 0 && kind < INT32_MAX ? (enum entry_kind)kind : (enum entry_kind)0;
    entry->purged = purged != 0;
    return fine && number > 0 && (purged == 0 || purged == 1);
}

static int get(struct store *store, int64_t number, enum store_part part, struct entry *entry)
{
    int sql = SQL_GET_OPEN + (int)part;
    const struct database_value value = {.number = number};
    if (one(database_ask(store->database, sql, &value, 1)) != 0) {
        return -1;
    }
    bool fine = read_row(store->database, sql, part, entry) && entry->number == (uint64_t)number;
    database_done(store->database, sql);
    return fine ? 0 : damaged();
}

int store_get(struct store *store, uint64_t number, struct entry *entry)
{
    if (number == 0 || number > INT64_MAX) {
        errno = ENOENT;
        return -1;
    }
    return get(store, (int64_t)number, STORE_WHOLE, entry);
}

int store_find(struct store *store, const uint8_t id[ENTRY_ID], struct entry *entry)
{
    int64_t number = 0;
    int found =
        database_number(store->database, SQL_FIND,
                        &(struct database_value){.bytes = id, .length = ENTRY_ID}, 1, &number);
    return one(found) == 0 ? get(store, number, STORE_WHOLE, entry) : -1;
}

int store_head(struct store *store, struct entry_place *head)
{
    int64_t number = 0;
    *head = (struct entry_place){.number = 0};
    int found = database_number(store->database, SQL_NEWEST, NULL, 0, &number);
    if (found != 1) {
        return found;
    }
    struct entry entry;
    entry_init(&entry, ENTRY_DONE, 0);
    int result = get(store, number, STORE_OPEN, &entry);
    if (result == 0) {
        *head = entry_place_of(&entry);
    }
    entry_clear(&entry);
    return result;
}

static int insert_wrap(struct store *store, uint64_t number, const struct entry_wrap *wrap)
{
    const struct database_value values[] = {{.number = (int64_t)number},
                                            {.bytes = wrap->reader, .length = sizeof wrap->reader},
                                            {.bytes = wrap->box, .length = sizeof wrap->box}};
    return database_tell(store->database, SQL_ADD_WRAP, values, 3);
}

// Chains it to the head and inserts it, within a transaction.
static int insert(struct store *store, struct entry *entry, const uint8_t terminal_seed[SEAL_KEY])
{
    struct entry_place head;
    if (store_head(store, &head) != 0) {
        return -1;
    }
    entry_chain(entry, &head, terminal_seed);
    const struct database_value values[] = {
        {.number = (int64_t)entry->number},
        {.bytes = entry->id, .length = ENTRY_ID},
        {.number = (int64_t)entry->kind},
        {.number = entry->at},
        {.bytes = entry->before, .length = SEAL_HASH},
        {.bytes = entry->terminal, .length = SEAL_KEY},
        {.bytes = entry->open.bytes, .length = entry->open.length},
        {.bytes = entry->headline_hash, .length = SEAL_HASH},
        {.bytes = entry->body_hash, .length = SEAL_HASH},
        {.bytes = entry->signature, .length = SEAL_SIGNATURE},
        {.bytes = entry->headline.bytes, .length = entry->headline.length},
    };
    if (database_tell(store->database, SQL_ADD, values, sizeof values / sizeof *values) != 0) {
        return -1;
    }
    const struct database_value body[] = {
        values[0], {.bytes = entry->body.bytes, .length = entry->body.length}};
    if (entry->body.length > 0 && database_tell(store->database, SQL_ADD_BODY, body, 2) != 0) {
        return -1;
    }
    return entry->kind == ENTRY_INTERVIEW ? store_now_clear(store, entry->id) : 0;
}

int store_add(struct store *store, struct entry *entry, const struct entry_wrap *wraps,
              size_t count, const uint8_t terminal_seed[SEAL_KEY])
{
    if (entry->open.full) {
        errno = EFBIG;
        return -1;
    }
    if (database_begin(store->database) != 0) {
        return -1;
    }
    int result = insert(store, entry, terminal_seed);
    for (size_t i = 0; result == 0 && i < count; i++) {
        result = insert_wrap(store, entry->number, &wraps[i]);
    }
    return database_end(store->database, result);
}

int store_wrap(struct store *store, uint64_t number, const uint8_t reader[READER_ID],
               struct entry_wrap *out)
{
    const struct database_value values[] = {{.number = (int64_t)number},
                                            {.bytes = reader, .length = READER_ID}};
    if (one(database_ask(store->database, SQL_WRAP, values, 2)) != 0) {
        return -1;
    }
    memcpy(out->reader, reader, READER_ID);
    bool fine = database_exact(store->database, SQL_WRAP, 0, out->box, sizeof out->box);
    database_done(store->database, SQL_WRAP);
    return fine ? 0 : damaged();
}

int store_add_wraps(struct store *store, const struct store_wrap *wraps, size_t count)
{
    if (database_begin(store->database) != 0) {
        return -1;
    }
    int result = 0;
    for (size_t i = 0; result == 0 && i < count; i++) {
        result = insert_wrap(store, wraps[i].number, &wraps[i].wrap);
    }
    return database_end(store->database, result);
}

// Where a walk stands: for each wanted kind (or for all together, in [0]) its next number; 0: no
// more of it.
struct way {
    const struct store_walk *walk;
    int64_t next[ENTRY_KINDS];
};

static bool wanted(const struct store_walk *walk, int kind)
{
    return walk->kinds == 0 ? kind == 0 : (walk->kinds & 1u << kind) != 0;
}

// Finds the next number of a kind at or past `from`.
static int look(struct store *store, struct way *way, int kind, int64_t from)
{
    const struct database_value values[] = {{.number = from}, {.number = kind}};
    bool down = way->walk->newest_first, all = way->walk->kinds == 0;
    int which = SQL_NEXT + (down ? SQL_PREVIOUS - SQL_NEXT : 0) + (all ? 0 : 1);
    int64_t *next = &way->next[kind];
    int found = database_number(store->database, which, values, all ? 1 : 2, next);
    if (found != 1) {
        *next = 0;
        return found;
    }
    // A damaged index must not lead back.
    return *next > 0 && (down ? *next <= from : *next >= from) ? 0 : damaged();
}

// The kind whose number comes next; -1: none is left.
static int nearest(const struct way *way)
{
    int best = -1;
    for (int kind = 0; kind < ENTRY_KINDS; kind++) {
        if (way->next[kind] != 0 &&
            (best < 0 || (way->walk->newest_first ? way->next[kind] > way->next[best]
                                                  : way->next[kind] < way->next[best]))) {
            best = kind;
        }
    }
    return best;
}

int store_walk(struct store *store, const struct store_walk *walk,
               int (*see)(void *context, const struct entry *entry), void *context)
{
    struct way way = {.walk = walk};
    int64_t from = walk->from > INT64_MAX ? INT64_MAX : (int64_t)walk->from;
    from = from == 0 && walk->newest_first ? INT64_MAX : from;
    int result = 0;
    for (int kind = 0; result == 0 && kind < ENTRY_KINDS; kind++) {
        result = wanted(walk, kind) ? look(store, &way, kind, from) : 0;
    }
    struct entry entry;
    entry_init(&entry, ENTRY_DONE, 0);
    for (int kind = nearest(&way); result == 0 && kind >= 0; kind = nearest(&way)) {
        int64_t number = way.next[kind];
        result = get(store, number, walk->part, &entry);
        if (result == 0) {
            result = see(context, &entry);
        } else if (errno == EBADMSG && walk->damaged != NULL) {
            result = walk->damaged(context, (uint64_t)number, kind);
        }
        if (result == 0) {
            result = look(store, &way, kind, number + (walk->newest_first ? -1 : 1));
        }
    }
    entry_clear(&entry);
    return result;
}

int store_scrub(struct store *store)
{
    return database_scrub(store->database);
}

// Within a transaction.
static int take_away(struct store *store, const uint8_t id[ENTRY_ID])
{
    struct entry entry;
    entry_init(&entry, ENTRY_DONE, 0);
    int result = store_find(store, id, &entry);
    if (result == 0 && (entry.purged || !entry_kind_sealed(entry.kind))) {
        errno = ENOENT;
        result = -1;
    }
    const struct database_value number = {.number = (int64_t)entry.number};
    entry_clear(&entry);
    for (int which = SQL_PURGE; result == 0 && which <= SQL_PURGE_FOLDED; which++) {
        result = database_tell(store->database, which, &number, 1);
    }
    return result;
}

int store_purge(struct store *store, const uint8_t id[ENTRY_ID], struct entry *tombstone,
                const uint8_t terminal_seed[SEAL_KEY])
{
    if (database_begin(store->database) != 0) {
        return -1;
    }
    int result = take_away(store, id);
    uint8_t named[ENTRY_ID];
    if (result == 0 && (!entry_named(tombstone, named) || memcmp(named, id, ENTRY_ID) != 0)) {
        errno = EINVAL;
        result = -1;
    }
    if (result == 0) {
        result = insert(store, tombstone, terminal_seed);
    }
    result = database_end(store->database, result);
    if (result == 0) {
        (void)store_scrub(store); // it happened; the log is emptied now or the next time
    }
    return result;
}

int store_set_lock(struct store *store, const uint8_t reader[READER_ID],
                   const uint8_t lock[READER_LOCK])
{
    const struct database_value values[] = {{.bytes = reader, .length = READER_ID},
                                            {.bytes = lock, .length = READER_LOCK}};
    if (database_tell(store->database, SQL_SET_LOCK, values, 2) != 0) {
        return -1;
    }
    (void)store_scrub(store);
    return 0;
}

int store_lock(struct store *store, const uint8_t reader[READER_ID], uint8_t lock[READER_LOCK])
{
    if (one(database_ask(store->database, SQL_LOCK,
                         &(struct database_value){.bytes = reader, .length = READER_ID}, 1)) != 0) {
        return -1;
    }
    bool fine = database_exact(store->database, SQL_LOCK, 0, lock, READER_LOCK);
    database_done(store->database, SQL_LOCK);
    return fine ? 0 : damaged();
}

int store_keep(struct store *store, const void *bytes, size_t length, uint8_t hash[SEAL_HASH])
{
    if (contents_digest(bytes, length, hash) != 0) {
        errno = EINVAL;
        return -1;
    }
    const struct database_value values[] = {{.bytes = hash, .length = SEAL_HASH},
                                            {.bytes = bytes, .length = length}};
    return database_tell(store->database, SQL_KEEP, values, 2);
}

// Is what a row holds in a column what has this hash?
static bool is_kept(struct database *database, int sql, int column, const uint8_t hash[SEAL_HASH])
{
    uint8_t found[SEAL_HASH];
    size_t length = 0;
    const void *bytes = database_look(database, sql, column, &length);
    return bytes != NULL && contents_digest(bytes, length, found) == 0 &&
           seal_same(found, hash, SEAL_HASH);
}

int store_kept(struct store *store, const uint8_t hash[SEAL_HASH], struct buffer *out)
{
    const struct database_value value = {.bytes = hash, .length = SEAL_HASH};
    if (one(database_ask(store->database, SQL_KEPT, &value, 1)) != 0) {
        return -1;
    }
    bool fine = is_kept(store->database, SQL_KEPT, 0, hash) &&
                database_bytes(store->database, SQL_KEPT, 0, out);
    database_done(store->database, SQL_KEPT);
    return fine ? 0 : damaged();
}

int store_now_set(struct store *store, const struct store_now *now)
{
    const struct database_value values[] = {
        {.bytes = now->id, .length = ENTRY_ID}, {.number = now->since}, {.number = now->help}};
    return database_tell(store->database, SQL_SET_NOW, values, 3);
}

int store_now_answer(struct store *store, const uint8_t id[ENTRY_ID])
{
    return database_tell(store->database, SQL_ANSWER_NOW,
                         &(struct database_value){.bytes = id, .length = ENTRY_ID}, 1);
}

int store_now_clear(struct store *store, const uint8_t id[ENTRY_ID])
{
    return database_tell(store->database, SQL_CLEAR_NOW,
                         &(struct database_value){.bytes = id, .length = ENTRY_ID}, 1);
}

int store_now_list(struct store *store, struct store_now *list, size_t size, size_t *count)
{
    struct database *database = store->database;
    int result = database_ask(database, SQL_NOW, NULL, 0);
    for (*count = 0; result == 1; result = database_next(database, SQL_NOW)) {
        struct store_now now = {.since = 0};
        int64_t help = 0;
        if (!database_exact(database, SQL_NOW, 0, now.id, ENTRY_ID) ||
            !database_integer(database, SQL_NOW, 1, &now.since) ||
            !database_integer(database, SQL_NOW, 2, &help)) {
            database_done(database, SQL_NOW);
            return damaged();
        }
        now.help = help != 0;
        if (*count < size) {
            list[*count] = now;
        }
        *count += 1;
    }
    return result;
}

int store_waiting_set(struct store *store, const uint8_t id[ENTRY_ID],
                      const struct store_waiting *waiting)
{
    const struct database_value values[] = {{.bytes = id, .length = ENTRY_ID},
                                            {.number = waiting->since},
                                            {.bytes = waiting->of, .length = ENTRY_ID}};
    return database_tell(store->database, SQL_SET_WAITS, values, 3);
}

int store_waiting_clear(struct store *store, const uint8_t id[ENTRY_ID])
{
    return database_tell(store->database, SQL_CLEAR_WAITS,
                         &(struct database_value){.bytes = id, .length = ENTRY_ID}, 1);
}

int store_waiting_get(struct store *store, const uint8_t id[ENTRY_ID], struct store_waiting *out)
{
    struct database *database = store->database;
    int found = database_ask(database, SQL_WAITS,
                             &(struct database_value){.bytes = id, .length = ENTRY_ID}, 1);
    bool whole = found != 1 || (database_integer(database, SQL_WAITS, 0, &out->since) &&
                                database_exact(database, SQL_WAITS, 1, out->of, ENTRY_ID));
    if (found == 1) {
        database_done(database, SQL_WAITS);
    }
    return whole ? found : damaged();
}

int store_folded(struct store *store, const uint8_t reader[READER_ID],
                 int (*see)(void *context, uint64_t number, const uint8_t *bytes, size_t length),
                 void *context)
{
    struct database *database = store->database;
    const struct database_value value = {.bytes = reader, .length = READER_ID};
    int result = database_ask(database, SQL_FOLDED, &value, 1);
    for (; result == 1; result = database_next(database, SQL_FOLDED)) {
        int64_t number = 0;
        size_t length = 0;
        const void *bytes = database_look(database, SQL_FOLDED, 1, &length);
        if (!database_integer(database, SQL_FOLDED, 0, &number) || number < 0) {
            database_done(database, SQL_FOLDED);
            return damaged();
        }
        int stop = see(context, (uint64_t)number, bytes, bytes == NULL ? 0 : length);
        if (stop != 0) {
            database_done(database, SQL_FOLDED);
            return stop;
        }
    }
    return result;
}

int store_drop_folded(struct store *store, const uint8_t reader[READER_ID])
{
    return database_tell(store->database, SQL_DROP_FOLDED,
                         &(struct database_value){.bytes = reader, .length = READER_ID}, 1);
}

int store_put_folded(struct store *store, const uint8_t reader[READER_ID],
                     const struct store_fold *rows, size_t count, bool anew)
{
    if (database_begin(store->database) != 0) {
        return -1;
    }
    int result = anew ? store_drop_folded(store, reader) : 0;
    for (size_t i = 0; result == 0 && i < count; i++) {
        const struct database_value values[] = {{.bytes = reader, .length = READER_ID},
                                                {.number = (int64_t)rows[i].number},
                                                {.bytes = rows[i].bytes, .length = rows[i].length}};
        result = database_tell(store->database, SQL_PUT_FOLDED, values, 3);
    }
    return database_end(store->database, result);
}

int store_version(struct store *store, int64_t *version)
{
    return database_version(store->database, version);
}

int store_check(struct store *store, void (*say)(void *context, const char *sentence),
                void *context, uint64_t *bad)
{
    struct database *database = store->database;
    if (database_check(database, say, context, bad) != 0) {
        return -1;
    }
    int result = database_ask(database, SQL_KEPT_ALL, NULL, 0);
    for (; result == 1; result = database_next(database, SQL_KEPT_ALL)) {
        uint8_t hash[SEAL_HASH];
        if (!database_exact(database, SQL_KEPT_ALL, 0, hash, SEAL_HASH) ||
            !is_kept(database, SQL_KEPT_ALL, 1, hash)) {
            say(context, "a form or rules that are kept were changed afterwards");
            *bad += 1;
        }
    }
    return result;
}

int store_copy(struct store *store, const char *path)
{
    return database_copy(store->database, path);
}
