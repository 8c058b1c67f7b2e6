// Sealed journals and drafts: nothing readable in the file, opened by a reader or by the words, and
// every change noticed and named, also by who can make checksums fit.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "interview_fixture.h"
#include "record/drafts.h"
#include "record/frame.h"
#include "record_fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const struct seal_cost cheap = {.passes = 2, .kibibytes = 64 << 10};
static const char words[] = "maple otter cloud river";
static const uint8_t salt[SEAL_SALT] = "a month at ours";
static const char *const said[] = {"the first was said", "and so was another", "MARKED-third",
                                   "the fourth: MARKED"};
enum { SAID = 4, FRAMES = SAID + 2 }; // the opening, and the words after the second

struct place {
    char folder[32];
    int dir;
    struct reader reader;
    struct reader_secret *secret;
    struct draft_key *key;
    struct buffer opening;
    uint8_t *bytes; // of the journal "j"
    size_t length;
    size_t ends[FRAMES + 1];
};

static void read_file(struct place *place, const char *name)
{
    struct stat status;
    int fd = openat(place->dir, name, O_RDONLY);
    assert_int_equal(fstat(fd, &status), 0);
    place->length = (size_t)status.st_size;
    place->bytes = malloc(place->length);
    assert_int_equal(read(fd, place->bytes, place->length), status.st_size);
    close(fd);
}

static void write_file(const struct place *place, const char *name)
{
    int fd = openat(place->dir, name, O_WRONLY);
    assert_int_equal(pwrite(fd, place->bytes, place->length, 0), (ssize_t)place->length);
    close(fd);
}

static void write_journal(struct place *place)
{
    struct journal journal;
    struct buffer closed;
    size_t frame = 0;
    buffer_init(&closed, 1024);
    assert_int_equal(draft_key_close_words(place->key, words, salt, cheap, &closed), 0);
    assert_int_equal(journal_create(&journal, place->dir, "j", place->key, &place->opening), 0);
    place->ends[++frame] = journal.end;
    for (size_t i = 0; i < SAID; i++) {
        if (i == 2) {
            assert_int_equal(journal_append_words(&journal, closed.bytes, closed.length), 0);
            place->ends[++frame] = journal.end;
        }
        assert_int_equal(journal_append(&journal, (const uint8_t *)said[i], strlen(said[i])), 0);
        place->ends[++frame] = journal.end;
    }
    journal_close(&journal);
    buffer_clear(&closed);
}

static int set_up(void **state)
{
    struct place *place = calloc(1, sizeof *place);
    strcpy(place->folder, "/tmp/sealed-test-XXXXXX");
    if (seal_start() != 0 || mkdtemp(place->folder) == NULL) {
        return -1;
    }
    place->dir = open(place->folder, O_RDONLY | O_DIRECTORY);
    place->secret = reader_new("Ada", &place->reader);
    buffer_init(&place->opening, DRAFT_OPENING_MOST);
    place->key = draft_key_new(&place->reader, 1, &place->opening);
    write_journal(place);
    read_file(place, "j");
    *state = place;
    return 0;
}

static int tear_down(void **state)
{
    struct place *place = *state;
    unlinkat(place->dir, "j", 0);
    close(place->dir);
    assert_int_equal(rmdir(place->folder), 0);
    reader_secret_free(place->secret);
    draft_key_free(place->key);
    buffer_clear(&place->opening);
    free(place->bytes);
    free(place);
    return 0;
}

struct heard {
    size_t count;
    bool wrong;
};

static int hear(void *context, const uint8_t *bytes, size_t length)
{
    struct heard *heard = context;
    if (heard->count >= SAID || length != strlen(said[heard->count]) ||
        memcmp(bytes, said[heard->count], length) != 0) {
        heard->wrong = true;
    }
    heard->count++;
    return 0;
}

static struct journal_seen scan(const struct place *place, const struct draft_key *key,
                                struct heard *heard)
{
    struct journal_seen seen;
    *heard = (struct heard){0};
    journal_scan(place->bytes, place->length, key, hear, heard, &seen);
    assert_false(heard->wrong);
    return seen;
}

static bool is_in(const struct place *place, const char *text, size_t length)
{
    for (size_t at = 0; at + length <= place->length; at++) {
        if (memcmp(place->bytes + at, text, length) == 0) {
            return true;
        }
    }
    return false;
}

