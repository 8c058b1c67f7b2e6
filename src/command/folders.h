#ifndef COMMAND_FOLDERS_H
#define COMMAND_FOLDERS_H

#include <stddef.h>

// Folders a person may want something written into: what is plugged in, and half-typed names.

enum { FOLDER_PATH = 4096 };

// Where sticks and other media are mounted now. Fills at most `size`; how many.
size_t folders_mounted(char (*list)[FOLDER_PATH], size_t size);
// "~" and what begins with "~/" becomes the user's own folder, where that is known and fits.
// `path` has FOLDER_PATH bytes.
void folders_home(char *path);
// Goes on with a half-typed folder as far as there is one way, a '/' behind a whole name. `path`
// has FOLDER_PATH bytes. How many folders begin so; "~/" is the user's own.
size_t folders_complete(char *path);

#endif
