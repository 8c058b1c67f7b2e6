// The end of a real interview on the clinical form, from the finish to the record: how often the
// disk is waited for, and the work besides. The interview is one that a patient has had, by chance.
#include "bench/bench.h"
#include "command/bundle.h"
#include "interview/event.h"
#include "record/custody.h"
#include "unit/wizard_patient.h"

#include <sodium.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define FORM "forms/dry-needling"

// These stand before libc's and libsodium's: flushes are counted and not waited for, and the four
// words, which are stretched long before the end, cost nothing.
static unsigned flushes;

int fdatasync(int fd)
{
    (void)fd;
    flushes++;
    return 0;
}

int fsync(int fd)
{
    return fdatasync(fd);
}

int crypto_pwhash(unsigned char *const out, unsigned long long length, const char *const words,
                  unsigned long long words_length, const unsigned char *const salt,
                  unsigned long long passes, size_t memory, int kind)
{
    (void)passes;
    (void)memory;
    return crypto_pwhash_argon2id(out, length, words, words_length, salt,
                                  crypto_pwhash_argon2id_OPSLIMIT_MIN,
                                  crypto_pwhash_argon2id_MEMLIMIT_MIN, kind);
}

struct clinic_place {
    struct bundle bundle;
    struct installation installation;
    struct drafts *drafts;
    struct reader reader;
    struct reader_secret *secret;
};

static void open_place(struct clinic_place *place, const char *work)
{
    uint8_t lock[READER_LOCK] = {1};
    char folder[4096];
    int error = 0;
    snprintf(folder, sizeof folder, "%s/clinic", work);
    if (seal_start() != 0 || bundle_open(&place->bundle, FORM, "config") != 0) {
        bench_wrong("the form does not load");
    }
    place->secret = reader_new("Ruth Halloran", &place->reader);
    if (installation_make(folder, "Bench", &place->reader, place->secret, lock, 1794000000,
                          &place->installation) != 0) {
        bench_wrong("no clinic in %s", folder);
    }
    snprintf(folder, sizeof folder, "%s/clinic/drafts", work);
    place->drafts = drafts_open(folder, &error);
}

static void close_place(struct clinic_place *place)
{
    drafts_close(place->drafts);
    installation_close(&place->installation);
    reader_secret_free(place->secret);
    bundle_close(&place->bundle);
}

struct cost {
    unsigned flushes;
    double cpu;
};

static struct cost finish(const struct custody_setup *setup, const struct interview *interview)
{
    char slip[SLIP_BYTES] = "";
    struct buffer last;
    size_t count;
    const struct event *trail = interview_trail(interview, &count);
    struct custody *custody = custody_begin(setup, 1794000000);
    if (custody == NULL) {
        bench_wrong("no interview can begin");
    }
    struct journal *journal = custody_journal(custody);
    while (journal->frames < 2) { // the opening, the words
        custody_tick(custody);
    }
    buffer_init(&last, LIMIT_JOURNAL_FRAME);
    event_encode(&trail[count - 1], setup->form, &last);
    flushes = 0;
    double began = bench_cpu();
    if (journal_append(journal, (const uint8_t *)last.bytes, last.length) != 0 ||
        custody_finish(custody, interview, 1794000000, 1794000600, slip) != 0) {
        bench_wrong("an interview cannot be finished");
    }
    struct cost cost = {flushes, (bench_cpu() - began) * 1e3};
    buffer_clear(&last);
    custody_close(custody);
    return cost;
}

int main(int argc, char **argv)
{
    enum { TIMES = 301 };
    static struct play play;
    static struct patient patient;
    static struct clinic_place place;
    const uint8_t rules_hash[SEAL_HASH] = {1};
    double cpu[TIMES];
    unsigned most = 0;
    if (argc < 2) {
        bench_wrong("usage: bench_finish FOLDER");
    }
    struct play_models *models = play_load(FORM, "config");
    patient_init(&patient, &play, models, 7);
    if (patient_run(&patient, 24, 80) != 0) {
        bench_wrong("the patient does not come to the end");
    }
    open_place(&place, argv[1]);
    const struct custody_setup setup = {
        .installation = &place.installation,
        .drafts = place.drafts,
        .form = play_form(models),
        .rules = play_rules(models),
        .clinic = play_clinic(models),
        .rules_hash = rules_hash,
        .program = "bench",
        .face = "wizard",
    };
    for (int i = 0; i < TIMES; i++) {
        struct cost cost = finish(&setup, play.session.interview);
        cpu[i] = cost.cpu;
        most = cost.flushes > most ? cost.flushes : most;
        if (getenv("BENCH_VERBOSE") != NULL) {
            fprintf(stderr, "%u ", cost.flushes);
        }
    }
    double work = bench_median(cpu, TIMES);
    bench_line("an interview finished, flushes at most", "", most, 3, most, BENCH_AT_MOST, 3);
    bench_line("the same, CPU / 1 ms", "ms", work, 1, work, BENCH_AT_MOST, 1);
    close_place(&place);
    session_end(&play.session);
    play_unload(models);
    return bench_missed();
}
