#ifndef TEST_PTY_WALK_H
#define TEST_PTY_WALK_H

#include "pty_run.h"

// A patient with a sore right shoulder, who reads what the screen asks and answers it: the real
// form forms/dry-needling, whatever order it asks in.

struct pty_reply {
    const char *asked; // words of the question
    const char *keys;  // what the patient types then; NULL: at the review page, nothing is left
};

extern const char pty_finish[];  // from the review page to the hand-over
extern const char pty_patient[]; // the patient's name

// Waits for a question that is not `previous` (NULL: for any), and returns what the patient would
// say to it. Fails where the screen asks something the patient does not know.
const struct pty_reply *pty_step(struct pty *pty, const struct pty_reply *previous);
// The same, or NULL as soon as the screen holds `words`.
const struct pty_reply *pty_step_or(struct pty *pty, const struct pty_reply *previous,
                                    const char *words);
// Answers until the screen asks `asked`, which is left open.
const struct pty_reply *pty_walk_to(struct pty *pty, const char *asked);
// Answers everything; ends at the review page. Returns how many screens were answered.
int pty_walk(struct pty *pty);
// Begins with the question whether to go on with the draft, and says yes.
void pty_go_on(struct pty *pty);

#endif
