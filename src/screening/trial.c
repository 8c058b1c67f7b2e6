// Runs a clinician's case and says what is not as it says; remembers which rules, and which parts
// of their conditions, were seen true and seen false, so that what no case reaches can be named.
#include "screening/trial.h"

#include "screening/measure.h"
#include "screening/screen.h"

#include <string.h>

void trials_clear(struct trials *trials)
{
    for (size_t i = 0; i < trials->count; i++) {
        answers_free(trials->list[i].answers);
    }
    arena_clear(&trials->arena);
    *trials = (struct trials){0};
}

struct trial_reach trial_reach_new(const struct rules *rules, struct arena *arena)
{
    struct trial_reach reach;
    reach.rules = arena_array(arena, uint8_t, rules->count);
    reach.parts = arena_array(arena, uint8_t *, rules->count);
    for (uint32_t i = 0; i < rules->count; i++) {
        reach.parts[i] = arena_array(arena, uint8_t, rules->list[i].when.node_count);
    }
    return reach;
}

// What is said of a rule: "rule 'x' is present".
static const char *found_words(truth found)
{
    switch (found) {
    case TRUTH_TRUE:
        return "is present";
    case TRUTH_FALSE:
        return "is absent";
    default:
        return "cannot be excluded";
    }
}

// Every part of a condition that is a truth is an expression of its own: it starts at its node.
static void reach_parts(const struct expr *when, const struct expr_env *env, uint8_t *parts)
{
    for (uint16_t node = 0; node < when->node_count; node++) {
        if (when->nodes[node].type != VALUE_TRUTH) {
            continue;
        }
        struct expr part = *when;
        part.nodes = when->nodes + node;
        part.node_count = when->nodes[node].size;
        parts[node] |= expr_truth(&part, env);
    }
}

static void note_reach(const struct rules *rules, const struct expr_env *env, const truth *found,
                       struct trial_reach *reach)
{
    truth fired[RULE_CLASSES];
    for (int class = 0; class < RULE_CLASSES; class ++) {
        fired[class] = TRUTH_FALSE;
    }
    for (uint32_t i = 0; i < rules->count; i++) {
        if (found[i] == TRUTH_TRUE) {
            fired[rules->list[i].class] = TRUTH_TRUE;
        }
    }
    struct expr_env with = *env;
    with.fired = fired;
    for (uint32_t i = 0; i < rules->count; i++) {
        reach->rules[i] |= found[i];
        reach_parts(&rules->list[i].when, &with, reach->parts[i]);
    }
}

static uint32_t check_rules(const struct trial *trial, const struct rules *rules,
                            const truth *found, struct issues *issues)
{
    uint32_t wrong = 0;
    for (uint32_t i = 0; i < trial->rule_count; i++) {
        const struct trial_rule *wanted = &trial->rules[i];
        if (found[wanted->rule] != wanted->wanted) {
            issues_add(issues, ISSUE_ERROR, trial->file, wanted->line,
                       "case '%s': rule '%s' %s; expected that it %s", trial->name,
                       rules->list[wanted->rule].id, found_words(found[wanted->rule]),
                       found_words(wanted->wanted));
            wrong++;
        }
    }
    if (!trial->only) {
        return wrong;
    }
    for (uint32_t rule = 0; rule < rules->count; rule++) {
        bool named = false;
        for (uint32_t i = 0; i < trial->rule_count; i++) {
            named = named || trial->rules[i].rule == rule;
        }
        if (!named && found[rule] != TRUTH_FALSE) {
            issues_add(issues, ISSUE_ERROR, trial->file, trial->line,
                       "case '%s': rule '%s' %s; expected no other rule than those named "
                       "(only = true)",
                       trial->name, rules->list[rule].id, found_words(found[rule]));
            wrong++;
        }
    }
    return wrong;
}

static uint32_t check_scores(const struct trial *trial, const struct form *form,
                             const struct expr_env *env, struct issues *issues)
{
    uint32_t wrong = 0;
    for (uint32_t i = 0; i < trial->score_count; i++) {
        const struct trial_score *wanted = &trial->scores[i];
        uint32_t score = form->items[wanted->item].score;
        struct measure measure = measure_score(form, score, env);
        char printed[DECIMAL_TEXT] = "-";
        const char *value = printed;
        if (measure.state == MEASURE_SCORED) {
            measure_print(&form->scores[score], measure.value, printed);
        } else if (measure.state == MEASURE_NOT_SCORED) {
            value = "not-scored";
        }
        const char *band = measure.band != NULL ? measure.band->code : "-";
        if (strcmp(value, wanted->value) != 0 ||
            (wanted->band != NULL && strcmp(band, wanted->band) != 0)) {
            issues_add(issues, ISSUE_ERROR, trial->file, wanted->line,
                       "case '%s': score '%s' is %s, band %s; expected %s, band %s", trial->name,
                       form->items[wanted->item].id, value, band, wanted->value,
                       wanted->band != NULL ? wanted->band : "(any)");
            wrong++;
        }
    }
    return wrong;
}

static int count_asked(const struct trial *trial, const struct form *form)
{
    int asked = 0;
    for (uint32_t item = 0; item < form->asked_end; item++) {
        const struct form_item *it = &form->items[item];
        if (!form_is_question(it)) {
            continue;
        }
        uint32_t entries = answers_times(trial->answers, item);
        for (uint32_t entry = 0; entry < entries; entry++) {
            asked += answers_applies(trial->answers, item, entry) == TRUTH_TRUE;
        }
    }
    return asked;
}

uint32_t trial_run(const struct trial *trial, const struct rules *rules, struct trial_reach *reach,
                   struct issues *issues)
{
    const struct form *form = answers_form(trial->answers);
    struct expr_env env = answers_env(trial->answers);
    struct arena arena;
    arena_init(&arena);
    truth *found = arena_array(&arena, truth, rules->count);
    screen_all(rules, &env, found);
    if (reach != NULL) {
        note_reach(rules, &env, found, reach);
    }
    uint32_t wrong = check_rules(trial, rules, found, issues);
    wrong += check_scores(trial, form, &env, issues);
    int asked = trial->asked < 0 ? -1 : count_asked(trial, form);
    if (asked != trial->asked) {
        issues_add(issues, ISSUE_ERROR, trial->file, trial->line,
                   "case '%s': %d questions are asked; expected %d", trial->name, asked,
                   trial->asked);
        wrong++;
    }
    arena_clear(&arena);
    return wrong;
}
