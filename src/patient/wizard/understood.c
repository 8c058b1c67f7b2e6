// Reading back what was understood, before it is an answer.

#include "patient/wizard/understood.h"

#include <string.h>

static const char *const months[12] = {"Jan", "Feb", "Mar", "Apr", "May", "Jun",
                                       "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"};

static void number_words(const struct form_item *item, const struct answer *answer,
                         const char *typed, struct buffer *out)
{
    char number[DECIMAL_TEXT];
    decimal_print(answer->as.number, number);
    bool unit = item->type == ITEM_QUANTITY && answer->unit < item->unit_count;
    if (!unit && strcmp(number, typed) == 0) {
        return;
    }
    buffer_text(out, number);
    if (unit) {
        buffer_print(out, " %s", item->units[answer->unit].text);
    }
}

void understood_words(const struct form_item *item, const struct answer *answer, const char *typed,
                      struct buffer *out)
{
    char text[96];
    if (answer->kind != ANSWER_VALUE) {
        return;
    }
    switch (item->type) {
    case ITEM_INTEGER:
    case ITEM_DECIMAL:
    case ITEM_QUANTITY:
        number_words(item, answer, typed, out);
        break;
    case ITEM_DATE:
        buffer_text(out, date_print_words(answer->as.date, months, text, sizeof(text)));
        break;
    case ITEM_TIME:
        buffer_print(out, "%02d:%02d", answer->as.minutes / 60, answer->as.minutes % 60);
        break;
    default:
        break;
    }
}

void understood_given(const struct form_item *item, const struct answer *given, struct buffer *out)
{
    char number[DECIMAL_TEXT];
    if (given->kind != ANSWER_VALUE) {
        return;
    }
    if (given->text != NULL) {
        buffer_text(out, given->text);
    } else if (item->type == ITEM_DATE || item->type == ITEM_TIME) {
        understood_words(item, given, "", out);
    } else {
        buffer_text(out, decimal_print(given->as.number, number));
    }
}

static bool takes(const struct form_item *item, enum date_precision precision)
{
    return (item->precisions & 1u << precision) != 0;
}

static const char *date_example(const struct form_item *item)
{
    bool parts = takes(item, DATE_MONTH) || takes(item, DATE_YEAR);
    if (takes(item, DATE_ABOUT)) {
        return parts || takes(item, DATE_DAY)
                   ? "Like 17 May 1980, or May 1980, or 1980, or 3 weeks ago."
                   : "Like 3 weeks ago.";
    }
    if (takes(item, DATE_DAY)) {
        return parts ? "Day, month, year: like 17 5 1980. Or only the year." : "Like 17 5 1980.";
    }
    return takes(item, DATE_MONTH) ? "Month and year: like 5 1980." : "The year: like 1980.";
}

const char *understood_example(const struct form_item *item)
{
    switch (item->type) {
    case ITEM_DATE:
        return date_example(item);
    case ITEM_TIME:
        return "Like 14:30.";
    case ITEM_AGREE:
        return "Type your name to agree.";
    default:
        return NULL;
    }
}
