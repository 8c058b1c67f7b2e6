// What a kiosk must survive: signals and a lost terminal on every kind of screen, a form changed
// overnight, a store that cannot be written, a clock set back, two patients finishing at once.
#include "kiosk_run.h"
#include "pty_walk.h"
#include "sealed_place.h"
#include "unit/record_fixture.h"

#include "command/sitting.h"
#include "record/audit.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

static struct sealed_place place;
static struct bundle bundle;
static char drafts_folder[300];

static int set_up(void **state)
{
    (void)state;
    sealed_place_make_for(&place, KIOSK_FORM, KIOSK_CONFIG);
    snprintf(drafts_folder, sizeof drafts_folder, "%s/drafts", place.folder);
    return bundle_open(&bundle, KIOSK_FORM, KIOSK_CONFIG);
}

static int tear_down(void **state)
{
    (void)state;
    bundle_close(&bundle);
    sealed_place_remove(&place);
    return 0;
}

static void start(struct pty *pty)
{
    const struct kiosk_wish wish = {
        .data = place.folder, .form = KIOSK_FORM, .config = KIOSK_CONFIG};
    kiosk_start(pty, &wish);
}

// The reader opens the one draft there is; then it is thrown away.
struct opened {
    struct installation installation;
    struct drafts *drafts;
    struct custody *custody;
    struct interview *interview;
};

static void open_draft(struct opened *opened)
{
    struct draft draft;
    struct arena arena;
    const char *why = NULL;
    const uint8_t rules_hash[SEAL_HASH] = {0};
    arena_init(&arena);
    assert_int_equal(installation_open(place.folder, &opened->installation, &why, &arena),
                     INSTALLATION_FINE);
    arena_clear(&arena);
    opened->drafts = sitting_drafts(&opened->installation);
    assert_int_equal(record_fixture_drafts(opened->drafts, &draft), 1);
    const struct custody_setup setup = {
        .installation = &opened->installation,
        .drafts = opened->drafts,
        .form = bundle.form,
        .rules = bundle.rules,
        .clinic = bundle.clinic,
        .rules_hash = rules_hash,
        .program = "test",
        .face = "test",
    };
    opened->custody =
        custody_reopen(&setup, draft.name, &place.reader, place.secret, &opened->interview);
    assert_non_null(opened->custody);
}

static void discard_draft(struct opened *opened)
{
    assert_int_equal(custody_discard(opened->custody), 0);
    interview_free(opened->interview);
    custody_close(opened->custody);
    drafts_close(opened->drafts);
    installation_close(&opened->installation);
}

static void say(void *context, const char *sentence)
{
    (void)context;
    print_message("audit: %s\n", sentence);
}

// Everything in the store holds, and the reader opens all that is sealed.
static void audit_place(struct sealed_place *audited)
{
    static struct installation installation;
    struct audit audit;
    struct arena arena;
    const char *why = NULL;
    arena_init(&arena);
    assert_int_equal(installation_open(audited->folder, &installation, &why, &arena),
                     INSTALLATION_FINE);
    assert_int_equal(
        audit_run(&installation, &audited->reader, audited->secret, NULL, 0, say, NULL, &audit), 0);
    assert_int_equal(audit.bad, 0);
    assert_int_equal(audit.closed, 0);
    installation_close(&installation);
    arena_clear(&arena);
}

// A screen: from the one of a step, by some keys.
struct stop {
    size_t step;
    const char *keys, *shown; // "", NULL: the step's own
    enum { NOTHING, DRAFT, RECORD } kept;
};

