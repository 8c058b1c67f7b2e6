// One answer as a file says it, for every type of question.

#include "answer_part.h"

#include "base/nearest.h"

#include <string.h>

enum { SHOWN = 60 };

static bool not_so(struct answering *answering, const struct form_item *item, const cfg_node *node,
                   const char *expected)
{
    cfg_error(answering->cfg, node, "this is no answer to '%s' (%s); %s", item->id,
              item_type_name(item->type), expected);
    return false;
}

static bool find_code(struct answering *answering, const struct form_item *item,
                      const struct form_options *options, const cfg_node *node, uint32_t *out)
{
    const char *code;
    if (!cfg_is_string(node)) {
        return not_so(answering, item, node, "a code in quotes");
    }
    if (!cfg_text(answering->cfg, node, &code)) {
        return false;
    }
    *out = form_option(options, code);
    if (*out != UINT32_MAX) {
        return true;
    }
    struct nearest nearest;
    nearest_init(&nearest, code, strlen(code));
    for (uint32_t i = 0; i < options->count; i++) {
        nearest_try(&nearest, options->list[i].code);
    }
    cfg_error(answering->cfg, node, "'%.*s' is no choice of '%s'; a code such as '%s'%s%s%s", SHOWN,
              code, item->id, nearest.best != NULL ? nearest.best : options->list[0].code,
              nearest.best != NULL ? " (did you mean '" : "",
              nearest.best != NULL ? nearest.best : "", nearest.best != NULL ? "'?)" : "");
    return false;
}

static bool read_code(struct answering *answering, const struct form_item *item,
                      const cfg_node *node, struct answer *out)
{
    uint32_t option;
    bool yes;
    if (item->type == ITEM_YESNO && cfg_is_bool(node)) {
        (void)cfg_bool(answering->cfg, node, &yes);
        *out = answer_code(yes ? 0 : 1);
        return true;
    }
    if (!find_code(answering, item, item->options, node, &option)) {
        return false;
    }
    *out = answer_code(option);
    return true;
}

static bool read_intensity(struct answering *answering, const struct form_item *item,
                           const cfg_node *node, struct answer *out, uint32_t option)
{
    int64_t intensity;
    if (!item->intensity) {
        return not_so(answering, item, node, "no 'intensity', which this question does not ask");
    }
    if (!cfg_integer(answering->cfg, node, 0, 10, &intensity)) {
        return false;
    }
    answer_mark(out, option, true)->intensity = (int8_t)intensity;
    return true;
}

static bool read_kind(struct answering *answering, const struct form_item *item,
                      const cfg_node *node, struct answer *out, uint32_t option)
{
    uint32_t kind;
    if (item->kinds == NULL || item->kinds->count == 0) {
        return not_so(answering, item, node, "no 'kind', which this question does not ask");
    }
    if (!find_code(answering, item, item->kinds, node, &kind)) {
        return false;
    }
    answer_mark(out, option, true)->kind = (uint8_t)kind;
    return true;
}

// What belongs to the mark at `index`: the same for all, or one of a list.
static const cfg_node *of_mark(const cfg_node *node, uint32_t index)
{
    if (node == NULL || !cfg_is_list(node)) {
        return node;
    }
    return index < cfg_count(node) ? cfg_element(node, index) : NULL;
}

// One choice of a set: "code", or { code; intensity; kind }.
static bool read_mark(struct answering *answering, const struct form_item *item,
                      const cfg_node *node, const cfg_node *intensity, const cfg_node *kind,
                      struct answer *out)
{
    static const char *const keys[] = {"code", "intensity", "kind"};
    const cfg_node *m[3] = {node, intensity, kind};
    uint32_t option;
    if (cfg_is_group(node)) {
        if (!cfg_members(answering->cfg, node, "region", keys, 3, m)) {
            return false;
        }
        if (m[0] == NULL) {
            cfg_missing(answering->cfg, node, "region", "code");
            return false;
        }
    }
    if (!find_code(answering, item, item->options, m[0], &option)) {
        return false;
    }
    if (set_has(out->as.set->chosen, option)) {
        return not_so(answering, item, node, "each choice once");
    }
    if (answer_choose(out, item->options, option, true) > 0) {
        return not_so(answering, item, node, "a choice that excludes the others alone");
    }
    return (m[1] == NULL || read_intensity(answering, item, m[1], out, option)) &&
           (m[2] == NULL || read_kind(answering, item, m[2], out, option));
}

