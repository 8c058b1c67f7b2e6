#ifndef THERAPIST_HALF_H
#define THERAPIST_HALF_H

#include "record/reader.h"
#include "terminal/edit.h"

// Words half written when the desk locked: closed to who wrote them, so that a lock costs a
// therapist no note, and leaves nothing that can be read.
struct half {
    uint64_t number;           // of the record they are beside; 0: there are none
    uint8_t reader[READER_ID]; // whose they are
    uint8_t *box;              // owned
    size_t length;
};

// Closes the words to that reader, in place of any that were kept. The words stay with the caller,
// who wipes them.
void half_keep(struct half *half, uint64_t number, const struct reader *reader,
               const struct edit *words);
// Puts them back where they were being written, if this is that record and that reader. True: the
// words are there again, and not kept any more. False leaves `words` alone.
bool half_take(struct half *half, uint64_t number, const struct reader *reader,
               const struct reader_secret *secret, struct edit *words);
void half_clear(struct half *half);

#endif
