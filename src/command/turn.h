#ifndef COMMAND_TURN_H
#define COMMAND_TURN_H

#include "command/bell.h"
#include "command/offered.h"

// One turn at the kiosk, in a process of its own: the welcome screen, and what comes of it, up to
// the hand-over. The process is confined before the welcome screen stands.
struct turn_setup {
    struct offered *offered;
    const char *data;  // the data folder
    struct bell *bell; // or NULL
    bool colour, ascii;
    bool again; // the turn before ended with TURN_AGAIN
};

// How a turn ends: the child's exit status.
enum turn_end {
    TURN_NEXT = 0,         // the next patient, please
    TURN_LEFT = 10,        // a reader's passphrase: leave the kiosk
    TURN_NO_TERMINAL = 11, // this terminal cannot show it
    TURN_LOST = 12,        // it is gone
    TURN_STOPPED = 13,     // by a signal
    TURN_FAILED = 14,      // the process could not be confined, or the store not be opened: said
    TURN_AGAIN = 15,       // somebody began, and what is offered had been changed by then
};

// What is kept no longer is purged: between two patients, and when a day is over. In a process of
// its own.
void turn_sweep(const struct turn_setup *setup);

int turn_run(const struct turn_setup *setup);

#endif
