#include "terminal/screen_ends.h"

#include <errno.h>
#include <fcntl.h>
#include <poll.h>
#include <unistd.h>

FILE *screen_end_open(int descriptor, const char *mode)
{
    int own = descriptor < 0 ? open("/dev/tty", O_RDWR | O_NOCTTY | O_CLOEXEC)
                             : fcntl(descriptor, F_DUPFD_CLOEXEC, 0);
    if (own < 0) {
        return NULL;
    }
    FILE *stream = fdopen(own, mode);
    if (stream == NULL) {
        close(own);
    }
    return stream;
}

// A lost tty gives EIO for ever; a closed pipe gives no error, only POLLHUP; the end of a file
// gives POLLIN and still nothing. Only what was promised before the attempt counts: a byte may
// arrive at any moment after it.
bool screen_end_lost(int input, int error, bool *promised)
{
    bool was_promised = *promised && error != EINTR;
    *promised = false;
    if (error == EIO || error == EBADF || error == EPIPE || error == ENXIO) {
        return true;
    }
    struct pollfd wait = {.fd = input, .events = POLLIN};
    if (poll(&wait, 1, 0) <= 0) {
        return false;
    }
    *promised = (wait.revents & POLLIN) != 0;
    return (wait.revents & (POLLERR | POLLNVAL)) != 0 || (!*promised && wait.revents != 0) ||
           (*promised && was_promised);
}
