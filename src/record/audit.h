#ifndef RECORD_AUDIT_H
#define RECORD_AUDIT_H

#include "record/installation.h"

// The look through everything kept: the database itself, signatures, the chain, who vouched for
// what, sealed bytes that are missing without a tombstone, readability with a reader's secret, and
// countersigned heads that the store no longer has. What was lost before the newest countersigned
// head is proved; what was cut off after it nobody can know.
struct audit {
    uint64_t entries, interviews, purged; // looked at
    uint64_t opened;                      // sealed entries that the reader could open
    uint64_t closed;    // and that they have no key to: sealed before they came, or after they went
    uint64_t first_bad; // number of the first entry that is wrong, or 0
    uint64_t bad;       // things that are wrong
    uint64_t head;      // the newest number that a reader countersigned and that is there
};
// `secret` may be NULL: then nothing is opened. `heads` are further files of countersigned heads
// (from backups), besides DATA/heads. `say` gets one sentence for each thing that is wrong. -1 with
// errno only if the store cannot be read at all.
int audit_run(struct installation *installation, const struct reader *reader,
              const struct reader_secret *secret, const char *const *heads, size_t head_count,
              void (*say)(void *context, const char *sentence), void *context, struct audit *out);

#endif
