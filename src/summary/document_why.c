// Why a rule is as it is.
#include "summary/documents.h"

#include "interview/words.h"
#include "summary/build.h"
#include "summary/condition.h"
#include "summary/otherwise.h"

#include <string.h>

// The scores and calculated numbers that a part reads, as they are now.
static void add_numbers(struct build *build, const struct reasons *reasons)
{
    const struct form *form = build->form;
    struct buffer words;
    buffer_init(&words, LIMIT_TEXT);
    for (uint32_t item = form->asked_end; item < form->item_count; item++) {
        const struct form_item *it = &form->items[item];
        bool read = (reasons->said[item >> 6] >> (item & 63) & 1) != 0;
        if (!read || it->value_type != VALUE_NUMBER || strcmp(it->label, it->id) == 0) {
            continue;
        }
        buffer_reset(&words);
        words_value(form, item, answers_value(build->both, item, 0), &words);
        build_join(build, PART_FLAGS, LINE_FACT, it->label, words.bytes);
    }
    buffer_clear(&words);
}

static void visit(void *context, int depth, const struct expr *part, const char *text, bool leaf)
{
    struct build *build = context;
    struct summary_line *line = build_join(build, PART_FLAGS, LINE_CONDITION, NULL, text);
    line->depth = (uint8_t)(depth > UINT8_MAX ? UINT8_MAX : depth);
    line->now = expr_truth(part, &build->env);
    if (leaf) {
        struct reasons reasons = reasons_of(build, part);
        add_numbers(build, &reasons);
        build_reasons(&reasons, part, LINE_FACT);
    }
}

static void add_sources(struct build *build, const struct rule *rule)
{
    if (rule->source_count == 0) {
        return;
    }
    build_line(build, PART_SOURCES, LINE_TEXT, build->phrases->sources, "");
    for (uint32_t i = 0; i < rule->source_count; i++) {
        const struct rule_source *source = &build->rules->sources[rule->sources[i]];
        buffer_reset(&build->text);
        buffer_text(&build->text, source->text);
        if (source->address != NULL) {
            buffer_print(&build->text, ", %s", source->address);
        }
        build_join(build, PART_SOURCES, LINE_SOURCE, source->id, build->text.bytes);
    }
}

static void add_change(struct build *build, const struct rule *rule)
{
    if (rule->change == UINT32_MAX) {
        return;
    }
    const struct rule_change *change = &build->rules->changes[rule->change];
    struct buffer by;
    buffer_init(&by, LIMIT_TEXT);
    phrase_fill(&by, build->phrases->by, change->name, change->date);
    buffer_reset(&build->text);
    phrase_fill(&build->text, build->phrases->changed_by, by.bytes, change->reason);
    build_line(build, PART_NOTES, LINE_TEXT, NULL, build->text.bytes);
    buffer_clear(&by);
}

struct summary *summary_why(const struct answers *answers, const struct rules *rules,
                            const truth *found, uint32_t rule, const struct clinic *clinic,
                            const struct summary_facts *facts)
{
    struct build build;
    build_begin(&build, answers, rules, found, clinic, facts);
    build.summary->in_order = true;
    const struct rule *of = &rules->list[rule];
    const struct phrases *phrases = build.phrases;
    const struct wording wording = {
        .form = build.form, .phrases = phrases, .words = &phrases->condition};
    build_title(&build, phrases->title_why);
    build_tell(&build, of);
    struct summary_line *flag = build_line(&build, PART_FLAGS, LINE_FLAG, NULL, build.text.bytes);
    flag->class = of->class;
    flag->rule = rule;
    flag->now = found[rule];
    int state = found[rule] == TRUTH_TRUE ? 0 : found[rule] == TRUTH_FALSE ? 1 : 2;
    build_join(&build, PART_FLAGS, LINE_FACT, phrases->now,
               of->off ? phrases->rule_off : phrases->states[state]);
    condition_walk(&wording, &of->when, visit, &build);
    if (!of->off) {
        otherwise_build(&build, rule);
    }
    build_standing(&build, of);
    build_done(&build, rule);
    add_change(&build, of);
    add_sources(&build, of);
    build_foot(&build);
    return build_end(&build);
}
