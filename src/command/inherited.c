#include "command/inherited.h"

#include <dirent.h>
#include <stdlib.h>
#include <unistd.h>

static void close_but(int fd, int first, int kept)
{
    if (fd >= first && fd != kept) {
        (void)close(fd);
    }
}

// The limit may be a thousand or a thousand million, and what was opened before it was lowered
// stands above it: the list of what is open is asked for, and the limit only where there is none.
void inherited_close(int first, int kept)
{
    DIR *list = opendir("/proc/self/fd");
    if (list == NULL) {
        long most = sysconf(_SC_OPEN_MAX);
        for (int fd = first; fd < most; fd++) {
            close_but(fd, first, kept);
        }
        return;
    }
    int own = dirfd(list);
    for (const struct dirent *found; (found = readdir(list)) != NULL;) {
        char *end = NULL;
        long fd = strtol(found->d_name, &end, 10);
        if (end != found->d_name && fd != own) {
            close_but((int)fd, first, kept);
        }
    }
    (void)closedir(list);
}
