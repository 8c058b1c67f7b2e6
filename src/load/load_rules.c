// The rules of a form, and what the clinic changed in them.

#include "form/clinic.h"
#include "form/template.h"
#include "load/cfg.h"
#include "load/doubt.h"
#include "load/load.h"
#include "load/meant.h"

#include "base/ensure.h"
#include "base/nearest.h"

#include <stdlib.h>
#include <string.h>

struct reading {
    struct cfg cfg;
    const struct form *form;
    const struct doubt *doubt; // of a form with errors; NULL: it has none
    struct rules *rules;
    struct issues *issues;
    struct intern sources, tells;
    bool *broken;         // by rule: not to be looked at further
    struct arena scratch; // of the conditions' compiler
    // Some could not be read, so an unknown one says nothing.
    bool sources_incomplete, tells_incomplete;
};

static void init_registers(struct reading *reading)
{
    intern_init(&reading->sources);
    intern_init(&reading->tells);
}

static void check_text(struct reading *reading, const cfg_node *node, const char *text)
{
    if (strpbrk(text, "{}") == NULL ||
        (reading->doubt != NULL && doubt_covers(reading->doubt, text, true))) {
        return;
    }
    (void)template_check(text, reading->form, clinic_fact_names, reading->cfg.file, cfg_line(node),
                         cfg_what(&reading->cfg, node), reading->issues);
}

static void load_tells(struct reading *reading, const cfg_node *list)
{
    static const char *const keys[] = {"id", "text"};
    struct cfg *cfg = &reading->cfg;
    uint32_t count = cfg_list(cfg, list);
    struct rule_tell *tells = arena_array(cfg->arena, struct rule_tell, count);
    reading->rules->tells = tells;
    reading->tells_incomplete = list != NULL && !cfg_is_list(list);
    for (uint32_t i = 0; i < count; i++) {
        const cfg_node *m[2];
        const cfg_node *node = cfg_element(list, i);
        struct rule_tell *tell = &tells[reading->rules->tell_count];
        if (!cfg_members(cfg, node, "tell", keys, 2, m)) {
            reading->tells_incomplete = true;
            continue;
        }
        if (m[0] == NULL || m[1] == NULL) {
            cfg_missing(cfg, node, "tell", keys[m[0] == NULL ? 0 : 1]);
        }
        tell->text = "";
        if (cfg_text(cfg, m[1], &tell->text)) {
            check_text(reading, m[1], tell->text);
        }
        if (!cfg_id(cfg, m[0], false, &tell->id)) {
            reading->tells_incomplete = true;
            continue;
        }
        if (intern_add(&reading->tells, tell->id, reading->rules->tell_count) != INTERN_NONE) {
            cfg_error(cfg, m[0], "tell '%s' is there already; an id of its own", tell->id);
            continue;
        }
        reading->rules->tell_count++;
    }
}

static void load_sources(struct reading *reading, const cfg_node *list)
{
    static const char *const keys[] = {"id", "text", "short", "address"};
    struct cfg *cfg = &reading->cfg;
    uint32_t count = cfg_list(cfg, list);
    struct rule_source *sources = arena_array(cfg->arena, struct rule_source, count);
    reading->rules->sources = sources;
    reading->sources_incomplete = list != NULL && !cfg_is_list(list);
    for (uint32_t i = 0; i < count; i++) {
        const cfg_node *m[4];
        const cfg_node *node = cfg_element(list, i);
        struct rule_source *source = &sources[reading->rules->source_count];
        if (!cfg_members(cfg, node, "source", keys, 4, m)) {
            reading->sources_incomplete = true;
            continue;
        }
        if (m[0] == NULL || m[1] == NULL) {
            cfg_missing(cfg, node, "source", keys[m[0] == NULL ? 0 : 1]);
        }
        source->text = "";
        source->name = source->address = NULL;
        (void)cfg_text(cfg, m[1], &source->text);
        (void)cfg_text(cfg, m[2], &source->name);
        (void)cfg_text(cfg, m[3], &source->address);
        if (!cfg_text(cfg, m[0], &source->id)) {
            reading->sources_incomplete = true;
            continue;
        }
        if (intern_add(&reading->sources, source->id, reading->rules->source_count) !=
            INTERN_NONE) {
            cfg_error(cfg, m[0], "source '%.40s' is there already; an id of its own", source->id);
            continue;
        }
        reading->rules->source_count++;
    }
}

