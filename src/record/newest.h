#ifndef RECORD_NEWEST_H
#define RECORD_NEWEST_H

#include "record/store.h"

// Whether a clock can be right that says `now`, seconds since 1970: the newest entry was written
// before it, but for what two programs of one machine may differ by. 1: it stands before that
// entry, so it was set back. 0: it does not, or there is no entry. -1 with errno. *newest, which
// may be NULL, is when that entry was written; 0: there is none.
int newest_ahead(struct store *store, int64_t now, int64_t *newest);

#endif
