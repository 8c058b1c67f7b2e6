// Back to text, in normal form: brackets only where they are needed, one space around operators.
// What was folded into one part is unfolded again.

#include "expr_print.h"

#include "base/buffer.h"
#include "form/expr_eval.h"

#include <string.h>

enum { PRINT_MOST = 1 << 20 };

// How tightly a part holds together.
enum level {
    LEVEL_OR = 1,
    LEVEL_AND,
    LEVEL_NOT,
    LEVEL_COMPARE,
    LEVEL_SUM,
    LEVEL_PRODUCT,
    LEVEL_SIGN,
    LEVEL_ONE
};

struct printer {
    const struct expr *expr;
    const struct form *form;
    struct buffer *out;
};

static void print(const struct printer *printer, const struct expr_node *node, enum level least);

static bool one_code(const struct printer *printer, const struct expr_node *node)
{
    return set_count(printer->expr->masks[node->operand].chosen) == 1;
}

// `not (a = b)` is written `a != b`.
static bool is_unequal(const struct printer *printer, const struct expr_node *node)
{
    const struct expr_node *part = eval_first(node);
    return node->op == EXPR_NOT && (part->op == EXPR_EQ || part->op == EXPR_NAME_EQ ||
                                    (part->op == EXPR_CODE_IS && one_code(printer, part)));
}

static enum level level_of(const struct printer *printer, const struct expr_node *node)
{
    switch (node->op) {
    case EXPR_OR:
        return LEVEL_OR;
    case EXPR_AND:
        return LEVEL_AND;
    case EXPR_NOT:
        return is_unequal(printer, node) ? LEVEL_COMPARE : LEVEL_NOT;
    case EXPR_EQ:
    case EXPR_LT:
    case EXPR_LE:
    case EXPR_GT:
    case EXPR_GE:
    case EXPR_NAME_EQ:
    case EXPR_NAME_LT:
    case EXPR_NAME_LE:
    case EXPR_NAME_GT:
    case EXPR_NAME_GE:
    case EXPR_CODE_IS:
    case EXPR_HAS:
    case EXPR_HAS_NAME:
    case EXPR_IN:
    case EXPR_OVERLAPS:
        return LEVEL_COMPARE;
    case EXPR_ADD:
    case EXPR_SUBTRACT:
        return LEVEL_SUM;
    case EXPR_MULTIPLY:
    case EXPR_DIVIDE:
        return LEVEL_PRODUCT;
    case EXPR_NEGATE:
        return LEVEL_SIGN;
    default:
        return LEVEL_ONE;
    }
}

static const char *mark_of(int op)
{
    switch (op) {
    case EXPR_OR:
        return " or ";
    case EXPR_AND:
        return " and ";
    case EXPR_EQ:
    case EXPR_NAME_EQ:
        return " = ";
    case EXPR_LT:
    case EXPR_NAME_LT:
        return " < ";
    case EXPR_LE:
    case EXPR_NAME_LE:
        return " <= ";
    case EXPR_GT:
    case EXPR_NAME_GT:
        return " > ";
    case EXPR_GE:
    case EXPR_NAME_GE:
        return " >= ";
    case EXPR_OVERLAPS:
        return " overlaps ";
    case EXPR_ADD:
        return " + ";
    case EXPR_SUBTRACT:
        return " - ";
    case EXPR_MULTIPLY:
        return " * ";
    default:
        return " / ";
    }
}

// Parts with a mark between them. The first may be a chain of the same strength, the others not.
static void print_chain(const struct printer *printer, const struct expr_node *node,
                        const char *mark, enum level first, enum level others)
{
    const struct expr_node *part = eval_first(node);
    print(printer, part, first);
    for (part += part->size; part < eval_end(node); part += part->size) {
        buffer_text(printer->out, mark);
        print(printer, part, others);
    }
}

static void print_number(const struct printer *printer, const struct expr_node *node)
{
    char text[DECIMAL_TEXT];
    buffer_text(printer->out, decimal_print(printer->expr->numbers[node->operand], text));
}