static uint32_t find_tell(struct reading *reading, const cfg_node *node)
{
    const char *id;
    if (!cfg_text(&reading->cfg, node, &id)) {
        return UINT32_MAX;
    }
    uint32_t tell = intern_find(&reading->tells, id);
    if (tell == INTERN_NONE && reading->tells_incomplete) {
        return UINT32_MAX;
    }
    if (tell == INTERN_NONE) {
        struct nearest nearest;
        nearest_init(&nearest, id, strlen(id));
        for (uint32_t i = 0; i < reading->rules->tell_count && issues_few(reading->issues); i++) {
            nearest_try(&nearest, reading->rules->tells[i].id);
        }
        cfg_error(&reading->cfg, node, "tell '%.40s' is not in 'tells'; the id of one%s%s%s", id,
                  nearest.best != NULL ? " (did you mean '" : "",
                  nearest.best != NULL ? nearest.best : "", nearest.best != NULL ? "'?)" : "");
        return UINT32_MAX;
    }
    return tell;
}

static void unknown_source(struct reading *reading, const cfg_node *node, const struct rule *rule,
                           const char *id)
{
    struct nearest nearest;
    if (reading->sources_incomplete) {
        return;
    }
    nearest_init(&nearest, id, strlen(id));
    for (uint32_t i = 0; i < reading->rules->source_count && issues_few(reading->issues); i++) {
        nearest_try(&nearest, reading->rules->sources[i].id);
    }
    cfg_error(&reading->cfg, node,
              "source '%.40s' of rule '%s' is not in 'sources'; the id of one%s%s%s", id, rule->id,
              nearest.best != NULL ? " (did you mean '" : "",
              nearest.best != NULL ? nearest.best : "", nearest.best != NULL ? "'?)" : "");
}

static void load_rule_sources(struct reading *reading, const cfg_node *list, struct rule *rule)
{
    struct cfg *cfg = &reading->cfg;
    uint32_t count = cfg_list(cfg, list);
    uint32_t *sources = arena_array(cfg->arena, uint32_t, count);
    rule->sources = sources;
    for (uint32_t i = 0; i < count; i++) {
        const char *id;
        const cfg_node *node = cfg_element(list, i);
        if (!cfg_text(cfg, node, &id)) {
            continue;
        }
        uint32_t source = intern_find(&reading->sources, id);
        if (source == INTERN_NONE) {
            unknown_source(reading, node, rule, id);
            continue;
        }
        sources[rule->source_count++] = source;
    }
}

static const char *const class_names[] = {"urgent",     "same-day", "absolute",  "relative",
                                          "precaution", "yellow",   "practical", NULL};
static const char *const rule_keys[] = {"id",   "class", "if",     "therapist",
                                        "tell", "todo",  "source", "evidence"};
enum { U_ID, U_CLASS, U_IF, U_THERAPIST, U_TELL, U_TODO, U_SOURCE, U_EVIDENCE, U_KEYS };

static void load_condition(struct reading *reading, struct rule *rule, const cfg_node *node)
{
    const char *source;
    if (!cfg_text(&reading->cfg, node, &source) ||
        (reading->doubt != NULL && doubt_covers(reading->doubt, source, false))) {
        return;
    }
    const struct expr_place place = {
        .file = reading->cfg.file,
        .line = cfg_line(node),
        .repeat = FORM_NO_ITEM,
        .self = FORM_NO_ITEM,
        .in_rule = true,
        .what = arena_print(reading->cfg.arena, "condition of rule '%s'", rule->id),
        .wanted = VALUE_TRUTH,
        .scratch = &reading->scratch,
    };
    (void)expr_compile(source, reading->form, &place, reading->cfg.arena, reading->issues,
                       &rule->when);
}

