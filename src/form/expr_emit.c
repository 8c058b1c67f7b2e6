// From the resolved tree to the program: nodes in prefix order and the pools of constants; and
// expr_compile, which does the whole way. What is kept is exactly as large as it must be; the tree
// goes.

#include "form/expr_tree.h"

#include "base/text.h"

#include <string.h>

struct pools {
    int64_t *numbers;
    struct value_set *masks;
    const char **texts;
    uint32_t *reads;
    uint32_t number_count, mask_count, text_count, read_count;
};

struct emitter {
    struct arena *arena;
    struct expr_node *nodes;
    uint32_t at;
    struct pools pools;
};

static uint32_t measure(struct tree *tree)
{
    tree->size = 1;
    for (struct tree *part = tree->first; part != NULL; part = part->next) {
        tree->size += measure(part);
    }
    return tree->size;
}

static uint32_t put_number(struct pools *pools, int64_t number)
{
    for (uint32_t i = 0; i < pools->number_count; i++) {
        if (pools->numbers[i] == number) {
            return i;
        }
    }
    pools->numbers[pools->number_count] = number;
    return pools->number_count++;
}

static uint32_t put_days(struct pools *pools, int64_t first, int64_t last)
{
    uint32_t at = pools->number_count;
    pools->numbers[at] = first;
    pools->numbers[at + 1] = last;
    pools->number_count += 2;
    return at;
}

static uint32_t put_mask(struct pools *pools, const struct value_set *mask)
{
    for (uint32_t i = 0; i < pools->mask_count; i++) {
        if (memcmp(pools->masks[i].chosen, mask->chosen, sizeof(mask->chosen)) == 0) {
            return i;
        }
    }
    pools->masks[pools->mask_count] = *mask;
    return pools->mask_count++;
}

static uint32_t put_text(struct emitter *emitter, const struct tree *tree)
{
    struct pools *pools = &emitter->pools;
    pools->texts[pools->text_count] = arena_copy(emitter->arena, tree->text, tree->length);
    return pools->text_count++;
}

static uint32_t put_constant(struct emitter *emitter, const struct tree *tree)
{
    switch (tree->op) {
    case EXPR_NUMBER:
    case EXPR_TRUTH:
    case EXPR_NAME_EQ:
    case EXPR_NAME_LT:
    case EXPR_NAME_LE:
    case EXPR_NAME_GT:
    case EXPR_NAME_GE:
        return put_number(&emitter->pools, tree->number);
    case EXPR_DATE:
        return put_days(&emitter->pools, tree->number, tree->last_day);
    case EXPR_CODE_IS:
    case EXPR_HAS:
        return put_mask(&emitter->pools, &tree->mask);
    case EXPR_TEXT:
    case EXPR_MATCHES:
        return put_text(emitter, tree);
    default:
        return tree->operand;
    }
}

// What the commonest shapes are decided by, again in the node itself.
static void put_within(struct expr_node *node, const struct tree *tree)
{
    node->within.numbers.least = DECIMAL_MIN;
    node->within.numbers.most = DECIMAL_MAX;
    switch (tree->op) {
    case EXPR_NAME_EQ:
        node->within.numbers.least = node->within.numbers.most = tree->number;
        break;
    case EXPR_NAME_LT:
        node->within.numbers.most = tree->number - 1;
        break;
    case EXPR_NAME_LE:
        node->within.numbers.most = tree->number;
        break;
    case EXPR_NAME_GT:
        if (tree->number < DECIMAL_MAX) {
            node->within.numbers.least = tree->number + 1;
        } else {
            node->within.numbers.most = INT64_MIN; // below every number: nothing is more than all
        }
        break;
    case EXPR_NAME_GE:
        node->within.numbers.least = tree->number;
        break;
    case EXPR_CODE_IS:
        node->within.codes = tree->mask.chosen[0];
        break;
    default:
        break;
    }
}

static void emit(struct emitter *emitter, const struct tree *tree)
{
    struct expr_node *node = &emitter->nodes[emitter->at++];
    node->op = (uint8_t)tree->op;
    node->type = (uint8_t)tree->type & 15U;
    node->here = tree->here;
    node->over = tree->over;
    node->size = (uint16_t)tree->size;
    node->slot = tree->slot;
    node->item = tree->item;
    node->operand = put_constant(emitter, tree);
    put_within(node, tree);
    if (tree->item != FORM_NO_ITEM && tree->op != EXPR_CODE) {
        emitter->pools.reads[emitter->pools.read_count++] = tree->item;
    }
    for (const struct tree *part = tree->first; part != NULL; part = part->next) {
        emit(emitter, part);
    }
}

