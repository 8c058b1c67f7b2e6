// Stands before libc (LD_PRELOAD): the FAIL_AT-th call that saves something fails with the error
// FAIL_WITH, or kills the program if that is 0. FAIL_ON=1: and all after it, until there is a file
// FAIL_MENDED; FAIL_ON=2: the next one kills. Every frame that was synced is one byte in the file
// FAIL_SYNCED, written with a call that is not counted.

#include <errno.h>
#include <fcntl.h>
#include <signal.h>
#include <stdlib.h>
#include <sys/syscall.h>
#include <sys/types.h>
#include <unistd.h>

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

// True for the call that is to fail, with errno set.
static int fails(void)
{
    static int calls;
    int at = number("FAIL_AT");
    int on = number("FAIL_ON");
    calls++;
    if (at < 0 || calls < at || (calls > at && (on <= 0 || (on == 1 && mended())))) {
        return 0;
    }
    int error = number("FAIL_WITH");
    if (error == 0 || (calls > at && on == 2)) {
        raise(SIGKILL);
    }
    errno = error;
    return 1;
}

static void synced(void)
{
    int log = open(getenv("FAIL_SYNCED"), O_WRONLY | O_CREAT | O_APPEND | O_CLOEXEC, 0600);
    if (log < 0 || syscall(SYS_write, log, ".", 1) != 1) {
        abort();
    }
    close(log);
}

ssize_t pwrite(int fd, const void *bytes, size_t length, off_t offset)
{
    return fails() ? -1 : syscall(SYS_pwrite64, fd, bytes, length, offset);
}

// SQLite's name for it.
ssize_t pwrite64(int fd, const void *bytes, size_t length, off_t offset)
{
    return pwrite(fd, bytes, length, offset);
}

int fdatasync(int fd)
{
    if (fails() || syscall(SYS_fdatasync, fd) != 0) {
        return -1;
    }
    synced();
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

int renameat(int from, const char *old, int to, const char *new)
{
    return fails() ? -1 : (int)syscall(SYS_renameat, from, old, to, new);
}
