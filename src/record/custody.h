#ifndef RECORD_CUSTODY_H
#define RECORD_CUSTODY_H

#include "record/drafts.h"
#include "record/handover.h"
#include "record/installation.h"
#include "record/words.h"

// One real interview in the clinic's custody, from its first event to the record: a draft in
// DATA/drafts under a key of its own, the patient's four words, a partial record when something is
// urgent, and in the end the record instead of the draft. The draft's name is its id, and the
// record's id is the draft's, so that after any crash there is exactly one of them.
struct custody;

struct custody_setup {
    struct installation *installation;
    struct drafts *drafts; // of DATA/drafts; borrowed, as all of this
    const struct form *form;
    const struct rules *rules;
    const struct clinic *clinic;
    const uint8_t *rules_hash; // SEAL_HASH bytes
    const char *program, *face;
    int east; // minutes by which local time is ahead of UTC
    // Another form of the clinic: a draft may be of that one instead. NULL: there is none.
    const struct custody_setup *other;
};

// A new one: the draft is made, four words are drawn and stretched beside everything else. NULL
// with errno (ENOMEM, ENOSPC, EACCES ...; EINVAL: no reader to seal to).
struct custody *custody_begin(const struct custody_setup *setup, int64_t now);
// The draft that these words open (as resume_words_read gives them), half a second or more for each
// that they do not. NULL with errno: ENOENT none; ESTALE it was answered on none of these forms;
// EBADMSG it is damaged; EWOULDBLOCK it is held elsewhere; others if the drafts cannot be listed.
struct custody *custody_resume(const struct custody_setup *setup, const char *words,
                               struct interview **out);
// The same by a reader, of the draft called `name`. EACCES: it was not closed to them.
struct custody *custody_reopen(const struct custody_setup *setup, const char *name,
                               const struct reader *reader, const struct reader_secret *secret,
                               struct interview **out);
// Puts the draft away as it is: waits for the words if they are not in it yet. NULL is fine.
void custody_close(struct custody *custody);

struct journal *custody_journal(struct custody *custody);
// The form of the setup that it is held by: one of the others, if the draft was of that.
const struct form *custody_form(const struct custody *custody);
// The patient's words; NULL if this draft was opened by a reader, who does not know them.
const char *custody_words(const struct custody *custody);
// Do these words, as typed, go on with it?
bool custody_unlocks(const struct custody *custody, const char *typed);
// Lays the stretched words into the draft, once they are ready. Cheap; after each event.
void custody_tick(struct custody *custody);
// The same, and waits for them: an answer is not acknowledged before its patient's words open it.
void custody_settle(struct custody *custody);

// Seals what has been said so far as ENTRY_PARTIAL: something urgent is shown. -1 with errno.
int custody_partial(struct custody *custody, const struct interview *interview, int64_t began,
                    int64_t now);
// Was something urgent shown that no partial record is of? So it is if the machine stopped between
// the two, and where the store cannot be read.
bool custody_owes_partial(struct custody *custody, const struct interview *interview);
// The finished interview becomes a record and the draft goes. 0; or -1 with errno, and the draft is
// as it was: try again. `slip` is what the patient says at the desk.
int custody_finish(struct custody *custody, const struct interview *interview, int64_t began,
                   int64_t now, char slip[SLIP_BYTES]);
// The patient throws the answers away. -1 with errno.
int custody_discard(struct custody *custody);

// Help is wanted (in the queue; no content); staff came. -1 with errno.
int custody_call(struct custody *custody);
int custody_answer_call(struct custody *custody);
// Nobody holds it yet: it is prepared, the queue need not know, and it waits longer than one that
// was left, but not longer than the record whose entry is `of`: something of that is in it. -1 with
// errno.
int custody_set_aside(struct custody *custody, const uint8_t of[ENTRY_ID], int64_t now);
// Somebody does (again), from now on if the queue does not know since when. -1 with errno.
int custody_take_up(struct custody *custody, int64_t now);

// Drafts whose record is in the store, as a crash may leave them, are removed. Returns how many, or
// -1 with errno.
int custody_tidy(struct installation *installation, struct drafts *drafts);

#endif
