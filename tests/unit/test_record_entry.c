// What is sealed opens for its readers and nobody else; whatever is changed afterwards is noticed.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "record/facts.h"
#include "record/vouch.h"
#include "record_fixture.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static struct record_fixture fixture;
static const struct entry_place start;

static int set_up(void **state)
{
    (void)state;
    record_fixture_make(&fixture);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    record_fixture_remove(&fixture);
    return 0;
}

// A sealed entry after `before`, and the wraps.
static void make(const struct entry_place *before, struct entry *entry, struct entry_wrap *wraps)
{
    size_t count = 0;
    record_fixture_seal(&fixture, "of Maria", entry, wraps, &count);
    assert_int_equal(count, FIXTURE_READERS);
    entry_chain(entry, before, fixture.seed);
}

static int open_body(const struct entry *entry, const struct entry_wrap *wrap, size_t reader,
                     struct buffer *body)
{
    buffer_init(body, ENTRY_BODY_MOST);
    return entry_open(entry, fixture.terminal, wrap, fixture.secrets[reader], NULL, body);
}

static void assert_closed(const struct entry *entry, const struct entry_wrap *wrap, size_t reader,
                          int error)
{
    struct buffer body;
    errno = 0;
    assert_int_equal(open_body(entry, wrap, reader, &body), -1);
    assert_int_equal(errno, error);
    assert_int_equal(body.length, 0);
    buffer_clear(&body);
}

static void assert_opens(const struct entry *entry, const struct entry_wrap *wrap, size_t reader)
{
    struct buffer body;
    assert_int_equal(open_body(entry, wrap, reader, &body), 0);
    assert_string_equal(body.bytes, "body of Maria");
    buffer_clear(&body);
}

static void test_for_its_readers(void **state)
{
    (void)state;
    struct entry entry;
    struct entry_wrap wraps[READERS_MOST];
    make(&start, &entry, wraps);
    for (size_t i = 0; i < FIXTURE_READERS; i++) {
        assert_opens(&entry, &wraps[i], i);
        assert_closed(&entry, &wraps[i], (i + 1) % FIXTURE_READERS, EACCES);
    }
    struct buffer headline, body;
    buffer_init(&headline, ENTRY_HEADLINE_MOST);
    buffer_init(&body, ENTRY_BODY_MOST);
    assert_int_equal(
        entry_open(&entry, fixture.terminal, &wraps[0], fixture.secrets[0], &headline, &body), 0);
    assert_string_equal(headline.bytes, "headline of Maria");
    assert_string_equal(body.bytes, "body of Maria");
    buffer_clear(&headline);
    buffer_clear(&body);
    entry_clear(&entry);
}

// What does not fit is not cut: half a record looks like a whole one.
static void test_whole_or_not_at_all(void **state)
{
    (void)state;
    struct entry entry;
    struct entry_wrap wraps[READERS_MOST];
    static const size_t before = sizeof "before: " - 1, size = sizeof "body of Maria" - 1;
    make(&start, &entry, wraps);
    for (size_t less = 0; less < 2; less++) {
        struct buffer headline, body;
        buffer_init(&headline, ENTRY_HEADLINE_MOST);
        buffer_init(&body, before + size - less);
        buffer_text(&body, "before: ");
        errno = 0;
        assert_int_equal(
            entry_open(&entry, fixture.terminal, &wraps[0], fixture.secrets[0], &headline, &body),
            less == 0 ? 0 : -1);
        assert_int_equal(less == 0 ? 0 : errno, less == 0 ? 0 : EFBIG);
        assert_string_equal(headline.bytes, less == 0 ? "headline of Maria" : "");
        assert_string_equal(body.bytes, less == 0 ? "before: body of Maria" : "before: ");
        buffer_clear(&headline);
        buffer_clear(&body);
    }
    entry_clear(&entry);
}

