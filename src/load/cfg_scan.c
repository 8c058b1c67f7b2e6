// The look through a text before libconfig sees it. libconfig takes an integer that does not fit
// without a word, opens whatever @include names, needs a minute for a group of 100,000 members, and
// says no more than "syntax error" about a bracket that is not closed. One pass finds all of these.

#include "base/limits.h"
#include "load/cfg.h"

#include <string.h>

enum {
    DIGITS_PLAIN = 9,         // most digits of an integer without L: ten may not fit 32 bits
    DIGITS_LONG = 18,         // with L: nineteen may not fit 64
    DIGITS_HEX = 7,           // after 0x, without L
    VALUES = 4 * 1000 * 1000, // in one file: more would only fill the memory
};

struct open_bracket {
    char bracket;
    uint32_t line;
    uint32_t members; // of a group, so far
};

struct scan {
    const char *file;
    struct issues *issues;
    const char *at, *end;
    uint32_t line;
    uint32_t values;
    char before; // the token before: a bracket, a mark, '"' a text, 'a' a word, '0' a number
    int depth;
    bool stop; // nothing after this place would be understood
    size_t errors;
    struct open_bracket open[LIMIT_CFG_DEPTH + 1]; // [0]: the file
};

// What a byte begins, by the byte: every byte of every file is looked up. From 0x80 on: 0, other.
enum byte_class {
    BYTE_OTHER = '.',
    BYTE_WORD = 'a',
    BYTE_DIGIT = '0',
    BYTE_SPACE = ' ',
    BYTE_CONTROL = '!',
};
static const char classes[257] =
    "!!!!!!!!! .!! !!!!!!!!!!!!!!!!!!"  // 0x00
    " .........a.....0000000000......"  // 0x20
    ".aaaaaaaaaaaaaaaaaaaaaaaaaa....a"  // 0x40
    ".aaaaaaaaaaaaaaaaaaaaaaaaaa....!"; // 0x60

static char class_of(char c)
{
    return classes[(unsigned char)c];
}

static void problem(struct scan *scan, uint32_t line, const char *text)
{
    issues_add(scan->issues, ISSUE_ERROR, scan->file, line, "%s", text);
    scan->errors++;
}

static void control_character(struct scan *scan)
{
    issues_add(scan->issues, ISSUE_ERROR, scan->file, scan->line,
               "control character 0x%02x; printable text", (unsigned)(unsigned char)*scan->at);
    scan->errors++;
    scan->at++;
}

// After a backslash inside a text.
static void scan_escape(struct scan *scan)
{
    char c = scan->at < scan->end ? *scan->at : '\0';
    if (c == 'x') {
        problem(scan, scan->line, "'\\x' in a text; the character itself, in UTF-8");
    } else if (c == 'u') {
        issues_add(scan->issues, ISSUE_WARNING, scan->file, scan->line,
                   "'\\u' in a text stays as it is; the character itself, in UTF-8");
    } else if (c != '\0' && strchr("abfrv", c) != NULL) {
        issues_add(scan->issues, ISSUE_ERROR, scan->file, scan->line,
                   "'\\%c' in a text; printable text", c);
        scan->errors++;
    }
    if (c == '\n') {
        scan->line++;
    }
    scan->at += scan->at < scan->end ? 1 : 0;
}

// The end of what inside a text needs no look: neither the closing quote nor anything below a
// space.
static const char *plain_end(const char *at, const char *end)
{
    while (at < end && (unsigned char)*at >= ' ' && *at != '"' && *at != '\\') {
        at++;
    }
    return at;
}

static void scan_text(struct scan *scan)
{
    uint32_t began = scan->line;
    scan->at++;
    while ((scan->at = plain_end(scan->at, scan->end)) < scan->end) {
        unsigned char c = (unsigned char)*scan->at;
        if (c == '"') {
            scan->at++;
            return;
        }
        if (c == '\\') {
            scan->at++;
            scan_escape(scan);
        } else if (c == '\n') {
            scan->line++;
            scan->at++;
        } else if (c < ' ' && c != '\t' && c != '\r') {
            control_character(scan);
        } else {
            scan->at++;
        }
    }
    problem(scan, began, "this text never ends; a closing '\"'");
    scan->stop = true;
}

