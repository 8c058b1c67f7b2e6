// Whatever call that saves fails, or kills, while the wizard runs: the patient is asked to call
// staff, the interview goes on when there is room again, and what was acknowledged, its next
// question being on the screen, is in the draft exactly once. A whole interview on a
// pseudo-terminal for every such call and every way of failing. Usage: wizard FAIL.SO

#include "interview/event.h"
#include "interview/words.h"
#include "record/drafts.h"
#include "term/kiosk_run.h"
#include "unit/record_fixture.h"
#include "unit/wizard_play.h"

#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cmocka.h>

#define CASES "tests/cases/patient/"

// In practice nobody is welcomed, words are not given out, and nobody asks who lets the patient go
// on; at the end the page is shown. The rest is as at the kiosk.
enum {
    WELCOME = 1,
    FOUR_WORDS = 2,
    ALONE = KIOSK_URGENT + 1,
    STEPS = KIOSK_TOLD + 1 - (WELCOME + 2) + 2,
    KILLED = 0
};
static struct step steps[STEPS];

static void fill_steps(void)
{
    size_t count = 0;
    for (size_t i = WELCOME; i <= KIOSK_TOLD; i++) {
        if (i != FOUR_WORDS && i != ALONE) {
            steps[count++] = kiosk_steps[i];
        }
    }
    steps[count++] = (struct step){"Enter see the page your therapist reads", "\r", NULL, NULL};
    steps[count++] = (struct step){"Practice: the page your therapist reads", "q", NULL, NULL};
    assert_int_equal(count, STEPS);
}

static const char trouble[] = "Please call staff.";

// How one interview goes wrong.
struct fault {
    int call, error;
    enum { ONCE, UNTIL_MENDED, THEN_KILLED } how;
};

struct run {
    struct play_models *models;
    const char *library;
    struct fault fault;
    char folder[PTY_PATH];      // drafts
    char scratch[PTY_PATH];     // what the library notes
    char mended[PTY_PATH + 16]; // its file
    char synced[PTY_PATH + 16]; // its file
    struct pty pty;
    size_t reached;  // steps whose screen was seen
    int kept[STEPS]; // how often each answer is in the draft
    int troubles;    // times the patient was asked to call staff
    int code;
};

static _Noreturn void complain(struct run *run, const char *what)
{
    static const char *const ways[] = {"", ", until mended", ", then killed"};
    char text[256];
    snprintf(text, sizeof(text), "call %d, error %d%s: %s", run->fault.call, run->fault.error,
             ways[run->fault.how], what);
    pty_fail(&run->pty, text);
}

// The screen of the step at `reached`, or the sentence that something could not be saved.
static bool is_next(struct pty *pty, const void *context)
{
    const struct run *run = *(const struct run *const *)context;
    return strstr(pty->words.bytes, steps[run->reached].shown) != NULL ||
           strstr(pty->words.bytes, trouble) != NULL;
}

static void mend(const struct run *run)
{
    int file = open(run->mended, O_WRONLY | O_CREAT | O_CLOEXEC, 0600);
    assert_true(file >= 0);
    close(file);
}

static bool is_over(struct pty *pty, const void *context)
{
    (void)context;
    return strstr(pty->words.bytes, trouble) == NULL;
}

// Waits for the next step's screen; the patient calls staff where asked to, who make room. False:
// the program ended.
static bool come_to_next(struct run *run)
{
    const struct run *self = run;
    for (;;) {
        if (!pty_wait_or_end(&run->pty, is_next, &self, steps[run->reached].shown)) {
            return false;
        }
        if (!pty_shows(&run->pty, trouble)) {
            run->reached++;
            return true;
        }
        run->troubles++;
        if (run->troubles > 3) {
            complain(run, "trying again does not help");
        }
        mend(run);
        pty_type(&run->pty, "\r");
        if (!pty_wait_or_end(&run->pty, is_over, NULL, "the interview to go on")) {
            return false;
        }
    }
}

// What the patient does at the screen reached.
static void reply(struct run *run)
{
    const struct step *step = &steps[run->reached - 1];
    if (strcmp(step->keys, "\r") == 0) {
        pty_read_on(&run->pty, step->shown);
    } else {
        pty_type(&run->pty, step->keys);
    }
}

