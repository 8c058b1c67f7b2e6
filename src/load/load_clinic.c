// clinic.cfg: the clinic, who treats, and which of the form's switches are on.

#include "load/cfg.h"
#include "load/load.h"
#include "load/meant.h"

#include "base/ensure.h"
#include "base/nearest.h"

#include <stdlib.h>
#include <string.h>

enum {
    DAYS_MOST = 36500,
    YEARS_MOST = 80,
    SECONDS_MOST = 3600,
    GRACE_LEAST = 20, // people need that long to read a question and find a key
    NOTICE = 90,
    PRIVATE = 60,
    LOCK = 300,
    CLOSE = 900,
    DESK = 300,
    PRINT_MOST = 16, // a program and its arguments
    DRAFT_HOURS = 24,
    DRAFT_HOURS_MOST = 24 * 7,
    PREPARED_DAYS = 30,
    PREPARED_DAYS_MOST = 366,
};

static void load_clinic_facts(struct cfg *cfg, const cfg_node *node, struct clinic *clinic)
{
    static const char *const keys[] = {"name",      "emergency",        "phone",        "country",
                                       "keep_days", "needling",         "draft_hours",  "notify",
                                       "paper",     "print_today_only", "prepared_days"};
    static const char *const papers[] = {"a4", "letter", NULL};
    const cfg_node *m[11];
    int64_t days, hours;
    uint32_t paper = 0;
    if (!cfg_members(cfg, node, "clinic", keys, 11, m)) {
        return;
    }
    if (m[0] == NULL) {
        cfg_missing(cfg, node, "clinic", "name");
    }
    if (m[1] == NULL) {
        cfg_missing(cfg, node, "clinic", "emergency");
    }
    (void)cfg_text(cfg, m[0], &clinic->name);
    (void)cfg_text(cfg, m[1], &clinic->emergency);
    (void)cfg_text(cfg, m[2], &clinic->phone);
    (void)cfg_text(cfg, m[3], &clinic->country);
    (void)cfg_bool(cfg, m[5], &clinic->needling);
    (void)cfg_choice(cfg, m[8], papers, &paper);
    clinic->letter = paper == 1;
    (void)cfg_bool(cfg, m[9], &clinic->print_today_only);
    if (cfg_integer(cfg, m[4], 0, DAYS_MOST, &days)) {
        clinic->keep_days = (int)days;
    }
    if (cfg_integer(cfg, m[6], 1, DRAFT_HOURS_MOST, &hours)) {
        clinic->draft_hours = (int)hours;
    }
    if (cfg_integer(cfg, m[10], 1, PREPARED_DAYS_MOST, &days)) {
        clinic->prepared_days = (int)days;
    }
    // No shell and no search for it: one program, named whole.
    if (cfg_text(cfg, m[7], &clinic->notify) && clinic->notify[0] != '/') {
        cfg_error(cfg, m[7], "'notify' is \"%.40s\"; the whole path of one program, from '/'",
                  clinic->notify);
    }
}

static void load_therapists(struct cfg *cfg, const cfg_node *list, struct clinic *clinic)
{
    static const char *const keys[] = {"name", "profession", "registration", "needling", "years"};
    uint32_t count = cfg_list(cfg, list);
    struct clinic_therapist *therapists = arena_array(cfg->arena, struct clinic_therapist, count);
    clinic->therapists = therapists;
    for (uint32_t i = 0; i < count; i++) {
        const cfg_node *m[5];
        const cfg_node *node = cfg_element(list, i);
        struct clinic_therapist *therapist = &therapists[clinic->therapist_count];
        int64_t years;
        therapist->years = -1;
        if (!cfg_members(cfg, node, "therapist", keys, 5, m)) {
            continue;
        }
        if (m[0] == NULL) {
            cfg_missing(cfg, node, "therapist", "name");
        }
        (void)cfg_text(cfg, m[0], &therapist->name);
        (void)cfg_text(cfg, m[1], &therapist->profession);
        (void)cfg_text(cfg, m[2], &therapist->registration);
        (void)cfg_text(cfg, m[3], &therapist->needling);
        if (cfg_integer(cfg, m[4], 0, YEARS_MOST, &years)) {
            therapist->years = (int)years;
        }
        clinic->therapist_count++;
    }
}

static void load_switches(struct cfg *cfg, const cfg_node *list, struct clinic *clinic)
{
    static const char *const keys[] = {"id", "on", "form"};
    uint32_t count = cfg_list(cfg, list);
    struct clinic_setting *settings = arena_array(cfg->arena, struct clinic_setting, count);
    struct intern seen;
    intern_init(&seen);
    clinic->settings = settings;
    for (uint32_t i = 0; i < count; i++) {
        const cfg_node *m[3];
        const cfg_node *node = cfg_element(list, i);
        struct clinic_setting setting = {.line = cfg_line(node)};
        bool on = false;
        if (!cfg_members(cfg, node, "setting", keys, 3, m)) {
            continue;
        }
        if (m[0] == NULL || m[1] == NULL) {
            cfg_missing(cfg, node, "setting", keys[m[0] == NULL ? 0 : 1]);
        }
        (void)cfg_bool(cfg, m[1], &on);
        if (!cfg_id(cfg, m[0], false, &setting.id) ||
            (m[2] != NULL && !cfg_id(cfg, m[2], true, &setting.form))) {
            continue;
        }
        const char *once = setting.form == NULL
                               ? setting.id
                               : arena_print(cfg->arena, "%s/%s", setting.form, setting.id);
        if (intern_add(&seen, once, i) != INTERN_NONE) {
            cfg_error(cfg, m[0], "setting '%s' is there already; each once", setting.id);
        } else if (on) {
            settings[clinic->setting_count++] = setting;
        }
    }
    intern_clear(&seen);
}

