// From text to tree, by recursive descent:
//
//   or       = and { "or" and }
//   and      = not { "and" not }
//   not      = "not" not | compare
//   compare  = sum [ ("=" | "!=" | "<" | "<=" | ">" | ">=" | "overlaps" | "has") sum
//                  | ("in" | "has_any") list ]
//   sum      = product { ("+" | "-") product }
//   product  = sign { ("*" | "/") sign }
//   sign     = "-" sign | primary
//   primary  = number | text | "true" | "false" | name | name "(" [ or { "," or } ] ")" | "(" or
//   ")" list     = "(" sign { "," sign } ")"
//
// The first error ends it: from then on every token is the end, so all loops stop by themselves.
// Chains of one operator become one part with many, so that a long `or` is wide, not deep.

#include "form/expr_lex.h"

#include <stdarg.h>
#include <stdio.h>
#include <string.h>

struct parser {
    struct compiler *compiler;
    struct token token;
    size_t end; // of the token before
    int depth;
};

static void report(struct compiler *compiler, enum issue_level level, const char *text)
{
    const char *what = compiler->place->what;
    issues_add(compiler->issues, level, compiler->place->file, compiler->place->line, "%s: %s",
               what != NULL ? what : "expression", text);
}

enum { MESSAGE = 1024 };

