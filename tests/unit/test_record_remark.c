// What a therapist adds stands beside a record: whole, in their own name, or not at all.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "record/contents.h"
#include "record/deed.h"
#include "record/facts.h"
#include "record/remark.h"
#include "record/retention.h"
#include "record/vouch.h"
#include "record_fixture.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>

static struct record_fixture fixture;
static struct installation here;
static struct arena arena;
static uint8_t about[ENTRY_ID];

// Two readers and one record.
static int set_up(void **state)
{
    (void)state;
    uint8_t lock[READER_LOCK];
    struct entry entry;
    struct entry_wrap wraps[READERS_MOST];
    size_t count = 0;
    record_fixture_make(&fixture);
    arena_init(&arena);
    seal_random(lock, sizeof lock);
    if (installation_make(fixture.folder, "Praxis", &fixture.readers[0], fixture.secrets[0], lock,
                          FIXTURE_NOW, &here) != 0 ||
        installation_add_reader(&here, &fixture.readers[0], fixture.secrets[0], &fixture.readers[1],
                                lock, FIXTURE_NOW) != 0) {
        return -1;
    }
    record_fixture_seal(&fixture, "of Maria", &entry, wraps, &count);
    int result = installation_add(&here, &entry, wraps, count);
    memcpy(about, entry.id, ENTRY_ID);
    entry_clear(&entry);
    return result;
}

static int tear_down(void **state)
{
    (void)state;
    installation_close(&here);
    record_fixture_remove(&fixture);
    arena_clear(&arena);
    return 0;
}

static int add(size_t reader, const struct remark *remark)
{
    return remark_add(&here, &fixture.readers[reader], fixture.secrets[reader], about, remark,
                      FIXTURE_NOW + 60);
}

// The newest entry, whole.
static void newest(struct entry *entry)
{
    struct entry_place head;
    entry_init(entry, ENTRY_DONE, 0);
    assert_int_equal(store_head(here.store, &head), 0);
    assert_int_equal(store_get(here.store, head.number, entry), 0);
}

static int open_by(size_t reader, const struct entry *entry, struct remark *out)
{
    return remark_open(&here, entry, &fixture.readers[reader], fixture.secrets[reader], out);
}

struct wanted {
    enum remark_kind kind;
    enum remark_decision decision;
    const char *rule, *text, *event;
    bool discussed, linked;
    const char *stands; // the reason for which it is absolute; or NULL
    bool refused;
};

static void fill(const struct wanted *row, struct remark *remark)
{
    remark_init(remark, row->kind);
    remark->decision = row->decision;
    remark->discussed = row->discussed;
    if (row->rule != NULL) {
        memcpy(remark->rule, row->rule, strlen(row->rule) + 1);
    }
    if (row->linked) {
        memset(remark->other, 7, ENTRY_ID);
    }
    if (row->stands != NULL) {
        remark->stands = true;
        remark->standing.gravest = RULE_ABSOLUTE;
        remark->known = 41;
        remark->standing.urgent_not_excluded = true;
        memcpy(remark->standing.reason, row->stands, strlen(row->stands) + 1);
    }
    buffer_text(&remark->text, row->text != NULL ? row->text : "");
    buffer_text(&remark->event, row->event != NULL ? row->event : "");
}

