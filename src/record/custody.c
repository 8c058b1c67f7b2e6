// The order of every step is the promise: first what must not be lost is safe in its new place,
// then it is taken from the old one.

#include "record/custody.h"

#include "base/ensure.h"
#include "record/facts.h"
#include "record/hex.h"

#include <errno.h>
#include <pthread.h>
#include <stdatomic.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// Four words under Argon2id, worked out in a thread of its own: it touches nothing else.
struct stretching {
    pthread_t thread;
    bool begun;  // what comes of it is not in the draft yet
    bool beside; // in a thread; else it is done already
    atomic_bool ready;
    const struct draft_key *key;
    const char *words;
    uint8_t salt[SEAL_SALT];
    struct buffer closed;
    int failed;
};

struct custody {
    struct custody_setup setup;
    struct draft_key *key;
    char *words; // RESUME_BYTES in secret memory, or NULL
    char name[DRAFT_NAME];
    uint8_t id[ENTRY_ID];
    struct journal journal;
    struct stretching stretching;
    int64_t since;
};

_Static_assert((int)DRAFT_ID == (int)ENTRY_ID, "a record takes its draft's id");
_Static_assert(2 * (int)ENTRY_ID + 1 <= (int)DRAFT_NAME, "a draft is named by its id");

// Weaker than a reader's passphrase would need: four words of 2,048 are 44 bits, drawn, not chosen,
// and a draft lives for hours or, prepared, for weeks. 128 MiB are there on the smallest machine.
static const struct seal_cost words_cost = {.passes = 3, .kibibytes = 128 << 10};

static void *stretch(void *context)
{
    struct stretching *stretching = context;
    stretching->failed = draft_key_close_words(stretching->key, stretching->words, stretching->salt,
                                               words_cost, &stretching->closed);
    atomic_store(&stretching->ready, true);
    return NULL;
}

static void begin_stretching(struct custody *custody)
{
    struct stretching *stretching = &custody->stretching;
    stretching->key = custody->key;
    stretching->words = custody->words;
    draft_words_salt(custody->setup.installation->terminal, custody->since, stretching->salt);
    buffer_init(&stretching->closed, LIMIT_JOURNAL_FRAME);
    stretching->begun = true;
    stretching->beside = pthread_create(&stretching->thread, NULL, stretch, stretching) == 0;
    if (!stretching->beside) {
        stretch(stretching); // no second thread to be had: now, then
    }
}

// Waits for it if it must, and lays what came of it into the draft.
static void end_stretching(struct custody *custody)
{
    struct stretching *stretching = &custody->stretching;
    if (!stretching->begun) {
        return;
    }
    stretching->begun = false;
    if (stretching->beside) {
        pthread_join(stretching->thread, NULL);
    }
    if (stretching->failed == 0) {
        // Without it the words do not open the draft; a reader does.
        (void)journal_append_words(&custody->journal, stretching->closed.bytes,
                                   stretching->closed.length);
    }
    buffer_clear(&stretching->closed);
}

void custody_tick(struct custody *custody)
{
    if (custody->stretching.begun && atomic_load(&custody->stretching.ready)) {
        end_stretching(custody);
    }
}

void custody_settle(struct custody *custody)
{
    end_stretching(custody);
}

static struct custody *custody_new(const struct custody_setup *setup)
{
    struct custody *custody = calloc(1, sizeof *custody);
    if (custody == NULL) {
        die("out of memory");
    }
    custody->setup = *setup;
    custody->journal.fd = -1;
    return custody;
}

void custody_close(struct custody *custody)
{
    if (custody == NULL) {
        return;
    }
    int error = errno;
    end_stretching(custody);
    journal_close(&custody->journal);
    draft_key_free(custody->key);
    seal_secret_free(custody->words);
    free(custody);
    errno = error;
}

