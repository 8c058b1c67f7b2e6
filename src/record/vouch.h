#ifndef RECORD_VOUCH_H
#define RECORD_VOUCH_H

#include "record/entry.h"

// A reader's own signature under an entry: its last two open lines, "by" and "signature". It is
// over what stands above it, with id, kind and time of the entry and the terminal, so that it holds
// in no other entry: one that is replayed has an id that is there.

// Signs what was added to entry->open so far; nothing may be added after it. -1: EFBIG.
int vouch_sign(struct entry *entry, const uint8_t terminal[SEAL_KEY], const struct reader *reader,
               const struct reader_secret *secret);
// Which of the readers signed it; NULL: none of them did, or they were removed.
const struct reader *vouch_check(const struct entry *entry, const uint8_t terminal[SEAL_KEY],
                                 const struct reader *readers, size_t count);

#endif
