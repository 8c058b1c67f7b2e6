// Whatever is done to the store afterwards is noticed and said, or changes nothing.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "load_folder.h"
#include "record/audit.h"
#include "record/contents.h"
#include "record/facts.h"
#include "record_fixture.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static struct record_fixture fixture;
static struct arena arena;
static char said[4096]; // the sentences of the last audit, one a line
static uint8_t ids[4][ENTRY_ID];

static void take_down(void *context, const char *sentence)
{
    (void)context;
    size_t used = strlen(said);
    snprintf(said + used, sizeof said - used, "%s\n", sentence);
}

static void seal_one(struct installation *here, const char *text, uint8_t id[ENTRY_ID])
{
    struct entry entry;
    struct entry_wrap wraps[READERS_MOST];
    size_t count = 0;
    entry_init(&entry, ENTRY_INTERVIEW, FIXTURE_NOW);
    facts_add(&entry.open, "keep", "yes");
    assert_int_equal(entry_seal(&entry, "h", 1, text, strlen(text), here->roll.readers,
                                here->roll.count, wraps, &count),
                     0);
    assert_int_equal(installation_add(here, &entry, wraps, count), 0);
    memcpy(id, entry.id, ENTRY_ID);
    entry_clear(&entry);
}

static void purge_one(struct installation *here, const uint8_t id[ENTRY_ID])
{
    struct entry tombstone;
    entry_init(&tombstone, ENTRY_TOMBSTONE, FIXTURE_NOW);
    entry_name(&tombstone, id);
    assert_int_equal(store_purge(here->store, id, &tombstone, here->terminal_seed), 0);
    entry_clear(&tombstone);
}

static void countersign(struct installation *here, size_t reader)
{
    assert_int_equal(installation_countersign(here, &fixture.readers[reader],
                                              fixture.secrets[reader], FIXTURE_NOW),
                     0);
}

// 1 setup, 2 interview, 3 reader, 4 approval, 5 interview, 6 interview, 7 tombstone of 5, 8 head, 9
// reader removed, 10 interview. The installation is closed; a case opens it.
static int set_up(void **state)
{
    (void)state;
    struct installation here;
    struct approval approval = {.name = "Anna Berg", .registration = "1", .at = FIXTURE_NOW};
    uint8_t lock[READER_LOCK] = {1}, hash[SEAL_HASH];
    uint64_t entries = 0, left = 0;
    struct buffer form;
    record_fixture_make(&fixture);
    arena_init(&arena);
    memcpy(approval.reader, fixture.readers[0].id, READER_ID);
    assert_int_equal(installation_make(fixture.folder, "Praxis", &fixture.readers[0],
                                       fixture.secrets[0], lock, FIXTURE_NOW, &here),
                     0);
    seal_one(&here, "first", ids[0]);
    assert_int_equal(installation_add_reader(&here, &fixture.readers[0], fixture.secrets[0],
                                             &fixture.readers[1], lock, FIXTURE_NOW),
                     0);
    assert_int_equal(installation_open_all(&here, &fixture.readers[0], fixture.secrets[0],
                                           &fixture.readers[1], &entries, &left),
                     0);
    assert_int_equal(installation_approve(&here, &approval, fixture.secrets[0]), 0);
    seal_one(&here, "second", ids[1]);
    seal_one(&here, "third", ids[2]);
    purge_one(&here, ids[1]);
    countersign(&here, 0);
    assert_int_equal(installation_remove_reader(&here, &fixture.readers[1], fixture.secrets[1],
                                                fixture.readers[0].id, FIXTURE_NOW),
                     0);
    seal_one(&here, "fourth", ids[3]);
    buffer_init(&form, 4096);
    contents_add(&form, "form.cfg", "id = 1;", 7);
    assert_int_equal(store_keep(here.store, form.bytes, form.length, hash), 0);
    buffer_clear(&form);
    installation_close(&here);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    record_fixture_remove(&fixture);
    arena_clear(&arena);
    return 0;
}

