// sysinfo and statfs of a file system's kind are Linux's own, beyond POSIX.
#define _GNU_SOURCE

#include "command/bundle.h"
#include "command/clock.h"
#include "command/desk.h"
#include "command/doctor.h"
#include "patient/kiosk/confine.h"

#include <errno.h>
#include <fcntl.h>
#include <inttypes.h>
#include <langinfo.h>
#include <stdlib.h>
#include <string.h>
#include <sys/ioctl.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/statvfs.h>
#include <sys/vfs.h>
#include <termios.h>
#include <unistd.h>

enum {
    MEBIBYTE = 1 << 20,
    DISK_FAILS = 50, // mebibytes
    DISK_WARNS = 500,
    ROWS_LEAST = 12,
    COLUMNS_LEAST = 40,
    LOCK_LEAST = 1 << 20,   // bytes: keys, passphrases and their guard pages, several times
    CLOCK_AHEAD_DAYS = 400, // a clock so far ahead of the newest entry is a wrong one
    TMPFS = 0x01021994,
    RAMFS = (int)0x858458f6,
};

// Before setup the folder is not there yet: then of the next above that is.
static bool room_of(const char *folder, unsigned long long *mebibytes)
{
    char path[4096];
    struct statvfs room;
    snprintf(path, sizeof path, "%s", folder);
    while (statvfs(path, &room) != 0) {
        char *slash = strrchr(path, '/');
        if (errno != ENOENT || slash == NULL) {
            return false;
        }
        slash[slash == path ? 1 : 0] = '\0';
    }
    *mebibytes = (unsigned long long)room.f_bavail * room.f_frsize / MEBIBYTE;
    return true;
}

void doctor_disk(struct doctor *doctor)
{
    unsigned long long free = 0;
    if (!room_of(doctor->data, &free)) {
        doctor_line(doctor, DOCTOR_FAILS, "disk",
                    "the room on it cannot be read: %s; see that it is mounted", strerror(errno));
    } else {
        enum doctor_found found = free < DISK_FAILS   ? DOCTOR_FAILS
                                  : free < DISK_WARNS ? DOCTOR_WARNS
                                                      : DOCTOR_FINE;
        doctor_line(doctor, found, "disk", "%llu MiB free for %s%s", free, doctor->data,
                    found == DOCTOR_FINE ? "" : "; make room: an interview needs half a MiB");
    }
    if (doctor->state == INSTALLATION_FINE && access(doctor->data, W_OK) != 0) {
        doctor_line(doctor, DOCTOR_FAILS, "disk", "%s cannot be written by this user: %s; chown %s",
                    doctor->data, strerror(errno), doctor->data);
    }
}

struct newest {
    int64_t at;
};

static int see_newest(void *context, const struct entry *entry)
{
    struct newest *newest = context;
    newest->at = entry->at;
    return 1;
}

void doctor_clock(struct doctor *doctor)
{
    day_number today;
    char now[64], then[64];
    struct newest newest = {.at = 0};
    int64_t seconds = desk_now();
    bool believed = clock_today(&today);
    clock_print(seconds, now, sizeof now);
    if (doctor->state == INSTALLATION_FINE) {
        const struct store_walk walk = {.newest_first = true};
        (void)store_walk(doctor->installation.store, &walk, see_newest, &newest);
    }
    clock_print(newest.at, then, sizeof then);
    if (!believed) {
        doctor_line(doctor, DOCTOR_FAILS, "clock",
                    "it says %s, before this program was made; set "
                    "it ('timedatectl set-time')",
                    now);
    } else if (newest.at > seconds) {
        doctor_line(doctor, DOCTOR_FAILS, "clock",
                    "it says %s, and the newest entry is of %s; set "
                    "it ('timedatectl set-time')",
                    now, then);
    } else if (newest.at != 0 && seconds - newest.at > (int64_t)CLOCK_AHEAD_DAYS * 86400) {
        doctor_line(doctor, DOCTOR_WARNS, "clock",
                    "it says %s, more than a year after the newest "
                    "entry (%s); is that right?",
                    now, then);
    } else {
        doctor_line(doctor, DOCTOR_FINE, "clock", "%s", now);
    }
}

void doctor_locale(struct doctor *doctor)
{
    const char *codeset = nl_langinfo(CODESET);
    bool utf8 = strcmp(codeset, "UTF-8") == 0;
    doctor_line(doctor, utf8 ? DOCTOR_FINE : DOCTOR_FAILS, "locale", "%s%s", codeset,
                utf8 ? "" : "; names with accents could not be shown: set LANG=C.UTF-8");
}

