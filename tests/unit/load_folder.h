#ifndef TESTS_LOAD_FOLDER_H
#define TESTS_LOAD_FOLDER_H

#include <stddef.h>

// A small form with its rules and clinic in a folder of its own, made from tests/cases/check/base
// and what a case changes in it: forms/check, forms/instruments, config.
struct load_folder {
    char root[64];
    char form[128], config[128];
};

// `wanted`: a folder of tests/cases/check, or NULL for base itself.
void load_folder_make(struct load_folder *folder, const char *wanted);
void load_folder_remove(const struct load_folder *folder);
// Where a file of that name stands ("form.cfg", "screening.cfg" ...), into `path`.
void load_folder_path(const struct load_folder *folder, const char *name, char *path, size_t size);
// Writes a whole file; dies if it cannot.
void load_folder_write(const char *path, const char *bytes, size_t length);
// How many names stand in a folder, hidden ones too.
size_t load_folder_count(const char *path);
// A whole file, NUL after it, to be freed; NULL if there is none.
char *load_folder_read(const char *path, size_t *length);

#endif
