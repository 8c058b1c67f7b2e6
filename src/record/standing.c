// A rule that is off is never found: it weighs nothing here.
#include "record/standing.h"

#include "base/text.h"
#include "record/facts.h"
#include "screening/screen.h"

#include <string.h>

enum { CLASS_NAME = 32 };

void standing_of(const struct rules *rules, const truth *found, struct standing *out)
{
    *out = (struct standing){.gravest = screen_gravest(rules, found)};
    const struct rule *first = NULL;
    for (uint32_t i = 0; i < rules->count; i++) {
        const struct rule *rule = &rules->list[i];
        if (rule->class == RULE_URGENT && found[i] == TRUTH_UNKNOWN) {
            out->urgent_not_excluded = true;
        }
        if (first == NULL && rule->class == out->gravest && found[i] == TRUTH_TRUE) {
            first = rule;
        }
    }
    if (first != NULL) {
        size_t length = text_fit(first->therapist, strlen(first->therapist), STANDING_REASON - 1);
        memcpy(out->reason, first->therapist, length);
    }
}

void standing_write(const struct standing *standing, struct buffer *facts)
{
    if (standing->gravest != RULE_CLASSES) {
        facts_add(facts, "gravest", rule_class_name(standing->gravest));
        facts_add(facts, "reason", standing->reason);
    }
    facts_add_number(facts, "urgent-not-excluded", standing->urgent_not_excluded ? 1 : 0);
}

bool standing_read(const struct buffer *facts, struct standing *out)
{
    char name[CLASS_NAME];
    uint64_t doubt = 0;
    *out = (struct standing){.gravest = RULE_CLASSES};
    if (!facts_number(facts, "urgent-not-excluded", &doubt)) {
        return false;
    }
    out->urgent_not_excluded = doubt != 0;
    if (facts_find(facts, "gravest", name, sizeof name)) {
        int class = 0;
        while (class < RULE_CLASSES &&
               strcmp(rule_class_name((enum rule_class) class), name) != 0) {
            class ++;
        }
        out->gravest = (enum rule_class) class;
        facts_find_cut(facts, "reason", out->reason, sizeof out->reason);
    }
    return true;
}