static void load_rule_texts(struct reading *reading, struct rule *rule, const cfg_node *const *m)
{
    static const char *const marks[] = {"V", "V2", "P", "U", NULL};
    struct cfg *cfg = &reading->cfg;
    uint32_t which;
    rule->therapist = "";
    if (cfg_text(cfg, m[U_THERAPIST], &rule->therapist)) {
        check_text(reading, m[U_THERAPIST], rule->therapist);
    }
    if (cfg_text(cfg, m[U_TODO], &rule->todo)) {
        check_text(reading, m[U_TODO], rule->todo);
    }
    rule->tell = find_tell(reading, m[U_TELL]);
    if (cfg_choice(cfg, m[U_EVIDENCE], marks, &which)) {
        rule->evidence = marks[which];
    }
    load_rule_sources(reading, m[U_SOURCE], rule);
}

static void load_rule(struct reading *reading, const cfg_node *node)
{
    struct cfg *cfg = &reading->cfg;
    struct rules *rules = reading->rules;
    const cfg_node *m[U_KEYS];
    uint32_t class = RULE_PRACTICAL;
    if (!cfg_members(cfg, node, "rule", rule_keys, U_KEYS, m)) {
        return;
    }
    for (int key = U_ID; key <= U_THERAPIST; key++) {
        if (m[key] == NULL) {
            cfg_missing(cfg, node, "rule", rule_keys[key]);
        }
    }
    uint32_t index = rules->count++;
    struct rule *rule = &rules->list[index];
    rule->line = cfg_line(node);
    rule->change = UINT32_MAX;
    rule->id = "?";
    if (cfg_id(cfg, m[U_ID], false, &rule->id)) {
        uint32_t there = intern_add(&rules->by_id, rule->id, index);
        if (there != INTERN_NONE) {
            cfg_error(cfg, m[U_ID], "rule '%s' is there already, in line %u; an id of its own",
                      rule->id, (unsigned)rules->list[there].line);
        }
    }
    if (!cfg_choice(cfg, m[U_CLASS], class_names, &class)) {
        reading->broken[index] = true;
    }
    rule->class = rule->published = (enum rule_class) class;
    load_rule_texts(reading, rule, m);
    load_condition(reading, rule, m[U_IF]);
}

static void load_rule_list(struct reading *reading, const cfg_node *list)
{
    struct cfg *cfg = &reading->cfg;
    uint32_t count = cfg_list(cfg, list);
    if (count > LIMIT_RULES) {
        cfg_error(cfg, list, "%u rules; at most %d", (unsigned)count, (int)LIMIT_RULES);
        count = LIMIT_RULES;
    }
    reading->rules->list = arena_array(cfg->arena, struct rule, count);
    reading->broken = arena_array(cfg->arena, bool, count);
    for (uint32_t i = 0; i < count; i++) {
        load_rule(reading, cfg_element(list, i));
    }
}

static void load_rules_file(struct reading *reading)
{
    static const char *const keys[] = {"rules_for", "version", "rules", "tells", "sources"};
    struct cfg *cfg = &reading->cfg;
    const cfg_node *m[5];
    const cfg_node *root = cfg_root(cfg);
    if (!cfg_members(cfg, root, "rules file", keys, 5, m)) {
        return;
    }
    for (int key = 0; key < 3; key++) {
        if (m[key] == NULL) {
            cfg_missing(cfg, root, "rules file", keys[key]);
        }
    }
    if (cfg_text(cfg, m[0], &reading->rules->form_id) && reading->form->id != NULL &&
        strcmp(reading->rules->form_id, reading->form->id) != 0) {
        cfg_error(cfg, m[0], "these rules are for form '%.64s'; '%s', which names this file",
                  reading->rules->form_id, reading->form->id);
        return; // every name in them would be unknown
    }
    (void)cfg_text(cfg, m[1], &reading->rules->version);
    load_tells(reading, m[3]);
    load_sources(reading, m[4]);
    load_rule_list(reading, m[2]);
}

// What the clinic changed

static const char *const change_keys[] = {"rule",  "reason",    "name", "date", "off",
                                          "class", "therapist", "tell", "form"};
