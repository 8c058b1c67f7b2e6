#include "command/place.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>

static const char of_the_system[] = "/var/lib/intake";

static const char *set_variable(const char *name)
{
    const char *value = getenv(name);
    return value != NULL && value[0] != '\0' ? value : NULL;
}

const char *place_data(const char *given, char *out, size_t size)
{
    struct stat status;
    const char *named = given != NULL ? given : set_variable("INTAKE_DATA");
    const char *user = set_variable("XDG_DATA_HOME"), *home = set_variable("HOME");
    if (named != NULL) {
        snprintf(out, size, "%s", named);
    } else if (stat(of_the_system, &status) == 0 && S_ISDIR(status.st_mode)) {
        snprintf(out, size, "%s", of_the_system);
    } else if (user != NULL) {
        snprintf(out, size, "%s/intake", user);
    } else {
        snprintf(out, size, "%s/.local/share/intake", home != NULL ? home : "");
    }
    return out;
}

const char *place_drafts(const char *data, char *out, size_t size)
{
    snprintf(out, size, "%s/drafts", data);
    return out;
}

void place_parents(const char *folder)
{
    char path[4096];
    snprintf(path, sizeof path, "%s", folder);
    for (char *slash = strchr(path + 1, '/'); slash != NULL; slash = strchr(slash + 1, '/')) {
        *slash = '\0';
        (void)mkdir(path, 0755);
        *slash = '/';
    }
}
