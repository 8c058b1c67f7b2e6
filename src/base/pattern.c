// Small shapes of text. A pattern becomes at most 63 steps, and a set of steps is one 64-bit word:
// bit i says "about to match step i", the bit past the last step says "all matched". Each character
// moves the whole set at once, so nothing is ever tried twice and no text, however hostile, makes
// matching slow. `x{2,4}` is written out as x x x? x?.

#include "base/pattern.h"

#include "base/ensure.h"
#include "base/text.h"

#include <stdint.h>
#include <string.h>

// Characters and ranges in one class: without a bound a class could take as long as the text.
enum { CLASS_PARTS = 64 };

// What one step accepts: a slice of the pattern, read again for every character.
struct atom {
    const char *start;
    size_t length;
};

struct program {
    struct atom atoms[PATTERN_STEPS];
    uint64_t of_atom[PATTERN_STEPS]; // the steps that are copies of an atom
    size_t atom_count;
    size_t step_count;
    uint64_t optional; // steps that may be passed over
    uint64_t repeated; // steps that may match again
};

struct cursor {
    const char *text;
    size_t length;
    size_t at;
};

static uint64_t bit(size_t step)
{
    return UINT64_C(1) << step;
}

static bool at_end(const struct cursor *cursor)
{
    return cursor->at == cursor->length;
}

static bool looks_at(const struct cursor *cursor, char character)
{
    return cursor->at < cursor->length && cursor->text[cursor->at] == character;
}

// The pattern is known to be valid UTF-8 and the cursor not to be at its end.
static uint32_t next_code_point(struct cursor *cursor)
{
    uint32_t code_point = 0;
    cursor->at += text_decode(cursor->text + cursor->at, cursor->length - cursor->at, &code_point);
    return code_point;
}

// A character standing for itself or for a kind ('d' or 'w'; 0 for itself).
struct symbol {
    uint32_t code_point;
    char kind;
};

// After a backslash: d, w, or any ASCII character that is neither letter nor digit, for itself.
static const char *read_escaped(struct cursor *cursor, struct symbol *out)
{
    if (at_end(cursor)) {
        return "a backslash at the end";
    }
    uint32_t code_point = next_code_point(cursor);
    if (code_point == 'd' || code_point == 'w') {
        *out = (struct symbol){.kind = (char)code_point};
        return NULL;
    }
    if (code_point >= 0x80 || text_letter(code_point) || text_digit(code_point) >= 0) {
        return "after a backslash only d, w or a punctuation mark may stand";
    }
    *out = (struct symbol){.code_point = code_point};
    return NULL;
}

static const char *read_symbol(struct cursor *cursor, struct symbol *out)
{
    uint32_t code_point = next_code_point(cursor);
    if (code_point == '\\') {
        return read_escaped(cursor, out);
    }
    *out = (struct symbol){.code_point = code_point};
    return NULL;
}

static bool symbol_accepts(const struct symbol *symbol, uint32_t code_point)
{
    switch (symbol->kind) {
    case 'd':
        return text_digit(code_point) >= 0;
    case 'w':
        return code_point == '_' || text_digit(code_point) >= 0 || text_letter(code_point);
    default:
        return code_point == symbol->code_point;
    }
}

// One member of a class: a symbol, or a range with its last character in *last.
static const char *read_member(struct cursor *cursor, struct symbol *first, struct symbol *last)
{
    const char *wrong = read_symbol(cursor, first);
    *last = *first;
    if (wrong != NULL || !looks_at(cursor, '-')) {
        return wrong;
    }
    // A '-' before the closing bracket is itself.
    if (cursor->at + 1 < cursor->length && cursor->text[cursor->at + 1] == ']') {
        return NULL;
    }
    cursor->at++;
    if (at_end(cursor)) {
        return "'[' without ']'";
    }
    wrong = read_symbol(cursor, last);
    if (wrong != NULL) {
        return wrong;
    }
    if (first->kind != 0 || last->kind != 0) {
        return "\\d and \\w cannot be the end of a range";
    }
    return first->code_point > last->code_point ? "a range in '[ ]' runs backwards" : NULL;
}

// After '['.
static const char *check_class(struct cursor *cursor)
{
    if (looks_at(cursor, '^')) {
        cursor->at++;
    }
    for (int parts = 0;; parts++) {
        if (at_end(cursor)) {
            return "'[' without ']'";
        }
        if (looks_at(cursor, ']')) {
            cursor->at++;
            return parts == 0 ? "nothing between '[' and ']'" : NULL;
        }
        if (parts == CLASS_PARTS) {
            return "too many characters between '[' and ']'";
        }
        struct symbol first, last;
        const char *wrong = read_member(cursor, &first, &last);
        if (wrong != NULL) {
            return wrong;
        }
    }
}

static const char *check_atom(struct cursor *cursor)
{
    uint32_t code_point = next_code_point(cursor);
    struct symbol symbol;
    switch (code_point) {
    case '[':
        return check_class(cursor);
    case '\\':
        return read_escaped(cursor, &symbol);
    case '*':
    case '+':
    case '?':
    case '{':
        return "nothing stands before '*', '+', '?' or '{' that could repeat";
    case ']':
    case '}':
        return "a closing bracket without its opening one (write \\] or \\} for the character)";
    case '(':
    case ')':
    case '|':
        return "groups and alternatives are not known (write \\( \\) \\| for the characters)";
    case '^':
    case '$':
        return "'^' and '$' are not needed: the whole text must fit (write \\^ \\$ for themselves)";
    default:
        return NULL;
    }
}

