// UTF-8 text: decoding, graphemes, columns, what may stand in free text. Nearly all text is ASCII,
// so every loop takes ASCII bytes by itself and asks the Unicode tables only beside a byte that is
// not ASCII. A byte that is not valid UTF-8 counts everywhere as one grapheme of one column: it
// will be shown as a replacement mark, and no position is ever lost.

#include "base/text.h"

#include "base/ensure.h"

#include <string.h>
#include <utf8proc.h>

enum { LAST_CODE_POINT = 0x10FFFF, ZERO_WIDTH_JOINER = 0x200D };

static bool is_ascii(char byte)
{
    return ((unsigned char)byte & 0x80) == 0;
}

static bool is_continuation(char byte)
{
    return ((unsigned char)byte & 0xC0) == 0x80;
}

static bool is_surrogate(uint32_t code_point)
{
    return code_point >= 0xD800 && code_point <= 0xDFFF;
}

static bool is_printable_ascii(char byte)
{
    return byte >= ' ' && byte <= '~';
}

int text_width_unicode(uint32_t code_point)
{
    if (code_point > LAST_CODE_POINT) {
        return 0;
    }
    return utf8proc_charwidth((utf8proc_int32_t)code_point);
}

size_t text_decode(const char *text, size_t length, uint32_t *code_point)
{
    unsigned char lead = (unsigned char)text[0];
    if (lead < 0x80) {
        *code_point = lead;
        return 1;
    }
    // The least value that needs so many bytes: what is below is an overlong form.
    static const uint32_t least[] = {[2] = 0x80, [3] = 0x800, [4] = 0x10000};
    if (lead < 0xC2 || lead > 0xF4) {
        return 0;
    }
    size_t size = lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
    uint32_t value = lead & (0x7FU >> size);
    if (size > length) {
        return 0;
    }
    for (size_t i = 1; i < size; i++) {
        if (!is_continuation(text[i])) {
            return 0;
        }
        value = value << 6 | ((unsigned char)text[i] & 0x3FU);
    }
    if (value < least[size] || value > LAST_CODE_POINT || is_surrogate(value)) {
        return 0;
    }
    *code_point = value;
    return size;
}

size_t text_encode(uint32_t code_point, char out[4])
{
    if (code_point < 0x80) {
        out[0] = (char)code_point;
        return 1;
    }
    if (code_point > LAST_CODE_POINT || is_surrogate(code_point)) {
        return 0;
    }
    size_t size = code_point < 0x800 ? 2 : code_point < 0x10000 ? 3 : 4;
    for (size_t i = size - 1; i > 0; i--) {
        out[i] = (char)(0x80 | (code_point & 0x3F));
        code_point >>= 6;
    }
    static const unsigned char leads[] = {[2] = 0xC0, [3] = 0xE0, [4] = 0xF0};
    out[0] = (char)(leads[size] | code_point);
    return size;
}

// Past the ASCII bytes that start at `at`.
static size_t skip_ascii(const char *text, size_t length, size_t at)
{
    uint64_t word;
    while (length - at >= sizeof(word)) {
        memcpy(&word, text + at, sizeof(word));
        if ((word & UINT64_C(0x8080808080808080)) != 0) {
            break;
        }
        at += sizeof(word);
    }
    while (at < length && is_ascii(text[at])) {
        at++;
    }
    return at;
}

size_t text_valid(const char *text, size_t length)
{
    size_t at = 0;
    while ((at = skip_ascii(text, length, at)) < length) {
        uint32_t code_point;
        size_t size = text_decode(text + at, length - at, &code_point);
        if (size == 0) {
            return at;
        }
        at += size;
    }
    return length;
}

bool text_forbidden(uint32_t code_point)
{
    static const struct {
        uint32_t first, last;
    } ranges[] = {
        {0x0000, 0x001F},   // control characters
        {0x007F, 0x009F},   // and their second set
        {0x061C, 0x061C},   // Arabic letter mark
        {0x2028, 0x2029},   // line and paragraph separators
        {0x202A, 0x202E},   // bidirectional embeddings and overrides
        {0x2066, 0x2069},   // bidirectional isolates
        {0xD800, 0xDFFF},   // surrogates
        {0xFDD0, 0xFDEF},   // noncharacters
        {0xFEFF, 0xFEFF},   // byte order mark
        {0xE0000, 0xE007F}, // tags: invisible text
        {0x110000, UINT32_MAX},
    };
    if (code_point >= ' ' && code_point <= '~') {
        return false;
    }
    for (size_t i = 0; i < sizeof(ranges) / sizeof(ranges[0]); i++) {
        if (code_point >= ranges[i].first && code_point <= ranges[i].last) {
            return true;
        }
    }
    // The last two of every plane are noncharacters too.
    return (code_point & 0xFFFE) == 0xFFFE;
}

