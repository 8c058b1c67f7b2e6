#include "record/backup.h"

#include "base/ensure.h"
#include "record/contents.h"
#include "record/hex.h"

#include <errno.h>
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static const char store_name[] = "store.db", heads_name[] = "heads",
                  sealed_name[] = "terminal.sealed", seed_name[] = "terminal.seed",
                  stage_name[] = "restore";

enum {
    BOX = SEAL_KEY + SEAL_BOX_MORE,
    COPY_AT_ONCE = 64 << 10,
    NAME = 64,
    SEALED_MOST = ROLL_MOST * (BOX + CONTENTS_NAME + 64),
};

// Closes it, and errno stays.
static int failing(int fd)
{
    int error = errno;
    if (fd >= 0) {
        close(fd);
    }
    errno = error;
    return -1;
}

// Do these bytes stand in the file, as the disk has them?
static int read_back(int dir, const char *name, const void *bytes, size_t length)
{
    int fd = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    uint8_t *found = malloc(length + 1);
    if (found == NULL) {
        die("out of memory");
    }
    if (fd >= 0) {
        (void)posix_fadvise(fd, 0, 0, POSIX_FADV_DONTNEED);
    }
    bool same = fd >= 0 && read(fd, found, length + 1) == (ssize_t)length &&
                memcmp(found, bytes, length) == 0;
    seal_wipe(found, length);
    free(found);
    if (fd >= 0) {
        close(fd);
    }
    errno = EIO;
    return same ? 0 : -1;
}

static void part_name(const char *name, char part[NAME])
{
    snprintf(part, NAME, "%s.part", name);
}

// A whole small file, read back, beside what is there. Nothing half-written stays.
static int put_part(int dir, const char *name, const void *bytes, size_t length)
{
    char part[NAME];
    part_name(name, part);
    (void)unlinkat(dir, part, 0);
    int fd = openat(dir, part, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0) {
        return -1;
    }
    errno = ENOSPC; // a short write
    int result = write(fd, bytes, length) == (ssize_t)length ? fsync(fd) : -1;
    result = result == 0 ? close(fd) : failing(fd);
    if (result == 0) {
        result = read_back(dir, part, bytes, length);
    }
    if (result != 0) {
        int error = errno;
        (void)unlinkat(dir, part, 0);
        errno = error;
    }
    return result;
}

// And in place of it.
static int settle_part(int dir, const char *name)
{
    char part[NAME];
    part_name(name, part);
    return renameat(dir, part, dir, name);
}

// All of a file, of at most `most` bytes. -1 with errno (ENOENT ...).
static int get_file(int dir, const char *name, size_t most, struct buffer *out)
{
    char bytes[4096];
    int fd = openat(dir, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0) {
        return -1;
    }
    ssize_t got;
    while ((got = read(fd, bytes, sizeof bytes)) > 0 && out->length <= most) {
        buffer_add(out, bytes, (size_t)got);
    }
    if (got < 0) {
        return failing(fd);
    }
    close(fd);
    errno = EFBIG;
    return out->length <= most && !out->full ? 0 : -1;
}

enum { HEADS_MOST = 64 << 20 };

// The countersigned heads, not in place yet; without any there is no such file. Who reads them
// takes no line for whole that is not.
static int copy_heads(int from, int to)
{
    struct buffer bytes;
    buffer_init(&bytes, HEADS_MOST + 4096);
    int result = get_file(from, heads_name, HEADS_MOST, &bytes);
    if (result == 0) {
        result = put_part(to, heads_name, bytes.bytes, bytes.length);
    } else if (errno == ENOENT) {
        result = 0;
    }
    int error = errno;
    buffer_clear(&bytes);
    errno = error;
    return result;
}

static int put_sealed(const struct installation *installation, int to)
{
    struct buffer sealed;
    uint8_t box[BOX];
    char name[2 * READER_ID + 1];
    buffer_init(&sealed, SEALED_MOST);
    for (size_t i = 0; i < installation->roll.count; i++) {
        const struct reader *reader = &installation->roll.readers[i];
        if (!reader->removed) {
            seal_box_close(reader->box, installation->terminal_seed, SEAL_KEY, box);
            hex_write(reader->id, READER_ID, name);
            contents_add(&sealed, name, box, sizeof box);
        }
    }
    int result = put_part(to, sealed_name, sealed.bytes, sealed.length);
    int error = errno;
    buffer_clear(&sealed);
    errno = error;
    return result;
}

static bool same_folder(int a, int b)
{
    struct stat x, y;
    return fstat(a, &x) == 0 && fstat(b, &y) == 0 && x.st_dev == y.st_dev && x.st_ino == y.st_ino;
}

