// Everything a run needs, found and loaded together, so that no command can start with half of it.
#include "command/bundle.h"

#include "base/ensure.h"
#include "command/command.h"
#include "form/body.h"
#include "record/digest.h"
#include "record/hex.h"

#include <errno.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

static bool is_folder(const char *name)
{
    struct stat status;
    return stat(name, &status) == 0 && S_ISDIR(status.st_mode);
}

// The length of "form.cfg" if the name is that of such a file, else 0.
static size_t form_file(const char *name)
{
    static const char file[] = "form.cfg";
    size_t length = strlen(name);
    size_t tail = sizeof file - 1;
    struct stat status;
    bool named = length >= tail && strcmp(name + length - tail, file) == 0 &&
                 (length == tail || name[length - tail - 1] == '/');
    return named && stat(name, &status) == 0 && S_ISREG(status.st_mode) ? tail : 0;
}

const char *bundle_config(const char *given, const char *folder, char *out, size_t size)
{
    const char *named = given != NULL ? given : getenv("INTAKE_CONFIG");
    if (named != NULL && named[0] != '\0') {
        snprintf(out, size, "%s", named);
        return out;
    }
    snprintf(out, size, "%s/../../config", folder);
    if (is_folder(out)) {
        files_shorten(out);
        return out;
    }
    const char *user = getenv("XDG_CONFIG_HOME");
    const char *home = getenv("HOME");
    if (user != NULL && user[0] != '\0') {
        snprintf(out, size, "%s/intake", user);
    } else if (home != NULL) {
        snprintf(out, size, "%s/.config/intake", home);
    }
    if (!is_folder(out)) {
        snprintf(out, size, "%s", INTAKE_SYSCONFDIR);
    }
    return out;
}

const char *bundle_folder(const char *given, char *out, size_t size)
{
    size_t file = given != NULL ? form_file(given) : 0;
    if (given != NULL && (file > 0 || is_folder(given))) {
        int length = (int)(strlen(given) - file);
        snprintf(out, size, "%.*s", length > 0 ? length : 1, length > 0 ? given : ".");
        // A trailing slash would stand in every message.
        for (size_t n = strlen(out); n > 1 && out[n - 1] == '/'; n--) {
            out[n - 1] = '\0';
        }
        return out;
    }
    const char *name = given != NULL ? given : "dry-needling";
    const char *forms = getenv("INTAKE_FORMS");
    const char *const roots[] = {forms != NULL && forms[0] != '\0' ? forms : "forms", "forms",
                                 INTAKE_DATADIR "/forms"};
    for (size_t i = 0; i < sizeof roots / sizeof *roots; i++) {
        snprintf(out, size, "%s/%s", roots[i], name);
        if (is_folder(out)) {
            return out;
        }
    }
    snprintf(out, size, "%s", name);
    return out;
}

const char *bundle_drafts(const char *given, char *out, size_t size)
{
    const char *named = given != NULL ? given : getenv("INTAKE_DRAFTS");
    const char *runtime = getenv("XDG_RUNTIME_DIR");
    if (named != NULL && named[0] != '\0') {
        snprintf(out, size, "%s", named);
        return out;
    }
    if (runtime != NULL && runtime[0] != '\0') {
        snprintf(out, size, "%s/intake", runtime);
        return out;
    }
    snprintf(out, size, "/run/user/%u", (unsigned)getuid());
    if (is_folder(out)) {
        snprintf(out, size, "/run/user/%u/intake", (unsigned)getuid());
    } else {
        snprintf(out, size, "/dev/shm/intake-%u", (unsigned)getuid());
    }
    return out;
}

const char *bundle_file_name(const struct bundle *bundle, size_t index)
{
    const char *name = bundle->files.list[index].name;
    const char *slash = strrchr(name, '/');
    const struct body *body = index < bundle->form_files ? bundle->form->body : NULL;
    if (body != NULL && body->another != NULL && strcmp(name, body->file) == 0) {
        return body->another;
    }
    return slash != NULL ? slash + 1 : name;
}

