// Practice interviews: begun, gone on with, finished, thrown away; one program at a time.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "interview_fixture.h"
#include "record/drafts.h"
#include "record_fixture.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

struct place {
    char folder[64], inner[80];
    struct drafts *drafts;
    struct form *form;
};

static struct place begin_place(void)
{
    struct place place = {.folder = "/tmp/drafts-test-XXXXXX", .form = fixture_clinic()};
    int error = 0;
    assert_non_null(mkdtemp(place.folder));
    snprintf(place.inner, sizeof place.inner, "%s/intake", place.folder);
    place.drafts = drafts_open(place.inner, &error);
    assert_non_null(place.drafts);
    return place;
}

static void end_place(struct place *place)
{
    drafts_close(place->drafts);
    form_free(place->form);
    assert_int_equal(rmdir(place->inner), 0);
    assert_int_equal(rmdir(place->folder), 0);
}

static void remove_file(const struct place *place, const char *name)
{
    char path[160];
    snprintf(path, sizeof path, "%s/%s", place->inner, name);
    assert_int_equal(unlink(path), 0);
}

// Does an event, as a session does: judged, kept, done.
static void keep(const struct place *place, struct journal *journal, struct interview *interview,
                 const struct event *event)
{
    struct buffer out;
    buffer_init(&out, LIMIT_JOURNAL_FRAME);
    assert_int_equal(interview_may(interview, event, NULL), 0);
    event_encode(event, place->form, &out);
    assert_int_equal(journal_append(journal, (const uint8_t *)out.bytes, out.length), 0);
    assert_int_equal(interview_do(interview, event, NULL), 0);
    buffer_clear(&out);
}

static void answer(const struct place *place, struct journal *journal, struct interview *interview,
                   const char *text)
{
    struct event event = {.kind = EVENT_ANSWER, .at = 5000};
    event.item = interview_at(interview).item;
    event.answer = fixture_answer(place->form, event.item, text);
    keep(place, journal, interview, &event);
    answer_clear(&event.answer);
}

static struct interview *begin(const struct place *place, struct journal *journal, const char *name)
{
    struct answers_setup setup = fixture_setup(place->form);
    struct interview *interview = interview_new(&setup);
    struct event event = {
        .kind = EVENT_BEGIN, .text = "test", .day_known = true, .day = setup.today};
    assert_int_equal(drafts_begin(place->drafts, name, NULL, NULL, journal), 0);
    keep(place, journal, interview, &event);
    keep(place, journal, interview, &(struct event){.kind = EVENT_READ, .item = 0});
    answer(place, journal, interview, "self");
    return interview;
}

static void test_going_on(void **state)
{
    (void)state;
    struct place place = begin_place();
    struct journal journal, second;
    struct interview *interview = begin(&place, &journal, "maple-otter");
    struct interview *again = NULL;
    answer(&place, &journal, interview, "none");
    assert_int_equal(
        drafts_resume(place.drafts, "maple-otter", false, place.form, NULL, &second, &again), -1);
    assert_int_equal(errno, EWOULDBLOCK);
    assert_int_equal(
        drafts_resume(place.drafts, "maple-otter", false, place.form, NULL, NULL, &again), 0);
    assert_string_equal(fixture_at(again), "name");
    interview_free(again);
    journal_close(&journal);
    assert_int_equal(
        drafts_resume(place.drafts, "maple-otter", false, place.form, NULL, &journal, &again), 0);
    assert_string_equal(fixture_at(again), "name");
    answer(&place, &journal, again, "Ann");
    interview_free(again);
    interview_free(interview);
    journal_close(&journal);

    struct draft draft;
    assert_int_equal(record_fixture_drafts(place.drafts, &draft), 1);
    assert_string_equal(draft.name, "maple-otter");
    assert_false(draft.done);
    assert_false(draft.damaged);
    assert_int_equal(drafts_finish(place.drafts, "maple-otter"), 0);
    assert_int_equal(record_fixture_drafts(place.drafts, &draft), 1);
    assert_true(draft.done);
    assert_int_equal(drafts_finish(place.drafts, "maple-otter"), -1);
    assert_int_equal(drafts_begin(place.drafts, "maple-otter", NULL, NULL, &journal), -1);
    assert_int_equal(errno, EEXIST);
    assert_int_equal(drafts_discard(place.drafts, "maple-otter"), -1);
    assert_int_equal(
        drafts_resume(place.drafts, "maple-otter", true, place.form, NULL, &journal, &again), -1);
    assert_int_equal(
        drafts_resume(place.drafts, "maple-otter", true, place.form, NULL, NULL, &again), 0);
    assert_string_equal(fixture_at(again), "birth");
    interview_free(again);
    remove_file(&place, "maple-otter.done");
    end_place(&place);
}

