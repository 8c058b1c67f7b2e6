#include "interview/cell.h"

#include <string.h>

static struct value set_value(const struct form_options *options, const struct answer_set *given,
                              struct value_set *set)
{
    struct value value = {.state = VALUE_KNOWN, .as.set = set};
    *set = (struct value_set){0};
    bool open = false;
    uint64_t silences = 0;
    for (int word = 0; word < VALUE_SET_WORDS; word++) {
        set->chosen[word] = given->chosen[word];
        silences |= given->chosen[word] & options->silences.chosen[word];
    }
    if (silences != 0) {
        open = true;
        for (uint32_t option = 0; option < options->count && value.silence == 0; option++) {
            value.silence = set_has(set->chosen, option) ? options->list[option].silence : 0;
        }
    }
    open = open || (options->has_all && set_has(set->chosen, options->all));
    for (uint32_t option = 0; open && option < options->count; option++) {
        if (!set_has(set->chosen, option)) {
            set_add(set->open, option);
        }
    }
    return value;
}

static struct value number_value(const struct form_item *it, const struct answer *given)
{
    if (it->type == ITEM_TIME) {
        return value_number(decimal_of(given->as.minutes));
    }
    decimal number = given->as.number;
    if (it->type == ITEM_QUANTITY && given->unit < it->unit_count &&
        !decimal_multiply(number, it->units[given->unit].factor, &number)) {
        return value_unknown(SILENCE_DONT_KNOW); // valid_answer refuses what does not fit
    }
    return value_number(number);
}

struct value cell_said(const struct form_item *it, const struct answer *given,
                       struct value_set *set)
{
    struct value value = {.state = VALUE_KNOWN};
    switch (it->value_type) {
    case VALUE_NUMBER:
        return number_value(it, given);
    case VALUE_CODE:
        value.as.code = given->as.code;
        if (given->as.code < it->options->count) {
            value.silence = it->options->list[given->as.code].silence;
            value.open = value.silence != SILENCE_NOT;
        }
        return value;
    case VALUE_SET:
        return set_value(it->options, given->as.set, set);
    case VALUE_TEXT:
        value.as.text = given->text == NULL ? "" : given->text;
        value.length = (uint32_t)strlen(value.as.text);
        return value;
    case VALUE_DATE:
        value.as.date.first = given->as.date.first;
        value.as.date.last = given->as.date.last;
        return value;
    case VALUE_NONE:
    case VALUE_TRUTH:
        break;
    }
    return value_absent();
}

bool cell_same(enum value_type type, const struct value *a, const struct value *b)
{
    if (a->state != b->state || a->silence != b->silence || a->open != b->open ||
        a->truth != b->truth) {
        return false;
    }
    if (a->state != VALUE_KNOWN) {
        return true;
    }
    switch (type) {
    case VALUE_NUMBER:
        return a->as.number.least == b->as.number.least && a->as.number.most == b->as.number.most;
    case VALUE_CODE:
        return a->as.code == b->as.code;
    case VALUE_DATE:
        return a->as.date.first == b->as.date.first && a->as.date.last == b->as.date.last;
    case VALUE_TEXT:
        return false;
    case VALUE_NONE:
    case VALUE_TRUTH:
    case VALUE_SET:
        break;
    }
    return true;
}
