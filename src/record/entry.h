#ifndef RECORD_ENTRY_H
#define RECORD_ENTRY_H

#include "base/arena.h"
#include "base/buffer.h"
#include "record/reader.h"

// The chain: everything this installation keeps or did, one entry after the other, never changed.
// Each entry holds the hash of the one before it and is signed by the terminal, so that a loss, a
// forgery or a change of order is noticed and named. What is said of a patient is sealed to the
// readers; purging takes those bytes away and leaves the entry, whose hash is over their hashes.
enum entry_kind {
    ENTRY_SETUP =
        1, // open: clinic's name, the first reader, who signs it; the first entry and no other
    ENTRY_READER,    // open: a reader added or removed, signed by an earlier one
    ENTRY_APPROVAL,  // open: hashes of form and rules, who approved, signed by a reader
    ENTRY_INTERVIEW, // sealed: a finished interview; its id is the draft's
    ENTRY_PARTIAL,   // sealed: as far as an interview had come when an urgent finding was shown
    ENTRY_TOMBSTONE, // open: the id of an entry whose sealed bytes were purged, and why
    ENTRY_EXPIRED,   // open: the id of a draft that nobody came back to
    ENTRY_DONE,      // open: what a reader did to which entry (read, sign off, export ...), signed
    ENTRY_HEAD,      // open: number and hash of the newest entry, countersigned by a reader
    ENTRY_REMARK,    // sealed: what a therapist adds beside an entry (remark.h), never over it
    ENTRY_KINDS,
};

enum {
    ENTRY_ID = 16,
    // Bytes, before sealing.
    ENTRY_OPEN_MOST = 64 << 10,
    ENTRY_HEADLINE_MOST = 16 << 10,
    ENTRY_BODY_MOST = 16 << 20,
};

// Where the chain stands: an entry's number and hash. Number 0 (and a hash of zeros): before the
// first.
struct entry_place {
    uint64_t number;
    uint8_t hash[SEAL_HASH];
};

struct entry {
    uint64_t number; // from 1
    uint8_t id[ENTRY_ID];
    enum entry_kind kind;
    int64_t at; // seconds since 1970 by the terminal's clock
    uint8_t before[SEAL_HASH];
    uint8_t terminal[SEAL_KEY]; // who signs
    struct buffer open;         // "key value" lines in UTF-8; never of a patient
    struct buffer headline;     // closed with the entry's own key: what a queue shows
    struct buffer body;         // closed with the same key
    bool purged;                // headline and body are gone; their hashes are not
    uint8_t headline_hash[SEAL_HASH], body_hash[SEAL_HASH];
    uint8_t signature[SEAL_SIGNATURE];
};

// The entry's own key closed to one reader. They stand beside the entry, not in it: a new reader
// gets theirs later.
struct entry_wrap {
    uint8_t reader[READER_ID];
    uint8_t box[SEAL_KEY + SEAL_BOX_MORE];
};

// Draws an id; an interview's is then overwritten with its draft's, so that it is kept only once.
void entry_init(struct entry *entry, enum entry_kind kind, int64_t at);
void entry_clear(struct entry *entry);
// The open line with which a tombstone, an expired draft, a reader's act or a remark names the
// entry (or draft) it is about; false: it names none.
void entry_name(struct entry *entry, const uint8_t id[ENTRY_ID]);
bool entry_named(const struct entry *entry, uint8_t id[ENTRY_ID]);
// Is what this kind says of a patient, and so sealed?
bool entry_kind_sealed(enum entry_kind kind);

// Closes headline and body with a fresh key, bound to id and kind, and that key to each reader who
// is not removed; wraps[0..*count) are filled. `wraps` holds READERS_MOST. -1 with errno: EFBIG,
// EINVAL no reader is left to close it to, E2BIG more than READERS_MOST, ENOMEM.
int entry_seal(struct entry *entry, const void *headline, size_t headline_length, const void *body,
               size_t body_length, const struct reader *readers, size_t reader_count,
               struct entry_wrap *wraps, size_t *count);
// Opens headline or body (either may be NULL) and appends to them; they want wiping. Anyone can
// close something to a reader, so what the terminal did not sign is not opened. -1 with errno and
// nothing appended: EACCES not closed to this reader, ENODATA purged (or not read from the store),
// EBADMSG touched, or another terminal's, EFBIG there is no room for all of it, ENOMEM.
int entry_open(const struct entry *entry, const uint8_t terminal[SEAL_KEY],
               const struct entry_wrap *wrap, const struct reader_secret *secret,
               struct buffer *headline, struct buffer *body);
// The same key closed to one more reader. -1 with errno: EACCES, ENOMEM.
int entry_rewrap(const struct entry_wrap *wrap, const struct reader_secret *secret,
                 const struct reader *to, struct entry_wrap *out);

void entry_hash(const struct entry *entry, uint8_t out[SEAL_HASH]);
struct entry_place entry_place_of(const struct entry *entry);
// Gives the entry its place after `before` and signs it.
void entry_chain(struct entry *entry, const struct entry_place *before,
                 const uint8_t terminal_seed[SEAL_KEY]);

// Did this terminal sign it, as it is? (Bodies that were not read are not looked at.)
bool entry_genuine(const struct entry *entry, const uint8_t terminal[SEAL_KEY]);
// What is wrong with a whole entry after `before`, by itself and in its place; NULL if nothing is.
// The words name the entry: "entry 17: its bytes were changed after it was signed".
const char *entry_problem(const struct entry *entry, const struct entry_place *before,
                          const uint8_t terminal[SEAL_KEY], struct arena *arena);

#endif
