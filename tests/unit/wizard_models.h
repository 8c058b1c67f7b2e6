#ifndef TESTS_WIZARD_MODELS_H
#define TESTS_WIZARD_MODELS_H

#include "form/clinic.h"
#include "form/form.h"
#include "screening/rules.h"

// What an interview is held on, as the tests load it: form, rules, clinic and its settings.
struct play_models;

// NULL with the problems on stderr.
struct play_models *play_load(const char *form, const char *config);
const struct form *play_form(const struct play_models *models);
const struct rules *play_rules(const struct play_models *models);
const struct clinic *play_clinic(const struct play_models *models);
const uint8_t *play_settings(const struct play_models *models);
// Turns every setting of the clinic on: what it may ask beyond the usual.
void play_all_settings(struct play_models *models);
void play_unload(struct play_models *models);

#endif
