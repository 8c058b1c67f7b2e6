#ifndef LOAD_FILES_H
#define LOAD_FILES_H

#include "base/arena.h"
#include "base/issue.h"

#include <sys/stat.h>

// Reading whole files, with limits. What was read is kept, in order, so that it can be hashed and
// stored beside the records.
struct file {
    const char *name;  // as given
    const char *bytes; // NUL after them
    size_t length;
    struct stat status; // when it was read; all zeros for standard input
};

struct files {
    struct arena arena;
    struct file *list;
    size_t count, capacity;
    const char *absent;     // a file that may be there and was not, or NULL
    struct cfg_tree *trees; // parsed, and needed no more
};

void files_init(struct files *files);
void files_clear(struct files *files);
// Frees what parsing left behind. It takes a seventh of the time of parsing, so nobody should wait
// for it: call it when the first screen stands. files_clear does it too.
void files_drop_trees(struct files *files);
// Takes "name/.." out of a path, wherever name is a folder and no link, so that the rest still
// means the same: what is said of a file names it as people would.
void files_shorten(char *path);
// Reads a regular file of at most `limit` bytes; "-" is standard input. What is returned is valid
// until the next call (its name and bytes as long as `files`). Adds one error to `issues`
// and returns NULL if it is missing, unreadable, too long, holds a NUL byte or is not UTF-8 (with
// the line of the first bad byte).
const struct file *files_read(struct files *files, const char *name, size_t limit,
                              struct issues *issues);
// The line of a file that names another.
struct file_namer {
    const char *file;
    uint32_t line;
};
// The same of a file that another names: that it cannot be opened is said of the line that does.
const struct file *files_read_named(struct files *files, const char *name, size_t limit,
                                    struct file_namer by, struct issues *issues);
// Is there a file that need not be there? The one that is not is remembered, for files_changed.
bool files_present(struct files *files, const char *name);
// Was any of them written to, replaced or taken away since it was read, or the one put there that
// was not? Opens nothing.
bool files_changed(const struct files *files);

#endif
