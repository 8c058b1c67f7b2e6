// Functions: how many arguments each takes, of what type, and what it becomes.

#include "form/expr_tree.h"

#include "base/nearest.h"
#include "base/pattern.h"

#include <string.h>

const char *const expr_class_names[EXPR_CLASSES] = {
    "urgent", "same-day", "absolute", "relative", "precaution", "yellow", "practical",
};

enum { ANY_NUMBER = LIMIT_EXPRESSION_NODES };

typedef void resolver(struct compiler *compiler, struct tree *call);

static resolver call_answered, call_silent, call_certain, call_fired, call_unsure, call_age,
    call_today, call_days_between, call_count, call_numbers, call_entries, call_round, call_length,
    call_matches, call_weight, call_setting, call_if, call_date;

static const struct function {
    const char *name;
    uint32_t least, most;
    resolver *resolve;
    int op;
    const char *usage;
} functions[] = {
    {"answered", 1, 1, call_answered, EXPR_ANSWERED, "answered(question)"},
    {"silent", 1, 2, call_silent, EXPR_SILENT, "silent(question) or silent(question, 'declined')"},
    {"maybe", 1, 1, call_certain, EXPR_MAYBE, "maybe(condition)"},
    {"surely", 1, 1, call_certain, EXPR_SURELY, "surely(condition)"},
    {"fired", 1, 1, call_fired, EXPR_FIRED, "fired('urgent')"},
    {"unsure", 0, 0, call_unsure, EXPR_UNSURE, "unsure()"},
    {"age", 1, 1, call_age, EXPR_AGE, "age(date)"},
    {"today", 0, 0, call_today, EXPR_TODAY, "today()"},
    {"days_between", 2, 2, call_days_between, EXPR_DAYS_BETWEEN, "days_between(date, date)"},
    {"count", 1, 1, call_count, EXPR_COUNT, "count(question), count(group) or count(condition)"},
    {"sum", 1, ANY_NUMBER, call_numbers, EXPR_SUM, "sum(number, ...)"},
    {"mean", 1, ANY_NUMBER, call_numbers, EXPR_MEAN, "mean(number, ...)"},
    {"min", 1, ANY_NUMBER, call_numbers, EXPR_MIN, "min(number, ...)"},
    {"max", 1, ANY_NUMBER, call_numbers, EXPR_MAX, "max(number, ...)"},
    {"any", 1, 1, call_entries, EXPR_ANY, "any(condition)"},
    {"all", 1, 1, call_entries, EXPR_ALL, "all(condition)"},
    {"round", 1, 2, call_round, EXPR_ROUND, "round(number) or round(number, 1)"},
    {"length", 1, 1, call_length, EXPR_LENGTH, "length(text)"},
    {"matches", 2, 2, call_matches, EXPR_MATCHES, "matches(text, 'pattern')"},
    {"weight", 1, 1, call_weight, EXPR_WEIGHT, "weight(question)"},
    {"setting", 1, 1, call_setting, EXPR_SETTING, "setting('id')"},
    {"if", 3, 3, call_if, EXPR_IF, "if(condition, value, value)"},
    {"date", 1, 1, call_date, EXPR_DATE, "date('2026-01-31')"},
};

enum { FUNCTIONS = sizeof(functions) / sizeof(functions[0]) };

static const struct function *find_function(const struct tree *name)
{
    for (size_t i = 0; i < FUNCTIONS; i++) {
        if (strlen(functions[i].name) == name->length &&
            memcmp(functions[i].name, name->text, name->length) == 0) {
            return &functions[i];
        }
    }
    return NULL;
}

bool tree_is_function(const struct tree *name)
{
    return find_function(name) != NULL;
}

