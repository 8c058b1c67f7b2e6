// The way through a text instead of libconfig's parser, which takes an integer that does not fit
// without a word, opens whatever @include names, needs a minute for a group of 100,000 members, and
// says no more than "syntax error" about anything else. One pass follows the same grammar, says
// what is wrong and where, and hands on what is there; a test holds it to the parser's own reading.

#include "cfg_scan.h"

#include <stdlib.h>
#include <string.h>
#include <strings.h>

enum {
    DIGITS_PLAIN = 9,         // most digits of an integer without L: ten may not fit 32 bits
    DIGITS_LONG = 18,         // with L: nineteen may not fit 64
    DIGITS_HEX = 7,           // after 0x, without L
    VALUES = 4 * 1000 * 1000, // in one file: more would only fill the memory
};

// What a byte begins, by the byte: every byte outside a text is looked up. Small letters stand for
// what a word may go on with. From 0x80 on: 0, other.
enum byte_class {
    BYTE_OTHER = '.',
    BYTE_WORD = 'w',
    BYTE_DIGIT = 'd',
    BYTE_DASH = 'h',
    BYTE_BLANK = ' ',
    BYTE_LINE = 'L',
    BYTE_TEXT = '"',
    BYTE_OPEN = '(',
    BYTE_CLOSE = ')',
    BYTE_ASSIGN = '=',
    BYTE_MARK = ',',
    BYTE_COMMENT = '#',
    BYTE_SLASH = '/',
    BYTE_CONTROL = '!',
};

static const char classes[257] = "!!!!!!!!! L!! !!!!!!!!!!!!!!!!!!"  // 0x00
                                 " .\"#....()w.,h./dddddddddd=,.=.." // 0x20
                                 ".wwwwwwwwwwwwwwwwwwwwwwwwww(.).w"  // 0x40
                                 ".wwwwwwwwwwwwwwwwwwwwwwwwww(.).!"; // 0x60

static char class_of(char c)
{
    return classes[(unsigned char)c];
}

