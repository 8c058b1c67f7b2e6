#include "interview/company.h"

#include <string.h>

uint32_t company_question(const struct form *form)
{
    return form_find(form, "who_answers");
}

bool company_present(const struct answers *answers)
{
    const struct form *form = answers_form(answers);
    uint32_t who = company_question(form);
    if (who == FORM_NO_ITEM) {
        return false;
    }
    const struct value *value = answers_value(answers, who, 0);
    const struct form_options *options = form->items[who].options;
    return value->state == VALUE_KNOWN && options != NULL && value->as.code < options->count &&
           strcmp(options->list[value->as.code].code, "self") != 0;
}
