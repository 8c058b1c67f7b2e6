#ifndef TERMINAL_SECRET_H
#define TERMINAL_SECRET_H

#include "terminal/key.h"

#include <stddef.h>

// A passphrase typed unseen. It is held in one page of memory that is kept out of swap where the
// system allows that, never moved, never drawn, and wiped before the page is given back.
struct secret {
    char *bytes; // owned, NUL-terminated, never NULL
    size_t length;
};

enum { SECRET_MOST = 1024 }; // bytes

void secret_open(struct secret *secret);  // dies if there is no memory
void secret_reset(struct secret *secret); // wipes, stays open
void secret_close(
    struct secret *secret); // wipes and gives back; harmless on a zeroed or closed one

enum secret_result {
    SECRET_IGNORED, // no key for it
    SECRET_TAKEN,
    SECRET_FULL, // there is no room for more: say so
};
// Text, pasted too; Backspace takes one character back, Ctrl-U all.
enum secret_result secret_key(struct secret *secret, const struct key *key);

#endif
