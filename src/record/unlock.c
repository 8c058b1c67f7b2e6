#include "record/unlock.h"

#include <errno.h>

struct reader_secret *unlock_one(const struct installation *installation,
                                 const struct reader *reader, const char *passphrase)
{
    uint8_t lock[READER_LOCK];
    if (store_lock(installation->store, reader->id, lock) != 0) {
        return NULL;
    }
    struct reader_secret *secret = reader_unlock(reader, lock, passphrase);
    if (secret == NULL && errno == EBADMSG) {
        errno = EACCES;
    }
    return secret;
}

struct reader_secret *unlock_any(const struct installation *installation, const char *passphrase,
                                 const struct reader **reader)
{
    const struct roll *roll = &installation->roll;
    for (size_t i = 0; i < roll->count; i++) {
        if (roll->readers[i].removed) {
            continue;
        }
        struct reader_secret *secret = unlock_one(installation, &roll->readers[i], passphrase);
        if (secret == NULL && errno == EACCES) {
            continue;
        }
        if (secret != NULL && reader != NULL) {
            *reader = &roll->readers[i];
        }
        return secret;
    }
    errno = EACCES;
    return NULL;
}
