// Values: names, constants, arithmetic. Numbers are intervals, because dates may be known in part.
// An unknown operand makes the result unknown, else a pending one makes it pending, else an absent
// one makes it absent. A result that does not fit is unknown.

#include "form/expr_eval.h"

#include "base/text.h"

#include <string.h>

// False, and *out says why, unless both are known.
static bool both_known(const struct value *a, const struct value *b, struct value *out)
{
    if (a->state == VALUE_KNOWN && b->state == VALUE_KNOWN) {
        return true;
    }
    if (a->state == VALUE_UNKNOWN || b->state == VALUE_UNKNOWN) {
        *out = value_unknown(a->state == VALUE_UNKNOWN ? a->silence : b->silence);
    } else if (a->state == VALUE_PENDING || b->state == VALUE_PENDING) {
        *out = value_pending();
    } else {
        *out = value_absent();
    }
    return false;
}

typedef bool operation(decimal a, decimal b, decimal *out);

// Least and most over the four corners; false if one does not fit.
static bool corners(operation *apply, const struct value *a, const struct value *b,
                    struct value *out)
{
    const decimal lefts[] = {a->as.number.least, a->as.number.most};
    const decimal rights[] = {b->as.number.least, b->as.number.most};
    decimal least = DECIMAL_MAX;
    decimal most = DECIMAL_MIN;
    for (int i = 0; i < 4; i++) {
        decimal corner;
        if (!apply(lefts[i & 1], rights[i >> 1], &corner)) {
            return false;
        }
        least = corner < least ? corner : least;
        most = corner > most ? corner : most;
    }
    *out = value_interval(least, most);
    return true;
}

static struct value arithmetic(int op, const struct value *a, const struct value *b)
{
    static operation *const operations[] = {
        [EXPR_ADD] = decimal_add,
        [EXPR_SUBTRACT] = decimal_subtract,
        [EXPR_MULTIPLY] = decimal_multiply,
        [EXPR_DIVIDE] = decimal_divide,
    };
    struct value result;
    if (!both_known(a, b, &result)) {
        return result;
    }
    bool by_zero = op == EXPR_DIVIDE && b->as.number.least <= 0 && b->as.number.most >= 0;
    if (by_zero || !corners(operations[op], a, b, &result)) {
        return value_unknown(SILENCE_NOT);
    }
    return result;
}

// The bounds of a name or a constant. False if it is neither, or not known.
static inline bool leaf_bounds(const struct expr *expr, const struct expr_node *node,
                               const struct expr_env *env, decimal *least, decimal *most)
{
    if (node->op == EXPR_NUMBER) {
        *least = *most = expr->numbers[node->operand];
        return true;
    }
    if (node->op != EXPR_NAME) {
        return false;
    }
    const struct value *value = eval_cell(node, env);
    *least = value->as.number.least;
    *most = value->as.number.most;
    return value->state == VALUE_KNOWN;
}

// Sums and differences of known names and constants, the commonest arithmetic, from bound to bound:
// the other corners lie between. False: the general way is to say what comes of it.
static bool plain_sum(const struct expr *expr, const struct expr_node *node,
                      const struct expr_env *env, decimal *least, decimal *most)
{
    const struct expr_node *part = eval_first(node);
    if (!leaf_bounds(expr, part, env, least, most)) {
        return false;
    }
    for (part++; part < eval_end(node); part++) {
        decimal low, high;
        if (!leaf_bounds(expr, part, env, &low, &high)) {
            return false;
        }
        bool fits =
            node->op == EXPR_ADD
                ? decimal_add(*least, low, least) && decimal_add(*most, high, most)
                : decimal_subtract(*least, high, least) && decimal_subtract(*most, low, most);
        if (!fits) {
            return false;
        }
    }
    return true;
}

