// A reader's list says of each record what the chain says, however much of it was kept.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "fold_clinic.h"
#include "record/facts.h"
#include "record/fold_news.h"

#include <errno.h>
#include <string.h>

static struct fold_clinic clinic;
static struct folded *list;

static struct folded *open_by(struct installation *here, size_t reader)
{
    return fold_clinic_list(&clinic, here, reader);
}

static int set_up(void **state)
{
    (void)state;
    fold_clinic_make(&clinic);
    list = open_by(&clinic.here, 0);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    folded_close(list);
    fold_clinic_remove(&clinic);
    return 0;
}

static void reopen(void)
{
    folded_close(list);
    list = open_by(&clinic.here, 0);
}

static bool refresh(void)
{
    bool changed = false;
    assert_int_equal(folded_refresh(list, &changed), 0);
    return changed;
}

// What the list says now, what it says when it is opened anew, and what it says if nothing had been
// kept.
static void assert_list(const char *wanted)
{
    (void)refresh();
    assert_string_equal(fold_clinic_text(list), wanted);
    assert_false(refresh());
    reopen();
    assert_string_equal(fold_clinic_text(list), wanted);
    assert_int_equal(store_drop_folded(clinic.here.store, clinic.fixture.readers[0].id), 0);
    reopen();
    assert_string_equal(fold_clinic_text(list), wanted);
}

static int64_t meddle(const char *sql)
{
    return fold_clinic_meddle(&clinic, sql);
}

static uint64_t add(const char *name)
{
    return fold_clinic_add(&clinic, &(struct fold_record){.name = name}, NULL);
}

static void test_empty(void **state)
{
    (void)state;
    size_t count = 7;
    assert_list("");
    (void)folded_rows(list, &count);
    assert_int_equal(count, 0);
    assert_null(folded_row(list, 1));
}

static void test_what_a_headline_says(void **state)
{
    (void)state;
    uint8_t id[ENTRY_ID];
    const struct fold_record record = {.name = "Zoë Núñez-Ångström",
                                       .born = "1980-05-07",
                                       .slip = "Lantern-otter-41",
                                       .gravest = "urgent",
                                       .reason = "a swollen calf",
                                       .urgent_not_excluded = true,
                                       .today_only = true};
    uint64_t number = fold_clinic_add(&clinic, &record, id);
    for (int i = 0; i < 2; i++) {
        (void)refresh();
        const struct folded_row *row = folded_row(list, number);
        assert_non_null(row);
        assert_memory_equal(row->id, id, ENTRY_ID);
        assert_int_equal(row->at, FIXTURE_NOW);
        assert_string_equal(row->name, record.name);
        assert_string_equal(row->form, "First visit");
        assert_string_equal(row->slip, record.slip);
        assert_string_equal(row->reason, record.reason);
        assert_string_equal(row->search, "zoe nunez-angstrom\nlantern-otter-41\n"
                                         "1980-05-07 7.5.1980 07.05.1980");
        assert_true(row->born_known);
        assert_int_equal(row->born.precision, DATE_DAY);
        assert_int_equal(row->asked, 40);
        assert_int_equal(row->settled, 38);
        assert_int_equal(row->gravest, RULE_URGENT);
        assert_true(row->urgent_not_excluded && row->today_only);
        assert_false(row->partial || row->damaged || row->closed);
        reopen();
    }
}

static void test_new_read_decided(void **state)
{
    (void)state;
    uint64_t one = add("Anna"), two = add("Ben"), three = add("Clara");
    assert_list("2 Anna new\n3 Ben new\n4 Clara new\n");
    fold_clinic_read(&clinic, 0, two);
    fold_clinic_read(&clinic, 0, three);
    assert_true(refresh());
    fold_clinic_read(&clinic, 0, three); // again changes nothing
    assert_false(refresh());
    assert_int_equal(fold_clinic_remark(&clinic, 0, three, REMARK_DECISION, DECISION_REFER, 0), 8);
    assert_int_equal(fold_clinic_remark(&clinic, 0, one, REMARK_NOTE, 0, 0), 9);
    assert_list("2 Anna new +9\n3 Ben read\n4 Clara decided 3 by Anna Berg +8\n");
    fold_clinic_read(&clinic, 0, three);
    fold_clinic_remark(&clinic, 0, three, REMARK_DECISION, DECISION_SUITABLE, 0);
    assert_list("2 Anna new +9\n3 Ben read\n4 Clara decided 0 by Anna Berg +8 +11\n");
}

