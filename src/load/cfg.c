// The only file that knows libconfig.

#include "load/cfg_build.h"
#include "load/cfg_part.h"

#include "base/ensure.h"
#include "base/limits.h"
#include "load/files.h"

#include <inttypes.h>
#include <libconfig.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct cfg_tree {
    config_t config;
    struct cfg_tree *next;
};

static config_setting_t *add(struct cfg_build *build, int type, uint32_t line)
{
    const char *name = NULL;
    if (build->key != NULL) {
        name = cfg_texts_word(&build->texts, build->key, build->key_length);
        line = build->key_line;
        build->key = NULL;
    }
    config_setting_t *node = config_setting_add(build->open, name, type);
    if (node != NULL) {
        node->line = line;
    } else if (name == NULL) {
        die("out of memory");
    }
    return node;
}

void build_key(struct cfg_build *build, const char *key, size_t length, uint32_t line)
{
    build->key = key;
    build->key_length = length;
    build->key_line = line;
}

bool build_open(struct cfg_build *build, char bracket, uint32_t line)
{
    int type = bracket == '{'   ? CONFIG_TYPE_GROUP
               : bracket == '(' ? CONFIG_TYPE_LIST
                                : CONFIG_TYPE_ARRAY;
    config_setting_t *node = add(build, type, line);
    build->open = node != NULL ? node : build->open;
    return node != NULL;
}

void build_close(struct cfg_build *build)
{
    build->open = build->open->parent;
}

bool build_truth(struct cfg_build *build, bool truth, uint32_t line)
{
    config_setting_t *node = add(build, CONFIG_TYPE_BOOL, line);
    return node != NULL && config_setting_set_bool(node, truth ? 1 : 0) == CONFIG_TRUE;
}

bool build_integer(struct cfg_build *build, int64_t number, bool wide, uint32_t line)
{
    config_setting_t *node = add(build, wide ? CONFIG_TYPE_INT64 : CONFIG_TYPE_INT, line);
    return node != NULL && (wide ? config_setting_set_int64(node, number)
                                 : config_setting_set_int(node, (int)number)) == CONFIG_TRUE;
}

bool build_real(struct cfg_build *build, double number, uint32_t line)
{
    config_setting_t *node = add(build, CONFIG_TYPE_FLOAT, line);
    return node != NULL && config_setting_set_float(node, number) == CONFIG_TRUE;
}

// A number to libconfig, which would copy a text; where it stands hangs on the hook.
bool build_text(struct cfg_build *build, const char *raw, size_t length, bool escaped, bool more,
                uint32_t line)
{
    config_setting_t *node = more ? NULL : add(build, CONFIG_TYPE_INT, line);
    if (!more && node == NULL) {
        return false;
    }
    char *text = cfg_texts_add(&build->texts, raw, length, escaped, more);
    if (node != NULL) {
        config_setting_set_hook(node, text);
    }
    return true;
}

int cfg_open(struct cfg *cfg, const char *file, const char *bytes, size_t length,
             struct arena *arena, struct issues *issues)
{
    *cfg = (struct cfg){.file = file, .issues = issues, .arena = arena};
    // A byte order mark, as some editors leave it, is nobody's mistake.
    if (length >= 3 && memcmp(bytes, "\xEF\xBB\xBF", 3) == 0) {
        bytes += 3;
        length -= 3;
    }
    if (memchr(bytes, '\0', length) != NULL) {
        issues_add(issues, ISSUE_ERROR, file, 0, "a NUL byte: this is no text; text in UTF-8");
        return -1;
    }
    cfg->tree = malloc(sizeof(*cfg->tree));
    if (cfg->tree == NULL) {
        die("out of memory");
    }
    cfg->tree->next = NULL;
    config_init(&cfg->tree->config);
    struct cfg_build build = {.open = config_root_setting(&cfg->tree->config)};
    cfg_texts_init(&build.texts, length, arena);
    size_t errors = cfg_scan(file, bytes, length, issues, &build, &cfg->items);
    cfg_texts_end(&build.texts);
    return errors == 0 ? 0 : -1;
}

void cfg_close(struct cfg *cfg, struct files *files)
{
    if (cfg->tree != NULL) {
        cfg->tree->next = files->trees;
        files->trees = cfg->tree;
        cfg->tree = NULL;
    }
}

void cfg_drop(struct cfg_tree *trees)
{
    while (trees != NULL) {
        struct cfg_tree *next = trees->next;
        config_destroy(&trees->config);
        free(trees);
        trees = next;
    }
}

const cfg_node *cfg_root(const struct cfg *cfg)
{
    return config_root_setting(&cfg->tree->config);
}

uint32_t cfg_line(const cfg_node *node)
{
    return config_setting_source_line(node);
}

const char *cfg_name(const cfg_node *node)
{
    return config_setting_name(node);
}

bool cfg_is_group(const cfg_node *node)
{
    return node->type == CONFIG_TYPE_GROUP;
}

bool cfg_is_list(const cfg_node *node)
{
    return node->type == CONFIG_TYPE_LIST || node->type == CONFIG_TYPE_ARRAY;
}

