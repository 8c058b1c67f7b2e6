// Sealed records at the desk, through the installed program: opened with a passphrase, on the form
// of their day; noted, corrected, purged and erased; and what the log says of it.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../unit/interview_fixture.h"
#include "desk_place.h"
#include "pty_run.h"
#include "record/drafts.h"
#include "record/remark.h"

#include <fcntl.h>
#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <termios.h>
#include <time.h>
#include <unistd.h>

static void a_record_is_shown_and_that_is_logged(void **state)
{
    (void)state;
    char arguments[PATHS];
    unsigned number = desk_add(
        &(struct desk_wish){"Maria Silva", "days", time(NULL), ENTRY_INTERVIEW, NULL, WELL});
    snprintf(arguments, sizeof arguments, "show %u", number);
    desk_assert_run("wrong one here\\nwrong\\nwrong\\n", arguments, 77);
    assert_int_equal(strlen(desk.out), 0);
    desk_assert_run("", arguments, 2);
    desk_assert_run("correct horse battery\\n", arguments, 0);
    desk_assert_says(desk.out, "Maria Silva");
    assert_null(strstr(desk.out, "PRACTICE"));
    desk_assert_says(desk.out, "intake 0.0"); // who held it, not who prints it
    assert_null(strstr(desk.err, desk_passphrase));
    snprintf(arguments, sizeof arguments, "log --entry=%u", number);
    desk_assert_run("", arguments, 0);
    desk_assert_says(desk.out, "Ruth Halloran read entry");
    desk_assert_run("", "show --list", 0);
    desk_assert_says(desk.out, "sealed");
    assert_null(strstr(desk.out, "Silva"));
    assert_null(strstr(desk.out, desk.slip));
    assert_null(strstr(desk.out, "practice"));
    desk_assert_run("correct horse battery\\n", "show --headlines", 0);
    snprintf(arguments, sizeof arguments, "%s  Maria Silva", desk.slip);
    desk_assert_says(desk.out, arguments);
    desk_assert_run("", "show nothing", 1);
    desk_assert_says(desk.err, "--headlines names the records and their slips");
    desk_assert_run("", "show 1", 1);
    desk_assert_says(desk.err, "is no record of an interview");
    desk_assert_run("", "show 999", 1);
}

static void a_slip_opens_its_record(void **state)
{
    (void)state;
    char arguments[PATHS], said[SLIP_BYTES];
    slip_draw(desk.slip);
    desk_add(&(struct desk_wish){"Earlier Eve", "days", time(NULL), ENTRY_INTERVIEW, NULL, WELL});
    unsigned number =
        desk_add(&(struct desk_wish){"Later Lea", "days", time(NULL), ENTRY_INTERVIEW, NULL, WELL});
    snprintf(said, sizeof said, "%s", desk.slip);
    slip_draw(desk.slip);
    desk_add(&(struct desk_wish){"Other Oda", "days", time(NULL), ENTRY_INTERVIEW, NULL, WELL});
    snprintf(arguments, sizeof arguments, "show %s", said);
    desk_assert_run("wrong one here\\nwrong\\nwrong\\n", arguments, 77);
    desk_assert_run("correct horse battery\\n", arguments, 0);
    desk_assert_says(desk.out, "Later Lea");
    // Misheard: it is said before anybody types a passphrase.
    said[strlen(said) - 1] ^= 1;
    snprintf(arguments, sizeof arguments, "show %s", said);
    desk_assert_run("", arguments, 1);
    desk_assert_says(desk.err, "is no slip");
    slip_draw(said);
    snprintf(arguments, sizeof arguments, "show %s", said);
    desk_assert_run("correct horse battery\\n", arguments, 1);
    desk_assert_says(desk.err, "no record that Ruth Halloran can open has the slip");
    snprintf(arguments, sizeof arguments, "log --entry=%u", number);
    desk_assert_run("", arguments, 0);
    desk_assert_says(desk.out, "Ruth Halloran read entry");
}

