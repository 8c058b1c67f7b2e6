#include "summary_fixture.h"

#include "screening/screen.h"

#include <stdlib.h>

int summary_load(void **state)
{
    struct loaded *loaded = calloc(1, sizeof *loaded);
    if (loaded == NULL) {
        return -1;
    }
    files_init(&loaded->files);
    issues_init(&loaded->issues);
    *state = loaded;
    if (load_form("forms/dry-needling", &loaded->files, &loaded->issues, &loaded->form, NULL) !=
            0 ||
        load_rules("config", loaded->form, &loaded->files, &loaded->issues, &loaded->rules) != 0 ||
        load_clinic("config", &loaded->files, &loaded->issues, &loaded->clinic) != 0) {
        return -1;
    }
    loaded->setup = (struct answers_setup){.form = loaded->form, .today_known = true};
    return date_from_civil(2026, 3, 2, &loaded->setup.today) ? 0 : -1;
}

int summary_unload(void **state)
{
    struct loaded *loaded = *state;
    clinic_free(loaded->clinic);
    rules_free(loaded->rules);
    form_free(loaded->form);
    issues_clear(&loaded->issues);
    files_clear(&loaded->files);
    free(loaded);
    return 0;
}

struct summary *summary_of(const struct loaded *loaded, const struct answers *answers,
                           const struct summary_facts *facts)
{
    struct expr_env env = answers_env(answers);
    truth *found = screen_findings(loaded->rules, &env);
    struct summary *summary = summary_build(answers, loaded->rules, found, loaded->clinic, facts);
    free(found);
    return summary;
}