enum { C_RULE, C_REASON, C_NAME, C_DATE, C_OFF, C_CLASS, C_THERAPIST, C_TELL, C_FORM, C_KEYS };

static void load_change_signature(struct reading *reading, struct rule_change *change,
                                  const cfg_node *const *m)
{
    struct cfg *cfg = &reading->cfg;
    struct date date;
    change->reason = change->name = change->date = "";
    (void)cfg_text(cfg, m[C_REASON], &change->reason);
    (void)cfg_text(cfg, m[C_NAME], &change->name);
    if (cfg_text(cfg, m[C_DATE], &change->date) &&
        (change->date[0] == '~' || !date_parse(change->date, strlen(change->date), 0, &date) ||
         date.precision != DATE_DAY)) {
        cfg_error(cfg, m[C_DATE], "date '%.40s'; a day such as \"2026-03-01\"", change->date);
    }
}

static void apply_change(struct reading *reading, const cfg_node *node, struct rule *rule,
                         const cfg_node *const *m)
{
    struct cfg *cfg = &reading->cfg;
    uint32_t class;
    if (m[C_OFF] == NULL && m[C_CLASS] == NULL && m[C_THERAPIST] == NULL && m[C_TELL] == NULL) {
        cfg_error(cfg, node,
                  "the change of '%s' changes nothing; one of 'off', 'class', "
                  "'therapist' and 'tell'",
                  rule->id);
    }
    (void)cfg_bool(cfg, m[C_OFF], &rule->off);
    if (cfg_choice(cfg, m[C_CLASS], class_names, &class)) {
        rule->class = (enum rule_class) class;
    }
    if (cfg_text(cfg, m[C_THERAPIST], &rule->therapist)) {
        check_text(reading, m[C_THERAPIST], rule->therapist);
    }
    if (m[C_TELL] != NULL) {
        rule->tell = find_tell(reading, m[C_TELL]);
    }
}

static struct rule *find_rule(struct reading *reading, const cfg_node *node)
{
    struct rules *rules = reading->rules;
    const char *id;
    if (!cfg_text(&reading->cfg, node, &id)) {
        return NULL;
    }
    uint32_t index = intern_find(&rules->by_id, id);
    if (index != INTERN_NONE) {
        return &rules->list[index];
    }
    struct nearest nearest;
    nearest_init(&nearest, id, strlen(id));
    for (uint32_t i = 0; i < rules->count && issues_few(reading->issues); i++) {
        nearest_try(&nearest, rules->list[i].id);
    }
    cfg_error(&reading->cfg, node, "there is no rule '%.64s'; the id of one%s%s%s", id,
              nearest.best != NULL ? " (did you mean '" : "",
              nearest.best != NULL ? nearest.best : "", nearest.best != NULL ? "'?)" : "");
    return NULL;
}

static void load_changes(struct reading *reading, const cfg_node *list)
{
    struct cfg *cfg = &reading->cfg;
    struct rules *rules = reading->rules;
    uint32_t count = cfg_list(cfg, list);
    struct rule_change *changes = arena_array(cfg->arena, struct rule_change, count);
    rules->changes = changes;
    for (uint32_t i = 0; i < count; i++) {
        const cfg_node *m[C_KEYS];
        const cfg_node *node = cfg_element(list, i);
        if (!cfg_members(cfg, node, "change", change_keys, C_KEYS, m)) {
            continue;
        }
        for (int key = C_RULE; key <= C_DATE; key++) {
            if (m[key] == NULL) {
                cfg_missing(cfg, node, "change", change_keys[key]);
            }
        }
        const char *form = NULL;
        if (m[C_FORM] != NULL &&
            (!cfg_id(cfg, m[C_FORM], true, &form) ||
             !meant_for(reading->form, form, cfg->file, cfg_line(m[C_FORM]), reading->issues))) {
            continue;
        }
        struct rule *rule = find_rule(reading, m[C_RULE]);
        struct rule_change *change = &changes[rules->change_count];
        load_change_signature(reading, change, m);
        if (rule == NULL) {
            continue;
        }
        if (rule->change != UINT32_MAX) {
            cfg_error(cfg, node, "rule '%s' is changed already; one change with all of it",
                      rule->id);
            continue;
        }
        change->line = cfg_line(node);
        change->rule = (uint32_t)(rule - rules->list);
        rule->change = rules->change_count++;
        apply_change(reading, node, rule, m);
    }
}

