// cases/*.cfg: a clinician's tests. A case may stand on another one, in another file, so all files
// are opened before the first case is made.

#include "answer_part.h"
#include "load/load.h"

#include "base/ensure.h"
#include "base/nearest.h"

#include <dirent.h>
#include <errno.h>
#include <stdlib.h>
#include <string.h>

enum { CASE_FILES = 10000, CHAIN = 64 };

static const char *const case_keys[] = {"says", "today",   "settings", "like",   "answers",
                                        "name", "without", "present",  "unsure", "silent",
                                        "only", "scores",  "asked"};
enum {
    K_SAYS,
    K_TODAY,
    K_SETTINGS,
    K_LIKE,
    K_ANSWERS,
    K_NAME,
    K_WITHOUT,
    K_PRESENT,
    K_UNSURE,
    K_SILENT,
    K_ONLY,
    K_SCORES,
    K_ASKED,
    K_KEYS
};

enum making { CASE_NEW, CASE_MAKING, CASE_MADE, CASE_BROKEN };

struct one_case {
    struct cfg *cfg;
    const cfg_node *node;
    const cfg_node *m[K_KEYS];
    const char *name;
    enum making state;
    struct one_case *like;
    bool today_known;
    day_number today;
    uint8_t *settings; // by index of form->settings
};

struct cases {
    const struct form *form;
    const struct rules *rules;
    struct files *files;
    struct issues *issues;
    struct trials *trials;
    char **names; // of files, without ".cfg"
    size_t name_count;
    struct cfg *cfgs; // by name
    struct one_case *list;
    size_t count, capacity;
    struct intern by_name;
};

// Files

static int by_text(const void *a, const void *b)
{
    return strcmp(*(char *const *)a, *(char *const *)b);
}

static void list_files(struct cases *cases, const char *folder)
{
    DIR *directory = opendir(folder);
    if (directory == NULL) {
        if (errno != ENOENT) {
            issues_add(cases->issues, ISSUE_ERROR, folder, 0, "%s; a folder that can be read",
                       strerror(errno));
        }
        return;
    }
    cases->names = calloc(CASE_FILES, sizeof(*cases->names));
    if (cases->names == NULL) {
        die("out of memory");
    }
    const struct dirent *entry;
    while ((entry = readdir(directory)) != NULL && cases->name_count < CASE_FILES) {
        size_t length = strlen(entry->d_name);
        if (length > 4 && entry->d_name[0] != '.' &&
            strcmp(entry->d_name + length - 4, ".cfg") == 0) {
            cases->names[cases->name_count++] =
                arena_copy(&cases->trials->arena, entry->d_name, length - 4);
        }
    }
    (void)closedir(directory);
    qsort(cases->names, cases->name_count, sizeof(*cases->names), by_text);
}

static void add_case(struct cases *cases, struct cfg *cfg, const cfg_node *node, const char *file,
                     bool in_list)
{
    struct one_case one = {.cfg = cfg, .node = node, .name = file};
    const char *name;
    if (!cfg_members(cfg, node, "case", case_keys, K_KEYS, one.m)) {
        return;
    }
    if (in_list && one.m[K_NAME] == NULL) {
        // A case nobody starts from needs no name: its place says which it is.
        one.name = arena_print(&cases->trials->arena, "%s:%u", file, (unsigned)cfg_line(node));
    } else if (cfg_id(cfg, one.m[K_NAME], true, &name)) {
        one.name = in_list ? arena_print(&cases->trials->arena, "%s/%s", file, name) : file;
    } else if (in_list) {
        return;
    }
    if (cases->count == cases->capacity) {
        cases->capacity = cases->capacity == 0 ? 64 : cases->capacity * 2;
        struct one_case *list = realloc(cases->list, cases->capacity * sizeof(*list));
        if (list == NULL) {
            die("out of memory");
        }
        cases->list = list;
    }
    if (intern_add(&cases->by_name, one.name, (uint32_t)cases->count) != INTERN_NONE) {
        cfg_error(cfg, node, "case '%s' is there already; a name of its own", one.name);
        return;
    }
    cases->list[cases->count++] = one;
}