static bool read_count(struct cursor *cursor, size_t *out)
{
    size_t start = cursor->at;
    *out = 0;
    while (cursor->at < cursor->length && cursor->text[cursor->at] >= '0' &&
           cursor->text[cursor->at] <= '9' && *out <= PATTERN_STEPS) {
        *out = *out * 10 + (size_t)(cursor->text[cursor->at] - '0');
        cursor->at++;
    }
    return cursor->at > start;
}

// After '{': "2}" or "2,4}".
static const char *read_counts(struct cursor *cursor, size_t *least, size_t *most)
{
    bool good = read_count(cursor, least);
    *most = *least;
    if (good && looks_at(cursor, ',')) {
        cursor->at++;
        good = read_count(cursor, most);
    }
    if (*least > PATTERN_STEPS || *most > PATTERN_STEPS) {
        return "too long a pattern";
    }
    if (!good || !looks_at(cursor, '}')) {
        return "expected {2} or {2,4}";
    }
    cursor->at++;
    if (*least > *most || *most == 0) {
        return "the numbers in '{ }' must be in order, the last above 0";
    }
    return NULL;
}

static const char *add_steps(struct program *program, struct atom atom, size_t least, size_t most,
                             bool repeated)
{
    if (most > PATTERN_STEPS - program->step_count) {
        return "too long a pattern";
    }
    size_t index = program->atom_count++;
    program->atoms[index] = atom;
    program->of_atom[index] = 0;
    for (size_t i = 0; i < most; i++) {
        uint64_t step = bit(program->step_count++);
        program->of_atom[index] |= step;
        program->optional |= i >= least ? step : 0;
        program->repeated |= repeated ? step : 0;
    }
    return NULL;
}

// One atom and how often it may stand.
static const char *compile_atom(struct cursor *cursor, struct program *program)
{
    struct atom atom = {.start = cursor->text + cursor->at};
    size_t start = cursor->at;
    const char *wrong = check_atom(cursor);
    if (wrong != NULL) {
        return wrong;
    }
    atom.length = cursor->at - start;

    size_t least = 1, most = 1;
    bool repeated = false;
    char sign = at_end(cursor) ? '\0' : cursor->text[cursor->at];
    if (sign == '*' || sign == '+' || sign == '?') {
        cursor->at++;
        least = sign == '+' ? 1 : 0;
        repeated = sign != '?';
    } else if (sign == '{') {
        cursor->at++;
        wrong = read_counts(cursor, &least, &most);
        if (wrong != NULL) {
            return wrong;
        }
    }
    return add_steps(program, atom, least, most, repeated);
}

static const char *compile(const char *pattern, struct program *program)
{
    struct cursor cursor = {.text = pattern, .length = strlen(pattern)};
    program->atom_count = program->step_count = 0;
    program->optional = program->repeated = 0;
    if (cursor.length == 0) {
        return "the pattern is empty";
    }
    if (text_valid(pattern, cursor.length) != cursor.length) {
        return "not valid UTF-8";
    }
    while (!at_end(&cursor)) {
        const char *wrong = compile_atom(&cursor, program);
        if (wrong != NULL) {
            return wrong;
        }
    }
    return NULL;
}

const char *pattern_check(const char *pattern)
{
    struct program program;
    return compile(pattern, &program);
}

static bool class_accepts(struct cursor *cursor, uint32_t code_point)
{
    bool negated = looks_at(cursor, '^');
    cursor->at += negated ? 1 : 0;
    bool found = false;
    while (!found && !looks_at(cursor, ']')) {
        struct symbol first, last;
        ensure(read_member(cursor, &first, &last) == NULL);
        found =
            symbol_accepts(&first, code_point) ||
            (first.kind == 0 && code_point >= first.code_point && code_point <= last.code_point);
    }
    return found != negated;
}

static bool atom_accepts(const struct atom *atom, uint32_t code_point)
{
    struct cursor cursor = {.text = atom->start, .length = atom->length};
    if (atom->start[0] == '.') {
        return true;
    }
    if (atom->start[0] == '[') {
        cursor.at++;
        return class_accepts(&cursor, code_point);
    }
    struct symbol symbol;
    return read_symbol(&cursor, &symbol) == NULL && symbol_accepts(&symbol, code_point);
}

// Adds what can be reached by passing over optional steps.
static uint64_t pass_over(const struct program *program, uint64_t active)
{
    uint64_t reached = active;
    do {
        active = reached;
        reached |= (active & program->optional) << 1;
    } while (reached != active);
    return reached;
}

bool pattern_match(const char *pattern, const char *text, size_t length)
{
    struct program program;
    ensure(compile(pattern, &program) == NULL);
    uint64_t active = pass_over(&program, bit(0));
    for (size_t at = 0; at < length;) {
        uint32_t code_point;
        size_t size = text_decode(text + at, length - at, &code_point);
        if (size == 0 || active == 0) {
            return false;
        }
        at += size;
        uint64_t accepted = 0;
        for (size_t i = 0; i < program.atom_count; i++) {
            if ((program.of_atom[i] & active) != 0 && atom_accepts(&program.atoms[i], code_point)) {
                accepted |= program.of_atom[i] & active;
            }
        }
        active = pass_over(&program, (accepted << 1) | (accepted & program.repeated));
    }
    return (active & bit(program.step_count)) != 0;
}
