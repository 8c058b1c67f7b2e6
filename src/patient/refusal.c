// Why an answer was not taken, in words: what to do, never whose fault it is.
#include "patient/refusal.h"

static const char *const months[12] = {"January",   "February", "March",    "April",
                                       "May",       "June",     "July",     "August",
                                       "September", "October",  "November", "December"};

static void limit_words(const struct form_item *item, decimal limit, struct buffer *out)
{
    char number[DECIMAL_TEXT];
    buffer_text(out, decimal_print(limit, number));
    if (item->type == ITEM_QUANTITY && item->unit_count > 0) {
        buffer_print(out, " %s", item->units[0].text);
    }
}

static void silence_words(const struct form_item *item, struct buffer *out)
{
    if (item->offer_dont_know && item->offer_declined) {
        buffer_text(out, " You may also say that you do not know, or would rather not say.");
    } else if (item->offer_dont_know) {
        buffer_text(out, " If you are not sure, you may say that you do not know.");
    } else if (item->offer_declined) {
        buffer_text(out, " You may also say that you would rather not say.");
    }
}

static void required_words(const struct form_item *item, struct buffer *out)
{
    switch (item->type) {
    case ITEM_YESNO:
    case ITEM_ONE:
    case ITEM_SCALE:
        buffer_text(out, "Please choose an answer.");
        break;
    case ITEM_MANY:
        buffer_text(out, "Please mark at least one answer.");
        break;
    case ITEM_BODY:
        buffer_text(out, "Please mark at least one place.");
        break;
    case ITEM_AGREE:
        buffer_text(out, "Please type your name to agree.");
        break;
    default:
        buffer_text(out, "Please type an answer.");
        break;
    }
    silence_words(item, out);
}

static void day_words(const struct form_day *limit, bool early, struct buffer *out)
{
    if (limit->today) {
        buffer_text(out, early ? "That day is already over. Please check the date."
                               : "That day has not come yet. Please check the date.");
    } else if (limit->set) {
        char text[64];
        date_print_words(date_of_day(limit->day), months, text, sizeof text);
        buffer_print(out, "Please give a date that is not %s %s.", early ? "before" : "after",
                     text);
    } else {
        buffer_text(out, "Please check the date.");
    }
}

static void range_words(const struct form_item *item, const struct valid *why, struct buffer *out)
{
    bool low = why->reason == VALID_TOO_LOW;
    if (item->type == ITEM_DATE) {
        day_words(low ? &item->min_day : &item->max_day, low, out);
        return;
    }
    if (item->has_min && item->has_max) {
        buffer_text(out, "Please give a number from ");
        limit_words(item, item->min, out);
        buffer_text(out, " to ");
        limit_words(item, item->max, out);
    } else if (why->has_limit) {
        buffer_print(out, "Please give a number that is not %s than ", low ? "lower" : "higher");
        limit_words(item, why->limit, out);
    } else {
        buffer_print(out, "Please give a %s number", low ? "higher" : "lower");
    }
    buffer_char(out, '.');
}

static void count_words(const struct form_item *item, const struct valid *why, struct buffer *out)
{
    bool few = why->reason == VALID_TOO_FEW;
    const char *least = few ? "at least" : "at most";
    char number[DECIMAL_TEXT] = "1";
    if (why->has_limit) {
        decimal_print(why->limit, number);
    }
    bool one = why->has_limit && why->limit == DECIMAL_ONE;
    if (item->type == ITEM_REPEAT) {
        buffer_print(out, "Please give %s %s.", least, number);
    } else if (item->type == ITEM_BODY) {
        buffer_print(out, "Please mark %s %s %s.", least, number, one ? "place" : "places");
    } else {
        buffer_print(out, "Please mark %s %s %s.", least, number, one ? "answer" : "answers");
    }
}

static void length_words(const struct valid *why, struct buffer *out)
{
    char number[DECIMAL_TEXT];
    bool is_short = why->reason == VALID_TOO_SHORT;
    if (!why->has_limit) {
        buffer_text(out, is_short ? "Please write a little more."
                                  : "That is too long to keep. Please make it shorter.");
    } else if (is_short) {
        buffer_print(out, "Please write a little more: at least %s %s.",
                     decimal_print(why->limit, number),
                     why->limit == DECIMAL_ONE ? "letter" : "letters");
    } else {
        buffer_print(out,
                     "That is too long to keep. Please make it shorter: at most %s letters and "
                     "spaces.",
                     decimal_print(why->limit, number));
    }
}

static void places_words(const struct form_item *item, struct buffer *out)
{
    if (item->type == ITEM_INTEGER || item->type == ITEM_SCALE || item->places == 0) {
        buffer_text(out, "Please give a whole number, like 7.");
    } else if (item->places == 1) {
        buffer_text(out, "Please give at most one digit after the point, like 7.5.");
    } else {
        buffer_print(out, "Please give at most %u digits after the point.", (unsigned)item->places);
    }
}

static void precision_words(const struct form_item *item, struct buffer *out)
{
    bool day = (item->precisions & 1u << DATE_DAY) != 0;
    bool month = (item->precisions & 1u << DATE_MONTH) != 0;
    bool year = (item->precisions & 1u << DATE_YEAR) != 0;
    if (day && !month && !year) {
        buffer_text(out, "Please give the day, the month and the year, like 17 May 1980.");
    } else if (month && !year) {
        buffer_text(out, "Please give the month and the year, like May 1980.");
    } else if (year && !day) {
        buffer_text(out, "Please give the year alone, like 1980.");
    } else if ((item->precisions & 1u << DATE_ABOUT) != 0) {
        buffer_text(out, "Please say about how many weeks ago, like 3 weeks ago.");
    } else {
        buffer_text(out, "Please give a date, like 17 May 1980.");
    }
    silence_words(item, out);
}

void refusal_words(const struct form_item *item, const struct valid *why, struct buffer *out)
{
    if (why->text != NULL && why->text[0] != '\0') {
        buffer_text(out, why->text);
        return;
    }
    switch (why->reason) {
    case VALID_REQUIRED:
        required_words(item, out);
        break;
    case VALID_SILENCE:
        buffer_text(out, "This question needs one of the answers shown.");
        break;
    case VALID_TOO_LOW:
    case VALID_TOO_HIGH:
        range_words(item, why, out);
        break;
    case VALID_TOO_FEW:
    case VALID_TOO_MANY:
        count_words(item, why, out);
        break;
    case VALID_TOO_SHORT:
    case VALID_TOO_LONG:
        length_words(why, out);
        break;
    case VALID_PLACES:
        places_words(item, out);
        break;
    case VALID_PRECISION:
        precision_words(item, out);
        break;
    case VALID_NOT_AMONG:
        buffer_text(out, "Please choose among the ones you marked before.");
        break;
    case VALID_OTHER_TEXT:
        buffer_text(out, "Please say in a few words what it is.");
        break;
    case VALID_TYPE:
    case VALID_CHECK:
    case VALID_NOT_NOW:
    case VALID_FINE:
        buffer_text(out, "Please check this answer.");
        break;
    }
}
