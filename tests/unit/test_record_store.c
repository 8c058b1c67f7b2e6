// What is added is there, in order, whole, once, whoever adds at the same time; what is taken away
// or replaced is gone from the files.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "load_folder.h"
#include "record/contents.h"
#include "record/facts.h"
#include "record_fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <sqlite3.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

static struct record_fixture fixture;
static struct store *store;

static int set_up(void **state)
{
    (void)state;
    record_fixture_make(&fixture);
    store = store_open(fixture.folder, true);
    return store == NULL ? -1 : 0;
}

static int tear_down(void **state)
{
    (void)state;
    store_close(store);
    record_fixture_remove(&fixture);
    return 0;
}

// The numbers a walk sees, and "!" where the chain does not hold.
struct seen {
    char numbers[8192];
    struct entry_place before;
    struct arena arena;
    const uint8_t *terminal;
    bool chained;
    size_t stop_after, count;
};

static int see(void *context, const struct entry *entry)
{
    struct seen *seen = context;
    size_t used = strlen(seen->numbers);
    bool fine = !seen->chained ||
                entry_problem(entry, &seen->before, fixture.terminal, &seen->arena) == NULL;
    snprintf(seen->numbers + used, sizeof seen->numbers - used, "%s%d%s", used > 0 ? " " : "",
             (int)entry->number, fine ? "" : "!");
    seen->before = entry_place_of(entry);
    return ++seen->count == seen->stop_after ? 7 : 0;
}

static const char *walk(struct seen *seen, struct store_walk walk)
{
    *seen = (struct seen){.stop_after = seen->stop_after, .chained = seen->chained};
    arena_init(&seen->arena);
    int result = store_walk(store, &walk, see, seen);
    assert_int_equal(result, seen->stop_after > 0 && seen->count >= seen->stop_after ? 7 : 0);
    arena_clear(&seen->arena);
    return seen->numbers;
}

static void test_files_and_marks(void **state)
{
    (void)state;
    static const char *const names[] = {"store.db", "store.db-wal", "store.db-shm"};
    record_fixture_note(&fixture, store, "one");
    for (size_t i = 0; i < 3; i++) {
        char path[128];
        struct stat status;
        record_fixture_path(&fixture, names[i], path);
        assert_int_equal(stat(path, &status), 0);
        assert_int_equal(status.st_mode & 07777, 0600);
    }
    assert_null(store_open("/tmp/there/is/no/such/folder", true));
    assert_int_equal(errno, ENOENT);
}

static void test_there_and_back(void **state)
{
    (void)state;
    struct entry entry, found;
    struct entry_wrap wraps[READERS_MOST], wrap;
    struct entry_place head;
    struct buffer body;
    size_t count = 0;
    assert_int_equal(store_head(store, &head), 0);
    assert_int_equal(head.number, 0);
    record_fixture_seal(&fixture, "of Maria", &entry, wraps, &count);
    assert_int_equal(store_add(store, &entry, wraps, count, fixture.seed), 0);
    assert_int_equal(entry.number, 1);
    // Again: it is there.
    assert_int_equal(store_add(store, &entry, wraps, count, fixture.seed), -1);
    assert_int_equal(errno, EEXIST);
    record_fixture_note(&fixture, store, "two");
    assert_int_equal(store_head(store, &head), 0);
    assert_int_equal(head.number, 2);
    entry_init(&found, ENTRY_DONE, 0);
    assert_int_equal(store_find(store, entry.id, &found), 0);
    assert_int_equal(found.number, 1);
    assert_string_equal(found.open.bytes, "keep yes\n");
    assert_int_equal(store_wrap(store, 1, fixture.readers[2].id, &wrap), 0);
    buffer_init(&body, ENTRY_BODY_MOST);
    assert_int_equal(entry_open(&found, fixture.terminal, &wrap, fixture.secrets[2], NULL, &body),
                     0);
    assert_string_equal(body.bytes, "body of Maria");
    assert_int_equal(store_wrap(store, 2, fixture.readers[2].id, &wrap), -1);
    assert_int_equal(errno, ENOENT);
    assert_int_equal(store_get(store, 3, &found), -1);
    assert_int_equal(errno, ENOENT);
    buffer_clear(&body);
    entry_clear(&entry);
    entry_clear(&found);
}