static int draw_key(struct custody *custody, struct buffer *opening)
{
    const struct roll *roll = &custody->setup.installation->roll;
    custody->key = draft_key_new(roll->readers, roll->count, opening);
    custody->words = custody->key != NULL ? seal_secret_new(RESUME_BYTES) : NULL;
    if (custody->words == NULL) {
        return -1;
    }
    resume_words_draw(custody->words);
    draft_key_id(custody->key, custody->id);
    hex_write(custody->id, ENTRY_ID, custody->name);
    return 0;
}

static int show_now(struct custody *custody, bool help)
{
    struct store_now now = {.since = custody->since, .help = help};
    memcpy(now.id, custody->id, ENTRY_ID);
    return store_now_set(custody->setup.installation->store, &now);
}

struct custody *custody_begin(const struct custody_setup *setup, int64_t now)
{
    if (installation_refresh(setup->installation) != 0) {
        return NULL;
    }
    struct custody *custody = custody_new(setup);
    struct buffer opening;
    buffer_init(&opening, DRAFT_OPENING_MOST);
    int failed = draw_key(custody, &opening);
    if (failed == 0) {
        failed =
            drafts_begin(setup->drafts, custody->name, custody->key, &opening, &custody->journal);
    }
    int error = errno;
    buffer_clear(&opening);
    if (failed != 0) {
        custody_close(custody);
        errno = error;
        return NULL;
    }
    custody->since = now;
    begin_stretching(custody);
    (void)show_now(custody, false); // the queue does without a sign of life
    return custody;
}

static int open_draft(struct custody *custody, const char *name, struct interview **out)
{
    snprintf(custody->name, sizeof custody->name, "%s", name);
    draft_key_id(custody->key, custody->id);
    return drafts_resume(custody->setup.drafts, name, false, custody->setup.form, custody->key,
                         &custody->journal, out);
}

// The key of one draft, by words or by a reader. NULL with errno.
static struct draft_key *key_of(struct drafts *drafts, const char *name, struct draft_words *words,
                                const struct reader *reader, const struct reader_secret *secret)
{
    struct buffer opening, closed;
    struct draft_key *key = NULL;
    buffer_init(&opening, DRAFT_OPENING_MOST);
    buffer_init(&closed, LIMIT_JOURNAL_FRAME);
    if (drafts_keys(drafts, name, false, &opening, &closed) == 0) {
        errno = EACCES;
        if (words == NULL) {
            key = draft_key_open(opening.bytes, opening.length, reader, secret);
        } else if (closed.length > 0) {
            key = draft_key_open_words(opening.bytes, opening.length, closed.bytes, closed.length,
                                       words);
        }
    }
    int error = errno;
    buffer_clear(&opening);
    buffer_clear(&closed);
    errno = error;
    return key;
}

static struct custody *take(const struct custody_setup *setup, struct draft_key *key,
                            const char *name, struct interview **out)
{
    struct custody *custody = custody_new(setup);
    custody->key = key;
    int failed = open_draft(custody, name, out);
    while (failed != 0 && errno == ESTALE && custody->setup.other != NULL) {
        custody->setup = *custody->setup.other;
        failed = open_draft(custody, name, out);
    }
    if (failed != 0) {
        custody_close(custody);
        return NULL;
    }
    custody->setup.other = NULL; // it need not live as long
    return custody;
}

struct custody *custody_reopen(const struct custody_setup *setup, const char *name,
                               const struct reader *reader, const struct reader_secret *secret,
                               struct interview **out)
{
    struct draft_key *key = key_of(setup->drafts, name, NULL, reader, secret);
    return key != NULL ? take(setup, key, name, out) : NULL;
}

