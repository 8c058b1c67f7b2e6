// The choices of a question and what belongs to them: codes, kinds of pain, units, silences.

#include "form_part.h"

#include <string.h>

enum { BY_CODE_FROM = 12 }; // shorter lists are looked through quicker than hashed

static const char *const silence_names[] = {"dont-know", "declined", NULL};
static const enum silence silences[] = {SILENCE_DONT_KNOW, SILENCE_DECLINED};

const struct form_code *load_codes(struct cfg *cfg, const cfg_node *node, uint32_t *count)
{
    static const char *const keys[] = {"system", "code", "display"};
    if (node == NULL) {
        return NULL;
    }
    uint32_t length = cfg_list(cfg, node);
    struct form_code *codes = arena_array(cfg->arena, struct form_code, length);
    for (uint32_t i = 0; i < length; i++) {
        const cfg_node *m[3];
        const cfg_node *element = cfg_element(node, i);
        codes[i] = (struct form_code){"", "", ""};
        if (!cfg_members(cfg, element, "standard code", keys, 3, m)) {
            continue;
        }
        if (m[0] == NULL || m[1] == NULL) {
            cfg_missing(cfg, element, "standard code", m[0] == NULL ? "system" : "code");
        }
        (void)cfg_text(cfg, m[0], &codes[i].system);
        (void)cfg_text(cfg, m[1], &codes[i].code);
        (void)cfg_text(cfg, m[2], &codes[i].display);
    }
    *count = length;
    return codes;
}

const struct form_carry *load_carries(struct cfg *cfg, const cfg_node *node, uint32_t *count)
{
    static const char *const keys[] = {"name", "value"};
    if (node == NULL) {
        return NULL;
    }
    uint32_t length = cfg_list(cfg, node);
    struct form_carry *carries = arena_array(cfg->arena, struct form_carry, length);
    for (uint32_t i = 0; i < length; i++) {
        const cfg_node *m[2];
        const cfg_node *element = cfg_element(node, i);
        carries[i] = (struct form_carry){"", ""};
        if (!cfg_members(cfg, element, "carry", keys, 2, m)) {
            continue;
        }
        if (m[0] == NULL || m[1] == NULL) {
            cfg_missing(cfg, element, "carry", keys[m[0] == NULL ? 0 : 1]);
        }
        (void)cfg_text(cfg, m[0], &carries[i].name);
        (void)cfg_text_or_empty(cfg, m[1], &carries[i].value);
    }
    *count = length;
    return carries;
}

static void twice(struct loading *loading, const struct form_option *option, const char *id)
{
    issues_add(loading->issues, ISSUE_ERROR, loading->cfg->file, option->line,
               "code '%s' is in '%s' already; a code of its own", option->code, id);
}

// Few: each against those before it.
static void find_twice(struct loading *loading, const struct form_options *options, const char *id)
{
    for (uint32_t i = 1; i < options->count; i++) {
        for (uint32_t k = 0; k < i; k++) {
            if (strcmp(options->list[i].code, options->list[k].code) == 0) {
                twice(loading, &options->list[i], id);
                break;
            }
        }
    }
}

void options_finish(struct loading *loading, struct form_options *options, const char *id)
{
    intern_init(&options->by_code);
    if (options->count < BY_CODE_FROM) {
        find_twice(loading, options, id);
    }
    for (uint32_t i = 0; i < options->count; i++) {
        const struct form_option *option = &options->list[i];
        if (options->count >= BY_CODE_FROM &&
            intern_add(&options->by_code, option->code, i) != INTERN_NONE) {
            twice(loading, option, id);
        }
        if (option->silence != SILENCE_NOT) {
            set_add(options->silences.chosen, i);
        }
        if (option->all) {
            options->has_all = true;
            options->all = i;
        }
    }
}

static const char *const option_keys[] = {"code",  "text",   "exclusive", "silence",
                                          "other", "weight", "codes"};
