// One item of a response as an answer. Only what an answer is made of is taken here; everything
// beside it (systems, weights, what must not be there) is judged by comparing with what would be
// written.

#include "base/text.h"
#include "fhir/names.h"
#include "fhir/response_part.h"

#include <string.h>

enum { TIME_DIGITS = 5, DAY_DIGITS = 10, INTENSITY_MOST = 10 };

bool hear_silence(struct reading *r, const tree_node *node, enum silence *out)
{
    const char *reason = tree_text(reading_extension(node, FHIR_ABSENT, "valueCode"));
    if (reason == NULL) {
        reading_error(r, "no answer; one, or a data-absent-reason");
        return false;
    }
    for (int silence = SILENCE_DONT_KNOW; silence <= SILENCE_NOT_REACHED; silence++) {
        if (strcmp(reason, say_reason((enum silence)silence)) == 0) {
            *out = (enum silence)silence;
            return true;
        }
    }
    reading_error(r,
                  "the data-absent-reason '%.40s'; asked-unknown, asked-declined, unknown or "
                  "not-asked",
                  reason);
    return false;
}

// A member of the node at hand that must be a text.
static const char *need_text(struct reading *r, const tree_node *node, const char *key)
{
    const char *text = tree_text(tree_member(node, key));
    if (text == NULL) {
        size_t here = reading_enter(r, key);
        reading_error(r, "no text; a text");
        reading_leave(r, here);
    }
    return text;
}

static bool need_decimal(struct reading *r, const tree_node *node, const char *key, decimal *out)
{
    bool fine = tree_decimal(tree_member(node, key), out);
    if (!fine) {
        size_t here = reading_enter(r, key);
        reading_error(r, "no number that can be kept; one of at most six places, without exponent");
        reading_leave(r, here);
    }
    return fine;
}

static bool read_code(struct reading *r, const struct form_options *options,
                      const tree_node *coding, uint32_t *out)
{
    size_t here = reading_enter(r, "valueCoding");
    const char *code = need_text(r, coding, "code");
    *out = code == NULL || options == NULL ? UINT32_MAX : form_option(options, code);
    if (code != NULL && *out == UINT32_MAX) {
        reading_error(r, "the code '%.64s'; one that the question offers", code);
    }
    reading_leave(r, here);
    return *out != UINT32_MAX;
}

// Without what no face and no file lets into an answer.
static bool is_clean(const char *text, size_t length)
{
    uint32_t code_point = 0;
    for (size_t at = 0; at < length;) {
        size_t bytes = text_decode(text + at, length - at, &code_point);
        if (bytes == 0 || (text_forbidden(code_point) && code_point != '\n')) {
            return false;
        }
        at += bytes;
    }
    return true;
}

static bool read_text(struct reading *r, const tree_node *element, struct answer *out)
{
    const char *text = need_text(r, element, "valueString");
    size_t length = text == NULL ? 0 : strlen(text);
    if (text == NULL) {
        return false;
    }
    if (length == 0 || length > LIMIT_ANSWER || !is_clean(text, length)) {
        reading_error(r, "a text of %zu bytes; 1 to %d, without control characters", length,
                      (int)LIMIT_ANSWER);
        return false;
    }
    struct answer said = answer_text(text, length);
    if (out->text != NULL) {
        answer_clear(&said); // typed to two options: the comparison sees whether it is the same
        return true;
    }
    out->text = said.text;
    return true;
}

// What hangs below a choice: "where/intensity", "where/kind", "where/other".
static bool read_below(struct reading *r, const struct form_item *it, const tree_node *below,
                       uint32_t option, struct answer *out)
{
    const char *id = need_text(r, below, "linkId");
    size_t length = strlen(it->id);
    if (id == NULL) {
        return false;
    }
    const char *what = strncmp(id, it->id, length) == 0 ? id + length : "";
    const tree_node *answer = tree_element(tree_member(below, "answer"), 0);
    size_t here = reading_enter_at(r, "answer", 0);
    decimal number = 0;
    uint32_t kind = 0;
    bool fine = false;
    if (strcmp(what, FHIR_OTHER) == 0) {
        fine = read_text(r, answer, out);
    } else if (strcmp(what, FHIR_INTENSITY) == 0 && out->is_set) {
        fine = need_decimal(r, answer, "valueInteger", &number);
        if (fine && (number < 0 || number > decimal_of(INTENSITY_MOST))) {
            reading_error(r, "an intensity that is none; 0 to %d", (int)INTENSITY_MOST);
            fine = false;
        }
        if (fine) {
            answer_mark(out, option, true)->intensity = (int8_t)(number / DECIMAL_ONE);
        }
    } else if (strcmp(what, FHIR_KIND) == 0 && out->is_set) {
        fine = read_code(r, it->kinds, tree_member(answer, "valueCoding"), &kind);
        if (fine) {
            answer_mark(out, option, true)->kind = (uint8_t)kind;
        }
    } else {
        reading_error(r, "the linkId '%.80s'; what may stand below a choice of '%s'", id, it->id);
    }
    reading_leave(r, here);
    return fine;
}

