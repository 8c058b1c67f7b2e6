// What was said to one item, as FHIR says it: the item's `answer` list, or why there is none.

#include "fhir/names.h"
#include "fhir/response_part.h"
#include "interview/words.h"

#include <string.h>

const char *say_reason(enum silence silence)
{
    switch (silence) {
    case SILENCE_DONT_KNOW:
        return "asked-unknown";
    case SILENCE_DECLINED:
        return "asked-declined";
    case SILENCE_SKIPPED:
        return "unknown";
    case SILENCE_NOT_REACHED:
        return "not-asked";
    case SILENCE_NOT:
        break;
    }
    return NULL;
}

static void put_extension(struct emit *emit, const char *url, const char *key, const char *value)
{
    emit_object(emit, NULL);
    emit_text(emit, "url", url);
    emit_text(emit, key, value);
    emit_close(emit);
}

void say_absent(struct writing *w, const char *reason)
{
    emit_list(&w->emit, "extension");
    put_extension(&w->emit, FHIR_ABSENT, "valueCode", reason);
    emit_close(&w->emit);
}

// Answered with nothing in it: FHIR has no empty text and no empty list.
static void put_empty(struct writing *w)
{
    emit_list(&w->emit, "extension");
    emit_object(&w->emit, NULL);
    emit_text(&w->emit, "url", FHIR_EMPTY);
    emit_bool(&w->emit, "valueBoolean", true);
    emit_close(&w->emit);
    emit_close(&w->emit);
}

// Questions that share their options share the code system: regions of the chart, and what is
// `among` an earlier question's.
static void put_system(struct writing *w, const struct form_item *it, bool kinds)
{
    while (!kinds && it->among != FORM_NO_ITEM &&
           w->form->items[it->among].options == it->options) {
        it = &w->form->items[it->among];
    }
    buffer_reset(&w->text);
    if (kinds) {
        buffer_print(&w->text, FHIR_FORM "%s/kinds/%s", w->form->id, it->id);
    } else if (it->type == ITEM_BODY) {
        buffer_print(&w->text, FHIR_FORM "%s/regions", w->form->id);
    } else {
        buffer_print(&w->text, FHIR_FORM "%s/options/%s", w->form->id, it->id);
    }
    emit_text(&w->emit, "system", w->text.bytes);
}

static void put_shown(struct writing *w, const char *key, const char *text, uint32_t entry)
{
    if (text != NULL) {
        buffer_reset(&w->text);
        words_text(text, w->answers, entry, w->clinic, &w->text);
        emit_text(&w->emit, key, w->text.bytes);
    }
}

static void put_coding(struct writing *w, const char *key, const struct form_item *it,
                       uint32_t entry, const struct form_option *option, bool kinds)
{
    struct emit *emit = &w->emit;
    emit_object(emit, key);
    if (option->weighted) {
        emit_list(emit, "extension");
        emit_object(emit, NULL);
        emit_text(emit, "url", FHIR_ORDINAL);
        emit_decimal(emit, "valueDecimal", option->weight);
        emit_close(emit);
        emit_close(emit);
    }
    put_system(w, it, kinds);
    emit_text(emit, "code", option->code);
    put_shown(w, "display", option->text, entry);
    emit_close(emit);
}

// One thing more that is known of a choice: an item of its own below the answer, holding one
// answer.
static void begin_below(struct writing *w, const struct form_item *it, const char *what)
{
    buffer_reset(&w->text);
    buffer_print(&w->text, "%s%s", it->id, what);
    emit_object(&w->emit, NULL);
    emit_text(&w->emit, "linkId", w->text.bytes);
    emit_list(&w->emit, "answer");
    emit_object(&w->emit, NULL);
}

static void end_below(struct writing *w)
{
    emit_close(&w->emit);
    emit_close(&w->emit);
    emit_close(&w->emit);
}

static void put_mark(struct writing *w, const struct form_item *it, uint32_t entry,
                     const struct answer_mark *mark)
{
    if (mark->intensity >= 0) {
        begin_below(w, it, FHIR_INTENSITY);
        emit_integer(&w->emit, "valueInteger", mark->intensity);
        end_below(w);
    }
    if (it->kinds != NULL && mark->kind < it->kinds->count) {
        begin_below(w, it, FHIR_KIND);
        put_coding(w, "valueCoding", it, entry, &it->kinds->list[mark->kind], true);
        end_below(w);
    }
}

static const struct answer_mark *mark_of(const struct answer *given, uint32_t option)
{
    for (uint32_t i = 0; given->is_set && i < given->as.set->mark_count; i++) {
        if (given->as.set->marks[i].option == option) {
            return &given->as.set->marks[i];
        }
    }
    return NULL;
}