static void test_there_and_back(void **state)
{
    (void)state;
    static const struct wanted rows[] = {
        {.kind = REMARK_NOTE, .text = "Born in 1981.\nShe said so.\n"},
        {.kind = REMARK_DECISION, .decision = DECISION_SUITABLE},
        {.kind = REMARK_DECISION, .decision = DECISION_WITH_CARE, .text = "thin needles"},
        {.kind = REMARK_DECISION, .decision = DECISION_NOT_TODAY},
        {.kind = REMARK_DECISION, .decision = DECISION_REFER, .text = "today"},
        {.kind = REMARK_FINDING, .rule = "urgent.calf-swollen"},
        {.kind = REMARK_FINDING, .rule = "pregnant", .discussed = true, .text = "week 12"},
        {.kind = REMARK_ANSWER, .event = "an encoded event", .text = "by phone"},
        {.kind = REMARK_ANSWER, .event = "an encoded event", .stands = "bleeds"},
        {.kind = REMARK_LINK, .linked = true},
        {.kind = REMARK_UNLINK, .linked = true, .text = "her sister"},
        // A part is missing, or is not of its kind.
        {.kind = REMARK_NOTE, .refused = true},
        {.kind = REMARK_DECISION, .decision = DECISION_KINDS, .refused = true},
        {.kind = REMARK_FINDING, .refused = true},
        {.kind = REMARK_ANSWER, .refused = true},
        {.kind = REMARK_LINK, .refused = true},
        {.kind = REMARK_UNLINK, .refused = true},
        {.kind = REMARK_KINDS, .text = "?", .refused = true},
        {.kind = REMARK_NOTE, .text = "?", .event = "?", .refused = true},
        {.kind = REMARK_NOTE, .text = "?", .stands = "bleeds", .refused = true},
    };
    for (size_t i = 0; i < sizeof rows / sizeof *rows; i++) {
        struct remark remark, found;
        struct entry entry;
        uint8_t named[ENTRY_ID];
        fill(&rows[i], &remark);
        assert_int_equal(add(0, &remark), rows[i].refused ? -1 : 0);
        if (rows[i].refused) {
            assert_int_equal(errno, EINVAL);
            remark_clear(&remark);
            continue;
        }
        newest(&entry);
        // What stands open names the record and tells nothing more, not the kind either.
        assert_int_equal(entry.kind, ENTRY_REMARK);
        assert_true(entry_named(&entry, named));
        assert_memory_equal(named, about, ENTRY_ID);
        assert_int_equal(entry.open.length, 2 * ENTRY_ID + sizeof "entry " + 2 * SEAL_HASH +
                                                sizeof "body " + 2 * READER_ID + sizeof "by " +
                                                2 * SEAL_SIGNATURE + sizeof "signature ");
        for (size_t by = 0; by < 2; by++) {
            assert_int_equal(open_by(by, &entry, &found), 0);
            assert_int_equal(found.kind, remark.kind);
            assert_int_equal(found.decision, remark.decision);
            assert_int_equal(found.discussed, remark.discussed);
            assert_string_equal(found.rule, remark.rule);
            assert_memory_equal(found.other, remark.other, ENTRY_ID);
            assert_string_equal(found.text.bytes, remark.text.bytes);
            assert_string_equal(found.event.bytes, remark.event.bytes);
            assert_int_equal(found.stands, remark.stands);
            if (found.stands) {
                assert_int_equal(found.standing.gravest, RULE_ABSOLUTE);
                assert_true(found.standing.urgent_not_excluded);
                assert_string_equal(found.standing.reason, "bleeds");
                assert_int_equal(found.known, 41);
            }
            assert_int_equal(found.number, entry.number);
            assert_int_equal(found.at, FIXTURE_NOW + 60);
            assert_string_equal(found.author->name, "Anna Berg");
            remark_clear(&found);
        }
        remark_clear(&remark);
        entry_clear(&entry);
    }
}

static void test_too_long(void **state)
{
    (void)state;
    static char text[REMARK_EVENT + 1];
    memset(text, 'x', sizeof text - 1);
    for (int i = 0; i < 4; i++) {
        struct remark remark;
        remark_init(&remark, i < 2 ? REMARK_NOTE : REMARK_ANSWER);
        struct buffer *part = i < 2 ? &remark.text : &remark.event;
        buffer_add(part, text, part->maximum + (size_t)(i % 2));
        assert_int_equal(add(0, &remark), i % 2 == 0 ? 0 : -1);
        assert_true(i % 2 == 0 || errno == EINVAL);
        remark_clear(&remark);
    }
    struct remark remark;
    remark_init(&remark, REMARK_FINDING);
    memset(remark.rule, 'r', sizeof remark.rule);
    assert_int_equal(add(0, &remark), -1);
    assert_int_equal(errno, EINVAL);
    remark_clear(&remark);
}

static void note(size_t reader, const char *text)
{
    struct remark remark;
    remark_init(&remark, REMARK_NOTE);
    buffer_text(&remark.text, text);
    assert_int_equal(add(reader, &remark), 0);
    remark_clear(&remark);
}

// Sealed and put into the chain by who has the terminal's key, but not the author's.
static void forge(const char *body, const uint8_t *hash, size_t signer, const uint8_t by[READER_ID])
{
    struct entry entry;
    struct entry_wrap wraps[READERS_MOST];
    struct buffer parts;
    size_t count = 0;
    struct reader posing = fixture.readers[signer];
    memcpy(posing.id, by, READER_ID);
    buffer_init(&parts, ENTRY_BODY_MOST);
    contents_add(&parts, "facts", body, strlen(body));
    contents_add(&parts, "text", "Nothing was found.", 18);
    entry_init(&entry, ENTRY_REMARK, FIXTURE_NOW);
    entry_name(&entry, about);
    assert_int_equal(entry_seal(&entry, "", 0, parts.bytes, parts.length, fixture.readers,
                                FIXTURE_READERS, wraps, &count),
                     0);
    facts_add_hex(&entry.open, "body", hash != NULL ? hash : entry.body_hash, SEAL_HASH);
    assert_int_equal(vouch_sign(&entry, here.terminal, &posing, fixture.secrets[signer]), 0);
    assert_int_equal(installation_add(&here, &entry, wraps, count), 0);
    buffer_clear(&parts);
    entry_clear(&entry);
}

