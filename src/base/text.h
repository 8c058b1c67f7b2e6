#ifndef BASE_TEXT_H
#define BASE_TEXT_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

// UTF-8 text. Bytes are never taken for characters, nor characters for columns. A grapheme is what
// a reader calls a character (a letter with its accents, an emoji family).

// Columns a code point takes on the screen: 0, 1 or 2. Passed in, so that the screen may ask the
// terminal's own table (wcwidth) and everything else this library's.
typedef int (*text_width_fn)(uint32_t code_point);

// The Unicode table's opinion (utf8proc).
int text_width_unicode(uint32_t code_point);

// Decodes one code point at `text` (`length` bytes left, at least 1). Returns the bytes it takes, 0
// if they are not valid UTF-8 (overlong forms, surrogates and values past U+10FFFF are not).
size_t text_decode(const char *text, size_t length, uint32_t *code_point);
// Writes a code point as UTF-8 into `out`; returns the bytes written, 0 if it cannot be one.
size_t text_encode(uint32_t code_point, char out[4]);

// Offset of the first byte that is not valid UTF-8, or `length` if all is.
size_t text_valid(const char *text, size_t length);

// True for what free text refuses: control characters (newline too, unless the field has several
// lines: see text_clean), bidirectional overrides and isolates, noncharacters. Joiners are allowed.
bool text_forbidden(uint32_t code_point);
// Copies `length` bytes to `out` (same size at most, NUL after them; `out` needs length + 1),
// leaving out what is invalid or forbidden; keeps '\n' when `lines`. Returns the bytes written.
size_t text_clean(const char *text, size_t length, bool lines, char *out);

// Byte offset just past the grapheme that starts at `at`; `length` at the end.
size_t text_next(const char *text, size_t length, size_t at);
// Byte offset of the grapheme before `at`; 0 at the start.
size_t text_previous(const char *text, size_t length, size_t at);
// Bytes of the longest start of it that has at most `most` and does not end within a character.
size_t text_fit(const char *text, size_t length, size_t most);
// How many graphemes.
size_t text_count(const char *text, size_t length);
// Columns of the whole text / of one grapheme of `length` bytes (0 to 2).
size_t text_columns(const char *text, size_t length, text_width_fn width);
int text_grapheme_columns(const char *text, size_t length, text_width_fn width);

// Value 0-9 of a decimal digit of any script, or -1.
int text_digit(uint32_t code_point);
// True for a letter of any script, and for a mark, which belongs to the letter before it.
bool text_letter(uint32_t code_point);

// The ASCII letter that a letter has below its accents and strokes ("É" 'E', "ł" 'l'), or 0: for
// screens that show nothing else.
char text_plain_letter(uint32_t code_point);

// Lower-case without accents, for searching: "Á" finds "a". Writes at most `size` bytes with NUL;
// returns the length.
size_t text_fold(const char *text, char *out, size_t size);

#endif