// One choice, and what was said to "please say".
static void put_choice(struct writing *w, const struct form_item *it, uint32_t entry,
                       const struct answer *given, uint32_t option)
{
    struct emit *emit = &w->emit;
    const struct form_option *chosen = &it->options->list[option];
    const struct answer_mark *mark = mark_of(given, option);
    emit_object(emit, NULL);
    if (chosen->silence != SILENCE_NOT) {
        say_absent(w, say_reason((enum silence)chosen->silence));
    }
    put_coding(w, "valueCoding", it, entry, chosen, false);
    emit_list(emit, "item");
    if (mark != NULL) {
        put_mark(w, it, entry, mark);
    }
    if (chosen->other && given->text != NULL && given->text[0] != '\0') {
        begin_below(w, it, FHIR_OTHER);
        emit_text(emit, "valueString", given->text);
        end_below(w);
    }
    emit_close(emit);
    emit_close(emit);
}

static void put_day(struct emit *emit, const char *key, day_number day)
{
    char text[DATE_TEXT];
    emit_text(emit, key, date_print(date_of_day(day), text));
}

// The date as far as it is known for certain, and beside it, where that is not all that is known,
// the very days. No day is ever invented.
static void put_date(struct writing *w, struct date date)
{
    static const char *const precisions[] = {"day", "month", "year", "about"};
    struct emit *emit = &w->emit;
    char text[DATE_TEXT];
    struct date plain = {0};
    date_print(date, text);
    if (date.precision != DATE_ABOUT && date_parse(text, strlen(text), 0, &plain) &&
        plain.first == date.first && plain.last == date.last) {
        emit_text(emit, "valueDate", text);
        return;
    }
    int year, month, day, last_year, last_month;
    date_to_civil(date.first, &year, &month, &day);
    date_to_civil(date.last, &last_year, &last_month, &day);
    if (year == last_year) {
        struct date around = {.first = date.first,
                              .precision = month == last_month ? DATE_MONTH : DATE_YEAR};
        emit_text(emit, "valueDate", date_print(around, text));
    }
    emit_object(emit, "_valueDate");
    emit_list(emit, "extension");
    emit_object(emit, NULL);
    emit_text(emit, "url", FHIR_DAYS);
    emit_list(emit, "extension");
    put_extension(emit, "precision", "valueCode", precisions[date.precision]);
    if (date.precision == DATE_ABOUT) {
        emit_object(emit, NULL);
        emit_text(emit, "url", "weeks");
        emit_integer(emit, "valueInteger", date.weeks);
        emit_close(emit);
    }
    emit_object(emit, NULL);
    emit_text(emit, "url", "period");
    emit_object(emit, "valuePeriod");
    put_day(emit, "start", date.first);
    put_day(emit, "end", date.last);
    for (int level = 0; level < 6; level++) {
        emit_close(emit);
    }
}

// R4's integer has 32 bits.
static void put_whole(struct emit *emit, decimal number)
{
    int64_t whole = number / DECIMAL_ONE;
    if (decimal_of(whole) == number && whole >= INT32_MIN && whole <= INT32_MAX) {
        emit_integer(emit, "valueInteger", whole);
    } else {
        emit_decimal(emit, "valueDecimal", number);
    }
}

// Those of UCUM that a clinic asks for; any other code is the form's own.
static bool is_ucum(const char *code)
{
    static const char *const known[] = {
        "kg",     "g",      "mg",     "ug",   "m",      "cm",      "mm",      "km",
        "L",      "dL",     "mL",     "Cel",  "[degF]", "%",       "mm[Hg]",  "kPa",
        "/min",   "s",      "min",    "h",    "d",      "wk",      "mo",      "a",
        "mmol/L", "mg/dL",  "kg/m2",  "kcal", "kJ",     "[lb_av]", "[oz_av]", "[stone_av]",
        "[in_i]", "[ft_i]", "[mi_i]", "deg",  "N",      "[arb'U]", "[IU]",    "1",
    };
    for (size_t i = 0; i < sizeof known / sizeof *known; i++) {
        if (strcmp(known[i], code) == 0) {
            return true;
        }
    }
    return false;
}

static void put_quantity(struct writing *w, const struct form_item *it, const struct answer *given)
{
    emit_object(&w->emit, "valueQuantity");
    emit_decimal(&w->emit, "value", given->as.number);
    if (given->unit < it->unit_count) {
        const struct form_unit *unit = &it->units[given->unit];
        emit_text(&w->emit, "unit", unit->text);
        buffer_reset(&w->text);
        buffer_print(&w->text, FHIR_FORM "%s/units", w->form->id);
        emit_text(&w->emit, "system", is_ucum(unit->code) ? FHIR_UCUM : w->text.bytes);
        emit_text(&w->emit, "code", unit->code);
    }
    emit_close(&w->emit);
}

