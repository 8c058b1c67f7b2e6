#ifndef RECORD_READER_H
#define RECORD_READER_H

#include "record/seal.h"

#include <stddef.h>

// A reader: a therapist who can open records. What everyone may know, the lock on what only the
// passphrase opens, and, while someone is at work, the opened secret.
enum {
    READER_ID = 8,     // the first bytes of the hash of both public keys
    READER_NAME = 128, // bytes, with NUL
    READERS_MOST = 32,
    PASSPHRASE_LEAST = 12, // characters
    PASSPHRASE_MOST = 1024,
    READER_LOCK = SEAL_COST + SEAL_SALT + SEAL_KEY + SEAL_CIPHER_MORE, // bytes of a lock
};

struct reader {
    uint8_t id[READER_ID];
    char name[READER_NAME];
    uint8_t box[SEAL_KEY];  // sealed to
    uint8_t sign[SEAL_KEY]; // signs with
    bool removed;           // nothing new is sealed to them
};

// An opened reader: one seed in secret memory, from which both secret keys come.
struct reader_secret;

// A new reader with a fresh seed; of a longer name, what fits. NULL with errno if there is no
// locked memory.
struct reader_secret *reader_new(const char *name, struct reader *out);
// From the recovery sheet: *out gets everything but the name.
struct reader_secret *reader_from_seed(const uint8_t seed[SEAL_KEY], struct reader *out);
void reader_secret_free(struct reader_secret *secret); // wipes
// For the recovery sheet. Wipe it when the sheet is printed.
void reader_seed(const struct reader_secret *secret, uint8_t out[SEAL_KEY]);

// Why a passphrase will not do, as a sentence for whom it is asked of; NULL if it will.
const char *passphrase_problem(const char *passphrase);
// The seed under a passphrase: about as long as the cost says. -1 with errno (see seal_stretch).
int reader_lock(const struct reader_secret *secret, const char *passphrase, struct seal_cost cost,
                uint8_t out[READER_LOCK]);
// NULL: a wrong passphrase, a lock that was touched or is another's (errno EBADMSG: which of them,
// nobody can tell), or no memory (ENOMEM).
struct reader_secret *reader_unlock(const struct reader *reader, const uint8_t lock[READER_LOCK],
                                    const char *passphrase);

// Opens what was closed to reader->box; see seal_box_open.
int reader_open(const struct reader_secret *secret, const uint8_t *box, size_t length, void *out);
// The key of what a reader keeps for themselves (folded.h), a subkey of the seed. It wants wiping.
void reader_own_key(const struct reader_secret *secret, uint8_t out[SEAL_KEY]);
void reader_sign(const struct reader_secret *secret, const uint8_t hash[SEAL_HASH],
                 uint8_t out[SEAL_SIGNATURE]);

#endif
