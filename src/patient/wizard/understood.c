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