static void open_file(struct cases *cases, const char *folder, size_t index)
{
    static const char *const keys[] = {"case", "cases"};
    struct cfg *cfg = &cases->cfgs[index];
    struct arena *arena = &cases->trials->arena;
    const char *name = cases->names[index];
    char *path = arena_print(arena, "%s/%s.cfg", folder, name);
    const cfg_node *m[2];
    const struct file *file = files_read(cases->files, path, LIMIT_CFG_BYTES, cases->issues);
    if (file == NULL || cfg_open(cfg, path, file->bytes, file->length, arena, cases->issues) != 0 ||
        !cfg_members(cfg, cfg_root(cfg), "case file", keys, 2, m)) {
        return;
    }
    if ((m[0] == NULL) == (m[1] == NULL)) {
        cfg_error(cfg, NULL, "%s; one of them",
                  m[0] == NULL ? "neither 'case' nor 'cases'" : "both 'case' and 'cases'");
        return;
    }
    if (m[0] != NULL) {
        add_case(cases, cfg, m[0], name, false);
        return;
    }
    uint32_t count = cfg_list(cfg, m[1]);
    for (uint32_t i = 0; i < count; i++) {
        add_case(cases, cfg, cfg_element(m[1], i), name, true);
    }
}

// What a case starts from

static bool load_today(struct one_case *one)
{
    const char *text;
    struct date date;
    if (one->m[K_TODAY] == NULL) {
        if (one->like == NULL) {
            cfg_missing(one->cfg, one->node, "case", "today");
            return false;
        }
        one->today_known = one->like->today_known;
        one->today = one->like->today;
        return true;
    }
    if (!cfg_text(one->cfg, one->m[K_TODAY], &text)) {
        return false;
    }
    if (text[0] == '~' || !date_parse(text, strlen(text), 0, &date) || date.precision != DATE_DAY) {
        cfg_error(one->cfg, one->m[K_TODAY], "today '%.40s'; a day such as \"2026-03-02\"", text);
        return false;
    }
    one->today_known = true;
    one->today = date.first;
    return true;
}

static bool load_case_settings(const struct cases *cases, struct one_case *one)
{
    const struct form *form = cases->form;
    bool fine = true;
    one->settings = arena_array(&cases->trials->arena, uint8_t, form->setting_count + 1);
    if (one->m[K_SETTINGS] == NULL && one->like != NULL) {
        memcpy(one->settings, one->like->settings, form->setting_count);
    }
    uint32_t count = cfg_list(one->cfg, one->m[K_SETTINGS]);
    for (uint32_t i = 0; i < count; i++) {
        const cfg_node *node = cfg_element(one->m[K_SETTINGS], i);
        const char *id;
        if (!cfg_text(one->cfg, node, &id)) {
            fine = false;
            continue;
        }
        uint32_t setting = form_setting(form, id);
        if (setting != UINT32_MAX) {
            one->settings[setting] = 1;
            continue;
        }
        struct nearest nearest;
        nearest_init(&nearest, id, strlen(id));
        for (uint32_t k = 0; k < form->setting_count && issues_few(cases->issues); k++) {
            nearest_try(&nearest, form->settings[k].id);
        }
        cfg_error(one->cfg, node, "setting '%.64s' is not one of this form; the id of one%s%s%s",
                  id, nearest.best != NULL ? " (did you mean '" : "",
                  nearest.best != NULL ? nearest.best : "", nearest.best != NULL ? "'?)" : "");
        fine = false;
    }
    return fine;
}

// The chain of what it is like, the most distant first, then its own.
static void apply(struct answering *answering, const struct one_case *one)
{
    const struct one_case *chain[CHAIN];
    size_t length = 0;
    for (; one != NULL && length < CHAIN; one = one->like) {
        chain[length++] = one;
    }
    while (length > 0) {
        one = chain[--length];
        answering->cfg = one->cfg;
        uint32_t count = cfg_list(one->cfg, one->m[K_WITHOUT]);
        for (uint32_t i = 0; i < count; i++) {
            answering_without(answering, cfg_element(one->m[K_WITHOUT], i), length == 0);
        }
        if (one->m[K_ANSWERS] != NULL) {
            answering_read(answering, one->m[K_ANSWERS]);
        }
    }
    answering_judge(answering);
}

// What must follow

struct wanted {
    struct trial_rule *list;
    uint32_t count;
};

