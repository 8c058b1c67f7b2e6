// Sealed records at the desk, through the installed program: opened with a passphrase, on the form
// of their day; noted, corrected, purged and erased; and what the log says of it.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "../unit/interview_fixture.h"
#include "../unit/load_folder.h"
#include "command/bundle.h"
#include "command/kept.h"
#include "pty_run.h"
#include "record/drafts.h"
#include "record/facts.h"
#include "record/handover.h"
#include "record/installation.h"
#include "record/remark.h"
#include "record/words.h"

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

enum { DAY = 86400, PATHS = 256 };

static const char passphrase[] = "correct horse battery";

static char root[64], data[PATHS];
static const char *program;
static struct installation here;
static struct reader reader;
static struct reader_secret *secret;
static struct bundle bundle;
static char *out, *err; // of the last run
static char slip[SLIP_BYTES];

// Runs `intake ARGUMENTS` with `said` typed into it. The exit code.
static int run(const char *said, const char *arguments)
{
    char command[1024], path[PATHS];
    size_t length;
    snprintf(command, sizeof command,
             "printf '%s' | INTAKE_DATA=%s XDG_RUNTIME_DIR=%s/run %s %s >%s/out 2>%s/err", said,
             data, root, program, arguments, root, root);
    int status = system(command);
    free(out);
    free(err);
    snprintf(path, sizeof path, "%s/out", root);
    out = load_folder_read(path, &length);
    snprintf(path, sizeof path, "%s/err", root);
    err = load_folder_read(path, &length);
    return WEXITSTATUS(status);
}

static void assert_run(const char *said, const char *arguments, int wanted)
{
    int code = run(said, arguments);
    if (code != wanted) {
        fail_msg("intake %s: expected %d, got %d\n%s\n%s", arguments, wanted, code, out, err);
    }
}

static void assert_says(const char *text, const char *wanted)
{
    if (strstr(text, wanted) == NULL) {
        fail_msg("'%s' is not said:\n%s", wanted, text);
    }
}

static void say(struct interview *interview, const char *id, const char *text)
{
    struct interview_at at = interview_at(interview);
    while (at.phase == PHASE_ASKING && bundle.form->items[at.item].type == ITEM_NOTE) {
        struct event read = {.kind = EVENT_READ, .item = at.item};
        assert_int_equal(interview_do(interview, &read, NULL), 0);
        at = interview_at(interview);
    }
    struct event event = {.kind = EVENT_ANSWER, .item = form_find(bundle.form, id)};
    event.answer = fixture_answer(bundle.form, event.item, text);
    assert_int_equal(interview_do(interview, &event, NULL), 0);
    answer_clear(&event.answer);
}

static struct interview *interview_of(const char *name)
{
    const struct answers_setup setup = {
        .form = bundle.form, .settings = bundle.settings, .today_known = true, .today = 20000};
    struct interview *interview = interview_new(&setup);
    struct event begin = {.kind = EVENT_BEGIN,
                          .item = FORM_NO_ITEM,
                          .text = "test",
                          .day_known = true,
                          .day = setup.today};
    memcpy(begin.hash, bundle.form->hash, sizeof begin.hash);
    assert_int_equal(interview_do(interview, &begin, NULL), 0);
    say(interview, "who_answers", "self");
    say(interview, "today_urgent", "none");
    say(interview, "full_name", name);
    return interview;
}

struct wish {
    const char *name, *keep;
    int64_t at;
    enum entry_kind kind;
    const uint8_t *about; // a partial record's draft
    enum {
        WELL,
        OTHER_FINDINGS,
        NO_INTERVIEW
    } sealed; // with findings that do not follow; with no answers
};

