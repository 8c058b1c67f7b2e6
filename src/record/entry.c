// One entry of the chain. Its hash is over everything but the sealed bytes, of which it holds the
// hashes: so they can be purged and the chain stays whole. The entry's own key exists only inside
// entry_seal and entry_open, in locked memory.

#include "record/entry.h"

#include "base/ensure.h"
#include "record/facts.h"

#include <errno.h>
#include <inttypes.h>
#include <stdlib.h>
#include <string.h>

// What is signed begins with what it is, so that no signature can pass for one of something else.
static const char is_entry[] = "intake entry 1";
static const char is_headline[] = "intake headline 1", is_body[] = "intake body 1";

enum { WORD = 8, BOUND = sizeof is_headline + ENTRY_ID + WORD };

static void put_word(uint8_t out[WORD], uint64_t value)
{
    for (size_t i = 0; i < WORD; i++) {
        out[i] = (uint8_t)(value >> (8 * i));
    }
}

static void hash_bytes(const void *bytes, size_t length, uint8_t out[SEAL_HASH])
{
    const struct seal_part part = {bytes, length};
    seal_hash(&part, 1, out);
}

void entry_init(struct entry *entry, enum entry_kind kind, int64_t at)
{
    *entry = (struct entry){.kind = kind, .at = at};
    seal_random(entry->id, sizeof entry->id);
    buffer_init(&entry->open, ENTRY_OPEN_MOST);
    buffer_init(&entry->headline, ENTRY_HEADLINE_MOST + SEAL_CIPHER_MORE);
    buffer_init(&entry->body, ENTRY_BODY_MOST + SEAL_CIPHER_MORE);
    hash_bytes("", 0, entry->headline_hash);
    hash_bytes("", 0, entry->body_hash);
}

void entry_clear(struct entry *entry)
{
    buffer_clear(&entry->open);
    buffer_clear(&entry->headline);
    buffer_clear(&entry->body);
    *entry = (struct entry){.number = 0};
}

void entry_name(struct entry *entry, const uint8_t id[ENTRY_ID])
{
    facts_add_hex(&entry->open, "entry", id, ENTRY_ID);
}

bool entry_named(const struct entry *entry, uint8_t id[ENTRY_ID])
{
    return facts_hex(&entry->open, "entry", id, ENTRY_ID);
}

bool entry_kind_sealed(enum entry_kind kind)
{
    return kind == ENTRY_INTERVIEW || kind == ENTRY_PARTIAL || kind == ENTRY_REMARK;
}

// What a sealed part is bound to: which it is, of which entry. Returns the bytes used.
static size_t bind(const struct entry *entry, const char *is, uint8_t out[BOUND])
{
    size_t length = strlen(is);
    memcpy(out, is, length);
    memcpy(out + length, entry->id, ENTRY_ID);
    put_word(out + length + ENTRY_ID, (uint64_t)entry->kind);
    return length + ENTRY_ID + WORD;
}

static void close_part(const struct entry *entry, const char *is, const uint8_t key[SEAL_KEY],
                       const void *bytes, size_t length, struct buffer *out,
                       uint8_t hash[SEAL_HASH])
{
    uint8_t with[BOUND];
    size_t bound = bind(entry, is, with);
    uint8_t *closed = malloc(length + SEAL_CIPHER_MORE);
    if (closed == NULL) {
        die("out of memory");
    }
    seal_close(key, with, bound, bytes, length, closed);
    buffer_reset(out);
    buffer_add(out, closed, length + SEAL_CIPHER_MORE);
    ensure(!out->full);
    hash_bytes(closed, length + SEAL_CIPHER_MORE, hash);
    free(closed);
}

// How many of the readers something new is closed to; 0 with errno if it cannot be.
static size_t count_present(const struct reader *readers, size_t count)
{
    size_t present = 0;
    for (size_t i = 0; i < count; i++) {
        present += !readers[i].removed;
    }
    if (present == 0 || present > READERS_MOST) {
        errno = present == 0 ? EINVAL : E2BIG;
        return 0;
    }
    return present;
}

