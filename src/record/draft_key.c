// What is closed with a draft's key holds, beside its place, to the hash of the opening: a draft
// whose opening was changed in any byte, in another reader's part too, opens nothing, and no frame
// can move from one draft to another.
//
// An opening: mark, id, how many readers (one byte), and for each their id and the key in a box.
// Words: cost, salt, the key closed under the stretched
// words, and nothing at all closed under the key, over what stands before: the mark of who had it.
#include "record/draft_key.h"

#include "base/ensure.h"
#include "record/words.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const uint8_t mark[] = {'i', 'n', 't', 'a', 'k', 'e', 'd', '1'};

enum {
    BOX = SEAL_KEY + SEAL_BOX_MORE,
    OPENING_ID = sizeof mark,
    OPENING_COUNT = OPENING_ID + DRAFT_ID,
    OPENING_READERS = OPENING_COUNT + 1,
    OPENING_READER = READER_ID + BOX,
    WORDS_KEY = SEAL_COST + SEAL_SALT,
    WORDS_PROOF = WORDS_KEY + SEAL_KEY + SEAL_CIPHER_MORE,
    WORDS_BYTES = WORDS_PROOF + SEAL_CIPHER_MORE,
    SALT_DAYS = 30,
};
_Static_assert(OPENING_READERS + READERS_MOST * OPENING_READER <= DRAFT_OPENING_MOST, "an opening");

struct draft_key {
    uint8_t key[SEAL_KEY];
    uint8_t id[DRAFT_ID];
    uint8_t opening[SEAL_HASH];
};

static void set_opening(struct draft_key *key, const uint8_t *opening, size_t length)
{
    memcpy(key->id, opening + OPENING_ID, DRAFT_ID);
    seal_hash((const struct seal_part[]){{opening, length}}, 1, key->opening);
}

struct draft_key *draft_key_new(const struct reader *readers, size_t count, struct buffer *opening)
{
    uint8_t id[DRAFT_ID], box[BOX], present = 0;
    for (size_t i = 0; i < count; i++) {
        present = (uint8_t)(present + !readers[i].removed);
    }
    if (present == 0 || count > READERS_MOST) {
        errno = EINVAL;
        return NULL;
    }
    struct draft_key *key = seal_secret_new(sizeof *key);
    if (key == NULL) {
        return NULL;
    }
    seal_random(key->key, sizeof key->key);
    seal_random(id, sizeof id);
    buffer_add(opening, mark, sizeof mark);
    buffer_add(opening, id, sizeof id);
    buffer_add(opening, &present, 1);
    for (size_t i = 0; i < count; i++) {
        if (!readers[i].removed) {
            seal_box_close(readers[i].box, key->key, sizeof key->key, box);
            buffer_add(opening, readers[i].id, READER_ID);
            buffer_add(opening, box, sizeof box);
        }
    }
    set_opening(key, (const uint8_t *)opening->bytes, opening->length);
    return key;
}

void draft_key_free(struct draft_key *key)
{
    seal_secret_free(key);
}

void draft_key_id(const struct draft_key *key, uint8_t out[DRAFT_ID])
{
    memcpy(out, key->id, DRAFT_ID);
}

bool draft_is_opening(const void *bytes, size_t length)
{
    const uint8_t *opening = bytes;
    return length > OPENING_READERS && memcmp(opening, mark, sizeof mark) == 0 &&
           length == OPENING_READERS + (size_t)opening[OPENING_COUNT] * OPENING_READER;
}

bool draft_key_fits(const struct draft_key *key, const void *opening, size_t length)
{
    uint8_t hash[SEAL_HASH];
    seal_hash((const struct seal_part[]){{opening, length}}, 1, hash);
    return seal_same(hash, key->opening, sizeof hash);
}

// What the words' two ciphers hold to: the opening, and the bytes of `closed` before them.
enum { WITH_WORDS_MOST = SEAL_HASH + WORDS_PROOF };