// The value[x] of an answer that is no choice.
static void put_plain(struct writing *w, const struct form_item *it, const struct answer *given)
{
    struct emit *emit = &w->emit;
    switch (it->type) {
    case ITEM_YESNO:
        emit_bool(emit, "valueBoolean", given->as.code == 0);
        break;
    case ITEM_INTEGER:
    case ITEM_SCALE:
        put_whole(emit, given->as.number);
        break;
    case ITEM_QUANTITY:
        put_quantity(w, it, given);
        break;
    case ITEM_DATE:
        put_date(w, given->as.date);
        break;
    case ITEM_TIME:
        buffer_reset(&w->text);
        buffer_print(&w->text, "%02d:%02d:00", given->as.minutes / 60, given->as.minutes % 60);
        emit_text(emit, "valueTime", w->text.bytes);
        break;
    case ITEM_TEXT:
    case ITEM_LONGTEXT:
    case ITEM_AGREE:
        emit_text(emit, "valueString", given->text);
        break;
    default:
        emit_decimal(emit, "valueDecimal", given->as.number);
        break;
    }
}

static bool says_nothing(const struct form_item *it, const struct answer *given)
{
    if (it->value_type == VALUE_SET) {
        return set_empty(given->as.set->chosen);
    }
    return it->value_type == VALUE_TEXT && (given->text == NULL || given->text[0] == '\0');
}

void say_given(struct writing *w, uint32_t item, uint32_t entry, const struct answer *given)
{
    const struct form_item *it = &w->form->items[item];
    if (says_nothing(it, given)) {
        put_empty(w);
        return;
    }
    bool choice =
        it->type != ITEM_YESNO && (it->value_type == VALUE_CODE || it->value_type == VALUE_SET);
    emit_list(&w->emit, "answer");
    for (uint32_t option = 0; choice && option < it->options->count; option++) {
        if (it->value_type == VALUE_CODE ? given->as.code == option
                                         : set_has(given->as.set->chosen, option)) {
            put_choice(w, it, entry, given, option);
        }
    }
    if (!choice) {
        emit_object(&w->emit, NULL);
        put_plain(w, it, given);
        emit_close(&w->emit);
    }
    emit_close(&w->emit);
}

// A number that partial dates leave open is no number; what it may be stands beside it.
static void put_range(struct emit *emit, decimal least, decimal most)
{
    emit_object(emit, "_valueDecimal");
    emit_list(emit, "extension");
    emit_object(emit, NULL);
    emit_text(emit, "url", FHIR_RANGE);
    emit_object(emit, "valueRange");
    emit_object(emit, "low");
    emit_decimal(emit, "value", least);
    emit_close(emit);
    emit_object(emit, "high");
    emit_decimal(emit, "value", most);
    for (int level = 0; level < 5; level++) {
        emit_close(emit);
    }
}

// What was calculated from a month or a year is one again.
static struct date date_between(day_number first, day_number last)
{
    struct date date = {0};
    int year, month, day;
    date_to_civil(first, &year, &month, &day);
    if ((date_of_month(year, month, &date) && date.first == first && date.last == last) ||
        (date_of_year(year, &date) && date.first == first && date.last == last)) {
        return date;
    }
    return (struct date){.first = first, .last = last};
}

static void put_calculated(struct writing *w, const struct form_item *it, const struct value *value)
{
    struct emit *emit = &w->emit;
    switch (it->type == ITEM_SCORE ? VALUE_NUMBER : it->value_type) {
    case VALUE_TRUTH:
        emit_bool(emit, "valueBoolean", value->truth == TRUTH_TRUE);
        break;
    case VALUE_NUMBER:
        if (value->as.number.least == value->as.number.most) {
            emit_decimal(emit, "valueDecimal", value->as.number.least);
        } else {
            put_range(emit, value->as.number.least, value->as.number.most);
        }
        break;
    case VALUE_DATE:
        put_date(w, date_between(value->as.date.first, value->as.date.last));
        break;
    case VALUE_TEXT:
        emit_text(emit, "valueString", value->as.text);
        break;
    case VALUE_CODE:
    case VALUE_SET:
    case VALUE_NONE:
        break; // the loader knows no calculated choice
    }
}

// Nobody was asked for a calculated value: where it is not known, that is all there is to say.
void say_calculated(struct writing *w, uint32_t item, uint32_t entry)
{
    const struct form_item *it = &w->form->items[item];
    const struct value *value = answers_value(w->answers, item, entry);
    if (value->state != VALUE_KNOWN) {
        say_absent(w, say_reason(SILENCE_SKIPPED));
        return;
    }
    emit_list(&w->emit, "answer");
    emit_object(&w->emit, NULL);
    put_calculated(w, it, value);
    emit_close(&w->emit);
    emit_close(&w->emit);
}
