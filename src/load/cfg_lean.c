// The file as libconfig gets it. A text's number is where among the texts it begins.

#include "cfg_lean.h"

#include "base/ensure.h"
#include "base/limits.h"
#include "base/wipe.h"

#include <assert.h>
#include <string.h>

enum {
    DIGITS = 7,           // of a text's number: it stays a plain integer
    LONGEST = 3 + DIGITS, // with a blank and 0x before them
    SHORTEST = 3,         // bytes in the file that give such a number: two quotes and a mark
};

static_assert(LIMIT_CFG_BYTES < 1 << DIGITS * 4, "a number reaches every text");

void lean_init(struct lean *lean, size_t length, struct arena *arena)
{
    ensure(length <= LIMIT_CFG_BYTES);
    // Without its quotes a text and its NUL take less than in the file. A number may be longer than
    // the text it stands for; no other token is longer than in the file. Of room that is not filled
    // no page is ever touched. At the end stand a blank before what the grammar refuses, and the
    // end of the line.
    size_t texts = length + 1;
    size_t bytes = length / SHORTEST * (LONGEST + 1) + SHORTEST + 2;
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

static unsigned digit_of(char c)
{
    return c <= '9' ? (unsigned)(c - '0') : (unsigned)((c | 0x20) - 'a') + 10;
}

void lean_hex(struct lean *lean, const char *word, size_t length)
{
    char digits[16];
    size_t first = sizeof(digits);
    uint32_t number = 0;
    for (size_t i = 2; i < length; i++) {
        number = number << 4 | digit_of(word[i]);
    }
    do {
        digits[--first] = (char)('0' + number % 10);
        number /= 10;
    } while (number > 0);
    lean_word(lean, digits + first, sizeof(digits) - first);
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
    wipe(to, (size_t)(text + length - to)); // nothing of it beyond its end
    return (size_t)(to - text);
}

static void add_number(struct lean *lean, size_t place)
{
    char *at = lean->at;
    *at++ = '0';
    *at++ = 'x';
    unsigned shift = 0;
    while (shift < (DIGITS - 1) * 4 && place >> shift > 0xF) {
        shift += 4;
    }
    for (;; shift -= 4) {
        *at++ = "0123456789ABCDEF"[place >> shift & 0xF];
        if (shift == 0) {
            break;
        }
    }
    lean->at = at;
}

void lean_text(struct lean *lean, const char *raw, size_t length, bool escaped, uint32_t lines,
               bool more)
{
    // Over the NUL of the one before it, if it goes on with it.
    char *text = lean->next_text - (more ? 1 : 0);
    memcpy(text, raw, length);
    length = escaped ? unescape(text, length) : length;
    text[length] = '\0';
    lean->next_text = text + length + 1;
    if (!more) {
        add_number(lean, (size_t)(text - lean->texts));
    }
    for (; lines > 0; lines--) {
        *lean->at++ = '\n';
    }
}

void lean_end(struct lean *lean)
{
    *lean->at++ = '\n';
}

void lean_parsed(struct lean *lean)
{
    wipe(lean->bytes, (size_t)(lean->at - lean->bytes)); // answers in a file are read so too
    arena_give_back(lean->arena, lean->next_text);
    lean->bytes = lean->at = NULL;
}

const char *lean_find(const struct lean *lean, uint32_t place)
{
    const char *text = lean->texts + place;
    ensure(text < lean->next_text);
    return text;
}