enum { O_CODE, O_TEXT, O_EXCLUSIVE, O_SILENCE, O_OTHER, O_WEIGHT, O_CODES, O_KEYS };

// Fills *option; false if it has no usable code.
static bool load_option(struct loading *loading, const struct form_item *item, const cfg_node *node,
                        struct form_option *option)
{
    struct cfg *cfg = loading->cfg;
    const cfg_node *m[O_KEYS];
    uint32_t which;
    if (!cfg_members(cfg, node, "option", option_keys, O_KEYS, m)) {
        return false;
    }
    if (m[O_CODE] == NULL || m[O_TEXT] == NULL) {
        cfg_missing(cfg, node, "option", m[O_CODE] == NULL ? "code" : "text");
    }
    option->line = cfg_line(node);
    option->text = "";
    if (cfg_text(cfg, m[O_TEXT], &option->text)) {
        later_text(loading, m[O_TEXT], option->text, "an option's text", item->id, item);
    }
    (void)cfg_bool(cfg, m[O_EXCLUSIVE], &option->exclusive);
    (void)cfg_bool(cfg, m[O_OTHER], &option->other);
    if (option->exclusive && item->type == ITEM_ONE) {
        cfg_error(cfg, m[O_EXCLUSIVE],
                  "'exclusive' in '%s', where only one can be chosen; only "
                  "in a 'many'",
                  item->id);
    }
    if (cfg_choice(cfg, m[O_SILENCE], silence_names, &which)) {
        option->silence = (uint8_t)silences[which];
    }
    option->weighted = cfg_decimal(cfg, m[O_WEIGHT], &option->weight);
    option->codes = load_codes(cfg, m[O_CODES], &option->code_count);
    return cfg_code(cfg, m[O_CODE], &option->code);
}

void load_options(struct loading *loading, struct form_item *item, const cfg_node *node)
{
    if (node == NULL) {
        return;
    }
    struct arena *arena = &loading->form->arena;
    struct form_options *options = arena_new(arena, struct form_options);
    uint32_t count = cfg_list(loading->cfg, node);
    item->options = options;
    if (count > LIMIT_OPTIONS || count == 0) {
        cfg_error(loading->cfg, node, "%u options in '%s'; 1 to %d", (unsigned)count, item->id,
                  (int)LIMIT_OPTIONS);
        loading_broken(loading, item);
        return;
    }
    struct form_option *list = arena_array(arena, struct form_option, count);
    for (uint32_t i = 0; i < count; i++) {
        if (load_option(loading, item, cfg_element(node, i), &list[options->count])) {
            options->count++;
        } else {
            list[options->count] = (struct form_option){0};
            loading_broken(loading, item);
        }
    }
    options->list = list;
    options_finish(loading, options, item->id);
}

void load_kinds(struct loading *loading, struct form_item *item, const cfg_node *node)
{
    static const char *const keys[] = {"code", "text"};
    struct cfg *cfg = loading->cfg;
    if (node == NULL) {
        return;
    }
    struct form_options *kinds = arena_new(&loading->form->arena, struct form_options);
    uint32_t count = cfg_list(cfg, node);
    if (count >= UINT8_MAX) {
        cfg_error(cfg, node, "%u kinds; at most %d", (unsigned)count, UINT8_MAX - 1);
        return;
    }
    struct form_option *list = arena_array(&loading->form->arena, struct form_option, count);
    for (uint32_t i = 0; i < count; i++) {
        const cfg_node *m[2];
        const cfg_node *element = cfg_element(node, i);
        struct form_option *kind = &list[kinds->count];
        if (!cfg_members(cfg, element, "kind", keys, 2, m)) {
            continue;
        }
        if (m[0] == NULL || m[1] == NULL) {
            cfg_missing(cfg, element, "kind", keys[m[0] == NULL ? 0 : 1]);
        }
        kind->line = cfg_line(element);
        kind->text = "";
        (void)cfg_text(cfg, m[1], &kind->text);
        kinds->count += cfg_code(cfg, m[0], &kind->code) ? 1 : 0;
    }
    kinds->list = list;
    options_finish(loading, kinds, item->id);
    item->kinds = kinds;
}

