// A reader is one seed of 32 bytes. Both pairs come of it, so that a recovery sheet need carry
// nothing else; under the passphrase lies the seed alone.
#include "record/reader.h"

#include "base/text.h"

#include <errno.h>
#include <string.h>

struct reader_secret {
    uint8_t seed[SEAL_KEY];
    uint8_t box_public[SEAL_KEY];
    uint8_t box_secret[SEAL_KEY];
    uint8_t sign_seed[SEAL_KEY];
    uint8_t sign_public[SEAL_KEY];
};

enum { FOR_BOXES = 1, FOR_SIGNATURES = 2, FOR_OWN = 3 }; // purposes of subkeys of a seed

// Fills in what comes of secret->seed.
static void derive(struct reader_secret *secret)
{
    // The seed of the box pair stands for a moment where that of the other will.
    seal_subkey(secret->seed, FOR_BOXES, secret->sign_seed);
    seal_box_pair(secret->sign_seed, secret->box_public, secret->box_secret);
    seal_subkey(secret->seed, FOR_SIGNATURES, secret->sign_seed);
    seal_sign_pair(secret->sign_seed, secret->sign_public);
}

static void make_public(const struct reader_secret *secret, struct reader *out)
{
    uint8_t hash[SEAL_HASH];
    *out = (struct reader){.removed = false};
    memcpy(out->box, secret->box_public, sizeof out->box);
    memcpy(out->sign, secret->sign_public, sizeof out->sign);
    seal_hash(
        (const struct seal_part[]){{out->box, sizeof out->box}, {out->sign, sizeof out->sign}}, 2,
        hash);
    memcpy(out->id, hash, sizeof out->id);
}

// As much of a name as there is room for, whole characters.
static void copy_name(const char *name, char out[READER_NAME])
{
    size_t length = strlen(name);
    while (length >= READER_NAME) {
        length = text_previous(name, length, length);
    }
    memcpy(out, name, length);
    out[length] = '\0';
}

struct reader_secret *reader_new(const char *name, struct reader *out)
{
    struct reader_secret *secret = seal_secret_new(sizeof *secret);
    if (secret != NULL) {
        seal_random(secret->seed, sizeof secret->seed);
        derive(secret);
        make_public(secret, out);
        copy_name(name, out->name);
    }
    return secret;
}

