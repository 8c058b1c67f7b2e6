// intake kiosk: one patient after the other, for months. The parent holds no answer, no terminal
// and no store: each turn, from the welcome screen to the hand-over, is a child that ends with what
// it knew. The child gives up, before anybody types, what an interview never needs.
#include "command/bell.h"
#include "command/bundle.h"
#include "command/command.h"
#include "command/place.h"
#include "command/turn.h"

#include <errno.h>
#include <getopt.h>
#include <signal.h>
#include <stdlib.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>
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
    "Exit 0: left with a passphrase. 2: wrong use, or no terminal. 78: errors in form, rules or "
    "settings.\n"
    "128+n: signal n.\n";

enum {
    QUICK = 2,      // seconds: a turn that fails within them may fail at once again
    QUICK_MOST = 5, // of these in a row: whoever started the kiosk should know
};

static volatile sig_atomic_t stopped;
static volatile pid_t turn; // the child; 0: none

static void on_signal(int number)
{
    stopped = number;
    if (turn > 0) {
        kill(turn, number);
    }
}

static void catch_signals(void)
{
    static const int signals[] = {SIGTERM, SIGHUP, SIGINT, SIGQUIT};
    struct sigaction action = {.sa_handler = on_signal};
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof signals / sizeof *signals; i++) {
        sigaction(signals[i], &action, NULL);
    }
    action.sa_handler = SIG_IGN;
    sigaction(SIGTSTP, &action, NULL);
    sigaction(SIGPIPE, &action, NULL);
}

// Nothing of this process is ever written to a disk by the system.
static void never_dump(void)
{
    const struct rlimit none = {0, 0};
    (void)prctl(PR_SET_DUMPABLE, 0, 0, 0, 0);
    (void)setrlimit(RLIMIT_CORE, &none);
}

// The exit status of one turn, or -1 if it came to no end of its own.
static int run_turn(const struct turn_setup *setup)
{
    pid_t child = fork();
    if (child == 0) {
        // Whoever kills the parent ends the interview too, as a signal does: its draft is kept.
        (void)prctl(PR_SET_PDEATHSIG, SIGTERM, 0, 0, 0);
        turn = 0;
        _exit(turn_run(setup));
    }
    if (child < 0) {
        return -1;
    }
    turn = child;
    int status = 0;
    while (waitpid(child, &status, 0) < 0 && errno == EINTR) {
    }
    turn = 0;
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

static int run_turns(const struct turn_setup *setup)
{
    int quick = 0;
    while (stopped == 0) {
        time_t began = time(NULL);
        int ended = run_turn(setup);
        if (ended == TURN_LEFT) {
            return EXIT_FINE;
        }
        if (ended == TURN_NEXT) {
            quick = 0;
            continue;
        }
        if (ended == TURN_NO_TERMINAL || ended == TURN_LOST || stopped != 0) {
            return stopped != 0                ? EXIT_SIGNAL + stopped
                   : ended == TURN_NO_TERMINAL ? EXIT_WRONG_USE
                                               : EXIT_SIGNAL + SIGHUP;
        }
        quick = time(NULL) - began < QUICK ? quick + 1 : 1;
        if (quick >= QUICK_MOST) {
            fprintf(stderr, "intake kiosk: the interview ended by itself %d times in a row\n",
                    quick);
            return EXIT_INTERNAL;
        }
        nanosleep(&(struct timespec){.tv_sec = 1}, NULL);
    }
    return EXIT_SIGNAL + stopped;
}

int command_kiosk(int argc, char **argv)
{
    static const struct option options[] = {
        {"data", required_argument, NULL, 'd'},
        {"config", required_argument, NULL, 'c'},
        {"ascii", no_argument, NULL, 'A'},
        {"help", no_argument, NULL, 'h'},
        {NULL, 0, NULL, 0},
    };
    struct turn_setup setup = {.colour = getenv("NO_COLOR") == NULL};
    const char *data = NULL, *config_given = NULL;
    for (int option; (option = getopt_long(argc, argv, "d:c:Ah", options, NULL)) != -1;) {
        switch (option) {
        case 'd':
            data = optarg;
            break;
        case 'c':
            config_given = optarg;
            break;
        case 'A':
            setup.ascii = true;
            break;
        case 'h':
            fputs(usage, stdout);
            return EXIT_FINE;
        default:
            fputs(usage, stderr);
            return EXIT_WRONG_USE;
        }
    }
    if (argc - optind > 1) {
        fputs(usage, stderr);
        return EXIT_WRONG_USE;
    }
    char folder[4096], config[4096 + 16], place[4096];
    struct bundle bundle;
    never_dump();
    bundle_folder(optind < argc ? argv[optind] : NULL, folder, sizeof folder);
    bundle_config(config_given, folder, config, sizeof config);
    int code = bundle_open(&bundle, folder, config);
    if (code != EXIT_FINE) {
        bundle_print(&bundle.issues, stderr);
        bundle_close(&bundle);
        return code;
    }
    files_drop_trees(&bundle.files);
    setup.bundle = &bundle;
    setup.data = place_data(data, place, sizeof place);
    setup.bell = bell_start(bundle.clinic->notify);
    catch_signals();
    code = run_turns(&setup);
    bell_stop(setup.bell);
    bundle_close(&bundle);
    return code;
}