static const struct stop stops[] = {
    {0, "", NULL, NOTHING},
    {0, "r", "Type your four words", NOTHING},
    {0, "\024", "passphrase", NOTHING},
    {1, "", NULL, DRAFT},
    {2, "", NULL, DRAFT},
    {3, "h", "Keys", DRAFT},
    {3, "?", "Why we ask", DRAFT},
    {4, "p", "Stop for now", DRAFT},
    {4, "c", "Press Enter to go on", DRAFT},
    {4, "o", "All parts", DRAFT},
    {KIOSK_URGENT, "", NULL, DRAFT},
    {KIOSK_URGENT, "\024", "passphrase", DRAFT},
    {KIOSK_URGENT + 1, "", NULL, DRAFT},
    {8, "Mar", "> Mar", DRAFT},
    {18, " 7\r", "dull", DRAFT},
    {21, "", NULL, DRAFT},
    {25, "", NULL, DRAFT},
    {26, "", NULL, RECORD},
    {KIOSK_SLIP, "", NULL, RECORD},
};

enum end { TERMINATED, HUNG_UP, LOST };

static void end_at(const struct stop *stop, enum end end)
{
    struct pty pty;
    static const int codes[] = {128 + SIGTERM, 128 + SIGHUP, 128 + SIGHUP};
    uint64_t records = sealed_place_count(&place, ENTRY_INTERVIEW);
    start(&pty);
    kiosk_walk_to(&pty, stop->step);
    pty_type(&pty, stop->keys);
    pty_expect(&pty, stop->shown != NULL ? stop->shown : kiosk_steps[stop->step].shown);
    if (end == LOST) {
        pty_hang_up(&pty);
    } else {
        pty_signal(&pty, end == TERMINATED ? SIGTERM : SIGHUP);
    }
    int code = pty_end(&pty);
    if (code != codes[end]) {
        fail_msg("\"%s\" and \"%s\", ended by %d: exit code %d", kiosk_steps[stop->step].shown,
                 stop->keys, (int)end, code);
    }
    if (end != LOST) {
        pty_expect_blank(&pty);
    }
    pty_stop(&pty);
    records = sealed_place_count(&place, ENTRY_INTERVIEW) - records;
    assert_int_equal(records, stop->kept == RECORD);
    if (stop->kept == DRAFT) {
        struct opened opened;
        open_draft(&opened);
        if (strcmp(stop->keys, "Mar") == 0) {
            struct interview_at at = interview_at(opened.interview);
            assert_string_equal(interview_typed(opened.interview, at.item, at.entry), "Mar");
        }
        discard_draft(&opened);
    }
    assert_int_equal(pty_count(drafts_folder, ".draft"), 0);
}

// Each screen one way, and a question, the welcome and the last one all three.
static void ended_on_every_screen(void **state)
{
    (void)state;
    for (size_t i = 0; i < sizeof stops / sizeof *stops; i++) {
        for (int end = TERMINATED; end <= LOST; end++) {
            bool all = stops[i].step == 0 || stops[i].step == 8 || stops[i].step == KIOSK_SLIP;
            if (all || (size_t)end == i % 3) {
                end_at(&stops[i], (enum end)end);
            }
        }
    }
    audit_place(&place);
}

// The record's day is unknown where the newest entry is of a later one; nothing else is touched.
static void a_clock_set_back(void **state)
{
    (void)state;
    static struct installation installation;
    struct sealed_place other;
    struct arena arena;
    struct entry later;
    struct pty pty;
    struct buffer body;
    struct handed handed;
    const char *why = NULL;
    enum { A_YEAR = 366 * 86400 };
    sealed_place_make_for(&other, KIOSK_FORM, KIOSK_CONFIG);
    arena_init(&arena);
    assert_int_equal(installation_open(other.folder, &installation, &why, &arena),
                     INSTALLATION_FINE);
    entry_init(&later, ENTRY_EXPIRED, (int64_t)time(NULL) + A_YEAR);
    entry_name(&later, later.id);
    assert_int_equal(installation_add(&installation, &later, NULL, 0), 0);
    entry_clear(&later);
    installation_close(&installation);
    arena_clear(&arena);

    const struct kiosk_wish wish = {
        .data = other.folder, .form = KIOSK_FORM, .config = KIOSK_CONFIG};
    kiosk_start(&pty, &wish);
    kiosk_walk_to(&pty, KIOSK_SLIP);
    pty_type(&pty, "\r");
    kiosk_leave(&pty);
    buffer_init(&body, ENTRY_BODY_MOST);
    assert_true(sealed_place_open(&other, ENTRY_INTERVIEW, NULL, &body));
    assert_true(handed_read(&body, &handed));
    struct interview *interview = handed_interview(&handed, bundle.form);
    assert_non_null(interview);
    assert_false(answers_env(interview_answers(interview)).today_known);
    interview_free(interview);
    buffer_clear(&body);
    audit_place(&other);
    sealed_place_remove(&other);
}

