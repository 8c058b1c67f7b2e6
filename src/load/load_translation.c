// es.cfg ...: texts in another language, by the id of what they belong to.

#include "load/cfg.h"
#include "load/translation.h"

#include "base/nearest.h"

#include <stdio.h>
#include <string.h>

enum { PATH_SIZE = 4096 };

struct translation {
    struct cfg cfg;
    struct arena arena;
    const struct form *form;
    struct files *files;
    struct issues *issues;
    char path[PATH_SIZE];
    const cfg_node *language, *texts;
    bool partial;
};

static const struct file *read_before(const struct files *files, const char *path)
{
    for (size_t i = 0; i < files->count; i++) {
        if (strcmp(files->list[i].name, path) == 0) {
            return &files->list[i];
        }
    }
    return NULL;
}

// Opens the file of a language; false if it cannot be used. Close it either way.
static bool open_translation(struct translation *t, const struct form *form, const char *code,
                             struct files *files, struct issues *issues)
{
    static const char *const keys[] = {"language", "texts"};
    *t = (struct translation){.form = form, .files = files, .issues = issues};
    arena_init(&t->arena);
    size_t length = strlen(form->folder);
    while (length > 1 && form->folder[length - 1] == '/') {
        length--;
    }
    snprintf(t->path, sizeof(t->path), "%.*s/%s.cfg", (int)length, form->folder, code);
    const struct file *file = read_before(files, t->path);
    if (file == NULL) {
        file = files_read(files, t->path, LIMIT_CFG_BYTES, issues);
    }
    if (file == NULL ||
        cfg_open(&t->cfg, t->path, file->bytes, file->length, &t->arena, issues) != 0) {
        return false;
    }
    const cfg_node *m[2];
    if (!cfg_members(&t->cfg, cfg_root(&t->cfg), "translation", keys, 2, m)) {
        return false;
    }
    if (m[0] == NULL || m[1] == NULL) {
        cfg_missing(&t->cfg, cfg_root(&t->cfg), "translation", keys[m[0] == NULL ? 0 : 1]);
    }
    t->language = m[0];
    t->texts = m[1];
    return true;
}

static void close_translation(struct translation *t)
{
    cfg_close(&t->cfg, t->files);
    arena_clear(&t->arena);
}

static const char *const kinds_of_place[] = {"section", "fixed", "score"};

static bool among_sections(const struct form *form, const char *id)
{
    for (uint32_t i = 0; i < form->section_count; i++) {
        if (strcmp(form->sections[i].id, id) == 0) {
            return true;
        }
    }
    return false;
}

// "item", "item.code", "section.ID", "fixed.ID", "score.ID".
static bool is_place(const struct form *form, const char *id)
{
    char first[LIMIT_ID + 2];
    const char *point = strchr(id, '.');
    if (point == NULL) {
        return form_find(form, id) != FORM_NO_ITEM;
    }
    size_t length = (size_t)(point - id);
    if (length == 0 || length >= sizeof(first)) {
        return false;
    }
    memcpy(first, id, length);
    first[length] = '\0';
    const char *rest = point + 1;
    if (strcmp(first, "section") == 0) {
        return among_sections(form, rest);
    }
    if (strcmp(first, "fixed") == 0) {
        return form_fixed(form, rest) != NULL;
    }
    uint32_t item = form_find(form, strcmp(first, "score") == 0 ? rest : first);
    if (item == FORM_NO_ITEM) {
        return false;
    }
    if (strcmp(first, "score") == 0) {
        return form->items[item].type == ITEM_SCORE;
    }
    const struct form_options *options = form->items[item].options;
    const struct form_options *kinds = form->items[item].kinds;
    return (options != NULL && form_option(options, rest) != UINT32_MAX) ||
           (kinds != NULL && form_option(kinds, rest) != UINT32_MAX);
}

// The nearest of what may stand before the point, or alone.
static const char *nearest_first(const struct form *form, const char *first, size_t length,
                                 bool alone)
{
    struct nearest nearest;
    nearest_init(&nearest, first, length);
    for (uint32_t i = 0; i < form->item_count; i++) {
        nearest_try(&nearest, form->items[i].id);
    }
    for (size_t i = 0; i < sizeof(kinds_of_place) / sizeof(kinds_of_place[0]) && !alone; i++) {
        nearest_try(&nearest, kinds_of_place[i]);
    }
    return nearest.best;
}

// The nearest of what may stand behind it: `first` is there.
static const char *nearest_rest(const struct form *form, const char *first, const char *rest)
{
    struct nearest nearest;
    nearest_init(&nearest, rest, strlen(rest));
    uint32_t item = form_find(form, first);
    const struct form_options *options = item != FORM_NO_ITEM ? form->items[item].options : NULL;
    for (uint32_t i = 0; options != NULL && i < options->count; i++) {
        nearest_try(&nearest, options->list[i].code);
    }
    for (uint32_t i = 0; strcmp(first, "section") == 0 && i < form->section_count; i++) {
        nearest_try(&nearest, form->sections[i].id);
    }
    for (uint32_t i = 0; strcmp(first, "fixed") == 0 && i < form->fixed_count; i++) {
        nearest_try(&nearest, form->fixed[i].id);
    }
    for (uint32_t i = 0; strcmp(first, "score") == 0 && i < form->score_count; i++) {
        nearest_try(&nearest, form->items[form->scores[i].item].id);
    }
    return nearest.best;
}

