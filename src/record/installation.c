// What stands in the data folder, and the acts of readers upon it. An installation is there once
// the chain has its first entry; everything before that is made again by the next setup.

#include "record/installation.h"

#include "base/ensure.h"
#include "record/facts.h"
#include "record/head.h"
#include "record/vouch.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char seed_name[] = "terminal.seed", seed_new[] = "terminal.seed.new";
static const char heads_name[] = "heads";

// The folder open and named; nothing else yet.
static int open_folder(const char *folder, struct installation *out)
{
    *out = (struct installation){.dir = -1};
    if (strlen(folder) >= sizeof out->folder) {
        errno = ENAMETOOLONG;
        return -1;
    }
    memcpy(out->folder, folder, strlen(folder));
    out->dir = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    return out->dir < 0 ? -1 : 0;
}

void installation_close(struct installation *installation)
{
    int error = errno;
    store_close(installation->store);
    seal_secret_free(installation->terminal_seed);
    if (installation->dir >= 0) {
        close(installation->dir);
    }
    *installation = (struct installation){.dir = -1};
    errno = error;
}

// The seed into locked memory. -1 with errno; EBADMSG: it is not one.
static int read_seed(struct installation *installation)
{
    int fd = openat(installation->dir, seed_name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        return -1;
    }
    installation->terminal_seed = seal_secret_new(SEAL_KEY);
    struct stat status;
    int result = -1;
    if (installation->terminal_seed != NULL && fstat(fd, &status) == 0) {
        bool whole = status.st_size == SEAL_KEY &&
                     read(fd, installation->terminal_seed, SEAL_KEY) == SEAL_KEY;
        errno = EBADMSG;
        result = whole ? 0 : -1;
    }
    int error = errno;
    close(fd);
    if (result == 0) {
        seal_sign_pair(installation->terminal_seed, installation->terminal);
    }
    errno = error;
    return result;
}

// A fresh seed, on the disk before anything is signed with it.
static int make_seed(struct installation *installation)
{
    installation->terminal_seed = seal_secret_new(SEAL_KEY);
    if (installation->terminal_seed == NULL) {
        return -1;
    }
    seal_random(installation->terminal_seed, SEAL_KEY);
    seal_sign_pair(installation->terminal_seed, installation->terminal);
    (void)unlinkat(installation->dir, seed_new, 0);
    int fd = openat(installation->dir, seed_new,
                    O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0) {
        return -1;
    }
    errno = ENOSPC; // a short write
    bool written = write(fd, installation->terminal_seed, SEAL_KEY) == SEAL_KEY && fsync(fd) == 0;
    int error = errno;
    close(fd);
    errno = error;
    return written && renameat(installation->dir, seed_new, installation->dir, seed_name) == 0
               ? fsync(installation->dir)
               : -1;
}

// The readers, up to the entry before `until` (0: all).
struct fold {
    struct roll *roll;
    const uint8_t *terminal;
    uint64_t until;
    const char *problem; // of which entry
    uint64_t number;
};

static int fold_entry(void *context, const struct entry *entry)
{
    struct fold *fold = context;
    if (fold->until != 0 && entry->number >= fold->until) {
        return 1;
    }
    fold->number = entry->number;
    fold->problem = entry_genuine(entry, fold->terminal)
                        ? roll_take(fold->roll, entry, fold->terminal)
                        : "this terminal did not sign it as it is";
    errno = EBADMSG;
    return fold->problem == NULL ? 0 : -1;
}

// As of just before entry `until` (0: now). -1 with errno; EBADMSG with fold->problem.
static int fold_readers(struct installation *installation, struct fold *fold)
{
    const struct store_walk walk = {.kinds = 1u << ENTRY_SETUP | 1u << ENTRY_READER};
    fold->terminal = installation->terminal;
    *fold->roll = (struct roll){.count = 0};
    return store_walk(installation->store, &walk, fold_entry, fold) < 0 ? -1 : 0;
}