// What is wrong, as one text: why it does not open, or what the audit says ("" if nothing).
static const char *audit_as(size_t reader, const char *const *heads, size_t head_count,
                            struct audit *audit)
{
    struct installation here;
    const char *why = NULL;
    said[0] = '\0';
    *audit = (struct audit){.entries = 0};
    if (installation_open(fixture.folder, &here, &why, &arena) != INSTALLATION_FINE) {
        return why == NULL ? "there is none" : why;
    }
    int result = audit_run(&here, &fixture.readers[reader], fixture.secrets[reader], heads,
                           head_count, take_down, NULL, audit);
    installation_close(&here);
    return result != 0 ? "it cannot be read" : said;
}

static void assert_fine(void)
{
    struct audit audit;
    assert_string_equal(audit_as(1, NULL, 0, &audit), "");
    assert_int_equal(audit.bad, 0);
}

static void assert_said(const char *wanted, uint64_t first_bad)
{
    struct audit audit;
    const char *found = audit_as(1, NULL, 0, &audit);
    if (strstr(found, wanted) == NULL) {
        fail_msg("wanted: %s\nsaid: %s", wanted, found);
    }
    assert_int_equal(audit.first_bad, first_bad);
    assert_true(audit.bad > 0 || audit.entries == 0);
}

static void test_nothing_is_wrong(void **state)
{
    (void)state;
    struct audit audit;
    assert_string_equal(audit_as(1, NULL, 0, &audit), "");
    assert_int_equal(audit.entries, 10);
    assert_int_equal(audit.interviews, 4);
    assert_int_equal(audit.purged, 1);
    assert_int_equal(audit.opened, 3);
    assert_int_equal(audit.closed, 0);
    assert_int_equal(audit.head, 7);
    assert_int_equal(audit.bad, 0);
    assert_int_equal(audit.first_bad, 0);
    // Who was removed opens what was earlier, and nothing else.
    assert_string_equal(audit_as(0, NULL, 0, &audit), "");
    assert_int_equal(audit.opened, 2);
    assert_int_equal(audit.closed, 1);
}

// SQL said to the closed store from outside.
static void meddle(const char *sql)
{
    char path[128];
    sqlite3 *db = NULL;
    char *error = NULL;
    record_fixture_path(&fixture, "store.db", path);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    sqlite3_exec(db, sql, NULL, NULL, &error);
    assert_null(error);
    sqlite3_close(db);
}

struct wrong {
    const char *sql, *wanted;
    uint64_t first_bad;
};

static void test_what_is_done_from_outside(void **state)
{
    static const struct wrong wrongs[] = {
        {"UPDATE entry SET at = at + 1 WHERE number = 6",
         "entry 6: its bytes were changed after it was signed", 6},
        {"UPDATE entry SET open = CAST('keep no' AS BLOB) WHERE number = 6",
         "entry 6: its bytes were changed after it was signed", 6},
        {"UPDATE body SET bytes = zeroblob(50) WHERE number = 6",
         "entry 6: its sealed bytes were changed", 6},
        {"DELETE FROM entry WHERE number = 6", "entry 7: entry 6 is missing", 6},
        {"DELETE FROM entry WHERE number IN (4, 5, 6)", "entry 7: entries 4 to 6 are missing", 4},
        {"DELETE FROM body WHERE number = 6; UPDATE entry SET headline = x'' WHERE number = 6",
         "entry 6: its sealed bytes are missing", 6},
        {"DELETE FROM body WHERE number = 6;"
         "UPDATE entry SET headline = x'', purged = 1 WHERE number = 6",
         "entry 6: its sealed bytes are missing, and no tombstone says why", 6},
        {"DELETE FROM wrap WHERE number = 6",
         "entry 6: it is not closed to Anna Berg, who was a reader then", 6},
        {"UPDATE wrap SET box = zeroblob(80) WHERE number = 6",
         "entry 6: the key kept beside it does not open it", 6},
        {"UPDATE wrap SET box = (SELECT b.box FROM wrap b WHERE b.number = 2 AND b.reader = "
         "wrap.reader) WHERE number = 6",
         "entry 6: the key kept beside it does not open it", 6},
        {"UPDATE kept SET bytes = CAST(replace(CAST(bytes AS TEXT), '1', '2') AS BLOB)",
         "a form or rules that are kept were changed afterwards", 0},
        // An old entry once more at the end; two that changed places.
        {"INSERT INTO entry SELECT 11, randomblob(16), kind, at, before, terminal, open,"
         " headline_hash, body_hash, signature, 0, headline FROM entry WHERE number = 6;"
         "INSERT INTO body SELECT 11, bytes FROM body WHERE number = 6",
         "entry 11: its bytes were changed after it was signed", 11},
        {"UPDATE entry SET number = 99 WHERE number = 2; UPDATE entry SET number = 2 WHERE number"
         " = 6; UPDATE entry SET number = 6 WHERE number = 99",
         "entry 2: its bytes were changed after it was signed", 2},
        {"DELETE FROM wrap; DELETE FROM body; DELETE FROM entry WHERE number > 6",
         "entry 7, which Anna Berg countersigned on 2026-03-02, is not in the store", 2},
        {"DELETE FROM entry WHERE number > 6; DELETE FROM wrap WHERE number > 6;"
         "DELETE FROM body WHERE number > 6",
         "it was set back, or its end was cut off (heads, line 1)", 5},
        {"UPDATE entry SET kind = 1 << 40 WHERE number = 6", "entry 6:", 6},
    };
    for (size_t i = 0; i < sizeof wrongs / sizeof *wrongs; i++) {
        meddle(wrongs[i].sql);
        assert_said(wrongs[i].wanted, wrongs[i].first_bad);
        assert_int_equal(tear_down(state), 0);
        assert_int_equal(set_up(state), 0);
    }
}

