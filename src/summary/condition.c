// A condition as a whole, and part by part.
#include "summary/condition_words.h"

struct expr condition_part(const struct expr *expr, const struct expr_node *node)
{
    struct expr part = *expr;
    part.nodes = node;
    part.node_count = node->size;
    part.type = node->type;
    part.fired = 0;
    part.unsure = false;
    for (uint16_t i = 0; i < node->size; i++) {
        if (node[i].op == EXPR_FIRED) {
            part.fired = (uint8_t)(part.fired | 1u << node[i].operand);
        }
        part.unsure = part.unsure || node[i].op == EXPR_UNSURE;
    }
    return part;
}

void condition_say(const struct wording *wording, const struct expr *condition, struct buffer *out)
{
    const struct speaker speaker = {wording, condition, out, false};
    say_truth(&speaker, condition->nodes, false, false);
}

struct walker {
    const struct wording *wording;
    void (*visit)(void *context, int depth, const struct expr *part, const char *text, bool leaf);
    void *context;
};

// What joins the parts below, and which part they stand in; NULL: the condition is one thing.
static const char *joint(const struct walker *walker, const struct expr_node *node, bool negated)
{
    const struct condition_phrases *words = walker->wording->words;
    if (node->op == EXPR_AND) {
        return negated ? words->not_all_of : words->all_of;
    }
    if (node->op == EXPR_OR) {
        return negated ? words->none_of : words->any_of;
    }
    return NULL;
}

// The node and its pools, through `not`, `maybe`, `surely` and names, to what is joined.
static const char *find_joint(const struct walker *walker, struct expr *inner, struct buffer *text)
{
    const struct condition_phrases *words = walker->wording->words;
    const char *around = NULL;
    bool negated = false;
    for (;;) {
        const struct expr_node *node = inner->nodes;
        const struct expr *of = NULL;
        const char *joined = joint(walker, node, negated && around == NULL);
        if (joined != NULL) {
            if (around != NULL) {
                phrase_fill(text, around, joined, NULL);
            } else {
                buffer_text(text, joined);
            }
            return text->bytes;
        }
        if (say_is_calculated(walker->wording->form, node, &of)) {
            *inner = *of;
        } else if (node->op == EXPR_NOT && around == NULL) {
            negated = !negated;
            *inner = condition_part(inner, node + 1);
        } else if ((node->op == EXPR_MAYBE || node->op == EXPR_SURELY) && around == NULL) {
            bool maybe = node->op == EXPR_MAYBE;
            around = negated ? (maybe ? words->not_maybe : words->not_surely)
                             : (maybe ? words->maybe : words->surely);
            *inner = condition_part(inner, node + 1);
        } else {
            return NULL;
        }
    }
}

static void walk(const struct walker *walker, const struct expr *condition, int depth)
{
    struct buffer text;
    buffer_init(&text, LIMIT_WORDS);
    struct expr inner = *condition;
    bool joined = find_joint(walker, &inner, &text) != NULL;
    if (!joined) {
        condition_say(walker->wording, condition, &text);
    }
    walker->visit(walker->context, depth, condition, text.bytes, !joined);
    buffer_clear(&text);
    const struct expr_node *node = inner.nodes;
    for (const struct expr_node *part = part_after(node, NULL); joined && part != NULL;
         part = part_after(node, part)) {
        struct expr one = condition_part(&inner, part);
        walk(walker, &one, depth + 1);
    }
}

void condition_walk(const struct wording *wording, const struct expr *condition,
                    void (*visit)(void *context, int depth, const struct expr *part,
                                  const char *text, bool leaf),
                    void *context)
{
    struct walker walker = {wording, visit, context};
    walk(&walker, condition, 0);
}
