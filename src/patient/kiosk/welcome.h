#ifndef PATIENT_KIOSK_WELCOME_H
#define PATIENT_KIOSK_WELCOME_H

#include "base/text.h"
#include "form/form.h"
#include "record/words.h"
#include "terminal/canvas.h"
#include "terminal/loop.h"
#include "terminal/secret.h"

// What stands between two patients: whose clinic this is, and how to begin. It holds nothing of
// anybody, opens nothing and checks nothing: it says what was asked for, and its caller does it. An
// untouched welcome screen never wakes.

struct screen;

// A language the questions can be asked in.
struct welcome_language {
    const char *code; // "en", as the form has it; borrowed
    const char *name; // "English", in that language
    // "Press Enter to begin", in that language; in English where the program does not know it.
    const char *begin;
};
enum { WELCOME_LANGUAGES = 12 };
// The form's own language first, then its translations; NULL: English. Returns how many, at least
// one.
size_t welcome_languages(const struct form *form, struct welcome_language list[WELCOME_LANGUAGES]);

struct welcome_setup {
    struct loop *loop;     // borrowed: where keys come from
    struct screen *screen; // borrowed; NULL: frames are drawn into a canvas only (tests)
    text_width_fn width;
    int rows, columns;  // the size at the start when there is no screen
    const char *clinic; // its name
    bool practice;      // says so
    const struct welcome_language *languages;
    size_t language_count; // at least one
    // Why no interview may begin now, as whole sentences for whoever stands there; NULL: it may.
    const char *closed_because;
    // What came of the last end of this screen ("These words open nothing here."), or NULL. It goes
    // with the next key, or after a minute.
    const char *notice;
    // resume_words_read of record/words.h. NULL: nobody can go on with words here.
    bool (*read_words)(const char *text, char out[RESUME_BYTES], int *wrong);
    // Both may be NULL; they get `context`.
    bool (*help)(void *context); // "I need help"; false: nobody could be told
    void (*frame)(void *context, const struct canvas *canvas); // each frame, before it is shown
    void *context;
};

enum welcome_end {
    WELCOME_BEGIN,  // an interview in `language`
    WELCOME_GO_ON,  // the one these `words` open, if there is one
    WELCOME_STAFF,  // `passphrase` was typed to leave the kiosk: a reader's, or not
    WELCOME_LOOK,   // closed, and someone asks to look again whether it still is
    WELCOME_SIGNAL, // `signal`
    WELCOME_LOST,   // the terminal is gone
};

struct welcome {
    enum welcome_end end;
    size_t language;          // of setup->languages
    char words[RESUME_BYTES]; // as read_words gave them
    struct secret passphrase;
    int signal;
};

// Until one of these. Ctrl-C, Ctrl-Z, Ctrl-\ and Esc are none. Clear *out when it has been used.
// The last frame is blank.
void welcome_run(const struct welcome_setup *setup, struct welcome *out);
void welcome_clear(struct welcome *welcome); // wipes words and passphrase

#endif
