// One walk along the chain from its first entry, with the readers as they were at each; then the
// heads that were countersigned, against what is there.

#include "record/audit.h"

#include "base/ensure.h"
#include "record/facts.h"
#include "record/head.h"
#include "record/vouch.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <time.h>

struct audit_run {
    struct installation *installation;
    const struct reader *reader;
    const struct reader_secret *secret;
    void (*say)(void *context, const char *sentence);
    void *context;
    struct audit *out;
    struct arena arena; // for one sentence
    struct entry_place before;
    struct roll roll;
    struct purged { // in order; for each a tombstone must follow
        uint64_t number;
        bool told;
    } * purged;
    size_t purged_count, purged_room;
    const char *heads; // the file of heads that is read
    // What was set back or cut off, as all heads together tell: it is one thing, however many do.
    struct lost {
        uint64_t first;  // the first entry that is missing; 0: nothing is
        uint64_t newest; // of the head that tells of the most
        const char *sentence;
    } lost;
    struct arena kept; // for that sentence
};

// Something is wrong with an entry; `number` 0: with none in particular.
static void complain(struct audit_run *run, uint64_t number, const char *sentence)
{
    struct audit *out = run->out;
    run->say(run->context, sentence);
    out->bad++;
    if (number > 0 && (out->first_bad == 0 || number < out->first_bad)) {
        out->first_bad = number;
    }
}

static void complain_of(struct audit_run *run, const struct entry *entry, const char *what)
{
    complain(run, entry->number,
             arena_print(&run->arena, "entry %" PRIu64 ": %s", entry->number, what));
}

static void remember_purged(struct audit_run *run, const struct entry *entry)
{
    if (run->purged_count == run->purged_room) {
        run->purged_room = run->purged_room == 0 ? 64 : 2 * run->purged_room;
        run->purged = realloc(run->purged, run->purged_room * sizeof *run->purged);
        if (run->purged == NULL) {
            die("out of memory");
        }
    }
    run->purged[run->purged_count++] = (struct purged){.number = entry->number};
    run->out->purged++;
}

static int by_number(const void *a, const void *b)
{
    uint64_t x = ((const struct purged *)a)->number, y = ((const struct purged *)b)->number;
    return (x > y) - (x < y);
}

static void look_at_tombstone(struct audit_run *run, const struct entry *entry)
{
    uint8_t id[ENTRY_ID];
    struct entry gone;
    entry_init(&gone, ENTRY_DONE, 0);
    if (!entry_named(entry, id) || store_find(run->installation->store, id, &gone) != 0 ||
        gone.number >= entry->number) {
        complain_of(run, entry, "it is a tombstone, and of no entry before it");
    } else if (!gone.purged) {
        complain_of(run, &gone, "it was purged, and its sealed bytes are back");
    } else {
        struct purged key = {.number = gone.number};
        struct purged *found =
            run->purged_count == 0
                ? NULL
                : bsearch(&key, run->purged, run->purged_count, sizeof *run->purged, by_number);
        if (found != NULL) {
            found->told = true;
        }
    }
    entry_clear(&gone);
}

// Can those read it who were readers when it was sealed, and can this reader?
static void look_at_sealed(struct audit_run *run, const struct entry *entry)
{
    struct store *store = run->installation->store;
    struct entry_wrap wrap;
    for (size_t i = 0; i < run->roll.count; i++) {
        const struct reader *reader = &run->roll.readers[i];
        if (!reader->removed && store_wrap(store, entry->number, reader->id, &wrap) != 0) {
            complain_of(run, entry,
                        arena_print(&run->arena, "it is not closed to %s, who was a reader then",
                                    reader->name));
        }
    }
    if (run->secret == NULL) {
        return;
    }
    if (store_wrap(store, entry->number, run->reader->id, &wrap) != 0) {
        run->out->closed++;
        return;
    }
    struct buffer headline, body;
    buffer_init(&headline, ENTRY_HEADLINE_MOST);
    buffer_init(&body, ENTRY_BODY_MOST);
    if (entry_open(entry, run->installation->terminal, &wrap, run->secret, &headline, &body) == 0) {
        run->out->opened++;
    } else {
        complain_of(run, entry,
                    errno == ENOMEM ? "there was not the memory to open it"
                                    : "the key kept beside it does not open it");
    }
    buffer_clear(&headline);
    buffer_clear(&body);
}