// That it was read is only believed of a reader.
static void test_a_forged_deed(void **state)
{
    (void)state;
    struct entry entry, record;
    uint64_t number = add("Anna");
    entry_init(&record, ENTRY_DONE, 0);
    assert_int_equal(store_get(clinic.here.store, number, &record), 0);
    entry_init(&entry, ENTRY_DONE, FIXTURE_NOW);
    facts_add(&entry.open, "did", "read");
    entry_name(&entry, record.id);
    facts_add_hex(&entry.open, "by", clinic.fixture.readers[0].id, READER_ID);
    assert_int_equal(installation_add(&clinic.here, &entry, NULL, 0), 0);
    entry_clear(&entry);
    entry_clear(&record);
    assert_list("2 Anna new\n");
}

// Nobody but the terminal says that a record is gone.
static void test_a_forged_tombstone(void **state)
{
    (void)state;
    uint64_t one = add("Anna");
    add("Ben");
    fold_clinic_erase(&clinic, one);
    meddle("INSERT INTO entry SELECT 5, randomblob(16), kind, at, before, terminal,"
           " CAST('entry ' || (SELECT lower(hex(id)) FROM entry WHERE number = 3) || char(10)"
           " AS BLOB), headline_hash, body_hash, signature, purged, headline"
           " FROM entry WHERE number = 4");
    assert_list("3 Ben new\n");
}

// What cannot be read leaves the list as it was, and comes later.
static void test_cannot_be_read(void **state)
{
    (void)state;
    bool changed = true;
    add("Anna");
    assert_true(refresh());
    add("Ben");
    meddle("ALTER TABLE entry RENAME TO aside");
    assert_int_equal(folded_refresh(list, &changed), -1);
    assert_int_equal(errno, EBADMSG);
    assert_false(changed);
    assert_string_equal(fold_clinic_text(list), "2 Anna new\n");
    meddle("ALTER TABLE aside RENAME TO entry");
    assert_list("2 Anna new\n3 Ben new\n");
}

// What was damaged and is whole again is opened, the next time somebody unlocks.
static void test_mended(void **state)
{
    (void)state;
    add("Anna");
    add("Ben");
    fold_clinic_remark(&clinic, 0, 2, REMARK_DECISION, DECISION_REFER, 0);
    meddle("CREATE TABLE aside AS SELECT headline FROM entry WHERE number = 2");
    meddle("UPDATE entry SET headline = zeroblob(length(headline)) WHERE number = 2");
    assert_list("2 - damaged decided 3 by Anna Berg +4\n3 Ben new\n");
    meddle("UPDATE entry SET headline = (SELECT headline FROM aside) WHERE number = 2");
    reopen();
    assert_string_equal(fold_clinic_text(list), "2 Anna decided 3 by Anna Berg +4\n3 Ben new\n");
}

static void test_partial_then_finished(void **state)
{
    (void)state;
    uint8_t draft[ENTRY_ID] = {1}, other[ENTRY_ID] = {2};
    struct fold_record record = {.name = "Anna so far", .draft = draft, .partial = true};
    fold_clinic_add(&clinic, &record, NULL);
    assert_list("2 Anna so far partial new\n");
    fold_clinic_remark(&clinic, 0, 2, REMARK_DECISION, DECISION_NOT_TODAY, 0);
    assert_list("2 Anna so far partial decided 2 by Anna Berg +3\n");
    // Something urgent again: the newest stands for the interview, with what was noted before.
    record.name = "Anna farther";
    fold_clinic_add(&clinic, &record, NULL);
    assert_list("4 Anna farther partial new +3\n");
    record = (struct fold_record){.name = "Ben so far", .draft = other, .partial = true};
    fold_clinic_add(&clinic, &record, NULL);
    record = (struct fold_record){.name = "Anna", .draft = draft};
    fold_clinic_add(&clinic, &record, NULL);
    assert_list("5 Ben so far partial new\n6 Anna new +3\n");
    // To the partial one, which a therapist still had before them.
    fold_clinic_remark(&clinic, 0, 4, REMARK_DECISION, DECISION_REFER, 0);
    assert_list("5 Ben so far partial new\n6 Anna new +3 +7\n");
    // It comes after the finished one: it is over at once.
    record = (struct fold_record){.name = "Anna late", .draft = draft, .partial = true};
    fold_clinic_add(&clinic, &record, NULL);
    assert_list("5 Ben so far partial new\n6 Anna new +3 +7\n");
    fold_clinic_erase(&clinic, 6);
    assert_list("5 Ben so far partial new\n");
}

