#include "interview/company.h"

#include <string.h>

// The question that tells who answers, FORM_NO_ITEM if the form has none.
static uint32_t question_of(const struct form *form)
{
    return form_find(form, "who_answers");
}

bool company_present(const struct answers *answers)
{
    const struct form *form = answers_form(answers);
    uint32_t who = question_of(form);
    if (who == FORM_NO_ITEM) {
        return false;
    }
    const struct value *value = answers_value(answers, who, 0);
    const struct form_options *options = form->items[who].options;
    return value->state == VALUE_KNOWN && options != NULL && value->as.code < options->count &&
           strcmp(options->list[value->as.code].code, "self") != 0;
}