static __attribute__((noinline)) struct value
arithmetic_parts(const struct expr *expr, const struct expr_node *node, const struct expr_env *env)
{
    const struct expr_node *part = eval_first(node);
    struct value result = eval_value(expr, part, env);
    for (part += part->size; part < eval_end(node); part += part->size) {
        struct value next = eval_value(expr, part, env);
        result = arithmetic(node->op, &result, &next);
    }
    return result;
}

static struct value negate(const struct expr *expr, const struct expr_node *node,
                           const struct expr_env *env)
{
    struct value value = eval_value(expr, eval_first(node), env);
    return value.state == VALUE_KNOWN
               ? value_interval(-value.as.number.most, -value.as.number.least)
               : value;
}

static struct value round_part(const struct expr *expr, const struct expr_node *node,
                               const struct expr_env *env)
{
    struct value value = eval_value(expr, eval_first(node), env);
    int places = (int)node->operand;
    return value.state == VALUE_KNOWN ? value_interval(decimal_round(value.as.number.least, places),
                                                       decimal_round(value.as.number.most, places))
                                      : value;
}

static struct value age(const struct expr *expr, const struct expr_node *node,
                        const struct expr_env *env)
{
    struct value born = eval_value(expr, eval_first(node), env);
    if (born.state != VALUE_KNOWN) {
        return born;
    }
    struct date date = {.first = born.as.date.first, .last = born.as.date.last};
    int least, most;
    if (!env->today_known || !date_age(date, env->today, &least, &most)) {
        return value_unknown(SILENCE_NOT);
    }
    return value_interval(decimal_of(least), decimal_of(most));
}

static struct value today(const struct expr_env *env)
{
    if (!env->today_known) {
        return value_unknown(SILENCE_NOT);
    }
    return (struct value){
        .state = VALUE_KNOWN,
        .as.date = {.first = env->today, .last = env->today},
    };
}

static struct value days_between(const struct expr *expr, const struct expr_node *node,
                                 const struct expr_env *env)
{
    const struct expr_node *left = eval_first(node);
    struct value a = eval_value(expr, left, env);
    struct value b = eval_value(expr, left + left->size, env);
    struct value result;
    if (!both_known(&a, &b, &result)) {
        return result;
    }
    return value_interval(decimal_of((int64_t)b.as.date.first - a.as.date.last),
                          decimal_of((int64_t)b.as.date.last - a.as.date.first));
}

// Collects the values an aggregate runs over.
struct gathered {
    int op;
    struct value total;
    int64_t count;
    bool unknown, pending;
};

static void gather(struct gathered *gathered, const struct value *value)
{
    if (value->state == VALUE_ABSENT) {
        return;
    }
    if (value->state != VALUE_KNOWN) {
        gathered->unknown = gathered->unknown || value->state == VALUE_UNKNOWN;
        gathered->pending = gathered->pending || value->state == VALUE_PENDING;
        return;
    }
    if (gathered->count++ == 0) {
        gathered->total = *value;
        return;
    }
    decimal least = value->as.number.least;
    decimal most = value->as.number.most;
    struct value *total = &gathered->total;
    switch (gathered->op) {
    case EXPR_MIN:
        total->as.number.least = least < total->as.number.least ? least : total->as.number.least;
        total->as.number.most = most < total->as.number.most ? most : total->as.number.most;
        break;
    case EXPR_MAX:
        total->as.number.least = least > total->as.number.least ? least : total->as.number.least;
        total->as.number.most = most > total->as.number.most ? most : total->as.number.most;
        break;
    default:
        // Corner by corner: for a sum the four are the two that matter.
        if (!decimal_add(total->as.number.least, least, &total->as.number.least) ||
            !decimal_add(total->as.number.most, most, &total->as.number.most)) {
            gathered->unknown = true;
        }
        break;
    }
}