size_t text_clean(const char *text, size_t length, bool lines, char *out)
{
    size_t written = 0;
    for (size_t at = 0; at < length;) {
        uint32_t code_point;
        size_t size = text_decode(text + at, length - at, &code_point);
        if (size == 0) {
            at++;
            continue;
        }
        if (!text_forbidden(code_point) || (lines && code_point == '\n')) {
            // `out` may be the text itself.
            memmove(out + written, text + at, size);
            written += size;
        }
        at += size;
    }
    out[written] = '\0';
    return written;
}

// Whether the character at `at` is ASCII and so is what follows it, if anything: then it is a
// grapheme by itself, or half of "\r\n".
static bool stands_alone(const char *text, size_t length, size_t at)
{
    return is_ascii(text[at]) && (at + 1 == length || is_ascii(text[at + 1]));
}

static bool is_line_end_pair(const char *text, size_t length, size_t at)
{
    return at + 1 < length && text[at] == '\r' && text[at + 1] == '\n';
}

size_t text_next(const char *text, size_t length, size_t at)
{
    if (at >= length) {
        return length;
    }
    if (stands_alone(text, length, at)) {
        return at + (is_line_end_pair(text, length, at) ? 2 : 1);
    }
    uint32_t before, after;
    size_t size = text_decode(text + at, length - at, &before);
    if (size == 0) {
        return at + 1;
    }
    at += size;
    utf8proc_int32_t state = 0;
    while (at < length) {
        size = text_decode(text + at, length - at, &after);
        if (size == 0 || utf8proc_grapheme_break_stateful((utf8proc_int32_t)before,
                                                          (utf8proc_int32_t)after, &state)) {
            break;
        }
        before = after;
        at += size;
    }
    return at;
}

// Where the code point (or the invalid byte) before `at` starts; `at` is at least 1. *size is 0 for
// an invalid byte. A valid sequence ends at `at` whichever way one came, so this agrees with
// reading forward.
static size_t code_point_before(const char *text, size_t at, uint32_t *code_point, size_t *size)
{
    size_t start = at - 1;
    while (start > 0 && at - start < 4 && is_continuation(text[start])) {
        start--;
    }
    *size = text_decode(text + start, at - start, code_point);
    if (*size == at - start) {
        return start;
    }
    *size = 0;
    return at - 1;
}

// Going back from `at`, the nearest place that is the border of a grapheme whatever stands before
// it. Only flags and joined emoji depend on more than their two neighbours.
static size_t certain_border_before(const char *text, size_t at)
{
    uint32_t before, after;
    size_t before_size, after_size;
    size_t border = code_point_before(text, at, &after, &after_size);
    while (border > 0) {
        size_t start = code_point_before(text, border, &before, &before_size);
        if (before_size == 0 || after_size == 0) {
            break;
        }
        if (before != ZERO_WIDTH_JOINER &&
            utf8proc_grapheme_break((utf8proc_int32_t)before, (utf8proc_int32_t)after)) {
            break;
        }
        border = start;
        after = before;
        after_size = before_size;
    }
    return border;
}

size_t text_previous(const char *text, size_t length, size_t at)
{
    if (at > length) {
        at = length;
    }
    if (at == 0) {
        return 0;
    }
    size_t last = at - 1;
    if (is_ascii(text[last]) && (last == 0 || is_ascii(text[last - 1]))) {
        return last > 0 && is_line_end_pair(text, at, last - 1) ? last - 1 : last;
    }
    size_t start = certain_border_before(text, at);
    for (size_t next = text_next(text, at, start); next < at; next = text_next(text, at, start)) {
        start = next;
    }
    return start;
}

size_t text_fit(const char *text, size_t length, size_t most)
{
    if (length <= most) {
        return length;
    }
    while (most > 0 && is_continuation(text[most])) {
        most--;
    }
    return most;
}

size_t text_count(const char *text, size_t length)
{
    size_t count = 0;
    for (size_t at = 0; at < length; at = text_next(text, length, at)) {
        count++;
    }
    return count;
}

size_t text_columns(const char *text, size_t length, text_width_fn width)
{
    size_t columns = 0;
    for (size_t at = 0; at < length;) {
        if (is_printable_ascii(text[at]) && stands_alone(text, length, at)) {
            columns++;
            at++;
            continue;
        }
        size_t next = text_next(text, length, at);
        columns += (size_t)text_grapheme_columns(text + at, next - at, width);
        at = next;
    }
    return columns;
}

int text_grapheme_columns(const char *text, size_t length, text_width_fn width)
{
    if (length == 1 && is_printable_ascii(text[0])) {
        return 1;
    }
    ensure(width != NULL);
    // The sum, as a terminal advances; but never more than the two columns a cell can have, since
    // one that joins an emoji family draws it in two.
    int columns = 0;
    for (size_t at = 0; at < length && columns < 2;) {
        uint32_t code_point;
        size_t size = text_decode(text + at, length - at, &code_point);
        int own = size == 0 ? 1 : width(code_point);
        columns += own > 0 ? own : 0;
        at += size == 0 ? 1 : size;
    }
    return columns < 2 ? columns : 2;
}

