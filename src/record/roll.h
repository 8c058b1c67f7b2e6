#ifndef RECORD_ROLL_H
#define RECORD_ROLL_H

#include "record/entry.h"

// The readers as the chain tells of them, entry after entry: the first stands in the setup and
// signs it, each later one was vouched for by one who was a reader then.
enum { ROLL_MOST = 256, ROLL_CLINIC = 256 }; // readers there ever were; bytes with NUL

struct roll {
    char clinic[ROLL_CLINIC];
    struct reader readers[ROLL_MOST]; // who was removed stays, marked so
    size_t count;
};

// The open lines of what a roll is made of, before a reader signs (see vouch.h).
void roll_setup(struct entry *entry, const char *clinic, const struct reader *first);
void roll_added(struct entry *entry, const struct reader *added);
void roll_removed(struct entry *entry, const uint8_t id[READER_ID]);

// Takes one entry; others than ENTRY_SETUP and ENTRY_READER change nothing. What is wrong with it
// as words ("no reader vouched for it"), and then nothing is changed; NULL if nothing is. That the
// terminal signed it is for the caller to know.
const char *roll_take(struct roll *roll, const struct entry *entry,
                      const uint8_t terminal[SEAL_KEY]);

const struct reader *roll_reader(const struct roll *roll, const uint8_t id[READER_ID]);
size_t roll_present(const struct roll *roll); // readers who are not removed

#endif
