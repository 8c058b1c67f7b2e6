// The items of a form in their order: what all types share, groups inside groups, instruments
// where they are placed, and calculated values.

#include "form_part.h"

#include <string.h>

static const char *const item_keys[I_KEYS] = {
    [I_ID] = "id",
    [I_TYPE] = "type",
    [I_TEXT] = "text",
    [I_OPTIONS] = "options",
    [I_ASK_IF] = "ask_if",
    [I_REQUIRED] = "required",
    [I_SHORT] = "short",
    [I_SAFETY] = "safety",
    [I_WHY] = "why",
    [I_HINT] = "hint",
    [I_HELP] = "help",
    [I_MIN] = "min",
    [I_MAX] = "max",
    [I_PRIVATE] = "private",
    [I_CHECKS] = "checks",
    [I_CODES] = "codes",
    [I_SILENCES] = "silences",
    [I_START] = "start",
    [I_CARRY] = "carry",
    [I_PAGES] = "pages",
    [I_COPY] = "copy",
    [I_AMONG] = "among",
    [I_MIN_LENGTH] = "min_length",
    [I_MAX_LENGTH] = "max_length",
    [I_SUGGEST] = "suggest",
    [I_PLACES] = "places",
    [I_UNITS] = "units",
    [I_LOW] = "low",
    [I_HIGH] = "high",
    [I_LABELS] = "labels",
    [I_PRECISION] = "precision",
    [I_INTENSITY] = "intensity",
    [I_KINDS] = "kinds",
    [I_SINGLE] = "single",
    [I_ITEMS] = "items",
    [I_ENTRY] = "entry",
    [I_VALUE] = "value",
    [I_OF] = "of",
    [I_USE] = "use",
};

#define OF(type) (1u << (ITEM_##type))
enum { NOTHING_SAID = OF(NOTE) | OF(GROUP) | OF(VALUE) }; // no answer of its own
#define QUESTIONS (~(unsigned)NOTHING_SAID)
#define CHOICES (OF(ONE) | OF(MANY) | OF(YESNO) | OF(BODY))

// The types that have a key; 0: all.
static const unsigned key_types[I_KEYS] = {
    [I_OPTIONS] = OF(ONE) | OF(MANY),
    [I_REQUIRED] = QUESTIONS,
    [I_SAFETY] = QUESTIONS,
    [I_WHY] = ~OF(VALUE),
    [I_HINT] = ~OF(VALUE),
    [I_HELP] = ~OF(VALUE),
    [I_MIN] = OF(MANY) | OF(INTEGER) | OF(DECIMAL) | OF(QUANTITY) | OF(SCALE) | OF(DATE) |
              OF(BODY) | OF(REPEAT),
    [I_MAX] = OF(MANY) | OF(INTEGER) | OF(DECIMAL) | OF(QUANTITY) | OF(SCALE) | OF(DATE) |
              OF(BODY) | OF(REPEAT),
    [I_PRIVATE] = QUESTIONS,
    [I_CHECKS] = QUESTIONS,
    [I_SILENCES] = QUESTIONS,
    [I_START] = QUESTIONS & ~(CHOICES | OF(REPEAT)),
    [I_PAGES] = OF(NOTE),
    [I_COPY] = OF(NOTE),
    [I_AMONG] = OF(ONE) | OF(MANY) | OF(BODY),
    [I_MIN_LENGTH] = OF(TEXT) | OF(LONGTEXT),
    [I_MAX_LENGTH] = OF(TEXT) | OF(LONGTEXT),
    [I_SUGGEST] = OF(TEXT) | OF(LONGTEXT),
    [I_PLACES] = OF(DECIMAL) | OF(QUANTITY),
    [I_UNITS] = OF(QUANTITY),
    [I_LOW] = OF(SCALE),
    [I_HIGH] = OF(SCALE),
    [I_LABELS] = OF(SCALE),
    [I_PRECISION] = OF(DATE),
    [I_INTENSITY] = OF(BODY),
    [I_KINDS] = OF(BODY),
    [I_SINGLE] = OF(BODY),
    [I_ITEMS] = OF(GROUP) | OF(REPEAT),
    [I_ENTRY] = OF(REPEAT),
    [I_VALUE] = OF(VALUE),
    [I_OF] = OF(VALUE),
};

static const char *types_with(struct loading *loading, unsigned types)
{
    const char *names = "";
    for (unsigned type = 0; type < ITEM_SCORE; type++) {
        if ((types >> type & 1u) != 0) {
            const char *between = names[0] == '\0' ? "" : types >> type == 1u ? " or " : ", ";
            names = arena_print(&loading->issues->arena, "%s%s'%s'", names, between,
                                item_type_name((enum item_type)type));
        }
    }
    return names;
}