int installation_refresh(struct installation *installation)
{
    struct roll *roll = malloc(sizeof *roll);
    if (roll == NULL) {
        die("out of memory");
    }
    struct fold fold = {.roll = roll};
    int result = fold_readers(installation, &fold);
    if (result == 0) {
        installation->roll = *roll;
    }
    int error = errno;
    free(roll);
    errno = error;
    return result;
}

static bool is_there(const struct installation *installation, const char *name)
{
    struct stat status;
    return fstatat(installation->dir, name, &status, AT_SYMLINK_NOFOLLOW) == 0;
}

static enum installation_state broken(struct installation *out, const char **why, const char *said)
{
    *why = said;
    installation_close(out);
    return INSTALLATION_BROKEN;
}

// Why it cannot be read, and the way on: what is damaged or gone is in a backup, what this machine
// keeps from us is not.
static const char *unreadable(struct arena *arena, const char *what, int error)
{
    return arena_print(arena, "%s cannot be read: %s; %s", what, strerror(error),
                       error == EBADMSG || error == ENOENT ? "restore it from a backup"
                                                           : "see to its disk and its permissions");
}

enum installation_state installation_open(const char *folder, struct installation *out,
                                          const char **why, struct arena *arena)
{
    struct entry_place head;
    *why = NULL;
    if (open_folder(folder, out) != 0) {
        return errno == ENOENT
                   ? INSTALLATION_NONE
                   : broken(out, why,
                            arena_print(arena, "%s cannot be opened: %s", folder, strerror(errno)));
    }
    out->store = store_open(folder, false);
    if (out->store == NULL || store_head(out->store, &head) != 0) {
        bool none = errno == ENOENT && !is_there(out, heads_name);
        if (none) {
            installation_close(out);
            return INSTALLATION_NONE;
        }
        return broken(out, why,
                      errno == ENOENT ? "the store is gone: restore it from a backup"
                      : errno == ENOTSUP
                          ? "the store is of a newer version of this program; install that again"
                          : unreadable(arena, "the store", errno));
    }
    if (head.number == 0 && !is_there(out, heads_name)) {
        installation_close(out);
        return INSTALLATION_NONE;
    }
    if (read_seed(out) != 0) {
        return broken(out, why, unreadable(arena, "the terminal's key (terminal.seed)", errno));
    }
    struct fold fold = {.roll = &out->roll};
    if (fold_readers(out, &fold) != 0) {
        return broken(out, why,
                      fold.problem == NULL
                          ? unreadable(arena, "the store", errno)
                          : arena_print(arena,
                                        "entry %" PRIu64 " of the store: %s; restore it from a "
                                        "backup",
                                        fold.number, fold.problem));
    }
    if (out->roll.count == 0) {
        return broken(out, why, "the store has no setup: restore it from a backup");
    }
    return INSTALLATION_FINE;
}

// Everything up to the entry with which it is there.
static int make(struct installation *out, const char *clinic, const struct reader *first,
                const struct reader_secret *secret, const uint8_t lock[READER_LOCK], int64_t now)
{
    struct entry_place head;
    struct entry entry;
    out->store = store_open(out->folder, true);
    if (out->store == NULL || store_head(out->store, &head) != 0) {
        return -1;
    }
    if (head.number > 0 || is_there(out, heads_name)) {
        errno = EEXIST;
        return -1;
    }
    if (make_seed(out) != 0 || store_set_lock(out->store, first->id, lock) != 0) {
        return -1;
    }
    entry_init(&entry, ENTRY_SETUP, now);
    roll_setup(&entry, clinic, first);
    int result = vouch_sign(&entry, out->terminal, first, secret);
    if (result == 0) {
        result = installation_add(out, &entry, NULL, 0);
    }
    entry_clear(&entry);
    return result == 0 ? installation_refresh(out) : -1;
}

