// From the rules' expressions to tests, gates and verdicts: each part of a rule becomes a signal of
// the batch, its parts before it.
#include "screening/circuit_parts.h"

#include <string.h>

struct builder {
    const struct form *form;
    struct arena *arena;
    struct circuit *circuit;
    struct batch at;  // how far the arrays are filled
    uint32_t signals; // taken in this batch
    const struct expr *expr;
    uint8_t *read; // by cell: a test reads it
};

// A word holds the options a mask may name.
static bool fits_word(const struct builder *b, const struct expr_node *node)
{
    const struct form_options *options = b->form->items[node->item].options;
    return options != NULL && options->count <= 64;
}

static bool is_gate(const struct expr_node *node)
{
    return node->op == EXPR_AND || node->op == EXPR_OR || node->op == EXPR_NOT ||
           node->op == EXPR_MAYBE || node->op == EXPR_SURELY;
}

// How many signals a part takes, itself included.
static uint32_t signals_of(const struct expr_node *node)
{
    uint32_t count = 1;
    if (is_gate(node)) {
        for (const struct expr_node *part = node + 1; part < node + node->size;
             part += part->size) {
            count += signals_of(part);
        }
    }
    return count;
}

static uint64_t put_gate(struct builder *b, struct gate gate)
{
    gate.signal = b->signals++;
    b->circuit->gates[b->at.gates++] = gate;
    return UINT64_C(1) << gate.signal;
}

static uint64_t put_part(struct builder *b, const struct expr_node *node)
{
    struct expr *part = arena_new(b->arena, struct expr);
    *part = *b->expr;
    part->nodes = node;
    part->node_count = node->size;
    return put_gate(b, (struct gate){.kind = GATE_PART, .of.part = part});
}

// Adds what a node needs; returns the bit of its signal.
static uint64_t put(struct builder *b, const struct expr_node *node);

static uint64_t put_parts(struct builder *b, const struct expr_node *node)
{
    uint64_t inputs = 0;
    for (const struct expr_node *part = node + 1; part < node + node->size; part += part->size) {
        inputs |= put(b, part);
    }
    return inputs;
}

static uint64_t put_joint(struct builder *b, const struct expr_node *node, enum gate_kind kind)
{
    uint64_t inputs = put_parts(b, node);
    return put_gate(b, (struct gate){.kind = kind, .of.inputs = inputs});
}

static uint64_t put_codes(struct builder *b, const struct expr_node *node, struct codes_test *list,
                          uint32_t *count)
{
    if (!fits_word(b, node)) {
        return put_part(b, node);
    }
    uint64_t codes = b->expr->masks[node->operand].chosen[0];
    b->read[node->slot] = 1;
    list[(*count)++] = (struct codes_test){node->slot, b->signals, codes};
    return UINT64_C(1) << b->signals++;
}

static uint64_t put_number(struct builder *b, const struct expr_node *node)
{
    b->read[node->slot] = 1;
    b->circuit->numbers[b->at.numbers++] = (struct number_test){
        node->slot, b->signals, node->within.numbers.least, node->within.numbers.most};
    return UINT64_C(1) << b->signals++;
}

static uint64_t put_truth(struct builder *b, const struct expr_node *node)
{
    b->read[node->slot] = 1;
    b->circuit->truths[b->at.truths++] = (struct truth_test){node->slot, b->signals};
    return UINT64_C(1) << b->signals++;
}

static uint64_t put(struct builder *b, const struct expr_node *node)
{
    struct circuit *c = b->circuit;
    switch (node->op) {
    case EXPR_AND:
        return put_joint(b, node, GATE_ALL);
    case EXPR_OR:
        return put_joint(b, node, GATE_ANY);
    case EXPR_NOT:
        return put_joint(b, node, GATE_NOT);
    case EXPR_MAYBE:
        return put_joint(b, node, GATE_MAYBE);
    case EXPR_SURELY:
        return put_joint(b, node, GATE_SURELY);
    case EXPR_NAME_EQ:
    case EXPR_NAME_LT:
    case EXPR_NAME_LE:
    case EXPR_NAME_GT:
    case EXPR_NAME_GE:
        return put_number(b, node);
    case EXPR_CODE_IS:
        return put_codes(b, node, c->choices, &b->at.choices);
    case EXPR_HAS:
        return put_codes(b, node, c->sets, &b->at.sets);
    case EXPR_NAME:
        return put_truth(b, node);
    default:
        return put_part(b, node);
    }
}