static void check_keys(struct loading *loading, const struct form_item *item,
                       const cfg_node *const *m)
{
    for (int key = 0; key < I_KEYS; key++) {
        if (m[key] == NULL || key_types[key] == 0 || (key_types[key] >> item->type & 1u) != 0) {
            continue;
        }
        cfg_error(loading->cfg, m[key],
                  "'%s' in item '%s' of type '%s', which has none; an item of type %s",
                  item_keys[key], item->id, item_type_name(item->type),
                  types_with(loading, key_types[key]));
    }
}

static bool load_type(struct loading *loading, struct form_item *item, const cfg_node *node,
                      const cfg_node *type)
{
    const char *name;
    if (type == NULL) {
        cfg_missing(loading->cfg, node, "item", "type");
        return false;
    }
    if (!cfg_text(loading->cfg, type, &name)) {
        return false;
    }
    item->type = item_type_from_name(name);
    if (item->type < ITEM_SCORE) {
        return true;
    }
    const char *all[ITEM_SCORE + 1] = {0};
    for (unsigned i = 0; i < ITEM_SCORE; i++) {
        all[i] = item_type_name((enum item_type)i);
    }
    cfg_error(loading->cfg, type, "type '%.40s' of '%s'; a type such as 'yesno' or 'one'%s", name,
              item->id, cfg_suggest(loading->issues, name, all));
    return false;
}

static void load_texts(struct loading *loading, struct form_item *item, const cfg_node *node,
                       const cfg_node *const *m)
{
    struct cfg *cfg = loading->cfg;
    const struct {
        enum item_key key;
        const char **out;
    } texts[] = {{I_TEXT, &item->text},
                 {I_HINT, &item->hint},
                 {I_HELP, &item->help},
                 {I_WHY, &item->why},
                 {I_SHORT, &item->label}};
    for (size_t i = 0; i < sizeof(texts) / sizeof(texts[0]); i++) {
        const cfg_node *text = m[texts[i].key];
        if (text != NULL && cfg_text(cfg, text, texts[i].out)) {
            later_text(loading, text, *texts[i].out, item_keys[texts[i].key], item->id, item);
        }
    }
    bool may_be_silent = item->type == ITEM_GROUP || item->type == ITEM_VALUE;
    if (m[I_TEXT] == NULL && !may_be_silent) {
        cfg_missing(cfg, node, "item", "text");
    }
    if (item->label == NULL) {
        item->label = item->text != NULL ? item->text : item->id;
    }
    if (item->text == NULL) {
        item->text = "";
    }
}

static void load_check(struct loading *loading, const cfg_node *node, const struct form_item *item,
                       struct form_check *check)
{
    static const char *const keys[] = {"ok", "stop", "warn"};
    struct cfg *cfg = loading->cfg;
    const cfg_node *m[3];
    check->text = "";
    check->line = cfg_line(node);
    if (!cfg_members(cfg, node, "check", keys, 3, m)) {
        return;
    }
    if (m[0] == NULL) {
        cfg_error(cfg, node, "a check of '%s' has no 'ok'; the condition that must hold", item->id);
    }
    if ((m[1] == NULL) == (m[2] == NULL)) {
        cfg_error(cfg, node, "a check of '%s' has %s 'stop' %s 'warn'; one of them", item->id,
                  m[1] == NULL ? "neither" : "both", m[1] == NULL ? "nor" : "and");
    }
    check->warn = m[1] == NULL;
    const cfg_node *text = check->warn ? m[2] : m[1];
    if (cfg_text(cfg, text, &check->text)) {
        later_text(loading, text, check->text, check->warn ? "warn" : "stop", item->id, item);
    }
    later_expression(loading, m[0], &check->ok, "check", item->id, item, VALUE_TRUTH);
}

static void load_checks(struct loading *loading, struct form_item *item, const cfg_node *list)
{
    uint32_t count = cfg_list(loading->cfg, list);
    struct form_check *checks = arena_array(&loading->form->arena, struct form_check, count);
    item->checks = checks;
    item->check_count = count;
    for (uint32_t i = 0; i < count; i++) {
        load_check(loading, cfg_element(list, i), item, &checks[i]);
    }
}

