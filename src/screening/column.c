// A truth over a block is two sets of bits: the rows where it is true and those where it is false;
// a row in neither is unknown. And, or, not, maybe and surely are then a few operations for 64
// rows.
#include "screening/column.h"

#include "base/ensure.h"
#include "form/depend.h"
#include "form/tally.h"

#include <stdlib.h>
#include <string.h>

struct bits2 {
    struct column_bits yes, no;
};

struct columns {
    struct columns_setup setup;
    struct column **by_item;
    struct bits2 *applies; // by item
    struct bits2 *truths;  // by item: calculated truths
    struct bits2 *found;   // by rule
    struct column_bits *unsure;
    struct column_bits fired[RULE_CLASSES];
    struct value *cells; // one row, for what is evaluated row by row
    struct value_set *sets;
    uint32_t rows, words;
    struct column_bits rows_used;
};

const char *columns_refuse(const struct form *form)
{
    for (uint32_t i = 0; i < form->item_count; i++) {
        const struct form_item *item = &form->items[i];
        if (item->type == ITEM_REPEAT) {
            return "it has repeated groups";
        }
        if (item->options != NULL && item->options->count > 64) {
            return "a question has more than 64 options";
        }
    }
    return NULL;
}

static void *zeroed(size_t count, size_t size)
{
    void *memory = calloc(count > 0 ? count : 1, size);
    if (memory == NULL) {
        die("out of memory");
    }
    return memory;
}

struct columns *columns_new(const struct columns_setup *setup)
{
    struct columns *columns = zeroed(1, sizeof *columns);
    columns->setup = *setup;
    uint32_t items = setup->form->item_count;
    columns->by_item = zeroed(items, sizeof(struct column *));
    columns->applies = zeroed(items, sizeof *columns->applies);
    columns->truths = zeroed(items, sizeof *columns->truths);
    columns->found = zeroed(setup->rules->count, sizeof *columns->found);
    columns->unsure = zeroed(setup->rules->count, sizeof *columns->unsure);
    columns->cells = zeroed(setup->form->cell_count, sizeof *columns->cells);
    columns->sets = zeroed(setup->form->cell_count, sizeof *columns->sets);
    return columns;
}

void columns_free(struct columns *columns)
{
    if (columns == NULL) {
        return;
    }
    for (uint32_t i = 0; i < columns->setup.form->item_count; i++) {
        free(columns->by_item[i]);
    }
    free(columns->by_item);
    free(columns->applies);
    free(columns->truths);
    free(columns->found);
    free(columns->unsure);
    free(columns->cells);
    free(columns->sets);
    free(columns);
}

struct column *columns_of(struct columns *columns, uint32_t item)
{
    if (columns->by_item[item] == NULL) {
        columns->by_item[item] = zeroed(1, sizeof(struct column));
        memset(columns->by_item[item]->silence, SILENCE_NOT_REACHED, COLUMN_ROWS);
    }
    return columns->by_item[item];
}

void column_silence(struct column *column, uint32_t row, enum silence silence)
{
    column->silence[row] = (uint8_t)silence;
    column->silent = true;
}

void columns_clear(struct columns *columns)
{
    for (uint32_t i = 0; i < columns->setup.form->item_count; i++) {
        struct column *column = columns->by_item[i];
        if (column != NULL) {
            memset(&column->given, 0, sizeof column->given);
        }
        if (column != NULL && column->silent) {
            memset(column->silence, SILENCE_NOT_REACHED, COLUMN_ROWS);
            column->silent = false;
        }
    }
}

static bool bit_of(const struct column_bits *bits, uint32_t row)
{
    return bits->words[row >> 6] >> (row & 63) & 1;
}

static void set_bit(struct column_bits *bits, uint32_t row)
{
    bits->words[row >> 6] |= UINT64_C(1) << (row & 63);
}

