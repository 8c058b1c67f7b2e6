// A growing byte string with a maximum. What it holds is always the beginning of what was added:
// what does not fit fills it to the last byte, so nothing later can slip in and leave a hole.

#include "base/buffer.h"

#include "base/ensure.h"
#include "base/wipe.h"

#include <stdarg.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

enum { CAPACITY_FIRST = 64 };

void buffer_init(struct buffer *buffer, size_t maximum)
{
    ensure(maximum < SIZE_MAX);
    size_t capacity = maximum < CAPACITY_FIRST ? maximum + 1 : CAPACITY_FIRST;
    *buffer = (struct buffer){.maximum = maximum, .capacity = capacity};
    buffer->bytes = malloc(capacity);
    if (buffer->bytes == NULL) {
        die("out of memory");
    }
    buffer->bytes[0] = '\0';
}

void buffer_clear(struct buffer *buffer)
{
    wipe(buffer->bytes, buffer->capacity);
    free(buffer->bytes);
    *buffer = (struct buffer){0};
}

void buffer_reset(struct buffer *buffer)
{
    buffer->length = 0;
    buffer->full = false;
    buffer->bytes[0] = '\0';
}

// Makes room for `length` more bytes, or for as many as the maximum allows; returns how many.
static size_t reserve(struct buffer *buffer, size_t length)
{
    if (length > buffer->maximum - buffer->length) {
        length = buffer->maximum - buffer->length;
        buffer->full = true;
    }
    size_t needed = buffer->length + length + 1;
    if (needed > buffer->capacity) {
        size_t capacity = buffer->capacity;
        while (capacity < needed) {
            capacity = capacity > SIZE_MAX / 2 ? needed : capacity * 2;
        }
        if (capacity > buffer->maximum) {
            capacity = buffer->maximum + 1;
        }
        // realloc would leave what it moved from as it was.
        char *bytes = malloc(capacity);
        if (bytes == NULL) {
            die("out of memory");
        }
        memcpy(bytes, buffer->bytes, buffer->length + 1);
        wipe(buffer->bytes, buffer->capacity);
        free(buffer->bytes);
        buffer->bytes = bytes;
        buffer->capacity = capacity;
    }
    return length;
}

void buffer_add(struct buffer *buffer, const void *bytes, size_t length)
{
    size_t taken = reserve(buffer, length);
    if (taken > 0) {
        memcpy(buffer->bytes + buffer->length, bytes, taken);
        buffer->length += taken;
        buffer->bytes[buffer->length] = '\0';
    }
}

void buffer_text(struct buffer *buffer, const char *text)
{
    buffer_add(buffer, text, strlen(text));
}

void buffer_char(struct buffer *buffer, char character)
{
    buffer_add(buffer, &character, 1);
}

void buffer_print(struct buffer *buffer, const char *format, ...)
{
    if (buffer->full) {
        return;
    }
    size_t room = buffer->capacity - buffer->length;
    va_list arguments;
    va_start(arguments, format);
    int length = vsnprintf(buffer->bytes + buffer->length, room, format, arguments);
    va_end(arguments);
    ensure(length >= 0);

    bool fits = (size_t)length < room;
    size_t taken = reserve(buffer, (size_t)length);
    if (!fits) {
        va_start(arguments, format);
        vsnprintf(buffer->bytes + buffer->length, taken + 1, format, arguments);
        va_end(arguments);
    }
    buffer->length += taken;
}
