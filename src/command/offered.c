#include "command/offered.h"

#include "command/command.h"

#include <stdio.h>

static int read_all(struct offered *offered)
{
    struct bundle *own = &offered->own;
    int code = bundle_open(own, offered->folder, offered->config);
    files_drop_trees(&own->files);
    if (own->clinic != NULL) {
        snprintf(offered->clinic, sizeof offered->clinic, "%s", own->clinic->name);
    }
    if (code == EXIT_FINE) {
        offered->bundle = own;
        beside_open(&offered->beside, own, offered->config, "kiosk");
    }
    return code;
}

static void drop(struct offered *offered)
{
    beside_close(&offered->beside);
    bundle_close(&offered->own);
    offered->bundle = NULL;
}

int offered_open(struct offered *offered, const char *form, const char *config)
{
    *offered = (struct offered){.bundle = NULL};
    bundle_folder(form, offered->folder, sizeof offered->folder);
    bundle_config(config, offered->folder, offered->config, sizeof offered->config);
    return read_all(offered);
}

void offered_close(struct offered *offered)
{
    drop(offered);
}

bool offered_changed(const struct offered *offered)
{
    if (offered->bundle == NULL || files_changed(&offered->bundle->files)) {
        return true;
    }
    for (size_t i = 0; i < offered->beside.count; i++) {
        if (files_changed(&offered->beside.bundles[i].files)) {
            return true;
        }
    }
    return false;
}

int offered_again(struct offered *offered)
{
    drop(offered);
    return read_all(offered);
}