int installation_make(const char *folder, const char *clinic, const struct reader *first,
                      const struct reader_secret *secret, const uint8_t lock[READER_LOCK],
                      int64_t now, struct installation *out)
{
    if (mkdir(folder, 0700) != 0 && errno != EEXIST) {
        return -1;
    }
    if (open_folder(folder, out) != 0 || fchmod(out->dir, 0700) != 0 ||
        make(out, clinic, first, secret, lock, now) != 0) {
        installation_close(out);
        return -1;
    }
    return 0;
}

int installation_add(struct installation *installation, struct entry *entry,
                     const struct entry_wrap *wraps, size_t count)
{
    return store_add(installation->store, entry, wraps, count, installation->terminal_seed);
}

const struct reader *installation_reader(const struct installation *installation,
                                         const uint8_t id[READER_ID])
{
    return roll_reader(&installation->roll, id);
}

int installation_add_vouched(struct installation *installation, struct entry *entry,
                             const struct reader *reader, const struct reader_secret *secret)
{
    if (vouch_sign(entry, installation->terminal, reader, secret) != 0) {
        return -1;
    }
    // Signed by someone else, or by someone who may no more: said now rather than by the next look.
    if (vouch_check(entry, installation->terminal, installation->roll.readers,
                    installation->roll.count) == NULL) {
        errno = EACCES;
        return -1;
    }
    return installation_add(installation, entry, NULL, 0);
}

const struct reader *installation_signer(const struct installation *installation,
                                         const struct entry *entry)
{
    uint8_t id[READER_ID];
    const struct reader *signer =
        facts_hex(&entry->open, "by", id, sizeof id) ? installation_reader(installation, id) : NULL;
    if (signer == NULL) {
        return NULL;
    }
    struct reader then = *signer;
    then.removed = false;
    return vouch_check(entry, installation->terminal, &then, 1) != NULL ? signer : NULL;
}

int installation_add_reader(struct installation *installation, const struct reader *voucher,
                            const struct reader_secret *secret, const struct reader *added,
                            const uint8_t lock[READER_LOCK], int64_t now)
{
    if (installation_refresh(installation) != 0) {
        return -1;
    }
    const struct reader *there = installation_reader(installation, added->id);
    if (there != NULL && !there->removed) {
        errno = EEXIST;
        return -1;
    }
    if (roll_present(&installation->roll) == READERS_MOST ||
        (there == NULL && installation->roll.count == ROLL_MOST)) {
        errno = E2BIG;
        return -1;
    }
    struct entry entry;
    entry_init(&entry, ENTRY_READER, now);
    roll_added(&entry, added);
    // A lock without its reader is nothing; a reader without their lock could not come in.
    int result = store_set_lock(installation->store, added->id, lock);
    if (result == 0) {
        result = installation_add_vouched(installation, &entry, voucher, secret);
    }
    entry_clear(&entry);
    return result == 0 ? installation_refresh(installation) : -1;
}

int installation_remove_reader(struct installation *installation, const struct reader *voucher,
                               const struct reader_secret *secret, const uint8_t id[READER_ID],
                               int64_t now)
{
    if (installation_refresh(installation) != 0) {
        return -1;
    }
    const struct reader *there = installation_reader(installation, id);
    if (there == NULL || there->removed || roll_present(&installation->roll) == 1) {
        errno = there == NULL || there->removed ? ENOENT : EPERM;
        return -1;
    }
    struct entry entry;
    entry_init(&entry, ENTRY_READER, now);
    roll_removed(&entry, id);
    int result = installation_add_vouched(installation, &entry, voucher, secret);
    entry_clear(&entry);
    if (result == 0) {
        (void)store_drop_folded(installation->store, id); // nobody folds it any more
    }
    return result == 0 ? installation_refresh(installation) : -1;
}

// Wraps on their way to the store, some hundred to a flush.
struct opening {
    struct installation *installation;
    const struct reader *old, *to;
    const struct reader_secret *secret;
    struct store_wrap wraps[256];
    size_t count;
    uint64_t entries, left;
};

static int hand_in(struct opening *opening)
{
    int result = store_add_wraps(opening->installation->store, opening->wraps, opening->count);
    opening->entries += result == 0 ? opening->count : 0;
    opening->count = 0;
    return result;
}