static void test_it_is_sealed(void **state)
{
    struct place *place = *state;
    struct heard heard;
    assert_int_equal(place->length, JOURNAL_ROOM_SEALED);
    for (size_t i = 0; i < SAID; i++) {
        assert_false(is_in(place, said[i] + 4, 6));
    }
    struct journal_seen seen = scan(place, place->key, &heard);
    assert_int_equal(seen.state, JOURNAL_WHOLE);
    assert_true(seen.sealed && seen.words && !seen.locked);
    assert_int_equal(seen.frames, FRAMES);
    assert_int_equal(seen.events, SAID);
    assert_int_equal(heard.count, SAID);
    for (size_t i = 1; i < FRAMES; i++) {
        assert_true(place->ends[i + 1] - place->ends[i] < DRAFT_BLOCK + 100);
    }
    // Without a key it tells how much there is, and nothing of it.
    seen = scan(place, NULL, &heard);
    assert_int_equal(seen.state, JOURNAL_WHOLE);
    assert_true(seen.sealed && seen.words && seen.locked);
    assert_int_equal(seen.events, SAID);
    assert_int_equal(heard.count, 0);
}

static void test_who_opens_it(void **state)
{
    struct place *place = *state;
    struct heard heard;
    struct journal journal;
    struct buffer opening, closed;
    buffer_init(&opening, DRAFT_OPENING_MOST);
    buffer_init(&closed, DRAFT_OPENING_MOST);
    assert_int_equal(journal_keys(place->dir, "j", &opening, &closed), 0);
    struct draft_key *keys[] = {
        draft_key_open(opening.bytes, opening.length, &place->reader, place->secret),
        record_fixture_open_words(opening.bytes, opening.length, closed.bytes, closed.length,
                                  words)};
    for (size_t i = 0; i < 2; i++) {
        assert_non_null(keys[i]);
        heard = (struct heard){0};
        assert_int_equal(journal_open(&journal, place->dir, "j", keys[i], hear, &heard, NULL), 0);
        assert_int_equal(heard.count, SAID);
        assert_false(heard.wrong);
        journal_close(&journal);
        draft_key_free(keys[i]);
    }
    assert_null(record_fixture_open_words(opening.bytes, opening.length, closed.bytes,
                                          closed.length, "maple otter cloud lake"));
    assert_int_equal(errno, EACCES);
    // Without a key, and with that of another draft.
    buffer_reset(&opening);
    struct draft_key *other = draft_key_new(&place->reader, 1, &opening);
    assert_int_equal(journal_open(&journal, place->dir, "j", NULL, hear, &heard, NULL), -1);
    assert_int_equal(errno, EACCES);
    assert_int_equal(journal_open(&journal, place->dir, "j", other, hear, &heard, NULL), -1);
    assert_int_equal(errno, EACCES);
    assert_int_equal(heard.count, SAID);
    draft_key_free(other);
    buffer_clear(&opening);
    buffer_clear(&closed);
}

static void test_every_byte_changed(void **state)
{
    struct place *place = *state;
    struct heard heard;
    size_t step = getenv("INTAKE_QUICK") != NULL ? 37 : 1;
    for (size_t i = 0; i < place->ends[FRAMES]; i += step) {
        for (unsigned bit = 1; bit < 256; bit *= 4) {
            size_t frame = 0;
            while (place->ends[frame + 1] <= i) {
                frame++;
            }
            place->bytes[i] = (uint8_t)(place->bytes[i] ^ bit);
            struct journal_seen seen = scan(place, place->key, &heard);
            place->bytes[i] = (uint8_t)(place->bytes[i] ^ bit);
            assert_int_equal(seen.state, JOURNAL_DAMAGED);
            assert_int_equal(seen.frames, frame);
        }
    }
}

static void test_every_truncation(void **state)
{
    struct place *place = *state;
    size_t whole = place->length, end = place->ends[FRAMES];
    size_t step = getenv("INTAKE_QUICK") != NULL ? 37 : 1;
    struct heard heard;
    for (size_t length = 0; length < whole; length += length < end + 600 ? step : 509) {
        place->length = length;
        assert_int_equal(scan(place, place->key, &heard).state, JOURNAL_DAMAGED);
    }
    for (size_t length = 4096; length < whole; length += 4096) {
        place->length = length;
        assert_int_equal(scan(place, place->key, &heard).state, JOURNAL_DAMAGED);
    }
    place->length = whole;
}

static void test_every_tear(void **state)
{
    struct place *place = *state;
    struct heard heard;
    // Zeros from ever earlier on; the last byte alone is no tear.
    memset(place->bytes + place->ends[FRAMES] - 1, 0, 1);
    assert_int_equal(scan(place, place->key, &heard).state, JOURNAL_DAMAGED);
    for (size_t cut = place->ends[FRAMES] - 2; cut >= place->ends[FRAMES - 1]; cut--) {
        place->bytes[cut] = 0;
        struct journal_seen seen = scan(place, place->key, &heard);
        assert_int_equal(seen.state, cut == place->ends[FRAMES - 1] ? JOURNAL_WHOLE : JOURNAL_TORN);
        assert_int_equal(seen.frames, FRAMES - 1);
        assert_int_equal(heard.count, SAID - 1);
    }
}

