// A reader's list says of each record what the chain says, however much of it was kept, by whom,
// and whatever was done to what was kept.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fold_clinic.h"
#include "load_folder.h"
#include "record/facts.h"

#include <errno.h>
#include <inttypes.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct fold_clinic clinic;
static struct folded *list;

static struct folded *open_by(struct installation *here, size_t reader)
{
    const struct reader *who = installation_reader(here, clinic.fixture.readers[reader].id);
    struct folded *folded = folded_open(here, who, clinic.fixture.secrets[reader]);
    assert_non_null(folded);
    return folded;
}

static int set_up(void **state)
{
    (void)state;
    fold_clinic_make(&clinic);
    list = open_by(&clinic.here, 0);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    folded_close(list);
    fold_clinic_remove(&clinic);
    return 0;
}

static void reopen(void)
{
    folded_close(list);
    list = open_by(&clinic.here, 0);
}

static bool refresh(void)
{
    bool changed = false;
    assert_int_equal(folded_refresh(list, &changed), 0);
    return changed;
}

// What the list says now, what it says when it is opened anew, and what it says if nothing had been
// kept.
static void assert_list(const char *wanted)
{
    (void)refresh();
    assert_string_equal(fold_clinic_text(list), wanted);
    assert_false(refresh());
    reopen();
    assert_string_equal(fold_clinic_text(list), wanted);
    assert_int_equal(store_drop_folded(clinic.here.store, clinic.fixture.readers[0].id), 0);
    reopen();
    assert_string_equal(fold_clinic_text(list), wanted);
}

// SQL that this program would never say; a number of it.
static int64_t meddle(const char *sql)
{
    char path[128];
    sqlite3 *db = NULL;
    sqlite3_stmt *statement = NULL;
    int64_t number = 0;
    record_fixture_path(&clinic.fixture, "store.db", path);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, "PRAGMA ignore_check_constraints = ON", NULL, NULL, NULL),
                     SQLITE_OK);
    assert_int_equal(sqlite3_prepare_v2(db, sql, -1, &statement, NULL), SQLITE_OK);
    if (sqlite3_step(statement) == SQLITE_ROW) {
        number = sqlite3_column_int64(statement, 0);
    }
    assert_int_equal(sqlite3_finalize(statement), SQLITE_OK);
    sqlite3_close(db);
    return number;
}

static uint64_t add(const char *name)
{
    return fold_clinic_add(&clinic, &(struct fold_record){.name = name}, NULL);
}

static void test_empty(void **state)
{
    (void)state;
    size_t count = 7;
    assert_list("");
    (void)folded_rows(list, &count);
    assert_int_equal(count, 0);
    assert_null(folded_row(list, 1));
}

static void test_what_a_headline_says(void **state)
{
    (void)state;
    uint8_t id[ENTRY_ID];
    const struct fold_record record = {.name = "Zoë Núñez-Ångström",
                                       .born = "1980-05-07",
                                       .slip = "Lantern-otter-41",
                                       .gravest = "urgent",
                                       .reason = "a swollen calf",
                                       .urgent_not_excluded = true,
                                       .today_only = true};
    uint64_t number = fold_clinic_add(&clinic, &record, id);
    for (int i = 0; i < 2; i++) {
        (void)refresh();
        const struct folded_row *row = folded_row(list, number);
        assert_non_null(row);
        assert_memory_equal(row->id, id, ENTRY_ID);
        assert_int_equal(row->at, FIXTURE_NOW);
        assert_string_equal(row->name, record.name);
        assert_string_equal(row->form, "First visit");
        assert_string_equal(row->slip, record.slip);
        assert_string_equal(row->reason, record.reason);
        assert_string_equal(row->search, "zoe nunez-angstrom\nlantern-otter-41\n"
                                         "1980-05-07 7.5.1980 07.05.1980");
        assert_true(row->born_known);
        assert_int_equal(row->born.precision, DATE_DAY);
        assert_int_equal(row->asked, 40);
        assert_int_equal(row->settled, 38);
        assert_int_equal(row->gravest, RULE_URGENT);
        assert_true(row->urgent_not_excluded && row->today_only);
        assert_false(row->partial || row->damaged || row->closed);
        reopen();
    }
}

