#ifndef COMMAND_GO_ON_H
#define COMMAND_GO_ON_H

#include "patient/line/input.h"
#include "record/drafts.h"

// The question that stands before an interview: is there one that was not finished, whose is it?

// What was found: the interview goes on, its journal is open. Without one, `interview` is NULL.
struct go_on {
    struct draft draft;
    struct journal journal;
    struct interview *interview;
    bool outdated; // there is one on other questions, and that was said
};

enum { GO_ON_LEAVE = -1 }; // nobody answered; a signal, if one came, is line_signal()

// Asks on standard output about the newest draft of this form, never silently: it may be someone
// else's. Before that, says that there is one on another form, and on standard error which drafts
// are damaged; clears away those that a crash left before their first answer, and names those done
// that it left after their finish. Plain lines, so before a screen is opened. 0, or GO_ON_LEAVE
// with nothing open.
int go_on_ask(struct drafts *drafts, const struct form *form, struct line_input *input,
              struct go_on *found);

#endif