struct reader_secret *reader_from_seed(const uint8_t seed[SEAL_KEY], struct reader *out)
{
    struct reader_secret *secret = seal_secret_new(sizeof *secret);
    if (secret != NULL) {
        memcpy(secret->seed, seed, sizeof secret->seed);
        derive(secret);
        make_public(secret, out);
    }
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

static bool is_blank(uint32_t code_point)
{
    return code_point == ' ' || code_point == 0xa0 || code_point == 0x1680 ||
           (code_point >= 0x2000 && code_point <= 0x200d) || code_point == 0x202f ||
           code_point == 0x205f || code_point == 0x3000 || code_point == 0xfeff;
}

const char *passphrase_problem(const char *passphrase)
{
    size_t length = strlen(passphrase);
    bool blank = true, forbidden = false;
    if (length > PASSPHRASE_MOST) {
        return "This passphrase is too long: 1,024 bytes are the most.";
    }
    if (text_valid(passphrase, length) != length) {
        return "This passphrase holds bytes that are no text: please check the keyboard settings.";
    }
    uint32_t code_point = 0;
    for (size_t at = 0; at < length; at += text_decode(passphrase + at, length - at, &code_point)) {
        (void)text_decode(passphrase + at, length - at, &code_point);
        blank = blank && is_blank(code_point);
        forbidden = forbidden || text_forbidden(code_point);
    }
    code_point = 0;
    if (forbidden) {
        return "This passphrase holds a key that is no character, such as Tab.";
    }
    if (blank) {
        return length == 0 ? "A passphrase is needed." : "This passphrase is nothing but blanks.";
    }
    if (text_count(passphrase, length) < PASSPHRASE_LEAST) {
        return "This passphrase is too short: please use at least 12 characters, for example four "
               "words.";
    }
    return NULL;
}

// A lock: the cost, salt, the closed seed. What stands before the seed, and both public keys, must
// be the same when it is opened.
enum { LOCK_SALT = SEAL_COST, LOCK_SEED = LOCK_SALT + SEAL_SALT };
_Static_assert(READER_LOCK == LOCK_SEED + SEAL_KEY + SEAL_CIPHER_MORE, "a lock's parts");
enum { LOCK_WITH = LOCK_SEED + 2 * SEAL_KEY };

static void lock_with(const uint8_t lock[READER_LOCK], const uint8_t box[SEAL_KEY],
                      const uint8_t sign[SEAL_KEY], uint8_t with[LOCK_WITH])
{
    memcpy(with, lock, LOCK_SEED);
    memcpy(with + LOCK_SEED, box, SEAL_KEY);
    memcpy(with + LOCK_SEED + SEAL_KEY, sign, SEAL_KEY);
}

int reader_lock(const struct reader_secret *secret, const char *passphrase, struct seal_cost cost,
                uint8_t out[READER_LOCK])
{
    uint8_t with[LOCK_WITH], *key = seal_secret_new(SEAL_KEY);
    if (key == NULL) {
        return -1;
    }
    seal_write_cost(cost, out);
    seal_random(out + LOCK_SALT, SEAL_SALT);
    int failed = seal_stretch(passphrase, strlen(passphrase), out + LOCK_SALT, cost, key);
    if (failed == 0) {
        lock_with(out, secret->box_public, secret->sign_public, with);
        seal_close(key, with, sizeof with, secret->seed, SEAL_KEY, out + LOCK_SEED);
    }
    int error = errno;
    seal_secret_free(key);
    errno = error;
    return failed;
}

// The seed under a lock into secret->seed. 0, or an error number.
static int open_lock(const struct reader *reader, const uint8_t lock[READER_LOCK],
                     const char *passphrase, struct reader_secret *secret)
{
    uint8_t with[LOCK_WITH];
    // The key stands where it will be written over.
    if (seal_stretch(passphrase, strlen(passphrase), lock + LOCK_SALT, seal_read_cost(lock),
                     secret->box_secret) != 0) {
        return errno;
    }
    lock_with(lock, reader->box, reader->sign, with);
    if (seal_open(secret->box_secret, with, sizeof with, lock + LOCK_SEED,
                  SEAL_KEY + SEAL_CIPHER_MORE, secret->seed) != 0) {
        return EBADMSG;
    }
    derive(secret);
    return seal_same(secret->box_public, reader->box, SEAL_KEY) &&
                   seal_same(secret->sign_public, reader->sign, SEAL_KEY)
               ? 0
               : EBADMSG;
}

struct reader_secret *reader_unlock(const struct reader *reader, const uint8_t lock[READER_LOCK],
                                    const char *passphrase)
{
    struct reader_secret *secret = seal_secret_new(sizeof *secret);
    if (secret == NULL) {
        return NULL;
    }
    int error = open_lock(reader, lock, passphrase, secret);
    if (error != 0) {
        seal_secret_free(secret);
        errno = error;
        return NULL;
    }
    return secret;
}

int reader_open(const struct reader_secret *secret, const uint8_t *box, size_t length, void *out)
{
    return seal_box_open(secret->box_public, secret->box_secret, box, length, out);
}

void reader_own_key(const struct reader_secret *secret, uint8_t out[SEAL_KEY])
{
    seal_subkey(secret->seed, FOR_OWN, out);
}

void reader_sign(const struct reader_secret *secret, const uint8_t hash[SEAL_HASH],
                 uint8_t out[SEAL_SIGNATURE])
{
    seal_sign(secret->sign_seed, hash, out);
}