// In another format a record leaves the sealed store: said, logged, and not where the patient said
// no.
static void an_export_is_said_and_logged(void **state)
{
    (void)state;
    char arguments[PATHS];
    unsigned number =
        desk_add(&(struct desk_wish){"Ed Ek", "days", time(NULL), ENTRY_INTERVIEW, NULL, WELL});
    snprintf(arguments, sizeof arguments, "show %u --format=html", number);
    desk_assert_run("correct horse battery\\n", arguments, 0);
    desk_assert_says(desk.out, "Ed Ek");
    desk_assert_says(desk.out, "</html>");
    desk_assert_says(desk.err, "leaves the sealed store");
    snprintf(arguments, sizeof arguments, "show %u --format=pdf", number);
    desk_assert_run("correct horse battery\\n", arguments, 0);
    assert_int_equal(strncmp(desk.out, "%PDF-", 5), 0);
    snprintf(arguments, sizeof arguments, "show %u --format=fhir", number);
    desk_assert_run("correct horse battery\\n", arguments, 0);
    assert_int_equal(strncmp(desk.out, "{\"resourceType\":\"QuestionnaireResponse\"", 39), 0);
    snprintf(arguments, sizeof arguments, "log --entry=%u", number);
    desk_assert_run("", arguments, 0);
    desk_assert_says(desk.out, "Ruth Halloran exported entry");
    desk_assert_says(desk.out, "as html");
    desk_assert_says(desk.out, "as pdf");
    desk_assert_says(desk.out, "as fhir");
    number =
        desk_add(&(struct desk_wish){"Fo Fa", "today", time(NULL), ENTRY_INTERVIEW, NULL, WELL});
    snprintf(arguments, sizeof arguments, "show %u --format=html", number);
    desk_assert_run("correct horse battery\\n", arguments, 77);
    desk_assert_says(desk.err, "did not allow");
    assert_string_equal(desk.out, "");
    snprintf(arguments, sizeof arguments, "show %u", number);
    desk_assert_run("correct horse battery\\n", arguments, 0);
    // Without the program for it nothing is logged: nothing left.
    number =
        desk_add(&(struct desk_wish){"Gu Gy", "days", time(NULL), ENTRY_INTERVIEW, NULL, WELL});
    snprintf(arguments, sizeof arguments, "show %u --format=pdf", number);
    setenv("INTAKE_PRINT", "/nowhere", 1);
    desk_assert_run("correct horse battery\\n", arguments, 74);
    unsetenv("INTAKE_PRINT");
    desk_assert_says(desk.err, "is not there");
    snprintf(arguments, sizeof arguments, "log --entry=%u", number);
    desk_assert_run("", arguments, 0);
    assert_null(strstr(desk.out, "exported"));
}

static void a_call_for_help_heads_the_list(void **state)
{
    (void)state;
    struct store_now quiet = {.id = {1}, .since = time(NULL)};
    struct store_now calls = {.id = {2}, .since = time(NULL), .help = true};
    desk_add(&(struct desk_wish){"Jo Juhl", "days", time(NULL), ENTRY_INTERVIEW, NULL, WELL});
    assert_int_equal(store_now_set(desk.here.store, &quiet), 0);
    assert_int_equal(store_now_set(desk.here.store, &calls), 0);
    desk_assert_run("", "show --list", 0);
    const char *call = strstr(desk.out, "under way, CALLED FOR HELP");
    assert_non_null(call);
    desk_assert_says(desk.out, "under way\n");
    assert_true(call < strstr(desk.out, "sealed"));
    // Somebody went: with a reader's passphrase only, and who it was stands in the log.
    desk_assert_run("wrong one here\\nwrong\\nwrong\\n", "helped", 77);
    desk_assert_run("", "show --list", 0);
    desk_assert_says(desk.out, "CALLED FOR HELP");
    desk_assert_run("correct horse battery\\n", "helped", 0);
    desk_assert_says(desk.out, "1 call answered.");
    desk_assert_run("", "show --list", 0);
    assert_null(strstr(desk.out, "CALLED FOR HELP"));
    desk_assert_says(desk.out, "under way\n");
    desk_assert_run("", "log", 0);
    desk_assert_says(desk.out, "Ruth Halloran answered a call for help");
    desk_assert_run("", "helped", 0);
    desk_assert_says(desk.out, "Nobody called for help.");
    assert_int_equal(store_now_clear(desk.here.store, quiet.id), 0);
    assert_int_equal(store_now_clear(desk.here.store, calls.id), 0);
    desk_assert_run("", "show --list", 0);
    assert_null(strstr(desk.out, "under way"));
}

