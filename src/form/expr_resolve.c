// From tree to meaning: every name is found and every part gets its type. Each problem is reported
// once, where it lies: a broken part breaks what stands around it in silence.

#include "form/expr_tree.h"

#include "base/nearest.h"

#include <string.h>

const char *value_type_words(enum value_type type)
{
    static const char *const words[] = {
        [VALUE_NONE] = "nothing",    [VALUE_TRUTH] = "a condition",    [VALUE_NUMBER] = "a number",
        [VALUE_CODE] = "one choice", [VALUE_SET] = "a set of choices", [VALUE_TEXT] = "a text",
        [VALUE_DATE] = "a date",
    };
    return words[type];
}

static uint32_t find(const struct compiler *compiler, const struct tree *name)
{
    return intern_find_slice(&compiler->form->by_id, name->text, name->length);
}

bool tree_is_item(const struct compiler *compiler, const struct tree *name)
{
    return find(compiler, name) != INTERN_NONE;
}

static bool slice_is(const struct tree *slice, const char *word)
{
    return strlen(word) == slice->length && memcmp(word, slice->text, slice->length) == 0;
}

static void unknown_name(struct compiler *compiler, struct tree *name)
{
    const struct form *form = compiler->form;
    int shown = (int)text_fit(name->text, name->length, LIMIT_ID);
    for (uint32_t i = 0; i < form->setting_count && issues_few(compiler->issues); i++) {
        if (slice_is(name, form->settings[i].id)) {
            compiler_error(compiler, "'%.*s' is a setting; write setting('%.*s')", shown,
                           name->text, shown, name->text);
            return;
        }
    }
    if (tree_is_function(name)) {
        compiler_error(compiler, "'%.*s' is a function; write %.*s(...)", shown, name->text, shown,
                       name->text);
        return;
    }
    struct nearest nearest;
    nearest_init(&nearest, name->text, name->length);
    for (uint32_t i = 0; i < form->item_count && issues_few(compiler->issues); i++) {
        if (form->items[i].id != NULL && form->items[i].value_type != VALUE_NONE) {
            nearest_try(&nearest, form->items[i].id);
        }
    }
    compiler_error(compiler, "'%.*s' is no question, value or score of this form%s", shown,
                   name->text, compiler_meant(compiler, nearest.best));
}

bool tree_find_item(struct compiler *compiler, struct tree *name)
{
    uint32_t item = find(compiler, name);
    if (item == INTERN_NONE) {
        unknown_name(compiler, name);
        tree_break(name);
        return false;
    }
    const struct form_item *found = &compiler->form->items[item];
    name->item = item;
    name->slot = found->cell;
    name->here = found->repeat != FORM_NO_ITEM && found->type != ITEM_REPEAT;
    name->options = found->options;
    name->type = found->value_type;
    return true;
}

bool tree_find_cell(struct compiler *compiler, struct tree *name)
{
    if (!tree_find_item(compiler, name)) {
        return false;
    }
    const struct form_item *item = &compiler->form->items[name->item];
    if (name->here && item->repeat != compiler->scope) {
        compiler_error(compiler,
                       "'%s' is asked for every entry of '%s'; from outside it is read with any(), "
                       "all(), count(), sum(), mean(), min() or max()",
                       item->id, compiler->form->items[item->repeat].id);
        tree_break(name);
        return false;
    }
    return true;
}

static void resolve_name(struct compiler *compiler, struct tree *name)
{
    if (!tree_find_cell(compiler, name) || name->type != VALUE_NONE) {
        return;
    }
    const struct form_item *item = &compiler->form->items[name->item];
    if (item->type == ITEM_REPEAT) {
        compiler_error(compiler,
                       "'%s' is a repeated group and has no value; did you mean count(%s)?",
                       item->id, item->id);
    } else {
        compiler_error(compiler, "'%s' is a %s and has no value", item->id,
                       item_type_name(item->type));
    }
    tree_break(name);
}

