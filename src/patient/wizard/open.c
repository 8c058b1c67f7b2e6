// Opening the terminal and giving it back whatever happens: on a mistake of ours through the fatal
// hook, on a crash through a handler that only writes prepared bytes and sets saved modes.

#include "patient/wizard/open.h"

#include "base/ensure.h"

#include <signal.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { EXIT_INTERNAL_PROBLEM = 70 };

// A handler is given nothing but a number, so what it needs stands here.
static const struct screen_rescue *volatile rescue;

// At once, also from a handler; nothing if no terminal is open.
static void give_back(void)
{
    const struct screen_rescue *now = rescue;
    rescue = NULL;
    if (now != NULL) {
        screen_rescue_now(now);
    }
}

static _Noreturn void stop(const char *what)
{
    give_back();
    fprintf(stderr, "intake: internal problem: %s\n", what);
    exit(EXIT_INTERNAL_PROBLEM);
}

static void on_crash(int number)
{
    give_back();
    raise(number); // the handler was for once: now the default
}

static void catch_crashes(void)
{
    static const int numbers[] = {SIGSEGV, SIGBUS, SIGFPE, SIGILL, SIGABRT};
    struct sigaction action;
    memset(&action, 0, sizeof(action));
    action.sa_handler = on_crash;
    action.sa_flags = (int)SA_RESETHAND | SA_NODEFER;
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < sizeof(numbers) / sizeof(numbers[0]); i++) {
        sigaction(numbers[i], &action, NULL);
    }
}

static const char *explain(enum screen_problem problem)
{
    switch (problem) {
    case SCREEN_NO_TERMINAL:
        return "there is no terminal to show the questions on";
    case SCREEN_NO_NAME:
        return "TERM is not set, so the terminal's keys and screen are unknown";
    case SCREEN_UNKNOWN_NAME:
        return "this system has no description of the terminal that TERM names";
    case SCREEN_CANNOT_MOVE:
        return "this terminal cannot show a whole screen";
    case SCREEN_OUT_OF_MEANS:
    case SCREEN_FINE:
        break;
    }
    return "the terminal cannot be opened";
}

static struct screen_options ask_for(const struct wizard_open_options *options)
{
    return (struct screen_options){.term = options->term,
                                   .input = -1,
                                   .output = -1,
                                   .colour = options->colour,
                                   .ascii = options->ascii};
}

int wizard_check(const struct wizard_open_options *options, const char **why)
{
    struct screen_options screen = ask_for(options);
    enum screen_problem problem = screen_check(&screen);
    if (problem != SCREEN_FINE) {
        *why = explain(problem);
        return -1;
    }
    return 0;
}

int wizard_open(struct wizard_terminal *terminal, const struct wizard_open_options *options,
                const char **why)
{
    enum screen_problem problem = SCREEN_FINE;
    struct screen_options screen = ask_for(options);
    memset(terminal, 0, sizeof(*terminal));
    screen_locale();
    loop_catch_signals();
    terminal->screen = screen_open(&screen, &problem);
    if (terminal->screen == NULL) {
        *why = explain(problem);
        return -1;
    }
    rescue = screen_rescue(terminal->screen);
    fatal_set_hook(stop);
    catch_crashes();
    loop_init_terminal(&terminal->loop, &terminal->source, terminal->screen);
    return 0;
}

void wizard_close(struct wizard_terminal *terminal)
{
    rescue = NULL;
    screen_close(terminal->screen);
    terminal->screen = NULL;
}
