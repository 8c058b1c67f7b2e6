// intake kiosk: one patient after the other, for months. The parent holds no answer, no terminal
// and no store: each turn, from the welcome screen to the hand-over, is a child that ends with what
// it knew. The child gives up, before anybody types, what an interview never needs.
#include "command/bell.h"
#include "command/clock.h"
#include "command/command.h"
#include "command/offered.h"
#include "command/options.h"
#include "command/place.h"
#include "command/secrets.h"
#include "command/turn.h"

#include <errno.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

static const char usage[] =
    "example: intake kiosk\n"
    "\n"
    "usage: intake kiosk [--data=DIR] [--config=DIR] [--ascii] [FORM]\n"
    "Holds one interview after the other on this terminal. It is left with F12 or Ctrl-T and a "
    "reader's\n"
    "passphrase. Interviews begin once `intake setup` and `intake approve` have been run.\n"
    "What is changed in form, rules or settings is seen before the next patient: nobody begins "
    "until it is\n"
    "approved, or while there are errors in it, and the screen says so.\n"
    "Exit 0: left with a passphrase. 2: wrong use, or no terminal. 78: errors in form, rules or "
    "settings,\n"
    "and no terminal to say so. 128+n: signal n.\n";

enum {
    QUICK = 2, // seconds: a turn that fails within them may fail at once again
    A_MINUTE = 60,
    DAY = 24 * 60 * 60,
    QUICK_MOST = 5, // of these in a row: whoever started the kiosk should know
};

static volatile sig_atomic_t stopped;
static volatile sig_atomic_t day_over;
static volatile pid_t turn; // the child; 0: none

static void on_signal(int number)
{
    int error = errno; // whose call was interrupted looks at its own
    stopped = number;
    if (turn > 0) {
        kill(turn, number);
    }
    errno = error;
}

static const int caught[] = {SIGTERM, SIGHUP, SIGINT, SIGQUIT};
enum { CAUGHT = sizeof caught / sizeof *caught };

static void handle_signals(void (*handler)(int number))
{
    struct sigaction action = {.sa_handler = handler};
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < CAUGHT; i++) {
        sigaction(caught[i], &action, NULL);
    }
}

static void on_alarm(int number)
{
    (void)number;
    day_over = 1;
}

// Nothing to do but to end a wait.
static void on_child(int number)
{
    (void)number;
}

static void catch_signals(void)
{
    handle_signals(on_signal);
    const struct sigaction alarmed = {.sa_handler = on_alarm};
    (void)sigaction(SIGALRM, &alarmed, NULL);
    const struct sigaction ended = {.sa_handler = on_child, .sa_flags = SA_NOCLDSTOP};
    (void)sigaction(SIGCHLD, &ended, NULL);
    (void)signal(SIGTSTP, SIG_IGN);
    (void)signal(SIGPIPE, SIG_IGN);
    (void)signal(SIGXFSZ, SIG_IGN); // a limit on files is like a full disk
}

static _Noreturn void be_turn(const struct turn_setup *setup, pid_t parent, const sigset_t *mask)
{
    // Until the screen is open there is nothing to put away. A parent that is gone already tells
    // nobody any more.
    turn = 0;
    handle_signals(SIG_DFL);
    (void)signal(SIGCHLD, SIG_DFL);
    (void)prctl(PR_SET_PDEATHSIG, SIGTERM, 0, 0, 0); // ends the interview too: its draft is kept
    sigprocmask(SIG_SETMASK, mask, NULL);
    _exit(getppid() == parent ? turn_run(setup) : TURN_STOPPED);
}

// A quiet evening's kiosk never wakes, but once: answers that were of the day only are purged when
// it is over.
static void set_alarm(void)
{
    long long now = (long long)time(NULL);
    long long next = clock_midnight(now) + DAY + A_MINUTE;
    day_over = 0;
    (void)alarm((unsigned)(next > now ? next - now : DAY));
}

static void sweep(const struct turn_setup *setup)
{
    pid_t child = fork();
    if (child == 0) {
        turn = 0; // its sibling: whose signals are not ours to hand on
        turn_sweep(setup);
        _exit(0);
    }
    while (child > 0 && waitpid(child, NULL, 0) < 0 && errno == EINTR) {
    }
    set_alarm();
}

// The status of a turn that ended. SIGALRM and SIGCHLD come only while this sleeps: neither can
// fall between the look and the sleep, and leave the purge of a quiet night to the next patient.
static int wait_for_turn(const struct turn_setup *setup, pid_t child, const sigset_t *before)
{
    sigset_t waking, held_back;
    int status = 0;
    sigemptyset(&held_back);
    sigaddset(&held_back, SIGALRM);
    sigaddset(&held_back, SIGCHLD);
    sigprocmask(SIG_BLOCK, &held_back, NULL);
    waking = *before;
    sigdelset(&waking, SIGALRM);
    sigdelset(&waking, SIGCHLD);
    while (waitpid(child, &status, WNOHANG) == 0) {
        if (day_over != 0) {
            sweep(setup);
        } else {
            sigsuspend(&waking);
        }
    }
    sigprocmask(SIG_SETMASK, before, NULL);
    return status;
}

