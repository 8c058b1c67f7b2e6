// One interview in the clinic's custody: whoever has the words or the key goes on where it was
// left, nobody else; and in the end there is exactly one record of it and no draft.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "interview_fixture.h"
#include "record/custody.h"
#include "record/retention.h"
#include "record_fixture.h"
#include "response_fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <time.h>
#include <unistd.h>

static const uint8_t rules_hash[SEAL_HASH] = {9};

static struct record_fixture fixture;
static struct installation here;
static struct response_loaded loaded;
static struct rules *rules;
static struct drafts *drafts;
static struct custody_setup setup;

static int set_up(void **state)
{
    (void)state;
    uint8_t lock[READER_LOCK];
    char folder[256];
    int error = 0;
    record_fixture_make(&fixture);
    seal_random(lock, sizeof lock);
    response_load_clinical(&loaded);
    int failed = installation_make(fixture.folder, "Praxis am Park", &fixture.readers[0],
                                   fixture.secrets[0], lock, FIXTURE_NOW, &here);
    failed |= load_rules("config", loaded.form, &loaded.files, &loaded.issues, &rules);
    snprintf(folder, sizeof folder, "%s/drafts", fixture.folder);
    drafts = drafts_open(folder, &error);
    setup = (struct custody_setup){
        .installation = &here,
        .drafts = drafts,
        .form = loaded.form,
        .rules = rules,
        .clinic = loaded.clinic,
        .rules_hash = rules_hash,
        .program = "intake 9.9",
        .face = "test",
    };
    return failed != 0 || drafts == NULL ? -1 : 0;
}

static int tear_down(void **state)
{
    (void)state;
    char folder[256];
    snprintf(folder, sizeof folder, "%s/drafts", fixture.folder);
    assert_int_equal(rmdir(folder), 0);
    drafts_close(drafts);
    rules_free(rules);
    response_unload(&loaded);
    installation_close(&here);
    record_fixture_remove(&fixture);
    return 0;
}

static void keep(struct custody *custody, struct interview *interview, const struct event *event)
{
    struct buffer bytes;
    buffer_init(&bytes, LIMIT_JOURNAL_FRAME);
    event_encode(event, loaded.form, &bytes);
    assert_int_equal(interview_do(interview, event, NULL), 0);
    assert_int_equal(journal_append(custody_journal(custody), (uint8_t *)bytes.bytes, bytes.length),
                     0);
    buffer_clear(&bytes);
}

static void say(struct custody *custody, struct interview *interview, const char *id,
                const char *text)
{
    struct interview_at at = interview_at(interview);
    while (at.phase == PHASE_ASKING && loaded.form->items[at.item].type == ITEM_NOTE) {
        struct event read = {.kind = EVENT_READ, .item = at.item};
        keep(custody, interview, &read);
        at = interview_at(interview);
    }
    struct event event = {.kind = EVENT_ANSWER, .item = form_find(loaded.form, id)};
    event.answer = fixture_answer(loaded.form, event.item, text);
    keep(custody, interview, &event);
    answer_clear(&event.answer);
}

static struct interview *begin(struct custody *custody)
{
    struct interview *interview = interview_new(&loaded.setup);
    struct event begin = {.kind = EVENT_BEGIN,
                          .item = FORM_NO_ITEM,
                          .text = "test",
                          .day_known = loaded.setup.today_known,
                          .day = loaded.setup.today};
    memcpy(begin.hash, loaded.form->hash, sizeof begin.hash);
    keep(custody, interview, &begin);
    return interview;
}

static int count_entry(void *context, const struct entry *entry)
{
    (void)entry;
    ++*(uint64_t *)context;
    return 0;
}

static uint64_t count_of(enum entry_kind kind)
{
    uint64_t count = 0;
    const struct store_walk walk = {.kinds = 1u << kind};
    assert_int_equal(store_walk(here.store, &walk, count_entry, &count), 0);
    return count;
}