static void copy_file(const char *from, const char *to)
{
    char a[128], b[128];
    size_t length = 0;
    record_fixture_path(&fixture, from, a);
    record_fixture_path(&fixture, to, b);
    char *bytes = load_folder_read(a, &length);
    assert_non_null(bytes);
    load_folder_write(b, bytes, length);
    free(bytes);
}

// Yesterday's store put back: it is whole in itself, and only the head tells.
static void test_set_back(void **state)
{
    (void)state;
    struct installation here;
    const char *why = NULL;
    copy_file("store.db", "yesterday");
    assert_int_equal(installation_open(fixture.folder, &here, &why, &arena), INSTALLATION_FINE);
    countersign(&here, 1);
    installation_close(&here);
    assert_fine();
    copy_file("yesterday", "store.db");
    assert_said("the store ends before Ben Calder countersigned it on 2026-03-02", 11);
}

// However many countersigned since, and whatever file tells of it: one thing is wrong.
static void test_set_back_behind_more_heads(void **state)
{
    (void)state;
    struct installation here;
    const char *why = NULL;
    struct audit audit;
    char backup[128];
    copy_file("store.db", "yesterday");
    assert_int_equal(installation_open(fixture.folder, &here, &why, &arena), INSTALLATION_FINE);
    for (int i = 0; i < 3; i++) {
        countersign(&here, 1);
    }
    installation_close(&here);
    copy_file("heads", "heads.backup");
    copy_file("yesterday", "store.db");
    record_fixture_path(&fixture, "heads.backup", backup);
    const char *const heads[] = {backup};
    const char *found = audit_as(1, heads, 1, &audit);
    assert_int_equal(audit.bad, 1);
    assert_int_equal(audit.first_bad, 11);
    assert_non_null(strstr(found, "entry 12, which Ben Calder countersigned on 2026-03-02"));
    assert_ptr_equal(strchr(found, '\n') + 1, found + strlen(found));
}

// The part of the chain that a terminal's thief can make with its seed: no reader's signature.
static void test_forged_with_the_seed(void **state)
{
    (void)state;
    struct installation here;
    const char *why = NULL;
    struct entry entry;
    assert_int_equal(installation_open(fixture.folder, &here, &why, &arena), INSTALLATION_FINE);
    entry_init(&entry, ENTRY_APPROVAL, FIXTURE_NOW);
    facts_add(&entry.open, "name", "Nobody");
    assert_int_equal(installation_add(&here, &entry, NULL, 0), 0);
    entry_clear(&entry);
    struct approval found;
    assert_int_equal(installation_approval(&here, &found), -1);
    installation_close(&here);
    assert_said("entry 11: no reader signed it", 11);
    assert_int_equal(installation_open(fixture.folder, &here, &why, &arena), INSTALLATION_FINE);
    entry_init(&entry, ENTRY_READER, FIXTURE_NOW);
    roll_added(&entry, &fixture.readers[2]);
    assert_int_equal(installation_add(&here, &entry, NULL, 0), 0);
    entry_clear(&entry);
    installation_close(&here);
    struct audit audit;
    assert_string_equal(
        audit_as(1, NULL, 0, &audit),
        "entry 12 of the store: no reader vouched for it; restore it from a backup");
}