// A list beside the marks has no more entries than they.
static bool fits_marks(struct answering *answering, const cfg_node *node, const cfg_node *list,
                       const char *key)
{
    if (list == NULL || !cfg_is_list(list) || cfg_count(list) <= cfg_count(node)) {
        return true;
    }
    cfg_error(answering->cfg, list, "%u entries of '%s' for %u of 'value'; one for each, in order",
              (unsigned)cfg_count(list), key, (unsigned)cfg_count(node));
    return false;
}

static bool read_set(struct answering *answering, const struct form_item *item,
                     const cfg_node *node, const cfg_node *const *m, struct answer *out)
{
    if (!cfg_is_list(node)) {
        return not_so(answering, item, node, "a list of codes ( \"a\", \"b\" )");
    }
    if (!fits_marks(answering, node, m[A_INTENSITY], "intensity") ||
        !fits_marks(answering, node, m[A_KIND], "kind")) {
        return false;
    }
    *out = answer_empty_set();
    for (uint32_t i = 0; i < cfg_count(node); i++) {
        if (!read_mark(answering, item, cfg_element(node, i), of_mark(m[A_INTENSITY], i),
                       of_mark(m[A_KIND], i), out)) {
            return false;
        }
    }
    return true;
}

// "7" in quotes is a 7 too.
static bool read_whole(struct answering *answering, const struct form_item *item,
                       const cfg_node *node, decimal *out)
{
    const int64_t most = INT64_C(9000000000000);
    const char *text;
    int64_t number;
    if (!cfg_is_string(node)) {
        bool fine = cfg_integer(answering->cfg, node, -most, most, &number);
        *out = fine ? decimal_of(number) : 0;
        return fine;
    }
    if (!cfg_text(answering->cfg, node, &text)) {
        return false;
    }
    return decimal_parse(text, strlen(text), out) ||
           not_so(answering, item, node, "a whole number without quotes");
}

static bool read_number(struct answering *answering, const struct form_item *item,
                        const cfg_node *node, const cfg_node *unit, struct answer *out)
{
    const char *code;
    decimal number;
    bool whole = item->type == ITEM_INTEGER || item->type == ITEM_SCALE;
    if (whole ? !read_whole(answering, item, node, &number)
              : !cfg_decimal(answering->cfg, node, &number)) {
        return false;
    }
    *out = answer_number(number);
    if (unit == NULL || !cfg_text(answering->cfg, unit, &code)) {
        return unit == NULL;
    }
    for (uint32_t i = 0; i < item->unit_count; i++) {
        if (strcmp(item->units[i].code, code) == 0) {
            out->unit = (uint8_t)i;
            return true;
        }
    }
    return not_so(answering, item, unit, item->unit_count > 0 ? "one of its units" : "no 'unit'");
}

static bool read_text(struct answering *answering, const cfg_node *node, struct answer *out)
{
    const char *text;
    if (!cfg_text(answering->cfg, node, &text)) {
        return false;
    }
    *out = answer_text(text, strlen(text));
    return true;
}

// "precision" may say that a date is known less exactly than it is written, never more.
static bool coarsen(struct date *date, uint32_t precision)
{
    int year, month, day;
    date_to_civil(date->first, &year, &month, &day);
    if (precision == DATE_MONTH && date->precision <= DATE_MONTH) {
        return date_of_month(year, month, date);
    }
    if (precision == DATE_YEAR && date->precision <= DATE_YEAR) {
        return date_of_year(year, date);
    }
    return precision == date->precision;
}