static void findings_are_those_of_its_day(void **state)
{
    (void)state;
    char arguments[PATHS];
    unsigned number =
        desk_add(&(struct desk_wish){"Bo Berg", "days", time(NULL), ENTRY_INTERVIEW, NULL, WELL});
    snprintf(arguments, sizeof arguments, "screen --record=%u --format=tsv", number);
    // Whatever stands in the folders of today.
    desk_assert_run("correct horse battery\\n", arguments, 0);
    desk_assert_says(desk.out, "finding\t");
    number = desk_add(
        &(struct desk_wish){"Cy Coe", "days", time(NULL), ENTRY_INTERVIEW, NULL, OTHER_FINDINGS});
    snprintf(arguments, sizeof arguments, "screen --record=%u", number);
    desk_assert_run("correct horse battery\\n", arguments, 1);
    desk_assert_says(desk.err, "these are not the findings");
}

static void what_nobody_can_read_was_not_read(void **state)
{
    (void)state;
    char arguments[PATHS];
    unsigned number = desk_add(
        &(struct desk_wish){"Bo Berg", "days", time(NULL), ENTRY_INTERVIEW, NULL, NO_INTERVIEW});
    snprintf(arguments, sizeof arguments, "show %u", number);
    desk_assert_run("correct horse battery\\n", arguments, 1);
    desk_assert_says(desk.err, "cannot be opened: it is damaged; 'intake verify' says more");
    assert_string_equal(desk.out, "");
    snprintf(arguments, sizeof arguments, "log --entry=%u", number);
    desk_assert_run("", arguments, 0);
    assert_null(strstr(desk.out, "read entry"));
    desk_assert_run("", "show --nothing", 2);
    desk_assert_says(desk.err, "intake show: unrecognized option '--nothing'");
}

static void remark(unsigned number, struct remark *remark)
{
    struct entry entry;
    entry_init(&entry, ENTRY_DONE, 0);
    assert_int_equal(store_get(desk.here.store, number, &entry), 0);
    assert_int_equal(
        remark_add(&desk.here, &desk.reader, desk.secret, entry.id, remark, time(NULL)), 0);
    entry_clear(&entry);
    remark_clear(remark);
}

// One of each kind beside `number`, of which `earlier` is an earlier visit.
static void remark_all(unsigned number, unsigned earlier)
{
    struct entry entry;
    struct remark said;
    remark_init(&said, REMARK_DECISION);
    said.decision = DECISION_WITH_CARE;
    buffer_text(&said.text, "Thin\033[2Jneedles.");
    remark(number, &said);
    remark_init(&said, REMARK_NOTE);
    buffer_text(&said.text, "Asks for a quiet room.");
    remark(number, &said);
    remark_init(&said, REMARK_FINDING);
    memcpy(said.rule, "rf_meningism", sizeof "rf_meningism");
    said.discussed = true;
    remark(number, &said);
    remark_init(&said, REMARK_ANSWER);
    struct event event = {.kind = EVENT_ANSWER, .item = form_find(desk.bundle.form, "phone")};
    event.answer = fixture_answer(desk.bundle.form, event.item, "555 0101");
    event_encode(&event, desk.bundle.form, &said.event);
    answer_clear(&event.answer);
    remark(number, &said);
    entry_init(&entry, ENTRY_DONE, 0);
    assert_int_equal(store_get(desk.here.store, earlier, &entry), 0);
    remark_init(&said, REMARK_LINK);
    memcpy(said.other, entry.id, ENTRY_ID);
    remark(number, &said);
    entry_clear(&entry);
}