// One side of the point may be misspelt: the other must be right.
static const char *suggest_place(struct translation *t, const char *id)
{
    struct arena *arena = &t->issues->arena;
    if (!issues_few(t->issues)) {
        return "";
    }
    const char *point = strchr(id, '.');
    if (point == NULL) {
        const char *best = nearest_first(t->form, id, strlen(id), true);
        return best != NULL ? arena_print(arena, " (did you mean '%s'?)", best) : "";
    }
    if (point - id > LIMIT_ID) {
        return "";
    }
    const char *first = arena_print(arena, "%.*s", (int)(point - id), id);
    const char *rest = nearest_rest(t->form, first, point + 1);
    if (rest != NULL) {
        return arena_print(arena, " (did you mean '%s.%s'?)", first, rest);
    }
    first = nearest_first(t->form, id, (size_t)(point - id), false);
    const char *whole = first != NULL ? arena_print(arena, "%s%s", first, point) : NULL;
    return whole != NULL && is_place(t->form, whole)
               ? arena_print(arena, " (did you mean '%s'?)", whole)
               : "";
}

static const char *const text_keys[] = {"id", "text", "hint", "help", "why", "short"};
enum { T_ID, T_TEXT, T_HINT, T_HELP, T_WHY, T_SHORT, T_KEYS };

static void check_text_entry(struct translation *t, const cfg_node *node, struct intern *seen,
                             uint32_t index)
{
    const cfg_node *m[T_KEYS];
    const char *id;
    const char *text;
    if (!cfg_members(&t->cfg, node, "text", text_keys, T_KEYS, m)) {
        return;
    }
    if (m[T_ID] == NULL) {
        cfg_missing(&t->cfg, node, "text", "id");
    }
    for (int key = T_TEXT; key < T_KEYS; key++) {
        (void)cfg_text(&t->cfg, m[key], &text);
    }
    if (!cfg_text(&t->cfg, m[T_ID], &id)) {
        return;
    }
    if (!is_place(t->form, id)) {
        if (t->partial) {
            return;
        }
        cfg_error(&t->cfg, m[T_ID],
                  "'%.100s' is nothing in this form; an item's id, 'item.code', "
                  "'section.id', 'fixed.id' or 'score.id'%s",
                  id, suggest_place(t, id));
    } else if (intern_add(seen, id, index) != INTERN_NONE) {
        cfg_error(&t->cfg, m[T_ID], "'%.100s' is translated already; each once", id);
    }
}

static void check_language(const struct form *form, const struct form_language *language,
                           bool partial, struct files *files, struct issues *issues)
{
    struct translation t;
    if (open_translation(&t, form, language->code, files, issues)) {
        const char *said;
        struct intern seen;
        t.partial = partial;
        intern_init(&seen);
        if (cfg_text(&t.cfg, t.language, &said) && strcmp(said, language->code) != 0) {
            cfg_error(&t.cfg, t.language, "language '%.40s' in the file of '%s'; '%s'", said,
                      language->code, language->code);
        }
        uint32_t count = cfg_list(&t.cfg, t.texts);
        for (uint32_t i = 0; i < count; i++) {
            check_text_entry(&t, cfg_element(t.texts, i), &seen, i);
        }
        intern_clear(&seen);
    }
    close_translation(&t);
}

static bool is_language(const struct form *form, const char *code)
{
    for (uint32_t i = 0; i < form->language_count; i++) {
        if (strcmp(form->languages[i].code, code) == 0) {
            return true;
        }
    }
    return form->language != NULL && strcmp(form->language, code) == 0;
}

void load_translations(const struct form *form, bool partial, struct files *files,
                       struct issues *issues)
{
    for (uint32_t i = 0; i < form->language_count; i++) {
        const struct form_language *language = &form->languages[i];
        for (uint32_t k = 0; k < language->fallback_count; k++) {
            if (!is_language(form, language->fallback[k])) {
                issues_add(issues, ISSUE_ERROR,
                           arena_print(&issues->arena, "%s/form.cfg", form->folder), language->line,
                           "language '%s' falls back to '%.40s', which this form does not have; "
                           "a language of 'languages' or the form's own",
                           language->code, language->fallback[k]);
            }
        }
        check_language(form, language, partial, files, issues);
    }
}

// How many texts an item has to translate: its own and its options'. Lists that all questions of a
// kind share are counted with the first of them.
static uint32_t count_texts(const struct form *form)
{
    uint32_t count = form->section_count + form->fixed_count;
    bool body_counted = false;
    for (uint32_t i = 0; i < form->item_count; i++) {
        const struct form_item *item = &form->items[i];
        count += item->text[0] != '\0' && item->type != ITEM_SCORE && strchr(item->id, '.') == NULL;
        if (item->options == NULL || item->type == ITEM_YESNO || item->among != FORM_NO_ITEM ||
            (item->type == ITEM_BODY && body_counted)) {
            continue;
        }
        body_counted = body_counted || item->type == ITEM_BODY;
        count += item->options->count;
    }
    return count;
}

void lint_translations(const struct form *form, struct files *files, struct issues *issues)
{
    uint32_t wanted = count_texts(form);
    for (uint32_t i = 0; i < form->language_count; i++) {
        struct translation t;
        if (open_translation(&t, form, form->languages[i].code, files, issues)) {
            uint32_t found = 0;
            uint32_t count = t.texts != NULL ? cfg_count(t.texts) : 0;
            for (uint32_t k = 0; k < count; k++) {
                const cfg_node *element = cfg_element(t.texts, k);
                const cfg_node *id = cfg_member(element, "id");
                const char *name = "";
                bool score = cfg_text(&t.cfg, id, &name) && strncmp(name, "score.", 6) == 0;
                found += !score && cfg_member(element, "text") != NULL;
            }
            if (found < wanted) {
                issues_add(issues, ISSUE_WARNING, t.path, 0,
                           "%u of %u texts are not translated; they fall back, marked with their "
                           "language",
                           (unsigned)(wanted - found), (unsigned)wanted);
            }
        }
        close_translation(&t);
    }
}
