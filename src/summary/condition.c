// A condition in words. A part that joins others is said with them in one run, in brackets where it
// stands inside another kind; `not` is said by the verb where there is one.
#include "summary/condition.h"

#include "interview/words.h"

#include <string.h>

enum { LIMIT_WORDS = 1 << 16 };

// What an expression is about while it is said: the pools belong to the expression, the nodes to
// the part.
struct speaker {
    const struct wording *wording;
    const struct expr *expr;
    struct buffer *out;
};

static void say_truth(const struct speaker *speaker, const struct expr_node *node, bool negated,
                      bool inside);
static void say_value(const struct speaker *speaker, const struct expr_node *node);

struct expr condition_part(const struct expr *expr, const struct expr_node *node)
{
    struct expr part = *expr;
    part.nodes = node;
    part.node_count = node->size;
    part.type = node->type;
    part.fired = 0;
    part.unsure = false;
    for (uint16_t i = 0; i < node->size; i++) {
        part.fired |= node[i].op == EXPR_FIRED ? (uint8_t)(1u << node[i].operand) : 0;
        part.unsure = part.unsure || node[i].op == EXPR_UNSURE;
    }
    return part;
}

static const struct expr_node *part_after(const struct expr_node *node,
                                          const struct expr_node *part)
{
    const struct expr_node *next = part == NULL ? node + 1 : part + part->size;
    return next < node + node->size ? next : NULL;
}

static const struct condition_phrases *words_of(const struct speaker *speaker)
{
    return speaker->wording->words;
}

// A calculated truth is what it is calculated from. True if `node` is one; then *of is its
// expression.
static bool is_calculated(const struct form *form, const struct expr_node *node,
                          const struct expr **of)
{
    if (node->op != EXPR_NAME || node->item == FORM_NO_ITEM ||
        form->items[node->item].type != ITEM_VALUE) {
        return false;
    }
    *of = form->items[node->item].value;
    return *of != NULL && (*of)->nodes != NULL;
}

static void say_name(const struct speaker *speaker, uint32_t item)
{
    const struct wording *wording = speaker->wording;
    if (wording->name != NULL) {
        wording->name(wording->context, item, speaker->out);
    } else {
        phrase_fill(speaker->out, words_of(speaker)->name, wording->form->items[item].label, NULL);
    }
}

// Fills a phrase with a question for {a} and `b` as it is.
static void fill_name(const struct speaker *speaker, const char *phrase, uint32_t item,
                      const char *b)
{
    struct buffer name;
    buffer_init(&name, LIMIT_WORDS);
    const struct speaker aside = {speaker->wording, speaker->expr, &name};
    say_name(&aside, item);
    phrase_fill(speaker->out, phrase, name.bytes, b);
    buffer_clear(&name);
}

// Fills a phrase with parts said as values; `b` may be NULL.
static void fill_values(const struct speaker *speaker, const char *phrase,
                        const struct expr_node *a, const struct expr_node *b)
{
    struct buffer first, second;
    buffer_init(&first, LIMIT_WORDS);
    buffer_init(&second, LIMIT_WORDS);
    const struct speaker of_first = {speaker->wording, speaker->expr, &first};
    const struct speaker of_second = {speaker->wording, speaker->expr, &second};
    say_value(&of_first, a);
    if (b != NULL) {
        say_value(&of_second, b);
    }
    phrase_fill(speaker->out, phrase, first.bytes, second.bytes);
    buffer_clear(&first);
    buffer_clear(&second);
}

// Fills a phrase with a condition for {a}.
static void fill_truth(const struct speaker *speaker, const char *phrase,
                       const struct expr_node *node)
{
    struct buffer text;
    buffer_init(&text, LIMIT_WORDS);
    const struct speaker aside = {speaker->wording, speaker->expr, &text};
    say_truth(&aside, node, false, true);
    phrase_fill(speaker->out, phrase, text.bytes, NULL);
    buffer_clear(&text);
}

// Fills a phrase with a list for {a} and what holds of its entries for {b}.
static void fill_entries(const struct speaker *speaker, const char *phrase,
                         const struct expr_node *node)
{
    struct buffer text;
    buffer_init(&text, LIMIT_WORDS);
    const struct speaker aside = {speaker->wording, speaker->expr, &text};
    if (node[1].type == VALUE_TRUTH) {
        say_truth(&aside, node + 1, false, true);
    } else {
        say_value(&aside, node + 1);
    }
    fill_name(speaker, phrase, node->item, text.bytes);
    buffer_clear(&text);
}