// Its headline opens. That the rest does not is seen only when somebody wants to read it.
static void test_damaged_behind_its_headline(void **state)
{
    (void)state;
    uint8_t draft[ENTRY_ID] = {5};
    const struct fold_record partial = {.name = "Clara", .partial = true, .draft = draft};
    const struct fold_record finished = {.name = "Clara", .draft = draft};
    (void)add("Anna");
    (void)fold_clinic_add(&clinic, &partial, NULL);
    uint64_t whole = fold_clinic_add(&clinic, &finished, NULL);
    (void)add("Dora");
    meddle("UPDATE body SET bytes = zeroblob(length(bytes)) WHERE number IN (2, 4)");
    assert_list("2 Anna new\n4 Clara new\n5 Dora new\n");
    assert_true(folded_is_damaged(list, 2));
    assert_true(folded_is_damaged(list, 2));
    assert_false(folded_is_damaged(list, 7)); // there is none
    assert_true(folded_is_damaged(list, whole));
    // What was sealed on the way is what there is of Clara's interview.
    static const char *const wanted = "2 Anna damaged new\n3 Clara partial new\n"
                                      "4 Clara damaged new\n5 Dora new\n";
    assert_string_equal(fold_clinic_text(list), wanted);
    assert_false(refresh());
    reopen();
    assert_string_equal(fold_clinic_text(list), wanted);
    fold_clinic_remark(&clinic, 0, 5, REMARK_NOTE, 0, 0);
    fold_clinic_erase(&clinic, 2);
    (void)refresh();
    assert_string_equal(fold_clinic_text(list),
                        "3 Clara partial new\n4 Clara damaged new\n5 Dora new +6\n");
}

static void test_damaged_among_good(void **state)
{
    (void)state;
    add("Anna");
    add("Ben");
    add("Clara");
    add("Dora");
    uint8_t draft[ENTRY_ID] = {1};
    struct fold_record record = {.name = "Eve", .draft = draft, .partial = true};
    fold_clinic_add(&clinic, &record, NULL);
    // Bytes changed; a wrap of something else; a row no program wrote; a partial one that claims to
    // come after Eve's.
    meddle("UPDATE entry SET headline = zeroblob(length(headline)) WHERE number = 2");
    meddle("UPDATE wrap SET box = zeroblob(80) WHERE number = 3");
    meddle("UPDATE entry SET before = x'00' WHERE number = 4");
    meddle("INSERT INTO entry SELECT 7, randomblob(16), kind, at, before, terminal, open,"
           " headline_hash, body_hash, signature, purged, headline FROM entry WHERE number = 6");
    assert_list("2 - damaged new\n3 - damaged new\n4 - damaged new\n5 Dora new\n"
                "6 Eve partial new\n7 - partial damaged new\n");
    // A remark that does not open is told of, and is no more than that.
    meddle("DELETE FROM entry WHERE number = 7");
    fold_clinic_remark(&clinic, 0, 5, REMARK_DECISION, DECISION_REFER, 0);
    meddle("UPDATE body SET bytes = zeroblob(length(bytes)) WHERE number = 7");
    assert_list("2 - damaged new\n3 - damaged new\n4 - damaged new\n5 Dora new +7\n"
                "6 Eve partial new\n");
    // Purged, and no tombstone says so.
    meddle("UPDATE entry SET purged = 1, headline = x'' WHERE number = 5");
    meddle("DELETE FROM folded");
    reopen();
    assert_list("2 - damaged new\n3 - damaged new\n4 - damaged new\n5 - damaged new +7\n"
                "6 Eve partial new\n");
}

static void add_reader(size_t reader)
{
    uint8_t lock[READER_LOCK] = {0};
    assert_int_equal(installation_add_reader(&clinic.here, &clinic.fixture.readers[0],
                                             clinic.fixture.secrets[0],
                                             &clinic.fixture.readers[reader], lock, FIXTURE_NOW),
                     0);
}

