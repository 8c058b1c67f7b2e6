#ifndef RECORD_AUDIT_H
#define RECORD_AUDIT_H

#include "record/installation.h"

// The look through everything kept: signatures, the chain, readability with a reader's secret, what
// is missing, and countersigned heads that the store no longer has.
struct audit {
    uint64_t entries, interviews, purged; // looked at
    uint64_t opened;                      // sealed bodies that the reader could open
    uint64_t first_bad;                   // number of the first entry that is wrong, or 0
    uint64_t bad;
    uint64_t head; // the newest number that a reader countersigned and that is there
};
// `secret` may be NULL: then nothing is opened. `heads` are further files of countersigned heads
// (from backups). `say` gets one sentence for each thing that is wrong. -1 only if the store cannot
// be read at all.
int audit_run(struct installation *installation, const struct reader *reader,
              const struct reader_secret *secret, const char *const *heads, size_t head_count,
              void (*say)(void *context, const char *sentence), void *context, struct audit *out);

#endif
