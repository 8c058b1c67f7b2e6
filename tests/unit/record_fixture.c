#include "record_fixture.h"

#include "load_folder.h"
#include "record/facts.h"

#include <dirent.h>
#include <errno.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

static void demand(bool condition, const char *what)
{
    if (!condition) {
        perror(what);
        abort();
    }
}

void record_fixture_make(struct record_fixture *fixture)
{
    static const char *const names[FIXTURE_READERS] = {"Anna Berg", "Ben Calder", "Clara Dietz"};
    *fixture = (struct record_fixture){.folder = "/tmp/record-test-XXXXXX"};
    demand(seal_start() == 0, "seal_start");
    demand(mkdtemp(fixture->folder) != NULL, "mkdtemp");
    seal_random(fixture->seed, sizeof fixture->seed);
    seal_sign_pair(fixture->seed, fixture->terminal);
    for (size_t i = 0; i < FIXTURE_READERS; i++) {
        fixture->secrets[i] = reader_new(names[i], &fixture->readers[i]);
        demand(fixture->secrets[i] != NULL, "reader_new");
    }
}

void record_fixture_remove(struct record_fixture *fixture)
{
    DIR *folder = opendir(fixture->folder);
    demand(folder != NULL, fixture->folder);
    for (struct dirent *file = readdir(folder); file != NULL; file = readdir(folder)) {
        if (file->d_name[0] != '.') {
            unlinkat(dirfd(folder), file->d_name, 0);
        }
    }
    closedir(folder);
    demand(rmdir(fixture->folder) == 0, fixture->folder);
    for (size_t i = 0; i < FIXTURE_READERS; i++) {
        reader_secret_free(fixture->secrets[i]);
    }
}

void record_fixture_path(const struct record_fixture *fixture, const char *name, char path[128])
{
    snprintf(path, 128, "%s/%s", fixture->folder, name);
}

void record_fixture_seal(const struct record_fixture *fixture, const char *text,
                         struct entry *entry, struct entry_wrap *wraps, size_t *count)
{
    char headline[128], body[128];
    snprintf(headline, sizeof headline, "headline %s", text);
    snprintf(body, sizeof body, "body %s", text);
    entry_init(entry, ENTRY_INTERVIEW, FIXTURE_NOW);
    facts_add(&entry->open, "keep", "yes");
    demand(entry_seal(entry, headline, strlen(headline), body, strlen(body), fixture->readers,
                      FIXTURE_READERS, wraps, count) == 0,
           "entry_seal");
}

void record_fixture_add(const struct record_fixture *fixture, struct store *store, const char *text,
                        uint8_t *id)
{
    struct entry entry;
    struct entry_wrap wraps[READERS_MOST];
    size_t count = 0;
    record_fixture_seal(fixture, text, &entry, wraps, &count);
    demand(store_add(store, &entry, wraps, count, fixture->seed) == 0, "store_add");
    if (id != NULL) {
        memcpy(id, entry.id, ENTRY_ID);
    }
    entry_clear(&entry);
}

void record_fixture_note(const struct record_fixture *fixture, struct store *store,
                         const char *text)
{
    struct entry entry;
    entry_init(&entry, ENTRY_DONE, FIXTURE_NOW);
    facts_add(&entry.open, "note", text);
    demand(store_add(store, &entry, NULL, 0, fixture->seed) == 0, "store_add");
    entry_clear(&entry);
}

bool record_fixture_holds(const char *path, const void *bytes, size_t length)
{
    size_t size = 0;
    char *all = load_folder_read(path, &size);
    bool holds = false;
    for (size_t i = 0; all != NULL && !holds && i + length <= size; i++) {
        holds = memcmp(all + i, bytes, length) == 0;
    }
    free(all);
    return holds;
}

size_t record_fixture_drafts(struct drafts *drafts, struct draft *newest)
{
    struct draft *list = NULL;
    size_t count = 0;
    demand(drafts_list(drafts, &list, &count) == 0, "drafts_list");
    if (count > 0) {
        *newest = list[0];
    }
    free(list);
    return count;
}

struct draft_key *record_fixture_open_words(const void *opening, size_t opening_length,
                                            const void *closed, size_t closed_length,
                                            const char *words)
{
    struct draft_words *tried = draft_words_new(words);
    demand(tried != NULL, "draft_words_new");
    struct draft_key *key =
        draft_key_open_words(opening, opening_length, closed, closed_length, tried);
    int error = errno;
    draft_words_free(tried);
    errno = error;
    return key;
}
