#ifndef THERAPIST_VIEW_H
#define THERAPIST_VIEW_H

#include "base/arena.h"
#include "base/buffer.h"
#include "record/folded.h"
#include "terminal/draw.h"
#include "terminal/key.h"
#include "terminal/pager.h"
#include "therapist/half.h"
#include "therapist/therapist.h"

// What the files of this folder share: screens stand on one another, the topmost is shown. The
// lowest is the gate, or, unlocked, the queue.

struct therapist;
struct visit;

struct view_kind {
    // A state; NULL is allowed where there is none.
    void *(*open)(struct therapist *desk);
    void (*close)(void *state); // frees, and wipes what was typed
    // Draws into the frame and puts the cursor on the focus.
    void (*draw)(struct therapist *desk, void *state, const struct frame *frame);
    // True if the key meant something here. Keys that mean the same everywhere come after it.
    bool (*key)(struct therapist *desk, void *state, const struct key *key);
    // True while letters are text. May be NULL.
    bool (*typing)(const void *state);
    // Words half written, which a lock keeps for who wrote them. May be NULL.
    const struct edit *(*written)(const void *state);
    // The list, or the record that is open, is another than it was. May be NULL.
    void (*news)(struct therapist *desk, void *state);
};

extern const struct view_kind at_gate, at_queue, at_person, at_reader, at_why, at_learn, at_decide,
    at_note, at_earlier, at_next, at_export, at_report, at_help;

enum { VIEWS_MOST = 5, NOW_MOST = 32 };

struct view {
    const struct view_kind *kind;
    void *state;
};

// What happens to the screens when the key has been dealt with.
enum view_step { STEP_NONE, STEP_OVER, STEP_BACK, STEP_INSTEAD, STEP_QUEUE, STEP_LOCK, STEP_LEAVE };

struct therapist {
    const struct therapist_setup *setup;
    struct canvas canvas;
    int rows, columns;
    struct arena scratch; // of one frame
    struct view views[VIEWS_MOST];
    size_t view_count;
    enum view_step step;
    const struct view_kind *next; // of STEP_OVER and STEP_INSTEAD
    struct buffer said;           // one sentence, until the next key
    bool warning;                 // it says that something was not done
    bool done;
    int code;
    int64_t touched;        // when the last key came
    const char *locked_why; // as a sentence, if nobody here asked for it

    // While it is unlocked.
    const struct reader *reader;
    struct reader_secret *secret; // NULL: locked
    struct folded *folded;
    int64_t version; // of the store, as it was last looked at
    int64_t look_at; // when to look again
    struct store_now under_way[NOW_MOST];
    size_t under_way_count; // may be more than fit
    struct half half;       // a note, over a lock
    uint64_t focus;         // the record the queue is at, by number: it outlives a lock

    struct visit *visit;  // the record that is open, or NULL
    unsigned reader_tab;  // of it
    uint32_t rule;        // what at_why is about
    uint32_t item, entry; // what at_learn is about
    bool printing;        // at_export prints
    struct pager help;    // of at_help
};

// therapist.c
void therapist_over(struct therapist *desk, const struct view_kind *kind);
void therapist_instead(struct therapist *desk, const struct view_kind *kind);
void therapist_back(struct therapist *desk);
void therapist_queue(struct therapist *desk); // closes the record
void therapist_leave(struct therapist *desk);
void therapist_frame(struct therapist *desk); // shows how things stand, in the middle of a key
void therapist_say(struct therapist *desk, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void therapist_warn(struct therapist *desk, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
// "WHAT: why, as errno has it."
void therapist_failed(struct therapist *desk, const char *what);
int64_t therapist_now(const struct therapist *desk); // seconds since 1970
// Notes in the log what is about to be done. False, after saying so: then it may not be done.
bool therapist_deed(struct therapist *desk, const char *did, const uint8_t *id, const char *reason);
// Takes in what was added, by this desk or another.
void therapist_look(struct therapist *desk);
void *therapist_take(size_t size); // zeroed; dies if there is no memory

// unlocking.c
// True: unlocked, and the list is there. Else a sentence is said.
bool unlocking_try(struct therapist *desk, const char *passphrase);
void unlocking_end(struct therapist *desk); // wipes the secret and the list

// opening.c
// Opens the record into desk->visit; the opening is in the log before anything of it is shown.
// False, after saying why.
bool opening_try(struct therapist *desk, const struct folded_row *row);
void opening_close(struct therapist *desk); // and what it opened is gone
// Reads again what stands beside the open record, if something was added. What cannot be read is
// said.
void opening_renew(struct therapist *desk, const struct folded_row *row);
// Adds a remark beside the open record, and takes it in. False, after saying why.
bool opening_remark(struct therapist *desk, const struct remark *remark);

// frame.c
// Title line, and the sentence in its place; returns the body without what that takes.
struct rect frame_draw(struct therapist *desk, const struct frame *frame, const char *left,
                       const char *right);
// The same of a screen over the open record: whom it is about stands left.
struct rect frame_record(struct therapist *desk, const struct frame *frame, const char *right);
// The footer: the view's own hints, then those that are the same everywhere.
void frame_footer(struct therapist *desk, const struct frame *frame, const struct hint *hints,
                  size_t count);

// whom.c
// "Maria Silva  ·  born 17 May 1980, 46" in so many columns: who has a long name is told by its
// beginning and the birth date, which is never cut; where there is no room for both, by the name.
const char *whom_line(struct therapist *desk, const struct folded_row *row, size_t columns);
// Whole years on a day, or "" where they are not known.
const char *whom_age(struct therapist *desk, const struct folded_row *row, day_number on);
const char *whom_born(struct therapist *desk, const struct folded_row *row);
const char *whom_name(const struct folded_row *row); // "(no name)"

#endif
