#ifndef PATIENT_WIZARD_VIEW_H
#define PATIENT_WIZARD_VIEW_H

#include "base/arena.h"
#include "base/buffer.h"
#include "patient/wizard/wizard.h"
#include "terminal/draw.h"
#include "terminal/key.h"

// What the files of this folder share: a view is one kind of screen; the wizard holds one for the
// place the interview is at, and at most one more over it (help, pause menu, curtain).

struct wizard;

struct view_kind {
    // A state for the place the wizard is at; never NULL unless `open` is NULL.
    void *(*open)(struct wizard *wizard);
    void (*close)(void *state); // frees
    // Draws into the frame; title, notice and footer's rule are the view's own business through the
    // helpers below. Puts the cursor on the focus.
    void (*draw)(struct wizard *wizard, void *state, const struct frame *frame);
    // True if the key meant something here. Keys that mean the same everywhere come after it.
    bool (*key)(struct wizard *wizard, void *state, const struct key *key);
    // Half-typed text to keep when the patient leaves without an answer, or NULL. May be NULL.
    const char *(*typed)(void *state);
    // Marks to keep when the patient leaves without an answer. May be NULL.
    const struct answer *(*marked)(void *state);
    // True while letters are text. May be NULL.
    bool (*typing)(const void *state);
    bool steady; // nothing personal on it: it stays however long nobody touches a key
    bool alone;  // no help, outline or curtain from here
};

extern const struct view_kind view_choice, view_scale, view_field, view_longtext, view_body,
    view_note, view_repeat, view_review; // places of the interview
extern const struct view_kind view_urgent, view_told, view_handing, view_thanks, view_page,
    view_kept; // and after it
extern const struct view_kind view_help, view_why, view_outline, view_pause, view_discard,
    view_remove, view_curtain, view_notice, view_warn, view_disk, view_words, view_lock, view_alone,
    view_staff; // over another

struct view {
    const struct view_kind *kind; // NULL: none
    void *state;
};

enum wizard_stage {
    STAGE_INTERVIEW,
    STAGE_HANDING, // finished, and not a record yet
    STAGE_TOLD,
    STAGE_THANKS,
    STAGE_PAGE,
    STAGE_KEPT, // paused in a kiosk: the words once more
    STAGE_OVER
};

// What follows an event that was accepted.
enum wizard_after { AFTER_ARRIVE, AFTER_STAY, AFTER_LEAVE };

struct wizard {
    struct session *session;
    const struct wizard_setup *setup;
    struct canvas canvas;
    int rows, columns;    // of the screen
    struct arena scratch; // of one frame
    enum wizard_stage stage;
    struct interview_at at;
    struct view view, over;
    bool stale;                        // the place has changed: open its view
    bool change_over;                  // after this key `over` becomes next_over
    const struct view_kind *next_over; // NULL: none
    struct buffer notice;              // one sentence for the patient, until the next key
    bool warning;                      // it says that something was not taken
    bool done;
    int code;
    bool unseen;          // what is asked has changed, and no frame has shown it
    bool steered;         // it has had another key than Enter
    int64_t shown;        // when the last frame was
    int64_t fresh;        // when the first frame was of what is asked now
    int64_t touched;      // when the last key came
    int64_t rested;       // and the one before it
    int64_t deadline;     // of the notice's countdown
    int64_t lock_at;      // behind the curtain: when only the words go on
    int64_t close_at;     // behind the curtain: when the interview is put away
    int64_t called;       // when help was called last; 0: never
    bool words_due;       // the page of the four words has not been read yet
    uint32_t first_item;  // where the interview stood at the start
    bool by_staff;        // who lets the patient go on after an urgent finding
    bool noted;           // that is noted
    struct event pending; // what could not be saved, or needs a "yes"; owns its answer
    enum wizard_after pending_after;
    struct buffer doubt;            // the answer and the warning that view_warn says
    uint32_t removing;              // entry of view_remove
    uint32_t owed_item, owed_entry; // what a refused finish or jump asks for, or FORM_NO_ITEM
    size_t review_focus;            // row of the review page to come back to
    bool review_open;               // private answers are shown
};