static void test_new_read_decided(void **state)
{
    (void)state;
    uint64_t one = add("Anna"), two = add("Ben"), three = add("Clara");
    assert_list("2 Anna new\n3 Ben new\n4 Clara new\n");
    fold_clinic_read(&clinic, 0, two);
    fold_clinic_read(&clinic, 0, three);
    assert_true(refresh());
    fold_clinic_read(&clinic, 0, three); // again changes nothing
    assert_false(refresh());
    assert_int_equal(fold_clinic_remark(&clinic, 0, three, REMARK_DECISION, DECISION_REFER, 0), 8);
    assert_int_equal(fold_clinic_remark(&clinic, 0, one, REMARK_NOTE, 0, 0), 9);
    assert_list("2 Anna new +9\n3 Ben read\n4 Clara decided 3 by Anna Berg +8\n");
    fold_clinic_read(&clinic, 0, three);
    fold_clinic_remark(&clinic, 0, three, REMARK_DECISION, DECISION_SUITABLE, 0);
    assert_list("2 Anna new +9\n3 Ben read\n4 Clara decided 0 by Anna Berg +8 +11\n");
}

// That it was read is only believed of a reader.
static void test_a_forged_deed(void **state)
{
    (void)state;
    struct entry entry, record;
    uint64_t number = add("Anna");
    entry_init(&record, ENTRY_DONE, 0);
    assert_int_equal(store_get(clinic.here.store, number, &record), 0);
    entry_init(&entry, ENTRY_DONE, FIXTURE_NOW);
    facts_add(&entry.open, "did", "read");
    entry_name(&entry, record.id);
    facts_add_hex(&entry.open, "by", clinic.fixture.readers[0].id, READER_ID);
    assert_int_equal(installation_add(&clinic.here, &entry, NULL, 0), 0);
    entry_clear(&entry);
    entry_clear(&record);
    assert_list("2 Anna new\n");
}

struct kept {
    uint64_t number;
    uint8_t bytes[96]; // the first
    size_t length;
};

static int see_kept(void *context, uint64_t number, const uint8_t *bytes, size_t length)
{
    struct kept *kept = context;
    assert_true(length >= sizeof kept->bytes);
    memcpy(kept->bytes, bytes, sizeof kept->bytes);
    kept->length = length;
    return number == kept->number;
}

static bool is_kept(struct kept *kept)
{
    return store_folded(clinic.here.store, clinic.fixture.readers[0].id, see_kept, kept) == 1;
}

static void test_purged(void **state)
{
    (void)state;
    uint64_t one = add("Anna"), two = add("Ben");
    add("Clara");
    fold_clinic_remark(&clinic, 0, two, REMARK_NOTE, 0, 0);
    assert_true(refresh());
    assert_int_equal(meddle("SELECT count(*) FROM folded"), 4);
    struct kept kept = {.number = two};
    assert_true(is_kept(&kept));
    fold_clinic_erase(&clinic, two);
    static const char *const files[] = {"store.db", "store.db-wal"};
    for (size_t i = 0; i < 2; i++) {
        char path[128];
        record_fixture_path(&clinic.fixture, files[i], path);
        assert_false(record_fixture_holds(path, kept.bytes, sizeof kept.bytes));
    }
    // The row goes with the record, before anybody looks.
    assert_int_equal(meddle("SELECT count(*) FROM folded"), 3);
    assert_int_equal(meddle("SELECT count(*) FROM folded WHERE number = 3"), 0);
    assert_list("2 Anna new\n4 Clara new\n");
    assert_null(folded_row(list, two));
    // While the list is closed: what was kept is still good, and is not made again.
    struct kept before = {.number = 4}, after = before;
    assert_true(is_kept(&before));
    folded_close(list);
    fold_clinic_erase(&clinic, one);
    list = open_by(&clinic.here, 0);
    assert_true(is_kept(&after));
    assert_memory_equal(before.bytes, after.bytes, sizeof after.bytes);
    // And when the place of a list without them is kept.
    fold_clinic_read(&clinic, 0, 4);
    assert_true(refresh());
    assert_true(is_kept(&before));
    reopen();
    assert_true(is_kept(&after));
    assert_memory_equal(before.bytes, after.bytes, sizeof after.bytes);
    assert_list("4 Clara read\n");
}

