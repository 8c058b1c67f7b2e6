// The file as libconfig gets it. A stand-in is the byte 0x01, which no file may hold, and the
// text's number in base 32.

#include "cfg_lean.h"

#include "base/ensure.h"

#include <stdlib.h>
#include <string.h>

enum {
    STANDS_IN = 0x01,
    DIGITS = 5, // of a number: 32^5 texts are more than a file may have values
    DIGIT = 0x60,
    SHORT = 1 + DIGITS, // bytes of a stand-in; a text no longer than that stays
};

void lean_init(struct lean *lean, size_t length, struct arena *arena)
{
    // A text of ends of lines alone is the most that can come of a byte: a stand-in, and its lines.
    *lean = (struct lean){.bytes = malloc(length * 2 + 2), .arena = arena};
    if (lean->bytes == NULL) {
        die("out of memory");
    }
}

void lean_clear(struct lean *lean)
{
    free(lean->bytes);
    free(lean->texts);
    *lean = (struct lean){0};
}

void lean_mark(struct lean *lean, char mark)
{
    lean->bytes[lean->length++] = mark;
}

static bool ends_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.' || c == '*';
}

void lean_word(struct lean *lean, const char *word, size_t length)
{
    // Two words had a blank or a comment between them.
    if (lean->length > 0 && ends_word(lean->bytes[lean->length - 1])) {
        lean->bytes[lean->length++] = ' ';
    }
    memcpy(lean->bytes + lean->length, word, length);
    lean->length += length;
}

// Takes the escapes out as libconfig does: those it does not know stay as they are.
static void unescape(char *text, size_t length)
{
    char *backslash = memchr(text, '\\', length);
    if (backslash == NULL) {
        return;
    }
    static const char escapes[] = "nrtf\\\"", meant[] = "\n\r\t\f\\\"";
    char *to = backslash;
    for (const char *from = backslash; from < text + length; from++) {
        const char *known = from[0] == '\\' && from + 1 < text + length && from[1] != '\0'
                                ? strchr(escapes, from[1])
                                : NULL;
        if (known != NULL) {
            *to++ = meant[known - escapes];
            from++;
        } else {
            *to++ = *from;
        }
    }
    *to = '\0';
}

static void keep_text(struct lean *lean, const char *text)
{
    if (lean->text_count == lean->text_capacity) {
        lean->text_capacity = lean->text_capacity == 0 ? 256 : lean->text_capacity * 2;
        lean->texts = realloc(lean->texts, lean->text_capacity * sizeof(*lean->texts));
        if (lean->texts == NULL) {
            die("out of memory");
        }
    }
    lean->texts[lean->text_count++] = text;
}

static void stand_in(struct lean *lean, uint32_t number)
{
    char *at = lean->bytes + lean->length;
    *at++ = '"';
    *at++ = STANDS_IN;
    for (int i = 0; i < DIGITS; i++) {
        *at++ = (char)(DIGIT + (number & 31));
        number >>= 5;
    }
    *at++ = '"';
    lean->length = (size_t)(at - lean->bytes);
}

void lean_text(struct lean *lean, const char *raw, size_t length, uint32_t lines)
{
    if (length <= SHORT) {
        lean->bytes[lean->length++] = '"';
        memcpy(lean->bytes + lean->length, raw, length);
        lean->length += length;
        lean->bytes[lean->length++] = '"';
        return;
    }
    char *text = arena_copy(lean->arena, raw, length);
    unescape(text, length);
    stand_in(lean, lean->text_count);
    keep_text(lean, text);
    memset(lean->bytes + lean->length, '\n', lines);
    lean->length += lines;
}

void lean_end(struct lean *lean)
{
    lean->bytes[lean->length++] = '\n';
    lean->bytes[lean->length] = '\0';
}

void lean_parsed(struct lean *lean)
{
    free(lean->bytes);
    lean->bytes = NULL;
}

static const char *text_of(const struct lean *lean, const char *stand_in)
{
    uint32_t number = 0;
    for (int i = DIGITS; i > 0; i--) {
        number = number << 5 | ((uint32_t)(unsigned char)stand_in[i] - DIGIT);
    }
    ensure(number < lean->text_count);
    return lean->texts[number];
}

// Texts that follow each other are one, as in C: libconfig has joined what stands for them.
static const char *join(const struct lean *lean, const char *text)
{
    char *joined = arena_string(lean->arena, "");
    for (const char *next; *text != '\0'; text = next) {
        if (*text == STANDS_IN) {
            joined = arena_print(lean->arena, "%s%s", joined, text_of(lean, text));
            next = text + SHORT;
        } else {
            size_t plain = strcspn(text, (const char[]){STANDS_IN, '\0'});
            joined = arena_print(lean->arena, "%s%.*s", joined, (int)plain, text);
            next = text + plain;
        }
    }
    return joined;
}

const char *lean_find(const struct lean *lean, const char *text, bool *kept)
{
    const char *mark = strchr(text, STANDS_IN);
    *kept = mark != NULL;
    if (mark == NULL) {
        return text;
    }
    return mark == text && text[SHORT] == '\0' ? text_of(lean, text) : join(lean, text);
}
