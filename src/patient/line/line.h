#ifndef PATIENT_LINE_LINE_H
#define PATIENT_LINE_LINE_H

#include "patient/line/input.h"
#include "patient/session.h"

#include <stdio.h>

// The interview as plain lines, for Braille, speech, ssh and paper terminals: no cursor movement,
// no colour, every question with numbered answers, one a line.

struct line_setup {
    struct line_input *input; // borrowed
    FILE *out;
    bool echo;        // repeat each line read (not private ones): for input that is no terminal
    bool practice;    // says so
    day_number today; // the date the interview began, believed or not: to read "3 weeks ago"
    const char *slip; // words for the desk, or NULL; `finished` may set it
    // All may be NULL; they get `context`.
    void (*finished)(void *context); // once, as soon as the finish is saved: the draft is done
    char *(*page)(void *context);    // the therapist's page (practice mode), to be freed; or NULL
    void *context;
    // What a real interview needs beyond that, as struct wizard_setup has it: NULL in practice.
    const char *(*words)(void *context);           // the four resume words, or NULL
    bool (*help)(void *context);                   // :call
    bool (*went_on)(void *context, bool by_staff); // here always the patient's own choice
    bool (*hand_over)(void *context);              // the finished interview to a record
};

// The numbers of src/command/command.h that this face can end with.
enum line_exit {
    LINE_FINISHED = 0,
    LINE_DRAFT = 3,     // paused, or the input ended: the draft is kept
    LINE_DISCARDED = 4, // the patient threw the answers away: the caller deletes the draft
    LINE_SIGNAL = 128,  // + the signal's number: the draft is kept
};

// Holds the interview until its end, a pause, the end of the input or a signal. What was half typed
// is in the session then.
int line_run(struct session *session, const struct line_setup *setup);

#endif
