// What only one type of item has: limits, units, steps, precisions.

#include "form_part.h"

#include "base/text.h"

#include <inttypes.h>
#include <string.h>

enum {
    TEXT_DEFAULT = 200,
    LONGTEXT_DEFAULT = 2000,
    TEXT_MOST = LIMIT_ANSWER / 4,
    SCALE_MOST = 100, // steps
    PLACES_MOST = DECIMAL_PLACES,
};

static void set_min(struct form_item *item, decimal min)
{
    item->has_min = true;
    item->min = min;
}

static void set_max(struct form_item *item, decimal max)
{
    item->has_max = true;
    item->max = max;
}

static void check_order(struct loading *loading, const struct form_item *item, const cfg_node *node,
                        const char *least, const char *most)
{
    if (item->has_min && item->has_max && item->min > item->max) {
        char text[2][DECIMAL_TEXT];
        cfg_error(loading->cfg, node, "'%s' of '%s' is %s, more than '%s', %s; the smaller first",
                  least, item->id, decimal_print(item->min, text[0]), most,
                  decimal_print(item->max, text[1]));
    }
}

static bool get_end(struct loading *loading, const cfg_node *node, bool whole, decimal *out)
{
    const int64_t largest = INT64_C(1000000000000);
    int64_t number;
    if (!whole) {
        return cfg_decimal(loading->cfg, node, out);
    }
    if (!cfg_integer(loading->cfg, node, -largest, largest, &number)) {
        return false;
    }
    *out = decimal_of(number);
    return true;
}

static void load_range(struct loading *loading, struct form_item *item, const cfg_node *min,
                       const cfg_node *max, bool whole)
{
    decimal number;
    if (get_end(loading, min, whole, &number)) {
        set_min(item, number);
    }
    if (get_end(loading, max, whole, &number)) {
        set_max(item, number);
    }
    check_order(loading, item, min, "min", "max");
}

// How many: picks of a set, graphemes of a text, entries of a repeat.
static void load_counts(struct loading *loading, struct form_item *item, const cfg_node *min,
                        const cfg_node *max, int64_t most, const char *const names[2])
{
    int64_t number;
    if (cfg_integer(loading->cfg, min, 0, most, &number)) {
        set_min(item, decimal_of(number));
    }
    if (cfg_integer(loading->cfg, max, 1, most, &number)) {
        set_max(item, decimal_of(number));
    }
    check_order(loading, item, min != NULL ? min : max, names[0], names[1]);
}

static void load_text_type(struct loading *loading, struct form_item *item,
                           const cfg_node *const *m)
{
    static const char *const names[2] = {"min_length", "max_length"};
    item->value_type = VALUE_TEXT;
    set_min(item, decimal_of(1));
    set_max(item, decimal_of(item->type == ITEM_LONGTEXT ? LONGTEXT_DEFAULT : TEXT_DEFAULT));
    load_counts(loading, item, m[I_MIN_LENGTH], m[I_MAX_LENGTH], TEXT_MOST, names);
    item->suggests = cfg_texts(loading->cfg, m[I_SUGGEST], &item->suggest_count);
}

static void load_places(struct loading *loading, struct form_item *item, const cfg_node *node)
{
    int64_t places = 1;
    (void)cfg_integer(loading->cfg, node, 0, PLACES_MOST, &places);
    item->places = (uint8_t)places;
}

static void load_number(struct loading *loading, struct form_item *item, const cfg_node *const *m)
{
    item->value_type = VALUE_NUMBER;
    load_range(loading, item, m[I_MIN], m[I_MAX], item->type == ITEM_INTEGER);
    if (item->type == ITEM_INTEGER) {
        return;
    }
    load_places(loading, item, m[I_PLACES]);
    if (item->type == ITEM_QUANTITY) {
        load_units(loading, item, m[I_UNITS]);
    }
}

