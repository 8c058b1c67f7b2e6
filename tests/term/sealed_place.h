#ifndef TESTS_SEALED_PLACE_H
#define TESTS_SEALED_PLACE_H

#include "record/installation.h"

// A clinic's data folder with one reader and an approval of forms/dry-needling with config/, as
// `intake setup` and `intake approve` leave it, for the cheapest cost the program allows.
struct sealed_place {
    char folder[256]; // removed with all that is in it at the end
    uint8_t terminal[SEAL_KEY];
    struct reader reader;
    struct reader_secret *secret;
};

extern const char sealed_passphrase[];

void sealed_place_make(struct sealed_place *place, bool approved);
// The same with another form and its rules approved; NULL: nothing is.
void sealed_place_make_for(struct sealed_place *place, const char *form, const char *config);
// One more form is approved.
void sealed_place_approve(struct sealed_place *place, const char *form, const char *config);
void sealed_place_remove(struct sealed_place *place);
// A folder with all that is in it.
void sealed_place_remove_folder(const char *path);
// How many entries of a kind there are now. The store is opened for each look: a test that reads
// the files themselves takes away the locks of whatever this process has open.
uint64_t sealed_place_count(struct sealed_place *place, enum entry_kind kind);
// The newest of a kind, opened by the reader. False: there is none.
bool sealed_place_open(struct sealed_place *place, enum entry_kind kind, struct buffer *headline,
                       struct buffer *body);

#endif
