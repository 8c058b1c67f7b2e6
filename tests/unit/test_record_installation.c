// An installation is there whole or not at all; its readers are those the chain tells of.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "load_folder.h"
#include "record/head.h"
#include "record/installation.h"
#include "record_fixture.h"

#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static struct record_fixture fixture;
static struct installation here;
static struct arena arena;
static uint8_t lock[READER_LOCK];

// Made, with the first reader only.
static int set_up(void **state)
{
    (void)state;
    record_fixture_make(&fixture);
    arena_init(&arena);
    seal_random(lock, sizeof lock);
    return installation_make(fixture.folder, "Praxis am Park", &fixture.readers[0],
                             fixture.secrets[0], lock, FIXTURE_NOW, &here);
}

static int tear_down(void **state)
{
    (void)state;
    installation_close(&here);
    record_fixture_remove(&fixture);
    arena_clear(&arena);
    return 0;
}

static enum installation_state reopen(const char **why)
{
    installation_close(&here);
    return installation_open(fixture.folder, &here, why, &arena);
}

static void assert_broken(const char *wanted)
{
    const char *why = NULL;
    assert_int_equal(reopen(&why), INSTALLATION_BROKEN);
    assert_non_null(strstr(why, wanted));
}

static int add_reader(size_t voucher, size_t added)
{
    return installation_add_reader(&here, &fixture.readers[voucher], fixture.secrets[voucher],
                                   &fixture.readers[added], lock, FIXTURE_NOW);
}

static int remove_reader(size_t voucher, size_t removed)
{
    return installation_remove_reader(&here, &fixture.readers[voucher], fixture.secrets[voucher],
                                      fixture.readers[removed].id, FIXTURE_NOW);
}

static void test_made_and_opened(void **state)
{
    (void)state;
    const char *why = NULL;
    char path[128];
    struct stat status;
    uint8_t found[READER_LOCK];
    struct installation other;
    assert_int_equal(stat(fixture.folder, &status), 0);
    assert_int_equal(status.st_mode & 07777, 0700);
    record_fixture_path(&fixture, "terminal.seed", path);
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 07777, 0600);
    assert_int_equal(reopen(&why), INSTALLATION_FINE);
    assert_string_equal(here.roll.clinic, "Praxis am Park");
    assert_int_equal(here.roll.count, 1);
    assert_string_equal(here.roll.readers[0].name, "Anna Berg");
    assert_memory_equal(here.roll.readers[0].box, fixture.readers[0].box, SEAL_KEY);
    assert_int_equal(store_lock(here.store, fixture.readers[0].id, found), 0);
    assert_memory_equal(found, lock, sizeof lock);
    assert_int_equal(installation_make(fixture.folder, "Another", &fixture.readers[1],
                                       fixture.secrets[1], lock, FIXTURE_NOW, &other),
                     -1);
    assert_int_equal(errno, EEXIST);
    assert_int_equal(reopen(&why), INSTALLATION_FINE);
    assert_string_equal(here.roll.clinic, "Praxis am Park");
}

static void test_none_unfinished_and_broken(void **state)
{
    (void)state;
    const char *why = NULL;
    char path[128], aside[128];
    struct installation none;
    assert_int_equal(installation_open("/tmp/no/such/folder", &none, &why, &arena),
                     INSTALLATION_NONE);
    record_fixture_path(&fixture, "terminal.seed", path);
    record_fixture_path(&fixture, "aside", aside);
    assert_int_equal(rename(path, aside), 0);
    assert_broken("terminal's key");
    load_folder_write(path, "too short", 9);
    assert_broken("terminal's key");
    load_folder_write(path, "thirty-two bytes of another seed", 32);
    assert_broken("entry 1 of the store: this terminal did not sign it");
    assert_int_equal(rename(aside, path), 0);
    assert_int_equal(reopen(&why), INSTALLATION_FINE);
    // The store taken away: nothing was ever set up, unless heads tell otherwise.
    assert_int_equal(installation_countersign(&here, &fixture.readers[0], fixture.secrets[0], 7),
                     0);
    installation_close(&here);
    record_fixture_path(&fixture, "store.db", path);
    assert_int_equal(unlink(path), 0);
    assert_broken("the store is gone");
    record_fixture_path(&fixture, "heads", path);
    assert_int_equal(unlink(path), 0);
    assert_int_equal(reopen(&why), INSTALLATION_NONE);
    // What a power cut leaves of making one: a seed, a store, no setup. It is made anew.
    struct store *store = store_open(fixture.folder, true);
    assert_non_null(store);
    store_close(store);
    assert_int_equal(reopen(&why), INSTALLATION_NONE);
    assert_int_equal(installation_make(fixture.folder, "Praxis", &fixture.readers[1],
                                       fixture.secrets[1], lock, FIXTURE_NOW, &here),
                     0);
    assert_int_equal(reopen(&why), INSTALLATION_FINE);
}