static bool is_decimal_digit(uint32_t code_point)
{
    return utf8proc_category((utf8proc_int32_t)code_point) == UTF8PROC_CATEGORY_ND;
}

int text_digit(uint32_t code_point)
{
    if (code_point < 0x80) {
        return code_point >= '0' && code_point <= '9' ? (int)(code_point - '0') : -1;
    }
    if (code_point > LAST_CODE_POINT || !is_decimal_digit(code_point)) {
        return -1;
    }
    // Unicode promises that decimal digits come as runs of ten from 0 to 9; runs may adjoin.
    uint32_t zero = code_point;
    while (is_decimal_digit(zero - 1)) {
        zero--;
    }
    return (int)((code_point - zero) % 10);
}

bool text_letter(uint32_t code_point)
{
    if (code_point < 0x80) {
        uint32_t lower = code_point | 0x20;
        return lower >= 'a' && lower <= 'z';
    }
    if (code_point > LAST_CODE_POINT) {
        return false;
    }
    utf8proc_category_t category = utf8proc_category((utf8proc_int32_t)code_point);
    return category >= UTF8PROC_CATEGORY_LU && category <= UTF8PROC_CATEGORY_ME;
}

// Whether folding drops this mark: accents above, below and through letters, Hebrew points and
// Arabic vowels. Other marks make another letter (Indic vowels, Thai vowels, the Japanese voicing
// mark).
static bool is_accent(const utf8proc_property_t *property)
{
    if (property->category != UTF8PROC_CATEGORY_MN) {
        return false;
    }
    int class = property->combining_class;
    return class >= 200 || (class >= 10 && class <= 36);
}

// Latin letters that people search for without their stroke, though Unicode does not decompose
// them.
static const char *plain_spelling(utf8proc_int32_t code_point)
{
    switch (code_point) {
    case 0x00E6: // æ
        return "ae";
    case 0x00F0: // ð
    case 0x0111: // đ
        return "d";
    case 0x00F8: // ø
        return "o";
    case 0x00FE: // þ
        return "th";
    case 0x0127: // ħ
        return "h";
    case 0x0131: // ı
        return "i";
    case 0x0142: // ł
        return "l";
    case 0x0153: // œ
        return "oe";
    case 0x0167: // ŧ
        return "t";
    default:
        return NULL;
    }
}

// The folded bytes of one code point that is not ASCII, into `out`; returns how many.
enum { PARTS = 32, FOLDED = PARTS * 4 };

static size_t fold_code_point(uint32_t code_point, char out[FOLDED])
{
    utf8proc_int32_t parts[PARTS] = {0};
    int last_class = 0;
    utf8proc_ssize_t count =
        utf8proc_decompose_char((utf8proc_int32_t)code_point, parts, PARTS,
                                (utf8proc_option_t)(UTF8PROC_DECOMPOSE | UTF8PROC_COMPAT |
                                                    UTF8PROC_CASEFOLD | UTF8PROC_IGNORE),
                                &last_class);
    if (count < 0 || count > PARTS) {
        return text_encode(code_point, out);
    }
    size_t length = 0;
    for (utf8proc_ssize_t i = 0; i < count; i++) {
        const char *plain = plain_spelling(parts[i]);
        if (plain != NULL) {
            size_t size = strlen(plain);
            memcpy(out + length, plain, size);
            length += size;
        } else if (!is_accent(utf8proc_get_property(parts[i]))) {
            length += text_encode((uint32_t)parts[i], out + length);
        }
    }
    return length;
}

char text_plain_letter(uint32_t code_point)
{
    char folded[FOLDED];
    bool one = fold_code_point(code_point, folded) == 1;
    if (!one || folded[0] < 'a' || folded[0] > 'z') {
        return '\0';
    }
    bool upper = utf8proc_category((utf8proc_int32_t)code_point) == UTF8PROC_CATEGORY_LU;
    return (char)(upper ? folded[0] - 'a' + 'A' : folded[0]);
}

size_t text_fold(const char *text, char *out, size_t size)
{
    if (size == 0) {
        return 0;
    }
    size_t length = strlen(text);
    size_t written = 0;
    for (size_t at = 0; at < length;) {
        char folded[FOLDED];
        size_t folded_size = 1;
        if (is_ascii(text[at])) {
            bool upper = text[at] >= 'A' && text[at] <= 'Z';
            folded[0] = (char)(upper ? text[at] | 0x20 : text[at]);
            at++;
        } else {
            uint32_t code_point;
            size_t taken = text_decode(text + at, length - at, &code_point);
            folded_size = taken == 0 ? 0 : fold_code_point(code_point, folded);
            at += taken == 0 ? 1 : taken;
        }
        if (folded_size > size - 1 - written) {
            break;
        }
        memcpy(out + written, folded, folded_size);
        written += folded_size;
    }
    out[written] = '\0';
    return written;
}
