// A form from its folder: the order in which its parts are read, and its sections.

#include "form/clinic.h"
#include "form/depend.h"
#include "form_part.h"
#include "load/load.h"
#include "load/translation.h"

#include "base/ensure.h"
#include "base/nearest.h"

#include <stdlib.h>
#include <string.h>

static const char *const root_keys[] = {"form",   "sections", "values", "settings",
                                        "scores", "fixed",    "page"};
enum root_key { R_FORM, R_SECTIONS, R_VALUES, R_SETTINGS, R_SCORES, R_FIXED, R_PAGE, R_KEYS };

char *loading_path(struct loading *loading, const char *folder, const char *name)
{
    size_t length = strlen(folder);
    while (length > 1 && folder[length - 1] == '/') {
        length--;
    }
    return arena_print(&loading->form->arena, "%.*s/%s", (int)length, folder, name);
}

const char *loading_suggest(const struct form *form, struct issues *issues, const char *wanted)
{
    struct nearest nearest;
    if (!issues_few(issues)) {
        return "";
    }
    nearest_init(&nearest, wanted, strlen(wanted));
    for (uint32_t i = 0; i < form->item_count; i++) {
        nearest_try(&nearest, form->items[i].id);
    }
    return nearest.best != NULL ? arena_print(&issues->arena, " (did you mean '%s'?)", nearest.best)
                                : "";
}

struct form_item *loading_item(struct loading *loading, const cfg_node *node, const cfg_node *id,
                               const char *name)
{
    struct form *form = loading->form;
    ensure(form->item_count < loading->item_capacity);
    uint32_t index = form->item_count++;
    struct form_item *item = &form->items[index];
    item->file = loading->cfg->file;
    item->line = cfg_line(node);
    item->instrument = loading->instrument;
    item->section = UINT32_MAX;
    item->parent = item->repeat = item->among = FORM_NO_ITEM;
    item->next = index + 1;
    item->cell = form->cell_count;
    item->cells = 1;
    item->id = name;
    if (name == NULL && !cfg_id(loading->cfg, id, false, &item->id)) {
        item->id = "?";
        loading->incomplete = true;
        return item;
    }
    if (expr_keyword(item->id, strlen(item->id))) {
        cfg_error(loading->cfg, id != NULL ? id : node,
                  "id '%s' is a word of the expressions, which could not name it; another id",
                  item->id);
    }
    uint32_t there = intern_add(&form->by_id, item->id, index);
    if (there != INTERN_NONE) {
        const struct form_item *other = &form->items[there];
        const char *slash = strrchr(other->file, '/');
        bool here = strcmp(other->file, item->file) == 0;
        cfg_error(loading->cfg, id != NULL ? id : node,
                  "id '%s' is there already, in %s%s %u; an id of its own", item->id,
                  here            ? "line"
                  : slash != NULL ? slash + 1
                                  : other->file,
                  here ? "" : ", line", (unsigned)other->line);
    }
    return item;
}

void loading_broken(struct loading *loading, const struct form_item *item)
{
    loading->broken[item - loading->form->items] = 1;
    loading->any_broken = true;
}

struct doubt loading_doubt(const struct loading *loading)
{
    return (struct doubt){
        .form = loading->form,
        .broken = loading->broken,
        .any_broken = loading->any_broken,
        .incomplete = loading->incomplete,
        .settings_incomplete = loading->settings_incomplete,
    };
}

// Nothing of the file can be told.
static void all_in_doubt(struct loading *loading)
{
    loading->incomplete = loading->settings_incomplete = true;
}

static bool reserve_items(struct loading *loading, const cfg_node *const *root)
{
    struct form *form = loading->form;
    size_t total = 0;
    // Every item is a group in a list called `items`; a placed instrument is one more.
    for (uint32_t i = 0; i < loading->part_count; i++) {
        const struct part *part = &loading->parts[i];
        total += part->cfg.items;
        total += part->scores != NULL ? cfg_count(part->scores) : 0;
    }
    total += root[R_VALUES] != NULL ? cfg_count(root[R_VALUES]) : 0;
    total += root[R_SCORES] != NULL ? cfg_count(root[R_SCORES]) : 0;
    if (total > LIMIT_ITEMS) {
        issues_add(loading->issues, ISSUE_ERROR, loading->cfg->file, 0,
                   "%zu items; at most %d in one form", total, (int)LIMIT_ITEMS);
        return false;
    }
    loading->item_capacity = (uint32_t)total;
    form->items = arena_array(&form->arena, struct form_item, total);
    intern_reserve(&form->by_id, loading->item_capacity);
    loading->broken = calloc(total + 1, 1);
    if (loading->broken == NULL) {
        die("out of memory");
    }
    return true;
}

