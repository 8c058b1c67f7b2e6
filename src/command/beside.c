#include "command/beside.h"

#include "command/command.h"
#include "command/kept.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

enum { PATH = 4096 };

static void open_one(struct beside *beside, const struct bundle *bundle, const char *name,
                     const char *config, const char *command)
{
    char file[PATH], *folder = file;
    int length = snprintf(file, sizeof file, "%s/../%s/form.cfg", bundle->form->folder, name);
    if (name[0] == '.' || strcmp(name, bundle->form->id) == 0 || beside->count == BESIDE_MOST ||
        length < 0 || length >= (int)sizeof file || access(file, R_OK) != 0) {
        return;
    }
    *strrchr(file, '/') = '\0';
    struct bundle *opened = &beside->bundles[beside->count];
    if (bundle_open(opened, folder, config) == EXIT_FINE) {
        files_drop_trees(&opened->files);
        beside->count++;
        return;
    }
    fprintf(stderr, "intake %s: form '%s' is left out, it has errors: 'intake check' names them\n",
            command, name);
    bundle_close(opened);
    beside->left_out++;
}

void beside_open(struct beside *beside, const struct bundle *bundle, const char *config,
                 const char *command)
{
    char folder[PATH];
    struct dirent **names = NULL;
    *beside = (struct beside){.count = 0};
    int length = snprintf(folder, sizeof folder, "%s/..", bundle->form->folder);
    int count =
        length > 0 && length < (int)sizeof folder ? scandir(folder, &names, NULL, alphasort) : 0;
    for (int i = 0; i < count; i++) {
        open_one(beside, bundle, names[i]->d_name, config, command);
        free(names[i]);
    }
    free(names);
}

void beside_close(struct beside *beside)
{
    for (size_t i = 0; i < beside->count; i++) {
        bundle_close(&beside->bundles[i]);
    }
    beside->count = 0;
}

void beside_join(struct beside *beside, struct sitting_place *place)
{
    struct sitting_place *last = place;
    last->other = NULL;
    for (size_t i = 0; i < beside->count; i++) {
        struct bundle *bundle = &beside->bundles[i];
        if (kept_unapproved(bundle, place->installation) == NULL &&
            kept_add(bundle, place->installation->store) == 0) {
            beside->places[i] = *place;
            beside->places[i].bundle = bundle;
            beside->places[i].other = NULL;
            last->other = &beside->places[i];
            last = &beside->places[i];
        }
    }
}