// Ascending, each once. Few as a rule, so by insertion; a long list is nearly in order more often
// than not.
static uint32_t sort_reads(uint32_t *reads, uint32_t count)
{
    uint32_t kept = 0;
    for (uint32_t i = 0; i < count; i++) {
        uint32_t item = reads[i];
        uint32_t at = kept;
        while (at > 0 && reads[at - 1] > item) {
            at--;
        }
        if (at > 0 && reads[at - 1] == item) {
            continue;
        }
        memmove(reads + at + 1, reads + at, (kept - at) * sizeof(*reads));
        reads[at] = item;
        kept++;
    }
    return kept;
}

static void *keep(struct arena *arena, const void *list, size_t count, size_t size)
{
    if (count == 0) {
        return NULL;
    }
    void *copy = arena_alloc(arena, count, size);
    memcpy(copy, list, count * size);
    return copy;
}

// Writes the resolved tree as a program.
static void emit_tree(struct compiler *compiler, struct tree *tree, struct arena *arena,
                      struct expr *out)
{
    uint32_t size = measure(tree);
    struct arena *scratch = compiler->scratch;
    struct emitter emitter = {
        .arena = arena,
        .nodes = arena_array(arena, struct expr_node, size),
        .pools =
            {
                .numbers = arena_array(scratch, int64_t, (size_t)size * 2),
                .masks = arena_array(scratch, struct value_set, size),
                .texts = arena_array(scratch, const char *, size),
                .reads = arena_array(scratch, uint32_t, size),
            },
    };
    emit(&emitter, tree);
    const struct pools *pools = &emitter.pools;
    uint32_t reads = sort_reads(pools->reads, pools->read_count);
    *out = (struct expr){
        .nodes = emitter.nodes,
        .node_count = (uint16_t)size,
        .numbers = keep(arena, pools->numbers, pools->number_count, sizeof(*pools->numbers)),
        .masks = keep(arena, pools->masks, pools->mask_count, sizeof(*pools->masks)),
        .texts = keep(arena, pools->texts, pools->text_count, sizeof(*pools->texts)),
        .reads = keep(arena, pools->reads, reads, sizeof(*pools->reads)),
        .read_count = reads,
        .source = compiler->source,
        .file = compiler->place->file,
        .line = compiler->place->line,
        .type = (uint8_t)tree->type,
        .fired = compiler->fired,
        .unsure = compiler->unsure,
        .today = compiler->today,
    };
}

static bool source_fits(struct compiler *compiler)
{
    if (compiler->length > LIMIT_EXPRESSION) {
        compiler_error(compiler, "has %zu bytes; at most %d are allowed", compiler->length,
                       LIMIT_EXPRESSION);
        return false;
    }
    size_t valid = text_valid(compiler->source, compiler->length);
    if (valid != compiler->length) {
        compiler_error(compiler, "is not valid UTF-8 at byte %zu", valid + 1);
        return false;
    }
    return true;
}

int expr_compile(const char *source, const struct form *form, const struct expr_place *place,
                 struct arena *arena, struct issues *issues, struct expr *out)
{
    struct arena own;
    arena_init(&own);
    struct compiler compiler = {
        .source = source,
        .length = strlen(source),
        .form = form,
        .place = place,
        .scratch = place->scratch != NULL ? place->scratch : &own,
        .issues = issues,
        .scope = place->repeat,
    };
    *out = (struct expr){.file = place->file, .line = place->line};
    if (source_fits(&compiler)) {
        struct tree *tree = tree_parse(&compiler);
        if (!compiler.failed && place->wanted != VALUE_NONE) {
            tree_want(&compiler, tree, place->wanted);
        } else if (!compiler.failed) {
            tree_resolve(&compiler, tree);
        }
        if (!compiler.failed) {
            emit_tree(&compiler, tree, arena, out);
        }
    }
    arena_reset(compiler.scratch);
    arena_clear(&own);
    return compiler.failed ? -1 : 0;
}
