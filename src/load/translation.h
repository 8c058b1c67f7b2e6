#ifndef LOAD_TRANSLATION_H
#define LOAD_TRANSLATION_H

#include "form/form.h"
#include "load/files.h"

// Translations: files of ids and texts beside the form. Loading checks that each is well formed and
// names only what the form has (unless some of the form could not be read: `partial`); how complete
// they are is a matter of lint.
void load_translations(const struct form *form, bool partial, struct files *files,
                       struct issues *issues);
// Warns of each language of which texts are missing, with how many.
void lint_translations(const struct form *form, struct files *files, struct issues *issues);

#endif
