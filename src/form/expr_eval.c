// Conditions. Every result is the set of outcomes still possible; while nothing is pending it has
// one member. `and` and `or` stop at the part that decides.

#include "form/expr_eval.h"

#include "base/pattern.h"

#include <string.h>

static truth name_truth(const struct value *value, const struct expr_env *env)
{
    if (value->state == VALUE_KNOWN) {
        return value->truth;
    }
    if (value->state == VALUE_PENDING && !env->ended && value->truth != 0) {
        return value->truth;
    }
    return eval_state(value, env);
}

// Comparison of [a_least, a_most] with [b_least, b_most].
static truth compare(int op, int64_t a_least, int64_t a_most, int64_t b_least, int64_t b_most)
{
    bool always = false;
    bool never = false;
    switch (op) {
    case EXPR_EQ:
        always = a_least == b_most && a_most == b_least;
        never = a_most < b_least || b_most < a_least;
        break;
    case EXPR_LT:
        always = a_most < b_least;
        never = a_least >= b_most;
        break;
    case EXPR_LE:
        always = a_most <= b_least;
        never = a_least > b_most;
        break;
    case EXPR_GT:
        always = a_least > b_most;
        never = a_most <= b_least;
        break;
    default: // EXPR_GE
        always = a_least >= b_most;
        never = a_most < b_least;
        break;
    }
    return always ? TRUTH_TRUE : never ? TRUTH_FALSE : TRUTH_UNKNOWN;
}

static truth equal_codes(const struct value *a, const struct value *b)
{
    if (a->as.code == b->as.code) {
        return TRUTH_TRUE;
    }
    return a->open || b->open ? TRUTH_UNKNOWN : TRUTH_FALSE;
}

truth eval_equal(enum value_type type, const struct value *a, const struct value *b)
{
    switch (type) {
    case VALUE_NUMBER:
        return compare(EXPR_EQ, a->as.number.least, a->as.number.most, b->as.number.least,
                       b->as.number.most);
    case VALUE_DATE:
        return compare(EXPR_EQ, a->as.date.first, a->as.date.last, b->as.date.first,
                       b->as.date.last);
    case VALUE_CODE:
        return equal_codes(a, b);
    case VALUE_TEXT:
        return truth_of(a->length == b->length && memcmp(a->as.text, b->as.text, a->length) == 0);
    case VALUE_TRUTH:
        return truth_same(a->truth, b->truth);
    default:
        return TRUTH_UNKNOWN;
    }
}

// What comes of two values of which one at least is not known; 0 if both are. The unknown weighs
// more than the absent: comparing with it is unknown.
static truth unsettled(const struct value *a, const struct value *b, const struct expr_env *env)
{
    if (a->state == VALUE_KNOWN && b->state == VALUE_KNOWN) {
        return 0;
    }
    truth of_a = a->state == VALUE_KNOWN ? TRUTH_FALSE : eval_state(a, env);
    truth of_b = b->state == VALUE_KNOWN ? TRUTH_FALSE : eval_state(b, env);
    if (of_a == TRUTH_UNKNOWN || of_b == TRUTH_UNKNOWN) {
        return TRUTH_UNKNOWN;
    }
    bool absent = a->state == VALUE_ABSENT || b->state == VALUE_ABSENT;
    if (of_a == TRUTH_OPEN || of_b == TRUTH_OPEN) {
        // Against what does not apply nothing can come true any more.
        return absent ? TRUTH_FALSE | TRUTH_UNKNOWN : TRUTH_OPEN;
    }
    return TRUTH_FALSE;
}

static truth compare_values(int op, enum value_type type, const struct value *a,
                            const struct value *b)
{
    if (op == EXPR_EQ) {
        return eval_equal(type, a, b);
    }
    if (type == VALUE_DATE) {
        return compare(op, a->as.date.first, a->as.date.last, b->as.date.first, b->as.date.last);
    }
    return compare(op, a->as.number.least, a->as.number.most, b->as.number.least,
                   b->as.number.most);
}

// unsure() while safety questions are pending: it can only grow, and it is never unknown.
static truth compare_unsure(int op, bool unsure_left, uint32_t unsure, const struct value *other)
{
    decimal least = decimal_of(unsure);
    struct value count = {.as.number = {.least = least, .most = DECIMAL_MAX}};
    const struct value *a = unsure_left ? &count : other;
    const struct value *b = unsure_left ? other : &count;
    truth result = compare_values(op, VALUE_NUMBER, a, b);
    return result == TRUTH_UNKNOWN ? TRUTH_EITHER : result;
}