static void test_not_for_the_removed(void **state)
{
    (void)state;
    struct entry entry;
    struct entry_wrap wraps[READERS_MOST], more;
    struct reader readers[FIXTURE_READERS];
    size_t count = 0;
    memcpy(readers, fixture.readers, sizeof readers);
    readers[1].removed = true;
    entry_init(&entry, ENTRY_INTERVIEW, FIXTURE_NOW);
    assert_int_equal(
        entry_seal(&entry, "h", 1, "body of Maria", 13, readers, FIXTURE_READERS, wraps, &count),
        0);
    entry_chain(&entry, &start, fixture.seed);
    assert_int_equal(count, 2);
    assert_memory_equal(wraps[1].reader, readers[2].id, READER_ID);
    for (size_t i = 0; i < count; i++) {
        assert_closed(&entry, &wraps[i], 1, EACCES);
        assert_int_equal(entry_rewrap(&wraps[i], fixture.secrets[1], &readers[1], &more), -1);
    }
    // Whoever can open it can give access.
    assert_int_equal(entry_rewrap(&wraps[0], fixture.secrets[0], &readers[1], &more), 0);
    assert_opens(&entry, &more, 1);
    // And it is never closed to nobody.
    readers[0].removed = readers[2].removed = true;
    assert_int_equal(entry_seal(&entry, "h", 1, "b", 1, readers, FIXTURE_READERS, wraps, &count),
                     -1);
    assert_int_equal(errno, EINVAL);
    entry_clear(&entry);
}

// Each byte that is kept of an entry, as an address and a length.
struct field {
    void *bytes;
    size_t length;
};

static size_t fields_of(struct entry *entry, struct field fields[12])
{
    const struct field all[] = {
        {&entry->number, sizeof entry->number},
        {entry->id, ENTRY_ID},
        {&entry->kind, sizeof entry->kind},
        {&entry->at, sizeof entry->at},
        {entry->before, SEAL_HASH},
        {entry->terminal, SEAL_KEY},
        {entry->open.bytes, entry->open.length},
        {entry->headline.bytes, entry->headline.length},
        {entry->body.bytes, entry->body.length},
        {entry->headline_hash, SEAL_HASH},
        {entry->body_hash, SEAL_HASH},
        {entry->signature, SEAL_SIGNATURE},
    };
    memcpy(fields, all, sizeof all);
    return sizeof all / sizeof *all;
}

static void test_every_byte_flipped(void **state)
{
    (void)state;
    struct entry first, entry;
    struct entry_wrap wraps[READERS_MOST];
    struct field fields[12];
    struct arena arena;
    arena_init(&arena);
    make(&start, &first, wraps);
    struct entry_place place = entry_place_of(&first);
    make(&place, &entry, wraps);
    assert_null(entry_problem(&entry, &place, fixture.terminal, &arena));
    size_t count = fields_of(&entry, fields);
    for (size_t f = 0; f < count; f++) {
        uint8_t *bytes = fields[f].bytes;
        for (size_t i = 0; i < fields[f].length; i++) {
            bytes[i] ^= 0x40;
            assert_non_null(entry_problem(&entry, &place, fixture.terminal, &arena));
            if (bytes != (uint8_t *)entry.headline.bytes) {
                assert_closed(&entry, &wraps[0], 0, EBADMSG);
            }
            bytes[i] ^= 0x40;
        }
    }
    assert_null(entry_problem(&entry, &place, fixture.terminal, &arena));
    for (size_t i = 0; i < sizeof wraps[0].box; i++) {
        wraps[0].box[i] ^= 0x40;
        assert_closed(&entry, &wraps[0], 0, EACCES);
        wraps[0].box[i] ^= 0x40;
    }
    entry_clear(&first);
    entry_clear(&entry);
    arena_clear(&arena);
}

// Anyone may close something else to a reader's public key: it is not what the terminal signed.
static void test_forged_by_who_has_the_public_keys(void **state)
{
    (void)state;
    struct entry entry, forged;
    struct entry_wrap wraps[READERS_MOST], others[READERS_MOST];
    size_t count = 0;
    make(&start, &entry, wraps);
    entry_init(&forged, ENTRY_INTERVIEW, FIXTURE_NOW);
    memcpy(forged.id, entry.id, ENTRY_ID);
    assert_int_equal(entry_seal(&forged, "h", 1, "all is well", 11, fixture.readers,
                                FIXTURE_READERS, others, &count),
                     0);
    // The wrap of another key, then the other body too, then its hash too.
    assert_closed(&entry, &others[0], 0, EBADMSG);
    buffer_reset(&entry.body);
    buffer_add(&entry.body, forged.body.bytes, forged.body.length);
    assert_closed(&entry, &others[0], 0, EBADMSG);
    memcpy(entry.body_hash, forged.body_hash, SEAL_HASH);
    assert_closed(&entry, &others[0], 0, EBADMSG);
    entry_clear(&entry);
    entry_clear(&forged);
}

static const char *problem(const struct entry *entry, const struct entry_place *before,
                           struct arena *arena)
{
    const char *said = entry_problem(entry, before, fixture.terminal, arena);
    return said == NULL ? "" : said;
}