// Adds one record. Its number.
static unsigned add(const struct wish *wish)
{
    uint8_t rules_hash[SEAL_HASH];
    struct buffer headline, body;
    struct entry entry;
    struct entry_wrap wraps[READERS_MOST];
    size_t count = 0;
    struct interview *interview = interview_of(wish->name);
    bundle_rules_hash(&bundle, rules_hash);
    buffer_init(&headline, ENTRY_HEADLINE_MOST);
    buffer_init(&body, ENTRY_BODY_MOST);
    const struct handover handover = {
        .interview = interview,
        .answers = interview_end_answers(interview),
        .rules = bundle.rules,
        .clinic = bundle.clinic,
        .rules_hash = rules_hash,
        .began = wish->at,
        .ended = wish->at,
        .program = "intake 0.0",
        .face = "test",
        .slip = slip,
        .finished = wish->kind == ENTRY_INTERVIEW,
    };
    handover_write(&handover, &headline, &body);
    for (size_t i = 0; wish->sealed == OTHER_FINDINGS && i + 8 < body.length; i++) {
        if (memcmp(body.bytes + i, "finding\t", 8) == 0) {
            body.bytes[i + 8] = '?';
            break;
        }
    }
    if (wish->sealed == NO_INTERVIEW) {
        buffer_reset(&body);
        buffer_char(&body, '?');
    }
    entry_init(&entry, wish->kind, wish->at);
    facts_add(&entry.open, "keep", wish->keep);
    if (wish->about != NULL) {
        entry_name(&entry, wish->about);
    }
    assert_int_equal(entry_seal(&entry, headline.bytes, headline.length, body.bytes, body.length,
                                here.roll.readers, here.roll.count, wraps, &count),
                     0);
    assert_int_equal(installation_add(&here, &entry, wraps, count), 0);
    unsigned number = (unsigned)entry.number;
    entry_clear(&entry);
    buffer_clear(&headline);
    buffer_clear(&body);
    interview_free(interview);
    return number;
}

static int set_up(void **state)
{
    (void)state;
    uint8_t lock[READER_LOCK];
    char path[PATHS];
    program = getenv("INTAKE");
    assert_non_null(program);
    snprintf(root, sizeof root, "/tmp/desk-test-XXXXXX");
    assert_non_null(mkdtemp(root));
    snprintf(path, sizeof path, "%s/run", root);
    assert_int_equal(mkdir(path, 0700), 0);
    snprintf(data, sizeof data, "%s/data", root);
    assert_int_equal(seal_start(), 0);
    slip_draw(slip);
    secret = reader_new("Ruth Halloran", &reader);
    assert_non_null(secret);
    assert_int_equal(reader_lock(secret, passphrase, (struct seal_cost){2, 64 << 10}, lock), 0);
    assert_int_equal(
        installation_make(data, "Acacia", &reader, secret, lock, time(NULL) - 3000 * DAY, &here),
        0);
    assert_int_equal(bundle_open(&bundle, "forms/dry-needling", "config"), 0);
    assert_int_equal(kept_add(&bundle, here.store), 0);
    return 0;
}

static int tear_down(void **state)
{
    (void)state;
    char command[PATHS];
    bundle_close(&bundle);
    installation_close(&here);
    reader_secret_free(secret);
    snprintf(command, sizeof command, "rm -rf %s", root);
    free(out);
    free(err);
    return system(command);
}

static void a_record_is_shown_and_that_is_logged(void **state)
{
    (void)state;
    char arguments[PATHS];
    unsigned number =
        add(&(struct wish){"Maria Silva", "days", time(NULL), ENTRY_INTERVIEW, NULL, WELL});
    snprintf(arguments, sizeof arguments, "show %u", number);
    assert_run("wrong one here\\nwrong\\nwrong\\n", arguments, 77);
    assert_int_equal(strlen(out), 0);
    assert_run("", arguments, 2);
    assert_run("correct horse battery\\n", arguments, 0);
    assert_says(out, "Maria Silva");
    assert_null(strstr(out, "PRACTICE"));
    assert_says(out, "intake 0.0"); // who held it, not who prints it
    assert_null(strstr(err, passphrase));
    snprintf(arguments, sizeof arguments, "log --entry=%u", number);
    assert_run("", arguments, 0);
    assert_says(out, "Ruth Halloran read entry");
    assert_run("", "show --list", 0);
    assert_says(out, "sealed");
    assert_null(strstr(out, "Silva"));
    assert_null(strstr(out, slip));
    assert_null(strstr(out, "practice"));
    assert_run("correct horse battery\\n", "show --headlines", 0);
    snprintf(arguments, sizeof arguments, "%s  Maria Silva", slip);
    assert_says(out, arguments);
    assert_run("", "show nothing", 1);
    assert_says(err, "--headlines names the records and their slips");
    assert_run("", "show 1", 1);
    assert_says(err, "is no record of an interview");
    assert_run("", "show 999", 1);
}