// What one row's expressions see of an item.
static struct value row_value(struct columns *columns, uint32_t item, uint32_t row)
{
    const struct form_item *it = &columns->setup.form->items[item];
    if (it->value_type == VALUE_TRUTH) {
        return value_truth(bit_of(&columns->truths[item].yes, row)  ? TRUTH_TRUE
                           : bit_of(&columns->truths[item].no, row) ? TRUTH_FALSE
                                                                    : TRUTH_UNKNOWN);
    }
    if (bit_of(&columns->applies[item].no, row)) {
        return value_absent();
    }
    const struct column *column = columns->by_item[item];
    if (column == NULL || !bit_of(&columns->applies[item].yes, row) ||
        !bit_of(&column->given, row)) {
        return value_unknown(column == NULL ? SILENCE_NOT_REACHED
                                            : (enum silence)column->silence[row]);
    }
    struct value value = value_number(column->number[row]);
    value.silence = SILENCE_NOT;
    if (it->value_type == VALUE_NUMBER) {
        bool computed = it->type == ITEM_VALUE || it->type == ITEM_SCORE;
        value.as.number.most = computed ? column->most[row] : column->number[row];
    } else if (it->value_type == VALUE_DATE) {
        value.as.date.first = (day_number)column->number[row];
        value.as.date.last = (day_number)column->most[row];
    } else if (it->value_type == VALUE_TEXT) {
        value.as.text = "?";
        value.length = 1;
    } else if (it->value_type == VALUE_CODE) {
        value.as.code = column->code[row];
        value.silence = it->options->list[value.as.code].silence;
        value.open = value.silence != SILENCE_NOT;
    } else if (it->value_type == VALUE_SET) {
        struct value_set *set = &columns->sets[it->cell];
        uint64_t chosen = (uint64_t)column->number[row];
        memset(set, 0, sizeof *set);
        set->chosen[0] = chosen;
        uint64_t all = it->options->has_all ? UINT64_C(1) << it->options->all : 0;
        if ((chosen & (it->options->silences.chosen[0] | all)) != 0) {
            uint32_t count = it->options->count;
            uint64_t every = count == 64 ? UINT64_MAX : (UINT64_C(1) << count) - 1;
            set->open[0] = every & ~chosen;
            for (uint32_t i = 0; i < count && value.silence == SILENCE_NOT; i++) {
                value.silence = (chosen >> i & 1) != 0 ? it->options->list[i].silence : SILENCE_NOT;
            }
        }
        value.as.set = set;
    }
    return value;
}

static uint32_t row_unsure(struct columns *columns, uint32_t row)
{
    const struct form *form = columns->setup.form;
    uint32_t unsure = 0;
    for (uint32_t item = 0; item < form->asked_end; item++) {
        const struct form_item *it = &form->items[item];
        if (!it->safety || !form_is_question(it) || !bit_of(&columns->applies[item].yes, row)) {
            continue;
        }
        struct value value = row_value(columns, item, row);
        unsure += value.silence == SILENCE_DONT_KNOW || value.silence == SILENCE_DECLINED;
    }
    return unsure;
}

// The environment of one row, with the items an expression reads.
static struct expr_env row_env(struct columns *columns, const struct expr *expr, uint32_t row,
                               truth fired[RULE_CLASSES])
{
    for (uint32_t i = 0; i < expr->read_count; i++) {
        uint32_t item = expr->reads[i];
        columns->cells[columns->setup.form->items[item].cell] = row_value(columns, item, row);
    }
    for (int class = 0; class < RULE_CLASSES; class ++) {
        fired[class] = truth_of(bit_of(&columns->fired[class], row));
    }
    return (struct expr_env){
        .form = columns->setup.form,
        .cells = columns->cells,
        .settings = columns->setup.settings,
        .fired = fired,
        .unsure = expr->unsure ? row_unsure(columns, row) : 0,
        .today_known = columns->setup.today_known,
        .today = columns->setup.today,
        .ended = true,
    };
}

static void rows_one_by_one(struct columns *columns, const struct expr *expr, uint16_t node,
                            struct bits2 *out)
{
    struct expr part = *expr;
    part.nodes += node;
    part.node_count = part.nodes->size;
    truth fired[RULE_CLASSES];
    for (uint32_t row = 0; row < columns->rows; row++) {
        struct expr_env env = row_env(columns, expr, row, fired);
        truth now = expr_truth(&part, &env);
        if (now == TRUTH_TRUE) {
            set_bit(&out->yes, row);
        } else if (now == TRUTH_FALSE) {
            set_bit(&out->no, row);
        }
    }
}

// Rows where the item's value is known / where it does not apply.
static void item_rows(const struct columns *columns, uint32_t item, struct column_bits *known,
                      struct column_bits *absent)
{
    const struct bits2 *applies = &columns->applies[item];
    const struct column *column = columns->by_item[item];
    for (uint32_t w = 0; w < columns->words; w++) {
        known->words[w] = column != NULL ? column->given.words[w] & applies->yes.words[w] : 0;
        absent->words[w] = applies->no.words[w];
    }
}