// The option of one answer, and what is known beyond that it was chosen.
static bool read_option(struct reading *r, const struct form_item *it, const tree_node *element,
                        struct answer *out, uint32_t *option)
{
    const tree_node *coding = tree_member(element, "valueCoding");
    if (coding == NULL) {
        reading_error(r, "no valueCoding; one");
        return false;
    }
    bool fine = read_code(r, it->options, coding, option);
    const tree_node *list = tree_member(element, "item");
    for (size_t i = 0; fine && i < tree_count(list); i++) {
        size_t here = reading_enter_at(r, "item", i);
        fine = read_below(r, it, tree_element(list, i), *option, out);
        reading_leave(r, here);
    }
    return fine;
}

static bool read_set(struct reading *r, const struct form_item *it, const tree_node *list,
                     struct answer *out)
{
    bool fine = true;
    for (size_t i = 0; i < tree_count(list) && i <= LIMIT_OPTIONS; i++) {
        const tree_node *element = tree_element(list, i);
        size_t here = reading_enter_at(r, "answer", i);
        uint32_t option;
        if (!read_option(r, it, element, out, &option)) {
            fine = false;
        } else if (set_has(out->as.set->chosen, option)) {
            reading_error(r, "the code '%s' again; each once", it->options->list[option].code);
            fine = false;
        } else {
            set_add(out->as.set->chosen, option);
        }
        reading_leave(r, here);
    }
    return fine;
}

static bool parse_day(const tree_node *period, const char *key, day_number *out)
{
    const char *text = tree_text(tree_member(period, key));
    struct date date;
    if (text == NULL || strlen(text) != DAY_DIGITS || !date_parse(text, DAY_DIGITS, 0, &date)) {
        return false;
    }
    *out = date.first;
    return true;
}

static bool parse_days(const tree_node *days, struct date *out)
{
    static const char *const precisions[] = {"day", "month", "year", "about"};
    const char *precision = tree_text(reading_extension(days, "precision", "valueCode"));
    const tree_node *weeks = reading_extension(days, "weeks", "valueInteger");
    const tree_node *period = reading_extension(days, "period", "valuePeriod");
    decimal number = 0;
    bool known = false;
    for (int i = DATE_DAY; precision != NULL && i <= DATE_ABOUT; i++) {
        if (strcmp(precision, precisions[i]) == 0) {
            out->precision = (enum date_precision)i;
            known = true;
        }
    }
    if (!known || (weeks != NULL && (!tree_decimal(weeks, &number) || number < 0 ||
                                     number > decimal_of(INT16_MAX)))) {
        return false;
    }
    out->weeks = (int16_t)(number / DECIMAL_ONE);
    return parse_day(period, "start", &out->first) && parse_day(period, "end", &out->last) &&
           out->first <= out->last;
}

// "About N weeks ago" and its days say the same thing twice.
static bool about_agrees(const struct reading *r, const struct date *date)
{
    struct expr_env env = answers_env(r->answers);
    struct date about;
    return date->precision != DATE_ABOUT || !env.today_known ||
           (date_about(date->weeks, env.today, &about) && about.first == date->first &&
            about.last == date->last);
}

// The extension inside `_valueDate`, whose own value is a list of extensions.
static const tree_node *days_of(const tree_node *element)
{
    const tree_node *list = tree_member(tree_member(element, "_valueDate"), "extension");
    const tree_node *days = tree_element(list, 0);
    const char *url = tree_text(tree_member(days, "url"));
    return url != NULL && strcmp(url, FHIR_DAYS) == 0 ? days : NULL;
}

static bool read_date(struct reading *r, const tree_node *element, struct answer *out)
{
    const tree_node *days = days_of(element);
    const char *text = tree_text(tree_member(element, "valueDate"));
    struct date date = {0};
    bool fine = days != NULL
                    ? parse_days(days, &date) && about_agrees(r, &date)
                    : text != NULL && text[0] != '~' && date_parse(text, strlen(text), 0, &date);
    if (!fine) {
        reading_error(r, "no valueDate that can be read; a date");
        return false;
    }
    *out = answer_date(date);
    return true;
}

