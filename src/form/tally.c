// A score is what its instrument says it is: items that do not apply are passed over, an item that
// it needs and that is silent leaves it without a value, and nothing is rounded before it is shown.

#include "form/tally.h"

// One answer as a score sees it.
enum part_state { PART_ABSENT, PART_SILENT, PART_PENDING, PART_KNOWN };

struct part {
    enum part_state state;
    decimal least, most;
};

static struct part exactly(decimal number)
{
    return (struct part){PART_KNOWN, number, number};
}

static decimal weight_of(const struct form_option *option)
{
    return option->weighted ? option->weight : 0;
}

// A tick of a count: "none of these" and "not sure" are none.
static bool is_tick(const struct form_option *option)
{
    return option->silence == SILENCE_NOT && !option->exclusive;
}

static struct part part_of_set(const struct form_options *options, const struct value_set *set,
                               enum score_method method)
{
    decimal total = 0;
    if (!set_empty(set->open)) {
        return (struct part){.state = PART_SILENT};
    }
    for (uint32_t i = 0; i < options->count; i++) {
        const struct form_option *option = &options->list[i];
        if (!set_has(set->chosen, i)) {
            continue;
        }
        decimal more =
            method == SCORE_COUNT ? (is_tick(option) ? DECIMAL_ONE : 0) : weight_of(option);
        if (!decimal_add(total, more, &total)) {
            return (struct part){.state = PART_SILENT};
        }
    }
    return exactly(total);
}

static struct part part_of(const struct form_item *item, const struct value *cell,
                           enum score_method method)
{
    switch ((enum value_state)cell->state) {
    case VALUE_ABSENT:
        return (struct part){.state = PART_ABSENT};
    case VALUE_UNKNOWN:
        return (struct part){.state = PART_SILENT};
    case VALUE_PENDING:
        return (struct part){.state = PART_PENDING};
    case VALUE_KNOWN:
        break;
    }
    if (item->type == ITEM_SCORE || item->value_type == VALUE_NUMBER) {
        return (struct part){PART_KNOWN, cell->as.number.least, cell->as.number.most};
    }
    if (item->value_type == VALUE_SET) {
        return part_of_set(item->options, cell->as.set, method);
    }
    if (item->value_type != VALUE_CODE || cell->as.code >= item->options->count) {
        return (struct part){.state = PART_SILENT};
    }
    const struct form_option *option = &item->options->list[cell->as.code];
    if (option->silence != SILENCE_NOT && !option->weighted) {
        return (struct part){.state = PART_SILENT};
    }
    return exactly(weight_of(option));
}

struct sum {
    decimal least, most;
    uint32_t known, silent, pending;
    bool overflow;
};

static void add_part(struct sum *sum, struct part part)
{
    switch (part.state) {
    case PART_ABSENT:
        return;
    case PART_SILENT:
        sum->silent++;
        return;
    case PART_PENDING:
        sum->pending++;
        return;
    case PART_KNOWN:
        break;
    }
    sum->known++;
    if (!decimal_add(sum->least, part.least, &sum->least) ||
        !decimal_add(sum->most, part.most, &sum->most)) {
        sum->overflow = true;
    }
}

// All entries of each item.
static struct sum add_up(const struct form_score *score, const uint32_t *items, uint32_t count,
                         const struct expr_env *env)
{
    struct sum sum = {0};
    for (uint32_t i = 0; i < count; i++) {
        const struct form_item *item = &env->form->items[items[i]];
        uint32_t cells = 1;
        if (item->repeat != FORM_NO_ITEM && item->repeat != items[i]) {
            cells = env->entries == NULL ? 0 : env->entries[item->repeat];
        }
        for (uint32_t entry = 0; entry < cells; entry++) {
            add_part(&sum, part_of(item, &env->cells[item->cell + entry], score->method));
        }
    }
    return sum;
}

static struct value total_of(const struct form_score *score, struct sum sum)
{
    if (sum.overflow || sum.known == 0) {
        return value_unknown(SILENCE_NOT_REACHED);
    }
    if (score->method == SCORE_MEAN &&
        (!decimal_divide(sum.least, decimal_of(sum.known), &sum.least) ||
         !decimal_divide(sum.most, decimal_of(sum.known), &sum.most))) {
        return value_unknown(SILENCE_NOT_REACHED);
    }
    struct value value = value_number(sum.least);
    value.as.number.most = sum.most;
    return value;
}

struct tally tally_score(const struct form_score *score, const struct expr_env *env)
{
    struct sum items = add_up(score, score->items, score->item_count, env);
    struct sum needs = add_up(score, score->needs, score->need_count, env);
    // "k of n" tells of what it needs; where it needs none of them in particular, of all.
    struct sum told = score->need_count > 0 ? needs : items;
    struct tally tally = {
        .answered = told.known,
        .applicable = told.known + told.silent + told.pending,
    };
    if (items.known + items.silent + items.pending == 0) {
        tally.value = value_absent();
    } else if (needs.silent > 0) {
        tally.value = value_unknown(SILENCE_NOT_REACHED);
    } else if (items.pending + needs.pending > 0) {
        tally.value = env->ended ? value_unknown(SILENCE_NOT_REACHED) : value_pending();
    } else {
        tally.value = total_of(score, items);
    }
    return tally;
}
