// Comparisons, `in`, `has` and `overlaps`: both sides must fit each other, every code gets its
// option, and the commonest shapes are folded into one part (a name against a number, a choice or a
// set against codes).

#include "form/expr_tree.h"

// A bare word that is a code of the question it is compared with. True if that was reported.
static bool forgotten_quotes(struct compiler *compiler, struct tree *word,
                             const struct tree *question)
{
    if (word->op != EXPR_NAME || question->options == NULL || tree_is_item(compiler, word) ||
        form_option_slice(question->options, word->text, word->length) == UINT32_MAX) {
        return false;
    }
    compiler_error(compiler, "a code stands in quotes: '%.*s'", (int)word->length, word->text);
    tree_break(word);
    return true;
}

// Resolves two sides, the one that tells more about the other first.
static bool resolve_sides(struct compiler *compiler, struct tree *a, struct tree *b)
{
    if (a->op == EXPR_NAME && !tree_is_item(compiler, a)) {
        struct tree *swap = a;
        a = b;
        b = swap;
    }
    tree_resolve(compiler, a);
    if (!forgotten_quotes(compiler, b, a)) {
        tree_resolve(compiler, b);
    }
    return a->op != TREE_BROKEN && b->op != TREE_BROKEN;
}

// A question whose list of options this choice is from.
static uint32_t question_of(const struct tree *tree)
{
    if (tree->item != FORM_NO_ITEM) {
        return tree->item;
    }
    uint32_t item = FORM_NO_ITEM;
    for (const struct tree *part = tree->first; part != NULL && item == FORM_NO_ITEM;
         part = part->next) {
        item = part->type == VALUE_CODE ? question_of(part) : FORM_NO_ITEM;
    }
    return item;
}

bool tree_settle_code(struct compiler *compiler, struct tree *text, const struct tree *question)
{
    if (text->op != EXPR_TEXT || question->type != VALUE_CODE) {
        return true;
    }
    uint32_t option = tree_option(compiler, text, question->options, tree_name(compiler, question));
    if (option == UINT32_MAX) {
        tree_break(text);
        return false;
    }
    text->op = EXPR_CODE;
    text->type = VALUE_CODE;
    text->operand = option;
    text->item = question_of(question);
    text->options = question->options;
    return true;
}

static const char *const compare_marks[] = {
    [EXPR_EQ] = "=",  [EXPR_NE] = "!=", [EXPR_LT] = "<",
    [EXPR_LE] = "<=", [EXPR_GT] = ">",  [EXPR_GE] = ">=",
};

// What is wrong with comparing these two, whose types differ.
static void compare_misfit(struct compiler *compiler, const struct tree *a, const struct tree *b)
{
    // The one that is not a literal text names the question.
    const struct tree *text = b->op == EXPR_TEXT ? b : a;
    const struct tree *other = text == b ? a : b;
    const char *name = tree_name(compiler, other);
    if (text->op == EXPR_TEXT && other->type == VALUE_DATE) {
        compiler_error(compiler, "'%s' is a date; write date('%.*s')", name,
                       (int)text_fit(text->text, text->length, LIMIT_ID), text->text);
        return;
    }
    decimal number;
    if (text->op == EXPR_TEXT && other->type == VALUE_NUMBER &&
        decimal_parse(text->text, text->length, &number)) {
        compiler_error(compiler, "'%s' is a number; write %.*s without quotes", name,
                       (int)text_fit(text->text, text->length, LIMIT_ID), text->text);
        return;
    }
    const struct tree *code = a->type == VALUE_CODE ? a : b;
    other = code == a ? b : a;
    if (code->type == VALUE_CODE && other->type == VALUE_NUMBER) {
        compiler_error(compiler,
                       "'%s' is one choice, '%s' a number; a code stands in quotes, and weight(%s) "
                       "is the weight of what was chosen",
                       tree_name(compiler, code), tree_name(compiler, other),
                       tree_name(compiler, code));
        return;
    }
    compiler_error(compiler, "%s cannot be compared with %s: '%s' with '%s'",
                   value_type_words(a->type), value_type_words(b->type), tree_name(compiler, a),
                   tree_name(compiler, b));
}

