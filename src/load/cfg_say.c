// What is wrong, in the words an author reads: what was found, by the name an author would look
// for, what was expected, and what is spelt nearly so.

#include "load/cfg_part.h"

#include "base/limits.h"
#include "base/nearest.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

enum { MESSAGE = 1024 };

// What names a group: the member an author would look for.
static const char *name_of_group(const cfg_node *group)
{
    static const char *const naming[] = {"id", "code", "use", "rule", "name", "version"};
    for (size_t i = 0; i < sizeof(naming) / sizeof(naming[0]) && cfg_is_group(group); i++) {
        const cfg_node *node = cfg_member(group, naming[i]);
        if (node != NULL && cfg_is_string(node)) {
            return cfg_string(node);
        }
    }
    return NULL;
}

// Past the limit nothing is kept, so words for it would only fill the memory.
static bool silent(const struct issues *issues)
{
    return issues->count >= LIMIT_ISSUES;
}

const char *cfg_what(struct cfg *cfg, const cfg_node *node)
{
    char own[MESSAGE];
    if (silent(cfg->issues)) {
        return "";
    }
    const cfg_node *parent = cfg_parent(node);
    const char *id = name_of_group(node);
    if (parent == NULL) {
        return "the file";
    }
    if (cfg_name(node) != NULL) {
        snprintf(own, sizeof(own), "'%.*s'", CFG_SHOWN, cfg_name(node));
    } else if (id != NULL) {
        snprintf(own, sizeof(own), "'%.*s'", CFG_SHOWN, id);
    } else {
        const char *list = cfg_name(parent);
        snprintf(own, sizeof(own), "entry %d of %s%.*s%s", cfg_index(node) + 1,
                 list != NULL ? "'" : "a list", CFG_SHOWN, list != NULL ? list : "",
                 list != NULL ? "'" : "");
    }
    const char *owner = NULL;
    // The file itself goes without saying.
    for (const cfg_node *up = parent; cfg_parent(up) != NULL && owner == NULL;
         up = cfg_parent(up)) {
        owner = name_of_group(up);
    }
    struct arena *arena = &cfg->issues->arena;
    return owner != NULL ? arena_print(arena, "%s of '%.*s'", own, CFG_SHOWN, owner)
                         : arena_string(arena, own);
}

static void add(struct cfg *cfg, enum issue_level level, const cfg_node *node, const char *format,
                va_list arguments) __attribute__((format(printf, 4, 0)));
static void add(struct cfg *cfg, enum issue_level level, const cfg_node *node, const char *format,
                va_list arguments)
{
    char text[MESSAGE];
    vsnprintf(text, sizeof(text), format, arguments);
    issues_add(cfg->issues, level, cfg->file, node != NULL ? cfg_line(node) : 0, "%s", text);
}

void cfg_error(struct cfg *cfg, const cfg_node *node, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add(cfg, ISSUE_ERROR, node, format, arguments);
    va_end(arguments);
}

void cfg_warning(struct cfg *cfg, const cfg_node *node, const char *format, ...)
{
    va_list arguments;
    va_start(arguments, format);
    add(cfg, ISSUE_WARNING, node, format, arguments);
    va_end(arguments);
}

static const char *suggestion(struct issues *issues, const struct nearest *nearest)
{
    return nearest->best != NULL
               ? arena_print(&issues->arena, " (did you mean '%s'?)", nearest->best)
               : "";
}

const char *cfg_suggest(struct issues *issues, const char *wanted, const char *const *names)
{
    struct nearest nearest;
    if (silent(issues)) {
        return "";
    }
    nearest_init(&nearest, wanted, strlen(wanted));
    for (; *names != NULL; names++) {
        nearest_try(&nearest, *names);
    }
    return suggestion(issues, &nearest);
}

// "item 'smoke'", "entry 3 of 'items'" ...
static const char *noun_of(struct cfg *cfg, const cfg_node *group, const char *noun)
{
    const char *id = name_of_group(group);
    if (silent(cfg->issues)) {
        return "";
    }
    if (id != NULL && cfg_parent(group) != NULL) {
        return arena_print(&cfg->issues->arena, "%s '%.*s'", noun, CFG_SHOWN, id);
    }
    return cfg_name(group) != NULL || cfg_parent(group) == NULL ? noun : cfg_what(cfg, group);
}

void cfg_missing(struct cfg *cfg, const cfg_node *group, const char *noun, const char *key)
{
    for (uint32_t i = 0; i < cfg->misspelt_count; i++) {
        if (cfg->misspelt[i].group == group && strcmp(cfg->misspelt[i].key, key) == 0) {
            return;
        }
    }
    cfg_error(cfg, group, "%s has no '%s'; every %s needs one", noun_of(cfg, group, noun), key,
              noun);
}

void cfg_unknown_key(struct cfg *cfg, const cfg_node *member, const char *noun,
                     const char *const *keys, uint32_t key_count)
{
    struct nearest nearest;
    const char *name = cfg_name(member);
    if (silent(cfg->issues)) {
        cfg_error(cfg, member, "unknown key");
        return;
    }
    nearest_init(&nearest, name, strlen(name));
    nearest_few(&nearest);
    for (uint32_t i = 0; i < key_count; i++) {
        nearest_try(&nearest, keys[i]);
    }
    if (nearest.best != NULL && cfg->misspelt_count < CFG_MISSPELT) {
        cfg->misspelt[cfg->misspelt_count++] =
            (struct cfg_misspelt){cfg_parent(member), nearest.best};
    }
    cfg_error(cfg, member, "unknown key '%.*s' in %s; a key such as '%s'%s", CFG_SHOWN, name,
              noun_of(cfg, cfg_parent(member), noun),
              nearest.best != NULL ? nearest.best : keys[key_count > 1 ? 1 : 0],
              suggestion(cfg->issues, &nearest));
}

bool cfg_wrong_type(struct cfg *cfg, const cfg_node *node, const char *expected)
{
    cfg_error(cfg, node, "%s is %s; %s", cfg_what(cfg, node), cfg_type_words(node), expected);
    return false;
}

const char *cfg_alternatives(struct issues *issues, const char *const *names)
{
    char text[MESSAGE] = "";
    size_t used = 0;
    if (silent(issues)) {
        return "";
    }
    for (size_t i = 0; names[i] != NULL && used < sizeof(text) / 2; i++) {
        const char *between = i == 0 ? "" : names[i + 1] == NULL ? " or " : ", ";
        used += (size_t)snprintf(text + used, sizeof(text) - used, "%s'%.40s'", between, names[i]);
    }
    return arena_string(&issues->arena, text);
}
