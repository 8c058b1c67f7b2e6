#ifndef PATIENT_PARSE_H
#define PATIENT_PARSE_H

#include "interview/answer.h"

// What a person types into a field, to an answer. Both faces use it, so that both understand the
// same.

enum parse_result {
    PARSE_OK,
    PARSE_EMPTY,
    PARSE_NOT_A_NUMBER,
    PARSE_NOT_WHOLE,
    PARSE_THOUSANDS, // "1.234,5": a mark inside the number
    PARSE_NO_UNIT,   // the unit typed is none of those offered
    PARSE_NOT_A_DATE,
    PARSE_NO_SUCH_DAY, // 31 February
    PARSE_NOT_A_TIME,
};

// For text, longtext, integer, decimal, quantity ("70 kg", or `unit` where none is typed), date
// ("17.5.1980", "May 1980", "5 1980", "1980", "3 weeks ago"), time, agree. A `unit` the item does
// not have means that none was chosen: then one must be typed, unless there is only one. The answer
// owns its memory.
enum parse_result parse_typed(const struct form_item *item, const char *text, uint8_t unit,
                              day_number today, bool month_first, struct answer *out);
// What it is, in one sentence for the patient ("Please type a number, like 7."). Static text.
const char *parse_help(enum parse_result result);

#endif
