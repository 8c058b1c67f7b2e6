// Which answers settled a result. A condition is followed down the parts that decided it: where one
// part alone would be enough, down every such part, since each is a reason of its own. A value is
// followed down all its parts, or, if it is unknown, down those that made it so.

#include "form/expr_eval.h"

struct why {
    const struct expr *expr;
    void (*found)(void *context, uint32_t item, uint32_t entry);
    void *context;
};

static void why_truth(const struct why *why, const struct expr_node *node,
                      const struct expr_env *env);
static void why_value(const struct why *why, const struct expr_node *node,
                      const struct expr_env *env);

static void report(const struct why *why, const struct expr_node *node, const struct expr_env *env)
{
    why->found(why->context, node->item, node->here ? env->entry : 0);
}

// and, or. `decides` is the outcome of one part that decides alone, `neutral` the one that adds
// nothing.
static void why_joined(const struct why *why, const struct expr_node *node,
                       const struct expr_env *env, truth decides, truth neutral)
{
    truth result = eval_truth(why->expr, node, env);
    for (const struct expr_node *part = eval_first(node); part < eval_end(node);
         part += part->size) {
        truth one = eval_truth(why->expr, part, env);
        bool settled = result == decides ? one == decides : result == neutral || one != neutral;
        if (settled) {
            why_truth(why, part, env);
        }
    }
}

// any, all: the entries as the parts of a long `or` or `and`, and the group itself where its list
// of entries mattered.
static void why_entries(const struct why *why, const struct expr_node *node,
                        const struct expr_env *env)
{
    truth decides = node->op == EXPR_ANY ? TRUTH_TRUE : TRUTH_FALSE;
    truth neutral = truth_not(decides);
    truth result = eval_truth(why->expr, node, env);
    uint32_t count = 0;
    enum value_state state = eval_entries(node, env, &count);
    struct expr_env with = *env;
    bool decided = false;
    for (uint32_t i = 0; i < count; i++) {
        with.entry = i;
        truth one = eval_truth(why->expr, eval_first(node), &with);
        bool settled = result == decides ? one == decides : result == neutral || one != neutral;
        decided = decided || (result == decides && settled);
        if (settled) {
            why_truth(why, eval_first(node), &with);
        }
    }
    if (!decided && (result == neutral || state != VALUE_KNOWN)) {
        report(why, node, env);
    }
}

// How much a state weighs in what comes of several values.
static int weight(const struct value *value)
{
    static const int weights[] = {
        [VALUE_KNOWN] = 0,
        [VALUE_ABSENT] = 1,
        [VALUE_PENDING] = 2,
        [VALUE_UNKNOWN] = 3,
    };
    return weights[value->state];
}

// The parts that settled what came of them together: the unknown ones if any is, else those that do
// not apply; all if all are known.
static void why_heaviest(const struct why *why, const struct expr_node *node,
                         const struct expr_env *env)
{
    int heaviest = 0;
    for (const struct expr_node *part = eval_first(node); part < eval_end(node);
         part += part->size) {
        struct value value = eval_value(why->expr, part, env);
        heaviest = weight(&value) > heaviest ? weight(&value) : heaviest;
    }
    for (const struct expr_node *part = eval_first(node); part < eval_end(node);
         part += part->size) {
        struct value value = eval_value(why->expr, part, env);
        if (weight(&value) == heaviest) {
            why_value(why, part, env);
        }
    }
}

static void why_if(const struct why *why, const struct expr_node *node, const struct expr_env *env)
{
    const struct expr_node *condition = eval_first(node);
    const struct expr_node *then = condition + condition->size;
    const struct expr_node *otherwise = then + then->size;
    truth decides = eval_truth(why->expr, condition, env);
    if (decides == TRUTH_TRUE || decides == TRUTH_FALSE) {
        why_truth(why, condition, env);
        why_value(why, decides == TRUTH_TRUE ? then : otherwise, env);
        return;
    }
    struct value value = eval_value(why->expr, node, env);
    if (value.state == VALUE_KNOWN || value.state == VALUE_ABSENT) {
        // Whatever the condition: the arms agree.
        why_value(why, then, env);
        why_value(why, otherwise, env);
    } else {
        why_truth(why, condition, env);
    }
}

