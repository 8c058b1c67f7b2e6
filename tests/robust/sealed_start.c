// The same as at the kiosk, where staff start one interview on a screen: what was acknowledged is
// there exactly once, and the next start needs no repair. Usage: sealed_start FAIL.SO [STRIDE: only
// each so many-th of all calls and ways of failing, fivefold, for the interview itself is the
// kiosk's]

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

// Between the kiosk's welcome screen and its next one.
enum { STEPS = KIOSK_SLIP, APART = 5 };
static const struct step *const steps = &kiosk_steps[1];

static const char trouble[] = "Please call staff.";

struct run {
    struct after after;
    const char *library;
    struct fault fault;
    struct pty pty;
    size_t reached; // steps whose screen was seen
    int troubled;   // times staff were asked for
    int code;
};

static _Noreturn void complain(struct run *run, const char *what)
{
    static const char *const ways[] = {"", ", until mended", ", then killed", ", half written"};
    char text[512];
    snprintf(text, sizeof text, "call %d, error %d%s, after \"%s\": %s", run->fault.call,
             run->fault.error, ways[run->fault.how],
             run->reached > 0 ? steps[run->reached - 1].shown : "the start", what);
    pty_fail(&run->pty, text);
}

static bool is_next(struct pty *pty, const void *context)
{
    const struct run *run = *(const struct run *const *)context;
    return strstr(pty->words.bytes, steps[run->reached].shown) != NULL ||
           strstr(pty->words.bytes, trouble) != NULL;
}

static bool is_over(struct pty *pty, const void *context)
{
    (void)context;
    return strstr(pty->words.bytes, trouble) == NULL;
}

// Waits for the next step's screen; staff are called where asked for, and make room. False: the
// program ended.
static bool come_to_next(struct run *run)
{
    const struct run *self = run;
    while (pty_wait_or_end(&run->pty, is_next, &self, steps[run->reached].shown)) {
        if (!pty_shows(&run->pty, trouble)) {
            run->reached++;
            return true;
        }
        if (++run->troubled > 3) {
            complain(run, "trying again does not help");
        }
        after_mend(&run->after);
        pty_type(&run->pty, "\r");
        if (!pty_wait_or_end(&run->pty, is_over, NULL, "the interview to go on")) {
            return false;
        }
    }
    return false;
}

static void hold(struct run *run)
{
    struct kiosk_wish wish = {
        .data = run->after.place.folder, .form = KIOSK_FORM, .config = KIOSK_CONFIG, .once = true};
    const char *variables[AFTER_VARIABLES];
    after_variables(&run->after, run->library, run->fault, variables);
    memcpy(wish.variables, variables, sizeof variables);
    kiosk_start(&run->pty, &wish);
    while (run->reached < STEPS && come_to_next(run)) {
        kiosk_reply(&run->pty, run->reached);
    }
    run->code = pty_end(&run->pty);
}

// What the fault did: a kill where one was meant; an end with a reason before the first screen; or
// staff who were called, and the end of the interview.
static void judge(struct run *run)
{
    bool refused = run->reached == 0 && pty_shows(&run->pty, "intake start: ");
    const char *problem = after_judge(run->fault, run->code, refused, run->reached == STEPS);
    if (problem != NULL) {
        complain(run, problem);
    }
}

// Returns how often staff were asked for.
static int try_fault(struct run *run, struct fault fault)
{
    struct found found;
    run->fault = fault;
    run->reached = 0;
    run->troubled = 0;
    after_begin(&run->after);
    hold(run);
    judge(run);
    const char *problem = after_look(&run->after, steps, STEPS, run->reached, &found);
    if (problem != NULL) {
        complain(run, problem);
    }
    if (run->code == 0 && found.records != 1) {
        complain(run, "it ended well, and there is no record");
    }
    if (run->reached > KIOSK_URGENT + 1 && found.partials == 0) {
        complain(run, "an urgent finding was gone on with, and the readers have nothing of it");
    }
    pty_stop(&run->pty);
    return run->troubled;
}

static void test_every_call(void **state)
{
    const char *const *arguments = *state;
    static struct run run;
    int stride = arguments[2] != NULL ? atoi(arguments[2]) * APART : 1;
    run.library = arguments[1];
    after_open(&run.after);
    try_fault(&run, (struct fault){.call = -1, .error = EIO});
    assert_int_equal(run.reached, STEPS);
    int calls = after_calls(&run.after), troubled = 0, tried = 0;
    after_end(&run.after);
    for (int nth = 0; nth < calls * AFTER_WAYS; nth += stride) {
        troubled += try_fault(&run, after_fault(nth));
        after_end(&run.after);
        tried++;
    }
    print_message("faults in a real interview on a screen: %d calls that save, %d tried, staff "
                  "called %d times\n",
                  calls, tried, troubled);
    assert_true(troubled > tried / 6);
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
    return cmocka_run_group_tests_name("faults in a real interview on a screen", tests, NULL, NULL);
}