static truth compare_parts(const struct expr *expr, const struct expr_node *node,
                           const struct expr_env *env)
{
    const struct expr_node *left = eval_first(node);
    const struct expr_node *right = left + left->size;
    if (env->unsure_open && !env->ended && left->op == EXPR_UNSURE && right->op == EXPR_NUMBER) {
        struct value constant = eval_value(expr, right, env);
        return compare_unsure(node->op, true, env->unsure, &constant);
    }
    if (env->unsure_open && !env->ended && right->op == EXPR_UNSURE && left->op == EXPR_NUMBER) {
        struct value constant = eval_value(expr, left, env);
        return compare_unsure(node->op, false, env->unsure, &constant);
    }
    struct value a = eval_value(expr, left, env);
    struct value b = eval_value(expr, right, env);
    truth result = unsettled(&a, &b, env);
    return result != 0 ? result : compare_values(node->op, left->type, &a, &b);
}

static bool meet(const uint64_t a[VALUE_SET_WORDS], const uint64_t b[VALUE_SET_WORDS])
{
    uint64_t common = 0;
    for (int i = 0; i < VALUE_SET_WORDS; i++) {
        common |= a[i] & b[i];
    }
    return common != 0;
}

static truth has(const struct expr *expr, const struct expr_node *node, const struct expr_env *env)
{
    const struct value *value = eval_cell(node, env);
    if (value->state != VALUE_KNOWN) {
        return eval_state(value, env);
    }
    const uint64_t *mask = expr->masks[node->operand].chosen;
    if (meet(value->as.set->chosen, mask)) {
        return TRUTH_TRUE;
    }
    return meet(value->as.set->open, mask) ? TRUTH_UNKNOWN : TRUTH_FALSE;
}

static truth overlap(const struct value_set *a, const struct value_set *b)
{
    if (meet(a->chosen, b->chosen)) {
        return TRUTH_TRUE;
    }
    bool may = meet(a->chosen, b->open) || meet(a->open, b->chosen) || meet(a->open, b->open);
    return may ? TRUTH_UNKNOWN : TRUTH_FALSE;
}

static truth overlaps(const struct expr_node *node, const struct expr_env *env)
{
    const struct value *a = eval_cell(eval_first(node), env);
    const struct value *b = eval_cell(eval_first(node) + 1, env);
    truth result = unsettled(a, b, env);
    return result != 0 ? result : overlap(a->as.set, b->as.set);
}

static truth has_name(const struct expr_node *node, const struct expr_env *env)
{
    const struct value *set = eval_cell(node, env);
    const struct value *code = eval_cell(eval_first(node), env);
    truth result = unsettled(set, code, env);
    if (result != 0) {
        return result;
    }
    struct value_set one = {{0}, {0}};
    set_add(one.chosen, code->as.code);
    if (code->open) {
        // Any other option may be the one that was meant.
        memset(one.open, 0xff, sizeof(one.open));
        set_remove(one.open, code->as.code);
    }
    return overlap(set->as.set, &one);
}

static truth among(const struct expr *expr, const struct expr_node *node,
                   const struct expr_env *env)
{
    const struct expr_node *subject = eval_first(node);
    struct value value = eval_value(expr, subject, env);
    if (value.state != VALUE_KNOWN) {
        return eval_state(&value, env);
    }
    truth result = TRUTH_FALSE;
    for (const struct expr_node *part = subject + subject->size; part < eval_end(node);
         part += part->size) {
        struct value constant = eval_value(expr, part, env);
        result = truth_or(result, eval_equal(subject->type, &value, &constant));
    }
    return result;
}

static truth answered(const struct expr_node *node, const struct expr_env *env)
{
    const struct value *value = eval_cell(node, env);
    bool open = node->operand != 0 || env->open;
    if (value->state == VALUE_PENDING && !env->ended && open) {
        return TRUTH_EITHER;
    }
    return truth_of(value->state == VALUE_KNOWN);
}

