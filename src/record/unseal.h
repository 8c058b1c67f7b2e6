#ifndef RECORD_UNSEAL_H
#define RECORD_UNSEAL_H

#include "record/handover.h"
#include "record/installation.h"

// What is sealed in an entry, opened by a reader with the wrap the store has of it: appended to
// `headline` and `body` (either may be NULL), which want wiping. Of the entry there must be read
// what is asked for. -1 with errno and nothing appended: ENOENT it is not closed to this reader;
// ENODATA purged, which is said before anything else; else as store_wrap and entry_open have it.
int unseal(const struct installation *installation, const struct entry *entry,
           const struct reader *reader, const struct reader_secret *secret, struct buffer *headline,
           struct buffer *body);
// The body of an interview, as it was handed over: `handed` borrows from `body`, which wants wiping
// after a failure too. The same; EBADMSG: it opens, and is no interview.
int unseal_handed(const struct installation *installation, const struct entry *entry,
                  const struct reader *reader, const struct reader_secret *secret,
                  struct buffer *body, struct handed *handed);

#endif
