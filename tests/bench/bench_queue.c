// The list of a clinic that has worked for ten years: there as soon as the passphrase is, though
// every record is sealed; new records cost their own opening; a letter in the filter is looked for
// in all of them.
#include "bench/bench.h"
#include "record/facts.h"
#include "record/folded.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

// These stand before libc's, which SQLite calls. Filling a store need not wait for the disk.
int fdatasync(int fd)
{
    (void)fd;
    return 0;
}

int fsync(int fd)
{
    return fdatasync(fd);
}

enum { FEW = 10000, MANY = 100000, ROUNDS = 9 };

struct practice {
    char folder[128];
    struct installation here;
    struct reader reader;
    struct reader_secret *secret;
};

static void open_clinic(struct practice *clinic)
{
    struct arena arena;
    const char *why = NULL;
    arena_init(&arena);
    if (installation_open(clinic->folder, &clinic->here, &why, &arena) != INSTALLATION_FINE) {
        bench_wrong("the installation cannot be opened: %s", why != NULL ? why : "there is none");
    }
    arena_clear(&arena);
}

// Names and dates of one person in some.
static void write_headline(unsigned which, struct buffer *out)
{
    static const char *const first[] = {"Maria", "José", "Zoë", "Ahmed", "Βασιλική", "Олена", "Li"};
    static const char *const last[] = {
        "Lopez", "Schröder", "O'Neill", "Nguyễn", "Kowalska", "Abu Bakr", "Müller-Lüdenscheidt",
        "Smith", "Иванова"};
    char text[128];
    buffer_reset(out);
    snprintf(text, sizeof text, "%s %s", first[which % 7], last[which / 7 % 9]);
    facts_add(out, "name", text);
    snprintf(text, sizeof text, "%u-%02u-%02u", 1930 + which % 80, 1 + which % 12, 1 + which % 28);
    facts_add(out, "born", text);
    facts_add(out, "form", "Dry needling: first visit");
    facts_add_number(out, "asked", 60);
    facts_add_number(out, "settled", 57);
    if (which % 3 == 0) {
        facts_add(out, "gravest", "same-day");
        facts_add(out, "reason", "Takes an anticoagulant: bleeding and bruising more likely");
    }
    facts_add_number(out, "urgent-not-excluded", which % 5 == 0);
    snprintf(text, sizeof text, "lantern-otter-%02u", which % 100);
    facts_add(out, "slip", text);
    facts_add_number(out, "finished", 1);
    facts_add_number(out, "today-only", 0);
}

static void add(struct practice *clinic, unsigned from, unsigned to)
{
    const struct roll *roll = &clinic->here.roll;
    struct entry_wrap wraps[READERS_MOST];
    struct buffer headline;
    size_t count = 0;
    buffer_init(&headline, ENTRY_HEADLINE_MOST);
    for (unsigned i = from; i < to; i++) {
        struct entry entry;
        write_headline(i, &headline);
        entry_init(&entry, ENTRY_INTERVIEW, 1772442000 + i);
        facts_add(&entry.open, "keep", "days");
        if (entry_seal(&entry, headline.bytes, headline.length, "small", 5, roll->readers,
                       roll->count, wraps, &count) != 0 ||
            installation_add(&clinic->here, &entry, wraps, count) != 0) {
            bench_wrong("record %u cannot be added", i);
        }
        entry_clear(&entry);
    }
    buffer_clear(&headline);
}

static struct folded *open_list(struct practice *clinic, size_t wanted)
{
    size_t count = 0;
    struct folded *list = folded_open(
        &clinic->here, installation_reader(&clinic->here, clinic->reader.id), clinic->secret, NULL);
    if (list == NULL) {
        bench_wrong("the list cannot be opened");
    }
    (void)folded_rows(list, &count);
    if (count != wanted) {
        bench_wrong("%zu rows, not %zu", count, wanted);
    }
    return list;
}

// From the secret to the rows, in a program that starts.
static void unlocking(struct practice *clinic, size_t records, double goal)
{
    char figure[64];
    double took[ROUNDS];
    for (int i = 0; i < ROUNDS; i++) {
        installation_close(&clinic->here);
        double began = bench_wall();
        open_clinic(clinic);
        struct folded *list = open_list(clinic, records);
        took[i] = bench_wall() - began;
        folded_close(list);
    }
    double seconds = bench_median(took, ROUNDS);
    snprintf(figure, sizeof figure, "unlocked to the list of %zu / %g s", records, goal);
    bench_line(figure, "s", seconds, goal, seconds / goal, BENCH_AT_MOST, 1);
}

