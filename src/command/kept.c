#include "command/kept.h"

#include "base/ensure.h"
#include "command/clock.h"
#include "command/command.h"
#include "command/place.h"
#include "record/contents.h"
#include "record/drafts.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

enum { PATH = 4096 };

// The ids of the settings that are on: what the clinic has chosen, whatever else its file says.
static void settings_hash(const struct bundle *bundle, uint8_t out[SEAL_HASH])
{
    const struct form *form = bundle->form;
    struct seal_part *parts = calloc(form->setting_count + 1, sizeof *parts);
    size_t count = 0;
    if (parts == NULL) {
        die("out of memory");
    }
    for (uint32_t i = 0; i < form->setting_count; i++) {
        if (bundle->settings[i] != 0) {
            const char *id = form->settings[i].id;
            parts[count++] = (struct seal_part){id, strlen(id)};
        }
    }
    seal_hash(parts, count, out);
    free(parts);
}

void kept_approval(const struct bundle *bundle, struct approval *out)
{
    memcpy(out->form, bundle->form->hash, SEAL_HASH);
    snprintf(out->of, sizeof out->of, "%s", bundle->form->id);
    bundle_rules_hash(bundle, out->rules);
    settings_hash(bundle, out->settings);
}

const char *kept_unapproved(const struct bundle *bundle, struct installation *installation)
{
    struct approval now, then;
    kept_approval(bundle, &now);
    if (installation_approval_of(installation, bundle->form->id, &then) != 0) {
        return errno == ENOENT ? "Nobody has approved the form and the rules yet."
                               : "The approval cannot be read, or is not as it was signed.";
    }
    if (!seal_same(now.form, then.form, SEAL_HASH)) {
        return "The form is not the one that was approved.";
    }
    return seal_same(now.rules, then.rules, SEAL_HASH) &&
                   seal_same(now.settings, then.settings, SEAL_HASH)
               ? NULL
               : "The rules or the clinic's settings are not the ones that were approved.";
}

const char *kept_set_back(struct installation *installation, char out[KEPT_SENTENCE])
{
    char who[READER_NAME], when[64];
    int64_t at = 0;
    if (!installation_set_back(installation, who, &at)) {
        return NULL;
    }
    snprintf(out, KEPT_SENTENCE,
             "The records here end before what was countersigned on %s: they were set back, or "
             "their end is lost. 'intake verify' says more.",
             clock_print(at, when, sizeof when));
    return out;
}

int kept_outdated(const struct bundle *bundle, struct installation *installation)
{
    enum { DRAFTS_MOST = 256 };
    char folder[sizeof installation->folder + 16];
    struct approval now;
    uint8_t form[SEAL_HASH];
    int error = 0, outdated = 0;
    kept_approval(bundle, &now);
    struct drafts *drafts =
        drafts_open(place_drafts(installation->folder, folder, sizeof folder), &error);
    struct draft *list = calloc(DRAFTS_MOST, sizeof *list);
    if (list == NULL) {
        die("out of memory");
    }
    size_t count = drafts != NULL ? drafts_list(drafts, list, DRAFTS_MOST) : 0;
    for (size_t i = 0; i < count && i < DRAFTS_MOST; i++) {
        outdated +=
            list[i].sealed && !list[i].done &&
            installation_form_then(installation, bundle->form->id, list[i].began, form) == 0 &&
            !seal_same(form, now.form, SEAL_HASH);
    }
    free(list);
    drafts_close(drafts);
    errno = error;
    return error == 0 ? outdated : -1;
}

static int add_files(const struct bundle *bundle, size_t first, size_t end, struct store *store)
{
    struct buffer contents;
    uint8_t hash[SEAL_HASH];
    buffer_init(&contents, (size_t)LIMIT_CFG_BYTES * 2);
    for (size_t i = first; i < end; i++) {
        const struct file *file = &bundle->files.list[i];
        contents_add(&contents, bundle_file_name(bundle, i), file->bytes, file->length);
    }
    errno = EFBIG;
    int failed = contents.full ? -1 : store_keep(store, contents.bytes, contents.length, hash);
    int error = errno;
    buffer_clear(&contents);
    errno = error;
    return failed;
}

int kept_add(const struct bundle *bundle, struct store *store)
{
    return add_files(bundle, 0, bundle->form_files, store) != 0 ||
                   add_files(bundle, bundle->form_files, bundle->own_files, store) != 0
               ? -1
               : 0;
}

// A folder with what was kept: forms/kept and forms/instruments hold the form's files, a folder of
// its own what it takes from another form, config the others. None of it is of a patient.
struct unpacked {
    char root[PATH], forms[PATH], form[PATH], instruments[PATH], another[PATH], config[PATH];
};

static int make_folders(struct unpacked *to)
{
    const char *runtime = getenv("XDG_RUNTIME_DIR");
    snprintf(to->root, sizeof to->root, "%.3000s/intake-kept-XXXXXX",
             runtime != NULL && runtime[0] != '\0' ? runtime : "/dev/shm");
    if (mkdtemp(to->root) == NULL) {
        return -1;
    }
    snprintf(to->forms, sizeof to->forms, "%.4000s/forms", to->root);
    snprintf(to->form, sizeof to->form, "%.4000s/forms/kept", to->root);
    snprintf(to->instruments, sizeof to->instruments, "%.4000s/forms/instruments", to->root);
    snprintf(to->config, sizeof to->config, "%.4000s/config", to->root);
    return mkdir(to->forms, 0700) != 0 || mkdir(to->form, 0700) != 0 ||
                   mkdir(to->instruments, 0700) != 0 || mkdir(to->config, 0700) != 0
               ? -1
               : 0;
}

