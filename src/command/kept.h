#ifndef COMMAND_KEPT_H
#define COMMAND_KEPT_H

#include "command/bundle.h"
#include "record/installation.h"

// Form, rules and settings as they are today, for approval and for keeping beside the records; and
// as they were, so that a record from years ago is read with what was asked then.

// What an approval is of. Name, registration, time and reader are the caller's.
void kept_approval(const struct bundle *bundle, struct approval *out);
// Is this, to the byte, what the newest approval of this form is of? NULL: yes. Else why not, as a
// sentence for staff (static).
const char *kept_unapproved(const struct bundle *bundle, struct installation *installation);

// Was the store set back behind what a reader countersigned? NULL: not that anyone could tell here.
// Else a sentence for staff, in `out`.
enum { KEPT_SENTENCE = 256 };
const char *kept_set_back(struct installation *installation, char out[KEPT_SENTENCE]);

// How many interviews under way in DATA/drafts were begun on other forms than these, which the
// clinic offers now: nobody can go on with them, and only their words, or a reader, would find out.
// By what was approved when they were last written, so without a key; which of several forms one is
// of cannot be seen so: `perhaps` are those that are outdated if they are of a form that changed.
struct kept_outdated {
    int surely, perhaps;
};
// -1 with errno.
int kept_outdated(const struct bundle *const offered[], size_t count,
                  struct installation *installation, struct kept_outdated *out);

// Keeps the form, and all beside it, under their hashes. 0 or -1 with errno.
int kept_add(const struct bundle *bundle, struct store *store);
// Opens what was kept under these hashes, by way of a folder in memory that is gone again. Returns
// EXIT_FINE; or another exit code, with a sentence in *why (static) or problems in bundle->issues.
// Close the bundle either way.
int kept_open(struct store *store, const uint8_t form[SEAL_HASH], const uint8_t rules[SEAL_HASH],
              struct bundle *bundle, const char **why);

#endif