void tree_resolve_call(struct compiler *compiler, struct tree *call)
{
    const struct function *function = find_function(call);
    if (function == NULL) {
        struct nearest nearest;
        nearest_init(&nearest, call->text, call->length);
        for (size_t i = 0; i < FUNCTIONS; i++) {
            nearest_try(&nearest, functions[i].name);
        }
        compiler_error(compiler, "there is no function '%.*s'%s",
                       (int)text_fit(call->text, call->length, LIMIT_ID), call->text,
                       compiler_meant(compiler, nearest.best));
        tree_break(call);
        return;
    }
    if (call->count < function->least || call->count > function->most) {
        compiler_error(compiler, "%s has %u argument%s; write %s", function->name,
                       (unsigned)call->count, call->count == 1 ? "" : "s", function->usage);
        tree_break(call);
        return;
    }
    call->op = function->op;
    function->resolve(compiler, call);
}

// The text an argument must be, e.g. the class of fired(). Reported and broken if it is none.
static const struct tree *constant_text(struct compiler *compiler, struct tree *call,
                                        const struct tree *argument, const char *what)
{
    if (argument->op == EXPR_TEXT) {
        return argument;
    }
    compiler_error(compiler, "found %s; expected %s in quotes", tree_name(compiler, argument),
                   what);
    tree_break(call);
    return NULL;
}

static bool text_is(const struct tree *text, const char *word)
{
    return strlen(word) == text->length && memcmp(word, text->text, text->length) == 0;
}

// "x is no <what>", with the nearest of the names.
static void unknown_word(struct compiler *compiler, struct tree *call, const struct tree *text,
                         const char *what, struct nearest *nearest)
{
    compiler_error(compiler, "'%.*s' is no %s%s", (int)text_fit(text->text, text->length, LIMIT_ID),
                   text->text, what, compiler_meant(compiler, nearest->best));
    tree_break(call);
}

// The item an argument must name: anything that can be answered, a repeat too.
static bool take_item(struct compiler *compiler, struct tree *call)
{
    struct tree *name = call->first;
    if (name->op != EXPR_NAME) {
        compiler_error(compiler, "found %s; expected the id of a question%s",
                       tree_name(compiler, name), name->op == EXPR_TEXT ? ", without quotes" : "");
        tree_break(call);
        return false;
    }
    if (!tree_find_cell(compiler, name)) {
        tree_break(call);
        return false;
    }
    const struct form_item *item = &compiler->form->items[name->item];
    if (name->type == VALUE_NONE && item->type != ITEM_REPEAT) {
        compiler_error(compiler, "'%s' is a %s and has no value", item->id,
                       item_type_name(item->type));
        tree_break(call);
        return false;
    }
    tree_take_name(call, name);
    return true;
}

static void call_answered(struct compiler *compiler, struct tree *call)
{
    if (take_item(compiler, call)) {
        call->type = VALUE_TRUTH;
        call->operand = compiler->place->in_rule;
    }
}

static void call_silent(struct compiler *compiler, struct tree *call)
{
    const struct tree *kind = call->first->next;
    if (kind != NULL) {
        kind = constant_text(compiler, call, kind, "a silence such as 'declined'");
        if (kind == NULL) {
            return;
        }
        struct nearest nearest;
        nearest_init(&nearest, kind->text, kind->length);
        for (int s = SILENCE_DONT_KNOW; s <= SILENCE_NOT_REACHED; s++) {
            const char *name = silence_name((enum silence)s);
            nearest_try(&nearest, name);
            if (text_is(kind, name)) {
                call->operand = (uint32_t)s;
            }
        }
        if (call->operand == SILENCE_NOT) {
            unknown_word(compiler, call, kind,
                         "silence ('dont-know', 'declined', 'skipped', 'not-reached')", &nearest);
            return;
        }
    }
    if (take_item(compiler, call)) {
        call->type = VALUE_TRUTH;
    }
}

// maybe and surely.
static void call_certain(struct compiler *compiler, struct tree *call)
{
    if (!tree_want_parts(compiler, call, VALUE_TRUTH)) {
        tree_break(call);
        return;
    }
    call->type = VALUE_TRUTH;
}