static bool compare_fits(struct compiler *compiler, int op, const struct tree *a,
                         const struct tree *b)
{
    const struct tree *set = a->type == VALUE_SET ? a : b;
    if (set->type == VALUE_SET) {
        const struct tree *other = set == a ? b : a;
        const char *name = tree_name(compiler, set);
        bool text = other->op == EXPR_TEXT;
        compiler_error(compiler, "'%s' is a set of choices; write %s %s %s", name, name,
                       other->type == VALUE_SET ? "overlaps" : "has",
                       text || other->op == EXPR_NAME ? tree_name(compiler, other) : "'code'");
        return false;
    }
    if (a->type != b->type) {
        compare_misfit(compiler, a, b);
        return false;
    }
    bool ordered = a->type == VALUE_NUMBER || a->type == VALUE_DATE;
    if (op != EXPR_EQ && op != EXPR_NE && !ordered) {
        compiler_error(compiler, "'%s' compares numbers and dates; '%s' is %s", compare_marks[op],
                       tree_name(compiler, a), value_type_words(a->type));
        return false;
    }
    if (a->type == VALUE_CODE && a->options != b->options) {
        compiler_error(compiler, "'%s' and '%s' do not offer the same list of options",
                       tree_name(compiler, a), tree_name(compiler, b));
        return false;
    }
    return true;
}

void tree_take_name(struct tree *tree, const struct tree *name)
{
    tree->item = name->item;
    tree->slot = name->slot;
    tree->here = name->here;
    tree->options = name->options;
    tree->first = NULL;
    tree->last = NULL;
    tree->count = 0;
}

// Whether a comparison with a constant says the same of every answer the question accepts.
static void check_range(struct compiler *compiler, int op, const struct tree *name, decimal number)
{
    const struct form_item *item = &compiler->form->items[name->item];
    bool asked = item->type == ITEM_INTEGER || item->type == ITEM_DECIMAL ||
                 item->type == ITEM_QUANTITY || item->type == ITEM_SCALE;
    decimal least = asked && item->has_min ? item->min : DECIMAL_MIN;
    decimal most = asked && item->has_max ? item->max : DECIMAL_MAX;
    bool never = false;
    bool always = false;
    switch (op) {
    case EXPR_NAME_EQ:
        never = number < least || number > most;
        always = number == least && number == most;
        break;
    case EXPR_NAME_LT:
        never = least >= number;
        always = most < number;
        break;
    case EXPR_NAME_LE:
        never = least > number;
        always = most <= number;
        break;
    case EXPR_NAME_GT:
        never = most <= number;
        always = least > number;
        break;
    default:
        never = most < number;
        always = least >= number;
        break;
    }
    if (!never && !always) {
        return;
    }
    static const char *const relations[] = {
        [EXPR_NAME_EQ] = "=", [EXPR_NAME_LT] = "<",  [EXPR_NAME_LE] = "<=",
        [EXPR_NAME_GT] = ">", [EXPR_NAME_GE] = ">=",
    };
    char a[DECIMAL_TEXT], b[DECIMAL_TEXT], n[DECIMAL_TEXT];
    compiler_warning(compiler, "%s %s %s %s: answers go from %s to %s", item->id, relations[op],
                     decimal_print(number, n),
                     never ? "can never be true" : "is true of every answer",
                     least == DECIMAL_MIN ? "any" : decimal_print(least, a),
                     most == DECIMAL_MAX ? "any" : decimal_print(most, b));
}