// Sets a bit of `into` for each row whose `value` passes the test. Eight rows at a time, one after
// the other without a jump, leave the processor enough to do at once.
#define COMPARE_ROW(test, nth)                                                                     \
    value = number[nth];                                                                           \
    eight |= (uint64_t)(test) << (nth);
#define COMPARE_ROWS(test, into)                                                                   \
    for (uint32_t w = 0; w < columns->words; w++) {                                                \
        uint64_t hit = 0;                                                                          \
        for (uint32_t b = 0; b < 64; b += 8) {                                                     \
            const int64_t *number = column->number + (size_t)w * 64 + b;                           \
            int64_t value;                                                                         \
            uint64_t eight = 0;                                                                    \
            COMPARE_ROW(test, 0)                                                                   \
            COMPARE_ROW(test, 1)                                                                   \
            COMPARE_ROW(test, 2)                                                                   \
            COMPARE_ROW(test, 3)                                                                   \
            COMPARE_ROW(test, 4)                                                                   \
            COMPARE_ROW(test, 5)                                                                   \
            COMPARE_ROW(test, 6)                                                                   \
            COMPARE_ROW(test, 7)                                                                   \
            hit |= eight << b;                                                                     \
        }                                                                                          \
        into.words[w] = hit;                                                                       \
    }

// A name against a constant number. False if it is no plain number here.
static bool compare_number(struct columns *columns, const struct expr *expr, uint16_t node,
                           struct bits2 *out)
{
    const struct expr_node *n = &expr->nodes[node];
    const struct form_item *it = &columns->setup.form->items[n->item];
    if (it->value_type != VALUE_NUMBER || it->type == ITEM_VALUE || it->type == ITEM_SCORE) {
        return false;
    }
    struct column_bits known, absent, hits = {{0}};
    item_rows(columns, n->item, &known, &absent);
    const struct column *column = columns->by_item[n->item];
    decimal least = n->within.numbers.least;
    decimal most = n->within.numbers.most;
    if (column != NULL && least <= most) {
        uint64_t span = (uint64_t)most - (uint64_t)least;
        COMPARE_ROWS((uint64_t)value - (uint64_t)least <= span, hits)
    }
    for (uint32_t w = 0; w < columns->words; w++) {
        out->yes.words[w] = hits.words[w] & known.words[w];
        out->no.words[w] = (known.words[w] & ~hits.words[w]) | absent.words[w];
    }
    return true;
}

// The rows, as bits, of eight whose code this is: their bytes are compared at once.
static uint64_t eight_rows(const uint8_t *code, uint64_t each)
{
    const uint64_t low = UINT64_C(0x7F7F7F7F7F7F7F7F);
    uint64_t word;
    memcpy(&word, code, sizeof word);
#if __BYTE_ORDER__ == __ORDER_BIG_ENDIAN__
    word = __builtin_bswap64(word);
#endif
    word ^= each;
    uint64_t zeros = ~(((word & low) + low) | word) & ~low; // the highest bit of a byte that is 0
    return (zeros >> 7) * UINT64_C(0x0102040810204080) >> 56;
}

// Adds the rows of every code of a mask.
static void rows_of_codes(const struct columns *columns, const struct column *column, uint64_t mask,
                          struct column_bits *into)
{
    for (; mask != 0; mask &= mask - 1) {
        uint64_t each = UINT64_C(0x0101010101010101) * (uint64_t)__builtin_ctzll(mask);
        for (uint32_t w = 0; w < columns->words; w++) {
            uint64_t hit = 0;
            for (uint32_t b = 0; b < 64; b += 8) {
                hit |= eight_rows(column->code + (size_t)w * 64 + b, each) << b;
            }
            into->words[w] |= hit;
        }
    }
}

// A set that holds any of a mask: the same. A silence leaves open only what was not chosen.
static void compare_sets(const struct columns *columns, const struct column *column, uint64_t mask,
                         uint64_t opening, struct column_bits *hits, struct column_bits *open)
{
    COMPARE_ROWS(((uint64_t)value & mask) != 0, (*hits))
    if (opening != 0) {
        COMPARE_ROWS(((uint64_t)value & opening) != 0 && (mask & ~(uint64_t)value) != 0, (*open))
    }
}

