#ifndef COMMAND_PRACTICE_H
#define COMMAND_PRACTICE_H

#include "command/page.h"

// Interviews kept in practice, for `intake show`.

struct practice_wish {
    const char *drafts, *data; // as --drafts and --data gave them, or NULL
    const char *name;          // of one; NULL: the newest
    bool list;                 // name them instead
    bool evidence;
    enum summary_document document;
    struct rendering rendering;
};

// The page of one, or the list, on standard output. The exit code.
int practice_show(struct bundle *bundle, const struct practice_wish *wish);

#endif
