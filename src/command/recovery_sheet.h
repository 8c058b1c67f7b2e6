#ifndef COMMAND_RECOVERY_SHEET_H
#define COMMAND_RECOVERY_SHEET_H

#include "record/reader.h"

// A reader's recovery sheet: eight numbered lines of four words that open what the passphrase
// opened. It is for paper, so it goes to a printer, a file or the screen, and one line of it must
// be typed back before anything rests on it.

// Gives it out and, unless `asking` is false, asks for one line of it until that is right. Where it
// goes: NULL or "-": standard output; else a new file (0600) or a device. What fails is said in the
// name of `command`. EXIT_FINE or an exit code.
int recovery_sheet_hand_out(const char *command, const char *where, const char *clinic,
                            const struct reader *reader, const struct reader_secret *secret,
                            bool asking);
// Asks for all eight lines; a wrong line or word is named, and asked for again. `seed` is secret
// memory.
int recovery_sheet_ask(uint8_t seed[SEAL_KEY]);

#endif
