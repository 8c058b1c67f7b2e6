#ifndef RECORD_BACKUP_H
#define RECORD_BACKUP_H

#include "record/installation.h"

// A copy of an installation in another folder, and an installation made of such a copy.
//
//   store.db         the store as it was at one moment, one file
//   heads            the heads that readers countersigned
//   terminal.sealed  the terminal's signing seed, closed to each reader: who finds the copy can
//                    neither read nor sign, and a reader's passphrase makes it whole again
//
// Each file is written beside and renamed when it was read back from the disk. Open drafts stay
// behind: they are of today. What fails is -1 with errno, and *what names it ("the store").

// EINVAL: it is the data folder itself; EEXIST: there is a backup of another installation.
int backup_write(struct installation *installation, const char *folder, const char **what);

// Restoring: everything is made in a folder of its own inside the data folder, looked at there, and
// moved into place last, the store after all else. The backup itself is only read.
struct restore {
    struct installation installation; // of the copy: no seed yet; for unlock_any and audit_run
    char backup[4096], data[4096], stage[4096 + 16];
    bool made; // the data folder, for this
};
// EEXIST: there is a store in the data folder; ENOENT: there is no store or no terminal's key in
// the backup; EINVAL: it is no backup but a data folder; EBADMSG: it is damaged.
int restore_begin(struct restore *restore, const char *backup, const char *data, const char **what);
// The terminal's seed, with a reader's key. EACCES: it is not closed to them; EBADMSG: it is
// another terminal's.
int restore_seed(struct restore *restore, const struct reader *reader,
                 const struct reader_secret *secret, const char **what);
// Moves it into place. Ended either way.
int restore_end(struct restore *restore, const char **what);
void restore_leave(struct restore *restore); // nothing was changed, nothing is left

#endif
