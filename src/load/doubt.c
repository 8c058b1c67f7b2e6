// What is said, and what is passed over, about names in a form that could only be read in part.

#include "doubt.h"
#include "load/load.h"

#include "base/ensure.h"

#include <stdlib.h>
#include <string.h>

static bool word_character(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_';
}

static bool is_word(const char *word, size_t length, const char *wanted)
{
    return strlen(wanted) == length && memcmp(wanted, word, length) == 0;
}

static bool covers_name(const struct doubt *doubt, const char *name, size_t length)
{
    uint32_t item = intern_find_slice(&doubt->form->by_id, name, length);
    return item == INTERN_NONE ? doubt->incomplete : doubt->broken[item] != 0;
}

bool doubt_covers(const struct doubt *doubt, const char *source, bool braced)
{
    if (!doubt->any_broken && !doubt->incomplete && !doubt->settings_incomplete) {
        return false;
    }
    bool quoted = false;
    bool inside = !braced;
    for (const char *at = source; *at != '\0';) {
        quoted = quoted != (*at == '\'' && !braced);
        inside = braced ? (*at == '{' || (inside && *at != '}')) : inside;
        if (quoted || !inside || *at < 'a' || *at > 'z') {
            at++;
            continue;
        }
        const char *start = at;
        while (word_character(*at)) {
            at++;
        }
        size_t length = (size_t)(at - start);
        if (*at == '(' && is_word(start, length, "setting") && doubt->settings_incomplete) {
            return true;
        }
        if (*at == '(' || *at == '.' || expr_keyword(start, length)) {
            at += *at == '.' ? strcspn(at, "}") : 0;
            continue;
        }
        if (covers_name(doubt, start, length)) {
            return true;
        }
    }
    return false;
}

bool doubt_rules_name(const char *text, size_t length, char *out, size_t size)
{
    static const char key[] = "rules";
    const char *end = text + length;
    for (const char *at = text; (size_t)(end - at) > sizeof(key); at++) {
        if (memcmp(at, key, sizeof(key) - 1) != 0 || (at > text && word_character(at[-1]))) {
            continue;
        }
        const char *value = at + sizeof(key) - 1;
        while (value < end && (*value == ' ' || *value == '=')) {
            value++;
        }
        const char *name = value + 1;
        const char *close =
            value < end && *value == '"' ? memchr(name, '"', (size_t)(end - name)) : NULL;
        if (close == NULL || close == name || (size_t)(close - name) >= size) {
            continue;
        }
        memcpy(out, name, (size_t)(close - name));
        out[close - name] = '\0';
        // As for a form that can be read: a file of the config folder, nowhere else.
        return out[0] != '.' && strspn(out, FILE_NAME_LETTERS) == (size_t)(close - name);
    }
    return false;
}

void doubt_check(const struct doubt *doubt, const char *config, const struct clinic *clinic,
                 struct files *files, struct issues *issues)
{
    if (doubt->form->rules != NULL) {
        check_rules(config, doubt, files, issues);
    }
    if (clinic == NULL || doubt->settings_incomplete) {
        return;
    }
    if (doubt->form->id == NULL) {
        doubt->form->id = "?"; // reported
    }
    uint8_t *settings = calloc(doubt->form->setting_count + 1, 1);
    if (settings == NULL) {
        die("out of memory");
    }
    char *name = arena_print(&doubt->form->arena, "%s/clinic.cfg", config);
    (void)load_settings(clinic, doubt->form, name, issues, settings);
    free(settings);
}

void doubt_free(struct doubt *doubt)
{
    if (doubt != NULL) {
        form_free(doubt->form);
        free(doubt->broken);
        free(doubt);
    }
}
