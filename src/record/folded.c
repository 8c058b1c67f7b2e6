// The list is what the chain says, entry after entry, and nothing else; what is kept of it only
// spares opening every record again.

#include "record/folded.h"

#include "base/ensure.h"
#include "record/folded_part.h"
#include "record/unseal.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

// A place that moves on over entries that change no row is written when so many have gone by.
enum { KEEP_EVERY = 64 };

struct held *folded_find(const struct folded *folded, const uint8_t id[ENTRY_ID])
{
    uint32_t at;
    bool found = fold_ids_find(&folded->ids, id, &at);
    return found && folded->held[at].row != NULL ? &folded->held[at] : NULL;
}

struct held *folded_held(const struct folded *folded, uint64_t number)
{
    size_t from = 0, to = folded->held_count;
    while (from < to) {
        size_t middle = from + (to - from) / 2;
        if (folded->held[middle].number < number) {
            from = middle + 1;
        } else {
            to = middle;
        }
    }
    bool found = from < folded->held_count && folded->held[from].number == number &&
                 folded->held[from].row != NULL;
    return found ? &folded->held[from] : NULL;
}

static struct folded blank(const struct folded *like)
{
    return (struct folded){.installation = like->installation,
                           .reader = like->reader,
                           .secret = like->secret,
                           .watch = like->watch,
                           .key = like->key};
}

// All but what it borrows, and the key.
static void empty(struct folded *folded)
{
    plain_memory_clear(&folded->memory);
    fold_ids_clear(&folded->ids);
    if (folded->rows != NULL) {
        seal_wipe(folded->rows, folded->row_room * sizeof *folded->rows);
    }
    free(folded->rows);
    free(folded->held);
}

static void make_room(struct folded *folded, size_t count)
{
    if (count <= folded->row_room) {
        return;
    }
    size_t room = count + count / 4 + 64;
    struct folded_row *rows = malloc(room * sizeof *rows);
    if (rows == NULL) {
        die("out of memory");
    }
    if (folded->rows != NULL) {
        memcpy(rows, folded->rows, folded->row_count * sizeof *rows);
        seal_wipe(folded->rows, folded->row_room * sizeof *rows);
    }
    free(folded->rows);
    folded->rows = rows;
    folded->row_room = room;
}

static bool is_shown(const struct held *held)
{
    return held->row != NULL && (held->row->flags & FOLD_OVER) == 0;
}

// What is shown, from the first that changed on. Did anything?
static bool show(struct folded *folded)
{
    size_t from = 0;
    while (from < folded->held_count && !folded->held[from].fresh) {
        from++;
    }
    if (from == folded->held_count) {
        return false;
    }
    size_t shown = 0;
    if (from > 0) {
        const struct held *last = &folded->held[from - 1];
        shown = last->before + is_shown(last);
    }
    make_room(folded, shown + folded->held_count - from);
    folded->row_count = shown;
    for (size_t i = from; i < folded->held_count; i++) {
        struct held *held = &folded->held[i];
        held->before = folded->row_count;
        held->fresh = false;
        if (is_shown(held)) {
            fold_row_show(held->row, folded->installation, &folded->rows[folded->row_count++]);
        }
    }
    return true;
}

// Reads and takes in what follows the list's place up to `head`. *missing: how many records are
// purged by it that are not held, and were folded before `place`.
static int take_in(struct folded *folded, const struct entry_place *head, uint64_t *missing)
{
    struct fold_news_list news;
    uint64_t place = folded->place.number;
    *missing = 0;
    if (installation_refresh(folded->installation) != 0) {
        return -1;
    }
    int result = fold_news_read(folded->installation, folded->reader, folded->secret, place,
                                head->number, folded->watch, &folded->memory, &news);
    for (size_t i = 0; result == 0 && i < news.count; i++) {
        const struct fold_news *one = &news.list[i];
        bool gone = one->kind == NEWS_GONE && one->number <= place;
        *missing += gone && folded_held(folded, one->number) == NULL;
        folded_take(folded, one);
    }
    int error = errno;
    fold_news_free(&news);
    if (result == 0) {
        folded->place = *head;
    }
    errno = error;
    return result;
}