static size_t draft_count(void)
{
    struct draft newest;
    return record_fixture_drafts(drafts, &newest);
}

// The one entry of a kind, opened by the first reader.
static void open_only(enum entry_kind kind, struct buffer *body)
{
    struct entry entry;
    struct entry_wrap wrap;
    uint64_t number = 0;
    struct entry_place head;
    assert_int_equal(store_head(here.store, &head), 0);
    for (number = head.number; number > 0; number--) {
        entry_init(&entry, kind, 0);
        assert_int_equal(store_get(here.store, number, &entry), 0);
        if (entry.kind == kind) {
            break;
        }
        entry_clear(&entry);
    }
    assert_true(number > 0);
    assert_int_equal(store_wrap(here.store, number, fixture.readers[0].id, &wrap), 0);
    assert_int_equal(entry_open(&entry, here.terminal, &wrap, fixture.secrets[0], NULL, body), 0);
    entry_clear(&entry);
}

static void words_go_on_where_it_was_left(void **state)
{
    (void)state;
    char words[RESUME_BYTES];
    struct interview *again = NULL;
    struct custody *custody = custody_begin(&setup, FIXTURE_NOW);
    assert_non_null(custody);
    struct interview *interview = begin(custody);
    say(custody, interview, "who_answers", "self");
    say(custody, interview, "today_urgent", "none");
    snprintf(words, sizeof words, "%s", custody_words(custody));
    assert_true(custody_unlocks(custody, words));
    assert_false(custody_unlocks(custody, "maple maple maple maple"));
    assert_false(custody_unlocks(custody, ""));
    custody_close(custody);

    char wrong[RESUME_BYTES];
    do {
        resume_words_draw(wrong);
    } while (strcmp(wrong, words) == 0);
    assert_null(custody_resume(&setup, wrong, &again));
    assert_int_equal(errno, ENOENT);

    custody = custody_resume(&setup, words, &again);
    assert_non_null(custody);
    assert_true(custody_unlocks(custody, words));
    response_assert_same(interview_end_answers(interview), interview_end_answers(again));
    interview_free(again);
    custody_close(custody);
    interview_free(interview);
    assert_int_equal(draft_count(), 1);
}

// What was prepared weeks ago stands behind everything that came since.
static void the_words_open_the_oldest_of_many(void **state)
{
    (void)state;
    enum { MANY = 300 };
    char words[RESUME_BYTES], name[DRAFT_NAME];
    struct interview *again = NULL;
    struct custody *custody = custody_begin(&setup, FIXTURE_NOW);
    interview_free(begin(custody));
    snprintf(words, sizeof words, "%s", custody_words(custody));
    custody_close(custody);
    for (int i = 0; i < MANY; i++) {
        struct journal journal;
        snprintf(name, sizeof name, "-%d", i); // as new by its file, and before it by its name
        assert_int_equal(drafts_begin(drafts, name, NULL, NULL, &journal), 0);
        journal_close(&journal);
    }
    custody = custody_resume(&setup, words, &again);
    assert_non_null(custody);
    assert_int_equal(custody_discard(custody), 0);
    interview_free(again);
    custody_close(custody);
    assert_int_equal(draft_count(), MANY);
    for (int i = 0; i < MANY; i++) {
        snprintf(name, sizeof name, "-%d", i);
        assert_int_equal(drafts_discard(drafts, name), 0);
    }
}

static void a_reader_goes_on_without_words(void **state)
{
    (void)state;
    struct draft draft;
    struct interview *again = NULL;
    assert_int_equal(record_fixture_drafts(drafts, &draft), 1);
    assert_true(draft.sealed && draft.words);
    struct custody *custody =
        custody_reopen(&setup, draft.name, &fixture.readers[0], fixture.secrets[0], &again);
    assert_non_null(custody);
    assert_null(custody_words(custody));
    assert_int_equal(custody_discard(custody), 0);
    interview_free(again);
    custody_close(custody);
    assert_int_equal(draft_count(), 0);
    assert_int_equal(count_of(ENTRY_INTERVIEW), 0);
}