struct custody *custody_resume(const struct custody_setup *setup, const char *words,
                               struct interview **out)
{
    struct draft *list = NULL;
    size_t count = 0, found = 0;
    if (drafts_list(setup->drafts, &list, &count) != 0) {
        return NULL;
    }
    struct draft_words *tried = draft_words_new(words);
    struct draft_key *key = NULL;
    for (size_t i = 0; tried != NULL && i < count && key == NULL; i++) {
        if (list[i].words && !list[i].done) {
            key = key_of(setup->drafts, list[i].name, tried, NULL, NULL);
            found = i;
        }
    }
    struct custody *custody = NULL;
    errno = tried != NULL ? ENOENT : errno;
    draft_words_free(tried);
    if (key != NULL) {
        custody = take(setup, key, list[found].name, out);
    }
    free(list);
    if (custody == NULL) {
        return NULL;
    }
    custody->words = seal_secret_new(RESUME_BYTES);
    if (custody->words != NULL) {
        snprintf(custody->words, RESUME_BYTES, "%s", words);
    }
    return custody;
}

struct journal *custody_journal(struct custody *custody)
{
    return &custody->journal;
}

const struct form *custody_form(const struct custody *custody)
{
    return custody->setup.form;
}

const char *custody_words(const struct custody *custody)
{
    return custody->words;
}

bool custody_unlocks(const struct custody *custody, const char *typed)
{
    char read[RESUME_BYTES] = "";
    int wrong;
    bool same = custody->words != NULL && resume_words_read(typed, read, &wrong) &&
                strlen(read) == strlen(custody->words) &&
                seal_same(read, custody->words, strlen(read));
    seal_wipe(read, sizeof read);
    return same;
}

// What kind of entry, made of the answers as they stand; plain bytes are wiped before it returns.
static int add_entry(struct custody *custody, enum entry_kind kind, const struct handover *handover)
{
    struct installation *installation = custody->setup.installation;
    struct entry entry;
    struct entry_wrap wraps[READERS_MOST];
    struct buffer headline, body;
    size_t count = 0;
    if (installation_refresh(installation) != 0) {
        return -1;
    }
    buffer_init(&headline, ENTRY_HEADLINE_MOST);
    buffer_init(&body, ENTRY_BODY_MOST);
    handover_write(handover, &headline, &body);
    entry_init(&entry, kind, handover->ended);
    // A purge must know without a key which records are of today only.
    facts_add(&entry.open, "keep", handover_today_only(handover->answers) ? "today" : "days");
    if (kind == ENTRY_INTERVIEW) {
        memcpy(entry.id, custody->id, ENTRY_ID);
    } else {
        entry_name(&entry, custody->id);
    }
    errno = EFBIG;
    int failed =
        headline.full || body.full
            ? -1
            : entry_seal(&entry, headline.bytes, headline.length, body.bytes, body.length,
                         installation->roll.readers, installation->roll.count, wraps, &count);
    if (failed == 0) {
        failed = installation_add(installation, &entry, wraps, count);
    }
    int error = errno;
    buffer_clear(&headline);
    buffer_clear(&body);
    entry_clear(&entry);
    errno = error;
    return failed;
}

static struct handover handover_of(const struct custody *custody, const struct interview *interview,
                                   const struct answers *answers, int64_t began, int64_t now)
{
    struct handover handover = {
        .interview = interview,
        .answers = answers,
        .rules = custody->setup.rules,
        .clinic = custody->setup.clinic,
        .rules_hash = custody->setup.rules_hash,
        .began = began,
        .ended = now,
        .east = custody->setup.east,
        .program = custody->setup.program,
        .face = custody->setup.face,
    };
    memcpy(handover.id, custody->id, ENTRY_ID);
    return handover;
}

int custody_partial(struct custody *custody, const struct interview *interview, int64_t began,
                    int64_t now)
{
    // The interview goes on; what is sealed is how it would stand if it ended here.
    struct answers *ended = answers_copy(interview_answers(interview));
    answers_end(ended, true);
    struct handover handover = handover_of(custody, interview, ended, began, now);
    int failed = add_entry(custody, ENTRY_PARTIAL, &handover);
    int error = errno;
    answers_free(ended);
    errno = error;
    return failed;
}

struct partials {
    const uint8_t *id;
    size_t count;
};

