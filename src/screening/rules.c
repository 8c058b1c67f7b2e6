// The names of the classes, the order of screening, and the end of a set of rules. Everything else
// about rules is data.
#include "screening/rules.h"

#include "screening/circuit.h"

#include <stdlib.h>
#include <string.h>

const char *rule_class_name(enum rule_class class)
{
    return class < RULE_CLASSES ? expr_class_names[class] : "";
}

enum rule_class rule_class_from_name(const char *name)
{
    for (int i = 0; i < RULE_CLASSES; i++) {
        if (strcmp(name, expr_class_names[i]) == 0) {
            return (enum rule_class)i;
        }
    }
    return RULE_CLASSES;
}

static void put_in_order(struct rules *rules)
{
    rules->steps = arena_array(&rules->arena, struct rule_step, rules->count);
    rules->step_count = 0;
    for (int class = 0; class < RULE_CLASSES; class ++) {
        for (uint32_t i = 0; i < rules->count; i++) {
            const struct rule *rule = &rules->list[i];
            if ((int)rule->class == class && !rule->off) {
                rules->steps[rules->step_count++] = (struct rule_step){&rule->when, i, rule->class};
            }
        }
        if (class == RULE_URGENT) {
            rules->urgent_count = rules->step_count;
        }
    }
}

void rules_settle(struct rules *rules, const struct form *form)
{
    put_in_order(rules);
    rules->circuit = circuit_build(rules, form);
}

void rules_free(struct rules *rules)
{
    if (rules == NULL) {
        return;
    }
    intern_clear(&rules->by_id);
    struct arena arena = rules->arena;
    arena_clear(&arena);
    free(rules);
}