static void compare_options(struct columns *columns, const struct expr *expr, uint16_t node,
                            struct bits2 *out)
{
    const struct expr_node *n = &expr->nodes[node];
    const struct form_options *options = columns->setup.form->items[n->item].options;
    struct column_bits known, absent, hits = {{0}}, open = {{0}};
    item_rows(columns, n->item, &known, &absent);
    const struct column *column = columns->by_item[n->item];
    uint64_t mask = expr->masks[n->operand].chosen[0];
    uint64_t opening = options->silences.chosen[0];
    if (options->has_all) {
        opening |= UINT64_C(1) << options->all;
    }
    if (column != NULL && n->op == EXPR_CODE_IS) {
        // One choice among a mask of codes: the rows of these, and those of a silence.
        rows_of_codes(columns, column, mask, &hits);
        rows_of_codes(columns, column, opening, &open);
    } else if (column != NULL) {
        compare_sets(columns, column, mask, opening, &hits, &open);
    }
    for (uint32_t w = 0; w < columns->words; w++) {
        out->yes.words[w] = hits.words[w] & known.words[w];
        out->no.words[w] = (known.words[w] & ~hits.words[w] & ~open.words[w]) | absent.words[w];
    }
}

static void evaluate(struct columns *columns, const struct expr *expr, uint16_t node,
                     struct bits2 *out);

static void evaluate_all_any(struct columns *columns, const struct expr *expr, uint16_t node,
                             struct bits2 *out)
{
    bool all = expr->nodes[node].op == EXPR_AND;
    uint16_t end = (uint16_t)(node + expr->nodes[node].size);
    uint16_t part = (uint16_t)(node + 1);
    evaluate(columns, expr, part, out);
    for (part = (uint16_t)(part + expr->nodes[part].size); part < end;
         part = (uint16_t)(part + expr->nodes[part].size)) {
        struct bits2 next;
        evaluate(columns, expr, part, &next);
        for (uint32_t w = 0; w < columns->words; w++) {
            if (all) {
                out->yes.words[w] &= next.yes.words[w];
                out->no.words[w] |= next.no.words[w];
            } else {
                out->yes.words[w] |= next.yes.words[w];
                out->no.words[w] &= next.no.words[w];
            }
        }
    }
}

static void evaluate(struct columns *columns, const struct expr *expr, uint16_t node,
                     struct bits2 *out)
{
    const struct expr_node *n = &expr->nodes[node];
    memset(out, 0, sizeof *out);
    switch (n->op) {
    case EXPR_AND:
    case EXPR_OR:
        evaluate_all_any(columns, expr, node, out);
        return;
    case EXPR_NOT: {
        struct bits2 part;
        evaluate(columns, expr, (uint16_t)(node + 1), &part);
        out->yes = part.no;
        out->no = part.yes;
        return;
    }
    case EXPR_MAYBE:
    case EXPR_SURELY:
        evaluate(columns, expr, (uint16_t)(node + 1), out);
        for (uint32_t w = 0; w < columns->words; w++) {
            uint64_t *follows = n->op == EXPR_MAYBE ? &out->yes.words[w] : &out->no.words[w];
            uint64_t other = n->op == EXPR_MAYBE ? out->no.words[w] : out->yes.words[w];
            *follows = ~other & columns->rows_used.words[w];
        }
        return;
    case EXPR_NAME:
        *out = columns->truths[n->item];
        return;
    case EXPR_NAME_EQ:
    case EXPR_NAME_LT:
    case EXPR_NAME_LE:
    case EXPR_NAME_GT:
    case EXPR_NAME_GE:
        if (compare_number(columns, expr, node, out)) {
            return;
        }
        break;
    case EXPR_CODE_IS:
    case EXPR_HAS:
        compare_options(columns, expr, node, out);
        return;
    default:
        break;
    }
    rows_one_by_one(columns, expr, node, out);
}

static void narrow(struct columns *columns, struct bits2 *applies, const struct expr *ask_if)
{
    if (ask_if->nodes == NULL) {
        return;
    }
    struct bits2 by;
    evaluate(columns, ask_if, 0, &by);
    for (uint32_t w = 0; w < columns->words; w++) {
        applies->yes.words[w] &= by.yes.words[w];
        applies->no.words[w] |= by.no.words[w];
    }
}

static void settle_value(struct columns *columns, uint32_t item)
{
    const struct form_item *it = &columns->setup.form->items[item];
    if (it->value_type == VALUE_TRUTH) {
        evaluate(columns, it->value, 0, &columns->truths[item]);
        return;
    }
    struct column *column = columns_of(columns, item);
    memset(&column->given, 0, sizeof column->given);
    struct bits2 *applies = &columns->applies[item];
    memset(applies, 0, sizeof *applies);
    truth fired[RULE_CLASSES];
    for (uint32_t row = 0; row < columns->rows; row++) {
        struct expr_env env = row_env(columns, it->value, row, fired);
        struct value value = expr_value(it->value, &env);
        set_bit(value.state == VALUE_ABSENT ? &applies->no : &applies->yes, row);
        if (value.state == VALUE_KNOWN) {
            bool date = it->value_type == VALUE_DATE;
            column->number[row] = date ? value.as.date.first : value.as.number.least;
            column->most[row] = date ? value.as.date.last : value.as.number.most;
            set_bit(&column->given, row);
        }
    }
}

