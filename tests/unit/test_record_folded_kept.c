// What is kept of a reader's list spares folding it again, goes with its records, and is not
// believed where it is not as that reader left it.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fold_clinic.h"
#include "load_folder.h"

#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

static struct fold_clinic clinic;
static struct folded *list;

static struct folded *open_by(struct installation *here, size_t reader)
{
    return fold_clinic_list(&clinic, here, reader);
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

static int64_t meddle(const char *sql)
{
    return fold_clinic_meddle(&clinic, sql);
}

static uint64_t add(const char *name)
{
    return fold_clinic_add(&clinic, &(struct fold_record){.name = name}, NULL);
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
        CASE(test_purged),           CASE(test_a_purged_remark),  CASE(test_an_older_place),
        CASE(test_purged_meanwhile), CASE(test_one_reader_twice), CASE(test_rolled_back),
        CASE(test_touched_rows),     CASE(test_closed_rows),      CASE(test_not_kept),
    };
    return cmocka_run_group_tests_name("record folded kept", tests, NULL, NULL);
}
