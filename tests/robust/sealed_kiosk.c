// Whatever call that saves fails, or kills, while a patient is at the kiosk: staff are asked for,
// the interview goes on when there is room again, and what was acknowledged, its next question
// having been on the screen, is there exactly once; the welcome screen stands again and nobody has
// repaired anything. A whole interview on a pseudo-terminal for every such call and every way of
// failing. Usage: sealed_kiosk FAIL.SO [STRIDE: only each so many-th of them]

#include "after.h"
#include "term/pty_run.h"

#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#include <setjmp.h>

#include <cmocka.h>

enum { STEPS = KIOSK_STEPS, KILLED = 0 };

// What is said where something cannot be kept. Enter tries again.
static const char *const troubles[] = {"Please call staff.", "This terminal needs staff.",
                                       "Please tell the desk:"};

struct run {
    struct after after;
    const char *library;
    struct fault fault;
    struct pty pty;
    size_t reached; // steps whose screen was seen
    int troubled;   // times staff were asked for
    pid_t turn;     // the process that holds this interview
    bool restarted; // there is another one
};

static _Noreturn void complain(struct run *run, const char *what)
{
    static const char *const ways[] = {"", ", until mended", ", then killed", ", half written"};
    char text[512];
    snprintf(text, sizeof text, "call %d, error %d%s, after \"%s\": %s", run->fault.call,
             run->fault.error, ways[run->fault.how],
             run->reached > 0 ? kiosk_steps[run->reached - 1].shown : "the start", what);
    pty_fail(&run->pty, text);
}

static const char *trouble(struct pty *pty)
{
    for (size_t i = 0; i < sizeof troubles / sizeof *troubles; i++) {
        if (strstr(pty->words.bytes, troubles[i]) != NULL) {
            return troubles[i];
        }
    }
    return NULL;
}

static bool has_begun_anew(const struct run *run)
{
    return run->reached > 0 && run->reached + 1 < STEPS &&
           strstr(run->pty.words.bytes, kiosk_steps[0].shown) != NULL &&
           pty_child_of(run->pty.child) != run->turn;
}

// The screen of the step at `reached`, or anything else that may come instead of it.
static bool is_next(struct pty *pty, const void *context)
{
    const struct run *run = *(const struct run *const *)context;
    return strstr(pty->words.bytes, kiosk_steps[run->reached].shown) != NULL ||
           trouble(pty) != NULL || has_begun_anew(run);
}

struct gone {
    const char *words;
};

static bool is_gone(struct pty *pty, const void *context)
{
    const struct gone *gone = context;
    return strstr(pty->words.bytes, gone->words) == NULL;
}

static void press_until_gone(struct run *run, const char *words)
{
    const struct gone gone = {words};
    pty_type(&run->pty, "\r");
    pty_wait(&run->pty, is_gone, &gone, "another screen");
}

// Waits for the next step's screen; staff are called where asked for, and make room. False: the
// kiosk has begun anew.
static bool come_to_next(struct run *run)
{
    const struct run *self = run;
    for (;;) {
        pty_wait(&run->pty, is_next, &self, kiosk_steps[run->reached].shown);
        const char *said = trouble(&run->pty);
        if (has_begun_anew(run)) {
            run->restarted = true;
            return false;
        }
        if (said != NULL) {
            if (++run->troubled > 4) {
                complain(run, "trying again does not help");
            }
            after_mend(&run->after);
            press_until_gone(run, said);
            // On the welcome screen Enter has begun the interview, or has had it looked again.
            if (run->reached + 1 < STEPS) {
                run->reached = said == troubles[1] ? 0 : said == troubles[2] ? 1 : run->reached;
            }
        } else if (strstr(run->pty.words.bytes, kiosk_steps[run->reached].shown) != NULL) {
            run->reached++;
            run->turn = run->reached == 1 ? pty_child_of(run->pty.child) : run->turn;
            return true;
        }
    }
}

static void hold(struct run *run)
{
    struct kiosk_wish wish = {
        .data = run->after.place.folder, .form = KIOSK_FORM, .config = KIOSK_CONFIG};
    const char *variables[AFTER_VARIABLES];
    after_variables(&run->after, run->library, run->fault, variables);
    memcpy(wish.variables, variables, sizeof variables);
    kiosk_start(&run->pty, &wish);
    while (run->reached < STEPS && come_to_next(run)) {
        kiosk_reply(&run->pty, run->reached - 1);
    }
    pty_signal(&run->pty, SIGTERM);
    if (pty_end(&run->pty) != 128 + SIGTERM) {
        complain(run, "the kiosk does not end as it should");
    }
}

// Returns how often staff were asked for.
static int try_fault(struct run *run, struct fault fault)
{
    struct found found;
    run->fault = fault;
    run->reached = 0;
    run->troubled = 0;
    run->restarted = false;
    after_begin(&run->after);
    hold(run);
    if (run->restarted && fault.error != KILLED && fault.how != THEN_KILLED) {
        complain(run, "the interview ended by itself");
    }
    const char *problem = after_look(&run->after, kiosk_steps, STEPS, run->reached, &found);
    if (problem != NULL) {
        complain(run, problem);
    }
    if (run->reached > STEPS - 2 && found.records != 1) {
        complain(run, "it was handed over, and there is no record");
    }
    if (run->reached > KIOSK_URGENT + 2 && found.partials == 0) {
        complain(run, "an urgent finding was gone on with, and the readers have nothing of it");
    }
    pty_stop(&run->pty);
    return run->troubled;
}

static void test_every_call(void **state)
{
    const char *const *arguments = *state;
    static struct run run;
    int stride = arguments[2] != NULL ? atoi(arguments[2]) : 1;
    run.library = arguments[1];
    after_open(&run.after);
    try_fault(&run, (struct fault){.call = -1, .error = EIO});
    assert_int_equal(run.reached, STEPS);
    int calls = after_calls(&run.after), troubled = 0;
    after_end(&run.after);
    // Every call in every way, or each so manyth of these: a patient takes seconds.
    for (int nth = 0; nth < calls * AFTER_WAYS; nth += stride) {
        troubled += try_fault(&run, after_fault(nth));
        after_end(&run.after);
    }
    print_message("faults at the kiosk: %d calls that save, staff called %d times\n", calls,
                  troubled);
    assert_true(troubled > 10);
    after_close(&run.after);
}

int main(int argc, char **argv)
{
    if (argc < 2) {
        return 2;
    }
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_prestate(test_every_call, argv),
    };
    return cmocka_run_group_tests_name("faults at the kiosk", tests, NULL, NULL);
}
