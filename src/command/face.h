#ifndef COMMAND_FACE_H
#define COMMAND_FACE_H

#include "command/start.h"
#include "patient/wizard/open.h"

// Which face an interview has, and whether the terminal can show it.

bool face_is_line(const struct wishes *wishes);
// What an interview is said to have been held through: its face, or that staff keyed a paper form.
const char *face_name(const struct wishes *wishes);
struct wizard_open_options face_options(const struct wishes *wishes);
// Says why not, and the ways that need no such terminal. EXIT_WRONG_USE.
int face_refused(const char *why);
// Before anything is asked: can the wizard be shown here? EXIT_FINE, or refused.
int face_check(const struct wishes *wishes);

#endif