static void load_scale(struct loading *loading, struct form_item *item, const cfg_node *const *m)
{
    struct cfg *cfg = loading->cfg;
    item->value_type = VALUE_NUMBER;
    if (m[I_MIN] == NULL || m[I_MAX] == NULL) {
        issues_add(loading->issues, ISSUE_ERROR, cfg->file, item->line,
                   "scale '%s' has no '%s'; both ends, 'min' and 'max'", item->id,
                   m[I_MIN] == NULL ? "min" : "max");
    }
    load_range(loading, item, m[I_MIN], m[I_MAX], true);
    (void)cfg_text(cfg, m[I_LOW], &item->low);
    (void)cfg_text(cfg, m[I_HIGH], &item->high);
    if (!item->has_min || !item->has_max || item->min > item->max) {
        return;
    }
    int64_t steps = item->max / DECIMAL_ONE - item->min / DECIMAL_ONE + 1;
    if (steps > SCALE_MOST + 1) {
        cfg_error(cfg, m[I_MAX], "scale '%s' has %" PRId64 " steps; at most %d", item->id, steps,
                  SCALE_MOST + 1);
    }
    if (m[I_LABELS] == NULL) {
        return;
    }
    item->labels = cfg_texts(cfg, m[I_LABELS], &item->label_count);
    if (cfg_is_list(m[I_LABELS]) && cfg_count(m[I_LABELS]) != steps) {
        cfg_error(cfg, m[I_LABELS], "%u labels for the steps of '%s'; %" PRId64 ", one a step",
                  (unsigned)cfg_count(m[I_LABELS]), item->id, steps);
    }
}

static void load_day(struct loading *loading, const cfg_node *node, struct form_day *out)
{
    const char *text;
    struct date date;
    if (!cfg_text(loading->cfg, node, &text)) {
        return;
    }
    if (strcmp(text, "today") == 0) {
        *out = (struct form_day){.set = true, .today = true};
    } else if (text[0] != '~' && date_parse(text, strlen(text), 0, &date) &&
               date.precision == DATE_DAY) {
        *out = (struct form_day){.set = true, .day = date.first};
    } else {
        cfg_error(loading->cfg, node, "%s is '%.40s'; a day such as \"1900-01-01\", or \"today\"",
                  cfg_what(loading->cfg, node), text);
    }
}

static void load_date(struct loading *loading, struct form_item *item, const cfg_node *const *m)
{
    static const char *const names[] = {"day", "month", "year", "about", NULL};
    struct cfg *cfg = loading->cfg;
    item->value_type = VALUE_DATE;
    item->precisions = 1u << DATE_DAY | 1u << DATE_MONTH | 1u << DATE_YEAR;
    load_day(loading, m[I_MIN], &item->min_day);
    load_day(loading, m[I_MAX], &item->max_day);
    if (item->min_day.set && item->max_day.set && !item->min_day.today && !item->max_day.today &&
        item->min_day.day > item->max_day.day) {
        cfg_error(cfg, m[I_MIN], "'min' of '%s' is after 'max'; the earlier day first", item->id);
    }
    if (m[I_PRECISION] == NULL) {
        return;
    }
    uint32_t count = cfg_list(cfg, m[I_PRECISION]);
    unsigned precisions = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t which;
        if (cfg_choice(cfg, cfg_element(m[I_PRECISION], i), names, &which)) {
            if ((precisions >> which & 1u) != 0) {
                cfg_error(cfg, cfg_element(m[I_PRECISION], i),
                          "'%s' is in 'precision' of '%s' already; each once", names[which],
                          item->id);
            }
            precisions |= 1u << which;
        }
    }
    if (count == 0 && cfg_is_list(m[I_PRECISION])) {
        cfg_error(cfg, m[I_PRECISION],
                  "'precision' of '%s' names none; at least one of 'day', "
                  "'month', 'year', 'about'",
                  item->id);
    }
    item->precisions = (date_precisions)precisions;
}

static const char *const picks[2] = {"min", "max"};

static void load_choice(struct loading *loading, struct form_item *item, const cfg_node *const *m)
{
    item->value_type = item->type == ITEM_MANY ? VALUE_SET : VALUE_CODE;
    if (m[I_OPTIONS] == NULL && m[I_AMONG] == NULL) {
        issues_add(loading->issues, ISSUE_ERROR, loading->cfg->file, item->line,
                   "item '%s' has no 'options'; every question of type '%s' needs some", item->id,
                   item_type_name(item->type));
        loading_broken(loading, item);
    }
    load_options(loading, item, m[I_OPTIONS]);
    later_among(loading, m[I_AMONG], item, m[I_OPTIONS] != NULL);
    if (item->type == ITEM_MANY) {
        set_min(item, decimal_of(1));
        load_counts(loading, item, m[I_MIN], m[I_MAX],
                    item->options != NULL && item->options->count > 0 ? item->options->count
                                                                      : LIMIT_OPTIONS,
                    picks);
    }
}

