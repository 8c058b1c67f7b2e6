#include "command/secrets.h"

#include "command/command.h"
#include "record/seal.h"

#include <errno.h>
#include <signal.h>
#include <stdio.h>
#include <string.h>
#include <sys/prctl.h>
#include <sys/resource.h>

int secrets_start(const char *command)
{
    const struct rlimit none = {0, 0};
    if (prctl(PR_SET_DUMPABLE, 0) != 0 || setrlimit(RLIMIT_CORE, &none) != 0) {
        fprintf(stderr, "intake %s: core dumps cannot be turned off: %s\n", command,
                strerror(errno));
        return EXIT_INTERNAL;
    }
    // A limit on files is like a full disk, and who does not want to read any more is told by a
    // write.
    (void)signal(SIGXFSZ, SIG_IGN);
    (void)signal(SIGPIPE, SIG_IGN);
    if (seal_start() != 0) {
        fprintf(stderr, "intake %s: this system has no good randomness\n", command);
        return EXIT_INTERNAL;
    }
    return EXIT_FINE;
}
