#ifndef FORM_EXPR_TREE_H
#define FORM_EXPR_TREE_H

#include "base/text.h"
#include "form/expr.h"
#include "form/form.h"

// Private to the compiler of expressions: the tree that is parsed, then resolved against the form,
// then written down as nodes. It lives in a scratch arena until then.

enum {
    TREE_FIRST = EXPR_IF + 1,
    TREE_CALL = TREE_FIRST, // a function, its arguments as parts
    TREE_HAS_ANY,
    TREE_BROKEN, // an error was reported here: nothing more is said about it
};

struct tree {
    int op;               // enum expr_op, or one of the above
    enum value_type type; // VALUE_NONE until resolved
    bool here, over;
    uint32_t height;
    uint32_t size;  // nodes it will take
    size_t at, end; // bytes of the source
    struct tree *first, *last, *next;
    uint32_t count; // parts

    const char *text; // name, function or text, a slice of the source
    size_t length;
    int64_t number; // EXPR_NUMBER, EXPR_TRUTH; EXPR_DATE: its first day
    int64_t last_day;

    uint32_t item, slot, operand;
    const struct form_options *options; // VALUE_CODE, VALUE_SET
    struct value_set mask;              // EXPR_CODE_IS, EXPR_HAS
};

struct compiler {
    const char *source;
    size_t length;
    const struct form *form;
    const struct expr_place *place;
    struct arena *scratch;
    struct issues *issues;
    uint32_t scope; // the repeat whose entry names mean here, or FORM_NO_ITEM
    uint32_t trees;
    bool failed;
    uint8_t fired;
    bool unsure, today;
};

// Reports an error about the expression and marks it as failed.
void compiler_error(struct compiler *compiler, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
void compiler_warning(struct compiler *compiler, const char *format, ...)
    __attribute__((format(printf, 2, 3)));
// " (did you mean 'x'?)", or "" if `name` is NULL; in the scratch arena.
const char *compiler_meant(struct compiler *compiler, const char *name);

struct tree *tree_new(struct compiler *compiler, int op, size_t at);
void tree_add(struct tree *tree, struct tree *part);
// Marks the tree as reported.
void tree_break(struct tree *tree);
// The part as written in the source, shortened for a message.
const char *tree_name(struct compiler *compiler, const struct tree *tree);

// Parses the whole source. Never NULL; look at compiler->failed.
struct tree *tree_parse(struct compiler *compiler);

// Gives every part its type and meaning.
void tree_resolve(struct compiler *compiler, struct tree *tree);
// Resolves and demands a type; says what was found.
void tree_want(struct compiler *compiler, struct tree *tree, enum value_type type);
// The same of every part; false if one is broken.
bool tree_want_parts(struct compiler *compiler, struct tree *tree, enum value_type type);
// Resolves the name of an item of any kind; false (and reported) if it is none.
bool tree_find_item(struct compiler *compiler, struct tree *name);
// The same; also checks that it may be read from here.
bool tree_find_cell(struct compiler *compiler, struct tree *name);
// Makes the tree a part of its own that reads `name`.
void tree_take_name(struct tree *tree, const struct tree *name);
// Index of the option that a text names, or UINT32_MAX (and reported).
uint32_t tree_option(struct compiler *compiler, const struct tree *text,
                     const struct form_options *options, const char *question);
// A text beside a choice is a code of its list. False (and reported) if there is none such.
bool tree_settle_code(struct compiler *compiler, struct tree *text, const struct tree *question);

// Whether a name is that of an item.
bool tree_is_item(const struct compiler *compiler, const struct tree *name);

// Parts of tree_resolve.
void tree_resolve_compare(struct compiler *compiler, struct tree *tree);
void tree_resolve_in(struct compiler *compiler, struct tree *tree);
void tree_resolve_has(struct compiler *compiler, struct tree *tree);
void tree_resolve_overlaps(struct compiler *compiler, struct tree *tree);
void tree_resolve_call(struct compiler *compiler, struct tree *tree);
bool tree_is_function(const struct tree *name);

// "a number", "one choice" ...
const char *value_type_words(enum value_type type);

#endif
