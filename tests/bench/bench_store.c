// The store of a clinic that has worked for ten years: the newest 50 are listed as soon as when it
// was new, and an interview is added by few flushes and little work besides.
#include "bench/bench.h"
#include "record/facts.h"
#include "record/store.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <unistd.h>

// Stands before libc's, which SQLite calls. Filling a store need not wait for the disk.
static struct {
    bool counting;
    unsigned flushes;
} disk;

int fdatasync(int fd)
{
    disk.flushes++;
    return disk.counting ? (int)syscall(SYS_fdatasync, fd) : 0;
}

enum { LISTED = 50, HEADLINE = 200, BODY = 20000 };

struct clinic {
    char folder[128];
    struct store *store;
    uint8_t seed[SEAL_KEY];
    struct reader readers[2];
    struct reader_secret *secrets[2];
};

static void seal(const struct clinic *clinic, size_t body_length, struct entry *entry,
                 struct entry_wrap *wraps, size_t *count)
{
    static char body[BODY];
    entry_init(entry, ENTRY_INTERVIEW, 1772442000);
    facts_add(&entry->open, "keep", "yes");
    if (entry_seal(entry, body, HEADLINE, body, body_length, clinic->readers, 2, wraps, count) !=
        0) {
        bench_wrong("an interview cannot be sealed");
    }
}

// A store of so many entries, with bodies that are small so that it fits where this runs.
static void open_clinic(struct clinic *clinic, const char *work, unsigned entries)
{
    snprintf(clinic->folder, sizeof clinic->folder, "%s/store-%u", work, entries);
    if (mkdir(clinic->folder, 0700) != 0 || seal_start() != 0) {
        bench_wrong("no folder %s", clinic->folder);
    }
    seal_random(clinic->seed, sizeof clinic->seed);
    clinic->secrets[0] = reader_new("Anna", &clinic->readers[0]);
    clinic->secrets[1] = reader_new("Ben", &clinic->readers[1]);
    clinic->store = store_open(clinic->folder, true);
    struct entry entry;
    struct entry_wrap wraps[READERS_MOST];
    size_t count = 0;
    seal(clinic, HEADLINE, &entry, wraps, &count);
    for (unsigned i = 0; i < entries; i++) {
        seal_random(entry.id,
                    sizeof entry.id); // sealing each would take a minute and change nothing
        if (store_add(clinic->store, &entry, wraps, count, clinic->seed) != 0) {
            bench_wrong("entry %u cannot be added", i);
        }
    }
    entry_clear(&entry);
}

static void close_clinic(struct clinic *clinic)
{
    store_close(clinic->store);
    reader_secret_free(clinic->secrets[0]);
    reader_secret_free(clinic->secrets[1]);
}

static int see(void *context, const struct entry *entry)
{
    size_t *seen = context;
    if (entry->headline.length != HEADLINE + SEAL_CIPHER_MORE) {
        bench_wrong("entry %d has no headline", (int)entry->number);
    }
    return ++*seen == LISTED;
}

// Microseconds of the list of the newest in an open store.
static double list(struct store *store)
{
    const struct store_walk walk = {.kinds = 1u << ENTRY_INTERVIEW | 1u << ENTRY_PARTIAL,
                                    .newest_first = true,
                                    .part = STORE_HEADLINE};
    size_t seen = 0;
    double began = bench_wall();
    if (store_walk(store, &walk, see, &seen) != 1 || seen != LISTED) {
        bench_wrong("the newest cannot be listed");
    }
    return (bench_wall() - began) * 1e6;
}

// The same of a program that starts.
static double open_and_list(const struct clinic *clinic)
{
    double began = bench_wall();
    struct store *store = store_open(clinic->folder, false);
    if (store == NULL) {
        bench_wrong("the store cannot be opened");
    }
    (void)list(store);
    double took = (bench_wall() - began) * 1e6;
    store_close(store);
    return took;
}

enum { ROUNDS = 301 };

// In turns, so that a slow moment of the machine meets both.
static void compare(const char *figure, const struct clinic *few, const struct clinic *many,
                    bool opening)
{
    double of_few[ROUNDS], of_many[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
        of_few[i] = opening ? open_and_list(few) : list(few->store);
        of_many[i] = opening ? open_and_list(many) : list(many->store);
    }
    double small = bench_median(of_few, ROUNDS), large = bench_median(of_many, ROUNDS);
    bench_line(figure, "us", large, small, large / small, BENCH_AT_MOST, 1.3);
}

static void listing(const char *work)
{
    struct clinic few = {.store = NULL}, many = {.store = NULL};
    open_clinic(&few, work, 100);
    double resident = bench_resident();
    open_clinic(&many, work, 100000);
    compare("newest 50 of 100,000 entries / of 100", &few, &many, false);
    compare("the same, the store opened first", &few, &many, true);
    double grown = bench_resident() - resident;
    bench_line("memory for 100,000 entries / 4 MB", "MB", grown / 1e6, 4, grown / 4e6,
               BENCH_AT_MOST, 1);
    close_clinic(&few);
    close_clinic(&many);
}

// Sealing, signing and adding, as at the end of an interview.
static void finishing(const char *work)
{
    enum { TIMES = 301 };
    struct clinic clinic = {.store = NULL};
    double cpu[TIMES];
    unsigned most = 0;
    open_clinic(&clinic, work, 1000);
    disk.counting = true;
    for (int i = 0; i < TIMES; i++) {
        struct entry entry;
        struct entry_wrap wraps[READERS_MOST];
        size_t count = 0;
        disk.flushes = 0;
        double began = bench_cpu();
        seal(&clinic, BODY, &entry, wraps, &count);
        int result = store_add(clinic.store, &entry, wraps, count, clinic.seed);
        cpu[i] = (bench_cpu() - began) * 1e3;
        most = disk.flushes > most ? disk.flushes : most;
        entry_clear(&entry);
        if (result != 0) {
            bench_wrong("an interview cannot be added");
        }
    }
    disk.counting = false;
    double work_ms = bench_median(cpu, TIMES);
    bench_line("an interview sealed and stored, flushes at most", "", most, 3, most, BENCH_AT_MOST,
               3);
    bench_line("the same, CPU / 1 ms", "ms", work_ms, 1, work_ms, BENCH_AT_MOST, 1);
    close_clinic(&clinic);
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        bench_wrong("usage: bench_store FOLDER");
    }
    listing(argv[1]);
    finishing(argv[1]);
    return bench_missed();
}