static void add_rules(const struct cases *cases, const struct one_case *one, const cfg_node *node,
                      truth must_be, struct wanted *wanted)
{
    const struct rules *rules = cases->rules;
    uint32_t count = cfg_list(one->cfg, node);
    for (uint32_t i = 0; i < count; i++) {
        const cfg_node *element = cfg_element(node, i);
        const char *id;
        if (!cfg_text(one->cfg, element, &id)) {
            continue;
        }
        uint32_t rule = intern_find(&rules->by_id, id);
        bool there = false;
        for (uint32_t k = 0; k < wanted->count; k++) {
            there = there || wanted->list[k].rule == rule;
        }
        if (there) {
            cfg_error(one->cfg, element, "rule '%s' is named twice; each once", id);
            continue;
        }
        if (rule != INTERN_NONE) {
            wanted->list[wanted->count++] = (struct trial_rule){rule, must_be, cfg_line(element)};
            continue;
        }
        struct nearest nearest;
        nearest_init(&nearest, id, strlen(id));
        for (uint32_t k = 0; k < rules->count && issues_few(cases->issues); k++) {
            nearest_try(&nearest, rules->list[k].id);
        }
        cfg_error(one->cfg, element, "there is no rule '%.64s'; the id of one%s%s%s", id,
                  nearest.best != NULL ? " (did you mean '" : "",
                  nearest.best != NULL ? nearest.best : "", nearest.best != NULL ? "'?)" : "");
    }
}

static uint32_t length_of(const cfg_node *node)
{
    return node != NULL ? cfg_count(node) : 0;
}

static void load_wanted_rules(const struct cases *cases, const struct one_case *one,
                              struct trial *trial)
{
    struct wanted wanted = {0};
    wanted.list = arena_array(&cases->trials->arena, struct trial_rule,
                              length_of(one->m[K_PRESENT]) + length_of(one->m[K_UNSURE]) +
                                  length_of(one->m[K_SILENT]));
    add_rules(cases, one, one->m[K_PRESENT], TRUTH_TRUE, &wanted);
    add_rules(cases, one, one->m[K_UNSURE], TRUTH_UNKNOWN, &wanted);
    add_rules(cases, one, one->m[K_SILENT], TRUTH_FALSE, &wanted);
    trial->rules = wanted.list;
    trial->rule_count = wanted.count;
}

static void load_wanted_scores(const struct cases *cases, const struct one_case *one,
                               struct trial *trial)
{
    static const char *const keys[] = {"id", "value", "band"};
    const struct form *form = cases->form;
    uint32_t count = cfg_list(one->cfg, one->m[K_SCORES]);
    struct trial_score *scores = arena_array(&cases->trials->arena, struct trial_score, count);
    trial->scores = scores;
    for (uint32_t i = 0; i < count; i++) {
        const cfg_node *m[3];
        const cfg_node *node = cfg_element(one->m[K_SCORES], i);
        struct trial_score *score = &scores[trial->score_count];
        const char *id;
        *score = (struct trial_score){.line = cfg_line(node)};
        if (!cfg_members(one->cfg, node, "score", keys, 3, m)) {
            continue;
        }
        if (m[0] == NULL || m[1] == NULL) {
            cfg_missing(one->cfg, node, "score", keys[m[0] == NULL ? 0 : 1]);
        }
        bool fine = cfg_text(one->cfg, m[1], &score->value);
        (void)cfg_text(one->cfg, m[2], &score->band);
        if (!cfg_text(one->cfg, m[0], &id)) {
            continue;
        }
        score->item = form_find(form, id);
        if (score->item == FORM_NO_ITEM || form->items[score->item].type != ITEM_SCORE) {
            cfg_error(one->cfg, m[0], "'%.64s' is no score of this form; the id of one", id);
            continue;
        }
        trial->score_count += fine ? 1 : 0;
    }
}

// Making them

static struct one_case *find_like(struct cases *cases, const struct one_case *one)
{
    const char *name;
    if (!cfg_text(one->cfg, one->m[K_LIKE], &name)) {
        return NULL;
    }
    // A plain name is first looked for in the same file.
    int file = (int)strcspn(one->name, "/:");
    const char *beside = arena_print(&cases->trials->arena, "%.*s/%s", file, one->name, name);
    uint32_t index = intern_find(&cases->by_name, beside);
    if (index == INTERN_NONE) {
        index = intern_find(&cases->by_name, name);
    }
    if (index != INTERN_NONE) {
        return &cases->list[index];
    }
    struct nearest nearest;
    nearest_init(&nearest, name, strlen(name));
    for (size_t i = 0; i < cases->count && issues_few(cases->issues); i++) {
        nearest_try(&nearest, cases->list[i].name);
    }
    cfg_error(one->cfg, one->m[K_LIKE],
              "there is no case '%.100s'; a file's name, or file/name%s%s%s", name,
              nearest.best != NULL ? " (did you mean '" : "",
              nearest.best != NULL ? nearest.best : "", nearest.best != NULL ? "'?)" : "");
    return NULL;
}