// A unit's code is a unit's: "kg", "mm[Hg]", "°C".
static bool load_unit(struct loading *loading, const cfg_node *node, struct form_unit *unit)
{
    static const char *const keys[] = {"code", "text", "factor"};
    struct cfg *cfg = loading->cfg;
    const cfg_node *m[3];
    if (!cfg_members(cfg, node, "unit", keys, 3, m)) {
        return false;
    }
    for (int key = 0; key < 3; key++) {
        if (m[key] == NULL) {
            cfg_missing(cfg, node, "unit", keys[key]);
        }
    }
    unit->text = unit->code = "";
    unit->factor = DECIMAL_ONE;
    bool fine = cfg_text(cfg, m[0], &unit->code);
    fine = cfg_text(cfg, m[1], &unit->text) && fine;
    fine = cfg_decimal(cfg, m[2], &unit->factor) && fine;
    if (unit->factor <= 0) {
        cfg_error(cfg, m[2],
                  "the factor of unit '%s' is not more than 0; what times it gives the "
                  "first unit",
                  unit->code);
        return false;
    }
    return fine;
}

void load_units(struct loading *loading, struct form_item *item, const cfg_node *node)
{
    struct cfg *cfg = loading->cfg;
    if (node == NULL || cfg_list(cfg, node) == 0) {
        issues_add(loading->issues, ISSUE_ERROR, cfg->file, item->line,
                   "quantity '%s' has no 'units'; at least one", item->id);
        return;
    }
    uint32_t count = cfg_count(node);
    if (count > UINT8_MAX) {
        cfg_error(cfg, node, "%u units; at most %d", (unsigned)count, UINT8_MAX);
        return;
    }
    struct form_unit *units = arena_array(&loading->form->arena, struct form_unit, count);
    for (uint32_t i = 0; i < count; i++) {
        const cfg_node *element = cfg_element(node, i);
        if (!load_unit(loading, element, &units[item->unit_count])) {
            continue;
        }
        for (uint32_t k = 0; k < item->unit_count; k++) {
            if (strcmp(units[k].code, units[item->unit_count].code) == 0) {
                cfg_error(cfg, element, "unit '%s' is in '%s' already; a code of its own",
                          units[k].code, item->id);
            }
        }
        item->unit_count++;
    }
    if (item->unit_count > 0 && units[0].factor != DECIMAL_ONE) {
        cfg_error(cfg, node, "the first unit of '%s' has a factor other than 1; \"1\"", item->id);
    }
    item->units = units;
}

static bool offers(const struct form_options *options, enum silence silence)
{
    for (uint32_t i = 0; options != NULL && i < options->count; i++) {
        if (options->list[i].silence == silence) {
            return true;
        }
    }
    return false;
}

void load_silences(struct loading *loading, struct form_item *item, const cfg_node *node)
{
    if (!form_is_question(item)) {
        return;
    }
    bool said[2] = {node == NULL, node == NULL};
    uint32_t count = cfg_list(loading->cfg, node);
    for (uint32_t i = 0; i < count; i++) {
        const cfg_node *element = cfg_element(node, i);
        uint32_t which;
        if (cfg_choice(loading->cfg, element, silence_names, &which)) {
            said[which] = true;
            if (offers(item->options, silences[which])) {
                cfg_warning(loading->cfg, element,
                            "'%s' has an option for '%s', which then has no key of its own; the "
                            "option alone",
                            item->id, silence_names[which]);
            }
        }
    }
    item->offer_dont_know = said[0] && !offers(item->options, SILENCE_DONT_KNOW);
    item->offer_declined = said[1] && !offers(item->options, SILENCE_DECLINED);
}