static size_t with_words(const uint8_t opening[SEAL_HASH], const uint8_t *closed, size_t before,
                         uint8_t with[WITH_WORDS_MOST])
{
    memcpy(with, opening, SEAL_HASH);
    memcpy(with + SEAL_HASH, closed, before);
    return SEAL_HASH + before;
}

void draft_words_salt(const uint8_t terminal[SEAL_KEY], int64_t now, uint8_t out[SEAL_SALT])
{
    static const char what[] = "intake resume words 1";
    uint8_t hash[SEAL_HASH], span[8];
    uint64_t number = (uint64_t)(now / ((int64_t)SALT_DAYS * 86400));
    for (size_t i = 0; i < sizeof span; i++) {
        span[i] = (uint8_t)(number >> (8 * i));
    }
    seal_hash(
        (const struct seal_part[]){{what, sizeof what}, {terminal, SEAL_KEY}, {span, sizeof span}},
        3, hash);
    memcpy(out, hash, SEAL_SALT);
}

int draft_key_close_words(const struct draft_key *key, const char *words,
                          const uint8_t salt[SEAL_SALT], struct seal_cost cost, struct buffer *out)
{
    uint8_t closed[WORDS_BYTES], with[WITH_WORDS_MOST];
    uint8_t *stretched = seal_secret_new(SEAL_KEY);
    if (stretched == NULL) {
        return -1;
    }
    seal_write_cost(cost, closed);
    memcpy(closed + SEAL_COST, salt, SEAL_SALT);
    int failed = seal_stretch(words, strlen(words), salt, cost, stretched);
    int error = errno;
    if (failed == 0) {
        size_t length = with_words(key->opening, closed, WORDS_KEY, with);
        seal_close(stretched, with, length, key->key, SEAL_KEY, closed + WORDS_KEY);
        length = with_words(key->opening, closed, WORDS_PROOF, with);
        seal_close(key->key, with, length, NULL, 0, closed + WORDS_PROOF);
        buffer_add(out, closed, sizeof closed);
    }
    seal_secret_free(stretched);
    errno = error;
    return failed;
}

int draft_key_check_words(const struct draft_key *key, const void *closed, size_t length)
{
    uint8_t with[WITH_WORDS_MOST];
    const uint8_t *bytes = closed;
    if (length != WORDS_BYTES) {
        return -1;
    }
    size_t with_length = with_words(key->opening, bytes, WORDS_PROOF, with);
    return seal_open(key->key, with, with_length, bytes + WORDS_PROOF, SEAL_CIPHER_MORE, NULL);
}

static struct draft_key *refuse(struct draft_key *key, int error)
{
    draft_key_free(key);
    errno = error;
    return NULL;
}

struct draft_key *draft_key_open(const void *opening, size_t length, const struct reader *reader,
                                 const struct reader_secret *secret)
{
    const uint8_t *bytes = opening;
    if (!draft_is_opening(opening, length)) {
        errno = EBADMSG;
        return NULL;
    }
    struct draft_key *key = seal_secret_new(sizeof *key);
    if (key == NULL) {
        return NULL;
    }
    set_opening(key, bytes, length);
    for (size_t at = OPENING_READERS; at < length; at += OPENING_READER) {
        if (memcmp(bytes + at, reader->id, READER_ID) == 0) {
            return reader_open(secret, bytes + at + READER_ID, BOX, key->key) == 0
                       ? key
                       : refuse(key, EBADMSG);
        }
    }
    return refuse(key, EACCES);
}

struct draft_words {
    char words[RESUME_BYTES];
    bool stretched; // then `key` is what `by` makes of them
    uint8_t by[SEAL_COST + SEAL_SALT];
    uint8_t key[SEAL_KEY];
};

struct draft_words *draft_words_new(const char *words)
{
    size_t length = strlen(words);
    if (length >= RESUME_BYTES) {
        errno = EINVAL;
        return NULL;
    }
    struct draft_words *made = seal_secret_new(sizeof *made);
    if (made != NULL) {
        memcpy(made->words, words, length + 1);
        made->stretched = false;
    }
    return made;
}

