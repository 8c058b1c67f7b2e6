#include "record/seal.h"

#include "base/ensure.h"

#include <errno.h>
#include <sodium.h>
#include <string.h>
#include <time.h>

_Static_assert(SEAL_HASH == crypto_generichash_BYTES, "hash");
_Static_assert(SEAL_KEY == crypto_box_PUBLICKEYBYTES, "public key");
_Static_assert(SEAL_KEY == crypto_box_SECRETKEYBYTES, "secret key");
_Static_assert(SEAL_KEY == crypto_box_SEEDBYTES, "seed of a box pair");
_Static_assert(SEAL_KEY == crypto_sign_SEEDBYTES, "seed of a signing pair");
_Static_assert(SEAL_KEY == crypto_kdf_KEYBYTES, "key to derive from");
_Static_assert(SEAL_KEY == crypto_aead_xchacha20poly1305_ietf_KEYBYTES, "cipher key");
_Static_assert(SEAL_SALT == crypto_pwhash_SALTBYTES, "salt");
_Static_assert(SEAL_SIGNATURE == crypto_sign_BYTES, "signature");
_Static_assert(SEAL_BOX_MORE == crypto_box_SEALBYTES, "sealed box");

enum {
    NONCE = crypto_aead_xchacha20poly1305_ietf_NPUBBYTES,
    TAG = crypto_aead_xchacha20poly1305_ietf_ABYTES,
    // Bounds of a cost: libsodium's "interactive" below; a file may ask for no more than 4 GiB.
    LEAST_KIBIBYTES = 64 << 10,
    MOST_KIBIBYTES = 4 << 20,
    MOST_PASSES = 64,
    LEAST_PASSES = 2,
};
_Static_assert(SEAL_CIPHER_MORE == NONCE + TAG, "nonce and tag");

// Eight letters that keep this program's subkeys apart from any other's.
static const char subkey_context[crypto_kdf_CONTEXTBYTES] = "intake01";

int seal_start(void)
{
    return sodium_init() < 0 ? -1 : 0;
}

void seal_random(void *out, size_t length)
{
    randombytes_buf(out, length);
}

uint32_t seal_pick(uint32_t count)
{
    return randombytes_uniform(count);
}

bool seal_same(const void *a, const void *b, size_t length)
{
    return sodium_memcmp(a, b, length) == 0;
}

void seal_wipe(void *bytes, size_t length)
{
    sodium_memzero(bytes, length);
}

void *seal_secret_new(size_t length)
{
    void *secret = sodium_malloc(length);
    // sodium_malloc locks what it can and says nothing where it cannot.
    if (secret != NULL && sodium_mlock(secret, length) != 0) {
        sodium_free(secret);
        errno = ENOMEM;
        return NULL;
    }
    return secret;
}

void seal_secret_free(void *secret)
{
    sodium_free(secret);
}

void seal_hash(const struct seal_part *parts, size_t count, uint8_t out[SEAL_HASH])
{
    crypto_generichash_state state;
    crypto_generichash_init(&state, NULL, 0, SEAL_HASH);
    for (size_t i = 0; i < count; i++) {
        uint8_t length[8];
        for (size_t k = 0; k < sizeof length; k++) {
            length[k] = (uint8_t)((uint64_t)parts[i].length >> (8 * k));
        }
        crypto_generichash_update(&state, length, sizeof length);
        crypto_generichash_update(&state, parts[i].bytes, parts[i].length);
    }
    crypto_generichash_final(&state, out, SEAL_HASH);
}

void seal_subkey(const uint8_t seed[SEAL_KEY], uint64_t purpose, uint8_t out[SEAL_KEY])
{
    crypto_kdf_derive_from_key(out, SEAL_KEY, purpose, subkey_context, seed);
}

void seal_box_pair(const uint8_t seed[SEAL_KEY], uint8_t public[SEAL_KEY], uint8_t secret[SEAL_KEY])
{
    crypto_box_seed_keypair(public, secret, seed);
}

void seal_box_close(const uint8_t public[SEAL_KEY], const void *bytes, size_t length, uint8_t *out)
{
    // It fails for a key that is no point of the curve, and a reader's key was made by this
    // program.
    ensure(crypto_box_seal(out, bytes, length, public) == 0);
}

int seal_box_open(const uint8_t public[SEAL_KEY], const uint8_t secret[SEAL_KEY],
                  const uint8_t *box, size_t length, void *out)
{
    if (length < SEAL_BOX_MORE) {
        return -1;
    }
    return crypto_box_seal_open(out, box, length, public, secret) == 0 ? 0 : -1;
}

