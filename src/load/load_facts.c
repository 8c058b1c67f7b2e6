// What stands around a form's items: its own facts, the instruments it includes, its languages, its
// settings and the fixed texts.

#include "form_part.h"

#include <string.h>

static bool is_file_name(const char *name)
{
    return name[0] != '\0' && name[0] != '.' && name[strspn(name, FILE_NAME_LETTERS)] == '\0';
}

// A file beside another one is named without a path.
static bool get_file_name(struct cfg *cfg, const cfg_node *node, const char **out)
{
    if (!cfg_text(cfg, node, out)) {
        return false;
    }
    bool fine = is_file_name(*out);
    if (!fine) {
        cfg_error(cfg, node, "'%.40s' is no plain file name; letters, digits, '-', '_' and '.'",
                  *out);
    }
    return fine;
}

// A chart may be another form's, so that both mean the same places: "../FORM/FILE" and no other
// path.
static bool get_body_name(struct cfg *cfg, const cfg_node *node, const char **out)
{
    if (!cfg_text(cfg, node, out) || strncmp(*out, BODY_BESIDE, strlen(BODY_BESIDE)) != 0) {
        return get_file_name(cfg, node, out);
    }
    const char *folder = *out + strlen(BODY_BESIDE);
    size_t length = strspn(folder, "abcdefghijklmnopqrstuvwxyz0123456789-");
    bool fine = length > 0 && length <= LIMIT_ID && folder[length] == '/' &&
                is_file_name(folder + length + 1);
    if (!fine) {
        cfg_error(cfg, node,
                  "'%.40s' is no chart of another form; '../FORM/FILE' and no other path", *out);
    }
    return fine;
}

// Includes

static const char *const instrument_root_keys[] = {"instrument", "items", "scores"};
enum { IR_INSTRUMENT, IR_ITEMS, IR_SCORES, IR_KEYS };

static const char *const instrument_keys[] = {"id",      "version",   "title",  "language",
                                              "licence", "copyright", "notice", "source"};
enum {
    IN_ID,
    IN_VERSION,
    IN_TITLE,
    IN_LANGUAGE,
    IN_LICENCE,
    IN_COPYRIGHT,
    IN_NOTICE,
    IN_SOURCE,
    IN_KEYS
};

static void load_instrument_facts(struct part *part, struct form_instrument *out)
{
    struct cfg *cfg = &part->cfg;
    const cfg_node *m[IN_KEYS];
    if (!cfg_members(cfg, part->instrument, "instrument", instrument_keys, IN_KEYS, m)) {
        return;
    }
    static const int required[] = {IN_ID, IN_VERSION, IN_TITLE, IN_LANGUAGE};
    for (size_t i = 0; i < sizeof(required) / sizeof(required[0]); i++) {
        if (m[required[i]] == NULL) {
            cfg_missing(cfg, part->instrument, "instrument", instrument_keys[required[i]]);
        }
    }
    if (cfg_id(cfg, m[IN_ID], true, &out->id) && strcmp(out->id, part->name) != 0) {
        cfg_error(cfg, m[IN_ID], "instrument id '%s' in the file of '%s'; the name of the file",
                  out->id, part->name);
    }
    out->id = part->name;
    (void)cfg_text(cfg, m[IN_VERSION], &out->version);
    (void)cfg_text(cfg, m[IN_TITLE], &out->title);
    (void)cfg_text(cfg, m[IN_LANGUAGE], &out->language);
    (void)cfg_text(cfg, m[IN_LICENCE], &out->licence);
    (void)cfg_text(cfg, m[IN_COPYRIGHT], &out->copyright);
    (void)cfg_text(cfg, m[IN_NOTICE], &out->notice);
    (void)cfg_text(cfg, m[IN_SOURCE], &out->source);
}

static bool open_part(struct loading *loading, struct part *part, const char *path)
{
    struct file_namer by = {.file = loading->cfg->file, .line = part->line};
    const struct file *file =
        files_read_named(loading->files, path, LIMIT_CFG_BYTES, by, loading->issues);
    return file != NULL && cfg_open(&part->cfg, path, file->bytes, file->length,
                                    &loading->form->arena, loading->issues) == 0;
}