static struct value settle(const struct gathered *gathered)
{
    if (gathered->unknown) {
        return value_unknown(SILENCE_NOT);
    }
    if (gathered->pending) {
        return value_pending();
    }
    if (gathered->count == 0) {
        return value_absent();
    }
    if (gathered->op == EXPR_MEAN) {
        struct value count = value_number(decimal_of(gathered->count));
        return arithmetic(EXPR_DIVIDE, &gathered->total, &count);
    }
    return gathered->total;
}

static void gather_entries(struct gathered *gathered, const struct expr *expr,
                           const struct expr_node *node, const struct expr_env *env)
{
    uint32_t count = 0;
    enum value_state state = eval_entries(node, env, &count);
    gathered->unknown = state == VALUE_UNKNOWN;
    gathered->pending = state == VALUE_PENDING;
    struct expr_env with = *env;
    for (uint32_t i = 0; i < count; i++) {
        with.entry = i;
        struct value value = eval_value(expr, eval_first(node), &with);
        gather(gathered, &value);
    }
}

static struct value aggregate(const struct expr *expr, const struct expr_node *node,
                              const struct expr_env *env)
{
    struct gathered gathered = {.op = node->op};
    if (node->over) {
        gather_entries(&gathered, expr, node, env);
        return settle(&gathered);
    }
    for (const struct expr_node *part = eval_first(node); part < eval_end(node);
         part += part->size) {
        struct value value = eval_value(expr, part, env);
        gather(&gathered, &value);
    }
    return settle(&gathered);
}

// count: of the entries, or of those for which a condition is true.
static struct value count_entries(const struct expr *expr, const struct expr_node *node,
                                  const struct expr_env *env)
{
    uint32_t count = 0;
    enum value_state state = eval_entries(node, env, &count);
    if (state == VALUE_ABSENT) {
        return value_absent();
    }
    bool unknown = state == VALUE_UNKNOWN;
    bool pending = state == VALUE_PENDING;
    uint32_t found = node->op == EXPR_COUNT ? 0 : count;
    struct expr_env with = *env;
    for (uint32_t i = 0; node->op == EXPR_COUNT && i < count; i++) {
        with.entry = i;
        truth part = eval_truth(expr, eval_first(node), &with);
        unknown = unknown || part == TRUTH_UNKNOWN;
        pending = pending || (part & (part - 1)) != 0;
        found += part == TRUTH_TRUE;
    }
    if (unknown) {
        return value_unknown(SILENCE_NOT);
    }
    return pending ? value_pending() : value_number(decimal_of(found));
}

static struct value length_of(const struct expr *expr, const struct expr_node *node,
                              const struct expr_env *env)
{
    struct value value = eval_value(expr, eval_first(node), env);
    if (value.state != VALUE_KNOWN) {
        return value;
    }
    return value_number(decimal_of((int64_t)text_count(value.as.text, value.length)));
}

static bool agree(enum value_type type, const struct value *a, const struct value *b)
{
    if (a->state != b->state) {
        return false;
    }
    return a->state == VALUE_ABSENT ||
           (a->state == VALUE_KNOWN && eval_equal(type, a, b) == TRUTH_TRUE);
}

static struct value choose(const struct expr *expr, const struct expr_node *node,
                           const struct expr_env *env)
{
    const struct expr_node *condition = eval_first(node);
    const struct expr_node *then = condition + condition->size;
    truth decides = eval_truth(expr, condition, env);
    if (decides == TRUTH_TRUE) {
        return eval_value(expr, then, env);
    }
    struct value b = eval_value(expr, then + then->size, env);
    if (decides == TRUTH_FALSE) {
        return b;
    }
    struct value a = eval_value(expr, then, env);
    if (agree(node->type, &a, &b)) {
        return a;
    }
    // An arm that is pending may yet come to agree with the other, unless that is unknown.
    bool may_agree = (a.state == VALUE_PENDING && b.state != VALUE_UNKNOWN) ||
                     (b.state == VALUE_PENDING && a.state != VALUE_UNKNOWN);
    return decides == TRUTH_UNKNOWN && !may_agree ? value_unknown(SILENCE_NOT) : value_pending();
}

