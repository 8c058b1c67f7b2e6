// The values of a question that can make a difference: its options; for numbers and dates the cut
// points of every comparison and what lies beside them; what is unknown; what does not apply.
// Where an expression does more with an answer than compare it, the values are only samples, and
// the question is marked as not complete.

#include "form/prove_search.h"

#include <string.h>

enum {
    CUTS = 128,       // of one question
    VALUES = 1024,    // of one question
    SUBSET_BITS = 8,  // options of a set of which every combination is tried
    OLDEST = 150,     // years
    FURTHEST = 36500, // days
};

// What the expressions ask of one question.
struct usage {
    const struct involved *involved;
    uint32_t item;
    struct value_set mentioned;
    bool all_options; // compared with other questions, weighed
    bool counted;     // a set's marks
    bool kinds;       // asked for one kind of silence
    bool more;        // used in a way that cut points do not capture
    int64_t cuts[CUTS];
    uint32_t cut_count;
    int64_t ages[CUTS];
    uint32_t age_count;
    const char *texts[CUTS];
    uint32_t text_count;
};

struct list {
    struct value *values;
    uint32_t *entries;
    uint32_t count;
    bool full;
};

static void add_cut(struct usage *usage, int64_t *cuts, uint32_t *count, int64_t cut)
{
    if (*count == CUTS) {
        usage->more = true;
        return;
    }
    cuts[(*count)++] = cut;
}

static void add_text(struct usage *usage, const char *text)
{
    if (usage->text_count == CUTS) {
        usage->more = true;
        return;
    }
    usage->texts[usage->text_count++] = text;
}

static bool is_comparison(const struct expr_node *node)
{
    return node->op == EXPR_EQ || node->op == EXPR_LT || node->op == EXPR_LE ||
           node->op == EXPR_GT || node->op == EXPR_GE || node->op == EXPR_IN;
}

// The constants beside a part of a comparison; false if there is anything else.
static bool constants_beside(struct usage *usage, const struct expr *expr,
                             const struct expr_node *comparison, const struct expr_node *part,
                             int64_t *cuts, uint32_t *count)
{
    const struct expr_node *end = comparison + comparison->size;
    for (const struct expr_node *other = comparison + 1; other < end; other += other->size) {
        if (other == part) {
            continue;
        }
        switch (other->op) {
        case EXPR_DATE:
            add_cut(usage, cuts, count, expr->numbers[other->operand]);
            add_cut(usage, cuts, count, expr->numbers[other->operand + 1]);
            break;
        case EXPR_NUMBER:
            add_cut(usage, cuts, count, expr->numbers[other->operand]);
            break;
        case EXPR_TEXT:
            add_text(usage, expr->texts[other->operand]);
            break;
        default:
            return false;
        }
    }
    return true;
}

// Whether a calculated value is only compared with numbers, which become cuts.
static bool only_compared(struct usage *usage, uint32_t item)
{
    const struct involved *involved = usage->involved;
    for (uint32_t e = 0; e < involved->expression_count; e++) {
        const struct expr *expr = involved->expressions[e];
        for (uint32_t n = 0; n < expr->node_count; n++) {
            const struct expr_node *node = &expr->nodes[n];
            if (node->item != item) {
                continue;
            }
            if (node->op >= EXPR_NAME_EQ && node->op <= EXPR_NAME_GE) {
                add_cut(usage, usage->ages, &usage->age_count, expr->numbers[node->operand]);
            } else if (node->op != EXPR_ANSWERED && node->op != EXPR_SILENT) {
                return false;
            }
        }
    }
    return true;
}

// age(question): compared at once, or a calculated value of its own that is only compared.
static bool age_is_compared(struct usage *usage, const struct expr *expr,
                            const struct expr_node *age, const struct expr_node *around)
{
    if (around != NULL) {
        return is_comparison(around) &&
               constants_beside(usage, expr, around, age, usage->ages, &usage->age_count);
    }
    const struct involved *involved = usage->involved;
    for (uint32_t d = 0; d < involved->derived_count; d++) {
        if (involved->form->items[involved->derived[d]].value == expr) {
            return only_compared(usage, involved->derived[d]);
        }
    }
    return false;
}

