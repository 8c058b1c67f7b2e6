// One numbering for both faces.
#include "interview/offer.h"

bool offer_has(const struct answers *answers, const struct form_item *asked, uint32_t entry,
               uint32_t option)
{
    if (asked->among == FORM_NO_ITEM) {
        return true;
    }
    const struct form_item *before = &answers_form(answers)->items[asked->among];
    bool together = before->repeat != FORM_NO_ITEM && before->repeat == asked->repeat;
    const struct value *marked = answers_value(answers, asked->among, together ? entry : 0);
    if (marked->state != VALUE_KNOWN) {
        return true;
    }
    if (before->value_type == VALUE_CODE) {
        return marked->as.code == option;
    }
    return before->value_type != VALUE_SET || set_has(marked->as.set->chosen, option) ||
           set_has(marked->as.set->open, option);
}

static bool is_chosen(const struct form_item *item, const struct answer *answer, uint32_t option)
{
    if (answer == NULL || answer->kind != ANSWER_VALUE) {
        return false;
    }
    return item->value_type == VALUE_SET ? set_has(answer->as.set->chosen, option)
                                         : answer->as.code == option;
}

// "None of these" stands last, under 0, beside the 9 on the keyboard.
static bool stands_last(const struct form_item *item, uint32_t option)
{
    const struct form_option *of = &item->options->list[option];
    return item->type == ITEM_MANY && of->exclusive && of->silence == SILENCE_NOT;
}

size_t offer_list(const struct answers *answers, const struct form *form, uint32_t item,
                  uint32_t entry, const struct answer *chosen, struct offer *offers)
{
    const struct form_item *asked = &form->items[item];
    uint32_t options = asked->options->count;
    uint32_t number = 0;
    size_t count = 0;
    uint32_t last = 0;
    for (uint32_t i = 0; i < options; i++) {
        if (stands_last(asked, i)) {
            last++;
        } else if (offer_has(answers, asked, entry, i) || is_chosen(asked, chosen, i)) {
            number++;
            offers[count++] = (struct offer){.option = i, .number = number};
        }
    }
    for (uint32_t i = 0; i < options && last > 0; i++) {
        if (stands_last(asked, i)) {
            offers[count++] = (struct offer){.option = i, .number = last == 1 ? 0 : ++number};
        }
    }
    return count;
}