static void test_killed_anywhere(void **state)
{
    (void)state;
    static const uint8_t zeros[4096];
    struct place place = begin_place();
    struct journal journal;
    struct interview *interview = begin(&place, &journal, "a");
    uint64_t acknowledged = journal.end;
    answer(&place, &journal, interview, "chest");
    char path[160];
    snprintf(path, sizeof path, "%s/a.draft", place.inner);
    uint64_t end = journal.end;
    journal_close(&journal);
    // Zeros from ever earlier on. One byte alone is no tear, and would be damage: see journal.
    for (uint64_t cut = end; cut >= acknowledged; cut -= cut == end ? 2 : 1) {
        struct interview *again = NULL;
        int fd = open(path, O_RDWR);
        assert_int_equal(pwrite(fd, zeros, sizeof zeros, (off_t)cut), sizeof zeros);
        close(fd);
        assert_int_equal(
            drafts_resume(place.drafts, "a", false, place.form, NULL, &journal, &again), 0);
        assert_string_equal(fixture_at(again), cut == end ? "name" : "signs");
        assert_true(journal.end == (cut == end ? end : acknowledged));
        interview_free(again);
        journal_close(&journal);
    }
    // But a file that was cut is damage, also where nothing but zeros is missing.
    struct interview *again = NULL;
    uint64_t damaged = 0;
    assert_int_equal(truncate(path, (off_t)acknowledged), 0);
    assert_int_equal(drafts_resume(place.drafts, "a", false, place.form, NULL, &journal, &again),
                     -1);
    assert_int_equal(errno, EBADMSG);
    assert_int_equal(drafts_read(place.drafts, "a", false, place.form, NULL, &again, &damaged), 0);
    assert_int_equal(damaged, 4); // begin, read and one answer stand before it
    assert_string_equal(fixture_at(again), "signs");
    interview_free(again);
    interview_free(interview);
    assert_int_equal(drafts_discard(place.drafts, "a"), 0);
    end_place(&place);
}

static void test_what_cannot_be_gone_on_with(void **state)
{
    (void)state;
    struct place place = begin_place();
    struct journal journal;
    struct interview *again = NULL;
    interview_free(begin(&place, &journal, "a"));
    // An event that this interview could not have accepted.
    assert_int_equal(journal_append(&journal, (const uint8_t *)"\x01\x0c\x00\x00.", 5), 0);
    journal_close(&journal);
    assert_int_equal(drafts_resume(place.drafts, "a", false, place.form, NULL, &journal, &again),
                     -1);
    assert_int_equal(errno, EBADMSG);
    assert_null(again);
    place.form->hash[0] ^= 1;
    assert_int_equal(drafts_resume(place.drafts, "a", false, place.form, NULL, NULL, &again), -1);
    assert_int_equal(errno, ESTALE);
    assert_int_equal(drafts_discard(place.drafts, "a"), 0);
    assert_int_equal(drafts_begin(place.drafts, "b", NULL, NULL, &journal), 0);
    journal_close(&journal);
    assert_int_equal(drafts_resume(place.drafts, "b", false, place.form, NULL, &journal, &again),
                     -1);
    assert_int_equal(errno, ENODATA);
    assert_int_equal(drafts_discard(place.drafts, "b"), 0);
    assert_int_equal(drafts_resume(place.drafts, "b", false, place.form, NULL, &journal, &again),
                     -1);
    assert_int_equal(errno, ENOENT);
    end_place(&place);
}

static void test_names_and_folders(void **state)
{
    (void)state;
    static const char *const names[] = {
        "",     ".",        "..",
        "../x", "a/b",      "a.draft",
        "a b",  "\xc3\xa9", "aaaaaaaaaabbbbbbbbbbccccccccccddddddddddeeeeeeee"};
    struct place place = begin_place();
    struct journal journal;
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        assert_int_equal(drafts_begin(place.drafts, names[i], NULL, NULL, &journal), -1);
        assert_int_equal(errno, EINVAL);
        assert_int_equal(drafts_discard(place.drafts, names[i]), -1);
    }
    struct stat status;
    assert_int_equal(stat(place.inner, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0700);
    // A folder that was left open to others is closed; a link in its place is refused.
    int error = 0;
    assert_int_equal(chmod(place.inner, 0755), 0);
    drafts_close(place.drafts);
    place.drafts = drafts_open(place.inner, &error);
    assert_non_null(place.drafts);
    assert_int_equal(stat(place.inner, &status), 0);
    assert_int_equal(status.st_mode & 0777, 0700);
    char link[160];
    snprintf(link, sizeof link, "%s/link", place.folder);
    assert_int_equal(symlink("intake", link), 0);
    assert_null(drafts_open(link, &error));
    assert_int_not_equal(error, 0);
    assert_int_equal(unlink(link), 0);
    end_place(&place);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(test_going_on),
        cmocka_unit_test(test_killed_anywhere),
        cmocka_unit_test(test_what_cannot_be_gone_on_with),
        cmocka_unit_test(test_names_and_folders),
    };
    return cmocka_run_group_tests_name("record drafts", tests, NULL, NULL);
}