void doctor_terminal(struct doctor *doctor)
{
    struct winsize size = {0};
    const char *term = getenv("TERM");
    if (!isatty(STDIN_FILENO) || !isatty(STDOUT_FILENO)) {
        doctor_line(doctor, DOCTOR_WARNS, "terminal",
                    "this is none; look again on the kiosk's own");
    } else if (term == NULL || term[0] == '\0' || strcmp(term, "dumb") == 0) {
        doctor_line(doctor, DOCTOR_FAILS, "terminal",
                    "TERM does not say what it can do; on a PC's "
                    "console TERM=linux");
    } else if (ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) != 0 || size.ws_row < ROWS_LEAST ||
               size.ws_col < COLUMNS_LEAST) {
        doctor_line(doctor, DOCTOR_FAILS, "terminal",
                    "%s, %u columns of %u lines; the kiosk needs "
                    "%d of %d: a smaller font",
                    term, size.ws_col, size.ws_row, COLUMNS_LEAST, ROWS_LEAST);
    } else {
        doctor_line(doctor, DOCTOR_FINE, "terminal", "%s, %u columns of %u lines", term,
                    size.ws_col, size.ws_row);
    }
}

void doctor_memory(struct doctor *doctor)
{
    struct rlimit limit = {0, 0};
    (void)getrlimit(RLIMIT_MEMLOCK, &limit);
    void *secret = seal_secret_new(SEAL_KEY);
    bool enough = limit.rlim_cur == RLIM_INFINITY || limit.rlim_cur >= LOCK_LEAST;
    if (secret == NULL || !enough) {
        doctor_line(doctor, DOCTOR_FAILS, "memory",
                    "%llu KiB may be locked; keys need %d: raise "
                    "the limit (ulimit -l, LimitMEMLOCK=)",
                    (unsigned long long)limit.rlim_cur / 1024, LOCK_LEAST / 1024);
    } else if (limit.rlim_cur == RLIM_INFINITY) {
        doctor_line(doctor, DOCTOR_FINE, "memory", "any may be locked");
    } else {
        doctor_line(doctor, DOCTOR_FINE, "memory", "%llu KiB may be locked",
                    (unsigned long long)limit.rlim_cur / 1024);
    }
    seal_secret_free(secret);
}

// Is what stands behind this device a dm-crypt mapping, or memory (zram)?
static bool is_safe_swap(const char *device)
{
    char real[4096], path[4096 + 64], uuid[32] = "";
    if (strstr(device, "/zram") != NULL) {
        return true;
    }
    if (realpath(device, real) == NULL) {
        return false;
    }
    const char *name = strrchr(real, '/');
    snprintf(path, sizeof path, "/sys/block/%s/dm/uuid", name != NULL ? name + 1 : real);
    FILE *file = fopen(path, "re");
    if (file != NULL) {
        bool read = fgets(uuid, sizeof uuid, file) != NULL;
        fclose(file);
        return read && strncmp(uuid, "CRYPT-", 6) == 0;
    }
    return false;
}

void doctor_swap(struct doctor *doctor)
{
    FILE *file = fopen("/proc/swaps", "re");
    char line[4096];
    int open = 0, safe = 0;
    for (int i = 0; file != NULL && fgets(line, sizeof line, file) != NULL; i++) {
        line[strcspn(line, " \t\n")] = '\0';
        if (i == 0 || line[0] == '\0') {
            continue; // the heading
        }
        if (is_safe_swap(line)) {
            safe++;
        } else {
            open++;
            doctor_line(doctor, DOCTOR_WARNS, "swap",
                        "%s is not encrypted: what a patient says "
                        "could reach it; swapoff, or encrypt it",
                        line);
        }
    }
    if (file != NULL) {
        fclose(file);
    }
    if (open == 0) {
        doctor_line(doctor, DOCTOR_FINE, "swap", "%s", safe > 0 ? "encrypted, or memory" : "none");
    }
}

void doctor_confinement(struct doctor *doctor)
{
    const char *why = NULL;
    if (confine_possible(&why)) {
        doctor_line(doctor, DOCTOR_FINE, "confinement", "Landlock and seccomp");
    } else {
        doctor_line(doctor, DOCTOR_FAILS, "confinement",
                    "%s; a kernel from 5.13 on, with "
                    "lsm=landlock",
                    why != NULL ? why : "not possible");
    }
}

void doctor_runtime(struct doctor *doctor)
{
    char folder[4096];
    struct statfs kind;
    bundle_drafts(NULL, folder, sizeof folder);
    char *slash = strrchr(folder, '/');
    if (slash != NULL && slash != folder) {
        *slash = '\0'; // the folder itself is made when it is needed
    }
    if (statfs(folder, &kind) != 0) {
        doctor_line(doctor, DOCTOR_FAILS, "runtime", "%s: %s; set XDG_RUNTIME_DIR", folder,
                    strerror(errno));
    } else if (kind.f_type != TMPFS && (unsigned)kind.f_type != (unsigned)RAMFS) {
        doctor_line(doctor, DOCTOR_WARNS, "runtime",
                    "%s is on a disk, not in memory; set "
                    "XDG_RUNTIME_DIR to a tmpfs",
                    folder);
    } else {
        doctor_line(doctor, DOCTOR_FINE, "runtime", "%s, in memory", folder);
    }
}