// From the first entry on.
static int fold_anew(struct folded *folded)
{
    struct folded fresh = blank(folded);
    struct entry_place head;
    uint64_t missing;
    struct store *store = folded->installation->store;
    int result = store_version(store, &fresh.version);
    result = result == 0 ? store_head(store, &head) : -1;
    result = result == 0 ? take_in(&fresh, &head, &missing) : -1;
    if (result != 0) {
        int error = errno;
        empty(&fresh);
        errno = error;
        return -1;
    }
    (void)show(&fresh);
    folded_keep(&fresh, true);
    empty(folded);
    *folded = fresh;
    return 0;
}

static int see_place(void *context, const struct entry *entry)
{
    *(struct entry_place *)context = entry_place_of(entry);
    return 1;
}

// Is the chain, at the list's place, the one that was folded?
static int place_holds(const struct folded *folded, bool *holds)
{
    const struct store_walk walk = {.from = folded->place.number};
    struct entry_place found = {.number = 0};
    int result = store_walk(folded->installation->store, &walk, see_place, &found);
    *holds = found.number == folded->place.number &&
             seal_same(found.hash, folded->place.hash, SEAL_HASH);
    return result < 0 && errno != EBADMSG ? -1 : 0;
}

// The whole of a record: 1 if it cannot be opened as it is, 0 if it can. -1: neither is known, with
// errno.
static int body_is_damaged(const struct folded *folded, uint64_t number)
{
    struct entry entry;
    struct buffer body;
    struct handed handed;
    entry_init(&entry, ENTRY_DONE, 0);
    buffer_init(&body, ENTRY_BODY_MOST);
    int result = store_get(folded->installation->store, number, &entry) == 0 &&
                         unseal_handed(folded->installation, &entry, folded->reader, folded->secret,
                                       &body, &handed) == 0
                     ? 0
                     : -1;
    int error = errno;
    buffer_clear(&body);
    entry_clear(&entry);
    errno = error;
    return result != 0 && (error == EBADMSG || error == EACCES) ? 1 : result;
}

// Can what was closed or damaged be opened now?
static bool is_mended(const struct folded *folded, const struct held *held)
{
    struct entry_wrap wrap;
    struct plain_memory memory = {.used = 0};
    struct fold_news_list news;
    bool mended = false;
    if (held->row->spoilt != 0) {
        return body_is_damaged(folded, held->number) == 0;
    }
    if ((held->row->flags & FOLD_CLOSED) != 0) {
        return store_wrap(folded->installation->store, held->number, folded->reader->id, &wrap) ==
               0;
    }
    if (fold_news_read(folded->installation, folded->reader, folded->secret, held->number - 1,
                       held->number, NULL, &memory, &news) == 0) {
        mended = news.count == 1 && news.list[0].kind == NEWS_RECORD &&
                 (news.list[0].row->flags & FOLD_DAMAGED) == 0;
    }
    fold_news_free(&news);
    plain_memory_clear(&memory);
    return mended;
}

// Was any of what is closed to this reader opened to them, or what was damaged mended? All are
// asked, or, of those that are closed, the first and the last.
static bool was_mended(const struct folded *folded, bool ask_all)
{
    const unsigned flags = FOLD_CLOSED | (ask_all ? FOLD_DAMAGED : 0);
    const struct held *first = NULL, *last = NULL;
    for (size_t i = 0; i < folded->held_count; i++) {
        const struct held *held = &folded->held[i];
        if (held->row == NULL || (held->row->flags & flags) == 0) {
            continue;
        }
        if (ask_all && is_mended(folded, held)) {
            return true;
        }
        first = first == NULL ? held : first;
        last = held;
    }
    return !ask_all && first != NULL && (is_mended(folded, first) || is_mended(folded, last));
}

static size_t count_held(const struct folded *folded)
{
    size_t count = 0;
    for (size_t i = 0; i < folded->held_count; i++) {
        count += folded->held[i].row != NULL;
    }
    return count;
}