static void open_instrument(struct loading *loading, const char *name, uint32_t line,
                            struct form_instrument *facts)
{
    struct part *part = &loading->parts[loading->part_count++];
    struct arena *arena = &loading->form->arena;
    part->name = name;
    part->line = line;
    facts->id = facts->version = facts->title = facts->language = name;
    char *path =
        loading_path(loading, loading->folder, arena_print(arena, "../instruments/%s.cfg", name));
    files_shorten(path);
    facts->file = path;
    if (!open_part(loading, part, facts->file)) {
        loading->incomplete = loading->include_broken = part->lost = true;
        return;
    }
    const cfg_node *m[IR_KEYS];
    const cfg_node *root = cfg_root(&part->cfg);
    if (!cfg_members(&part->cfg, root, "instrument file", instrument_root_keys, IR_KEYS, m)) {
        loading->incomplete = true;
        return;
    }
    if (m[IR_INSTRUMENT] == NULL) {
        cfg_missing(&part->cfg, root, "instrument file", "instrument");
    } else {
        part->instrument = m[IR_INSTRUMENT];
        load_instrument_facts(part, facts);
    }
    if (m[IR_ITEMS] == NULL) {
        cfg_missing(&part->cfg, root, "instrument file", "items");
        loading->incomplete = true;
    }
    part->items = m[IR_ITEMS];
    part->scores = m[IR_SCORES];
}

static void load_includes(struct loading *loading, const cfg_node *list)
{
    struct cfg *cfg = loading->cfg;
    uint32_t count = cfg_list(cfg, list);
    if (count > LIMIT_INCLUDES) {
        cfg_error(cfg, list, "%u instruments; at most %d", (unsigned)count, (int)LIMIT_INCLUDES);
        count = LIMIT_INCLUDES;
    }
    struct form_instrument *facts =
        arena_array(&loading->form->arena, struct form_instrument, count);
    loading->form->instruments = facts;
    for (uint32_t i = 0; i < count; i++) {
        const cfg_node *node = cfg_element(list, i);
        const char *name;
        bool there = false;
        if (!cfg_text(cfg, node, &name)) {
            loading->incomplete = loading->include_broken = true;
            continue;
        }
        if (name[strspn(name, "abcdefghijklmnopqrstuvwxyz0123456789-")] != '\0' ||
            strlen(name) > LIMIT_ID) {
            cfg_error(cfg, node,
                      "instrument '%.40s'; a name of small letters, digits and '-', without path",
                      name);
            loading->incomplete = loading->include_broken = true;
            continue;
        }
        for (uint32_t k = 0; k < loading->form->instrument_count; k++) {
            there = there || strcmp(facts[k].id, name) == 0;
        }
        if (there) {
            cfg_error(cfg, node, "instrument '%s' is included already; each once", name);
            continue;
        }
        open_instrument(loading, name, cfg_line(node), &facts[loading->form->instrument_count++]);
    }
}

// The form itself

static const char *const form_keys[] = {
    "id",        "version", "title", "language", "rules", "body", "include", "languages", "licence",
    "copyright", "notice",  "words", "patient",  "born",  "keep", "carried", "visit"};
enum {
    F_ID,
    F_VERSION,
    F_TITLE,
    F_LANGUAGE,
    F_RULES,
    F_BODY,
    F_INCLUDE,
    F_LANGUAGES,
    F_LICENCE,
    F_COPYRIGHT,
    F_NOTICE,
    F_WORDS,
    F_PATIENT,
    F_BORN,
    F_KEEP,
    F_CARRIED,
    F_VISIT,
    F_KEYS
};

static void check_folder(struct loading *loading, const cfg_node *id)
{
    const char *folder = loading->folder;
    size_t length = strlen(folder);
    while (length > 0 && folder[length - 1] == '/') {
        length--;
    }
    size_t start = length;
    while (start > 0 && folder[start - 1] != '/') {
        start--;
    }
    const char *name = folder + start;
    length -= start;
    if (length == 0 || (length == 1 && name[0] == '.') ||
        (length == 2 && name[0] == '.' && name[1] == '.')) {
        return;
    }
    const char *given = loading->form->id;
    if (strlen(given) != length || memcmp(given, name, length) != 0) {
        cfg_error(loading->cfg, id, "form id '%s' in the folder '%.*s'; the name of the folder",
                  given, (int)length, name);
        // What else names the form is compared with what it should be called.
        loading->form->id = arena_print(&loading->form->arena, "%.*s", (int)length, name);
    }
}

static const char *const language_keys[] = {"code", "name", "fallback"};

