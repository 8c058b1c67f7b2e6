// A number, a day, a text or a question in words, and phrases filled with them.
#include "summary/condition_words.h"

#include <string.h>

bool say_is_calculated(const struct form *form, const struct expr_node *node,
                       const struct expr **of)
{
    if (node->op != EXPR_NAME || node->item == FORM_NO_ITEM ||
        form->items[node->item].type != ITEM_VALUE) {
        return false;
    }
    *of = form->items[node->item].value;
    return *of != NULL && (*of)->nodes != NULL;
}

void say_name(const struct speaker *speaker, uint32_t item)
{
    const struct wording *wording = speaker->wording;
    if (wording->name != NULL) {
        wording->name(wording->context, item, speaker->out);
    } else {
        phrase_fill(speaker->out, words_of(speaker)->name, wording->form->items[item].label, NULL);
    }
}

void fill_name(const struct speaker *speaker, const char *phrase, uint32_t item, const char *b)
{
    struct buffer name;
    buffer_init(&name, LIMIT_WORDS);
    const struct speaker aside = {speaker->wording, speaker->expr, &name, speaker->doubt};
    say_name(&aside, item);
    phrase_fill(speaker->out, phrase, name.bytes, b);
    buffer_clear(&name);
}

// A sum stands in brackets where it would be taken apart.
static void say_operand(const struct speaker *speaker, const struct expr_node *node, bool brackets)
{
    brackets = brackets && (node->op == EXPR_ADD || node->op == EXPR_SUBTRACT);
    buffer_text(speaker->out, brackets ? "(" : "");
    say_value(speaker, node);
    buffer_text(speaker->out, brackets ? ")" : "");
}

void fill_values(const struct speaker *speaker, const char *phrase, const struct expr_node *a,
                 const struct expr_node *b)
{
    struct buffer first, second;
    buffer_init(&first, LIMIT_WORDS);
    buffer_init(&second, LIMIT_WORDS);
    const struct speaker of_first = {speaker->wording, speaker->expr, &first, speaker->doubt};
    const struct speaker of_second = {speaker->wording, speaker->expr, &second, speaker->doubt};
    const struct condition_phrases *words = words_of(speaker);
    bool product = phrase == words->times || phrase == words->over || phrase == words->negative;
    say_operand(&of_first, a, product);
    if (b != NULL) {
        say_operand(&of_second, b, product || phrase == words->minus);
    }
    phrase_fill(speaker->out, phrase, first.bytes, second.bytes);
    buffer_clear(&first);
    buffer_clear(&second);
}

void fill_truth(const struct speaker *speaker, const char *phrase, const struct expr_node *node)
{
    struct buffer text;
    buffer_init(&text, LIMIT_WORDS);
    const struct speaker aside = {speaker->wording, speaker->expr, &text, speaker->doubt};
    say_truth(&aside, node, false, true);
    phrase_fill(speaker->out, phrase, text.bytes, NULL);
    buffer_clear(&text);
}

void fill_entries(const struct speaker *speaker, const char *phrase, const struct expr_node *node)
{
    struct buffer text;
    buffer_init(&text, LIMIT_WORDS);
    const struct speaker aside = {speaker->wording, speaker->expr, &text, speaker->doubt};
    if (node[1].type == VALUE_TRUTH) {
        say_truth(&aside, node + 1, false, true);
    } else {
        say_value(&aside, node + 1);
    }
    fill_name(speaker, phrase, node->item, text.bytes);
    buffer_clear(&text);
}

void say_choice(const struct speaker *speaker, const struct expr_node *node)
{
    const struct expr_node *condition = node + 1, *then = condition + condition->size;
    const struct expr_node *other = then + then->size;
    struct buffer first, second;
    buffer_init(&first, LIMIT_WORDS);
    buffer_init(&second, LIMIT_WORDS);
    const struct speaker of_first = {speaker->wording, speaker->expr, &first, speaker->doubt};
    const struct speaker of_second = {speaker->wording, speaker->expr, &second, speaker->doubt};
    say_value(&of_first, then);
    say_truth(&of_second, condition, false, true);
    phrase_fill(speaker->out, words_of(speaker)->choose, first.bytes, second.bytes);
    fill_values(speaker, words_of(speaker)->otherwise, other, NULL);
    buffer_clear(&first);
    buffer_clear(&second);
}

// "a, b and c" of the parts, for {a}; or what each entry of a list gives.
static void say_aggregate(const struct speaker *speaker, const struct expr_node *node,
                          const char *phrase)
{
    struct buffer list;
    buffer_init(&list, LIMIT_WORDS);
    const struct speaker aside = {speaker->wording, speaker->expr, &list, speaker->doubt};
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
    if (say_is_calculated(wording->form, node, &of) &&
        (wording->by_hand || nameless || it->value_type == VALUE_TRUTH)) {
        const struct speaker deeper = {wording, of, speaker->out, speaker->doubt};
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
        buffer_text(
            out, date_print(date_of_day((day_number)speaker->expr->numbers[node->operand]), text));
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

void say_value(const struct speaker *speaker, const struct expr_node *node)
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
