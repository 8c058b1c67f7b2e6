// Limits that no answer keeps, and numbers that are never known.

#include "lint_part.h"

#include "base/date.h"
#include "base/text.h"

#include <string.h>

// Today moves: whatever the fixed day, it is past in the end.
static void lint_days(const struct form_item *item, struct issues *issues)
{
    if (item->min_day.set && item->min_day.today && item->max_day.set && !item->max_day.today) {
        char day[DATE_TEXT];
        issues_add(issues, ISSUE_WARNING, item->file, item->line,
                   "'%s' takes no day after %s: its 'min' is today and its 'max' that day; a 'max' "
                   "that is never past",
                   item->id, date_print(date_of_day(item->max_day.day), day));
    }
}

// What stands in the field is refused as soon as the patient confirms it.
static void lint_start(const struct form_item *item, struct issues *issues)
{
    if ((item->type != ITEM_TEXT && item->type != ITEM_LONGTEXT) || item->start == NULL) {
        return;
    }
    size_t length = text_count(item->start, strlen(item->start));
    size_t most = item->max > 0 ? (size_t)(item->max / DECIMAL_ONE) : 0;
    if (length > most) {
        issues_add(issues, ISSUE_WARNING, item->file, item->line,
                   "'start' of '%s' has %zu characters; at most %zu, its 'max_length'", item->id,
                   length, most);
    }
}

static void lint_division(void *context, const struct expr *expr)
{
    struct issues *issues = context;
    for (uint16_t i = 0; expr->nodes != NULL && i < expr->node_count; i++) {
        const struct expr_node *node = &expr->nodes[i];
        if (node->op != EXPR_DIVIDE) {
            continue;
        }
        const struct expr_node *by = node + 1 + node[1].size;
        if (by->op == EXPR_NUMBER && expr->numbers[by->operand] == 0) {
            issues_add(issues, ISSUE_WARNING, expr->file, expr->line,
                       "a division by 0 is never known; a number that is not 0");
        }
    }
}

void lint_limits(const struct form *form, const struct rules *rules, struct issues *issues)
{
    for (uint32_t i = 0; i < form->asked_end; i++) {
        lint_days(&form->items[i], issues);
        lint_start(&form->items[i], issues);
    }
    lint_expressions(form, rules, lint_division, issues);
}
