// From a passphrase to the list, and back to nothing.
#include "record/fold_news.h"
#include "record/unlock.h"
#include "therapist/view.h"

#include <errno.h>
#include <inttypes.h>

enum { WATCH_EVERY = 1000 }; // entries: about a tenth of a second of openings

// The first time a reader unlocks, and then only of what is new, each record has to be opened:
// whoever waits is told how far it has come.
static void say_how_far(void *context, uint64_t done, uint64_t all)
{
    struct therapist *desk = context;
    therapist_say(desk, "One moment: records are read, %" PRIu64 " of %" PRIu64 ".", done, all);
    therapist_frame(desk);
}

bool unlocking_try(struct therapist *desk, const char *passphrase)
{
    struct installation *installation = desk->setup->installation;
    // A reader may have been added or removed since.
    if (installation_refresh(installation) != 0) {
        therapist_failed(desk, "The readers cannot be read");
        return false;
    }
    desk->secret = unlock_any(installation, passphrase, &desk->reader);
    if (desk->secret == NULL && errno == EACCES) {
        therapist_warn(desk, "That is no reader's passphrase.");
        return false;
    }
    if (desk->secret == NULL) {
        therapist_failed(desk, "The passphrase cannot be tried");
        return false;
    }
    if (!therapist_deed(desk, "read the list", NULL, NULL)) {
        unlocking_end(desk);
        return false;
    }
    const struct fold_watch watch = {WATCH_EVERY, say_how_far, desk};
    desk->folded = folded_open(installation, desk->reader, desk->secret, &watch);
    if (desk->folded == NULL) {
        therapist_failed(desk, "The records cannot be read");
        unlocking_end(desk);
        return false;
    }
    buffer_reset(&desk->said);
    if (installation_countersign(installation, desk->reader, desk->secret, therapist_now(desk)) !=
        0) {
        therapist_failed(desk, "The head of the chain could not be countersigned");
    }
    (void)store_version(installation->store, &desk->version);
    if (store_now_list(installation->store, desk->under_way, NOW_MOST, &desk->under_way_count) !=
        0) {
        desk->under_way_count = 0;
    }
    return true;
}

void unlocking_end(struct therapist *desk)
{
    if (desk->folded != NULL) {
        folded_close(desk->folded);
    }
    reader_secret_free(desk->secret);
    desk->folded = NULL;
    desk->secret = NULL;
    desk->reader = NULL;
    desk->under_way_count = 0;
}
