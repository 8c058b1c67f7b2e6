// A condition in words. What joins several is said with them in one run, in brackets where it
// stands inside another; `not` is said by the verb where there is one.
#include "interview/words.h"
#include "summary/condition_words.h"

#include <string.h>

// "Yes", "Not sure" or "I would rather not say"
static void say_options(const struct speaker *speaker, const struct expr_node *node)
{
    const uint64_t *mask = speaker->expr->masks[node->operand].chosen;
    const struct form_options *options = speaker->wording->form->items[node->item].options;
    struct value_set all = {0};
    memcpy(all.chosen, mask, sizeof all.chosen);
    if (speaker->doubt && speaker->wording->by_hand && options->has_all) {
        set_add(all.chosen, options->all);
    }
    uint32_t count = set_count(all.chosen), said = 0;
    for (uint32_t option = 0; option < options->count; option++) {
        if (!set_has(all.chosen, option)) {
            continue;
        }
        const char *between = said + 1 < count ? words_of(speaker)->comma : words_of(speaker)->last;
        buffer_text(speaker->out, said > 0 ? between : "");
        buffer_print(speaker->out, "\"%s\"", options->list[option].text);
        said++;
    }
}

static void say_codes(const struct speaker *speaker, const struct expr_node *node, bool negated)
{
    const struct condition_phrases *words = words_of(speaker);
    bool many = node->op == EXPR_HAS;
    struct buffer options;
    buffer_init(&options, LIMIT_WORDS);
    const struct speaker aside = {speaker->wording, speaker->expr, &options, speaker->doubt};
    say_options(&aside, node);
    fill_name(speaker,
              many ? (negated ? words->has_not : words->has)
                   : (negated ? words->is_not : words->is),
              node->item, options.bytes);
    buffer_clear(&options);
}

// A number as its question writes it: a step by its label, a time of day, with its unit.
static void say_number_of(const struct speaker *speaker, uint32_t item, decimal number)
{
    const struct form *form = speaker->wording->form;
    struct value value = value_number(number);
    words_value(form, item, &value, speaker->out);
    if (form->items[item].type == ITEM_QUANTITY && form->items[item].unit_count > 0) {
        buffer_print(speaker->out, " %s", form->items[item].units[0].text);
    }
}

static const char *comparison(const struct condition_phrases *words, int op, bool dates,
                              bool negated)
{
    switch (op) {
    case EXPR_LT:
    case EXPR_NAME_LT:
        return negated ? (dates ? words->not_before : words->at_least)
                       : (dates ? words->before : words->less);
    case EXPR_LE:
    case EXPR_NAME_LE:
        return negated ? (dates ? words->after : words->more)
                       : (dates ? words->not_after : words->at_most);
    case EXPR_GT:
    case EXPR_NAME_GT:
        return negated ? (dates ? words->not_after : words->at_most)
                       : (dates ? words->after : words->more);
    case EXPR_GE:
    case EXPR_NAME_GE:
        return negated ? (dates ? words->before : words->less)
                       : (dates ? words->not_before : words->at_least);
    default:
        return negated ? words->unequal : words->equal;
    }
}

static void say_number_test(const struct speaker *speaker, const struct expr_node *node,
                            bool negated)
{
    struct buffer name, number;
    buffer_init(&name, LIMIT_WORDS);
    buffer_init(&number, LIMIT_WORDS);
    const struct speaker of_name = {speaker->wording, speaker->expr, &name, speaker->doubt};
    const struct speaker of_number = {speaker->wording, speaker->expr, &number, speaker->doubt};
    struct expr_node named = *node;
    named.op = EXPR_NAME;
    named.type = VALUE_NUMBER;
    named.size = 1;
    say_value(&of_name, &named);
    say_number_of(&of_number, node->item, speaker->expr->numbers[node->operand]);
    phrase_fill(speaker->out, comparison(words_of(speaker), node->op, false, negated), name.bytes,
                number.bytes);
    buffer_clear(&name);
    buffer_clear(&number);
}

