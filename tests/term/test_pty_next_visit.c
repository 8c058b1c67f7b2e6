// A visit that was made ready at the desk, at the kiosk: the patient's four words begin it, on a
// form that the kiosk was not started with, and what was carried over is there.
#include "kiosk_run.h"
#include "pty_walk.h"
#include "sealed_place.h"

#include "command/clock.h"
#include "command/prepare.h"
#include "command/sitting.h"

#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <string.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

static struct sealed_place place;

static int set_up(void **state)
{
    (void)state;
    sealed_place_make(&place, true);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    sealed_place_remove(&place);
    return 0;
}

// What was said at the visit before, as a record of it reads.
static struct interview *earlier(const struct form *form)
{
    struct interview *interview = interview_new(&(struct answers_setup){.form = form});
    struct event begin = {.kind = EVENT_BEGIN, .item = FORM_NO_ITEM, .text = "test"};
    struct event said = {.kind = EVENT_CARRIED,
                         .item = form_find(form, "psfs1_activity"),
                         .answer = answer_text("Digging", strlen("Digging"))};
    memcpy(begin.hash, form->hash, sizeof begin.hash);
    assert_int_equal(interview_do(interview, &begin, NULL), 0);
    assert_int_equal(interview_do(interview, &said, NULL), 0);
    answer_clear(&said.answer);
    (void)interview_end_answers(interview);
    return interview;
}

// Something that is in the store and stays there stands for the record of the visit before.
static void first_entry(struct store *store, uint8_t id[ENTRY_ID])
{
    struct entry first;
    entry_init(&first, ENTRY_DONE, 0);
    assert_int_equal(store_get(store, 1, &first), 0);
    memcpy(id, first.id, ENTRY_ID);
    entry_clear(&first);
}

// At the desk: the exit code; `words` where it is made ready.
static int prepare(char words[RESUME_BYTES], char why_not[256])
{
    static struct desk desk;
    struct bundle next;
    struct prepared prepared;
    const char *why = "";
    uint8_t record[ENTRY_ID];
    desk = (struct desk){.command = "prepare"};
    arena_init(&desk.arena);
    assert_int_equal(installation_open(place.folder, &desk.installation, &why, &desk.arena),
                     INSTALLATION_FINE);
    first_entry(desk.installation.store, record);
    desk.reader = installation_reader(&desk.installation, place.reader.id);
    desk.secret = place.secret;
    assert_int_equal(bundle_open(&next, "forms/follow-up", "config"), 0);
    struct interview *before = earlier(next.form);
    int code = prepare_visit(&desk, before, record, &next, &prepared, &why);
    snprintf(why_not, 256, "%s", code != 0 ? why : "");
    snprintf(words, RESUME_BYTES, "%s", code == 0 ? prepared.words : "");
    assert_int_equal(prepared.carried_count, code == 0 ? 1 : 0);
    prepared_clear(&prepared);
    interview_free(before);
    bundle_close(&next);
    installation_close(&desk.installation);
    arena_clear(&desk.arena);
    return code;
}

static void words_typed(struct pty *pty, const char *words)
{
    pty_type(pty, "r");
    pty_expect(pty, "Type your four words");
    pty_type(pty, words);
    pty_type(pty, "\r");
}

static void only_an_approved_form_is_made_ready(void **state)
{
    (void)state;
    char words[RESUME_BYTES], why[256];
    assert_int_equal(prepare(words, why), 78);
    assert_non_null(strstr(why, "'intake approve --form=follow-up' asks a clinician to."));
    assert_int_equal(sealed_place_count(&place, ENTRY_DONE), 0);
    char drafts[300];
    snprintf(drafts, sizeof drafts, "%s/drafts", place.folder);
    assert_int_not_equal(access(drafts, F_OK), 0);
}

static void the_words_begin_it_at_the_kiosk(void **state)
{
    (void)state;
    struct pty pty;
    char words[RESUME_BYTES], why[256];
    sealed_place_approve(&place, "forms/follow-up", "config");
    assert_int_equal(prepare(words, why), 0);
    kiosk_start(&pty, &(struct kiosk_wish){.data = place.folder});
    pty_expect(&pty, "Press Enter to begin");
    words_typed(&pty, words);
    pty_expect(&pty, "Welcome back to");
    // The terminal is lost in the middle: the same words go on.
    pty_type(&pty, "\r");
    pty_expect(&pty, "Who is filling this in today?");
    pty_type(&pty, "1\r");
    pty_expect(&pty, "In the last day");
    kill(pty_child_of(pty.child), SIGKILL);
    pty_expect(&pty, "Press Enter to begin");
    words_typed(&pty, words);
    pty_expect(&pty, "In the last day");
    pty_type(&pty, "\033[21~"); // F10: stop for now
    pty_expect(&pty, "Stop for now");
    pty_type(&pty, "2\r");
    pty_expect(&pty, words);
    pty_type(&pty, "\r");
    // The form that the kiosk is for begins as ever.
    pty_expect(&pty, "Press Enter to begin");
    pty_type(&pty, "\r");
    pty_expect(&pty, "Welcome to");
    pty_stop(&pty);
}