static void copy_file(const char *from, const char *to)
{
    char command[800];
    snprintf(command, sizeof command, "cp -R '%s' '%s'", from, to);
    assert_int_equal(system(command), 0);
}

// One byte of the form, after its approval.
static void a_form_changed_overnight(void **state)
{
    (void)state;
    struct sealed_place other;
    struct pty pty;
    char form[300], file[320];
    snprintf(form, sizeof form, "%s/form", place.folder);
    copy_file(KIOSK_FORM, form);
    sealed_place_make_for(&other, form, KIOSK_CONFIG);
    const struct kiosk_wish wish = {.data = other.folder, .form = form, .config = KIOSK_CONFIG};
    kiosk_start(&pty, &wish);
    kiosk_leave(&pty);

    snprintf(file, sizeof file, "%s/form.cfg", form);
    char text[1 << 16];
    int fd = open(file, O_RDWR | O_CLOEXEC);
    ssize_t length = read(fd, text, sizeof text - 1);
    assert_in_range(length, 1, sizeof text - 2);
    text[length] = '\0';
    const char *well = strstr(text, "Are you well?");
    assert_non_null(well);
    assert_int_equal(pwrite(fd, "M", 1, well - text), 1); // "Mre you well?"
    assert_int_equal(close(fd), 0);
    kiosk_start(&pty, &wish);
    pty_expect(&pty, "This terminal needs staff. Please ask at the desk.");
    pty_expect(&pty, "The form is not the one that was approved.");
    pty_type(&pty, "\r\r");
    pty_expect(&pty, "The form is not the one that was approved.");
    pty_refuse(&pty, "Welcome to");
    pty_signal(&pty, SIGTERM);
    assert_int_equal(pty_end(&pty), 128 + SIGTERM);
    pty_stop(&pty);
    sealed_place_remove_folder(form);
    sealed_place_remove(&other);
}

static void give_modes(const char *folder, mode_t folder_mode, mode_t store_mode)
{
    static const char *const names[] = {"store.db", "store.db-wal", "store.db-shm"};
    char path[400];
    for (size_t i = 0; i < sizeof names / sizeof *names; i++) {
        snprintf(path, sizeof path, "%s/%s", folder, names[i]);
        (void)chmod(path, store_mode); // not all are always there
    }
    assert_int_equal(chmod(folder, folder_mode), 0);
}

// Staff read why, on the screen where the patient would begin; mended, it opens without a restart.
static void a_store_that_cannot_be_written(void **state)
{
    (void)state;
    static const struct {
        mode_t folder, store;
    } lost[] = {{0500, 0600}, {0700, 0400}, {0500, 0400}, {0000, 0600}};
    for (size_t i = 0; i < sizeof lost / sizeof *lost; i++) {
        struct sealed_place other;
        struct pty pty;
        sealed_place_make_for(&other, KIOSK_FORM, KIOSK_CONFIG);
        const struct kiosk_wish wish = {
            .data = other.folder, .form = KIOSK_FORM, .config = KIOSK_CONFIG, .held = true};
        give_modes(other.folder, lost[i].folder, lost[i].store);
        kiosk_start(&pty, &wish);
        pty_expect(&pty, "This terminal needs staff. Please ask at the desk.");
        kiosk_look_again(&pty);
        pty_expect(&pty, "This terminal needs staff. Please ask at the desk.");
        give_modes(other.folder, 0700, 0600);
        kiosk_look_again(&pty);
        kiosk_leave(&pty);
        sealed_place_remove(&other);
    }
}

