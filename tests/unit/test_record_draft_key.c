// The key of an open draft: who opens it and who does not, and that nothing which was touched or
// moved opens.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "record/draft_key.h"
#include "record_fixture.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static const struct seal_cost cheap = {.passes = 2, .kibibytes = 64 << 10};
static const char words[] = "maple otter cloud river";
static const uint8_t salt[SEAL_SALT] = "a month at ours";

enum { ADA, BO, GONE, READERS };
enum { CLOSED = DRAFT_BLOCK + SEAL_CIPHER_MORE };

struct keyring {
    struct reader readers[READERS];
    struct reader_secret *secrets[READERS];
    struct draft_key *key;
    struct buffer opening;
};

static int set_up(void **state)
{
    struct keyring *clinic = calloc(1, sizeof *clinic);
    if (seal_start() != 0) {
        return -1;
    }
    for (size_t i = 0; i < READERS; i++) {
        clinic->secrets[i] = reader_new("Reader", &clinic->readers[i]);
    }
    clinic->readers[GONE].removed = true;
    buffer_init(&clinic->opening, DRAFT_OPENING_MOST);
    clinic->key = draft_key_new(clinic->readers, READERS, &clinic->opening);
    *state = clinic;
    return clinic->key == NULL ? -1 : 0;
}

static int tear_down(void **state)
{
    struct keyring *clinic = *state;
    for (size_t i = 0; i < READERS; i++) {
        reader_secret_free(clinic->secrets[i]);
    }
    draft_key_free(clinic->key);
    buffer_clear(&clinic->opening);
    free(clinic);
    return 0;
}

static struct draft_key *open_as(const struct keyring *clinic, int reader)
{
    return draft_key_open(clinic->opening.bytes, clinic->opening.length, &clinic->readers[reader],
                          clinic->secrets[reader]);
}

// Both are the key of one draft: what one closes the other opens.
static void assert_alike(const struct draft_key *a, const struct draft_key *b)
{
    size_t holds = 0;
    uint8_t closed[CLOSED], out[DRAFT_BLOCK], first[DRAFT_ID], second[DRAFT_ID];
    assert_non_null(a);
    assert_non_null(b);
    draft_close_frame(a, 7, "hello", 5, closed);
    assert_int_equal(draft_open_frame(b, 7, closed, sizeof closed, out, &holds), 0);
    assert_int_equal(holds, 5);
    assert_memory_equal(out, "hello", 5);
    draft_key_id(a, first);
    draft_key_id(b, second);
    assert_memory_equal(first, second, DRAFT_ID);
}

static void test_readers_open_it(void **state)
{
    struct keyring *clinic = *state;
    for (int i = ADA; i <= BO; i++) {
        struct draft_key *key = open_as(clinic, i);
        assert_alike(clinic->key, key);
        assert_true(draft_key_fits(key, clinic->opening.bytes, clinic->opening.length));
        draft_key_free(key);
    }
    assert_null(open_as(clinic, GONE));
    assert_int_equal(errno, EACCES);
    // Under another's name.
    assert_null(draft_key_open(clinic->opening.bytes, clinic->opening.length, &clinic->readers[ADA],
                               clinic->secrets[BO]));
    assert_int_equal(errno, EBADMSG);
    draft_key_free(NULL);
}

static void test_nobody_to_close_it_to(void **state)
{
    struct keyring *clinic = *state;
    struct buffer opening;
    buffer_init(&opening, DRAFT_OPENING_MOST);
    assert_null(draft_key_new(NULL, 0, &opening));
    assert_int_equal(errno, EINVAL);
    assert_null(draft_key_new(&clinic->readers[GONE], 1, &opening));
    assert_int_equal(errno, EINVAL);
    assert_int_equal(opening.length, 0);
    buffer_clear(&opening);
}