static int count_partial(void *context, const struct entry *entry)
{
    struct partials *partials = context;
    uint8_t id[ENTRY_ID];
    partials->count += entry_named(entry, id) && memcmp(id, partials->id, sizeof id) == 0;
    return 0;
}

bool custody_owes_partial(struct custody *custody, const struct interview *interview)
{
    const struct store_walk walk = {.kinds = 1u << ENTRY_PARTIAL};
    struct partials partials = {.id = custody->id};
    size_t count, shown = 0;
    const struct event *trail = interview_trail(interview, &count);
    for (size_t i = 0; i < count; i++) {
        shown += trail[i].kind == EVENT_INTERRUPT;
    }
    return shown > 0 &&
           (store_walk(custody->setup.installation->store, &walk, count_partial, &partials) != 0 ||
            partials.count < shown);
}

int custody_finish(struct custody *custody, const struct interview *interview, int64_t began,
                   int64_t now, char slip[SLIP_BYTES])
{
    struct handover handover =
        handover_of(custody, interview, interview_answers(interview), began, now);
    if (slip[0] == '\0') {
        slip_draw(slip);
    }
    handover.slip = slip;
    handover.finished = true;
    if (add_entry(custody, ENTRY_INTERVIEW, &handover) != 0 && errno != EEXIST) {
        return -1; // EEXIST: it did become a record, and only that could not be told before
    }
    end_stretching(custody);
    // A draft that stays is known by its record, and removed by custody_tidy.
    (void)drafts_discard(custody->setup.drafts, custody->name);
    return 0;
}

int custody_discard(struct custody *custody)
{
    end_stretching(custody);
    (void)store_now_clear(custody->setup.installation->store, custody->id);
    (void)store_waiting_clear(custody->setup.installation->store, custody->id);
    return drafts_discard(custody->setup.drafts, custody->name);
}

int custody_call(struct custody *custody)
{
    return show_now(custody, true);
}

int custody_answer_call(struct custody *custody)
{
    return store_now_answer(custody->setup.installation->store, custody->id);
}

int custody_set_aside(struct custody *custody, const uint8_t of[ENTRY_ID], int64_t now)
{
    struct store *store = custody->setup.installation->store;
    struct store_waiting waiting = {.since = now};
    memcpy(waiting.of, of, ENTRY_ID);
    return store_waiting_set(store, custody->id, &waiting) == 0
               ? store_now_clear(store, custody->id)
               : -1;
}

int custody_take_up(struct custody *custody, int64_t now)
{
    enum { LISTED = 256 };
    struct store_now list[LISTED];
    size_t count = 0;
    custody->since = now;
    // Left from here on, it is as any other that was left.
    (void)store_waiting_clear(custody->setup.installation->store, custody->id);
    if (store_now_list(custody->setup.installation->store, list, LISTED, &count) != 0) {
        return -1;
    }
    for (size_t i = 0; i < count && i < LISTED; i++) {
        if (memcmp(list[i].id, custody->id, sizeof list[i].id) == 0) {
            custody->since = list[i].since;
            return 0;
        }
    }
    return show_now(custody, false);
}

int custody_tidy(struct installation *installation, struct drafts *drafts)
{
    struct draft *list = NULL;
    size_t count = 0;
    if (drafts_list(drafts, &list, &count) != 0) {
        return -1;
    }
    int removed = 0;
    for (size_t i = 0; i < count; i++) {
        uint8_t id[ENTRY_ID];
        struct entry entry;
        if (!hex_read(list[i].name, strlen(list[i].name), id, sizeof id)) {
            continue;
        }
        entry_init(&entry, ENTRY_INTERVIEW, 0);
        if (store_find(installation->store, id, &entry) == 0 &&
            drafts_discard(drafts, list[i].name) == 0) {
            (void)store_now_clear(installation->store, id);
            (void)store_waiting_clear(installation->store, id);
            removed++;
        }
        entry_clear(&entry);
    }
    free(list);
    return removed;
}
