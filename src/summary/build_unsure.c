// What cannot be excluded, by the question that would settle it, gravest rule first.
#include "interview/words.h"
#include "summary/build.h"

static bool is_silent(struct build *build, uint32_t item, uint32_t entry)
{
    enum answer_state state = answers_state(build->both, item, entry);
    return state != STATE_NOT_APPLICABLE &&
           (state != STATE_ANSWERED ||
            answers_value(build->both, item, entry)->silence != SILENCE_NOT);
}

// What a silent question hangs on: the first silent question that its condition was left open by.
struct root {
    struct build *build;
    uint32_t below; // a condition reads only earlier questions
    uint32_t item;
    uint32_t depth;
};

enum { ROOT_DEPTH = 32 };

static void find_root(void *context, uint32_t item, uint32_t entry)
{
    struct root *root = context;
    const struct form_item *it = &root->build->form->items[item];
    if (it->type == ITEM_VALUE && root->depth < ROOT_DEPTH) {
        struct expr_env env = root->build->env;
        env.entry = entry;
        root->depth++;
        expr_why(it->value, &env, find_root, root);
        root->depth--;
    } else if (form_is_question(it) && it->repeat == FORM_NO_ITEM && item < root->below &&
               item < root->item && is_silent(root->build, item, entry)) {
        root->item = item;
    }
}

// The question to ask first: "where is it numb?" waits for "is anything numb?".
static uint32_t root_of(struct build *build, uint32_t item)
{
    for (;;) {
        struct root root = {.build = build, .below = item, .item = FORM_NO_ITEM};
        const struct expr *ask_if = build->form->items[item].ask_if;
        if (ask_if == NULL || answers_state(build->both, item, 0) != STATE_NOT_REACHED) {
            return item;
        }
        expr_why(ask_if, &build->env, find_root, &root);
        if (root.item == FORM_NO_ITEM) {
            return item;
        }
        item = root.item;
    }
}

// The first silent question a rule waits for; FORM_NO_ITEM if it is a partial date or the clock.
static uint32_t missing_question(struct build *build, const struct reasons *reasons)
{
    uint32_t other = FORM_NO_ITEM;
    for (uint32_t item = 0; item < build->form->asked_end; item++) {
        if ((reasons->said[item >> 6] >> (item & 63) & 1) == 0 ||
            !form_is_question(&build->form->items[item])) {
            continue;
        }
        if (is_silent(build, item, 0)) {
            return root_of(build, item);
        }
        other = other == FORM_NO_ITEM ? item : other;
    }
    return other;
}

// The question: what it is called, how it came to be missing, and what to ask.
static void build_question(struct build *build, uint32_t item)
{
    const struct form_item *it = &build->form->items[item];
    struct buffer words;
    buffer_init(&words, LIMIT_ANSWER + LIMIT_TEXT);
    build_said(build, item, 0, &words);
    struct summary_line *line =
        build_line(build, PART_UNSURE, LINE_QUESTION, it->label, words.bytes);
    line->item = item;
    buffer_reset(&words);
    words_text(it->text, build->answers, 0, build->clinic, &words);
    build_join(build, PART_UNSURE, LINE_ASK, NULL, words.bytes);
    buffer_clear(&words);
}

// What a rule would say, without what to do about it.
static void say_point(struct build *build, const struct rule *rule, struct buffer *out)
{
    struct buffer text;
    buffer_init(&text, LIMIT_TEXT + LIMIT_ANSWER);
    words_text(rule->therapist, build->answers, 0, build->clinic, &text);
    buffer_reset(out);
    buffer_add(out, text.bytes, summary_point(text.bytes));
    buffer_clear(&text);
}

// One question, and the rules it would settle, gravest first; what only asks for care is counted
// for all questions together.
static void build_unsure_question(struct build *build, const uint32_t *waits, uint32_t item)
{
    if (item != FORM_NO_ITEM) {
        build_question(build, item);
    } else {
        build_line(build, PART_UNSURE, LINE_QUESTION, NULL, build->phrases->confirm_date);
    }
    for (int class = RULE_URGENT; class <= RULE_RELATIVE; class ++) {
        for (uint32_t i = 0; i < build->rules->count; i++) {
            const struct rule *rule = &build->rules->list[i];
            if (rule->class == (enum rule_class) class && build->found[i] == TRUTH_UNKNOWN &&
                waits[i] == item) {
                say_point(build, rule, &build->text);
                struct summary_line *line =
                    build_join(build, PART_UNSURE, LINE_WAITS, NULL, build->text.bytes);
                line->class = rule->class;
                line->rule = i;
            }
        }
    }
}

static void count_lesser(struct build *build)
{
    uint32_t lesser = 0;
    for (uint32_t i = 0; i < build->rules->count; i++) {
        lesser += build->found[i] == TRUTH_UNKNOWN && build->rules->list[i].class > RULE_RELATIVE;
    }
    if (lesser > 0) {
        buffer_reset(&build->text);
        phrase_count(&build->text, build->phrases->lesser, lesser);
        build_line(build, PART_UNSURE, LINE_TEXT, NULL, build->text.bytes);
    }
}

// A question that a therapist has settled stays in its place, so that it is seen that it was.
static void build_asked_again(struct build *build)
{
    const struct summary_facts *facts = build->facts;
    struct buffer by, said, was;
    buffer_init(&by, LIMIT_TEXT);
    buffer_init(&said, LIMIT_ANSWER);
    buffer_init(&was, LIMIT_ANSWER);
    for (size_t i = 0; i < facts->learned_count; i++) {
        const struct summary_learned *learned = &facts->learned[i];
        buffer_reset(&by);
        buffer_reset(&said);
        phrase_fill(&by, build->phrases->by, learned->who, learned->when);
        buffer_print(&said, "%s: ", build->form->items[learned->item].label);
        words_said(build->form, learned->item, learned->answer, &said);
        build_answer_words(build, learned->item, learned->entry, &was);
        if (was.length == 0) {
            buffer_text(&was,
                        words_state(answers_state(build->answers, learned->item, learned->entry)));
        }
        buffer_reset(&build->text);
        phrase_fill(&build->text, build->phrases->asked_again, said.bytes, was.bytes);
        struct summary_line *line =
            build_line(build, PART_UNSURE, LINE_DONE, by.bytes, build->text.bytes);
        line->item = learned->item;
        line->entry = learned->entry;
    }
    buffer_clear(&by);
    buffer_clear(&said);
    buffer_clear(&was);
}

void build_unsure(struct build *build)
{
    const struct rules *rules = build->rules;
    uint32_t *waits = arena_array(&build->summary->arena, uint32_t, rules->count + 1);
    bool any = false;
    for (uint32_t i = 0; i < rules->count; i++) {
        if (build->found[i] == TRUTH_UNKNOWN) {
            struct reasons reasons = reasons_of(build, &rules->list[i].when);
            waits[i] = missing_question(build, &reasons);
            any = true;
        }
    }
    if (!any) {
        build_asked_again(build);
        return;
    }
    build_line(build, PART_UNSURE, LINE_HEADING, NULL, build->phrases->unsure);
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
    build_asked_again(build);
}
