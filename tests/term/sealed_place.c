#include "sealed_place.h"

#include "command/kept.h"
#include "record/unlock.h"

#include <dirent.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

const char sealed_passphrase[] = "a quiet river stone";

enum { MADE = 1794000000 }; // 6 November 2026: before any run of this test

static void give_up(const char *what)
{
    perror(what);
    abort();
}

static void approve(struct sealed_place *place, struct installation *installation, const char *form,
                    const char *config)
{
    struct bundle bundle;
    struct approval approval = {.name = "Ruth Halloran", .registration = "PHY1", .at = MADE};
    if (bundle_open(&bundle, form, config) != 0) {
        give_up("the form");
    }
    kept_approval(&bundle, &approval);
    memcpy(approval.reader, place->reader.id, READER_ID);
    if (installation_approve(installation, &approval, place->secret) != 0) {
        give_up("the approval");
    }
    bundle_close(&bundle);
}

void sealed_place_make(struct sealed_place *place, bool approved)
{
    sealed_place_make_for(place, approved ? "forms/dry-needling" : NULL, "config");
}

void sealed_place_make_for(struct sealed_place *place, const char *form, const char *config)
{
    const char *root = getenv("TMPDIR");
    const struct seal_cost cheapest = {.passes = 2, .kibibytes = 64 << 10};
    static struct installation installation;
    uint8_t lock[READER_LOCK];
    snprintf(place->folder, sizeof place->folder, "%s/sealed-XXXXXX", root != NULL ? root : "/tmp");
    if (seal_start() != 0 || mkdtemp(place->folder) == NULL) {
        give_up("the data folder");
    }
    place->secret = reader_new("Ruth Halloran", &place->reader);
    if (place->secret == NULL ||
        reader_lock(place->secret, sealed_passphrase, cheapest, lock) != 0 ||
        installation_make(place->folder, "Hillside Physiotherapy", &place->reader, place->secret,
                          lock, MADE, &installation) != 0) {
        give_up("the installation");
    }
    memcpy(place->terminal, installation.terminal, SEAL_KEY);
    if (form != NULL) {
        approve(place, &installation, form, config);
    }
    installation_close(&installation);
}

void sealed_place_approve(struct sealed_place *place, const char *form, const char *config)
{
    static struct installation installation;
    struct arena arena;
    const char *why;
    arena_init(&arena);
    if (installation_open(place->folder, &installation, &why, &arena) != INSTALLATION_FINE) {
        give_up("the installation");
    }
    approve(place, &installation, form, config);
    installation_close(&installation);
    arena_clear(&arena);
}

void sealed_place_remove_folder(const char *path)
{
    DIR *folder = opendir(path);
    for (struct dirent *entry; folder != NULL && (entry = readdir(folder)) != NULL;) {
        char name[1024];
        struct stat status;
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0) {
            continue;
        }
        snprintf(name, sizeof name, "%s/%s", path, entry->d_name);
        if (lstat(name, &status) == 0 && S_ISDIR(status.st_mode)) {
            sealed_place_remove_folder(name);
        } else {
            (void)unlink(name);
        }
    }
    if (folder != NULL) {
        closedir(folder);
    }
    (void)rmdir(path);
}

void sealed_place_remove(struct sealed_place *place)
{
    reader_secret_free(place->secret);
    sealed_place_remove_folder(place->folder);
}

static int count_one(void *context, const struct entry *entry)
{
    (void)entry;
    ++*(uint64_t *)context;
    return 0;
}

uint64_t sealed_place_count(struct sealed_place *place, enum entry_kind kind)
{
    uint64_t count = 0;
    const struct store_walk walk = {.kinds = 1u << kind};
    struct store *store = store_open(place->folder, false);
    if (store == NULL || store_walk(store, &walk, count_one, &count) != 0) {
        give_up("the store");
    }
    store_close(store);
    return count;
}

struct opening {
    struct sealed_place *place;
    struct store *store;
    struct buffer *headline, *body;
    bool opened;
};

static int open_one(void *context, const struct entry *entry)
{
    struct opening *opening = context;
    struct sealed_place *place = opening->place;
    struct entry_wrap wrap;
    opening->opened = store_wrap(opening->store, entry->number, place->reader.id, &wrap) == 0 &&
                      entry_open(entry, place->terminal, &wrap, place->secret, opening->headline,
                                 opening->body) == 0;
    return 1;
}

bool sealed_place_open(struct sealed_place *place, enum entry_kind kind, struct buffer *headline,
                       struct buffer *body)
{
    struct opening opening = {place, store_open(place->folder, false), headline, body, false};
    const struct store_walk walk = {.kinds = 1u << kind, .newest_first = true, .part = STORE_WHOLE};
    (void)store_walk(opening.store, &walk, open_one, &opening);
    store_close(opening.store);
    return opening.opened;
}