static void why_has_name(const struct why *why, const struct expr_node *node,
                         const struct expr_env *env)
{
    const struct expr_node *code = eval_first(node);
    int of_set = weight(eval_cell(node, env));
    int of_code = weight(eval_cell(code, env));
    if (of_set >= of_code) {
        report(why, node, env);
    }
    if (of_code >= of_set) {
        report(why, code, env);
    }
}

static void why_truth(const struct why *why, const struct expr_node *node,
                      const struct expr_env *env)
{
    switch (node->op) {
    case EXPR_AND:
        why_joined(why, node, env, TRUTH_FALSE, TRUTH_TRUE);
        break;
    case EXPR_OR:
        why_joined(why, node, env, TRUTH_TRUE, TRUTH_FALSE);
        break;
    case EXPR_NOT:
    case EXPR_MAYBE:
    case EXPR_SURELY:
        why_truth(why, eval_first(node), env);
        break;
    case EXPR_ANY:
    case EXPR_ALL:
        why_entries(why, node, env);
        break;
    case EXPR_IF:
        why_if(why, node, env);
        break;
    case EXPR_HAS_NAME:
        why_has_name(why, node, env);
        break;
    default:
        if (node->item != FORM_NO_ITEM) {
            report(why, node, env);
        } else {
            why_heaviest(why, node, env);
        }
        break;
    }
}

// sum, mean, min, max, count over entries: the group, and of each entry what counted.
static void why_over(const struct why *why, const struct expr_node *node,
                     const struct expr_env *env)
{
    uint32_t count = 0;
    enum value_state state = eval_entries(node, env, &count);
    struct value result = eval_value(why->expr, node, env);
    bool settled = result.state == VALUE_KNOWN || result.state == VALUE_ABSENT;
    if (settled || state != VALUE_KNOWN) {
        report(why, node, env);
    }
    struct expr_env with = *env;
    for (uint32_t i = 0; i < count; i++) {
        with.entry = i;
        struct value value = eval_value(why->expr, eval_first(node), &with);
        if (settled ? value.state != VALUE_ABSENT : value.state == result.state) {
            why_value(why, eval_first(node), &with);
        }
    }
}

// sum, mean, min, max over parts: what does not apply is passed over, unless nothing does. Where no
// part is like the result (it did not fit), all parts count.
static void why_aggregate(const struct why *why, const struct expr_node *node,
                          const struct expr_env *env)
{
    struct value result = eval_value(why->expr, node, env);
    bool like = false;
    for (int pass = 0; pass < 2; pass++) {
        for (const struct expr_node *part = eval_first(node); part < eval_end(node);
             part += part->size) {
            struct value value = eval_value(why->expr, part, env);
            like = like || value.state == result.state;
            if (pass == 1 && (!like || value.state == result.state)) {
                why_value(why, part, env);
            }
        }
    }
}

static void why_value(const struct why *why, const struct expr_node *node,
                      const struct expr_env *env)
{
    if (node->over && node->type == VALUE_NUMBER) {
        why_over(why, node, env);
        return;
    }
    switch (node->op) {
    case EXPR_CODE: // its item only lends it the list of options
        break;
    case EXPR_SUM:
    case EXPR_MEAN:
    case EXPR_MIN:
    case EXPR_MAX:
        why_aggregate(why, node, env);
        break;
    case EXPR_IF:
        why_if(why, node, env);
        break;
    default:
        if (node->type == VALUE_TRUTH) {
            why_truth(why, node, env);
        } else if (node->item != FORM_NO_ITEM) {
            report(why, node, env);
        } else {
            why_heaviest(why, node, env);
        }
        break;
    }
}

void expr_why(const struct expr *expr, const struct expr_env *env,
              void (*found)(void *context, uint32_t item, uint32_t entry), void *context)
{
    struct why why = {.expr = expr, .found = found, .context = context};
    why_value(&why, expr->nodes, env);
}

bool expr_options(const struct expr *expr, uint32_t item, uint64_t named[VALUE_SET_WORDS])
{
    bool only = true;
    for (uint32_t i = 0; i < expr->node_count; i++) {
        const struct expr_node *node = &expr->nodes[i];
        if (node->item != item) {
            continue;
        }
        bool masked = node->op == EXPR_CODE_IS || node->op == EXPR_HAS;
        for (size_t word = 0; masked && word < VALUE_SET_WORDS; word++) {
            named[word] |= expr->masks[node->operand].chosen[word];
        }
        only = only && masked;
    }
    return only;
}