void compiler_error(struct compiler *compiler, const char *format, ...)
{
    char text[MESSAGE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    compiler->failed = true;
    report(compiler, ISSUE_ERROR, text);
}

void compiler_warning(struct compiler *compiler, const char *format, ...)
{
    char text[MESSAGE];
    va_list arguments;
    va_start(arguments, format);
    vsnprintf(text, sizeof(text), format, arguments);
    va_end(arguments);
    report(compiler, ISSUE_WARNING, text);
}

const char *compiler_meant(struct compiler *compiler, const char *name)
{
    return name == NULL ? "" : arena_print(compiler->scratch, " (did you mean '%s'?)", name);
}

struct tree *tree_new(struct compiler *compiler, int op, size_t at)
{
    struct tree *tree = arena_new(compiler->scratch, struct tree);
    tree->op = op;
    tree->at = at;
    tree->item = FORM_NO_ITEM;
    if (++compiler->trees == LIMIT_EXPRESSION_NODES + 1 && !compiler->failed) {
        compiler_error(compiler, "has more than %d parts", LIMIT_EXPRESSION_NODES);
    }
    return tree;
}

void tree_add(struct tree *tree, struct tree *part)
{
    if (tree->last == NULL) {
        tree->first = part;
    } else {
        tree->last->next = part;
    }
    tree->last = part;
    tree->count++;
    if (tree->height <= part->height) {
        tree->height = part->height + 1;
    }
}

const char *tree_name(struct compiler *compiler, const struct tree *tree)
{
    const char *text = compiler->source + tree->at;
    size_t length = tree->end - tree->at;
    size_t fits = text_fit(text, length, LIMIT_ID);
    return arena_print(compiler->scratch, "%.*s%s", (int)fits, text, fits < length ? "..." : "");
}

void tree_break(struct tree *tree)
{
    tree->op = TREE_BROKEN;
    tree->type = VALUE_NONE;
}

static void advance(struct parser *parser)
{
    parser->end = parser->token.end;
    parser->token = lex_next(parser->compiler, parser->token.end);
}

// The tree is complete: it reaches up to the token before.
static struct tree *ended(const struct parser *parser, struct tree *tree)
{
    tree->end = parser->end;
    return tree;
}

// What stands at the token and what stands before it, for a message.
static const char *found(struct parser *parser)
{
    enum { BEFORE = 32 };
    struct compiler *compiler = parser->compiler;
    const struct token *token = &parser->token;
    const char *before = "";
    if (token->at > 0) {
        size_t start = parser->end > BEFORE ? parser->end - BEFORE : 0;
        while (start > 0 && ((unsigned char)compiler->source[start] & 0xC0) == 0x80) {
            start++;
        }
        before = arena_print(compiler->scratch, " after '%s%.*s'", start > 0 ? "..." : "",
                             (int)(parser->end - start), compiler->source + start);
    }
    if (token->kind == TOKEN_END) {
        return arena_print(compiler->scratch, "the end%s", before);
    }
    return arena_print(compiler->scratch, "'%.*s'%s",
                       (int)text_fit(token->text, token->length, LIMIT_ID), token->text, before);
}

static void expected(struct parser *parser, const char *what)
{
    if (!parser->compiler->failed) {
        compiler_error(parser->compiler, "found %s; expected %s", found(parser), what);
    }
}

static struct tree *parse_or(struct parser *parser);

static bool deeper(struct parser *parser)
{
    parser->depth++;
    if (parser->depth <= LIMIT_EXPRESSION_DEPTH) {
        return true;
    }
    if (!parser->compiler->failed) {
        compiler_error(parser->compiler, "nested more than %d deep; at most that",
                       LIMIT_EXPRESSION_DEPTH);
    }
    return false;
}

static struct tree *parse_number(struct parser *parser)
{
    struct compiler *compiler = parser->compiler;
    const struct token token = parser->token;
    struct tree *tree = tree_new(compiler, EXPR_NUMBER, token.at);
    decimal number = 0;
    if (!decimal_parse(token.text, token.length, &number)) {
        compiler_error(
            compiler, "the number %.*s has too many digits (at most 13 before the point, %d after)",
            (int)text_fit(token.text, token.length, LIMIT_ID), token.text, DECIMAL_PLACES);
    }
    tree->number = number;
    advance(parser);
    return ended(parser, tree);
}

static struct tree *parse_call(struct parser *parser, struct token name)
{
    struct tree *tree = tree_new(parser->compiler, TREE_CALL, name.at);
    tree->text = name.text;
    tree->length = name.length;
    advance(parser);
    if (parser->token.kind != TOKEN_CLOSE && deeper(parser)) {
        tree_add(tree, parse_or(parser));
        while (parser->token.kind == TOKEN_COMMA) {
            advance(parser);
            tree_add(tree, parse_or(parser));
        }
        parser->depth--;
    }
    if (parser->token.kind != TOKEN_CLOSE) {
        expected(parser, tree->count == 0 ? "a value or ')'" : "',' or ')'");
    }
    advance(parser);
    return ended(parser, tree);
}

static bool token_is(const struct token *token, const char *word)
{
    return strlen(word) == token->length && strncmp(word, token->text, token->length) == 0;
}

static struct tree *parse_name(struct parser *parser)
{
    struct token name = parser->token;
    advance(parser);
    if (parser->token.kind == TOKEN_OPEN) {
        return parse_call(parser, name);
    }
    bool is_true = token_is(&name, "true");
    if (is_true || token_is(&name, "false")) {
        struct tree *tree = tree_new(parser->compiler, EXPR_TRUTH, name.at);
        tree->number = is_true;
        return ended(parser, tree);
    }
    struct tree *tree = tree_new(parser->compiler, EXPR_NAME, name.at);
    tree->text = name.text;
    tree->length = name.length;
    return ended(parser, tree);
}

static struct tree *parse_primary(struct parser *parser)
{
    struct compiler *compiler = parser->compiler;
    struct tree *tree = NULL;
    size_t at = parser->token.at;
    switch (parser->token.kind) {
    case TOKEN_NUMBER:
        return parse_number(parser);
    case TOKEN_TEXT:
        tree = tree_new(compiler, EXPR_TEXT, parser->token.at);
        tree->text = parser->token.text;
        tree->length = parser->token.length;
        advance(parser);
        return ended(parser, tree);
    case TOKEN_NAME:
        return parse_name(parser);
    case TOKEN_OPEN:
        advance(parser);
        if (!deeper(parser)) {
            break;
        }
        tree = parse_or(parser);
        parser->depth--;
        if (parser->token.kind == TOKEN_COMMA) {
            expected(parser, "')': a list may only stand after 'in' and 'has_any'");
        } else if (parser->token.kind != TOKEN_CLOSE) {
            expected(parser, "')'");
        }
        advance(parser);
        tree->at = at;
        return ended(parser, tree);
    default:
        expected(parser, "a value");
        break;
    }
    return tree_new(compiler, TREE_BROKEN, at);
}

static struct tree *parse_sign(struct parser *parser)
{
    if (parser->token.kind != TOKEN_SUBTRACT) {
        return parse_primary(parser);
    }
    size_t at = parser->token.at;
    advance(parser);
    if (!deeper(parser)) {
        return tree_new(parser->compiler, TREE_BROKEN, at);
    }
    struct tree *part = parse_sign(parser);
    parser->depth--;
    if (part->op == EXPR_NUMBER) {
        part->number = -part->number;
        part->at = at;
        return part;
    }
    struct tree *tree = tree_new(parser->compiler, EXPR_NEGATE, at);
    tree_add(tree, part);
    return ended(parser, tree);
}

// `left op right`; a chain of one operator becomes one tree where the grouping makes no difference.
static struct tree *join(struct parser *parser, int op, struct tree *left, struct tree *right)
{
    bool logic = op == EXPR_AND || op == EXPR_OR;
    bool wide = logic || op == EXPR_ADD || op == EXPR_MULTIPLY;
    struct tree *tree = left;
    if (!wide || left->op != op) {
        tree = tree_new(parser->compiler, op, left->at);
        tree_add(tree, left);
    }
    if (logic && right->op == op) {
        for (struct tree *part = right->first, *next; part != NULL; part = next) {
            next = part->next;
            part->next = NULL;
            tree_add(tree, part);
        }
    } else {
        tree_add(tree, right);
    }
    return ended(parser, tree);
}

static struct tree *parse_product(struct parser *parser)
{
    struct tree *left = parse_sign(parser);
    while (parser->token.kind == TOKEN_MULTIPLY || parser->token.kind == TOKEN_DIVIDE) {
        int op = parser->token.kind == TOKEN_MULTIPLY ? EXPR_MULTIPLY : EXPR_DIVIDE;
        advance(parser);
        left = join(parser, op, left, parse_sign(parser));
    }
    return left;
}

static struct tree *parse_sum(struct parser *parser)
{
    struct tree *left = parse_product(parser);
    while (parser->token.kind == TOKEN_ADD || parser->token.kind == TOKEN_SUBTRACT) {
        int op = parser->token.kind == TOKEN_ADD ? EXPR_ADD : EXPR_SUBTRACT;
        advance(parser);
        left = join(parser, op, left, parse_product(parser));
    }
    return left;
}

// The constants of `in` and `has_any`, added to `tree`.
static void parse_list(struct parser *parser, struct tree *tree, const char *after)
{
    if (parser->token.kind != TOKEN_OPEN) {
        if (!parser->compiler->failed) {
            compiler_error(parser->compiler, "found %s; after '%s' comes a list: ('a', 'b')",
                           found(parser), after);
        }
        return;
    }
    do {
        advance(parser);
        tree_add(tree, parse_sign(parser));
    } while (parser->token.kind == TOKEN_COMMA);
    if (parser->token.kind != TOKEN_CLOSE) {
        expected(parser, "',' or ')'");
    }
    advance(parser);
}

static int comparison(enum token_kind kind)
{
    switch (kind) {
    case TOKEN_EQ:
        return EXPR_EQ;
    case TOKEN_NE:
        return EXPR_NE;
    case TOKEN_LT:
        return EXPR_LT;
    case TOKEN_LE:
        return EXPR_LE;
    case TOKEN_GT:
        return EXPR_GT;
    case TOKEN_GE:
        return EXPR_GE;
    case TOKEN_IN:
        return EXPR_IN;
    case TOKEN_HAS:
        return EXPR_HAS;
    case TOKEN_HAS_ANY:
        return TREE_HAS_ANY;
    case TOKEN_OVERLAPS:
        return EXPR_OVERLAPS;
    default:
        return -1;
    }
}

static struct tree *parse_compare(struct parser *parser)
{
    struct tree *left = parse_sum(parser);
    int op = comparison(parser->token.kind);
    if (op < 0) {
        return left;
    }
    struct tree *tree = tree_new(parser->compiler, op, left->at);
    tree_add(tree, left);
    advance(parser);
    if (op == EXPR_IN || op == TREE_HAS_ANY) {
        parse_list(parser, tree, op == EXPR_IN ? "in" : "has_any");
    } else {
        tree_add(tree, parse_sum(parser));
    }
    if (comparison(parser->token.kind) >= 0 && !parser->compiler->failed) {
        compiler_error(parser->compiler,
                       "found %s; comparisons cannot be chained: write a < b and b < c",
                       found(parser));
    }
    return ended(parser, tree);
}

static struct tree *parse_not(struct parser *parser)
{
    if (parser->token.kind != TOKEN_NOT) {
        return parse_compare(parser);
    }
    struct tree *tree = tree_new(parser->compiler, EXPR_NOT, parser->token.at);
    advance(parser);
    tree_add(tree, deeper(parser) ? parse_not(parser)
                                  : tree_new(parser->compiler, TREE_BROKEN, tree->at));
    parser->depth--;
    return ended(parser, tree);
}

static struct tree *parse_and(struct parser *parser)
{
    struct tree *left = parse_not(parser);
    while (parser->token.kind == TOKEN_AND) {
        advance(parser);
        left = join(parser, EXPR_AND, left, parse_not(parser));
    }
    return left;
}

static struct tree *parse_or(struct parser *parser)
{
    struct tree *left = parse_and(parser);
    while (parser->token.kind == TOKEN_OR) {
        advance(parser);
        left = join(parser, EXPR_OR, left, parse_and(parser));
    }
    return left;
}

// "7,5": the comma that many languages write where a number here has a point.
static bool at_decimal_comma(const struct parser *parser)
{
    const char *source = parser->compiler->source;
    const struct token *token = &parser->token;
    return token->kind == TOKEN_COMMA && token->at > 0 && source[token->at - 1] >= '0' &&
           source[token->at - 1] <= '9' && source[token->end] >= '0' && source[token->end] <= '9';
}

struct tree *tree_parse(struct compiler *compiler)
{
    struct parser parser = {.compiler = compiler};
    parser.token = lex_next(compiler, 0);
    if (parser.token.kind == TOKEN_END && !compiler->failed) {
        compiler_error(compiler, "is empty");
    }
    struct tree *tree = parse_or(&parser);
    if (parser.token.kind != TOKEN_END) {
        expected(&parser, at_decimal_comma(&parser) ? "a point in a number: 7.5"
                                                    : "'and', 'or', a comparison, or the end");
    }
    if (tree->height > LIMIT_EXPRESSION_DEPTH && !compiler->failed) {
        compiler_error(compiler,
                       "nested more than %d deep; at most that (a chain of '-' or '/' counts)",
                       LIMIT_EXPRESSION_DEPTH);
    }
    return tree;
}