static int write_file(const char *folder, const struct contents_part *part)
{
    char path[PATH];
    if (strchr(part->name, '/') != NULL || part->name[0] == '.' ||
        (size_t)snprintf(path, sizeof path, "%s/%s", folder, part->name) >= sizeof path) {
        errno = EBADMSG;
        return -1;
    }
    int fd = open(path, O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, 0600);
    if (fd < 0) {
        return -1;
    }
    ssize_t written = write(fd, part->bytes, part->length);
    return close(fd) == 0 && written == (ssize_t)part->length ? 0 : -1;
}

// The folder of the other form that this part is of, made when it is the first. NULL: it is no name
// of one, or a second one's.
static const char *another_folder(struct unpacked *to, const char *name, size_t length)
{
    char path[PATH];
    bool fine = strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-") == length && length > 0 &&
                (size_t)snprintf(path, sizeof path, "%.3500s/%.*s", to->forms, (int)length, name) <
                    sizeof path;
    errno = EBADMSG;
    if (!fine || (to->another[0] != '\0' && strcmp(to->another, path) != 0)) {
        return NULL;
    }
    if (to->another[0] == '\0') {
        if (mkdir(path, 0700) != 0) {
            return NULL;
        }
        memcpy(to->another, path, sizeof path);
    }
    return to->another;
}

static int unpack_form_file(struct unpacked *to, struct contents_part *part)
{
    const char *slash = strchr(part->name, '/');
    if (slash == NULL) {
        return write_file(to->form, part) == 0 && write_file(to->instruments, part) == 0 ? 0 : -1;
    }
    const char *folder = another_folder(to, part->name, (size_t)(slash - part->name));
    memmove(part->name, slash + 1, strlen(slash + 1) + 1);
    return folder != NULL ? write_file(folder, part) : -1;
}

static int unpack(const struct buffer *contents, struct unpacked *to, bool form)
{
    const uint8_t *at = (const uint8_t *)contents->bytes;
    size_t left = contents->length;
    struct contents_part part;
    bool damaged = false;
    while (contents_next(&at, &left, &part, &damaged)) {
        if ((form ? unpack_form_file(to, &part) : write_file(to->config, &part)) != 0) {
            return -1;
        }
    }
    return damaged ? -1 : 0;
}

static void remove_folder(const char *path)
{
    DIR *folder = opendir(path);
    for (struct dirent *file; folder != NULL && (file = readdir(folder)) != NULL;) {
        if (file->d_name[0] != '.') {
            (void)unlinkat(dirfd(folder), file->d_name, 0);
        }
    }
    if (folder != NULL) {
        closedir(folder);
    }
    (void)rmdir(path);
}

static void remove_folders(const struct unpacked *from)
{
    remove_folder(from->form);
    remove_folder(from->instruments);
    remove_folder(from->config);
    if (from->another[0] != '\0') {
        remove_folder(from->another);
    }
    remove_folder(from->forms);
    remove_folder(from->root);
}

static int open_unpacked(const struct unpacked *from, struct bundle *bundle)
{
    // A form's folder has its name; "." has none, and is taken for any.
    char form[PATH + 2];
    snprintf(form, sizeof form, "%s/.", from->form);
    return bundle_open(bundle, form, from->config);
}

int kept_open(struct store *store, const uint8_t form[SEAL_HASH], const uint8_t rules[SEAL_HASH],
              struct bundle *bundle, const char **why)
{
    struct buffer form_files, other_files;
    struct unpacked folders = {.root = ""};
    uint8_t now[SEAL_HASH];
    int code = EXIT_IO;
    *bundle = (struct bundle){0};
    files_init(&bundle->files);
    issues_init(&bundle->issues);
    *why = NULL;
    buffer_init(&form_files, (size_t)LIMIT_CFG_BYTES * 2);
    buffer_init(&other_files, (size_t)LIMIT_CFG_BYTES * 2);
    if (store_kept(store, form, &form_files) != 0 || store_kept(store, rules, &other_files) != 0) {
        *why = errno == ENOENT ? "the form or the rules of that day are not kept here"
                               : "the form or the rules of that day cannot be read";
    } else if (make_folders(&folders) != 0 || unpack(&form_files, &folders, true) != 0 ||
               unpack(&other_files, &folders, false) != 0) {
        *why = "the form of that day cannot be laid out in memory";
    } else {
        code = open_unpacked(&folders, bundle);
    }
    if (folders.root[0] != '\0') {
        remove_folders(&folders);
    }
    if (code == EXIT_FINE) {
        bundle_rules_hash(bundle, now);
        if (!seal_same(now, rules, SEAL_HASH) || !seal_same(bundle->form->hash, form, SEAL_HASH)) {
            *why = "what is kept of that day's form does not read as it did";
            code = EXIT_IO;
        }
    }
    buffer_clear(&form_files);
    buffer_clear(&other_files);
    return code;
}