// A remark that goes by itself, as when it is of a day that is over.
static void test_a_purged_remark(void **state)
{
    (void)state;
    struct entry remark, tombstone;
    add("Anna");
    fold_clinic_remark(&clinic, 0, 2, REMARK_NOTE, 0, 0);
    fold_clinic_remark(&clinic, 0, 2, REMARK_NOTE, 0, 0);
    fold_clinic_remark(&clinic, 0, 2, REMARK_NOTE, 0, 0);
    assert_list("2 Anna new +3 +4 +5\n");
    entry_init(&remark, ENTRY_DONE, 0);
    assert_int_equal(store_get(clinic.here.store, 4, &remark), 0);
    entry_init(&tombstone, ENTRY_TOMBSTONE, FIXTURE_NOW);
    entry_name(&tombstone, remark.id);
    assert_int_equal(
        store_purge(clinic.here.store, remark.id, &tombstone, clinic.here.terminal_seed), 0);
    entry_clear(&remark);
    entry_clear(&tombstone);
    struct kept before = {.number = 2}, after = before;
    assert_true(refresh());
    assert_true(is_kept(&before));
    reopen();
    assert_true(is_kept(&after));
    assert_memory_equal(before.bytes, after.bytes, sizeof after.bytes); // not made again
    assert_list("2 Anna new +3 +5\n");
}

// A place before what is kept, as of a program that was slower than another one of this reader:
// what is ahead of it comes again, and changes nothing.
static void test_an_older_place(void **state)
{
    (void)state;
    struct kept place = {.number = 0};
    add("Anna");
    assert_true(refresh());
    assert_true(is_kept(&place));
    fold_clinic_read(&clinic, 0, 2);
    fold_clinic_remark(&clinic, 0, 2, REMARK_DECISION, DECISION_REFER, 0);
    fold_clinic_remark(&clinic, 0, 2, REMARK_NOTE, 0, 0);
    add("Ben");
    assert_true(refresh());
    const struct store_fold older = {0, place.bytes, place.length};
    assert_int_equal(
        store_put_folded(clinic.here.store, clinic.fixture.readers[0].id, &older, 1, false), 0);
    reopen();
    assert_list("2 Anna decided 3 by Anna Berg +4 +5\n6 Ben new\n");
}

// Nobody but the terminal says that a record is gone.
static void test_a_forged_tombstone(void **state)
{
    (void)state;
    uint64_t one = add("Anna");
    add("Ben");
    fold_clinic_erase(&clinic, one);
    meddle("INSERT INTO entry SELECT 5, randomblob(16), kind, at, before, terminal,"
           " CAST('entry ' || (SELECT lower(hex(id)) FROM entry WHERE number = 3) || char(10)"
           " AS BLOB), headline_hash, body_hash, signature, purged, headline"
           " FROM entry WHERE number = 4");
    assert_list("3 Ben new\n");
}

// What cannot be read leaves the list as it was, and comes later.
static void test_cannot_be_read(void **state)
{
    (void)state;
    bool changed = true;
    add("Anna");
    assert_true(refresh());
    add("Ben");
    meddle("ALTER TABLE entry RENAME TO aside");
    assert_int_equal(folded_refresh(list, &changed), -1);
    assert_int_equal(errno, EBADMSG);
    assert_false(changed);
    assert_string_equal(fold_clinic_text(list), "2 Anna new\n");
    meddle("ALTER TABLE aside RENAME TO entry");
    assert_list("2 Anna new\n3 Ben new\n");
}

