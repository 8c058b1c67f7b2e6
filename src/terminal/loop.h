#ifndef TERMINAL_LOOP_H
#define TERMINAL_LOOP_H

#include "terminal/input.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

struct screen;

// Waiting for the next thing to happen. An untouched program never wakes: it sleeps until there is
// input, a signal, or the caller's deadline.

enum input_kind {
    INPUT_KEY,      // `key`; PRESS_IGNORED too: someone is there
    INPUT_RESIZE,   // `rows`, `columns`: lay out anew
    INPUT_DEADLINE, // the deadline has passed and nothing else happened
    INPUT_SIGNAL,   // `signal`: SIGTERM, SIGHUP, SIGINT or SIGQUIT; save and leave
    INPUT_LOST,     // the terminal is gone (for ever): save and leave
};

struct input {
    enum input_kind kind;
    struct key key;
    int rows, columns;
    int signal;
};

struct loop {
    const struct loop_source *source; // where input comes from: a terminal, or a script
    void *context;
    struct key_decoder decoder;
    bool lost;
    bool peeked; // `next` is the next event
    struct input next;
};

enum { LOOP_NO_DEADLINE = -1 };

// The next event. `deadline` is a time of loop_now, or LOOP_NO_DEADLINE. Input that is already
// there comes before a deadline that has passed; a half-read key may delay one by a blink.
struct input loop_wait(struct loop *loop, int64_t deadline);
// The event that loop_wait would return without waiting, but for a signal; NULL if there is none
// yet, or if the source shows each step of what it holds (a script). Never waits.
const struct input *loop_peek(struct loop *loop);
// Milliseconds that only ever grow (of the source: a script has its own time).
int64_t loop_now(const struct loop *loop);

// Installs the handlers, each of which only notes its signal. Before screen_open. Handlers and
// notes belong to the process, not to a loop. A second call is harmless.
void loop_catch_signals(void);
struct loop_terminal {
    struct screen *screen; // borrowed
    struct raw held;       // read while falling asleep
};
void loop_init_terminal(struct loop *loop, struct loop_terminal *terminal, struct screen *screen);

// A script: bytes as a keyboard would send them, and what else may happen. The end of a BYTES step
// is a silence long enough to settle an Esc. After the last step every event is INPUT_LOST, but for
// a deadline, which is then never reached.
enum script_kind { SCRIPT_BYTES, SCRIPT_RESIZE, SCRIPT_WAIT, SCRIPT_SIGNAL };
struct script_step {
    enum script_kind kind;
    const char *bytes; // BYTES
    size_t length;
    int rows, columns;    // RESIZE
    int64_t milliseconds; // WAIT: deadlines inside it are reached
    int signal;           // SIGNAL
};
struct script {
    const struct script_step *steps; // borrowed
    size_t count;
    size_t step; // the current one
    size_t at;   // bytes of it already taken
    int64_t now;
    int64_t waited; // of the current WAIT
};
// Sets up `script` to play `steps` from the start, time 0; both are borrowed.
void loop_init_script(struct loop *loop, struct script *script, const struct script_step *steps,
                      size_t count);

#endif