// The exit status of one turn, or -1 if it came to no end of its own. Signals are held back from
// the look at `stopped` until the child is known: none can fall between.
static int run_turn(const struct turn_setup *setup)
{
    sigset_t held_back, before;
    pid_t parent = getpid();
    sigemptyset(&held_back);
    for (size_t i = 0; i < CAUGHT; i++) {
        sigaddset(&held_back, caught[i]);
    }
    sigprocmask(SIG_BLOCK, &held_back, &before);
    pid_t child = stopped != 0 ? -1 : fork();
    if (child == 0) {
        be_turn(setup, parent, &before);
    }
    turn = child > 0 ? child : 0;
    sigprocmask(SIG_SETMASK, &before, NULL);
    if (child < 0) {
        return -1;
    }
    int status = wait_for_turn(setup, child, &before);
    turn = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

// A patient is told what to say at the desk, not what is wrong in which line; the journal of the
// machine has it.
static void report(struct offered *offered)
{
    if (isatty(STDERR_FILENO) == 0) {
        bundle_print(&offered->own.issues, stderr);
    }
}

// Before each turn, and without a patient: files that were changed are read again.
static void look_again(struct turn_setup *setup)
{
    struct offered *offered = setup->offered;
    if (!offered_changed(offered)) {
        return;
    }
    if (offered_again(offered) != EXIT_FINE) {
        report(offered);
        return;
    }
    bell_stop(setup->bell);
    setup->bell = bell_start(offered->bundle->clinic->notify);
}

static int run_turns(struct turn_setup *setup)
{
    int quick = 0;
    bool shown = false; // this terminal did show it: where it does not any more, it is lost
    while (stopped == 0) {
        time_t began = time(NULL);
        if (day_over != 0) {
            sweep(setup);
        }
        look_again(setup);
        int ended = run_turn(setup);
        if (ended == TURN_LEFT) {
            return EXIT_FINE;
        }
        setup->again = ended == TURN_AGAIN;
        if (ended == TURN_NEXT || ended == TURN_AGAIN) {
            shown = true;
            quick = 0;
            continue;
        }
        if (ended == TURN_NO_TERMINAL || ended == TURN_LOST || stopped != 0) {
            return stopped != 0                          ? EXIT_SIGNAL + stopped
                   : ended == TURN_NO_TERMINAL && !shown ? EXIT_WRONG_USE
                                                         : EXIT_SIGNAL + SIGHUP;
        }
        quick = time(NULL) - began < QUICK ? quick + 1 : 1;
        if (quick >= QUICK_MOST) {
            fprintf(stderr, "intake kiosk: the interview ended by itself %d times in a row\n",
                    quick);
            return EXIT_INTERNAL;
        }
        if (quick > 1) { // once may happen; a machine must not be kept busy by it
            nanosleep(&(struct timespec){.tv_sec = 1}, NULL);
        }
    }
    return EXIT_SIGNAL + stopped;
}

int command_kiosk(int argc, char **argv)
{
    struct turn_setup setup = {.colour = getenv("NO_COLOR") == NULL};
    const char *data = NULL, *config_given = NULL;
    const struct option_wanted wanted[] = {
        {"data", 'd', &data, NULL, NULL, 0},
        {"config", 'c', &config_given, NULL, NULL, 0},
        {"ascii", 'A', NULL, &setup.ascii, NULL, 0},
    };
    int code = options_read(argc, argv, usage, wanted, sizeof wanted / sizeof *wanted, 1);
    if (code != OPTIONS_READ) {
        return code;
    }
    char place[4096];
    static struct offered offered;
    code = secrets_start("kiosk");
    if (code != EXIT_FINE) {
        return code;
    }
    code = offered_open(&offered, optind < argc ? argv[optind] : NULL, config_given);
    if (code != EXIT_FINE && isatty(STDIN_FILENO) == 0) {
        bundle_print(&offered.own.issues, stderr);
        offered_close(&offered);
        return code;
    }
    setup.offered = &offered;
    setup.data = place_data(data, place, sizeof place);
    setup.bell = offered.bundle != NULL ? bell_start(offered.bundle->clinic->notify) : NULL;
    catch_signals();
    set_alarm();
    code = run_turns(&setup);
    bell_stop(setup.bell);
    offered_close(&offered);
    return code;
}
