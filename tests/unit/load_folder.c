#include "load_folder.h"

#include <dirent.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#define CASES "tests/cases/check"

static const char *const config_files[] = {"screening.cfg", "clinic-rules.cfg", "clinic.cfg"};
static const char *const base_files[] = {"form.cfg",      "body.cfg",         "mini.cfg",  "es.cfg",
                                         "screening.cfg", "clinic-rules.cfg", "clinic.cfg"};
enum { BASE_FILES = sizeof(base_files) / sizeof(base_files[0]) };

static void give_up(const char *what)
{
    perror(what);
    abort();
}

char *load_folder_read(const char *path, size_t *length)
{
    FILE *file = fopen(path, "rb");
    if (file == NULL) {
        return NULL;
    }
    size_t capacity = 1 << 16;
    char *bytes = malloc(capacity);
    *length = 0;
    for (size_t got;
         bytes != NULL && (got = fread(bytes + *length, 1, capacity - *length - 1, file)) > 0;) {
        *length += got;
        if (capacity - *length < 2) {
            capacity *= 2;
            bytes = realloc(bytes, capacity);
        }
    }
    fclose(file);
    if (bytes == NULL) {
        give_up(path);
    } else {
        bytes[*length] = '\0';
    }
    return bytes;
}

void load_folder_write(const char *path, const char *bytes, size_t length)
{
    FILE *file = fopen(path, "wb");
    if (file == NULL || fwrite(bytes, 1, length, file) != length || fclose(file) != 0) {
        give_up(path);
    }
}

void load_folder_path(const struct load_folder *folder, const char *name, char *path, size_t size)
{
    const char *place = "forms/check";
    for (size_t i = 0; i < sizeof(config_files) / sizeof(config_files[0]); i++) {
        place = strcmp(name, config_files[i]) == 0 ? "config" : place;
    }
    place = strcmp(name, "mini.cfg") == 0 ? "forms/instruments" : place;
    snprintf(path, size, "%s/%s/%s", folder->root, place, name);
}

static void copy_files(const struct load_folder *folder, const char *from)
{
    for (size_t i = 0; i < BASE_FILES; i++) {
        char source[512], target[512];
        size_t length;
        snprintf(source, sizeof(source), "%s/%s/%s", CASES, from, base_files[i]);
        char *bytes = load_folder_read(source, &length);
        if (bytes != NULL) {
            load_folder_path(folder, base_files[i], target, sizeof(target));
            load_folder_write(target, bytes, length);
            free(bytes);
        }
    }
}

static const char *trim(char *line)
{
    size_t length = strlen(line);
    while (length > 0 && (line[length - 1] == ' ' || line[length - 1] == '\n')) {
        line[--length] = '\0';
    }
    return line + strspn(line, " ");
}

// Offset of the line of `text` that reads `wanted`, its length with the newline in *length.
static char *find_line(char *text, const char *wanted, size_t *length)
{
    for (char *at = text; *at != '\0'; at += *length) {
        char line[4096];
        *length = strcspn(at, "\n");
        *length += at[*length] == '\n' ? 1 : 0;
        snprintf(line, sizeof(line), "%.*s", (int)*length, at);
        if (strcmp(trim(line), wanted) == 0) {
            return at;
        }
    }
    return NULL;
}

// The edits of one file: its text, and where the next line goes.
struct edited {
    char path[512];
    char *text;
    size_t at;
};

static void close_edited(struct edited *edited)
{
    if (edited->text != NULL) {
        load_folder_write(edited->path, edited->text, strlen(edited->text));
        free(edited->text);
        edited->text = NULL;
    }
}

static void replace(struct edited *edited, size_t at, size_t length, const char *with)
{
    size_t whole = strlen(edited->text);
    size_t more = strlen(with);
    char *text = malloc(whole - length + more + 1);
    if (text == NULL) {
        abort();
    }
    memcpy(text, edited->text, at);
    memcpy(text + at, with, more);
    memcpy(text + at + more, edited->text + at + length, whole - at - length + 1);
    free(edited->text);
    edited->text = text;
    edited->at = at + more;
}