// As at the desk, whatever the format; what would steer a terminal does not come through.
static void remarks_stand_beside(void **state)
{
    (void)state;
    static const char *const formats[] = {"text", "html"};
    char arguments[PATHS];
    unsigned earlier = desk_add(
        &(struct desk_wish){"Di Dorn", "days", time(NULL) - DAY, ENTRY_INTERVIEW, NULL, WELL});
    unsigned number =
        desk_add(&(struct desk_wish){"Di Dorn", "days", time(NULL), ENTRY_INTERVIEW, NULL, WELL});
    remark_all(number, earlier);
    for (size_t i = 0; i < 2; i++) {
        snprintf(arguments, sizeof arguments, "show %u --format=%s", number, formats[i]);
        desk_assert_run("correct horse battery\\n", arguments, 0);
        desk_assert_says(desk.out, "suitable with care");
        desk_assert_says(desk.out, "[2Jneedles.");
        assert_null(strstr(desk.out, "\033"));
        assert_null(strstr(desk.out, "quiet room"));
        desk_assert_says(desk.err, "1 note stands beside it; --document=notes prints it");
        snprintf(arguments, sizeof arguments, "show %u --document=notes --format=%s", number,
                 formats[i]);
        desk_assert_run("correct horse battery\\n", arguments, 0);
        desk_assert_says(desk.out, "suitable with care");
        desk_assert_says(desk.out, "Asks for a quiet room.");
        snprintf(arguments, sizeof arguments, "show %u --document=answers --format=%s", number,
                 formats[i]);
        desk_assert_run("correct horse battery\\n", arguments, 0);
        desk_assert_says(desk.out, "555 0101");
        desk_assert_says(desk.out, "Ruth Halloran");
        snprintf(arguments, sizeof arguments, "show %u --document=copy --format=%s", number,
                 formats[i]);
        desk_assert_run("correct horse battery\\n", arguments, 0);
        assert_null(strstr(desk.out, "suitable"));
        assert_null(strstr(desk.out, "555 0101"));
        assert_null(strstr(desk.out, "quiet room"));
        assert_null(strstr(desk.err, "stands beside it"));
    }
    snprintf(arguments, sizeof arguments, "show %u --document=measures", number);
    desk_assert_run("correct horse battery\\n", arguments, 0);
    desk_assert_says(desk.out, "not scored at an earlier visit");
    // The findings it was sealed with are the patient's alone.
    snprintf(arguments, sizeof arguments, "screen --record=%u", number);
    desk_assert_run("correct horse battery\\n", arguments, 0);
    snprintf(arguments, sizeof arguments, "log --entry=%u", number);
    desk_assert_run("", arguments, 0);
    desk_assert_says(desk.out, "Ruth Halloran added a remark to entry ");
}

static void a_note_stands_beside(void **state)
{
    (void)state;
    char arguments[PATHS];
    unsigned number =
        desk_add(&(struct desk_wish){"Di Dorn", "days", time(NULL), ENTRY_INTERVIEW, NULL, WELL});
    snprintf(arguments, sizeof arguments, "correct %u", number);
    desk_assert_run("correct horse battery\\n\\n", arguments, 1);
    desk_assert_run("correct horse battery\\nBorn in 1981, not 1980.\\nShe said so by phone.\\n\\n",
                    arguments, 0);
    snprintf(arguments, sizeof arguments, "show --document=notes %u", number);
    desk_assert_run("correct horse battery\\n", arguments, 0);
    desk_assert_says(desk.out, "Ruth Halloran, ");
    desk_assert_says(desk.out, "Born in 1981, not 1980. / She said so by");
    // Erased, its note goes with it.
    snprintf(arguments, sizeof arguments, "erase %u", number);
    desk_assert_run("correct horse battery\\nThe patient asked\\nn\\n", arguments, 1);
    desk_assert_run("correct horse battery\\nThe patient asked\\ny\\n", arguments, 0);
    desk_assert_says(desk.err, "with what stood beside it");
    snprintf(arguments, sizeof arguments, "show %u", number);
    desk_assert_run("", arguments, 1);
    desk_assert_says(desk.err, "was purged");
    snprintf(arguments, sizeof arguments, "log --entry=%u", number);
    desk_assert_run("", arguments, 0);
    desk_assert_says(desk.out, "Ruth Halloran purged entry");
    desk_assert_says(desk.out, "The patient asked");
    desk_assert_run("", "verify", 0);
    desk_assert_says(desk.out, "2 purged");
}

