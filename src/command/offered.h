#ifndef COMMAND_OFFERED_H
#define COMMAND_OFFERED_H

#include "command/beside.h"

// What a kiosk, which runs for months, offers: form, rules and settings as they stand on the disk,
// read again when they were changed. With an error in them it offers nothing, and goes on running:
// whoever stands there is told, and once it is put right the kiosk needs no new start.
struct offered {
    struct bundle *bundle; // NULL: there are errors in form, rules or settings
    struct beside beside;  // the clinic's other forms
    char clinic[256];      // its name, as far as it is known
    char folder[4096], config[4096 + 16];
    struct bundle own;
};

// `form` and `config` as a command was given them, or NULL. EXIT_FINE; or EXIT_CONFIG, with the
// problems in offered->own.issues. Close it either way.
int offered_open(struct offered *offered, const char *form, const char *config);
void offered_close(struct offered *offered);
// May what is on the disk be other than what is offered? Opens nothing.
bool offered_changed(const struct offered *offered);
// Reads it again: EXIT_FINE or EXIT_CONFIG.
int offered_again(struct offered *offered);

#endif