static void a_slip_opens_its_record(void **state)
{
    (void)state;
    char arguments[PATHS], said[SLIP_BYTES];
    slip_draw(slip);
    add(&(struct wish){"Earlier Eve", "days", time(NULL), ENTRY_INTERVIEW, NULL, WELL});
    unsigned number =
        add(&(struct wish){"Later Lea", "days", time(NULL), ENTRY_INTERVIEW, NULL, WELL});
    snprintf(said, sizeof said, "%s", slip);
    slip_draw(slip);
    add(&(struct wish){"Other Oda", "days", time(NULL), ENTRY_INTERVIEW, NULL, WELL});
    snprintf(arguments, sizeof arguments, "show %s", said);
    assert_run("wrong one here\\nwrong\\nwrong\\n", arguments, 77);
    assert_run("correct horse battery\\n", arguments, 0);
    assert_says(out, "Later Lea");
    // Misheard: it is said before anybody types a passphrase.
    said[strlen(said) - 1] ^= 1;
    snprintf(arguments, sizeof arguments, "show %s", said);
    assert_run("", arguments, 1);
    assert_says(err, "is no slip");
    slip_draw(said);
    snprintf(arguments, sizeof arguments, "show %s", said);
    assert_run("correct horse battery\\n", arguments, 1);
    assert_says(err, "no record that Ruth Halloran can open has the slip");
    snprintf(arguments, sizeof arguments, "log --entry=%u", number);
    assert_run("", arguments, 0);
    assert_says(out, "Ruth Halloran read entry");
}

// In another format a record leaves the sealed store: said, logged, and not where the patient said
// no.
static void an_export_is_said_and_logged(void **state)
{
    (void)state;
    char arguments[PATHS];
    unsigned number = add(&(struct wish){"Ed Ek", "days", time(NULL), ENTRY_INTERVIEW, NULL, WELL});
    snprintf(arguments, sizeof arguments, "show %u --format=html", number);
    assert_run("correct horse battery\\n", arguments, 0);
    assert_says(out, "Ed Ek");
    assert_says(out, "</html>");
    assert_says(err, "leaves the sealed store");
    snprintf(arguments, sizeof arguments, "show %u --format=pdf", number);
    assert_run("correct horse battery\\n", arguments, 0);
    assert_int_equal(strncmp(out, "%PDF-", 5), 0);
    snprintf(arguments, sizeof arguments, "show %u --format=fhir", number);
    assert_run("correct horse battery\\n", arguments, 0);
    assert_int_equal(strncmp(out, "{\"resourceType\":\"QuestionnaireResponse\"", 39), 0);
    snprintf(arguments, sizeof arguments, "log --entry=%u", number);
    assert_run("", arguments, 0);
    assert_says(out, "Ruth Halloran exported entry");
    assert_says(out, "as html");
    assert_says(out, "as pdf");
    assert_says(out, "as fhir");
    number = add(&(struct wish){"Fo Fa", "today", time(NULL), ENTRY_INTERVIEW, NULL, WELL});
    snprintf(arguments, sizeof arguments, "show %u --format=html", number);
    assert_run("correct horse battery\\n", arguments, 77);
    assert_says(err, "did not allow");
    assert_string_equal(out, "");
    snprintf(arguments, sizeof arguments, "show %u", number);
    assert_run("correct horse battery\\n", arguments, 0);
    // Without the program for it nothing is logged: nothing left.
    number = add(&(struct wish){"Gu Gy", "days", time(NULL), ENTRY_INTERVIEW, NULL, WELL});
    snprintf(arguments, sizeof arguments, "show %u --format=pdf", number);
    setenv("INTAKE_PRINT", "/nowhere", 1);
    assert_run("correct horse battery\\n", arguments, 74);
    unsetenv("INTAKE_PRINT");
    assert_says(err, "is not there");
    snprintf(arguments, sizeof arguments, "log --entry=%u", number);
    assert_run("", arguments, 0);
    assert_null(strstr(out, "exported"));
}

