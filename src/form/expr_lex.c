// The source cut into words and marks. Marks of other languages are recognised only to say what is
// written here instead.

#include "form/expr_lex.h"

#include "base/text.h"

#include <string.h>

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static bool is_word(char c)
{
    return is_digit(c) || (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_';
}

static const struct {
    const char *word;
    enum token_kind kind;
} keywords[] = {
    {"and", TOKEN_AND}, {"or", TOKEN_OR},           {"not", TOKEN_NOT},           {"in", TOKEN_IN},
    {"has", TOKEN_HAS}, {"has_any", TOKEN_HAS_ANY}, {"overlaps", TOKEN_OVERLAPS},
};

bool expr_keyword(const char *word, size_t length)
{
    static const char *const values[] = {"true", "false"};
    for (size_t i = 0; i < sizeof(keywords) / sizeof(keywords[0]); i++) {
        if (strlen(keywords[i].word) == length && memcmp(keywords[i].word, word, length) == 0) {
            return true;
        }
    }
    for (size_t i = 0; i < sizeof(values) / sizeof(values[0]); i++) {
        if (strlen(values[i]) == length && memcmp(values[i], word, length) == 0) {
            return true;
        }
    }
    return false;
}

// Longest first where one begins another.
static const struct {
    const char *mark;
    enum token_kind kind;
} marks[] = {
    {"!=", TOKEN_NE},      {"<=", TOKEN_LE},    {">=", TOKEN_GE},  {"<", TOKEN_LT},
    {">", TOKEN_GT},       {"=", TOKEN_EQ},     {"+", TOKEN_ADD},  {"-", TOKEN_SUBTRACT},
    {"*", TOKEN_MULTIPLY}, {"/", TOKEN_DIVIDE}, {"(", TOKEN_OPEN}, {")", TOKEN_CLOSE},
    {",", TOKEN_COMMA},
};

static const struct {
    const char *mark, *meant;
} foreign[] = {
    {"==", "did you mean '='?"},
    {"<>", "did you mean '!='?"},
    {"=<", "did you mean '<='?"},
    {"=>", "did you mean '>='?"},
    {"&&", "did you mean 'and'?"},
    {"&", "did you mean 'and'?"},
    {"||", "did you mean 'or'?"},
    {"|", "did you mean 'or'?"},
    {"!", "did you mean 'not'?"},
    {"\"", "texts and codes stand in single quotes: 'code'"},
    {"\xe2\x80\x98", "texts and codes stand in plain single quotes: 'code'"},
    {"\xe2\x80\x99", "texts and codes stand in plain single quotes: 'code'"},
    {"\xe2\x89\xa0", "did you mean '!='?"},
    {"\xe2\x89\xa4", "did you mean '<='?"},
    {"\xe2\x89\xa5", "did you mean '>='?"},
    {"\xe2\x88\x92", "did you mean '-'?"},
    {"[", "lists stand in round brackets: ('a', 'b')"},
    {"{", "lists stand in round brackets: ('a', 'b')"},
    {".", "write 0.5, not .5"},
    {"%", "there is no such operator; divide by 100 instead"},
};

static struct token token_end(const struct compiler *compiler)
{
    return (struct token){
        .kind = TOKEN_END,
        .at = compiler->length,
        .end = compiler->length,
        .text = compiler->source + compiler->length,
    };
}

static struct token lex_unknown(struct compiler *compiler, size_t at)
{
    const char *text = compiler->source + at;
    size_t left = compiler->length - at;
    for (size_t i = 0; i < sizeof(foreign) / sizeof(foreign[0]); i++) {
        if (strncmp(text, foreign[i].mark, strlen(foreign[i].mark)) == 0) {
            compiler_error(compiler, "found '%s'; %s", foreign[i].mark, foreign[i].meant);
            return token_end(compiler);
        }
    }
    uint32_t code_point = 0;
    size_t size = text_decode(text, left, &code_point);
    if (size == 0 || text_forbidden(code_point)) {
        compiler_error(compiler, "found the character U+%04X, which has no place here",
                       (unsigned)code_point);
    } else {
        compiler_error(compiler, "found '%.*s', which has no meaning here", (int)size, text);
    }
    return token_end(compiler);
}

static struct token lex_number(struct compiler *compiler, struct token token)
{
    const char *source = compiler->source;
    size_t at = token.at;
    while (is_digit(source[at])) {
        at++;
    }
    if (source[at] == '.' && is_digit(source[at + 1])) {
        at++;
        while (is_digit(source[at])) {
            at++;
        }
    }
    if (is_word(source[at])) {
        while (is_word(source[at])) {
            at++;
        }
        compiler_error(compiler, "found %.*s; a code stands in quotes: '%.*s'",
                       (int)(at - token.at), token.text, (int)(at - token.at), token.text);
        return token_end(compiler);
    }
    token.kind = TOKEN_NUMBER;
    token.length = at - token.at;
    token.end = at;
    return token;
}

static struct token lex_text(struct compiler *compiler, struct token token)
{
    const char *start = token.text + 1;
    const char *close = strchr(start, '\'');
    if (close == NULL) {
        enum { SHOWN = 20 };
        compiler_error(compiler, "the text that begins with '%.*s has no closing quote",
                       (int)text_fit(start, strlen(start), SHOWN), start);
        return token_end(compiler);
    }
    token.kind = TOKEN_TEXT;
    token.text = start;
    token.length = (size_t)(close - start);
    token.end = token.at + token.length + 2;
    return token;
}

// Whether a slice is this word but for capital letters.
static bool same_letters(const char *word, const char *text, size_t length)
{
    for (size_t i = 0; i < length; i++) {
        char c = text[i] >= 'A' && text[i] <= 'Z' ? (char)(text[i] - 'A' + 'a') : text[i];
        if (c != word[i]) {
            return false; // also at the word's end
        }
    }
    return word[length] == '\0';
}

static struct token lex_word(struct compiler *compiler, struct token token)
{
    while (is_word(token.text[token.length])) {
        token.length++;
    }
    token.end = token.at + token.length;
    token.kind = TOKEN_NAME;
    for (size_t i = 0; i < sizeof(keywords) / sizeof(keywords[0]); i++) {
        const char *word = keywords[i].word;
        if (!same_letters(word, token.text, token.length)) {
            continue;
        }
        if (strncmp(word, token.text, token.length) != 0) {
            compiler_error(compiler, "found '%.*s'; did you mean '%s'?", (int)token.length,
                           token.text, word);
            return token_end(compiler);
        }
        token.kind = keywords[i].kind;
    }
    return token;
}

struct token lex_next(struct compiler *compiler, size_t at)
{
    const char *source = compiler->source;
    while (at < compiler->length && strchr(" \t\r\n", source[at]) != NULL) {
        at++;
    }
    if (compiler->failed || at >= compiler->length) {
        return token_end(compiler);
    }
    struct token token = {.at = at, .text = source + at};
    if (is_digit(source[at])) {
        return lex_number(compiler, token);
    }
    if (source[at] == '\'') {
        return lex_text(compiler, token);
    }
    if (is_word(source[at])) {
        return lex_word(compiler, token);
    }
    // "==" would else be read as two marks.
    if (strncmp(source + at, "==", 2) == 0 || strncmp(source + at, "=<", 2) == 0 ||
        strncmp(source + at, "=>", 2) == 0 || strncmp(source + at, "<>", 2) == 0) {
        return lex_unknown(compiler, at);
    }
    for (size_t i = 0; i < sizeof(marks) / sizeof(marks[0]); i++) {
        size_t length = strlen(marks[i].mark);
        if (strncmp(source + at, marks[i].mark, length) == 0) {
            token.kind = marks[i].kind;
            token.length = length;
            token.end = at + length;
            return token;
        }
    }
    return lex_unknown(compiler, at);
}
