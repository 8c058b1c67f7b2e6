#ifndef RECORD_INSTALLATION_H
#define RECORD_INSTALLATION_H

#include "base/limits.h"
#include "record/roll.h"
#include "record/store.h"

// One installation: the data folder (0700), its store, the terminal's signing seed (0600), the
// readers as the chain tells of them, and whether this form and these rules are approved. Until
// `intake setup` has been run there is none, and the program is in practice mode.
struct installation {
    char folder[4096];
    int dir;
    struct store *store;
    uint8_t *terminal_seed; // in secret memory
    uint8_t terminal[SEAL_KEY];
    struct roll roll; // clinic and readers
};

enum installation_state {
    INSTALLATION_NONE, // never set up: practice mode
    INSTALLATION_FINE,
    INSTALLATION_BROKEN, // *why says what, as a sentence for staff
};
// Opens what is there. Readers are checked: each after the first was vouched for by an earlier one.
// `why` lives in the arena. installation_close after INSTALLATION_FINE only.
enum installation_state installation_open(const char *folder, struct installation *out,
                                          const char **why, struct arena *arena);
// Makes one: folder, seed, store, the first reader's lock, and ENTRY_SETUP, with which it is there:
// what a power cut leaves before that is made anew. -1 with errno; EEXIST: there is one.
int installation_make(const char *folder, const char *clinic, const struct reader *first,
                      const struct reader_secret *secret, const uint8_t lock[READER_LOCK],
                      int64_t now, struct installation *out);
void installation_close(struct installation *installation);
// Reads the readers again: another program may have added or removed one since. Before sealing. -1
// with errno, and they are as they were.
int installation_refresh(struct installation *installation);

// Adds to the chain in this terminal's name; see store_add.
int installation_add(struct installation *installation, struct entry *entry,
                     const struct entry_wrap *wraps, size_t count);
// Adds an open entry with a reader's signature under it. EACCES: no reader, or removed.
int installation_add_vouched(struct installation *installation, struct entry *entry,
                             const struct reader *reader, const struct reader_secret *secret);
const struct reader *installation_reader(const struct installation *installation,
                                         const uint8_t id[READER_ID]);
// Who signed it, a reader now or once. NULL: none did.
const struct reader *installation_signer(const struct installation *installation,
                                         const struct entry *entry);
// `voucher` adds or removes a reader; what is earlier is wrapped for the new one by
// installation_open_all, when an old one has unlocked and says so. EEXIST: there already; ENOENT:
// not there; E2BIG: too many; EPERM: the last reader is not removed.
int installation_add_reader(struct installation *installation, const struct reader *voucher,
                            const struct reader_secret *secret, const struct reader *added,
                            const uint8_t lock[READER_LOCK], int64_t now);
int installation_remove_reader(struct installation *installation, const struct reader *voucher,
                               const struct reader_secret *secret, const uint8_t id[READER_ID],
                               int64_t now);
// *entries: closed to the new one too. *left: closed to neither, so the old one could not. What was
// done before a failure stays, and doing it again goes on with the rest.
int installation_open_all(struct installation *installation, const struct reader *old,
                          const struct reader_secret *secret, const struct reader *to,
                          uint64_t *entries, uint64_t *left);

enum { APPROVAL_OF = LIMIT_ID + 1 };
struct approval {
    uint8_t form[SEAL_HASH], rules[SEAL_HASH], settings[SEAL_HASH];
    char name[READER_NAME], registration[READER_NAME];
    int64_t at;
    uint8_t reader[READER_ID];
    char of[APPROVAL_OF]; // the form's id; "": of whatever form the clinic has
};
// Signed by approval->reader, whose secret it is.
int installation_approve(struct installation *installation, const struct approval *approval,
                         const struct reader_secret *secret);
// The newest approval, its signatures checked as of then. ENOENT: there is none; EBADMSG: it is not
// as it was signed.
int installation_approval(struct installation *installation, struct approval *out);
// The same of the newest that is of this form, or does not say of which.
int installation_approval_of(struct installation *installation, const char *form,
                             struct approval *out);
// The hash that the form called `of` was approved with at that time: the newest approval not later.
// -1 with errno; ENOENT: none was.
int installation_form_then(struct installation *installation, const char *of, int64_t at,
                           uint8_t form[SEAL_HASH]);

// A reader countersigns the head, and that is written to DATA/heads too (see head.h), outside the
// store, and by backups beside the copy.
int installation_countersign(struct installation *installation, const struct reader *reader,
                             const struct reader_secret *secret, int64_t now);
// Does the store lack one of the newest heads in DATA/heads that a reader of it countersigned? Then
// it was set back, or its end is lost, and nothing should be added to it: *who and *at say whose
// and when. Cheap; `intake verify` looks at all of them.
bool installation_set_back(struct installation *installation, char who[READER_NAME], int64_t *at);

#endif
