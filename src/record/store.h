#ifndef RECORD_STORE_H
#define RECORD_STORE_H

#include "record/entry.h"

// Where entries are kept: one interface, so that a clinic's network can put another database behind
// it. Several programs of one machine may have the same store open; each call is whole or did not
// happen. Failures: -1 with errno (ENOSPC, EROFS, EACCES, EIO, EBUSY, EBADMSG damaged, ENOENT).
struct store;

// DATA/store.db; made if it is not there and `make` is true.
struct store *store_open(const char *folder, bool make);
void store_close(struct store *store);

// The newest entry; 0 and number 0 if there is none. hash is what the next one's `before` will be.
int store_head(struct store *store, uint64_t *number, uint8_t hash[SEAL_HASH]);
// Chains, signs and adds an entry with its wraps, in one transaction that also reads the head: two
// programs adding at once are one after the other. EEXIST: an entry of that id is there.
int store_add(struct store *store, struct entry *entry, const struct entry_wrap *wraps,
              size_t count, const uint8_t terminal_seed[SEAL_KEY]);
// By number or by id, with everything in it. entry_init before, entry_clear after.
int store_get(struct store *store, uint64_t number, struct entry *entry);
int store_find(struct store *store, const uint8_t id[ENTRY_ID], struct entry *entry);
int store_wrap(struct store *store, uint64_t number, const uint8_t reader[READER_ID],
               struct entry_wrap *out);
int store_add_wrap(struct store *store, uint64_t number, const struct entry_wrap *wrap);
// Calls `see` for entries of the kinds in `kinds` (1u << kind) from `from` upwards, or, newest
// first, from `from` downwards (0: from the newest); without headline and body unless `whole`.
// Stops when it returns non-zero, and returns that.
struct store_walk {
    uint64_t from;
    unsigned kinds;
    bool newest_first, whole;
};
int store_walk(struct store *store, const struct store_walk *walk,
               int (*see)(void *context, const struct entry *entry), void *context);
// Takes the sealed bytes and wraps of an entry away (overwritten on disk) and adds the tombstone
// that says so, in one transaction.
int store_purge(struct store *store, const uint8_t id[ENTRY_ID], struct entry *tombstone,
                const uint8_t terminal_seed[SEAL_KEY]);

// Locks of readers: replaced when a passphrase is changed, nothing of the old one stays.
int store_set_lock(struct store *store, const uint8_t reader[READER_ID],
                   const uint8_t lock[READER_LOCK]);
int store_lock(struct store *store, const uint8_t reader[READER_ID], uint8_t lock[READER_LOCK]);

// Forms, rules and settings as they were, by the hash of what was loaded. Adding what is there is
// fine.
int store_keep(struct store *store, const uint8_t hash[SEAL_HASH], const void *bytes,
               size_t length);
int store_kept(struct store *store, const uint8_t hash[SEAL_HASH], struct buffer *out);

// Calls for help and interviews under way: who holds them, no content. They are of this moment and
// not of the chain.
struct store_now {
    uint8_t id[ENTRY_ID]; // the draft's
    int64_t since;
    bool help; // "I need help"
};
int store_now_set(struct store *store, const struct store_now *now);
int store_now_clear(struct store *store, const uint8_t id[ENTRY_ID]);
size_t store_now_list(struct store *store, struct store_now *list, size_t size);

// A consistent copy of all of it as `name`, while others write. The copy is read back.
int store_copy(struct store *store, const char *name);
// Number of changes others made; differs when something is new.
int store_version(struct store *store, int64_t *version);

#endif
