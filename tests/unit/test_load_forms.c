// Two forms that ask the same thing ask it in the same words, so that the answers of two visits can
// be laid side by side; and what the clinic says of one of them is not taken for the other.
#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include "form/body.h"
#include "load/load.h"

#include <stdio.h>
#include <string.h>

struct loaded {
    struct files files;
    struct issues issues;
    struct form *form;
    struct rules *rules;
};

static void load(struct loaded *loaded, const char *folder)
{
    files_init(&loaded->files);
    issues_init(&loaded->issues);
    if (load_form(folder, &loaded->files, &loaded->issues, &loaded->form, NULL) != 0 ||
        load_rules("config", loaded->form, &loaded->files, &loaded->issues, &loaded->rules) != 0) {
        fail_msg("%s: %s", folder, loaded->issues.list[0].text);
    }
}

static void clear(struct loaded *loaded)
{
    rules_free(loaded->rules);
    form_free(loaded->form);
    issues_clear(&loaded->issues);
    files_clear(&loaded->files);
}

static void same_text(const char *id, const char *one, const char *other)
{
    if (one == NULL || other == NULL) {
        if (one != other) {
            fail_msg("%s: said in one form only: %s", id, one != NULL ? one : other);
        }
        return;
    }
    if (strcmp(one, other) != 0) {
        fail_msg("%s:\n  %s\n  %s", id, one, other);
    }
}

static void same_options(const char *id, const struct form_options *one,
                         const struct form_options *other)
{
    assert_int_equal(one == NULL, other == NULL);
    if (one == NULL) {
        return;
    }
    assert_int_equal(one->count, other->count);
    for (uint32_t i = 0; i < one->count; i++) {
        same_text(id, one->list[i].code, other->list[i].code);
        same_text(id, one->list[i].text, other->list[i].text);
        assert_int_equal(one->list[i].exclusive, other->list[i].exclusive);
        assert_int_equal(one->list[i].silence, other->list[i].silence);
        assert_int_equal(one->list[i].other, other->list[i].other);
    }
}

static void same_checks(const struct form_item *one, const struct form_item *other)
{
    assert_int_equal(one->check_count, other->check_count);
    for (uint32_t i = 0; i < one->check_count; i++) {
        same_text(one->id, one->checks[i].text, other->checks[i].text);
        assert_int_equal(one->checks[i].warn, other->checks[i].warn);
    }
    assert_int_equal(one->code_count, other->code_count);
    for (uint32_t i = 0; i < one->code_count; i++) {
        same_text(one->id, one->codes[i].code, other->codes[i].code);
        same_text(one->id, one->codes[i].display, other->codes[i].display);
    }
}

static void same_question(const struct form_item *one, const struct form_item *other)
{
    const char *id = one->id;
    assert_int_equal(one->type, other->type);
    same_text(id, one->text, other->text);
    same_text(id, one->hint, other->hint);
    same_text(id, one->help, other->help);
    same_text(id, one->why, other->why);
    same_text(id, one->label, other->label);
    same_text(id, one->low, other->low);
    same_text(id, one->high, other->high);
    assert_int_equal(one->required, other->required);
    assert_int_equal(one->safety, other->safety);
    assert_int_equal(one->private_, other->private_);
    assert_int_equal(one->offer_declined, other->offer_declined);
    assert_int_equal(one->offer_dont_know, other->offer_dont_know);
    assert_int_equal(one->min, other->min);
    assert_int_equal(one->max, other->max);
    assert_int_equal(one->intensity, other->intensity);
    same_options(id, one->options, other->options);
    same_options(id, one->kinds, other->kinds);
    same_checks(one, other);
}

static void a_question_of_both_is_the_same(void **state)
{
    (void)state;
    struct loaded first, next;
    uint32_t shared = 0;
    load(&first, "forms/dry-needling");
    load(&next, "forms/follow-up");
    for (uint32_t i = 0; i < next.form->asked_end; i++) {
        const struct form_item *item = &next.form->items[i];
        uint32_t there = form_find(first.form, item->id);
        if (form_is_question(item) && there != FORM_NO_ITEM) {
            same_question(item, &first.form->items[there]);
            shared++;
        }
    }
    assert_int_equal(shared, 21);
    clear(&first);
    clear(&next);
}

static void the_chart_is_one_file(void **state)
{
    (void)state;
    struct loaded next;
    load(&next, "forms/follow-up");
    assert_string_equal(next.form->body->file, "forms/dry-needling/body.cfg");
    clear(&next);
}

// What a clinic says of both forms in one folder; the folder names no file.
static void a_setting_is_of_the_form_it_names(void **state)
{
    (void)state;
    static const struct {
        const char *form; // of the setting
        int status;       // for each form
        size_t errors, on;
    } cases[][2] = {
        {{"dry-needling", 0, 0, 1}, {"dry-needling", 0, 0, 0}},
        {{NULL, 0, 0, 1}, {NULL, -1, 1, 0}},
        {{"follow-up", 0, 0, 0}, {"follow-up", -1, 1, 0}},
    };
    static const char *const folders[2] = {"forms/dry-needling", "forms/follow-up"};
    for (size_t i = 0; i < sizeof cases / sizeof *cases; i++) {
        for (size_t f = 0; f < 2; f++) {
            struct loaded loaded;
            load(&loaded, folders[f]);
            struct clinic_setting on = {.id = "ask_chaperone", .form = cases[i][f].form, .line = 3};
            struct clinic clinic = {.needling = true, .settings = &on, .setting_count = 1};
            uint8_t settings[16] = {0};
            size_t count = 0;
            assert_int_equal(
                load_settings(&clinic, loaded.form, "clinic.cfg", &loaded.issues, settings),
                cases[i][f].status);
            for (size_t k = 0; k < sizeof settings; k++) {
                count += settings[k];
            }
            assert_int_equal(count, cases[i][f].on);
            assert_int_equal(loaded.issues.errors, cases[i][f].errors);
            assert_int_equal(loaded.issues.warnings, 0);
            clear(&loaded);
        }
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test(a_question_of_both_is_the_same),
        cmocka_unit_test(the_chart_is_one_file),
        cmocka_unit_test(a_setting_is_of_the_form_it_names),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}