static int open_one(void *context, const struct entry *entry)
{
    struct opening *opening = context;
    struct store *store = opening->installation->store;
    struct entry_wrap wrap;
    if (entry->purged || store_wrap(store, entry->number, opening->to->id, &wrap) == 0) {
        return 0;
    }
    if (errno != ENOENT) {
        return -1;
    }
    struct store_wrap *out = &opening->wraps[opening->count];
    out->number = entry->number;
    if (store_wrap(store, entry->number, opening->old->id, &wrap) != 0 ||
        entry_rewrap(&wrap, opening->secret, opening->to, &out->wrap) != 0) {
        bool closed = errno == ENOENT || errno == EACCES;
        opening->left += closed;
        return closed ? 0 : -1;
    }
    opening->count++;
    bool full = opening->count == sizeof opening->wraps / sizeof *opening->wraps;
    return full ? hand_in(opening) : 0;
}

int installation_open_all(struct installation *installation, const struct reader *old,
                          const struct reader_secret *secret, const struct reader *to,
                          uint64_t *entries, uint64_t *left)
{
    const struct store_walk walk = {.kinds = 1u << ENTRY_INTERVIEW | 1u << ENTRY_PARTIAL |
                                             1u << ENTRY_REMARK};
    struct opening opening = {.installation = installation, .old = old, .to = to, .secret = secret};
    const struct reader *there = installation_reader(installation, to->id);
    if (there == NULL || there->removed) {
        errno = EACCES;
        return -1;
    }
    int result = store_walk(installation->store, &walk, open_one, &opening);
    result = result == 0 ? hand_in(&opening) : -1;
    *entries = opening.entries;
    *left = opening.left;
    return result;
}

int installation_approve(struct installation *installation, const struct approval *approval,
                         const struct reader_secret *secret)
{
    const struct reader *reader = installation_reader(installation, approval->reader);
    if (reader == NULL) {
        errno = EACCES;
        return -1;
    }
    struct entry entry;
    entry_init(&entry, ENTRY_APPROVAL, approval->at);
    if (approval->of[0] != '\0') {
        facts_add(&entry.open, "of", approval->of);
    }
    facts_add_hex(&entry.open, "form", approval->form, SEAL_HASH);
    facts_add_hex(&entry.open, "rules", approval->rules, SEAL_HASH);
    facts_add_hex(&entry.open, "settings", approval->settings, SEAL_HASH);
    facts_add(&entry.open, "name", approval->name);
    facts_add(&entry.open, "registration", approval->registration);
    int result = installation_add_vouched(installation, &entry, reader, secret);
    entry_clear(&entry);
    return result;
}

// The newest approval, checked against those who were readers when it was given.
struct finding {
    struct installation *installation;
    const char *form; // NULL: any
    struct approval *out;
};

static bool is_of_another(const struct finding *finding, const struct entry *entry)
{
    char of[APPROVAL_OF] = "";
    return finding->form != NULL && entry_genuine(entry, finding->installation->terminal) &&
           facts_find(&entry->open, "of", of, sizeof of) && strcmp(of, finding->form) != 0;
}

static int take_approval(void *context, const struct entry *entry)
{
    struct finding *finding = context;
    struct installation *installation = finding->installation;
    struct approval *out = finding->out;
    if (is_of_another(finding, entry)) {
        return 0;
    }
    struct roll *roll = malloc(sizeof *roll);
    if (roll == NULL) {
        die("out of memory");
    }
    struct fold fold = {.roll = roll, .until = entry->number};
    int result = fold_readers(installation, &fold);
    const struct reader *reader =
        result == 0 && entry_genuine(entry, installation->terminal)
            ? vouch_check(entry, installation->terminal, roll->readers, roll->count)
            : NULL;
    if (result == 0) {
        *out = (struct approval){.at = entry->at};
        bool fine =
            reader != NULL && facts_hex(&entry->open, "form", out->form, SEAL_HASH) &&
            facts_hex(&entry->open, "rules", out->rules, SEAL_HASH) &&
            facts_hex(&entry->open, "settings", out->settings, SEAL_HASH) &&
            facts_find(&entry->open, "name", out->name, sizeof out->name) &&
            facts_find(&entry->open, "registration", out->registration, sizeof out->registration);
        if (fine) {
            memcpy(out->reader, reader->id, READER_ID);
            (void)facts_find(&entry->open, "of", out->of, sizeof out->of);
        }
        errno = EBADMSG;
        result = fine ? 1 : -1;
    }
    int error = errno;
    free(roll);
    errno = error;
    return result;
}

