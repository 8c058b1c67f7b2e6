// Any bytes as keys, sizes and waits through the whole wizard, on a canvas. Must run from the root
// of the repository: the form is one of the test cases.

#include "unit/wizard_play.h"

#include <stdio.h>
#include <stdlib.h>

enum { LENGTH_MAX = 4096 };

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size);

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static struct play_models *models;
    struct play play;
    if (models == NULL) {
        models = play_load("tests/cases/patient/form", "tests/cases/patient/config");
        if (models == NULL) {
            abort();
        }
    }
    play_bytes(&play, models, data, size < LENGTH_MAX ? size : LENGTH_MAX, size % 2 == 1);
    const char *wrong = play_check(&play, models);
    if (wrong != NULL) {
        fprintf(stderr, "%s\n", wrong);
        abort();
    }
    session_end(&play.session);
    return 0;
}
