#ifndef RECORD_ENTRY_H
#define RECORD_ENTRY_H

#include "base/buffer.h"
#include "record/reader.h"

// The chain: everything this installation keeps or did, one entry after the other, never changed.
// Each entry holds the hash of the one before it and is signed by the terminal, so that a loss, a
// forgery or a change of order is noticed and named. What is said of a patient is sealed to the
// readers; purging takes those bytes away and leaves the entry, whose hash is over their hashes.
enum entry_kind {
    ENTRY_SETUP = 1,  // open: clinic's name, the first reader
    ENTRY_READER,     // open: a reader added or removed, signed by a reader (the first: by none)
    ENTRY_APPROVAL,   // open: hashes of form and rules, who approved, signed by a reader
    ENTRY_INTERVIEW,  // sealed: a finished interview; its id is the draft's
    ENTRY_PARTIAL,    // sealed: as far as an interview had come when an urgent finding was shown
    ENTRY_TOMBSTONE,  // open: the id of an entry whose sealed bytes were purged, and why
    ENTRY_EXPIRED,    // open: the id of a draft that nobody came back to
    ENTRY_DONE,       // open: what a reader did to which entry (read, sign off, export ...), signed
    ENTRY_HEAD,       // open: number and hash of the newest entry, countersigned by a reader
    ENTRY_CORRECTION, // sealed: a reader's note to an entry, never over it
    ENTRY_KINDS,
};

enum { ENTRY_ID = 16, ENTRY_OPEN_MOST = 64 << 10, ENTRY_SEALED_MOST = 16 << 20 };

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

void entry_init(struct entry *entry, enum entry_kind kind, int64_t at);
void entry_clear(struct entry *entry);

// Closes headline and body with a fresh key and that key to each reader who is not removed;
// wraps[0..*count) are filled. `wraps` holds READERS_MOST. -1 with errno.
int entry_seal(struct entry *entry, const void *headline, size_t headline_length, const void *body,
               size_t body_length, const struct reader *readers, size_t reader_count,
               struct entry_wrap *wraps, size_t *count);
// Opens headline or body (either may be NULL). -1 with errno: EACCES not closed to this reader,
// ENODATA purged, EBADMSG touched.
int entry_open(const struct entry *entry, const struct entry_wrap *wrap,
               const struct reader_secret *secret, struct buffer *headline, struct buffer *body);
// The same key closed to one more reader.
int entry_rewrap(const struct entry_wrap *wrap, const struct reader_secret *secret,
                 const struct reader *to, struct entry_wrap *out);

void entry_hash(const struct entry *entry, uint8_t out[SEAL_HASH]);
// Gives the entry its place after `before` (NULL: the first) and signs it.
void entry_chain(struct entry *entry, const struct entry *before,
                 const uint8_t terminal_seed[SEAL_KEY]);

// What is wrong with an entry after `before`, by itself and in its place; NULL if nothing is. The
// words name the entry: "entry 17: its bytes were changed after it was signed".
const char *entry_problem(const struct entry *entry, const struct entry *before,
                          const uint8_t terminal[SEAL_KEY], struct arena *arena);

#endif
