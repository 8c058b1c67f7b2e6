// Choices as numbers: how many marks, and what they weigh.

#include "form/expr_eval.h"

struct value eval_marks(const struct form_item *item, const struct value *value)
{
    if (value->state != VALUE_KNOWN) {
        return *value;
    }
    // An option that stands for a silence is no mark, and leaves open how many there are.
    const struct value_set *set = value->as.set;
    const struct value_set *silences = &item->options->silences;
    for (int i = 0; i < VALUE_SET_WORDS; i++) {
        if (set->chosen[i] & silences->chosen[i]) {
            return value_unknown((enum silence)value->silence);
        }
    }
    return value_number(decimal_of(set_count(set->chosen)));
}

// An option without a weight has none to add. Among several, "none of these" is then 0; any other
// leaves the sum unknown.
static bool weight_of(const struct form_option *option, bool one, decimal *weight)
{
    *weight = option->weighted ? option->weight : 0;
    return option->weighted || (!one && option->exclusive && option->silence == SILENCE_NOT);
}

static struct value weight_of_set(const struct form_options *options, const struct value *value)
{
    const struct value_set *set = value->as.set;
    if (!set_empty(set->open)) {
        return value_unknown((enum silence)value->silence);
    }
    decimal total = 0;
    for (uint32_t i = 0; i < options->count; i++) {
        decimal weight;
        if (set_has(set->chosen, i) && (!weight_of(&options->list[i], false, &weight) ||
                                        !decimal_add(total, weight, &total))) {
            return value_unknown(SILENCE_NOT);
        }
    }
    return value_number(total);
}

struct value eval_weight(const struct form_item *item, const struct value *value)
{
    if (value->state != VALUE_KNOWN) {
        return *value;
    }
    if (item->value_type == VALUE_SET) {
        return weight_of_set(item->options, value);
    }
    decimal weight;
    return weight_of(&item->options->list[value->as.code], true, &weight)
               ? value_number(weight)
               : value_unknown((enum silence)value->silence);
}