static void a_call_for_help_heads_the_list(void **state)
{
    (void)state;
    struct store_now quiet = {.id = {1}, .since = time(NULL)};
    struct store_now calls = {.id = {2}, .since = time(NULL), .help = true};
    add(&(struct wish){"Jo Juhl", "days", time(NULL), ENTRY_INTERVIEW, NULL, WELL});
    assert_int_equal(store_now_set(here.store, &quiet), 0);
    assert_int_equal(store_now_set(here.store, &calls), 0);
    assert_run("", "show --list", 0);
    const char *call = strstr(out, "under way, CALLED FOR HELP");
    assert_non_null(call);
    assert_says(out, "under way\n");
    assert_true(call < strstr(out, "sealed"));
    // Somebody went: with a reader's passphrase only, and who it was stands in the log.
    assert_run("wrong one here\\nwrong\\nwrong\\n", "helped", 77);
    assert_run("", "show --list", 0);
    assert_says(out, "CALLED FOR HELP");
    assert_run("correct horse battery\\n", "helped", 0);
    assert_says(out, "1 call answered.");
    assert_run("", "show --list", 0);
    assert_null(strstr(out, "CALLED FOR HELP"));
    assert_says(out, "under way\n");
    assert_run("", "log", 0);
    assert_says(out, "Ruth Halloran answered a call for help");
    assert_run("", "helped", 0);
    assert_says(out, "Nobody called for help.");
    assert_int_equal(store_now_clear(here.store, quiet.id), 0);
    assert_int_equal(store_now_clear(here.store, calls.id), 0);
    assert_run("", "show --list", 0);
    assert_null(strstr(out, "under way"));
}

static void findings_are_those_of_its_day(void **state)
{
    (void)state;
    char arguments[PATHS];
    unsigned number =
        add(&(struct wish){"Bo Berg", "days", time(NULL), ENTRY_INTERVIEW, NULL, WELL});
    snprintf(arguments, sizeof arguments, "screen --record=%u --format=tsv", number);
    // Whatever stands in the folders of today.
    assert_run("correct horse battery\\n", arguments, 0);
    assert_says(out, "finding\t");
    number =
        add(&(struct wish){"Cy Coe", "days", time(NULL), ENTRY_INTERVIEW, NULL, OTHER_FINDINGS});
    snprintf(arguments, sizeof arguments, "screen --record=%u", number);
    assert_run("correct horse battery\\n", arguments, 1);
    assert_says(err, "these are not the findings");
}

static void what_nobody_can_read_was_not_read(void **state)
{
    (void)state;
    char arguments[PATHS];
    unsigned number =
        add(&(struct wish){"Bo Berg", "days", time(NULL), ENTRY_INTERVIEW, NULL, NO_INTERVIEW});
    snprintf(arguments, sizeof arguments, "show %u", number);
    assert_run("correct horse battery\\n", arguments, 1);
    assert_says(err, "cannot be opened: it is damaged; 'intake verify' says more");
    assert_string_equal(out, "");
    snprintf(arguments, sizeof arguments, "log --entry=%u", number);
    assert_run("", arguments, 0);
    assert_null(strstr(out, "read entry"));
    assert_run("", "show --nothing", 2);
    assert_says(err, "intake show: unrecognized option '--nothing'");
}

