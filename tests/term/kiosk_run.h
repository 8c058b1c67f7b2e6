#ifndef TESTS_KIOSK_RUN_H
#define TESTS_KIOSK_RUN_H

#include "pty_run.h"
#include "record/words.h"

#include <stddef.h>

// The kiosk of the installed program on a pseudo-terminal, and a patient who gives every type of
// answer there.

#define KIOSK_FORM "tests/cases/patient/form"
#define KIOSK_CONFIG "tests/cases/patient/config"

// What the patient does, screen by screen; and the answer that is acknowledged by the next one.
struct step {
    const char *shown, *keys;
    const char *item, *said; // NULL: none
};

// From the welcome screen to the next, on KIOSK_FORM, with an urgent finding on the way.
enum { KIOSK_URGENT = 5, KIOSK_TOLD = 26, KIOSK_SLIP = 27, KIOSK_STEPS = 29 };
extern const struct step kiosk_steps[KIOSK_STEPS];

struct kiosk_wish {
    const char *data;
    const char *form, *config;            // NULL: forms/dry-needling, config
    const char *variables[PTY_VARIABLES]; // beside INTAKE_DATA
    bool held;                            // permissions hold even for root
    bool once;                            // no kiosk: one interview, `intake start`
    const char *folder;                   // where it is started, and may leave any core; or NULL
};

void kiosk_start(struct pty *pty, const struct kiosk_wish *wish);
// From the welcome screen, with sealed_passphrase; frees.
void kiosk_leave(struct pty *pty);
// What the patient does at the screen of kiosk_steps[step]. An urgent text is read before Enter:
// one that comes too soon is not taken.
void kiosk_reply(struct pty *pty, size_t step);
// Answers up to the screen of kiosk_steps[step], which is left open.
void kiosk_walk_to(struct pty *pty, size_t step);
// The words of the "Your four words" page, as they stand there in a row.
void kiosk_read_words(struct pty *pty, char words[RESUME_BYTES]);
// Where no interview may begin: Enter, until another process has looked.
void kiosk_look_again(struct pty *pty);
// What the kiosk holds at this moment: its own memory, and the open files of it and of the process
// that has the terminal.
struct kiosk_means {
    long resident; // bytes
    int files, turn_files;
};
struct kiosk_means kiosk_means(const struct pty *pty);
// One whole interview, from the welcome screen to where the next one stands; with the urgent
// finding on the way, whose texts take two seconds to read, or without.
void kiosk_interview(struct pty *pty, bool urgent);

#endif
