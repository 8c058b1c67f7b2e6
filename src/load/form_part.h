#ifndef LOAD_FORM_PART_H
#define LOAD_FORM_PART_H

#include "base/intern.h"
#include "form/body.h"
#include "form/form.h"
#include "load/cfg.h"
#include "load/doubt.h"
#include "load/files.h"

// What the parts of the form's loader share; nobody else includes it. The form is read in two
// passes: first every item, option and setting, so that all names are known; then, from a list kept
// meanwhile, the expressions and the texts that name answers.

// An expression to compile in the second pass.
struct later {
    struct expr *out;
    const char *source, *file;
    const char *key, *id; // for messages: "ask_if of 'night_pain'"
    uint32_t line, repeat, self;
    enum value_type wanted;
};

// A text to check in the second pass: it names answers or facts of the clinic.
struct later_text {
    const char *text, *file, *key, *id;
    uint32_t line;
    uint32_t item; // shown with this question, or FORM_NO_ITEM
};

// A question whose `among` names another one.
struct later_among {
    const char *wanted; // id
    uint32_t item, line;
    bool has_options; // its own
};

// A score: what it adds is known after all items are.
struct later_score {
    const char *const *items, *const *needs;
    uint32_t item_count, need_count;
    bool has_needs;
};

// Before the folder of another form.
#define BODY_BESIDE "../"

enum { LOAD_FILES = LIMIT_INCLUDES + 1, WORDS_DEFAULT = 120, ROLES = 3 };

// One file of items and scores: form.cfg [0] and each instrument.
struct part {
    struct cfg cfg;
    const char *name;           // "peg"; NULL for form.cfg
    const cfg_node *items;      // the instrument's
    const cfg_node *scores;     // or NULL
    const cfg_node *instrument; // its group
    uint32_t line;              // of the form, where it is included
    bool placed;
    bool lost; // the instrument's file could not be read
};

struct loading {
    struct form *form;
    struct files *files;
    struct issues *issues;
    const char *folder;
    struct part parts[LOAD_FILES];
    uint32_t part_count;
    struct cfg *cfg;     // the file being read
    uint32_t instrument; // being read, or UINT32_MAX
    struct body *body;   // the form's, while it may still be changed
    bool body_broken;
    uint32_t item_capacity; // counted before the items are read

    struct later *later;
    struct later_text *texts;
    struct later_among *amongs;
    size_t later_count, later_capacity, text_count, text_capacity, among_count, among_capacity;

    uint8_t *broken; // by item: an error left it without its type or options
    bool any_broken;
    bool incomplete; // some items could not be read at all, so an unknown name says nothing
    bool settings_incomplete;
    bool include_broken; // an instrument could not be read: perhaps one that is placed

    const cfg_node *roles[ROLES]; // patient, born, keep: named in `form`, known when all items are
    const cfg_node *carried;      // as well
    struct form_options *yesno;
    struct form_score *scores;
    struct later_score *score_parts;
};

// load_form.c
// `folder`/`name`, in the form's arena.
char *loading_path(struct loading *loading, const char *folder, const char *name);
// A new item, named by the member `id` (NULL: `name` is its id, which nobody can write). Never
// NULL: the items were counted.
struct form_item *loading_item(struct loading *loading, const cfg_node *node, const cfg_node *id,
                               const char *name);
void loading_broken(struct loading *loading, const struct form_item *item);
// What is in doubt so far; borrowed from `loading`.
struct doubt loading_doubt(const struct loading *loading);

// load_facts.c
// The group `form`, with what it names: instruments (opened, their items not yet read) and the body
// chart.
void load_facts(struct loading *loading, const cfg_node *node);
// What `patient`, `born`, `keep` and `carried` name; all items must be known.
void load_roles(struct loading *loading);
void load_settings_list(struct loading *loading, const cfg_node *list);
void load_fixed(struct loading *loading, const cfg_node *list);

// load_items.c
void load_item_list(struct loading *loading, const cfg_node *list, uint32_t section,
                    uint32_t parent, int depth);
