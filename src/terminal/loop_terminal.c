// A real terminal as a loop's source.
//
// Signals are held back from the last look at what has arrived until the kernel sleeps, and let in
// only while it does: none, and no change of the window's size, can slip in between and be noticed
// a key later.

#include "terminal/loop.h"

#include "base/ensure.h"
#include "terminal/screen.h"

#include <signal.h>
#include <stddef.h>
#include <sys/select.h>
#include <time.h>

// The one mutable variable of this room: what the handlers note.
static volatile sig_atomic_t arrived;

static const int caught[] = {SIGTERM, SIGHUP, SIGINT, SIGQUIT};

enum { CAUGHT = sizeof(caught) / sizeof(caught[0]) };

static void note(int signal)
{
    arrived = signal;
}

void loop_catch_signals(void)
{
    // Without SA_RESTART: a sleeping loop wakes.
    struct sigaction action = {.sa_handler = note};
    sigemptyset(&action.sa_mask);
    for (size_t i = 0; i < CAUGHT; i++) {
        sigaction(caught[i], &action, NULL);
    }
}

static int terminal_signal(void *context)
{
    (void)context;
    int signal = arrived;
    if (signal != 0) {
        arrived = 0;
    }
    return signal;
}

static struct raw terminal_take(void *context)
{
    struct loop_terminal *terminal = context;
    struct raw input = terminal->held;
    terminal->held = (struct raw){.kind = RAW_NOTHING};
    return input.kind != RAW_NOTHING ? input : screen_take(terminal->screen);
}

static bool sleep_until_ready(int descriptor, int64_t milliseconds, const sigset_t *awake)
{
    fd_set reading;
    FD_ZERO(&reading);
    FD_SET(descriptor, &reading);
    struct timespec time = {
        .tv_sec = (time_t)(milliseconds / 1000),
        .tv_nsec = (long)(milliseconds % 1000) * 1000000,
    };
    const struct timespec *limit = milliseconds < 0 ? NULL : &time;
    return pselect(descriptor + 1, &reading, NULL, NULL, limit, awake) != 0;
}

static bool terminal_wait(void *context, int64_t milliseconds, bool settling)
{
    (void)settling;
    struct loop_terminal *terminal = context;
    sigset_t held_back;
    sigset_t before;
    sigemptyset(&held_back);
    sigaddset(&held_back, SIGWINCH);
    for (size_t i = 0; i < CAUGHT; i++) {
        sigaddset(&held_back, caught[i]);
    }
    sigprocmask(SIG_BLOCK, &held_back, &before);
    bool ready = arrived != 0;
    if (!ready) {
        terminal->held = screen_take(terminal->screen);
        ready = terminal->held.kind != RAW_NOTHING ||
                sleep_until_ready(screen_input(terminal->screen), milliseconds, &before);
    }
    sigprocmask(SIG_SETMASK, &before, NULL);
    return ready;
}

static int64_t terminal_now(void *context)
{
    (void)context;
    struct timespec now;
    clock_gettime(CLOCK_MONOTONIC, &now);
    return (int64_t)now.tv_sec * 1000 + now.tv_nsec / 1000000;
}

static const struct loop_source source = {
    .take = terminal_take,
    .signal = terminal_signal,
    .wait = terminal_wait,
    .now = terminal_now,
    .hurries = true,
    .escape_settled = true,
};

void loop_init_terminal(struct loop *loop, struct loop_terminal *terminal, struct screen *screen)
{
    int descriptor = screen_input(screen);
    ensure(descriptor >= 0 && descriptor < FD_SETSIZE);
    *terminal = (struct loop_terminal){.screen = screen};
    *loop = (struct loop){.source = &source, .context = terminal};
    key_decoder_init(&loop->decoder);
}