// What opening each would cost with nothing besides: one public-key opening and one signature.
static double bare_opening(const struct practice *clinic)
{
    enum { TIMES = 2000 };
    uint8_t key[SEAL_KEY] = {1}, box[SEAL_KEY + SEAL_BOX_MORE], signature[SEAL_SIGNATURE];
    seal_box_close(clinic->reader.box, key, sizeof key, box);
    reader_sign(clinic->secret, key, signature);
    double began = bench_cpu();
    for (int i = 0; i < TIMES; i++) {
        uint8_t opened[SEAL_KEY];
        if (reader_open(clinic->secret, box, sizeof box, opened) != 0 ||
            seal_verify(clinic->reader.sign, key, signature) != 0) {
            bench_wrong("a box does not open");
        }
    }
    return (bench_cpu() - began) / TIMES;
}

static void first_time(struct practice *clinic, size_t records)
{
    double bare = bare_opening(clinic) * (double)records, began = bench_cpu();
    folded_close(open_list(clinic, records));
    double took = bench_cpu() - began;
    char figure[64];
    snprintf(figure, sizeof figure, "%zu folded the first time / opened bare", records);
    bench_line(figure, "s", took, bare, took / bare, BENCH_AT_MOST, 2);
}

static void refresh(struct folded *list, bool wanted)
{
    bool changed = !wanted;
    if (folded_refresh(list, &changed) != 0 || changed != wanted) {
        bench_wrong("a refresh is not what it should be");
    }
}

static void refreshing(struct practice *clinic, struct folded *list)
{
    double idle[ROUNDS], took[ROUNDS];
    struct practice other = *clinic;
    open_clinic(&other);
    for (unsigned i = 0; i < ROUNDS; i++) {
        double began = bench_cpu();
        refresh(list, false);
        idle[i] = (bench_cpu() - began) * 1e3;
        add(&other, MANY + i, MANY + i + 1);
        began = bench_wall();
        refresh(list, true);
        took[i] = (bench_wall() - began) * 1e3;
    }
    installation_close(&other.here);
    double ms = bench_median(idle, ROUNDS);
    bench_line("a look at 100,000, nothing new / 0.5 ms", "ms", ms, 0.5, ms / 0.5, BENCH_AT_MOST,
               1);
    ms = bench_median(took, ROUNDS);
    bench_line("one new record beside 100,000 / 20 ms", "ms", ms, 20, ms / 20, BENCH_AT_MOST, 1);
}

// As a screen does for each key.
static void filtering(const struct folded *list)
{
    static const char *const typed[] = {"m", "ma", "maria", "lopez", "no such name", "17.5.19"};
    double slowest = 0;
    for (size_t t = 0; t < sizeof typed / sizeof *typed; t++) {
        double took[ROUNDS];
        for (int i = 0; i < ROUNDS; i++) {
            size_t count, found = 0;
            double began = bench_wall();
            const struct folded_row *rows = folded_rows(list, &count);
            for (size_t k = 0; k < count; k++) {
                found += strstr(rows[k].search, typed[t]) != NULL;
            }
            took[i] = (bench_wall() - began) * 1e3;
            if ((found == 0) != (t == 4)) {
                bench_wrong("'%s' is found %zu times", typed[t], found);
            }
        }
        double ms = bench_median(took, ROUNDS);
        slowest = ms > slowest ? ms : slowest;
    }
    bench_line("a key in the filter over 100,000 / 50 ms", "ms", slowest, 50, slowest / 50,
               BENCH_AT_MOST, 1);
}

static void suggesting(const struct folded *list)
{
    double took[ROUNDS];
    size_t count, linked;
    const struct folded_row *rows = folded_rows(list, &count);
    for (size_t i = 0; i < ROUNDS; i++) {
        uint64_t numbers[8];
        double began = bench_wall();
        if (folded_of_person(list, &rows[count - 1 - i], numbers, 8, &linked) != 8) {
            bench_wrong("nobody is suggested");
        }
        took[i] = (bench_wall() - began) * 1e3;
    }
    double ms = bench_median(took, ROUNDS);
    bench_line("earlier visits among 100,000 / 20 ms", "ms", ms, 20, ms / 20, BENCH_AT_MOST, 1);
}

int main(int argc, char **argv)
{
    struct practice clinic;
    uint8_t lock[READER_LOCK] = {0};
    if (argc < 2 || seal_start() != 0) {
        bench_wrong("usage: bench_queue FOLDER");
    }
    snprintf(clinic.folder, sizeof clinic.folder, "%s/data", argv[1]);
    clinic.secret = reader_new("Anna", &clinic.reader);
    if (clinic.secret == NULL ||
        installation_make(clinic.folder, "Praxis", &clinic.reader, clinic.secret, lock, 1772442000,
                          &clinic.here) != 0) {
        bench_wrong("no installation in %s", clinic.folder);
    }
    add(&clinic, 0, FEW);
    first_time(&clinic, FEW);
    unlocking(&clinic, FEW, 0.3);
    add(&clinic, FEW, MANY);
    folded_close(open_list(&clinic, MANY));
    unlocking(&clinic, MANY, 1);
    struct folded *list = open_list(&clinic, MANY);
    filtering(list);
    suggesting(list);
    refreshing(&clinic, list);
    folded_close(list);
    installation_close(&clinic.here);
    reader_secret_free(clinic.secret);
    return bench_missed();
}