static void print_date(const struct printer *printer, const struct expr_node *node)
{
    struct date date = date_of_day((day_number)printer->expr->numbers[node->operand]);
    day_number last = (day_number)printer->expr->numbers[node->operand + 1];
    int year, month, day;
    date_to_civil(date.first, &year, &month, &day);
    struct date partial;
    if (last != date.first && date_of_month(year, month, &partial)) {
        date = partial;
    }
    if (last != date.last && date_of_year(year, &partial)) {
        date = partial;
    }
    char text[DATE_TEXT];
    buffer_print(printer->out, "date('%s')", date_print(date, text));
}

static const char *name_of(const struct printer *printer, const struct expr_node *node)
{
    return printer->form->items[node->item].id;
}

static void print_code(const struct printer *printer, const struct expr_node *node, uint32_t option)
{
    const struct form_options *options = printer->form->items[node->item].options;
    buffer_print(printer->out, "'%s'", options->list[option].code);
}

// A name against codes: one with `single`, several as a list after `several`.
static void print_codes(const struct printer *printer, const struct expr_node *node,
                        const char *single, const char *several)
{
    const uint64_t *mask = printer->expr->masks[node->operand].chosen;
    bool one = one_code(printer, node);
    buffer_print(printer->out, "%s %s ", name_of(printer, node), one ? single : several);
    buffer_text(printer->out, one ? "" : "(");
    bool first = true;
    for (uint32_t option = 0; option < LIMIT_OPTIONS; option++) {
        if (set_has(mask, option)) {
            buffer_text(printer->out, first ? "" : ", ");
            print_code(printer, node, option);
            first = false;
        }
    }
    buffer_text(printer->out, one ? "" : ")");
}

static void print_in(const struct printer *printer, const struct expr_node *node)
{
    const struct expr_node *part = eval_first(node);
    print(printer, part, LEVEL_SUM);
    const char *before = " in (";
    for (part += part->size; part < eval_end(node); part += part->size) {
        buffer_text(printer->out, before);
        print(printer, part, LEVEL_SIGN);
        before = ", ";
    }
    buffer_char(printer->out, ')');
}

static const char *function_of(int op)
{
    static const char *const names[] = {
        [EXPR_ANSWERED] = "answered",
        [EXPR_SILENT] = "silent",
        [EXPR_MAYBE] = "maybe",
        [EXPR_SURELY] = "surely",
        [EXPR_FIRED] = "fired",
        [EXPR_UNSURE] = "unsure",
        [EXPR_AGE] = "age",
        [EXPR_TODAY] = "today",
        [EXPR_DAYS_BETWEEN] = "days_between",
        [EXPR_COUNT_SET] = "count",
        [EXPR_COUNT_ENTRIES] = "count",
        [EXPR_COUNT] = "count",
        [EXPR_SUM] = "sum",
        [EXPR_MEAN] = "mean",
        [EXPR_MIN] = "min",
        [EXPR_MAX] = "max",
        [EXPR_ANY] = "any",
        [EXPR_ALL] = "all",
        [EXPR_ROUND] = "round",
        [EXPR_LENGTH] = "length",
        [EXPR_MATCHES] = "matches",
        [EXPR_WEIGHT] = "weight",
        [EXPR_SETTING] = "setting",
        [EXPR_IF] = "if",
    };
    return names[op];
}

// The argument that is a constant kept in the node itself.
static void print_last_argument(const struct printer *printer, const struct expr_node *node)
{
    struct buffer *out = printer->out;
    switch (node->op) {
    case EXPR_SILENT:
        if (node->operand != SILENCE_NOT) {
            buffer_print(out, ", '%s'", silence_name((enum silence)node->operand));
        }
        break;
    case EXPR_FIRED:
        buffer_print(out, "'%s'", expr_class_names[node->operand]);
        break;
    case EXPR_SETTING:
        buffer_print(out, "'%s'", printer->form->settings[node->slot].id);
        break;
    case EXPR_MATCHES:
        buffer_print(out, ", '%s'", printer->expr->texts[node->operand]);
        break;
    case EXPR_ROUND:
        if (node->operand != 0) {
            buffer_print(out, ", %u", (unsigned)node->operand);
        }
        break;
    default:
        break;
    }
}