// A comparison of resolved parts, in one part where there is one for it.
static void fold_compare(struct compiler *compiler, struct tree *tree)
{
    static const int with_number[] = {
        [EXPR_EQ] = EXPR_NAME_EQ, [EXPR_LT] = EXPR_NAME_LT, [EXPR_LE] = EXPR_NAME_LE,
        [EXPR_GT] = EXPR_NAME_GT, [EXPR_GE] = EXPR_NAME_GE,
    };
    static const int mirrored[] = {
        [EXPR_EQ] = EXPR_EQ, [EXPR_LT] = EXPR_GT, [EXPR_LE] = EXPR_GE,
        [EXPR_GT] = EXPR_LT, [EXPR_GE] = EXPR_LE,
    };
    struct tree *name = tree->first;
    struct tree *constant = name->next;
    int op = tree->op;
    if (name->op != EXPR_NAME) {
        name = constant;
        constant = tree->first;
        op = mirrored[op];
    }
    if (name->op != EXPR_NAME) {
        return;
    }
    if (constant->op == EXPR_NUMBER) {
        tree->op = with_number[op];
        tree->number = constant->number;
        tree_take_name(tree, name);
        check_range(compiler, tree->op, name, tree->number);
    } else if (constant->op == EXPR_CODE) {
        tree->op = EXPR_CODE_IS;
        set_add(tree->mask.chosen, constant->operand);
        tree_take_name(tree, name);
    }
}

void tree_resolve_compare(struct compiler *compiler, struct tree *tree)
{
    struct tree *a = tree->first;
    struct tree *b = a->next;
    if (!resolve_sides(compiler, a, b) || !tree_settle_code(compiler, a, b) ||
        !tree_settle_code(compiler, b, a) || !compare_fits(compiler, tree->op, a, b)) {
        tree_break(tree);
        return;
    }
    tree->type = VALUE_TRUTH;
    if (tree->op != EXPR_NE) {
        fold_compare(compiler, tree);
        return;
    }
    struct tree *equal = tree_new(compiler, EXPR_EQ, tree->at);
    equal->end = tree->end;
    equal->type = VALUE_TRUTH;
    equal->first = a;
    equal->last = b;
    equal->count = 2;
    fold_compare(compiler, equal);
    tree->op = EXPR_NOT;
    tree->first = equal;
    tree->last = equal;
    tree->count = 1;
}

// Codes of a list into a mask. False if one was reported.
static bool codes_to_mask(struct compiler *compiler, struct tree *tree, const struct tree *name)
{
    bool good = true;
    for (struct tree *code = name->next; code != NULL; code = code->next) {
        if (forgotten_quotes(compiler, code, name)) {
            good = false;
            continue;
        }
        if (code->op != EXPR_TEXT) {
            compiler_error(compiler, "found %s; expected codes of '%s' in quotes",
                           tree_name(compiler, code), tree_name(compiler, name));
            good = false;
            continue;
        }
        uint32_t option = tree_option(compiler, code, name->options, tree_name(compiler, name));
        if (option == UINT32_MAX) {
            good = false;
        } else {
            set_add(tree->mask.chosen, option);
        }
    }
    return good;
}

static bool is_constant(const struct tree *tree)
{
    return tree->op == EXPR_NUMBER || tree->op == EXPR_TEXT || tree->op == EXPR_DATE ||
           tree->op == EXPR_CODE;
}

// `in` over anything but the one choice of a question: the parts stay.
static bool resolve_in_constants(struct compiler *compiler, struct tree *tree)
{
    struct tree *value = tree->first;
    for (struct tree *constant = value->next; constant != NULL; constant = constant->next) {
        tree_resolve(compiler, constant);
        if (constant->op == TREE_BROKEN || !tree_settle_code(compiler, constant, value)) {
            return false;
        }
        if (!is_constant(constant)) {
            compiler_error(compiler, "found %s; expected constants after 'in'",
                           tree_name(compiler, constant));
            return false;
        }
        if (!compare_fits(compiler, EXPR_EQ, value, constant)) {
            return false;
        }
        if (value->op == EXPR_NAME && constant->op == EXPR_NUMBER) {
            check_range(compiler, EXPR_NAME_EQ, value, constant->number);
        }
    }
    return true;
}