static void load_flags(struct loading *loading, struct form_item *item, const cfg_node *const *m)
{
    struct cfg *cfg = loading->cfg;
    (void)cfg_bool(cfg, m[I_REQUIRED], &item->required);
    (void)cfg_bool(cfg, m[I_SAFETY], &item->safety);
    (void)cfg_bool(cfg, m[I_PRIVATE], &item->private_);
    (void)cfg_bool(cfg, m[I_COPY], &item->copy);
    (void)cfg_text(cfg, m[I_START], &item->start);
    item->codes = load_codes(cfg, m[I_CODES], &item->code_count);
    item->carries = load_carries(cfg, m[I_CARRY], &item->carry_count);
}

// An expression that stands before the entries of a repeat does not stand in one of them.
static void load_ask_if(struct loading *loading, struct form_item *item, const cfg_node *node)
{
    const struct form_item *inside = item->type == ITEM_REPEAT ? NULL : item;
    item->ask_if = later_expression_of(loading, node, "ask_if", item->id, inside, VALUE_TRUTH);
}

static void place_in(struct loading *loading, struct form_item *item, uint32_t section,
                     uint32_t parent)
{
    const struct form *form = loading->form;
    item->section = section;
    item->parent = parent;
    if (parent != FORM_NO_ITEM && form->items[parent].repeat != FORM_NO_ITEM) {
        item->repeat = form->items[parent].repeat;
        item->cells = (uint32_t)(form->items[item->repeat].max / DECIMAL_ONE);
    }
}

static void load_members(struct loading *loading, struct form_item *item, const cfg_node *node,
                         const cfg_node *list, int depth)
{
    uint32_t index = (uint32_t)(item - loading->form->items);
    if (list == NULL) {
        cfg_missing(loading->cfg, node, item->type == ITEM_GROUP ? "group" : "repeat", "items");
        return;
    }
    if (depth >= LIMIT_GROUP_DEPTH) {
        cfg_error(loading->cfg, node, "'%s' is a group inside %d other groups; at most %d",
                  item->id, depth, LIMIT_GROUP_DEPTH - 1);
        loading->incomplete = true;
        return;
    }
    load_item_list(loading, list, item->section, index, depth + 1);
    item->next = loading->form->item_count;
}

static void load_question(struct loading *loading, const cfg_node *node, const cfg_node *const *m,
                          uint32_t section, uint32_t parent, int depth)
{
    if (m[I_ID] == NULL) {
        cfg_missing(loading->cfg, node, "item", "id");
    }
    struct form_item *item = loading_item(loading, node, m[I_ID], NULL);
    place_in(loading, item, section, parent);
    if (!load_type(loading, item, node, m[I_TYPE])) {
        item->type = ITEM_NOTE;
        item->text = item->label = item->id;
        loading_broken(loading, item);
        // What stands inside is known by name even so.
        if (m[I_ITEMS] != NULL) {
            loading->incomplete = true;
        }
        return;
    }
    check_keys(loading, item, m);
    load_texts(loading, item, node, m);
    load_flags(loading, item, m);
    if (item->type == ITEM_REPEAT && item->repeat != FORM_NO_ITEM) {
        cfg_error(loading->cfg, node, "repeat '%s' inside repeat '%s'; repeats stand by themselves",
                  item->id, loading->form->items[item->repeat].id);
        loading->incomplete = true;
        return;
    }
    load_item_type(loading, item, node, m);
    loading->form->cell_count += item->cells;
    load_ask_if(loading, item, m[I_ASK_IF]);
    load_checks(loading, item, m[I_CHECKS]);
    load_silences(loading, item, m[I_SILENCES]);
    if (item->type == ITEM_GROUP || item->type == ITEM_REPEAT) {
        load_members(loading, item, node, m[I_ITEMS], depth);
    }
}

static const char *suggest_instrument(struct loading *loading, const char *name)
{
    const char *names[LIMIT_INCLUDES + 1] = {NULL};
    for (uint32_t i = 0; i < loading->form->instrument_count; i++) {
        names[i] = loading->form->instruments[i].id;
    }
    return cfg_suggest(loading->issues, name, names);
}