bool cfg_is_string(const cfg_node *node)
{
    return node->hook != NULL;
}

bool cfg_is_bool(const cfg_node *node)
{
    return node->type == CONFIG_TYPE_BOOL;
}

uint32_t cfg_count(const cfg_node *node)
{
    return cfg_is_group(node) || cfg_is_list(node) ? (uint32_t)config_setting_length(node) : 0;
}

const cfg_node *cfg_element(const cfg_node *node, uint32_t index)
{
    const config_list_t *list = cfg_is_group(node) || cfg_is_list(node) ? node->value.list : NULL;
    return list != NULL && index < list->length ? list->elements[index] : NULL;
}

// By hand: libconfig's own way reads a path first, and this is asked of every item.
const cfg_node *cfg_member(const cfg_node *group, const char *name)
{
    const config_list_t *list = cfg_is_group(group) ? group->value.list : NULL;
    for (unsigned i = 0; list != NULL && i < list->length; i++) {
        const char *own = list->elements[i]->name;
        if (own[0] == name[0] && strcmp(own, name) == 0) {
            return list->elements[i];
        }
    }
    return NULL;
}

const char *cfg_string(const cfg_node *node)
{
    return node->hook;
}

const cfg_node *cfg_parent(const cfg_node *node)
{
    return node->parent;
}

int cfg_index(const cfg_node *node)
{
    return config_setting_index(node);
}

const char *cfg_type_words(const cfg_node *node)
{
    if (cfg_is_string(node)) {
        return "a text";
    }
    switch (node->type) {
    case CONFIG_TYPE_GROUP:
        return "a group { }";
    case CONFIG_TYPE_INT:
    case CONFIG_TYPE_INT64:
        return "a number";
    case CONFIG_TYPE_FLOAT:
        return "a number with a point";
    case CONFIG_TYPE_BOOL:
        return "true or false";
    case CONFIG_TYPE_ARRAY:
    case CONFIG_TYPE_LIST:
        return "a list ( )";
    default:
        return "nothing";
    }
}

static bool is_called(const cfg_node *member, const char *key)
{
    return key[0] == member->name[0] && strcmp(key, member->name) == 0;
}

// Which of `keys` a member is, or key_count. `likely` is looked at first: many follow the order of
// the keys.
static uint32_t key_of(const cfg_node *member, const char *const *keys, uint32_t key_count,
                       uint32_t likely)
{
    if (likely < key_count && is_called(member, keys[likely])) {
        return likely;
    }
    uint32_t key = 0;
    while (key < key_count && !is_called(member, keys[key])) {
        key++;
    }
    return key;
}

bool cfg_members(struct cfg *cfg, const cfg_node *node, const char *noun, const char *const *keys,
                 uint32_t key_count, const cfg_node **members)
{
    memset(members, 0, key_count * sizeof(*members));
    if (!cfg_is_group(node)) {
        cfg_error(cfg, node, "%s is %s; a group { } that is one %s", cfg_what(cfg, node),
                  cfg_type_words(node), noun);
        return false;
    }
    const config_list_t *list = node->value.list;
    uint32_t key = UINT32_MAX;
    for (unsigned i = 0; list != NULL && i < list->length; i++) {
        const cfg_node *member = list->elements[i];
        key = key_of(member, keys, key_count, key + 1);
        if (key < key_count) {
            members[key] = member;
        } else {
            cfg_unknown_key(cfg, member, noun, keys, key_count);
        }
    }
    return true;
}

static bool get_text(struct cfg *cfg, const cfg_node *node, const char **out)
{
    const char *text = cfg_string(node);
    size_t length = strlen(text);
    if (length > LIMIT_TEXT) {
        cfg_error(cfg, node, "%s is %zu bytes long; at most %d", cfg_what(cfg, node), length,
                  (int)LIMIT_TEXT);
        return false;
    }
    *out = text;
    return true;
}

bool cfg_text_or_empty(struct cfg *cfg, const cfg_node *node, const char **out)
{
    if (node == NULL) {
        return false;
    }
    return cfg_is_string(node) ? get_text(cfg, node, out)
                               : cfg_wrong_type(cfg, node, "a text in quotes");
}

bool cfg_text(struct cfg *cfg, const cfg_node *node, const char **out)
{
    const char *text;
    if (!cfg_text_or_empty(cfg, node, &text)) {
        return false;
    }
    if (text[strspn(text, " \t\r\n")] == '\0') {
        cfg_error(cfg, node, "%s %s; some text", cfg_what(cfg, node),
                  text[0] == '\0' ? "is empty" : "holds nothing but blanks");
        return false;
    }
    *out = text;
    return true;
}

bool cfg_bool(struct cfg *cfg, const cfg_node *node, bool *out)
{
    if (node == NULL) {
        return false;
    }
    if (!cfg_is_bool(node)) {
        return cfg_wrong_type(cfg, node, "true or false");
    }
    *out = config_setting_get_bool(node) != 0;
    return true;
}

static bool is_integer(const cfg_node *node)
{
    return (node->type == CONFIG_TYPE_INT && !cfg_is_string(node)) ||
           node->type == CONFIG_TYPE_INT64;
}

