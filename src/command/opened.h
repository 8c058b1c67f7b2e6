#ifndef COMMAND_OPENED_H
#define COMMAND_OPENED_H

#include "command/bundle.h"
#include "command/desk.h"
#include "command/page.h"
#include "record/handover.h"

// A sealed record, opened by a reader at the desk: with the form and the rules of its day, whatever
// they are today. Every opening is in the log before anything is shown.
struct opened {
    struct desk desk;
    struct entry entry;
    struct buffer body; // what was handed over; wiped when it is closed
    struct handed handed;
    struct bundle bundle;        // of that day
    struct interview *interview; // of that day, for reading
    size_t remarks;              // beside it, that were not shown
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
// Its page, or another document of it, on standard output. As text the remarks stand under it, but
// not under the patient's copy. It is of this visit alone: the earlier ones of a person are counted
// at the review desk, which is said beside the measures. In another format than text it leaves the
// sealed store, which is refused where the patient did not allow it, said, and logged.
int opened_show(struct opened *opened, const struct rendering *rendering, enum document document,
                bool evidence);

// Is there a clinic's installation, be it broken?
bool opened_is_set_up(const char *data);
// Interviews under way, and who called for help; then every record: number, time, finished or so
// far. With `headlines` a reader is asked for, and names and the gravest class stand beside. Silent
// where there is no installation, unless `headlines`.
int opened_list(const char *command, const char *data, bool headlines);

#endif