// A draft nobody came back to for two days; *id is its own.
static void leave_draft(uint8_t id[DRAFT_ID], int days)
{
    char folder[2 * PATHS], name[DRAFT_NAME] = "", path[3 * PATHS];
    int error = 0;
    struct buffer opening;
    struct journal journal;
    snprintf(folder, sizeof folder, "%s/drafts", desk.data);
    struct drafts *drafts = drafts_open(folder, &error);
    assert_non_null(drafts);
    buffer_init(&opening, DRAFT_OPENING_MOST);
    struct draft_key *key = draft_key_new(&desk.reader, 1, &opening);
    assert_non_null(key);
    draft_key_id(key, id);
    for (size_t i = 0; i < DRAFT_ID; i++) {
        snprintf(name + 2 * i, 3, "%02x", id[i]);
    }
    assert_int_equal(drafts_begin(drafts, name, key, &opening, &journal), 0);
    assert_int_equal(journal_append(&journal, (const uint8_t *)"x", 1), 0);
    journal_close(&journal);
    snprintf(path, sizeof path, "%s/%s.draft", folder, name);
    const struct timespec then[2] = {{time(NULL) - days * DAY, 0}, {time(NULL) - days * DAY, 0}};
    assert_int_equal(utimensat(AT_FDCWD, path, then, 0), 0);
    draft_key_free(key);
    buffer_clear(&opening);
    drafts_close(drafts);
}

static void what_is_due_is_purged(void **state)
{
    (void)state;
    uint8_t old[DRAFT_ID], urgent[DRAFT_ID], fresh[DRAFT_ID];
    char arguments[PATHS];
    int64_t now = time(NULL);
    leave_draft(old, 2);
    leave_draft(urgent, 2);
    leave_draft(fresh, 0);
    desk_add(&(struct desk_wish){"Old", "days", now - 2600 * DAY, ENTRY_INTERVIEW, NULL, false});
    desk_add(&(struct desk_wish){"Yesterday", "today", now - DAY, ENTRY_INTERVIEW, NULL, false});
    unsigned today =
        desk_add(&(struct desk_wish){"Today", "today", now, ENTRY_INTERVIEW, NULL, false});
    unsigned partial =
        desk_add(&(struct desk_wish){"Urgent", "days", now, ENTRY_PARTIAL, urgent, false});
    desk_assert_run("", "purge", 0);
    desk_assert_says(
        desk.out, "2 records purged, 1 of them of their day only; 1 unfinished interview expired");
    desk_assert_run("", "purge", 0);
    desk_assert_says(desk.out, "0 records purged, 0 of them of their day only; 0 unfinished");
    desk_assert_run("", "log", 0);
    desk_assert_says(desk.out, "(terminal) purged entry");
    desk_assert_says(desk.out, ": kept 2555 days");
    desk_assert_says(desk.out, ": of its day only");
    desk_assert_says(desk.out, "(terminal) let an unfinished interview expire");
    snprintf(arguments, sizeof arguments, "show %u", today);
    desk_assert_run("correct horse battery\\n", arguments, 0);
    snprintf(arguments, sizeof arguments, "show %u", partial);
    desk_assert_run("correct horse battery\\n", arguments, 0);
    desk_assert_says(desk.out, "SO FAR");
    desk_assert_run("", "verify", 0);
}

