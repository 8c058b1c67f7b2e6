#include "wizard_models.h"

#include "load/load.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

struct play_models {
    struct files files;
    struct issues issues;
    struct form *form;
    struct rules *rules;
    struct clinic *clinic;
    uint8_t *settings;
};

struct play_models *play_load(const char *form, const char *config)
{
    struct play_models *models = calloc(1, sizeof *models);
    if (models == NULL) {
        return NULL;
    }
    files_init(&models->files);
    issues_init(&models->issues);
    int failed = load_form(form, &models->files, &models->issues, &models->form, NULL);
    failed = failed != 0 ||
             load_rules(config, models->form, &models->files, &models->issues, &models->rules) != 0;
    failed = failed || load_clinic(config, &models->files, &models->issues, &models->clinic) != 0;
    if (!failed) {
        models->settings = calloc(models->form->setting_count + 1u, 1);
        failed = models->settings == NULL || load_settings(models->clinic, models->form, config,
                                                           &models->issues, models->settings) != 0;
    }
    for (size_t i = 0; failed && i < models->issues.count; i++) {
        fprintf(stderr, "%s\n", issue_print(&models->issues.list[i], &models->issues.arena));
    }
    if (failed) {
        play_unload(models);
        return NULL;
    }
    return models;
}

const struct form *play_form(const struct play_models *models)
{
    return models->form;
}

const struct rules *play_rules(const struct play_models *models)
{
    return models->rules;
}

const struct clinic *play_clinic(const struct play_models *models)
{
    return models->clinic;
}

const uint8_t *play_settings(const struct play_models *models)
{
    return models->settings;
}

void play_all_settings(struct play_models *models)
{
    memset(models->settings, 1, models->form->setting_count);
}

void play_unload(struct play_models *models)
{
    if (models == NULL) {
        return;
    }
    free(models->settings);
    if (models->clinic != NULL) {
        clinic_free(models->clinic);
    }
    if (models->rules != NULL) {
        rules_free(models->rules);
    }
    if (models->form != NULL) {
        form_free(models->form);
    }
    issues_clear(&models->issues);
    files_clear(&models->files);
    free(models);
}