static void load_wanted(const struct cases *cases, const struct one_case *one, struct trial *trial)
{
    int64_t asked;
    load_wanted_rules(cases, one, trial);
    load_wanted_scores(cases, one, trial);
    (void)cfg_bool(one->cfg, one->m[K_ONLY], &trial->only);
    if (cfg_integer(one->cfg, one->m[K_ASKED], 0, LIMIT_ITEMS, &asked)) {
        trial->asked = (int)asked;
    }
}

static void make_trial(struct cases *cases, struct one_case *one, struct trial *trial)
{
    struct cfg *cfg = one->cfg;
    const struct answers_setup setup = {
        .form = cases->form,
        .settings = one->settings,
        .today_known = one->today_known,
        .today = one->today,
    };
    struct answering answering;
    *trial = (struct trial){
        .name = one->name,
        .says = one->name,
        .file = cfg->file,
        .line = cfg_line(one->node),
        .answers = answers_new(&setup),
        .asked = -1,
    };
    (void)cfg_text(cfg, one->m[K_SAYS], &trial->says);
    answering_begin(&answering, trial->answers, &setup);
    answering.cfg = cfg;
    answering.quiet = true;
    apply(&answering, one);
    answering_end(&answering);
    load_wanted(cases, one, trial);
}

// Makes a case, and first what it is like. Of a case that stands on a broken one only what it wants
// is looked at: the problems of its answers would be those of the other again.
static void make_case(struct cases *cases, struct one_case *one, int depth)
{
    size_t before = cases->issues->errors;
    one->state = CASE_MAKING;
    if (one->m[K_LIKE] != NULL) {
        one->like = find_like(cases, one);
        if (one->like != NULL && (one->like->state == CASE_MAKING || depth >= CHAIN - 1)) {
            cfg_error(one->cfg, one->m[K_LIKE],
                      "case '%s' is like itself, or through more than %d "
                      "others; a case that stands by itself",
                      one->name, CHAIN);
            one->like = NULL;
        }
        if (one->like != NULL && one->like->state == CASE_NEW) {
            make_case(cases, one->like, depth + 1);
        }
        if (one->like == NULL || one->like->state != CASE_MADE) {
            struct trial unused = {0};
            load_wanted(cases, one, &unused);
            one->state = CASE_BROKEN;
            return;
        }
    }
    bool fine = load_today(one);
    fine = load_case_settings(cases, one) && fine;
    if (fine) {
        make_trial(cases, one, &cases->trials->list[one - cases->list]);
    }
    one->state = cases->issues->errors == before ? CASE_MADE : CASE_BROKEN;
}

// A chain is as long as its files make it; memory for it is taken only once.
static void make_all(struct cases *cases)
{
    cases->trials->list = arena_array(&cases->trials->arena, struct trial, cases->count);
    cases->trials->count = cases->count;
    for (size_t i = 0; i < cases->count; i++) {
        if (cases->list[i].state == CASE_NEW) {
            make_case(cases, &cases->list[i], 0);
        }
    }
}

int load_cases(const char *folder, const struct form *form, const struct rules *rules,
               struct files *files, struct issues *issues, struct trials *out)
{
    size_t before = issues->errors;
    *out = (struct trials){0};
    arena_init(&out->arena);
    struct cases cases = {
        .form = form, .rules = rules, .files = files, .issues = issues, .trials = out};
    intern_init(&cases.by_name);
    size_t length = strlen(folder);
    while (length > 1 && folder[length - 1] == '/') {
        length--;
    }
    char *path = arena_print(&out->arena, "%.*s/cases", (int)length, folder);
    list_files(&cases, path);
    cases.cfgs = calloc(cases.name_count + 1, sizeof(*cases.cfgs));
    if (cases.cfgs == NULL) {
        die("out of memory");
    }
    for (size_t i = 0; i < cases.name_count; i++) {
        open_file(&cases, path, i);
    }
    make_all(&cases);
    for (size_t i = 0; i < cases.name_count; i++) {
        cfg_close(&cases.cfgs[i], files);
    }
    free(cases.cfgs);
    free(cases.names);
    free(cases.list);
    intern_clear(&cases.by_name);
    if (issues->errors != before) {
        trials_clear(out);
        return -1;
    }
    return 0;
}