static void print_call(const struct printer *printer, const struct expr_node *node)
{
    buffer_print(printer->out, "%s(", function_of(node->op));
    if (node->size > 1) {
        print_chain(printer, node, ", ", LEVEL_OR, LEVEL_OR);
    } else if (node->item != FORM_NO_ITEM) {
        buffer_text(printer->out, name_of(printer, node));
    }
    print_last_argument(printer, node);
    buffer_char(printer->out, ')');
}

static void print_not(const struct printer *printer, const struct expr_node *node)
{
    if (!is_unequal(printer, node)) {
        buffer_text(printer->out, "not ");
        print(printer, eval_first(node), LEVEL_NOT);
        return;
    }
    const struct expr_node *equal = eval_first(node);
    if (equal->op == EXPR_EQ) {
        print_chain(printer, equal, " != ", LEVEL_SUM, LEVEL_SUM);
    } else if (equal->op == EXPR_NAME_EQ) {
        buffer_print(printer->out, "%s != ", name_of(printer, equal));
        print_number(printer, equal);
    } else {
        print_codes(printer, equal, "!=", "");
    }
}

static void print_operator(const struct printer *printer, const struct expr_node *node)
{
    const char *mark = mark_of(node->op);
    enum level level = level_of(printer, node);
    switch (level) {
    case LEVEL_OR:
    case LEVEL_AND:
        print_chain(printer, node, mark, level + 1, level + 1);
        break;
    case LEVEL_COMPARE:
        print_chain(printer, node, mark, LEVEL_SUM, LEVEL_SUM);
        break;
    default:
        print_chain(printer, node, mark, level, level + 1);
        break;
    }
}

static void print_inner(const struct printer *printer, const struct expr_node *node)
{
    struct buffer *out = printer->out;
    switch (node->op) {
    case EXPR_NUMBER:
        print_number(printer, node);
        break;
    case EXPR_TEXT:
        buffer_print(out, "'%s'", printer->expr->texts[node->operand]);
        break;
    case EXPR_DATE:
        print_date(printer, node);
        break;
    case EXPR_CODE:
        print_code(printer, node, node->operand);
        break;
    case EXPR_TRUTH:
        buffer_text(out, printer->expr->numbers[node->operand] != 0 ? "true" : "false");
        break;
    case EXPR_NAME:
        buffer_text(out, name_of(printer, node));
        break;
    case EXPR_NOT:
        print_not(printer, node);
        break;
    case EXPR_NAME_EQ:
    case EXPR_NAME_LT:
    case EXPR_NAME_LE:
    case EXPR_NAME_GT:
    case EXPR_NAME_GE:
        buffer_print(out, "%s%s", name_of(printer, node), mark_of(node->op));
        print_number(printer, node);
        break;
    case EXPR_CODE_IS:
        print_codes(printer, node, "=", "in");
        break;
    case EXPR_HAS:
        print_codes(printer, node, "has", "has_any");
        break;
    case EXPR_HAS_NAME:
        buffer_print(out, "%s has %s", name_of(printer, node), name_of(printer, eval_first(node)));
        break;
    case EXPR_IN:
        print_in(printer, node);
        break;
    case EXPR_NEGATE:
        buffer_char(out, '-');
        print(printer, eval_first(node), LEVEL_SIGN);
        break;
    default:
        if (level_of(printer, node) == LEVEL_ONE) {
            print_call(printer, node);
        } else {
            print_operator(printer, node);
        }
        break;
    }
}

static void print(const struct printer *printer, const struct expr_node *node, enum level least)
{
    bool brackets = level_of(printer, node) < least;
    buffer_text(printer->out, brackets ? "(" : "");
    print_inner(printer, node);
    buffer_text(printer->out, brackets ? ")" : "");
}

char *expr_print(const struct expr *expr, const struct form *form, struct arena *arena)
{
    struct buffer out;
    buffer_init(&out, PRINT_MOST);
    struct printer printer = {.expr = expr, .form = form, .out = &out};
    print(&printer, expr->nodes, LEVEL_OR);
    char *text = arena_copy(arena, out.bytes, out.length);
    buffer_clear(&out);
    return text;
}
