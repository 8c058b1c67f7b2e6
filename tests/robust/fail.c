// Stands before libc (LD_PRELOAD): the FAIL_AT-th call that saves something fails with the error
// FAIL_WITH, or kills the program if that is 0. FAIL_ON=1: and all after it, until there is a file
// FAIL_MENDED; FAIL_ON=2: the next one kills; FAIL_ON=3: half of what it should write is there
// before the program is killed. A program and its children count together, in the file FAIL_CALLS
// if there is one. Every frame that was synced is one byte in the file FAIL_SYNCED, written with a
// call that is not counted. FAIL_STICK: no file is without a name and none has two, as on FAT.
// FAIL_CHEAP: stretching a passphrase costs nothing, so that many
// interviews may be held.

#define _GNU_SOURCE // RTLD_NEXT

#include <dlfcn.h>
#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdarg.h>
#include <stdbool.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <sys/stat.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

static int *calls;          // shared with the children
static int synced_log = -1; // open before anything is confined

static int number(const char *name)
{
    const char *text = getenv(name);
    return text == NULL ? -1 : atoi(text);
}

static int mended(void)
{
    const char *file = getenv("FAIL_MENDED");
    return file != NULL && access(file, F_OK) == 0;
}

__attribute__((constructor)) static void begin(void)
{
    const char *counted = getenv("FAIL_CALLS"), *log = getenv("FAIL_SYNCED");
    int file = counted == NULL ? -1 : open(counted, O_RDWR | O_CREAT | O_CLOEXEC, 0600);
    if (file >= 0 && syscall(SYS_ftruncate, file, sizeof *calls) != 0) {
        abort();
    }
    calls = mmap(NULL, sizeof *calls, PROT_READ | PROT_WRITE,
                 MAP_SHARED | (file < 0 ? MAP_ANONYMOUS : 0), file, 0);
    if (calls == MAP_FAILED) {
        abort();
    }
    if (file >= 0) {
        close(file);
    }
    if (log != NULL) {
        synced_log = open(log, O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
        if (synced_log < 0) {
            abort();
        }
    }
}

// True for the call that is to fail, with errno set. `half` of it can be done, or -1.
static int fails_at(int fd, const uint8_t *half, size_t length, off_t offset)
{
    int call = __atomic_add_fetch(calls, 1, __ATOMIC_SEQ_CST);
    int at = number("FAIL_AT");
    int on = number("FAIL_ON");
    if (at < 0 || call < at ||
        (call > at &&
         (on <= 0 || on == 3 || (on == 1 && mended()) || (on == 2 && call > at + 1)))) {
        return 0;
    }
    int error = number("FAIL_WITH");
    if (on == 3 && half != NULL) {
        (void)syscall(SYS_pwrite64, fd, half, length / 2, offset);
    }
    if (error == 0 || (call > at && on == 2)) {
        (void)syscall(SYS_kill, getpid(), SIGKILL);
    }
    errno = error;
    return 1;
}

static int fails(void)
{
    return fails_at(-1, NULL, 0, 0);
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset)
{
    return fails_at(fd, bytes, length, offset) ? -1
                                               : syscall(SYS_pwrite64, fd, bytes, length, offset);
}

// SQLite's name for it.
ssize_t pwrite64(int fd, const void *bytes, size_t length, off_t offset)
{
    return pwrite(fd, bytes, length, offset);
}

// What goes to a terminal or a pipe saves nothing.
ssize_t write(int fd, const void *bytes, size_t length)
{
    struct stat status;
    int saves = fstat(fd, &status) == 0 && S_ISREG(status.st_mode);
    return saves && fails() ? -1 : syscall(SYS_write, fd, bytes, length);
}

int fdatasync(int fd)
{
    if (fails() || syscall(SYS_fdatasync, fd) != 0) {
        return -1;
    }
    if (synced_log >= 0 && syscall(SYS_write, synced_log, ".", 1) != 1) {
        abort();
    }
    return 0;
}

int fsync(int fd)
{
    return fails() ? -1 : (int)syscall(SYS_fsync, fd);
}

int ftruncate(int fd, off_t length)
{
    return fails() ? -1 : (int)syscall(SYS_ftruncate, fd, length);
}

int ftruncate64(int fd, off_t length)
{
    return ftruncate(fd, length);
}

int rename(const char *old, const char *new)
{
    return fails() ? -1 : (int)syscall(SYS_renameat, AT_FDCWD, old, AT_FDCWD, new);
}

int renameat2(int from, const char *old, int to, const char *new, unsigned flags)
{
    return fails() ? -1 : (int)syscall(SYS_renameat2, from, old, to, new, flags);
}

int renameat(int from, const char *old, int to, const char *new)
{
    return fails() ? -1 : (int)syscall(SYS_renameat, from, old, to, new);
}

int link(const char *old, const char *new)
{
    return fails() ? -1 : (int)syscall(SYS_linkat, AT_FDCWD, old, AT_FDCWD, new, 0);
}

// Makes nothing that stays, but for files without a name, which a stick does not have.
int openat(int folder, const char *name, int flags, ...)
{
    va_list arguments;
    va_start(arguments, flags);
    bool makes = (flags & O_CREAT) != 0 || (flags & O_TMPFILE) == O_TMPFILE;
    mode_t mode = makes ? va_arg(arguments, mode_t) : 0;
    va_end(arguments);
    if ((flags & O_TMPFILE) == O_TMPFILE && getenv("FAIL_STICK") != NULL) {
        errno = EOPNOTSUPP;
        return -1;
    }
    return (int)syscall(SYS_openat, folder, name, flags, mode);
}

int linkat(int from, const char *old, int to, const char *new, int flags)
{
    if (getenv("FAIL_STICK") != NULL) {
        errno = EPERM;
        return -1;
    }
    return fails() ? -1 : (int)syscall(SYS_linkat, from, old, to, new, flags);
}

int unlink(const char *name)
{
    return fails() ? -1 : (int)syscall(SYS_unlinkat, AT_FDCWD, name, 0);
}

int unlinkat(int from, const char *name, int flags)
{
    return fails() ? -1 : (int)syscall(SYS_unlinkat, from, name, flags);
}

// libsodium's; the cost that stands beside what was closed is the one asked for.
int crypto_pwhash(unsigned char *out, unsigned long long out_length, const char *words,
                  unsigned long long length, const unsigned char *salt, unsigned long long passes,
                  size_t memory, int kind)
{
    typedef int (*stretch_fn)(unsigned char *, unsigned long long, const char *, unsigned long long,
                              const unsigned char *, unsigned long long, size_t, int);
    enum { LEAST_PASSES = 1, LEAST_MEMORY = 8192 };
    stretch_fn stretch = NULL;
    void *found = dlsym(RTLD_NEXT, "crypto_pwhash");
    memcpy(&stretch, &found, sizeof stretch);
    int cheap = getenv("FAIL_CHEAP") != NULL;
    return stretch(out, out_length, words, length, salt, cheap ? LEAST_PASSES : passes,
                   cheap ? LEAST_MEMORY : memory, kind);
}