static void say_in(const struct speaker *speaker, const struct expr_node *node, bool negated)
{
    struct buffer first, others;
    buffer_init(&first, LIMIT_WORDS);
    buffer_init(&others, LIMIT_WORDS);
    const struct speaker of_first = {speaker->wording, speaker->expr, &first, speaker->doubt};
    const struct speaker of_others = {speaker->wording, speaker->expr, &others, speaker->doubt};
    const struct expr_node *part = node + 1;
    say_value(&of_first, part);
    for (part = part_after(node, part); part != NULL;) {
        const struct expr_node *next = part_after(node, part);
        say_value(&of_others, part);
        if (next != NULL) {
            bool last = part_after(node, next) == NULL;
            buffer_text(&others, last ? words_of(speaker)->last : words_of(speaker)->comma);
        }
        part = next;
    }
    phrase_fill(speaker->out, negated ? words_of(speaker)->unequal : words_of(speaker)->equal,
                first.bytes, others.bytes);
    buffer_clear(&first);
    buffer_clear(&others);
}

static void say_silent(const struct speaker *speaker, const struct expr_node *node, bool negated)
{
    static const enum answer_state states[] = {
        [SILENCE_NOT] = STATE_SKIPPED,
        [SILENCE_DONT_KNOW] = STATE_DONT_KNOW,
        [SILENCE_DECLINED] = STATE_DECLINED,
        [SILENCE_SKIPPED] = STATE_SKIPPED,
        [SILENCE_NOT_REACHED] = STATE_NOT_REACHED,
    };
    const struct condition_phrases *words = words_of(speaker);
    if (node->operand == SILENCE_NOT) {
        fill_name(speaker, negated ? words->answered : words->unanswered, node->item, NULL);
    } else if (negated) {
        fill_truth(speaker, words->not, node);
    } else {
        fill_name(speaker, words->silent_as, node->item, words_state(states[node->operand]));
    }
}

// What is decided before anybody answers: 1 it is so, -1 it is not, 0 it hangs on answers.
static int settled(const struct speaker *speaker, const struct expr_node *node)
{
    if (speaker->wording->settled == NULL) {
        return 0;
    }
    struct expr part = condition_part(speaker->expr, node);
    truth now = expr_truth(&part, speaker->wording->settled);
    return now == TRUTH_TRUE ? 1 : now == TRUTH_FALSE ? -1 : 0;
}

static void say_joined(const struct speaker *speaker, const struct expr_node *node, bool inside)
{
    uint32_t count = 0;
    const struct expr_node *only = NULL;
    for (const struct expr_node *part = part_after(node, NULL); part != NULL;
         part = part_after(node, part)) {
        if (settled(speaker, part) == 0) {
            only = part;
            count++;
        }
    }
    if (count <= 1) {
        say_truth(speaker, only != NULL ? only : node + 1, false, inside);
        return;
    }
    const struct condition_phrases *words = words_of(speaker);
    buffer_text(speaker->out, inside ? "(" : "");
    bool first = true;
    for (const struct expr_node *part = part_after(node, NULL); part != NULL;
         part = part_after(node, part)) {
        if (settled(speaker, part) != 0) {
            continue;
        }
        buffer_text(speaker->out, first ? "" : node->op == EXPR_AND ? words->and : words->or);
        say_truth(speaker, part, false, true);
        first = false;
    }
    buffer_text(speaker->out, inside ? ")" : "");
}

// answered, any, matches and others whose words stand alone; `not` in front of them.
static void say_call(const struct speaker *speaker, const struct expr_node *node)
{
    const struct condition_phrases *words = words_of(speaker);
    const struct wording *wording = speaker->wording;
    switch (node->op) {
    case EXPR_HAS_NAME: {
        struct buffer other;
        buffer_init(&other, LIMIT_WORDS);
        const struct speaker aside = {wording, speaker->expr, &other, speaker->doubt};
        say_name(&aside, node[1].item);
        fill_name(speaker, words->has_chosen, node->item, other.bytes);
        buffer_clear(&other);
        break;
    }
    case EXPR_OVERLAPS:
        fill_values(speaker, words->overlap, node + 1, part_after(node, node + 1));
        break;
    case EXPR_FIRED:
        phrase_fill(speaker->out, words->fired, wording->phrases->kinds[node->operand], NULL);
        break;
    case EXPR_ANY:
        fill_entries(speaker, words->any, node);
        break;
    case EXPR_ALL:
        fill_entries(speaker, words->all, node);
        break;
    case EXPR_MATCHES:
        if (node->size > 1) {
            fill_values(speaker, words->matches, node + 1, NULL);
        } else {
            fill_name(speaker, words->matches, node->item, NULL);
        }
        break;
    default:
        say_value(speaker, node);
        break;
    }
}

