#ifndef RECORD_DRAFTS_H
#define RECORD_DRAFTS_H

#include "interview/interview.h"
#include "record/journal.h"

// The interviews under way: one journal each in a folder (0700). Practice interviews are plain, in
// $XDG_RUNTIME_DIR/intake (else /run/user/UID, else a directory of ours under /tmp when that is the
// only memory there is); real ones are sealed, in the data folder. NAME.draft while it runs,
// NAME.done when it is finished.
enum { DRAFT_NAME = 48 };

struct draft {
    char name[DRAFT_NAME]; // without ending
    bool done;
    bool sealed;
    bool words;     // sealed, and opens with the patient's words too
    int64_t began;  // seconds since 1970, by the file; of a sealed one: when it was last written
    uint64_t bytes; // of what was said
    bool begun;     // something was typed or marked, or answered; of a sealed one: there are events
    bool damaged;
};

struct drafts; // an open directory

// Creates the folder, and removes what was left by programs stopped while they began a draft. NULL
// and errno in *error.
struct drafts *drafts_open(const char *folder, int *error);
void drafts_close(struct drafts *drafts);
// The functions below return 0, or -1 with errno. A name is letters, digits, `-` and `_`.

// All that is there, newest first, however many they are: *list is the caller's to free, NULL where
// there is none. Needs no key.
int drafts_list(struct drafts *drafts, struct draft **list, size_t *count);

// Starts the journal of a new interview (EEXIST: there is one of that name, done or not). `key` and
// `opening` as draft_key_new gave them, the key to live as long as the journal; both NULL:
// practice.
int drafts_begin(struct drafts *drafts, const char *name, const struct draft_key *key,
                 const struct buffer *opening, struct journal *journal);
// What draft_key_open and draft_key_open_words need; without resume words `words` stays empty.
// ENODATA: it is not sealed, or nothing is in it; EBADMSG: damaged.
int drafts_keys(struct drafts *drafts, const char *name, bool done, struct buffer *opening,
                struct buffer *words);
// Replays a draft into a new interview; the journal stays open, and locked, for going on (pass NULL
// for reading only; what is done can only be read). EWOULDBLOCK: another program goes on with it;
// EBADMSG: damaged; ESTALE: it was answered on another form; ENODATA: nothing is in it; EACCES: it
// is sealed, and this is not its key.
int drafts_resume(struct drafts *drafts, const char *name, bool done, const struct form *form,
                  const struct draft_key *key, struct journal *journal, struct interview **out);
// Replays for reading as far as the file makes sense. *damaged is 0 if it did to its end, else the
// frame that does not, counted from 1. ESTALE, ENODATA, EACCES as above; EBADMSG: not even its
// beginning can be read.
int drafts_read(struct drafts *drafts, const char *name, bool done, const struct form *form,
                const struct draft_key *key, struct interview **out, uint64_t *damaged);
// NAME.draft becomes NAME.done, in one step.
int drafts_finish(struct drafts *drafts, const char *name);
// Does another program hold it open for going on?
bool drafts_held(struct drafts *drafts, const char *name);
int drafts_discard(struct drafts *drafts, const char *name);
// The same of one that is done.
int drafts_discard_done(struct drafts *drafts, const char *name);

#endif