static void test_what_is_said(void **state)
{
    (void)state;
    enum { CHAIN = 5 };
    struct entry chain[CHAIN];
    struct entry_place places[CHAIN + 1] = {start};
    struct entry_wrap wraps[READERS_MOST];
    struct arena arena;
    arena_init(&arena);
    for (size_t i = 0; i < CHAIN; i++) {
        make(&places[i], &chain[i], wraps);
        places[i + 1] = entry_place_of(&chain[i]);
        assert_string_equal(problem(&chain[i], &places[i], &arena), "");
    }
    assert_string_equal(problem(&chain[4], &places[3], &arena), "entry 5: entry 4 is missing");
    assert_string_equal(problem(&chain[4], &places[2], &arena),
                        "entry 5: entries 3 to 4 are missing");
    assert_string_equal(problem(&chain[1], &places[4], &arena), "entry 2: it stands after entry 4");
    struct entry_place other = {.number = 3};
    assert_string_equal(problem(&chain[3], &other, &arena),
                        "entry 4: the entry before it is not the one it followed");
    uint8_t seed[SEAL_KEY];
    seal_random(seed, sizeof seed);
    entry_chain(&chain[3], &places[3], seed);
    assert_string_equal(problem(&chain[3], &places[3], &arena),
                        "entry 4: it was signed by another terminal");
    chain[2].purged = true;
    assert_string_equal(problem(&chain[2], &places[2], &arena),
                        "entry 3: it is marked as purged and cannot be");
    buffer_reset(&chain[2].headline);
    buffer_reset(&chain[2].body);
    assert_string_equal(problem(&chain[2], &places[2], &arena), "");
    chain[2].purged = false;
    assert_string_equal(problem(&chain[2], &places[2], &arena),
                        "entry 3: its sealed bytes are missing");
    assert_closed(&chain[2], &wraps[0], 0, ENODATA);
    for (size_t i = 0; i < CHAIN; i++) {
        entry_clear(&chain[i]);
    }
    arena_clear(&arena);
}

static void test_a_reader_vouches(void **state)
{
    (void)state;
    struct entry entry;
    struct reader readers[FIXTURE_READERS];
    memcpy(readers, fixture.readers, sizeof readers);
    entry_init(&entry, ENTRY_APPROVAL, FIXTURE_NOW);
    facts_add(&entry.open, "form", "check");
    assert_int_equal(vouch_sign(&entry, fixture.terminal, &readers[1], fixture.secrets[1]), 0);
    assert_ptr_equal(vouch_check(&entry, fixture.terminal, readers, FIXTURE_READERS), &readers[1]);
    assert_null(vouch_check(&entry, fixture.terminal, readers, 1));
    for (size_t i = 0; i < entry.open.length; i++) {
        entry.open.bytes[i] ^= 1;
        assert_null(vouch_check(&entry, fixture.terminal, readers, FIXTURE_READERS));
        entry.open.bytes[i] ^= 1;
    }
    entry.id[0] ^= 1;
    assert_null(vouch_check(&entry, fixture.terminal, readers, FIXTURE_READERS));
    entry.id[0] ^= 1;
    assert_null(vouch_check(&entry, readers[0].sign, readers, FIXTURE_READERS));
    readers[1].removed = true;
    assert_null(vouch_check(&entry, fixture.terminal, readers, FIXTURE_READERS));
    entry_clear(&entry);
}

static void test_too_large(void **state)
{
    (void)state;
    struct entry entry;
    struct entry_wrap wraps[READERS_MOST];
    size_t count = 0;
    uint8_t *large = calloc(1, ENTRY_BODY_MOST + 1);
    entry_init(&entry, ENTRY_PARTIAL, FIXTURE_NOW);
    assert_int_equal(entry_seal(&entry, large, ENTRY_HEADLINE_MOST, large, ENTRY_BODY_MOST,
                                fixture.readers, 1, wraps, &count),
                     0);
    assert_int_equal(
        entry_seal(&entry, "h", 1, large, ENTRY_BODY_MOST + 1, fixture.readers, 1, wraps, &count),
        -1);
    assert_int_equal(errno, EFBIG);
    entry_clear(&entry);
    free(large);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_for_its_readers),
        cmocka_unit_test(test_whole_or_not_at_all),
        cmocka_unit_test(test_not_for_the_removed),
        cmocka_unit_test(test_every_byte_flipped),
        cmocka_unit_test(test_forged_by_who_has_the_public_keys),
        cmocka_unit_test(test_what_is_said),
        cmocka_unit_test(test_a_reader_vouches),
        cmocka_unit_test(test_too_large),
    };
    return cmocka_run_group_tests_name("record entry", tests, set_up, tear_down);
}
