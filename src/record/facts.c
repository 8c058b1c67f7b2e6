// Lines that anyone can read with the eye and that a program finds by their first word.

#include "record/facts.h"

#include "base/ensure.h"
#include "base/text.h"
#include "record/hex.h"

#include <inttypes.h>
#include <string.h>

void facts_add(struct buffer *to, const char *key, const char *value)
{
    ensure(strpbrk(key, " \n") == NULL);
    buffer_text(to, key);
    buffer_char(to, ' ');
    for (; *value != '\0'; value++) {
        bool control = (unsigned char)*value < ' ' || *value == 127;
        buffer_char(to, control ? ' ' : *value);
    }
    buffer_char(to, '\n');
}

void facts_add_number(struct buffer *to, const char *key, uint64_t value)
{
    buffer_print(to, "%s %" PRIu64 "\n", key, value);
}

void facts_add_hex(struct buffer *to, const char *key, const uint8_t *bytes, size_t length)
{
    char digits[2 + 1];
    buffer_text(to, key);
    buffer_char(to, ' ');
    for (size_t i = 0; i < length; i++) {
        hex_write(&bytes[i], 1, digits);
        buffer_text(to, digits);
    }
    buffer_char(to, '\n');
}

// The value's first byte and length; NULL: no such line.
static const char *value_of(const struct buffer *from, const char *key, size_t *length)
{
    size_t named = strlen(key);
    const char *at = from->bytes, *end = from->bytes + from->length;
    while (at < end) {
        const char *stop = memchr(at, '\n', (size_t)(end - at));
        size_t line = (size_t)((stop == NULL ? end : stop) - at);
        if (line > named && memcmp(at, key, named) == 0 && at[named] == ' ') {
            *length = line - named - 1;
            return at + named + 1;
        }
        at += line + 1;
    }
    return NULL;
}

bool facts_find(const struct buffer *from, const char *key, char *out, size_t size)
{
    size_t length = 0;
    const char *value = value_of(from, key, &length);
    if (value == NULL || length >= size || memchr(value, 0, length) != NULL) {
        return false;
    }
    memcpy(out, value, length);
    out[length] = '\0';
    return true;
}

void facts_find_cut(const struct buffer *from, const char *key, char *out, size_t size)
{
    size_t whole = 0;
    const char *value = value_of(from, key, &whole);
    size_t length = value == NULL || memchr(value, 0, whole) != NULL ? 0 : whole;
    if (length > 0) {
        length = text_fit(value, length, size - 1);
        memcpy(out, value, length);
    }
    out[length] = '\0';
}

bool facts_number(const struct buffer *from, const char *key, uint64_t *out)
{
    size_t length = 0;
    const char *value = value_of(from, key, &length);
    uint64_t number = 0;
    if (value == NULL || length == 0) {
        return false;
    }
    for (size_t i = 0; i < length; i++) {
        unsigned digit = (unsigned)(unsigned char)value[i] - '0';
        if (digit > 9 || number > (UINT64_MAX - digit) / 10) {
            return false;
        }
        number = number * 10 + digit;
    }
    *out = number;
    return true;
}

bool facts_hex(const struct buffer *from, const char *key, uint8_t *out, size_t length)
{
    size_t digits = 0;
    const char *value = value_of(from, key, &digits);
    return value != NULL && hex_read(value, digits, out, length);
}