// A draft as the desk makes one, three days ago: its words.
static void made_before(const struct sitting_place *at, day_number day, char words[RESUME_BYTES])
{
    static const uint8_t rules_hash[SEAL_HASH] = {1};
    uint8_t record[ENTRY_ID];
    const struct custody_setup setup = {.installation = at->installation,
                                        .drafts = at->drafts,
                                        .form = at->bundle->form,
                                        .rules = at->bundle->rules,
                                        .clinic = at->bundle->clinic,
                                        .rules_hash = rules_hash,
                                        .program = "test",
                                        .face = "desk"};
    struct event begin = {
        .kind = EVENT_BEGIN, .item = FORM_NO_ITEM, .text = "desk", .day_known = true, .day = day};
    struct buffer bytes;
    struct custody *custody = custody_begin(&setup, time(NULL));
    assert_non_null(custody);
    memcpy(begin.hash, at->bundle->form->hash, sizeof begin.hash);
    buffer_init(&bytes, LIMIT_JOURNAL_FRAME);
    event_encode(&begin, at->bundle->form, &bytes);
    assert_int_equal(
        journal_append(custody_journal(custody), (const uint8_t *)bytes.bytes, bytes.length), 0);
    buffer_clear(&bytes);
    snprintf(words, RESUME_BYTES, "%s", custody_words(custody));
    first_entry(at->installation->store, record);
    assert_int_equal(custody_set_aside(custody, record, time(NULL)), 0);
    custody_close(custody);
}

// Ages and durations are worked out from the day the patient is there, not from the desk's.
static void the_day_it_is_begun_is_today(void **state)
{
    (void)state;
    static struct installation installation;
    static struct sitting sitting;
    struct arena arena;
    struct bundle bundle;
    const char *why;
    char words[RESUME_BYTES];
    day_number today = 0, day = 0;
    arena_init(&arena);
    assert_true(clock_today(&today));
    assert_int_equal(installation_open(place.folder, &installation, &why, &arena),
                     INSTALLATION_FINE);
    assert_int_equal(bundle_open(&bundle, "forms/follow-up", "config"), 0);
    struct sitting_place at = {.bundle = &bundle, .installation = &installation};
    at.drafts = sitting_drafts(&installation);
    made_before(&at, today - 3, words);
    assert_int_equal(sitting_go_on(&sitting, &at, "test", words), 0);
    assert_true(sitting.today_known);
    assert_int_equal(sitting.today, today);
    assert_true(interview_day(sitting.session.interview, &day));
    assert_int_equal(day, today);
    assert_int_equal(custody_discard(sitting.custody), 0);
    sitting_end(&sitting);
    drafts_close(at.drafts);
    bundle_close(&bundle);
    installation_close(&installation);
    arena_clear(&arena);
}

// Another version of the form is the approved one by now: kept, and the desk is to be told.
static void without_its_approval_it_waits(void **state)
{
    (void)state;
    static struct installation installation;
    struct arena arena;
    struct pty pty;
    char words[RESUME_BYTES], why[256];
    const char *why_not;
    struct approval approval = {.form = {1}, .name = "B", .registration = "2", .of = "follow-up"};
    assert_int_equal(prepare(words, why), 0);
    arena_init(&arena);
    assert_int_equal(installation_open(place.folder, &installation, &why_not, &arena),
                     INSTALLATION_FINE);
    memcpy(approval.reader, place.reader.id, READER_ID);
    assert_int_equal(installation_approve(&installation, &approval, place.secret), 0);
    installation_close(&installation);
    arena_clear(&arena);
    kiosk_start(&pty, &(struct kiosk_wish){.data = place.folder});
    pty_expect(&pty, "Press Enter to begin");
    words_typed(&pty, words);
    pty_expect(&pty, "to other questions than are approved now");
    pty_stop(&pty);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(only_an_approved_form_is_made_ready),
        cmocka_unit_test(the_words_begin_it_at_the_kiosk),
        cmocka_unit_test(the_day_it_is_begun_is_today),
        cmocka_unit_test(without_its_approval_it_waits),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