// Is the backup that stands there, if one does, of this installation? The seed's file tells without
// opening the store, which would change it: it is closed to the same first reader.
static bool is_ours(const struct installation *installation, int to)
{
    struct buffer sealed;
    struct contents_part part;
    char name[2 * READER_ID + 1];
    bool ours = false;
    buffer_init(&sealed, SEALED_MOST);
    if (get_file(to, sealed_name, SEALED_MOST - 4096, &sealed) != 0) {
        ours = errno == ENOENT;
    }
    for (size_t i = 0; !ours && i < installation->roll.count; i++) {
        hex_write(installation->roll.readers[i].id, READER_ID, name);
        ours = contents_find(sealed.bytes, sealed.length, name, &part);
    }
    buffer_clear(&sealed);
    return ours;
}

static int write_all(struct installation *installation, const char *folder, int to,
                     const char **what)
{
    char path[4096 + NAME];
    *what = "the folder";
    if (same_folder(installation->dir, to)) {
        errno = EINVAL;
        return -1;
    }
    if (!is_ours(installation, to)) {
        errno = EEXIST;
        return -1;
    }
    *what = "the terminal's key";
    if (put_sealed(installation, to) != 0) {
        return -1;
    }
    // Before the store: heads may be behind it, never ahead of it.
    *what = "the countersigned heads";
    if (copy_heads(installation->dir, to) != 0) {
        return -1;
    }
    *what = "the store";
    snprintf(path, sizeof path, "%s/%s", folder, store_name);
    if (store_copy(installation->store, path) != 0 || settle_part(to, sealed_name) != 0 ||
        (settle_part(to, heads_name) != 0 && errno != ENOENT)) {
        return -1;
    }
    return fsync(to);
}

int backup_write(struct installation *installation, const char *folder, const char **what)
{
    bool made = mkdir(folder, 0700) == 0;
    *what = "the folder";
    if (!made && errno != EEXIST) {
        return -1;
    }
    int to = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (to < 0) {
        return -1;
    }
    int result = write_all(installation, folder, to, what);
    int error = errno;
    if (result != 0) {
        char part[NAME];
        part_name(sealed_name, part);
        (void)unlinkat(to, part, 0);
        part_name(heads_name, part);
        (void)unlinkat(to, part, 0);
        if (made) {
            (void)rmdir(folder); // empty
        }
    }
    close(to);
    errno = error;
    return result;
}