// What was kept, and what came since. *fine: it is all there.
static int load(struct folded *folded, bool *fine)
{
    struct store *store = folded->installation->store;
    struct entry_place head;
    uint64_t count = 0, missing = 0;
    int result = store_version(store, &folded->version);
    result = result == 0 ? folded_load(folded, &count, fine) : -1;
    if (result != 0 || !*fine) {
        return result;
    }
    size_t loaded = count_held(folded);
    result = store_head(store, &head);
    result = result == 0 ? place_holds(folded, fine) : -1;
    if (result == 0 && *fine) {
        result = take_in(folded, &head, &missing);
        *fine = loaded + missing == count && !was_mended(folded, true);
    }
    return result;
}

static void keep_what_is_due(struct folded *folded)
{
    bool due = folded->place.number - folded->kept >= KEEP_EVERY;
    for (size_t i = folded->held_count; !due && i > 0; i--) {
        due = folded->held[i - 1].row != NULL && folded->held[i - 1].unkept;
    }
    if (due) {
        folded_keep(folded, false);
    }
}

struct folded *folded_open(struct installation *installation, const struct reader *reader,
                           const struct reader_secret *secret, const struct fold_watch *watch)
{
    struct folded *folded = calloc(1, sizeof *folded);
    bool fine = false;
    if (folded == NULL) {
        die("out of memory");
    }
    *folded = (struct folded){
        .installation = installation, .reader = reader, .secret = secret, .watch = watch};
    folded->key = seal_secret_new(SEAL_KEY);
    int result = folded->key == NULL ? -1 : 0;
    if (result == 0) {
        reader_own_key(secret, folded->key);
        // Rows that cannot even be read are made anew as well.
        result = load(folded, &fine) != 0 && errno != EBADMSG ? -1 : 0;
    }
    if (result == 0 && !fine) {
        result = fold_anew(folded);
    } else if (result == 0) {
        (void)show(folded);
        keep_what_is_due(folded);
    }
    if (result != 0) {
        int error = errno;
        folded_close(folded);
        errno = error;
        return NULL;
    }
    folded->watch = NULL;
    return folded;
}

void folded_close(struct folded *folded)
{
    if (folded != NULL) {
        empty(folded);
        seal_secret_free(folded->key);
        free(folded);
    }
}

const struct folded_row *folded_rows(const struct folded *folded, size_t *count)
{
    *count = folded->row_count;
    return folded->rows;
}

static int by_number(const void *number, const void *row)
{
    uint64_t wanted = *(const uint64_t *)number, found = ((const struct folded_row *)row)->number;
    return (wanted > found) - (wanted < found);
}

const struct folded_row *folded_row(const struct folded *folded, uint64_t number)
{
    return folded->row_count == 0
               ? NULL
               : bsearch(&number, folded->rows, folded->row_count, sizeof *folded->rows, by_number);
}

int folded_refresh(struct folded *folded, bool *changed)
{
    struct store *store = folded->installation->store;
    struct entry_place head;
    int64_t version;
    uint64_t missing;
    bool holds = true;
    *changed = false;
    if (store_version(store, &version) != 0 || store_head(store, &head) != 0) {
        return -1;
    }
    // What this program did itself does not count as another version.
    if (version == folded->version && head.number == folded->place.number) {
        return 0;
    }
    if (place_holds(folded, &holds) != 0) {
        return -1;
    }
    if (!holds || was_mended(folded, false)) {
        int result = fold_anew(folded);
        *changed = result == 0;
        return result;
    }
    if (head.number > folded->place.number && take_in(folded, &head, &missing) != 0) {
        return -1;
    }
    folded->version = version;
    *changed = show(folded);
    keep_what_is_due(folded);
    return 0;
}

bool folded_is_damaged(struct folded *folded, uint64_t number)
{
    struct held *held = folded_held(folded, number);
    bool damaged = held != NULL && body_is_damaged(folded, number) == 1;
    if (damaged && (held->row->flags & FOLD_DAMAGED) == 0) {
        folded_spoil(folded, held);
        (void)show(folded);
        keep_what_is_due(folded);
    }
    return damaged;
}
