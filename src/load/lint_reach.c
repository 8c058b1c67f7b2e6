// What can be proved about conditions, and what doubt would do to safety questions.

#include "form/prove.h"
#include "lint_part.h"

#include "base/ensure.h"

#include <stdlib.h>

enum { TRIES = 20000 };

static const struct prove_budget budget = {.tries = TRIES};

static void reach_items(const struct form *form, struct issues *issues)
{
    for (uint32_t i = 0; i < form->section_count; i++) {
        const struct expr *ask_if = &form->sections[i].ask_if;
        if (ask_if->nodes != NULL && prove_can_be_true(form, ask_if, budget) == PROOF_CANNOT) {
            issues_add(issues, ISSUE_WARNING, ask_if->file, ask_if->line,
                       "section '%s' is never asked: its ask_if can never be true; one that can",
                       form->sections[i].id);
        }
    }
    for (uint32_t i = 0; i < form->asked_end; i++) {
        const struct form_item *item = &form->items[i];
        if (item->ask_if != NULL && prove_can_be_true(form, item->ask_if, budget) == PROOF_CANNOT) {
            issues_add(issues, ISSUE_WARNING, item->ask_if->file, item->ask_if->line,
                       "'%s' is never asked: its ask_if can never be true; one that can", item->id);
        }
    }
}

static void reach_rules(const struct form *form, const struct rules *rules, struct issues *issues)
{
    for (uint32_t i = 0; i < rules->count; i++) {
        const struct rule *rule = &rules->list[i];
        if (rule->off || rule->when.nodes == NULL) {
            continue;
        }
        if (prove_can_be_true(form, &rule->when, budget) == PROOF_CANNOT) {
            issues_add(issues, ISSUE_WARNING, rules->file, rule->when.line,
                       "rule '%s' can never be present; a condition that can be true", rule->id);
        } else if (prove_can_fail(form, &rule->when, budget) == PROOF_CANNOT) {
            issues_add(issues, ISSUE_WARNING, rules->file, rule->when.line,
                       "rule '%s' is always present; a condition that can be false", rule->id);
        }
    }
}

// Safety questions and doubt

// For every item: does its value come from a safety question, directly or through calculated
// values? Values stand after all questions, and read each other in the order of dependence.
struct safety {
    const struct form *form;
    struct issues *issues;
    bool *from;
};

static bool reads_safety(const struct safety *safety, const struct expr *expr)
{
    for (uint32_t i = 0; i < expr->read_count; i++) {
        if (safety->from[expr->reads[i]]) {
            return true;
        }
    }
    return false;
}

static void find_safety(struct safety *safety)
{
    const struct form *form = safety->form;
    for (uint32_t i = 0; i < form->item_count; i++) {
        safety->from[i] = form->items[i].safety;
    }
    // A value may read one that stands after it: again until nothing is new. Chains are short.
    bool more = true;
    for (int round = 0; more && round < 16; round++) {
        more = false;
        for (uint32_t i = 0; i < form->item_count; i++) {
            if (!safety->from[i] && form->items[i].value != NULL &&
                reads_safety(safety, form->items[i].value)) {
                safety->from[i] = more = true;
            }
        }
    }
}

// Is a condition true also where an answer is unknown? `negated`: it stands under a `not`.
static bool true_in_doubt(const struct expr_node *node, bool negated)
{
    switch ((enum expr_op)node->op) {
    case EXPR_MAYBE:
        return !negated;
    case EXPR_SURELY:
        return negated;
    case EXPR_TRUTH:
    case EXPR_SETTING:
    case EXPR_ANSWERED:
    case EXPR_SILENT:
    case EXPR_FIRED:
        return true; // never in doubt
    case EXPR_NOT:
        return true_in_doubt(node + 1, !negated);
    case EXPR_AND:
    case EXPR_OR:
        for (const struct expr_node *part = node + 1; part < node + node->size;
             part += part->size) {
            if (!true_in_doubt(part, negated)) {
                return false;
            }
        }
        return true;
    default:
        return false;
    }
}

static void check_doubt(const struct safety *safety, const struct form_item *item,
                        const struct expr *ask_if, const char *whose)
{
    if (ask_if != NULL && ask_if->nodes != NULL && !true_in_doubt(ask_if->nodes, false)) {
        issues_add(safety->issues, ISSUE_WARNING, item->file,
                   ask_if == item->ask_if ? ask_if->line : item->line,
                   "safety question '%s' is asked only when %s ask_if is certain; maybe(...)",
                   item->id, whose);
    }
}

static void check_safety_questions(const struct safety *safety)
{
    const struct form *form = safety->form;
    for (uint32_t i = 0; i < form->asked_end; i++) {
        const struct form_item *item = &form->items[i];
        if (!item->safety) {
            continue;
        }
        check_doubt(safety, item, item->ask_if, "its");
        for (uint32_t up = item->parent; up != FORM_NO_ITEM; up = form->items[up].parent) {
            check_doubt(safety, item, form->items[up].ask_if, "its group's");
        }
        check_doubt(safety, item, &form->sections[item->section].ask_if, "its section's");
    }
}

// Does a part of an expression use the value of an answer that safety hangs on?
static bool uses_safety(const struct safety *safety, const struct expr_node *node)
{
    const struct expr_node *end = node + node->size;
    while (node < end) {
        if (node->op == EXPR_ANSWERED || node->op == EXPR_SILENT || node->op == EXPR_SURELY ||
            node->op == EXPR_SETTING || node->op == EXPR_FIRED) {
            node += node->size;
            continue;
        }
        bool names =
            node->op == EXPR_NAME || (node->op >= EXPR_NAME_EQ && node->op <= EXPR_HAS_NAME);
        if (names && node->item < safety->form->item_count && safety->from[node->item]) {
            return true;
        }
        node++;
    }
    return false;
}

static void check_not(void *context, const struct expr *expr)
{
    const struct safety *safety = context;
    for (uint16_t i = 0; expr->nodes != NULL && i < expr->node_count; i++) {
        if (expr->nodes[i].op == EXPR_NOT && uses_safety(safety, &expr->nodes[i + 1])) {
            issues_add(safety->issues, ISSUE_WARNING, expr->file, expr->line,
                       "'not' over a safety answer takes doubt and what does not apply for a no; "
                       "not surely(...)");
            return;
        }
    }
}

void lint_reach(const struct form *form, const struct rules *rules, struct issues *issues)
{
    struct safety safety = {.form = form, .issues = issues};
    safety.from = calloc((size_t)form->item_count + 1, sizeof(*safety.from));
    if (safety.from == NULL) {
        die("out of memory");
    }
    find_safety(&safety);
    check_safety_questions(&safety);
    lint_expressions(form, rules, check_not, &safety);
    free(safety.from);
    reach_items(form, issues);
    if (rules != NULL) {
        reach_rules(form, rules, issues);
    }
}
