#include "fhir/tree.h"

#include "base/buffer.h"
#include "base/limits.h"

#include <jansson.h>
#include <string.h>

// Before the digits of a number; no text may begin with it, for none may hold it.
#define MARK "\\u0000"

struct scan {
    const char *at, *end;
    uint32_t line, depth;
    const char *wrong; // what was found, or NULL
    struct buffer *out;
};

static bool digit_at(const struct scan *in)
{
    return in->at < in->end && *in->at >= '0' && *in->at <= '9';
}

static bool skip_digits(struct scan *in)
{
    bool some = digit_at(in);
    while (digit_at(in)) {
        in->at++;
    }
    return some;
}

static bool skip(struct scan *in, const char *one_of)
{
    bool is = in->at < in->end && *in->at != '\0' && strchr(one_of, *in->at) != NULL;
    in->at += is;
    return is;
}

static void scan_number(struct scan *in)
{
    const char *first = in->at;
    skip(in, "-");
    bool fine = skip(in, "0") || skip_digits(in);
    if (fine && skip(in, ".")) {
        fine = skip_digits(in);
    }
    if (fine && skip(in, "eE")) {
        skip(in, "+-");
        fine = skip_digits(in);
    }
    if (!fine || digit_at(in)) {
        in->wrong = "a number that is none";
        return;
    }
    buffer_text(in->out, "\"" MARK);
    buffer_add(in->out, first, (size_t)(in->at - first));
    buffer_char(in->out, '"');
}

static void scan_string(struct scan *in)
{
    static const char mark[] = MARK;
    const char *first = in->at++;
    while (in->at < in->end && *in->at != '"') {
        size_t left = (size_t)(in->end - in->at);
        if (*in->at == '\n') {
            break; // the parser says it best
        }
        if (left >= sizeof mark - 1 && memcmp(in->at, mark, sizeof mark - 1) == 0) {
            in->wrong = "a text with a NUL in it";
            return;
        }
        in->at += *in->at == '\\' && left > 1 ? 2 : 1;
    }
    in->at += in->at < in->end && *in->at == '"';
    buffer_add(in->out, first, (size_t)(in->at - first));
}

static void scan_one(struct scan *in)
{
    char c = *in->at;
    if (c == '"') {
        scan_string(in);
        return;
    }
    if (c == '-' || digit_at(in)) {
        scan_number(in);
        return;
    }
    if (c == '{' || c == '[') {
        in->depth++;
        in->wrong = in->depth > LIMIT_JSON_DEPTH ? "brackets nested too deeply" : NULL;
    } else if ((c == '}' || c == ']') && in->depth > 0) {
        in->depth--;
    }
    in->line += c == '\n';
    buffer_char(in->out, c);
    in->at++;
}

tree_node *tree_read(const char *bytes, size_t length, struct issues *issues)
{
    if (length > LIMIT_JSON_BYTES) {
        issues_add(issues, ISSUE_ERROR, NULL, 0, "a JSON document of %zu bytes; at most %d", length,
                   (int)LIMIT_JSON_BYTES);
        return NULL;
    }
    struct buffer marked;
    buffer_init(&marked, length * (sizeof MARK + 2) + 1);
    struct scan in = {.at = bytes, .end = bytes + length, .line = 1, .out = &marked};
    while (in.at < in.end && in.wrong == NULL) {
        scan_one(&in);
    }
    json_t *root = NULL;
    if (in.wrong != NULL) {
        issues_add(issues, ISSUE_ERROR, NULL, in.line, "%s; JSON", in.wrong);
    } else {
        json_error_t error;
        root = json_loadb(marked.bytes, marked.length, JSON_REJECT_DUPLICATES | JSON_ALLOW_NUL,
                          &error);
        if (root == NULL) {
            issues_add(issues, ISSUE_ERROR, NULL, error.line > 0 ? (uint32_t)error.line : 0,
                       "%s; JSON", error.text);
        }
    }
    buffer_clear(&marked);
    return root;
}

void tree_free(tree_node *root)
{
    json_decref(root);
}

static bool is_number(const tree_node *node)
{
    return json_is_string(node) && json_string_length(node) > 0 &&
           json_string_value(node)[0] == '\0';
}

enum tree_kind tree_kind(const tree_node *node)
{
    if (node == NULL) {
        return TREE_NONE;
    }
    switch (json_typeof(node)) {
    case JSON_OBJECT:
        return TREE_OBJECT;
    case JSON_ARRAY:
        return TREE_LIST;
    case JSON_STRING:
        return is_number(node) ? TREE_NUMBER : TREE_TEXT;
    case JSON_TRUE:
    case JSON_FALSE:
        return TREE_BOOL;
    case JSON_INTEGER:
    case JSON_REAL:
    case JSON_NULL:
        break;
    }
    return TREE_NULL;
}

tree_node *tree_member(const tree_node *node, const char *key)
{
    return json_object_get(node, key);
}

size_t tree_count(const tree_node *node)
{
    return json_is_array(node) ? json_array_size(node) : json_object_size(node);
}

tree_node *tree_element(const tree_node *node, size_t index)
{
    return json_array_get(node, index);
}

const char *tree_text(const tree_node *node)
{
    return is_number(node) ? NULL : json_string_value(node);
}

const char *tree_digits(const tree_node *node)
{
    return is_number(node) ? json_string_value(node) + 1 : NULL;
}

bool tree_decimal(const tree_node *node, decimal *out)
{
    const char *digits = tree_digits(node);
    return digits != NULL && decimal_parse(digits, strlen(digits), out);
}

bool tree_bool(const tree_node *node, bool *out)
{
    *out = json_is_true(node);
    return json_is_boolean(node);
}

bool tree_next(tree_node *object, struct tree_member *member)
{
    member->place = member->place == NULL ? json_object_iter(object)
                                          : json_object_iter_next(object, member->place);
    if (member->place == NULL) {
        return false;
    }
    member->key = json_object_iter_key(member->place);
    member->value = json_object_iter_value(member->place);
    return true;
}

bool tree_same(const tree_node *a, const tree_node *b)
{
    return a == b || json_equal(a, b) == 1;
}