static void test_walks(void **state)
{
    (void)state;
    struct seen seen = {.stop_after = 0};
    assert_string_equal(walk(&seen, (struct store_walk){.kinds = 0}), "");
    for (int i = 0; i < 9; i++) {
        if (i % 3 == 1) {
            record_fixture_add(&fixture, store, "x", NULL);
        } else {
            record_fixture_note(&fixture, store, "note");
        }
    }
    seen.chained = true;
    assert_string_equal(walk(&seen, (struct store_walk){.part = STORE_WHOLE}), "1 2 3 4 5 6 7 8 9");
    seen.chained = false;
    unsigned interviews = 1u << ENTRY_INTERVIEW, notes = 1u << ENTRY_DONE;
    assert_string_equal(walk(&seen, (struct store_walk){.kinds = interviews}), "2 5 8");
    assert_string_equal(walk(&seen, (struct store_walk){.kinds = interviews, .newest_first = true}),
                        "8 5 2");
    assert_string_equal(walk(&seen, (struct store_walk){.kinds = interviews | notes, .from = 4}),
                        "4 5 6 7 8 9");
    assert_string_equal(
        walk(&seen, (struct store_walk){.kinds = notes, .from = 5, .newest_first = true}), "4 3 1");
    assert_string_equal(walk(&seen, (struct store_walk){.newest_first = true}),
                        "9 8 7 6 5 4 3 2 1");
    assert_string_equal(walk(&seen, (struct store_walk){.kinds = 1u << ENTRY_SETUP}), "");
    seen.stop_after = 2;
    assert_string_equal(walk(&seen, (struct store_walk){.from = 3}), "3 4");
}

// Two programs, 200 entries each: one chain of 400, each program's own in its order.
enum { EACH = 200 };

static void add_many(char which)
{
    struct store *own = store_open(fixture.folder, false);
    for (int i = 0; own != NULL && i < EACH; i++) {
        char text[16];
        snprintf(text, sizeof text, "%c%d", which, i);
        record_fixture_note(&fixture, own, text);
    }
    store_close(own);
    _exit(own == NULL);
}

struct order {
    int next[2];
    struct entry_place before;
    struct arena arena;
};

static int in_order(void *context, const struct entry *entry)
{
    struct order *order = context;
    char text[16];
    int *next;
    assert_null(entry_problem(entry, &order->before, fixture.terminal, &order->arena));
    order->before = entry_place_of(entry);
    assert_true(facts_find(&entry->open, "note", text, sizeof text));
    next = &order->next[text[0] - 'a'];
    assert_int_equal(atoi(text + 1), *next);
    *next += 1;
    return 0;
}

static void test_two_programs_at_once(void **state)
{
    (void)state;
    struct order order = {.next = {0}};
    int64_t before = 0, after = 0;
    assert_int_equal(store_version(store, &before), 0);
    pid_t children[2];
    for (int i = 0; i < 2; i++) {
        children[i] = fork();
        if (children[i] == 0) {
            add_many((char)('a' + i));
        }
    }
    for (int i = 0; i < 2; i++) {
        int status = -1;
        assert_int_equal(waitpid(children[i], &status, 0), children[i]);
        assert_int_equal(status, 0);
    }
    arena_init(&order.arena);
    assert_int_equal(store_walk(store, &(struct store_walk){.part = STORE_WHOLE}, in_order, &order),
                     0);
    assert_int_equal(order.next[0], EACH);
    assert_int_equal(order.next[1], EACH);
    arena_clear(&order.arena);
    assert_int_equal(store_version(store, &after), 0);
    assert_int_not_equal(before, after);
    assert_int_equal(store_version(store, &before), 0);
    assert_int_equal(before, after);
}

// Is it in no file of the store?
static void assert_nowhere(const void *bytes, size_t length)
{
    static const char *const names[] = {"store.db", "store.db-wal"};
    for (size_t i = 0; i < 2; i++) {
        char path[128];
        record_fixture_path(&fixture, names[i], path);
        assert_false(record_fixture_holds(path, bytes, length));
    }
}

