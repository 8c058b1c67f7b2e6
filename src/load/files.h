#ifndef LOAD_FILES_H
#define LOAD_FILES_H

#include "base/arena.h"
#include "base/issue.h"

// Reading whole files, with limits. What was read is kept, in order, so that it can be hashed and
// stored beside the records.
struct file {
    const char *name;  // as given
    const char *bytes; // NUL after them
    size_t length;
};

struct files {
    struct arena arena;
    struct file *list;
    size_t count, capacity;
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

#endif
