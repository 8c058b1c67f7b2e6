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

enum { WIZARD_PAGE = 80 }; // columns of the page as it is printed

struct wizard_setup {
    struct loop *loop;     // borrowed: where keys come from
    struct screen *screen; // borrowed; NULL: frames are drawn into a canvas only (tests)
    text_width_fn width;   // screen_width, or text_width_unicode without a screen
    int rows, columns;     // the size at the start when there is no screen
    bool practice;         // says so on every screen
    day_number today;      // the date the interview began, believed or not: to read "3 weeks ago"
    // Words on the last page ("maple-otter-41"), or NULL. Read when that page is drawn: `finished`
    // may set it.
    const char *slip;
    // All may be NULL; they get `context`.
    void (*begun)(void *context);    // once, when the first screen stands
    void (*finished)(void *context); // once, as soon as the finish is saved: the draft is done
    // The therapist's page (practice mode) in so many columns, at most WIZARD_PAGE; to be freed. Or
    // NULL.
    char *(*page)(void *context, int columns);
    void (*frame)(void *context, const struct canvas *canvas); // each frame, before it is shown
    void *context;

    // What a real interview in a waiting room needs beyond that: false or NULL in practice mode,
    // which then has nothing of it. They get `context` too. A passphrase is wiped when the call
    // returns; who checks it may take a second.

    // Nobody can leave but by a pause or the end, and neither stays on the screen: the last page
    // goes by itself. An interview that nobody comes back to is put away (clinic->close_seconds).
    bool kiosk;
    // The four resume words. NULL: not yet, or never. Asked for each time they could be shown, so
    // nothing waits for them.
    const char *(*words)(void *context);
    // "I need help" was pressed (at most once a minute). False: nobody could be told.
    bool (*help)(void *context);
    // With either of these, only it goes on behind a curtain of clinic->lock_seconds. True: it is
    // right. `typed` is as the patient typed it: capitals and blanks are the caller's to forgive.
    bool (*unlock)(void *context, const char *typed);
    bool (*unlock_staff)(void *context, const char *passphrase);
    // After an urgent finding: is this a reader's passphrase? Then staff let the patient go on.
    bool (*staff)(void *context, const char *passphrase);
    // The patient is about to go on after an urgent finding, by staff or by their own choice, which
    // they have confirmed. Called before anything goes on, once for each finding. False: it could
    // not be noted; the patient is told to call staff and may try again.
    bool (*went_on)(void *context, bool by_staff);
    // The finish is saved in the journal; now it must become a record. False: not possible just
    // now; the patient is told to call staff and may try again. Then `finished`, once it is true.
    bool (*hand_over)(void *context);
};

// The numbers of src/command/command.h that this face can end with.
enum wizard_exit {
    WIZARD_FINISHED = 0,
    WIZARD_DRAFT = 3,     // paused, or the terminal is lost: the draft is kept
    WIZARD_DISCARDED = 4, // the patient threw the answers away: the caller deletes the draft
    WIZARD_IDLE = 5,      // nobody came back: the draft is kept, and closed (kiosk)
    WIZARD_SIGNAL = 128,  // + the signal's number: the draft is kept
};

// Holds the interview until its end, a pause, a signal or the loss of the terminal. Half-typed text
// is in the session then. In a kiosk the last frame is blank.
int wizard_run(struct session *session, const struct wizard_setup *setup);

#endif