static void test_purged(void **state)
{
    (void)state;
    uint8_t id[ENTRY_ID];
    struct entry entry, tombstone;
    struct entry_wrap wrap;
    record_fixture_add(&fixture, store, "one", NULL);
    record_fixture_add(&fixture, store, "two", id);
    record_fixture_add(&fixture, store, "three", NULL);
    entry_init(&entry, ENTRY_DONE, 0);
    assert_int_equal(store_find(store, id, &entry), 0);
    assert_int_equal(store_wrap(store, 2, fixture.readers[0].id, &wrap), 0);
    struct buffer body;
    buffer_init(&body, ENTRY_BODY_MOST + SEAL_CIPHER_MORE);
    buffer_add(&body, entry.body.bytes, entry.body.length);
    entry_init(&tombstone, ENTRY_TOMBSTONE, FIXTURE_NOW);
    entry_name(&tombstone, id);
    assert_int_equal(store_purge(store, id, &tombstone, fixture.seed), 0);
    assert_nowhere(body.bytes, body.length);
    assert_nowhere(wrap.box, sizeof wrap.box);
    assert_nowhere(entry.headline.bytes, entry.headline.length);
    assert_int_equal(store_find(store, id, &entry), 0);
    assert_true(entry.purged);
    assert_int_equal(entry.headline.length + entry.body.length, 0);
    struct seen seen = {.chained = true};
    assert_string_equal(walk(&seen, (struct store_walk){.part = STORE_WHOLE}), "1 2 3 4");
    // Neither again, nor what has nothing sealed, nor what is not there; and no wrap comes back.
    assert_int_equal(store_purge(store, id, &tombstone, fixture.seed), -1);
    assert_int_equal(errno, ENOENT);
    assert_int_equal(store_purge(store, tombstone.id, &tombstone, fixture.seed), -1);
    assert_int_equal(errno, ENOENT);
    assert_int_equal(store_get(store, 1, &entry), 0);
    assert_int_equal(store_purge(store, entry.id, &tombstone, fixture.seed), -1);
    assert_int_equal(errno, EINVAL);
    struct store_wrap back = {.number = 2, .wrap = wrap};
    assert_int_equal(store_add_wraps(store, &back, 1), 0);
    assert_int_equal(store_wrap(store, 2, fixture.readers[0].id, &wrap), -1);
    assert_string_equal(walk(&seen, (struct store_walk){.part = STORE_WHOLE}), "1 2 3 4");
    buffer_clear(&body);
    entry_clear(&entry);
    entry_clear(&tombstone);
}

static void test_a_lock_replaced(void **state)
{
    (void)state;
    uint8_t old[READER_LOCK], new[READER_LOCK], found[READER_LOCK];
    seal_random(old, sizeof old);
    seal_random(new, sizeof new);
    const uint8_t *id = fixture.readers[0].id;
    assert_int_equal(store_lock(store, id, found), -1);
    assert_int_equal(errno, ENOENT);
    assert_int_equal(store_set_lock(store, id, old), 0);
    record_fixture_note(&fixture, store, "between");
    assert_int_equal(store_set_lock(store, id, new), 0);
    assert_int_equal(store_lock(store, id, found), 0);
    assert_memory_equal(found, new, sizeof new);
    assert_nowhere(old, sizeof old);
    assert_nowhere(old + 8, 16);
}

static void test_kept_by_its_hash(void **state)
{
    (void)state;
    struct buffer form, found;
    uint8_t hash[SEAL_HASH], other[SEAL_HASH] = {1};
    buffer_init(&form, 4096);
    buffer_init(&found, 4096);
    contents_add(&form, "form.cfg", "id = 1;", 7);
    contents_add(&form, "screening.cfg", "", 0);
    assert_int_equal(store_keep(store, form.bytes, form.length, hash), 0);
    assert_int_equal(store_keep(store, form.bytes, form.length, hash), 0);
    assert_int_equal(store_kept(store, hash, &found), 0);
    assert_int_equal(found.length, form.length);
    assert_memory_equal(found.bytes, form.bytes, form.length);
    assert_int_equal(store_kept(store, other, &found), -1);
    assert_int_equal(errno, ENOENT);
    assert_int_equal(store_keep(store, form.bytes, form.length - 1, hash), -1);
    assert_int_equal(errno, EINVAL);
    buffer_clear(&form);
    buffer_clear(&found);
}

