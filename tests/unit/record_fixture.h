#ifndef TESTS_RECORD_FIXTURE_H
#define TESTS_RECORD_FIXTURE_H

#include "record/drafts.h"
#include "record/store.h"

// What the tests of sealed records share: a terminal, readers with names, a folder of one's own.
enum { FIXTURE_READERS = 3, FIXTURE_NOW = 1772442000 };

struct record_fixture {
    char folder[64];
    uint8_t seed[SEAL_KEY], terminal[SEAL_KEY];
    struct reader readers[FIXTURE_READERS];
    struct reader_secret *secrets[FIXTURE_READERS];
};

void record_fixture_make(struct record_fixture *fixture);
// Removes the folder and the files in it.
void record_fixture_remove(struct record_fixture *fixture);
void record_fixture_path(const struct record_fixture *fixture, const char *name, char path[128]);

// An interview sealed to the readers, not yet in a chain: headline "headline TEXT", body "body
// TEXT".
void record_fixture_seal(const struct record_fixture *fixture, const char *text,
                         struct entry *entry, struct entry_wrap *wraps, size_t *count);
// The same, added to a store; *id (if not NULL) gets its id.
void record_fixture_add(const struct record_fixture *fixture, struct store *store, const char *text,
                        uint8_t *id);
// An open entry with one line, added.
void record_fixture_note(const struct record_fixture *fixture, struct store *store,
                         const char *text);
// Does the file hold these bytes anywhere? A file that is not there does not.
bool record_fixture_holds(const char *path, const void *bytes, size_t length);

// How many drafts there are; *newest, if there is one.
size_t record_fixture_drafts(struct drafts *drafts, struct draft *newest);

// What draft_key_open_words makes of words that are tried on this one draft.
struct draft_key *record_fixture_open_words(const void *opening, size_t opening_length,
                                            const void *closed, size_t closed_length,
                                            const char *words);

#endif