int entry_seal(struct entry *entry, const void *headline, size_t headline_length, const void *body,
               size_t body_length, const struct reader *readers, size_t reader_count,
               struct entry_wrap *wraps, size_t *count)
{
    ensure(entry_kind_sealed(entry->kind));
    *count = 0;
    if (headline_length > ENTRY_HEADLINE_MOST || body_length > ENTRY_BODY_MOST) {
        errno = EFBIG;
        return -1;
    }
    if (count_present(readers, reader_count) == 0) {
        return -1;
    }
    uint8_t *key = seal_secret_new(SEAL_KEY);
    if (key == NULL) {
        return -1;
    }
    seal_random(key, SEAL_KEY);
    close_part(entry, is_headline, key, headline, headline_length, &entry->headline,
               entry->headline_hash);
    close_part(entry, is_body, key, body, body_length, &entry->body, entry->body_hash);
    for (size_t i = 0; i < reader_count; i++) {
        if (!readers[i].removed) {
            struct entry_wrap *wrap = &wraps[(*count)++];
            memcpy(wrap->reader, readers[i].id, READER_ID);
            seal_box_close(readers[i].box, key, SEAL_KEY, wrap->box);
        }
    }
    seal_secret_free(key);
    return 0;
}

// The entry's key out of a wrap, in secret memory. NULL with errno.
static uint8_t *open_wrap(const struct entry_wrap *wrap, const struct reader_secret *secret)
{
    uint8_t *key = seal_secret_new(SEAL_KEY);
    if (key != NULL && reader_open(secret, wrap->box, sizeof wrap->box, key) != 0) {
        seal_secret_free(key);
        errno = EACCES;
        return NULL;
    }
    return key;
}

// One part opened, at once into a place of its size so that growing leaves no copies; to be wiped
// and freed. NULL: it was touched.
static uint8_t *open_part(const struct entry *entry, const char *is, const uint8_t key[SEAL_KEY],
                          const struct buffer *closed)
{
    uint8_t with[BOUND];
    size_t bound = bind(entry, is, with);
    uint8_t *opened = malloc(closed->length + 1);
    if (opened == NULL) {
        die("out of memory");
    }
    if (seal_open(key, with, bound, (const uint8_t *)closed->bytes, closed->length, opened) != 0) {
        free(opened);
        return NULL;
    }
    return opened;
}

// Appends to `to`, unless that is NULL, and wipes.
static void hand_over(struct buffer *to, uint8_t *opened, size_t closed_length)
{
    size_t length = closed_length - SEAL_CIPHER_MORE;
    if (opened == NULL) {
        return;
    }
    if (to != NULL) {
        buffer_add(to, opened, length);
    }
    seal_wipe(opened, length);
    free(opened);
}

static bool same_bytes(const struct buffer *bytes, const uint8_t hash[SEAL_HASH])
{
    uint8_t found[SEAL_HASH];
    hash_bytes(bytes->bytes, bytes->length, found);
    return seal_same(found, hash, SEAL_HASH);
}

static bool has_room(const struct buffer *to, const struct buffer *closed)
{
    return to == NULL || closed->length <= SEAL_CIPHER_MORE ||
           closed->length - SEAL_CIPHER_MORE <= to->maximum - to->length;
}

int entry_open(const struct entry *entry, const uint8_t terminal[SEAL_KEY],
               const struct entry_wrap *wrap, const struct reader_secret *secret,
               struct buffer *headline, struct buffer *body)
{
    if (entry->purged || (headline != NULL && entry->headline.length == 0) ||
        (body != NULL && entry->body.length == 0)) {
        errno = ENODATA;
        return -1;
    }
    if (!entry_genuine(entry, terminal) ||
        (headline != NULL && !same_bytes(&entry->headline, entry->headline_hash)) ||
        (body != NULL && !same_bytes(&entry->body, entry->body_hash))) {
        errno = EBADMSG;
        return -1;
    }
    if (!has_room(headline, &entry->headline) || !has_room(body, &entry->body)) {
        errno = EFBIG;
        return -1;
    }
    uint8_t *key = open_wrap(wrap, secret);
    if (key == NULL) {
        return -1;
    }
    uint8_t *first = headline == NULL ? NULL : open_part(entry, is_headline, key, &entry->headline);
    uint8_t *second = body == NULL ? NULL : open_part(entry, is_body, key, &entry->body);
    seal_secret_free(key);
    // What the terminal signed is as it was; where it does not open, the wrap holds another key.
    bool opened = (first != NULL) == (headline != NULL) && (second != NULL) == (body != NULL);
    hand_over(opened ? headline : NULL, first, entry->headline.length);
    hand_over(opened ? body : NULL, second, entry->body.length);
    errno = EBADMSG;
    return opened ? 0 : -1;
}