static void end_batch(struct builder *b)
{
    if (b->signals > 0) {
        b->circuit->batches[b->circuit->batch_count++] = b->at;
        b->signals = 0;
    }
}

static void put_rule(struct builder *b, const struct rule_step *step)
{
    const struct expr_node *root = step->when->nodes;
    b->expr = step->when;
    bool joint = root->op == EXPR_AND || root->op == EXPR_OR;
    uint32_t needed = signals_of(root) - joint;
    bool whole = needed > BATCH;
    // fired() is asked of the batches before.
    if (step->when->fired != 0 || b->signals + (whole ? 1 : needed) > BATCH) {
        end_batch(b);
    }
    struct verdict verdict = {.rule = step->rule, .class = (uint8_t)step->class};
    verdict.inputs = whole ? put_part(b, root) : joint ? put_parts(b, root) : put(b, root);
    if (root->op == EXPR_OR && !whole) {
        b->circuit->anys[b->at.anys++] = verdict;
    } else {
        b->circuit->alls[b->at.alls++] = verdict;
    }
}

// Cells in order, near ones left out: two of them fit into what memory brings at once.
static void put_lines(struct builder *b)
{
    uint32_t next = 0;
    for (uint32_t cell = 0; cell < b->form->cell_count; cell++) {
        if (b->read[cell] != 0 && cell >= next) {
            b->circuit->lines[b->circuit->line_count++] = cell;
            next = cell + 2;
        }
    }
}

static void *keep(struct arena *arena, const void *list, size_t count, size_t size)
{
    void *copy = arena_alloc(arena, count, size);
    if (count > 0) {
        memcpy(copy, list, count * size);
    }
    return copy;
}

const struct circuit *circuit_build(struct rules *rules, const struct form *form)
{
    size_t most = 0; // a node is a test or a gate at most
    for (uint32_t i = 0; i < rules->step_count; i++) {
        most += rules->steps[i].when->node_count;
    }
    struct arena scratch;
    arena_init(&scratch);
    struct circuit wide = {
        .numbers = arena_array(&scratch, struct number_test, most),
        .choices = arena_array(&scratch, struct codes_test, most),
        .sets = arena_array(&scratch, struct codes_test, most),
        .truths = arena_array(&scratch, struct truth_test, most),
        .gates = arena_array(&scratch, struct gate, most),
        .alls = arena_array(&scratch, struct verdict, rules->step_count),
        .anys = arena_array(&scratch, struct verdict, rules->step_count),
        .batches = arena_array(&scratch, struct batch, rules->step_count),
        .lines = arena_array(&scratch, uint32_t, form->cell_count),
    };
    struct builder b = {
        .form = form,
        .arena = &rules->arena,
        .circuit = &wide,
        .read = arena_array(&scratch, uint8_t, form->cell_count),
    };
    for (uint32_t i = 0; i < rules->step_count; i++) {
        put_rule(&b, &rules->steps[i]);
    }
    end_batch(&b);
    put_lines(&b);
    struct circuit *circuit = arena_new(&rules->arena, struct circuit);
    *circuit = (struct circuit){
        .numbers = keep(&rules->arena, wide.numbers, b.at.numbers, sizeof *wide.numbers),
        .choices = keep(&rules->arena, wide.choices, b.at.choices, sizeof *wide.choices),
        .sets = keep(&rules->arena, wide.sets, b.at.sets, sizeof *wide.sets),
        .truths = keep(&rules->arena, wide.truths, b.at.truths, sizeof *wide.truths),
        .gates = keep(&rules->arena, wide.gates, b.at.gates, sizeof *wide.gates),
        .alls = keep(&rules->arena, wide.alls, b.at.alls, sizeof *wide.alls),
        .anys = keep(&rules->arena, wide.anys, b.at.anys, sizeof *wide.anys),
        .lines = keep(&rules->arena, wide.lines, wide.line_count, sizeof *wide.lines),
        .line_count = wide.line_count,
        .batches = keep(&rules->arena, wide.batches, wide.batch_count, sizeof *wide.batches),
        .batch_count = wide.batch_count,
    };
    arena_clear(&scratch);
    return circuit;
}
