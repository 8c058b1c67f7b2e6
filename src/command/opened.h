#ifndef COMMAND_OPENED_H
#define COMMAND_OPENED_H

#include "command/desk.h"
#include "command/render.h"
#include "command/shelf.h"
#include "therapist/visit.h"

// A sealed record, opened by a reader at a shell: on the form and the rules of its day, whatever
// they are today, with all that stands beside it. Every opening is in the log before anything is
// shown.
struct opened {
    struct desk desk;
    struct shelf *shelf;
    struct folded *folded;
    struct visit *visit;
};

// Does this name a sealed record rather than a practice interview?
bool opened_is_named(const char *named);
// By the number, the id or the slip of its entry; of several with one slip, the newest. Asks for a
// passphrase. EXIT_FINE; else another exit code after saying why, in the name of
// `command`. Close it either way.
int opened_open(struct opened *opened, const char *command, const char *data, const char *named);
void opened_close(struct opened *opened);

// The findings of its answers by the rules of its day, tab-separated or for people, on standard
// output. They are the same for ever: EXIT_FOUND after saying so if they are not those it was
// sealed with.
int opened_screen(const struct opened *opened, bool tabs);
// Its page, or another document of it, on standard output. In another format than text it leaves
// the sealed store, which is refused where the patient did not allow it, said, and logged.
int opened_show(struct opened *opened, const struct rendering *rendering,
                enum summary_document document, bool evidence);

#endif
