// The two ways out, both through one hook. The hook is forgotten before it runs, so that a mistake
// inside it ends in abort() and never in a loop. Whatever happens, neither function returns.

#include "base/ensure.h"

#include <stdio.h>
#include <stdlib.h>

enum { SENTENCE_SIZE = 512 };

static fatal_hook registered_hook;

void fatal_set_hook(fatal_hook hook)
{
    registered_hook = hook;
}

_Noreturn void die(const char *what)
{
    fatal_hook hook = registered_hook;
    registered_hook = NULL;
    if (hook != NULL) {
        hook(what);
    }
    abort();
}

_Noreturn void ensure_failed(const char *condition, const char *file, int line)
{
    char sentence[SENTENCE_SIZE];
    snprintf(sentence, sizeof(sentence), "%s:%d: this should hold: %s", file, line, condition);
    die(sentence);
}
