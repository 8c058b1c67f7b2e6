#ifndef FHIR_EMIT_H
#define FHIR_EMIT_H

#include "base/buffer.h"
#include "base/decimal.h"

#include <stdint.h>

// JSON out, in the order it is said, on one line. An object or list is opened when something is put
// into it: FHIR knows no empty ones, and none can be written. Numbers keep their digits.
enum { EMIT_DEPTH = 64 };

struct emit {
    struct buffer *out;
    struct emit_level {
        const char *key; // borrowed until it is closed
        char open, close;
        bool written, filled;
    } levels[EMIT_DEPTH];
    uint32_t depth;
};

void emit_begin(struct emit *emit, struct buffer *out);
// `key` is NULL inside a list and for the whole.
void emit_object(struct emit *emit, const char *key);
void emit_list(struct emit *emit, const char *key);
void emit_close(struct emit *emit);
// Leaves out a text that is NULL or empty.
void emit_text(struct emit *emit, const char *key, const char *text);
void emit_decimal(struct emit *emit, const char *key, decimal number);
void emit_integer(struct emit *emit, const char *key, int64_t number);
void emit_bool(struct emit *emit, const char *key, bool yes);

#endif