// "Yes", "Not sure" or "I would rather not say"
static void say_options(const struct speaker *speaker, const struct expr_node *node)
{
    const uint64_t *mask = speaker->expr->masks[node->operand].chosen;
    const struct form_options *options = speaker->wording->form->items[node->item].options;
    uint32_t count = set_count(mask), said = 0;
    for (uint32_t option = 0; option < options->count; option++) {
        if (!set_has(mask, option)) {
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
    const struct speaker aside = {speaker->wording, speaker->expr, &options};
    say_options(&aside, node);
    fill_name(speaker, many ? (negated ? words->has_not : words->has)
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
    const struct speaker of_name = {speaker->wording, speaker->expr, &name};
    const struct speaker of_number = {speaker->wording, speaker->expr, &number};
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
    const struct speaker of_first = {speaker->wording, speaker->expr, &first};
    const struct speaker of_others = {speaker->wording, speaker->expr, &others};
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
        [SILENCE_NOT] = STATE_SKIPPED,          [SILENCE_DONT_KNOW] = STATE_DONT_KNOW,
        [SILENCE_DECLINED] = STATE_DECLINED,    [SILENCE_SKIPPED] = STATE_SKIPPED,
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
        const struct speaker aside = {wording, speaker->expr, &other};
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

static void say_choice(const struct speaker *speaker, const struct expr_node *node)
{
    const struct expr_node *condition = node + 1, *then = condition + condition->size;
    const struct expr_node *other = then + then->size;
    struct buffer first, second;
    buffer_init(&first, LIMIT_WORDS);
    buffer_init(&second, LIMIT_WORDS);
    const struct speaker of_first = {speaker->wording, speaker->expr, &first};
    const struct speaker of_second = {speaker->wording, speaker->expr, &second};
    say_value(&of_first, then);
    say_truth(&of_second, condition, false, true);
    phrase_fill(speaker->out, words_of(speaker)->choose, first.bytes, second.bytes);
    fill_values(speaker, words_of(speaker)->otherwise, other, NULL);
    buffer_clear(&first);
    buffer_clear(&second);
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
    fill_truth(speaker, negated ? (maybe ? words->not_maybe : words->not_surely)
                                : (maybe ? words->maybe : words->surely),
               node + 1);
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

static void say_truth(const struct speaker *speaker, const struct expr_node *node, bool negated,
                      bool inside)
{
    const struct condition_phrases *words = words_of(speaker);
    const struct expr *of = NULL;
    if (is_calculated(speaker->wording->form, node, &of)) {
        const struct speaker deeper = {speaker->wording, of, speaker->out};
        say_truth(&deeper, of->nodes, negated, inside);
        return;
    }
    switch (node->op) {
    case EXPR_AND:
    case EXPR_OR:
        if (negated) {
            fill_truth(speaker, words->not, node);
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
    case EXPR_IF:
        say_choice(speaker, node);
        break;
    default:
        if (negated) {
            fill_truth(speaker, words->not, node);
        } else {
            say_call(speaker, node);
        }
        break;
    }
}

// "a, b and c" of the parts, for {a}; or what each entry of a list gives.
static void say_aggregate(const struct speaker *speaker, const struct expr_node *node,
                          const char *phrase)
{
    struct buffer list;
    buffer_init(&list, LIMIT_WORDS);
    const struct speaker aside = {speaker->wording, speaker->expr, &list};
    for (const struct expr_node *part = part_after(node, NULL); part != NULL;
         part = part_after(node, part)) {
        buffer_text(&list, list.length > 0 ? words_of(speaker)->comma : "");
        say_value(&aside, part);
    }
    phrase_fill(speaker->out, phrase, list.bytes, NULL);
    buffer_clear(&list);
}

static void say_named_value(const struct speaker *speaker, const struct expr_node *node)
{
    const struct wording *wording = speaker->wording;
    const struct form_item *it = &wording->form->items[node->item];
    const struct expr *of = NULL;
    bool nameless = strcmp(it->label, it->id) == 0;
    if (is_calculated(wording->form, node, &of) &&
        (wording->unfold || nameless || it->value_type == VALUE_TRUTH)) {
        const struct speaker deeper = {wording, of, speaker->out};
        say_value(&deeper, of->nodes);
    } else if (form_is_question(it) && node->type == VALUE_NUMBER) {
        fill_name(speaker, words_of(speaker)->given, node->item, NULL);
    } else if (it->type == ITEM_SCORE || it->type == ITEM_VALUE) {
        phrase_fill(speaker->out, words_of(speaker)->name, it->label, NULL);
    } else {
        say_name(speaker, node->item);
    }
}

static void say_constant_value(const struct speaker *speaker, const struct expr_node *node)
{
    char text[DECIMAL_TEXT];
    struct buffer *out = speaker->out;
    switch (node->op) {
    case EXPR_NUMBER:
        buffer_text(out, decimal_print(speaker->expr->numbers[node->operand], text));
        break;
    case EXPR_TEXT:
        buffer_print(out, "\"%s\"", speaker->expr->texts[node->operand]);
        break;
    case EXPR_DATE:
        buffer_text(out,
                    date_print(date_of_day((day_number)speaker->expr->numbers[node->operand]), text));
        break;
    default:
        buffer_print(out, "\"%s\"",
                     speaker->wording->form->items[node->item].options->list[node->operand].text);
        break;
    }
}

static const char *operator_phrase(const struct condition_phrases *words, int op)
{
    switch (op) {
    case EXPR_ADD:
        return words->plus;
    case EXPR_SUBTRACT:
        return words->minus;
    case EXPR_MULTIPLY:
        return words->times;
    case EXPR_DIVIDE:
        return words->over;
    case EXPR_DAYS_BETWEEN:
        return words->days;
    case EXPR_NEGATE:
        return words->negative;
    case EXPR_ROUND:
        return words->rounded;
    case EXPR_AGE:
        return words->age;
    case EXPR_LENGTH:
        return words->length;
    case EXPR_WEIGHT:
        return words->weight;
    case EXPR_COUNT_SET:
        return words->marks;
    case EXPR_COUNT_ENTRIES:
        return words->entries;
    case EXPR_COUNT:
        return words->entries_where;
    case EXPR_SUM:
        return words->sum;
    case EXPR_MEAN:
        return words->mean;
    case EXPR_MIN:
        return words->smallest;
    case EXPR_MAX:
        return words->greatest;
    default:
        return "";
    }
}

static void say_value(const struct speaker *speaker, const struct expr_node *node)
{
    const struct condition_phrases *words = words_of(speaker);
    const char *phrase = operator_phrase(words, node->op);
    switch (node->op) {
    case EXPR_NUMBER:
    case EXPR_TEXT:
    case EXPR_DATE:
    case EXPR_CODE:
        say_constant_value(speaker, node);
        break;
    case EXPR_NAME:
        say_named_value(speaker, node);
        break;
    case EXPR_UNSURE:
        buffer_text(speaker->out, words->unsure);
        break;
    case EXPR_TODAY:
        buffer_text(speaker->out, words->today);
        break;
    case EXPR_IF:
        say_choice(speaker, node);
        break;
    case EXPR_COUNT:
        fill_entries(speaker, phrase, node);
        break;
    case EXPR_SUM:
    case EXPR_MEAN:
    case EXPR_MIN:
    case EXPR_MAX:
        say_aggregate(speaker, node, phrase);
        break;
    default:
        if (phrase[0] == '\0') {
            say_truth(speaker, node, false, true);
        } else if (node->size > 1) {
            fill_values(speaker, phrase, node + 1, part_after(node, node + 1));
        } else {
            fill_name(speaker, phrase, node->item, NULL);
        }
        break;
    }
}

void condition_say(const struct wording *wording, const struct expr *condition, struct buffer *out)
{
    const struct speaker speaker = {wording, condition, out};
    say_truth(&speaker, condition->nodes, false, false);
}

struct walker {
    const struct wording *wording;
    void (*visit)(void *context, int depth, const struct expr *part, const char *text, bool leaf);
    void *context;
};

// What joins the parts below, and which part they stand in; NULL: the condition is one thing.
static const char *joint(const struct walker *walker, const struct expr_node *node, bool negated)
{
    const struct condition_phrases *words = walker->wording->words;
    if (node->op == EXPR_AND) {
        return negated ? words->not_all_of : words->all_of;
    }
    if (node->op == EXPR_OR) {
        return negated ? words->none_of : words->any_of;
    }
    return NULL;
}

// The node and its pools, through `not`, `maybe`, `surely` and names, to what is joined.
static const char *find_joint(const struct walker *walker, struct expr *inner, struct buffer *text)
{
    const struct condition_phrases *words = walker->wording->words;
    const char *around = NULL;
    bool negated = false;
    for (;;) {
        const struct expr_node *node = inner->nodes;
        const struct expr *of = NULL;
        const char *joined = joint(walker, node, negated && around == NULL);
        if (joined != NULL) {
            if (around != NULL) {
                phrase_fill(text, around, joined, NULL);
            } else {
                buffer_text(text, joined);
            }
            return text->bytes;
        }
        if (is_calculated(walker->wording->form, node, &of)) {
            *inner = *of;
        } else if (node->op == EXPR_NOT && around == NULL) {
            negated = !negated;
            *inner = condition_part(inner, node + 1);
        } else if ((node->op == EXPR_MAYBE || node->op == EXPR_SURELY) && around == NULL) {
            bool maybe = node->op == EXPR_MAYBE;
            around = negated ? (maybe ? words->not_maybe : words->not_surely)
                             : (maybe ? words->maybe : words->surely);
            *inner = condition_part(inner, node + 1);
        } else {
            return NULL;
        }
    }
}

static void walk(const struct walker *walker, const struct expr *condition, int depth)
{
    struct buffer text;
    buffer_init(&text, LIMIT_WORDS);
    struct expr inner = *condition;
    bool joined = find_joint(walker, &inner, &text) != NULL;
    if (!joined) {
        condition_say(walker->wording, condition, &text);
    }
    walker->visit(walker->context, depth, condition, text.bytes, !joined);
    buffer_clear(&text);
    const struct expr_node *node = inner.nodes;
    for (const struct expr_node *part = part_after(node, NULL); joined && part != NULL;
         part = part_after(node, part)) {
        struct expr one = condition_part(&inner, part);
        walk(walker, &one, depth + 1);
    }
}

void condition_walk(const struct wording *wording, const struct expr *condition,
                    void (*visit)(void *context, int depth, const struct expr *part,
                                  const char *text, bool leaf),
                    void *context)
{
    struct walker walker = {wording, visit, context};
    walk(&walker, condition, 0);
}