static void skip_line(struct scan *scan)
{
    const char *newline = memchr(scan->at, '\n', (size_t)(scan->end - scan->at));
    scan->at = newline != NULL ? newline : scan->end;
}

static void scan_slash(struct scan *scan)
{
    char next = scan->at + 1 < scan->end ? scan->at[1] : '\0';
    if (next == '/') {
        skip_line(scan);
        return;
    }
    if (next != '*') {
        scan->at++;
        scan->before = '/';
        return;
    }
    uint32_t began = scan->line;
    scan->at += 2;
    while (scan->at < scan->end) {
        if (*scan->at == '*' && scan->at + 1 < scan->end && scan->at[1] == '/') {
            scan->at += 2;
            return;
        }
        scan->line += *scan->at == '\n' ? 1 : 0;
        scan->at++;
    }
    problem(scan, began, "this comment never ends; a closing '*/'");
    scan->stop = true;
}

static bool is_hex(char c)
{
    return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

static bool is_digit(char c)
{
    return c >= '0' && c <= '9';
}

static void scan_number(struct scan *scan)
{
    const char *start = scan->at;
    bool hex = *start == '0' && start + 1 < scan->end && (start[1] == 'x' || start[1] == 'X');
    scan->at += hex ? 2 : 0;
    const char *digits = scan->at;
    while (scan->at < scan->end && (hex ? is_hex(*scan->at) : is_digit(*scan->at))) {
        scan->at++;
    }
    size_t count = (size_t)(scan->at - digits);
    char next = scan->at < scan->end ? *scan->at : '\0';
    if (!hex && (next == '.' || next == 'e' || next == 'E')) {
        while (scan->at < scan->end && *scan->at != '\0' &&
               (is_digit(*scan->at) || strchr(".eE+-", *scan->at) != NULL)) {
            scan->at++;
        }
    } else {
        size_t most =
            next == 'L' ? (hex ? DIGITS_HEX * 2 : DIGITS_LONG) : (hex ? DIGITS_HEX : DIGITS_PLAIN);
        if (count > most) {
            int shown = (int)(scan->at - start > 30 ? 30 : scan->at - start);
            issues_add(scan->issues, ISSUE_ERROR, scan->file, scan->line,
                       "integer %.*s; at most %zu digits (a code or a telephone number is a text "
                       "in quotes)",
                       shown, start, most);
            scan->errors++;
        }
        while (scan->at < scan->end && *scan->at == 'L') {
            scan->at++;
        }
    }
    scan->before = '0';
}

static void scan_open(struct scan *scan)
{
    char bracket = *scan->at++;
    if (scan->before == '}' && bracket == '{') {
        problem(scan, scan->line, "'{' right after '}'; a comma between them");
    }
    if (scan->depth == LIMIT_CFG_DEPTH) {
        issues_add(scan->issues, ISSUE_ERROR, scan->file, scan->line,
                   "brackets nested deeper than %d; fewer", (int)LIMIT_CFG_DEPTH);
        scan->errors++;
        scan->stop = true;
        return;
    }
    scan->depth++;
    scan->open[scan->depth] = (struct open_bracket){.bracket = bracket, .line = scan->line};
    scan->before = bracket;
}

static char closing_of(char bracket)
{
    return bracket == '{' ? '}' : bracket == '(' ? ')' : ']';
}

static void scan_close(struct scan *scan)
{
    char bracket = *scan->at++;
    const struct open_bracket *open = &scan->open[scan->depth];
    if (scan->depth == 0) {
        issues_add(scan->issues, ISSUE_ERROR, scan->file, scan->line,
                   "'%c' closes nothing; as many brackets closed as opened", bracket);
        scan->errors++;
        scan->stop = true;
        return;
    }
    if (bracket != closing_of(open->bracket)) {
        issues_add(scan->issues, ISSUE_ERROR, scan->file, scan->line,
                   "'%c' where the '%c' of line %u is still open; '%c'", bracket, open->bracket,
                   (unsigned)open->line, closing_of(open->bracket));
        scan->errors++;
        scan->stop = true;
        return;
    }
    if (scan->before == ',' && bracket != '}') {
        issues_add(scan->issues, ISSUE_ERROR, scan->file, scan->line,
                   "',' right before '%c'; no comma after the last", bracket);
        scan->errors++;
    }
    scan->depth--;
    scan->before = bracket;
}

static void count_value(struct scan *scan)
{
    if (++scan->values > VALUES) {
        problem(scan, scan->line, "more than 4,000,000 values in one file; fewer");
        scan->stop = true;
    }
}

static void scan_assign(struct scan *scan)
{
    scan->before = *scan->at++;
    if (++scan->open[scan->depth].members > LIMIT_CFG_MEMBERS) {
        issues_add(scan->issues, ISSUE_ERROR, scan->file, scan->line,
                   "a group with more than %d members; a list of groups ( { ... }, { ... } )",
                   (int)LIMIT_CFG_MEMBERS);
        scan->errors++;
        scan->stop = true;
    }
    count_value(scan);
}

static void skip_word(struct scan *scan)
{
    const char *at = scan->at + 1;
    while (at < scan->end &&
           (class_of(*at) == BYTE_WORD || class_of(*at) == BYTE_DIGIT || *at == '-')) {
        at++;
    }
    scan->at = at;
    scan->before = 'a';
}

static void scan_mark(struct scan *scan)
{
    switch (*scan->at) {
    case '\n':
        scan->line++;
        scan->at++;
        break;
    case '"':
        scan_text(scan);
        scan->before = '"';
        break;
    case '#':
        skip_line(scan);
        break;
    case '/':
        scan_slash(scan);
        break;
    case '{':
    case '(':
    case '[':
        scan_open(scan);
        break;
    case '}':
    case ')':
    case ']':
        scan_close(scan);
        break;
    case '=':
    case ':':
        scan_assign(scan);
        break;
    case ',':
        count_value(scan);
        scan->before = *scan->at++;
        break;
    default:
        scan->before = *scan->at++;
        break;
    }
}

// Any line that begins with it, even inside a text: what libconfig takes for a text is its matter.
static void find_includes(struct scan *scan, const char *bytes)
{
    for (const char *at = bytes; (at = memchr(at, '@', (size_t)(scan->end - at))) != NULL; at++) {
        if ((size_t)(scan->end - at) < 8 || memcmp(at, "@include", 8) != 0) {
            continue;
        }
        const char *start = at;
        while (start > bytes && (start[-1] == ' ' || start[-1] == '\t')) {
            start--;
        }
        if (start > bytes && start[-1] != '\n' && start[-1] != '\r') {
            continue;
        }
        uint32_t line = 1;
        for (const char *c = bytes; c < at; c++) {
            line += *c == '\n' ? 1 : 0;
        }
        problem(scan, line, "@include; the text itself in this file");
        return;
    }
}

// Overrides and isolates make a text read differently from what the program sees.
static void find_directions(struct scan *scan, const char *bytes)
{
    for (const char *at = bytes; (at = memchr(at, 0xE2, (size_t)(scan->end - at))) != NULL; at++) {
        if (scan->end - at < 3) {
            return;
        }
        unsigned char second = (unsigned char)at[1];
        unsigned char third = (unsigned char)at[2];
        if ((second == 0x80 && third >= 0xAA && third <= 0xAE) ||
            (second == 0x81 && third >= 0xA6 && third <= 0xA9)) {
            uint32_t line = 1;
            for (const char *c = bytes; c < at; c++) {
                line += *c == '\n' ? 1 : 0;
            }
            problem(scan, line, "an invisible character that turns the direction of reading; none");
            return;
        }
    }
}

size_t cfg_scan(const char *file, const char *bytes, size_t length, struct issues *issues)
{
    struct scan scan = {
        .file = file, .issues = issues, .at = bytes, .end = bytes + length, .line = 1};
    while (scan.at < scan.end && !scan.stop) {
        switch (class_of(*scan.at)) {
        case BYTE_SPACE:
            scan.at++;
            break;
        case BYTE_WORD:
            skip_word(&scan);
            break;
        case BYTE_DIGIT:
            scan_number(&scan);
            break;
        case BYTE_CONTROL:
            control_character(&scan);
            break;
        default:
            scan_mark(&scan);
            break;
        }
    }
    if (!scan.stop && scan.depth > 0) {
        const struct open_bracket *open = &scan.open[scan.depth];
        issues_add(issues, ISSUE_ERROR, file, open->line, "this '%c' is never closed; '%c'",
                   open->bracket, closing_of(open->bracket));
        scan.errors++;
    }
    find_includes(&scan, bytes);
    find_directions(&scan, bytes);
    return scan.errors;
}