// An instrument becomes a group of its items, so that its own ask_if hides them together. Its id
// holds a point: no author can write it.
static void load_use(struct loading *loading, const cfg_node *node, const cfg_node *const *m,
                     uint32_t section, uint32_t parent, int depth)
{
    struct cfg *cfg = loading->cfg;
    struct form *form = loading->form;
    const char *name;
    for (int key = 0; key < I_KEYS; key++) {
        if (m[key] != NULL && key != I_USE && key != I_ASK_IF) {
            cfg_error(cfg, m[key], "'%s' where an instrument is placed; 'use' and 'ask_if' alone",
                      item_keys[key]);
        }
    }
    if (!cfg_text(cfg, m[I_USE], &name)) {
        loading->incomplete = true;
        return;
    }
    uint32_t which = 0;
    while (which < form->instrument_count && strcmp(form->instruments[which].id, name) != 0) {
        which++;
    }
    struct part *part = which < form->instrument_count ? &loading->parts[which + 1] : NULL;
    if (part == NULL && loading->include_broken) {
        return;
    }
    if (part == NULL || part->placed || loading->instrument != UINT32_MAX) {
        loading->incomplete |= part == NULL;
        cfg_error(cfg, node, "instrument '%.40s' %s", name,
                  loading->instrument != UINT32_MAX ? "inside an instrument; in a form only"
                  : part == NULL
                      ? arena_print(&loading->issues->arena,
                                    "is not included; its name in 'include' of the form%s",
                                    suggest_instrument(loading, name))
                      : "is placed already; each instrument once");
        return;
    }
    part->placed = true;
    struct form_item *group =
        loading_item(loading, node, NULL, arena_print(&form->arena, "use.%s", part->name));
    place_in(loading, group, section, parent);
    group->type = ITEM_GROUP;
    group->text = group->label = form->instruments[which].title;
    group->instrument = which;
    form->cell_count += group->cells;
    group->ask_if = later_expression_of(loading, m[I_ASK_IF], "ask_if", name, group, VALUE_TRUTH);
    loading->cfg = &part->cfg;
    loading->instrument = which;
    load_item_list(loading, part->items, section, (uint32_t)(group - form->items), depth + 1);
    loading->cfg = cfg;
    loading->instrument = UINT32_MAX;
    group->next = form->item_count;
}

static void load_item(struct loading *loading, const cfg_node *node, uint32_t section,
                      uint32_t parent, int depth)
{
    const cfg_node *m[I_KEYS];
    if (!cfg_members(loading->cfg, node, "item", item_keys, I_KEYS, m)) {
        loading->incomplete = true;
    } else if (m[I_USE] != NULL) {
        load_use(loading, node, m, section, parent, depth);
    } else {
        load_question(loading, node, m, section, parent, depth);
    }
}

void load_item_list(struct loading *loading, const cfg_node *list, uint32_t section,
                    uint32_t parent, int depth)
{
    uint32_t count = cfg_list(loading->cfg, list);
    if (list != NULL && !cfg_is_list(list)) {
        loading->incomplete = true;
    } else if (list != NULL && count == 0) {
        cfg_error(loading->cfg, list, "%s is empty; at least one item",
                  cfg_what(loading->cfg, list));
    }
    for (uint32_t i = 0; i < count; i++) {
        load_item(loading, cfg_element(list, i), section, parent, depth);
    }
}

static enum value_type load_kind(struct loading *loading, const struct form_item *item,
                                 const cfg_node *node, const cfg_node *kind, const char *key)
{
    static const char *const names[] = {"truth", "integer", "decimal", "date", "text", NULL};
    static const enum value_type types[] = {VALUE_TRUTH, VALUE_NUMBER, VALUE_NUMBER, VALUE_DATE,
                                            VALUE_TEXT};
    uint32_t which;
    if (kind == NULL) {
        cfg_missing(loading->cfg, node, "value", key);
    } else if (cfg_choice(loading->cfg, kind, names, &which)) {
        return types[which];
    }
    loading_broken(loading, item);
    return VALUE_NONE;
}

void load_value_of(struct loading *loading, struct form_item *item, const cfg_node *node,
                   const cfg_node *kind, const char *kind_key, const cfg_node *value)
{
    item->type = ITEM_VALUE;
    item->value_type = load_kind(loading, item, node, kind, kind_key);
    if (value == NULL) {
        cfg_missing(loading->cfg, node, "value", "value");
    }
    if (item->value_type != VALUE_NONE) {
        item->value =
            later_expression_of(loading, value, "value", item->id, item, item->value_type);
    }
}

void load_values(struct loading *loading, const cfg_node *list)
{
    static const char *const keys[] = {"id", "type", "value", "short"};
    struct cfg *cfg = loading->cfg;
    uint32_t count = cfg_list(cfg, list);
    for (uint32_t i = 0; i < count; i++) {
        const cfg_node *m[4];
        const cfg_node *node = cfg_element(list, i);
        if (!cfg_members(cfg, node, "value", keys, 4, m)) {
            loading->incomplete = true;
            continue;
        }
        if (m[0] == NULL) {
            cfg_missing(cfg, node, "value", "id");
        }
        struct form_item *item = loading_item(loading, node, m[0], NULL);
        loading->form->cell_count++;
        load_value_of(loading, item, node, m[1], "type", m[2]);
        item->text = "";
        item->label = item->id;
        (void)cfg_text(cfg, m[3], &item->label);
    }
}
