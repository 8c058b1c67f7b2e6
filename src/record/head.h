#ifndef RECORD_HEAD_H
#define RECORD_HEAD_H

#include "record/entry.h"

// Countersigned heads outside the store: a file of lines, appended and synced, that a store which
// was rolled back does not have. A line is what is needed to write the head's entry again, and so
// to check its reader's signature: id, time, number, hash, reader, signature.
enum { HEAD_LINE = 512 }; // bytes of a line, at most

// The open lines of the entry, before a reader signs.
void head_fill(struct entry *entry, const struct entry_place *head);
// What it says; false: it says nothing that can be read.
bool head_of(const struct entry *entry, struct entry_place *out);

// Appends a signed entry's line to `name` in the directory `dir` (0600), which is made; a torn end
// of an earlier one is left as a line of its own. -1 with errno.
int head_append(int dir, const char *name, const struct entry *entry);
// Calls `see` with the entry of each line, or with NULL where a line is none; `line` from 1. A last
// line without its end is torn and passed over. -1 with errno if it cannot be read (ENOENT ...).
int head_read(int dir, const char *name,
              void (*see)(void *context, const struct entry *entry, size_t line), void *context);
// The same of the newest lines only, whatever the file's length; `line` is 0.
int head_read_newest(int dir, const char *name,
                     void (*see)(void *context, const struct entry *entry, size_t line),
                     void *context);

#endif