// BCP 47 tags are letters, digits and '-': good for a file name too.
static bool get_language(struct cfg *cfg, const cfg_node *node, const char **out)
{
    if (!cfg_text(cfg, node, out)) {
        return false;
    }
    size_t length = strlen(*out);
    if (length < 2 || length > 35 ||
        strspn(*out, "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-") != length) {
        cfg_error(cfg, node, "'%.40s' is no language; a code such as 'en' or 'pt-BR'", *out);
        return false;
    }
    return true;
}

static void load_languages(struct loading *loading, const cfg_node *list)
{
    struct cfg *cfg = loading->cfg;
    struct form *form = loading->form;
    uint32_t count = cfg_list(cfg, list);
    struct form_language *languages = arena_array(&form->arena, struct form_language, count);
    form->languages = languages;
    for (uint32_t i = 0; i < count; i++) {
        const cfg_node *m[3];
        const cfg_node *node = cfg_element(list, i);
        struct form_language *language = &languages[form->language_count];
        if (!cfg_members(cfg, node, "language", language_keys, 3, m)) {
            continue;
        }
        if (m[0] == NULL) {
            cfg_missing(cfg, node, "language", "code");
        }
        if (!get_language(cfg, m[0], &language->code)) {
            continue;
        }
        language->name = language->code;
        language->line = cfg_line(m[2] != NULL ? m[2] : node);
        (void)cfg_text(cfg, m[1], &language->name);
        language->fallback = cfg_texts(cfg, m[2], &language->fallback_count);
        form->language_count++;
    }
}

void load_facts(struct loading *loading, const cfg_node *node)
{
    struct form *form = loading->form;
    struct cfg *cfg = loading->cfg;
    const cfg_node *m[F_KEYS];
    int64_t words = WORDS_DEFAULT;
    if (!cfg_members(cfg, node, "form", form_keys, F_KEYS, m)) {
        loading->incomplete = true;
        return;
    }
    for (int key = F_ID; key <= F_RULES; key++) {
        if (m[key] == NULL) {
            cfg_missing(cfg, node, "form", form_keys[key]);
        }
    }
    if (cfg_id(cfg, m[F_ID], true, &form->id)) {
        check_folder(loading, m[F_ID]);
    }
    (void)cfg_text(cfg, m[F_VERSION], &form->version);
    (void)cfg_text(cfg, m[F_TITLE], &form->title);
    (void)get_language(cfg, m[F_LANGUAGE], &form->language);
    if (!get_file_name(cfg, m[F_RULES], &form->rules)) {
        form->rules = NULL;
    }
    form->rules_line = cfg_line(m[F_RULES] != NULL ? m[F_RULES] : node);
    (void)cfg_text(cfg, m[F_LICENCE], &form->licence);
    (void)cfg_text(cfg, m[F_COPYRIGHT], &form->copyright);
    (void)cfg_text(cfg, m[F_NOTICE], &form->notice);
    (void)cfg_integer(cfg, m[F_WORDS], 1, 10000, &words);
    form->words = (uint32_t)words;
    for (int role = 0; role < ROLES; role++) {
        loading->roles[role] = m[F_PATIENT + role];
    }
    loading->carried = m[F_CARRIED];
    form->visit = form->title;
    (void)cfg_text(cfg, m[F_VISIT], &form->visit);
    load_languages(loading, m[F_LANGUAGES]);
    load_includes(loading, m[F_INCLUDE]);
    const char *body;
    if (get_body_name(cfg, m[F_BODY], &body)) {
        load_body(loading, body, cfg_line(m[F_BODY]));
    }
}

// The item a role names, if it is of a fitting type.
static uint32_t role_item(struct loading *loading, const cfg_node *node, const char *role,
                          bool (*fits)(const struct form_item *item), const char *expected)
{
    const char *id;
    if (!cfg_id(loading->cfg, node, false, &id)) {
        return FORM_NO_ITEM;
    }
    uint32_t item = form_find(loading->form, id);
    if (item == FORM_NO_ITEM) {
        if (!loading->incomplete) {
            cfg_error(loading->cfg, node, "'%s' of the form is '%s', which is no item; %s%s", role,
                      id, expected, loading_suggest(loading->form, loading->issues, id));
        }
    } else if (loading->broken[item] == 0 && !fits(&loading->form->items[item])) {
        cfg_error(loading->cfg, node, "'%s' of the form is '%s'; %s", role, id, expected);
    }
    return item;
}