// Is the entry of that place there?
static bool has(struct audit_run *run, const struct entry_place *place)
{
    struct entry entry;
    entry_init(&entry, ENTRY_DONE, 0);
    bool same = store_get(run->installation->store, place->number, &entry) == 0;
    if (same) {
        struct entry_place found = entry_place_of(&entry);
        same = seal_same(found.hash, place->hash, SEAL_HASH);
    }
    entry_clear(&entry);
    if (same && place->number > run->out->head) {
        run->out->head = place->number;
    }
    return same;
}

// What only some kinds have.
static void look_at_kind(struct audit_run *run, const struct entry *entry)
{
    struct entry_place place;
    const uint8_t *terminal = run->installation->terminal;
    bool vouched = vouch_check(entry, terminal, run->roll.readers, run->roll.count) != NULL;
    switch (entry->kind) {
    case ENTRY_APPROVAL:
    case ENTRY_DONE:
        if (!vouched) {
            complain_of(run, entry, "no reader signed it");
        }
        break;
    case ENTRY_HEAD:
        if (!vouched || !head_of(entry, &place) || place.number >= entry->number) {
            complain_of(run, entry, "no reader countersigned it");
        } else if (!has(run, &place)) {
            complain_of(
                run, entry,
                arena_print(&run->arena, "it countersigns another entry %" PRIu64, place.number));
        }
        break;
    case ENTRY_TOMBSTONE:
        look_at_tombstone(run, entry);
        break;
    default:
        break;
    }
    if (!entry_kind_sealed(entry->kind)) {
        return;
    }
    run->out->interviews += entry->kind == ENTRY_INTERVIEW;
    if (entry->purged) {
        remember_purged(run, entry);
    } else {
        look_at_sealed(run, entry);
    }
}

static int look(void *context, const struct entry *entry)
{
    struct audit_run *run = context;
    const uint8_t *terminal = run->installation->terminal;
    const char *problem = entry_problem(entry, &run->before, terminal, &run->arena);
    run->out->entries++;
    if (problem != NULL) {
        // The first that is missing is the first that is wrong.
        bool gap = entry->number > run->before.number + 1;
        complain(run, gap ? run->before.number + 1 : entry->number, problem);
    }
    run->before = entry_place_of(entry);
    if (entry_genuine(entry, terminal)) {
        problem = roll_take(&run->roll, entry, terminal);
        if (problem != NULL) {
            complain_of(run, entry, problem);
        }
        if (entry->number == 1 && entry->kind != ENTRY_SETUP) {
            complain_of(run, entry, "the chain does not begin with a setup");
        }
        look_at_kind(run, entry);
    }
    arena_reset(&run->arena);
    return 0;
}

// Is the countersigning itself in the store? It was there before its line was written.
static bool has_id(struct audit_run *run, const uint8_t id[ENTRY_ID])
{
    struct entry entry;
    entry_init(&entry, ENTRY_DONE, 0);
    bool there = store_find(run->installation->store, id, &entry) == 0;
    entry_clear(&entry);
    return there;
}

enum { DAY = 16 };

static const char *day_of(int64_t at, char day[DAY])
{
    struct tm date;
    time_t seconds = (time_t)at;
    if (gmtime_r(&seconds, &date) == NULL || strftime(day, DAY, "%Y-%m-%d", &date) == 0) {
        snprintf(day, DAY, "an unknown day");
    }
    return day;
}

// A head that the store has no more: `first` is missing of what it proves.
static void lose(struct audit_run *run, uint64_t first, uint64_t head, const char *sentence)
{
    struct lost *lost = &run->lost;
    if (lost->sentence == NULL || head > lost->newest) {
        arena_reset(&run->kept);
        lost->sentence = arena_print(&run->kept, "%s", sentence);
        lost->newest = head;
    }
    lost->first = lost->first == 0 || first < lost->first ? first : lost->first;
}

