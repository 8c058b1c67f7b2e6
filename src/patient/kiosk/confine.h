#ifndef PATIENT_KIOSK_CONFINE_H
#define PATIENT_KIOSK_CONFINE_H

#include <stdbool.h>
#include <stddef.h>

// A process that gives up, for itself and all it starts, what it will never need: other folders
// than the ones named, other programs, the network, looking into other processes, a core dump.
// There is no way back. Linux: Landlock for files, seccomp for calls, no new privileges.
struct confine_place {
    const char *path; // a folder or a device; one that does not exist is passed over
    bool write;       // else only read
};

// 0: confined. -1: not, or not wholly, with a sentence in *why (static); the caller must not go on.
int confine_self(const struct confine_place *places, size_t count, const char **why);
// Could it be done here? Changes nothing. For `intake doctor`.
bool confine_possible(const char **why);

#endif
