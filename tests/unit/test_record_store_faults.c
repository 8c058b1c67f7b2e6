// The machine stops, or the disk refuses, at every call that saves: what was acknowledged is there,
// once, the chain is whole, and the next program needs no repair.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "record/audit.h"
#include "record_fixture.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <sys/wait.h>
#include <unistd.h>

// These stand before libc's: the `at`-th call from now on fails with `error`, and all after it if
// `on`; 0 kills. at 0: none does.
static struct {
    int at, error, calls;
    bool on;
    int twisted; // this call of pwrite64 writes something else
} fault;

// Which files were written and not synced since, and how often any was.
enum { FILES = 64 };
static bool unsynced[FILES];
static int syncs;

static int fails(void)
{
    fault.calls++;
    if (fault.at == 0 || fault.calls < fault.at || (fault.calls > fault.at && !fault.on)) {
        return 0;
    }
    if (fault.error == 0) {
        raise(SIGKILL);
    }
    errno = fault.error;
    return 1;
}

static void arm(int at, int error, bool on)
{
    fault.at = at;
    fault.error = error;
    fault.on = on;
    fault.calls = 0;
}

// The index that the programs share is made anew from the log: it is never synced.
static bool is_index(int fd)
{
    char link[32], path[256] = "";
    snprintf(link, sizeof link, "/proc/self/fd/%d", fd);
    ssize_t length = readlink(link, path, sizeof path - 1);
    return length > 4 && strcmp(path + length - 4, "-shm") == 0;
}

ssize_t pwrite64(int fd, const void *bytes, size_t length, off_t offset)
{
    unsynced[fd < FILES ? fd : 0] = !is_index(fd);
    if (fails()) {
        return -1;
    }
    uint8_t other[1 << 16];
    if (fault.calls == fault.twisted && length > 16 && length <= sizeof other) {
        memcpy(other, bytes, length);
        other[length - 10] ^= 1;
        bytes = other;
    }
    return syscall(SYS_pwrite64, fd, bytes, length, offset);
}

// What is killed is a program and not the machine: the kernel keeps what it was given.
int fdatasync(int fd)
{
    unsynced[fd < FILES ? fd : 0] = false;
    syncs++;
    return fails() ? -1 : 0;
}

int fsync(int fd)
{
    (void)fd;
    return fails() ? -1 : 0;
}

ssize_t write(int fd, const void *bytes, size_t length)
{
    return fails() ? -1 : syscall(SYS_write, fd, bytes, length);
}

int renameat(int from, const char *old, int to, const char *new)
{
    return fails() ? -1 : (int)syscall(SYS_renameat, from, old, to, new);
}

int ftruncate64(int fd, off_t length)
{
    return fails() ? -1 : (int)syscall(SYS_ftruncate, fd, length);
}

int unlink(const char *path)
{
    return fails() ? -1 : (int)syscall(SYS_unlink, path);
}

static struct record_fixture fixture;

static int set_up(void **state)
{
    (void)state;
    record_fixture_make(&fixture);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    arm(0, 0, false);
    record_fixture_remove(&fixture);
    return 0;
}

static void empty_folder(void)
{
    static const char *const names[] = {"store.db",         "store.db-wal", "store.db-shm",
                                        "store.db-journal", "heads",        "terminal.seed",
                                        "terminal.seed.new"};
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        char path[128];
        record_fixture_path(&fixture, names[i], path);
        (void)unlink(path);
    }
}

// What a walk counts of each text that was noted; the chain must hold.
struct tally {
    size_t count[3];
    struct entry_place before;
    struct arena arena;
};

static int add_up(void *context, const struct entry *entry)
{
    struct tally *tally = context;
    const char *problem = entry_problem(entry, &tally->before, fixture.terminal, &tally->arena);
    assert_null(problem);
    tally->before = entry_place_of(entry);
    tally->count[entry->kind == ENTRY_INTERVIEW ? 0 : entry->kind == ENTRY_TOMBSTONE ? 1 : 2]++;
    assert_true(entry->kind != ENTRY_INTERVIEW || entry->purged || entry->body.length > 0);
    return 0;
}

static void said(void *context, const char *sentence)
{
    (void)context;
    fail_msg("%s", sentence);
}

// Interviews, tombstones, notes.
static void look(struct store *store, struct tally *tally)
{
    uint64_t bad = 0;
    *tally = (struct tally){.count = {0}};
    arena_init(&tally->arena);
    assert_int_equal(store_walk(store, &(struct store_walk){.part = STORE_WHOLE}, add_up, tally),
                     0);
    assert_int_equal(store_check(store, said, NULL, &bad), 0);
    arena_clear(&tally->arena);
}