// A plain name: what stands around it says how it is used.
static void note_name(struct usage *usage, const struct expr *expr, const struct expr_node *node,
                      const struct expr_node *around, const struct expr_node *outside)
{
    enum value_type type = (enum value_type)node->type;
    if (type == VALUE_CODE || type == VALUE_SET) {
        usage->all_options = true;
        return;
    }
    if (around != NULL && around->op == EXPR_AGE) {
        usage->more = !age_is_compared(usage, expr, around, outside) || usage->more;
        return;
    }
    bool compared = around != NULL && is_comparison(around) &&
                    constants_beside(usage, expr, around, node, usage->cuts, &usage->cut_count);
    usage->more = usage->more || !compared;
}

static void note(struct usage *usage, const struct expr *expr, const struct expr_node *node,
                 const struct expr_node *around, const struct expr_node *outside)
{
    switch (node->op) {
    case EXPR_CODE:
    case EXPR_ANSWERED:
        break;
    case EXPR_NAME:
        note_name(usage, expr, node, around, outside);
        break;
    case EXPR_NAME_EQ:
    case EXPR_NAME_LT:
    case EXPR_NAME_LE:
    case EXPR_NAME_GT:
    case EXPR_NAME_GE:
        add_cut(usage, usage->cuts, &usage->cut_count, expr->numbers[node->operand]);
        break;
    case EXPR_CODE_IS:
    case EXPR_HAS:
        for (int i = 0; i < VALUE_SET_WORDS; i++) {
            usage->mentioned.chosen[i] |= expr->masks[node->operand].chosen[i];
        }
        break;
    case EXPR_SILENT:
        usage->kinds = usage->kinds || node->operand != SILENCE_NOT;
        break;
    case EXPR_COUNT_SET:
        usage->counted = true;
        break;
    case EXPR_HAS_NAME:
    case EXPR_WEIGHT:
        usage->all_options = true;
        break;
    default: // aggregates over the entries of a repeat
        usage->more = true;
        break;
    }
}

static void scan(struct usage *usage, const struct expr *expr, const struct expr_node *node,
                 const struct expr_node *around, const struct expr_node *outside)
{
    if (node->item == usage->item) {
        note(usage, expr, node, around, outside);
    }
    for (const struct expr_node *part = node + 1; part < node + node->size; part += part->size) {
        scan(usage, expr, part, node, around);
    }
}

// A score adds up what it reads.
static bool in_score(const struct involved *involved, uint32_t item)
{
    for (uint32_t d = 0; d < involved->derived_count; d++) {
        const struct form_item *derived = &involved->form->items[involved->derived[d]];
        if (derived->type != ITEM_SCORE) {
            continue;
        }
        const struct form_score *score = &involved->form->scores[derived->score];
        for (uint32_t i = 0; i < score->item_count; i++) {
            if (score->items[i] == item) {
                return true;
            }
        }
        for (uint32_t i = 0; i < score->need_count; i++) {
            if (score->needs[i] == item) {
                return true;
            }
        }
    }
    return false;
}

static void add(struct list *list, struct value value)
{
    if (list->count == VALUES) {
        list->full = true;
        return;
    }
    list->values[list->count++] = value;
}

static void code_values(const struct usage *usage, const struct form_options *options,
                        struct list *list)
{
    bool other = false;
    for (uint32_t i = 0; i < options->count; i++) {
        const struct form_option *option = &options->list[i];
        bool plain = option->silence == SILENCE_NOT;
        if (!usage->all_options && plain && !set_has(usage->mentioned.chosen, i)) {
            // Of all that no expression mentions one will do.
            if (other) {
                continue;
            }
            other = true;
        }
        add(list,
            (struct value){
                .state = VALUE_KNOWN, .silence = option->silence, .open = !plain, .as.code = i});
    }
}