// `values`: { id; type; value; short }.
void load_values(struct loading *loading, const cfg_node *list);
// A calculated value, in `values` or in a section: `kind` says of which type it is.
void load_value_of(struct loading *loading, struct form_item *item, const cfg_node *node,
                   const cfg_node *kind, const char *kind_key, const cfg_node *value);

// The keys of an item, in the order of item_keys.
enum item_key {
    I_ID,
    I_TYPE,
    I_TEXT,
    I_OPTIONS,
    I_ASK_IF,
    I_REQUIRED,
    I_SHORT,
    I_SAFETY,
    I_WHY,
    I_HINT,
    I_HELP,
    I_MIN,
    I_MAX,
    I_PRIVATE,
    I_CHECKS,
    I_CODES,
    I_SILENCES,
    I_START,
    I_CARRY,
    I_PAGES,
    I_COPY,
    I_AMONG,
    I_MIN_LENGTH,
    I_MAX_LENGTH,
    I_SUGGEST,
    I_PLACES,
    I_UNITS,
    I_LOW,
    I_HIGH,
    I_LABELS,
    I_PRECISION,
    I_INTENSITY,
    I_KINDS,
    I_SINGLE,
    I_ITEMS,
    I_ENTRY,
    I_VALUE,
    I_OF,
    I_USE,
    I_KEYS,
};

// load_types.c
// What only one type has; members by enum item_key.
void load_item_type(struct loading *loading, struct form_item *item, const cfg_node *node,
                    const cfg_node *const *members);

// load_options.c
void load_options(struct loading *loading, struct form_item *item, const cfg_node *node);
void load_kinds(struct loading *loading, struct form_item *item, const cfg_node *node);
void load_units(struct loading *loading, struct form_item *item, const cfg_node *node);
const struct form_code *load_codes(struct cfg *cfg, const cfg_node *node, uint32_t *count);
const struct form_carry *load_carries(struct cfg *cfg, const cfg_node *node, uint32_t *count);
// Which silences are offered beside the options; the options must be known.
void load_silences(struct loading *loading, struct form_item *item, const cfg_node *node);
// The table by code. Reports a code that is there twice.
void options_finish(struct loading *loading, struct form_options *options, const char *id);

// load_scores.c
void load_scores(struct loading *loading, const cfg_node *list);
void load_scores_finish(struct loading *loading);

// load_page.c
// `page`: the lines of the therapist's page; all items, values and scores must be known.
void load_pages(struct loading *loading, const cfg_node *list);

// load_curves.c
// A list of texts, each the points of one curve of `figure` (whose size is known), at least
// `least`. One that is wrong is left out, with an error. Silent for NULL.
const struct body_curve *load_curves(struct cfg *cfg, const cfg_node *list,
                                     const struct body_figure *figure, uint32_t least,
                                     uint32_t *count);

// load_body.c
void load_body(struct loading *loading, const char *name, uint32_t line);

// load_later.c
// Keeps an expression (NULL node: none) for the second pass.
void later_expression(struct loading *loading, const cfg_node *node, struct expr *out,
                      const char *key, const char *id, const struct form_item *item,
                      enum value_type wanted);
// The same for what most items do not have. Returns where it will be, or NULL.
const struct expr *later_expression_of(struct loading *loading, const cfg_node *node,
                                       const char *key, const char *id,
                                       const struct form_item *item, enum value_type wanted);
// Keeps a text if it names anything.
void later_text(struct loading *loading, const cfg_node *node, const char *text, const char *key,
                const char *id, const struct form_item *item);
void later_among(struct loading *loading, const cfg_node *node, const struct form_item *item,
                 bool has_options);
// The second pass.
void later_all(struct loading *loading);
// Once it is known who reads whom: texts that name what is asked later.
void later_texts_order(struct loading *loading);

// The nearest item's id for a message, or "". Not tried once there are very many problems: it looks
// at every name.
const char *loading_suggest(const struct form *form, struct issues *issues, const char *wanted);

#endif
