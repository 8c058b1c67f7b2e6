#ifndef INTERVIEW_HEARD_H
#define INTERVIEW_HEARD_H

#include "interview/answer.h"

// What a person types into a field, to an answer. Every face uses it, so that all understand the
// same.

enum heard {
    HEARD_OK,
    HEARD_EMPTY,
    HEARD_NOT_A_NUMBER,
    HEARD_NOT_WHOLE,
    HEARD_THOUSANDS, // "1.234,5": a mark inside the number
    HEARD_NO_UNIT,   // the unit typed is none of those offered
    HEARD_NOT_A_DATE,
    HEARD_NO_SUCH_DAY, // 31 February
    HEARD_NOT_A_TIME,
    HEARD_NO_TODAY, // "yesterday", and nobody knows what day it is
};

// From when "yesterday" and "3 weeks ago" are counted. A clock that is not believed gives no day
// for the former; weeks are about so many in any case, and are kept as they were said.
struct heard_today {
    day_number day;
    bool known;
};

// For text, longtext, integer, decimal, quantity ("70 kg", or `unit` where none is typed), date
// ("17.5.1980", "May 1980", "5 1980", "1980", "3 weeks ago"), time, agree. A `unit` the item does
// not have means that none was chosen: then one must be typed, unless there is only one. The answer
// owns its memory.
enum heard heard_typed(const struct form_item *item, const char *text, uint8_t unit,
                       struct heard_today today, bool month_first, struct answer *out);
// A day, a month or a year as people write it, in numbers or with the month as a word; nothing that
// counts from today. False: it is none, or there is no such day.
bool heard_date(const char *text, bool month_first, struct date *out);
// What it is, in one sentence for who typed it ("Please type a number, like 7."). Static text.
const char *heard_help(enum heard result);

#endif