// A set as an answer makes it; false if it cannot be chosen.
static bool make_set(const struct form_item *item, struct value_set *set, struct value *value)
{
    const struct form_options *options = item->options;
    uint32_t count = set_count(set->chosen);
    bool open = options->has_all && set_has(set->chosen, options->all);
    *value = (struct value){.state = VALUE_KNOWN, .as.set = set};
    for (uint32_t i = 0; i < options->count; i++) {
        if (!set_has(set->chosen, i)) {
            continue;
        }
        const struct form_option *option = &options->list[i];
        if (option->exclusive && count > 1) {
            return false;
        }
        if (option->silence != SILENCE_NOT) {
            open = true;
            value->silence = option->silence;
        }
    }
    for (uint32_t i = 0; open && i < options->count; i++) {
        if (!set_has(set->chosen, i)) {
            set_add(set->open, i);
        }
    }
    return !item->has_max || decimal_of(count) <= item->max;
}

static void add_set(const struct involved *involved, const struct form_item *item,
                    const struct value_set *chosen, struct list *list)
{
    struct value_set *set = arena_new(involved->arena, struct value_set);
    struct value value;
    *set = *chosen;
    if (make_set(item, set, &value)) {
        add(list, value);
    }
}

// The first options up to as many as a comparison counts.
static void counted_sets(const struct usage *usage, const struct form_item *item, struct list *list)
{
    struct value_set set = {{0}, {0}};
    const struct form_options *options = item->options;
    for (uint32_t i = 0; i < options->count; i++) {
        const struct form_option *option = &options->list[i];
        bool plain = option->silence == SILENCE_NOT && !option->exclusive &&
                     !(options->has_all && options->all == i);
        if (plain) {
            set_add(set.chosen, i);
            add_set(usage->involved, item, &set, list);
        }
    }
}

// True if the sets stand for all.
static bool set_values(const struct usage *usage, const struct form_item *item, struct list *list)
{
    const struct form_options *options = item->options;
    uint32_t bits[LIMIT_OPTIONS];
    uint32_t count = 0;
    bool every = usage->all_options || usage->counted;
    for (uint32_t i = 0; i < options->count && i < LIMIT_OPTIONS; i++) {
        bool special =
            options->list[i].silence != SILENCE_NOT || (options->has_all && options->all == i);
        bool wanted = set_has(usage->mentioned.chosen, i) || special;
        if (wanted || (every && options->count <= SUBSET_BITS)) {
            bits[count++] = i;
        }
    }
    bool all = count <= SUBSET_BITS;
    // None of them comes last: it is the least likely to make something true.
    uint32_t subsets = UINT32_C(1) << (all ? count : SUBSET_BITS);
    for (uint32_t n = 1; n <= subsets; n++) {
        struct value_set set = {{0}, {0}};
        for (uint32_t b = 0; b < count && b < SUBSET_BITS; b++) {
            if (n >> b & 1) {
                set_add(set.chosen, bits[b]);
            }
        }
        add_set(usage->involved, item, &set, list);
    }
    for (uint32_t b = SUBSET_BITS; b < count; b++) {
        struct value_set set = {{0}, {0}};
        set_add(set.chosen, bits[b]);
        add_set(usage->involved, item, &set, list);
    }
    if (usage->counted) {
        counted_sets(usage, item, list);
    }
    return all && (!every || options->count <= SUBSET_BITS);
}

static void add_number(const struct form_item *item, decimal number, struct list *list)
{
    if ((item->has_min && number < item->min) || (item->has_max && number > item->max)) {
        return;
    }
    for (uint32_t i = 0; i < list->count; i++) {
        if (list->values[i].as.number.least == number) {
            return;
        }
    }
    add(list, value_number(number));
}

