#ifndef LOAD_CFG_H
#define LOAD_CFG_H

#include "base/arena.h"
#include "base/decimal.h"
#include "base/issue.h"

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// The one door to libconfig. The text is followed by its grammar (what its parser would take
// silently, or take very long over, is refused with its line), and libconfig keeps the tree that
// comes of it; afterwards every value goes through a getter that looks at the type first and adds
// an error with file and line if it is not what was asked for.
//
// Problems read: what was found; what was expected (did you mean 'x'?).

struct config_setting_t;
typedef struct config_setting_t cfg_node; // a group, list, array or plain value
struct files;
struct cfg_build;

enum { CFG_MISSPELT = 16 };

struct cfg {
    const char *file; // for messages; borrowed
    struct issues *issues;
    struct arena *arena; // texts and what getters copy go here
    struct cfg_tree *tree;
    uint32_t items; // groups that stand in lists called `items`, counted on the way
    // Keys that were written wrongly, as far as there is room: they are not missing as well.
    struct cfg_misspelt {
        const cfg_node *group;
        const char *key;
    } misspelt[CFG_MISSPELT];
    uint32_t misspelt_count;
};

// Reads `length` bytes (NUL after them). Returns 0, or -1 after adding at least one error; closing
// is right in both cases.
int cfg_open(struct cfg *cfg, const char *file, const char *bytes, size_t length,
             struct arena *arena, struct issues *issues);
// The tree goes to `files`, which frees it when there is time.
void cfg_close(struct cfg *cfg, struct files *files);
void cfg_drop(struct cfg_tree *trees); // a list of them; NULL is none
// The whole file as a group.
const cfg_node *cfg_root(const struct cfg *cfg);

// The way through the text (NUL after it): brackets, depth, members of one group, integers that
// would wrap, @include, escapes that hide characters, text that reads in another direction. Returns
// the number of errors added. *items: how many groups stand in lists of a key `items`. *build gets
// every value on the way; the tree is whole if there was no error.
size_t cfg_scan(const char *file, const char *bytes, size_t length, struct issues *issues,
                struct cfg_build *build, uint32_t *items);
// The part of it that looks for @include and for invisible characters (cfg_hidden.c).
size_t cfg_hidden(const char *file, const char *bytes, size_t length, struct issues *issues);

uint32_t cfg_line(const cfg_node *node);
const char *cfg_name(const cfg_node *node); // NULL in lists
bool cfg_is_group(const cfg_node *node);
bool cfg_is_list(const cfg_node *node); // or array
bool cfg_is_string(const cfg_node *node);
bool cfg_is_bool(const cfg_node *node);
uint32_t cfg_count(const cfg_node *node); // elements of a list, members of a group; else 0
const cfg_node *cfg_element(const cfg_node *node, uint32_t index);

// Finds a group's members in one walk: members[i] is the one called keys[i], or NULL. Adds an error
// for every unknown member, with the nearest key. `noun` is what the group is ("item"). False, with
// an error and all members NULL, if it is no group.
bool cfg_members(struct cfg *cfg, const cfg_node *node, const char *noun, const char *const *keys,
                 uint32_t key_count, const cfg_node **members);
// One member by name, for groups whose keys are known to be few; NULL if there is none.
const cfg_node *cfg_member(const cfg_node *group, const char *name);

// Getters. Where `node` is NULL they return false and leave *out alone, silently: whether a key is
// required is the caller's question (cfg_missing). A wrong value adds an error and returns false.
bool cfg_text(struct cfg *cfg, const cfg_node *node, const char **out); // not empty, LIMIT_TEXT
bool cfg_text_or_empty(struct cfg *cfg, const cfg_node *node, const char **out);
bool cfg_bool(struct cfg *cfg, const cfg_node *node, bool *out);
bool cfg_integer(struct cfg *cfg, const cfg_node *node, int64_t min, int64_t max, int64_t *out);
bool cfg_decimal(struct cfg *cfg, const cfg_node *node, decimal *out); // "0.5" or 5
// An id: [a-z][a-z0-9_]*, with `-` too if `hyphen`; a code: [a-z0-9_]+. At most LIMIT_ID.
bool cfg_id(struct cfg *cfg, const cfg_node *node, bool hyphen, const char **out);
bool cfg_code(struct cfg *cfg, const cfg_node *node, const char **out);
// One of `names` (NULL-ended); *out is its index.
bool cfg_choice(struct cfg *cfg, const cfg_node *node, const char *const *names, uint32_t *out);
// The number of elements of a list; 0, with an error if it is no list. Silent for NULL.
uint32_t cfg_list(struct cfg *cfg, const cfg_node *node);
// A list of texts.
const char *const *cfg_texts(struct cfg *cfg, const cfg_node *node, uint32_t *count);

// "'min' of 'age'": what a node is, for messages. In the issues' arena.
const char *cfg_what(struct cfg *cfg, const cfg_node *node);
// Adds an error, or a warning, at the line of `node`; NULL: of the file.
void cfg_error(struct cfg *cfg, const cfg_node *node, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
void cfg_warning(struct cfg *cfg, const cfg_node *node, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
// "item 'smoke' has no 'text'; every item needs one". Silent if it was said to be misspelt.
void cfg_missing(struct cfg *cfg, const cfg_node *group, const char *noun, const char *key);
// " (did you mean 'x'?)" for the nearest of `names` (NULL-ended), or "". In the issues' arena.
const char *cfg_suggest(struct issues *issues, const char *wanted, const char *const *names);

#endif