// Of the files from `first` to before `end`. Zeros if the library refuses to start.
static void hash_files(const struct bundle *bundle, size_t first, size_t end, uint8_t hash[32])
{
    const struct files *files = &bundle->files;
    struct digest_part *parts = calloc(end - first + 1, sizeof *parts);
    if (parts == NULL) {
        die("out of memory");
    }
    for (size_t i = first; i < end; i++) {
        parts[i - first] = (struct digest_part){
            .name = bundle_file_name(bundle, i),
            .bytes = files->list[i].bytes,
            .length = files->list[i].length,
        };
    }
    if (digest_parts(parts, end - first, hash) != 0) {
        memset(hash, 0, 32);
    }
    free(parts);
}

void bundle_rules_hash(const struct bundle *bundle, uint8_t out[32])
{
    hash_files(bundle, bundle->form_files, bundle->own_files, out);
}

void bundle_hashes(const struct bundle *bundle, struct bundle_hashes *out)
{
    uint8_t rules[32];
    bundle_rules_hash(bundle, rules);
    hex_write(bundle->form->hash, 4, out->form);
    hex_write(rules, 4, out->rules);
}

int bundle_open(struct bundle *bundle, const char *folder, const char *config)
{
    *bundle = (struct bundle){0};
    files_init(&bundle->files);
    issues_init(&bundle->issues);
    struct stat status;
    if (stat(folder, &status) != 0 && errno == ENOENT) {
        // One problem: nothing of what would stand in it or beside it is looked for.
        issues_add(&bundle->issues, ISSUE_ERROR, arena_string(&bundle->issues.arena, folder), 0,
                   "there is no such form; a folder with form.cfg, or the name of one in forms");
        return EXIT_CONFIG;
    }
    struct doubt *doubt = NULL;
    int failed = load_form(folder, &bundle->files, &bundle->issues, &bundle->form, &doubt);
    bundle->form_files = bundle->files.count;
    if (failed == 0) {
        failed |= load_rules(config, bundle->form, &bundle->files, &bundle->issues, &bundle->rules);
    }
    failed |= load_clinic(config, &bundle->files, &bundle->issues, &bundle->clinic);
    if (doubt != NULL) {
        doubt_check(doubt, config, bundle->clinic, &bundle->files, &bundle->issues);
        doubt_free(doubt);
    }
    if (failed != 0) {
        return EXIT_CONFIG;
    }
    bundle->settings = calloc(bundle->form->setting_count + 1, 1);
    if (bundle->settings == NULL) {
        die("out of memory");
    }
    char name[4096];
    snprintf(name, sizeof name, "%s/clinic.cfg", config);
    if (load_settings(bundle->clinic, bundle->form, name, &bundle->issues, bundle->settings) != 0 ||
        bundle->issues.errors > 0) {
        return EXIT_CONFIG;
    }
    bundle->own_files = bundle->files.count;
    hash_files(bundle, 0, bundle->form_files, bundle->form->hash);
    return EXIT_FINE;
}

void bundle_close(struct bundle *bundle)
{
    free(bundle->settings);
    rules_free(bundle->rules);
    form_free(bundle->form);
    clinic_free(bundle->clinic);
    issues_clear(&bundle->issues);
    files_clear(&bundle->files);
    *bundle = (struct bundle){0};
}

size_t bundle_print(struct issues *issues, FILE *to)
{
    struct arena arena;
    arena_init(&arena);
    issues_sort(issues);
    for (size_t i = 0; i < issues->count; i++) {
        fprintf(to, "%s\n", issue_print(&issues->list[i], &arena));
        arena_reset(&arena);
    }
    if (issues->errors + issues->warnings > issues->count) {
        fprintf(to, "... and more: %zu errors, %zu warnings in all\n", issues->errors,
                issues->warnings);
    }
    arena_clear(&arena);
    return issues->errors;
}