// What was damaged and is whole again is opened, the next time somebody unlocks.
static void test_mended(void **state)
{
    (void)state;
    add("Anna");
    add("Ben");
    fold_clinic_remark(&clinic, 0, 2, REMARK_DECISION, DECISION_REFER, 0);
    meddle("CREATE TABLE aside AS SELECT headline FROM entry WHERE number = 2");
    meddle("UPDATE entry SET headline = zeroblob(length(headline)) WHERE number = 2");
    assert_list("2 - damaged decided 3 by Anna Berg +4\n3 Ben new\n");
    meddle("UPDATE entry SET headline = (SELECT headline FROM aside) WHERE number = 2");
    reopen();
    assert_string_equal(fold_clinic_text(list), "2 Anna decided 3 by Anna Berg +4\n3 Ben new\n");
}

// What is folded while it is purged is not put back.
static void test_purged_meanwhile(void **state)
{
    (void)state;
    uint64_t one = add("Anna");
    const struct store_fold row = {one, (const uint8_t *)"late", 4};
    fold_clinic_erase(&clinic, one);
    assert_int_equal(
        store_put_folded(clinic.here.store, clinic.fixture.readers[0].id, &row, 1, false), 0);
    assert_int_equal(meddle("SELECT count(*) FROM folded WHERE number > 0"), 0);
}

static void test_partial_then_finished(void **state)
{
    (void)state;
    uint8_t draft[ENTRY_ID] = {1}, other[ENTRY_ID] = {2};
    struct fold_record record = {.name = "Anna so far", .draft = draft, .partial = true};
    fold_clinic_add(&clinic, &record, NULL);
    assert_list("2 Anna so far partial new\n");
    fold_clinic_remark(&clinic, 0, 2, REMARK_DECISION, DECISION_NOT_TODAY, 0);
    assert_list("2 Anna so far partial decided 2 by Anna Berg +3\n");
    // Something urgent again: the newest stands for the interview, with what was noted before.
    record.name = "Anna farther";
    fold_clinic_add(&clinic, &record, NULL);
    assert_list("4 Anna farther partial new +3\n");
    record = (struct fold_record){.name = "Ben so far", .draft = other, .partial = true};
    fold_clinic_add(&clinic, &record, NULL);
    record = (struct fold_record){.name = "Anna", .draft = draft};
    fold_clinic_add(&clinic, &record, NULL);
    assert_list("5 Ben so far partial new\n6 Anna new +3\n");
    // To the partial one, which a therapist still had before them.
    fold_clinic_remark(&clinic, 0, 4, REMARK_DECISION, DECISION_REFER, 0);
    assert_list("5 Ben so far partial new\n6 Anna new +3 +7\n");
    // It comes after the finished one: it is over at once.
    record = (struct fold_record){.name = "Anna late", .draft = draft, .partial = true};
    fold_clinic_add(&clinic, &record, NULL);
    assert_list("5 Ben so far partial new\n6 Anna new +3 +7\n");
    fold_clinic_erase(&clinic, 6);
    assert_list("5 Ben so far partial new\n");
}