static bool in_word(char c)
{
    return class_of(c) >= 'a';
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
        scan_problem(scan, scan->line, "'\\x' in a text; the character itself, in UTF-8");
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

static bool needs_look(char c)
{
    return (unsigned char)c < ' ' || c == '"' || c == '\\';
}

// Whether any of eight bytes does, found by arithmetic on all of them at once.
static bool any_needs_look(const char *bytes)
{
    const uint64_t each = UINT64_C(0x0101010101010101);
    uint64_t word;
    memcpy(&word, bytes, sizeof(word));
    uint64_t quotes = word ^ (each * '"');
    uint64_t slashes = word ^ (each * '\\');
    uint64_t found =
        ((word - each * ' ') & ~word) | ((quotes - each) & ~quotes) | ((slashes - each) & ~slashes);
    return (found & (each * 0x80)) != 0;
}

// The end of what inside a text needs no look: neither the closing quote nor anything below a
// space.
static const char *plain_end(const char *at, const char *end)
{
    while (end - at >= (ptrdiff_t)sizeof(uint64_t) && !any_needs_look(at)) {
        at += sizeof(uint64_t);
    }
    while (at < end && !needs_look(*at)) {
        at++;
    }
    return at;
}

// After a value was handed on. A key that is there already is where parsers stop.
static void take(struct scan *scan, bool taken)
{
    if (!taken) {
        scan_problem(scan, scan->key_line, "a key that this group has already; each key once");
        scan->stop = true;
    }
}

static void scan_text(struct scan *scan)
{
    uint32_t began = scan->line;
    bool more = scan_level(scan)->next == NEXT_TEXT;
    scan_meet(scan, TOKEN_TEXT);
    if (scan->stop) {
        return;
    }
    const char *text = ++scan->at;
    bool escaped = false;
    while ((scan->at = plain_end(scan->at, scan->end)) < scan->end) {
        unsigned char c = (unsigned char)*scan->at;
        if (c == '"') {
            take(scan,
                 build_text(scan->build, text, (size_t)(scan->at - text), escaped, more, began));
            scan->at++;
            scan->text_line = began;
            scan->text_end = scan->line;
            return;
        }
        if (c == '\\') {
            escaped = true;
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
    scan_problem(scan, began, "this text never ends; a closing '\"'");
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
        scan_problem(scan, scan->line, "'/' has no meaning here; a comment begins with # or //");
        scan->stop = true;
        return;
    }
    uint32_t began = scan->line;
    scan->at += 2;
    while (scan->at < scan->end) {
        if (*scan->at == '*' && scan->at + 1 < scan->end && scan->at[1] == '/') {
            scan->at += 2;
            return;
        }
        if (*scan->at == '\n') {
            scan->line++;
        }
        scan->at++;
    }
    scan_problem(scan, began, "this comment never ends; a closing '*/'");
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

// Digits of an integer: as many as surely fit.
static void check_digits(struct scan *scan, bool hex, size_t digits)
{
    bool longer = scan->at < scan->end && *scan->at == 'L';
    size_t most = longer ? (hex ? DIGITS_HEX * 2 : DIGITS_LONG) : (hex ? DIGITS_HEX : DIGITS_PLAIN);
    if (digits > most) {
        size_t length = (size_t)(scan->at - scan->word);
        issues_add(scan->issues, ISSUE_ERROR, scan->file, scan->line,
                   "integer %.*s; at most %zu digits (a code or a telephone number is a text in "
                   "quotes)",
                   (int)(length < SCAN_SHOWN ? length : SCAN_SHOWN), scan->word, most);
        scan->errors++;
    }
    for (int i = 0; i < 2 && scan->at < scan->end && *scan->at == 'L'; i++) {
        scan->at++;
    }
}

static void skip_digits(struct scan *scan, bool hex)
{
    while (scan->at < scan->end && (hex ? is_hex(*scan->at) : is_digit(*scan->at))) {
        scan->at++;
    }
}

// The digits as a number; what would not fit was refused.
static int64_t integer_of(const char *digits, size_t count, bool hex, bool negative)
{
    uint64_t number = 0;
    for (size_t i = 0; i < count; i++) {
        char c = digits[i];
        unsigned digit = c <= '9' ? (unsigned)(c - '0') : (unsigned)((c | 0x20) - 'a') + 10;
        number = number * (hex ? 16 : 10) + digit;
    }
    return (int64_t)(negative ? 0 - number : number);
}

static char peek(const struct scan *scan, size_t ahead)
{
    return (size_t)(scan->end - scan->at) > ahead ? scan->at[ahead] : '\0';
}

// [-+]digits or 0xHEX, either with L or LL; digits with a point or an exponent.
static void scan_number(struct scan *scan)
{
    scan->word = scan->at;
    bool sign_first = *scan->at == '-' || *scan->at == '+';
    scan->at += sign_first ? 1 : 0;
    bool hex = !sign_first && peek(scan, 0) == '0' &&
               (peek(scan, 1) == 'x' || peek(scan, 1) == 'X') && is_hex(peek(scan, 2));
    scan->at += hex ? 2 : 0;
    const char *digits = scan->at;
    skip_digits(scan, hex);
    size_t count = (size_t)(scan->at - digits);
    bool real = !hex && peek(scan, 0) == '.';
    if (real) {
        scan->at++;
        skip_digits(scan, false);
    }
    size_t sign = peek(scan, 1) == '-' || peek(scan, 1) == '+' ? 1 : 0;
    if (!hex && (peek(scan, 0) == 'e' || peek(scan, 0) == 'E') && is_digit(peek(scan, 1 + sign))) {
        scan->at += 1 + sign;
        skip_digits(scan, false);
        real = true;
    }
    if (!real) {
        check_digits(scan, hex, count);
    }
    scan->word_length = (size_t)(scan->at - scan->word);
    if (class_of(peek(scan, 0)) == BYTE_WORD) {
        scan_problem(scan, scan->line, "a letter right after a number; a text in quotes");
        scan->stop = true;
        return;
    }
    scan_meet(scan, TOKEN_NUMBER);
    if (scan->stop) {
        return;
    }
    if (real) {
        take(scan, build_real(scan->build, strtod(scan->word, NULL), scan->line));
    } else {
        bool wide = scan->word[scan->word_length - 1] == 'L';
        take(scan, build_integer(scan->build, integer_of(digits, count, hex, *scan->word == '-'),
                                 wide, scan->line));
    }
}

static void scan_open(struct scan *scan)
{
    scan_meet(scan, TOKEN_OPEN);
    if (scan->stop) {
        return;
    }
    if (scan->depth == LIMIT_CFG_DEPTH) {
        issues_add(scan->issues, ISSUE_ERROR, scan->file, scan->line,
                   "brackets nested more than %d deep; at most %d", (int)LIMIT_CFG_DEPTH,
                   (int)LIMIT_CFG_DEPTH);
        scan->errors++;
        scan->stop = true;
        return;
    }
    char bracket = *scan->at++;
    take(scan, build_open(scan->build, bracket, scan->line));
    scan->items += bracket == '{' && scan_level(scan)->items ? 1 : 0;
    scan->levels[++scan->depth] = (struct level){
        .bracket = bracket,
        .next = bracket == '{' ? NEXT_KEY : NEXT_FIRST,
        .items = bracket == '(' && scan->key_length == 5 && memcmp(scan->key, "items", 5) == 0,
        .line = scan->line,
    };
}

static void scan_close(struct scan *scan)
{
    char bracket = *scan->at;
    const struct level *level = scan_level(scan);
    const char *found = NULL;
    if (scan->depth == 0) {
        found = "closes nothing; as many brackets closed as opened";
    } else if (bracket != scan_closing(level->bracket)) {
        issues_add(scan->issues, ISSUE_ERROR, scan->file, scan->line,
                   "'%c' where the '%c' of line %u is still open; '%c'%s", bracket, level->bracket,
                   (unsigned)level->line, scan_closing(level->bracket), scan_text_hint(scan));
        scan->errors++;
        scan->stop = true;
        return;
    } else if (level->next == NEXT_VALUE) {
        found = bracket == '}' ? "right after '='; a value"
                               : "right after a comma; no comma after the last";
    } else if (level->next == NEXT_ASSIGN) {
        found = "right after a key; key = value";
    }
    if (found != NULL) {
        issues_add(scan->issues, ISSUE_ERROR, scan->file, scan->line, "'%c' %s", bracket, found);
        scan->errors++;
        scan->stop = true;
        return;
    }
    build_close(scan->build);
    scan->at++;
    scan->depth--;
}

static void count_value(struct scan *scan)
{
    if (++scan->values > VALUES) {
        scan_problem(scan, scan->line, "more than 4,000,000 values in one file; at most that many");
        scan->stop = true;
    }
}

static void scan_assign(struct scan *scan)
{
    struct level *level = scan_level(scan);
    if (level->next != NEXT_ASSIGN) {
        issues_add(scan->issues, ISSUE_ERROR, scan->file, scan->line,
                   "'%c' without a key before it; key = value", *scan->at);
        scan->errors++;
        scan->stop = true;
        return;
    }
    level->next = NEXT_VALUE;
    scan->at++;
    if (++level->members > LIMIT_CFG_MEMBERS) {
        issues_add(scan->issues, ISSUE_ERROR, scan->file, scan->line,
                   "a group with more than %d members; a list of groups ( { ... }, { ... } )",
                   (int)LIMIT_CFG_MEMBERS);
        scan->errors++;
        scan->stop = true;
    }
    count_value(scan);
}

// ';' or ',' after a value.
static void scan_end_mark(struct scan *scan)
{
    struct level *level = scan_level(scan);
    bool group = level->bracket == '{' || level->bracket == '\0';
    bool after_value = level->next == NEXT_MARK || level->next == NEXT_TEXT;
    if (after_value && !group && *scan->at == ';') {
        issues_add(scan->issues, ISSUE_ERROR, scan->file, scan->line,
                   "';' where the '%c' of line %u is still open; a comma, or '%c'%s",
                   level->bracket, (unsigned)level->line, scan_closing(level->bracket),
                   scan_text_hint(scan));
    } else if (!after_value) {
        issues_add(scan->issues, ISSUE_ERROR, scan->file, scan->line,
                   "'%c' without a value before it; key = value%s", *scan->at,
                   scan_text_hint(scan));
    }
    if (!after_value || (!group && *scan->at == ';')) {
        scan->errors++;
        scan->stop = true;
        return;
    }
    level->next = group ? NEXT_KEY : NEXT_VALUE;
    scan->at++;
    if (!group) {
        count_value(scan);
    }
}

// "true" or "false" in any case. Most words are keys, so the first letters decide.
static bool is_truth(const char *word, size_t length)
{
    return (length == 4 && (word[1] | 0x20) == 'r' && strncasecmp(word, "true", 4) == 0) ||
           (length == 5 && (word[1] | 0x20) == 'a' && strncasecmp(word, "false", 5) == 0);
}

static void scan_word(struct scan *scan)
{
    const char *at = scan->at + 1;
    while (in_word(*at)) {
        at++;
    }
    scan->word = scan->at;
    scan->at = at;
    scan->word_length = (size_t)(scan->at - scan->word);
    bool truth = is_truth(scan->word, scan->word_length);
    if (scan->word[0] == '_') {
        scan_unexpected(scan, TOKEN_WORD, "a key is expected; one that begins with a letter");
        return;
    }
    scan_meet(scan, truth ? TOKEN_TRUTH : TOKEN_WORD);
    if (truth && !scan->stop) {
        take(scan, build_truth(scan->build, scan->word_length == 4, scan->line));
    } else if (!scan->stop) {
        build_key(scan->build, scan->word, scan->word_length, scan->line);
    }
}

static void scan_other(struct scan *scan)
{
    char next = peek(scan, 1);
    bool number = *scan->at == '-' || *scan->at == '+'
                      ? is_digit(next) || (next == '.' && is_digit(peek(scan, 2)))
                      : *scan->at == '.' && is_digit(next);
    if (number) {
        scan_number(scan);
        return;
    }
    scan->stop = true;
    if (*scan->at == '@' && scan->errors > 0) {
        return; // @include: said already
    }
    if ((unsigned char)*scan->at < 0x80) {
        issues_add(scan->issues, ISSUE_ERROR, scan->file, scan->line,
                   "'%c' has no meaning here; key = value%s", *scan->at, scan_text_hint(scan));
        scan->errors++;
    } else {
        issues_add(scan->issues, ISSUE_ERROR, scan->file, scan->line,
                   "a letter outside a text has no meaning; a text in quotes%s",
                   scan_text_hint(scan));
        scan->errors++;
    }
}

static void scan_token(struct scan *scan)
{
    switch ((enum byte_class)class_of(*scan->at)) {
    case BYTE_BLANK:
        scan->at++;
        break;
    case BYTE_LINE:
        scan->line++;
        scan->at++;
        break;
    case BYTE_WORD:
        scan_word(scan);
        break;
    case BYTE_DIGIT:
        scan_number(scan);
        break;
    case BYTE_TEXT:
        scan_text(scan);
        break;
    case BYTE_OPEN:
        scan_open(scan);
        break;
    case BYTE_CLOSE:
        scan_close(scan);
        break;
    case BYTE_ASSIGN:
        scan_assign(scan);
        break;
    case BYTE_MARK:
        scan_end_mark(scan);
        break;
    case BYTE_COMMENT:
        skip_line(scan);
        break;
    case BYTE_SLASH:
        scan_slash(scan);
        break;
    case BYTE_CONTROL:
        control_character(scan);
        break;
    case BYTE_DASH:
    case BYTE_OTHER:
    default:
        scan_other(scan);
        break;
    }
}

static void scan_end(struct scan *scan)
{
    const struct level *level = scan_level(scan);
    if (scan->depth > 0) {
        issues_add(scan->issues, ISSUE_ERROR, scan->file, level->line,
                   "this '%c' is never closed; '%c'", level->bracket, scan_closing(level->bracket));
        scan->errors++;
    } else if (level->next == NEXT_ASSIGN || level->next == NEXT_VALUE) {
        scan_problem(scan, scan->line, "the file ends before a value; key = value");
    }
}

size_t cfg_scan(const char *file, const char *bytes, size_t length, struct issues *issues,
                struct cfg_build *build, uint32_t *items)
{
    struct scan scan = {.file = file,
                        .issues = issues,
                        .build = build,
                        .at = bytes,
                        .end = bytes + length,
                        .line = 1};
    scan.errors = cfg_hidden(file, bytes, length, issues);
    for (;;) {
        while (*scan.at == ' ') {
            scan.at++;
        }
        if (scan.at == scan.end || scan.stop) {
            break;
        }
        scan_token(&scan);
    }
    if (!scan.stop) {
        scan_end(&scan);
    }
    *items = scan.items;
    return scan.errors;
}