static void test_readers_come_and_go(void **state)
{
    (void)state;
    const char *why = NULL;
    assert_int_equal(add_reader(1, 2), -1); // nobody vouches
    assert_int_equal(errno, EACCES);
    assert_int_equal(remove_reader(0, 0), -1); // the last
    assert_int_equal(errno, EPERM);
    assert_int_equal(add_reader(0, 1), 0);
    assert_int_equal(add_reader(0, 1), -1);
    assert_int_equal(errno, EEXIST);
    assert_int_equal(add_reader(1, 2), 0);
    assert_int_equal(remove_reader(2, 0), 0);
    assert_int_equal(remove_reader(2, 0), -1);
    assert_int_equal(errno, ENOENT);
    assert_int_equal(add_reader(0, 0), -1); // no more
    assert_int_equal(errno, EACCES);
    assert_int_equal(reopen(&why), INSTALLATION_FINE);
    assert_int_equal(here.roll.count, 3);
    assert_true(here.roll.readers[0].removed);
    assert_false(here.roll.readers[2].removed);
    assert_int_equal(add_reader(1, 0), 0); // comes back
    assert_int_equal(reopen(&why), INSTALLATION_FINE);
    assert_int_equal(here.roll.count, 3);
    assert_false(here.roll.readers[0].removed);
}

// What another program did is there after a refresh.
static void test_refreshed(void **state)
{
    (void)state;
    struct installation other;
    const char *why = NULL;
    assert_int_equal(installation_open(fixture.folder, &other, &why, &arena), INSTALLATION_FINE);
    assert_int_equal(add_reader(0, 1), 0);
    assert_int_equal(other.roll.count, 1);
    assert_int_equal(installation_refresh(&other), 0);
    assert_int_equal(other.roll.count, 2);
    installation_close(&other);
}

static void seal(const char *body, uint8_t id[ENTRY_ID])
{
    struct entry entry;
    struct entry_wrap wraps[READERS_MOST];
    size_t count = 0;
    entry_init(&entry, ENTRY_INTERVIEW, FIXTURE_NOW);
    assert_int_equal(entry_seal(&entry, "h", 1, body, strlen(body), here.roll.readers,
                                here.roll.count, wraps, &count),
                     0);
    assert_int_equal(installation_add(&here, &entry, wraps, count), 0);
    memcpy(id, entry.id, ENTRY_ID);
    entry_clear(&entry);
}

// 0 and the body, or the errno with which a reader does not get it.
static int read_as(size_t reader, const uint8_t id[ENTRY_ID], const char *wanted)
{
    struct entry entry;
    struct entry_wrap wrap;
    struct buffer body;
    buffer_init(&body, ENTRY_BODY_MOST);
    entry_init(&entry, ENTRY_DONE, 0);
    int error = 0;
    if (store_find(here.store, id, &entry) != 0 ||
        store_wrap(here.store, entry.number, fixture.readers[reader].id, &wrap) != 0 ||
        entry_open(&entry, here.terminal, &wrap, fixture.secrets[reader], NULL, &body) != 0) {
        error = errno;
    } else {
        assert_string_equal(body.bytes, wanted);
    }
    buffer_clear(&body);
    entry_clear(&entry);
    return error;
}

static void test_access_to_what_was_earlier(void **state)
{
    (void)state;
    enum { MANY = 300 }; // more than go in one flush
    uint8_t ids[MANY][ENTRY_ID], later[ENTRY_ID], last[ENTRY_ID];
    uint64_t entries = 0, left = 0;
    for (size_t i = 0; i < MANY; i++) {
        seal("earlier", ids[i]);
    }
    assert_int_equal(add_reader(0, 1), 0);
    seal("later", later);
    assert_int_equal(read_as(1, ids[0], "earlier"), ENOENT);
    assert_int_equal(read_as(1, later, "later"), 0);
    assert_int_equal(installation_open_all(&here, &fixture.readers[0], fixture.secrets[0],
                                           &fixture.readers[2], &entries, &left),
                     -1);
    assert_int_equal(errno, EACCES);
    assert_int_equal(installation_open_all(&here, &fixture.readers[0], fixture.secrets[0],
                                           &fixture.readers[1], &entries, &left),
                     0);
    assert_int_equal(entries, MANY);
    assert_int_equal(left, 0);
    for (size_t i = 0; i < MANY; i++) {
        assert_int_equal(read_as(1, ids[i], "earlier"), 0);
    }
    assert_int_equal(installation_open_all(&here, &fixture.readers[0], fixture.secrets[0],
                                           &fixture.readers[1], &entries, &left),
                     0);
    assert_int_equal(entries, 0);
    // Removed: what was known stays known, nothing new is closed to them.
    assert_int_equal(remove_reader(1, 0), 0);
    seal("last", last);
    assert_int_equal(read_as(0, ids[0], "earlier"), 0);
    assert_int_equal(read_as(0, last, "last"), ENOENT);
    assert_int_equal(read_as(1, last, "last"), 0);
    // Who cannot open it cannot give it.
    assert_int_equal(add_reader(1, 2), 0);
    assert_int_equal(installation_open_all(&here, &fixture.readers[0], fixture.secrets[0],
                                           &fixture.readers[2], &entries, &left),
                     0);
    assert_int_equal(entries, MANY + 1);
    assert_int_equal(left, 1);
}