void draft_words_free(struct draft_words *words)
{
    seal_secret_free(words);
}

// Stretches them as a draft says, unless that is how they are stretched. -1 with errno.
static int stretch(struct draft_words *words, const uint8_t by[SEAL_COST + SEAL_SALT])
{
    if (words->stretched && memcmp(words->by, by, sizeof words->by) == 0) {
        return 0;
    }
    words->stretched = seal_stretch(words->words, strlen(words->words), by + SEAL_COST,
                                    seal_read_cost(by), words->key) == 0;
    memcpy(words->by, by, sizeof words->by);
    return words->stretched ? 0 : -1;
}

struct draft_key *draft_key_open_words(const void *opening, size_t opening_length,
                                       const void *closed, size_t closed_length,
                                       struct draft_words *words)
{
    const uint8_t *bytes = closed;
    uint8_t with[WITH_WORDS_MOST];
    if (!draft_is_opening(opening, opening_length) || closed_length != WORDS_BYTES) {
        errno = EBADMSG;
        return NULL;
    }
    struct draft_key *key = seal_secret_new(sizeof *key);
    int error = 0;
    if (key == NULL || stretch(words, bytes) != 0) {
        error = errno;
    } else {
        set_opening(key, opening, opening_length);
        size_t length = with_words(key->opening, bytes, WORDS_KEY, with);
        if (seal_open(words->key, with, length, bytes + WORDS_KEY, SEAL_KEY + SEAL_CIPHER_MORE,
                      key->key) != 0) {
            error = EACCES;
        } else if (draft_key_check_words(key, closed, closed_length) != 0) {
            error = EBADMSG;
        }
    }
    return error == 0 ? key : refuse(key, error);
}

enum { WITH_FRAME = SEAL_HASH + 8, END_OF_HELD = 0x80 };

static void with_frame(const struct draft_key *key, uint64_t number, uint8_t with[WITH_FRAME])
{
    memcpy(with, key->opening, SEAL_HASH);
    for (int i = 0; i < 8; i++) {
        with[SEAL_HASH + i] = (uint8_t)(number >> (8 * i));
    }
}

// Full blocks, with at least the one byte that ends what is held.
static size_t full_blocks(size_t length)
{
    return (length / DRAFT_BLOCK + 1) * DRAFT_BLOCK;
}

size_t draft_frame_bytes(size_t length)
{
    return full_blocks(length) + SEAL_CIPHER_MORE;
}

void draft_close_frame(const struct draft_key *key, uint64_t number, const void *bytes,
                       size_t length, uint8_t *out)
{
    uint8_t with[WITH_FRAME], usual[2 * DRAFT_BLOCK];
    size_t full = full_blocks(length);
    uint8_t *blocks = full <= sizeof usual ? usual : malloc(full);
    if (blocks == NULL) {
        die("out of memory");
    }
    memcpy(blocks, bytes, length);
    blocks[length] = END_OF_HELD;
    memset(blocks + length + 1, 0, full - length - 1);
    with_frame(key, number, with);
    seal_close(key->key, with, sizeof with, blocks, full, out);
    seal_wipe(blocks, full);
    if (blocks != usual) {
        free(blocks);
    }
}

int draft_open_frame(const struct draft_key *key, uint64_t number, const uint8_t *closed,
                     size_t length, void *out, size_t *holds)
{
    uint8_t with[WITH_FRAME];
    const uint8_t *blocks = out;
    with_frame(key, number, with);
    if (seal_open(key->key, with, sizeof with, closed, length, out) != 0) {
        return -1;
    }
    size_t end = length - SEAL_CIPHER_MORE;
    while (end > 0 && blocks[end - 1] == 0) {
        end--;
    }
    if (end == 0 || blocks[end - 1] != END_OF_HELD) {
        return -1;
    }
    *holds = end - 1;
    return 0;
}