static void edit_line(struct edited *edited, char kind, const char *line, const char *name)
{
    char with[4096];
    size_t length;
    if (edited->text == NULL) {
        fprintf(stderr, "%s: no file to edit before '%c %s'\n", name, kind, line);
        abort();
    }
    if (kind == '+') {
        snprintf(with, sizeof(with), "%s\n", line);
        replace(edited, edited->at, 0, with);
        return;
    }
    char *found = find_line(edited->text, line, &length);
    if (found == NULL) {
        fprintf(stderr, "%s: no line '%s'\n", name, line);
        abort();
    }
    size_t at = (size_t)(found - edited->text);
    if (kind == '-') {
        replace(edited, at, length, "");
    } else {
        edited->at = at + length;
    }
}

static void apply_edit(const struct load_folder *folder, char *edit, const char *name)
{
    struct edited edited = {.text = NULL};
    char *rest = NULL;
    for (char *line = strtok_r(edit, "\n", &rest); line != NULL;
         line = strtok_r(NULL, "\n", &rest)) {
        const char *said = line[0] != '\0' ? trim(line + 1) : "";
        size_t length;
        switch (line[0]) {
        case '@':
            close_edited(&edited);
            load_folder_path(folder, said, edited.path, sizeof(edited.path));
            edited.text = load_folder_read(edited.path, &length);
            edited.at = 0;
            break;
        case 'x':
            close_edited(&edited);
            load_folder_path(folder, said, edited.path, sizeof(edited.path));
            if (remove(edited.path) != 0) {
                give_up(edited.path);
            }
            break;
        default:
            edit_line(&edited, line[0], said, name);
        }
    }
    close_edited(&edited);
}

static void make_folder(const struct load_folder *folder, const char *name)
{
    char path[256];
    snprintf(path, sizeof(path), "%s/%s", folder->root, name);
    if (mkdir(path, 0700) != 0) {
        give_up(path);
    }
}

void load_folder_make(struct load_folder *folder, const char *wanted)
{
    snprintf(folder->root, sizeof(folder->root), "/tmp/intake-load-XXXXXX");
    if (mkdtemp(folder->root) == NULL) {
        give_up(folder->root);
    }
    make_folder(folder, "forms");
    make_folder(folder, "forms/check");
    make_folder(folder, "forms/check/cases");
    make_folder(folder, "forms/instruments");
    make_folder(folder, "config");
    snprintf(folder->form, sizeof(folder->form), "%s/forms/check", folder->root);
    snprintf(folder->config, sizeof(folder->config), "%s/config", folder->root);
    copy_files(folder, "base");
    if (wanted != NULL) {
        char path[512];
        size_t length;
        copy_files(folder, wanted);
        snprintf(path, sizeof(path), "%s/%s/edit", CASES, wanted);
        char *edit = load_folder_read(path, &length);
        if (edit != NULL) {
            apply_edit(folder, edit, path);
            free(edit);
        }
    }
}

static void remove_all(const char *path, int depth)
{
    DIR *directory = depth < 8 ? opendir(path) : NULL;
    const struct dirent *entry;
    while (directory != NULL && (entry = readdir(directory)) != NULL) {
        char inner[1024];
        struct stat status;
        snprintf(inner, sizeof(inner), "%s/%s", path, entry->d_name);
        if (strcmp(entry->d_name, ".") == 0 || strcmp(entry->d_name, "..") == 0 ||
            lstat(inner, &status) != 0) {
            continue;
        }
        if (S_ISDIR(status.st_mode)) {
            remove_all(inner, depth + 1);
        } else {
            (void)unlink(inner);
        }
    }
    if (directory != NULL) {
        closedir(directory);
    }
    (void)rmdir(path);
}

void load_folder_remove(const struct load_folder *folder)
{
    remove_all(folder->root, 0);
}

size_t load_folder_count(const char *path)
{
    DIR *open = opendir(path);
    size_t count = 0;
    for (const struct dirent *entry; open != NULL && (entry = readdir(open)) != NULL;) {
        count += strcmp(entry->d_name, ".") != 0 && strcmp(entry->d_name, "..") != 0;
    }
    if (open != NULL) {
        closedir(open);
    }
    return count;
}