static void hold(struct run *run)
{
    char preload[PTY_PATH + 32], synced[PTY_PATH + 32], mended[PTY_PATH + 32];
    char at[32], with[32], on[32];
    snprintf(preload, sizeof(preload), "LD_PRELOAD=%s", run->library);
    snprintf(synced, sizeof(synced), "FAIL_SYNCED=%s", run->synced);
    snprintf(mended, sizeof(mended), "FAIL_MENDED=%s", run->mended);
    snprintf(at, sizeof(at), "FAIL_AT=%d", run->fault.call);
    snprintf(with, sizeof(with), "FAIL_WITH=%d", run->fault.error);
    snprintf(on, sizeof(on), "FAIL_ON=%d", (int)run->fault.how);
    const struct pty_wish wish = {
        .options = {"--config=" CASES "config", CASES "form"},
        .variables = {preload, synced, mended, at, with, on},
    };
    pty_start(&run->pty, run->folder, wish);
    while (run->reached < STEPS && come_to_next(run)) {
        reply(run);
    }
    run->code = pty_end(&run->pty);
}

// An event of the journal: is it an answer that was given? Counts it; anything else was never said.
static int note_frame(void *context, const uint8_t *bytes, size_t length)
{
    struct run *run = context;
    const struct form *form = play_form(run->models);
    struct event event;
    struct buffer said;
    if (event_decode(bytes, length, form, &event) != 0) {
        return -1;
    }
    buffer_init(&said, 1 << 12);
    for (size_t i = 0; event.kind == EVENT_ANSWER && i < STEPS; i++) {
        if (steps[i].item != NULL && strcmp(form->items[event.item].id, steps[i].item) == 0) {
            words_said(form, event.item, &event.answer, &said);
            if (strcmp(said.bytes, steps[i].said) != 0) {
                complain(run, said.bytes);
            }
            run->kept[i]++;
        }
    }
    buffer_clear(&said);
    event_clear(&event);
    return 0;
}

// What was acknowledged is there once; the answer that was given last may be; no other is.
static void check_kept(struct run *run)
{
    for (size_t i = 0; i < STEPS; i++) {
        bool acknowledged = i + 1 < run->reached;
        bool given = i < run->reached;
        int found = run->kept[i];
        if (steps[i].item != NULL && (found > (given ? 1 : 0) || found < (acknowledged ? 1 : 0))) {
            char text[128];
            snprintf(text, sizeof(text), "the answer to %s is kept %d times", steps[i].item, found);
            complain(run, text);
        }
    }
}

