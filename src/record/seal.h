#ifndef RECORD_SEAL_H
#define RECORD_SEAL_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// The one door to libsodium. Nothing here is invented: each call is one construction of the
// library, under the name of what it is for. Sizes are fixed, so that the formats built on them are
// too.
//
//   hashing      BLAKE2b-256
//   boxes        X25519 sealed boxes: anyone may close one, the owner of the secret may open it
//   ciphers      XChaCha20-Poly1305 with a random nonce and additional data
//   signatures   Ed25519
//   stretching   Argon2id
enum {
    SEAL_HASH = 32,
    SEAL_KEY = 32, // of a cipher; a seed; a secret or public half of a pair
    SEAL_SALT = 16,
    SEAL_SIGNATURE = 64,
    SEAL_BOX_MORE = 48,    // a box is longer than what it holds by
    SEAL_CIPHER_MORE = 40, // the same for a cipher: nonce and tag
};

// Before anything else, once for a process. -1: the library refuses to start (no randomness).
int seal_start(void);
void seal_random(void *out, size_t length);
uint32_t seal_pick(uint32_t count); // one of 0 to count - 1, each as likely
bool seal_same(const void *a, const void *b, size_t length); // in constant time
void seal_wipe(void *bytes, size_t length);

// Memory for secrets: locked, never in a core dump, with guard pages, wiped when it is freed. NULL
// with errno if it cannot be locked. freeing NULL is fine.
void *seal_secret_new(size_t length);
void seal_secret_free(void *secret);

struct seal_part {
    const void *bytes;
    size_t length;
};
// Over the parts, each preceded by its length, so that no two lists of parts hash alike.
void seal_hash(const struct seal_part *parts, size_t count, uint8_t out[SEAL_HASH]);

// A subkey of a seed: another `purpose` (1, 2 ...) is another key, and none tells of the seed.
void seal_subkey(const uint8_t seed[SEAL_KEY], uint64_t purpose, uint8_t out[SEAL_KEY]);

// Boxes. `out` holds length + SEAL_BOX_MORE; opening holds that much less, and returns -1 if the
// box is another's or was touched.
void seal_box_pair(const uint8_t seed[SEAL_KEY], uint8_t public[SEAL_KEY],
                   uint8_t secret[SEAL_KEY]);
void seal_box_close(const uint8_t public[SEAL_KEY], const void *bytes, size_t length, uint8_t *out);
int seal_box_open(const uint8_t public[SEAL_KEY], const uint8_t secret[SEAL_KEY],
                  const uint8_t *box, size_t length, void *out);

// Ciphers. `out` holds length + SEAL_CIPHER_MORE. `with` is what must be the same when opening,
// and is not hidden. Opening returns -1 if any of it was touched.
void seal_close(const uint8_t key[SEAL_KEY], const void *with, size_t with_length,
                const void *bytes, size_t length, uint8_t *out);
int seal_open(const uint8_t key[SEAL_KEY], const void *with, size_t with_length,
              const uint8_t *closed, size_t length, void *out);

// Signatures over a hash.
void seal_sign_pair(const uint8_t seed[SEAL_KEY], uint8_t public[SEAL_KEY]);
void seal_sign(const uint8_t seed[SEAL_KEY], const uint8_t hash[SEAL_HASH],
               uint8_t out[SEAL_SIGNATURE]);
int seal_verify(const uint8_t public[SEAL_KEY], const uint8_t hash[SEAL_HASH],
                const uint8_t signature[SEAL_SIGNATURE]);

// How hard a passphrase is stretched: passes, and kibibytes of memory. Kept beside what it locks.
struct seal_cost {
    uint32_t passes;
    uint32_t kibibytes;
};
enum { SEAL_COST = 8 }; // bytes of a cost
void seal_write_cost(struct seal_cost cost, uint8_t out[SEAL_COST]);
struct seal_cost seal_read_cost(const uint8_t bytes[SEAL_COST]);
// The cost that takes at least 0.5 s, and where memory allows no more than 1 s, on this machine; at
// least libsodium's "interactive". Takes about two seconds itself. It measures what the machine has
// to spare now: a busy one is given less.
struct seal_cost seal_measure_cost(void);
// A key from what a person remembers. -1 with errno: ENOMEM there is not the memory for it, EBADMSG
// the cost is not one this program would ever have chosen (a file may ask for anything).
int seal_stretch(const char *said, size_t length, const uint8_t salt[SEAL_SALT],
                 struct seal_cost cost, uint8_t out[SEAL_KEY]);

#endif