static void test_damaged_among_good(void **state)
{
    (void)state;
    add("Anna");
    add("Ben");
    add("Clara");
    add("Dora");
    uint8_t draft[ENTRY_ID] = {1};
    struct fold_record record = {.name = "Eve", .draft = draft, .partial = true};
    fold_clinic_add(&clinic, &record, NULL);
    // Bytes changed; a wrap of something else; a row no program wrote; a partial one that claims to
    // come after Eve's.
    meddle("UPDATE entry SET headline = zeroblob(length(headline)) WHERE number = 2");
    meddle("UPDATE wrap SET box = zeroblob(80) WHERE number = 3");
    meddle("UPDATE entry SET before = x'00' WHERE number = 4");
    meddle("INSERT INTO entry SELECT 7, randomblob(16), kind, at, before, terminal, open,"
           " headline_hash, body_hash, signature, purged, headline FROM entry WHERE number = 6");
    assert_list("2 - damaged new\n3 - damaged new\n4 - damaged new\n5 Dora new\n"
                "6 Eve partial new\n7 - partial damaged new\n");
    // A remark that does not open is told of, and is no more than that.
    meddle("DELETE FROM entry WHERE number = 7");
    fold_clinic_remark(&clinic, 0, 5, REMARK_DECISION, DECISION_REFER, 0);
    meddle("UPDATE body SET bytes = zeroblob(length(bytes)) WHERE number = 7");
    assert_list("2 - damaged new\n3 - damaged new\n4 - damaged new\n5 Dora new +7\n"
                "6 Eve partial new\n");
    // Purged, and no tombstone says so.
    meddle("UPDATE entry SET purged = 1, headline = x'' WHERE number = 5");
    meddle("DELETE FROM folded");
    reopen();
    assert_list("2 - damaged new\n3 - damaged new\n4 - damaged new\n5 - damaged new +7\n"
                "6 Eve partial new\n");
}

static void add_reader(size_t reader)
{
    uint8_t lock[READER_LOCK] = {0};
    assert_int_equal(installation_add_reader(&clinic.here, &clinic.fixture.readers[0],
                                             clinic.fixture.secrets[0],
                                             &clinic.fixture.readers[reader], lock, FIXTURE_NOW),
                     0);
}

static void test_closed_then_opened(void **state)
{
    (void)state;
    uint64_t entries, left;
    bool changed = false;
    struct installation theirs;
    add("Anna");
    fold_clinic_remark(&clinic, 0, 2, REMARK_DECISION, DECISION_WITH_CARE, 0);
    add_reader(1);
    fold_clinic_add(&clinic, &(struct fold_record){.name = "Ben"}, NULL);
    fold_clinic_again(&clinic, &theirs);
    struct folded *second = open_by(&theirs, 1);
    assert_string_equal(fold_clinic_text(second), "2 - closed new +3\n5 Ben new\n");
    assert_int_equal(installation_open_all(&clinic.here, &clinic.fixture.readers[0],
                                           clinic.fixture.secrets[0], &clinic.fixture.readers[1],
                                           &entries, &left),
                     0);
    assert_int_equal(folded_refresh(second, &changed), 0);
    assert_true(changed);
    static const char wanted[] = "2 Anna decided 1 by Anna Berg +3\n5 Ben new\n";
    assert_string_equal(fold_clinic_text(second), wanted);
    folded_close(second);
    second = open_by(&theirs, 1);
    assert_string_equal(fold_clinic_text(second), wanted);
    folded_close(second);
    installation_close(&theirs);
    // Opened while nobody looked.
    add_reader(2);
    fold_clinic_again(&clinic, &theirs);
    second = open_by(&theirs, 2);
    assert_string_equal(fold_clinic_text(second), "2 - closed new +3\n5 - closed new\n");
    folded_close(second);
    assert_int_equal(installation_open_all(&clinic.here, &clinic.fixture.readers[0],
                                           clinic.fixture.secrets[0], &clinic.fixture.readers[2],
                                           &entries, &left),
                     0);
    second = open_by(&theirs, 2);
    assert_string_equal(fold_clinic_text(second), wanted);
    folded_close(second);
    installation_close(&theirs);
}

