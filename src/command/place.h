#ifndef COMMAND_PLACE_H
#define COMMAND_PLACE_H

#include <stddef.h>

// The data folder of this installation: `given` if not NULL, else $INTAKE_DATA, else
// /var/lib/intake if there is one, else intake in $XDG_DATA_HOME or ~/.local/share. Into `out`,
// which is returned.
const char *place_data(const char *given, char *out, size_t size);

// The folder of interviews under way that are sealed, in the data folder. Into `out`.
const char *place_drafts(const char *data, char *out, size_t size);
// Makes the folders above it, where a user has none of their own yet. What cannot be made is said
// when the folder itself cannot.
void place_parents(const char *folder);

#endif