// act.c: what the patient does. Each leaves `wizard` with a new place, a notice, or a view over it.
void act_answer(struct wizard *wizard, const struct answer *answer);
void act_silence(struct wizard *wizard, enum silence silence);
void act_read(struct wizard *wizard);
void act_back(struct wizard *wizard);
void act_go(struct wizard *wizard, uint32_t item, uint32_t entry);
void act_add(struct wizard *wizard);
void act_remove(struct wizard *wizard, uint32_t entry);
// After the urgent text; in a real interview by staff, or by the patient's own choice.
void act_go_on(struct wizard *wizard, bool by_staff);
void act_finish(struct wizard *wizard);
void act_hand_over(struct wizard *wizard); // what is finished becomes a record
void act_leave(struct wizard *wizard);     // pause: the draft is kept
void act_again(struct wizard *wizard);     // `pending` once more; a warning is then confirmed
// Keeps half-typed text and marks of the current question.
void act_keep(struct wizard *wizard);
// Marks kept for the current question, or NULL.
const struct answer *act_kept(const struct wizard *wizard);

// idle.c: what happens by itself when no key comes: a notice, the curtain, the lock, putting away.
int64_t idle_deadline(const struct wizard *wizard); // when to wake without a key
void idle_strikes(struct wizard *wizard);           // that time has come
void idle_touched(struct wizard *wizard);           // a key has come
void idle_covered(struct wizard *wizard);           // the curtain has fallen now
// Seconds until what is on the screen goes by itself, rounded up; -1: it is not time to say so.
int idle_left(const struct wizard *wizard);

// wizard.c
void wizard_frame(struct wizard *wizard); // shows how things stand, in the middle of a key
void wizard_over(struct wizard *wizard, const struct view_kind *kind); // NULL: close it
void wizard_say(struct wizard *wizard, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void wizard_warn(struct wizard *wizard, const char *text);
const struct form_item *wizard_item(const struct wizard *wizard); // NULL: not at an item
const struct answers *wizard_answers(const struct wizard *wizard);
const struct answer *wizard_given(const struct wizard *wizard); // to the current question
bool wizard_month_first(const struct wizard *wizard);
// What is asked has changed: nothing on the screen has been seen yet.
void wizard_fresh(struct wizard *wizard);
enum { GLANCE_MS = 600 }; // too short to have read anything
// True if the key came less than `least` milliseconds after what is asked was first shown, or hard
// on the key before it: a key held down, or one press that came twice.
bool wizard_hasty(const struct wizard *wizard, int64_t least);
void wizard_next_stage(struct wizard *wizard);

// page.c: what every screen shares. Texts live until the frame is drawn.
const char *page_words(struct wizard *wizard, const char *text); // with its names filled in
void page_title(struct wizard *wizard, const struct frame *frame);
// The notice in its line, or in the last lines of the body if it needs more; returns the body
// without them.
struct rect page_notice(struct wizard *wizard, const struct frame *frame);
// Title, notice, question and hint of the current item; returns what is left for the answer, with a
// blank line before it where that leaves `wanted` rows.
struct rect page_question(struct wizard *wizard, const struct frame *frame, int wanted);
// The same without the hint, where it says how to answer and that is done.
struct rect page_question_alone(struct wizard *wizard, const struct frame *frame, int wanted);
// The footer: the view's own hints, then those that are the same everywhere.
void page_footer(struct wizard *wizard, const struct frame *frame, const struct hint *hints,
                 size_t count);
// The footer of a screen from which there is no other way: its own hints, and the key that calls
// staff.
void page_footer_alone(struct wizard *wizard, const struct frame *frame, const struct hint *hints,
                       size_t count);
// The four words, or NULL: none, or not yet.
const char *page_resume_words(const struct wizard *wizard);
// "24 hours", "1 hour": how long the answers of an interview that was left are kept.
const char *page_draft_time(struct wizard *wizard);

// The silences a question offers, with their keys.
struct quiet {
    enum silence silence;
    char letter;
    int function;     // the key's twin where letters are text
    const char *text; // "I don't know"
};
enum { QUIET_MAX = 3 };
size_t quiet_offers(const struct wizard *wizard, const struct form_item *item,
                    struct quiet offers[QUIET_MAX]);
// The silence a key asks for, or SILENCE_NOT. `typing`: by its function key only.
enum silence quiet_key(const struct wizard *wizard, const struct key *key, bool typing);
// "I don't know" or "I would rather not say" by its key, also where the question does not offer it:
// one of its own options may say the same.
enum silence quiet_meant(const struct key *key);
// A silence is chosen where words are typed: they are put aside, and the same key brings them back.
// `aside` is the view's own, empty at first, and emptied when something is typed.
void quiet_instead(struct wizard *wizard, const struct key *key, enum silence asked,
                   enum silence *chosen, struct edit *edit, struct buffer *aside);
// Draws them as lines; `chosen` is marked. Returns the rows used.
int quiet_draw(struct wizard *wizard, struct rect area, enum silence chosen, bool typing);
int quiet_rows(struct wizard *wizard, int columns, bool typing);

void *view_take(size_t size); // zeroed; dies if there is no memory

#endif