static truth silent(const struct expr_node *node, const struct expr_env *env)
{
    const struct value *value = eval_cell(node, env);
    if (value->state == VALUE_ABSENT) {
        return TRUTH_FALSE;
    }
    if (value->state == VALUE_PENDING && !env->ended) {
        return TRUTH_EITHER;
    }
    uint32_t silence = value->state == VALUE_PENDING ? SILENCE_NOT_REACHED : value->silence;
    if (node->operand == SILENCE_NOT) {
        return truth_of(value->state != VALUE_KNOWN || silence != SILENCE_NOT);
    }
    return truth_of(silence == node->operand);
}

static truth matches(const struct expr *expr, const struct expr_node *node,
                     const struct expr_env *env)
{
    struct value value = eval_value(expr, eval_first(node), env);
    if (value.state != VALUE_KNOWN) {
        return eval_state(&value, env);
    }
    return truth_of(pattern_match(expr->texts[node->operand], value.as.text, value.length));
}

enum value_state eval_entries(const struct expr_node *node, const struct expr_env *env,
                              uint32_t *count)
{
    const struct value *repeat = &env->cells[node->slot];
    *count = 0;
    if (repeat->state == VALUE_ABSENT || env->entries == NULL) {
        return VALUE_ABSENT;
    }
    *count = env->entries[node->item];
    if (repeat->state == VALUE_PENDING && env->ended) {
        return VALUE_UNKNOWN;
    }
    return (enum value_state)repeat->state;
}

// any and all: like a long `or` and `and`, with one more part for the entries that may be missing.
static truth over_entries(const struct expr *expr, const struct expr_node *node,
                          const struct expr_env *env)
{
    bool any = node->op == EXPR_ANY;
    uint32_t count = 0;
    enum value_state state = eval_entries(node, env, &count);
    if (state == VALUE_ABSENT) {
        return TRUTH_FALSE;
    }
    truth result = any ? TRUTH_FALSE : TRUTH_TRUE;
    if (state != VALUE_KNOWN) {
        result = state == VALUE_UNKNOWN ? TRUTH_UNKNOWN : TRUTH_OPEN;
    }
    struct expr_env with = *env;
    for (uint32_t i = 0; i < count; i++) {
        with.entry = i;
        truth part = eval_truth(expr, eval_first(node), &with);
        result = any ? truth_or(result, part) : truth_and(result, part);
    }
    return result;
}

static truth choose(const struct expr *expr, const struct expr_node *node,
                    const struct expr_env *env)
{
    const struct expr_node *condition = eval_first(node);
    const struct expr_node *then = condition + condition->size;
    truth decides = eval_truth(expr, condition, env);
    if (decides == TRUTH_FALSE) {
        return eval_truth(expr, then + then->size, env);
    }
    truth a = eval_truth(expr, then, env);
    if (decides == TRUTH_TRUE) {
        return a;
    }
    truth b = eval_truth(expr, then + then->size, env);
    truth result = 0;
    if (decides & TRUTH_TRUE) {
        result |= a;
    }
    if (decides & TRUTH_FALSE) {
        result |= b;
    }
    if (decides & TRUTH_UNKNOWN) {
        // Where both arms come out the same, that; where they differ, unknown.
        bool differ = a != b || (a & (a - 1)) != 0;
        result |= (truth)((a & b) | (differ ? TRUTH_UNKNOWN : 0));
    }
    return result;
}

static truth fired(const struct expr_node *node, const struct expr_env *env)
{
    return env->fired != NULL ? env->fired[node->operand] : TRUTH_FALSE;
}

static truth setting(const struct expr_node *node, const struct expr_env *env)
{
    return truth_of(env->settings != NULL && env->settings[node->slot] != 0);
}

// The shapes most rules consist of. Which way they come out cannot be foretold, so nothing is
// decided by jumps: what is certain is gathered as bits, and a table says what comes of it.

// A name against a number: its bounds against those within which the comparison is true.
static inline truth name_against(const struct expr_node *node, const struct expr_env *env)
{
    static const truth outcomes[] = {TRUTH_UNKNOWN, TRUTH_TRUE, TRUTH_FALSE, TRUTH_FALSE};
    const struct value *value = eval_cell(node, env);
    if (value->state != VALUE_KNOWN) {
        return eval_state(value, env);
    }
    decimal least = value->as.number.least;
    decimal most = value->as.number.most;
    int inside = (least >= node->within.numbers.least) & (most <= node->within.numbers.most);
    int outside = (most < node->within.numbers.least) | (least > node->within.numbers.most);
    return outcomes[outside << 1 | inside];
}