static void test_this_moment(void **state)
{
    (void)state;
    struct store_now now = {.id = {1}, .since = 20}, later = {.id = {2}, .since = 30}, list[1];
    size_t count = 9;
    assert_int_equal(store_now_list(store, list, 1, &count), 0);
    assert_int_equal(count, 0);
    assert_int_equal(store_now_set(store, &later), 0);
    assert_int_equal(store_now_set(store, &now), 0);
    now.help = true;
    assert_int_equal(store_now_set(store, &now), 0);
    assert_int_equal(store_now_list(store, list, 1, &count), 0);
    assert_int_equal(count, 2);
    assert_memory_equal(list[0].id, now.id, ENTRY_ID);
    assert_true(list[0].help);
    now.since = 0; // who goes on with it does not know when it began
    assert_int_equal(store_now_answer(store, now.id), 0);
    assert_int_equal(store_now_set(store, &later), 0);
    assert_int_equal(store_now_list(store, list, 1, &count), 0);
    assert_false(list[0].help);
    now.help = true;
    assert_int_equal(store_now_set(store, &now), 0);
    assert_int_equal(store_now_list(store, list, 1, &count), 0);
    assert_true(list[0].help && list[0].since == 20);
    assert_int_equal(store_now_clear(store, now.id), 0);
    assert_int_equal(store_now_list(store, list, 1, &count), 0);
    assert_int_equal(count, 1);
    assert_int_equal(list[0].since, 30);
    assert_int_equal(store_now_answer(store, now.id), 0);
    assert_int_equal(store_now_list(store, list, 1, &count), 0);
    assert_int_equal(count, 1);

    // What has become a record is not under way any more.
    struct entry entry;
    struct entry_wrap wraps[READERS_MOST];
    size_t wrap_count = 0;
    record_fixture_seal(&fixture, "of Maria", &entry, wraps, &wrap_count);
    memcpy(entry.id, later.id, ENTRY_ID);
    assert_int_equal(store_add(store, &entry, wraps, wrap_count, fixture.seed), 0);
    assert_int_equal(store_now_list(store, list, 1, &count), 0);
    assert_int_equal(count, 0);
    entry_clear(&entry);
}

static void no_one(void *context, const char *sentence)
{
    (void)context;
    fail_msg("%s", sentence);
}

static void test_a_copy(void **state)
{
    (void)state;
    char path[128], made[128];
    struct stat status;
    struct entry_place ours, theirs;
    uint64_t bad = 0;
    for (int i = 0; i < 30; i++) {
        record_fixture_add(&fixture, store, "x", NULL);
    }
    record_fixture_path(&fixture, "copy.db", path);
    assert_int_equal(store_copy(store, path), 0);
    record_fixture_note(&fixture, store, "later");
    assert_int_equal(store_copy(store, path), 0); // in place of the first
    assert_int_equal(stat(path, &status), 0);
    assert_int_equal(status.st_mode & 07777, 0600);
    record_fixture_path(&fixture, "copy.db.part", made);
    assert_int_equal(access(made, F_OK), -1);
    record_fixture_path(&fixture, "copy.db-wal", made);
    assert_int_equal(access(made, F_OK), -1);
    assert_int_equal(store_head(store, &ours), 0);
    assert_int_equal(store_check(store, no_one, NULL, &bad), 0);
    // Restored: it is a store.
    store_close(store);
    record_fixture_path(&fixture, "store.db", made);
    assert_int_equal(rename(path, made), 0);
    store = store_open(fixture.folder, false);
    assert_non_null(store);
    assert_int_equal(store_head(store, &theirs), 0);
    assert_int_equal(theirs.number, 31);
    assert_memory_equal(ours.hash, theirs.hash, SEAL_HASH);
    assert_int_equal(store_copy(store, "/tmp/there/is/no/such/folder"), -1);
    assert_int_equal(errno, ENOENT);
}

// SQL said to the closed store from outside.
static void meddle(const char *sql)
{
    char path[128];
    sqlite3 *db = NULL;
    store_close(store);
    store = NULL;
    record_fixture_path(&fixture, "store.db", path);
    assert_int_equal(sqlite3_open(path, &db), SQLITE_OK);
    assert_int_equal(sqlite3_exec(db, sql, NULL, NULL, NULL), SQLITE_OK);
    sqlite3_close(db);
}

static void assert_refused(int error)
{
    errno = 0;
    assert_null(store_open(fixture.folder, true));
    assert_int_equal(errno, error);
}

// Of the version before: what was added since is added, and what is there stays.
static void test_an_older_store(void **state)
{
    (void)state;
    struct entry_place head;
    const struct store_fold row = {0, (const uint8_t *)"closed", 6};
    record_fixture_note(&fixture, store, "one");
    meddle("DROP TABLE folded; DROP TABLE waiting; PRAGMA user_version = 1");
    store = store_open(fixture.folder, false);
    assert_non_null(store);
    assert_int_equal(store_head(store, &head), 0);
    assert_int_equal(head.number, 1);
    assert_int_equal(store_put_folded(store, fixture.readers[0].id, &row, 1, true), 0);
}