// The one draft there is, frame by frame.
static void check_draft(struct run *run)
{
    struct draft draft;
    int error = 0;
    struct journal_seen seen = {.state = JOURNAL_DAMAGED};
    char file[DRAFT_NAME + 8];
    struct drafts *drafts = drafts_open(run->folder, &error);
    int folder = open(run->folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    assert_non_null(drafts);
    assert_true(folder >= 0);
    size_t count = record_fixture_drafts(drafts, &draft);
    memset(run->kept, 0, sizeof(run->kept));
    if (count > 1 || (count == 0 && run->reached > 2)) {
        complain(run, "not one draft");
    }
    if (count == 1) {
        snprintf(file, sizeof(file), "%s.%s", draft.name, draft.done ? "done" : "draft");
        if (journal_read(folder, file, NULL, note_frame, run, &seen) != 0 ||
            seen.state == JOURNAL_DAMAGED) {
            complain(run, "the draft cannot be read");
        }
        check_kept(run);
        if (run->code == 0 && !draft.done) {
            complain(run, "fine, and yet not done");
        }
    }
    close(folder);
    drafts_close(drafts);
}

// The offer to go on, or the first screen where nothing had been said yet.
static bool is_started(struct pty *pty, const void *context)
{
    (void)context;
    return strstr(pty->words.bytes, "begin a new one. >") != NULL ||
           strstr(pty->words.bytes, steps[0].shown) != NULL;
}

// Where the patient was, or one screen further if what was typed last is safe.
static bool is_here(struct pty *pty, const void *context)
{
    size_t last = *(const size_t *)context;
    return strstr(pty->words.bytes, steps[last].shown) != NULL ||
           (last + 1 < STEPS && strstr(pty->words.bytes, steps[last + 1].shown) != NULL);
}

// Killed, it goes on there and comes to its end, with every answer once.
static void go_on(struct run *run)
{
    const struct pty_wish wish = {.options = {"--config=" CASES "config", CASES "form"}};
    size_t last = run->reached > 0 ? run->reached - 1 : 0;
    pty_stop(&run->pty);
    pty_start(&run->pty, run->folder, wish);
    pty_wait(&run->pty, is_started, NULL, "the program to start again");
    if (pty_shows(&run->pty, "begin a new one. >")) {
        pty_type(&run->pty, "y\n");
        pty_wait(&run->pty, is_here, &last, steps[last].shown);
    } else if (pty_count(run->folder, ".done") == 1) {
        return; // it was finished: its name was made up for
    } else if (run->reached > 2) {
        complain(run, "nothing is there to go on with");
    } else {
        last = 0;
    }
    run->reached = last + (pty_shows(&run->pty, steps[last].shown) ? 0 : 1);
    while (run->reached < STEPS && come_to_next(run)) {
        reply(run);
    }
    run->code = pty_end(&run->pty);
    if (run->code != 0 || run->reached != STEPS) {
        complain(run, "gone on with, it does not come to its end");
    }
    check_draft(run);
}

static void clear(struct run *run)
{
    pty_stop(&run->pty);
    pty_folder_remove(run->folder);
    pty_folder_remove(run->scratch);
}

static void begin(struct run *run)
{
    run->reached = 0;
    run->troubles = 0;
    pty_folder(run->folder);
    pty_folder(run->scratch);
    snprintf(run->mended, sizeof(run->mended), "%s/mended", run->scratch);
    snprintf(run->synced, sizeof(run->synced), "%s/synced", run->scratch);
}

// Every frame is one byte there, and two calls.
static long frames_synced(const struct run *run)
{
    struct stat status;
    return stat(run->synced, &status) == 0 ? (long)status.st_size : 0;
}

// What the fault did: a kill where one was meant, an end with a reason (before the first question,
// or at the very last), or a patient who called staff and came to the end.
static void judge(struct run *run)
{
    bool killed = run->code == -SIGKILL;
    bool ended = run->reached < 1 && (run->code == 73 || run->code == 74);
    bool unnamed = run->reached == STEPS && run->code == 74; // or not for sure, after a power cut
    if (killed || run->fault.error == KILLED) {
        if (!killed || (run->fault.error != KILLED && run->fault.how != THEN_KILLED)) {
            complain(run, killed ? "killed" : "not killed");
        }
    } else if (ended || unnamed) {
        if (!pty_shows(&run->pty, "intake start: ")) {
            complain(run, "nothing is said");
        }
    } else if (run->code != 0 || run->reached != STEPS) {
        complain(run, "it does not come to its end");
    }
}

static void try_fault(struct run *run, struct fault fault)
{
    run->fault = fault;
    begin(run);
    hold(run);
    judge(run);
    check_draft(run);
    if (run->code == -SIGKILL) {
        go_on(run);
    }
    clear(run);
}

static void test_every_call(void **state)
{
    const char *const *arguments = *state;
    struct run run = {.library = arguments[1], .models = play_load(CASES "form", CASES "config")};
    int stride = arguments[2] != NULL ? atoi(arguments[2]) : 1;
    assert_non_null(run.models);
    run.fault = (struct fault){.call = -1, .error = EIO};
    begin(&run);
    hold(&run);
    long calls = 2 * frames_synced(&run) + 3; // and those that create and finish the file
    assert_int_equal(run.code, 0);
    check_draft(&run);
    clear(&run);
    // Every call in every way, or each so manyth of these: a patient takes seconds.
    enum { WAYS = 5 };
    int troubled = 0, tried = 0;
    for (long nth = 0; nth < calls * WAYS; nth += stride) {
        int call = (int)(1 + nth / WAYS);
        const struct fault faults[WAYS] = {
            {call, KILLED, ONCE},         {call, EIO, THEN_KILLED},     {call, EIO, ONCE},
            {call, ENOSPC, UNTIL_MENDED}, {call, EDQUOT, UNTIL_MENDED},
        };
        try_fault(&run, faults[nth % WAYS]);
        troubled += nth % WAYS >= 2 && run.troubles > 0;
        tried++;
    }
    printf("faults in the wizard: %ld calls that save, %d tried, staff called %d times\n", calls,
           tried, troubled);
    assert_true(troubled > tried / 4);
    play_unload(run.models);
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        return 2;
    }
    fill_steps();
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(test_every_call, argv),
    };
    return cmocka_run_group_tests_name("faults in the wizard", tests, NULL, NULL);
}