static void load_section(struct loading *loading, const cfg_node *node, struct intern *seen,
                         struct form_section *section)
{
    static const char *const keys[] = {"id", "title", "items", "ask_if"};
    struct cfg *cfg = loading->cfg;
    struct form *form = loading->form;
    uint32_t index = form->section_count++;
    const cfg_node *m[4];
    section->id = section->title = "?";
    section->line = cfg_line(node);
    section->first = section->next = form->item_count;
    if (!cfg_members(cfg, node, "section", keys, 4, m)) {
        loading->incomplete = true;
        return;
    }
    for (int key = 0; key < 3; key++) {
        if (m[key] == NULL) {
            cfg_missing(cfg, node, "section", keys[key]);
        }
    }
    if (cfg_id(cfg, m[0], true, &section->id) &&
        intern_add(seen, section->id, index) != INTERN_NONE) {
        cfg_error(cfg, m[0], "section '%s' is there already; an id of its own", section->id);
    }
    (void)cfg_text(cfg, m[1], &section->title);
    later_expression(loading, m[3], &section->ask_if, "ask_if", section->id, NULL, VALUE_TRUTH);
    load_item_list(loading, m[2], index, FORM_NO_ITEM, 0);
    section->next = form->item_count;
}

static void load_sections(struct loading *loading, const cfg_node *list)
{
    struct form *form = loading->form;
    uint32_t count = cfg_list(loading->cfg, list);
    struct form_section *sections = arena_array(&form->arena, struct form_section, count);
    struct intern seen;
    intern_init(&seen);
    form->sections = sections;
    if (list == NULL || count == 0) {
        loading->incomplete = true;
    }
    if (list != NULL && cfg_is_list(list) && count == 0) {
        cfg_error(loading->cfg, list, "'sections' is empty; at least one section");
    }
    for (uint32_t i = 0; i < count; i++) {
        load_section(loading, cfg_element(list, i), &seen, &sections[i]);
    }
    intern_clear(&seen);
    form->asked_end = form->item_count;
}

static void check_placed(struct loading *loading)
{
    for (uint32_t i = 1; i < loading->part_count; i++) {
        if (!loading->parts[i].placed && !loading->parts[i].lost) {
            issues_add(loading->issues, ISSUE_ERROR, loading->cfg->file, loading->parts[i].line,
                       "instrument '%s' is included but not placed; an item { use = \"%s\"; }",
                       loading->parts[i].name, loading->parts[i].name);
            loading->incomplete = true;
        }
    }
}

static void load_all_scores(struct loading *loading, const cfg_node *own)
{
    struct form *form = loading->form;
    size_t total = own != NULL ? cfg_count(own) : 0;
    for (uint32_t i = 1; i < loading->part_count; i++) {
        total += loading->parts[i].scores != NULL ? cfg_count(loading->parts[i].scores) : 0;
    }
    loading->scores = arena_array(&form->arena, struct form_score, total);
    loading->score_parts = calloc(total + 1, sizeof(*loading->score_parts));
    if (loading->score_parts == NULL) {
        die("out of memory");
    }
    form->scores = loading->scores;
    load_scores(loading, own);
    struct cfg *outer = loading->cfg;
    for (uint32_t i = 1; i < loading->part_count; i++) {
        struct part *part = &loading->parts[i];
        if (part->placed) {
            loading->cfg = &part->cfg;
            loading->instrument = i - 1;
            load_scores(loading, part->scores);
        }
    }
    loading->cfg = outer;
    loading->instrument = UINT32_MAX;
}