static bool is_name(const struct form_item *item)
{
    return item->type == ITEM_TEXT && item->repeat == FORM_NO_ITEM;
}

static bool is_date(const struct form_item *item)
{
    return item->type == ITEM_DATE && item->repeat == FORM_NO_ITEM;
}

static bool has_no(const struct form_item *item)
{
    return item->options != NULL && item->repeat == FORM_NO_ITEM &&
           form_option(item->options, "no") != UINT32_MAX;
}

static bool is_single_question(const struct form_item *item)
{
    return form_is_question(item) && item->repeat == FORM_NO_ITEM;
}

static void load_carried(struct loading *loading)
{
    uint32_t count = cfg_list(loading->cfg, loading->carried);
    for (uint32_t i = 0; i < count; i++) {
        uint32_t item = role_item(loading, cfg_element(loading->carried, i), "carried",
                                  is_single_question, "a question, outside of repeated groups");
        if (item != FORM_NO_ITEM) {
            loading->form->items[item].carried = true;
        }
    }
}

void load_roles(struct loading *loading)
{
    load_carried(loading);
    struct form *form = loading->form;
    form->patient = role_item(loading, loading->roles[0], "patient", is_name,
                              "the question for the patient's name, a text");
    form->born = role_item(loading, loading->roles[1], "born", is_date,
                           "the question for the date of birth, a date");
    form->keep = role_item(loading, loading->roles[2], "keep", has_no,
                           "the question whether the answers may be kept, with an option 'no'");
}

void load_settings_list(struct loading *loading, const cfg_node *list)
{
    static const char *const keys[] = {"id", "text"};
    struct cfg *cfg = loading->cfg;
    struct form *form = loading->form;
    uint32_t count = cfg_list(cfg, list);
    struct form_setting *settings = arena_array(&form->arena, struct form_setting, count);
    struct intern seen;
    intern_init(&seen);
    form->settings = settings;
    loading->settings_incomplete |= list != NULL && !cfg_is_list(list);
    for (uint32_t i = 0; i < count; i++) {
        const cfg_node *m[2];
        const cfg_node *node = cfg_element(list, i);
        struct form_setting *setting = &settings[form->setting_count];
        if (!cfg_members(cfg, node, "setting", keys, 2, m)) {
            loading->settings_incomplete = true;
            continue;
        }
        for (int key = 0; key < 2; key++) {
            if (m[key] == NULL) {
                cfg_missing(cfg, node, "setting", keys[key]);
            }
        }
        (void)cfg_text(cfg, m[1], &setting->text);
        if (!cfg_id(cfg, m[0], false, &setting->id)) {
            loading->settings_incomplete = true;
            continue;
        }
        if (intern_add(&seen, setting->id, form->setting_count) != INTERN_NONE) {
            cfg_error(cfg, m[0], "setting '%s' is there already; an id of its own", setting->id);
            continue;
        }
        form->setting_count++;
    }
    intern_clear(&seen);
}

void load_fixed(struct loading *loading, const cfg_node *list)
{
    static const char *const keys[] = {"id", "text"};
    static const char *const known[] = {"urgent", "same_day", "welcome", "thanks", NULL};
    struct cfg *cfg = loading->cfg;
    struct form *form = loading->form;
    uint32_t count = cfg_list(cfg, list);
    struct form_fixed *fixed = arena_array(&form->arena, struct form_fixed, count);
    unsigned seen = 0;
    form->fixed = fixed;
    for (uint32_t i = 0; i < count; i++) {
        const cfg_node *m[2];
        const cfg_node *node = cfg_element(list, i);
        uint32_t which;
        if (!cfg_members(cfg, node, "fixed text", keys, 2, m)) {
            continue;
        }
        for (int key = 0; key < 2; key++) {
            if (m[key] == NULL) {
                cfg_missing(cfg, node, "fixed text", keys[key]);
            }
        }
        const char *text = "";
        bool has_text = cfg_text(cfg, m[1], &text);
        if (!cfg_choice(cfg, m[0], known, &which) || !has_text) {
            continue;
        }
        if ((seen >> which & 1u) != 0) {
            cfg_error(cfg, m[0], "fixed text '%s' is there already; each once", known[which]);
            continue;
        }
        seen |= 1u << which;
        later_text(loading, m[1], text, "text", known[which], NULL);
        fixed[form->fixed_count++] = (struct form_fixed){known[which], text};
    }
}
