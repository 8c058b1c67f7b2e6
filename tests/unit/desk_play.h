#ifndef TESTS_DESK_PLAY_H
#define TESTS_DESK_PLAY_H

#include "desk_clinic.h"
#include "wizard_play.h"

// Plays a script of keys to the therapist's desk, over a clinic of its own. Lines are those of
// wizard_play.h, and:
//
//     five                         five people have finished (desk_clinic_five)
//     one ANSWERS SLIP SECONDS     one more, so many seconds before half past ten
//     so-far ANSWERS SLIP SECONDS  sealed when something urgent was shown
//     today ANSWERS SLIP SECONDS   who said that nothing may be kept
//     called NAME                  the next of these has that name ("\x1b" and the like are read)
//     damaged                      a record that cannot be read
//     spoilt NUMBER                the body of that record is zeros; its headline opens (once)
//     mended NUMBER                and is what it was
//     under-way, help              somebody is at a terminal; and calls for help
//     decided NUMBER TEXT          another desk decides "not today" about that entry
//     answered NUMBER ITEM VALUE   another desk answers that question beside that entry
//     removed                      somebody else is a reader, and removes the one at the desk
//     unlock                       types the passphrase, and Enter
//     folder FOLDER                the folder of the tests is typed
//     stick away                   nothing can be written into folders
//     printer away
//     policy print         what is not kept may be printed
//
// The clock stands at half past ten, and goes on by what is waited.

struct desk_play {
    struct play play;
    struct desk_clinic clinic;        // writes as other programs do
    struct installation installation; // the desk's own
    struct therapist_form form;       // that of all records here
    struct therapist_setup setup;     // what the desk runs on
    char name[512];                   // of `called`
    char folder[64];                  // for exports
    bool stick_away, printer_away;
    void (*furnish)(struct desk_clinic *clinic); // once it is made; or NULL
    struct buffer printed;                       // the last that was printed
};

// The desk over a clinic that is made for it, on any source of keys. `desk` is zeroed, or set up by
// desk_play_run, which plays a script. The exit code of the desk; desk_play_end after either.
int desk_play_source(struct desk_play *desk, struct loop *loop, int rows, int columns);
int desk_play_run(struct desk_play *desk, const char *script, size_t length, struct buffer *out);
void desk_play_end(struct desk_play *desk);

#endif
