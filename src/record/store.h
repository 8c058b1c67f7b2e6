#ifndef RECORD_STORE_H
#define RECORD_STORE_H

#include "record/entry.h"

// Where entries are kept: one interface, so that a clinic's network can put another database behind
// it. Several programs of one machine may have the same store open; each call is whole or did not
// happen. (After ENOSPC or EIO power may fail before that is settled: whoever adds an entry again
// is told EEXIST if it did happen.) Not to be used on both sides of a fork. Failures: -1 with errno
// (ENOSPC, EROFS, EACCES, EIO, EBUSY another program wrote for seconds, EBADMSG damaged, ENOENT).
struct store;

// DATA/store.db; made if it is not there, or was never finished, and `make` is true. ENOTSUP: it is
// of a newer version of this program.
struct store *store_open(const char *folder, bool make);
void store_close(struct store *store);

// The newest entry's place; number 0 if there is none.
int store_head(struct store *store, struct entry_place *head);
// Chains, signs and adds an entry with its wraps, in one transaction that also reads the head: two
// programs adding at once are one after the other. An interview that is an entry is not under way
// any more: it leaves store_now_list by the same transaction. EEXIST: an entry of that id is there.
int store_add(struct store *store, struct entry *entry, const struct entry_wrap *wraps,
              size_t count, const uint8_t terminal_seed[SEAL_KEY]);
// By number or by id, with everything in it. entry_init before, entry_clear after, also if it
// fails.
int store_get(struct store *store, uint64_t number, struct entry *entry);
int store_find(struct store *store, const uint8_t id[ENTRY_ID], struct entry *entry);

// ENOENT: it is not closed to this reader.
int store_wrap(struct store *store, uint64_t number, const uint8_t reader[READER_ID],
               struct entry_wrap *out);
// More wraps, in one transaction. Those that are there, and those of what is purged, are passed
// over.
struct store_wrap {
    uint64_t number;
    struct entry_wrap wrap;
};
int store_add_wraps(struct store *store, const struct store_wrap *wraps, size_t count);

// Calls `see` for entries of the kinds in `kinds` (1u << kind; 0: all, of whatever kind) from
// `from` upwards, or, newest first, from `from` downwards (0: from the newest), one at a time in
// memory. `see` may use the store. Stops when it returns non-zero, and returns that.
enum store_part { STORE_OPEN, STORE_HEADLINE, STORE_WHOLE }; // what is read of each
struct store_walk {
    uint64_t from;
    unsigned kinds;
    bool newest_first;
    enum store_part part;
    // An entry that cannot be read: its number and kind (0 if all are wanted). NULL: there the walk
    // ends, EBADMSG.
    int (*damaged)(void *context, uint64_t number, int kind);
};
int store_walk(struct store *store, const struct store_walk *walk,
               int (*see)(void *context, const struct entry *entry), void *context);
// Takes the sealed bytes and wraps of an entry away (overwritten on disk, as store_scrub) and adds
// the tombstone that says so, in one transaction. ENOENT: there is none, or nothing sealed in it;
// EINVAL: the tombstone names another (see entry_name).
int store_purge(struct store *store, const uint8_t id[ENTRY_ID], struct entry *tombstone,
                const uint8_t terminal_seed[SEAL_KEY]);

// Locks of readers: replaced when a passphrase is changed, nothing of the old one stays.
int store_set_lock(struct store *store, const uint8_t reader[READER_ID],
                   const uint8_t lock[READER_LOCK]);
int store_lock(struct store *store, const uint8_t reader[READER_ID], uint8_t lock[READER_LOCK]);

// Forms, rules and settings as they were: contents (contents.h), by contents_digest of them. Adding
// what is there is fine. EINVAL: the bytes are no contents. EBADMSG: what is there is not what it
// was.
int store_keep(struct store *store, const void *bytes, size_t length, uint8_t hash[SEAL_HASH]);
int store_kept(struct store *store, const uint8_t hash[SEAL_HASH], struct buffer *out);

// Calls for help and interviews under way: who holds them, no content. They are of this moment and
// not of the chain.
struct store_now {
    uint8_t id[ENTRY_ID]; // the draft's
    int64_t since;
    bool help; // "I need help"
};
// Of one that is there already only `help` is changed.
int store_now_set(struct store *store, const struct store_now *now);
// The call for help was answered; nothing if that interview is not under way any more.
int store_now_answer(struct store *store, const uint8_t id[ENTRY_ID]);
int store_now_clear(struct store *store, const uint8_t id[ENTRY_ID]);
// Oldest first; fills at most `size`, *count is how many there are.
int store_now_list(struct store *store, struct store_now *list, size_t size, size_t *count);

// Drafts that were made ready at the desk and wait for their patient, each with something of a
// record in it.
struct store_waiting {
    int64_t since;
    uint8_t of[ENTRY_ID]; // the record's entry
};
int store_waiting_set(struct store *store, const uint8_t id[ENTRY_ID],
                      const struct store_waiting *waiting);
int store_waiting_clear(struct store *store, const uint8_t id[ENTRY_ID]);
// 1: this one does. 0: it does not.
int store_waiting_get(struct store *store, const uint8_t id[ENTRY_ID], struct store_waiting *out);

// What readers have folded (folded.h): closed bytes by reader and number, of which 0 is no entry's.
// They go with the sealed bytes of their entry. Calls `see` for each of a reader, by number; the
// bytes are borrowed, and it must not use the store. Stops when it returns non-zero, and returns
// that.
int store_folded(struct store *store, const uint8_t reader[READER_ID],
                 int (*see)(void *context, uint64_t number, const uint8_t *bytes, size_t length),
                 void *context);
struct store_fold {
    uint64_t number;
    const uint8_t *bytes;
    size_t length;
};
// In one transaction; `anew`: instead of all that there are. Those of what is purged are passed
// over.
int store_put_folded(struct store *store, const uint8_t reader[READER_ID],
                     const struct store_fold *rows, size_t count, bool anew);
int store_drop_folded(struct store *store, const uint8_t reader[READER_ID]);

// What was purged or replaced leaves the log too, and the log is emptied. Purging and new locks do
// it; where another program was reading for seconds it is left to the next time: EBUSY.
int store_scrub(struct store *store);
// Looks through the database itself and through what is kept; `say` gets a sentence for each thing
// that is wrong, *bad their number. -1: it cannot be read to its end.
int store_check(struct store *store, void (*say)(void *context, const char *sentence),
                void *context, uint64_t *bad);
// A consistent copy of all of it as the file `path`, while others write: 0600, one file, in place
// of what was there only when it is whole. It is read back from the disk and compared; EIO: it is
// not the same.
int store_copy(struct store *store, const char *path);
// Another number whenever another program changed something.
int store_version(struct store *store, int64_t *version);

#endif