static void test_closed_then_opened(void **state)
{
    (void)state;
    uint64_t entries, left;
    bool changed = false;
    struct installation theirs;
    add("Anna");
    fold_clinic_remark(&clinic, 0, 2, REMARK_DECISION, DECISION_WITH_CARE, 0);
    add_reader(1);
    fold_clinic_add(&clinic, &(struct fold_record){.name = "Ben"}, NULL);
    fold_clinic_again(&clinic, &theirs);
    struct folded *second = open_by(&theirs, 1);
    assert_string_equal(fold_clinic_text(second), "2 - closed new +3\n5 Ben new\n");
    assert_int_equal(installation_open_all(&clinic.here, &clinic.fixture.readers[0],
                                           clinic.fixture.secrets[0], &clinic.fixture.readers[1],
                                           &entries, &left),
                     0);
    assert_int_equal(folded_refresh(second, &changed), 0);
    assert_true(changed);
    static const char wanted[] = "2 Anna decided 1 by Anna Berg +3\n5 Ben new\n";
    assert_string_equal(fold_clinic_text(second), wanted);
    folded_close(second);
    second = open_by(&theirs, 1);
    assert_string_equal(fold_clinic_text(second), wanted);
    folded_close(second);
    installation_close(&theirs);
    // Opened while nobody looked.
    add_reader(2);
    fold_clinic_again(&clinic, &theirs);
    second = open_by(&theirs, 2);
    assert_string_equal(fold_clinic_text(second), "2 - closed new +3\n5 - closed new\n");
    folded_close(second);
    assert_int_equal(installation_open_all(&clinic.here, &clinic.fixture.readers[0],
                                           clinic.fixture.secrets[0], &clinic.fixture.readers[2],
                                           &entries, &left),
                     0);
    second = open_by(&theirs, 2);
    assert_string_equal(fold_clinic_text(second), wanted);
    folded_close(second);
    installation_close(&theirs);
}

static void test_two_readers(void **state)
{
    (void)state;
    bool changed = false;
    struct installation theirs;
    add_reader(1);
    uint64_t one = add("Anna");
    fold_clinic_again(&clinic, &theirs);
    struct folded *second = open_by(&theirs, 1);
    assert_int_equal(folded_refresh(second, &changed), 0);
    assert_false(changed);
    fold_clinic_remark(&clinic, 0, one, REMARK_DECISION, DECISION_REFER, 0);
    add("Ben");
    assert_int_equal(folded_refresh(second, &changed), 0);
    assert_true(changed);
    static const char wanted[] = "3 Anna decided 3 by Anna Berg +4\n5 Ben new\n";
    assert_string_equal(fold_clinic_text(second), wanted);
    // What the other keeps is no news to anybody.
    assert_true(refresh());
    assert_int_equal(folded_refresh(second, &changed), 0);
    assert_false(changed);
    assert_false(refresh());
    folded_close(second);
    installation_close(&theirs);
    assert_int_equal(meddle("SELECT count(DISTINCT reader) FROM folded"), 2);
    assert_int_equal(installation_remove_reader(&clinic.here, &clinic.fixture.readers[0],
                                                clinic.fixture.secrets[0],
                                                clinic.fixture.readers[1].id, FIXTURE_NOW),
                     0);
    assert_int_equal(meddle("SELECT count(DISTINCT reader) FROM folded"), 1);
    assert_list(wanted);
}

#define CASE(test) cmocka_unit_test_setup_teardown(test, set_up, tear_down)

// The headline is the patient's word: that a therapist asked again since is known beside it, also
// of what came of a partial record.
static void test_asked_again(void **state)
{
    (void)state;
    uint8_t draft[ENTRY_ID] = {7};
    struct fold_record record = {.name = "Ben so far", .draft = draft, .partial = true};
    add("Anna");
    fold_clinic_add(&clinic, &record, NULL);
    fold_clinic_remark(&clinic, 0, 2, REMARK_ANSWER, DECISION_SUITABLE, 0);
    fold_clinic_remark(&clinic, 0, 3, REMARK_ANSWER, DECISION_SUITABLE, 0);
    assert_list("2 Anna asked again new +4\n3 Ben so far partial asked again new +5\n");
    record = (struct fold_record){.name = "Ben", .draft = draft};
    fold_clinic_add(&clinic, &record, NULL);
    assert_list("2 Anna asked again new +4\n6 Ben asked again new +5\n");
}