int installation_approval_of(struct installation *installation, const char *form,
                             struct approval *out)
{
    const struct store_walk walk = {.kinds = 1u << ENTRY_APPROVAL, .newest_first = true};
    struct finding finding = {.installation = installation, .form = form, .out = out};
    int result = store_walk(installation->store, &walk, take_approval, &finding);
    errno = result == 0 ? ENOENT : errno;
    return result == 1 ? 0 : -1;
}

int installation_approval(struct installation *installation, struct approval *out)
{
    return installation_approval_of(installation, NULL, out);
}

struct form_then {
    const char *of;
    int64_t at;
    uint8_t *form;
};

static int take_form(void *context, const struct entry *entry)
{
    const struct form_then *then = context;
    char of[APPROVAL_OF];
    bool other = facts_find(&entry->open, "of", of, sizeof of) && strcmp(of, then->of) != 0;
    return !other && entry->at <= then->at &&
           facts_hex(&entry->open, "form", then->form, SEAL_HASH);
}

int installation_form_then(struct installation *installation, const char *of, int64_t at,
                           uint8_t form[SEAL_HASH])
{
    const struct store_walk walk = {.kinds = 1u << ENTRY_APPROVAL, .newest_first = true};
    struct form_then then = {.of = of, .at = at, .form = form};
    int result = store_walk(installation->store, &walk, take_form, &then);
    errno = result == 0 ? ENOENT : errno;
    return result == 1 ? 0 : -1;
}

int installation_countersign(struct installation *installation, const struct reader *reader,
                             const struct reader_secret *secret, int64_t now)
{
    struct entry_place head;
    struct entry entry;
    if (store_head(installation->store, &head) != 0) {
        return -1;
    }
    entry_init(&entry, ENTRY_HEAD, now);
    head_fill(&entry, &head);
    int result = installation_add_vouched(installation, &entry, reader, secret);
    if (result == 0) {
        result = head_append(installation->dir, heads_name, &entry);
    }
    entry_clear(&entry);
    return result;
}

struct missing {
    struct installation *installation;
    struct roll *roll; // with those who were removed since: a head stands
    char *who;
    int64_t *at;
    bool found;
};

static void look_for_head(void *context, const struct entry *entry, size_t line)
{
    struct missing *missing = context;
    struct installation *installation = missing->installation;
    struct entry there;
    (void)line;
    if (entry == NULL) {
        return;
    }
    entry_init(&there, ENTRY_HEAD, 0);
    if (store_find(installation->store, entry->id, &there) != 0 && errno == ENOENT) {
        const struct reader *reader = vouch_check(entry, installation->terminal,
                                                  missing->roll->readers, missing->roll->count);
        if (reader != NULL) {
            snprintf(missing->who, READER_NAME, "%s", reader->name);
            *missing->at = entry->at;
            missing->found = true;
        }
    }
    entry_clear(&there);
}

bool installation_set_back(struct installation *installation, char who[READER_NAME], int64_t *at)
{
    struct roll *roll = malloc(sizeof *roll);
    if (roll == NULL) {
        die("out of memory");
    }
    *roll = installation->roll;
    for (size_t i = 0; i < roll->count; i++) {
        roll->readers[i].removed = false;
    }
    struct missing missing = {installation, roll, who, at, false};
    (void)head_read_newest(installation->dir, heads_name, look_for_head, &missing);
    free(roll);
    return missing.found;
}