void tree_resolve_in(struct compiler *compiler, struct tree *tree)
{
    struct tree *value = tree->first;
    tree_resolve(compiler, value);
    bool good = value->op != TREE_BROKEN;
    if (good && value->type == VALUE_SET) {
        compiler_error(compiler, "'%s' is a set of choices; write %s has_any (...)",
                       tree_name(compiler, value), tree_name(compiler, value));
        good = false;
    } else if (good && value->type == VALUE_CODE && value->op == EXPR_NAME) {
        good = codes_to_mask(compiler, tree, value);
        tree->op = EXPR_CODE_IS;
        tree_take_name(tree, value);
    } else if (good) {
        good = resolve_in_constants(compiler, tree);
    }
    if (!good) {
        tree_break(tree);
        return;
    }
    tree->type = VALUE_TRUTH;
}

// The left side of has, has_any and overlaps: a question that holds a set.
static bool resolve_set(struct compiler *compiler, struct tree *set, const char *mark)
{
    tree_resolve(compiler, set);
    if (set->op == TREE_BROKEN) {
        return false;
    }
    if (set->type == VALUE_SET && set->op == EXPR_NAME) {
        return true;
    }
    const char *name = tree_name(compiler, set);
    if (set->type == VALUE_CODE && set->op == EXPR_NAME) {
        compiler_error(compiler, "'%s' is one choice; write %s = 'code' or %s in ('a', 'b')", name,
                       name, name);
    } else {
        compiler_error(compiler, "'%s' asks a question with several choices; '%s' is %s", mark,
                       name, value_type_words(set->type));
    }
    return false;
}

static bool resolve_has_part(struct compiler *compiler, struct tree *tree)
{
    struct tree *set = tree->first;
    struct tree *what = set->next;
    if (what->op == EXPR_TEXT || forgotten_quotes(compiler, what, set)) {
        bool good = what->op == EXPR_TEXT && codes_to_mask(compiler, tree, set);
        tree_take_name(tree, set);
        return good;
    }
    tree_resolve(compiler, what);
    if (what->op == TREE_BROKEN) {
        return false;
    }
    if (what->op != EXPR_NAME || what->type != VALUE_CODE) {
        compiler_error(compiler, "found %s; after 'has' comes one code: %s has 'code'%s",
                       tree_name(compiler, what), tree_name(compiler, set),
                       what->type == VALUE_SET ? " (did you mean 'overlaps'?)" : "");
        return false;
    }
    if (what->options != set->options) {
        compiler_error(compiler, "'%s' and '%s' do not offer the same list of options",
                       tree_name(compiler, set), tree_name(compiler, what));
        return false;
    }
    tree->op = EXPR_HAS_NAME;
    tree_take_name(tree, set);
    tree_add(tree, what);
    return true;
}

void tree_resolve_has(struct compiler *compiler, struct tree *tree)
{
    bool any = tree->op == TREE_HAS_ANY;
    bool good = resolve_set(compiler, tree->first, any ? "has_any" : "has");
    tree->op = EXPR_HAS;
    if (good && any) {
        good = codes_to_mask(compiler, tree, tree->first);
        tree_take_name(tree, tree->first);
    } else if (good) {
        good = resolve_has_part(compiler, tree);
    }
    if (!good) {
        tree_break(tree);
        return;
    }
    tree->type = VALUE_TRUTH;
}

void tree_resolve_overlaps(struct compiler *compiler, struct tree *tree)
{
    struct tree *a = tree->first;
    struct tree *b = a->next;
    bool good = resolve_set(compiler, a, "overlaps");
    good = resolve_set(compiler, b, "overlaps") && good;
    if (good && a->options != b->options) {
        compiler_error(compiler, "'%s' and '%s' do not offer the same list of options",
                       tree_name(compiler, a), tree_name(compiler, b));
        good = false;
    }
    if (!good) {
        tree_break(tree);
        return;
    }
    tree->type = VALUE_TRUTH;
}