// A therapist's answer that says how the record stands with it changes where it stands in the
// queue; the newest holds. It is of that record: what came of a partial one stands for itself.
static void test_weighed(void **state)
{
    (void)state;
    uint8_t draft[ENTRY_ID] = {7};
    struct fold_record record = {.name = "Ben so far", .draft = draft, .partial = true};
    fold_clinic_add(&clinic,
                    &(struct fold_record){.name = "Anna",
                                          .slip = "acorn-river-20",
                                          .gravest = "urgent",
                                          .reason = "a swollen calf",
                                          .urgent_not_excluded = true},
                    NULL);
    fold_clinic_add(&clinic, &record, NULL);
    assert_list("2 Anna new\n3 Ben so far partial new\n");
    fold_clinic_remark(&clinic, 0, 2, REMARK_LINK, DECISION_SUITABLE, 3);
    fold_clinic_answer(&clinic, 0, 2, RULE_ABSOLUTE, "bleeds easily and for a long time", 4);
    fold_clinic_answer(&clinic, 0, 2, RULE_CLASSES, "", 5);
    fold_clinic_answer(&clinic, 0, 2, RULE_RELATIVE, "pregnant", 6);
    fold_clinic_answer(&clinic, 0, 3, RULE_ABSOLUTE, "bleeds", 0);
    assert_list("2 Anna weighed new +4 +5 +6 +7\n3 Ben so far partial weighed new +8\n");
    fold_clinic_add(&clinic, &(struct fold_record){.name = "Ben", .draft = draft}, NULL);
    assert_list("2 Anna weighed new +4 +5 +6 +7\n9 Ben asked again new +8\n");
    for (int again = 0; again < 2; again++) { // as it was taken in, and as it was kept
        struct folded *folded = fold_clinic_list(&clinic, &clinic.here, 0);
        size_t count;
        const struct folded_row *rows = folded_rows(folded, &count);
        assert_int_equal(rows[0].gravest, RULE_RELATIVE);
        assert_false(rows[0].urgent_not_excluded);
        assert_string_equal(rows[0].reason, "pregnant");
        assert_string_equal(rows[0].slip, "acorn-river-20");
        assert_non_null(strstr(rows[0].search, "acorn"));
        assert_int_equal(rows[1].gravest, RULE_CLASSES);
        folded_close(folded);
    }
    // Who does not say how it stands leaves it as it stood, and who did not know of all that stood
    // beside it: at two desks at once "no" to one question must not undo "yes" to another.
    fold_clinic_remark(&clinic, 0, 2, REMARK_ANSWER, DECISION_SUITABLE, 0);
    assert_list("2 Anna asked again new +4 +5 +6 +7 +10\n9 Ben asked again new +8\n");
    fold_clinic_answer(&clinic, 0, 2, RULE_ABSOLUTE, "bleeds", 10);
    fold_clinic_answer(&clinic, 0, 2, RULE_CLASSES, "", 10);
    assert_list("2 Anna asked again new +4 +5 +6 +7 +10 +11 +12\n9 Ben asked again new +8\n");
    struct folded *folded = fold_clinic_list(&clinic, &clinic.here, 0);
    assert_int_equal(folded_row(folded, 2)->gravest, RULE_ABSOLUTE);
    folded_close(folded);
}

static uint64_t last_done, last_all;
static unsigned times;

static void seen(void *context, uint64_t done, uint64_t all)
{
    (void)context;
    assert_true(done > last_done && done <= all && (last_all == 0 || all == last_all));
    last_done = done;
    last_all = all;
    times++;
}

// Who folds the list for the first time is told how far it is; what was kept is read in silence.
static void test_watch(void **state)
{
    (void)state;
    const struct fold_watch watch = {.every = 2, .seen = seen};
    for (int i = 0; i < 6; i++) {
        fold_clinic_add(&clinic, &(struct fold_record){.name = "A"}, NULL);
    }
    const struct reader *who = installation_reader(&clinic.here, clinic.fixture.readers[0].id);
    meddle("DELETE FROM folded");
    struct folded *first = folded_open(&clinic.here, who, clinic.fixture.secrets[0], &watch);
    assert_non_null(first);
    assert_true(times >= 3);
    folded_close(first);
    times = 0;
    struct folded *again = folded_open(&clinic.here, who, clinic.fixture.secrets[0], &watch);
    assert_non_null(again);
    assert_int_equal(times, 0);
    folded_close(again);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        CASE(test_empty),
        CASE(test_what_a_headline_says),
        CASE(test_new_read_decided),
        CASE(test_a_forged_deed),
        CASE(test_mended),
        CASE(test_cannot_be_read),
        CASE(test_a_forged_tombstone),
        CASE(test_partial_then_finished),
        CASE(test_damaged_behind_its_headline),
        CASE(test_damaged_among_good),
        CASE(test_closed_then_opened),
        CASE(test_two_readers),
        CASE(test_asked_again),
        CASE(test_weighed),
        CASE(test_watch),
    };
    return cmocka_run_group_tests_name("record folded", tests, NULL, NULL);
}