static void test_what_is_no_store_of_ours(void **state)
{
    (void)state;
    char path[128];
    meddle("PRAGMA user_version = 4");
    assert_refused(ENOTSUP);
    meddle("PRAGMA user_version = 3; PRAGMA application_id = 7");
    assert_refused(EBADMSG);
    meddle("PRAGMA user_version = 0");
    assert_refused(EBADMSG);
    record_fixture_path(&fixture, "store.db", path);
    load_folder_write(path,
                      "this is some other file, and a long one, longer than a header is: "
                      "one hundred bytes and a few more",
                      98);
    assert_refused(EBADMSG);
    assert_int_equal(unlink(path), 0);
    assert_null(store_open(fixture.folder, false));
    assert_int_equal(errno, ENOENT);
    assert_int_equal(symlink("/tmp/elsewhere.db", path), 0);
    assert_refused(EINVAL);
    assert_int_equal(unlink(path), 0);
    // Made, but never finished: it is finished if it may be.
    load_folder_write(path, "", 0);
    assert_null(store_open(fixture.folder, false));
    assert_int_equal(errno, ENOENT);
    store = store_open(fixture.folder, true);
    assert_non_null(store);
}

static void test_rows_that_do_not_fit(void **state)
{
    (void)state;
    static const char *const damage[] = {
        "UPDATE entry SET id = x'00'",     "UPDATE entry SET signature = x''",
        "UPDATE entry SET kind = 1 << 40", "UPDATE entry SET open = zeroblob(70000)",
        "UPDATE entry SET purged = 2",     "DROP TABLE body",
    };
    for (size_t i = 0; i < sizeof damage / sizeof *damage; i++) {
        struct entry entry;
        char sql[256];
        entry_init(&entry, ENTRY_DONE, 0);
        record_fixture_add(&fixture, store, "x", NULL);
        snprintf(sql, sizeof sql, "PRAGMA ignore_check_constraints = 1; %s", damage[i]);
        meddle(sql);
        store = store_open(fixture.folder, false);
        assert_non_null(store);
        bool kind_only = strstr(damage[i], "kind") != NULL;
        assert_int_equal(store_get(store, 1, &entry), kind_only ? 0 : -1);
        assert_true(kind_only ? entry.kind == 0 : errno == EBADMSG);
        entry_clear(&entry);
        assert_int_equal(tear_down(state), 0);
        assert_int_equal(set_up(state), 0);
    }
}

// In a program of its own, since root may write anywhere: 0, or the errno of adding.
static int add_as_nobody(void)
{
    enum { NOBODY = 65534 };
    struct entry entry;
    if (geteuid() == 0 && setuid(NOBODY) != 0) {
        return ECHILD;
    }
    struct store *own = store_open(fixture.folder, false);
    if (own == NULL) {
        return errno;
    }
    entry_init(&entry, ENTRY_DONE, 0);
    int error = store_add(own, &entry, NULL, 0, fixture.seed) == 0 ? 0 : errno;
    entry_clear(&entry);
    store_close(own);
    return error;
}

static void assert_nobody(mode_t folder, mode_t file)
{
    char path[128];
    int status = -1;
    record_fixture_path(&fixture, "store.db", path);
    assert_int_equal(chmod(fixture.folder, folder), 0);
    assert_int_equal(chmod(path, file), 0);
    pid_t child = fork();
    if (child == 0) {
        _exit(add_as_nobody());
    }
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFEXITED(status));
    assert_int_equal(WEXITSTATUS(status), EACCES);
    assert_int_equal(chmod(fixture.folder, 0700), 0);
}

static void test_no_permission(void **state)
{
    (void)state;
    store_close(store);
    store = NULL;
    assert_nobody(0555, 0444);
    assert_nobody(0555, 0400);
    assert_nobody(0500, 0600 & ~(geteuid() == 0 ? 0 : 0200));
}

#define CASE(name) cmocka_unit_test_setup_teardown(name, set_up, tear_down)

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_files_and_marks),
        CASE(test_there_and_back),
        CASE(test_walks),
        CASE(test_two_programs_at_once),
        CASE(test_purged),
        CASE(test_a_lock_replaced),
        CASE(test_kept_by_its_hash),
        CASE(test_this_moment),
        CASE(test_a_copy),
        CASE(test_an_older_store),
        CASE(test_what_is_no_store_of_ours),
        CASE(test_rows_that_do_not_fit),
        CASE(test_no_permission),
    };
    return cmocka_run_group_tests_name("record store", tests, NULL, NULL);
}
