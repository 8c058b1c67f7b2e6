#ifndef LOAD_MEANT_H
#define LOAD_MEANT_H

#include "base/issue.h"
#include "form/form.h"

#include <stdbool.h>

// A clinic has one folder of settings and changed rules for all its forms. Is what names a form
// (NULL: names none) meant for this one? Warns of a name that no form beside this one has, since
// nothing would ever be read for it.
bool meant_for(const struct form *form, const char *named, const char *file, uint32_t line,
               struct issues *issues);

#endif