static void test_two_readers(void **state)
{
    (void)state;
    bool changed = false;
    struct installation theirs;
    add_reader(1);
    uint64_t one = add("Anna");
    fold_clinic_again(&clinic, &theirs);
    struct folded *second = open_by(&theirs, 1);
    assert_int_equal(folded_refresh(second, &changed), 0);
    assert_false(changed);
    fold_clinic_remark(&clinic, 0, one, REMARK_DECISION, DECISION_REFER, 0);
    add("Ben");
    assert_int_equal(folded_refresh(second, &changed), 0);
    assert_true(changed);
    static const char wanted[] = "3 Anna decided 3 by Anna Berg +4\n5 Ben new\n";
    assert_string_equal(fold_clinic_text(second), wanted);
    // What the other keeps is no news to anybody.
    assert_true(refresh());
    assert_int_equal(folded_refresh(second, &changed), 0);
    assert_false(changed);
    assert_false(refresh());
    folded_close(second);
    installation_close(&theirs);
    assert_int_equal(meddle("SELECT count(DISTINCT reader) FROM folded"), 2);
    assert_int_equal(installation_remove_reader(&clinic.here, &clinic.fixture.readers[0],
                                                clinic.fixture.secrets[0],
                                                clinic.fixture.readers[1].id, FIXTURE_NOW),
                     0);
    assert_int_equal(meddle("SELECT count(DISTINCT reader) FROM folded"), 1);
    assert_list(wanted);
}

// One reader at two desks: each keeps rows the other one has not come to.
static void test_one_reader_twice(void **state)
{
    (void)state;
    bool changed = false;
    struct installation theirs;
    uint64_t one = add("Anna");
    assert_true(refresh());
    fold_clinic_again(&clinic, &theirs);
    struct folded *second = open_by(&theirs, 0);
    fold_clinic_remark(&clinic, 0, one, REMARK_NOTE, 0, 0);
    add("Ben");
    assert_int_equal(folded_refresh(second, &changed), 0);
    fold_clinic_remark(&clinic, 0, one, REMARK_DECISION, DECISION_REFER, 0);
    assert_true(refresh());
    add("Clara");
    assert_int_equal(folded_refresh(second, &changed), 0);
    static const char wanted[] = "2 Anna decided 3 by Anna Berg +3 +5\n4 Ben new\n6 Clara new\n";
    assert_string_equal(fold_clinic_text(second), wanted);
    folded_close(second);
    reopen();
    assert_string_equal(fold_clinic_text(list), wanted);
    installation_close(&theirs);
    assert_list(wanted);
}

static void copy_store(const char *from, const char *to)
{
    char source[128], target[128];
    size_t size;
    record_fixture_path(&clinic.fixture, from, source);
    record_fixture_path(&clinic.fixture, to, target);
    char *bytes = load_folder_read(source, &size);
    assert_non_null(bytes);
    load_folder_write(target, bytes, size);
    free(bytes);
}

// The store as it was before two entries, and then with others in their place.
static void test_rolled_back(void **state)
{
    (void)state;
    add("Anna");
    (void)refresh();
    assert_int_equal(store_scrub(clinic.here.store), 0);
    copy_store("store.db", "before.db");
    add("Ben");
    (void)refresh();
    assert_string_equal(fold_clinic_text(list), "2 Anna new\n3 Ben new\n");
    // The rows of the longer chain, beside the shorter chain.
    char path[128], sql[256];
    folded_close(list);
    installation_close(&clinic.here);
    copy_store("store.db", "after.db");
    copy_store("before.db", "store.db");
    fold_clinic_again(&clinic, &clinic.here);
    list = open_by(&clinic.here, 0);
    assert_string_equal(fold_clinic_text(list), "2 Anna new\n");
    add("Clara");
    // Rows that say Ben is number 3, as of a place that is not there any more.
    record_fixture_path(&clinic.fixture, "after.db", path);
    sqlite3 *db = NULL;
    record_fixture_path(&clinic.fixture, "store.db", sql);
    assert_int_equal(sqlite3_open(sql, &db), SQLITE_OK);
    snprintf(sql, sizeof sql, "ATTACH '%s' AS after", path);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db,
                                  "DELETE FROM folded;"
                                  "INSERT INTO folded SELECT * FROM after.folded",
                                  NULL, NULL, NULL),
                     SQLITE_OK);
    sqlite3_close(db);
    reopen();
    assert_string_equal(fold_clinic_text(list), "2 Anna new\n3 Clara new\n");
    // Under an open list: its end is cut off.
    meddle("DELETE FROM wrap WHERE number = 3");
    meddle("DELETE FROM body WHERE number = 3");
    meddle("DELETE FROM entry WHERE number = 3");
    assert_true(refresh());
    assert_string_equal(fold_clinic_text(list), "2 Anna new\n");
}