static void load_times(struct cfg *cfg, const cfg_node *node, struct clinic *clinic)
{
    static const char *const keys[] = {"notice", "grace", "private", "lock", "close", "desk"};
    static const int least[] = {1, GRACE_LEAST, 1, GRACE_LEAST, GRACE_LEAST, GRACE_LEAST};
    int *const times[] = {&clinic->notice_seconds, &clinic->grace_seconds, &clinic->private_seconds,
                          &clinic->lock_seconds,   &clinic->close_seconds, &clinic->desk_seconds};
    const cfg_node *m[6];
    if (node == NULL || !cfg_members(cfg, node, "times", keys, 6, m)) {
        return;
    }
    for (int i = 0; i < 6; i++) {
        int64_t seconds;
        if (cfg_integer(cfg, m[i], least[i], SECONDS_MOST, &seconds)) {
            *times[i] = (int)seconds;
        }
    }
}

// No shell: a program, and each of its arguments as it is.
static void load_print(struct cfg *cfg, const cfg_node *list, struct clinic *clinic)
{
    uint32_t count = cfg_list(cfg, list);
    if (list == NULL) {
        return;
    }
    if (count == 0 || count > PRINT_MOST) {
        cfg_error(cfg, list, "'print' has %u elements; a program and its arguments, at most %d",
                  (unsigned)count, PRINT_MOST);
        return;
    }
    const char **words = arena_array(cfg->arena, const char *, count + 1);
    for (uint32_t i = 0; i < count; i++) {
        if (!cfg_text(cfg, cfg_element(list, i), &words[i])) {
            return;
        }
    }
    clinic->print = words;
}

static void load_clinic_file(struct cfg *cfg, struct clinic *clinic)
{
    static const char *const keys[] = {"clinic", "therapists", "settings", "times", "print"};
    const cfg_node *m[5];
    if (!cfg_members(cfg, cfg_root(cfg), "file", keys, 5, m)) {
        return;
    }
    if (m[0] == NULL) {
        cfg_missing(cfg, cfg_root(cfg), "file", "clinic");
    } else {
        load_clinic_facts(cfg, m[0], clinic);
    }
    load_therapists(cfg, m[1], clinic);
    load_switches(cfg, m[2], clinic);
    load_times(cfg, m[3], clinic);
    load_print(cfg, m[4], clinic);
}

int load_clinic(const char *config, struct files *files, struct issues *issues, struct clinic **out)
{
    static const char *const lp[] = {"lp", NULL};
    size_t before = issues->errors;
    struct clinic *clinic = calloc(1, sizeof(*clinic));
    if (clinic == NULL) {
        die("out of memory");
    }
    *clinic = (struct clinic){
        .keep_days = -1,
        .needling = true,
        .notice_seconds = NOTICE,
        .grace_seconds = GRACE_LEAST,
        .private_seconds = PRIVATE,
        .lock_seconds = LOCK,
        .close_seconds = CLOSE,
        .desk_seconds = DESK,
        .draft_hours = DRAFT_HOURS,
        .prepared_days = PREPARED_DAYS,
        .print = lp,
    };
    arena_init(&clinic->arena);
    size_t length = strlen(config);
    while (length > 1 && config[length - 1] == '/') {
        length--;
    }
    char *path = arena_print(&clinic->arena, "%.*s/clinic.cfg", (int)length, config);
    const struct file *file = files_read(files, path, LIMIT_CFG_BYTES, issues);
    if (file != NULL) {
        struct cfg cfg;
        if (cfg_open(&cfg, path, file->bytes, file->length, &clinic->arena, issues) == 0) {
            load_clinic_file(&cfg, clinic);
        }
        cfg_close(&cfg, files);
    }
    if (issues->errors != before) {
        clinic_free(clinic);
        return -1;
    }
    *out = clinic;
    return 0;
}

int load_settings(const struct clinic *clinic, const struct form *form, const char *file,
                  struct issues *issues, uint8_t *out)
{
    int status = 0;
    memset(out, 0, form->setting_count);
    for (uint32_t i = 0; i < clinic->setting_count; i++) {
        const char *id = clinic->settings[i].id;
        uint32_t line = clinic->settings[i].line;
        if (!meant_for(form, clinic->settings[i].form, file, line, issues)) {
            continue;
        }
        uint32_t setting = form_setting(form, id);
        if (setting != UINT32_MAX) {
            out[setting] = 1;
            continue;
        }
        struct nearest nearest;
        nearest_init(&nearest, id, strlen(id));
        for (uint32_t k = 0; k < form->setting_count && issues_few(issues); k++) {
            nearest_try(&nearest, form->settings[k].id);
        }
        issues_add(issues, ISSUE_ERROR, file, line,
                   "setting '%s' is not one of form '%s'; the id of one%s%s%s", id, form->id,
                   nearest.best != NULL ? " (did you mean '" : "",
                   nearest.best != NULL ? nearest.best : "", nearest.best != NULL ? "'?)" : "");
        status = -1;
    }
    // Where needling is not offered the form's own switch for that is on.
    uint32_t without = form_setting(form, "no_needling");
    if (!clinic->needling && without != UINT32_MAX) {
        out[without] = 1;
    }
    return status;
}
