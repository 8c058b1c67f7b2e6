#ifndef FORM_EXPR_LEX_H
#define FORM_EXPR_LEX_H

#include "form/expr_tree.h"

// Private to the parser: the source cut into words and marks.

enum token_kind {
    TOKEN_END,
    TOKEN_NUMBER,
    TOKEN_TEXT, // in quotes; the slice is what stands between them
    TOKEN_NAME, // ids, functions and true, false
    TOKEN_AND,
    TOKEN_OR,
    TOKEN_NOT,
    TOKEN_IN,
    TOKEN_HAS,
    TOKEN_HAS_ANY,
    TOKEN_OVERLAPS,
    TOKEN_EQ,
    TOKEN_NE,
    TOKEN_LT,
    TOKEN_LE,
    TOKEN_GT,
    TOKEN_GE,
    TOKEN_ADD,
    TOKEN_SUBTRACT,
    TOKEN_MULTIPLY,
    TOKEN_DIVIDE,
    TOKEN_OPEN,
    TOKEN_CLOSE,
    TOKEN_COMMA,
};

struct token {
    enum token_kind kind;
    size_t at, end; // bytes of the source, quotes included
    const char *text;
    size_t length;
};

// The token that starts at or after `at`. What is none is reported and read as the end.
struct token lex_next(struct compiler *compiler, size_t at);

#endif
