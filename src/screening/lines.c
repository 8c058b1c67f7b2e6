#include "screening/lines.h"

#include "interview/words.h"
#include "screening/measure.h"

static const char *finding_name(truth found)
{
    return found == TRUTH_TRUE ? "present" : "cannot-be-excluded";
}

static void write_findings(const struct rules *rules, const truth *found,
                           const struct answers *answers, const struct clinic *clinic, bool tabs,
                           struct buffer *out)
{
    for (uint32_t i = 0; i < rules->count; i++) {
        const struct rule *rule = &rules->list[i];
        if (rule->off || found[i] == TRUTH_FALSE) {
            continue;
        }
        if (tabs) {
            buffer_print(out, "finding\t%s\t%s\t%s\n", rule->id, rule_class_name(rule->class),
                         finding_name(found[i]));
        } else {
            buffer_print(out, "%-18s %-10s %-24s ", finding_name(found[i]),
                         rule_class_name(rule->class), rule->id);
            words_text(rule->therapist, answers, 0, clinic, out);
            buffer_char(out, '\n');
        }
    }
}

static void write_scores(const struct form *form, const struct expr_env *env, bool tabs,
                         struct buffer *out)
{
    for (uint32_t i = 0; i < form->score_count; i++) {
        const struct form_score *score = &form->scores[i];
        struct measure measure = measure_score(form, i, env);
        if (measure.state == MEASURE_NONE) {
            continue;
        }
        char value[DECIMAL_TEXT] = "not-scored";
        if (measure.state == MEASURE_SCORED) {
            measure_print(score, measure.value, value);
        }
        const char *id = form->items[score->item].id;
        if (tabs) {
            buffer_print(out, "score\t%s\t%s\t%s\n", id, value,
                         measure.band != NULL ? measure.band->code : "-");
        } else if (measure.state == MEASURE_SCORED) {
            buffer_print(out, "score %s %s%s%s\n", score->title, value,
                         measure.band != NULL ? ", " : "",
                         measure.band != NULL ? measure.band->text : "");
        } else {
            buffer_print(out, "score %s not scored, %u of %u answered\n", score->title,
                         measure.answered, measure.applicable);
        }
    }
}

// Calls `one` for every question of the form, in order, entry by entry.
static void each_question(const struct answers *answers,
                          void (*one)(void *context, const struct answers *answers, uint32_t item,
                                      uint32_t entry),
                          void *context)
{
    const struct form *form = answers_form(answers);
    for (uint32_t item = 0; item < form->asked_end; item++) {
        const struct form_item *it = &form->items[item];
        if (!form_is_question(it)) {
            continue;
        }
        uint32_t entries = answers_times(answers, item);
        for (uint32_t entry = 0; entry < entries; entry++) {
            one(context, answers, item, entry);
        }
    }
}

struct writing {
    bool tabs;
    struct buffer *out;
};

static void count_asked(void *context, const struct answers *answers, uint32_t item, uint32_t entry)
{
    uint32_t *asked = context;
    *asked += answers_applies(answers, item, entry) == TRUTH_TRUE;
}

static void write_silent(void *context, const struct answers *answers, uint32_t item,
                         uint32_t entry)
{
    const struct writing *writing = context;
    static const char *const names[] = {
        [STATE_DONT_KNOW] = "dont-know", [STATE_DECLINED] = "declined",
        [STATE_SKIPPED] = "skipped",     [STATE_NOT_REACHED] = "not-reached",
        [STATE_PENDING] = "not-reached",
    };
    enum answer_state state = answers_state(answers, item, entry);
    if (state != STATE_ANSWERED && state != STATE_NOT_APPLICABLE) {
        const char *id = answers_form(answers)->items[item].id;
        buffer_print(writing->out, writing->tabs ? "silent\t%s\t%s\n" : "silent %s: %s\n", id,
                     names[state]);
    }
}

static void write_aside(void *context, const struct answers *answers, uint32_t item, uint32_t entry)
{
    const struct writing *writing = context;
    if (answers_aside(answers, item, entry)) {
        const char *id = answers_form(answers)->items[item].id;
        buffer_print(writing->out,
                     writing->tabs ? "aside\t%s\n" : "set aside, does not apply: %s\n", id);
    }
}

void lines_write(const struct rules *rules, const truth *found, const struct answers *answers,
                 const struct clinic *clinic, bool tabs, struct buffer *out)
{
    struct writing writing = {.tabs = tabs, .out = out};
    struct expr_env env = answers_env(answers);
    write_findings(rules, found, answers, clinic, tabs, out);
    write_scores(answers_form(answers), &env, tabs, out);
    uint32_t asked = 0;
    each_question(answers, count_asked, &asked);
    buffer_print(out, tabs ? "asked\t%u\n" : "asked %u\n", asked);
    each_question(answers, write_silent, &writing);
    each_question(answers, write_aside, &writing);
}