static uint64_t expired(int64_t now)
{
    const struct retention retention = {
        .keep_days = -1, .draft_hours = 24, .prepared_days = 30, .now = now, .clock_right = true};
    struct retained done;
    assert_int_equal(retention_run(&here, drafts, &retention, &done), 0);
    assert_null(done.held);
    return done.expired;
}

// What waits for its patient waits for days, what was left for hours; and begun and left it is
// left.
static void what_was_prepared_waits(void **state)
{
    (void)state;
    enum { DAY = 24 * 60 * 60 };
    const int64_t now = time(NULL);
    char words[3][RESUME_BYTES];
    struct entry of;
    entry_init(&of, ENTRY_DONE, 0);
    assert_int_equal(store_get(here.store, 1, &of), 0);
    for (int i = 0; i < 3; i++) {
        struct custody *custody = custody_begin(&setup, now);
        interview_free(begin(custody));
        snprintf(words[i], RESUME_BYTES, "%s", custody_words(custody));
        of.id[0] ^= i == 2; // of a record that is not there any more
        assert_int_equal(custody_set_aside(custody, of.id, now), 0);
        custody_close(custody);
    }
    entry_clear(&of);
    uint64_t orphans = 0;
    assert_int_equal(retention_orphans(&here, drafts, now, &orphans), 0);
    assert_int_equal(orphans, 1);
    assert_int_equal(draft_count(), 2);
    assert_int_equal(expired(now + 29 * DAY), 0);
    struct interview *again = NULL;
    struct custody *custody = custody_resume(&setup, words[0], &again);
    assert_non_null(custody);
    assert_int_equal(custody_take_up(custody, now), 0);
    interview_free(again);
    custody_close(custody);
    assert_int_equal(expired(now + DAY / 2), 0);
    assert_int_equal(expired(now + 2 * DAY), 1);
    custody = custody_resume(&setup, words[1], &again);
    assert_non_null(custody);
    interview_free(again);
    custody_close(custody);
    assert_int_equal(expired(now + 31 * DAY), 1);
    assert_int_equal(draft_count(), 0);
}

// Urgent, then left, then brought to an end: a partial record, and one record, and no draft.
static void it_becomes_one_record(void **state)
{
    (void)state;
    char slip[SLIP_BYTES] = "", same[SLIP_BYTES];
    struct custody *custody = custody_begin(&setup, FIXTURE_NOW);
    struct interview *interview = begin(custody);
    say(custody, interview, "who_answers", "self");
    say(custody, interview, "today_urgent", "breathless");
    assert_int_equal(custody_partial(custody, interview, FIXTURE_NOW, FIXTURE_NOW + 60), 0);
    assert_int_equal(count_of(ENTRY_PARTIAL), 1);
    // What goes on after it is not of the partial record.
    say(custody, interview, "full_name", "Ann Abel");
    interview_end_answers(interview);
    assert_int_equal(custody_finish(custody, interview, FIXTURE_NOW, FIXTURE_NOW + 120, slip), 0);
    assert_true(slip_read(slip, same));
    assert_int_equal(count_of(ENTRY_INTERVIEW), 1);
    assert_int_equal(draft_count(), 0);

    struct buffer body;
    struct handed handed;
    buffer_init(&body, ENTRY_BODY_MOST);
    open_only(ENTRY_INTERVIEW, &body);
    assert_true(handed_read(&body, &handed));
    assert_true(handed.finished);
    assert_string_equal(handed.slip, slip);
    struct interview *again = handed_interview(&handed, loaded.form);
    assert_non_null(again);
    response_assert_same(interview_answers(interview), interview_answers(again));
    interview_free(again);
    buffer_reset(&body);
    open_only(ENTRY_PARTIAL, &body);
    assert_true(handed_read(&body, &handed));
    assert_false(handed.finished);
    again = handed_interview(&handed, loaded.form);
    assert_int_equal(
        answers_given(interview_answers(again), form_find(loaded.form, "full_name"), 0)->kind,
        ANSWER_NONE);
    interview_free(again);
    buffer_clear(&body);
    interview_free(interview);
    custody_close(custody);
}