static void call_fired(struct compiler *compiler, struct tree *call)
{
    if (!compiler->place->in_rule) {
        compiler_error(compiler, "fired() can be asked only by a rule");
        tree_break(call);
        return;
    }
    const struct tree *text =
        constant_text(compiler, call, call->first, "a class of rules such as 'urgent'");
    if (text == NULL) {
        return;
    }
    struct nearest nearest;
    nearest_init(&nearest, text->text, text->length);
    for (uint32_t class = 0; class < EXPR_CLASSES; class ++) {
        nearest_try(&nearest, expr_class_names[class]);
        if (text_is(text, expr_class_names[class])) {
            call->type = VALUE_TRUTH;
            call->operand = class;
            compiler->fired |= (uint8_t)(1U << class);
        }
    }
    if (call->type == VALUE_NONE) {
        unknown_word(compiler, call, text, "class of rules", &nearest);
        return;
    }
    call->first = NULL;
    call->count = 0;
}

static void call_unsure(struct compiler *compiler, struct tree *call)
{
    compiler->unsure = true;
    call->type = VALUE_NUMBER;
}

static void call_age(struct compiler *compiler, struct tree *call)
{
    if (!tree_want_parts(compiler, call, VALUE_DATE)) {
        tree_break(call);
        return;
    }
    compiler->today = true;
    call->type = VALUE_NUMBER;
}

static void call_today(struct compiler *compiler, struct tree *call)
{
    compiler->today = true;
    call->type = VALUE_DATE;
}

static void call_days_between(struct compiler *compiler, struct tree *call)
{
    if (!tree_want_parts(compiler, call, VALUE_DATE)) {
        tree_break(call);
        return;
    }
    call->type = VALUE_NUMBER;
}

static bool is_aggregate(const struct tree *tree)
{
    if (tree->op != TREE_CALL || tree->count != 1) {
        return false;
    }
    const struct function *function = find_function(tree);
    return function != NULL && (function->resolve == call_numbers ||
                                function->resolve == call_entries || function->op == EXPR_COUNT);
}

// The repeat whose entries the tree speaks of, itself and not by an aggregate inside it; or
// FORM_NO_ITEM.
static uint32_t repeat_of(const struct compiler *compiler, const struct tree *tree)
{
    const struct form *form = compiler->form;
    if (tree->op == EXPR_NAME) {
        uint32_t item = intern_find_slice(&form->by_id, tree->text, tree->length);
        if (item == INTERN_NONE || form->items[item].type == ITEM_REPEAT) {
            return FORM_NO_ITEM;
        }
        return form->items[item].repeat;
    }
    bool marks = false;
    if (is_aggregate(tree) && tree->first->op == EXPR_NAME) {
        // count() of a set counts the marks of one entry.
        uint32_t item = intern_find_slice(&form->by_id, tree->first->text, tree->first->length);
        marks = item != INTERN_NONE && form->items[item].value_type == VALUE_SET;
    }
    if (is_aggregate(tree) && !marks) {
        return FORM_NO_ITEM;
    }
    for (const struct tree *part = tree->first; part != NULL; part = part->next) {
        uint32_t repeat = repeat_of(compiler, part);
        if (repeat != FORM_NO_ITEM) {
            return repeat;
        }
    }
    return FORM_NO_ITEM;
}

// Resolves the one argument as something of each entry of a repeat.
static void over_entries(struct compiler *compiler, struct tree *call, uint32_t repeat,
                         enum value_type type)
{
    uint32_t scope = compiler->scope;
    compiler->scope = repeat;
    tree_want(compiler, call->first, type);
    compiler->scope = scope;
    call->over = true;
    call->item = repeat;
    call->slot = compiler->form->items[repeat].cell;
}

static void call_numbers(struct compiler *compiler, struct tree *call)
{
    uint32_t repeat = call->count == 1 ? repeat_of(compiler, call->first) : FORM_NO_ITEM;
    bool good = true;
    if (repeat != FORM_NO_ITEM) {
        over_entries(compiler, call, repeat, VALUE_NUMBER);
        good = call->first->op != TREE_BROKEN;
    } else {
        good = tree_want_parts(compiler, call, VALUE_NUMBER);
    }
    if (!good) {
        tree_break(call);
        return;
    }
    call->type = VALUE_NUMBER;
}