// Byte by byte, so that nothing is changed where it comes from.
static int copy_file(int from, const char *name, int to)
{
    uint8_t *bytes = malloc(COPY_AT_ONCE);
    if (bytes == NULL) {
        die("out of memory");
    }
    int in = openat(from, name, O_RDONLY | O_NOFOLLOW | O_CLOEXEC);
    int out =
        in < 0 ? -1 : openat(to, name, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    int result = out < 0 ? -1 : 0;
    ssize_t got = 0;
    while (result == 0 && (got = read(in, bytes, COPY_AT_ONCE)) > 0) {
        errno = ENOSPC;
        result = write(out, bytes, (size_t)got) == got ? 0 : -1;
    }
    result = result == 0 && got == 0 ? fsync(out) : -1;
    int error = errno;
    free(bytes);
    if (in >= 0) {
        close(in);
    }
    if (out >= 0) {
        close(out);
    }
    errno = error;
    return result;
}

static void clear_stage(const struct restore *restore)
{
    static const char *const names[] = {"store.db",   "store.db-wal",  "store.db-shm",      "heads",
                                        "heads.part", "terminal.seed", "terminal.seed.part"};
    int dir = open(restore->stage, O_RDONLY | O_DIRECTORY | O_NOFOLLOW | O_CLOEXEC);
    for (size_t i = 0; dir >= 0 && i < sizeof names / sizeof *names; i++) {
        (void)unlinkat(dir, names[i], 0);
    }
    if (dir >= 0) {
        close(dir);
    }
    (void)rmdir(restore->stage);
}

void restore_leave(struct restore *restore)
{
    int error = errno;
    installation_close(&restore->installation);
    clear_stage(restore);
    if (restore->made) {
        (void)rmdir(restore->data); // if it is empty
    }
    errno = error;
}

// The terminal is who signed the first entry; the readers vouch for it with everything after.
static int open_copy(struct installation *copy)
{
    struct entry first;
    copy->store = store_open(copy->folder, false);
    if (copy->store == NULL) {
        return -1;
    }
    entry_init(&first, ENTRY_SETUP, 0);
    int result = store_get(copy->store, 1, &first);
    memcpy(copy->terminal, first.terminal, SEAL_KEY);
    entry_clear(&first);
    return result == 0 ? installation_refresh(copy) : -1;
}

static int begin(struct restore *restore, const char **what)
{
    struct installation *copy = &restore->installation;
    struct stat status;
    *what = "the data folder";
    restore->made = mkdir(restore->data, 0700) == 0;
    if (!restore->made && errno != EEXIST) {
        return -1;
    }
    clear_stage(restore);
    if (mkdir(restore->stage, 0700) != 0) {
        return -1;
    }
    copy->dir = open(restore->stage, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    snprintf(copy->folder, sizeof copy->folder, "%.4090s", restore->stage);
    *what = "the backup";
    int from = open(restore->backup, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (copy->dir < 0 || from < 0 || fstatat(from, store_name, &status, 0) != 0 ||
        copy_file(from, store_name, copy->dir) != 0 || copy_heads(from, copy->dir) != 0 ||
        (settle_part(copy->dir, heads_name) != 0 && errno != ENOENT)) {
        return failing(from);
    }
    close(from);
    *what = "the store in the backup";
    return open_copy(copy);
}

// Asked before a passphrase is: a data folder has a store and heads too.
static bool is_backup(const char *folder)
{
    struct stat status;
    int from = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (from < 0) {
        return false;
    }
    bool live = fstatat(from, seed_name, &status, 0) == 0;
    bool whole = !live && fstatat(from, store_name, &status, 0) == 0 &&
                 fstatat(from, sealed_name, &status, 0) == 0;
    int error = live ? EINVAL : errno;
    close(from);
    errno = error;
    return whole;
}

int restore_begin(struct restore *restore, const char *backup, const char *data, const char **what)
{
    struct stat status;
    char store[4096 + NAME];
    *restore = (struct restore){.installation = {.dir = -1}};
    snprintf(restore->backup, sizeof restore->backup, "%s", backup);
    snprintf(restore->data, sizeof restore->data, "%s", data);
    snprintf(restore->stage, sizeof restore->stage, "%s/%s", data, stage_name);
    snprintf(store, sizeof store, "%s/%s", data, store_name);
    *what = "the data folder";
    if (lstat(store, &status) == 0) {
        errno = EEXIST;
        return -1;
    }
    if (!is_backup(backup)) {
        return -1;
    }
    if (begin(restore, what) != 0) {
        restore_leave(restore);
        return -1;
    }
    return 0;
}

// Opened into locked memory, and out to the stage.
static int open_seed(struct restore *restore, const struct buffer *sealed,
                     const struct reader *reader, const struct reader_secret *secret)
{
    struct contents_part part;
    uint8_t public[SEAL_KEY];
    char name[2 * READER_ID + 1];
    hex_write(reader->id, READER_ID, name);
    if (!contents_find(sealed->bytes, sealed->length, name, &part) || part.length != BOX) {
        errno = EACCES;
        return -1;
    }
    uint8_t *seed = seal_secret_new(SEAL_KEY);
    if (seed == NULL) {
        return -1;
    }
    int result = reader_open(secret, part.bytes, part.length, seed);
    errno = EBADMSG;
    if (result == 0) {
        seal_sign_pair(seed, public);
        result = seal_same(public, restore->installation.terminal, SEAL_KEY) ? 0 : -1;
    }
    restore->installation.terminal_seed = result == 0 ? seed : NULL;
    if (result != 0) {
        seal_secret_free(seed);
        errno = EBADMSG;
    }
    return result;
}

int restore_seed(struct restore *restore, const struct reader *reader,
                 const struct reader_secret *secret, const char **what)
{
    struct buffer sealed;
    *what = "the terminal's key in the backup";
    int from = open(restore->backup, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (from < 0) {
        return -1;
    }
    buffer_init(&sealed, SEALED_MOST);
    int result = get_file(from, sealed_name, SEALED_MOST - 4096, &sealed);
    if (result == 0) {
        result = open_seed(restore, &sealed, reader, secret);
    }
    int error = errno;
    buffer_clear(&sealed);
    close(from);
    errno = error;
    return result;
}

int restore_end(struct restore *restore, const char **what)
{
    static const char *const names[] = {"heads", "terminal.seed", "store.db"};
    struct installation *copy = &restore->installation;
    int data = open(restore->data, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    *what = "the data folder";
    int result = data < 0 ? -1 : put_part(copy->dir, seed_name, copy->terminal_seed, SEAL_KEY);
    result = result == 0 ? settle_part(copy->dir, seed_name) : -1;
    // Closed, the store is one file.
    store_close(copy->store);
    copy->store = NULL;
    for (size_t i = 0; result == 0 && i < sizeof names / sizeof *names; i++) {
        result = renameat(copy->dir, names[i], data, names[i]);
        result = result != 0 && errno == ENOENT && i == 0 ? 0 : result;
    }
    if (result == 0) {
        result = fsync(data);
    }
    if (data >= 0) {
        (void)failing(data);
    }
    restore_leave(restore);
    return result;
}
