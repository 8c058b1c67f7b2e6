#ifndef RECORD_UNLOCK_H
#define RECORD_UNLOCK_H

#include "record/installation.h"

// Opens the reader whose passphrase this is, among those who are not removed: half a second or more
// for each that it is not. NULL with errno: EACCES nobody's, ENOMEM; others if the locks cannot be
// read. *reader (may be NULL) is then whose it was, borrowed from the installation.
struct reader_secret *unlock_any(const struct installation *installation, const char *passphrase,
                                 const struct reader **reader);
// The same of one reader. EACCES: a wrong passphrase, or a lock that was touched.
struct reader_secret *unlock_one(const struct installation *installation,
                                 const struct reader *reader, const char *passphrase);

#endif