static void walk_on(struct pty *pty, size_t from, size_t to)
{
    for (size_t i = from; i < to; i++) {
        kiosk_reply(pty, i);
        pty_expect(pty, kiosk_steps[i + 1].shown);
    }
}

// The finish is safe, the record is not possible, and then the machine stops: the four words bring
// it there.
static void a_machine_stopped_before_the_record(void **state)
{
    (void)state;
    struct sealed_place other;
    struct stat wal;
    struct pty pty;
    char words[RESUME_BYTES], folder[300], log[300];
    sealed_place_make_for(&other, KIOSK_FORM, KIOSK_CONFIG);
    snprintf(folder, sizeof folder, "%s/drafts", other.folder);
    snprintf(log, sizeof log, "%s/store.db-wal", other.folder);
    const struct kiosk_wish wish = {
        .data = other.folder, .form = KIOSK_FORM, .config = KIOSK_CONFIG};
    kiosk_start(&pty, &wish);
    kiosk_walk_to(&pty, 2);
    kiosk_read_words(&pty, words);
    walk_on(&pty, 2, KIOSK_SLIP - 2);
    // No room for a record any more; the draft has its own.
    assert_int_equal(stat(log, &wal), 0);
    struct pty turn = {.child = pty_child_of(pty.child)};
    pty_fill_disk(&turn, (long)wal.st_size);
    kiosk_reply(&pty, KIOSK_SLIP - 2);
    pty_expect(&pty, "They could not be handed over just now.");
    assert_int_equal(sealed_place_count(&other, ENTRY_INTERVIEW), 0);
    // A key for the page that is gone begins nothing on the next.
    kill(turn.child, SIGSTOP);
    pty_type(&pty, "\r");
    kill(turn.child, SIGKILL);
    pty_expect(&pty, "Press Enter to begin");
    pty_type(&pty, "r");
    pty_expect(&pty, "Type your four words");
    pty_type(&pty, words);
    pty_type(&pty, "\r");
    pty_expect(&pty, kiosk_steps[KIOSK_SLIP - 1].shown);
    assert_int_equal(sealed_place_count(&other, ENTRY_INTERVIEW), 1);
    assert_int_equal(pty_count(folder, ".draft"), 0);
    walk_on(&pty, KIOSK_SLIP - 1, KIOSK_SLIP + 1);
    kiosk_leave(&pty);
    audit_place(&other);
    sealed_place_remove(&other);
}

// One walks over the newest entries meanwhile, as a reader's program does.
static int see(void *context, const struct entry *entry)
{
    (void)entry;
    ++*(size_t *)context;
    return 0;
}

static void two_finish_at_once(void **state)
{
    (void)state;
    struct pty pty[2];
    uint64_t before = sealed_place_count(&place, ENTRY_INTERVIEW);
    for (int i = 0; i < 2; i++) {
        start(&pty[i]);
    }
    for (int i = 0; i < 2; i++) {
        kiosk_walk_to(&pty[i], KIOSK_SLIP - 2);
    }
    struct store *store = store_open(place.folder, false);
    assert_non_null(store);
    const struct store_walk walk = {.part = STORE_WHOLE};
    size_t seen = 0;
    for (int i = 0; i < 2; i++) {
        kiosk_reply(&pty[i], KIOSK_SLIP - 2);
    }
    for (int i = 0; i < 20; i++) {
        assert_int_equal(store_walk(store, &walk, see, &seen), 0);
    }
    for (int i = 0; i < 2; i++) {
        pty_expect(&pty[i], kiosk_steps[KIOSK_SLIP - 1].shown);
        kiosk_reply(&pty[i], KIOSK_SLIP - 1);
        pty_expect(&pty[i], kiosk_steps[KIOSK_SLIP].shown);
        pty_type(&pty[i], "\r");
        kiosk_leave(&pty[i]);
    }
    store_close(store);
    assert_int_equal(sealed_place_count(&place, ENTRY_INTERVIEW), before + 2);
    assert_int_equal(pty_count(drafts_folder, ".draft"), 0);
    audit_place(&place);
}