static void remark(unsigned number, struct remark *remark)
{
    struct entry entry;
    entry_init(&entry, ENTRY_DONE, 0);
    assert_int_equal(store_get(here.store, number, &entry), 0);
    assert_int_equal(remark_add(&here, &reader, secret, entry.id, remark, time(NULL)), 0);
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
    struct event event = {.kind = EVENT_ANSWER, .item = form_find(bundle.form, "phone")};
    event.answer = fixture_answer(bundle.form, event.item, "555 0101");
    event_encode(&event, bundle.form, &said.event);
    answer_clear(&event.answer);
    remark(number, &said);
    entry_init(&entry, ENTRY_DONE, 0);
    assert_int_equal(store_get(here.store, earlier, &entry), 0);
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
    unsigned earlier =
        add(&(struct wish){"Di Dorn", "days", time(NULL) - DAY, ENTRY_INTERVIEW, NULL, WELL});
    unsigned number =
        add(&(struct wish){"Di Dorn", "days", time(NULL), ENTRY_INTERVIEW, NULL, WELL});
    remark_all(number, earlier);
    for (size_t i = 0; i < 2; i++) {
        snprintf(arguments, sizeof arguments, "show %u --format=%s", number, formats[i]);
        assert_run("correct horse battery\\n", arguments, 0);
        assert_says(out, "suitable with care");
        assert_says(out, "[2Jneedles.");
        assert_null(strstr(out, "\033"));
        assert_null(strstr(out, "quiet room"));
        assert_says(err, "1 note stands beside it; --document=notes prints it");
        snprintf(arguments, sizeof arguments, "show %u --document=notes --format=%s", number,
                 formats[i]);
        assert_run("correct horse battery\\n", arguments, 0);
        assert_says(out, "suitable with care");
        assert_says(out, "Asks for a quiet room.");
        snprintf(arguments, sizeof arguments, "show %u --document=answers --format=%s", number,
                 formats[i]);
        assert_run("correct horse battery\\n", arguments, 0);
        assert_says(out, "555 0101");
        assert_says(out, "Ruth Halloran");
        snprintf(arguments, sizeof arguments, "show %u --document=copy --format=%s", number,
                 formats[i]);
        assert_run("correct horse battery\\n", arguments, 0);
        assert_null(strstr(out, "suitable"));
        assert_null(strstr(out, "555 0101"));
        assert_null(strstr(out, "quiet room"));
        assert_null(strstr(err, "stands beside it"));
    }
    snprintf(arguments, sizeof arguments, "show %u --document=measures", number);
    assert_run("correct horse battery\\n", arguments, 0);
    assert_says(out, "not scored at an earlier visit");
    // The findings it was sealed with are the patient's alone.
    snprintf(arguments, sizeof arguments, "screen --record=%u", number);
    assert_run("correct horse battery\\n", arguments, 0);
    snprintf(arguments, sizeof arguments, "log --entry=%u", number);
    assert_run("", arguments, 0);
    assert_says(out, "Ruth Halloran added a remark to entry ");
}

static void a_note_stands_beside(void **state)
{
    (void)state;
    char arguments[PATHS];
    unsigned number =
        add(&(struct wish){"Di Dorn", "days", time(NULL), ENTRY_INTERVIEW, NULL, WELL});
    snprintf(arguments, sizeof arguments, "correct %u", number);
    assert_run("correct horse battery\\n\\n", arguments, 1);
    assert_run("correct horse battery\\nBorn in 1981, not 1980.\\nShe said so by phone.\\n\\n",
               arguments, 0);
    snprintf(arguments, sizeof arguments, "show --document=notes %u", number);
    assert_run("correct horse battery\\n", arguments, 0);
    assert_says(out, "Ruth Halloran, ");
    assert_says(out, "Born in 1981, not 1980. / She said so by");
    // Erased, its note goes with it.
    snprintf(arguments, sizeof arguments, "erase %u", number);
    assert_run("correct horse battery\\nThe patient asked\\nn\\n", arguments, 1);
    assert_run("correct horse battery\\nThe patient asked\\ny\\n", arguments, 0);
    assert_says(err, "with what stood beside it");
    snprintf(arguments, sizeof arguments, "show %u", number);
    assert_run("", arguments, 1);
    assert_says(err, "was purged");
    snprintf(arguments, sizeof arguments, "log --entry=%u", number);
    assert_run("", arguments, 0);
    assert_says(out, "Ruth Halloran purged entry");
    assert_says(out, "The patient asked");
    assert_run("", "verify", 0);
    assert_says(out, "2 purged");
}

// A draft nobody came back to for two days; *id is its own.
static void leave_draft(uint8_t id[DRAFT_ID], int days)
{
    char folder[2 * PATHS], name[DRAFT_NAME] = "", path[3 * PATHS];
    int error = 0;
    struct buffer opening;
    struct journal journal;
    snprintf(folder, sizeof folder, "%s/drafts", data);
    struct drafts *drafts = drafts_open(folder, &error);
    assert_non_null(drafts);
    buffer_init(&opening, DRAFT_OPENING_MOST);
    struct draft_key *key = draft_key_new(&reader, 1, &opening);
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
    add(&(struct wish){"Old", "days", now - 2600 * DAY, ENTRY_INTERVIEW, NULL, false});
    add(&(struct wish){"Yesterday", "today", now - DAY, ENTRY_INTERVIEW, NULL, false});
    unsigned today = add(&(struct wish){"Today", "today", now, ENTRY_INTERVIEW, NULL, false});
    unsigned partial = add(&(struct wish){"Urgent", "days", now, ENTRY_PARTIAL, urgent, false});
    assert_run("", "purge", 0);
    assert_says(out,
                "2 records purged, 1 of them of their day only; 1 unfinished interview expired");
    assert_run("", "purge", 0);
    assert_says(out, "0 records purged, 0 of them of their day only; 0 unfinished");
    assert_run("", "log", 0);
    assert_says(out, "(terminal) purged entry");
    assert_says(out, ": kept 2555 days");
    assert_says(out, ": of its day only");
    assert_says(out, "(terminal) let an unfinished interview expire");
    snprintf(arguments, sizeof arguments, "show %u", today);
    assert_run("correct horse battery\\n", arguments, 0);
    snprintf(arguments, sizeof arguments, "show %u", partial);
    assert_run("correct horse battery\\n", arguments, 0);
    assert_says(out, "SO FAR");
    assert_run("", "verify", 0);
}

