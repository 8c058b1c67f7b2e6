#include "fhir/emit.h"

#include "base/ensure.h"

#include <string.h>

void emit_begin(struct emit *emit, struct buffer *out)
{
    *emit = (struct emit){.out = out};
}

static void open_level(struct emit *emit, const char *key, char open, char close)
{
    ensure(emit->depth < EMIT_DEPTH);
    emit->levels[emit->depth++] = (struct emit_level){.key = key, .open = open, .close = close};
}

void emit_object(struct emit *emit, const char *key)
{
    open_level(emit, key, '{', '}');
}

void emit_list(struct emit *emit, const char *key)
{
    open_level(emit, key, '[', ']');
}

void emit_close(struct emit *emit)
{
    ensure(emit->depth > 0);
    const struct emit_level *level = &emit->levels[--emit->depth];
    if (level->written) {
        buffer_char(emit->out, level->close);
    }
}

static void put_string(struct buffer *out, const char *text)
{
    buffer_char(out, '"');
    for (const char *at = text; *at != '\0';) {
        size_t plain = 0;
        while ((unsigned char)at[plain] >= 0x20 && at[plain] != '"' && at[plain] != '\\') {
            plain++;
        }
        buffer_add(out, at, plain);
        at += plain;
        if (*at == '\0') {
            break;
        }
        if (*at == '"' || *at == '\\') {
            buffer_print(out, "\\%c", *at);
        } else if (*at == '\n') {
            buffer_text(out, "\\n");
        } else {
            buffer_print(out, "\\u%04x", (unsigned)(unsigned char)*at);
        }
        at++;
    }
    buffer_char(out, '"');
}

// A comma where something stands before, and the key.
static void put_key(struct emit *emit, uint32_t inside, const char *key)
{
    if (inside > 0) {
        struct emit_level *around = &emit->levels[inside - 1];
        if (around->filled) {
            buffer_char(emit->out, ',');
        }
        around->filled = true;
    }
    if (key != NULL) {
        put_string(emit->out, key);
        buffer_char(emit->out, ':');
    }
}

// Opens what was promised, then the place for one value.
static void put_place(struct emit *emit, const char *key)
{
    for (uint32_t i = 0; i < emit->depth; i++) {
        struct emit_level *level = &emit->levels[i];
        if (!level->written) {
            put_key(emit, i, level->key);
            buffer_char(emit->out, level->open);
            level->written = true;
        }
    }
    put_key(emit, emit->depth, key);
}

void emit_text(struct emit *emit, const char *key, const char *text)
{
    if (text != NULL && text[0] != '\0') {
        put_place(emit, key);
        put_string(emit->out, text);
    }
}

void emit_decimal(struct emit *emit, const char *key, decimal number)
{
    char text[DECIMAL_TEXT];
    put_place(emit, key);
    buffer_text(emit->out, decimal_print(number, text));
}

void emit_integer(struct emit *emit, const char *key, int64_t number)
{
    put_place(emit, key);
    buffer_print(emit->out, "%lld", (long long)number);
}

void emit_bool(struct emit *emit, const char *key, bool yes)
{
    put_place(emit, key);
    buffer_text(emit->out, yes ? "true" : "false");
}