// Set forward by mistake, the clock must not empty the store.
static void a_clock_far_ahead_purges_nothing(void **state)
{
    (void)state;
    struct entry entry;
    entry_init(&entry, ENTRY_EXPIRED, time(NULL) - 500 * DAY);
    assert_int_equal(installation_add(&desk.here, &entry, NULL, 0), 0);
    entry_clear(&entry);
    desk_add(&(struct desk_wish){"Older", "days", time(NULL) - 2600 * DAY, ENTRY_INTERVIEW, NULL,
                                 false});
    desk_assert_run("", "purge", 1);
    desk_assert_says(desk.err, "more than a year after the newest entry");
    desk_assert_run("", "purge --clock-is-right", 0);
    desk_assert_says(desk.out, "1 record purged");
    entry_init(&entry, ENTRY_EXPIRED, time(NULL) + 2 * DAY);
    assert_int_equal(installation_add(&desk.here, &entry, NULL, 0), 0);
    entry_clear(&entry);
    desk_assert_run("", "purge --clock-is-right", 1);
    desk_assert_says(desk.err, "before the newest entry");
}

static int ask_reader(void)
{
    setenv("INTAKE_DATA", desk.data, 1);
    return execl(desk.program, "intake", "verify", "--reader=Ruth Halloran", (char *)NULL);
}

static bool echoes(int terminal)
{
    struct termios now;
    assert_int_equal(tcgetattr(terminal, &now), 0);
    return (now.c_lflag & ECHO) != 0;
}

// What /proc says of the child: the rest of the line that begins so.
static void assert_proc(pid_t child, const char *file, const char *line, bool zero)
{
    char path[64], text[256] = "";
    snprintf(path, sizeof path, "/proc/%ld/%s", (long)child, file);
    FILE *lines = fopen(path, "r");
    assert_non_null(lines);
    while (fgets(text, sizeof text, lines) != NULL && strncmp(text, line, strlen(line)) != 0) {
    }
    fclose(lines);
    long number = strtol(text + strlen(line), NULL, 10);
    if (strncmp(text, line, strlen(line)) != 0 || (number == 0) != zero) {
        fail_msg("%s: %s", file, text);
    }
}

// The sanitizer's mlock locks nothing.
#ifdef __SANITIZE_ADDRESS__
static const bool sanitized = true;
#else
static const bool sanitized = false;
#endif

// Unseen while it is typed; and whatever ends the program, the terminal echoes again.
static void the_echo_comes_back(void **state)
{
    (void)state;
    static const int signals[] = {SIGINT, SIGTERM, SIGHUP, SIGQUIT, 0};
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        struct pty pty;
        pty_start(&pty, desk.root,
                  (struct pty_wish){.instead = ask_reader, .rows = 12, .columns = 40});
        // Held open, so that what the program leaves can be seen.
        int terminal = open(ptsname(pty.master), O_RDWR | O_NOCTTY | O_CLOEXEC);
        assert_true(terminal >= 0);
        pty_expect(&pty, "The passphrase of Ruth Halloran: >");
        assert_false(echoes(terminal));
        // The passphrase is typed into memory that stays out of swap, and out of core dumps.
        assert_proc(pty.child, "status", "VmLck:", sanitized);
        assert_proc(pty.child, "limits", "Max core file size", true);
        pty_type(&pty, signals[i] == 0 ? "correct horse battery\n" : "correct horse");
        if (signals[i] != 0) {
            pty_signal(&pty, signals[i]);
        }
        assert_int_equal(pty_end(&pty), signals[i] == 0 ? 0 : 128 + signals[i]);
        assert_true(echoes(terminal));
        pty_refuse(&pty, "horse");
        close(terminal);
        pty_stop(&pty);
    }
}

