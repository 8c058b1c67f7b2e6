#ifndef COMMAND_SETUP_H
#define COMMAND_SETUP_H

#include "form/clinic.h"
#include "record/reader.h"

// What `intake setup` must know before it makes anything.
enum { SETUP_THERAPISTS = 40 };

struct setup {
    struct arena arena;
    struct clinic clinic; // name, emergency, therapists; the rest as clinic.cfg has it
    struct clinic_therapist therapists[SETUP_THERAPISTS];
    char reader[READER_NAME];
    char *passphrase; // ASK_SECRET bytes of secret memory
};

// setup_ask.c: asks for all of it. EXIT_FINE, or why not.
int setup_ask(struct setup *setup);
// The same from a file of "key = value" lines (see --help), read into locked memory. What is
// missing or wrong is said with its line. A file that others may read is refused.
int setup_read(struct setup *setup, const char *file);

// setup_clinic.c: the clinic's file in `config`, as it is now; without one, nothing but defaults.
// Its text is in *text, which lives in `arena`. EXIT_CONFIG after printing what is wrong with it.
int setup_load_clinic(const char *config, struct clinic **out, const char **text,
                      struct arena *arena);
// Writes it with the new facts in place of the old (see clinic_text.h); where that is not allowed,
// into the data folder, and says what to do with it.
int setup_write_clinic(const struct setup *setup, const char *old, const char *config,
                       const char *data);

#endif
