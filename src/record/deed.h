#ifndef RECORD_DEED_H
#define RECORD_DEED_H

#include "record/installation.h"

// What readers did, as the chain keeps it: who, what, to which entry, why. Nothing of a patient.
enum { DEED_WORD = 64, DEED_REASON = 512 }; // bytes with NUL

// Appends ENTRY_DONE, signed by the reader. `did` is a word or two ("read"); `id` may be NULL: to
// no entry; `reason` may be NULL. -1 with errno.
int deed_add(struct installation *installation, const struct reader *reader,
             const struct reader_secret *secret, const char *did, const uint8_t *id,
             const char *reason, int64_t now);

// One line of what was done, whatever its kind.
struct deed {
    uint64_t number; // the entry's
    int64_t at;
    enum entry_kind kind;
    char who[READER_NAME]; // "" : the terminal by itself
    char did[DEED_WORD];
    char what[READER_NAME]; // whom it was about: a reader, a clinician; or ""
    char reason[DEED_REASON];
    uint64_t about; // the entry it was done to, or 0
};
// Reads an entry of any kind but interviews. Names and numbers come from the installation.
void deed_read(struct installation *installation, const struct entry *entry, struct deed *out);

#endif
