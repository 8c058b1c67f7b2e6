// An answer made durable: a frame of a sealed journal beside a bare write and flush of the same
// bytes on the same disk, in turn, so that both have the same moments of it. Then a draft of a
// thousand answers opened and gone through again.
//
// The folder is TMPDIR, to be on a disk: in memory a flush costs nothing, and there is no ratio to
// it.
#include "bench/bench.h"
#include "bench/generate.h"
#include "load/load.h"
#include "record/drafts.h"

#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/syscall.h>
#include <unistd.h>

enum { ANSWERS = 1000, ANSWER = 60, ROUNDS = 21, CLOSED = DRAFT_BLOCK + 80 };

// Stand before libc's: what a journal asks of the disk is counted.
long syscall(long number, ...);
static long flushes, written;

int fdatasync(int fd)
{
    flushes++;
    return (int)syscall(SYS_fdatasync, fd);
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset)
{
    written += (long)length;
    return syscall(SYS_pwrite64, fd, bytes, length, offset);
}

struct place {
    char folder[4096];
    struct drafts *drafts;
    struct reader reader;
    struct reader_secret *secret;
    struct draft_key *key;
    struct buffer opening;
};

static void open_place(struct place *place)
{
    const char *temporary = getenv("TMPDIR");
    int error = 0;
    snprintf(place->folder, sizeof place->folder, "%s/journal-XXXXXX",
             temporary != NULL ? temporary : "/tmp");
    if (seal_start() != 0 || mkdtemp(place->folder) == NULL) {
        bench_wrong("%s: cannot be made", place->folder);
    }
    place->drafts = drafts_open(place->folder, &error);
    place->secret = reader_new("Reader", &place->reader);
    buffer_init(&place->opening, DRAFT_OPENING_MOST);
    place->key = draft_key_new(&place->reader, 1, &place->opening);
    if (place->drafts == NULL || place->key == NULL) {
        bench_wrong("no draft can be begun: %s", strerror(error));
    }
}

static void close_place(struct place *place)
{
    drafts_close(place->drafts);
    draft_key_free(place->key);
    reader_secret_free(place->secret);
    buffer_clear(&place->opening);
    rmdir(place->folder);
}

static void begin(struct place *place, const char *name, struct journal *journal)
{
    if (drafts_begin(place->drafts, name, place->key, &place->opening, journal) != 0) {
        bench_wrong("a draft cannot be begun");
    }
}

// A bare file of zeros, as a journal has them, to write the same bytes into.
static int open_bare(const struct place *place)
{
    char name[4200];
    uint8_t *zeros = calloc(JOURNAL_ROOM_SEALED, 1);
    snprintf(name, sizeof name, "%s/bare", place->folder);
    int fd = open(name, O_RDWR | O_CREAT | O_EXCL, 0600);
    if (fd < 0 || pwrite(fd, zeros, JOURNAL_ROOM_SEALED, 0) != JOURNAL_ROOM_SEALED ||
        fsync(fd) != 0) {
        bench_wrong("%s: cannot be written", name);
    }
    free(zeros);
    unlink(name);
    return fd;
}

static double bare_write(int fd, const uint8_t *bytes, size_t length, off_t at)
{
    double began = bench_wall();
    if (pwrite(fd, bytes, length, at) != (ssize_t)length || fdatasync(fd) != 0) {
        bench_wrong("the bare file cannot be written");
    }
    return bench_wall() - began;
}

