// The names of the classes, and the end of a set of rules. Everything else about rules is data.
#include "screening/rules.h"

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
