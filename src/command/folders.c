#include "command/folders.h"

#include <dirent.h>
#include <limits.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

// In /proc/self/mounts a blank is written as \040.
static void undo_octal(char *path)
{
    char *to = path;
    for (const char *from = path; *from != '\0';) {
        bool octal = from[0] == '\\' && from[1] >= '0' && from[1] <= '3' && from[2] >= '0' &&
                     from[2] <= '7' && from[3] >= '0' && from[3] <= '7';
        *to++ =
            octal ? (char)((from[1] - '0') * 64 + (from[2] - '0') * 8 + (from[3] - '0')) : *from;
        from += octal ? 4 : 1;
    }
    *to = '\0';
}

static bool is_medium(const char *path)
{
    static const char *const roots[] = {"/media/", "/run/media/", "/mnt/"};
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++) {
        if (strncmp(path, roots[i], strlen(roots[i])) == 0) {
            return true;
        }
    }
    return false;
}

size_t folders_mounted(char (*list)[FOLDER_PATH], size_t size)
{
    FILE *mounts = fopen("/proc/self/mounts", "re");
    char line[2 * FOLDER_PATH];
    size_t count = 0;
    while (mounts != NULL && count < size && fgets(line, sizeof line, mounts) != NULL) {
        char *path = strchr(line, ' ');
        char *end = path != NULL ? strchr(path + 1, ' ') : NULL;
        if (end == NULL || end - path > FOLDER_PATH) {
            continue;
        }
        *end = '\0';
        undo_octal(path + 1);
        if (is_medium(path + 1) && access(path + 1, W_OK) == 0) {
            snprintf(list[count++], FOLDER_PATH, "%s", path + 1);
        }
    }
    if (mounts != NULL) {
        fclose(mounts);
    }
    return count;
}

void folders_home(char *path)
{
    char whole[FOLDER_PATH];
    const char *home = getenv("HOME");
    if (path[0] == '~' && (path[1] == '/' || path[1] == '\0') && home != NULL &&
        (size_t)snprintf(whole, sizeof whole, "%s%s", home, path + 1) < sizeof whole) {
        memcpy(path, whole, sizeof whole);
    }
}

static bool is_folder(int parent, const char *name)
{
    struct stat status;
    return fstatat(parent, name, &status, 0) == 0 && S_ISDIR(status.st_mode);
}

// What all names that begin with `begun` have in common.
struct common {
    char name[NAME_MAX + 1];
    size_t length, count;
};

static void take_name(struct common *common, const char *name)
{
    if (common->count++ == 0) {
        snprintf(common->name, sizeof common->name, "%s", name);
        common->length = strlen(common->name);
    }
    size_t same = 0;
    while (same < common->length && name[same] == common->name[same]) {
        same++;
    }
    common->length = same;
}

size_t folders_complete(char *path)
{
    struct common common = {.count = 0};
    folders_home(path);
    char *slash = strrchr(path, '/');
    if (slash == NULL) {
        return 0;
    }
    char begun[FOLDER_PATH];
    snprintf(begun, sizeof begun, "%s", slash + 1);
    slash[1] = '\0';
    DIR *folder = opendir(path);
    size_t length = strlen(begun);
    for (struct dirent *entry; folder != NULL && (entry = readdir(folder)) != NULL;) {
        bool hidden = entry->d_name[0] == '.' && begun[0] != '.';
        if (!hidden && strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0 &&
            strncmp(entry->d_name, begun, length) == 0 && is_folder(dirfd(folder), entry->d_name)) {
            take_name(&common, entry->d_name);
        }
    }
    if (folder != NULL) {
        closedir(folder);
    }
    common.name[common.length] = '\0';
    size_t room = FOLDER_PATH - strlen(path);
    const char *rest = common.count > 0 && common.length >= length ? common.name : begun;
    snprintf(path + strlen(path), room, "%s%s", rest, common.count == 1 ? "/" : "");
    return common.count;
}