// Power failed between the record and the removal of the draft.
static void a_draft_that_is_a_record_already_goes(void **state)
{
    (void)state;
    char slip[SLIP_BYTES] = "", copy[600], back[600];
    struct custody *custody = custody_begin(&setup, FIXTURE_NOW);
    struct interview *interview = begin(custody);
    struct draft draft;
    say(custody, interview, "who_answers", "self");
    assert_int_equal(record_fixture_drafts(drafts, &draft), 1);
    snprintf(copy, sizeof copy, "%s/copy", fixture.folder);
    snprintf(back, sizeof back, "%s/drafts/%s.draft", fixture.folder, draft.name);
    assert_int_equal(link(back, copy), 0);
    interview_end_answers(interview);
    assert_int_equal(custody_finish(custody, interview, FIXTURE_NOW, FIXTURE_NOW, slip), 0);
    assert_int_equal(rename(copy, back), 0);
    assert_int_equal(draft_count(), 1);
    assert_int_equal(custody_tidy(&here, drafts), 1);
    assert_int_equal(draft_count(), 0);
    // Finishing it once more, as after an error nobody could tell from a success, changes nothing.
    uint64_t before = count_of(ENTRY_INTERVIEW);
    assert_int_equal(custody_finish(custody, interview, FIXTURE_NOW, FIXTURE_NOW, slip), 0);
    assert_int_equal(count_of(ENTRY_INTERVIEW), before);
    interview_free(interview);
    custody_close(custody);
}

// The machine stopped between the finding and its partial record.
static void what_was_shown_and_not_sealed_is_owed(void **state)
{
    (void)state;
    struct custody *custody = custody_begin(&setup, FIXTURE_NOW);
    struct interview *interview = begin(custody);
    say(custody, interview, "who_answers", "self");
    say(custody, interview, "today_urgent", "breathless");
    assert_false(custody_owes_partial(custody, interview));
    struct event urgent = {.kind = EVENT_INTERRUPT, .item = FORM_NO_ITEM, .text = "u"};
    keep(custody, interview, &urgent);
    assert_true(custody_owes_partial(custody, interview));
    assert_int_equal(custody_partial(custody, interview, FIXTURE_NOW, FIXTURE_NOW + 60), 0);
    assert_false(custody_owes_partial(custody, interview));
    // Another finding is another record.
    struct event on = {.kind = EVENT_GO_ON, .item = FORM_NO_ITEM};
    keep(custody, interview, &on);
    keep(custody, interview, &urgent);
    assert_true(custody_owes_partial(custody, interview));
    assert_int_equal(custody_discard(custody), 0);
    interview_free(interview);
    custody_close(custody);
}

#if defined(__SANITIZE_ADDRESS__)
enum { SANITIZED = true };
#elif defined(__has_feature)
#if __has_feature(address_sanitizer)
enum { SANITIZED = true };
#else
enum { SANITIZED = false };
#endif
#else
enum { SANITIZED = false };
#endif

// Each letter of the marked words is one more here, so that the search does not find itself.
static const char marked[] = "{fcsbnbsjb"; // zebramaria

static void unmark(char out[sizeof marked])
{
    for (size_t i = 0; i < sizeof marked; i++) {
        out[i] = (char)(marked[i] - (marked[i] != '\0'));
    }
}

static size_t count_marked(const unsigned char *bytes, size_t length)
{
    size_t found = 0, mark = sizeof marked - 1;
    for (size_t i = 0; i + mark <= length; i++) {
        size_t same = 0;
        while (same < mark && bytes[i + same] + 1 == (unsigned char)marked[same]) {
            same++;
        }
        found += same == mark;
    }
    return found;
}