static void settle_score(struct columns *columns, uint32_t item)
{
    const struct form *form = columns->setup.form;
    const struct form_score *score = &form->scores[form->items[item].score];
    struct column *column = columns_of(columns, item);
    memset(&column->given, 0, sizeof column->given);
    struct bits2 *applies = &columns->applies[item];
    memset(applies, 0, sizeof *applies);
    struct expr nothing = {0};
    truth fired[RULE_CLASSES];
    for (uint32_t row = 0; row < columns->rows; row++) {
        for (uint32_t i = 0; i < score->item_count; i++) {
            columns->cells[form->items[score->items[i]].cell] =
                row_value(columns, score->items[i], row);
        }
        for (uint32_t i = 0; i < score->need_count; i++) {
            columns->cells[form->items[score->needs[i]].cell] =
                row_value(columns, score->needs[i], row);
        }
        struct expr_env env = row_env(columns, &nothing, row, fired);
        struct value value = tally_score(score, &env).value;
        set_bit(value.state == VALUE_ABSENT ? &applies->no : &applies->yes, row);
        if (value.state == VALUE_KNOWN) {
            column->number[row] = value.as.number.least;
            column->most[row] = value.as.number.most;
            set_bit(&column->given, row);
        }
    }
}

static void settle_item(struct columns *columns, uint32_t item)
{
    const struct form *form = columns->setup.form;
    const struct form_item *it = &form->items[item];
    if (it->type == ITEM_SCORE) {
        settle_score(columns, item);
        return;
    }
    struct bits2 *applies = &columns->applies[item];
    applies->yes = columns->rows_used;
    memset(&applies->no, 0, sizeof applies->no);
    if (it->section != UINT32_MAX) {
        narrow(columns, applies, &form->sections[it->section].ask_if);
    }
    if (it->parent != FORM_NO_ITEM) {
        const struct bits2 *parent = &columns->applies[it->parent];
        for (uint32_t w = 0; w < columns->words; w++) {
            applies->yes.words[w] &= parent->yes.words[w];
            applies->no.words[w] |= parent->no.words[w];
        }
    }
    if (it->ask_if != NULL) {
        narrow(columns, applies, it->ask_if);
    }
    if (it->type == ITEM_VALUE) {
        settle_value(columns, item);
    }
}

// fired() sees rows in which a rule of the class is present.
static void screen_rule(struct columns *columns, const struct rule_step *step)
{
    struct bits2 *found = &columns->found[step->rule];
    struct column_bits *fired = &columns->fired[step->class];
    evaluate(columns, step->when, 0, found);
    for (uint32_t w = 0; w < columns->words; w++) {
        columns->unsure[step->rule].words[w] =
            columns->rows_used.words[w] & ~found->yes.words[w] & ~found->no.words[w];
        fired->words[w] |= found->yes.words[w];
    }
}

void columns_screen(struct columns *columns, uint32_t rows)
{
    const struct form *form = columns->setup.form;
    const struct rules *rules = columns->setup.rules;
    ensure(rows <= COLUMN_ROWS);
    columns->rows = rows;
    columns->words = (rows + 63) / 64;
    memset(&columns->rows_used, 0, sizeof columns->rows_used);
    for (uint32_t row = 0; row < rows; row++) {
        set_bit(&columns->rows_used, row);
    }
    memset(columns->fired, 0, sizeof columns->fired);
    for (uint32_t i = 0; i < form->item_count; i++) {
        settle_item(columns, form->depend->by_rank[i]);
    }
    // Those that are off are in no step.
    for (uint32_t i = 0; i < rules->count; i++) {
        columns->found[i] = (struct bits2){.no = columns->rows_used};
    }
    for (uint32_t i = 0; i < rules->step_count; i++) {
        screen_rule(columns, &rules->steps[i]);
    }
}

const struct column_bits *columns_present(const struct columns *columns, uint32_t rule)
{
    return &columns->found[rule].yes;
}

const struct column_bits *columns_unsure(const struct columns *columns, uint32_t rule)
{
    return &columns->unsure[rule];
}