static void write_text(const char *path, const char *text, int mode)
{
    FILE *file = fopen(path, "a");
    assert_non_null(file);
    assert_true(fputs(text, file) >= 0);
    assert_int_equal(fclose(file), 0);
    assert_int_equal(chmod(path, (mode_t)mode), 0);
}

// The number of the process that the bell has started; the pipe holds one line for each.
static pid_t hear_ring(int rung)
{
    char line[64] = "";
    struct pollfd ready = {.fd = rung, .events = POLLIN};
    assert_int_equal(poll(&ready, 1, 10000), 1);
    assert_true(read(rung, line, sizeof line - 1) > 0);
    return (pid_t)strtol(line, NULL, 10);
}

// On help and on an urgent finding; the program stays, and keeps the kiosk from nothing.
static void the_bell_is_rung(void **state)
{
    (void)state;
    struct sealed_place other;
    struct pty pty;
    char config[300], file[400], text[900], pipe_path[320];
    pid_t programs[2];
    snprintf(config, sizeof config, "%s/config", place.folder);
    copy_file(KIOSK_CONFIG, config);
    snprintf(pipe_path, sizeof pipe_path, "%s/rung", config);
    assert_int_equal(mkfifo(pipe_path, 0600), 0);
    snprintf(file, sizeof file, "%s/ring", config);
    snprintf(text, sizeof text, "#!/bin/sh\necho $$ >'%s'\nexec sleep 1000\n", pipe_path);
    write_text(file, text, 0700);
    snprintf(text, sizeof text, "sed -i 's,^  keep_days,  notify = \"%s\"; &,' '%s/clinic.cfg'",
             file, config);
    assert_int_equal(system(text), 0);
    int rung = open(pipe_path, O_RDWR | O_CLOEXEC);
    sealed_place_make_for(&other, KIOSK_FORM, config);
    const struct kiosk_wish wish = {.data = other.folder, .form = KIOSK_FORM, .config = config};
    kiosk_start(&pty, &wish);
    kiosk_walk_to(&pty, 3);
    pty_type(&pty, "g");
    pty_expect(&pty, "Staff have been called.");
    programs[0] = hear_ring(rung);
    walk_on(&pty, 3, 4);
    kiosk_reply(&pty, 4);
    pty_expect(&pty, "Please tell the person at the desk now");
    programs[1] = hear_ring(rung);
    pty_signal(&pty, SIGTERM);
    assert_int_equal(pty_end(&pty), 128 + SIGTERM);
    pty_stop(&pty);
    for (int i = 0; i < 2; i++) {
        assert_true(programs[i] > 1);
        assert_int_equal(kill(programs[i], SIGKILL), 0);
    }
    close(rung);
    sealed_place_remove_folder(config);
    sealed_place_remove(&other);
}

// The kiosk stands for months: what one patient leaves behind would be there a thousand times.
static void many_in_a_row(void **state)
{
    (void)state;
    enum { MANY = 20, SETTLED = 10, A_MEGABYTE = 1 << 20 };
    struct pty pty;
    struct kiosk_means settled = {0}, last = {0};
    start(&pty);
    for (int i = 1; i <= MANY; i++) {
        kiosk_interview(&pty, true);
        last = kiosk_means(&pty);
        settled = i == SETTLED ? last : settled;
    }
    assert_true(last.resident - settled.resident < A_MEGABYTE);
    assert_int_equal(last.files, settled.files);
    assert_int_equal(last.turn_files, settled.turn_files);
    kiosk_leave(&pty);
}