static void test_every_byte_of_an_opening(void **state)
{
    struct keyring *clinic = *state;
    uint8_t *bytes = (uint8_t *)clinic->opening.bytes;
    size_t holds = 0;
    uint8_t closed[CLOSED], out[DRAFT_BLOCK];
    size_t length = clinic->opening.length;
    draft_close_frame(clinic->key, 3, "hello", 5, closed);
    for (size_t i = 0; i < length; i++) {
        bytes[i] ^= 1;
        assert_false(draft_key_fits(clinic->key, bytes, length));
        // Also where the change is in another reader's part.
        struct draft_key *key = open_as(clinic, ADA);
        assert_true(key == NULL ||
                    draft_open_frame(key, 3, closed, sizeof closed, out, &holds) != 0);
        draft_key_free(key);
        bytes[i] ^= 1;
    }
    for (size_t shorter = 0; shorter < length; shorter++) {
        assert_false(draft_is_opening(bytes, shorter));
        assert_null(draft_key_open(bytes, shorter, &clinic->readers[ADA], clinic->secrets[ADA]));
    }
}

static void test_words_open_it(void **state)
{
    struct keyring *clinic = *state;
    struct buffer closed;
    buffer_init(&closed, 1024);
    assert_int_equal(draft_key_close_words(clinic->key, words, salt, cheap, &closed), 0);
    assert_int_equal(draft_key_check_words(clinic->key, closed.bytes, closed.length), 0);
    struct draft_key *key = record_fixture_open_words(clinic->opening.bytes, clinic->opening.length,
                                                      closed.bytes, closed.length, words);
    assert_alike(clinic->key, key);
    draft_key_free(key);
    static const char *const wrong[] = {"maple otter cloud", "otter maple cloud river",
                                        "maple otter cloud rive", ""};
    for (size_t i = 0; i < sizeof wrong / sizeof *wrong; i++) {
        assert_null(record_fixture_open_words(clinic->opening.bytes, clinic->opening.length,
                                              closed.bytes, closed.length, wrong[i]));
        assert_int_equal(errno, EACCES);
    }
    assert_int_equal(
        draft_key_close_words(clinic->key, words, salt, (struct seal_cost){1, 1}, &closed), -1);
    assert_int_equal(errno, EBADMSG);
    buffer_clear(&closed);
}

// Each byte of the closed words is noticed by who has the key; by who has the words, some are tried
// (each costs a stretching).
static void test_touched_words(void **state)
{
    struct keyring *clinic = *state;
    struct buffer closed, other;
    buffer_init(&closed, 1024);
    buffer_init(&other, DRAFT_OPENING_MOST);
    assert_int_equal(draft_key_close_words(clinic->key, words, salt, cheap, &closed), 0);
    for (size_t i = 0; i < closed.length; i++) {
        closed.bytes[i] ^= 0x40;
        assert_int_equal(draft_key_check_words(clinic->key, closed.bytes, closed.length), -1);
        if (i < SEAL_COST || i % 19 == 0 || i + 1 == closed.length) {
            assert_null(record_fixture_open_words(clinic->opening.bytes, clinic->opening.length,
                                                  closed.bytes, closed.length, words));
        }
        closed.bytes[i] ^= 0x40;
    }
    for (size_t shorter = 0; shorter < closed.length; shorter++) {
        assert_int_equal(draft_key_check_words(clinic->key, closed.bytes, shorter), -1);
    }
    // Of another draft of the same clinic.
    struct draft_key *key = draft_key_new(clinic->readers, READERS, &other);
    assert_int_equal(draft_key_check_words(key, closed.bytes, closed.length), -1);
    assert_null(
        record_fixture_open_words(other.bytes, other.length, closed.bytes, closed.length, words));
    assert_int_equal(errno, EACCES);
    draft_key_free(key);
    buffer_clear(&other);
    buffer_clear(&closed);
}

