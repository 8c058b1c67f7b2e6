// What a reader cannot tell apart: two choices, two bands, two parts of one name. What nobody is
// told: an urgent rule without a word to the patient, a rule's text over an answer that is never
// there when the rule is.

#include "form/prove.h"
#include "lint_part.h"

#include <string.h>

enum { TRIES = 20000 };

// Which of the texts before `index` is the same; `index` if none is.
static uint32_t same_before(const char *const *texts, uint32_t index)
{
    uint32_t at = 0;
    while (at < index && strcmp(texts[at], texts[index]) != 0) {
        at++;
    }
    return at;
}

static void lint_options(const struct form_item *item, const struct form_options *options,
                         const char *noun, struct issues *issues)
{
    const char *texts[LIMIT_OPTIONS];
    for (uint32_t i = 0; options != NULL && i < options->count && i < LIMIT_OPTIONS; i++) {
        texts[i] = options->list[i].text;
        uint32_t same = same_before(texts, i);
        if (same < i) {
            issues_add(issues, ISSUE_WARNING, item->file, options->list[i].line,
                       "%s '%s' of '%s' reads like '%s': \"%s\"; a text of its own", noun,
                       options->list[i].code, item->id, options->list[same].code, texts[i]);
        }
    }
}

static void lint_bands(const struct form *form, const struct form_score *score,
                       struct issues *issues)
{
    for (uint32_t i = 0; i < score->band_count; i++) {
        for (uint32_t k = 0; k < i; k++) {
            if (strcmp(score->bands[i].text, score->bands[k].text) == 0) {
                issues_add(issues, ISSUE_WARNING, form->items[score->item].file, score->line,
                           "bands '%s' and '%s' of score '%s' read alike: \"%s\"; a text for each",
                           score->bands[k].code, score->bands[i].code, form->items[score->item].id,
                           score->bands[i].text);
            }
        }
    }
}

static void lint_sections(const struct form *form, struct issues *issues)
{
    struct intern seen;
    intern_init(&seen);
    for (uint32_t i = 0; i < form->section_count; i++) {
        uint32_t same = intern_add(&seen, form->sections[i].title, i);
        if (same != INTERN_NONE) {
            issues_add(issues, ISSUE_WARNING,
                       arena_print(&issues->arena, "%s/form.cfg", form->folder),
                       form->sections[i].line,
                       "sections '%s' and '%s' have one title: \"%s\"; a title for each",
                       form->sections[same].id, form->sections[i].id, form->sections[i].title);
        }
    }
    intern_clear(&seen);
}

// The rule's condition, and all the conditions under which the question is asked, as one.
static const char *together(const struct form *form, const struct rule *rule,
                            const struct form_item *item, struct arena *arena)
{
    const char *all = arena_print(arena, "(%s)", rule->when.source);
    for (uint32_t up = (uint32_t)(item - form->items); up != FORM_NO_ITEM;
         up = form->items[up].parent) {
        if (form->items[up].ask_if != NULL) {
            all = arena_print(arena, "%s and (%s)", all, form->items[up].ask_if->source);
        }
    }
    const struct expr *ask_if = &form->sections[item->section].ask_if;
    return ask_if->nodes != NULL ? arena_print(arena, "%s and (%s)", all, ask_if->source) : all;
}

// Is the answer never there when the rule is present?
static bool is_never_there(const struct form *form, const struct rules *rules,
                           const struct rule *rule, const struct form_item *item)
{
    struct arena arena;
    struct issues quiet;
    struct expr both;
    const struct prove_budget budget = {.tries = TRIES};
    const struct expr_place place = {.file = rules->file,
                                     .line = rule->line,
                                     .repeat = FORM_NO_ITEM,
                                     .self = FORM_NO_ITEM,
                                     .in_rule = true,
                                     .what = rule->id,
                                     .wanted = VALUE_TRUTH};
    if (prove_can_be_true(form, &rule->when, budget) == PROOF_CANNOT) {
        return false;
    }
    arena_init(&arena);
    issues_init(&quiet);
    bool never = expr_compile(together(form, rule, item, &arena), form, &place, &arena, &quiet,
                              &both) == 0 &&
                 prove_can_be_true(form, &both, budget) == PROOF_CANNOT;
    issues_clear(&quiet);
    arena_clear(&arena);
    return never;
}

// Names in braces.
static void lint_named(const struct form *form, const struct rules *rules, const struct rule *rule,
                       const char *text, struct issues *issues)
{
    const char *brace = text != NULL ? strchr(text, '{') : NULL;
    for (; brace != NULL; brace = strchr(text, '{')) {
        text = brace + 1;
        uint32_t found = intern_find_slice(&form->by_id, text, strcspn(text, "}"));
        if (found == INTERN_NONE || found >= form->asked_end ||
            form->items[found].repeat != FORM_NO_ITEM) {
            continue;
        }
        if (is_never_there(form, rules, rule, &form->items[found])) {
            issues_add(issues, ISSUE_WARNING, rules->file, rule->line,
                       "rule '%s' names {%s}, which is never asked when the rule is present; an "
                       "answer that is there",
                       rule->id, form->items[found].id);
        }
    }
}

static void lint_told(const struct form *form, const struct rules *rules, struct issues *issues)
{
    for (uint32_t i = 0; i < rules->count; i++) {
        const struct rule *rule = &rules->list[i];
        if (rule->off || rule->when.nodes == NULL) {
            continue;
        }
        if (rule->published == RULE_URGENT && rule->tell == UINT32_MAX) {
            issues_add(issues, ISSUE_WARNING, rules->file, rule->line,
                       "urgent rule '%s' has nothing to tell the patient; a 'tell'", rule->id);
        }
        lint_named(form, rules, rule, rule->therapist, issues);
        lint_named(form, rules, rule, rule->todo, issues);
        if (rule->tell < rules->tell_count) {
            lint_named(form, rules, rule, rules->tells[rule->tell].text, issues);
        }
    }
}

void lint_words(const struct form *form, const struct rules *rules, struct issues *issues)
{
    for (uint32_t i = 0; i < form->item_count; i++) {
        const struct form_item *item = &form->items[i];
        if (item->type == ITEM_ONE || item->type == ITEM_MANY) {
            lint_options(item, item->options, "option", issues);
        }
        lint_options(item, item->kinds, "kind", issues);
    }
    for (uint32_t i = 0; i < form->score_count; i++) {
        lint_bands(form, &form->scores[i], issues);
    }
    lint_sections(form, issues);
    if (rules != NULL) {
        lint_told(form, rules, issues);
    }
}