void seal_close(const uint8_t key[SEAL_KEY], const void *with, size_t with_length,
                const void *bytes, size_t length, uint8_t *out)
{
    randombytes_buf(out, NONCE);
    crypto_aead_xchacha20poly1305_ietf_encrypt(out + NONCE, NULL, bytes, length, with, with_length,
                                               NULL, out, key);
}

int seal_open(const uint8_t key[SEAL_KEY], const void *with, size_t with_length,
              const uint8_t *closed, size_t length, void *out)
{
    if (length < SEAL_CIPHER_MORE) {
        return -1;
    }
    return crypto_aead_xchacha20poly1305_ietf_decrypt(
               out, NULL, NULL, closed + NONCE, length - NONCE, with, with_length, closed, key) == 0
               ? 0
               : -1;
}

void seal_sign_pair(const uint8_t seed[SEAL_KEY], uint8_t public[SEAL_KEY])
{
    uint8_t secret[crypto_sign_SECRETKEYBYTES];
    crypto_sign_seed_keypair(public, secret, seed);
    sodium_memzero(secret, sizeof secret);
}

void seal_sign(const uint8_t seed[SEAL_KEY], const uint8_t hash[SEAL_HASH],
               uint8_t out[SEAL_SIGNATURE])
{
    uint8_t public[SEAL_KEY], secret[crypto_sign_SECRETKEYBYTES];
    crypto_sign_seed_keypair(public, secret, seed);
    crypto_sign_detached(out, NULL, hash, SEAL_HASH, secret);
    sodium_memzero(secret, sizeof secret);
}

int seal_verify(const uint8_t public[SEAL_KEY], const uint8_t hash[SEAL_HASH],
                const uint8_t signature[SEAL_SIGNATURE])
{
    return crypto_sign_verify_detached(signature, hash, SEAL_HASH, public) == 0 ? 0 : -1;
}

void seal_write_cost(struct seal_cost cost, uint8_t out[SEAL_COST])
{
    for (int i = 0; i < 4; i++) {
        out[i] = (uint8_t)(cost.passes >> (8 * i));
        out[4 + i] = (uint8_t)(cost.kibibytes >> (8 * i));
    }
}

struct seal_cost seal_read_cost(const uint8_t bytes[SEAL_COST])
{
    struct seal_cost cost = {0};
    for (int i = 0; i < 4; i++) {
        cost.passes |= (uint32_t)bytes[i] << (8 * i);
        cost.kibibytes |= (uint32_t)bytes[4 + i] << (8 * i);
    }
    return cost;
}

static bool stretch(const char *said, size_t length, const uint8_t salt[SEAL_SALT],
                    struct seal_cost cost, uint8_t out[SEAL_KEY])
{
    return crypto_pwhash(out, SEAL_KEY, said, length, salt, cost.passes,
                         (size_t)cost.kibibytes << 10, crypto_pwhash_ALG_ARGON2ID13) == 0;
}

// Seconds one stretching takes; less than 0: there is not the memory.
static double measure(struct seal_cost cost)
{
    static const uint8_t salt[SEAL_SALT] = {0};
    uint8_t key[SEAL_KEY];
    struct timespec began, ended;
    clock_gettime(CLOCK_MONOTONIC, &began);
    bool done = stretch("measured", 8, salt, cost, key);
    clock_gettime(CLOCK_MONOTONIC, &ended);
    sodium_memzero(key, sizeof key);
    double seconds =
        (double)(ended.tv_sec - began.tv_sec) + (double)(ended.tv_nsec - began.tv_nsec) / 1e9;
    return done ? seconds : -1;
}

struct seal_cost seal_measure_cost(void)
{
    const double least = 0.5, most = 1.0;
    // Memory is what a thief's machines have least of, so it grows first.
    struct seal_cost cost = {.passes = 3, .kibibytes = LEAST_KIBIBYTES};
    double took = measure(cost);
    while (took >= 0 && took < least && cost.kibibytes < MOST_KIBIBYTES / 4) {
        struct seal_cost more = {cost.passes, cost.kibibytes * 2};
        double longer = measure(more);
        if (longer < 0 || longer > most) {
            break;
        }
        cost = more;
        took = longer;
    }
    while (took >= 0 && took < least && cost.passes < MOST_PASSES) {
        cost.passes++;
        took = measure(cost);
    }
    return cost;
}

int seal_stretch(const char *said, size_t length, const uint8_t salt[SEAL_SALT],
                 struct seal_cost cost, uint8_t out[SEAL_KEY])
{
    if (cost.passes < LEAST_PASSES || cost.passes > MOST_PASSES ||
        cost.kibibytes < LEAST_KIBIBYTES || cost.kibibytes > MOST_KIBIBYTES) {
        errno = EBADMSG;
        return -1;
    }
    if (!stretch(said, length, salt, cost, out)) {
        errno = ENOMEM;
        return -1;
    }
    return 0;
}