// Who can write the file can make its checksums fit; the ciphers still do not.
static void forge(struct place *place, uint64_t number, const uint8_t *held, size_t length)
{
    size_t at = place->ends[number];
    assert_int_equal(frame_size(at, length), place->ends[number + 1] - at);
    memmove(place->bytes + at + FRAME_HEAD, held, length);
    frame_close(at, number, length, place->bytes + at);
}

static uint8_t *copy_held(const struct place *place, const uint8_t *bytes, uint64_t number,
                          size_t *length)
{
    size_t at = place->ends[number];
    assert_true(frame_whole(number, bytes + at, place->length - at, length) > 0);
    uint8_t *held = malloc(*length);
    memcpy(held, bytes + at + FRAME_HEAD, *length);
    return held;
}

static void assert_damaged_at(struct place *place, uint64_t number)
{
    struct heard heard;
    struct journal_seen seen = scan(place, NULL, &heard);
    assert_int_equal(seen.frames, FRAMES); // the checksums do fit
    seen = scan(place, place->key, &heard);
    assert_int_equal(seen.state, JOURNAL_DAMAGED);
    assert_int_equal(seen.frames, number);
    struct journal journal;
    write_file(place, "j");
    assert_int_equal(journal_open(&journal, place->dir, "j", place->key, hear, &heard, &seen), -1);
    assert_int_equal(errno, EBADMSG);
}

static void test_frames_in_another_order(void **state)
{
    struct place *place = *state;
    size_t first = 0, second = 0;
    uint8_t *a = copy_held(place, place->bytes, 1, &first);
    uint8_t *b = copy_held(place, place->bytes, 2, &second);
    forge(place, 1, b, second);
    forge(place, 2, a, first);
    assert_damaged_at(place, 1);
    free(a);
    free(b);
}

static void test_a_changed_tag(void **state)
{
    struct place *place = *state;
    size_t length = 0;
    uint8_t *held = copy_held(place, place->bytes, 5, &length);
    held[length - 1] ^= 1; // one bit of its tag
    forge(place, 5, held, length);
    assert_damaged_at(place, 5);
    free(held);
}

static void test_frames_of_another_draft(void **state)
{
    struct place *place = *state;
    struct draft_key *mine = place->key;
    uint8_t *before = place->bytes;
    // The same said in another interview of the same clinic, at the same places.
    buffer_reset(&place->opening);
    assert_int_equal(unlinkat(place->dir, "j", 0), 0);
    place->key = draft_key_new(&place->reader, 1, &place->opening);
    write_journal(place);
    read_file(place, "j");
    uint8_t *theirs = place->bytes;
    draft_key_free(place->key);
    place->key = mine;
    place->bytes = before;
    for (uint64_t number = FRAMES - 1; number >= 1; number--) {
        size_t length = 0, own = 0;
        uint8_t *held = copy_held(place, theirs, number, &length);
        uint8_t *kept = copy_held(place, before, number, &own);
        forge(place, number, held, length);
        assert_damaged_at(place, number);
        forge(place, number, kept, own);
        free(held);
        free(kept);
    }
    // And all of it: whole, and not to be opened with the key that was looked for.
    struct heard heard;
    place->bytes = theirs;
    struct journal_seen seen = scan(place, mine, &heard);
    assert_true(seen.locked);
    assert_int_equal(heard.count, 0);
    free(before);
}

static void test_what_was_never_closed(void **state)
{
    struct place *place = *state;
    struct heard heard;
    size_t length = 0;
    uint8_t *held = copy_held(place, place->bytes, 5, &length);
    // Kinds that there are none of, words where an event was, an event too short to be closed.
    for (unsigned kind = 0; kind < 256; kind++) {
        if (kind != JOURNAL_EVENT) {
            held[0] = (uint8_t)kind;
            forge(place, 5, held, length);
            struct journal_seen seen = scan(place, place->key, &heard);
            assert_int_equal(seen.state, JOURNAL_DAMAGED);
            assert_int_equal(seen.frames, 5);
        }
    }
    free(held);
    // A plain journal laid in the place of a sealed one.
    memset(place->bytes, 0, place->length);
    memcpy(place->bytes + FRAME_HEAD, said[0], strlen(said[0]));
    frame_close(0, 0, strlen(said[0]), place->bytes);
    assert_int_equal(scan(place, place->key, &heard).state, JOURNAL_DAMAGED);
    assert_int_equal(heard.count, 0);
}

// Each test has its own journal.
#define SEALED(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