// All memory this process can write, as the system lists it: how often the words stand in the heap
// (and what is mapped beside it), and how often on the stack.
//
// It is read through the system: what stretches words beside this may give its memory back at any
// time. The copy that is looked at is shared
// memory, and no other is.
static void search_memory(size_t *heap, size_t *stack, size_t *searched)
{
    enum { COPY_MOST = 64 << 20 };
    FILE *maps = fopen("/proc/self/maps", "r");
    int memory = open("/proc/self/mem", O_RDONLY);
    unsigned char *copy =
        mmap(NULL, COPY_MOST, PROT_READ | PROT_WRITE, MAP_SHARED | MAP_ANONYMOUS, -1, 0);
    char line[512];
    assert_non_null(maps);
    assert_true(memory >= 0 && copy != MAP_FAILED);
    *heap = *stack = *searched = 0;
    while (fgets(line, sizeof line, maps) != NULL) {
        unsigned long from, to;
        char rights[8] = "";
        if (sscanf(line, "%lx-%lx %7s", &from, &to, rights) != 3 || rights[0] != 'r' ||
            rights[1] != 'w' || rights[3] == 's' || strstr(line, "[v") != NULL) {
            continue;
        }
        for (unsigned long at = from; at < to; at += COPY_MOST) {
            ssize_t got = pread(memory, copy, to - at < COPY_MOST ? to - at : COPY_MOST, (off_t)at);
            size_t found = got > 0 ? count_marked(copy, (size_t)got) : 0;
            *(strstr(line, "[stack]") != NULL ? stack : heap) += found;
            *searched += got > 0 ? (size_t)got : 0;
        }
    }
    seal_wipe(copy, COPY_MOST);
    munmap(copy, COPY_MOST);
    close(memory);
    fclose(maps);
}

// What was allocated for a patient's words is overwritten before it is given back, also where it
// grew. What calls leave on the stack is not; the process ends with it.
static void no_word_is_left_in_memory(void **state)
{
    (void)state;
    // Those map more than can be walked through, and keep what was freed.
    if (SANITIZED || getenv("INTAKE_QUICK") != NULL) {
        puts("not tried: a search of all memory, under a sanitizer or valgrind");
        return;
    }
    char slip[SLIP_BYTES] = "", words[sizeof marked];
    size_t heap, stack, searched;
    struct custody *custody = custody_begin(&setup, FIXTURE_NOW);
    assert_non_null(custody);
    struct interview *interview = begin(custody);
    say(custody, interview, "who_answers", "self");
    say(custody, interview, "today_urgent", "none");
    unmark(words);
    say(custody, interview, "full_name", words);
    seal_wipe(words, sizeof words);
    search_memory(&heap, &stack, &searched);
    assert_true(heap > 0); // it would be found
    assert_int_equal(custody_partial(custody, interview, FIXTURE_NOW, FIXTURE_NOW), 0);
    (void)interview_end_answers(interview);
    assert_int_equal(custody_finish(custody, interview, FIXTURE_NOW, FIXTURE_NOW, slip), 0);
    interview_free(interview);
    custody_close(custody);
    search_memory(&heap, &stack, &searched);
    printf("%zu KiB searched: %zu left on the heap, %zu on the stack\n", searched / 1024, heap,
           stack);
    assert_int_equal(heap, 0);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(words_go_on_where_it_was_left),
        cmocka_unit_test(a_reader_goes_on_without_words),
        cmocka_unit_test(the_words_open_the_oldest_of_many),
        cmocka_unit_test(what_was_prepared_waits),
        cmocka_unit_test(it_becomes_one_record),
        cmocka_unit_test(a_draft_that_is_a_record_already_goes),
        cmocka_unit_test(what_was_shown_and_not_sealed_is_owed),
        cmocka_unit_test(no_word_is_left_in_memory),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