static void test_touched_rows(void **state)
{
    (void)state;
    static const char *const touches[] = {
        "UPDATE folded SET bytes = zeroblob(length(bytes)) WHERE number = 3",
        "UPDATE folded SET bytes = x'00' WHERE number = 3",
        "UPDATE folded SET bytes = x'' WHERE number = 4",
        "UPDATE folded SET bytes = (SELECT bytes FROM folded WHERE number = 2) WHERE number = 3",
        "UPDATE folded SET bytes = (SELECT bytes FROM folded WHERE number = 2) WHERE number = 0",
        "UPDATE folded SET bytes = (SELECT bytes FROM folded WHERE number = 0) WHERE number = 3",
        "DELETE FROM folded WHERE number = 3",
        "DELETE FROM folded WHERE number = 0",
        "DELETE FROM folded",
        "UPDATE folded SET number = 9 WHERE number = 3",
        "UPDATE folded SET number = -1 WHERE number = 3",
        "INSERT INTO folded SELECT reader, 9, bytes FROM folded WHERE number = 2",
    };
    static const char wanted[] = "2 Anna new\n3 Ben new\n4 Clara new\n";
    add("Anna");
    add("Ben");
    add("Clara");
    (void)refresh();
    for (size_t i = 0; i < sizeof touches / sizeof *touches; i++) {
        (void)meddle(touches[i]);
        reopen();
        assert_string_equal(fold_clinic_text(list), wanted);
        assert_int_equal(meddle("SELECT count(*) FROM folded WHERE number BETWEEN 0 AND 4"), 4);
    }
}

// Nothing of a patient can be read in the files.
static void test_closed_rows(void **state)
{
    (void)state;
    char path[128];
    add("Maria Magdalena");
    (void)refresh();
    record_fixture_path(&clinic.fixture, "store.db-wal", path);
    assert_false(record_fixture_holds(path, "Magdalena", 9));
    record_fixture_path(&clinic.fixture, "store.db", path);
    assert_false(record_fixture_holds(path, "Magdalena", 9));
}

// Where nothing can be kept there is a list all the same.
static void test_not_kept(void **state)
{
    (void)state;
    add("Anna");
    meddle("DROP TABLE folded");
    assert_true(refresh());
    assert_string_equal(fold_clinic_text(list), "2 Anna new\n");
    reopen();
    assert_string_equal(fold_clinic_text(list), "2 Anna new\n");
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_empty),
        CASE(test_what_a_headline_says),
        CASE(test_new_read_decided),
        CASE(test_a_forged_deed),
        CASE(test_purged),
        CASE(test_a_purged_remark),
        CASE(test_an_older_place),
        CASE(test_mended),
        CASE(test_cannot_be_read),
        CASE(test_a_forged_tombstone),
        CASE(test_purged_meanwhile),
        CASE(test_partial_then_finished),
        CASE(test_damaged_among_good),
        CASE(test_closed_then_opened),
        CASE(test_two_readers),
        CASE(test_one_reader_twice),
        CASE(test_rolled_back),
        CASE(test_touched_rows),
        CASE(test_closed_rows),
        CASE(test_not_kept),
    };
    return cmocka_run_group_tests_name("record folded", tests, NULL, NULL);
}
