// What a clinic says of one form, read for another one.

#include "load/meant.h"

#include <string.h>
#include <unistd.h>

static bool is_beside(const struct form *form, const char *named, struct arena *arena)
{
    return access(arena_print(arena, "%s/../%s/form.cfg", form->folder, named), F_OK) == 0;
}

bool meant_for(const struct form *form, const char *named, const char *file, uint32_t line,
               struct issues *issues)
{
    if (named == NULL) {
        return true;
    }
    if (form->id != NULL && strcmp(named, form->id) == 0) {
        return true;
    }
    if (!is_beside(form, named, &issues->arena)) {
        issues_add(issues, ISSUE_WARNING, file, line,
                   "there is no form '%.64s' beside this one, so nothing is read for it; the id of "
                   "one",
                   named);
    }
    return false;
}