static void look_at_head(void *context, const struct entry *entry, size_t line)
{
    struct audit_run *run = context;
    struct entry_place place;
    char day[DAY];
    if (entry == NULL || !head_of(entry, &place)) {
        complain(run, 0, arena_print(&run->arena, "%s, line %zu: it is damaged", run->heads, line));
        return;
    }
    const struct reader *reader =
        vouch_check(entry, run->installation->terminal, run->roll.readers, run->roll.count);
    if (reader == NULL) {
        complain(run, 0,
                 arena_print(&run->arena,
                             "%s, line %zu: no reader of this store countersigned it; the line was "
                             "changed, or the store is older than it",
                             run->heads, line));
    } else if (!has(run, &place)) {
        lose(run, place.number, place.number,
             arena_print(&run->arena,
                         "entry %" PRIu64 ", which %s countersigned on %s, is not in the store: "
                         "it was set back, or its end was cut off (%s, line %zu)",
                         place.number, reader->name, day_of(entry->at, day), run->heads, line));
    } else if (!has_id(run, entry->id)) {
        lose(run, place.number + 1, place.number,
             arena_print(&run->arena,
                         "the store ends before %s countersigned it on %s: it was set back, or "
                         "its end was cut off (%s, line %zu)",
                         reader->name, day_of(entry->at, day), run->heads, line));
    }
    arena_reset(&run->arena);
}

static void look_at_heads(struct audit_run *run, int dir, const char *name, bool must)
{
    run->heads = name;
    if (head_read(dir, name, look_at_head, run) != 0 && (must || errno != ENOENT)) {
        complain(run, 0, arena_print(&run->arena, "%s cannot be read: %s", name, strerror(errno)));
    }
}

// After the walk: what should have been met on the way.
static void look_back(struct audit_run *run, const char *const *heads, size_t head_count)
{
    for (size_t i = 0; i < run->purged_count; i++) {
        if (!run->purged[i].told) {
            complain(run, run->purged[i].number,
                     arena_print(&run->arena,
                                 "entry %" PRIu64
                                 ": its sealed bytes are missing, and no tombstone says why",
                                 run->purged[i].number));
        }
    }
    // A head stands, whoever countersigned it and was removed since.
    for (size_t i = 0; i < run->roll.count; i++) {
        run->roll.readers[i].removed = false;
    }
    look_at_heads(run, run->installation->dir, "heads", false);
    for (size_t i = 0; i < head_count; i++) {
        look_at_heads(run, AT_FDCWD, heads[i], true);
    }
    if (run->lost.sentence != NULL) {
        complain(run, run->lost.first, run->lost.sentence);
    }
}

int audit_run(struct installation *installation, const struct reader *reader,
              const struct reader_secret *secret, const char *const *heads, size_t head_count,
              void (*say)(void *context, const char *sentence), void *context, struct audit *out)
{
    *out = (struct audit){.entries = 0};
    struct audit_run *run = calloc(1, sizeof *run);
    if (run == NULL) {
        die("out of memory");
    }
    *run = (struct audit_run){.installation = installation,
                              .reader = reader,
                              .secret = secret,
                              .say = say,
                              .context = context,
                              .out = out};
    arena_init(&run->arena);
    arena_init(&run->kept);
    int result = store_check(installation->store, say, context, &out->bad);
    if (result == 0) {
        result =
            store_walk(installation->store, &(struct store_walk){.part = STORE_WHOLE}, look, run);
    }
    if (result != 0 && errno == EBADMSG) {
        // The rows before it could be read, this one cannot.
        complain(run, run->before.number + 1,
                 arena_print(&run->arena,
                             "entry %" PRIu64 " cannot be read; nothing after it was looked at",
                             run->before.number + 1));
        result = 0;
    } else if (result == 0 && out->entries == 0) {
        complain(run, 0, "the store is empty");
    }
    if (result == 0) {
        look_back(run, heads, head_count);
    }
    int error = errno;
    free(run->purged);
    arena_clear(&run->arena);
    arena_clear(&run->kept);
    free(run);
    errno = error;
    return result;
}
