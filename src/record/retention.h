#ifndef RECORD_RETENTION_H
#define RECORD_RETENTION_H

#include "record/drafts.h"
#include "record/installation.h"

// What is not kept for ever: records after the clinic's days, those of today only after their day,
// and interviews nobody came back to. Of each stays a signed line that says so, and no content.
struct retention {
    int keep_days;     // -1: for ever
    int draft_hours;   // of an interview nobody came back to
    int prepared_days; // of one that waits for its patient, as long as its record is there
    int64_t now;       // seconds since 1970
    int64_t midnight;  // when this day began
    bool clock_right;  // somebody has looked at the clock: it is believed, however far ahead
};
struct retained {
    uint64_t purged;  // records whose days are over
    uint64_t today;   // of these: they were of their day only
    uint64_t expired; // drafts
    const char *held; // the clock cannot be believed, so nothing was done: why, as a sentence
};

// Purges what is due. A clock that stands before the newest entry, or more than a year after it, is
// not believed: set forward by mistake it would purge everything. `drafts` may be NULL. -1 with
// errno; what was done before stays, and doing it again goes on with the rest.
int retention_run(struct installation *installation, struct drafts *drafts,
                  const struct retention *retention, struct retained *out);

// One record, with what was noted beside it or sealed on the way to it. The tombstone says why, and
// is signed by the reader if there is one. *count: how many entries were purged. ENOENT: there is
// none, or it is purged already.
int retention_erase(struct installation *installation, const uint8_t id[ENTRY_ID],
                    const char *reason, const struct reader *reader,
                    const struct reader_secret *secret, int64_t now, uint64_t *count);
// Ends drafts that were prepared with something of a record that is purged, and that nobody has
// begun; retention_run does it too. *count: how many. -1 with errno.
int retention_orphans(struct installation *installation, struct drafts *drafts, int64_t now,
                      uint64_t *count);

#endif