static bool read_date(struct answering *answering, const struct form_item *item,
                      const cfg_node *node, const cfg_node *precision, struct answer *out)
{
    static const char *const names[] = {"day", "month", "year", "about", NULL};
    const char *text;
    struct date date;
    uint32_t which;
    if (!cfg_is_string(node)) {
        return not_so(answering, item, node, "a date in quotes, such as \"1980-05-17\"");
    }
    if (!cfg_text(answering->cfg, node, &text)) {
        return false;
    }
    if (text[0] == '~' && !answering->today_known) {
        return not_so(answering, item, node, "a date, since today is not known");
    }
    if (!date_parse(text, strlen(text), answering->today, &date)) {
        return not_so(answering, item, node,
                      "a date such as \"1980-05-17\", \"1980-05\", \"1980\" or \"~3w\"");
    }
    if (precision != NULL &&
        (!cfg_choice(answering->cfg, precision, names, &which) || !coarsen(&date, which))) {
        return not_so(answering, item, precision, "a precision that the date has");
    }
    *out = answer_date(date);
    return true;
}

static bool read_time(struct answering *answering, const struct form_item *item,
                      const cfg_node *node, struct answer *out)
{
    const char *text;
    if (!cfg_text(answering->cfg, node, &text)) {
        return false;
    }
    int minutes = time_parse(text, strlen(text));
    if (minutes < 0) {
        return not_so(answering, item, node, "a time of day such as \"14:30\"");
    }
    *out = answer_time(minutes);
    return true;
}

static bool read_by_type(struct answering *answering, const struct form_item *item,
                         const cfg_node *value, const cfg_node *const *m, struct answer *out)
{
    switch (item->type) {
    case ITEM_YESNO:
    case ITEM_ONE:
        return read_code(answering, item, value, out);
    case ITEM_MANY:
        return read_set(answering, item, value, m, out);
    case ITEM_BODY:
        return item->single ? read_code(answering, item, value, out)
                            : read_set(answering, item, value, m, out);
    case ITEM_TEXT:
    case ITEM_LONGTEXT:
    case ITEM_AGREE:
        return read_text(answering, value, out);
    case ITEM_INTEGER:
    case ITEM_DECIMAL:
    case ITEM_SCALE:
    case ITEM_QUANTITY:
        return read_number(answering, item, value, m[A_UNIT], out);
    case ITEM_DATE:
        return read_date(answering, item, value, m[A_PRECISION], out);
    case ITEM_TIME:
        return read_time(answering, item, value, out);
    default:
        return not_so(answering, item, value, "nothing: it is never answered");
    }
}

static bool chose_other(const struct form_item *item, const struct answer *answer)
{
    for (uint32_t i = 0; item->options != NULL && i < item->options->count; i++) {
        bool chosen = answer->is_set ? set_has(answer->as.set->chosen, i) : answer->as.code == i;
        if (chosen && item->options->list[i].other) {
            return true;
        }
    }
    return false;
}

bool answer_read(struct answering *answering, const struct form_item *item, const cfg_node *value,
                 const cfg_node *const *members, struct answer *out)
{
    const char *other;
    *out = (struct answer){0};
    bool fine = read_by_type(answering, item, value, members, out);
    if (fine && members[A_OTHER] != NULL) {
        fine = chose_other(item, out)
                   ? cfg_text(answering->cfg, members[A_OTHER], &other)
                   : not_so(answering, item, members[A_OTHER],
                            "no 'other', since no choice was made that asks for it");
        if (fine) {
            struct answer words = answer_text(other, strlen(other));
            out->text = words.text;
        }
    }
    if (!fine) {
        answer_clear(out);
    }
    return fine;
}

struct answer answer_of_silence(const struct form_item *item, enum silence silence)
{
    for (uint32_t i = 0; item->options != NULL && i < item->options->count; i++) {
        if (item->options->list[i].silence != silence) {
            continue;
        }
        if (item->value_type == VALUE_CODE) {
            return answer_code(i);
        }
        struct answer answer = answer_empty_set();
        (void)answer_choose(&answer, item->options, i, true);
        return answer;
    }
    return answer_silence(silence);
}
