#include "command/child.h"

#include "command/clock.h"

#include <errno.h>
#include <signal.h>
#include <sys/wait.h>
#include <time.h>

enum { NAP = 5000000 }; // nanoseconds between two looks whether it ended

// There is no waiting for a child with a time limit but through SIGCHLD, which is the whole
// process's.
static bool ends_by(pid_t child, unsigned long long until, int *status)
{
    const struct timespec nap = {.tv_nsec = NAP};
    for (;;) {
        pid_t ended = waitpid(child, status, WNOHANG);
        if (ended != 0 && !(ended < 0 && errno == EINTR)) {
            return true;
        }
        if (clock_milliseconds() >= until) {
            return false;
        }
        (void)nanosleep(&nap, NULL);
    }
}

bool child_end(pid_t child, pid_t all, unsigned long long until, int *status)
{
    if (ends_by(child, until, status)) {
        return true;
    }
    (void)kill(all, SIGKILL);
    while (waitpid(child, status, 0) < 0 && errno == EINTR) {
    }
    return false;
}
