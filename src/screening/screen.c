// Screening is one pass over the rules for each class of a rule that others may ask for with
// fired(): the urgent rules first, since fired('urgent') is settled after them, then the rest,
// class by class, so that every fired() sees a class that is complete.
#include "screening/screen.h"

#include "base/ensure.h"

#include <stdlib.h>

// fired() is never unknown: a class has fired when a rule of it is present.
static void settle_class(truth fired[RULE_CLASSES], enum rule_class class, truth found)
{
    if (found == TRUTH_TRUE) {
        fired[class] = TRUTH_TRUE;
    }
}

void screen_all(const struct rules *rules, const struct expr_env *env, truth *found)
{
    truth fired[RULE_CLASSES];
    for (int class = 0; class < RULE_CLASSES; class ++) {
        fired[class] = TRUTH_FALSE;
    }
    struct expr_env with = *env;
    with.fired = fired;
    for (uint32_t i = 0; i < rules->urgent_count; i++) {
        uint32_t rule = rules->urgent[i];
        found[rule] = expr_truth(&rules->list[rule].when, &with);
        settle_class(fired, RULE_URGENT, found[rule]);
    }
    // Rules that ask for a class wait until the rules that do not have settled it.
    for (int asks = 0; asks <= 1; asks++) {
        for (uint32_t i = 0; i < rules->count; i++) {
            const struct rule *rule = &rules->list[i];
            if (rule->off) {
                found[i] = TRUTH_FALSE;
                continue;
            }
            if (rule->class == RULE_URGENT || (rule->when.fired != 0) != (asks == 1)) {
                continue;
            }
            found[i] = expr_truth(&rule->when, &with);
            settle_class(fired, rule->class, found[i]);
        }
    }
}

truth *screen_findings(const struct rules *rules, const struct expr_env *env)
{
    truth *found = calloc(rules->count + 1u, sizeof *found);
    if (found == NULL) {
        die("out of memory");
    }
    screen_all(rules, env, found);
    return found;
}

void screen_urgent(const struct rules *rules, const struct expr_env *env,
                   void (*urgent)(void *context, uint32_t rule), void *context)
{
    for (uint32_t i = 0; i < rules->urgent_count; i++) {
        uint32_t rule = rules->urgent[i];
        if (expr_truth(&rules->list[rule].when, env) == TRUTH_TRUE) {
            urgent(context, rule);
        }
    }
}

enum rule_class screen_gravest(const struct rules *rules, const truth *found)
{
    enum rule_class gravest = RULE_CLASSES;
    for (uint32_t i = 0; i < rules->count; i++) {
        if (found[i] == TRUTH_TRUE && rules->list[i].class < gravest) {
            gravest = rules->list[i].class;
        }
    }
    return gravest;
}