// By the node's own type: the int getter says 0 to a long one.
static int64_t integer_of(const cfg_node *node)
{
    return node->type == CONFIG_TYPE_INT ? config_setting_get_int(node)
                                         : (int64_t)config_setting_get_int64(node);
}

bool cfg_integer(struct cfg *cfg, const cfg_node *node, int64_t min, int64_t max, int64_t *out)
{
    if (node == NULL) {
        return false;
    }
    if (!is_integer(node)) {
        return cfg_wrong_type(cfg, node, "a whole number without quotes");
    }
    int64_t number = integer_of(node);
    if (number < min || number > max) {
        cfg_error(cfg, node, "%s is %" PRId64 "; a whole number from %" PRId64 " to %" PRId64,
                  cfg_what(cfg, node), number, min, max);
        return false;
    }
    *out = number;
    return true;
}

bool cfg_decimal(struct cfg *cfg, const cfg_node *node, decimal *out)
{
    const int64_t largest = INT64_C(9000000000000);
    if (node == NULL) {
        return false;
    }
    if (is_integer(node) && integer_of(node) >= -largest && integer_of(node) <= largest) {
        *out = decimal_of(integer_of(node));
        return true;
    }
    if (!cfg_is_string(node)) {
        return cfg_wrong_type(cfg, node, "a decimal in quotes, such as \"0.5\"");
    }
    const char *text = cfg_string(node);
    if (!decimal_parse(text, strlen(text), out)) {
        cfg_error(cfg, node, "%s is \"%.*s\"; a decimal such as \"0.5\", with at most 6 places",
                  cfg_what(cfg, node), CFG_SHOWN, text);
        return false;
    }
    return true;
}

enum id_shape { SHAPE_ID, SHAPE_NAME, SHAPE_CODE };

static bool has_shape(const char *text, enum id_shape shape)
{
    if (shape != SHAPE_CODE && (text[0] < 'a' || text[0] > 'z')) {
        return false;
    }
    size_t length = 0;
    for (; text[length] != '\0'; length++) {
        char c = text[length];
        bool fits = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || c == '_' ||
                    (c == '-' && shape == SHAPE_NAME);
        if (!fits || length == LIMIT_ID) {
            return false;
        }
    }
    return length > 0;
}

static bool get_shaped(struct cfg *cfg, const cfg_node *node, enum id_shape shape, const char **out)
{
    static const char *const expected[] = {
        [SHAPE_ID] = "an id: a small letter, then small letters, digits and '_', at most 64",
        [SHAPE_NAME] = "an id: a small letter, then small letters, digits, '_' and '-', at most 64",
        [SHAPE_CODE] = "a code: small letters, digits and '_', at most 64",
    };
    if (node == NULL) {
        return false;
    }
    if (!cfg_is_string(node)) {
        return cfg_wrong_type(cfg, node, "a text in quotes");
    }
    const char *text = cfg_string(node);
    if (!has_shape(text, shape)) {
        cfg_error(cfg, node, "\"%.*s\" cannot be an id or code; %s", CFG_SHOWN, text,
                  expected[shape]);
        return false;
    }
    return get_text(cfg, node, out);
}

bool cfg_id(struct cfg *cfg, const cfg_node *node, bool hyphen, const char **out)
{
    return get_shaped(cfg, node, hyphen ? SHAPE_NAME : SHAPE_ID, out);
}

bool cfg_code(struct cfg *cfg, const cfg_node *node, const char **out)
{
    return get_shaped(cfg, node, SHAPE_CODE, out);
}

bool cfg_choice(struct cfg *cfg, const cfg_node *node, const char *const *names, uint32_t *out)
{
    if (node == NULL) {
        return false;
    }
    if (!cfg_is_string(node)) {
        return cfg_wrong_type(cfg, node, cfg_alternatives(cfg->issues, names));
    }
    const char *text = cfg_string(node);
    for (uint32_t i = 0; names[i] != NULL; i++) {
        if (strcmp(names[i], text) == 0) {
            *out = i;
            return true;
        }
    }
    cfg_error(cfg, node, "%s is '%.*s'; %s%s", cfg_what(cfg, node), CFG_SHOWN, text,
              cfg_alternatives(cfg->issues, names), cfg_suggest(cfg->issues, text, names));
    return false;
}

uint32_t cfg_list(struct cfg *cfg, const cfg_node *node)
{
    if (node == NULL) {
        return 0;
    }
    if (!cfg_is_list(node)) {
        cfg_wrong_type(cfg, node, "a list ( ... )");
        return 0;
    }
    return (uint32_t)config_setting_length(node);
}

const char *const *cfg_texts(struct cfg *cfg, const cfg_node *node, uint32_t *count)
{
    uint32_t length = cfg_list(cfg, node);
    const char **list = arena_array(cfg->arena, const char *, length);
    *count = 0;
    for (uint32_t i = 0; i < length; i++) {
        *count += cfg_text(cfg, cfg_element(node, i), &list[*count]) ? 1 : 0;
    }
    return list;
}
