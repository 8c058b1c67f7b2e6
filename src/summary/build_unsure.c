// What cannot be excluded, by the question that would settle it, gravest rule first.
#include "interview/words.h"
#include "summary/build.h"

// The first silent question a rule waits for; FORM_NO_ITEM if it is a partial date or the clock.
static uint32_t missing_question(struct build *build, const struct reasons *reasons)
{
    for (uint32_t item = 0; item < build->form->asked_end; item++) {
        if ((reasons->said.words[item >> 6] >> (item & 63) & 1) == 0 ||
            !form_is_question(&build->form->items[item])) {
            continue;
        }
        enum answer_state state = answers_state(build->answers, item, 0);
        if ((state != STATE_ANSWERED && state != STATE_NOT_APPLICABLE) ||
            answers_value(build->answers, item, 0)->silence != SILENCE_NOT) {
            return item;
        }
    }
    for (uint32_t item = 0; item < build->form->asked_end; item++) {
        if ((reasons->said.words[item >> 6] >> (item & 63) & 1) != 0 &&
            form_is_question(&build->form->items[item])) {
            return item;
        }
    }
    return FORM_NO_ITEM;
}

enum { UNSURE_NAMED = 3 };

static void say_missing(struct build *build, uint32_t item, struct buffer *out)
{
    const struct form_item *it = &build->form->items[item];
    struct buffer words;
    buffer_init(&words, LIMIT_ANSWER);
    build_answer_words(build, item, 0, &words);
    if (words.length == 0) {
        buffer_text(&words, words_state(answers_state(build->answers, item, 0)));
    }
    buffer_print(out, "%s: %s - ask: ", it->label, words.bytes);
    words_text(it->text, build->answers, 0, build->clinic, out);
    buffer_clear(&words);
}

// One question that would settle rules, and what it would settle, gravest first; three are named.
static void build_unsure_question(struct build *build, const uint32_t *waits, uint32_t item)
{
    struct buffer *text = &build->text;
    struct evidence evidence = evidence_new(build);
    buffer_reset(text);
    if (item != FORM_NO_ITEM) {
        say_missing(build, item, text);
        evidence_add(build, evidence, item);
    } else {
        buffer_text(text, "The date must be confirmed");
    }
    uint32_t named = 0, more = 0;
    for (int class = 0; class <= RULE_RELATIVE; class ++) {
        for (uint32_t i = 0; i < build->rules->count; i++) {
            const struct rule *rule = &build->rules->list[i];
            if (rule->class != (enum rule_class) class || build->found[i] != TRUTH_UNKNOWN ||
                waits[i] != item) {
                continue;
            }
            struct reasons reasons = reasons_of(build, rule);
            evidence_merge(build, evidence, reasons.evidence);
            if (named == UNSURE_NAMED) {
                more++;
                continue;
            }
            buffer_print(text, "%s%s: ", named == 0 ? "  [" : " / ", rule_class_name(rule->class));
            words_text(rule->therapist, build->answers, 0, build->clinic, text);
            named++;
        }
    }
    if (more > 0) {
        buffer_print(text, " / and %u more", more);
    }
    if (named > 0) {
        buffer_char(text, ']');
    }
    build_line(build, PART_UNSURE, LINE_TEXT, "?", text->bytes, evidence);
}

static void count_lesser(struct build *build)
{
    uint32_t lesser = 0;
    struct evidence evidence = evidence_new(build);
    for (uint32_t i = 0; i < build->rules->count; i++) {
        const struct rule *rule = &build->rules->list[i];
        if (build->found[i] == TRUTH_UNKNOWN && rule->class > RULE_RELATIVE) {
            struct reasons reasons = reasons_of(build, rule);
            evidence_merge(build, evidence, reasons.evidence);
            lesser++;
        }
    }
    if (lesser > 0) {
        buffer_reset(&build->text);
        buffer_print(&build->text, "and %u precautions, yellow flags or practical points", lesser);
        build_line(build, PART_UNSURE, LINE_TEXT, " ", build->text.bytes, evidence);
    }
}

void build_unsure(struct build *build)
{
    const struct rules *rules = build->rules;
    uint32_t *waits = arena_array(&build->summary->arena, uint32_t, rules->count + 1);
    bool any = false;
    for (uint32_t i = 0; i < rules->count; i++) {
        if (build->found[i] == TRUTH_UNKNOWN) {
            struct reasons reasons = reasons_of(build, &rules->list[i]);
            waits[i] = missing_question(build, &reasons);
            any = true;
        }
    }
    if (!any) {
        return;
    }
    build_line(build, PART_UNSURE, LINE_HEADING, NULL, "CANNOT BE EXCLUDED",
               (struct evidence){NULL});
    uint8_t *done = arena_array(&build->summary->arena, uint8_t, build->form->item_count + 1);
    for (int class = 0; class <= RULE_RELATIVE; class ++) {
        for (uint32_t i = 0; i < rules->count; i++) {
            if (rules->list[i].class != (enum rule_class) class ||
                build->found[i] != TRUTH_UNKNOWN) {
                continue;
            }
            uint32_t slot = waits[i] == FORM_NO_ITEM ? build->form->item_count : waits[i];
            if (!done[slot]) {
                done[slot] = 1;
                build_unsure_question(build, waits, waits[i]);
            }
        }
    }
    count_lesser(build);
}