static void measure_answers(struct place *place)
{
    static double ours[ANSWERS], bare[ANSWERS];
    static uint8_t said[CLOSED];
    struct journal journal;
    long most = 0, syncs = 0;
    off_t at = 0;
    begin(place, "answers", &journal);
    int fd = open_bare(place);
    // In turn, and now the one first, now the other: whoever comes second finds the disk busy.
    size_t length = CLOSED;
    for (int i = 0; i < ANSWERS; i++) {
        memset(said, 'a' + i % 26, sizeof said);
        if (i % 2 == 1) {
            bare[i] = bare_write(fd, said, length, at);
        }
        flushes = written = 0;
        double began = bench_wall();
        if (journal_append(&journal, said, ANSWER) != 0) {
            bench_wrong("an answer cannot be kept");
        }
        ours[i] = bench_wall() - began;
        length = (size_t)written;
        most = written - ANSWER > most ? written - ANSWER : most;
        syncs += flushes;
        if (i % 2 == 0) {
            bare[i] = bare_write(fd, said, length, at);
        }
        at += (off_t)length;
    }
    close(fd);
    journal_close(&journal);
    if (drafts_discard(place->drafts, "answers") != 0) {
        bench_wrong("the draft cannot be removed");
    }
    // Others write to the same disk; being in turn with the floor is what makes the ratio hold.
    double one = bench_median(ours, ANSWERS) * 1e6, floor = bench_median(bare, ANSWERS) * 1e6;
    bench_line("an answer kept, sealed / the bytes written bare", "us", one, floor, one / floor,
               BENCH_AT_MOST, 1.15);
    bench_line("bytes written beyond an answer's own, at most / 512", "B", (double)most, 512,
               (double)most / 512, BENCH_AT_MOST, 1);
    bench_line("flushes of an answer", "", (double)syncs / ANSWERS, 1, (double)syncs / ANSWERS,
               BENCH_AT_MOST, 1);
}

static void keep(struct journal *journal, const struct form *form, struct interview *interview,
                 const struct event *event)
{
    struct buffer bytes;
    buffer_init(&bytes, LIMIT_JOURNAL_FRAME);
    event_encode(event, form, &bytes);
    if (journal_append(journal, (const uint8_t *)bytes.bytes, bytes.length) != 0 ||
        interview_do(interview, event, NULL) != 0) {
        bench_wrong("an event cannot be kept");
    }
    buffer_clear(&bytes);
}

static void write_interview(struct place *place, const struct form *form)
{
    struct answers_setup setup = {.form = form};
    struct interview *interview = interview_new(&setup);
    struct journal journal;
    struct event event = {.kind = EVENT_BEGIN, .text = "bench"};
    memcpy(event.hash, form->hash, sizeof event.hash);
    begin(place, "thousand", &journal);
    keep(&journal, form, interview, &event);
    for (int i = 0; i < ANSWERS; i++) {
        event = (struct event){.kind = EVENT_ANSWER,
                               .at = (uint64_t)i * 1000,
                               .item = interview_at(interview).item,
                               .answer = answer_number(decimal_of(10))};
        keep(&journal, form, interview, &event);
    }
    journal_close(&journal);
    interview_free(interview);
}

static void measure_replay(struct place *place)
{
    struct files files;
    struct issues issues;
    struct form *form = NULL;
    struct buffer text;
    double took[ROUNDS];
    buffer_init(&text, GENERATE_BYTES);
    generate_chain(1, ANSWERS + 100, &text);
    files_init(&files);
    issues_init(&issues);
    struct file file = {.name = "generated/form.cfg", .bytes = text.bytes, .length = text.length};
    if (load_form_text("generated", &file, &files, &issues, &form, NULL) != 0) {
        bench_wrong("the generated form does not load");
    }
    write_interview(place, form);
    for (int i = 0; i < ROUNDS; i++) {
        struct interview *interview = NULL;
        struct journal journal;
        double began = bench_wall();
        if (drafts_resume(place->drafts, "thousand", false, form, place->key, &journal,
                          &interview) != 0) {
            bench_wrong("the draft cannot be gone on with");
        }
        took[i] = bench_wall() - began;
        interview_free(interview);
        journal_close(&journal);
    }
    (void)drafts_discard(place->drafts, "thousand");
    double one = bench_median(took, ROUNDS) * 1e3;
    bench_line("a sealed draft of 1,000 answers replayed / 2 ms", "ms", one, 2, one / 2,
               BENCH_AT_MOST, 1);
    form_free(form);
    issues_clear(&issues);
    files_clear(&files);
    buffer_clear(&text);
}

int main(void)
{
    static struct place place;
    open_place(&place);
    measure_answers(&place);
    measure_replay(&place);
    close_place(&place);
    return bench_missed();
}