// any and all.
static void call_entries(struct compiler *compiler, struct tree *call)
{
    const char *name = call->op == EXPR_ANY ? "any" : "all";
    uint32_t repeat = repeat_of(compiler, call->first);
    if (repeat == FORM_NO_ITEM) {
        tree_want(compiler, call->first, VALUE_TRUTH);
        if (call->first->op != TREE_BROKEN) {
            compiler_error(compiler,
                           "%s() looks at the entries of a repeated group; '%s' names nothing in "
                           "one",
                           name, tree_name(compiler, call->first));
        }
        tree_break(call);
        return;
    }
    over_entries(compiler, call, repeat, VALUE_TRUTH);
    if (call->first->op == TREE_BROKEN) {
        tree_break(call);
        return;
    }
    call->type = VALUE_TRUTH;
}

static void call_count(struct compiler *compiler, struct tree *call)
{
    struct tree *argument = call->first;
    const struct form *form = compiler->form;
    uint32_t item = argument->op == EXPR_NAME
                        ? intern_find_slice(&form->by_id, argument->text, argument->length)
                        : INTERN_NONE;
    call->type = VALUE_NUMBER;
    if (item != INTERN_NONE && form->items[item].type == ITEM_REPEAT) {
        (void)tree_find_item(compiler, argument);
        call->op = EXPR_COUNT_ENTRIES;
        tree_take_name(call, argument);
        return;
    }
    if (item != INTERN_NONE && form->items[item].value_type == VALUE_SET) {
        call->op = EXPR_COUNT_SET;
        if (!tree_find_cell(compiler, argument)) {
            tree_break(call);
            return;
        }
        tree_take_name(call, argument);
        return;
    }
    uint32_t repeat = repeat_of(compiler, argument);
    if (repeat != FORM_NO_ITEM) {
        over_entries(compiler, call, repeat, VALUE_TRUTH);
    } else {
        tree_resolve(compiler, argument);
        if (argument->op != TREE_BROKEN) {
            compiler_error(compiler,
                           "count() takes a question with several choices, a repeated group, or a "
                           "condition about its entries; '%s' is %s",
                           tree_name(compiler, argument), value_type_words(argument->type));
            tree_break(argument);
        }
    }
    if (argument->op == TREE_BROKEN) {
        tree_break(call);
    }
}

static void call_round(struct compiler *compiler, struct tree *call)
{
    struct tree *number = call->first;
    const struct tree *places = number->next;
    tree_want(compiler, number, VALUE_NUMBER);
    if (number->op == TREE_BROKEN) {
        tree_break(call);
        return;
    }
    if (places != NULL) {
        if (places->op != EXPR_NUMBER || places->number < 0 ||
            places->number > decimal_of(DECIMAL_PLACES) || places->number % DECIMAL_ONE != 0) {
            compiler_error(compiler, "found %s; expected how many decimal places, 0 to %d",
                           tree_name(compiler, places), DECIMAL_PLACES);
            tree_break(call);
            return;
        }
        call->operand = (uint32_t)(places->number / DECIMAL_ONE);
        number->next = NULL;
        call->last = number;
        call->count = 1;
    }
    call->type = VALUE_NUMBER;
}

static void call_length(struct compiler *compiler, struct tree *call)
{
    if (!tree_want_parts(compiler, call, VALUE_TEXT)) {
        tree_break(call);
        return;
    }
    call->type = VALUE_NUMBER;
}

static void call_matches(struct compiler *compiler, struct tree *call)
{
    struct tree *subject = call->first;
    const struct tree *pattern =
        constant_text(compiler, call, subject->next, "a pattern such as '[0-9]+'");
    if (pattern == NULL) {
        return;
    }
    tree_want(compiler, subject, VALUE_TEXT);
    const char *text = arena_copy(compiler->scratch, pattern->text, pattern->length);
    const char *wrong = pattern_check(text);
    if (wrong != NULL) {
        compiler_error(compiler, "the pattern '%.*s' is not well formed: %s",
                       (int)text_fit(text, pattern->length, LIMIT_ID), text, wrong);
    }
    if (subject->op == TREE_BROKEN || wrong != NULL) {
        tree_break(call);
        return;
    }
    call->text = pattern->text;
    call->length = pattern->length;
    subject->next = NULL;
    call->last = subject;
    call->count = 1;
    call->type = VALUE_TRUTH;
}