static void say_comparison(const struct speaker *speaker, const struct expr_node *node,
                           bool negated)
{
    const struct expr_node *a = node + 1, *b = part_after(node, a);
    bool dates = a->type == VALUE_DATE;
    fill_values(speaker, comparison(words_of(speaker), node->op, dates, negated), a, b);
}

// maybe, surely: around what stands inside, however it is joined.
static void say_sure(const struct speaker *speaker, const struct expr_node *node, bool negated)
{
    const struct condition_phrases *words = words_of(speaker);
    bool maybe = node->op == EXPR_MAYBE;
    struct speaker inside = *speaker;
    inside.doubt = speaker->doubt || (maybe && !negated);
    const char *certain = negated ? words->not_surely : words->surely;
    const char *possible = negated ? words->not_maybe : words->maybe;
    fill_truth(&inside, maybe ? possible : certain, node + 1);
}

static void say_constant(const struct speaker *speaker, const struct expr_node *node, bool negated)
{
    bool is = (speaker->expr->numbers[node->operand] != 0) != negated;
    buffer_text(speaker->out, is ? words_of(speaker)->always : words_of(speaker)->never);
}

static void say_setting(const struct speaker *speaker, const struct expr_node *node, bool negated)
{
    const struct condition_phrases *words = words_of(speaker);
    phrase_fill(speaker->out, negated ? words->not_setting : words->setting,
                speaker->wording->form->settings[node->slot].text, NULL);
}

// What is one thing: nothing is joined in it, and it is no comparison.
static void say_single(const struct speaker *speaker, const struct expr_node *node, bool negated)
{
    const struct condition_phrases *words = words_of(speaker);
    switch (node->op) {
    case EXPR_IN:
        say_in(speaker, node, negated);
        break;
    case EXPR_ANSWERED:
        fill_name(speaker, negated ? words->unanswered : words->answered, node->item, NULL);
        break;
    case EXPR_SILENT:
        say_silent(speaker, node, negated);
        break;
    case EXPR_SETTING:
        say_setting(speaker, node, negated);
        break;
    case EXPR_TRUTH:
        say_constant(speaker, node, negated);
        break;
    default:
        if (negated) {
            fill_truth(speaker, words->not, node);
        } else if (node->op == EXPR_IF) {
            say_choice(speaker, node);
        } else {
            say_call(speaker, node);
        }
        break;
    }
}

void say_truth(const struct speaker *speaker, const struct expr_node *node, bool negated,
               bool inside)
{
    const struct expr *of = NULL;
    if (say_is_calculated(speaker->wording->form, node, &of)) {
        const struct speaker deeper = {speaker->wording, of, speaker->out, speaker->doubt};
        say_truth(&deeper, of->nodes, negated, inside);
        return;
    }
    switch (node->op) {
    case EXPR_AND:
    case EXPR_OR:
        if (negated) {
            fill_truth(speaker, words_of(speaker)->not, node);
        } else {
            say_joined(speaker, node, inside);
        }
        break;
    case EXPR_NOT:
        say_truth(speaker, node + 1, !negated, inside);
        break;
    case EXPR_MAYBE:
    case EXPR_SURELY:
        say_sure(speaker, node, negated);
        break;
    case EXPR_NAME_EQ:
    case EXPR_NAME_LT:
    case EXPR_NAME_LE:
    case EXPR_NAME_GT:
    case EXPR_NAME_GE:
        say_number_test(speaker, node, negated);
        break;
    case EXPR_CODE_IS:
    case EXPR_HAS:
        say_codes(speaker, node, negated);
        break;
    case EXPR_EQ:
    case EXPR_LT:
    case EXPR_LE:
    case EXPR_GT:
    case EXPR_GE:
        say_comparison(speaker, node, negated);
        break;
    default:
        say_single(speaker, node, negated);
        break;
    }
}
