#include "response_text.h"

#include <stdbool.h>

enum { SHORT = 108 };

struct printing {
    const char *at, *end;
    struct buffer *out;
    int depth;
};

// Just past the value that begins at `at`.
static const char *past(const char *at, const char *end)
{
    int depth = 0;
    bool text = false;
    for (; at < end; at++) {
        if (text && *at == '\\') {
            at++;
        } else if (*at == '"') {
            text = !text;
        } else if (!text && (*at == '{' || *at == '[')) {
            depth++;
        } else if (!text && (*at == '}' || *at == ']')) {
            depth--;
        }
        bool closed = *at == '}' || *at == ']';
        if (!text && depth == 0 && (closed || at + 1 == end)) {
            return at + 1;
        }
    }
    return end;
}

static void begin_line(struct printing *p)
{
    buffer_print(p->out, "\n%*s", 2 * p->depth, "");
}

// As it stands, with a space after commas and colons.
static void put_flat(struct printing *p, const char *end)
{
    bool text = false;
    for (; p->at < end; p->at++) {
        char c = *p->at;
        buffer_char(p->out, c);
        if (text && c == '\\') {
            buffer_char(p->out, *++p->at);
        } else if (c == '"') {
            text = !text;
        } else if (!text && (c == ',' || c == ':')) {
            buffer_char(p->out, ' ');
        }
    }
}

void response_text_pretty(const char *json, size_t length, struct buffer *out)
{
    struct printing p = {.at = json, .end = json + length, .out = out};
    while (p.at < p.end) {
        char c = *p.at;
        if (c == '{' || c == '[') {
            const char *end = past(p.at, p.end);
            if (end - p.at <= SHORT - 2 * p.depth && end < p.end) {
                put_flat(&p, end);
                continue;
            }
            buffer_char(out, c);
            p.depth++;
            begin_line(&p);
        } else if (c == '}' || c == ']') {
            p.depth--;
            begin_line(&p);
            buffer_char(out, c);
        } else if (c == ',') {
            buffer_char(out, c);
            begin_line(&p);
        } else if (c == '"') {
            const char *end = p.at + 1;
            while (end < p.end && *end != '"') {
                end += *end == '\\' ? 2 : 1;
            }
            put_flat(&p, end + 1);
            continue;
        } else if (c == ':') {
            buffer_text(out, ": ");
        } else if (c != '\n' || p.depth == 0) {
            buffer_char(out, c);
        }
        p.at++;
    }
}