static decimal step_of(const struct form_item *item)
{
    if (item->type != ITEM_DECIMAL && item->type != ITEM_QUANTITY) {
        return DECIMAL_ONE;
    }
    decimal step = DECIMAL_ONE;
    for (uint8_t i = 0; i < item->places && step > 1; i++) {
        step /= 10;
    }
    // A unit's factor may give what the first unit's decimals do not.
    return item->type == ITEM_QUANTITY && item->unit_count > 1 ? 1 : step;
}

static void number_around(const struct form_item *item, decimal cut, decimal step,
                          struct list *list)
{
    decimal beside;
    // A cut between two possible numbers is none of them.
    decimal on = cut - cut % step;
    add_number(item, on, list);
    if (decimal_add(on, step, &beside)) {
        add_number(item, beside, list);
    }
    if (decimal_subtract(on, step, &beside)) {
        add_number(item, beside, list);
    }
}

static void number_values(const struct usage *usage, const struct form_item *item,
                          struct list *list)
{
    const struct involved *involved = usage->involved;
    decimal step = step_of(item);
    for (uint32_t i = 0; i < usage->cut_count; i++) {
        number_around(item, usage->cuts[i], step, list);
    }
    for (uint32_t e = 0; usage->more && e < involved->expression_count; e++) {
        const struct expr *expr = involved->expressions[e];
        for (uint32_t n = 0; n < expr->node_count; n++) {
            const struct expr_node *node = &expr->nodes[n];
            if (node->op == EXPR_NUMBER || (node->op >= EXPR_NAME_EQ && node->op <= EXPR_NAME_GE)) {
                number_around(item, expr->numbers[node->operand], step, list);
            }
        }
    }
    if (item->has_min) {
        add_number(item, item->min, list);
    }
    if (item->has_max) {
        add_number(item, item->max, list);
    }
    add_number(item, 0, list);
}

static void add_days(const struct usage *usage, const struct form_item *item, int64_t first,
                     int64_t last, struct list *list)
{
    const struct form_day *least = &item->min_day;
    const struct form_day *most = &item->max_day;
    day_number today = usage->involved->today;
    if ((least->set && first < (least->today ? today : least->day)) ||
        (most->set && last > (most->today ? today : most->day)) || first < INT32_MIN ||
        last > INT32_MAX) {
        return;
    }
    add(list, (struct value){
                  .state = VALUE_KNOWN,
                  .as.date = {.first = (day_number)first, .last = (day_number)last},
              });
}

static void days_around(const struct usage *usage, const struct form_item *item, int64_t day,
                        struct list *list)
{
    for (int64_t beside = -1; beside <= 1; beside++) {
        add_days(usage, item, day + beside, day + beside, list);
    }
    int year, month, of_month;
    if (day < INT32_MIN || day > INT32_MAX) {
        return;
    }
    date_to_civil((day_number)day, &year, &month, &of_month);
    struct date part;
    if (item->precisions & 1U << DATE_MONTH && date_of_month(year, month, &part)) {
        add_days(usage, item, part.first, part.last, list);
    }
    if (item->precisions & 1U << DATE_YEAR && date_of_year(year, &part)) {
        add_days(usage, item, part.first, part.last, list);
    }
    if (item->precisions & 1U << DATE_ABOUT) {
        add_days(usage, item, day - 7, day + 7, list);
    }
}