static void test_approval(void **state)
{
    (void)state;
    struct approval given = {.form = {1},
                             .rules = {2},
                             .settings = {3},
                             .name = "Anna Berg",
                             .registration = "PT 1234",
                             .at = FIXTURE_NOW};
    struct approval found;
    memcpy(given.reader, fixture.readers[0].id, READER_ID);
    assert_int_equal(installation_approval(&here, &found), -1);
    assert_int_equal(errno, ENOENT);
    assert_int_equal(installation_approve(&here, &given, fixture.secrets[1]), -1);
    assert_int_equal(errno, EACCES);
    assert_int_equal(installation_approve(&here, &given, fixture.secrets[0]), 0);
    assert_int_equal(add_reader(0, 1), 0);
    given.rules[5] = 9;
    assert_int_equal(installation_approve(&here, &given, fixture.secrets[0]), 0);
    assert_int_equal(remove_reader(1, 0), 0); // it stands all the same
    assert_int_equal(installation_approval(&here, &found), 0);
    assert_memory_equal(&found.form, &given.form, SEAL_HASH);
    assert_memory_equal(&found.rules, &given.rules, SEAL_HASH);
    assert_memory_equal(&found.settings, &given.settings, SEAL_HASH);
    assert_string_equal(found.name, given.name);
    assert_string_equal(found.registration, given.registration);
    assert_int_equal(found.at, given.at);
    assert_memory_equal(found.reader, given.reader, READER_ID);
    assert_int_equal(installation_approve(&here, &given, fixture.secrets[0]), -1);
}

// Each form has an approval of its own; one that names no form is of any.
static void test_approval_of_two_forms(void **state)
{
    (void)state;
    struct approval first = {.form = {1}, .name = "A", .registration = "1", .of = "first"};
    struct approval next = {.form = {2}, .name = "B", .registration = "2", .of = "next"};
    struct approval any = {.form = {3}, .name = "C", .registration = "3"};
    struct approval found;
    memcpy(first.reader, fixture.readers[0].id, READER_ID);
    memcpy(next.reader, fixture.readers[0].id, READER_ID);
    memcpy(any.reader, fixture.readers[0].id, READER_ID);
    assert_int_equal(installation_approve(&here, &first, fixture.secrets[0]), 0);
    assert_int_equal(installation_approval_of(&here, "next", &found), -1);
    assert_int_equal(errno, ENOENT);
    assert_int_equal(installation_approve(&here, &next, fixture.secrets[0]), 0);
    assert_int_equal(installation_approval_of(&here, "first", &found), 0);
    assert_memory_equal(found.form, first.form, SEAL_HASH);
    assert_string_equal(found.of, "first");
    assert_int_equal(installation_approval_of(&here, "next", &found), 0);
    assert_memory_equal(found.form, next.form, SEAL_HASH);
    assert_int_equal(installation_approval(&here, &found), 0);
    assert_string_equal(found.of, "next");
    assert_int_equal(installation_approve(&here, &any, fixture.secrets[0]), 0);
    assert_int_equal(installation_approval_of(&here, "first", &found), 0);
    assert_memory_equal(found.form, any.form, SEAL_HASH);
    assert_string_equal(found.of, "");
}

struct heads {
    uint64_t numbers[8];
    size_t count, damaged;
};

static void take_head(void *context, const struct entry *entry, size_t line)
{
    struct heads *heads = context;
    struct entry_place place;
    (void)line;
    if (entry == NULL) {
        heads->damaged++;
        return;
    }
    assert_true(head_of(entry, &place));
    assert_true(heads->count < 8);
    heads->numbers[heads->count++] = place.number;
}

static struct heads read_heads(void)
{
    struct heads heads = {.count = 0};
    assert_int_equal(head_read(here.dir, "heads", take_head, &heads), 0);
    return heads;
}