static bool read_time(struct reading *r, const tree_node *element, struct answer *out)
{
    const char *text = tree_text(tree_member(element, "valueTime"));
    int minutes = text != NULL && strlen(text) > TIME_DIGITS ? time_parse(text, TIME_DIGITS) : -1;
    if (minutes < 0) {
        reading_error(r, "no valueTime that can be read; a time such as \"07:30:00\"");
        return false;
    }
    *out = answer_time(minutes);
    return true;
}

static bool read_quantity(struct reading *r, const struct form_item *it, const tree_node *element,
                          struct answer *out)
{
    const tree_node *quantity = tree_member(element, "valueQuantity");
    size_t here = reading_enter(r, "valueQuantity");
    bool fine = need_decimal(r, quantity, "value", &out->as.number);
    const char *code = it->unit_count > 0 ? need_text(r, quantity, "code") : NULL;
    uint32_t unit = 0;
    while (code != NULL && unit < it->unit_count && strcmp(it->units[unit].code, code) != 0) {
        unit++;
    }
    if (code != NULL && unit == it->unit_count) {
        reading_error(r, "the unit '%.40s'; one that the question offers", code);
    }
    fine = fine && (it->unit_count == 0 || (code != NULL && unit < it->unit_count));
    out->unit = fine ? (uint8_t)unit : 0;
    reading_leave(r, here);
    return fine;
}

static bool read_number(struct reading *r, const struct form_item *it, const tree_node *element,
                        struct answer *out)
{
    bool whole = it->type == ITEM_INTEGER || it->type == ITEM_SCALE;
    bool integer = whole && tree_member(element, "valueInteger") != NULL;
    return need_decimal(r, element, integer ? "valueInteger" : "valueDecimal", &out->as.number);
}

static bool read_one(struct reading *r, const struct form_item *it, const tree_node *element,
                     struct answer *out)
{
    bool yes;
    switch (it->type) {
    case ITEM_YESNO:
        if (!tree_bool(tree_member(element, "valueBoolean"), &yes)) {
            reading_error(r, "no valueBoolean; true or false");
            return false;
        }
        out->as.code = yes ? 0 : 1;
        return true;
    case ITEM_ONE:
    case ITEM_BODY:
        return read_option(r, it, element, out, &out->as.code);
    case ITEM_TEXT:
    case ITEM_LONGTEXT:
    case ITEM_AGREE:
        return read_text(r, element, out);
    case ITEM_DATE:
        return read_date(r, element, out);
    case ITEM_TIME:
        return read_time(r, element, out);
    case ITEM_QUANTITY:
        return read_quantity(r, it, element, out);
    default:
        return read_number(r, it, element, out);
    }
}

static bool read_silent(struct reading *r, const struct form_item *it, const tree_node *node,
                        struct answer *out)
{
    bool empty;
    if (tree_bool(reading_extension(node, FHIR_EMPTY, "valueBoolean"), &empty)) {
        if (it->value_type == VALUE_SET) {
            *out = answer_empty_set();
            return true;
        }
        if (it->value_type == VALUE_TEXT) {
            *out = answer_text("", 0);
            return true;
        }
    }
    enum silence silence;
    if (!hear_silence(r, node, &silence)) {
        return false;
    }
    if (silence != SILENCE_NOT_REACHED) {
        *out = answer_silence(silence);
    }
    return true;
}

bool hear_answer(struct reading *r, const struct form_item *it, const tree_node *node,
                 struct answer *out)
{
    *out = (struct answer){0};
    const tree_node *list = tree_member(node, "answer");
    if (list == NULL) {
        return read_silent(r, it, node, out);
    }
    if (tree_kind(list) != TREE_LIST || tree_count(list) == 0) {
        reading_error(r, "an 'answer' without answers; a list of at least one");
        return false;
    }
    if (it->value_type == VALUE_SET) {
        *out = answer_empty_set();
        return read_set(r, it, list, out);
    }
    if (tree_count(list) > 1) {
        reading_error(r, "%zu answers; one", tree_count(list));
        return false;
    }
    out->kind = ANSWER_VALUE;
    size_t here = reading_enter_at(r, "answer", 0);
    bool fine = read_one(r, it, tree_element(list, 0), out);
    reading_leave(r, here);
    return fine;
}
