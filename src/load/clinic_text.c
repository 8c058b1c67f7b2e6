// Finds where values stand in the text rather than parsing and printing it: printing would lose the
// remarks.

#include "load/clinic_text.h"

#include <string.h>

// Where something stands in a text.
struct span {
    size_t from, end;
};

// Past blanks and remarks.
static size_t skip_blank(const char *text, size_t at)
{
    for (;;) {
        at += strspn(text + at, " \t\r\n\f\v");
        if (text[at] == '#' || (text[at] == '/' && text[at + 1] == '/')) {
            at += strcspn(text + at, "\n");
        } else if (text[at] == '/' && text[at + 1] == '*') {
            const char *end = strstr(text + at + 2, "*/");
            at = end != NULL ? (size_t)(end - text) + 2 : strlen(text);
        } else {
            return at;
        }
    }
}

static size_t skip_string(const char *text, size_t at)
{
    for (at++; text[at] != '\0' && text[at] != '"'; at++) {
        at += text[at] == '\\' && text[at + 1] != '\0';
    }
    return text[at] == '"' ? at + 1 : at;
}

// Past one value: texts side by side, a number, or all between brackets.
static size_t skip_value(const char *text, size_t at)
{
    size_t depth = 0, end = at;
    for (;;) {
        at = skip_blank(text, at);
        char c = text[at];
        if (c == '\0' || (depth == 0 && (c == ';' || c == ',' || c == '}'))) {
            return end;
        }
        if (c == '"') {
            at = skip_string(text, at);
        } else {
            depth += c == '(' || c == '{' || c == '[';
            depth -= depth > 0 && (c == ')' || c == '}' || c == ']');
            at++;
            bool word = depth == 0 && c != ')' && c != '}' && c != ']';
            at += word ? strcspn(text + at, " \t\r\n\f\v;,}#\"") : 0;
        }
        end = at;
        // Another key without a separator before it: the value before was whole.
        size_t next = skip_blank(text, at);
        if (depth == 0 && text[next] != '"') {
            return end;
        }
    }
}

// The value of `key` among the members from `at` on; false: there is none, and value->from is where
// the members end.
static bool find_member(const char *text, size_t at, const char *key, struct span *value)
{
    for (;;) {
        at = skip_blank(text, at);
        if (text[at] == '\0' || text[at] == '}') {
            value->from = value->end = at;
            return false;
        }
        size_t length = strcspn(text + at, " \t\r\n\f\v=:;,}#/");
        bool same = length == strlen(key) && strncmp(text + at, key, length) == 0;
        at = skip_blank(text, at + length);
        at += text[at] == '=' || text[at] == ':';
        at = skip_blank(text, at);
        value->from = at;
        value->end = skip_value(text, at);
        if (same) {
            return true;
        }
        at = skip_blank(text, value->end);
        at += text[at] == ';' || text[at] == ',';
        if (at == value->from && length == 0) {
            at++; // nothing that could be passed over: a text that is no settings file
        }
    }
}

static void put_text(struct buffer *out, const char *text)
{
    buffer_char(out, '"');
    for (; *text != '\0'; text++) {
        if (*text == '"' || *text == '\\') {
            buffer_char(out, '\\');
        }
        buffer_char(out, *text);
    }
    buffer_char(out, '"');
}

static void put_key(struct buffer *out, const char *key, const char *text)
{
    if (text != NULL && text[0] != '\0') {
        buffer_print(out, " %s = ", key);
        put_text(out, text);
        buffer_char(out, ';');
    }
}

static void put_therapists(struct buffer *out, const struct clinic *clinic)
{
    buffer_text(out, "(");
    for (uint32_t i = 0; i < clinic->therapist_count; i++) {
        const struct clinic_therapist *therapist = &clinic->therapists[i];
        buffer_text(out, i == 0 ? "\n  {" : ",\n  {");
        put_key(out, "name", therapist->name);
        put_key(out, "profession", therapist->profession);
        put_key(out, "registration", therapist->registration);
        put_key(out, "needling", therapist->needling);
        if (therapist->years >= 0) {
            buffer_print(out, " years = %d;", therapist->years);
        }
        buffer_text(out, " }");
    }
    buffer_text(out, clinic->therapist_count > 0 ? "\n)" : ")");
}

// `text` with one member of the group that begins at `group` (0: the file) set to what `value`
// holds.
static void set_member(const struct buffer *text, const char *group, const char *key,
                       const char *value, struct buffer *out)
{
    struct span where = {0, 0}, place;
    size_t at = 0;
    if (group != NULL && find_member(text->bytes, 0, group, &where) &&
        text->bytes[where.from] == '{') {
        at = where.from + 1;
    }
    bool there = find_member(text->bytes, at, key, &place);
    buffer_add(out, text->bytes, place.from);
    if (there) {
        buffer_text(out, value);
    } else {
        char before = place.from > 0 ? text->bytes[place.from - 1] : '\n';
        const char *apart = group != NULL    ? strchr(" \t\n", before) != NULL ? "" : " "
                            : before != '\n' ? "\n"
                                             : "";
        buffer_print(out, "%s%s = ", apart, key);
        buffer_text(out, value);
        buffer_text(out, group != NULL ? "; " : ";\n");
    }
    buffer_text(out, text->bytes + place.end);
}

// The same in place.
static void change(struct buffer *text, const char *group, const char *key, const char *value)
{
    struct buffer out;
    buffer_init(&out, text->maximum);
    set_member(text, group, key, value, &out);
    buffer_clear(text);
    *text = out;
}

void clinic_text(const char *old, const struct clinic *clinic, struct buffer *out)
{
    struct buffer text, value;
    struct span place;
    buffer_init(&text, out->maximum);
    buffer_init(&value, out->maximum);
    buffer_text(&text, old);
    if (!find_member(old, 0, "clinic", &place)) {
        change(&text, NULL, "clinic", "{ }");
    }
    put_text(&value, clinic->name);
    change(&text, "clinic", "name", value.bytes);
    buffer_reset(&value);
    put_text(&value, clinic->emergency);
    change(&text, "clinic", "emergency", value.bytes);
    buffer_reset(&value);
    put_therapists(&value, clinic);
    change(&text, NULL, "therapists", value.bytes);
    buffer_add(out, text.bytes, text.length);
    buffer_clear(&text);
    buffer_clear(&value);
}