static void test_heads(void **state)
{
    (void)state;
    char path[128];
    size_t length = 0;
    for (int i = 0; i < 3; i++) {
        assert_int_equal(
            installation_countersign(&here, &fixture.readers[0], fixture.secrets[0], FIXTURE_NOW),
            0);
    }
    struct heads heads = read_heads();
    assert_int_equal(heads.count, 3);
    assert_int_equal(heads.numbers[0], 1);
    assert_int_equal(heads.numbers[2], 3);
    // Torn in its last line, and then gone on with.
    record_fixture_path(&fixture, "heads", path);
    char *bytes = load_folder_read(path, &length);
    load_folder_write(path, bytes, length - 20);
    heads = read_heads();
    assert_int_equal(heads.count, 2);
    assert_int_equal(heads.damaged, 0);
    assert_int_equal(
        installation_countersign(&here, &fixture.readers[0], fixture.secrets[0], FIXTURE_NOW), 0);
    heads = read_heads();
    assert_int_equal(heads.count, 3);
    assert_int_equal(heads.damaged, 1);
    assert_int_equal(heads.numbers[2], 4);
    free(bytes);
}

static const struct seal_cost least = {2, 64 << 10};

// A passphrase changed: the old one opens nothing, and its lock is nowhere.
static void test_a_passphrase_changed(void **state)
{
    (void)state;
    uint8_t old[READER_LOCK], new[READER_LOCK], found[READER_LOCK];
    const struct reader *reader = &fixture.readers[0];
    assert_int_equal(reader_lock(fixture.secrets[0], "the first passphrase", least, old), 0);
    assert_int_equal(store_set_lock(here.store, reader->id, old), 0);
    assert_int_equal(reader_lock(fixture.secrets[0], "quite another one", least, new), 0);
    assert_int_equal(store_set_lock(here.store, reader->id, new), 0);
    assert_int_equal(store_lock(here.store, reader->id, found), 0);
    assert_null(reader_unlock(reader, found, "the first passphrase"));
    struct reader_secret *secret = reader_unlock(reader, found, "quite another one");
    assert_non_null(secret);
    reader_secret_free(secret);
    char path[128];
    record_fixture_path(&fixture, "store.db", path);
    assert_false(record_fixture_holds(path, old + 8, 16));
    assert_true(record_fixture_holds(path, new + 8, 16));
    record_fixture_path(&fixture, "store.db-wal", path);
    assert_false(record_fixture_holds(path, old + 8, 16));
}

static void copy(const char *from, const char *to)
{
    char a[128], b[128];
    size_t length = 0;
    record_fixture_path(&fixture, from, a);
    record_fixture_path(&fixture, to, b);
    char *bytes = load_folder_read(a, &length);
    load_folder_write(b, bytes, length);
    free(bytes);
}

static void countersign(size_t reader)
{
    assert_int_equal(installation_countersign(&here, &fixture.readers[reader],
                                              fixture.secrets[reader], FIXTURE_NOW),
                     0);
}

// Yesterday's store in place of today's; whoever opens it next can tell, without a passphrase.
static void test_set_back(void **state)
{
    (void)state;
    char who[READER_NAME] = "", path[128];
    int64_t at = 0;
    const char *why = NULL;
    assert_false(installation_set_back(&here, who, &at)); // there is no file yet
    for (int i = 0; i < 60; i++) {                        // more than the newest that are looked at
        countersign(0);
    }
    assert_false(installation_set_back(&here, who, &at));
    installation_close(&here);
    copy("store.db", "yesterday");
    assert_int_equal(installation_open(fixture.folder, &here, &why, &arena), INSTALLATION_FINE);
    countersign(0);
    assert_false(installation_set_back(&here, who, &at));
    installation_close(&here);
    copy("yesterday", "store.db");
    assert_int_equal(installation_open(fixture.folder, &here, &why, &arena), INSTALLATION_FINE);
    assert_true(installation_set_back(&here, who, &at));
    assert_string_equal(who, "Anna Berg");
    assert_int_equal(at, FIXTURE_NOW);
    // A line that no reader signed proves nothing.
    record_fixture_path(&fixture, "heads", path);
    size_t length = 0;
    char *bytes = load_folder_read(path, &length);
    bytes[length - 2] ^= 1;
    load_folder_write(path, bytes, length);
    free(bytes);
    assert_false(installation_set_back(&here, who, &at));
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_made_and_opened),
        CASE(test_none_unfinished_and_broken),
        CASE(test_readers_come_and_go),
        CASE(test_refreshed),
        CASE(test_access_to_what_was_earlier),
        CASE(test_approval),
        CASE(test_approval_of_two_forms),
        CASE(test_heads),
        CASE(test_set_back),
        CASE(test_a_passphrase_changed),
    };
    return cmocka_run_group_tests_name("record installation", tests, NULL, NULL);
}