// The program that is killed: makes the store, adds an interview and a note, purges the interview,
// and says after each that it is done.
static void live(int say, int at)
{
    uint8_t id[ENTRY_ID];
    struct entry tombstone;
    arm(at, 0, false);
    struct store *store = store_open(fixture.folder, true);
    record_fixture_add(&fixture, store, "of Maria", id);
    (void)!write(say, "i", 1);
    record_fixture_note(&fixture, store, "a note");
    (void)!write(say, "n", 1);
    entry_init(&tombstone, ENTRY_TOMBSTONE, FIXTURE_NOW);
    entry_name(&tombstone, id);
    (void)!(store_purge(store, id, &tombstone, fixture.seed) == 0 && write(say, "t", 1));
    store_close(store);
    _exit(0);
}

// Another: sets up, adds a reader and has the head countersigned.
static void set_up_clinic(int say, int at)
{
    struct installation here;
    const uint8_t lock[READER_LOCK] = {1};
    arm(at, 0, false);
    (void)!(installation_make(fixture.folder, "Praxis", &fixture.readers[0], fixture.secrets[0],
                              lock, FIXTURE_NOW, &here) == 0 &&
            write(say, "m", 1));
    (void)!(installation_add_reader(&here, &fixture.readers[0], fixture.secrets[0],
                                    &fixture.readers[1], lock, FIXTURE_NOW) == 0 &&
            write(say, "r", 1));
    (void)!(installation_countersign(&here, &fixture.readers[1], fixture.secrets[1], FIXTURE_NOW) ==
                0 &&
            write(say, "h", 1));
    installation_close(&here);
    _exit(0);
}

// Runs one of them, killed at that call. Returns whether it was; heard[] gets what it said.
static bool live_until(void (*program)(int say, int at), int at, char heard[8])
{
    int ends[2], status = 0;
    memset(heard, 0, 8);
    assert_int_equal(pipe(ends), 0);
    pid_t child = fork();
    if (child == 0) {
        program(ends[1], at);
    }
    close(ends[1]);
    ssize_t got = 0, length = 0;
    while ((got = read(ends[0], heard + length, (size_t)(7 - length))) > 0) {
        length += got;
    }
    close(ends[0]);
    assert_int_equal(waitpid(child, &status, 0), child);
    assert_true(WIFSIGNALED(status) || WEXITSTATUS(status) == 0);
    return WIFSIGNALED(status);
}

static void test_killed_at_every_call(void **state)
{
    (void)state;
    char heard[8];
    int at = 1;
    for (bool killed = true; killed; at++) {
        struct tally tally;
        empty_folder();
        killed = live_until(live, at, heard);
        struct store *store = store_open(fixture.folder, true);
        assert_non_null(store);
        look(store, &tally);
        size_t done[3] = {strchr(heard, 'i') != NULL, strchr(heard, 't') != NULL,
                          strchr(heard, 'n') != NULL};
        for (size_t i = 0; i < 3; i++) {
            assert_in_range(tally.count[i], done[i], 1);
        }
        record_fixture_note(&fixture, store, "afterwards");
        look(store, &tally);
        store_close(store);
    }
    assert_string_equal(heard, "int");
    assert_in_range(at, 15, 200);
    print_message("killed at each of %d calls\n", at - 2);
}

// There is none and it can be made, or it is there with what was acknowledged; and nothing is
// wrong.
static void test_setup_killed_at_every_call(void **state)
{
    (void)state;
    char heard[8];
    int at = 1;
    for (bool killed = true; killed; at++) {
        struct installation here;
        struct audit audit;
        struct arena arena;
        const uint8_t lock[READER_LOCK] = {1};
        const char *why = NULL;
        arena_init(&arena);
        empty_folder();
        killed = live_until(set_up_clinic, at, heard);
        enum installation_state found = installation_open(fixture.folder, &here, &why, &arena);
        if (found == INSTALLATION_NONE) {
            assert_string_equal(heard, "");
            assert_int_equal(installation_make(fixture.folder, "Praxis", &fixture.readers[0],
                                               fixture.secrets[0], lock, FIXTURE_NOW, &here),
                             0);
        } else {
            assert_int_equal(found, INSTALLATION_FINE);
        }
        assert_true(strchr(heard, 'r') == NULL || here.roll.count == 2);
        assert_int_equal(
            installation_countersign(&here, &fixture.readers[0], fixture.secrets[0], FIXTURE_NOW),
            0);
        assert_int_equal(
            audit_run(&here, &fixture.readers[0], fixture.secrets[0], NULL, 0, said, NULL, &audit),
            0);
        assert_int_equal(audit.bad, 0);
        installation_close(&here);
        arena_clear(&arena);
    }
    assert_string_equal(heard, "mrh");
    print_message("setup killed at each of %d calls\n", at - 2);
}