// How many call for help now.
static size_t calls(void)
{
    struct store_now list[8];
    size_t count = 0, found = 0;
    struct store *store = store_open(place.folder, false);
    assert_non_null(store);
    assert_int_equal(store_now_list(store, list, 8, &count), 0);
    store_close(store);
    for (size_t i = 0; i < count && i < 8; i++) {
        found += list[i].help;
    }
    return found;
}

// Who called has staff beside them: the call leaves the list, and the next one is a new one.
static void a_call_ends_when_staff_come(void **state)
{
    (void)state;
    struct pty pty;
    start(&pty);
    kiosk_walk_to(&pty, KIOSK_URGENT);
    assert_int_equal(calls(), 0);
    pty_type(&pty, "\007"); // Ctrl-G
    pty_expect(&pty, "Staff have been called.");
    assert_int_equal(calls(), 1);
    pty_type(&pty, "\033[24~"); // F12
    pty_expect(&pty, "type your passphrase");
    pty_type(&pty, "wrong\r");
    pty_expect(&pty, "That is not the passphrase");
    assert_int_equal(calls(), 1);
    pty_type(&pty, sealed_passphrase);
    pty_type(&pty, "\r");
    pty_expect(&pty, kiosk_steps[KIOSK_URGENT + 2].shown);
    assert_int_equal(calls(), 0);
    pty_type(&pty, "\007");
    pty_expect(&pty, "Staff have been called.");
    assert_int_equal(calls(), 1);
    pty_signal(&pty, SIGTERM);
    (void)pty_end(&pty);
    pty_stop(&pty);
    struct opened opened;
    open_draft(&opened);
    discard_draft(&opened);
}

// Yesterday's store in place of today's: nothing is added to it.
static void a_store_set_back(void **state)
{
    (void)state;
    struct sealed_place other;
    struct installation here;
    struct arena arena;
    struct pty pty;
    char store[300], yesterday[300];
    const char *why = NULL;
    sealed_place_make_for(&other, KIOSK_FORM, KIOSK_CONFIG);
    snprintf(store, sizeof store, "%s/store.db", other.folder);
    snprintf(yesterday, sizeof yesterday, "%s/yesterday", other.folder);
    copy_file(store, yesterday);
    arena_init(&arena);
    assert_int_equal(installation_open(other.folder, &here, &why, &arena), INSTALLATION_FINE);
    assert_int_equal(installation_countersign(&here, &other.reader, other.secret, time(NULL)), 0);
    installation_close(&here);
    arena_clear(&arena);
    copy_file(yesterday, store);
    const struct kiosk_wish wish = {
        .data = other.folder, .form = KIOSK_FORM, .config = KIOSK_CONFIG};
    kiosk_start(&pty, &wish);
    pty_expect(&pty, "This terminal needs staff. Please ask at the desk.");
    pty_expect(&pty, "they were set back, or");
    pty_signal(&pty, SIGTERM);
    assert_int_equal(pty_end(&pty), 128 + SIGTERM);
    pty_stop(&pty);
    sealed_place_remove(&other);
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(ended_on_every_screen),
        cmocka_unit_test(a_clock_set_back),
        cmocka_unit_test(a_form_changed_overnight),
        cmocka_unit_test(a_store_that_cannot_be_written),
        cmocka_unit_test(a_machine_stopped_before_the_record),
        cmocka_unit_test(two_finish_at_once),
        cmocka_unit_test(a_call_ends_when_staff_come),
        cmocka_unit_test(a_store_set_back),
        cmocka_unit_test(the_bell_is_rung),
        cmocka_unit_test(many_in_a_row),
    };
    return cmocka_run_group_tests(tests, set_up, tear_down);
}
