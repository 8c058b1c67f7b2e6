#ifndef RECORD_DRAFTS_H
#define RECORD_DRAFTS_H

#include "interview/interview.h"
#include "record/journal.h"

// The practice journals: one file an interview in $XDG_RUNTIME_DIR/intake (else /run/user/UID, else
// a 0700 directory of ours under /tmp when that is the only memory there is). NAME.draft while it
// runs, NAME.done when it is finished.
enum { DRAFT_NAME = 48 };

struct draft {
    char name[DRAFT_NAME]; // without ending
    bool done;
    int64_t began;  // seconds since 1970, by the file
    size_t answers; // events of kind answer
    bool begun;     // something was typed or marked, or answered
    bool damaged;
};

struct drafts; // an open directory

struct drafts *drafts_open(const char *folder,
                           int *error); // creates it 0700; NULL and errno in *error
void drafts_close(struct drafts *drafts);
// Lists what is there, newest first; fills at most `size`, returns how many there are.
size_t drafts_list(struct drafts *drafts, struct draft *list, size_t size);
// A name is letters, digits, `-` and `_`. The functions below return 0, or -1 with errno.

// Starts the journal of a new interview (EEXIST: there is one of that name, done or not).
int drafts_begin(struct drafts *drafts, const char *name, struct journal *journal);
// Replays a draft into a new interview; the journal stays open, and locked, for going on (pass NULL
// for reading only; what is done can only be read). EWOULDBLOCK: another program goes on with it;
// EBADMSG: damaged; ESTALE: it was answered on another form; ENODATA: nothing is in it.
int drafts_resume(struct drafts *drafts, const char *name, bool done, const struct form *form,
                  struct journal *journal, struct interview **out);
// Replays for reading as far as the file makes sense: *damaged says that it did not to its end.
// ESTALE, ENODATA as above; EBADMSG: not even its beginning can be read.
int drafts_read(struct drafts *drafts, const char *name, bool done, const struct form *form,
                struct interview **out, bool *damaged);
// NAME.draft becomes NAME.done, in one step.
int drafts_finish(struct drafts *drafts, const char *name);
int drafts_discard(struct drafts *drafts, const char *name);

#endif