// One choice among codes.
static inline truth is_code(const struct expr *expr, const struct expr_node *node,
                            const struct expr_env *env)
{
    // By (one of them, a silence was chosen): what is not chosen is then unknown.
    static const truth outcomes[] = {TRUTH_FALSE, TRUTH_UNKNOWN, TRUTH_TRUE, TRUTH_TRUE};
    const struct value *value = eval_cell(node, env);
    if (value->state != VALUE_KNOWN) {
        return eval_state(value, env);
    }
    uint32_t code = value->as.code;
    uint64_t codes = code < 64 ? node->within.codes : expr->masks[node->operand].chosen[code >> 6];
    return outcomes[(codes >> (code & 63) & 1) << 1 | (value->open != 0)];
}

// What few rules ask. Kept out of eval_truth, whose frame is then small: it is entered for every
// part of every rule.
static __attribute__((noinline)) truth
eval_seldom(const struct expr *expr, const struct expr_node *node, const struct expr_env *env)
{
    switch (node->op) {
    case EXPR_HAS:
        return has(expr, node, env);
    case EXPR_NAME:
        return name_truth(eval_cell(node, env), env);
    case EXPR_TRUTH:
        return truth_of(expr->numbers[node->operand] != 0);
    case EXPR_EQ:
    case EXPR_LT:
    case EXPR_LE:
    case EXPR_GT:
    case EXPR_GE:
        return compare_parts(expr, node, env);
    case EXPR_HAS_NAME:
        return has_name(node, env);
    case EXPR_IN:
        return among(expr, node, env);
    case EXPR_OVERLAPS:
        return overlaps(node, env);
    case EXPR_ANSWERED:
        return answered(node, env);
    case EXPR_SILENT:
        return silent(node, env);
    case EXPR_MAYBE:
        return truth_maybe(eval_truth(expr, eval_first(node), env));
    case EXPR_SURELY:
        return truth_surely(eval_truth(expr, eval_first(node), env));
    case EXPR_FIRED:
        return fired(node, env);
    case EXPR_ANY:
    case EXPR_ALL:
        return over_entries(expr, node, env);
    case EXPR_MATCHES:
        return matches(expr, node, env);
    case EXPR_SETTING:
        return setting(node, env);
    case EXPR_IF:
        return choose(expr, node, env);
    default:
        return TRUTH_UNKNOWN; // no condition: the compiler lets none through
    }
}

// and, or. A part of the common shapes costs less than to foresee wrongly whether it is needed:
// only before any other is it asked whether the rest can change the result.
static truth eval_joined(const struct expr *expr, const struct expr_node *node,
                         const struct expr_env *env)
{
    bool all = node->op == EXPR_AND;
    const truth(*join)[TRUTH_MASKS] = all ? truth_and_table : truth_or_table;
    truth decides = all ? TRUTH_FALSE : TRUTH_TRUE;
    truth result = all ? TRUTH_TRUE : TRUTH_FALSE;
    const struct expr_node *end = eval_end(node);
    for (const struct expr_node *part = eval_first(node); part < end; part += part->size) {
        if (part->op >= EXPR_NAME_EQ && part->op <= EXPR_NAME_GE) {
            result = join[result][name_against(part, env)];
        } else if (part->op == EXPR_CODE_IS) {
            result = join[result][is_code(expr, part, env)];
        } else if (result == decides) {
            break;
        } else {
            result = join[result][eval_truth(expr, part, env)];
        }
    }
    return result;
}

truth eval_truth(const struct expr *expr, const struct expr_node *node, const struct expr_env *env)
{
    switch (node->op) {
    case EXPR_AND:
    case EXPR_OR:
        return eval_joined(expr, node, env);
    case EXPR_NOT:
        return truth_not(eval_truth(expr, eval_first(node), env));
    case EXPR_NAME_EQ:
    case EXPR_NAME_LT:
    case EXPR_NAME_LE:
    case EXPR_NAME_GT:
    case EXPR_NAME_GE:
        return name_against(node, env);
    case EXPR_CODE_IS:
        return is_code(expr, node, env);
    default:
        return eval_seldom(expr, node, env);
    }
}

truth expr_truth(const struct expr *expr, const struct expr_env *env)
{
    const struct expr_node *node = expr->nodes;
    // Most conditions of questions are a single comparison.
    if (node->op >= EXPR_NAME_EQ && node->op <= EXPR_NAME_GE) {
        return name_against(node, env);
    }
    return eval_truth(expr, node, env);
}