// Set forward by mistake, the clock must not empty the store.
static void a_clock_far_ahead_purges_nothing(void **state)
{
    (void)state;
    struct entry entry;
    entry_init(&entry, ENTRY_EXPIRED, time(NULL) - 500 * DAY);
    assert_int_equal(installation_add(&here, &entry, NULL, 0), 0);
    entry_clear(&entry);
    add(&(struct wish){"Older", "days", time(NULL) - 2600 * DAY, ENTRY_INTERVIEW, NULL, false});
    assert_run("", "purge", 1);
    assert_says(err, "more than a year after the newest entry");
    assert_run("", "purge --clock-is-right", 0);
    assert_says(out, "1 record purged");
    entry_init(&entry, ENTRY_EXPIRED, time(NULL) + 2 * DAY);
    assert_int_equal(installation_add(&here, &entry, NULL, 0), 0);
    entry_clear(&entry);
    assert_run("", "purge --clock-is-right", 1);
    assert_says(err, "before the newest entry");
}

static int ask_reader(void)
{
    setenv("INTAKE_DATA", data, 1);
    return execl(program, "intake", "verify", "--reader=Ruth Halloran", (char *)NULL);
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
        pty_start(&pty, root, (struct pty_wish){.instead = ask_reader, .rows = 12, .columns = 40});
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
        add(&(struct wish){"Eve Eck", "days", time(NULL), ENTRY_INTERVIEW, NULL, WELL});
    assert_int_equal(installation_add_reader(&here, &reader, secret, &second, lock, time(NULL)), 0);
    snprintf(arguments, sizeof arguments, "show %u", number);
    assert_run("four other long words\\n", arguments, 77);
    assert_says(err, "it is not closed to you");
    assert_run("correct horse battery\\n", "readers open \"ben calder\"", 0);
    assert_says(err, "Ben Calder may read ");
    assert_run("four other long words\\n", arguments, 0);
    assert_says(out, "Eve Eck");
    assert_run("correct horse battery\\ny\\n", "readers remove \"Ben Calder\"", 0);
    assert_int_equal(installation_refresh(&here), 0);
    number = add(&(struct wish){"Flo Fink", "days", time(NULL), ENTRY_INTERVIEW, NULL, WELL});
    snprintf(arguments, sizeof arguments, "show %u", number);
    assert_run("four other long words\\n\\n\\n", arguments, 77);
    assert_run("correct horse battery\\n", arguments, 0);
}

// One more of a kind makes a number that may be said; the sum does not give away what may not.
static void a_report_is_of_nobody(void **state)
{
    (void)state;
    int64_t now = time(NULL);
    assert_run("correct horse battery\\n", "report --days=1 --form=none", 0);
    assert_says(err, "fewer than 5 interviews");
    assert_int_equal(strlen(out), 0);
    for (int i = 0; i < 5; i++) {
        add(&(struct wish){"Gil Gray", "days", now - 100 * DAY, ENTRY_INTERVIEW, NULL, false});
    }
    assert_run("correct horse battery\\n", "report --days=200 --format=tsv", 0);
    assert_says(out, "day\t");
    assert_says(out, "\t5\n");
    assert_says(out, "question\tfull_name\t");
    assert_null(strstr(out, "Gray"));
    assert_run("correct horse battery\\n", "report --days=200", 0);
    assert_says(out, "Questions most often left open");
    assert_says(out, "none 5 times or more");
    assert_null(strstr(out, "Gray"));
    assert_run("", "log", 0);
    assert_says(out, "Ruth Halloran made a report");
    assert_run("", "report --days=0", 2);
    assert_run("", "report --format=pdf", 2);
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
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
