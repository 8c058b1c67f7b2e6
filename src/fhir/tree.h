#ifndef FHIR_TREE_H
#define FHIR_TREE_H

#include "base/decimal.h"
#include "base/issue.h"

// The one door to jansson: JSON in, as a tree. A text is looked through before it is parsed: how
// deep it goes, that no text holds a NUL, and where its numbers stand. Those are handed over as
// marked texts, because the parser makes doubles of them and a clinical number keeps its digits.
// Every getter takes NULL and any kind of node, and says so by what it returns.

struct json_t;
typedef struct json_t tree_node;

enum tree_kind {
    TREE_NONE, // no node at all
    TREE_OBJECT,
    TREE_LIST,
    TREE_TEXT,
    TREE_NUMBER,
    TREE_BOOL,
    TREE_NULL,
};

// The root, to be freed; NULL after adding an error with its line. Duplicate keys, bytes that are
// not UTF-8, a number out of JSON's grammar, anything after the end are errors.
tree_node *tree_read(const char *bytes, size_t length, struct issues *issues);
void tree_free(tree_node *root); // NULL is allowed

enum tree_kind tree_kind(const tree_node *node);
// A member of an object; NULL if there is none or it is no object.
tree_node *tree_member(const tree_node *node, const char *key);
// Members of an object, elements of a list, else 0.
size_t tree_count(const tree_node *node);
tree_node *tree_element(const tree_node *node, size_t index);
// NULL if it is no text. Lives as long as the tree.
const char *tree_text(const tree_node *node);
// The digits of a number as they stood there; NULL if it is none.
const char *tree_digits(const tree_node *node);
// False if it is no number, or one with an exponent, more than six places or too large.
bool tree_decimal(const tree_node *node, decimal *out);
// False if it is no truth value.
bool tree_bool(const tree_node *node, bool *out);

// The members of an object in their order: begin with {0}.
struct tree_member {
    const char *key;
    tree_node *value;
    void *place;
};
bool tree_next(tree_node *object, struct tree_member *member);

// Are two trees the same? Numbers by their digits, objects whatever the order of their members.
bool tree_same(const tree_node *a, const tree_node *b);

#endif
