// Whether a token may stand where it does, by libconfig's grammar, and the words for it if not.

#include "cfg_scan.h"

#include <string.h>

void scan_problem(struct scan *scan, uint32_t line, const char *text)
{
    issues_add(scan->issues, ISSUE_ERROR, scan->file, line, "%s", text);
    scan->errors++;
}

static const char *token_words(const struct scan *scan, enum token token)
{
    static const char *const words[] = {
        [TOKEN_TEXT] = "a text", [TOKEN_NUMBER] = "a number", [TOKEN_TRUTH] = "true or false"};
    if (token == TOKEN_OPEN) {
        return *scan->at == '{' ? "'{'" : *scan->at == '(' ? "'('" : "'['";
    }
    return words[token];
}

// " (the text before it reaches from line 3 to 5)": a quote is missing more often than not.
const char *scan_text_hint(const struct scan *scan)
{
    return scan->text_end > scan->text_line
               ? arena_print(&scan->issues->arena,
                             " (the text before it reaches from line %u to %u: perhaps a quote is "
                             "missing)",
                             (unsigned)scan->text_line, (unsigned)scan->text_end)
               : "";
}

void scan_unexpected(struct scan *scan, enum token token, const char *expected)
{
    if (token == TOKEN_WORD) {
        issues_add(scan->issues, ISSUE_ERROR, scan->file, scan->line, "'%.*s' where %s%s",
                   (int)(scan->word_length < SCAN_SHOWN ? scan->word_length : SCAN_SHOWN),
                   scan->word, expected, scan_text_hint(scan));
    } else {
        issues_add(scan->issues, ISSUE_ERROR, scan->file, scan->line, "%s where %s%s",
                   token_words(scan, token), expected, scan_text_hint(scan));
    }
    scan->errors++;
    scan->stop = true;
}

// An array holds values of one kind.
static void check_kind(struct scan *scan, enum token token)
{
    struct level *level = scan_level(scan);
    static const char kinds[] = {[TOKEN_TEXT] = 't', [TOKEN_TRUTH] = 'b'};
    char kind = token == TOKEN_NUMBER || token == TOKEN_OPEN ? 'n' : kinds[token];
    if (token == TOKEN_NUMBER) {
        bool point = memchr(scan->word, '.', scan->word_length) != NULL;
        kind = point ? 'f' : scan->word[scan->word_length - 1] == 'L' ? 'L' : 'n';
    }
    if (token == TOKEN_OPEN) {
        scan_unexpected(scan, token, "an array [ ] holds plain values; a list ( )");
    } else if (level->kind != '\0' && level->kind != kind) {
        scan_problem(scan, scan->line, "different types between [ and ]; one type, or a list ( )");
        scan->stop = true;
    }
    level->kind = kind;
}

// A value, or a key, comes next: may it?
void scan_meet(struct scan *scan, enum token token)
{
    struct level *level = scan_level(scan);
    bool group = level->bracket == '{' || level->bracket == '\0';
    if (group && token == TOKEN_WORD &&
        (level->next == NEXT_KEY || level->next == NEXT_MARK || level->next == NEXT_TEXT)) {
        level->next = NEXT_ASSIGN;
        scan->key = scan->word;
        scan->key_length = scan->word_length;
        scan->key_line = scan->line;
        return;
    }
    bool value = level->next == NEXT_VALUE || level->next == NEXT_FIRST;
    if (value && token != TOKEN_WORD && level->bracket != '[') {
        level->next = token == TOKEN_TEXT ? NEXT_TEXT : NEXT_MARK;
        return;
    }
    switch ((enum next)level->next) {
    case NEXT_KEY:
        scan_unexpected(scan, token, "a key is expected; key = value");
        return;
    case NEXT_ASSIGN:
        scan_unexpected(
            scan, token,
            arena_print(&scan->issues->arena, "'=' is expected after '%.*s'; key = value",
                        (int)(scan->key_length < SCAN_SHOWN ? scan->key_length : SCAN_SHOWN),
                        scan->key));
        return;
    case NEXT_TEXT:
        if (token == TOKEN_TEXT) {
            return;
        }
        scan_unexpected(scan, token,
                        group ? "a key is expected; key = value"
                              : "a comma is expected; a comma between two values");
        return;
    case NEXT_MARK:
        scan_unexpected(scan, token,
                        group ? "a key is expected; key = value"
                              : "a comma is expected; a comma between two values");
        return;
    case NEXT_VALUE:
    case NEXT_FIRST:
        break;
    }
    if (token == TOKEN_WORD) {
        scan_unexpected(scan, token,
                        "a value is expected; a number, true, false or a text in quotes");
        return;
    }
    if (level->bracket == '[') {
        check_kind(scan, token);
    }
    level->next = token == TOKEN_TEXT ? NEXT_TEXT : NEXT_MARK;
}

char scan_closing(char bracket)
{
    return bracket == '{' ? '}' : bracket == '(' ? ')' : ']';
}