static void date_values(const struct usage *usage, const struct form_item *item, struct list *list)
{
    const struct involved *involved = usage->involved;
    int year, month, day;
    date_to_civil(involved->today, &year, &month, &day);
    for (uint32_t i = 0; i < usage->age_count; i++) {
        int64_t years = usage->ages[i] / DECIMAL_ONE;
        // Who turns that old today, and those a year before and after.
        for (int64_t n = years - 1; n <= years + 1; n++) {
            day_number birth;
            if (n >= 0 && n <= OLDEST && date_from_civil(year - (int)n, month, day, &birth)) {
                days_around(usage, item, birth, list);
            }
        }
    }
    for (uint32_t i = 0; i < usage->cut_count; i++) {
        days_around(usage, item, usage->cuts[i], list);
    }
    for (uint32_t e = 0; usage->more && e < involved->expression_count; e++) {
        const struct expr *expr = involved->expressions[e];
        for (uint32_t n = 0; n < expr->node_count; n++) {
            const struct expr_node *node = &expr->nodes[n];
            bool number =
                node->op == EXPR_NUMBER || (node->op >= EXPR_NAME_EQ && node->op <= EXPR_NAME_GE);
            int64_t days = number ? expr->numbers[node->operand] / DECIMAL_ONE : FURTHEST + 1;
            if (days >= -FURTHEST && days <= FURTHEST) {
                days_around(usage, item, involved->today - days, list);
                days_around(usage, item, involved->today + days, list);
            }
        }
    }
    add_days(usage, item, involved->today, involved->today, list);
    if (item->min_day.set && !item->min_day.today) {
        add_days(usage, item, item->min_day.day, item->min_day.day, list);
    }
    if (item->max_day.set && !item->max_day.today) {
        add_days(usage, item, item->max_day.day, item->max_day.day, list);
    }
}

static void text_values(const struct usage *usage, struct list *list)
{
    // A text that no form compares anything with.
    static const char other[] = "\x7f";
    add(list, (struct value){.state = VALUE_KNOWN, .as.text = other, .length = 1});
    for (uint32_t i = 0; i < usage->text_count; i++) {
        const char *text = usage->texts[i];
        add(list, (struct value){
                      .state = VALUE_KNOWN, .as.text = text, .length = (uint32_t)strlen(text)});
    }
}

static bool type_values(const struct usage *usage, const struct form_item *item, struct list *list)
{
    bool day_only = (item->precisions & ~(1U << DATE_DAY)) == 0;
    if (item->type == ITEM_REPEAT) {
        // One entry, then none: more are not looked at.
        for (uint32_t entries = 2; entries-- > 0;) {
            list->entries[list->count] = entries;
            add(list, value_number(decimal_of(entries)));
        }
        return !usage->more;
    }
    switch (item->value_type) {
    case VALUE_CODE:
        code_values(usage, item->options, list);
        return true;
    case VALUE_SET:
        return set_values(usage, item, list);
    case VALUE_NUMBER:
        number_values(usage, item, list);
        return !usage->more;
    case VALUE_DATE:
        date_values(usage, item, list);
        return !usage->more && (day_only || usage->cut_count == 0);
    case VALUE_TEXT:
        text_values(usage, list);
        return !usage->more;
    default:
        return false;
    }
}

void prove_values(const struct involved *involved, struct variable *variable)
{
    const struct form_item *item = &involved->form->items[variable->item];
    struct usage *usage = arena_new(involved->arena, struct usage);
    usage->involved = involved;
    usage->item = variable->item;
    for (uint32_t e = 0; e < involved->expression_count; e++) {
        const struct expr *expr = involved->expressions[e];
        scan(usage, expr, expr->nodes, NULL, NULL);
    }
    if (in_score(involved, variable->item)) {
        usage->all_options = true;
        usage->counted = item->value_type == VALUE_SET;
        usage->more = usage->more || item->value_type == VALUE_NUMBER;
    }
    struct list list = {
        .values = arena_array(involved->arena, struct value, VALUES + 8),
        .entries = arena_array(involved->arena, uint32_t, VALUES + 8),
    };
    variable->complete = type_values(usage, item, &list) && !list.full;
    for (int s = SILENCE_NOT_REACHED; s > SILENCE_NOT; s--) {
        if (usage->kinds || s == SILENCE_NOT_REACHED) {
            list.values[list.count++] = value_unknown((enum silence)s);
        }
    }
    // Last, so that it can be left out where the question surely applies.
    list.values[list.count++] = value_absent();
    variable->values = list.values;
    variable->entries = item->type == ITEM_REPEAT ? list.entries : NULL;
    variable->count = list.count;
}
