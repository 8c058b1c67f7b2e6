#ifndef COMMAND_LEAVE_H
#define COMMAND_LEAVE_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// What leaves the sealed store on purpose: a file in a folder, or bytes for a printer. All of it or
// nothing: what fails leaves nothing behind, and says why in one sentence.

enum {
    LEAVE_SAID = 512,       // bytes of a sentence, with NUL
    LEAVE_PATIENCE = 30000, // milliseconds for a printer
};

// Writes `folder`/`name``ending`, 0600; if there is such a file already, one with a number. It is
// whole on the disk before it has its name. `said`: where it is now, or why it is not.
bool leave_as_file(const char *folder, const char *name, const char *ending, const void *bytes,
                   size_t length, char said[LEAVE_SAID]);

// Runs a program (its name, then its arguments, a NULL behind them; by PATH, no shell) with the
// bytes on its standard input, and waits for its end, `patience` milliseconds at most. It has no
// terminal, and what it says goes nowhere.
bool leave_to_program(const char *const *program, const void *bytes, size_t length, int patience,
                      char said[LEAVE_SAID]);

#endif
