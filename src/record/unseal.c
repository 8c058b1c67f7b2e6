#include "record/unseal.h"

#include <errno.h>

int unseal(const struct installation *installation, const struct entry *entry,
           const struct reader *reader, const struct reader_secret *secret, struct buffer *headline,
           struct buffer *body)
{
    struct entry_wrap wrap;
    // Purging takes the wraps too: that it was purged is the better word.
    if (entry->purged) {
        errno = ENODATA;
        return -1;
    }
    if (store_wrap(installation->store, entry->number, reader->id, &wrap) != 0) {
        return -1;
    }
    return entry_open(entry, installation->terminal, &wrap, secret, headline, body);
}

int unseal_handed(const struct installation *installation, const struct entry *entry,
                  const struct reader *reader, const struct reader_secret *secret,
                  struct buffer *body, struct handed *handed)
{
    if (unseal(installation, entry, reader, secret, NULL, body) != 0) {
        return -1;
    }
    errno = EBADMSG;
    return handed_read(body, handed) ? 0 : -1;
}
