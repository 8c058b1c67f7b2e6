// The file as libconfig gets it. A stand-in is the byte 0x01, which no file may hold, and where
// among the texts its own begins, in base 128, each digit a byte from 0x80 on.

#include "cfg_lean.h"

#include "base/ensure.h"
#include "base/limits.h"

#include <assert.h>
#include <string.h>

enum {
    STANDS_IN = 0x01,
    DIGITS = 4,
    DIGIT_BITS = 7,
    DIGIT = 0x80,
    SHORT = 1 + DIGITS, // bytes of a stand-in; a text that it would not make shorter stays
};

static_assert(LIMIT_CFG_BYTES < 1 << DIGITS * DIGIT_BITS, "a stand-in reaches every text");

void lean_init(struct lean *lean, size_t length, struct arena *arena)
{
    ensure(length <= LIMIT_CFG_BYTES);
    // Without its quotes a text and its NUL take less than in the file, and no token takes more; at
    // the end stand a blank before what the grammar refuses, and the end of the line.
    size_t texts = length + 1;
    size_t bytes = length + 2;
    char *room = arena_room(arena, texts + bytes);
    *lean = (struct lean){.arena = arena,
                          .texts = room,
                          .next_text = room,
                          .bytes = room + texts,
                          .at = room + texts};
}

// Bytes that may not stand right before a word.
static bool ends_word(char c)
{
    return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
           c == '-' || c == '.' || c == '*';
}

void lean_word(struct lean *lean, const char *word, size_t length)
{
    char *at = lean->at;
    // Two words had a blank or a comment between them.
    if (at > lean->bytes && ends_word(at[-1])) {
        *at++ = ' ';
    }
    for (size_t i = 0; i < length; i++) {
        at[i] = word[i];
    }
    lean->at = at + length;
}

// Takes the escapes out as libconfig does: those it does not know stay as they are. Returns the
// length that is left.
static size_t unescape(char *text, size_t length)
{
    static const char escapes[] = "nrtf\\\"", meant[] = "\n\r\t\f\\\"";
    char *to = text;
    for (const char *from = text; from < text + length; from++) {
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
    return (size_t)(to - text);
}

static char *stand_in(char *at, size_t place)
{
    *at++ = STANDS_IN;
    for (int i = 0; i < DIGITS; i++) {
        *at++ = (char)(DIGIT | (place & (DIGIT - 1)));
        place >>= DIGIT_BITS;
    }
    return at;
}

void lean_text(struct lean *lean, const char *raw, size_t length, bool escaped, uint32_t lines)
{
    char *at = lean->at;
    *at++ = '"';
    if (length <= SHORT + lines) {
        for (size_t i = 0; i < length; i++) {
            *at++ = raw[i];
        }
        lines = 0; // they are in it
    } else {
        char *text = lean->next_text;
        memcpy(text, raw, length);
        length = escaped ? unescape(text, length) : length;
        text[length] = '\0';
        lean->next_text = text + length + 1;
        at = stand_in(at, (size_t)(text - lean->texts));
    }
    *at++ = '"';
    for (; lines > 0; lines--) {
        *at++ = '\n';
    }
    lean->at = at;
}

void lean_end(struct lean *lean)
{
    *lean->at++ = '\n';
}

void lean_parsed(struct lean *lean)
{
    arena_give_back(lean->arena, lean->next_text);
    lean->bytes = lean->at = NULL;
}

static const char *text_of(const struct lean *lean, const char *stand_in)
{
    size_t place = 0;
    for (int i = DIGITS; i > 0; i--) {
        place = place << DIGIT_BITS | ((unsigned char)stand_in[i] & (DIGIT - 1));
    }
    const char *text = lean->texts + place;
    ensure(text < lean->next_text);
    return text;
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
    if (text[0] == STANDS_IN && text[SHORT] == '\0') {
        *kept = true;
        return text_of(lean, text);
    }
    *kept = strchr(text, STANDS_IN) != NULL;
    return *kept ? join(lean, text) : text;
}