uint32_t tree_option(struct compiler *compiler, const struct tree *text,
                     const struct form_options *options, const char *question)
{
    uint32_t option = form_option_slice(options, text->text, text->length);
    if (option != UINT32_MAX) {
        return option;
    }
    struct nearest nearest;
    nearest_init(&nearest, text->text, text->length);
    for (uint32_t i = 0; i < options->count; i++) {
        nearest_try(&nearest, options->list[i].code);
    }
    const char *meant = compiler_meant(compiler, nearest.best);
    enum { LISTED = 8 };
    if (nearest.best == NULL && options->count > 0 && options->count <= LISTED) {
        meant = "; it has";
        for (uint32_t i = 0; i < options->count; i++) {
            meant = arena_print(compiler->scratch, "%s%s '%s'", meant, i > 0 ? "," : "",
                                options->list[i].code);
        }
    }
    compiler_error(compiler, "'%.*s' is no option of '%s'%s",
                   (int)text_fit(text->text, text->length, LIMIT_ID), text->text, question, meant);
    return UINT32_MAX;
}

// What to write instead, where something else than `wanted` was found; "" if there is no advice.
static const char *advice(struct compiler *compiler, const struct tree *tree,
                          enum value_type wanted)
{
    const char *name = tree_name(compiler, tree);
    const struct form_options *options = tree->options;
    if (wanted == VALUE_TRUTH && options != NULL && options->count > 0) {
        return arena_print(compiler->scratch, "; did you mean %s %s '%s'?", name,
                           tree->type == VALUE_SET ? "has" : "=", options->list[0].code);
    }
    if (wanted == VALUE_TRUTH && tree->type == VALUE_NUMBER && tree->op == EXPR_NAME) {
        return arena_print(compiler->scratch, "; did you mean %s > 0?", name);
    }
    if (wanted == VALUE_NUMBER && tree->op == EXPR_NAME) {
        const char *function = tree->type == VALUE_CODE   ? "weight"
                               : tree->type == VALUE_SET  ? "count"
                               : tree->type == VALUE_TEXT ? "length"
                               : tree->type == VALUE_DATE ? "age"
                                                          : NULL;
        if (function != NULL) {
            return arena_print(compiler->scratch, "; did you mean %s(%s)?", function, name);
        }
    }
    if (wanted == VALUE_DATE && tree->op == EXPR_TEXT) {
        return arena_print(compiler->scratch, "; did you mean date(%s)?", name);
    }
    return "";
}

void tree_want(struct compiler *compiler, struct tree *tree, enum value_type type)
{
    if (tree->type == VALUE_NONE && tree->op != TREE_BROKEN) {
        tree_resolve(compiler, tree);
    }
    if (tree->op == TREE_BROKEN || tree->type == type) {
        return;
    }
    compiler_error(compiler, "'%s' is %s, where %s is expected%s", tree_name(compiler, tree),
                   value_type_words(tree->type), value_type_words(type),
                   advice(compiler, tree, type));
    tree_break(tree);
}

bool tree_want_parts(struct compiler *compiler, struct tree *tree, enum value_type type)
{
    bool good = true;
    for (struct tree *part = tree->first; part != NULL; part = part->next) {
        tree_want(compiler, part, type);
        good = good && part->op != TREE_BROKEN;
    }
    return good;
}

static void resolve_parts(struct compiler *compiler, struct tree *tree, enum value_type type)
{
    if (!tree_want_parts(compiler, tree, type)) {
        tree_break(tree);
        return;
    }
    tree->type = type;
}

void tree_resolve(struct compiler *compiler, struct tree *tree)
{
    switch (tree->op) {
    case EXPR_NUMBER:
        tree->type = VALUE_NUMBER;
        break;
    case EXPR_TEXT:
        tree->type = VALUE_TEXT;
        break;
    case EXPR_TRUTH:
        tree->type = VALUE_TRUTH;
        break;
    case EXPR_NAME:
        resolve_name(compiler, tree);
        break;
    case EXPR_AND:
    case EXPR_OR:
    case EXPR_NOT:
        resolve_parts(compiler, tree, VALUE_TRUTH);
        break;
    case EXPR_ADD:
    case EXPR_SUBTRACT:
    case EXPR_MULTIPLY:
    case EXPR_DIVIDE:
    case EXPR_NEGATE:
        resolve_parts(compiler, tree, VALUE_NUMBER);
        break;
    case EXPR_IN:
        tree_resolve_in(compiler, tree);
        break;
    case EXPR_HAS:
    case TREE_HAS_ANY:
        tree_resolve_has(compiler, tree);
        break;
    case EXPR_OVERLAPS:
        tree_resolve_overlaps(compiler, tree);
        break;
    case TREE_CALL:
        tree_resolve_call(compiler, tree);
        break;
    case TREE_BROKEN:
        break;
    default:
        tree_resolve_compare(compiler, tree);
        break;
    }
}
