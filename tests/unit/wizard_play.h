#ifndef TESTS_WIZARD_PLAY_H
#define TESTS_WIZARD_PLAY_H

#include "base/buffer.h"
#include "patient/wizard/wizard.h"
#include "terminal/input.h"
#include "wizard_models.h"

// Plays a script of keys to the whole wizard, without a terminal. A line is a step:
//
//     form FOLDER CONFIG     what to load (at the top; default: tests/cases/patient)
//     room                   a real interview in a kiosk, not practice (at the top)
//     size 80x24             at the start
//     carried ID TEXT        what the clinic carried over, in the form's order (before any key)
//     type Maria             as typed
//     key down enter f1 ctrl-c space      enter: after reading the screen
//     key enter!             at once: the finger came down twice
//     resize 60x20
//     wait 90s
//     signal 15
//     disk broken|mended     events cannot be saved
//     words away|there       the four resume words are not ready
//     bell broken|mended     a call for help does not get through
//     note broken|mended     going on after an urgent finding cannot be noted
//     record broken|mended   what is finished cannot be handed over
//     screen NAME            the last frame and its cursor, into the result
//
// After the last step the terminal is lost. In a room the words are "maple otter cloud river", the
// passphrase is "open the door", and what the wizard asks of its surroundings is in the result.

struct play {
    struct screen *screen; // borrowed, may be NULL; set before playing, where it can be
    bool unwatched;        // frames are not looked at (when time counts); set before playing
    bool room;             // a kiosk; set before playing, or by the script
    struct session session;
    struct session_setup setup;
    struct wizard_setup wizard;
    struct loop loop;
    struct journal journal; // never valid: used to make saving fail
    // where the script is
    const char *at, *end;
    const char *carried; // its first `carried` line, or NULL
    const char *text;    // rest of a `type` line
    size_t text_length;
    const char *keys; // rest of a `key` line
    size_t keys_length;
    int64_t now, waited;
    bool waiting;
    int signal;
    // A line that is none of the above; NULL: such lines are passed over.
    void (*other)(void *context, const char *line, size_t length);
    void *other_context;
    bool words_away, bell_broken, note_broken, record_broken;
    // what came of it
    struct buffer frame; // the last frame as text
    int rows, columns, cursor_row, cursor_column;
    size_t frames;
    struct buffer *out;
    void (*seen)(void *context); // play_watched
    void *seen_context;
    char problem[256]; // the first frame that breaks a promise; "" if none
};

// Plays `length` bytes of script into `out`; returns the wizard's exit code.
int play_run(struct play *play, struct play_models *models, const char *script, size_t length,
             struct buffer *out);
// The same; `seen` is called after each frame, when the interview is what the patient sees.
int play_watched(struct play *play, struct play_models *models, const char *script, size_t length,
                 struct buffer *out, void (*seen)(void *context), void *context);
// The script alone, for another face: sets up play->loop, and the size where the script names one.
// Give it play_frame, with `play` as its context, for frames.
void play_script(struct play *play, const char *script, size_t length, struct buffer *out,
                 int *rows, int *columns);
void play_frame(void *context, const struct canvas *canvas);
// Any source of input instead of a script; `play` checks each frame all the same.
int play_source(struct play *play, struct play_models *models, const struct loop_source *source,
                void *context, int rows, int columns);
// Any bytes as keys, resizes and waits: for random walks and fuzzing; in a room, or in practice.
int play_bytes(struct play *play, struct play_models *models, const uint8_t *bytes, size_t length,
               bool room);
// What must hold of the interview after any run; NULL if it does, else what is wrong. Replays the
// trail into a new interview and compares.
const char *play_check(struct play *play, struct play_models *models);
// A whole file, NUL-terminated; NULL if it cannot be read. Free with free().
char *play_file(const char *name, size_t *length);
// Form and config folders named in the first lines of a script, else the defaults.
void play_folders(const char *script, char form[256], char config[256]);

#endif
