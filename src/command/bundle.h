#ifndef COMMAND_BUNDLE_H
#define COMMAND_BUNDLE_H

#include "load/load.h"

#include <stdio.h>

// Form, rules, clinic and settings, found and loaded together. All of it or nothing: a file with an
// error never starts.
struct bundle {
    struct files files; // the form's first, then rules and clinic; answers may follow
    size_t form_files;  // how many of them
    size_t own_files;   // and with rules and clinic
    struct issues issues;
    struct form *form;
    struct rules *rules;
    struct clinic *clinic;
    uint8_t *settings; // by index of form->settings
};

// Of the form's files, and of all others: the first 4 bytes in hexadecimal.
struct bundle_hashes {
    char form[9], rules[9];
};

// Loads. The form's hash is in bundle->form, since a journal begins with it. Returns EXIT_FINE, or
// EXIT_CONFIG with the problems in bundle->issues. Close it either way.
int bundle_open(struct bundle *bundle, const char *folder, const char *config);
void bundle_close(struct bundle *bundle);
// What the file of that index is called where it is hashed and kept: its name alone, so that the
// same form has the same hash wherever it stands; before it, another form's folder if the form took
// it from there: "dry-needling/body.cfg".
const char *bundle_file_name(const struct bundle *bundle, size_t index);
// Of all that was loaded beside the form: rules, what the clinic changed in them, the clinic.
void bundle_rules_hash(const struct bundle *bundle, uint8_t out[32]);
// Of an open bundle, for a page: that of the rules is made now, while nobody waits for a screen.
void bundle_hashes(const struct bundle *bundle, struct bundle_hashes *out);

// The config folder: `given` if not NULL, else $INTAKE_CONFIG, else config beside the forms folder
// that `folder` stands in, else the user's, else the system's. Into `out`.
const char *bundle_config(const char *given, const char *folder, char *out, size_t size);
// The folder of a form: `given` if it is a folder, its folder if it is a form.cfg, else that name
// in $INTAKE_FORMS, in ./forms, or in the installed forms. NULL name: dry-needling.
const char *bundle_folder(const char *given, char *out, size_t size);

// Where practice journals live: `given` if not NULL, else $INTAKE_DRAFTS, else intake in
// $XDG_RUNTIME_DIR, in /run/user/UID, or, as the only memory that is left, intake-UID in /dev/shm.
const char *bundle_drafts(const char *given, char *out, size_t size);

// Prints issues of at least `level`, sorted, a line each. Returns how many errors there are.
size_t bundle_print(struct issues *issues, FILE *to);

#endif