int entry_rewrap(const struct entry_wrap *wrap, const struct reader_secret *secret,
                 const struct reader *to, struct entry_wrap *out)
{
    uint8_t *key = open_wrap(wrap, secret);
    if (key == NULL) {
        return -1;
    }
    memcpy(out->reader, to->id, READER_ID);
    seal_box_close(to->box, key, SEAL_KEY, out->box);
    seal_secret_free(key);
    return 0;
}

void entry_hash(const struct entry *entry, uint8_t out[SEAL_HASH])
{
    uint8_t fixed[3 * WORD];
    put_word(fixed, entry->number);
    put_word(fixed + WORD, (uint64_t)entry->kind);
    put_word(fixed + 2 * WORD, (uint64_t)entry->at);
    const struct seal_part parts[] = {
        {is_entry, strlen(is_entry)},
        {fixed, sizeof fixed},
        {entry->id, ENTRY_ID},
        {entry->before, SEAL_HASH},
        {entry->terminal, SEAL_KEY},
        {entry->open.bytes, entry->open.length},
        {entry->headline_hash, SEAL_HASH},
        {entry->body_hash, SEAL_HASH},
    };
    seal_hash(parts, sizeof parts / sizeof *parts, out);
}

struct entry_place entry_place_of(const struct entry *entry)
{
    struct entry_place place = {.number = entry->number};
    entry_hash(entry, place.hash);
    return place;
}

void entry_chain(struct entry *entry, const struct entry_place *before,
                 const uint8_t terminal_seed[SEAL_KEY])
{
    uint8_t hash[SEAL_HASH];
    entry->number = before->number + 1;
    memcpy(entry->before, before->hash, SEAL_HASH);
    seal_sign_pair(terminal_seed, entry->terminal);
    entry_hash(entry, hash);
    seal_sign(terminal_seed, hash, entry->signature);
}

bool entry_genuine(const struct entry *entry, const uint8_t terminal[SEAL_KEY])
{
    uint8_t hash[SEAL_HASH];
    entry_hash(entry, hash);
    return seal_same(entry->terminal, terminal, SEAL_KEY) &&
           seal_verify(terminal, hash, entry->signature) == 0;
}

// What is wrong with it wherever it stands.
static const char *own_problem(const struct entry *entry, const uint8_t terminal[SEAL_KEY])
{
    if (!seal_same(entry->terminal, terminal, SEAL_KEY)) {
        return "it was signed by another terminal";
    }
    if (!entry_genuine(entry, terminal)) {
        return "its bytes were changed after it was signed";
    }
    if (entry->kind < ENTRY_SETUP || entry->kind >= ENTRY_KINDS) {
        return "it is of a kind that this program does not know";
    }
    size_t sealed = entry->headline.length + entry->body.length;
    if (entry->purged) {
        bool fine = entry_kind_sealed(entry->kind) && sealed == 0;
        return fine ? NULL : "it is marked as purged and cannot be";
    }
    if (entry_kind_sealed(entry->kind) && sealed == 0) {
        return "its sealed bytes are missing";
    }
    if (!same_bytes(&entry->headline, entry->headline_hash) ||
        !same_bytes(&entry->body, entry->body_hash)) {
        return "its sealed bytes were changed";
    }
    return NULL;
}

const char *entry_problem(const struct entry *entry, const struct entry_place *before,
                          const uint8_t terminal[SEAL_KEY], struct arena *arena)
{
    const char *problem = own_problem(entry, terminal);
    if (problem != NULL) {
        return arena_print(arena, "entry %" PRIu64 ": %s", entry->number, problem);
    }
    if (entry->number > before->number + 2) {
        return arena_print(arena,
                           "entry %" PRIu64 ": entries %" PRIu64 " to %" PRIu64 " are missing",
                           entry->number, before->number + 1, entry->number - 1);
    }
    if (entry->number == before->number + 2) {
        return arena_print(arena, "entry %" PRIu64 ": entry %" PRIu64 " is missing", entry->number,
                           entry->number - 1);
    }
    if (entry->number != before->number + 1) {
        return arena_print(arena, "entry %" PRIu64 ": it stands after entry %" PRIu64,
                           entry->number, before->number);
    }
    if (!seal_same(entry->before, before->hash, SEAL_HASH)) {
        return arena_print(arena,
                           "entry %" PRIu64 ": the entry before it is not the one it followed",
                           entry->number);
    }
    return NULL;
}
