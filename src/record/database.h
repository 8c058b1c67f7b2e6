#ifndef RECORD_DATABASE_H
#define RECORD_DATABASE_H

#include "base/buffer.h"

#include <stdint.h>

// The one door to SQLite: a file with a plan of what is in it, questions by their number, and what
// it answers measured as it is read, since a file may hold anything. What fails returns -1 with
// errno as store.h has it.
struct database;

struct database_plan {
    int application, version;     // marks in the file
    const char *const *steps;     // from each version to the next; an empty file is version 0
    const char *const *questions; // SQL, its values ?1 ?2 ...
    size_t question_count;
    const char *const *tables; // every row there is, in a fixed order
    size_t table_count;
};

// Made (0600), or finished, or brought to the plan's version, if `make`. ENOENT: it is not there or
// was never finished; ENOTSUP: it is of a newer version; NULL with errno.
struct database *database_open(const char *path, const struct database_plan *plan, bool make);
void database_close(struct database *database);

// What a question mark stands for: bytes if they are not NULL, else the number.
struct database_value {
    int64_t number;
    const void *bytes;
    size_t length;
};
// Asks, and goes to the first row: 1; 0 if there is none, -1. The values must stay until it is
// done.
int database_ask(struct database *database, int question, const struct database_value *values,
                 size_t count);
// The next row. Where it returns no 1 the question is done by itself.
int database_next(struct database *database, int question);
void database_done(struct database *database, int question); // errno stays
// Asks and is done: a change, or a first row of which only a number is wanted (1, 0, -1).
int database_tell(struct database *database, int question, const struct database_value *values,
                  size_t count);
int database_number(struct database *database, int question, const struct database_value *values,
                    size_t count, int64_t *out);

// Columns of the row it is at, from 0. False: it is something else, or does not fit.
bool database_exact(struct database *database, int question, int column, void *out, size_t length);
bool database_bytes(struct database *database, int question, int column, struct buffer *out);
bool database_integer(struct database *database, int question, int column, int64_t *out);
// The bytes themselves, until the next call for this question; NULL: none.
const void *database_look(struct database *database, int question, int column, size_t *length);

// From here nobody else writes; at the end all of it stands if `result` is 0, else nothing does.
// Returns `result`, or -1.
int database_begin(struct database *database);
int database_end(struct database *database, int result);

// Number that changes when another program changed something.
int database_version(struct database *database, int64_t *version);
// What was overwritten leaves the log too. EBUSY: others were reading all the time.
int database_scrub(struct database *database);
// One sentence for each thing that is wrong inside. -1: it cannot be read to its end.
int database_check(struct database *database, void (*say)(void *context, const char *sentence),
                   void *context, uint64_t *bad);
// A copy of one moment as `path`, read back from the disk and compared row by row (EIO: it
// differs).
int database_copy(struct database *database, const char *path);

#endif
