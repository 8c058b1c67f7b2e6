// Findings of one set of answers: all rules by their circuit, the urgent ones by themselves.
#include "screening/screen.h"

#include "base/ensure.h"
#include "screening/circuit.h"

#include <stdlib.h>
#include <string.h>

void screen_all(const struct rules *rules, const struct expr_env *env, truth *found)
{
    memset(found, TRUTH_FALSE, rules->count * sizeof *found); // those that are off
    circuit_run(rules->circuit, env, found);
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
        if (expr_truth(rules->steps[i].when, env) == TRUTH_TRUE) {
            urgent(context, rules->steps[i].rule);
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
