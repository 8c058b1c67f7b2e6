#include "base/buffer.h"
#include "base/limits.h"
#include "command/ask.h"
#include "command/bundle.h"
#include "command/command.h"
#include "command/setup.h"
#include "load/clinic_text.h"

#include <errno.h>
#include <fcntl.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH = 4096 + 32 };

int setup_load_clinic(const char *config, struct clinic **out, const char **text,
                      struct arena *arena)
{
    char path[PATH];
    struct files files;
    struct issues issues;
    *out = NULL;
    *text = "";
    snprintf(path, sizeof path, "%s/clinic.cfg", config);
    if (access(path, F_OK) != 0) {
        return EXIT_FINE;
    }
    files_init(&files);
    issues_init(&issues);
    int code = EXIT_CONFIG;
    if (load_clinic(config, &files, &issues, out) == 0) {
        *text = arena_copy(arena, files.list[0].bytes, files.list[0].length);
        code = EXIT_FINE;
    }
    bundle_print(&issues, stderr);
    issues_clear(&issues);
    files_clear(&files);
    return code;
}

// Beside it and renamed, so that there is always one whole file. -1 with errno, and nothing left.
static int write_file(const char *folder, mode_t mode, const struct buffer *text)
{
    char path[PATH], new[PATH];
    snprintf(path, sizeof path, "%s/clinic.cfg", folder);
    snprintf(new, sizeof new, "%s/clinic.cfg.new", folder);
    struct stat status;
    if (stat(path, &status) == 0) {
        mode = status.st_mode & 0777;
    }
    (void)unlink(new);
    int fd = open(new, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, mode);
    if (fd < 0) {
        return -1;
    }
    errno = ENOSPC; // a short write
    bool done = write(fd, text->bytes, text->length) == (ssize_t)text->length && fsync(fd) == 0;
    int error = errno;
    done = close(fd) == 0 && done;
    if (!done || rename(new, path) != 0) {
        error = done ? errno : error;
        (void)unlink(new);
        errno = error;
        return -1;
    }
    int dir = open(folder, O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (dir >= 0) {
        (void)fsync(dir);
        close(dir);
    }
    return 0;
}

int setup_write_clinic(const struct setup *setup, const char *old, const char *config,
                       const char *data)
{
    struct buffer text;
    buffer_init(&text, LIMIT_CFG_BYTES);
    clinic_text(old, &setup->clinic, &text);
    int code = EXIT_FINE;
    if (text.full || write_file(config, 0644, &text) != 0) {
        code = EXIT_CANNOT_CREATE;
        const char *why = strerror(text.full ? EFBIG : errno);
        if (!text.full && write_file(data, 0600, &text) == 0) {
            ask_say("%s/clinic.cfg cannot be written: %s. The clinic's facts are in %s/clinic.cfg: "
                    "please have that file copied to %s by someone who may.",
                    config, why, data, config);
        } else {
            ask_say("%s/clinic.cfg cannot be written: %s. Please write the clinic's facts into it "
                    "by hand; config/README.md says how.",
                    config, why);
        }
    }
    buffer_clear(&text);
    return code;
}
