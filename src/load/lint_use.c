// What nothing reads: settings, calculated values, texts for patients. A register of sources
// is no mistake, however much of it no rule names yet.

#include "lint_part.h"

#include "base/ensure.h"

#include <stdlib.h>
#include <string.h>

struct use {
    const struct form *form;
    bool *items;
    bool *settings;
};

static bool *flags(size_t count)
{
    bool *list = calloc(count + 1, sizeof(*list));
    if (list == NULL) {
        die("out of memory");
    }
    return list;
}

static void use_expression(void *context, const struct expr *expr)
{
    struct use *use = context;
    for (uint32_t i = 0; i < expr->read_count; i++) {
        use->items[expr->reads[i]] = true;
    }
    for (uint16_t i = 0; expr->nodes != NULL && i < expr->node_count; i++) {
        if (expr->nodes[i].op == EXPR_SETTING) {
            use->settings[expr->nodes[i].slot] = true;
        }
    }
}

// Names in braces.
static void use_text(struct use *use, const char *text)
{
    const char *brace = text != NULL ? strchr(text, '{') : NULL;
    for (; brace != NULL; brace = strchr(text, '{')) {
        text = brace + 1;
        size_t length = strcspn(text, "}");
        uint32_t item = intern_find_slice(&use->form->by_id, text, length);
        if (item != INTERN_NONE) {
            use->items[item] = true;
        }
    }
}

static void use_form(struct use *use)
{
    const struct form *form = use->form;
    for (uint32_t i = 0; i < form->item_count; i++) {
        const struct form_item *item = &form->items[i];
        use_text(use, item->text);
        use_text(use, item->hint);
        use_text(use, item->help);
        use_text(use, item->why);
        for (uint32_t k = 0; k < item->page_count; k++) {
            use_text(use, item->pages[k]);
        }
    }
    for (uint32_t i = 0; i < form->score_count; i++) {
        for (uint32_t k = 0; k < form->scores[i].item_count; k++) {
            use->items[form->scores[i].items[k]] = true;
        }
    }
    for (uint32_t i = 0; i < form->page_count; i++) {
        for (uint32_t k = 0; k < form->pages[i].item_count; k++) {
            use->items[form->pages[i].items[k]] = true;
        }
    }
}

static void use_rules(struct use *use, const struct rules *rules)
{
    for (uint32_t i = 0; i < rules->count; i++) {
        use_text(use, rules->list[i].therapist);
        use_text(use, rules->list[i].todo);
    }
    for (uint32_t i = 0; i < rules->tell_count; i++) {
        use_text(use, rules->tells[i].text);
    }
}

static void lint_registers(const struct form *form, const struct rules *rules,
                           struct issues *issues)
{
    bool *tells = flags(rules->tell_count);
    for (uint32_t i = 0; i < rules->count; i++) {
        const struct rule *rule = &rules->list[i];
        if (rule->tell != UINT32_MAX) {
            tells[rule->tell] = true;
        }
    }
    for (uint32_t i = 0; i < form->score_count; i++) {
        const struct form_score *score = &form->scores[i];
        for (uint32_t k = 0; k < score->change_count; k++) {
            const char *named = score->changes[k].source;
            bool found = named == NULL;
            for (uint32_t s = 0; s < rules->source_count && named != NULL; s++) {
                if (strcmp(rules->sources[s].id, named) == 0) {
                    found = true;
                }
            }
            if (!found) {
                issues_add(issues, ISSUE_WARNING, form->items[score->item].file, score->line,
                           "score '%s' names source '%.40s', which the rules file does not list; "
                           "one of its 'sources'",
                           form->items[score->item].id, named);
            }
        }
    }
    for (uint32_t i = 0; i < rules->tell_count; i++) {
        if (!tells[i]) {
            issues_add(issues, ISSUE_WARNING, rules->file, 0,
                       "tell '%s' is used by no rule; a rule that names it", rules->tells[i].id);
        }
    }
    free(tells);
}

void lint_use(const struct form *form, const struct rules *rules, struct issues *issues)
{
    struct use use = {
        .form = form, .items = flags(form->item_count), .settings = flags(form->setting_count)};
    if (rules != NULL) { // without them one cannot say what is not read
        lint_expressions(form, rules, use_expression, &use);
        use_form(&use);
        use_rules(&use, rules);
        for (uint32_t i = 0; i < form->setting_count; i++) {
            if (!use.settings[i]) {
                issues_add(issues, ISSUE_WARNING,
                           arena_print(&issues->arena, "%s/form.cfg", form->folder), 0,
                           "setting '%s' is read by nothing; setting('%s') somewhere",
                           form->settings[i].id, form->settings[i].id);
            }
        }
        for (uint32_t i = 0; i < form->item_count; i++) {
            const struct form_item *item = &form->items[i];
            if (item->type == ITEM_VALUE && !use.items[i]) {
                issues_add(issues, ISSUE_WARNING, item->file, item->line,
                           "value '%s' is read by nothing; an expression, text or page line that "
                           "names it",
                           item->id);
            }
        }
        lint_registers(form, rules, issues);
    }
    free(use.items);
    free(use.settings);
}