static void load_changes_file(struct reading *reading, const char *path, struct files *files)
{
    static const char *const keys[] = {"changes"};
    if (!files_present(files, path)) {
        return; // nothing is changed
    }
    const struct file *file = files_read(files, path, LIMIT_CFG_BYTES, reading->issues);
    const cfg_node *m[1];
    struct arena *arena = &reading->rules->arena;
    if (file != NULL &&
        cfg_open(&reading->cfg, path, file->bytes, file->length, arena, reading->issues) == 0 &&
        cfg_members(&reading->cfg, cfg_root(&reading->cfg), "file", keys, 1, m)) {
        if (m[0] == NULL) {
            cfg_missing(&reading->cfg, cfg_root(&reading->cfg), "file", "changes");
        }
        load_changes(reading, m[0]);
    }
    cfg_close(&reading->cfg, files);
}

// A rule may ask only what is settled before it: whether a graver class is present.
static void check_fired(struct reading *reading)
{
    const struct rules *rules = reading->rules;
    for (uint32_t i = 0; i < rules->count; i++) {
        const struct rule *rule = &rules->list[i];
        for (unsigned class = rule->class; class < RULE_CLASSES && !reading->broken[i]; class ++) {
            if ((rule->when.fired >> class & 1u) != 0) {
                issues_add(reading->issues, ISSUE_ERROR, rules->file, rule->line,
                           "rule '%s' of class '%s' asks for fired('%s'); a class graver than its "
                           "own",
                           rule->id, rule_class_name(rule->class),
                           rule_class_name((enum rule_class) class));
            }
        }
    }
}

static struct rules *read_rules(struct reading *reading, const char *config, struct files *files)
{
    struct rules *rules = calloc(1, sizeof(*rules));
    if (rules == NULL) {
        die("out of memory");
    }
    arena_init(&rules->arena);
    intern_init(&rules->by_id);
    reading->rules = rules;
    init_registers(reading);
    arena_init(&reading->scratch);
    size_t length = strlen(config);
    while (length > 1 && config[length - 1] == '/') {
        length--;
    }
    rules->file = arena_print(&rules->arena, "%.*s/%s", (int)length, config, reading->form->rules);
    struct file_namer by = {
        .file = arena_print(&rules->arena, "%s/form.cfg", reading->form->folder),
        .line = reading->form->rules_line,
    };
    const struct file *file =
        files_read_named(files, rules->file, LIMIT_CFG_BYTES, by, reading->issues);
    if (file != NULL) {
        bool open = cfg_open(&reading->cfg, rules->file, file->bytes, file->length, &rules->arena,
                             reading->issues) == 0;
        if (open) {
            load_rules_file(reading);
        }
        cfg_close(&reading->cfg, files);
        if (open && rules->count > 0) {
            load_changes_file(
                reading, arena_print(&rules->arena, "%.*s/clinic-rules.cfg", (int)length, config),
                files);
            check_fired(reading);
        }
    }
    intern_clear(&reading->sources);
    intern_clear(&reading->tells);
    arena_clear(&reading->scratch);
    return rules;
}

int load_rules(const char *config, const struct form *form, struct files *files,
               struct issues *issues, struct rules **out)
{
    size_t before = issues->errors;
    struct reading reading = {.form = form, .issues = issues};
    struct rules *rules = read_rules(&reading, config, files);
    if (issues->errors != before) {
        rules_free(rules);
        return -1;
    }
    rules_settle(rules, form);
    *out = rules;
    return 0;
}

void check_rules(const char *config, const struct doubt *doubt, struct files *files,
                 struct issues *issues)
{
    struct reading reading = {.form = doubt->form, .doubt = doubt, .issues = issues};
    rules_free(read_rules(&reading, config, files));
}
