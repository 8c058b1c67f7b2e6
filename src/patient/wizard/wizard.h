#ifndef PATIENT_WIZARD_WIZARD_H
#define PATIENT_WIZARD_WIZARD_H

#include "base/text.h"
#include "patient/session.h"
#include "terminal/canvas.h"
#include "terminal/loop.h"

// The full-screen face: one question a screen, from the question a session stands at to the
// hand-over. It owns no answer and decides nothing about order or validity; it only shows where the
// interview is and turns keys into events. Opening the terminal is in open.h.

struct screen;

struct wizard_setup {
    struct loop *loop;     // borrowed: where keys come from
    struct screen *screen; // borrowed; NULL: frames are drawn into a canvas only (tests)
    text_width_fn width;   // screen_width, or text_width_unicode without a screen
    int rows, columns;     // the size at the start when there is no screen
    bool practice;         // says so on every screen
    day_number today;      // the date the interview began, to read "3 weeks ago"
    const char *slip;      // words on the last page ("maple-otter-41"), or NULL
    // All may be NULL; they get `context`.
    void (*begun)(void *context);    // once, when the first screen stands
    void (*finished)(void *context); // once, as soon as the finish is saved: the draft is done
    char *(*page)(void *context);    // the therapist's page (practice mode), to be freed; or NULL
    void (*frame)(void *context, const struct canvas *canvas); // each frame, before it is shown
    void *context;
};

// The numbers of src/command/command.h that this face can end with.
enum wizard_exit {
    WIZARD_FINISHED = 0,
    WIZARD_DRAFT = 3,     // paused, or the terminal is lost: the draft is kept
    WIZARD_DISCARDED = 4, // the patient threw the answers away: the caller deletes the draft
    WIZARD_SIGNAL = 128,  // + the signal's number: the draft is kept
};

// Holds the interview until its end, a pause, a signal or the loss of the terminal. Half-typed text
// is in the session then.
int wizard_run(struct session *session, const struct wizard_setup *setup);

#endif
