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
// whole on the disk before it has its name; on a file system whose files must have one, a program
// that is stopped meanwhile leaves a hidden ".intake-...part", which the next of these removes.
// `said`: where it is now, or why it is not.
bool leave_as_file(const char *folder, const char *name, const char *ending, const void *bytes,
                   size_t length, char said[LEAVE_SAID]);

// Runs a program (its name, then its arguments, a NULL behind them; by PATH, no shell) with the
// bytes on its standard input, and waits for its end, `patience` milliseconds at most; then it is
// stopped, with what it started. It has no terminal, what it says goes nowhere, and of the
// environment it has PATH, HOME, USER, LOGNAME, TMPDIR, TZ, LANG, LANGUAGE, PRINTER, LPDEST and
// what begins with LC_ or CUPS_.
bool leave_to_program(const char *const *program, const void *bytes, size_t length, int patience,
                      char said[LEAVE_SAID]);

#endif