static void keep(const struct form *form, struct journal *journal, struct interview *interview,
                 const struct event *event)
{
    struct buffer out;
    buffer_init(&out, LIMIT_JOURNAL_FRAME);
    assert_int_equal(interview_may(interview, event, NULL), 0);
    event_encode(event, form, &out);
    assert_int_equal(journal_append(journal, (const uint8_t *)out.bytes, out.length), 0);
    assert_int_equal(interview_do(interview, event, NULL), 0);
    buffer_clear(&out);
}

static void begin_interview(struct drafts *drafts, const struct place *place, struct form *form)
{
    struct answers_setup setup = fixture_setup(form);
    struct interview *interview = interview_new(&setup);
    struct journal journal;
    struct event event = {
        .kind = EVENT_BEGIN, .text = "test", .day_known = true, .day = setup.today};
    assert_int_equal(drafts_begin(drafts, "real", place->key, &place->opening, &journal), 0);
    keep(form, &journal, interview, &event);
    keep(form, &journal, interview, &(struct event){.kind = EVENT_READ, .item = 0});
    event = (struct event){.kind = EVENT_ANSWER, .at = 5000, .item = interview_at(interview).item};
    event.answer = fixture_answer(form, event.item, "self");
    keep(form, &journal, interview, &event);
    answer_clear(&event.answer);
    journal_close(&journal);
    interview_free(interview);
}

static void test_a_sealed_draft(void **state)
{
    struct place *place = *state;
    struct form *form = fixture_clinic();
    struct interview *again = NULL;
    struct journal journal;
    struct draft draft;
    struct buffer opening, closed;
    uint64_t damaged = 0;
    int error = 0;
    assert_int_equal(unlinkat(place->dir, "j", 0), 0);
    int left = openat(place->dir, "gone.draft.new", O_CREAT | O_WRONLY, 0600);
    close(left);
    struct drafts *drafts = drafts_open(place->folder, &error);
    assert_int_equal(faccessat(place->dir, "gone.draft.new", F_OK, 0), -1); // tidied up
    begin_interview(drafts, place, form);
    // Without any key: its name, its age, its size, and how it opens.
    assert_int_equal(record_fixture_drafts(drafts, &draft), 1);
    assert_string_equal(draft.name, "real");
    assert_true(draft.sealed && draft.begun && !draft.words && !draft.damaged);
    assert_true(draft.bytes > 0 && draft.began > 0);
    assert_int_equal(drafts_resume(drafts, "real", false, form, NULL, &journal, &again), -1);
    assert_int_equal(errno, EACCES);
    assert_int_equal(drafts_read(drafts, "real", false, form, NULL, &again, &damaged), -1);
    assert_int_equal(errno, EACCES);
    assert_null(again);
    // With a reader's.
    buffer_init(&opening, DRAFT_OPENING_MOST);
    buffer_init(&closed, DRAFT_OPENING_MOST);
    assert_int_equal(drafts_keys(drafts, "real", false, &opening, &closed), 0);
    assert_int_equal(closed.length, 0);
    struct draft_key *key =
        draft_key_open(opening.bytes, opening.length, &place->reader, place->secret);
    assert_int_equal(drafts_resume(drafts, "real", false, form, key, &journal, &again), 0);
    assert_string_equal(fixture_at(again), "signs");
    interview_free(again);
    // The words come when their stretching is done.
    assert_int_equal(draft_key_close_words(key, words, salt, cheap, &closed), 0);
    assert_int_equal(journal_append_words(&journal, closed.bytes, closed.length), 0);
    journal_close(&journal);
    assert_int_equal(record_fixture_drafts(drafts, &draft), 1);
    assert_true(draft.words);
    assert_int_equal(drafts_finish(drafts, "real"), 0);
    assert_int_equal(drafts_keys(drafts, "real", false, &opening, &closed), -1);
    assert_int_equal(errno, ENOENT);
    assert_int_equal(drafts_read(drafts, "real", true, form, key, &again, &damaged), 0);
    assert_int_equal(damaged, 0);
    interview_free(again);
    draft_key_free(key);
    buffer_clear(&opening);
    buffer_clear(&closed);
    assert_int_equal(unlinkat(place->dir, "real.done", 0), 0);
    drafts_close(drafts);
    form_free(form);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        SEALED(test_it_is_sealed),
        SEALED(test_who_opens_it),
        SEALED(test_every_byte_changed),
        SEALED(test_every_truncation),
        SEALED(test_every_tear),
        SEALED(test_frames_in_another_order),
        SEALED(test_a_changed_tag),
        SEALED(test_frames_of_another_draft),
        SEALED(test_what_was_never_closed),
        SEALED(test_a_sealed_draft),
    };
    return cmocka_run_group_tests_name("record sealed", tests, NULL, NULL);
}