static struct value named(const struct expr_node *node, const struct expr_env *env)
{
    struct value value = *eval_cell(node, env);
    if (value.state == VALUE_PENDING && env->ended) {
        return value_unknown(SILENCE_NOT_REACHED);
    }
    return value;
}

static struct value constant(const struct expr *expr, const struct expr_node *node)
{
    struct value value = {.state = VALUE_KNOWN};
    switch (node->op) {
    case EXPR_TEXT:
        value.as.text = expr->texts[node->operand];
        value.length = (uint32_t)strlen(value.as.text);
        break;
    case EXPR_DATE:
        value.as.date.first = (day_number)expr->numbers[node->operand];
        value.as.date.last = (day_number)expr->numbers[node->operand + 1];
        break;
    case EXPR_CODE:
        value.as.code = node->operand;
        break;
    default:
        return value_number(expr->numbers[node->operand]);
    }
    return value;
}

// Kept out of eval_value, whose frame is then small: a thousand sums may hang on one answer.
static __attribute__((noinline)) struct value
eval_seldom(const struct expr *expr, const struct expr_node *node, const struct expr_env *env)
{
    struct value value;
    switch (node->op) {
    case EXPR_NUMBER:
    case EXPR_TEXT:
    case EXPR_DATE:
    case EXPR_CODE:
        return constant(expr, node);
    case EXPR_ADD:
    case EXPR_SUBTRACT:
    case EXPR_MULTIPLY:
    case EXPR_DIVIDE:
        return arithmetic_parts(expr, node, env);
    case EXPR_NEGATE:
        return negate(expr, node, env);
    case EXPR_UNSURE:
        return env->unsure_open && !env->ended ? value_pending()
                                               : value_number(decimal_of(env->unsure));
    case EXPR_AGE:
        return age(expr, node, env);
    case EXPR_TODAY:
        return today(env);
    case EXPR_DAYS_BETWEEN:
        return days_between(expr, node, env);
    case EXPR_COUNT_SET:
        value = named(node, env);
        return eval_marks(&env->form->items[node->item], &value);
    case EXPR_COUNT_ENTRIES:
    case EXPR_COUNT:
        return count_entries(expr, node, env);
    case EXPR_SUM:
    case EXPR_MEAN:
    case EXPR_MIN:
    case EXPR_MAX:
        return aggregate(expr, node, env);
    case EXPR_ROUND:
        return round_part(expr, node, env);
    case EXPR_LENGTH:
        return length_of(expr, node, env);
    case EXPR_WEIGHT:
        value = named(node, env);
        return eval_weight(&env->form->items[node->item], &value);
    case EXPR_IF:
        return node->type == VALUE_TRUTH ? value_truth(eval_truth(expr, node, env))
                                         : choose(expr, node, env);
    default:
        return value_truth(eval_truth(expr, node, env));
    }
}

struct value eval_value(const struct expr *expr, const struct expr_node *node,
                        const struct expr_env *env)
{
    if (node->op == EXPR_NAME) {
        return named(node, env);
    }
    if (node->op == EXPR_ADD || node->op == EXPR_SUBTRACT) {
        decimal least, most;
        if (plain_sum(expr, node, env, &least, &most)) {
            return value_interval(least, most);
        }
    }
    return eval_seldom(expr, node, env);
}

struct value expr_value(const struct expr *expr, const struct expr_env *env)
{
    return eval_value(expr, expr->nodes, env);
}

bool expr_number(const struct expr *expr, const struct expr_env *env, decimal *least, decimal *most)
{
    const struct expr_node *node = expr->nodes;
    return node->op == EXPR_ADD || node->op == EXPR_SUBTRACT
               ? plain_sum(expr, node, env, least, most)
               : leaf_bounds(expr, node, env, least, most);
}