// A record of another clinic, moved in at the end.
static void test_from_another_clinic(void **state)
{
    (void)state;
    char sql[512];
    struct record_fixture ours = fixture, theirs;
    assert_int_equal(set_up(state), 0);
    theirs = fixture;
    fixture = ours;
    snprintf(sql, sizeof sql,
             "ATTACH '%s/store.db' AS other;"
             "DELETE FROM entry WHERE number = 10; DELETE FROM body WHERE number = 10;"
             "INSERT INTO entry SELECT * FROM other.entry WHERE number = 10;"
             "INSERT INTO body SELECT * FROM other.body WHERE number = 10",
             theirs.folder);
    meddle(sql);
    assert_said("entry 10: it was signed by another terminal", 10);
    record_fixture_remove(&theirs);
}

static void test_heads_of_a_backup(void **state)
{
    (void)state;
    struct installation here;
    const char *why = NULL;
    struct audit audit;
    char path[128], none[128];
    size_t length = 0;
    copy_file("store.db", "yesterday");
    assert_int_equal(installation_open(fixture.folder, &here, &why, &arena), INSTALLATION_FINE);
    countersign(&here, 1);
    installation_close(&here);
    record_fixture_path(&fixture, "heads", path);
    char *bytes = load_folder_read(path, &length);
    record_fixture_path(&fixture, "heads.backup", none);
    load_folder_write(none, bytes, length);
    // The thief sets back the store and the heads beside it: those of the backup tell.
    copy_file("yesterday", "store.db");
    load_folder_write(path, "", 0);
    assert_fine();
    const char *const heads[] = {none};
    assert_non_null(strstr(audit_as(1, heads, 1, &audit), "before Ben Calder countersigned it"));
    // Each byte of the line changed.
    size_t line = strcspn(bytes, "\n") + 1;
    for (size_t i = 0; i < line; i++) {
        bytes[i] ^= 1;
        load_folder_write(path, bytes, length);
        const char *found = audit_as(1, NULL, 0, &audit);
        assert_non_null(strstr(found, "line 1: "));
        bytes[i] ^= 1;
    }
    free(bytes);
}

// Everything the store has to say, as one text.
static int tell(void *context, const struct entry *entry)
{
    struct buffer *all = context;
    uint8_t hash[SEAL_HASH];
    entry_hash(entry, hash);
    buffer_add(all, hash, sizeof hash);
    buffer_add(all, entry->signature, SEAL_SIGNATURE);
    buffer_add(all, entry->headline.bytes, entry->headline.length);
    buffer_add(all, entry->body.bytes, entry->body.length);
    buffer_char(all, entry->purged ? 'p' : '.');
    return 0;
}

static bool tells(struct buffer *all)
{
    struct store *store = store_open(fixture.folder, false);
    buffer_reset(all);
    bool fine = store != NULL &&
                store_walk(store, &(struct store_walk){.part = STORE_WHOLE}, tell, all) == 0;
    store_close(store);
    return fine;
}

// Noticed by one of its readers, or else everything is as it was.
static bool noticed_or_harmless(const struct buffer *before, struct buffer *after)
{
    struct audit one, other;
    bool noticed = audit_as(1, NULL, 0, &one)[0] != '\0' ||
                   audit_as(0, NULL, 0, &other)[0] != '\0' || one.closed != 0 || other.closed != 1;
    arena_reset(&arena);
    return noticed || (tells(after) && after->length == before->length &&
                       memcmp(after->bytes, before->bytes, after->length) == 0 && one.opened == 3 &&
                       other.opened == 2);
}