static void load_body_item(struct loading *loading, struct form_item *item,
                           const cfg_node *const *m)
{
    struct cfg *cfg = loading->cfg;
    (void)cfg_bool(cfg, m[I_SINGLE], &item->single);
    (void)cfg_bool(cfg, m[I_INTENSITY], &item->intensity);
    item->value_type = item->single ? VALUE_CODE : VALUE_SET;
    load_kinds(loading, item, m[I_KINDS]);
    later_among(loading, m[I_AMONG], item, true);
    if (loading->body == NULL) {
        if (!loading->incomplete) {
            issues_add(loading->issues, ISSUE_ERROR, cfg->file, item->line,
                       "item '%s' of type 'body', but the form has no body chart; 'body' in 'form'",
                       item->id);
        }
        loading_broken(loading, item);
    } else {
        item->options = loading->body->options;
    }
    if (loading->body_broken) {
        loading_broken(loading, item);
    }
    if (!item->single) {
        set_min(item, decimal_of(1));
        load_counts(loading, item, m[I_MIN], m[I_MAX],
                    item->options != NULL && !loading->body_broken ? item->options->count
                                                                   : LIMIT_OPTIONS,
                    picks);
        return;
    }
    for (int key = I_MIN; key <= I_MAX; key++) {
        if (m[key] != NULL) {
            cfg_error(cfg, m[key], "%s, where one region is asked for; only without 'single'",
                      cfg_what(cfg, m[key]));
        }
    }
}

static void load_repeat(struct loading *loading, struct form_item *item, const cfg_node *const *m)
{
    set_min(item, 0);
    set_max(item, decimal_of(LIMIT_ENTRIES));
    load_counts(loading, item, m[I_MIN], m[I_MAX], LIMIT_ENTRIES, picks);
    item->repeat = (uint32_t)(item - loading->form->items);
    item->entry_name = "entry";
    (void)cfg_text(loading->cfg, m[I_ENTRY], &item->entry_name);
}

static struct form_options *yesno(struct loading *loading)
{
    if (loading->yesno == NULL) {
        struct arena *arena = &loading->form->arena;
        struct form_options *options = arena_new(arena, struct form_options);
        struct form_option *list = arena_array(arena, struct form_option, 2);
        list[0] = (struct form_option){.code = "yes", .text = "Yes"};
        list[1] = (struct form_option){.code = "no", .text = "No"};
        options->list = list;
        options->count = 2;
        options_finish(loading, options, "yesno");
        loading->yesno = options;
    }
    return loading->yesno;
}

static void load_note(struct loading *loading, struct form_item *item, const cfg_node *node)
{
    item->pages = cfg_texts(loading->cfg, node, &item->page_count);
    for (uint32_t i = 0; i < item->page_count; i++) {
        later_text(loading, cfg_element(node, i), item->pages[i], "page", item->id, item);
    }
}

void load_item_type(struct loading *loading, struct form_item *item, const cfg_node *node,
                    const cfg_node *const *m)
{
    switch (item->type) {
    case ITEM_NOTE:
        load_note(loading, item, m[I_PAGES]);
        break;
    case ITEM_YESNO:
        item->value_type = VALUE_CODE;
        item->options = yesno(loading);
        break;
    case ITEM_ONE:
    case ITEM_MANY:
        load_choice(loading, item, m);
        break;
    case ITEM_TEXT:
    case ITEM_LONGTEXT:
        load_text_type(loading, item, m);
        break;
    case ITEM_INTEGER:
    case ITEM_DECIMAL:
    case ITEM_QUANTITY:
        load_number(loading, item, m);
        break;
    case ITEM_SCALE:
        load_scale(loading, item, m);
        break;
    case ITEM_DATE:
        load_date(loading, item, m);
        break;
    case ITEM_TIME:
        item->value_type = VALUE_NUMBER;
        break;
    case ITEM_BODY:
        load_body_item(loading, item, m);
        break;
    case ITEM_REPEAT:
        load_repeat(loading, item, m);
        break;
    case ITEM_AGREE:
        item->value_type = VALUE_TEXT;
        break;
    case ITEM_VALUE:
        load_value_of(loading, item, node, m[I_OF], "of", m[I_VALUE]);
        break;
    case ITEM_GROUP:
    case ITEM_SCORE:
    case ITEM_TYPES:
        break;
    }
}