// The words of one month are stretched alike, at one terminal: what was stretched for one draft is
// tried on the next. Words of another month or terminal are stretched anew, and open as well.
static void test_words_among_drafts(void **state)
{
    struct keyring *clinic = *state;
    enum { DAY = 86400, DRAFTS = 4 };
    static const struct {
        uint8_t terminal;
        int64_t now;
    } when[DRAFTS] = {{1, 0}, {1, 30 * DAY - 1}, {1, 30 * DAY}, {2, 0}};
    uint8_t salts[DRAFTS][SEAL_SALT], terminal[SEAL_KEY] = {0};
    struct buffer openings[DRAFTS], closed[DRAFTS];
    struct draft_words *tried = draft_words_new(words);
    for (size_t i = 0; i < DRAFTS; i++) {
        terminal[0] = when[i].terminal;
        draft_words_salt(terminal, when[i].now, salts[i]);
        buffer_init(&openings[i], DRAFT_OPENING_MOST);
        buffer_init(&closed[i], 1024);
        struct draft_key *key = draft_key_new(clinic->readers, READERS, &openings[i]);
        const char *said = i == 0 ? "maple otter cloud lake" : words;
        assert_int_equal(draft_key_close_words(key, said, salts[i], cheap, &closed[i]), 0);
        draft_key_free(key);
    }
    assert_memory_equal(salts[0], salts[1], SEAL_SALT);
    assert_memory_not_equal(salts[0], salts[2], SEAL_SALT);
    assert_memory_not_equal(salts[0], salts[3], SEAL_SALT);
    for (size_t i = 0; i < DRAFTS; i++) {
        struct draft_key *key = draft_key_open_words(openings[i].bytes, openings[i].length,
                                                     closed[i].bytes, closed[i].length, tried);
        assert_int_equal(key != NULL, i > 0);
        draft_key_free(key);
        buffer_clear(&openings[i]);
        buffer_clear(&closed[i]);
    }
    draft_words_free(tried);
    assert_null(draft_words_new("maple otter cloud river maple otter cloud river"));
    assert_int_equal(errno, EINVAL);
}

static void test_frames(void **state)
{
    struct keyring *clinic = *state;
    size_t holds = 0;
    uint8_t closed[CLOSED], out[DRAFT_BLOCK];
    struct buffer opening;
    draft_close_frame(clinic->key, 300, "an answer, word by wo", 21, closed);
    assert_int_equal(draft_open_frame(clinic->key, 300, closed, sizeof closed, out, &holds), 0);
    assert_memory_equal(out, "an answer, word by wo", 21);
    for (size_t i = 0; i < sizeof closed; i++) {
        closed[i] ^= 1;
        assert_int_equal(draft_open_frame(clinic->key, 300, closed, sizeof closed, out, &holds),
                         -1);
        closed[i] ^= 1;
    }
    static const uint64_t elsewhere[] = {
        0, 1, 299, 301, 300 + 256, UINT64_C(300) << 8, 300 + (UINT64_C(1) << 56)};
    for (size_t i = 0; i < sizeof elsewhere / sizeof *elsewhere; i++) {
        assert_int_equal(
            draft_open_frame(clinic->key, elsewhere[i], closed, sizeof closed, out, &holds), -1);
    }
    buffer_init(&opening, DRAFT_OPENING_MOST);
    struct draft_key *other = draft_key_new(clinic->readers, READERS, &opening);
    assert_int_equal(draft_open_frame(other, 300, closed, sizeof closed, out, &holds), -1);
    draft_key_free(other);
    buffer_clear(&opening);
}

// The form is no secret: a length must not say which of its answers was given.
static void test_lengths_tell_nothing(void **state)
{
    struct keyring *clinic = *state;
    enum { LONGEST = 3 * DRAFT_BLOCK };
    uint8_t said[LONGEST], closed[LONGEST + CLOSED], out[LONGEST + DRAFT_BLOCK];
    size_t holds = 0;
    memset(said, 0, sizeof said); // what is held may end as the blocks do
    assert_int_equal(draft_frame_bytes(strlen("none")), draft_frame_bytes(strlen("chest_pain")));
    for (size_t length = 1; length <= LONGEST; length++) {
        size_t bytes = draft_frame_bytes(length);
        assert_int_equal((bytes - SEAL_CIPHER_MORE) % DRAFT_BLOCK, 0);
        said[length - 1] = length % 2 == 0 ? 0x80 : 0;
        draft_close_frame(clinic->key, length, said, length, closed);
        assert_int_equal(draft_open_frame(clinic->key, length, closed, bytes, out, &holds), 0);
        assert_int_equal(holds, length);
        assert_memory_equal(out, said, length);
        said[length - 1] = 0;
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_readers_open_it),
        cmocka_unit_test(test_nobody_to_close_it_to),
        cmocka_unit_test(test_every_byte_of_an_opening),
        cmocka_unit_test(test_words_open_it),
        cmocka_unit_test(test_touched_words),
        cmocka_unit_test(test_words_among_drafts),
        cmocka_unit_test(test_frames),
        cmocka_unit_test(test_lengths_tell_nothing),
    };
    return cmocka_run_group_tests_name("record draft_key", tests, set_up, tear_down);
}
