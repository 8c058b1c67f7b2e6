// What is legal but suspect. This file: the rules as such, and the clinic's changes.

#include "lint_part.h"
#include "load/load.h"
#include "load/translation.h"

#include <string.h>

void lint_expressions(const struct form *form, const struct rules *rules,
                      void (*visit)(void *context, const struct expr *expr), void *context)
{
    for (uint32_t i = 0; i < form->section_count; i++) {
        visit(context, &form->sections[i].ask_if);
    }
    for (uint32_t i = 0; i < form->item_count; i++) {
        const struct form_item *item = &form->items[i];
        if (item->ask_if != NULL) {
            visit(context, item->ask_if);
        }
        if (item->value != NULL) {
            visit(context, item->value);
        }
        for (uint32_t k = 0; k < item->check_count; k++) {
            visit(context, &item->checks[k].ok);
        }
    }
    for (uint32_t i = 0; i < form->score_count; i++) {
        for (uint32_t k = 0; k < form->scores[i].note_count; k++) {
            visit(context, &form->scores[i].notes[k].when);
        }
    }
    for (uint32_t i = 0; rules != NULL && i < rules->count; i++) {
        visit(context, &rules->list[i].when);
    }
}

static void lint_rules(const struct rules *rules, struct issues *issues)
{
    for (uint32_t i = 0; i < rules->count; i++) {
        const struct rule *rule = &rules->list[i];
        if (rule->source_count == 0 || rule->evidence == NULL) {
            issues_add(issues, ISSUE_WARNING, rules->file, rule->line,
                       "rule '%s' has no %s; where it comes from and how well that is known",
                       rule->id,
                       rule->source_count > 0   ? "'evidence'"
                       : rule->evidence != NULL ? "'source'"
                                                : "'source' and no 'evidence'");
        }
    }
}

// The clinic's changes stand beside the rules file.
static const char *changes_file(const struct rules *rules, struct issues *issues)
{
    const char *slash = strrchr(rules->file, '/');
    int length = slash != NULL ? (int)(slash + 1 - rules->file) : 0;
    return arena_print(&issues->arena, "%.*sclinic-rules.cfg", length, rules->file);
}

static void lint_changes(const struct rules *rules, struct issues *issues)
{
    for (uint32_t i = 0; i < rules->change_count; i++) {
        const struct rule_change *change = &rules->changes[i];
        const struct rule *rule = &rules->list[change->rule];
        if (rule->class > rule->published) {
            issues_add(issues, ISSUE_WARNING, changes_file(rules, issues), change->line,
                       "rule '%s' is lowered from '%s' to '%s' by %s; a class no lower", rule->id,
                       rule_class_name(rule->published), rule_class_name(rule->class),
                       change->name);
        }
        if (rule->off && rule->published == RULE_URGENT) {
            issues_add(issues, ISSUE_WARNING, changes_file(rules, issues), change->line,
                       "urgent rule '%s' is turned off by %s; an urgent rule in use", rule->id,
                       change->name);
        }
    }
}

void lint_form(const struct form *form, const struct rules *rules, struct files *files,
               struct issues *issues)
{
    lint_fit(form, issues);
    lint_reach(form, rules, issues);
    lint_use(form, rules, issues);
    lint_words(form, rules, issues);
    lint_limits(form, rules, issues);
    lint_translations(form, files, issues);
    if (rules != NULL) {
        lint_rules(rules, issues);
        lint_changes(rules, issues);
    }
}
