#ifndef THERAPIST_THERAPIST_H
#define THERAPIST_THERAPIST_H

#include "base/text.h"
#include "record/installation.h"
#include "summary/summary.h"
#include "terminal/canvas.h"
#include "terminal/loop.h"

// The therapist's desk: unlock, the queue, one record at a time, lock. It shows what a reader may
// see and adds what they decide; what was sealed is never changed. Until it is unlocked, and again
// as soon as it is locked, nothing of a patient is on the screen or held by this room.

struct screen;

// What a record was asked and judged with: of its day, whatever it is today.
struct therapist_form {
    const struct form *form;
    const struct rules *rules;
    const struct clinic *clinic;
    const char *form_hash, *rules_hash; // short hexadecimal
};

// A moment by the local clock.
struct therapist_when {
    day_number day;
    char clock[8];    // "10:05"
    char text[40];    // "23 Nov 2026 10:05"
    char date[24];    // "23 Nov 2026"
    int64_t midnight; // when that day began
};

// What leaves the sealed store.
enum therapist_format { GIVEN_PDF, GIVEN_HTML, GIVEN_TEXT, GIVEN_FHIR };
struct therapist_paper {
    enum therapist_format format;
    const struct summary *document; // of all but GIVEN_FHIR
    const uint8_t *bytes;           // GIVEN_FHIR: as it was sealed
    size_t length;
    const char *name; // of a file, without an ending: "intake-17-page"
};

enum { THERAPIST_SAID = 512, THERAPIST_PATH = 4096, THERAPIST_PLACES = 16 };

struct therapist_setup {
    struct loop *loop;     // borrowed: where keys come from
    struct screen *screen; // borrowed; NULL: frames are drawn into a canvas only (tests)
    text_width_fn width;   // screen_width, or text_width_unicode without a screen
    int rows, columns;     // the size at the start when there is no screen
    bool ascii;            // pages without signs beyond ASCII
    struct installation *installation; // borrowed
    int idle_seconds;                  // without a key until it locks; 0: never
    bool month_first;                  // dates are typed 5/17/1980
    bool print_today_only;             // the clinic's policy for what is not kept
    int next_days;                     // how long the words of a next visit hold
    void (*frame)(void *context, const struct canvas *canvas); // each frame; or NULL

    // All that follow are needed; they get `context`.
    int64_t (*now)(void *context); // seconds since 1970
    void (*when)(void *context, int64_t at, struct therapist_when *out);
    // Forms and rules by their hashes. NULL, with a sentence in *why (static). What is returned
    // stays until the desk is left.
    const struct therapist_form *(*form)(void *context, const uint8_t form[SEAL_HASH],
                                         const uint8_t rules[SEAL_HASH], const char **why);
    // False, with one sentence for the therapist in `said` (THERAPIST_SAID bytes): then nothing was
    // printed or written. A sentence of success is said too.
    bool (*print)(void *context, const struct therapist_paper *paper, char *said);
    bool (*export)(void *context, const struct therapist_paper *paper, const char *folder,
                   char *said);
    // Folders one may mean: sticks that are there now. How many.
    size_t (*places)(void *context, char places[THERAPIST_PLACES][THERAPIST_PATH]);
    // Goes on with a folder's half-typed name as far as there is one way (`path` has
    // THERAPIST_PATH bytes). How many folders begin so.
    size_t (*complete)(void *context, char *path);
    // Where a folder begins with "~/", writes out what that is, if it is known.
    void (*home)(void *context, char *path);
    // Makes the next visit ready: what was made, for who hands the slip over, is appended to `out`,
    // which wants wiping. False, with one sentence in `said`: nothing was. May be NULL.
    bool (*next)(void *context, const struct reader *reader, const struct reader_secret *secret,
                 const struct interview *interview, const uint8_t id[ENTRY_ID], struct buffer *out,
                 char *said);
    // The clinic's numbers, of many and of nobody, appended to `out` as text. False, with one
    // sentence in `said`. May be NULL.
    bool (*report)(void *context, const struct reader *reader, const struct reader_secret *secret,
                   struct buffer *out, char *said);
    void *context;
};

// The numbers of src/command/command.h that the desk can end with.
enum therapist_exit {
    THERAPIST_LEFT = 0,
    THERAPIST_LOST = 2,     // the terminal is gone
    THERAPIST_SIGNAL = 128, // + the signal's number
};

// From the gate until it is left. The last frame is blank.
int therapist_run(const struct therapist_setup *setup);

#endif