static void call_weight(struct compiler *compiler, struct tree *call)
{
    if (!take_item(compiler, call)) {
        return;
    }
    const struct form_item *item = &compiler->form->items[call->item];
    bool weighted = false;
    if (item->value_type == VALUE_CODE || item->value_type == VALUE_SET) {
        for (uint32_t i = 0; i < item->options->count; i++) {
            weighted = weighted || item->options->list[i].weighted;
        }
    }
    if (!weighted) {
        compiler_error(compiler, "'%s' has no options with a weight", item->id);
        tree_break(call);
        return;
    }
    call->type = VALUE_NUMBER;
}

static void call_setting(struct compiler *compiler, struct tree *call)
{
    const struct tree *text = constant_text(compiler, call, call->first, "the id of a setting");
    if (text == NULL) {
        return;
    }
    const struct form *form = compiler->form;
    for (uint32_t i = 0; i < form->setting_count; i++) {
        if (text_is(text, form->settings[i].id)) {
            call->slot = i;
            call->type = VALUE_TRUTH;
        }
    }
    if (call->type == VALUE_NONE) {
        struct nearest nearest;
        nearest_init(&nearest, text->text, text->length);
        for (uint32_t i = 0; i < form->setting_count && issues_few(compiler->issues); i++) {
            nearest_try(&nearest, form->settings[i].id);
        }
        unknown_word(compiler, call, text, "setting of this form", &nearest);
        return;
    }
    call->first = NULL;
    call->count = 0;
}

static void call_if(struct compiler *compiler, struct tree *call)
{
    struct tree *condition = call->first;
    struct tree *then = condition->next;
    struct tree *otherwise = then->next;
    tree_want(compiler, condition, VALUE_TRUTH);
    tree_resolve(compiler, then);
    tree_resolve(compiler, otherwise);
    if (condition->op == TREE_BROKEN || then->op == TREE_BROKEN || otherwise->op == TREE_BROKEN ||
        !tree_settle_code(compiler, then, otherwise) ||
        !tree_settle_code(compiler, otherwise, then)) {
        tree_break(call);
        return;
    }
    if (then->type != otherwise->type) {
        compiler_error(compiler, "if() must have the same type either way; '%s' is %s, '%s' is %s",
                       tree_name(compiler, then), value_type_words(then->type),
                       tree_name(compiler, otherwise), value_type_words(otherwise->type));
        tree_break(call);
        return;
    }
    if (then->type == VALUE_SET ||
        (then->type == VALUE_CODE && then->options != otherwise->options)) {
        compiler_error(compiler, "if() cannot choose between '%s' and '%s'",
                       tree_name(compiler, then), tree_name(compiler, otherwise));
        tree_break(call);
        return;
    }
    call->type = then->type;
    call->options = then->options;
}

static void call_date(struct compiler *compiler, struct tree *call)
{
    const struct tree *text =
        constant_text(compiler, call, call->first, "a date such as '2026-01-31'");
    if (text == NULL) {
        return;
    }
    struct date date;
    // "about 3 weeks ago" is no constant.
    bool about = text->length > 0 && text->text[0] == '~';
    if (about || !date_parse(text->text, text->length, 0, &date)) {
        compiler_error(compiler, "'%.*s' is no date; expected year-month-day: date('2026-01-31')",
                       (int)text_fit(text->text, text->length, LIMIT_ID), text->text);
        tree_break(call);
        return;
    }
    call->number = date.first;
    call->last_day = date.last;
    call->first = NULL;
    call->count = 0;
    call->type = VALUE_DATE;
}