static void assert_bad(void)
{
    struct entry entry;
    struct remark found;
    newest(&entry);
    assert_int_equal(open_by(0, &entry, &found), -1);
    assert_int_equal(errno, EBADMSG);
    assert_int_equal(found.text.length, 0);
    remark_clear(&found);
    entry_clear(&entry);
}

static void test_forged(void **state)
{
    (void)state;
    static const char fine[] = "is intake remark 1\nkind note\n";
    static const uint8_t other[SEAL_HASH] = {1};
    struct entry entry;
    struct remark found;
    // As it should be, so that what follows is what is wrong with the rest.
    forge(fine, NULL, 1, fixture.readers[1].id);
    newest(&entry);
    assert_int_equal(open_by(0, &entry, &found), 0);
    assert_string_equal(found.author->name, "Ben Calder");
    remark_clear(&found);
    entry_clear(&entry);
    forge(fine, NULL, 1, fixture.readers[0].id); // another's name
    assert_bad();
    forge(fine, NULL, 2, fixture.readers[2].id); // nobody of this clinic
    assert_bad();
    forge(fine, other, 1, fixture.readers[1].id); // a signature over something else
    assert_bad();
    static const char *const bodies[] = {
        "kind note\n",
        "is intake remark 2\nkind note\n",
        "is intake remark 1\nkind song\n",
        "is intake remark 1\nkind decision\n",
        "is intake remark 1\nkind decision\ndecision maybe\n",
        "is intake remark 1\nkind finding\n",
        "is intake remark 1\nkind link\nother 00\n",
        "is intake remark 1\nkind answer\n",
    };
    for (size_t i = 0; i < sizeof bodies / sizeof *bodies; i++) {
        forge(bodies[i], NULL, 1, fixture.readers[1].id);
        assert_bad();
    }
}

static void test_touched_and_closed(void **state)
{
    (void)state;
    struct entry entry;
    struct remark found;
    note(1, "Born in 1981.");
    newest(&entry);
    for (size_t at = 0; at < entry.body.length; at++) {
        entry.body.bytes[at] ^= 1;
        assert_int_equal(open_by(0, &entry, &found), -1);
        assert_int_equal(errno, EBADMSG);
        remark_clear(&found);
        entry.body.bytes[at] ^= 1;
    }
    assert_int_equal(open_by(0, &entry, &found), 0);
    remark_clear(&found);
    assert_int_equal(open_by(2, &entry, &found), -1); // came later
    assert_int_equal(errno, EACCES);
    remark_clear(&found);
    // A reader who went still said what they said, and says nothing more.
    assert_int_equal(installation_remove_reader(&here, &fixture.readers[0], fixture.secrets[0],
                                                fixture.readers[1].id, FIXTURE_NOW),
                     0);
    assert_int_equal(open_by(0, &entry, &found), 0);
    assert_string_equal(found.author->name, "Ben Calder");
    assert_int_equal(add(1, &found), -1);
    assert_int_equal(errno, EACCES);
    remark_clear(&found);
    entry_clear(&entry);
}

static void test_goes_with_its_record(void **state)
{
    (void)state;
    struct entry entry;
    struct remark found;
    struct deed deed;
    uint64_t count = 0;
    note(0, "Born in 1981.");
    newest(&entry);
    deed_read(&here, &entry, &deed);
    assert_string_equal(deed.who, "Anna Berg");
    assert_string_equal(deed.did, "added a remark to");
    assert_int_equal(deed.about, 3);
    uint64_t number = entry.number;
    entry_clear(&entry);
    assert_int_equal(retention_erase(&here, about, "asked", &fixture.readers[0], fixture.secrets[0],
                                     FIXTURE_NOW, &count),
                     0);
    assert_int_equal(count, 2);
    entry_init(&entry, ENTRY_DONE, 0);
    assert_int_equal(store_get(here.store, number, &entry), 0);
    assert_int_equal(open_by(0, &entry, &found), -1);
    assert_int_equal(errno, ENODATA);
    remark_clear(&found);
    entry_clear(&entry);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_there_and_back),
        CASE(test_too_long),
        CASE(test_forged),
        CASE(test_touched_and_closed),
        CASE(test_goes_with_its_record),
    };
    return cmocka_run_group_tests_name("record remark", tests, NULL, NULL);
}
