#ifndef SCREENING_TRIAL_H
#define SCREENING_TRIAL_H

#include "interview/answers.h"
#include "screening/rules.h"

// A case: answers, and what must and must not follow from them. The clinician's own tests.
struct trial_score {
    uint32_t item; // the score's item
    const char *value,
        *band; // as printed; band "-": none; value "not-scored"; value "-": does not exist
    uint32_t line;
};

struct trial_rule {
    uint32_t rule;
    truth wanted;
    uint32_t line;
};

struct trial {
    const char *name, *says, *file;
    uint32_t line;
    struct answers *answers; // owned, ended
    const struct trial_rule *rules;
    uint32_t rule_count;
    bool only; // no other rule is present or unsure
    const struct trial_score *scores;
    uint32_t score_count;
    int asked; // -1: not said
};

struct trials {
    struct arena arena;
    struct trial *list;
    size_t count;
};

void trials_clear(struct trials *trials);

// What the cases reach: by rule, was it present, absent, not to be excluded in some case; by part
// of a rule's condition, was it true and was it false.
struct trial_reach {
    uint8_t *rules; // by rule: truth bits seen
    uint8_t **
        parts; // by rule, by node of its condition: truth bits seen (0 for nodes that are no truth)
};

struct trial_reach trial_reach_new(const struct rules *rules, struct arena *arena);
// Runs one case; adds an error for each thing that is not as it says. Returns the number of them.
uint32_t trial_run(const struct trial *trial, const struct rules *rules, struct trial_reach *reach,
                   struct issues *issues);

#endif
