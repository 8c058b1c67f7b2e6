#include "response_fixture.h"

#include <setjmp.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>

#include <cmocka.h>

#include <string.h>

void response_load(struct response_loaded *loaded, const char *form, const char *config)
{
    files_init(&loaded->files);
    issues_init(&loaded->issues);
    if (load_form(form, &loaded->files, &loaded->issues, &loaded->form, NULL) != 0 ||
        load_clinic(config, &loaded->files, &loaded->issues, &loaded->clinic) != 0) {
        fail_msg("%s: %s", form, loaded->issues.list[0].text);
    }
    loaded->setup = (struct answers_setup){.form = loaded->form, .today_known = true};
    assert_true(date_from_civil(2026, 3, 2, &loaded->setup.today));
}

void response_unload(struct response_loaded *loaded)
{
    clinic_free(loaded->clinic);
    form_free(loaded->form);
    issues_clear(&loaded->issues);
    files_clear(&loaded->files);
}

void response_load_clinical(struct response_loaded *loaded)
{
    response_load(loaded, "forms/dry-needling", "config");
}

void response_load_every_type(struct response_loaded *loaded)
{
    response_load(loaded, "tests/cases/patient/form", "tests/cases/patient/config");
}

static const struct response_facts facts = {
    .id = "5f0c6e3a-94b1-4c1e-8a55-0d6f3a1b2c4d",
    .language = "en",
    .authored = "2026-03-02T10:05:00+11:00",
    .source = "self",
    .program = "intake 0.1.0",
    .completed = true,
};

static const char *who_answers(const struct answers *answers)
{
    const struct form *form = answers_form(answers);
    uint32_t who = form_find(form, "who_answers");
    if (who == FORM_NO_ITEM || answers_state(answers, who, 0) != STATE_ANSWERED) {
        return NULL;
    }
    return form->items[who].options->list[answers_value(answers, who, 0)->as.code].code;
}

static bool anything_left(const struct answers *answers)
{
    const struct form *form = answers_form(answers);
    for (uint32_t i = 0; i < form->asked_end; i++) {
        if (form_is_question(&form->items[i]) &&
            answers_state(answers, i, 0) == STATE_NOT_REACHED) {
            return true;
        }
    }
    return false;
}

struct buffer response_of(const struct answers *answers, const struct clinic *clinic)
{
    struct response_facts with = facts;
    struct buffer out;
    with.clinic = clinic;
    with.source = who_answers(answers);
    with.completed = !anything_left(answers);
    buffer_init(&out, LIMIT_JSON_BYTES);
    response_write(answers, &with, &out);
    assert_false(out.full);
    return out;
}

static bool same_value(const struct form_item *it, const struct value *a, const struct value *b)
{
    if (a->state != b->state || a->silence != b->silence || a->open != b->open ||
        a->truth != b->truth) {
        return false;
    }
    if (a->state != VALUE_KNOWN) {
        return true;
    }
    switch (it->type == ITEM_SCORE || it->type == ITEM_REPEAT ? VALUE_NUMBER : it->value_type) {
    case VALUE_NUMBER:
        return a->as.number.least == b->as.number.least && a->as.number.most == b->as.number.most;
    case VALUE_CODE:
        return a->as.code == b->as.code;
    case VALUE_SET:
        return memcmp(a->as.set, b->as.set, sizeof *a->as.set) == 0;
    case VALUE_TEXT:
        return strcmp(a->as.text, b->as.text) == 0;
    case VALUE_DATE:
        return a->as.date.first == b->as.date.first && a->as.date.last == b->as.date.last;
    case VALUE_NONE:
    case VALUE_TRUTH:
        break;
    }
    return true;
}

void response_assert_same(const struct answers *a, const struct answers *b)
{
    const struct form *form = answers_form(a);
    for (uint32_t i = 0; i < form->item_count; i++) {
        const struct form_item *it = &form->items[i];
        bool inside = it->repeat != FORM_NO_ITEM && it->repeat != i;
        if (inside && answers_applies(a, it->repeat, 0) != TRUTH_TRUE) {
            continue;
        }
        uint32_t entries = inside ? answers_entries(a, it->repeat) : 1;
        if (it->type == ITEM_REPEAT && answers_applies(a, i, 0) == TRUTH_TRUE) {
            assert_int_equal(answers_entries(a, i), answers_entries(b, i));
        }
        for (uint32_t entry = 0; entry < entries; entry++) {
            if (answers_state(a, i, entry) != answers_state(b, i, entry) ||
                answers_applies(a, i, entry) != answers_applies(b, i, entry)) {
                fail_msg("the state of '%s' differs", it->id);
            }
            if (!same_value(it, answers_value(a, i, entry), answers_value(b, i, entry))) {
                fail_msg("the value of '%s' differs", it->id);
            }
            const struct answer *x = answers_given(a, i, entry), *y = answers_given(b, i, entry);
            bool counts = answers_applies(a, i, entry) == TRUTH_TRUE;
            bool list = it->type == ITEM_REPEAT && x->kind == ANSWER_VALUE;
            if (!counts) {
                assert_int_equal(y->kind, ANSWER_NONE);
            } else if (list ? y->kind != ANSWER_VALUE : !answer_equal(it, x, y)) {
                fail_msg("the answer to '%s' differs", it->id);
            }
        }
    }
}

void response_print_issues(const struct issues *issues)
{
    for (size_t i = 0; i < issues->count; i++) {
        print_error("%u: %s\n", (unsigned)issues->list[i].line, issues->list[i].text);
    }
}
