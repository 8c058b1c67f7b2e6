// One seed, from which both secret keys come: the first subkey opens boxes, the second signs.

#include "record/reader.h"

#include <errno.h>
#include <stdio.h>
#include <string.h>

enum { FOR_BOX = 1, FOR_SIGN = 2 };

struct reader_secret {
    uint8_t seed[SEAL_KEY];
    uint8_t box[SEAL_KEY], box_public[SEAL_KEY];
    uint8_t sign[SEAL_KEY];
};

struct reader_secret *reader_from_seed(const uint8_t seed[SEAL_KEY], struct reader *out)
{
    struct reader_secret *secret = seal_secret_new(sizeof *secret);
    if (secret == NULL) {
        return NULL;
    }
    memcpy(secret->seed, seed, SEAL_KEY);
    seal_subkey(seed, FOR_BOX, secret->sign);
    seal_box_pair(secret->sign, secret->box_public, secret->box);
    seal_subkey(seed, FOR_SIGN, secret->sign);
    memcpy(out->box, secret->box_public, SEAL_KEY);
    seal_sign_pair(secret->sign, out->sign);
    out->removed = false;
    uint8_t hash[SEAL_HASH];
    const struct seal_part keys[] = {{out->box, SEAL_KEY}, {out->sign, SEAL_KEY}};
    seal_hash(keys, 2, hash);
    memcpy(out->id, hash, READER_ID);
    return secret;
}

struct reader_secret *reader_new(const char *name, struct reader *out)
{
    uint8_t seed[SEAL_KEY];
    *out = (struct reader){.removed = false};
    snprintf(out->name, sizeof out->name, "%s", name);
    seal_random(seed, sizeof seed);
    struct reader_secret *secret = reader_from_seed(seed, out);
    seal_wipe(seed, sizeof seed);
    return secret;
}

void reader_secret_free(struct reader_secret *secret)
{
    seal_secret_free(secret);
}

void reader_seed(const struct reader_secret *secret, uint8_t out[SEAL_KEY])
{
    memcpy(out, secret->seed, SEAL_KEY);
}

int reader_lock(const struct reader_secret *secret, const char *passphrase, struct seal_cost cost,
                uint8_t out[READER_LOCK])
{
    uint8_t key[SEAL_KEY];
    memcpy(out, &cost.passes, 4);
    memcpy(out + 4, &cost.kibibytes, 4);
    seal_random(out + 8, SEAL_SALT);
    if (seal_stretch(passphrase, strlen(passphrase), out + 8, cost, key) != 0) {
        return -1;
    }
    seal_close(key, out, 8 + SEAL_SALT, secret->seed, SEAL_KEY, out + 8 + SEAL_SALT);
    seal_wipe(key, sizeof key);
    return 0;
}

struct reader_secret *reader_unlock(const struct reader *reader, const uint8_t lock[READER_LOCK],
                                    const char *passphrase)
{
    struct seal_cost cost;
    struct reader found = *reader;
    uint8_t key[SEAL_KEY], seed[SEAL_KEY];
    memcpy(&cost.passes, lock, 4);
    memcpy(&cost.kibibytes, lock + 4, 4);
    if (seal_stretch(passphrase, strlen(passphrase), lock + 8, cost, key) != 0) {
        return NULL;
    }
    struct reader_secret *secret = NULL;
    errno = EBADMSG;
    if (seal_open(key, lock, 8 + SEAL_SALT, lock + 8 + SEAL_SALT, SEAL_KEY + SEAL_CIPHER_MORE,
                  seed) == 0) {
        secret = reader_from_seed(seed, &found);
    }
    seal_wipe(key, sizeof key);
    seal_wipe(seed, sizeof seed);
    return secret;
}

int reader_open(const struct reader_secret *secret, const uint8_t *box, size_t length, void *out)
{
    return seal_box_open(secret->box_public, secret->box, box, length, out);
}

void reader_sign(const struct reader_secret *secret, const uint8_t hash[SEAL_HASH],
                 uint8_t out[SEAL_SIGNATURE])
{
    seal_sign(secret->sign, hash, out);
}