// A second reader reads what came before them only when the first opens it to them, and nothing
// that is sealed after they went.
static void a_second_reader(void **state)
{
    (void)state;
    struct reader second;
    uint8_t lock[READER_LOCK];
    char arguments[PATHS];
    struct reader_secret *theirs = reader_new("Ben Calder", &second);
    assert_non_null(theirs);
    assert_int_equal(
        reader_lock(theirs, "four other long words", (struct seal_cost){2, 64 << 10}, lock), 0);
    reader_secret_free(theirs);
    unsigned number =
        desk_add(&(struct desk_wish){"Eve Eck", "days", time(NULL), ENTRY_INTERVIEW, NULL, WELL});
    assert_int_equal(
        installation_add_reader(&desk.here, &desk.reader, desk.secret, &second, lock, time(NULL)),
        0);
    snprintf(arguments, sizeof arguments, "show %u", number);
    desk_assert_run("four other long words\\n", arguments, 77);
    desk_assert_says(desk.err, "it is not closed to you");
    desk_assert_run("correct horse battery\\n", "readers open \"ben calder\"", 0);
    desk_assert_says(desk.err, "Ben Calder may read ");
    desk_assert_run("four other long words\\n", arguments, 0);
    desk_assert_says(desk.out, "Eve Eck");
    desk_assert_run("correct horse battery\\ny\\n", "readers remove \"Ben Calder\"", 0);
    assert_int_equal(installation_refresh(&desk.here), 0);
    number =
        desk_add(&(struct desk_wish){"Flo Fink", "days", time(NULL), ENTRY_INTERVIEW, NULL, WELL});
    snprintf(arguments, sizeof arguments, "show %u", number);
    desk_assert_run("four other long words\\n\\n\\n", arguments, 77);
    desk_assert_run("correct horse battery\\n", arguments, 0);
}

// One more of a kind makes a number that may be said; the sum does not give away what may not.
static void a_report_is_of_nobody(void **state)
{
    (void)state;
    int64_t now = time(NULL);
    desk_assert_run("correct horse battery\\n", "report --days=1 --form=none", 0);
    desk_assert_says(desk.err, "fewer than 5 interviews");
    assert_int_equal(strlen(desk.out), 0);
    for (int i = 0; i < 5; i++) {
        desk_add(
            &(struct desk_wish){"Gil Gray", "days", now - 100 * DAY, ENTRY_INTERVIEW, NULL, false});
    }
    desk_assert_run("correct horse battery\\n", "report --days=200 --format=tsv", 0);
    desk_assert_says(desk.out, "day\t");
    desk_assert_says(desk.out, "\t5\n");
    desk_assert_says(desk.out, "question\tfull_name\t");
    assert_null(strstr(desk.out, "Gray"));
    desk_assert_run("correct horse battery\\n", "report --days=200", 0);
    desk_assert_says(desk.out, "Questions most often left open");
    desk_assert_says(desk.out, "none 5 times or more");
    assert_null(strstr(desk.out, "Gray"));
    desk_assert_run("", "log", 0);
    desk_assert_says(desk.out, "Ruth Halloran made a report");
    desk_assert_run("", "report --days=0", 2);
    desk_assert_run("", "report --format=pdf", 2);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_record_is_shown_and_that_is_logged),
        cmocka_unit_test(a_slip_opens_its_record),
        cmocka_unit_test(an_export_is_said_and_logged),
        cmocka_unit_test(a_call_for_help_heads_the_list),
        cmocka_unit_test(findings_are_those_of_its_day),
        cmocka_unit_test(what_nobody_can_read_was_not_read),
        cmocka_unit_test(a_note_stands_beside),
        cmocka_unit_test(remarks_stand_beside),
        cmocka_unit_test(the_echo_comes_back),
        cmocka_unit_test(a_second_reader),
        cmocka_unit_test(what_is_due_is_purged),
        cmocka_unit_test(a_clock_far_ahead_purges_nothing),
        cmocka_unit_test(a_report_is_of_nobody),
    };
    return cmocka_run_group_tests(tests, desk_set_up, desk_tear_down);
}
