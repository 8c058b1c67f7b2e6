// What a reader of a file does not see, or does not expect: other files taken in, and characters
// that make a text read differently from what the program sees.

#include "load/cfg.h"

#include <string.h>

static uint32_t line_of(const char *bytes, const char *at)
{
    uint32_t line = 1;
    for (; bytes < at; bytes++) {
        line += *bytes == '\n' ? 1 : 0;
    }
    return line;
}

// Any line that begins with it, even inside a text: what libconfig takes for a text is its matter.
static bool is_include(const char *bytes, const char *at, const char *end)
{
    if ((size_t)(end - at) < 8 || memcmp(at, "@include", 8) != 0) {
        return false;
    }
    while (at > bytes && (at[-1] == ' ' || at[-1] == '\t')) {
        at--;
    }
    return at == bytes || at[-1] == '\n' || at[-1] == '\r';
}

// Overrides (U+202A to 202E) and isolates (U+2066 to 2069).
static bool is_direction(const char *at, const char *end)
{
    if (end - at < 3) {
        return false;
    }
    unsigned char second = (unsigned char)at[1];
    unsigned char third = (unsigned char)at[2];
    return (second == 0x80 && third >= 0xAA && third <= 0xAE) ||
           (second == 0x81 && third >= 0xA6 && third <= 0xA9);
}

// Nothing is seen of these either: the marks U+200E and 200F, the separators U+2028 and 2029 (which
// no terminal breaks a line at), and U+FEFF anywhere but at the beginning of a file.
static bool is_unseen(const char *at, const char *end)
{
    if (end - at < 3) {
        return false;
    }
    unsigned char first = (unsigned char)at[0], third = (unsigned char)at[2];
    if (first == 0xEF) {
        return (unsigned char)at[1] == 0xBB && third == 0xBF;
    }
    return (unsigned char)at[1] == 0x80 &&
           (third == 0x8E || third == 0x8F || third == 0xA8 || third == 0xA9);
}

static size_t find_unseen(const char *file, const char *bytes, const char *end, int first,
                          struct issues *issues)
{
    size_t errors = 0;
    for (const char *at = bytes; (at = memchr(at, first, (size_t)(end - at))) != NULL; at++) {
        if (is_unseen(at, end)) {
            issues_add(issues, ISSUE_ERROR, file, line_of(bytes, at),
                       "an invisible character; only what can be seen");
            errors++;
        }
    }
    return errors;
}

// The second set of control characters (U+0080 to 9F): a terminal takes them for commands.
static bool control_after_ascii(const char *at, const char *end)
{
    return end - at >= 2 && (unsigned char)at[1] >= 0x80 && (unsigned char)at[1] <= 0x9F;
}

static size_t find_include(const char *file, const char *bytes, const char *end,
                           struct issues *issues)
{
    for (const char *at = bytes; (at = memchr(at, '@', (size_t)(end - at))) != NULL; at++) {
        if (is_include(bytes, at, end)) {
            issues_add(issues, ISSUE_ERROR, file, line_of(bytes, at),
                       "@include; the text itself in this file");
            return 1;
        }
    }
    return 0;
}

// All that is sought but @include lies outside ASCII, and many a file does not.
static bool all_ascii(const char *bytes, const char *end)
{
    uint64_t word;
    for (; end - bytes >= (ptrdiff_t)sizeof(word); bytes += sizeof(word)) {
        memcpy(&word, bytes, sizeof(word));
        if ((word & UINT64_C(0x8080808080808080)) != 0) {
            return false;
        }
    }
    while (bytes < end && (unsigned char)*bytes < 0x80) {
        bytes++;
    }
    return bytes == end;
}

size_t cfg_hidden(const char *file, const char *bytes, size_t length, struct issues *issues)
{
    const char *end = bytes + length;
    if (all_ascii(bytes, end)) {
        return find_include(file, bytes, end, issues);
    }
    size_t errors =
        find_unseen(file, bytes, end, 0xE2, issues) + find_unseen(file, bytes, end, 0xEF, issues);
    errors += errors == 0 ? find_include(file, bytes, end, issues) : 0;
    for (const char *at = bytes; (at = memchr(at, 0xE2, (size_t)(end - at))) != NULL; at++) {
        if (is_direction(at, end)) {
            issues_add(issues, ISSUE_ERROR, file, line_of(bytes, at),
                       "an invisible character that turns the direction of reading; none");
            return errors + 1;
        }
    }
    for (const char *at = bytes; (at = memchr(at, 0xC2, (size_t)(end - at))) != NULL; at++) {
        if (control_after_ascii(at, end)) {
            issues_add(issues, ISSUE_ERROR, file, line_of(bytes, at),
                       "control character 0x%02x; printable text", (unsigned char)at[1]);
            return errors + 1;
        }
    }
    return errors;
}