// In `make test` every 31st byte of what is not empty; FLIPS=1: each.
static void test_the_file_flipped(void **state)
{
    (void)state;
    char path[128];
    size_t length = 0, flips = 0, noticed = 0;
    size_t step = getenv("FLIPS") == NULL ? 31 : 1;
    struct buffer before, after;
    buffer_init(&before, 1 << 20);
    buffer_init(&after, 1 << 20);
    assert_true(tells(&before));
    record_fixture_path(&fixture, "store.db", path);
    char *bytes = load_folder_read(path, &length);
    for (size_t i = 0; i < length; i++) {
        if ((bytes[i] == 0 && step > 1) || ++flips % step != 0) {
            continue;
        }
        bytes[i] ^= 0x10;
        load_folder_write(path, bytes, length);
        if (!noticed_or_harmless(&before, &after)) {
            fail_msg("byte %zu of %zu flipped: not noticed, and not harmless", i, length);
        }
        noticed += said[0] != '\0';
        bytes[i] ^= 0x10;
    }
    print_message("%zu bytes, %zu flipped, %zu of them said by the audit\n", length, flips / step,
                  noticed);
    free(bytes);
    buffer_clear(&before);
    buffer_clear(&after);
}

// A byte of a blob turned, as a function of SQL: flip(blob, place).
static void flip(sqlite3_context *context, int count, sqlite3_value **values)
{
    (void)count;
    uint8_t bytes[256];
    int length = sqlite3_value_bytes(values[0]), at = sqlite3_value_int(values[1]);
    assert_in_range(length, at + 1, sizeof bytes);
    memcpy(bytes, sqlite3_value_blob(values[0]), (size_t)length);
    bytes[at] ^= 0x20;
    sqlite3_result_blob(context, bytes, length, SQLITE_TRANSIENT);
}

static void flip_column(const char *table, const char *column, const char *where, int at)
{
    char path[128], sql[256];
    sqlite3 *db = NULL;
    record_fixture_path(&fixture, "store.db", path);
    snprintf(sql, sizeof sql, "PRAGMA synchronous = OFF; UPDATE %s SET %s = flip(%s, %d) WHERE %s",
             table, column, column, at, where);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_create_function(db, "flip", 2, SQLITE_UTF8, NULL, flip, NULL, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

// Every byte of every column of one entry: what is signed, what is sealed, what stands beside it.
// All of it is noticed, and the entry is named.
static void test_the_columns_flipped(void **state)
{
    (void)state;
    static const struct {
        const char *table, *column, *where;
        int length;
        uint64_t first_bad;
    } columns[] = {
        {"entry", "id", "number = 6", 16, 6},
        {"entry", "before", "number = 6", 32, 6},
        {"entry", "terminal", "number = 6", 32, 6},
        {"entry", "open", "number = 6", 9, 6},
        {"entry", "headline_hash", "number = 6", 32, 6},
        {"entry", "body_hash", "number = 6", 32, 6},
        {"entry", "signature", "number = 6", 64, 6},
        {"entry", "headline", "number = 6", 41, 6},
        {"body", "bytes", "number = 6", 45, 6},
        {"wrap", "box", "number = 6", 80, 6},
        {"kept", "hash", "1", 32, 0},
        {"kept", "bytes", "1", 24, 0},
    };
    for (size_t c = 0; c < sizeof columns / sizeof *columns; c++) {
        for (int i = 0; i < columns[c].length; i++) {
            struct audit audit;
            flip_column(columns[c].table, columns[c].column, columns[c].where, i);
            const char *found = audit_as(1, NULL, 0, &audit);
            if (found[0] == '\0' || audit.first_bad != columns[c].first_bad) {
                fail_msg("%s.%s, byte %d: %s", columns[c].table, columns[c].column, i, found);
            }
            flip_column(columns[c].table, columns[c].column, columns[c].where, i);
        }
    }
    assert_fine();
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_nothing_is_wrong),
        CASE(test_what_is_done_from_outside),
        CASE(test_set_back),
        CASE(test_set_back_behind_more_heads),
        CASE(test_forged_with_the_seed),
        CASE(test_from_another_clinic),
        CASE(test_heads_of_a_backup),
        CASE(test_the_file_flipped),
        CASE(test_the_columns_flipped),
    };
    return cmocka_run_group_tests_name("record audit", tests, NULL, NULL);
}