static void load_root(struct loading *loading)
{
    struct cfg *cfg = loading->cfg;
    const cfg_node *m[R_KEYS];
    const cfg_node *root = cfg_root(cfg);
    if (!cfg_members(cfg, root, "file", root_keys, R_KEYS, m)) {
        all_in_doubt(loading);
        return;
    }
    for (int key = R_FORM; key <= R_SECTIONS; key++) {
        if (m[key] == NULL) {
            issues_add(loading->issues, ISSUE_ERROR, cfg->file, 0,
                       "there is no '%s'; every form needs one", root_keys[key]);
        }
    }
    loading->settings_incomplete = m[R_FORM] == NULL && m[R_SETTINGS] == NULL;
    if (m[R_FORM] != NULL) {
        load_facts(loading, m[R_FORM]);
    }
    if (!reserve_items(loading, m)) {
        all_in_doubt(loading);
        return;
    }
    load_settings_list(loading, m[R_SETTINGS]);
    load_fixed(loading, m[R_FIXED]);
    load_sections(loading, m[R_SECTIONS]);
    if (loading->form->section_count > 0) {
        check_placed(loading);
    }
    load_values(loading, m[R_VALUES]);
    load_roles(loading);
    load_all_scores(loading, m[R_SCORES]);
    later_all(loading);
    load_scores_finish(loading);
    load_pages(loading, m[R_PAGE]);
    (void)depend_build(loading->form, loading->issues);
    later_texts_order(loading);
    load_translations(loading->form, loading->incomplete || loading->any_broken, loading->files,
                      loading->issues);
}

static void loading_end(struct loading *loading)
{
    for (uint32_t i = 0; i < loading->part_count; i++) {
        cfg_close(&loading->parts[i].cfg, loading->files);
    }
    // The form frees the tables of what its items offer; a chart that none shows is looked through.
    bool shown = false;
    for (uint32_t i = 0; loading->body != NULL && i < loading->form->item_count; i++) {
        shown = shown || loading->form->items[i].options == loading->body->options;
    }
    if (loading->body != NULL && !shown) {
        intern_clear(&loading->body->options->by_code);
    }
    free(loading->later);
    free(loading->texts);
    free(loading->amongs);
    free(loading->broken);
    free(loading->score_parts);
}

static struct form *form_new(const char *folder)
{
    struct form *form = calloc(1, sizeof(*form));
    if (form == NULL) {
        die("out of memory");
    }
    arena_init(&form->arena);
    intern_init(&form->by_id);
    form->folder = arena_string(&form->arena, folder);
    form->words = WORDS_DEFAULT;
    form->patient = form->born = form->keep = FORM_NO_ITEM;
    return form;
}

// A file that libconfig cannot read still names its rules.
static void find_rules(struct form *form, const struct file *text)
{
    char rules[LIMIT_ID + 1];
    if (doubt_rules_name(text->bytes, text->length, rules, sizeof(rules))) {
        form->rules = arena_string(&form->arena, rules);
    }
}

static struct doubt *keep_doubt(struct loading *loading)
{
    struct doubt *doubt = calloc(1, sizeof(*doubt));
    if (doubt == NULL) {
        die("out of memory");
    }
    *doubt = loading_doubt(loading);
    loading->broken = NULL;
    return doubt;
}

int load_form_text(const char *folder, const struct file *text, struct files *files,
                   struct issues *issues, struct form **out, struct doubt **doubt)
{
    size_t before = issues->errors;
    struct form *form = form_new(folder);
    struct loading *loading = calloc(1, sizeof(*loading));
    if (loading == NULL) {
        die("out of memory");
    }
    loading->form = form;
    loading->files = files;
    loading->issues = issues;
    loading->folder = form->folder;
    loading->instrument = UINT32_MAX;
    loading->part_count = 1;
    loading->cfg = &loading->parts[0].cfg;
    const char *name = arena_string(&form->arena, text->name);
    if (cfg_open(loading->cfg, name, text->bytes, text->length, &form->arena, issues) == 0) {
        load_root(loading);
    } else {
        all_in_doubt(loading);
        find_rules(form, text);
    }
    bool fine = issues->errors == before;
    bool kept = !fine && doubt != NULL;
    if (kept) {
        *doubt = keep_doubt(loading);
    }
    loading_end(loading);
    free(loading);
    if (fine) {
        *out = form;
    } else if (!kept) {
        form_free(form);
    }
    return fine ? 0 : -1;
}

int load_form(const char *folder, struct files *files, struct issues *issues, struct form **out,
              struct doubt **doubt)
{
    struct arena names;
    arena_init(&names);
    size_t length = strlen(folder);
    while (length > 1 && folder[length - 1] == '/') {
        length--;
    }
    char *name = arena_print(&names, "%.*s/form.cfg", (int)length, folder);
    const struct file *file = files_read(files, name, LIMIT_CFG_BYTES, issues);
    int status = -1;
    if (file != NULL) {
        struct file text = *file; // the list may move
        status = load_form_text(folder, &text, files, issues, out, doubt);
    }
    arena_clear(&names);
    return status;
}