// The disk refuses from some call on: what was asked fails with its reason or happened; when there
// is room again it can be asked again, and then it is there once.
static void refuse(int error, int wanted, bool on)
{
    bool refused = true;
    for (int at = 1; refused; at++) {
        struct tally tally;
        struct entry entry;
        struct entry_wrap wraps[READERS_MOST];
        size_t count = 0;
        empty_folder();
        struct store *store = store_open(fixture.folder, true);
        record_fixture_note(&fixture, store, "before");
        record_fixture_seal(&fixture, "of Maria", &entry, wraps, &count);
        arm(at, error, on);
        int result = store_add(store, &entry, wraps, count, fixture.seed);
        refused = fault.calls >= at;
        assert_true(result == 0 || errno == wanted);
        arm(0, 0, false);
        if (result != 0) {
            assert_true(store_add(store, &entry, wraps, count, fixture.seed) == 0 ||
                        errno == EEXIST);
        }
        record_fixture_note(&fixture, store, "afterwards");
        store_close(store);
        store = store_open(fixture.folder, false);
        look(store, &tally);
        assert_int_equal(tally.count[0], 1);
        assert_int_equal(tally.count[2], 2);
        store_close(store);
        entry_clear(&entry);
        assert_true(refused || at > 5);
    }
}

static void test_a_full_disk(void **state)
{
    (void)state;
    refuse(ENOSPC, ENOSPC, true);
    refuse(ENOSPC, ENOSPC, false);
    refuse(EDQUOT, ENOSPC, true);
}

static void test_a_failing_disk(void **state)
{
    (void)state;
    refuse(EIO, EIO, false);
    refuse(EIO, EIO, true);
}

// What is added is synced when it is said to be there, by at most three flushes.
static void test_synced_before_it_counts(void **state)
{
    (void)state;
    empty_folder();
    struct store *store = store_open(fixture.folder, true);
    for (int i = 0; i < 500; i++) {
        syncs = 0;
        record_fixture_add(&fixture, store, "of Maria", NULL);
        assert_in_range(syncs, 1, 3);
        for (size_t fd = 0; fd < FILES; fd++) {
            assert_false(unsynced[fd]);
        }
    }
    store_close(store);
}

// A copy that cannot be written leaves the one that was there.
static void test_a_copy_that_fails(void **state)
{
    (void)state;
    char path[128], part[128];
    empty_folder();
    struct store *store = store_open(fixture.folder, true);
    record_fixture_path(&fixture, "copy.db", path);
    record_fixture_path(&fixture, "copy.db.part", part);
    record_fixture_add(&fixture, store, "of Maria", NULL);
    assert_int_equal(store_copy(store, path), 0);
    bool refused = true;
    for (int at = 2; refused; at++) { // the first removes what is left of an earlier one
        arm(at, ENOSPC, false);
        int result = store_copy(store, path);
        refused = fault.calls >= at;
        arm(0, 0, false);
        assert_true(result == 0 || errno == ENOSPC || errno == EIO);
        assert_int_equal(access(path, R_OK), 0);
        assert_int_equal(access(part, F_OK), -1);
    }
    store_close(store);
}

// A copy that is not what was copied is never put in place.
static void test_a_copy_that_differs(void **state)
{
    (void)state;
    char path[128];
    int refused = 0, calls = 0;
    empty_folder();
    struct store *store = store_open(fixture.folder, true);
    for (int i = 0; i < 40; i++) {
        record_fixture_add(&fixture, store, "of Maria", NULL);
    }
    record_fixture_path(&fixture, "copy.db", path);
    arm(0, 0, false);
    assert_int_equal(store_copy(store, path), 0);
    calls = fault.calls;
    for (int at = 1; at <= calls; at++) {
        arm(0, 0, false);
        fault.twisted = at;
        (void)unlink(path);
        fault.calls = 0;
        int result = store_copy(store, path);
        assert_true(result == 0 || errno == EIO || errno == EBADMSG);
        assert_int_equal(access(path, F_OK), result);
        refused += result != 0;
    }
    fault.twisted = 0;
    assert_in_range(refused, 10, calls);
    store_close(store);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(test_killed_at_every_call, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_setup_killed_at_every_call, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_full_disk, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_failing_disk, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_synced_before_it_counts, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_copy_that_differs, set_up, tear_down),
        cmocka_unit_test_setup_teardown(test_a_copy_that_fails, set_up, tear_down),
    };
    return cmocka_run_group_tests_name("record store faults", tests, NULL, NULL);
}
